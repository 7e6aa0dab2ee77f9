//! From an error of the graph to the place in the line: the part that it is said of.

use super::statement::{EntityLine, SourceLine};
use crate::{
    error::{Error, ErrorKind},
    notation::line::{FactLine, Flaw, Span},
    schema::Schema,
};

/// The place of an error in the line of a source.
pub(super) fn in_source(line: &SourceLine, error: Error) -> Flaw {
    let field = error.place().and_then(|place| place.rsplit_once("`.")).map(|(_, field)| field.to_owned());
    let span = match field {
        Some(field) if field == "text" && line.text_file.is_some() => line.place("text-file"),
        Some(field) => line.place(&field),
        None => line.key.clone(),
    };
    Flaw { span, error }
}

/// The place of an error in the line of an entity.
pub(super) fn in_entity(line: &EntityLine, error: Error) -> Flaw {
    let span = match error.kind() {
        ErrorKind::UnknownKind | ErrorKind::WrongKind | ErrorKind::InvalidSchema => &line.kind,
        ErrorKind::InvalidName => &line.name,
        _ => &line.key,
    };
    Flaw { span: span.clone(), error }
}

/// The place of an error in a fact, its claims left aside.
pub(super) fn in_fact(line: &FactLine, schema: &Schema, error: Error) -> Flaw {
    let named = schema.relation(&line.relation.value).ok();
    let (subject, object) = match named {
        // The error speaks of the fact as it is stored.
        Some(named) if named.is_inverse() => (&line.object, &line.subject),
        _ => (&line.subject, &line.object),
    };
    let place = error.place().unwrap_or_default();
    let first = place.split(" of ").next().unwrap_or_default();
    let role = line.roles.iter().find(|role| role.name.value == first);
    let span: &Span = match (error.kind(), first) {
        (ErrorKind::WrongTime, _) => line.when.as_ref().map_or(&line.relation.span, |when| &when.span),
        (ErrorKind::UnknownRole, _) => {
            let ends = named.map(|named| schema.ends(named.id()));
            let has =
                |name: &str| schema.role(name).ok().and_then(|role| ends.and_then(|ends| ends.role(role))).is_some();
            let wrong = line.roles.iter().find(|role| !has(&role.name.value));
            wrong.map_or(&line.relation.span, |role| &role.name.span)
        }
        (_, "subject") => &subject.span,
        (_, "object") => &object.span,
        (_, "key") => line.key.as_ref().map_or(&line.relation.span, |key| &key.span),
        _ => role.map_or(&line.relation.span, |role| &role.player.span),
    };
    Flaw { span: span.clone(), error }
}
