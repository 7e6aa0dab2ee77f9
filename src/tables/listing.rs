//! The lists by which facts are found: putting a fact in, taking it out, and many at once at the end of a load.

use petgraph::graph::DiGraph;

use super::{
    FactRecord, Merged, NodeRecord, Tables,
    adjacency::{Adjacency, Batch, Entry},
    nodes::index,
    number,
    time_key::{time_key, time_of},
};
use crate::model::FactId;

#[derive(Clone, Copy)]
enum Which {
    Outgoing,
    Incoming,
    Playing,
}

impl Tables {
    /// Changes the canonical nodes of some groups, and lists their facts again.
    pub(super) fn relist(&mut self, nodes: &[u32], change: impl FnOnce(&mut Merged)) {
        let mut facts: Vec<u32> = Vec::new();
        for node in nodes {
            for lists in self.lists() {
                facts.extend(lists.all(self.merged.canonical(*node)).map(|entry| entry.fact));
            }
        }
        facts.sort_unstable();
        facts.dedup();
        for fact in &facts {
            self.unlist(FactId::new(*fact));
        }
        change(&mut self.merged);
        for fact in &facts {
            self.list(FactId::new(*fact));
        }
    }

    /// Puts a fact into the lists of its ends and players.
    fn list(&mut self, fact: FactId) {
        for (which, node, entry) in self.entries(fact) {
            let (lists, log) = self.lists_mut(which);
            lists.insert(node, entry, |fact| time_of(log, fact));
        }
    }

    /// Takes a fact out of the lists of its ends and players, as far as it is there.
    pub(super) fn unlist(&mut self, fact: FactId) {
        for (which, node, entry) in self.entries(fact) {
            self.lists_mut(which).0.remove(node, entry);
        }
    }

    fn entries(&self, fact: FactId) -> Vec<(Which, u32, Entry)> {
        let Some(((subject, object), record)) = self.ends(fact).zip(self.record(fact)) else {
            debug_assert!(false, "only a fact is listed");
            return Vec::new();
        };
        let entry = |label, other| Entry { label, other, fact: fact.index() };
        let label = record.relation.index();
        let ends = [(Which::Outgoing, subject, entry(label, object)), (Which::Incoming, object, entry(label, subject))];
        let players = self.players(fact).map(|(role, player)| (Which::Playing, player, entry(role.index(), subject)));
        ends.into_iter().chain(players).collect()
    }

    fn lists_mut(&mut self, which: Which) -> (&mut Adjacency, &DiGraph<NodeRecord, FactRecord>) {
        let lists = match which {
            Which::Outgoing => &mut self.outgoing,
            Which::Incoming => &mut self.incoming,
            Which::Playing => &mut self.playing,
        };
        (lists, &self.log)
    }

    /// From now on facts come into no list of their ends, until [`list_deferred`](Self::list_deferred).
    pub(crate) fn defer_lists(&mut self) {
        self.deferred.get_or_insert(number(self.log.edge_count()));
    }

    /// Whether a fact is in no list yet.
    pub(super) fn is_deferred(&self, fact: FactId) -> bool {
        self.deferred.is_some_and(|first| first <= fact.index())
    }

    /// Puts the facts that are in no list yet into those of their ends and relations.
    pub(crate) fn list_deferred(&mut self) {
        let Some(first) = self.deferred.take() else { return };
        let end = number(self.log.edge_count());
        // Rebuilding the lists costs as much as inserting into them does for a part of what they hold.
        if u64::from(end.saturating_sub(first)) * 8 < u64::from(end) {
            for fact in (first..end).map(FactId::new) {
                let Some(((subject, object), record)) = self.ends(fact).zip(self.record(fact).copied()) else {
                    debug_assert!(false, "facts have no holes");
                    continue;
                };
                let (label, number) = (record.relation.index(), fact.index());
                let log = &self.log;
                let time = |fact| time_of(log, fact);
                self.outgoing.insert(subject, Entry { label, other: object, fact: number }, time);
                self.incoming.insert(object, Entry { label, other: subject, fact: number }, time);
                self.by_relation.of_mut(record.relation).date(fact, time);
            }
            return;
        }
        let new = self.log.raw_edges().get(first as usize..).unwrap_or_default();
        // Read once in the order in which they are stored: from here on they are read in every other.
        let times: Vec<u32> = new.iter().map(|edge| time_key(edge.weight.when)).collect();
        let log = &self.log;
        let time = |fact: u32| {
            let new = fact.checked_sub(first).and_then(|at| times.get(at as usize));
            new.copied().unwrap_or_else(|| time_key(time_of(log, fact)))
        };
        let canonical = |node| self.merged.canonical(index(node));
        let subjects: Vec<u32> = new.iter().map(|edge| canonical(edge.source())).collect();
        let objects: Vec<u32> = new.iter().map(|edge| canonical(edge.target())).collect();
        let labels: Vec<u16> = new.iter().map(|edge| edge.weight.relation.index()).collect();
        self.outgoing.extend(Batch { first, nodes: &subjects, labels: &labels, others: &objects }, time);
        self.incoming.extend(Batch { first, nodes: &objects, labels: &labels, others: &subjects }, time);
        for facts in self.by_relation.iter_mut() {
            facts.date_all(first, time);
        }
        self.log.shrink_to_fit_edges();
    }
}
