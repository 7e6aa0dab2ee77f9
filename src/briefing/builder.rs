//! The builder of a briefing: what callers choose, and what they add.

use std::{collections::BTreeSet, mem};

use super::{
    items::{Briefing, Counted, FactItem, Heading, Item, LeftOut, Section},
    sections::reasons,
};
use crate::{
    algo::Chain,
    model::{FactId, Id, Modality, Stance},
    schema::Kind,
    view::{FactRef, NodeRef, View},
};

/// How many facts, entities or sources a section shows at most, unless the caller says otherwise.
const MOST: usize = 100;

impl<'g> View<'g> {
    /// Begins a briefing: what a person asks of the facts of this view, with the words that say so. The module
    /// [`briefing`](crate::briefing) has an example.
    ///
    /// A briefing also has what is cancelled, denied or hypothetical, and says so, unless
    /// [`with_modalities`](Self::with_modalities) has chosen what the view has. All other conditions of the view hold.
    #[must_use]
    pub fn briefing(&self) -> BriefingBuilder<'g> {
        let widened = if self.has_chosen_modalities() { self.clone() } else { self.with_modalities(Modality::ALL) };
        BriefingBuilder {
            view: widened,
            given: self.clone(),
            most: MOST,
            briefing: Briefing::default(),
            shown: BTreeSet::new(),
        }
    }
}

/// Builds a [`Briefing`], section by section. Made by [`View::briefing`].
///
/// The methods that answer a question add a section each: [`who_is_who`](Self::who_is_who),
/// [`timeline`](Self::timeline), [`plans`](Self::plans), [`statements`](Self::statements),
/// [`inferences`](Self::inferences), [`disputes`](Self::disputes), [`sources`](Self::sources),
/// [`everything_else`](Self::everything_else), [`about`](Self::about), [`on`](Self::on) and
/// [`between`](Self::between). [`whole`](Self::whole) adds the first eight. [`section`](Self::section),
/// [`heading`](Self::heading), [`line`](Self::line), [`fact`](Self::fact) and [`chain`](Self::chain) add what the
/// caller has found. [`finish`](Self::finish) returns the briefing.
///
/// The evidence of a fact stands where the briefing has the fact for the first time.
#[derive(Clone, Debug)]
pub struct BriefingBuilder<'g> {
    /// The facts that sections are about.
    pub(super) view: View<'g>,
    /// The view as the caller gave it. Chains do not lead through what is denied, unless the caller wants that.
    pub(super) given: View<'g>,
    pub(super) most: usize,
    briefing: Briefing,
    shown: BTreeSet<FactId>,
}

impl<'g> BriefingBuilder<'g> {
    /// Sets the title.
    pub fn title(&mut self, title: impl Into<String>) -> &mut Self {
        self.briefing.title = title.into();
        self
    }

    /// Shows at most so many facts, entities or sources in each of the sections that are added from now on; 100 if it is
    /// not called. Each section says how many it leaves out. [`usize::MAX`] leaves out nothing.
    pub fn most(&mut self, most: usize) -> &mut Self {
        self.most = most;
        self
    }

    /// Begins a section.
    pub fn section(&mut self, title: impl Into<String>) -> &mut Self {
        self.briefing.sections.push(Section { title: title.into(), items: Vec::new() });
        self
    }

    /// Adds a heading.
    pub fn heading(&mut self, text: impl Into<String>) -> &mut Self {
        self.push(Item::Heading(Heading { text: text.into(), entity: None }))
    }

    /// Adds a line of text.
    pub fn line(&mut self, text: impl Into<String>) -> &mut Self {
        self.push(Item::Line(text.into()))
    }

    /// Adds a fact of the graph of the view: its sentence from subject to object, and its evidence, if the briefing does not
    /// have it yet.
    pub fn fact<R>(&mut self, fact: FactRef<'g, R>) -> &mut Self {
        self.add(fact.untyped(), false, None)
    }

    /// Adds a fact, read from one of its ends: `Kazakhstan has Tokayev as head of state`, if that end is Kazakhstan.
    pub fn fact_from<R>(&mut self, fact: FactRef<'g, R>, end: Id<impl Kind>) -> &mut Self {
        let end = self.view.graph().canonical(end);
        let from_object = fact.object_node().id() == end && fact.subject_node().id() != end;
        self.add(fact.untyped(), from_object, None)
    }

    /// Adds the facts of a chain, under a heading that says how long it is, whether it is certain, and how many of its
    /// facts are only inferred.
    pub fn chain(&mut self, chain: &Chain<'g>) -> &mut Self {
        let facts = if chain.len() == 1 { "1 fact".to_owned() } else { format!("{} facts", chain.len()) };
        let certain = if chain.truth().is_yes() { "certain" } else { "possible" };
        let inferred = chain.steps().iter().filter(|step| reasons(step.fact).is_some()).count();
        let inferred = if inferred == 0 { String::new() } else { format!(", {inferred} only inferred") };
        self.heading(format!("{facts}, {certain}{inferred}"));
        for step in chain.steps() {
            self.fact(step.fact);
        }
        self
    }

    /// Whether the briefing has a fact.
    #[must_use]
    pub fn has(&self, fact: FactId) -> bool {
        self.shown.contains(&fact)
    }

    /// Takes the briefing out of the builder, which is then empty.
    pub fn finish(&mut self) -> Briefing {
        self.shown.clear();
        mem::take(&mut self.briefing)
    }

    /// Adds a fact. If the briefing has it already, only the evidence of a stance is added, or none.
    pub(super) fn add(&mut self, fact: FactRef<'g>, from_object: bool, again: Option<Stance>) -> &mut Self {
        let item = FactItem::of(&self.view, fact, from_object);
        let fresh = self.shown.insert(fact.id());
        self.push(Item::Fact(Box::new(if fresh { item } else { item.again(again) })))
    }

    /// Adds a heading that is about an entity, or another node.
    pub(super) fn heading_of(&mut self, text: String, node: NodeRef<'g>) -> &mut Self {
        self.push(Item::Heading(Heading { text, entity: node.to_entity() }))
    }

    /// Says how many are left out, if any.
    pub(super) fn left_out(&mut self, count: usize, of: Counted) -> &mut Self {
        if count > 0 { self.push(Item::LeftOut(LeftOut { count, of })) } else { self }
    }

    pub(super) fn push(&mut self, item: Item) -> &mut Self {
        match self.briefing.sections.last_mut() {
            Some(section) => section.items.push(item),
            None => self.briefing.sections.push(Section { title: String::new(), items: vec![item] }),
        }
        self
    }
}
