//! Recording a fact and the earlier fact that it resolves, in one call.

use std::collections::HashSet;

use super::KnowledgeGraph;
use crate::{
    draft::{Draft, DraftParts, DraftRelation, DraftRole},
    error::{Error, ErrorKind},
    model::{FactId, Modality, Resolution, Term},
    schema::RelationTerm,
    tables::FactRecord,
    time::When,
};

impl KnowledgeGraph {
    /// Records that a plan took place: a new fact, as it is stated now, which resolves the plan. Default views then have the new
    /// fact instead of the plan.
    ///
    /// The draft has the same relation and ends as the plan, and the same players in each role that both have. It may add roles
    /// and leave roles out; a role that it leaves out is not taken over from the plan. [`again`](Self::again) begins a draft
    /// that has all of them.
    ///
    /// # Errors
    /// As [`assert`](Self::assert) and [`resolve`](Self::resolve); [`ErrorKind::WrongResolution`] if the earlier fact is neither
    /// planned nor hypothetical, if the draft is not actual, or is about something else. The graph stays as it was.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}, model::Resolution};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let (tokayev, pakistan) = (kg.add(Person, "Tokayev")?, kg.add(State, "Pakistan")?);
    /// let plan = kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned())?;
    /// let visit = kg.confirm(plan, kg.again(plan)?.on("2026-02-03"))?;
    ///
    /// assert_eq!(kg.view().facts(Visits).iter()?.map(|visit| visit.id()).collect::<Vec<_>>(), [visit]);
    /// assert_eq!(kg.view().resolution(plan).map(|(outcome, fact)| (outcome, fact.id())), Some((Resolution::Confirmed, visit)));
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn confirm<R: RelationTerm>(&mut self, plan: FactId, draft: Draft<R>) -> Result<FactId, Error> {
        self.resolve_with(plan, Resolution::Confirmed, draft)
    }

    /// Records that a plan was postponed: the new plan, which replaces the old one. It is planned even if the draft does not
    /// say so.
    ///
    /// # Errors
    /// As [`confirm`](Self::confirm), but the draft must be planned or state no modality.
    pub fn postpone<R: RelationTerm>(&mut self, plan: FactId, draft: Draft<R>) -> Result<FactId, Error> {
        self.resolve_with(plan, Resolution::Postponed, draft)
    }

    /// Records that a plan was cancelled. The new fact is cancelled even if the draft does not say so. Default views then have
    /// neither of the two.
    ///
    /// # Errors
    /// As [`confirm`](Self::confirm), but the draft must be cancelled or state no modality.
    pub fn cancel<R: RelationTerm>(&mut self, plan: FactId, draft: Draft<R>) -> Result<FactId, Error> {
        self.resolve_with(plan, Resolution::Cancelled, draft)
    }

    /// Records that a fact is denied, and that the denial holds. The new fact is denied, whether or not the draft says
    /// so. If sources disagree and neither is known to be right, add a claim that [disputes](Draft::disputes) the fact
    /// instead.
    ///
    /// # Errors
    /// As [`confirm`](Self::confirm), but the earlier fact may have any modality, and the draft must be denied or state
    /// no modality.
    pub fn deny<R: RelationTerm>(&mut self, earlier: FactId, draft: Draft<R>) -> Result<FactId, Error> {
        self.resolve_with(earlier, Resolution::Denied, draft)
    }

    /// Records a fact more precisely: `2026-02` becomes `2026-02-03`. The new fact has the modality of the earlier one.
    ///
    /// # Errors
    /// As [`confirm`](Self::confirm), but the earlier fact may have any modality, and the draft must have the same one
    /// or none. Also [`ErrorKind::WrongResolution`] if its time allows a span that the earlier time does not.
    ///
    /// ```
    /// # use chancery::{ErrorKind, KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let (tokayev, pakistan) = (kg.add(Person, "Tokayev")?, kg.add(State, "Pakistan")?);
    /// let plan = kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned())?;
    /// let later = kg.refine(plan, kg.again(plan)?.on("2026-03")).unwrap_err();
    /// assert_eq!(later.kind(), ErrorKind::WrongResolution);
    /// kg.refine(plan, kg.again(plan)?.on("2026-02-03"))?;
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn refine<R: RelationTerm>(&mut self, earlier: FactId, draft: Draft<R>) -> Result<FactId, Error> {
        self.resolve_with(earlier, Resolution::Refined, draft)
    }

    /// Records a correction of a fact. It may differ in everything, including its ends. It has the modality of the earlier
    /// fact, unless the draft states another one.
    ///
    /// # Errors
    /// As [`assert`](Self::assert) and [`resolve`](Self::resolve).
    pub fn correct<R: RelationTerm>(&mut self, earlier: FactId, draft: Draft<R>) -> Result<FactId, Error> {
        self.resolve_with(earlier, Resolution::Corrected, draft)
    }

    /// A draft with the subject, relation, object and role players of a fact, without its time, modality, key and claims.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownFact`].
    pub fn again(&self, fact: FactId) -> Result<Draft, Error> {
        let known = self.own_fact(fact).and_then(|fact| self.parts_again(fact));
        known.map(Draft::of).ok_or_else(|| self.no_fact(fact))
    }

    /// What a draft of the same begins with: subject, relation, object and role players as they were asserted. Of players of
    /// one role that were merged since, it has the first.
    pub(crate) fn parts_again(&self, fact: FactId) -> Option<DraftParts> {
        let (subject, object) = self.tables.asserted_ends(fact)?;
        let mut given = HashSet::new();
        let players = self.tables.asserted_players(fact).iter();
        let players = players.filter(|(role, player)| given.insert((*role, self.tables.merged().canonical(*player))));
        let role = |role| DraftRole::Named(self.schema.role_def(role).name.as_str().into());
        let node = |node| Term::Node(self.id(node));
        Some(DraftParts {
            key: None,
            subject: node(subject),
            relation: DraftRelation::Found(self.schema.name_of(self.tables.record(fact)?.relation)),
            object: node(object),
            roles: players.map(|(of, player)| (role(*of), node(*player))).collect(),
            when: When::UNSTATED,
            modality: Modality::Actual,
            claims: Vec::new(),
        })
    }

    fn resolve_with<R: RelationTerm>(
        &mut self,
        earlier: FactId,
        resolution: Resolution,
        draft: Draft<R>,
    ) -> Result<FactId, Error> {
        self.check_fact(earlier)?;
        let before = self.tables.record(earlier).map_or(Modality::Actual, |record| record.modality);
        let modality = modality_of(resolution, before, draft.said_modality())?;
        let said = DraftParts { modality, ..draft.into_parts()? };
        self.all_or_nothing(|kg| {
            let later = kg.assert_said(said)?;
            if resolution != Resolution::Corrected {
                kg.check_same(earlier, later)?;
            }
            let time = |fact| kg.tables.record(fact).map(FactRecord::when).unwrap_or_default();
            if resolution == Resolution::Refined && !time(later).refines(time(earlier)) {
                let why =
                    format!("`{}` does not refine `{}`; expected spans that it admits", time(later), time(earlier));
                return Err(Error::new(ErrorKind::WrongResolution, why));
            }
            kg.resolve(earlier, resolution, later)?;
            Ok(later)
        })
    }

    /// Checks that two facts have the same relation and ends, and the same players in each role that both have.
    fn check_same(&self, earlier: FactId, later: FactId) -> Result<(), Error> {
        let wrong = |what: &str| {
            let line = |fact| self.plain_fact(fact).map(|fact| fact.to_string()).unwrap_or_default();
            let why = format!("the {what} of `{}` is not that of `{}`", line(later), line(earlier));
            Err(Error::new(ErrorKind::WrongResolution, why))
        };
        let relation = |fact| self.tables.record(fact).map(FactRecord::relation);
        if relation(earlier) != relation(later) {
            return wrong("relation");
        }
        let (Some(before), Some(after)) = (self.tables.ends(earlier), self.tables.ends(later)) else {
            return wrong("fact");
        };
        let symmetric = relation(earlier).is_some_and(|relation| self.schema.ends(relation).symmetric);
        if before != after && !(symmetric && (before.1, before.0) == after) {
            return wrong(if before.0 == after.0 { "object" } else { "subject" });
        }
        match self.tables.differing_role(earlier, later) {
            Some(role) => wrong(&format!("player of {}", self.schema.role_def(role).name)),
            None => Ok(()),
        }
    }
}

/// The modality of a fact that resolves another.
fn modality_of(resolution: Resolution, before: Modality, said: Option<Modality>) -> Result<Modality, Error> {
    let wrong = |why: String| Err(Error::new(ErrorKind::WrongResolution, why));
    let open = matches!(before, Modality::Planned | Modality::Hypothetical);
    let expected = match resolution {
        Resolution::Confirmed => Modality::Actual,
        Resolution::Postponed => Modality::Planned,
        Resolution::Cancelled => Modality::Cancelled,
        Resolution::Denied => Modality::Denied,
        Resolution::Refined => before,
        Resolution::Corrected => return Ok(said.unwrap_or(before)),
    };
    if matches!(resolution, Resolution::Confirmed | Resolution::Postponed | Resolution::Cancelled) && !open {
        return wrong(format!(
            "a fact that is {before} cannot be {}; expected one that is planned or hypothetical",
            resolution.name()
        ));
    }
    match said {
        Some(said) if said != expected => {
            wrong(format!("what is {} is recorded as {expected}, not as {said}", resolution.name()))
        }
        _ => Ok(expected),
    }
}
