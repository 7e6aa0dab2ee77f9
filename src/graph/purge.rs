//! Purging: removing what must not be kept from the graph and its history. The graph is rebuilt without it.

use std::collections::{BTreeSet, HashMap};

use super::{Edit, KnowledgeGraph, history::Row, lifecycle::check_reason};
use crate::{
    error::{Error, ErrorKind},
    model::{FactId, Id, KindId, SourceId},
    schema::Kind,
    tables::Alteration,
};

/// What can be purged: a fact, an entity, a source, or several of one of these.
pub trait Purgeable {
    /// Adds the handles to a list.
    #[doc(hidden)]
    fn add_to(self, named: &mut Vec<Named>);
}

/// The handle of something to be purged.
#[doc(hidden)]
#[expect(unnameable_types, reason = "only the graph reads it")]
#[derive(Clone, Copy, Debug)]
pub enum Named {
    Fact(FactId),
    Entity(Id),
    Source(SourceId),
}

impl Purgeable for FactId {
    fn add_to(self, named: &mut Vec<Named>) {
        named.push(Named::Fact(self));
    }
}

impl<K: Kind> Purgeable for Id<K> {
    fn add_to(self, named: &mut Vec<Named>) {
        named.push(Named::Entity(self.any()));
    }
}

impl Purgeable for SourceId {
    fn add_to(self, named: &mut Vec<Named>) {
        named.push(Named::Source(self));
    }
}

impl<T: Purgeable> Purgeable for Vec<T> {
    fn add_to(self, named: &mut Vec<Named>) {
        for one in self {
            one.add_to(named);
        }
    }
}

impl<T: Purgeable, const N: usize> Purgeable for [T; N] {
    fn add_to(self, named: &mut Vec<Named>) {
        for one in self {
            one.add_to(named);
        }
    }
}

/// What is to be purged, by number.
#[derive(Clone, Debug, Default)]
struct Doomed {
    facts: BTreeSet<FactId>,
    nodes: BTreeSet<u32>,
    sources: BTreeSet<SourceId>,
    claims: BTreeSet<u32>,
}

/// The numbers of facts once some are gone.
struct Renumbered {
    /// Ascending.
    gone: Vec<FactId>,
}

impl Renumbered {
    fn without(gone: &BTreeSet<FactId>) -> Self {
        Self { gone: gone.iter().copied().collect() }
    }

    /// The new number of a fact that stays: less by as many as went before it. O(log n) in how many went.
    fn of(&self, fact: FactId) -> FactId {
        let before = self.gone.partition_point(|gone| *gone < fact);
        debug_assert!(self.gone.get(before) != Some(&fact), "a fact that went has no number");
        // Facts are numbered without holes, so at most as many went before a fact as its number is.
        FactId::new(fact.index().saturating_sub(u32::try_from(before).unwrap_or(u32::MAX)))
    }
}

impl KnowledgeGraph {
    /// Removes something from the graph and its history for good, for example because the law demands it. This is the only
    /// call that forgets. To correct a mistake, use [`retract`](Self::retract).
    ///
    /// - A **fact** goes with its ends, time, claims, quotes and resolutions, and with each fact about it.
    /// - An **entity** goes with all entities that were merged with it, their keys and names, each fact in which they take part,
    ///   and each claim of which they are the speaker.
    /// - A **source** goes with its text, its other data, and each claim that cites it. Facts stay, including those that only
    ///   this source supported.
    ///
    /// Each removed edit leaves a [tombstone](Edit::Tombstone), so that the history shows when something was recorded and by
    /// whom. The open transaction records [that edits were purged](Edit::Purge), how many, and why. The reason is kept, so it
    /// should not repeat what is removed. The names that an open schema learnt stay in it.
    ///
    /// The graph is rebuilt from the rest, which takes as long as recording it did. Nothing of the removed content is left in
    /// the graph or in what is written from it later. This cannot be undone. Copies of the graph and files that were written
    /// earlier are not changed. **Ids from before are void**, so look entities and facts up by key again. Returns the number
    /// of edits that were removed.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownFact`], [`ErrorKind::UnknownEntity`], [`ErrorKind::UnknownSource`];
    /// [`ErrorKind::Final`] inside [`atomically`](Self::atomically), which could not undo it, or if the rest of the graph
    /// is not valid without it; [`ErrorKind::NoChange`] if nothing is named; [`ErrorKind::InvalidName`] for the reason, as
    /// [`retract`](Self::retract). The graph then stays as it was.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let (doe, norland) = (kg.add(Person, "Jane Doe")?, kg.add(State, "Norland")?);
    /// kg.assert(fact(doe, Visits, norland).on("2031"))?;
    ///
    /// assert_eq!(kg.purge(doe, "request 17")?, 2);
    /// assert_eq!((kg.fact_count(), kg.entities_named("jane doe").len()), (0, 0));
    /// assert!(kg.get_entity("norland").is_some());
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn purge(&mut self, what: impl Purgeable, why: &str) -> Result<usize, Error> {
        if self.nested.is_nested() {
            let why = "a purge cannot be undone, so it cannot be one of the calls of a transaction; expected a call of its own";
            return Err(Error::new(ErrorKind::Final, why));
        }
        check_reason(why)?;
        let mut named = Vec::new();
        what.add_to(&mut named);
        if named.is_empty() {
            let why = "nothing is named that is to be purged; expected a fact, an entity or a source";
            return Err(Error::new(ErrorKind::NoChange, why));
        }
        let doomed = self.doomed(&named)?;
        self.tables.fail_point()?;
        let (rebuilt, gone) = self.rebuilt(&doomed, why)?;
        *self = rebuilt;
        Ok(gone)
    }

    /// What is named, and what goes with it: facts in which a purged entity has a part or that are about a purged fact, and
    /// claims.
    fn doomed(&self, named: &[Named]) -> Result<Doomed, Error> {
        let mut doomed = Doomed::default();
        for named in named {
            match *named {
                Named::Fact(fact) => {
                    self.check_fact(fact)?;
                    doomed.facts.insert(fact);
                }
                Named::Entity(id) => {
                    let node = self.check_entity(id)?;
                    doomed.nodes.insert(node);
                    doomed.nodes.extend(self.tables.merged().group(node));
                }
                Named::Source(source) => {
                    doomed.sources.insert(self.check_source(source)?);
                }
            }
        }
        let mut open: Vec<u32> = doomed.nodes.iter().copied().collect();
        open.extend(doomed.facts.iter().filter_map(|fact| self.tables.own_node(*fact)));
        while let Some(node) = open.pop() {
            for lists in self.tables.lists() {
                for entry in lists.all(self.tables.merged().canonical(node)) {
                    let fact = FactId::new(entry.fact);
                    if doomed.facts.insert(fact) {
                        open.extend(self.tables.own_node(fact));
                    }
                }
            }
        }
        for (claim, record) in (0u32..).zip(self.tables.claims()) {
            let spoken = record.speaker().is_some_and(|speaker| doomed.nodes.contains(&speaker));
            if spoken || doomed.facts.contains(&record.fact) || doomed.sources.contains(&record.source) {
                doomed.claims.insert(claim);
            }
        }
        Ok(doomed)
    }

    /// The graph that there would be, with a tombstone for each edit that goes; and how many these are.
    fn rebuilt(&self, doomed: &Doomed, why: &str) -> Result<(Self, usize), Error> {
        let mut kg = Self::new(self.schema.clone());
        let first_kinds = self.first_kinds();
        let (mut gone, mut dropped) = (0, BTreeSet::new());
        let renumbered = Renumbered::without(&doomed.facts);
        for (id, info) in self.transactions() {
            kg.begin(info.clone())?;
            for row in self.rows(id) {
                let done = self.record_again(&mut kg, row, doomed, &renumbered, &mut dropped, &first_kinds)?;
                if !done {
                    kg.tables.push_gone();
                    gone += 1;
                }
            }
        }
        kg.tables.take_schema_marks(&self.tables);
        kg.note_purge(u32::try_from(gone).unwrap_or(u32::MAX), why)?;
        Ok((kg, gone))
    }

    /// Makes the edit of a row again in another graph, unless it goes. `dropped` holds the rows of decisions that went.
    fn record_again(
        &self,
        kg: &mut Self,
        row: Row,
        doomed: &Doomed,
        renumbered: &Renumbered,
        dropped: &mut BTreeSet<u32>,
        first_kinds: &HashMap<u32, KindId>,
    ) -> Result<bool, Error> {
        match row {
            Row::Source(source) if doomed.sources.contains(&SourceId::new(source)) => return Ok(false),
            Row::Entity(node) if doomed.nodes.contains(&node) => return Ok(false),
            Row::Fact(fact) if doomed.facts.contains(&FactId::new(fact)) => return Ok(false),
            Row::Claim(claim) if doomed.claims.contains(&claim) => return Ok(false),
            Row::Alteration(at) if !self.stays(at, doomed, dropped) => {
                dropped.insert(at);
                return Ok(false);
            }
            _ => {}
        }
        let Some(edit) = self.edit(row, first_kinds) else { return Ok(false) };
        match (edit, row) {
            (Edit::AddSource(mut source), Row::Source(at)) => {
                let base = self.tables.source(SourceId::new(at)).and_then(|record| record.derives_from);
                if base.is_some_and(|base| doomed.sources.contains(&base)) {
                    source.derives_from = None;
                }
                kg.add_source(source)?;
            }
            (Edit::Assert(mut fact), Row::Fact(at)) => {
                let claims = self.tables.claims_of(FactId::new(at)).zip(std::mem::take(&mut fact.claims));
                fact.claims =
                    claims.filter(|(id, _)| !doomed.claims.contains(&id.index())).map(|(_, claim)| claim).collect();
                fact.rename_facts(|name| {
                    if name.starts_with('#') {
                        *name = format!("#{}", renumbered.of(self.fact_named(name)?).index());
                    }
                    Ok(())
                })?;
                kg.add_fact(&fact)?;
            }
            (Edit::Claim { fact, claim }, _) => drop(kg.claim(renumbered.of(self.fact_named(&fact)?), claim)?),
            (Edit::Retract { fact, why }, _) => kg.retract(renumbered.of(self.fact_named(&fact)?), &why)?,
            (Edit::Resolve { fact, resolution, by }, _) => {
                kg.resolve(renumbered.of(self.fact_named(&fact)?), resolution, renumbered.of(self.fact_named(&by)?))?;
            }
            (edit, _) => kg.apply(&edit).map_err(|e| {
                let why = format!("what is left cannot stand without what is purged: {}", e.message());
                Error::new(ErrorKind::Final, why)
            })?,
        }
        Ok(true)
    }

    /// Whether an alteration names nothing that goes.
    fn stays(&self, at: u32, doomed: &Doomed, dropped: &BTreeSet<u32>) -> bool {
        let (fact, node) = (|fact| !doomed.facts.contains(fact), |node| !doomed.nodes.contains(node));
        match self.tables.journal().alteration(at) {
            Some(Alteration::Retract { fact: of, .. }) => fact(of),
            Some(Alteration::Resolve { fact: of, by, .. }) => fact(of) && fact(by),
            Some(Alteration::Narrow { node: of, .. }) => node(of),
            Some(Alteration::Merge { duplicate: a, into: b, .. } | Alteration::KeepApart { one: a, other: b, .. }) => {
                node(a) && node(b)
            }
            Some(Alteration::Unmerge { merge: row, .. } | Alteration::AllowMerge { apart: row, .. }) => {
                !dropped.contains(row)
            }
            Some(Alteration::Purge { .. }) => true,
            None => false,
        }
    }

    /// Notes that something was purged.
    pub(super) fn note_purge(&mut self, edits: u32, why: &str) -> Result<(), Error> {
        check_reason(why)?;
        self.all_or_nothing(|kg| kg.tables.alter(why, |why| Alteration::Purge { edits, why }).map(drop))
    }

    /// Notes that something was recorded here and purged since.
    pub(super) fn note_tombstone(&mut self) -> Result<(), Error> {
        self.all_or_nothing(|kg| {
            kg.tables.push_gone();
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        // Law: the new number of a fact is its old one, less as many as went before it.
        #[test]
        fn facts_that_stay_are_numbered_without_holes(gone in prop::collection::btree_set(0u32..60, 0..40)) {
            let gone: BTreeSet<FactId> = gone.into_iter().map(FactId::new).collect();
            let renumbered = Renumbered::without(&gone);
            let stay = (0..60).map(FactId::new).filter(|fact| !gone.contains(fact));
            for (number, fact) in (0u32..).zip(stay) {
                prop_assert_eq!(renumbered.of(fact), FactId::new(number));
            }
        }
    }
}
