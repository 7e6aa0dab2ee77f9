//! Properties of entities, facts, maps and dates, and labels.

use std::sync::Arc;

use super::{
    code::{type_name, wrong},
    compare,
    context::{Context, distinct, list, map, of_value, plain},
};
use crate::{
    cypher::{ast::Name, names::Names, value::Val},
    error::{Error, shown::as_found},
    model::{FactId, RelationId, RoleId, Stance},
    schema::{FoundRelation, Range, Schema},
    tables::NodeKind,
    time::{Bound, PartialDate, Precision, Truth, WhenParts},
    view::{ClaimRef, FactRef, Pattern},
};

/// A name after a point, with what it can mean.
#[derive(Clone, Debug)]
pub(super) struct Property {
    pub(super) key: Arc<str>,
    /// A relation whose objects are values.
    pub(super) relation: Option<RelationId>,
    pub(super) role: Option<RoleId>,
}

impl Property {
    /// Looks up a name. It may be unknown to the schema, as the key of a map is.
    pub(super) fn find(names: Names<'_>, name: &Name) -> Result<Self, Error> {
        let relation = names.known_relation(name)?.filter(|found| !found.is_inverse()).map(FoundRelation::id);
        let relation = relation.filter(|id| gives_values(names.schema, *id));
        Ok(Self { key: Arc::from(name.text.as_str()), relation, role: names.known_role(name)? })
    }
}

/// Whether the objects of a relation may be values.
pub(super) fn gives_values(schema: &Schema, relation: RelationId) -> bool {
    matches!(schema.ends(relation).object, Range::Value(_) | Range::Any)
}

/// What every entity has, beside its facts.
pub(super) const OF_NODES: [&str; 3] = ["key", "name", "kind"];
/// What every date has.
pub(super) const OF_DATES: [&str; 3] = ["year", "month", "day"];
/// What every fact has, beside its roles.
pub(super) const OF_FACTS: [&str; 17] = [
    "type",
    "on",
    "from",
    "to",
    "as_of",
    "when",
    "modality",
    "source",
    "said_by",
    "stance",
    "quote",
    "confidence",
    "basis",
    "reason",
    "key",
    "subject",
    "object",
];

/// The property of a value.
pub(super) fn read(cx: &mut Context<'_, '_>, of: &Val, property: &Property) -> Result<Val, Error> {
    match of {
        Val::Null => Ok(Val::Null),
        Val::Map(entries) => Ok(compare::entry(entries, &property.key).cloned().unwrap_or(Val::Null)),
        Val::Date(date) => of_date(*date, &property.key),
        Val::Fact(fact) => of_fact(cx, *fact, property),
        Val::Node(node) => match cx.view.graph().tables().node_kind(*node) {
            Some(NodeKind::Entity { .. }) => of_entity(cx, *node, property),
            Some(NodeKind::Fact(fact)) => of_fact(cx, fact.index(), property),
            _ => match plain(cx.view, of.clone()) {
                Val::Date(date) => of_date(date, &property.key),
                _ => Ok(Val::Null),
            },
        },
        other => Err(wrong(format!("{} has no properties", type_name(other)))),
    }
}

/// The property of a node or fact whose name is known only now. Null if there is none of the name.
pub(super) fn read_by_name(cx: &mut Context<'_, '_>, of: &Val, name: &str) -> Result<Val, Error> {
    let names = Names { schema: cx.view.graph().schema(), text: "" };
    let property = Property::find(names, &Name { text: name.to_owned(), at: 0 })?;
    read(cx, of, &property)
}

fn of_entity(cx: &mut Context<'_, '_>, node: u32, property: &Property) -> Result<Val, Error> {
    if let Some(relation) = property.relation {
        return objects(cx, node, relation);
    }
    Ok(built_in(cx, node, &property.key).unwrap_or(Val::Null))
}

fn built_in(cx: &Context<'_, '_>, node: u32, name: &str) -> Option<Val> {
    let kg = cx.view.graph();
    let found = match name {
        "key" => kg.tables().key_of(node),
        "name" => kg.tables().name_of(node),
        "kind" => match kg.tables().node_kind(node)? {
            NodeKind::Entity { kind, .. } => &kg.schema().kind_def(kind).name,
            _ => return None,
        },
        _ => return None,
    };
    Some(text(found))
}

/// The values at the objects of the facts of a relation: null, one, or a list in the order of recording. A value that rests only on
/// possible facts makes the row possible.
fn objects(cx: &mut Context<'_, '_>, node: u32, relation: RelationId) -> Result<Val, Error> {
    let pattern = Pattern { relation: Some(relation), subject: Some(node), ..Pattern::default() };
    let mut found: Vec<(FactId, u32, Truth)> =
        cx.view.scan(pattern).map(|(fact, truth)| (fact, object_of(cx, fact), truth)).collect();
    // The objects of a relation to anything may be entities, which are no properties.
    let tables = cx.view.graph().tables();
    found.retain(|(_, object, _)| tables.value_of(*object).is_some());
    found.sort_unstable_by_key(|(fact, ..)| *fact);
    let mut each: Vec<(u32, Truth)> = Vec::new();
    for (_, object, truth) in found {
        match each.iter_mut().find(|(known, _)| *known == object) {
            Some((_, known)) => *known = known.or(truth),
            None => each.push((object, truth)),
        }
    }
    let truth = each.iter().fold(Truth::Yes, |least, (_, truth)| least.and(*truth));
    cx.lower(truth);
    one_or_list(each.into_iter().map(|(object, _)| plain(cx.view, Val::Node(object))).collect())
}

fn object_of(cx: &Context<'_, '_>, fact: FactId) -> u32 {
    cx.view.graph().tables().ends(fact).unwrap_or_default().1
}

pub(super) fn no_part_of_date(name: &str) -> Error {
    wrong(format!("a date has no `{}`; expected year, month or day", as_found(name)))
}

/// Null if the date is not so precise.
fn of_date(date: PartialDate, part: &str) -> Result<Val, Error> {
    let first = date.first();
    let (value, needs) = match part {
        "year" => (first.year().into(), Precision::Year),
        "month" => (first.month().into(), Precision::Month),
        "day" => (first.day().into(), Precision::Day),
        _ => return Err(no_part_of_date(part)),
    };
    Ok(if date.precision() >= needs { Val::Int(value) } else { Val::Null })
}

fn of_fact(cx: &Context<'_, '_>, fact: u32, property: &Property) -> Result<Val, Error> {
    let fact = cx.view.as_seen(FactId::new(fact));
    let schema = cx.view.graph().schema();
    if let Some(role) = property.role
        && schema.ends(fact.relation()).role(role).is_some()
    {
        return players(cx, &fact, role);
    }
    let name = OF_FACTS.iter().find(|name| same_name(name, &property.key));
    name.map_or(Ok(Val::Null), |name| part_of_fact(cx, &fact, name))
}

/// Whether a name is this one in the style of Cypher: `saidBy`, `SAID_BY`.
pub(super) fn same_name(declared: &str, written: &str) -> bool {
    declared == written || crate::cypher::names::folded(declared) == crate::cypher::names::folded(written)
}

fn players(cx: &Context<'_, '_>, fact: &FactRef<'_>, role: RoleId) -> Result<Val, Error> {
    let players = fact.players().filter(|(played, _)| *played == role);
    one_or_list(distinct(players.map(|(_, node)| plain(cx.view, Val::Node(node.id().index()))).collect()))
}

fn part_of_fact(cx: &Context<'_, '_>, fact: &FactRef<'_>, name: &str) -> Result<Val, Error> {
    let date = |date: Option<PartialDate>| Ok(date.map_or(Val::Null, Val::Date));
    let end = |bound| if let Bound::Date(date) = bound { Some(date) } else { None };
    match (name, fact.when().parts()) {
        ("type", _) => Ok(text(fact.relation_name())),
        ("on", WhenParts::On(on)) | ("as_of", WhenParts::AsOf(on)) => date(Some(on)),
        ("from", WhenParts::Between(from, _)) => date(end(from)),
        ("to", WhenParts::Between(_, to)) => date(end(to)),
        ("when", _) => Ok(text(&fact.when().to_string())),
        ("modality", _) => Ok(text(fact.modality().name())),
        ("key", _) => Ok(fact.key().map_or(Val::Null, text)),
        ("subject", _) => Ok(plain(cx.view, Val::Node(fact.ends().0))),
        ("object", _) => Ok(plain(cx.view, Val::Node(fact.ends().1))),
        _ => {
            let values = fact.claims().filter_map(|claim| part_of_claim(cx, &claim, name)).collect();
            one_or_list(distinct(values))
        }
    }
}

fn part_of_claim(cx: &Context<'_, '_>, claim: &ClaimRef<'_>, name: &str) -> Option<Val> {
    match name {
        "source" => Some(text(claim.source().key())),
        "said_by" => claim.said_by().map(|node| plain(cx.view, Val::Node(node.id().index()))),
        "stance" => Some(text(match claim.stance() {
            Stance::Supports => "supports",
            Stance::Disputes => "disputes",
        })),
        "quote" => claim.quote().map(|words| text(&words)),
        "confidence" => claim.confidence().map(|confidence| Val::Float(confidence.get())),
        "basis" => Some(text(if claim.inferred().is_some() { "inferred" } else { "stated" })),
        "reason" => claim.inferred().map(text),
        _ => None,
    }
}

fn one_or_list(mut values: Vec<Val>) -> Result<Val, Error> {
    match values.len() {
        0 | 1 => Ok(values.pop().unwrap_or(Val::Null)),
        _ => list(values),
    }
}

pub(super) fn text(text: &str) -> Val {
    Val::Text(Arc::from(text))
}

/// All properties of an entity or fact that are not null, as a map.
pub(super) fn all(cx: &mut Context<'_, '_>, of: &Val) -> Result<Option<Val>, Error> {
    let schema = cx.view.graph().schema();
    let mut entries: Vec<(Arc<str>, Val)> = Vec::new();
    match of {
        Val::Map(_) => return Ok(Some(of.clone())),
        Val::Node(node) => {
            entries.extend(OF_NODES.iter().filter_map(|name| Some((Arc::from(*name), built_in(cx, *node, name)?))));
            let pattern = Pattern { subject: Some(*node), ..Pattern::default() };
            let mut relations: Vec<RelationId> = cx
                .view
                .scan(pattern)
                .filter_map(|(fact, _)| cx.view.graph().tables().record(fact))
                .map(|record| record.relation)
                .filter(|relation| gives_values(schema, *relation))
                .collect();
            relations.sort_unstable_by_key(|relation| relation.index());
            relations.dedup();
            for relation in relations {
                let value = objects(cx, *node, relation)?;
                entries.push((Arc::from(schema.relation_def(relation).name.as_str()), value));
            }
        }
        Val::Fact(number) => {
            let fact = cx.view.as_seen(FactId::new(*number));
            for name in OF_FACTS {
                entries.push((Arc::from(name), part_of_fact(cx, &fact, name)?));
            }
            for (role, ..) in &schema.ends(fact.relation()).roles {
                let name = Arc::from(schema.role_def(*role).name.as_str());
                entries.push((name, players(cx, &fact, *role)?));
            }
        }
        _ => return Ok(None),
    }
    entries.retain(|(_, value)| !matches!(value, Val::Null));
    map(entries).map(Some)
}

/// Labels after `:` in an expression. All must hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Labels {
    /// For nodes: `None` if a label names no range.
    pub(super) ranges: Option<Vec<Range>>,
    /// For facts: `None` if a label names no relation.
    pub(super) relations: Option<Vec<RelationId>>,
}

/// Whether a node is of all kinds, or a fact of all types. Null of null.
pub(super) fn has_labels(cx: &Context<'_, '_>, of: &Val, labels: &Labels) -> Result<Val, Error> {
    let met = match of {
        Val::Null => return Ok(Val::Null),
        Val::Fact(fact) => is_of_types(cx, FactId::new(*fact), labels),
        Val::Node(node) => match cx.view.graph().tables().node_kind(*node) {
            Some(NodeKind::Fact(fact)) if labels.ranges.is_none() => is_of_types(cx, fact, labels),
            _ => labels.ranges.iter().flatten().all(|range| in_range(cx, *node, *range)) && labels.ranges.is_some(),
        },
        other => return Err(wrong(format!("{} has no labels; expected a node or a relationship", type_name(other)))),
    };
    Ok(Val::Bool(met.into()))
}

fn is_of_types(cx: &Context<'_, '_>, fact: FactId, labels: &Labels) -> bool {
    let relation = cx.view.graph().tables().record(fact).map(|record| record.relation);
    match (&labels.relations, &labels.ranges) {
        (Some(relations), _) => relations.iter().all(|wanted| Some(*wanted) == relation),
        (None, Some(ranges)) => ranges.iter().all(|range| matches!(range, Range::Any | Range::Statement)),
        (None, None) => false,
    }
}

fn in_range(cx: &Context<'_, '_>, node: u32, range: Range) -> bool {
    let kg = cx.view.graph();
    match (range, kg.tables().node_kind(node)) {
        (Range::Any, Some(_)) | (Range::Statement, Some(NodeKind::Fact(_))) => true,
        (Range::Kind(_), Some(NodeKind::Entity { kind, .. })) => kg.schema().check_kind(range, kind),
        (Range::Value(of), Some(NodeKind::Value(_))) => {
            kg.tables().value_of(node).is_some_and(|value| value.value_type() == of)
        }
        _ => false,
    }
}

/// The kinds of an entity, its own first; the type of a value.
pub(super) fn labels(cx: &Context<'_, '_>, node: u32) -> Result<Val, Error> {
    let kg = cx.view.graph();
    match kg.tables().node_kind(node) {
        Some(NodeKind::Entity { kind, .. }) => {
            let schema = kg.schema();
            let above = schema.kinds().filter(|(other, _)| *other != kind && schema.is_a(kind, *other));
            let own = std::iter::once(&schema.kind_def(kind).name);
            list(own.chain(above.map(|(_, def)| &def.name)).map(|name| text(name)))
        }
        _ => Ok(kg.tables().value_of(node).map_or(Val::Null, of_value)),
    }
}
