//! How two nodes are connected: the question for chains of facts between them.

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

/// A question for chains of facts between two nodes. Narrow it, then ask it.
///
/// A chain uses the facts that the view shows. It may use a fact in any direction, unless it is
/// [`directed`](Self::directed). It passes through entities, and through facts that other facts are about, but never
/// through values: see [`algo`](super). No chain comes to a node twice or uses a fact twice.
///
/// Names are looked up as they are given. The first error is kept, and every call that asks returns it.
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
    /// The chains of facts between two nodes: narrow the question, then ask it, as [`Chains`] shows.
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

    /// Uses facts of these relations only. An inverse name means the same facts as the name; where chains are
    /// [`directed`](Self::directed), it means them in the other direction.
    ///
    /// A relation that the schema lacks, or a date in its name, is an error when the question is asked.
    pub fn by(mut self, relations: impl IntoRelations) -> Self {
        let schema = self.walk.kg().schema();
        let found = relations.find_relations(schema).and_then(|names| schema.check_undated(&names).map(|()| names));
        if let Some(names) = self.keep(found) {
            self.walk.by(&names);
        }
        self
    }

    /// Uses each fact in its own direction only: from its subject to its object, and to its other participants, which are
    /// the role players and the node of the fact itself. A symmetric fact has both directions.
    ///
    /// These are the directions that the edges of a view have as a
    /// [graph of petgraph](crate::view::petgraph), except that the edge of a symmetric fact has one.
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

    /// Has at most so many facts.
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

    /// Does not pass through hubs: nodes that have more than so many facts, including facts that the view hides. That two
    /// people are connected through a state that everybody visits says little about them.
    pub fn avoiding_hubs(mut self, facts: usize) -> Self {
        self.walk.avoid_hubs(facts);
        self
    }

    /// For chains in time: sets out on this day or later; of a month or year, on its first day or later.
    pub fn not_before(mut self, date: impl IntoDate) -> Self {
        if let Some(date) = self.keep(date.into_date()) {
            self.start = self.start.max(Limit::Day(date.first()));
        }
        self
    }

    /// The shortest chain. Where several are equally short, it is one of them, and always the same for the same graph and
    /// view. From a node to itself it is empty.
    ///
    /// Searches from both ends, and always goes on from the end that has fewer facts to look at. Costs the number of
    /// facts that are looked at, and a bit of memory for each node of the graph.
    ///
    /// # Errors
    /// The first error of the question: [`UnknownEntity`](crate::ErrorKind::UnknownEntity),
    /// [`UnknownRelation`](crate::ErrorKind::UnknownRelation), [`UnknownKind`](crate::ErrorKind::UnknownKind),
    /// [`InvalidSchema`](crate::ErrorKind::InvalidSchema), [`InvalidDate`](crate::ErrorKind::InvalidDate), or
    /// [`InvalidQuery`](crate::ErrorKind::InvalidQuery) for a date in a relation's name.
    pub fn shortest(&self) -> Result<Option<Chain<'g>>, Error> {
        let (from, to) = self.ends()?;
        let hops = if from == to { Some(Vec::new()) } else { shortest(&self.walk, from, to, self.within, |_| true) };
        Ok(hops.map(|hops| Chain::new(&self.walk.view, &hops)))
    }

    /// All chains of at most so many facts. The shorter ones come first; equally long ones are ordered by their first fact
    /// in the order of recording, then by the node that it leads to, then by the second fact, and so on.
    ///
    /// There may be very many: their number grows with the length as a power of how many facts a node has. Each chain is
    /// looked for when the iterator is asked for it.
    ///
    /// # Errors
    /// As [`shortest`](Self::shortest).
    pub fn all(&self, facts: u32) -> Result<AllChains<'g>, Error> {
        let (from, to) = self.ends()?;
        Ok(AllChains::new(self.walk.clone(), from, to, self.within.min(facts)))
    }

    /// So many of the shortest chains, the shorter ones first. Which of several equally long ones are among them is the same
    /// for the same graph and view.
    ///
    /// Uses the algorithm of Yen (1971): costs one search for a shortest chain for each fact of each chain.
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

    /// The chain that certainly goes forward in time and certainly arrives first. Whatever the dates that are not known
    /// exactly, no fact of it lies before the fact that it follows. It uses only facts that are certain in this view.
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

    /// The chain that possibly goes forward in time and may arrive first: on some of the days that their dates allow, no
    /// fact lies before the fact that it follows.
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
