//! The journal against the tables: transactions, what they count, and what was altered.

use std::{
    collections::{BTreeMap, HashMap},
    ops::ControlFlow,
};

use super::{Report, Violation, rows, rule};
use crate::{
    model::{FactId, KindId, TransactionId},
    tables::{Alteration, FactRecord, Marks, Merged, Op, Run, Tables, number, row_id::RowId},
};

impl Tables {
    pub(super) fn check_history(&self, report: Report<'_>) -> ControlFlow<()> {
        self.check_alterations(report)?;
        self.check_flags(report)?;
        self.check_transactions(report)
    }

    fn check_alterations(&self, report: Report<'_>) -> ControlFlow<()> {
        let mut kinds: HashMap<u32, KindId> = HashMap::new();
        let mut resolved: BTreeMap<FactId, u32> = BTreeMap::new();
        let mut resolved_by: BTreeMap<FactId, Vec<u32>> = BTreeMap::new();
        let mut merged = Merged::default();
        let entity = |node: u32| self.is_entity(node);
        for (at, alteration) in rows(self.journal.alterations()) {
            let kept = match *alteration {
                Alteration::Retract { fact, why } => {
                    rule(self.has_string_or_none(why), report, Violation::String { of: "alteration", at })?;
                    self.details.get(fact).is_some_and(|detail| detail.retraction == RowId::new(at))
                }
                Alteration::Resolve { fact, by, before, .. } => {
                    let open = before.is_none_or(|row| match self.journal.alteration(row) {
                        Some(Alteration::Resolve { by, .. }) => self
                            .details
                            .get(*by)
                            .and_then(|detail| detail.retraction)
                            .is_some_and(|row| row.index() < at),
                        _ => false,
                    });
                    resolved_by.entry(by).or_default().push(at);
                    fact < by && by.at() < self.log.edge_count() && open && resolved.insert(fact, at) == before
                }
                Alteration::Narrow { node, from, to } => {
                    let before = kinds.insert(node, to);
                    from != to && before.is_none_or(|before| before == from)
                }
                Alteration::Merge { duplicate, into, why } => {
                    rule(self.has_string_or_none(why), report, Violation::String { of: "alteration", at })?;
                    let two = merged.canonical(duplicate) != merged.canonical(into);
                    merged.join(at, duplicate, into);
                    two && entity(duplicate) && entity(into)
                }
                Alteration::Unmerge { merge, why } => {
                    rule(self.has_string_or_none(why), report, Violation::String { of: "alteration", at })?;
                    let stood = merged.stands(merge);
                    if stood {
                        merged.part(merge);
                    }
                    stood
                }
                Alteration::Purge { why, .. } => {
                    rule(self.has_string_or_none(why), report, Violation::String { of: "alteration", at })?;
                    true
                }
                Alteration::KeepApart { one, other, why } => {
                    rule(self.has_string_or_none(why), report, Violation::String { of: "alteration", at })?;
                    merged.keep_apart(at, one, other);
                    entity(one) && entity(other) && merged.canonical(one) != merged.canonical(other)
                }
                Alteration::AllowMerge { apart, why } => {
                    rule(self.has_string_or_none(why), report, Violation::String { of: "alteration", at })?;
                    let stood = merged.keeps_apart(apart);
                    merged.allow(apart);
                    stood
                }
            };
            rule(kept, report, Violation::Alteration { at })?;
        }
        rule(resolved_by == self.resolved_by, report, Violation::Settled)?;
        for (fact, at) in resolved {
            let last = self.details.get(fact).is_some_and(|detail| detail.resolution == RowId::new(at));
            rule(last, report, Violation::Alteration { at })?;
        }
        rule(merged == self.merged, report, Violation::Merged)?;
        for (at, alteration) in rows(self.journal.alterations()) {
            if let Alteration::Narrow { node, .. } = *alteration {
                let now = self.kind_of(node);
                rule(now.is_some() && kinds.get(&node).copied() == now, report, Violation::Alteration { at })?;
            }
        }
        ControlFlow::Continue(())
    }

    fn check_flags(&self, report: Report<'_>) -> ControlFlow<()> {
        let alteration = |at: u32| self.journal.alteration(at).copied();
        for (fact, _, record) in self.all_facts() {
            let detail = self.details.get(fact);
            let retraction = detail.and_then(|detail| detail.retraction).map(RowId::index);
            let resolution = detail.and_then(|detail| detail.resolution).map(RowId::index);
            let of = |found: Option<FactId>| found == Some(fact);
            let retracted = retraction.is_none_or(|at| {
                of(alteration(at)
                    .and_then(|a| if let Alteration::Retract { fact, .. } = a { Some(fact) } else { None }))
            });
            let resolved = resolution.is_none_or(|at| {
                of(alteration(at)
                    .and_then(|a| if let Alteration::Resolve { fact, .. } = a { Some(fact) } else { None }))
            });
            let kept = retracted
                && resolved
                && record.is_retracted() == retraction.is_some()
                && record.is_resolved() == resolution.is_some()
                && record.flags & !(FactRecord::RETRACTED | FactRecord::RESOLVED) == 0;
            rule(kept, report, Violation::Flag { fact: fact.index() })?;
        }
        ControlFlow::Continue(())
    }

    fn check_transactions(&self, report: Report<'_>) -> ControlFlow<()> {
        let end = self.marks();
        let mut stamp = None;
        for transaction in 0..number(self.journal.len()) {
            let id = TransactionId::new(transaction);
            let start = self.journal.start(id).copied().unwrap_or_default();
            let next = self.journal.start(TransactionId::new(transaction + 1)).copied().unwrap_or(end);
            let at = self.journal.info(id).and_then(|info| info.at);
            let ordered = at.is_none() || at >= stamp;
            stamp = at.or(stamp);
            let stamped = self.journal.stamp(id) == stamp;
            let begins = transaction > 0 || start == Marks::default();
            rule(
                begins && ordered && stamped && not_after(&start, &next),
                report,
                Violation::Transaction { transaction },
            )?;
            let runs = self.journal.runs().get(start.runs as usize..next.runs as usize).unwrap_or_default();
            let closed = runs.last().is_none_or(|run| run.count == next.last_run);
            let kept = closed && self.counts(runs, &start, &next);
            rule(kept, report, Violation::Journal { transaction })?;
        }
        ControlFlow::Continue(())
    }

    /// Whether runs of operations count what the tables gained between two marks.
    fn counts(&self, runs: &[Run], start: &Marks, next: &Marks) -> bool {
        let count = |op| runs.iter().filter(|run| run.op == op).map(|run| u64::from(run.count)).sum::<u64>();
        let gained = |of: fn(&Marks) -> u32| u64::from(of(next).saturating_sub(of(start)));
        let nodes = start.nodes..next.nodes;
        let entities = nodes.filter(|node| self.is_entity(*node)).count();
        let facts = (start.facts..next.facts).map(FactId::new);
        let first_claims: u64 = facts.map(|fact| u64::from(self.first_claims(fact))).sum();
        count(Op::Source) == gained(|m| m.sources)
            && count(Op::Entity) == entities as u64
            && count(Op::Assert) == gained(|m| m.facts)
            && count(Op::Alter) == gained(|m| m.alterations)
            && count(Op::Claim) + first_claims == gained(|m| m.claims)
            && runs.iter().all(|run| run.count > 0)
            && runs.windows(2).all(|pair| matches!(pair, [a, b] if a.op != b.op || a.count == u32::MAX))
    }
}

fn not_after(a: &Marks, b: &Marks) -> bool {
    let counts = |m: &Marks| {
        [
            m.nodes,
            m.facts,
            m.claims,
            m.extras,
            m.sources,
            m.details,
            m.players,
            m.strings,
            m.values,
            m.alterations,
            m.runs,
        ]
    };
    counts(a).iter().zip(counts(b)).all(|(a, b)| *a <= b)
}
