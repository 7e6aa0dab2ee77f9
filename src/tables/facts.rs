//! Facts: the record, and what few facts have beside it.

use petgraph::graph::{EdgeIndex, NodeIndex};

use super::{
    FactRecord, NewClaim, NodeKind, Op, Tables,
    adjacency::{Adjacency, Entry},
    arena::{Arena, StringId},
    details::{Detail, Details},
    nodes::index,
    number,
    relation_facts::RelationFacts,
    row_id::RowId,
    time_key::time_of,
};
use crate::{
    error::{Error, ErrorKind},
    model::{FactId, Modality, RelationId, RoleId, Value},
    time::{Day, Span, When},
};

/// A fact to append: it passed every check.
#[derive(Clone, Debug)]
pub(crate) struct NewFact {
    /// No fact has it yet.
    pub(crate) key: Option<String>,
    pub(crate) relation: RelationId,
    pub(crate) subject: NewEnd,
    pub(crate) object: NewEnd,
    /// In the order in which the relation declares the roles.
    pub(crate) players: Vec<(RoleId, NewEnd)>,
    pub(crate) when: When,
    pub(crate) modality: Modality,
    pub(crate) claims: Vec<NewClaim>,
}

/// An end or player of a fact to append: a node, or a value or fact for which a node is appended if it has none.
#[derive(Clone, Debug)]
pub(crate) enum NewEnd {
    Node(u32),
    Value(Value),
    Fact(FactId),
}

impl Tables {
    /// Appends a fact with its claims, and the nodes that its ends and players need.
    pub(crate) fn push_fact(&mut self, new: NewFact) -> Result<FactId, Error> {
        let fact = u32::try_from(self.log.edge_count()).ok().filter(|n| *n < u32::MAX - 1);
        let fact = FactId::new(
            fact.ok_or_else(|| Error::new(ErrorKind::Full, format!("a graph holds at most {} facts", u32::MAX - 1)))?,
        );
        let waiting = self.deferred.map_or(0, |first| self.log.edge_count() - first as usize);
        if self.outgoing.is_full(waiting) || self.incoming.is_full(waiting) || self.playing.is_full(0) {
            return Err(Error::new(ErrorKind::Full, "the lists of facts have no room for one more"));
        }
        let subject = self.take_end(new.subject)?;
        let object = self.take_end(new.object)?;
        let mut players = Vec::with_capacity(new.players.len());
        for (role, end) in new.players {
            players.push((role, self.take_end(end)?));
        }
        self.fail_point()?;

        let relation = new.relation;
        let record = FactRecord { when: new.when, relation, modality: new.modality, flags: 0 };
        if self.log.edge_count() == self.log.capacity().1 {
            // Room for an eighth more, where petgraph would double it.
            self.log.reserve_exact_edges(self.log.edge_count() / 8 + 64);
        }
        self.log.add_edge(NodeIndex::new(subject as usize), NodeIndex::new(object as usize), record);
        self.fail_point()?;
        self.by_relation.of_mut(relation).push(fact, &record);
        self.name(&record, subject, object);
        self.fail_point()?;
        if !self.is_deferred(fact) {
            let (label, log) = (relation.index(), &self.log);
            let (from, to) = (self.merged.canonical(subject), self.merged.canonical(object));
            let time = |fact| time_of(log, fact);
            let out = Entry { label, other: to, fact: fact.index() };
            let into = Entry { other: from, ..out };
            let [at_out, at_in] =
                Adjacency::insertion_points([(&self.outgoing, from, out), (&self.incoming, to, into)]);
            self.outgoing.insert_at(at_out, from, out, time);
            self.incoming.insert_at(at_in, to, into, time);
            self.by_relation.of_mut(relation).date(fact, time);
            self.fail_point()?;
        }
        if new.key.is_some() || !players.is_empty() {
            self.push_detail(fact, subject, new.key.as_deref(), &players)?;
        }
        for claim in new.claims {
            self.append_claim(fact, claim)?;
            self.set_detail(fact, |detail| detail.first_claims += 1);
        }
        self.journal.record(Op::Assert);
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
        self.fail_point()?;
        let full =
            || Error::new(ErrorKind::Full, "a graph holds at most 4294967295 role players, a fact at most 65535");
        let start = u32::try_from(self.players.len()).map_err(|_| full())?;
        let count = u16::try_from(players.len()).map_err(|_| full())?;
        start.checked_add(u32::from(count)).ok_or_else(full)?;
        debug_assert!(key.is_none_or(|key| self.fact_of_key(key).is_none()), "a key is free before it is given");
        let key_id = key.map_or(Ok(StringId::NONE), |key| self.strings.push(key))?;
        self.fail_point()?;
        self.players.extend_from_slice(players);
        self.set_detail(fact, |detail| {
            detail.players = (start, count);
            detail.key = key_id;
        });
        self.fail_point()?;
        let other = self.merged.canonical(subject);
        let players: Vec<_> = self.players(fact).collect();
        for (role, player) in players {
            let entry = Entry { label: role.index(), other, fact: fact.index() };
            let log = &self.log;
            self.playing.insert(player, entry, |fact| time_of(log, fact));
            self.fail_point()?;
        }
        if let Some(key) = key {
            let (details, strings) = (&self.details, &self.strings);
            self.fact_keys.insert(key, fact.index(), |fact| key_in(details, strings, FactId::new(fact)));
        }
        Ok(())
    }

    /// The node of an end, made if it is a value or a fact that has none yet.
    fn take_end(&mut self, end: NewEnd) -> Result<u32, Error> {
        match end {
            NewEnd::Node(node) => Ok(node),
            NewEnd::Value(value) => self.take_value(value),
            NewEnd::Fact(fact) => {
                if let Some(node) = self.own_node(fact) {
                    return Ok(node);
                }
                self.detail_for(fact)?;
                let node = self.push_node(NodeKind::Fact(fact))?;
                self.set_detail(fact, |detail| detail.node = RowId::new(node));
                if let Some(record) = self.record(fact).copied() {
                    self.by_relation.of_mut(record.relation).count_node();
                }
                Ok(node)
            }
        }
    }

    /// Takes the last fact off, with its entries in lists and indexes, whether or not all were made.
    pub(super) fn pop_fact(&mut self) {
        let Some(last) = self.log.edge_count().checked_sub(1) else { return };
        let edge = EdgeIndex::new(last);
        let fact = FactId::new(number(last));
        let Some((record, (subject, object))) = self.record(fact).copied().zip(self.asserted_ends(fact)) else {
            debug_assert!(false, "facts have no holes");
            return;
        };
        let deferred = self.is_deferred(fact);
        self.unlist(fact);
        let has_node = self.own_node(fact).is_some();
        // A fact gives its name in one go with its place here. Another fact may have given the same name: only what
        // this one gave is taken back.
        let facts = self.by_relation.of_mut(record.relation);
        if facts.pop(fact, &record, !deferred) {
            if has_node {
                facts.uncount_node();
            }
            self.unname(&record, subject, object);
        }
        if let Some(key) = self.details.get(fact).and_then(|detail| self.strings.find(detail.key)) {
            self.fact_keys.remove(key, fact.index());
        }
        self.log.remove_edge(edge);
    }

    /// How many facts there are.
    #[inline]
    pub(crate) fn fact_count(&self) -> usize {
        self.log.edge_count()
    }

    /// Every fact with its ends and record.
    pub(crate) fn all_facts(&self) -> impl Iterator<Item = (FactId, (u32, u32), &FactRecord)> {
        (0u32..)
            .zip(self.log.raw_edges())
            .map(|(fact, edge)| (FactId::new(fact), (index(edge.source()), index(edge.target())), &edge.weight))
    }

    #[inline]
    pub(crate) fn record(&self, fact: FactId) -> Option<&FactRecord> {
        self.log.edge_weight(EdgeIndex::new(fact.at()))
    }

    /// Subject and object: of each, the node that stands for it. All questions read ends by this.
    #[inline]
    pub(crate) fn ends(&self, fact: FactId) -> Option<(u32, u32)> {
        let (subject, object) = self.asserted_ends(fact)?;
        Some((self.merged.canonical(subject), self.merged.canonical(object)))
    }

    /// Subject and object as they were asserted, before any merge.
    #[inline]
    pub(crate) fn asserted_ends(&self, fact: FactId) -> Option<(u32, u32)> {
        self.log.edge_endpoints(EdgeIndex::new(fact.at())).map(|(subject, object)| (index(subject), index(object)))
    }

    /// The role players of a fact: of each, the node that stands for it. All questions read players by this. Two
    /// players of one role that were merged are one.
    #[inline]
    pub(crate) fn players(&self, fact: FactId) -> impl Iterator<Item = (RoleId, u32)> + Clone + use<'_> {
        let asserted = self.asserted_players(fact);
        let canonical = |(role, node): &(RoleId, u32)| (*role, self.merged.canonical(*node));
        asserted.iter().enumerate().filter_map(move |(at, player)| {
            let player = canonical(player);
            // No player is asserted twice in one role, so only a merge can make two of them one.
            let before = if self.merged.is_empty() { &[] } else { asserted.get(..at).unwrap_or_default() };
            // Of many players few are merged, and a look at each for each would take long.
            let may_be_again = at < 16 || self.merged.is_group(player.1);
            let again = may_be_again && before.iter().any(|other| other.0 == player.0 && canonical(other) == player);
            (!again).then_some(player)
        })
    }

    /// The players of one role of a fact.
    #[inline]
    pub(crate) fn players_of(&self, fact: FactId, role: RoleId) -> impl Iterator<Item = u32> + Clone + use<'_> {
        self.players(fact).filter(move |(played, _)| *played == role).map(|(_, node)| node)
    }

    /// The role players of a fact in the order of their numbers: equal for two facts that have the same players.
    pub(crate) fn sorted_players(&self, fact: FactId) -> Vec<(RoleId, u32)> {
        let mut players: Vec<_> = self.players(fact).collect();
        players.sort_unstable();
        players
    }

    /// A role that both of two facts have, with different players.
    pub(crate) fn differing_role(&self, one: FactId, other: FactId) -> Option<RoleId> {
        let others = self.sorted_players(other);
        self.sorted_players(one).chunk_by(|(a, _), (b, _)| a == b).find_map(|players| {
            let (role, _) = players.first()?;
            let from = others.partition_point(|(other, _)| other < role);
            let until = others.partition_point(|(other, _)| other <= role);
            (from < until && others.get(from..until) != Some(players)).then_some(*role)
        })
    }

    /// The role players of a fact as they were asserted, before any merge.
    #[inline]
    pub(crate) fn asserted_players(&self, fact: FactId) -> &[(RoleId, u32)] {
        self.details.get(fact).map_or(&[], |detail| self.players_in(detail))
    }

    #[inline]
    pub(super) fn players_in(&self, detail: &Detail) -> &[(RoleId, u32)] {
        let (start, count) = (detail.players.0 as usize, usize::from(detail.players.1));
        self.players.get(start..start + count).unwrap_or_default()
    }

    /// The node that stands for a fact, if something is about it.
    #[inline]
    pub(crate) fn own_node(&self, fact: FactId) -> Option<u32> {
        self.details.get(fact)?.node.map(RowId::index)
    }

    /// The key of a fact, if it has one.
    pub(crate) fn fact_key(&self, fact: FactId) -> Option<&str> {
        self.strings.find(self.details.get(fact)?.key)
    }

    /// The fact of a key.
    pub(crate) fn fact_of_key(&self, key: &str) -> Option<FactId> {
        self.fact_keys.get(key, |fact| key_in(&self.details, &self.strings, FactId::new(fact))).map(FactId::new)
    }

    /// The key of the fact that has a row of the details; empty if it has none.
    pub(crate) fn fact_key_of_detail(&self, row: u32) -> &str {
        let detail = self.details.rows().get(row as usize);
        detail.and_then(|(_, detail)| self.strings.find(detail.key)).unwrap_or_default()
    }

    /// The number of details.
    pub(crate) fn detail_count(&self) -> usize {
        self.details.rows().len()
    }

    /// The detail of a fact, made if it has none yet.
    pub(super) fn detail_for(&mut self, fact: FactId) -> Result<Detail, Error> {
        if let Some(detail) = self.details.get(fact) {
            return Ok(*detail);
        }
        let full = || Error::new(ErrorKind::Full, "a graph holds at most 4294967295 facts with details");
        let row = self.details.push(fact).ok_or_else(full)?;
        self.fail_point()?;
        self.details.link(fact, row);
        Ok(Detail::EMPTY)
    }

    /// Changes the detail of a fact that has one.
    pub(super) fn set_detail(&mut self, fact: FactId, change: impl FnOnce(&mut Detail)) {
        let detail = self.details.get_mut(fact);
        debug_assert!(detail.is_some(), "a detail is made before it is changed");
        if let Some(detail) = detail {
            change(detail);
        }
    }

    /// The facts of a relation in the order of recording, whatever became of them.
    #[inline]
    pub(crate) fn facts_of(&self, relation: RelationId) -> &super::FactList {
        self.by_relation.of(relation).map_or(super::FactList::EMPTY, RelationFacts::facts)
    }

    /// Calls with the facts of a relation that may touch a span of days, and some that do not: facts of one time each,
    /// and the day on which they happened, if they did so on one day for sure. Returns whether it could: nothing is
    /// called if the relation has few facts; then they are best read whole.
    #[inline]
    pub(crate) fn each_touching(
        &self,
        relation: RelationId,
        span: Span,
        visit: impl FnMut(Option<Day>, &[u32]),
    ) -> bool {
        self.by_relation.of(relation).is_some_and(|of| of.each_touching(span, visit))
    }

    /// A first and a last day between which all facts of a relation happened, each on one day for sure; nothing if one
    /// did not. O(1), and a step for each of a few hundred facts.
    pub(crate) fn exact_days_of(&self, relation: RelationId) -> Option<(Day, Day)> {
        let when = |fact| self.record(fact).map_or(When::UNSTATED, |record| record.when);
        self.by_relation.of(relation)?.exact_days(when)
    }

    /// How many facts of a relation a default view may hide: retracted, resolved, or neither actual nor planned. If
    /// none, such a view shows all of them without a look at each.
    #[inline]
    pub(crate) fn hidden_of(&self, relation: RelationId) -> u32 {
        self.by_relation.of(relation).map_or(0, RelationFacts::hidden)
    }

    /// How many facts of a relation are planned, hidden ones included: those that are at most possible in a default
    /// view.
    #[inline]
    pub(crate) fn planned_of(&self, relation: RelationId) -> u32 {
        self.by_relation.of(relation).map_or(0, RelationFacts::planned)
    }

    /// How many facts of a relation have a node of their own.
    #[inline]
    pub(crate) fn with_node_of(&self, relation: RelationId) -> u32 {
        self.by_relation.of(relation).map_or(0, RelationFacts::with_node)
    }
}

/// The key of a fact, for an index that changes while the other tables are read.
fn key_in<'a>(details: &Details, strings: &'a Arena, fact: FactId) -> &'a str {
    details.get(fact).and_then(|detail| strings.find(detail.key)).unwrap_or_default()
}
