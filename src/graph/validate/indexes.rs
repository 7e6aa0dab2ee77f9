//! The lists by which facts are found: by their ends, by their role players, by their relation.

use std::ops::ControlFlow;

use super::{Report, Violation, rule};
use crate::{
    graph::{
        KnowledgeGraph,
        adjacency::{Adjacency, Entry, Flaw},
        relation_facts::RelationFacts,
        time_key::time_of,
    },
    model::RelationId,
};

impl KnowledgeGraph {
    pub(super) fn check_indexes(&self, report: Report<'_>) -> ControlFlow<()> {
        let nodes = self.log.node_count();
        let (mut outgoing, mut incoming, mut playing) = (vec![vec![]; nodes], vec![vec![]; nodes], vec![vec![]; nodes]);
        let relations = self.by_relation.len().max(self.schema.relation_count());
        let mut by_relation = vec![RelationFacts::default(); relations];
        let put = |lists: &mut Vec<Vec<Entry>>, node: u32, entry| {
            if let Some(list) = lists.get_mut(node as usize) {
                list.push(entry);
            }
        };
        for (id, (subject, object), record) in self.all_facts_stored() {
            let (fact, label) = (id.index(), record.relation.index());
            let (subject, object) = (self.merged.canonical(subject), self.merged.canonical(object));
            put(&mut outgoing, subject, Entry { label, other: object, fact });
            put(&mut incoming, object, Entry { label, other: subject, fact });
            for (role, player) in self.players(id) {
                put(&mut playing, player, Entry { label: role.index(), other: subject, fact });
            }
            if let Some(facts) = by_relation.get_mut(record.relation.at()) {
                facts.push(id, record);
                if self.detail(id).is_some_and(|detail| detail.node.is_some()) {
                    facts.note();
                }
            }
        }
        self.check_lists("outgoing", &self.outgoing, &mut outgoing, report)?;
        self.check_lists("incoming", &self.incoming, &mut incoming, report)?;
        self.check_lists("playing", &self.playing, &mut playing, report)?;
        for (relation, facts) in (0u16..).zip(&by_relation) {
            let of = RelationId::new(relation);
            rule(self.facts_of(of) == facts.facts(), report, Violation::ByRelation { relation })?;
            let counted = (self.hidden_of(of), self.planned_of(of), self.noted_of(of))
                == (facts.hidden(), facts.planned(), facts.noted());
            rule(counted, report, Violation::RelationCounts { relation })?;
            let dated = self.by_relation.get(of.at()).is_none_or(|of| of.keeps_days(|fact| time_of(&self.log, fact)));
            rule(dated, report, Violation::RelationDays { relation })?;
        }
        ControlFlow::Continue(())
    }

    fn check_lists(
        &self,
        list: &'static str,
        found: &Adjacency,
        expected: &mut [Vec<Entry>],
        report: Report<'_>,
    ) -> ControlFlow<()> {
        for (node, expected) in (0u32..).zip(expected.iter_mut()) {
            expected.sort_unstable();
            let same = found.all(node).eq(expected.iter().copied());
            rule(same, report, Violation::Adjacency { list, node })?;
        }
        let (known, held) = (expected.iter().map(Vec::len).sum(), found.len());
        rule(known == held, report, Violation::IndexSize { of: list, found: held, expected: known })?;
        match found.check(|fact| time_of(&self.log, fact)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(Flaw::Order { node }) => report(Violation::Adjacency { list, node }),
            Err(Flaw::Directory { label }) => report(Violation::Directory { list, label }),
            Err(Flaw::Days { node }) => report(Violation::Days { list, node }),
            Err(Flaw::Blocks) => report(Violation::Blocks { list }),
        }
    }
}
