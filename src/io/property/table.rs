//! Rows of a table as nodes and edges.

use super::{
    columns::{Columns, Field},
    read::{RawEdge, RawNode},
};
use crate::error::{Error, ErrorKind, Position};

/// What the columns of a table are.
pub(crate) struct TableHeader {
    names: Vec<String>,
    fields: Vec<Option<Field>>,
}

impl TableHeader {
    /// The header of a table of entities.
    pub(crate) fn entities(names: Vec<String>, columns: &Columns) -> Result<Self, Error> {
        let fields: Vec<_> = names.iter().map(|name| columns.of_entity_table(name)).collect();
        Self { names, fields }.with(&[(Field::Id, "key")])
    }

    /// The header of a table of facts.
    pub(crate) fn facts(names: Vec<String>, columns: &Columns) -> Result<Self, Error> {
        let fields: Vec<_> = names.iter().map(|name| columns.of_fact_table(name)).collect();
        Self { names, fields }.with(&[(Field::Subject, "subject"), (Field::Object, "object")])
    }

    /// Itself, if it has each of these columns once.
    fn with(self, wanted: &[(Field, &str)]) -> Result<Self, Error> {
        for (field, name) in wanted {
            match self.fields.iter().filter(|found| found.as_ref() == Some(field)).count() {
                1 => {}
                0 => {
                    let have: Vec<_> = self.names.iter().map(|name| format!("`{}`", name.escape_debug())).collect();
                    let why = format!("the table has no column `{name}`; it has {}", have.join(", "));
                    return Err(Error::new(ErrorKind::Syntax, why).at_position(1, 1));
                }
                many => {
                    let why = format!("{many} columns are taken for `{name}`; expected one");
                    return Err(Error::new(ErrorKind::Syntax, why).at_position(1, 1));
                }
            }
        }
        Ok(self)
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// A row as a node. Empty cells are none.
    pub(crate) fn node(&self, cells: Vec<String>, at: Position) -> RawNode {
        let mut raw = RawNode { at: Some(at), ..RawNode::default() };
        for ((name, field), text) in self.names.iter().zip(&self.fields).zip(cells) {
            match field {
                Some(Field::Id) => raw.id = text,
                _ if text.is_empty() => {}
                _ => raw.cells.push((name.clone(), text)),
            }
        }
        raw
    }

    /// A row as an edge. Empty cells are none, but for an object that is a text.
    pub(crate) fn edge(&self, cells: Vec<String>, at: Position) -> RawEdge {
        let mut raw = RawEdge { at: Some(at), ..RawEdge::default() };
        for ((name, field), text) in self.names.iter().zip(&self.fields).zip(cells) {
            match field {
                Some(Field::Subject) => raw.source = text,
                Some(Field::Object) => raw.target = text,
                Some(Field::SubjectType) => raw.source_type = Some(text).filter(|text| !text.is_empty()),
                Some(Field::ObjectType) => raw.target_type = Some(text).filter(|text| !text.is_empty()),
                // What an edge is called is its place again.
                Some(Field::Id) => {}
                _ if text.is_empty() => {}
                _ => raw.cells.push((name.clone(), text)),
            }
        }
        raw
    }
}
