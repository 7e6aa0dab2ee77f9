//! Bytes as text: UTF-8, with or without a byte order mark; the error of another encoding names it.

use std::io::{self, Read};

use crate::error::{Error, ErrorKind, Position};

const MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];

/// A file without its byte order mark.
///
/// # Errors
/// [`ErrorKind::Syntax`] if it begins as UTF-16 does, [`ErrorKind::Io`] if reading fails.
pub(in crate::io) fn open<R: Read>(mut file: R) -> Result<io::Chain<Head, R>, Error> {
    let mut head = Head { bytes: [0; 3], at: 0, len: 0 };
    while let Some(rest) = head.bytes.get_mut(head.len..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(count) => head.len += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    let read = head.bytes.get(..head.len).unwrap_or_default();
    head.at = head.len - without_mark(read)?.len();
    Ok(head.chain(file))
}

/// The beginning of a file without its byte order mark.
///
/// # Errors
/// [`ErrorKind::Syntax`] if it begins as UTF-16 does.
pub(in crate::io) fn without_mark(bytes: &[u8]) -> Result<&[u8], Error> {
    if let Some(name) = utf16(bytes) {
        let why = format!("the text is {name}, not UTF-8; convert it, as by `iconv -f {name} -t UTF-8`");
        return Err(Error::new(ErrorKind::Syntax, why).at_position(1, 1));
    }
    Ok(bytes.strip_prefix(&MARK).unwrap_or(bytes))
}

/// The first bytes of a file, which were read ahead.
#[derive(Debug)]
pub(in crate::io) struct Head {
    bytes: [u8; 3],
    at: usize,
    len: usize,
}

impl Read for Head {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut rest = self.bytes.get(self.at..self.len).unwrap_or_default();
        let count = rest.read(buffer)?;
        self.at += count;
        Ok(count)
    }
}

/// UTF-16 by its byte order mark, or by the zero in every other byte of a plain text.
fn utf16(head: &[u8]) -> Option<&'static str> {
    match head {
        [0xFF, 0xFE, ..] | [1..=0x7F, 0, ..] => Some("UTF-16LE"),
        [0xFE, 0xFF, ..] | [0, 1..=0x7F, ..] => Some("UTF-16BE"),
        _ => None,
    }
}

/// A line or part of a file as text.
///
/// # Errors
/// [`ErrorKind::Syntax`] at the first byte that is not UTF-8. The position counts from the beginning of the bytes,
/// which begin a line of this number.
pub(in crate::io) fn text(bytes: &[u8], line: u32) -> Result<&str, Error> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let found = bytes.get(at).copied().unwrap_or_default();
        let Position { line, column } = position(bytes, line, at);
        let why = format!(
            "the byte 0x{found:02X} is not valid UTF-8; if the text is Windows-1252 or Latin-1, convert it, as by \
             `iconv -f WINDOWS-1252 -t UTF-8`"
        );
        Error::new(ErrorKind::Syntax, why).at_position(line, column)
    })
}

/// Line and column of a byte, both from 1; columns count characters. The bytes begin a line of this number.
pub(in crate::io) fn position(bytes: &[u8], line: u32, at: usize) -> Position {
    let before = bytes.get(..at).unwrap_or(bytes);
    let (mut lines, mut start) = (0, 0);
    for (n, byte) in before.iter().enumerate() {
        if *byte == b'\n' {
            (lines, start) = (lines + 1, n + 1);
        }
    }
    let characters = String::from_utf8_lossy(before.get(start..).unwrap_or_default()).chars().count();
    Position { line: line.saturating_add(lines), column: u32::try_from(characters + 1).unwrap_or(u32::MAX) }
}

/// The position behind a part of a text that begins at a position.
pub(in crate::io) fn advance(mut at: Position, part: &[u8]) -> Position {
    for byte in part {
        match byte {
            b'\n' => at = Position { line: at.line.saturating_add(1), column: 1 },
            // Not the first byte of a character.
            0x80..=0xBF => {}
            _ => at.column = at.column.saturating_add(1),
        }
    }
    at
}

/// Line and column of any byte of a text, asked for in any order.
#[cfg(feature = "json")]
pub(in crate::io) struct Lines<'t> {
    text: &'t [u8],
    /// The position of each 1,024th byte.
    marks: Vec<Position>,
}

#[cfg(feature = "json")]
impl<'t> Lines<'t> {
    const STEP: usize = 1024;

    pub(in crate::io) fn of(text: &'t str) -> Self {
        let text = text.as_bytes();
        let mut at = Position { line: 1, column: 1 };
        let marks = text.chunks(Self::STEP).map(|part| {
            let mark = at;
            at = advance(at, part);
            mark
        });
        Self { marks: marks.collect(), text }
    }

    /// The position of a byte, or of the end of the text if it has no such byte.
    pub(in crate::io) fn position(&self, byte: usize) -> Position {
        let byte = byte.min(self.text.len());
        let mark = (byte / Self::STEP).min(self.marks.len().saturating_sub(1));
        let at = self.marks.get(mark).copied().unwrap_or(Position { line: 1, column: 1 });
        advance(at, self.text.get(mark * Self::STEP..byte).unwrap_or_default())
    }
}

/// All of a file as text.
///
/// # Errors
/// As [`open`] and [`text`].
#[cfg(any(feature = "json", feature = "graphml", feature = "rdf"))]
pub(in crate::io) fn read(file: impl Read) -> Result<String, Error> {
    let mut bytes = Vec::new();
    open(file)?.read_to_end(&mut bytes)?;
    String::from_utf8(bytes).map_err(|error| match text(error.as_bytes(), 1) {
        Err(error) => error,
        // It was just found not to be text.
        Ok(_) => Error::new(ErrorKind::Syntax, error),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(bytes: &[u8]) -> Result<Vec<u8>, Error> {
        let mut all = Vec::new();
        open(bytes)?.read_to_end(&mut all)?;
        Ok(all)
    }

    #[test]
    fn a_byte_order_mark_is_skipped_and_nothing_else() {
        for (file, rest) in [
            (&b"\xEF\xBB\xBFab"[..], &b"ab"[..]),
            (b"\xEF\xBB\xBF", b""),
            (b"\xEF\xBB", b"\xEF\xBB"),
            (b"abcdef", b"abcdef"),
            (b"a", b"a"),
            (b"", b""),
        ] {
            assert_eq!(whole(file).unwrap(), rest);
        }
    }

    #[test]
    fn another_encoding_is_named() {
        for (file, name) in [
            (&b"\xFF\xFEa\0"[..], "UTF-16LE"),
            (b"\xFE\xFF\0a", "UTF-16BE"),
            (b"<\0g\0", "UTF-16LE"),
            (b"\0{\0}", "UTF-16BE"),
        ] {
            let error = whole(file).unwrap_err().to_string();
            assert!(error.starts_with(&format!("line 1, column 1: the text is {name}, not UTF-8")), "{error}");
        }
        let error = text(b"ab\n\xC3\xA9\xFF", 1).unwrap_err().to_string();
        assert!(error.starts_with("line 2, column 2: the byte 0xFF is not valid UTF-8"), "{error}");
        assert!(error.contains("iconv -f WINDOWS-1252"), "{error}");
        assert_eq!(text("é".as_bytes(), 1).unwrap(), "é");
    }

    #[cfg(feature = "json")]
    #[test]
    fn each_byte_has_the_position_that_a_count_from_the_beginning_gives() {
        for text in ["", "a", "é\nü", &"añ\nlong ".repeat(700), &"x".repeat(Lines::STEP), &"é".repeat(Lines::STEP)]
        {
            let lines = Lines::of(text);
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                assert_eq!(lines.position(at), position(text.as_bytes(), 1, at), "{at}");
            }
            assert_eq!(lines.position(text.len() + 9), position(text.as_bytes(), 1, text.len()));
        }
    }

    #[cfg(any(feature = "json", feature = "graphml", feature = "rdf"))]
    #[test]
    fn a_whole_file_is_read_or_its_fault_has_a_place() {
        assert_eq!(read(&b"\xEF\xBB\xBF\xC3\xA9"[..]).unwrap(), "é");
        assert_eq!(read(&b"a\n\xE9"[..]).unwrap_err().position().map(|at| (at.line, at.column)), Some((2, 1)));
    }
}
