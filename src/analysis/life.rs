//! The life of a fact as a view knows it: its outcome, the facts that it resolved, and its current version.

use std::collections::BTreeSet;

use crate::{
    error::Error,
    model::{FactId, Modality, Resolution},
    schema::FoundRelation,
    time::{IntoDate, Stamp},
    view::{FactRef, View},
};

impl<'g> View<'g> {
    /// The outcome of a fact and the later fact that resolves it. `None` while the fact is open. If the later fact is
    /// retracted, the earlier one is open again.
    #[must_use]
    pub fn resolution(&self, fact: FactId) -> Option<(Resolution, FactRef<'g>)> {
        let (resolution, by) = self.filter().resolution_of(self.graph(), self.graph().own_fact(fact)?)?;
        Some((resolution, self.as_seen(by)))
    }

    /// The earlier facts that a fact resolves, each with its outcome, in the order in which the outcomes were recorded.
    #[must_use]
    pub fn resolves(&self, fact: FactId) -> Vec<(Resolution, FactRef<'g>)> {
        let kg = self.graph();
        let Some(fact) = kg.own_fact(fact) else { return Vec::new() };
        let known = kg
            .tables()
            .resolved_by(fact)
            .filter_map(|earlier| Some((earlier, self.filter().resolution_of(kg, earlier)?)));
        let found = known.filter(|(_, (_, by))| *by == fact);
        // A fact that was resolved again by the same one is listed twice.
        let mut seen = BTreeSet::new();
        let outcomes = found.filter(|(earlier, _)| seen.insert(*earlier));
        outcomes.map(|(earlier, (resolution, _))| (resolution, self.as_seen(earlier))).collect()
    }

    /// The current version of a fact: the fact itself while it is open, otherwise the current version of the fact that
    /// resolves it.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let (tokayev, pakistan) = (kg.add(Person, "Tokayev")?, kg.add(State, "Pakistan")?);
    /// let plan = kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned())?;
    /// let later = kg.postpone(plan, kg.again(plan)?.on("2026-04"))?;
    /// let visit = kg.confirm(later, kg.again(later)?.on("2026-04-12"))?;
    ///
    /// let view = kg.view();
    /// assert_eq!(view.resolved(plan).map(|fact| fact.id()), Some(visit));
    /// assert_eq!(view.life(later).iter().map(|fact| fact.id()).collect::<Vec<_>>(), [plan, later, visit]);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn resolved(&self, fact: FactId) -> Option<FactRef<'g>> {
        self.graph().fact_ref(fact)?;
        Some(self.as_seen(self.last(fact)))
    }

    /// All versions of a fact: its current version and every fact that the current version resolves, directly or
    /// through others, in the order of recording.
    #[must_use]
    pub fn life(&self, fact: FactId) -> Vec<FactRef<'g>> {
        let mut all = BTreeSet::new();
        let mut open: Vec<_> = self.resolved(fact).iter().map(FactRef::id).collect();
        while let Some(fact) = open.pop() {
            if all.insert(fact) {
                open.extend(self.resolves(fact).into_iter().map(|(_, earlier)| earlier.id()));
            }
        }
        all.into_iter().map(|fact| self.as_seen(fact)).collect()
    }

    /// Only a later fact resolves a fact, so this ends.
    fn last(&self, fact: FactId) -> FactId {
        let mut last = fact;
        while let Some((_, by)) = self.filter().resolution_of(self.graph(), last) {
            last = by;
        }
        last
    }

    /// The plans of the view that were never confirmed: open ones, and those that were cancelled or denied. A plan that
    /// was postponed or refined counts by its current version. In the order of recording.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let tokayev = kg.add(Person, "Tokayev")?;
    /// # let (pakistan, iran) = (kg.add(State, "Pakistan")?, kg.add(State, "Iran")?);
    /// let plan = kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned())?;
    /// let never = kg.assert(fact(tokayev, Visits, iran).on("2026-03").planned())?;
    /// kg.confirm(plan, kg.again(plan)?.on("2026-02-03"))?;
    /// assert_eq!(kg.view().never_confirmed().map(|plan| plan.id()).collect::<Vec<_>>(), [never]);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn never_confirmed(&self) -> impl Iterator<Item = FactRef<'g>> + use<'g> {
        use Modality::{Actual, Planned};
        let (kg, view) = (self.graph(), self.with_modalities([Planned]).with_resolved());
        let filter = view.filter().clone();
        view.all_facts().filter(move |plan: &FactRef<'g, FoundRelation>| {
            let Some((resolution, by)) = filter.resolution_of(kg, plan.id()) else { return true };
            let modality = kg.fact_ref(by).map(|by| by.modality());
            let took_place = matches!(
                (resolution, modality),
                (Resolution::Confirmed, _) | (Resolution::Refined | Resolution::Corrected, Some(Actual))
            );
            !took_place && modality != Some(Planned)
        })
    }

    /// A view of what was planned as of a date: the plans that were known, open and not retracted at the end of its
    /// last day, in UTC. What happened to them later has no effect.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let (tokayev, pakistan) = (kg.add(Person, "Tokayev")?, kg.add(State, "Pakistan")?);
    /// kg.at("2026-01-24T09:00:00Z")?;
    /// let plan = kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned())?;
    /// kg.at("2026-02-05")?;
    /// kg.cancel(plan, kg.again(plan)?)?;
    /// let planned = |day: &str| kg.view().planned_as_of(day)?.facts(Visits).count();
    /// assert_eq!((planned("2026-01-23")?, planned("2026-01-24")?, planned("2026-02-05")?), (0, 1, 0));
    /// # Ok::<(), chancery::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`InvalidDate`](crate::ErrorKind::InvalidDate) if it is a text and not a valid date.
    pub fn planned_as_of(&self, date: impl IntoDate) -> Result<Self, Error> {
        let day = date.into_date()?.last();
        Ok(self.known_by(Stamp::end_of(day))?.with_modalities([Modality::Planned]))
    }
}
