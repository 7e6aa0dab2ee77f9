//! Asserting facts: each is checked whole, then stored and indexed.

use petgraph::graph::NodeIndex;

use super::{
    KnowledgeGraph,
    adjacency::{Adjacency, Entry},
    arena::{Arena, StringId},
    details::Details,
    journal::Op,
    record::{FactRecord, NodeKind},
    relation_facts::RelationFacts,
    resolve::{End, Statement},
    row_id::RowId,
    time_key::time_of,
};
use crate::{
    draft::{Draft, DraftParts},
    error::{Error, ErrorKind},
    model::{Fact, FactId, RoleId, Value},
    schema::RelationTerm,
};

impl KnowledgeGraph {
    /// Records a fact. Facts between the same ends are all kept: two terms of office are two facts.
    ///
    /// # Errors
    /// The draft's own first error; a name that is unknown; an end or player of the wrong kind, with relation, place,
    /// expected and found; a required role that is missing; a date that the relation's shape refuses; a claim whose quote
    /// is not in the text. The graph stays as it was.
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
        self.atomically(Op::Assert, |kg| {
            let statement = kg.statement(said)?;
            kg.push_statement(statement)
        })
    }

    /// Records a fact unless one that says the same stands already: then only claims that it lacks are added to that one.
    ///
    /// The same means equal ends, role players, when and modality, and not retracted. Of a symmetric relation the ends
    /// may be swapped. A key is no part of it, but a key that the standing fact does not have is an error.
    ///
    /// # Errors
    /// As [`assert`](Self::assert); [`ErrorKind::DuplicateKey`] if the draft has a key and the standing fact another or none.
    pub fn assert_once<R: RelationTerm>(&mut self, draft: Draft<R>) -> Result<FactId, Error> {
        let said = draft.into_parts()?;
        self.transaction(|kg| {
            let bare = DraftParts { key: None, claims: Vec::new(), ..said.clone() };
            let statement = kg.statement(bare)?;
            let standing = kg.saying_the_same(&statement, &|_, record| !record.is_retracted());
            let Some(standing) = standing else { return kg.assert_said(said) };
            if let Some(key) = said.key.as_deref().filter(|key| kg.fact_key(standing) != Some(key)) {
                let has = kg.fact_key(standing).map_or("no key".to_owned(), |k| format!("the key `{k}`"));
                let why = format!("the fact stands already with {has}; `{key}` cannot be its key too");
                return Err(Error::new(ErrorKind::DuplicateKey, why));
            }
            for claim in &said.claims {
                kg.claim_once(standing, claim)?;
            }
            Ok(standing)
        })
    }

    /// Records a fact in plain values. `#3` in it is the fact that `place` finds for that.
    pub(crate) fn assert_fact(
        &mut self,
        fact: &Fact,
        place: &dyn Fn(&str) -> Result<FactId, Error>,
    ) -> Result<FactId, Error> {
        self.atomically(Op::Assert, |kg| {
            let said = kg.said_in(fact, place)?;
            let statement = kg.statement(said)?;
            kg.push_statement(statement)
        })
    }

    /// The first fact that says the same, of those that may be taken.
    pub(super) fn saying_the_same(
        &self,
        statement: &Statement,
        takes: &dyn Fn(FactId, &FactRecord) -> bool,
    ) -> Option<FactId> {
        let node = |end: &End| self.node_of(end).map(|node| self.merged.canonical(node));
        let (subject, object) = (node(&statement.subject)?, node(&statement.object)?);
        let mut roles = Vec::with_capacity(statement.roles.len());
        for (role, end) in &statement.roles {
            roles.push((*role, node(end)?));
        }
        let same = |fact: &FactId| {
            self.players(*fact).eq(roles.iter().copied())
                && self
                    .record(*fact)
                    .is_some_and(|r| r.when == statement.when && r.modality == statement.modality && takes(*fact, r))
        };
        let label = statement.relation.index();
        let joined =
            |from, to| self.outgoing.group(from, label).with(to).iter().map(|(_, fact)| FactId::new(fact)).find(same);
        let swapped = || if self.schema.ends(statement.relation).symmetric { joined(object, subject) } else { None };
        joined(subject, object).or_else(swapped)
    }

    fn node_of(&self, end: &End) -> Option<u32> {
        match end {
            End::Node(node) => Some(*node),
            End::Value(value) => {
                self.find_value(value).map(|at| self.values.get(at as usize).map_or(0, |(_, node)| *node))
            }
            End::Fact(fact) => self.own_node(*fact),
        }
    }

    pub(super) fn find_value(&self, value: &Value) -> Option<u32> {
        self.value_index.get(value, |at| self.values.get(at as usize).map_or(value_nowhere(), |(value, _)| value))
    }

    pub(super) fn push_statement(&mut self, statement: Statement) -> Result<FactId, Error> {
        let fact = u32::try_from(self.log.edge_count()).ok().filter(|n| *n < u32::MAX - 1);
        let fact = FactId::new(
            fact.ok_or_else(|| Error::new(ErrorKind::Full, format!("a graph holds at most {} facts", u32::MAX - 1)))?,
        );
        if self.outgoing.is_full() || self.incoming.is_full() || self.playing.is_full() {
            return Err(Error::new(ErrorKind::Full, "the lists of facts have no room for one more"));
        }
        let subject = self.take_end(statement.subject)?;
        let object = self.take_end(statement.object)?;
        let mut players = Vec::with_capacity(statement.roles.len());
        for (role, end) in statement.roles {
            players.push((role, self.take_end(end)?));
        }
        self.step()?;

        let relation = statement.relation;
        let record = FactRecord { when: statement.when, relation, modality: statement.modality, flags: 0 };
        if self.log.edge_count() == self.log.capacity().1 {
            // Room for an eighth more, where petgraph would double it.
            self.log.reserve_exact_edges(self.log.edge_count() / 8 + 64);
        }
        self.log.add_edge(NodeIndex::new(subject as usize), NodeIndex::new(object as usize), record);
        self.step()?;
        let at = relation.at();
        if self.by_relation.len() <= at {
            self.by_relation.resize_with(at + 1, RelationFacts::default);
        }
        if let Some(facts) = self.by_relation.get_mut(at) {
            facts.push(fact, &record);
        }
        self.name(relation, subject, object);
        self.step()?;
        if !self.is_unlisted(fact) {
            let (label, log) = (relation.index(), &self.log);
            let (from, to) = (self.merged.canonical(subject), self.merged.canonical(object));
            let time = |fact| time_of(log, fact);
            let out = Entry { label, other: to, fact: fact.index() };
            let into = Entry { other: from, ..out };
            let [aim_out, aim_in] = Adjacency::aim([(&self.outgoing, from, out), (&self.incoming, to, into)]);
            self.outgoing.insert_at(aim_out, from, out, time);
            self.incoming.insert_at(aim_in, to, into, time);
            if let Some(facts) = self.by_relation.get_mut(at) {
                facts.date(fact, time);
            }
            self.step()?;
        }
        if statement.key.is_some() || !players.is_empty() {
            self.push_detail(fact, subject, statement.key.as_deref(), &players)?;
        }
        for claim in statement.claims {
            self.push_claim(fact, claim)?;
            if let Some(detail) = self.detail_mut(fact) {
                detail.told += 1;
            }
        }
        Ok(fact)
    }

    fn push_detail(
        &mut self,
        fact: FactId,
        subject: u32,
        key: Option<&str>,
        players: &[(RoleId, u32)],
    ) -> Result<(), Error> {
        self.detail_for(fact)?;
        self.step()?;
        let full = || Error::new(ErrorKind::Full, "too many role players for one graph");
        let start = u32::try_from(self.players.len()).map_err(|_| full())?;
        let count = u16::try_from(players.len()).map_err(|_| full())?;
        start.checked_add(u32::from(count)).ok_or_else(full)?;
        let key_id = key.map_or(Ok(StringId::NONE), |key| self.arena.push(key))?;
        self.step()?;
        self.players.extend_from_slice(players);
        if let Some(detail) = self.detail_mut(fact) {
            detail.players = (start, count);
            detail.key = key_id;
        }
        self.step()?;
        for (role, player) in players {
            let (player, other) = (self.merged.canonical(*player), self.merged.canonical(subject));
            let entry = Entry { label: role.index(), other, fact: fact.index() };
            let log = &self.log;
            self.playing.insert(player, entry, |fact| time_of(log, fact));
            self.step()?;
        }
        if let Some(key) = key {
            let (details, arena) = (&self.details, &self.arena);
            self.fact_keys.insert(key, fact.index(), |fact| key_in(details, arena, FactId::new(fact)));
        }
        Ok(())
    }

    /// The node of an end, made if it is a value or a fact that has none yet.
    fn take_end(&mut self, end: End) -> Result<u32, Error> {
        if let Some(node) = self.node_of(&end) {
            return Ok(node);
        }
        match end {
            End::Node(node) => Ok(node),
            End::Value(value) => {
                // There are at most as many values as nodes.
                let at = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
                self.values.push((value, u32::MAX));
                let node = self.push_node(NodeKind::Value(at))?;
                if let Some((_, of)) = self.values.last_mut() {
                    *of = node;
                }
                self.step()?;
                let values = &self.values;
                if let Some((value, _)) = values.last() {
                    self.value_index
                        .insert(value, at, |at| values.get(at as usize).map_or(value_nowhere(), |(value, _)| value));
                }
                Ok(node)
            }
            End::Fact(fact) => {
                self.detail_for(fact)?;
                let node = self.push_node(NodeKind::Fact(fact))?;
                if let Some(detail) = self.detail_mut(fact) {
                    detail.node = RowId::new(node);
                }
                if let Some(facts) = self.relation_facts_mut(fact) {
                    facts.note();
                }
                Ok(node)
            }
        }
    }
}

/// Stands in for a value that an index names and the table lacks, which `validate` would report.
fn value_nowhere() -> &'static Value {
    static NOWHERE: Value = Value::Text(String::new());
    &NOWHERE
}

fn key_in<'a>(details: &Details, arena: &'a Arena, fact: FactId) -> &'a str {
    details.get(fact).and_then(|detail| arena.find(detail.key)).unwrap_or_default()
}
