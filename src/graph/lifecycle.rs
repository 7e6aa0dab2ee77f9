//! The life of a fact after it was recorded: retracted, or resolved by a later one. Nothing is removed.

use std::collections::btree_map::Entry;

use petgraph::graph::EdgeIndex;

use super::{
    KnowledgeGraph,
    journal::{Alteration, Op},
    names::NameText,
    record::{FactRecord, NodeKind},
    row_id::RowId,
};
use crate::{
    error::{Error, ErrorKind},
    model::{FactId, Id, KindId, Outcome, RelationId, TransactionId, Value},
    schema::Kind,
};

impl KnowledgeGraph {
    /// Takes a fact back: it was recorded wrongly. It stays in the graph and its history; default views pass over it.
    ///
    /// By whom and when is said by the open transaction.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownFact`]; [`ErrorKind::NoChange`] if it is retracted already.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, Recognized}};
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// kg.add("state", "Pakistan")?;
    /// kg.add("state", "Kazakhstan")?;
    /// let wrong = kg.assert(fact("kazakhstan", Recognized, "pakistan"))?;
    /// kg.retract(wrong, "the other way round")?;
    /// assert_eq!(kg.view().facts(Recognized).count(), 0);
    /// assert_eq!(kg.view().with_retracted().facts(Recognized).count(), 1);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn retract(&mut self, fact: FactId, why: &str) -> Result<(), Error> {
        self.atomically(Op::Alter, |kg| {
            kg.check_fact(fact)?;
            if kg.record(fact).is_some_and(FactRecord::is_retracted) {
                return Err(Error::new(ErrorKind::NoChange, format!("fact #{} is retracted already", fact.index())));
            }
            let why = kg.reason(why)?;
            kg.detail_for(fact)?;
            let at = kg.push_alteration(Alteration::Retract { fact, why })?;
            if let Some(detail) = kg.detail_mut(fact) {
                detail.retraction = RowId::new(at);
            }
            kg.step()?;
            kg.set_flag(fact, FactRecord::RETRACTED, true);
            Ok(())
        })
    }

    /// Says that a later fact settles an earlier one: a visit took place, was postponed, was told more precisely.
    /// The earlier fact stays; default views show the later. If the later is retracted, the earlier is open again, and may
    /// be resolved anew.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownFact`]; [`ErrorKind::InvalidClaim`] if the later fact was recorded before the earlier;
    /// [`ErrorKind::NoChange`] if the earlier is resolved already, by a fact that is not retracted.
    pub fn resolve(&mut self, earlier: FactId, outcome: Outcome, later: FactId) -> Result<(), Error> {
        self.atomically(Op::Alter, |kg| {
            kg.check_fact(earlier)?;
            kg.check_fact(later)?;
            if later <= earlier {
                let why = format!(
                    "fact #{} was not recorded after fact #{}; only a later fact resolves",
                    later.index(),
                    earlier.index()
                );
                return Err(Error::new(ErrorKind::InvalidClaim, why));
            }
            if let Some((_, by)) = kg.resolution(earlier)
                && kg.record(by).is_some_and(|by| !by.is_retracted())
            {
                let why = format!("fact #{} is resolved already, by fact #{}", earlier.index(), by.index());
                return Err(Error::new(ErrorKind::NoChange, why));
            }
            let before = kg.detail_for(earlier)?.resolution.map(RowId::index);
            let at = kg.push_alteration(Alteration::Resolve { fact: earlier, by: later, outcome, before })?;
            if let Some(detail) = kg.detail_mut(earlier) {
                detail.resolution = RowId::new(at);
            }
            kg.settled.entry(later).or_default().push(at);
            kg.step()?;
            kg.set_flag(earlier, FactRecord::RESOLVED, true);
            Ok(())
        })
    }

    /// Sets a flag of a fact, and keeps the names that facts give in step with it.
    pub(super) fn set_flag(&mut self, fact: FactId, flag: u8, on: bool) {
        let Some(record) = self.log.edge_weight_mut(EdgeIndex::new(fact.at())) else { return };
        if (record.flags & flag != 0) == on {
            return;
        }
        let before = *record;
        record.flags ^= flag;
        let (after, relation) = (*record, record.relation);
        if let Some(facts) = self.by_relation.get_mut(relation.at()) {
            facts.altered(&before, &after);
        }
        if flag == FactRecord::RETRACTED
            && let Some((subject, object)) = self.asserted_ends(fact)
        {
            if on { self.unname(relation, subject, object) } else { self.name(relation, subject, object) }
        }
    }

    /// If a fact gives its subject a name, makes the name one that look-ups find.
    pub(super) fn name(&mut self, relation: RelationId, subject: u32, object: u32) {
        if let Some((text, at)) = self.name_given(relation, object) {
            self.folded.insert(&text, subject, NameText::Value(at));
        }
    }

    pub(super) fn unname(&mut self, relation: RelationId, subject: u32, object: u32) {
        if let Some((text, at)) = self.name_given(relation, object) {
            self.folded.remove(&text, subject, NameText::Value(at));
        }
    }

    pub(super) fn name_given(&self, relation: RelationId, object: u32) -> Option<(String, u32)> {
        if self.naming != Some(relation) {
            return None;
        }
        match (self.node_kind(object)?, self.value_of(object)?) {
            (NodeKind::Value(at), Value::Text(text)) => Some((text.clone(), at)),
            _ => None,
        }
    }

    pub(super) fn text_of(&self, text: NameText) -> &str {
        match text {
            NameText::First(name) => self.arena.get(name),
            NameText::Value(at) => match self.values.get(at as usize) {
                Some((Value::Text(text), _)) => text,
                _ => "",
            },
        }
    }

    pub(super) fn push_alteration(&mut self, alteration: Alteration) -> Result<u32, Error> {
        let at = u32::try_from(self.journal.alterations.len()).ok().filter(|at| *at < u32::MAX);
        let at = at.ok_or_else(|| Error::new(ErrorKind::Full, "a graph holds at most 4294967295 alterations"))?;
        self.step()?;
        self.journal.alterations.push(alteration);
        Ok(at)
    }

    /// Takes back what an alteration did, whether or not it was done whole; it was the last, in this row.
    pub(super) fn unalter(&mut self, row: u32, alteration: Alteration) {
        match alteration {
            Alteration::Retract { fact, .. } => {
                self.set_flag(fact, FactRecord::RETRACTED, false);
                if let Some(detail) = self.detail_mut(fact) {
                    detail.retraction = None;
                }
            }
            Alteration::Resolve { fact, by, before, .. } => {
                if let Entry::Occupied(mut rows) = self.settled.entry(by) {
                    rows.get_mut().pop_if(|last| *last == row);
                    if rows.get().is_empty() {
                        rows.remove();
                    }
                }
                self.set_flag(fact, FactRecord::RESOLVED, before.is_some());
                if let Some(detail) = self.detail_mut(fact) {
                    detail.resolution = before.and_then(RowId::new);
                }
            }
            Alteration::Narrow { node, from, .. } => self.set_kind(node, from),
            Alteration::Merge { duplicate, .. } => self.unjoin(row, duplicate),
            Alteration::Unmerge { merge, .. } => self.unpart(merge),
            Alteration::KeepApart { .. } => self.merged.allow(row),
            Alteration::AllowMerge { apart, .. } => self.unallow(apart),
            Alteration::Purge { .. } => {}
        }
    }

    /// The transaction that retracted a fact.
    #[must_use]
    pub fn retracted_in(&self, fact: FactId) -> Option<TransactionId> {
        let at = self.detail(fact)?.retraction?;
        Some(self.altered_in(at.index()))
    }

    /// The transaction that made an alteration.
    pub(crate) fn altered_in(&self, row: u32) -> TransactionId {
        self.journal.transaction_of(row, |m| m.alterations)
    }

    /// The transaction that resolved a fact.
    #[must_use]
    pub fn resolved_in(&self, fact: FactId) -> Option<TransactionId> {
        let at = self.detail(fact)?.resolution?;
        Some(self.altered_in(at.index()))
    }

    /// The fact that resolved this one last, and how, whether or not it was retracted since.
    #[must_use]
    pub fn resolution(&self, fact: FactId) -> Option<(Outcome, FactId)> {
        self.resolutions(fact).next().map(|(_, outcome, by)| (outcome, by))
    }

    /// All facts that ever resolved this one, the last first: the row of the alteration, how, and the fact. All but the first
    /// were retracted.
    pub(super) fn resolutions(&self, fact: FactId) -> impl Iterator<Item = (u32, Outcome, FactId)> + use<'_> {
        let read = |row: u32| match *self.journal.alterations.get(row as usize)? {
            Alteration::Resolve { by, outcome, before, .. } => Some((row, outcome, by, before)),
            _ => None,
        };
        let last = self.detail(fact).and_then(|detail| detail.resolution).map(RowId::index).and_then(read);
        let all = std::iter::successors(last, move |(.., before)| before.and_then(read));
        all.map(|(row, outcome, by, _)| (row, outcome, by))
    }

    /// The facts that this one resolved, in the order in which that was recorded; also those that others resolved since.
    pub(crate) fn resolved_by(&self, fact: FactId) -> impl Iterator<Item = FactId> + use<'_> {
        let rows = self.settled.get(&fact).map_or(&[][..], Vec::as_slice);
        rows.iter().filter_map(|row| match self.journal.alterations.get(*row as usize)? {
            Alteration::Resolve { fact, .. } => Some(*fact),
            _ => None,
        })
    }

    /// Why a fact was retracted: `Some("")` where no reason was given, `None` where it stands.
    #[must_use]
    pub fn retraction(&self, fact: FactId) -> Option<&str> {
        match *self.journal.alterations.get(self.detail(fact)?.retraction?.at())? {
            Alteration::Retract { why, .. } => Some(self.arena.find(why).unwrap_or_default()),
            _ => None,
        }
    }

    /// The kind that an entity has had since it was narrowed last, or from the first; of one that was merged into another,
    /// the kind of that other.
    #[must_use]
    pub fn kind_of(&self, id: Id<impl Kind>) -> Option<KindId> {
        match self.node_kind(self.canonical(id).index())? {
            NodeKind::Entity { kind, .. } => Some(kind),
            _ => None,
        }
    }
}
