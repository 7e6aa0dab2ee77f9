//! The testimony for a fact: who supports it, who disputes it, and how many of its sources are independent.

use std::collections::BTreeSet;

use super::interest::Interest;
use crate::{
    error::Error,
    model::{FactId, Stance},
    schema::{EntityTerm, FoundRelation},
    time::Truth,
    view::{ClaimRef, FactRef, NodeRef, SourceRef, View},
};

/// The claims for and against a fact that a view knows.
///
/// ```
/// use chancery::{KnowledgeGraph, Source, Truth, fact};
/// use chancery::diplomacy::{self, AmbassadorOf, AccreditedTo, Person, Recognized, State};
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let wire = kg.add_source(Source::new("wire").published("2031-03-04").text("We were the first, said the ambassador."))?;
/// let paper = kg.add_source(Source::new("paper").published("2031-03-05").text("We were the first").derives_from("wire"))?;
/// let teixo = kg.add(Person, "Ana Teixo")?;
/// let (caldera, norvia) = (kg.add(State, "Caldera")?, kg.add(State, "Norvia")?);
/// kg.assert(fact(teixo, AmbassadorOf, caldera).with(AccreditedTo, norvia).as_of("2031-03-04"))?;
/// let first = kg.assert(fact(caldera, Recognized, norvia).on("1974?")
///     .cite(wire, "We were the first").said_by(teixo)
///     .cite(paper, "We were the first").said_by(teixo))?;
///
/// let view = kg.view();
/// let word = view.testimony(first).unwrap();
/// assert_eq!((word.sources().len(), word.independent_sources().len()), (2, 1));
/// assert_eq!(word.only_source().map(|source| source.key()), Some("wire"));
/// // The paper appeared a day later, and no source says whether she was still in office then.
/// assert_eq!(word.rests_on_interest(), Truth::Possibly);
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Testimony<'g, R = FoundRelation> {
    view: View<'g>,
    fact: FactRef<'g, R>,
    support: Vec<ClaimRef<'g>>,
    dispute: Vec<ClaimRef<'g>>,
}

impl<'g, R> Testimony<'g, R> {
    fn new(view: View<'g>, fact: FactRef<'g, R>) -> Self {
        let (support, dispute) = fact.claims().partition(|claim: &ClaimRef<'_>| claim.stance() == Stance::Supports);
        Self { view, fact, support, dispute }
    }

    /// The fact that the claims are about.
    #[must_use]
    pub fn fact(&self) -> FactRef<'g, R> {
        self.fact
    }

    /// The claims that support it, in the order of recording.
    #[must_use]
    pub fn support(&self) -> &[ClaimRef<'g>] {
        &self.support
    }

    /// The claims that dispute it.
    #[must_use]
    pub fn dispute(&self) -> &[ClaimRef<'g>] {
        &self.dispute
    }

    /// Whether there are claims for the fact and claims against it.
    #[must_use]
    pub fn has_both_sides(&self) -> bool {
        !self.support.is_empty() && !self.dispute.is_empty()
    }

    /// The sources that support it, each once, in the order of recording.
    #[must_use]
    pub fn sources(&self) -> Vec<SourceRef<'g>> {
        each_once(self.support.iter().map(ClaimRef::source))
    }

    /// The origins of the sources that support it, each once: a wire report and its copies count as one.
    ///
    /// Two sources that quote the same speaker still count as two; see [`speakers`](Self::speakers).
    #[must_use]
    pub fn independent_sources(&self) -> Vec<SourceRef<'g>> {
        each_once(self.support.iter().map(|claim| claim.source().origin()))
    }

    /// The origin of all sources that support it, if there is only one. `None` if there are several, or none.
    #[must_use]
    pub fn only_source(&self) -> Option<SourceRef<'g>> {
        match self.independent_sources().as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// The speakers whose words support it, each once, in the order of recording. A source that speaks for itself is
    /// not a speaker.
    #[must_use]
    pub fn speakers(&self) -> Vec<NodeRef<'g>> {
        let mut seen = BTreeSet::new();
        let speakers = self.support.iter().filter_map(ClaimRef::said_by);
        speakers.filter(|speaker| seen.insert(speaker.id())).collect()
    }

    /// Whether a claim comes from an interested party: its speaker is the subject of the fact, or acts for the subject.
    /// In a symmetric relation, either end counts as the subject. A source that speaks for itself is not a party.
    ///
    /// Facts of relations with the flag [`acts_for`](crate::schema::RelationDef::acts_for) say who acts for whom. They
    /// form chains: a person who works for an embassy acts for its state. Each fact counts as of the day on which the
    /// source was published, or else the source that it derives from. Without such a date, it is at most possible that
    /// the speaker acts for another.
    ///
    /// Of the view's filter, the parts on what is known, retracted, resolved and left out apply to these facts, and its
    /// modalities. Parts on time, relations, entities and claims do not hide who acts for whom.
    #[must_use]
    pub fn interest(&self, claim: &ClaimRef<'g>) -> Truth {
        Interest::of(&self.view).in_claim(&self.fact.untyped(), claim)
    }

    /// Whether only interested parties support it: there is a supporting claim, and each one comes from an
    /// [interested party](Self::interest).
    #[must_use]
    pub fn rests_on_interest(&self) -> Truth {
        if self.support.is_empty() {
            return Truth::No;
        }
        let interest = Interest::of(&self.view);
        let each = self.support.iter().map(|claim| interest.in_claim(&self.fact.untyped(), claim));
        each.fold(Truth::Yes, Truth::and)
    }
}

fn each_once<'g>(sources: impl Iterator<Item = SourceRef<'g>>) -> Vec<SourceRef<'g>> {
    let mut seen = BTreeSet::new();
    sources.filter(|source| seen.insert(source.id())).collect()
}

/// What a speaker said: a fact, and the claim with the words.
#[derive(Clone, Copy, Debug)]
pub struct Said<'g> {
    /// The fact that the speaker supports or disputes.
    pub fact: FactRef<'g>,
    /// The claim.
    pub claim: ClaimRef<'g>,
}

impl<'g> View<'g> {
    /// The claims for and against a fact, whether or not the view lets the fact pass. `None` if the graph does not have
    /// it.
    #[must_use]
    pub fn testimony(&self, fact: FactId) -> Option<Testimony<'g>> {
        self.graph().fact_ref(fact)?;
        Some(Testimony::new(self.clone(), self.as_seen(fact)))
    }

    /// The facts of this view that have claims, each with its claims. Takes time proportional to the number of facts
    /// and claims.
    pub fn testimonies(&self) -> impl Iterator<Item = Testimony<'g>> + use<'g> {
        let view = self.clone();
        let all = self.all_facts().map(move |fact| Testimony::new(view.clone(), fact));
        all.filter(|word| !word.support.is_empty() || !word.dispute.is_empty())
    }

    /// The disputed facts of this view, each with the claims of both sides.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, Source, fact};
    /// use chancery::diplomacy::{self, DescribedAs, Topic};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let gazette = kg.add_source(Source::new("gazette").text("Trade doubled."))?;
    /// let wire = kg.add_source(Source::new("wire").text("It grew by a third."))?;
    /// let trade = kg.add(Topic, "Trade")?;
    /// kg.assert(fact(trade, DescribedAs, "doubled").cite(gazette, "doubled").cite(wire, "grew by a third").disputes())?;
    /// let disputed: Vec<_> = kg.view().disputed().collect();
    /// assert_eq!(disputed.len(), 1);
    /// assert_eq!(disputed[0].dispute()[0].quote().as_deref(), Some("grew by a third"));
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn disputed(&self) -> impl Iterator<Item = Testimony<'g>> + use<'g> {
        self.testimonies().filter(Testimony::has_both_sides)
    }

    /// What a speaker said about an entity: the facts of this view in which the entity is subject, object or role
    /// player, with the claims of the speaker for or against them. In the order of [`about`](Self::about), then of
    /// recording.
    ///
    /// # Errors
    /// [`UnknownEntity`](crate::ErrorKind::UnknownEntity) if the graph does not have one of them.
    pub fn said_of(&self, speaker: impl EntityTerm, about: impl EntityTerm) -> Result<Vec<Said<'g>>, Error> {
        let speaker = self.graph().named_node(speaker)?;
        let own = |claim: &ClaimRef<'g>| claim.said_by().is_some_and(|by| by.id().index() == speaker);
        Ok(self
            .about(about)?
            .flat_map(|fact| fact.claims().filter(own).map(move |claim| Said { fact, claim }))
            .collect())
    }
}
