//! Rows of a table as nodes and edges.

use super::read::{RawEdge, RawNode};
use crate::{
    error::{Error, ErrorKind, Position},
    io::columns::{Column, Columns},
};

/// What the columns of a table are.
pub(crate) struct TableHeader {
    names: Vec<String>,
    columns: Vec<Option<Column>>,
}

impl TableHeader {
    /// The header of a table of entities.
    pub(crate) fn entities(names: Vec<String>, columns: &Columns) -> Result<Self, Error> {
        let columns = names.iter().map(|name| columns.of_entity_table(name)).collect();
        Self { names, columns }.with(&[(Column::Key, "key")])
    }

    /// The header of a table of facts.
    pub(crate) fn facts(names: Vec<String>, columns: &Columns) -> Result<Self, Error> {
        let columns = names.iter().map(|name| columns.of_fact_table(name)).collect();
        Self { names, columns }.with(&[(Column::Subject, "subject"), (Column::Object, "object")])
    }

    /// Itself, if it has each of these columns once.
    fn with(self, wanted: &[(Column, &str)]) -> Result<Self, Error> {
        for (column, name) in wanted {
            match self.columns.iter().filter(|found| found.as_ref() == Some(column)).count() {
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

    /// A row as a node. Empty cells have no meaning.
    pub(crate) fn node<'r>(&self, cells: impl Iterator<Item = &'r str>, at: Position) -> RawNode {
        let mut raw = RawNode { at: Some(at), ..RawNode::default() };
        for ((name, column), text) in self.names.iter().zip(&self.columns).zip(cells) {
            match column {
                Some(Column::Key) => text.clone_into(&mut raw.id),
                _ if text.is_empty() => {}
                _ => raw.cells.push((name.clone(), text.to_owned())),
            }
        }
        raw
    }

    /// A row as an edge. Empty cells have no meaning, but for an object that is a text.
    pub(crate) fn edge<'r>(&self, cells: impl Iterator<Item = &'r str>, at: Position) -> RawEdge {
        let mut raw = RawEdge { at: Some(at), ..RawEdge::default() };
        for ((name, column), text) in self.names.iter().zip(&self.columns).zip(cells) {
            match column {
                Some(Column::Subject) => text.clone_into(&mut raw.source),
                Some(Column::Object) => text.clone_into(&mut raw.target),
                Some(Column::Ignored) => {}
                _ if text.is_empty() => {}
                Some(Column::SubjectType) => raw.source_type = Some(text.to_owned()),
                Some(Column::ObjectType) => raw.target_type = Some(text.to_owned()),
                _ => raw.cells.push((name.clone(), text.to_owned())),
            }
        }
        raw
    }
}
