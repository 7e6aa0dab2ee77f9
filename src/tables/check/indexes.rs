//! The lists by which facts are found: by their ends, by their role players, by their relation.

use std::ops::ControlFlow;

use super::{Report, Violation, rule};
use crate::{
    model::RelationId,
    tables::{
        Adjacency, Tables,
        adjacency::{Entry, Flaw},
        relation_facts::ByRelation,
        time_key::time_of,
    },
};

impl Tables {
    pub(super) fn check_indexes(&self, report: Report<'_>) -> ControlFlow<()> {
        let nodes = self.log.node_count();
        let (mut outgoing, mut incoming, mut playing) = (vec![vec![]; nodes], vec![vec![]; nodes], vec![vec![]; nodes]);
        let mut by_relation = ByRelation::default();
        let put = |lists: &mut Vec<Vec<Entry>>, node: u32, entry| {
            if let Some(list) = lists.get_mut(node as usize) {
                list.push(entry);
            }
        };
        for (id, (subject, object), record) in self.all_facts() {
            let (fact, label) = (id.index(), record.relation.index());
            let (subject, object) = (self.merged.canonical(subject), self.merged.canonical(object));
            put(&mut outgoing, subject, Entry { label, other: object, fact });
            put(&mut incoming, object, Entry { label, other: subject, fact });
            for (role, player) in self.players(id) {
                put(&mut playing, player, Entry { label: role.index(), other: subject, fact });
            }
            let facts = by_relation.of_mut(record.relation);
            facts.push(id, record);
            if self.own_node(id).is_some() {
                facts.count_node();
            }
        }
        self.check_lists("outgoing", &self.outgoing, &mut outgoing, report)?;
        self.check_lists("incoming", &self.incoming, &mut incoming, report)?;
        self.check_lists("playing", &self.playing, &mut playing, report)?;
        let relations = self.by_relation.iter().len().max(by_relation.iter().len());
        for relation in (0u16..=u16::MAX).take(relations) {
            let id = RelationId::new(relation);
            let (found, facts) = (self.by_relation.of(id), by_relation.of_mut(id));
            rule(self.facts_of(id) == facts.facts(), report, Violation::ByRelation { relation })?;
            let counted = (self.hidden_of(id), self.planned_of(id), self.with_node_of(id))
                == (facts.hidden(), facts.planned(), facts.with_node());
            rule(counted, report, Violation::RelationCounts { relation })?;
            let dated = found.is_none_or(|of| of.keeps_days(|fact| time_of(&self.log, fact)));
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
