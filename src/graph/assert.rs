//! Asserting facts: each is checked whole, then stored and indexed.

use super::{AddedOnce, KnowledgeGraph};
use crate::{
    draft::{Draft, DraftParts},
    error::{Error, ErrorKind},
    model::FactId,
    schema::RelationTerm,
    tables::{FactRecord, NewEnd, NewFact},
};

/// What becomes of a fact whose equal has another key, or none.
#[derive(Clone, Copy, Debug)]
pub(super) enum OtherKey {
    /// It is an error.
    IsRefused,
    /// It is recorded as another fact.
    IsAnother,
}

/// More facts than these between two nodes are looked through by their time. Fewer in tests.
const MANY: usize = if cfg!(test) { 4 } else { 16 };

impl KnowledgeGraph {
    /// Records a fact. Facts between the same ends are all kept: two terms of office are two facts.
    ///
    /// # Errors
    /// The first error of the draft, an unknown name, an end or player of the wrong kind, a required role that is
    /// missing, a time that does not fit an event or a state, or a quote that is not in the text of its source. The
    /// graph then stays as it was.
    ///
    /// ```
    /// use chancery::{ErrorKind, KnowledgeGraph, fact};
    /// use chancery::diplomacy::{self, AccreditedTo, AmbassadorOf, Person, State};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let kistafin = kg.add(Person, "Yerzhan Kistafin")?;
    /// let (kazakhstan, pakistan) = (kg.add(State, "Kazakhstan")?, kg.add(State, "Pakistan")?);
    /// kg.assert(fact(kistafin, AmbassadorOf, kazakhstan).with(AccreditedTo, pakistan).as_of("2026-01-24"))?;
    ///
    /// let missing = kg.assert(fact(kistafin, AmbassadorOf, kazakhstan)).unwrap_err();
    /// assert_eq!(missing.kind(), ErrorKind::MissingRole);
    /// assert_eq!(kg.fact_count(), 1);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn assert<R: RelationTerm>(&mut self, draft: Draft<R>) -> Result<FactId, Error> {
        let said = draft.into_parts()?;
        self.assert_said(said)
    }

    pub(super) fn assert_said(&mut self, said: DraftParts) -> Result<FactId, Error> {
        self.all_or_nothing(|kg| {
            let new = kg.new_fact(said)?;
            kg.push_fact(new)
        })
    }

    /// Appends a fact.
    pub(super) fn push_fact(&mut self, new: NewFact) -> Result<FactId, Error> {
        let fact = self.tables.push_fact(new)?;
        Ok(fact.given_by(self.origin))
    }

    /// Records a fact, unless the graph has an equal one already. If it has, only the claims that the recorded fact
    /// lacks are added to it.
    ///
    /// Equal facts have the same ends, role players, time and modality. The ends of a symmetric relation may be
    /// swapped. A retracted fact does not count. If the draft has a key, the equal fact with this key is meant. If there is
    /// none, another equal fact is an error, as it cannot get the key.
    ///
    /// # Errors
    /// As [`assert`](Self::assert); [`ErrorKind::DuplicateKey`] if the draft has a key, and the recorded fact has
    /// another key or none.
    pub fn assert_once<R: RelationTerm>(&mut self, draft: Draft<R>) -> Result<FactId, Error> {
        let said = draft.into_parts()?;
        let takes = |_, record: &FactRecord| !record.is_retracted();
        self.record_once(said, &takes, OtherKey::IsRefused).map(|done| done.fact)
    }

    /// Records a fact, unless there is an equal one of those that may be taken; then only the claims that it lacks are added.
    /// If the fact has a key, the equal fact has it too.
    pub(super) fn record_once(
        &mut self,
        mut said: DraftParts,
        takes: &dyn Fn(FactId, &FactRecord) -> bool,
        other_key: OtherKey,
    ) -> Result<AddedOnce, Error> {
        self.all_or_nothing(|kg| {
            let key = said.key.take();
            let claims = std::mem::take(&mut said.claims);
            let mut new = kg.new_fact(said)?;
            let has_key = |fact| key.is_none() || kg.tables.fact_key(fact) == key.as_deref();
            if let Some(fact) = kg.saying_the_same(&new, &|fact, record| takes(fact, record) && has_key(fact)) {
                let mut added = 0;
                for claim in &claims {
                    added += usize::from(kg.push_claim_once(fact, claim)?);
                }
                return Ok(AddedOnce { fact, is_new: false, claims: added });
            }
            if let (OtherKey::IsRefused, Some(key)) = (other_key, &key)
                && let Some(fact) = kg.saying_the_same(&new, takes)
            {
                let has = kg.tables.fact_key(fact).map_or("no key".to_owned(), |k| format!("the key `{k}`"));
                let why = format!("the fact stands already with {has}; `{key}` cannot be its key too");
                return Err(Error::new(ErrorKind::DuplicateKey, why));
            }
            let fact = kg.all_or_nothing(|kg| {
                kg.add_to_new(&mut new, key, &claims)?;
                kg.push_fact(new)
            })?;
            Ok(AddedOnce { fact, is_new: true, claims: 0 })
        })
    }

    /// The first fact that says the same, of those that may be taken.
    pub(super) fn saying_the_same(&self, new: &NewFact, takes: &dyn Fn(FactId, &FactRecord) -> bool) -> Option<FactId> {
        let tables = &self.tables;
        let node = |end: &NewEnd| self.node_of(end).map(|node| tables.merged().canonical(node));
        let (subject, object) = (node(&new.subject)?, node(&new.object)?);
        let mut players = Vec::with_capacity(new.players.len());
        for (role, end) in &new.players {
            players.push((*role, node(end)?));
        }
        // The order of the players of one role says nothing.
        players.sort_unstable();
        let same = |fact: &FactId| {
            tables.sorted_players(*fact) == players
                && tables
                    .record(*fact)
                    .is_some_and(|r| r.when == new.when && r.modality == new.modality && takes(*fact, r))
        };
        let label = new.relation.index();
        let own = |fact| FactId::new(fact).given_by(self.origin);
        let joined = |from, to| {
            let facts = tables.outgoing().group(from, label).with(to);
            let mut first: Option<u32> = None;
            // Of many facts between two nodes, few are of one time.
            let by_time = facts.len() > MANY
                && tables.outgoing().each_of_time(from, label, new.when, |facts| {
                    debug_assert!(facts.is_sorted(), "the facts of one time ascend");
                    let earlier = |fact: &&u32| first.is_none_or(|first| **fact < first);
                    let joins = |fact: &&u32| tables.ends(own(**fact)).is_some_and(|(_, object)| object == to);
                    let found = facts.iter().filter(earlier).filter(joins).find(|fact| same(&own(**fact)));
                    first = found.copied().or(first);
                });
            if by_time { first.map(own) } else { facts.iter().map(|(_, fact)| own(fact)).find(same) }
        };
        let swapped = || if self.schema.ends(new.relation).symmetric { joined(object, subject) } else { None };
        joined(subject, object).or_else(swapped)
    }

    pub(super) fn node_of(&self, end: &NewEnd) -> Option<u32> {
        match end {
            NewEnd::Node(node) => Some(*node),
            NewEnd::Value(value) => self.tables.node_of_value(value),
            NewEnd::Fact(fact) => self.tables.own_node(*fact),
        }
    }
}
