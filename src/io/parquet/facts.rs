//! The tables of facts: facts, their role players, and what resolved them.

use std::collections::{BTreeMap, HashMap};

use parquet::data_type::ByteArray;

use super::{
    days::Days,
    folder::Folder,
    layout::{FACTS, PLAYERS, RESOLUTIONS},
    sheet::Cell,
};
use crate::{
    dossier::Selection,
    error::Error,
    model::{FactId, Modality, ValueType},
    time::When,
    view::{FactRef, NodeRef, View},
};

/// What a row of the table has of every fact, read in the order of recording, as the graph has it. The sorted order would read
/// the graph at random.
struct Row {
    relation: u16,
    modality: Modality,
    subject_type: NodeType,
    object_type: NodeType,
    in_view: bool,
    subject: u32,
    earliest_start: i32,
    number: u32,
    object: u32,
    when: When,
    transaction: u32,
    /// Whether the fact has a key or players, or was retracted or resolved.
    detailed: bool,
}

impl Row {
    fn of(view: &View<'_>, fact: &FactRef<'_>) -> Self {
        let (subject, object) = (fact.subject_node(), fact.object_node());
        let detailed = fact.is_retracted()
            || fact.is_resolved()
            || view.graph().fact_key(fact.id()).is_some()
            || fact.players().next().is_some();
        Self {
            relation: fact.relation().index(),
            modality: fact.modality(),
            subject_type: NodeType::of(subject),
            object_type: NodeType::of(object),
            in_view: view.fact(fact.id()).is_some(),
            subject: subject.id().index(),
            earliest_start: Days::earliest_start(fact.when()),
            number: fact.id().index(),
            object: object.id().index(),
            when: fact.when(),
            transaction: fact.recorded_in().index(),
            detailed,
        }
    }

    fn sorted_by(&self) -> (u16, u32, i32, u32) {
        (self.relation, self.subject, self.earliest_start, self.number)
    }
}

/// Writes facts and players, sorted by relation and subject, and resolutions.
pub(super) fn write(folder: &Folder<'_>, view: &View<'_>, selection: &Selection<'_>) -> Result<(), Error> {
    let mut rows: Vec<Row> = Vec::with_capacity(selection.fact_count());
    let mut resolutions = folder.sheet(&RESOLUTIONS)?;
    for fact in selection.facts() {
        rows.push(Row::of(view, &fact));
        // The last comes first.
        let mut resolved: Vec<_> = view.known_resolutions(fact.id()).collect();
        resolved.retain(|(.., by)| selection.place(*by).is_some() && !view.falls(*by));
        for (place, (transaction, resolution, by)) in (0..).zip(resolved.into_iter().rev()) {
            resolutions.row([
                Cell::Id(fact.id().index()),
                Cell::Int(place),
                Cell::Text(resolution.name()),
                Cell::Id(by.index()),
                Cell::Id(transaction.index()),
            ])?;
        }
    }
    resolutions.finish()?;
    rows.sort_unstable_by_key(Row::sorted_by);

    let texts = Texts::of(selection);
    let nodes: BTreeMap<u32, u32> =
        selection.nodes().filter_map(|node| Some((node.fact()?.index(), node.id().index()))).collect();
    let mut dated = Dated::default();
    let (mut facts, mut players) = (folder.sheet(&FACTS)?, folder.sheet(&PLAYERS)?);
    for row in &rows {
        let fact = row.detailed.then(|| view.as_seen(FactId::new(row.number)));
        facts.row(cells(view, selection, row, fact, &texts, dated.of(row.when), nodes.get(&row.number).copied()))?;
        for (place, (role, player)) in (0..).zip(fact.iter().flat_map(FactRef::players)) {
            players.row([
                Cell::Id(row.number),
                Cell::Int(row.relation.into()),
                Cell::Int(role.index().into()),
                texts.role(role.index()),
                Cell::Int(place),
                Cell::Id(player.id().index()),
                texts.node_type(NodeType::of(player)),
            ])?;
        }
    }
    facts.finish()?;
    players.finish()
}

/// The cells of a fact; `fact` if it has more than what the row says.
fn cells<'a>(
    view: &View<'a>,
    selection: &Selection<'a>,
    row: &Row,
    fact: Option<FactRef<'a>>,
    texts: &'a Texts,
    (dated, days): (Option<&'a ByteArray>, Days),
    node: Option<u32>,
) -> [Cell<'a>; 31] {
    let kg = view.graph();
    let id = fact.map(|fact| fact.id());
    let retracted = id.and_then(|id| selection.retraction(id));
    let retracted_in = id.filter(|_| retracted.is_some()).and_then(|id| kg.retracted_in(id));
    // What the view shows as the outcome.
    let resolved = id.and_then(|id| view.resolution(id));
    let resolved_in = resolved.and_then(|(_, by)| {
        view.known_resolutions(id?).find(|(.., found)| *found == by.id()).map(|(transaction, ..)| transaction)
    });
    let [earliest_start, latest_start, earliest_end, latest_end] = days.written.map(Cell::Int);
    let [start_qualifier, end_qualifier] = days.qualifiers.map(|qualifier| Cell::of(qualifier, Cell::Text));
    let [sure_earliest_start, sure_latest_start, sure_earliest_end, sure_latest_end] =
        days.sure.map_or([Cell::Null; 4], |sure| sure.map(Cell::Int));
    let [seen_from, seen_until] = days.seen.map(|day| Cell::of(day, Cell::Int));
    [
        Cell::Id(row.number),
        Cell::Int(row.relation.into()),
        texts.relation(row.relation),
        Cell::Id(row.subject),
        Cell::Id(row.object),
        texts.node_type(row.subject_type),
        texts.node_type(row.object_type),
        texts.modality(row.modality),
        Cell::of(dated, Cell::Shared),
        earliest_start,
        latest_start,
        earliest_end,
        latest_end,
        start_qualifier,
        end_qualifier,
        sure_earliest_start,
        sure_latest_start,
        sure_earliest_end,
        sure_latest_end,
        seen_from,
        seen_until,
        Cell::of(days.latest_start_stated, Cell::Int),
        Cell::Id(row.transaction),
        Cell::of(retracted_in, |transaction| Cell::Id(transaction.index())),
        Cell::of(retracted, Cell::Text),
        Cell::of(resolved_in, |transaction| Cell::Id(transaction.index())),
        Cell::of(resolved, |(resolution, _)| Cell::Text(resolution.name())),
        Cell::of(resolved, |(_, by)| Cell::Id(by.id().index())),
        Cell::of(id.and_then(|id| kg.fact_key(id)), Cell::Text),
        Cell::of(node, Cell::Id),
        Cell::YesNo(row.in_view),
    ]
}

/// What an end or a player is.
#[derive(Clone, Copy)]
enum NodeType {
    Entity,
    Fact,
    Value(ValueType),
}

impl NodeType {
    fn of(node: NodeRef<'_>) -> Self {
        match node.value() {
            Some(value) => Self::Value(value.value_type()),
            None if node.fact().is_some() => Self::Fact,
            None => Self::Entity,
        }
    }
}

/// Texts that many rows have.
struct Texts {
    relations: Vec<ByteArray>,
    roles: Vec<ByteArray>,
    modalities: [ByteArray; Modality::ALL.len()],
    entity: ByteArray,
    fact: ByteArray,
    values: [ByteArray; ValueType::ALL.len()],
}

impl Texts {
    fn of(selection: &Selection<'_>) -> Self {
        let schema = selection.graph().schema();
        Self {
            relations: schema.relations().map(|(_, def)| def.name.as_str().into()).collect(),
            roles: schema.roles().map(|(_, def)| def.name.as_str().into()).collect(),
            modalities: Modality::ALL.map(|modality| modality.name().into()),
            entity: "entity".into(),
            fact: "fact".into(),
            values: ValueType::ALL.map(|of| of.name().into()),
        }
    }

    fn relation(&self, relation: u16) -> Cell<'_> {
        Cell::of(self.relations.get(usize::from(relation)), Cell::Shared)
    }

    fn role(&self, role: u16) -> Cell<'_> {
        Cell::of(self.roles.get(usize::from(role)), Cell::Shared)
    }

    fn modality(&self, modality: Modality) -> Cell<'_> {
        let place = Modality::ALL.iter().position(|known| *known == modality);
        Cell::of(place.and_then(|place| self.modalities.get(place)), Cell::Shared)
    }

    fn node_type(&self, of: NodeType) -> Cell<'_> {
        match of {
            NodeType::Entity => Cell::Shared(&self.entity),
            NodeType::Fact => Cell::Shared(&self.fact),
            NodeType::Value(of) => {
                let place = ValueType::ALL.iter().position(|known| *known == of);
                Cell::of(place.and_then(|place| self.values.get(place)), Cell::Shared)
            }
        }
    }
}

/// Times as texts and as days. Facts often have the same few thousand times.
#[derive(Default)]
struct Dated {
    known: HashMap<When, (Option<ByteArray>, Days)>,
}

/// At most so many times are kept: those of facts that never repeat take no memory.
const KEPT: usize = 1 << 16;

impl Dated {
    fn of(&mut self, when: When) -> (Option<&ByteArray>, Days) {
        if self.known.len() >= KEPT && !self.known.contains_key(&when) {
            self.known.clear();
        }
        let (text, days) = self.known.entry(when).or_insert_with(|| {
            let text = (!when.is_unstated()).then(|| when.to_string().as_str().into());
            (text, Days::of(when))
        });
        (text.as_ref(), *days)
    }
}
