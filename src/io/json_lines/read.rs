//! Reading: a line at a time.

use std::io::{self, BufRead, BufReader};

use crate::{
    error::{Error, Position},
    graph::Edit,
    io::{
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

    /// Reads a file line by line, as the iterator advances: the form for files that do not fit into memory. Blank lines are
    /// skipped. A faulty line is an error in its place; after [`ErrorKind::Io`](crate::ErrorKind::Io) or a byte that is not UTF-8
    /// there are no more lines.
    pub fn read<R: io::Read>(&self, file: R) -> Lines<R> {
        let (buffer, places) = (String::new(), Places::default());
        Lines { input: BufReader::new(file), line: 0, buffer, places, ended: false }
    }
}

/// The lines of a file as edits, with their positions. [`Reader::read`] returns it.
#[derive(Debug)]
#[must_use = "lines are read as the iterator advances"]
pub struct Lines<R> {
    input: BufReader<R>,
    line: u32,
    buffer: String,
    places: Places,
    ended: bool,
}

impl<R: io::Read> Iterator for Lines<R> {
    type Item = Result<Placed, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            self.buffer.clear();
            self.line = self.line.saturating_add(1);
            match self.input.read_line(&mut self.buffer) {
                Ok(0) => self.ended = true,
                Ok(_) if self.buffer.trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']).is_empty() => {}
                Ok(_) => return Some(self.edit()),
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
    fn edit(&mut self) -> Result<Placed, Error> {
        let text = self.buffer.trim_start_matches('\u{feff}');
        let position = Position { line: self.line, column: 1 };
        let edit = match json::parse::<Edit>(text) {
            Ok(edit) => edit,
            Err(error) => {
                // A fact all the same: the facts after it keep their places.
                if text.trim_start().trim_start_matches('{').trim_start().starts_with("\"assert\"") {
                    self.places.missed();
                }
                return Err(in_line(&error, self.line));
            }
        };
        let edit = self.places.edit(edit).map_err(|error| error.at_position(position.line, position.column))?;
        Ok(Placed::at(edit, Some(position)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ErrorKind, KnowledgeGraph, Schema, io::Import};

    #[test]
    fn a_faulty_line_is_told_and_moves_no_place() {
        let text = "\u{feff}{\"add-entity\":{\"key\":\"a\",\"kind\":\"thing\",\"name\":\"A\"}}\r\n\n\
            {\"assert\":{\"subject\":\"a\",\"relation\":\"is\",\"object\":{\"number\":1}}}\n\
            {\"assert\":{\"subject\":\"a\",\"relation\":\"is\",\"object\":{\"number\":1},\"when\":\"2026-13\"}}\n\
            {\"assert\":{\"subject\":\"a\",\"relation\":\"tells\",\"object\":{\"fact\":\"#1\"}}}\n\
            {\"assert\":{\"subject\":\"a\",\"relation\":\"tells\",\"object\":{\"fact\":\"#0\"}}}\n\
            {\"retract\":{\"fact\":\"#3\"}}\nnonsense";
        let mut kg = KnowledgeGraph::new(Schema::new().open());
        let done = Import::new().apply_each(&mut kg, Reader::new().read(text.as_bytes()));
        let told: Vec<_> = done.rejected.iter().map(|rejected| rejected.reason().to_string()).collect();
        assert!(told[0].starts_with("line 4, column 71: assert.when: `2026-13`"), "{told:?}");
        assert!(
            told[1].starts_with("line 5, column 1: object: the fact `#1` of the file could not be read"),
            "{told:?}"
        );
        assert!(told[2].starts_with("line 8, column "), "{told:?}");
        assert_eq!(done.rejected.len(), 3);
        assert_eq!((kg.fact_count(), kg.view().fact_count()), (2, 1));
        assert!(kg.view().all_facts().next().unwrap().to_string().starts_with("a is"));
        let json = serde_json::to_value(&done.rejected[0]).unwrap();
        assert_eq!((json["code"].as_str(), json["line"].as_u64()), (Some("syntax"), Some(4)));
    }

    #[test]
    fn what_is_no_text_ends_the_reading() {
        let mut reader = Reader::new().read(&b"\xff\xfe\n{}\n"[..]);
        assert_eq!(reader.next().unwrap().unwrap_err().kind(), ErrorKind::Io);
        assert!(reader.next().is_none());
    }
}
