//! The search for chains of facts between two nodes.

use super::{
    chain::Chain,
    in_time::{ChainInTime, earliest},
    search::{AllChains, shortest},
    walk::Walk,
    yen::k_shortest,
};
use crate::{
    error::Error,
    schema::{EntityTerm, IntoKinds, IntoRelations},
    time::{IntoDate, Limit},
    view::{FactRef, View},
};

/// A search for chains of facts between two nodes. First restrict it, then call a method that returns chains, such as
/// [`shortest`](Self::shortest) or [`all`](Self::all).
///
/// A chain uses the facts that the view shows. It may use a fact in any direction, unless it is
/// [`directed`](Self::directed). It passes through entities, and through facts that other facts are about, but never
/// through values: see [`algo`](super). No chain comes to a node twice or uses a fact twice.
///
/// Names are looked up at once. The first error is kept, and each method that returns chains returns it.
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
/// let chain = view.chains(saleem, pakistan).shortest()?.unwrap();
/// assert_eq!(
///     chain.to_string(),
///     "Saleem praised Kazakhstan on 2026-01-24\n\
///      Tokayev is head of state of Kazakhstan (as of 2026-01-24)\n\
///      Tokayev is planned to visit Pakistan in February 2026 [report: “comes in February 2026”]\n"
/// );
/// // A picture of the answer needs a view of the answer.
/// assert_eq!(view.only(chain.facts()).connected().entities().count(), 4);
/// // Without what Saleem praised nothing connects the two.
/// assert!(view.chains("saleem", "pakistan").by((Visits, "head-of-state-of")).shortest()?.is_none());
/// // From subject to object, nothing leads on from Kazakhstan.
/// assert!(view.chains(saleem, pakistan).directed().shortest()?.is_none());
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "chains are looked for when they are asked for"]
pub struct Chains<'g> {
    walk: Walk<'g>,
    /// The nodes where a chain begins and ends, or the first error.
    ends: Result<(u32, u32), Error>,
    within: u32,
    start: Limit,
}

impl<'g> View<'g> {
    /// Begins a search for chains of facts between two nodes. [`Chains`] has an example.
    pub fn chains(&self, from: impl EntityTerm, to: impl EntityTerm) -> Chains<'g> {
        let kg = self.graph();
        let ends = kg.named_node(from).and_then(|from| Ok((from, kg.named_node(to)?)));
        Chains { walk: Walk::new(self.clone()), ends, within: u32::MAX, start: Limit::Past }
    }
}

impl<'g> Chains<'g> {
    fn keep<T>(&mut self, result: Result<T, Error>) -> Option<T> {
        match (result, &self.ends) {
            (Ok(value), _) => Some(value),
            (Err(error), Ok(_)) => {
                self.ends = Err(error);
                None
            }
            (Err(_), Err(_)) => None,
        }
    }

    fn ends(&self) -> Result<(u32, u32), Error> {
        self.ends.clone()
    }

    /// Uses facts of these relations only. An inverse name means the same facts as the name; in
    /// [`directed`](Self::directed) chains, it means them in the other direction.
    ///
    /// A relation that the schema lacks, or a date in a name, is an error when chains are returned.
    pub fn by(mut self, relations: impl IntoRelations) -> Self {
        let schema = self.walk.kg().schema();
        let found = relations.find_relations(schema).and_then(|names| schema.check_undated(&names).map(|()| names));
        if let Some(names) = self.keep(found) {
            self.walk.by(&names);
        }
        self
    }

    /// Uses each fact in its own direction only: from its subject to its object, and to its other participants, which
    /// are the role players and the node of the fact itself. A symmetric fact has both directions.
    ///
    /// The edges of a view as a [graph of petgraph](crate::view::petgraph) have the same directions.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, Person, State, Visits}};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let (a, b) = (kg.add(Person, "A")?, kg.add(Person, "B")?);
    /// # let oman = kg.add(State, "Oman")?;
    /// kg.assert(fact(a, Visits, oman).on("2026"))?;
    /// kg.assert(fact(b, Visits, oman).on("2026"))?;
    /// let view = kg.view();
    /// assert_eq!(view.chains(a, b).shortest()?.map(|chain| chain.len()), Some(2));
    /// assert!(view.chains(a, b).directed().shortest()?.is_none()); // nothing leads from Oman to B
    /// // By its inverse name a fact leads the other way.
    /// let chain = view.chains(a, b).by(["visits", "visited-by"]).directed().shortest()?;
    /// assert_eq!(chain.map(|chain| chain.len()), Some(2));
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn directed(mut self) -> Self {
        self.walk.directed();
        self
    }

    /// Allows at most this many facts in a chain.
    pub fn within(self, facts: u32) -> Self {
        Self { within: self.within.min(facts), ..self }
    }

    /// Passes only through entities of these kinds, or of kinds under them. The two ends may be of any kind.
    pub fn through(mut self, kinds: impl IntoKinds) -> Self {
        let found = kinds.find_kinds(self.walk.kg().schema());
        if let Some(kinds) = self.keep(found) {
            self.walk.through(&kinds);
        }
        self
    }

    /// Does not pass through hubs: nodes that have more than this many facts, including facts that the view hides. A
    /// connection through a state that everybody visits says little about two people.
    pub fn avoiding_hubs(mut self, facts: usize) -> Self {
        self.walk.avoid_hubs(facts);
        self
    }

    /// Makes chains in time begin on this day or later; for a month or year, on its first day or later. Other chains
    /// are not restricted.
    pub fn not_before(mut self, date: impl IntoDate) -> Self {
        if let Some(date) = self.keep(date.into_date()) {
            self.start = self.start.max(Limit::Day(date.first()));
        }
        self
    }

    /// The shortest chain. If several are equally short, returns one of them, always the same one for the same graph
    /// and view. The chain from a node to itself is empty.
    ///
    /// Searches from both ends, and always goes on from the end that has fewer facts to read. Takes time in the number
    /// of facts that are read, and one bit of memory for each node of the graph.
    ///
    /// # Errors
    /// The first error of the search: [`UnknownEntity`](crate::ErrorKind::UnknownEntity),
    /// [`UnknownRelation`](crate::ErrorKind::UnknownRelation), [`UnknownKind`](crate::ErrorKind::UnknownKind),
    /// [`InvalidSchema`](crate::ErrorKind::InvalidSchema), [`InvalidDate`](crate::ErrorKind::InvalidDate), or
    /// [`InvalidQuery`](crate::ErrorKind::InvalidQuery) for a date in a relation's name.
    pub fn shortest(&self) -> Result<Option<Chain<'g>>, Error> {
        let (from, to) = self.ends()?;
        let hops = if from == to { Some(Vec::new()) } else { shortest(&self.walk, from, to, self.within, |_| true) };
        Ok(hops.map(|hops| Chain::new(&self.walk.view, &hops)))
    }

    /// All chains of at most this many facts. The shorter ones come first; equally long ones are ordered by their first
    /// fact in the order of recording, then by the node that it leads to, then by the second fact, and so on.
    ///
    /// There may be very many: their number grows exponentially with the length. The iterator searches for one chain at
    /// a time, when it is asked for it.
    ///
    /// # Errors
    /// As [`shortest`](Self::shortest).
    pub fn all(&self, facts: u32) -> Result<AllChains<'g>, Error> {
        let (from, to) = self.ends()?;
        Ok(AllChains::new(self.walk.clone(), from, to, self.within.min(facts)))
    }

    /// The `count` shortest chains, the shorter ones first. Of several equally long ones, it always chooses the same
    /// ones for the same graph and view.
    ///
    /// Uses the algorithm of Yen (1971), which searches for a shortest chain once or more for each fact of each chain.
    ///
    /// # Errors
    /// As [`shortest`](Self::shortest).
    pub fn k_shortest(&self, count: usize) -> Result<Vec<Chain<'g>>, Error> {
        let (from, to) = self.ends()?;
        if from == to {
            return Ok(self.shortest()?.into_iter().take(count).collect());
        }
        let found = k_shortest(&self.walk, from, to, self.within, count);
        Ok(found.iter().map(|hops| Chain::new(&self.walk.view, hops)).collect())
    }

    /// Of the chains that certainly go forward in time, the one that certainly arrives first. Whatever days the inexact
    /// dates stand for, no fact of it happens before the fact that it follows. It uses only facts that are certain in
    /// this view.
    ///
    /// Two steps may happen on the same day, as no time of day is known.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, Met, Person}};
    /// use chancery::time::Limit;
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let (a, b, c) = (kg.add(Person, "A")?, kg.add(Person, "B")?, kg.add(Person, "C")?);
    /// kg.assert(fact(a, Met, b).on("2026-02"))?;
    /// kg.assert(fact(b, Met, c).on("2026-02-20"))?;
    /// let chains = kg.view().chains(a, c);
    /// assert!(chains.earliest_certain()?.is_none()); // A may have met B on the 21st
    /// let possible = chains.earliest_possible()?.unwrap();
    /// assert_eq!(possible.arrival(), Limit::Day("2026-02-20".parse()?));
    /// // The way from C to A is possible too, if A met B after the 20th, but not from March on.
    /// let back = kg.view().chains(c, a);
    /// assert!(back.earliest_possible()?.is_some() && back.not_before("2026-03").earliest_possible()?.is_none());
    /// # Ok::<(), chancery::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`shortest`](Self::shortest).
    pub fn earliest_certain(&self) -> Result<Option<ChainInTime<'g>>, Error> {
        self.earliest(|fact| fact.truth().is_yes().then(|| fact.when().certain_bounds()))
    }

    /// Of the chains that possibly go forward in time, the one that may arrive first. For some choice of the days that
    /// the dates allow, no fact of it happens before the fact that it follows.
    ///
    /// # Errors
    /// As [`shortest`](Self::shortest).
    pub fn earliest_possible(&self) -> Result<Option<ChainInTime<'g>>, Error> {
        self.earliest(|fact| fact.truth().is_possible().then(|| fact.when().possible_bounds()))
    }

    fn earliest(
        &self,
        reach: impl Fn(FactRef<'g>) -> Option<(Limit, Limit)>,
    ) -> Result<Option<ChainInTime<'g>>, Error> {
        let ends = self.ends()?;
        Ok(earliest(&self.walk, ends, (self.start, self.within), |fact| reach(self.walk.view.fact(fact)?)))
    }
}
