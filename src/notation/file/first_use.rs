//! What an open vocabulary declared on first use, and where that was.

use std::{collections::BTreeSet, fmt, path::PathBuf};

use super::{fault::Placer, files::Files, load::statement, statement::Content};
use crate::{
    error::{
        Position,
        shown::{as_found, shown},
    },
    notation::line::Span,
    schema::Schema,
};

/// A name that an open vocabulary declared because something used it.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstUse {
    /// `kind`, `relation` or `role`.
    pub what: &'static str,
    /// The name.
    pub name: String,
    /// The path of the file in which it was used first, as it was given.
    pub file: PathBuf,
    /// Line and column of that use.
    pub position: Position,
}

impl fmt::Display for FirstUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, name, file, position: Position { line, column } } = self;
        let file = shown(file.display());
        write!(f, "{file}:{line}:{column}: the {what} `{}` is declared by this use", as_found(name))
    }
}

/// How many names a schema had.
#[derive(Clone, Copy)]
pub(super) struct Counts {
    kinds: usize,
    relations: usize,
    roles: usize,
}

impl Counts {
    pub(super) fn of(schema: &Schema) -> Self {
        Self { kinds: schema.kind_count(), relations: schema.relation_count(), roles: schema.role_count() }
    }
}

/// The names that a schema has beyond those that it had, with their first use in files.
pub(super) fn on_first_use<'a>(files: &'a Files, schema: &'a Schema, had: Counts) -> Vec<FirstUse> {
    let kinds = schema.kinds().skip(had.kinds).map(|(_, def)| ("kind", def.name.as_str()));
    let relations = schema.relations().skip(had.relations).map(|(_, def)| ("relation", def.name.as_str()));
    let roles = schema.roles().skip(had.roles).map(|(_, def)| ("role", def.name.as_str()));
    let mut open: BTreeSet<(&'static str, &str)> = kinds.chain(relations).chain(roles).collect();
    let mut found: Vec<(usize, Span, &'static str, &str)> = Vec::with_capacity(open.len());
    for at in &files.order {
        if open.is_empty() {
            break;
        }
        let mut used = |what: &'static str, name: &'a str, span: &Span| {
            if let Some(known) = open.take(&(what, name)) {
                found.push((at.0, span.clone(), what, known.1));
            }
        };
        match statement(files, *at).map(|statement| &statement.content) {
            Some(Content::Entity(line)) => used("kind", &line.entity.kind, &line.kind),
            Some(Content::Fact(line)) => {
                used("relation", &line.relation.value, &line.relation.span);
                for role in &line.roles {
                    used("role", &role.name.value, &role.name.span);
                }
            }
            _ => {}
        }
    }
    found.sort_by_key(|(file, span, ..)| (*file, span.start));
    let mut placer: Option<(usize, Placer<'_>)> = None;
    let uses = found.into_iter().filter_map(|(number, span, what, name)| {
        let file = files.all.get(number)?;
        let of_file = placer.take().filter(|(last, _)| *last == number);
        let (_, placer) = placer
            .insert(of_file.unwrap_or_else(|| (number, Placer::new(file.path.as_deref(), &file.text, &file.lines))));
        let position = placer.position(span.start);
        Some(FirstUse { what, name: name.to_owned(), file: file.path.clone().unwrap_or_default(), position })
    });
    uses.collect()
}
