//! Which speakers have an interest in a fact: its subject, and those who act for the subject.

use std::collections::BTreeMap;

use crate::{
    model::RelationId,
    time::{PartialDate, Truth},
    view::{ClaimRef, FactRef, Filter, Pattern, View},
};

/// The relations by which one acts for another, and the view that is asked for their facts.
pub(crate) struct Interest<'g> {
    view: View<'g>,
    acting: Vec<RelationId>,
}

impl<'g> Interest<'g> {
    /// The filter of the view applies only in part: what is known, retracted, resolved and left out, which modalities
    /// pass, and for how long an observation counts. Filters on time, relations, entities or claims do not hide who
    /// acts for whom.
    pub(crate) fn of(view: &View<'g>) -> Self {
        let relations = view.graph().schema().relations();
        let view = view.change(|filter| {
            let Filter { modalities, retracted, resolved, known, horizon, assumed_days, without, .. } = *filter;
            let other = Filter::default();
            *filter = Filter { modalities, retracted, resolved, known, horizon, assumed_days, without, ..other };
        });
        Self { view, acting: relations.filter(|(_, def)| def.acts_for).map(|(id, _)| id).collect() }
    }

    /// Whether the speaker of a claim is the subject of the fact or acts for it; for a symmetric relation, either end.
    pub(crate) fn in_claim(&self, fact: &FactRef<'g>, claim: &ClaimRef<'g>) -> Truth {
        let Some(speaker) = claim.said_by() else { return Truth::No };
        let (subject, object) = fact.ends();
        let symmetric = self.view.graph().schema().relation_def(fact.relation()).symmetric;
        let day = std::iter::successors(Some(claim.source()), crate::view::SourceRef::derives_from)
            .find_map(|source| source.published());
        let reached = self.acted_for(speaker.id().index(), day);
        let of = |node: u32| reached.get(&node).copied().unwrap_or(Truth::No);
        if symmetric { of(subject).or(of(object)) } else { of(subject) }
    }

    /// Every node that a node acts for on a day, itself included, and how certain that is. A chain is as certain as its
    /// weakest step, and the best chain counts. Without a day the answer is at most possible.
    fn acted_for(&self, node: u32, day: Option<PartialDate>) -> BTreeMap<u32, Truth> {
        let mut reached = BTreeMap::from([(node, Truth::Yes)]);
        // Certain steps first, so that a node is reached with certainty if any chain reaches it so.
        for step in [Truth::Yes, Truth::Possibly] {
            let mut open: Vec<u32> = reached.keys().copied().collect();
            while let Some(from) = open.pop() {
                for (to, truth) in self.steps(from, day) {
                    if truth >= step && !reached.contains_key(&to) {
                        reached.insert(to, step);
                        open.push(to);
                    }
                }
            }
        }
        reached
    }

    fn steps(&self, from: u32, day: Option<PartialDate>) -> Vec<(u32, Truth)> {
        let kg = self.view.graph();
        let view = day.map_or_else(|| self.view.clone(), |day| self.view.on_date(day));
        let on_its_day = |truth: Truth| if day.is_some() { truth } else { truth.and(Truth::Possibly) };
        let mut steps = Vec::new();
        for relation in &self.acting {
            let pattern = Pattern { relation: Some(*relation), subject: Some(from), ..Pattern::default() };
            for (fact, truth) in view.scan(pattern).filter(|(_, truth)| truth.is_possible()) {
                steps.extend(kg.tables().ends(fact).map(|(_, to)| (to, on_its_day(truth))));
            }
        }
        steps
    }
}
