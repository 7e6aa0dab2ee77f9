//! Splitting delimited text into rows of cells, as RFC 4180 has it, one row in memory at a time.

use std::io::BufRead;

use crate::error::{Error, ErrorKind, Position};

/// Reads rows, one at a time, into buffers that it uses again.
pub(super) struct Rows<R> {
    reader: R,
    delimiter: u8,
    quoted: bool,
    /// How many lines were read.
    lines: u32,
    /// The end of the line that was read last.
    line_end: &'static str,
    /// The row as it was read, without the end of its last line.
    raw: Vec<u8>,
    /// The cells without their quotes, one behind the other, if the row has any quotes.
    unquoted: String,
    cells: Vec<Cell>,
    /// The line that the row begins on.
    line: u32,
}

#[derive(Clone, Copy)]
struct Cell {
    /// Its range in the text.
    start: usize,
    end: usize,
    /// Where it begins in the row as it was read.
    raw: usize,
}

/// A row that was read.
pub(super) struct Row<'r> {
    text: &'r str,
    cells: &'r [Cell],
    raw: &'r [u8],
    line: u32,
}

impl<'r> Row<'r> {
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = &'r str> + use<'r> {
        let text = self.text;
        self.cells.iter().map(move |cell| text.get(cell.start..cell.end).unwrap_or_default())
    }

    /// The error of a row that has too many or too few cells.
    pub(super) fn check_len(&self, expected: usize) -> Result<(), Error> {
        if self.cells.len() == expected {
            return Ok(());
        }
        let why = format!("the row has {} cells; expected {expected}", self.cells.len());
        let Position { line, column } = self.position(self.cells.len().min(expected));
        Err(Error::new(ErrorKind::Syntax, why).at_position(line, column))
    }

    pub(super) fn cell(&self, at: usize) -> Option<&'r str> {
        self.cells.get(at).and_then(|cell| self.text.get(cell.start..cell.end))
    }

    /// Line and column of a cell; of the end of the row, if it has no such cell.
    pub(super) fn position(&self, at: usize) -> Position {
        position(self.raw, self.line, self.cells.get(at).map_or(self.raw.len(), |cell| cell.raw))
    }
}

/// Line and column of a byte, both from 1; columns count characters.
fn position(raw: &[u8], line: u32, at: usize) -> Position {
    let before = raw.get(..at).unwrap_or(raw);
    let (mut lines, mut start) = (0, 0);
    for (n, byte) in before.iter().enumerate() {
        if *byte == b'\n' {
            (lines, start) = (lines + 1, n + 1);
        }
    }
    let characters = String::from_utf8_lossy(before.get(start..).unwrap_or_default()).chars().count();
    Position { line: line.saturating_add(lines), column: u32::try_from(characters + 1).unwrap_or(u32::MAX) }
}

impl<R: BufRead> Rows<R> {
    pub(super) fn new(reader: R, delimiter: u8, quoted: bool) -> Self {
        let (raw, unquoted, cells) = (Vec::new(), String::new(), Vec::new());
        Self { reader, delimiter, quoted, lines: 0, line_end: "", raw, unquoted, cells, line: 0 }
    }

    /// The next row that is not blank, if there is one. After an error in a row the rest can be read on.
    pub(super) fn next(&mut self) -> Result<Option<Row<'_>>, Error> {
        loop {
            self.raw.clear();
            self.line = self.lines.saturating_add(1);
            if !self.read_line()? {
                return Ok(None);
            }
            if self.lines == 1 && self.raw.starts_with("\u{FEFF}".as_bytes()) {
                self.raw.drain(..3);
            }
            if !self.raw.is_empty() {
                break;
            }
        }
        self.cells.clear();
        let has_quotes = self.quoted && self.raw.contains(&b'"');
        if has_quotes {
            self.split_quoted()?;
        } else {
            self.split();
        }
        let text = if has_quotes { self.unquoted.as_str() } else { as_text(&self.raw, self.line)? };
        Ok(Some(Row { text, cells: &self.cells, raw: &self.raw, line: self.line }))
    }

    /// Appends a line to the row, without its end. False at the end of the text.
    fn read_line(&mut self) -> Result<bool, Error> {
        let before = self.raw.len();
        if self.reader.read_until(b'\n', &mut self.raw)? == 0 {
            return Ok(false);
        }
        self.lines = self.lines.saturating_add(1);
        self.line_end = "";
        if self.raw.last() == Some(&b'\n') {
            self.raw.pop();
            self.line_end = "\n";
            if self.raw.len() > before && self.raw.last() == Some(&b'\r') {
                self.raw.pop();
                self.line_end = "\r\n";
            }
        }
        Ok(true)
    }

    fn split(&mut self) {
        let mut start = 0;
        for (at, byte) in self.raw.iter().enumerate() {
            if *byte == self.delimiter {
                self.cells.push(Cell { start, end: at, raw: start });
                start = at + 1;
            }
        }
        self.cells.push(Cell { start, end: self.raw.len(), raw: start });
    }

    fn split_quoted(&mut self) -> Result<(), Error> {
        self.unquoted.clear();
        let mut at = 0;
        loop {
            let (begun, start) = (at, self.unquoted.len());
            if self.raw.get(at) == Some(&b'"') {
                at = self.quoted_cell(at)?;
            } else {
                let rest = self.raw.get(at..).unwrap_or_default();
                let len = rest.iter().position(|byte| *byte == self.delimiter).unwrap_or(rest.len());
                let cell = rest.get(..len).unwrap_or_default();
                if let Some(quote) = cell.iter().position(|byte| *byte == b'"') {
                    let why = "a quote in a cell that does not begin with one; expected the cell in quotes, and its own \
                               quotes doubled";
                    return Err(self.fault(at + quote, why));
                }
                let text = as_text(cell, self.line).map_err(|e| self.placed(&e, at))?;
                self.unquoted.push_str(text);
                at += len;
            }
            self.cells.push(Cell { start, end: self.unquoted.len(), raw: begun });
            match self.raw.get(at) {
                None => return Ok(()),
                Some(byte) if *byte == self.delimiter => at += 1,
                Some(_) => {
                    let why = "text after the quote that ends a cell; expected the next cell or the end of the line";
                    return Err(self.fault(at, why));
                }
            }
        }
    }

    /// Takes the cell that begins with a quote at a byte, and says where it ends. May read further lines.
    fn quoted_cell(&mut self, begun: usize) -> Result<usize, Error> {
        let mut at = begun + 1;
        loop {
            let rest = self.raw.get(at..).unwrap_or_default();
            let Some(len) = rest.iter().position(|byte| *byte == b'"') else {
                // The line break belongs to the cell.
                let end = self.raw.len();
                self.raw.extend_from_slice(self.line_end.as_bytes());
                if !self.read_line()? {
                    self.raw.truncate(end);
                    return Err(self.fault(begun, "a quote that is not closed; expected another one"));
                }
                continue;
            };
            let text = as_text(rest.get(..len).unwrap_or_default(), self.line).map_err(|e| self.placed(&e, at))?;
            self.unquoted.push_str(text);
            at += len + 1;
            if self.raw.get(at) != Some(&b'"') {
                return Ok(at);
            }
            self.unquoted.push('"');
            at += 1;
        }
    }

    fn fault(&self, at: usize, why: &str) -> Error {
        let Position { line, column } = position(&self.raw, self.line, at);
        Error::new(ErrorKind::Syntax, why).at_position(line, column)
    }

    /// An error in a part of the row that begins at a byte.
    fn placed(&self, error: &Error, at: usize) -> Error {
        let Position { line, column } = position(&self.raw, self.line, at);
        Error::new(error.kind(), error.message()).at_position(line, column)
    }
}

fn as_text(bytes: &[u8], line: u32) -> Result<&str, Error> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let found = bytes.get(at).copied().unwrap_or_default();
        let Position { line, column } = position(bytes, line, at);
        Error::new(ErrorKind::Syntax, format!("the byte 0x{found:02X} is not valid UTF-8")).at_position(line, column)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &[u8], delimiter: u8, quoted: bool) -> Result<Vec<Vec<String>>, Error> {
        let mut rows = Rows::new(text, delimiter, quoted);
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push((0..row.len()).map(|at| row.cell(at).unwrap().to_owned()).collect());
        }
        Ok(all)
    }

    #[test]
    fn rows_are_read_as_the_standard_has_them() {
        let cases: [(&str, &[&[&str]]); 8] = [
            ("a,b\r\nc,\r\n", &[&["a", "b"], &["c", ""]]),
            ("a,b", &[&["a", "b"]]),
            ("\u{FEFF}a\n\n\r\nb\n", &[&["a"], &["b"]]),
            ("\"a,b\",\"say \"\"so\"\"\"\n", &[&["a,b", "say \"so\""]]),
            ("\"two\r\nlines\",x\ny,z\n", &[&["two\r\nlines", "x"], &["y", "z"]]),
            ("\"\",\"\"\"\"\n", &[&["", "\""]]),
            (",\n", &[&["", ""]]),
            ("Қазақстан,\"Žluťoučký\"\n", &[&["Қазақстан", "Žluťoučký"]]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text.as_bytes(), b',', true).unwrap(), expected, "{text:?}");
        }
        assert_eq!(read(b"a \"b\"\tc\n", b'\t', false).unwrap(), [["a \"b\"", "c"]]);
        assert_eq!(read(b"1|2\n", b'|', true).unwrap(), [["1", "2"]]);
    }

    #[test]
    fn what_is_wrong_is_told_with_line_and_column() {
        for (text, at, words) in [
            (&b"a,b\nx,y\"z\n"[..], (2, 4), "does not begin"),
            (b"a\n\"x\"y\n", (2, 4), "after the quote"),
            (b"a\nb,\"x\nand on", (2, 3), "not closed"),
            ("é,\u{e9}".as_bytes(), (0, 0), ""),
            (b"\xC3\xA9,\xFF\n", (1, 3), "0xFF"),
            (b"\"q\",\xFF\n", (1, 5), "0xFF"),
        ] {
            match read(text, b',', true) {
                Ok(_) => assert_eq!(at, (0, 0)),
                Err(error) => {
                    let found = error.position().unwrap();
                    assert_eq!((found.line, found.column), at, "{error}");
                    assert!(error.message().contains(words), "{error}");
                }
            }
        }
        // The rest can be read on.
        let mut rows = Rows::new(&b"x\"\nb\n"[..], b',', true);
        assert!(rows.next().is_err());
        assert_eq!(rows.next().unwrap().unwrap().cell(0), Some("b"));
        assert!(rows.next().unwrap().is_none());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            rows in prop::collection::vec(prop::collection::vec("[a\",|\t\r\né ]{0,5}", 1..4), 0..6), delimiter in 0usize..3,
        ) {
            let delimiter = [b',', b'|', b'\t'][delimiter];
            let mut text = String::new();
            for row in &rows {
                let cells: Vec<_> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
                text += &cells.join(&char::from(delimiter).to_string());
                text += "\r\n";
            }
            prop_assert_eq!(read(text.as_bytes(), delimiter, true).unwrap(), rows);
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(prop_oneof![Just(b'"'), Just(b','), Just(b'\n'), any::<u8>()], 0..60)) {
            let _result = read(&bytes, b',', true);
            let mut rows = Rows::new(&bytes[..], b',', true);
            for _ in 0..100 {
                if let Ok(Some(row)) = rows.next() {
                    row.position(0);
                    row.position(9);
                }
            }
        }
    }
}
