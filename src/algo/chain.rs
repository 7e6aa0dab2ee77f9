//! How two nodes are connected: chains of facts between them, and how they are asked for.

use super::{
    in_time::{ChainInTime, earliest},
    search::{AllChains, shortest},
    walk::{Hop, Walk},
    yen::k_shortest,
};
use crate::{
    model::{FactId, Id, KindId},
    schema::{Kind, KnownRelation},
    time::{Day, Limit, Truth},
    view::{FactRef, NodeRef, View},
};

/// Facts that lead from one node to another, each by two of its participants. Prints a sentence a fact.
#[derive(Clone, Debug)]
pub struct Chain<'g> {
    steps: Vec<Step<'g>>,
}

/// One fact of a chain. Prints as a sentence: what it says, when it was so, and in which words.
#[derive(Clone, Copy, Debug)]
pub struct Step<'g> {
    /// Where the chain comes from.
    pub from: NodeRef<'g>,
    /// The fact in which both have a part.
    pub fact: FactRef<'g>,
    /// Where the chain goes on.
    pub to: NodeRef<'g>,
}

/// Which way a chain goes by a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// From its subject to its object; of a symmetric relation also from its object to its subject.
    Forward,
    /// From its object to its subject.
    Back,
    /// To or from a role player or the node of the fact.
    Across,
}

impl Step<'_> {
    /// Which way the chain goes by the fact.
    #[must_use]
    pub fn way(&self) -> Way {
        let ends = (self.fact.from().id(), self.fact.to().id());
        let symmetric = self.fact.graph().schema().relation_def(self.fact.relation()).symmetric;
        match (self.from.id(), self.to.id()) {
            at if at == ends => Way::Forward,
            (from, to) if (to, from) == ends => {
                if symmetric {
                    Way::Forward
                } else {
                    Way::Back
                }
            }
            _ => Way::Across,
        }
    }
}

impl<'g> Chain<'g> {
    pub(super) fn new(view: &View<'g>, hops: &[Hop]) -> Self {
        let kg = view.graph();
        let step = |hop: &Hop| {
            Some(Step { from: NodeRef::new(kg, hop.from), fact: view.fact(hop.fact)?, to: NodeRef::new(kg, hop.to) })
        };
        // A chain is made of facts that the view lets through.
        Self { steps: hops.iter().filter_map(step).collect() }
    }

    /// The steps, from the one node to the other. None where they are the same node.
    #[must_use]
    pub fn steps(&self) -> &[Step<'g>] {
        &self.steps
    }

    /// How many facts it is long.
    #[must_use]
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether it leads from a node to itself, by no fact.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Its facts, for [`View::only`]: a view, or a picture, of the chain alone.
    #[must_use]
    pub fn facts(&self) -> impl ExactSizeIterator<Item = FactId> + '_ {
        self.steps.iter().map(|step| step.fact.id())
    }

    /// How true it is that all its facts hold, each as the view asks.
    #[must_use]
    pub fn truth(&self) -> Truth {
        self.steps.iter().fold(Truth::Yes, |truth, step| truth.and(step.fact.truth()))
    }
}

/// A question for chains of facts between two nodes; narrow it, then ask.
///
/// What a chain goes by are the facts that the view lets through, whichever way they lead; what it goes through are
/// entities, and facts that others are about, never values: see [`algo`](super). No chain comes to a node twice or goes by
/// a fact twice.
///
/// ```
/// use chancery::diplomacy::{self, HeadOfState, Person, Praised, State, Visits};
/// use chancery::{KnowledgeGraph, Source, fact};
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let report = kg.add_source(Source::new("report").text("The President comes in February 2026."))?;
/// let (tokayev, saleem) = (kg.add(Person, "Tokayev")?, kg.add(Person, "Saleem")?);
/// let (kazakhstan, pakistan) = (kg.add(State, "Kazakhstan")?, kg.add(State, "Pakistan")?);
/// kg.assert(fact(tokayev, HeadOfState, kazakhstan).as_of("2026-01-24"))?;
/// kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned().cite(report, "comes in February 2026"))?;
/// kg.assert(fact(saleem, Praised, kazakhstan).on("2026-01-24"))?;
///
/// let view = kg.view();
/// let chain = view.chains(saleem, pakistan).shortest().unwrap();
/// assert_eq!(
///     chain.to_string(),
///     "Saleem praised Kazakhstan on 2026-01-24.\n\
///      Tokayev head of state of Kazakhstan as of 2026-01-24.\n\
///      Tokayev visits Pakistan on 2026-02, planned. [report: “comes in February 2026”]\n"
/// );
/// // The picture of the answer only.
/// assert_eq!(view.only(chain.facts()).connected().entities().count(), 4);
/// // Not by what Saleem praised.
/// assert!(view.chains(saleem, pakistan).by([kg.relation("visits")?]).shortest().is_none());
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "chains are looked for when they are asked for"]
pub struct Chains<'g> {
    walk: Walk<'g>,
    /// Nothing if one of them is no node of the graph.
    ends: Option<(u32, u32)>,
    within: u32,
}

impl<'g> View<'g> {
    /// The chains of facts between two nodes: [`Chains`].
    pub fn chains(&self, from: Id<impl Kind>, to: Id<impl Kind>) -> Chains<'g> {
        let walk = Walk::new(self.clone());
        let ends = walk.start(from).zip(walk.start(to));
        Chains { walk, ends, within: u32::MAX }
    }

    /// The shortest chain of facts between two nodes, or nothing if none is: [`chains`](Self::chains) with
    /// [`shortest`](Chains::shortest).
    #[must_use]
    pub fn connection(&self, from: Id<impl Kind>, to: Id<impl Kind>) -> Option<Chain<'g>> {
        self.chains(from, to).shortest()
    }
}

impl<'g> Chains<'g> {
    /// By facts of these relations only.
    pub fn by<R: KnownRelation>(self, relations: impl IntoIterator<Item = R>) -> Self {
        let schema = self.walk.kg().schema();
        // A relation that the schema does not have has no facts.
        let names: Vec<_> = relations.into_iter().filter_map(|relation| relation.find(schema).ok()).collect();
        let view = self.walk.view.relations(names);
        Self { walk: self.walk.on(view), ..self }
    }

    /// Of at most so many facts.
    pub fn within(self, facts: u32) -> Self {
        Self { within: self.within.min(facts), ..self }
    }

    /// Through entities of these kinds only, or under them. The two ends may be of any.
    pub fn through(mut self, kinds: impl IntoIterator<Item = KindId>) -> Self {
        self.walk.through(kinds);
        self
    }

    /// Not through hubs: nodes that have more than so many facts, those included that the view hides. That two people are
    /// connected by way of a state that everybody visits says little of them.
    pub fn over_hubs(mut self, facts: usize) -> Self {
        self.walk.over_hubs(facts);
        self
    }

    /// The shortest chain: of those that are equally short one, and of the same graph and view always the same. From a node
    /// to itself it is empty.
    ///
    /// Looks from both ends, always on from the one that has fewer facts at hand. Takes time in the number of facts that it
    /// looks at and, for a bit a node, in the number of nodes.
    #[must_use]
    pub fn shortest(&self) -> Option<Chain<'g>> {
        let (from, to) = self.ends?;
        let hops = if from == to { Some(Vec::new()) } else { shortest(&self.walk, from, to, self.within, |_| true) };
        hops.map(|hops| Chain::new(&self.walk.view, &hops))
    }

    /// All chains of at most so many facts: the shorter first, equally long ones by their first fact in the order of recording,
    /// then by the node that it leads to, then by the second fact, and so on.
    ///
    /// There may be very many: with each fact more a chain may go as many ways as a node has facts. They are looked for as
    /// they are asked for.
    #[must_use]
    pub fn all(&self, facts: u32) -> AllChains<'g> {
        let within = self.within.min(facts);
        match self.ends {
            Some((from, to)) => AllChains::new(self.walk.clone(), from, to, within),
            None => AllChains::new(self.walk.clone(), u32::MAX, 0, 0),
        }
    }

    /// So many of the shortest chains, the shorter first. Which one of equally long ones are among them is the same for the
    /// same graph and view.
    ///
    /// After Yen (1971): takes the time of a shortest chain for each fact of each chain.
    #[must_use]
    pub fn k_shortest(&self, count: usize) -> Vec<Chain<'g>> {
        let Some((from, to)) = self.ends else { return Vec::new() };
        if from == to {
            return self.shortest().into_iter().take(count).collect();
        }
        let found = k_shortest(&self.walk, from, to, self.within, count);
        found.iter().map(|hops| Chain::new(&self.walk.view, hops)).collect()
    }

    /// The chain that certainly goes forward in time and certainly arrives first: whichever of their possible days the facts
    /// had, none lies before the one that it follows. It goes by facts only that are certain in this view, and no two of
    /// whose dates may be the wrong way round.
    ///
    /// With a day, it sets out on that day or later. Steps may happen on one and the same day, as days are all that is known.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, date, Day, diplomacy::{self, Met, Person}};
    /// use chancery::time::Limit;
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let (a, b, c) = (kg.add(Person, "A")?, kg.add(Person, "B")?, kg.add(Person, "C")?);
    /// kg.assert(fact(a, Met, b).on("2026-02"))?;
    /// kg.assert(fact(b, Met, c).on("2026-02-20"))?;
    /// let chains = kg.view().chains(a, c);
    /// assert!(chains.earliest_certain(None).is_none()); // A may have met B on the 21st
    /// let possible = chains.earliest_possible(None).unwrap();
    /// assert_eq!(possible.arrival(), Limit::Day("2026-02-20".parse()?));
    /// // From C to A it is possible too, if A met B after the 20th; it is not by the end of January.
    /// assert!(kg.view().chains(c, a).earliest_possible(None).is_some());
    /// # Ok::<(), chancery::Error>(())
    /// ```
    #[must_use]
    pub fn earliest_certain(&self, after: impl Into<Option<Day>>) -> Option<ChainInTime<'g>> {
        self.earliest(after.into(), |fact| fact.truth().is_yes().then(|| fact.when().surely_reaches()))
    }

    /// The chain that possibly goes forward in time and may arrive first: on some of their possible days no fact lies before
    /// the one that it follows.
    #[must_use]
    pub fn earliest_possible(&self, after: impl Into<Option<Day>>) -> Option<ChainInTime<'g>> {
        self.earliest(after.into(), |fact| fact.truth().is_possible().then(|| fact.when().may_reach()))
    }

    fn earliest(
        &self,
        after: Option<Day>,
        reach: impl Fn(FactRef<'g>) -> Option<(Limit, Limit)>,
    ) -> Option<ChainInTime<'g>> {
        let after = after.map_or(Limit::Past, Limit::Day);
        earliest(&self.walk, self.ends?, (after, self.within), |fact| reach(self.walk.view.fact(fact)?))
    }
}
