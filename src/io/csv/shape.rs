//! What a table has in another form than a cell for each part of a fact.

use std::collections::HashMap;

use crate::{
    error::{Error, ErrorKind},
    io::Column,
    model::slug,
    schema::Schema,
};

/// The parts of facts that have no cell of their own, and the relations as the cells name them.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    pub(super) subject: Option<String>,
    pub(super) object: Option<String>,
    /// Relations by the text of a cell.
    pub(super) relations: HashMap<String, String>,
    /// Whether a relation may be written as a phrase.
    pub(super) phrases: bool,
    /// Dates whose year, month and day are columns, by name.
    pub(super) dates: Vec<(Column, Vec<String>)>,
}

impl Shape {
    /// The name of the relation that a cell names.
    pub(super) fn relation(&self, schema: &Schema, cell: &str) -> String {
        if let Some(name) = self.relations.get(cell) {
            return name.clone();
        }
        match slug(cell) {
            Some(name) if self.phrases && schema.relation(cell).is_err() => name,
            _ => cell.to_owned(),
        }
    }

    /// Whether cells of relations are not the names of relations.
    pub(super) fn renames(&self) -> bool {
        self.phrases || !self.relations.is_empty()
    }
}

/// A date whose year, month and day stand in cells of their own; `None` if all are empty. A month or day may have one
/// digit.
pub(super) fn joined(parts: &[&str]) -> Result<Option<String>, Error> {
    let Some(last) = parts.iter().rposition(|part| !part.is_empty()) else { return Ok(None) };
    let mut date = String::new();
    for (n, part) in parts.iter().take(last + 1).enumerate() {
        if part.is_empty() {
            let why = "the date lacks its year or month; expected a cell for it, or none for what follows";
            return Err(Error::new(ErrorKind::InvalidDate, why));
        }
        if n > 0 {
            date.push('-');
            if part.len() == 1 {
                date.push('0');
            }
        }
        date.push_str(part);
    }
    Ok(Some(date))
}

/// The options of a reader of tables that has a field `shape`.
macro_rules! shape_options {
    () => {
        /// The subject of all rows, where no column has it.
        pub fn subject(mut self, subject: impl Into<String>) -> Self {
            self.shape.subject = Some(subject.into());
            self
        }

        /// The object of all rows, where no column has it.
        pub fn object(mut self, object: impl Into<String>) -> Self {
            self.shape.object = Some(object.into());
            self
        }

        /// Reads a relation from cells that have this text.
        pub fn relation_as(mut self, text: impl Into<String>, relation: impl Into<String>) -> Self {
            self.shape.relations.insert(text.into(), relation.into());
            self
        }

        /// Reads relations that the cells name in words: `Make a visit` is `make-a-visit`, the
        /// [slug](crate::model::slug) of the words. A cell that is the name of a relation stays that name.
        pub fn relations_in_words(mut self) -> Self {
            self.shape.phrases = true;
            self
        }

        /// Reads a date from several columns: year, month and day, or year and month. A month or day may have one
        /// digit; of an empty cell and those after it nothing is known. The column is [`On`](crate::io::Column::On),
        /// [`AsOf`](crate::io::Column::AsOf), [`Start`](crate::io::Column::Start) or [`End`](crate::io::Column::End).
        pub fn date_parts(
            mut self,
            column: $crate::io::Column,
            parts: impl IntoIterator<Item = impl Into<String>>,
        ) -> Self {
            self.shape.dates.push((column, parts.into_iter().map(Into::into).collect()));
            self
        }
    };
}
pub(super) use shape_options;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_joined_as_far_as_it_is_known() {
        for (parts, date) in [
            (&["2026", "2", "4"][..], "2026-02-04"),
            (&["2026", "12", "14"], "2026-12-14"),
            (&["2026", "02", ""], "2026-02"),
            (&["2026", "", ""], "2026"),
            (&["199X"], "199X"),
        ] {
            assert_eq!(joined(parts).unwrap().as_deref(), Some(date));
        }
        assert_eq!(joined(&["", "", ""]).unwrap(), None);
        for parts in [["2026", "", "4"], ["", "2", "4"], ["", "", "4"]] {
            assert!(joined(&parts).unwrap_err().message().contains("lacks its year or month"));
        }
    }

    #[test]
    fn a_relation_is_found_by_its_words() {
        let schema = crate::diplomacy::schema();
        let mut shape = Shape { phrases: true, ..Shape::default() };
        shape.relations.insert("Make a visit".to_owned(), "visits".to_owned());
        let read = |shape: &Shape, cell| shape.relation(&schema, cell);
        assert_eq!(read(&shape, "Make a visit"), "visits");
        assert_eq!(read(&shape, "Ambassador of"), "ambassador-of");
        assert_eq!(read(&shape, "recognized-in-1991?"), "recognized-in-1991?");
        assert_eq!(read(&Shape::default(), "Ambassador of"), "Ambassador of");
    }
}
