//! What cannot be right whatever the rows are.

use super::{
    arithmetic,
    code::{Code, wrong},
    properties::{OF_DATES, OF_FACTS, OF_NODES, Property, gives_values, no_part_of_date, same_name},
    scope::Type,
};
use crate::{
    cypher::{
        ast::{Name, Sign},
        names::{Names, near, place},
    },
    error::{Error, ErrorKind, shown::as_found},
    model::RelationId,
};

/// A condition is a boolean.
pub(super) fn boolean(code: &Code) -> Result<(), Error> {
    if code.of.may_be_bool() {
        return Ok(());
    }
    Err(wrong(format!("expected a boolean; found {}", code.of.name())))
}

/// A list is a list.
pub(super) fn list(code: &Code, what: &str) -> Result<(), Error> {
    if code.of.may_be_list() {
        return Ok(());
    }
    Err(wrong(format!("{what} expects a list; found {}", code.of.name())))
}

/// What has a sign is a number.
pub(super) fn number(code: &Code, sign: &str) -> Result<(), Error> {
    if code.of.may_be_number() {
        return Ok(());
    }
    Err(wrong(format!("`{sign}` does not take {}", code.of.name())))
}

/// What has an index is a list with an integer, or a map, a node or a fact with a text.
pub(super) fn index(of: &Code, index: &Code) -> Result<(), Error> {
    match (of.of, index.of) {
        (Type::Bool | Type::Int | Type::Float | Type::Text | Type::Date | Type::Path, _) => {
            Err(wrong(format!("{} has no elements; expected a list or a map", of.of.name())))
        }
        (_, Type::Any | Type::Null | Type::Int | Type::Text | Type::Node) => Ok(()),
        (_, other) => Err(wrong(format!("an index is an integer or a text; found {}", other.name()))),
    }
}

/// The type of the result of an operator.
pub(super) fn arithmetic(a: Type, sign: Sign, b: Type) -> Result<Type, Error> {
    let list = |of| matches!(of, Type::List | Type::Facts);
    match (a, sign, b) {
        (Type::Null, ..) | (.., Type::Null) => Ok(Type::Null),
        (a, Sign::Plus, b) if list(a) || list(b) => Ok(Type::List),
        (Type::Any | Type::Node, ..) | (.., Type::Any | Type::Node) => Ok(Type::Any),
        (Type::Text, Sign::Plus, Type::Text | Type::Int | Type::Float)
        | (Type::Int | Type::Float, Sign::Plus, Type::Text) => Ok(Type::Text),
        (Type::Int, Sign::Power, Type::Int) => Ok(Type::Float),
        (Type::Int, _, Type::Int) => Ok(Type::Int),
        (Type::Int | Type::Float, _, Type::Int | Type::Float) => Ok(Type::Float),
        _ => Err(wrong(format!("`{}` does not take {} and {}", arithmetic::name(sign), a.name(), b.name()))),
    }
}

/// The arguments of some functions.
pub(super) fn arguments(function: &str, args: &[Code]) -> Result<(), Error> {
    let Some(of) = args.first().map(|arg| arg.of) else { return Ok(()) };
    let (fits, expected) = match (function, of) {
        (_, Type::Any | Type::Null) => return Ok(()),
        ("type" | "startNode" | "endNode", _) => (matches!(of, Type::Fact(_) | Type::Node), "a relationship"),
        ("labels", _) => (of == Type::Node, "a node"),
        ("nodes" | "relationships", _) => (of == Type::Path, "a path"),
        ("length", _) => (matches!(of, Type::Path | Type::List | Type::Facts | Type::Text), "a path"),
        ("size", _) => {
            (matches!(of, Type::List | Type::Facts | Type::Text | Type::Map | Type::Node), "a list or a text")
        }
        ("keys" | "properties", _) => {
            (matches!(of, Type::Node | Type::Fact(_) | Type::Map), "a node, a relationship or a map")
        }
        _ => return Ok(()),
    };
    if fits {
        return Ok(());
    }
    Err(wrong(format!("`{function}` expects {expected}; found {}", of.name())))
}

/// The name of a property is one that the value can have.
pub(super) fn property(names: Names<'_>, of: &Code, name: &Name) -> Result<(), Error> {
    let found = Property::find(names, name)?;
    let checked = match of.of {
        Type::Any | Type::Null | Type::Map => Ok(()),
        Type::Node => of_node(names, &found, name),
        Type::Fact(relation) => of_fact(names, relation, &found, name),
        Type::Date if OF_DATES.contains(&name.text.as_str()) => Ok(()),
        Type::Date => Err(no_part_of_date(&name.text)),
        other => Err(wrong(format!("{} has no properties", other.name()))),
    };
    checked.map_err(|error| place(error, names.text, name.at))
}

fn of_node(names: Names<'_>, found: &Property, name: &Name) -> Result<(), Error> {
    if found.relation.is_some() || OF_NODES.iter().chain(&OF_DATES).any(|known| *known == name.text) {
        return Ok(());
    }
    // A node may be that of a fact.
    if found.role.is_some() || OF_FACTS.iter().any(|known| same_name(known, &name.text)) {
        return Ok(());
    }
    if let Some(relation) = names.known_relation(name)? {
        let def = names.schema.relation_def(relation.id());
        let why =
            format!("`{}` is a relation to entities, not a property; use it as the type of a relationship", def.name);
        return Err(wrong(why));
    }
    let relations = names.schema.relations().filter(|(id, _)| gives_values(names.schema, *id));
    let known = relations.map(|(_, def)| def.name.as_str()).chain(OF_NODES);
    let proposal = near(&name.text, known).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    let why = format!("no relation `{}` with values is declared{proposal}", as_found(&name.text));
    Err(Error::new(ErrorKind::UnknownRelation, why))
}

fn of_fact(names: Names<'_>, relation: Option<RelationId>, found: &Property, name: &Name) -> Result<(), Error> {
    let schema = names.schema;
    let has = |role| relation.is_none_or(|relation| schema.ends(relation).role(role).is_some());
    if found.role.is_some_and(has) || OF_FACTS.iter().any(|known| same_name(known, &name.text)) {
        return Ok(());
    }
    let roles: Vec<&str> = match relation {
        Some(relation) => schema.relation_def(relation).role_names().collect(),
        None => schema.roles().map(|(_, def)| def.name.as_str()).collect(),
    };
    let near = near(&name.text, roles.into_iter().chain(OF_FACTS));
    let proposal = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    let of = relation.map_or("a fact", |relation| schema.relation_def(relation).name.as_str());
    Err(Error::new(
        ErrorKind::UnknownRole,
        format!("{of} has no role or property `{}`{proposal}", as_found(&name.text)),
    ))
}
