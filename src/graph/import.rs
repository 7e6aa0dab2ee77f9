//! Recording facts in plain values, and facts that may be there already.

use super::{KnowledgeGraph, assert::OtherKey};
use crate::{
    error::Error,
    model::{Fact, FactId},
};

/// What [`KnowledgeGraph::add_fact_once`] did.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddedOnce {
    /// The fact that was recorded, or the one that was there.
    pub fact: FactId,
    /// Whether the fact was recorded now.
    pub is_new: bool,
    /// The number of claims that were added to a fact that was there.
    pub claims: usize,
}

impl KnowledgeGraph {
    /// Records a fact in plain values. A fact that it names as `#3` is the one with the number 3 in this graph.
    ///
    /// A file names facts by their places in the file: [`Fact::rename_facts`] turns these into numbers.
    ///
    /// # Errors
    /// As [`assert`](Self::assert).
    ///
    /// ```
    /// use chancery::{Entity, Fact, KnowledgeGraph, Schema};
    ///
    /// let mut kg = KnowledgeGraph::new(Schema::new().open());
    /// kg.add_entity(&Entity::new("a", "thing", "A"))?;
    /// let first = kg.add_fact(&Fact::new("a", "borders", "a"))?;
    /// let mut about: Fact = "a mentions ^0".parse()?;
    /// about.rename_facts(|name| {
    ///     *name = format!("#{}", first.index());
    ///     Ok(())
    /// })?;
    /// kg.add_fact(&about)?;
    /// assert_eq!(kg.fact_count(), 2);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn add_fact(&mut self, fact: &Fact) -> Result<FactId, Error> {
        self.all_or_nothing(|kg| {
            let said = kg.said_in(fact)?;
            let new = kg.new_fact(said)?;
            kg.push_fact(new)
        })
    }

    /// Records a fact in plain values, unless the graph has an equal one that `may_be` accepts; then only the claims that it
    /// lacks are added to that one.
    ///
    /// Equal facts have the same ends, role players, time and modality, and the same key if the fact given has one. A fact that
    /// was retracted counts too, and stays retracted: a file that is read twice does not bring it back. `may_be` lets a caller
    /// match each fact of the graph once only.
    ///
    /// # Errors
    /// As [`add_fact`](Self::add_fact).
    ///
    /// ```
    /// use chancery::{Entity, Fact, KnowledgeGraph, Schema};
    ///
    /// let mut kg = KnowledgeGraph::new(Schema::new().open());
    /// kg.add_entity(&Entity::new("a", "thing", "A"))?;
    /// let fact = Fact::new("a", "borders", "a");
    /// let first = kg.add_fact_once(&fact, |_| true)?;
    /// let again = kg.add_fact_once(&fact, |_| true)?;
    /// assert_eq!((first.is_new, again.is_new, again.fact), (true, false, first.fact));
    /// assert!(kg.add_fact_once(&fact, |known| known != first.fact)?.is_new);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn add_fact_once(&mut self, fact: &Fact, may_be: impl Fn(FactId) -> bool) -> Result<AddedOnce, Error> {
        let said = self.said_in(fact)?;
        self.record_once(said, &|fact, _| may_be(fact), OtherKey::IsAnother)
    }
}
