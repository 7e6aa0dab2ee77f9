//! The tables of what facts join: entities, their names, values; and which entities are not the same.

use std::collections::BTreeMap;

use super::{
    days::{day, qualifier},
    folder::Folder,
    layout::{ENTITIES, KEPT_APART, NAMES, VALUE_NODES},
    sheet::Cell,
};
use crate::{
    dossier::{self, Selection},
    error::Error,
    model::{Modality, Value, fold},
    schema::base,
    view::{NodeRef, View},
};

pub(super) fn write(folder: &Folder<'_>, view: &View<'_>, selection: &Selection<'_>) -> Result<(), Error> {
    entities(folder, selection)?;
    names(folder, view, selection)?;
    values(folder, selection)?;
    kept_apart(folder, selection)
}

/// The entities of a selection and those that were merged into one of them, each with its canonical one; in the order
/// of recording.
fn with_merged<'g>(selection: &Selection<'g>) -> Vec<(NodeRef<'g>, NodeRef<'g>)> {
    let mut all: Vec<_> =
        selection.entities().flat_map(|node| node.merged().chain([node]).map(move |other| (other, node))).collect();
    all.sort_by_key(|(node, _)| node.id().index());
    all
}

fn entities(folder: &Folder<'_>, selection: &Selection<'_>) -> Result<(), Error> {
    let why: BTreeMap<String, String> =
        dossier::merged(selection).into_iter().map(|merged| (merged.entity.key, merged.why)).collect();
    let mut sheet = folder.sheet(&ENTITIES)?;
    for (node, canonical) in with_merged(selection) {
        let (Some(key), Some(name), Some(kind)) = (node.key(), node.name(), node.kind()) else { continue };
        sheet.row([
            Cell::Id(node.id().index()),
            Cell::Text(key),
            Cell::Text(name),
            Cell::Int(kind.index().into()),
            Cell::of(node.kind_name(), Cell::Text),
            Cell::Id(canonical.id().index()),
            Cell::of(why.get(key).filter(|_| node.id() != canonical.id()), |why| Cell::Text(why)),
        ])?;
    }
    sheet.finish()
}

fn names(folder: &Folder<'_>, view: &View<'_>, selection: &Selection<'_>) -> Result<(), Error> {
    let mut sheet = folder.sheet(&NAMES)?;
    for (node, canonical) in with_merged(selection) {
        let Some(name) = node.name() else { continue };
        let compared = fold(name);
        let canonical = Cell::Id(canonical.id().index());
        sheet.row([canonical, Cell::Text(name), Cell::Text(&compared), Cell::Null, Cell::Null])?;
    }
    let schema = selection.graph().schema();
    let alias = schema.bind::<base::AlsoKnownAs>();
    for fact in selection.facts() {
        let names = alias == Some(fact.relation()) && fact.modality() == Modality::Actual;
        let (true, Some(Value::Text(name))) = (names, fact.object_node().value()) else { continue };
        if selection.retraction(fact.id()).is_some() || view.resolution(fact.id()).is_some() {
            continue;
        }
        let language = fact.players().find_map(|(_, player)| match player.value()? {
            Value::Text(language) => Some(language.as_str()),
            _ => None,
        });
        let compared = fold(name);
        sheet.row([
            Cell::Id(fact.subject_node().id().index()),
            Cell::Text(name),
            Cell::Text(&compared),
            Cell::of(language, Cell::Text),
            Cell::Id(fact.id().index()),
        ])?;
    }
    sheet.finish()
}

fn values(folder: &Folder<'_>, selection: &Selection<'_>) -> Result<(), Error> {
    let mut sheet = folder.sheet(&VALUE_NODES)?;
    for node in selection.nodes() {
        let Some(value) = node.value() else { continue };
        let shown;
        let text = match value {
            Value::Text(text) | Value::Url(text) => text,
            Value::Number(_) | Value::Date(_) | Value::YesNo(_) => {
                shown = value.to_string();
                &shown
            }
        };
        let number = if let Value::Number(number) = value { Some(number.as_f64()) } else { None };
        let date = if let Value::Date(date) = value { Some(*date) } else { None };
        sheet.row([
            Cell::Id(node.id().index()),
            Cell::Text(value.value_type().name()),
            Cell::Text(text),
            Cell::of(number, Cell::Real),
            Cell::of(date, |date| Cell::Int(day(date.first()))),
            Cell::of(date, |date| Cell::Int(day(date.last()))),
            Cell::of(date.and_then(|date| qualifier(date.qualifier())), Cell::Text),
        ])?;
    }
    sheet.finish()
}

fn kept_apart(folder: &Folder<'_>, selection: &Selection<'_>) -> Result<(), Error> {
    let kg = selection.graph();
    let mut sheet = folder.sheet(&KEPT_APART)?;
    for apart in dossier::kept_apart(selection) {
        let (Some(one), Some(other)) = (kg.get_entity(&apart.entity), kg.get_entity(&apart.from)) else { continue };
        sheet.row([Cell::Id(one.index()), Cell::Id(other.index()), Cell::Text(&apart.why)])?;
    }
    sheet.finish()
}
