//! What the cells of a table mean, from its header and its options.

use std::collections::HashSet;

use super::{Loader, other_delimiter, rows::Rows};
use crate::{
    error::{Error, ErrorKind, did_you_mean, shown::as_found},
    io::Column,
};

/// What each cell of a row means.
pub(super) struct Layout {
    /// By cell, with the name that errors call it by.
    pub(super) cells: Vec<(Column, String)>,
    /// Where the subject is; `None` if the table has one for all rows. So are the others.
    pub(super) subject: Option<usize>,
    pub(super) object: Option<usize>,
    pub(super) relation: Option<usize>,
    pub(super) subject_name: Option<usize>,
    pub(super) object_name: Option<usize>,
    /// Dates in several cells.
    pub(super) dates: Vec<(Column, Vec<usize>)>,
    /// The other cells that have a meaning.
    pub(super) others: Vec<usize>,
    /// The names of columns without a meaning.
    pub(super) unread: Vec<String>,
}

fn wrong(why: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Syntax, why)
}

impl Layout {
    pub(super) fn of<R: std::io::BufRead>(table: &Loader<'_>, rows: &mut Rows<R>) -> Result<Self, Error> {
        let mut cells: Vec<_> = table.columns.iter().map(|column| (column.clone(), column.name().to_owned())).collect();
        let mut unread = Vec::new();
        if table.header {
            (cells, unread) = from_header(table, rows)?;
        } else if let Some((name, _)) = table.named.first() {
            let why = format!("the column `{}` is named, but the table has no header; call `header`", as_found(name));
            return Err(wrong(why));
        }
        let dates = dates(table, &cells)?;
        let parts = dates.iter().flat_map(|(_, parts)| parts).filter_map(|at| cells.get(*at));
        let in_dates: HashSet<_> = parts.map(|(_, name)| name.as_str()).collect();
        unread.retain(|name| !in_dates.contains(name.as_str()));
        for (at, (column, _)) in cells.iter().enumerate() {
            if *column != Column::Ignored && cells.iter().take(at).any(|(before, _)| before == column) {
                return Err(wrong(format!("two columns are the {}; expected one", column.name())));
            }
        }
        if let Some((column, name)) = cells.iter().find(|(column, _)| !is_loaded(column)) {
            let why = format!(
                "the column `{}` is the {} of a fact or entity, which is not loaded in bulk; read it with `csv::Reader`",
                as_found(name),
                column.name()
            );
            return Err(wrong(why));
        }
        let place = |wanted: &Column| cells.iter().position(|(column, _)| column == wanted);
        let one = |wanted: &Column, of_all: bool| match (place(wanted), of_all) {
            (None, false) => Err(wrong(format!("no column is the {}; expected one", wanted.name()))),
            (Some(_), true) => {
                let why =
                    format!("expected the {} either in a column or for the whole table, and not both", wanted.name());
                Err(wrong(why))
            }
            (found, _) => Ok(found),
        };
        let subject = one(&Column::Subject, table.shape.subject.is_some())?;
        let object = one(&Column::Object, table.shape.object.is_some())?;
        let relation = place(&Column::Relation);
        if relation.is_some() == table.relation.is_some() {
            return Err(wrong("expected the relation either in a column or for the whole table, and not both"));
        }
        let (subject_name, object_name) = (place(&Column::SubjectName), place(&Column::ObjectName));
        let main = [subject, object, relation, subject_name, object_name];
        let others = cells
            .iter()
            .enumerate()
            .filter(|(at, (column, _))| *column != Column::Ignored && !main.contains(&Some(*at)));
        let others = others.map(|(at, _)| at).collect();
        Ok(Self { cells, subject, object, relation, subject_name, object_name, dates, others, unread })
    }

    /// The cell that the error of a fact is about: by the place that it names, or by its kind; else the first.
    pub(super) fn cell_of(&self, error: &Error) -> usize {
        let place = error.place().unwrap_or_default();
        let first = |wanted: &dyn Fn(&Column) -> bool| self.cells.iter().position(|(column, _)| wanted(column));
        let role = || {
            first(
                &|column| matches!(column, Column::Role(role) if place.split([' ', '.', '`']).any(|word| word == role)),
            )
        };
        let is_time =
            |column: &Column| matches!(column, Column::When | Column::On | Column::AsOf | Column::Start | Column::End);
        let found = if place.starts_with("subject") {
            self.subject
        } else if place.starts_with("object") {
            self.object
        } else if place.starts_with("key") {
            first(&|column| *column == Column::Key)
        } else if place.contains("quote") {
            first(&|column| *column == Column::Quote)
        } else {
            match error.kind() {
                ErrorKind::InvalidDate | ErrorKind::WrongTime => {
                    first(&is_time).or_else(|| self.dates.first().and_then(|(_, parts)| parts.first().copied()))
                }
                ErrorKind::DuplicateKey | ErrorKind::InvalidKey => first(&|column| *column == Column::Key),
                ErrorKind::UnknownSource => first(&|column| *column == Column::Source),
                ErrorKind::UnknownRelation => self.relation,
                _ => role(),
            }
        };
        found.unwrap_or(0)
    }
}

fn is_loaded(column: &Column) -> bool {
    !matches!(
        column,
        Column::Type
            | Column::Kind
            | Column::Name
            | Column::Attribute(_)
            | Column::SubjectType
            | Column::ObjectType
            | Column::Claims
            | Column::Retracted
            | Column::RetractedWhy
            | Column::Resolved
            | Column::ResolvedBy
    )
}

/// The meaning and name of each cell, and the names of those without a meaning.
#[expect(clippy::type_complexity, reason = "two lists for one caller")]
fn from_header<R: std::io::BufRead>(
    table: &Loader<'_>,
    rows: &mut Rows<R>,
) -> Result<(Vec<(Column, String)>, Vec<String>), Error> {
    let row = rows.next()?.ok_or_else(|| wrong("the table is empty; expected a header").at_position(1, 1))?;
    let names: Vec<&str> = row.cells().collect();
    let mut found: Vec<_> = names.iter().map(|name| (None, (*name).to_owned())).collect();
    for (column, cell) in table.columns.iter().zip(&mut found) {
        cell.0 = Some(column.clone());
    }
    if !table.columns.is_empty() && table.columns.len() != names.len() {
        let why = format!("the header has {} cells; expected {}", names.len(), table.columns.len());
        return Err(wrong(why).at_position(1, 1));
    }
    for (name, column) in &table.named {
        let mut same = found.iter_mut().filter(|(_, there)| there == name);
        let Some(cell) = same.next() else {
            let near = did_you_mean(name, names.iter().copied());
            let all: Vec<_> = names.iter().map(|name| format!("`{}`", as_found(name))).collect();
            let (all, other) = (all.join(", "), other_delimiter(&names));
            let why = format!("the header has no column `{}`{near}; it has {all}{other}", as_found(name));
            return Err(wrong(why).at_position(1, 1));
        };
        cell.0 = Some(column.clone());
        if same.next().is_some() {
            let why = format!("the header has two columns `{}`; expected one", as_found(name));
            return Err(wrong(why).at_position(1, 1));
        }
    }
    let unread = found.iter().filter(|(column, _)| column.is_none()).map(|(_, name)| name.clone()).collect();
    Ok((found.into_iter().map(|(column, name)| (column.unwrap_or(Column::Ignored), name)).collect(), unread))
}

/// The dates that stand in several columns, by the cells of these.
fn dates(table: &Loader<'_>, cells: &[(Column, String)]) -> Result<Vec<(Column, Vec<usize>)>, Error> {
    let mut dates = Vec::new();
    for (column, parts) in &table.shape.dates {
        let found = parts.iter().map(|part| {
            cells.iter().position(|(_, name)| name == part).ok_or_else(|| {
                let why = format!("the table has no column `{}` for a part of a date", as_found(part));
                wrong(why).at_position(1, 1)
            })
        });
        dates.push((column.clone(), found.collect::<Result<_, _>>()?));
    }
    Ok(dates)
}
