//! Answers that keep certain facts apart from possible ones.

use std::fmt;

use crate::{schema::FoundRelation, view::FactRef};

/// The facts that answer a question: the certain ones and the possible ones. Facts that are cancelled or denied are neither.
///
/// The two are never in one list, so code that uses a possible answer says so.
///
/// ```
/// use chancery::{KnowledgeGraph, fact};
/// use chancery::diplomacy::{self, HeadOfState, Person, State};
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let tokayev = kg.add(Person, "Kassym-Jomart Tokayev")?;
/// let kazakhstan = kg.add(State, "Kazakhstan")?;
/// kg.assert(fact(tokayev, HeadOfState, kazakhstan).as_of("2026-01-24"))?;
///
/// let heads = kg.view().facts(HeadOfState).to(kazakhstan);
/// assert_eq!(heads.answer_on("2026-01-24")?.the_certain_one().map(|f| f.subject()), Some(tokayev));
/// assert!(heads.answer_on("2030-01-01")?.the_certain_one().is_none());
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Debug)]
pub struct Answer<'g, R = FoundRelation> {
    certain: Vec<FactRef<'g, R>>,
    possible: Vec<FactRef<'g, R>>,
}

impl<R> Clone for Answer<'_, R> {
    fn clone(&self) -> Self {
        Self { certain: self.certain.clone(), possible: self.possible.clone() }
    }
}

impl<'g, R> Answer<'g, R> {
    pub(super) fn new(facts: impl IntoIterator<Item = FactRef<'g, R>>) -> Self {
        let not_denied = facts.into_iter().filter(|fact| fact.truth().is_possible());
        let (certain, possible) = not_denied.partition(|fact| fact.truth().is_yes());
        Self { certain, possible }
    }

    /// The certain facts.
    #[must_use]
    pub fn certain(&self) -> &[FactRef<'g, R>] {
        &self.certain
    }

    /// The possible facts: their sources do not say enough to know. On a day, the nearest in time come first.
    #[must_use]
    pub fn possible(&self) -> &[FactRef<'g, R>] {
        &self.possible
    }

    /// The certain fact, if there is exactly one.
    #[must_use]
    pub fn the_certain_one(&self) -> Option<FactRef<'g, R>> {
        match self.certain.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// Whether no fact is certain or possible.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.certain.is_empty() && self.possible.is_empty()
    }
}

/// A line for each fact, which begins with `certainly` or `possibly`.
impl<R> fmt::Display for Answer<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.certain.iter().try_for_each(|fact| writeln!(f, "certainly: {fact}"))?;
        self.possible.iter().try_for_each(|fact| writeln!(f, "possibly: {fact}"))
    }
}
