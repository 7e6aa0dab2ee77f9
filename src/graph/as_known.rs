//! The graph as of a time.

use super::KnowledgeGraph;
use crate::{error::Error, time::IntoStamp};

impl KnowledgeGraph {
    /// A copy of the graph as of a stamp: all that had been recorded by then, and nothing since. Names, kinds, merges, and
    /// the names that an open schema had learnt are as they were then. The copy can be changed like any graph.
    ///
    /// It includes everything that was recorded at the stamp itself. What was recorded without a stamp belongs to the stamp
    /// before it; what precedes the first stamp was always known. What was [purged](Self::purge) since is missing.
    ///
    /// Takes time in the size of the graph. For questions about facts alone, [`View::known_by`](crate::View::known_by) costs
    /// nothing.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, fact, diplomacy::{self, Recognized, State}};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// kg.at("2026-01-24")?;
    /// let (pakistan, kazakhstan) = (kg.add(State, "Pakistan")?, kg.add(State, "Kazakhstan")?);
    /// let wrong = kg.assert(fact(kazakhstan, Recognized, pakistan))?;
    /// kg.at("2026-01-25")?;
    /// kg.retract(wrong, "the other way round")?;
    /// kg.add(State, "Uzbekistan")?;
    ///
    /// let then = kg.as_known("2026-01-24T12:00:00Z")?;
    /// assert_eq!(then.view().facts(Recognized).count()?, 1);
    /// assert!(then.entities_named("uzbekistan").is_empty());
    /// # Ok::<(), chancery::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`InvalidStamp`](crate::ErrorKind::InvalidStamp) if it is a text and not a valid stamp.
    pub fn as_known(&self, stamp: impl IntoStamp) -> Result<Self, Error> {
        let stamp = stamp.into_stamp()?;
        let mut then = self.clone();
        if let Some(savepoint) = self.tables.savepoint_after(self.tables.journal().opened_by(stamp)) {
            then.rewind(&savepoint);
        }
        Ok(then)
    }
}
