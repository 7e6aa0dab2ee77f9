//! The sections about the view as a whole.

use indexmap::IndexMap;

use super::{builder::BriefingBuilder, first::first, items::Counted};
use crate::{
    model::{Id, Modality, Stance},
    view::{FactRef, NodeRef, stated_days},
};

impl<'g> BriefingBuilder<'g> {
    /// Adds the sections about the view as a whole: [`who_is_who`](Self::who_is_who), [`timeline`](Self::timeline),
    /// [`plans`](Self::plans), [`statements`](Self::statements), [`inferences`](Self::inferences),
    /// [`disputes`](Self::disputes), [`sources`](Self::sources), [`everything_else`](Self::everything_else). If nothing
    /// is left out, they have every fact of the view.
    pub fn whole(&mut self) -> &mut Self {
        self.who_is_who().timeline().plans().statements().inferences().disputes().sources().everything_else()
    }

    /// Adds the dated facts in the order of [`View::timeline`](crate::View::timeline). If there are too many, the first
    /// stay.
    pub fn timeline(&mut self) -> &mut Self {
        let dated = self.view.all_facts().map(|fact| ((stated_days(fact.when()), fact.id()), fact));
        let (facts, more) = first(self.most, dated.filter(|((days, _), _)| days.1.is_some()));
        self.section("Timeline");
        self.list(facts, more, "No fact has a date.")
    }

    /// Adds what is planned: first the plans that are open, then those that were resolved, also if the view hides these,
    /// each with its outcome. Then what was cancelled, what is denied, and what is hypothetical. Each in the order of
    /// recording.
    pub fn plans(&mut self) -> &mut Self {
        let all = self.view.with_resolved().all_facts().filter(|fact| fact.modality() != Modality::Actual);
        let order = |fact: &FactRef<'g>| (fact.modality(), fact.is_resolved(), fact.id());
        let (facts, more) = first(self.most, all.map(|fact| (order(&fact), fact)));
        self.section("What is planned, and what became of it");
        let mut last = None;
        for fact in &facts {
            let group = (fact.modality(), fact.is_resolved());
            if last != Some(group) {
                self.heading(match group {
                    (Modality::Planned | Modality::Actual, false) => "Planned, and still open",
                    (Modality::Planned | Modality::Actual, true) => "Planned, with what became of it",
                    (Modality::Cancelled, _) => "Cancelled",
                    (Modality::Denied, _) => "Denied",
                    (Modality::Hypothetical, false) => "Hypothetical",
                    (Modality::Hypothetical, true) => "Hypothetical, with what became of it",
                });
                last = Some(group);
            }
            self.fact(*fact);
        }
        self.ended(facts.len(), more, "Nothing is planned, cancelled, denied or hypothetical.")
    }

    /// Adds who said what, according to the sources: the facts by speaker, and apart from these the facts that the speaker
    /// disputes. Speakers come in the order in which they are first recorded.
    pub fn statements(&mut self) -> &mut Self {
        let mut groups: IndexMap<(Id, bool), (NodeRef<'g>, Vec<FactRef<'g>>)> = IndexMap::new();
        let (mut kept, mut more) = (0, 0);
        for fact in self.view.all_facts() {
            let mut said: IndexMap<(Id, bool), NodeRef<'g>> = IndexMap::new();
            for claim in fact.claims() {
                if let Some(speaker) = claim.said_by() {
                    said.insert((speaker.id(), claim.stance() == Stance::Disputes), speaker);
                }
            }
            for (key, speaker) in said {
                if kept == self.most {
                    more += 1;
                } else {
                    kept += 1;
                    groups.entry(key).or_insert_with(|| (speaker, Vec::new())).1.push(fact);
                }
            }
        }
        self.section("Who said what");
        for ((_, disputes), (speaker, facts)) in groups {
            let verb = if disputes { "Disputed" } else { "Said" };
            self.heading_of(format!("{verb} by {speaker}"), speaker);
            for fact in facts {
                self.fact(fact);
            }
        }
        self.ended(kept, more, "No source quotes a speaker.")
    }

    /// Adds the facts that no source states, under the reasons by which they were inferred.
    pub fn inferences(&mut self) -> &mut Self {
        let mut groups: IndexMap<Vec<&'g str>, Vec<FactRef<'g>>> = IndexMap::new();
        let (mut kept, mut more) = (0, 0);
        for fact in self.view.all_facts() {
            let Some(reasons) = reasons(fact) else { continue };
            if kept == self.most {
                more += 1;
            } else {
                kept += 1;
                groups.entry(reasons).or_default().push(fact);
            }
        }
        self.section("What is only inferred");
        for (reasons, facts) in groups {
            self.heading(format!("Because {}", reasons.join("; and because ")));
            for fact in facts {
                self.fact(fact);
            }
        }
        self.ended(kept, more, "No fact is only inferred.")
    }

    /// Adds the facts that a claim disputes, with these claims, in the order of recording.
    pub fn disputes(&mut self) -> &mut Self {
        let disputed = self.view.all_facts().filter(FactRef::is_disputed).map(|fact| (fact.id(), fact));
        let (facts, more) = first(self.most, disputed);
        self.section("What is disputed");
        for fact in &facts {
            self.add(*fact, false, Some(Stance::Disputes));
        }
        self.ended(facts.len(), more, "No claim disputes a fact.")
    }

    /// Adds the facts that the briefing does not have yet, by subject.
    pub fn everything_else(&mut self) -> &mut Self {
        let mut groups: IndexMap<Option<Id>, (NodeRef<'g>, Vec<FactRef<'g>>)> = IndexMap::new();
        let (mut kept, mut more) = (0, 0);
        for fact in self.view.all_facts().filter(|fact| !self.has(fact.id())) {
            if kept == self.most {
                more += 1;
                continue;
            }
            kept += 1;
            let subject = fact.subject_node();
            let key = subject.key().map(|_| subject.id());
            groups.entry(key).or_insert_with(|| (subject, Vec::new())).1.push(fact);
        }
        self.section("Everything else");
        for (entity, (subject, facts)) in groups {
            match entity {
                Some(_) => self.heading_of(described(subject), subject),
                None => self.heading("About other facts"),
            };
            for fact in facts {
                self.fact(fact);
            }
        }
        self.ended(kept, more, "Nothing else.")
    }

    pub(super) fn list(&mut self, facts: Vec<FactRef<'g>>, more: usize, none: &str) -> &mut Self {
        let kept = facts.len();
        for fact in facts {
            self.fact(fact);
        }
        self.ended(kept, more, none)
    }

    /// Ends a section: says how many facts are left out, or that there are none.
    pub(super) fn ended(&mut self, kept: usize, more: usize, none: &str) -> &mut Self {
        if kept + more == 0 { self.line(none) } else { self.left_out(more, Counted::Facts) }
    }
}

/// What a heading says of a node: the name, the kind and the key of an entity.
pub(super) fn described(node: NodeRef<'_>) -> String {
    match (node.kind_name(), node.key()) {
        (Some(kind), Some(key)) => format!("{node}, {kind} ({key})"),
        _ => node.to_string(),
    }
}

/// The reasons by which a fact was inferred, each once. `None` if a source states it, or no source supports it.
pub(super) fn reasons(fact: FactRef<'_>) -> Option<Vec<&str>> {
    let mut reasons = IndexMap::new();
    for claim in fact.claims().filter(|claim| claim.stance() == Stance::Supports) {
        reasons.insert(claim.inferred()?, ());
    }
    Some(reasons.into_keys().collect()).filter(|reasons: &Vec<_>| !reasons.is_empty())
}
