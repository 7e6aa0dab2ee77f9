//! Reading: a line at a time.

use std::io::BufRead;

use crate::{
    error::{Error, Position},
    graph::Edit,
    io::{
        import::{Placed, Places},
        json,
    },
};

/// Reads JSON Lines, a line at a time: each is an edit with its place, or the fault that stands there. Lines of blanks alone
/// are passed over. What a line may be is told by [`Edit`].
///
/// A fault ends the reading of its line only, [`ErrorKind::Io`](crate::ErrorKind::Io) and what is no UTF-8 all of it.
pub fn read<R: BufRead>(reader: R) -> Reader<R> {
    Reader { input: reader, line: 0, buffer: String::new(), places: Places::default(), ended: false }
}

/// The lines of a file, as edits. It is made by [`read`].
#[derive(Debug)]
#[must_use = "lines are read as the iterator goes on"]
pub struct Reader<R> {
    input: R,
    line: u32,
    buffer: String,
    places: Places,
    ended: bool,
}

impl<R: BufRead> Iterator for Reader<R> {
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

impl<R> Reader<R> {
    fn edit(&mut self) -> Result<Placed, Error> {
        let text = self.buffer.trim_start_matches('\u{feff}');
        let position = Position { line: self.line, column: 1 };
        let mut edit = match json::parse::<Edit>(text) {
            Ok(edit) => edit,
            Err(error) => {
                // A fact all the same, so that those behind it keep their places.
                if text.trim_start().trim_start_matches('{').trim_start().starts_with("\"assert\"") {
                    self.places.missed();
                }
                let column = error.position().map_or(1, |at| at.column);
                let told = Error::new(error.kind(), error.message());
                let told = error.place().map_or(told.clone(), |place| told.at(place));
                return Err(told.at_position(self.line, column));
            }
        };
        let named = match &mut edit {
            Edit::Assert(fact) => {
                let named = self.places.fact(fact);
                if named.is_ok() {
                    self.places.read();
                } else {
                    self.places.missed();
                }
                named
            }
            Edit::Claim { fact, .. } | Edit::Retract { fact, .. } => self.places.name(fact),
            Edit::Resolve { fact, by, .. } => self.places.name(fact).and_then(|()| self.places.name(by)),
            _ => Ok(()),
        };
        named.map_err(|error| error.at_position(position.line, position.column))?;
        Ok(Placed::at(edit, Some(position)))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
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
        let done = Import::new().apply_each(&mut kg, read(text.as_bytes()));
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
        let mut reader = read(&b"\xff\xfe\n{}\n"[..]);
        assert_eq!(reader.next().unwrap().unwrap_err().kind(), ErrorKind::Io);
        assert!(reader.next().is_none());
    }
}
