//! Reading: a line at a time.

use std::io::{self, BufRead, BufReader};

use crate::{
    error::{Error, Position},
    graph::Edit,
    io::{
        foreign::{encoding, is_blank},
        import::{Placed, Places},
        json::{self, in_line},
    },
};

/// Reads JSON Lines: an [`Edit`] a line.
#[derive(Clone, Copy, Debug, Default)]
#[must_use = "a reader does nothing until `read` is called"]
pub struct Reader;

impl Reader {
    /// A reader of JSON Lines.
    pub fn new() -> Self {
        Self
    }

    /// Reads a file line by line, as the iterator advances: the form for files that do not fit into memory. Blank lines
    /// are skipped. A faulty line is returned as an error, in the order of lines; after
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) there are no more lines.
    pub fn read<R: io::Read>(&self, file: R) -> Lines<R> {
        let (buffer, places) = (Vec::new(), Places::default());
        Lines { input: BufReader::new(file), line: 0, buffer, places, ended: false }
    }
}

/// The lines of a file as edits, with their positions. [`Reader::read`] returns it.
#[derive(Debug)]
#[must_use = "lines are read as the iterator advances"]
pub struct Lines<R> {
    input: BufReader<R>,
    line: u32,
    buffer: Vec<u8>,
    places: Places,
    ended: bool,
}

impl<R: io::Read> Iterator for Lines<R> {
    type Item = Result<Placed, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.buffer.clear();
            self.line = self.line.saturating_add(1);
            match self.input.read_until(b'\n', &mut self.buffer) {
                Ok(0) => self.ended = true,
                Ok(_) => match self.edit() {
                    Ok(None) => {}
                    done => return done.transpose(),
                },
                Err(error) => {
                    self.ended = true;
                    return Some(Err(Error::from(error).at_position(self.line, 1)));
                }
            }
        }
        None
    }
}

impl<R> Lines<R> {
    /// The edit of a line; `None` if the line is blank.
    fn edit(&mut self) -> Result<Option<Placed>, Error> {
        let mut bytes = self.buffer.as_slice();
        if self.line == 1 {
            // A text in UTF-16 has no further lines that can be read.
            bytes = encoding::without_mark(bytes).inspect_err(|_| self.ended = true)?;
        }
        let position = Position { line: self.line, column: 1 };
        let read = match encoding::text(bytes, self.line) {
            Ok(text) if is_blank(text) => return Ok(None),
            Ok(text) => json::exact::<Edit>(text).map_err(|error| in_line(&error, self.line)),
            Err(error) => Err(error),
        };
        let edit = read.inspect_err(|_| {
            // A fact all the same: the facts after it keep their places.
            if is_fact(bytes) {
                self.places.missed();
            }
        })?;
        let edit = self.places.edit(edit).map_err(|error| error.at_position(position.line, position.column))?;
        Ok(Some(Placed::at(edit, Some(position))))
    }
}

/// Whether a line that cannot be read begins as that of a fact does.
fn is_fact(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    line.strip_prefix(b"{").unwrap_or(line).trim_ascii_start().starts_with(b"\"assert\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KnowledgeGraph, Schema, io::Import};

    #[test]
    fn a_faulty_line_is_reported_and_moves_no_place() {
        let text = "\u{feff}{\"add-entity\":{\"key\":\"a\",\"kind\":\"thing\",\"name\":\"A\"}}\r\n\n\
            {\"assert\":{\"subject\":\"a\",\"relation\":\"is\",\"object\":{\"number\":1}}}\n\
            {\"assert\":{\"subject\":\"a\",\"relation\":\"is\",\"object\":{\"number\":1},\"when\":\"2026-13\"}}\n\
            {\"assert\":{\"subject\":\"a\",\"relation\":\"tells\",\"object\":{\"fact\":\"#1\"}}}\n\
            {\"assert\":{\"subject\":\"a\",\"relation\":\"tells\",\"object\":{\"fact\":\"#0\"}}}\n\
            {\"retract\":{\"fact\":\"#3\"}}\nnonsense";
        let mut kg = KnowledgeGraph::new(Schema::new().open());
        let done = Import::new().apply_each(&mut kg, Reader::new().read(text.as_bytes()));
        let reasons: Vec<_> = done.rejected.iter().map(|rejected| rejected.reason().to_string()).collect();
        assert!(reasons[0].starts_with("line 4, column 71: assert.when: `2026-13`"), "{reasons:?}");
        assert!(
            reasons[1].starts_with("line 5, column 1: object: the fact `#1` of the file could not be read"),
            "{reasons:?}"
        );
        assert!(reasons[2].starts_with("line 8, column "), "{reasons:?}");
        assert_eq!(done.rejected.len(), 3);
        assert_eq!((kg.fact_count(), kg.view().fact_count()), (2, 1));
        assert!(kg.view().all_facts().next().unwrap().to_string().starts_with("a is"));
        let json = serde_json::to_value(&done.rejected[0]).unwrap();
        assert_eq!((json["code"].as_str(), json["line"].as_u64()), (Some("syntax"), Some(4)));
    }

    #[test]
    fn a_fact_that_is_not_utf8_keeps_its_place() {
        let text = b"{\"add-entity\":{\"key\":\"a\",\"kind\":\"thing\",\"name\":\"A\"}}\n\
            {\"assert\":{\"subject\":\"a\",\"relation\":\"is\",\"object\":{\"text\":\"\xff\"}}}\n\
            {\"assert\":{\"subject\":\"a\",\"relation\":\"is\",\"object\":{\"number\":1}}}\n\
            {\"assert\":{\"subject\":\"a\",\"relation\":\"is\",\"object\":{\"number\":2}}}\n\
            {\"retract\":{\"fact\":\"#1\"}}\n{\"retract\":{\"fact\":\"#0\"}}\n";
        let mut kg = KnowledgeGraph::new(Schema::new().open());
        let done = Import::new().apply_each(&mut kg, Reader::new().read(&text[..]));
        let reasons: Vec<_> = done.rejected.iter().map(|rejected| rejected.reason().to_string()).collect();
        assert!(reasons[0].starts_with("line 2, column 60: the byte 0xFF"), "{reasons:?}");
        assert!(reasons[1].contains("the fact `#0` of the file could not be read"), "{reasons:?}");
        assert_eq!(reasons.len(), 2);
        let left: Vec<_> = kg.view().all_facts().map(|fact| fact.to_string()).collect();
        assert_eq!(left, ["a is (number 2)"]);
    }

    #[test]
    fn an_integer_that_would_be_rounded_is_refused() {
        let line = r#"{"assert":{"subject":"a","relation":"is","object":{"number":123456789012345678901}}}"#;
        let error = Reader::new().read(line.as_bytes()).next().unwrap().unwrap_err().to_string();
        let expected = "line 1, column 61: assert.object.number: the integer 123456789012345678901 is beyond";
        assert!(error.starts_with(expected), "{error}");
    }

    #[test]
    fn a_line_that_is_not_utf8_is_an_error_of_its_own() {
        let mut reader = Reader::new().read(&b"\xe9\n{\"retract\":{\"fact\":\"#0\"}}\n"[..]);
        let error = reader.next().unwrap().unwrap_err();
        assert!(error.to_string().starts_with("line 1, column 1: the byte 0xE9 is not valid UTF-8"), "{error}");
        assert!(reader.next().unwrap().is_ok());
        assert!(reader.next().is_none());
        let mut reader = Reader::new().read(&b"{\0}\0\n\0{\0}\0"[..]);
        assert!(reader.next().unwrap().unwrap_err().message().contains("UTF-16LE"));
        assert!(reader.next().is_none());
    }
}
