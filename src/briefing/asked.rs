//! The sections that answer a question of the caller: about an entity, on a day, between two entities.

use super::{builder::BriefingBuilder, first::first, items::Counted, sections::described, who::rank};
use crate::{
    error::Error,
    model::{Id, Stance},
    schema::EntityTerm,
    time::IntoDate,
    view::{FactRef, NodeRef},
};

impl<'g> BriefingBuilder<'g> {
    /// Adds all about an entity: the facts in which it takes part, read from its side, first what it is and then what
    /// happened, each in the order of time; below each fact the facts about that fact. Then what it said, and what it
    /// disputed.
    ///
    /// A name that several entities have is for the caller to decide: see
    /// [`entities_named`](crate::KnowledgeGraph::entities_named).
    ///
    /// Takes time in the number of facts of the entity, and in that of all facts of the view for what it said.
    ///
    /// # Errors
    /// [`UnknownEntity`](crate::ErrorKind::UnknownEntity) if the graph does not have it.
    pub fn about(&mut self, entity: impl EntityTerm) -> Result<&mut Self, Error> {
        let kg = self.view.graph();
        let node = NodeRef::new(kg, kg.named_node(entity)?);
        let (facts, mut more) = first(self.most, self.view.about(node.id())?.map(|fact| (rank(fact), fact)));
        self.section(described(node));
        let nothing = facts.is_empty() && more == 0;
        // The facts of the entity itself come first.
        let mut room = self.most.saturating_sub(facts.len());
        for fact in facts {
            self.fact_from(fact, node.id());
            let about = self.view.about_fact(fact.id());
            for other in about.filter(|other| !other.participants().any(|end| end.id() == node.id())) {
                if room == 0 {
                    more += 1;
                } else {
                    self.fact(other);
                    room -= 1;
                }
            }
        }
        if nothing {
            self.line("There are no facts about it.");
        }
        self.left_out(more, Counted::Facts);
        for (stance, title) in [(Stance::Supports, "Said"), (Stance::Disputes, "Disputed")] {
            self.said(node, stance, title);
        }
        Ok(self)
    }

    /// Adds what a speaker said, if anything.
    fn said(&mut self, speaker: NodeRef<'g>, stance: Stance, title: &str) {
        let by = |fact: &FactRef<'g>| {
            let mut claims = fact.claims().filter(|claim| claim.stance() == stance);
            claims.any(|claim| claim.said_by().is_some_and(|who| who.id() == speaker.id()))
        };
        let (facts, more) = first(self.most, self.view.all_facts().filter(by).map(|fact| (fact.id(), fact)));
        if facts.len() + more > 0 {
            self.section(format!("{title} by {speaker}"));
            self.list(facts, more, "");
        }
    }

    /// Adds two sections: what certainly holds on a date, and what possibly does, in the order of
    /// [`View::on`](crate::View::on).
    ///
    /// # Errors
    /// [`InvalidDate`](crate::ErrorKind::InvalidDate) if it is a text and not a valid date.
    pub fn on(&mut self, date: impl IntoDate) -> Result<&mut Self, Error> {
        let date = date.into_date()?;
        let view = self.view.on_date(date);
        for (certain, how) in [(true, "certainly"), (false, "possibly")] {
            let kg = view.graph();
            let found = self.view.all_facts().filter_map(|fact| view.fact(fact.id()));
            let found = found.filter(|fact| fact.truth().is_yes() == certain);
            let (facts, more) =
                first(self.most, found.map(|fact| (view.filter().rank(kg, fact.id(), fact.truth()), fact)));
            self.section(format!("What {how} holds {}", date.words_within()));
            self.list(facts, more, "Nothing.");
        }
        Ok(self)
    }

    /// Adds how two nodes are connected: the shortest chains of facts, at most so many, each under a heading.
    ///
    /// A chain uses the facts of the view as it was given: without a choice of the caller, those that are actual or
    /// planned. For other conditions, search with [`View::chains`](crate::View::chains) and add each
    /// [`chain`](Self::chain).
    ///
    /// # Errors
    /// [`UnknownEntity`](crate::ErrorKind::UnknownEntity) if the graph does not have one of them.
    pub fn between(&mut self, one: impl EntityTerm, other: impl EntityTerm, chains: usize) -> Result<&mut Self, Error> {
        let kg = self.view.graph();
        let (one, other): (Id, Id) = (kg.id(kg.named_node(one)?), kg.id(kg.named_node(other)?));
        let found = self.given.chains(one, other).k_shortest(chains)?;
        let name = |id: Id| kg.node_ref(id).map(|node| node.to_string()).unwrap_or_default();
        self.section(format!("How {} and {} are connected", name(one), name(other)));
        if one == other {
            return Ok(self.line("They are one and the same."));
        }
        for chain in &found {
            self.chain(chain);
        }
        if found.is_empty() && chains > 0 {
            self.line("No chain of facts connects them.");
        }
        Ok(self)
    }
}
