//! Open plans and later facts that may be their outcomes. They are suggestions; nothing is linked.

use crate::{
    model::{FactId, Modality},
    time::Truth,
    view::{FactRef, Pattern, View},
};

/// A plan and a later fact that may be its outcome. [`KnowledgeGraph::resolve`](crate::KnowledgeGraph::resolve) links
/// the two once a person has confirmed it.
#[derive(Clone, Copy, Debug)]
pub struct Proposal<'g> {
    /// The plan.
    pub plan: FactRef<'g>,
    /// The later fact, stated as actual.
    pub fact: FactRef<'g>,
    /// Whether the fact is within the time of the plan: certainly, if that is so for all days that its date allows;
    /// otherwise possibly.
    pub within: Truth,
}

impl<'g> View<'g> {
    /// For each open plan of the view, the facts recorded after it that may be its outcome. These are actual facts of
    /// the same relation and ends, at a time that may be within that of the plan. They have the same players as the
    /// plan in each role that both have. Sorted by plan, then by fact, in the order of recording.
    ///
    /// Facts that were retracted or resolved are left out, even if the view shows them.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}, model::Resolution};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let (tokayev, pakistan) = (kg.add(Person, "Tokayev")?, kg.add(State, "Pakistan")?);
    /// let plan = kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned())?;
    /// let visit = kg.assert(fact(tokayev, Visits, pakistan).on("2026-02-03"))?;
    /// kg.assert(fact(tokayev, Visits, pakistan).on("2027-05"))?;
    ///
    /// let proposed: Vec<_> = kg.view().proposals().iter().map(|p| (p.plan.id(), p.fact.id())).collect();
    /// assert_eq!(proposed, [(plan, visit)]);
    /// assert!(kg.view().resolution(plan).is_none(), "nothing is linked");
    /// kg.resolve(plan, Resolution::Confirmed, visit)?;
    /// assert!(kg.view().proposals().is_empty());
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn proposals(&self) -> Vec<Proposal<'g>> {
        let kg = self.graph();
        let open = self.change(|filter| (filter.retracted, filter.resolved) = (false, false));
        let (plans, actual) = (open.with_modalities([Modality::Planned]), open.with_modalities([Modality::Actual]));
        let mut plans: Vec<FactRef<'g>> = plans.all_facts().collect();
        plans.sort_by_key(FactRef::id);
        let mut proposals = Vec::new();
        for plan in plans {
            let (subject, object) = plan.ends();
            let symmetric = kg.schema().relation_def(plan.relation()).symmetric;
            let (relation, subject, object) = (Some(plan.relation()), Some(subject), Some(object));
            let pattern = Pattern { relation, subject, object, symmetric, ..Pattern::default() };
            let mut found: Vec<FactId> =
                actual.scan(pattern).map(|(fact, _)| fact).filter(|fact| *fact > plan.id()).collect();
            found.sort_unstable();
            for fact in found.into_iter().map(|fact| actual.as_seen(fact)) {
                let within = within(&fact, &plan);
                if within.is_possible() && fact.agrees_in_players(&plan) {
                    proposals.push(Proposal { plan, fact, within });
                }
            }
        }
        proposals
    }
}

/// How certain it is that a fact is within the time of a plan.
fn within(fact: &FactRef<'_>, plan: &FactRef<'_>) -> Truth {
    let (fact, plan) = (fact.when(), plan.when());
    match (plan.overlaps(fact), fact.refines(plan)) {
        (Truth::No, _) => Truth::No,
        // A plan or a fact without a date fits possibly at best.
        (_, true) if !plan.is_unstated() && !fact.is_unstated() => Truth::Yes,
        _ => Truth::Possibly,
    }
}
