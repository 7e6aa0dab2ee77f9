//! Rows of a table as nodes and edges.

use std::{collections::HashSet, sync::Arc};

use super::raw::{RawCell, RawEdge, RawEnd, RawNode};
use crate::{
    error::{Error, ErrorKind, Position, shown::as_found},
    io::{
        columns::{Column, Columns},
        csv::other_delimiter,
    },
};

/// What the columns of a table are.
pub(crate) struct TableHeader {
    names: Vec<Arc<str>>,
    columns: Vec<Option<Column>>,
    /// Whether the columns are those of this crate, by name.
    own: bool,
}

impl TableHeader {
    /// The header of a table of entities.
    pub(crate) fn entities(names: &[String], columns: &Columns) -> Result<Self, Error> {
        // What this crate writes for Neo4j alone has a type for each row.
        let own =
            names.first().is_some_and(|name| name == "id:ID") && names.last().is_some_and(|name| name == ":LABEL");
        Self::new(names, own, |name| columns.of_entity_table(name, own))?.with(&[(Column::Key, "key")])
    }

    /// The header of a table of facts. The subject or object may be given for all rows.
    pub(crate) fn facts(names: &[String], columns: &Columns, given: [bool; 2]) -> Result<Self, Error> {
        let ours = [(Column::Subject, "subject"), (Column::Relation, "relation"), (Column::Object, "object")];
        let is_ours =
            |(column, own): &(Column, &str)| columns.name_of(column).is_none() && names.iter().any(|name| name == own);
        let own = ours.iter().all(is_ours);
        let header = Self::new(names, own, |name| columns.of_fact_table(name, own))?;
        let [(subject, of_subject), _, (object, of_object)] = ours;
        let ends = [(subject, of_subject, given[0]), (object, of_object, given[1])];
        let wanted = ends.iter().filter(|(.., given)| !given).map(|(column, name, _)| (column.clone(), *name));
        let wanted: Vec<_> = wanted.collect();
        for (column, name, _) in ends.iter().filter(|(.., given)| *given) {
            if header.columns.iter().any(|found| found.as_ref() == Some(column)) {
                let why = format!("expected the {name} either in a column or for the whole table, and not both");
                return Err(Error::new(ErrorKind::Syntax, why).at_position(1, 1));
            }
        }
        header.with(&wanted)
    }

    fn new(names: &[String], own: bool, column: impl Fn(&str) -> Option<Column>) -> Result<Self, Error> {
        let mut seen = HashSet::with_capacity(names.len());
        for name in names {
            if !name.is_empty() && !seen.insert(name.as_str()) {
                let why = format!("the header has two columns `{}`; expected one", as_found(name));
                return Err(Error::new(ErrorKind::Syntax, why).at_position(1, 1));
            }
        }
        let columns = names.iter().map(|name| column(name)).collect();
        Ok(Self { names: names.iter().map(|name| name.as_str().into()).collect(), columns, own })
    }

    /// Itself, if it has each of these columns once.
    fn with(self, wanted: &[(Column, &str)]) -> Result<Self, Error> {
        for (column, name) in wanted {
            match self.columns.iter().filter(|found| found.as_ref() == Some(column)).count() {
                1 => {}
                0 => {
                    let have: Vec<_> = self.names.iter().map(|name| format!("`{}`", as_found(name))).collect();
                    let names: Vec<&str> = self.names.iter().map(|name| &**name).collect();
                    let (have, other) = (have.join(", "), other_delimiter(&names));
                    let why = format!("the table has no column `{name}`; it has {have}{other}");
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

    /// The name of the column with a meaning.
    pub(crate) fn name_of(&self, column: &Column) -> Option<&str> {
        let at = self.columns.iter().position(|found| found.as_ref() == Some(column))?;
        self.names.get(at).map(|name| &**name)
    }

    /// The place of a column that the caller reads itself.
    pub(crate) fn take(&mut self, name: &str) -> Result<usize, Error> {
        let Some(at) = self.names.iter().position(|own| &**own == name) else {
            let why = format!("the table has no column `{}` for a part of a date", as_found(name));
            return Err(Error::new(ErrorKind::Syntax, why).at_position(1, 1));
        };
        if let Some(column) = self.columns.get_mut(at) {
            *column = Some(Column::Ignored);
        }
        Ok(at)
    }

    pub(crate) const fn is_own(&self) -> bool {
        self.own
    }

    /// The name, meaning, text and position of each cell of a row.
    fn cells<'r>(
        &'r self,
        cells: impl Iterator<Item = (&'r str, Position)> + 'r,
    ) -> impl Iterator<Item = (&'r Arc<str>, Option<&'r Column>, &'r str, Position)> + 'r {
        let columns = self.columns.iter().map(Option::as_ref);
        self.names.iter().zip(columns).zip(cells).map(|((name, column), (text, at))| (name, column, text, at))
    }

    /// A row as a node. Empty cells have no meaning.
    pub(crate) fn node<'r>(&'r self, cells: impl Iterator<Item = (&'r str, Position)> + 'r, at: Position) -> RawNode {
        let mut raw = RawNode { at: Some(at), ..RawNode::default() };
        for (name, column, text, at) in self.cells(cells) {
            match column {
                Some(Column::Key) => text.clone_into(&mut raw.id),
                _ if text.is_empty() => {}
                _ => raw.cells.push(RawCell { name: name.clone(), text: text.to_owned(), at: Some(at) }),
            }
        }
        raw
    }

    /// A row as an edge. Empty cells have no meaning, but for an object that is a text.
    pub(crate) fn edge<'r>(&'r self, cells: impl Iterator<Item = (&'r str, Position)> + 'r, at: Position) -> RawEdge {
        let mut raw = RawEdge { at: Some(at), ..RawEdge::default() };
        let end = |end: &mut RawEnd, text: &str, at| {
            text.clone_into(&mut end.text);
            end.at = Some(at);
        };
        for (name, column, text, at) in self.cells(cells) {
            match column {
                Some(Column::Subject) => end(&mut raw.source, text, at),
                Some(Column::Object) => end(&mut raw.target, text, at),
                Some(Column::Ignored) => {}
                _ if text.is_empty() => {}
                Some(Column::SubjectType) => raw.source.what = Some(text.to_owned()),
                Some(Column::ObjectType) => raw.target.what = Some(text.to_owned()),
                _ => raw.cells.push(RawCell { name: name.clone(), text: text.to_owned(), at: Some(at) }),
            }
        }
        raw
    }
}
