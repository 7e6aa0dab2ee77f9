//! The tables of the vocabulary, and of transactions.

use super::{
    folder::Folder,
    layout::{KIND_CLOSURE, KINDS, RELATIONS, ROLES, TRANSACTIONS},
    sheet::Cell,
};
use crate::{
    error::Error,
    schema::{Schema, Shape},
    view::View,
};

pub(super) fn write(folder: &Folder<'_>, schema: &Schema) -> Result<(), Error> {
    let (mut kinds, mut closure) = (folder.sheet(&KINDS)?, folder.sheet(&KIND_CLOSURE)?);
    for (id, def) in schema.kinds() {
        let (id, number) = (Cell::Int(id.index().into()), id);
        kinds.row([id, Cell::Text(&def.name), Cell::Text(&def.about)])?;
        for (above, upper) in schema.kinds().filter(|(above, _)| schema.is_a(number, *above)) {
            closure.row([id, Cell::Text(&def.name), Cell::Int(above.index().into()), Cell::Text(&upper.name)])?;
        }
    }
    kinds.finish()?;
    closure.finish()?;
    let mut relations = folder.sheet(&RELATIONS)?;
    for (id, def) in schema.relations() {
        let shape = match def.shape {
            Shape::Holds => "state",
            Shape::Happens => "event",
            Shape::Either => "either",
        };
        relations.row([
            Cell::Int(id.index().into()),
            Cell::Text(&def.name),
            Cell::of(def.inverse.as_deref(), Cell::Text),
            Cell::Text(shape),
            Cell::Text(&def.subject),
            Cell::Text(&def.object),
            Cell::YesNo(def.symmetric),
            Cell::YesNo(def.transitive),
            Cell::YesNo(def.functional),
            Cell::YesNo(def.dated),
            Cell::Text(&def.about),
        ])?;
    }
    relations.finish()?;
    let mut roles = folder.sheet(&ROLES)?;
    for (id, def) in schema.roles() {
        roles.row([Cell::Int(id.index().into()), Cell::Text(&def.name), Cell::Text(&def.about)])?;
    }
    roles.finish()
}

/// The transactions that the view knows.
pub(super) fn write_transactions(folder: &Folder<'_>, view: &View<'_>) -> Result<(), Error> {
    let kg = view.graph();
    let mut sheet = folder.sheet(&TRANSACTIONS)?;
    for (id, transaction) in kg.transactions().filter(|(id, _)| id.index() < view.filter().known) {
        let stamp = transaction.at.map(|stamp| stamp.to_string());
        sheet.row([
            Cell::Id(id.index()),
            Cell::of(stamp.as_deref(), Cell::Text),
            Cell::of(kg.stamp_of(id), |stamp| Cell::Long(stamp.microseconds())),
            Cell::of(transaction.by.as_deref(), Cell::Text),
            Cell::of(transaction.why.as_deref(), Cell::Text),
        ])?;
    }
    sheet.finish()
}
