//! Loads of many facts: one group of calls, with the lists of facts built once at the end.

mod calls;

use super::{KnowledgeGraph, transact::UndoOnPanic};
use crate::{draft::Draft, error::Error, model::FactId, schema::RelationTerm, tables::Savepoint};

/// A graph during a load of many facts; made by [`KnowledgeGraph::bulk`].
///
/// Each call makes the same checks as on the graph, and changes nothing if it returns an error, so the load can go on after
/// one. [`graph`](Self::graph) gives what a view of the graph so far needs.
#[derive(Debug)]
pub struct Bulk<'g> {
    pub(super) kg: &'g mut KnowledgeGraph,
    /// How many facts there were before the load.
    facts_before: u32,
    /// Whether entities were merged or parted. Then facts that are in no list yet cannot be undone.
    has_merged: bool,
}

impl KnowledgeGraph {
    /// Makes many calls all or nothing, for loads of thousands of facts and more. The lists by which facts are found
    /// are built only once, at the end. The graph is the same as after the single calls. If the calls return an error,
    /// everything is undone. One load takes about a thousand million facts; what exceeds this is an error.
    ///
    /// A panic passes through and leaves what was done before it.
    ///
    /// # Errors
    /// The error of the calls.
    ///
    /// ```
    /// use chancery::{Error, KnowledgeGraph, fact};
    /// use chancery::diplomacy::{self, State};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema().open());
    /// let rows = [("Kazakhstan", "Pakistan", "2026-02-04"), ("Pakistan", "Kazakhstan", "2026-05")];
    /// kg.bulk(|bulk| {
    ///     for (from, to, date) in rows {
    ///         let mut state = |name| match bulk.entities_named_exactly(name)[..] {
    ///             [known] => Ok(known),
    ///             _ => bulk.add(State, name).map(|new| new.any()),
    ///         };
    ///         let (from, to) = (state(from)?, state(to)?);
    ///         bulk.assert(fact(from, "sends-a-note-to", to).on(date))?;
    ///     }
    ///     Ok::<(), Error>(())
    /// })?;
    /// assert_eq!(kg.view().fact_count(), 2);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn bulk<T, E>(&mut self, calls: impl FnOnce(&mut Bulk<'_>) -> Result<T, E>) -> Result<T, E> {
        let savepoint = self.savepoint();
        let facts_before = self.tables.marks().facts;
        let mut bulk = Bulk { kg: self, facts_before, has_merged: false };
        let done = calls(&mut bulk);
        if done.is_err() {
            bulk.undo(&savepoint);
        }
        done
    }

    /// Records facts, all or none, with the same result as [`assert`](Self::assert) for each of them. The lists by
    /// which facts are found are built only once, at the end. The ids are in the order of the drafts. None is recorded if the
    /// iterator of the drafts panics.
    ///
    /// # Errors
    /// The first error that [`assert`](Self::assert) returns, with the place of its draft, such as `[3]`.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, fact};
    /// use chancery::diplomacy::{self, Person, State, Visits};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let (tokayev, pakistan) = (kg.add(Person, "Tokayev")?, kg.add(State, "Pakistan")?);
    /// let days = ["2026-02-03", "2026-02-04"];
    /// let facts = kg.assert_all(days.map(|day| fact(tokayev, Visits, pakistan).on(day)))?;
    /// assert_eq!(facts.len(), 2);
    ///
    /// let wrong = ["2026-02-05", "2026-02-30"];
    /// let error = kg.assert_all(wrong.map(|day| fact(tokayev, Visits, pakistan).on(day))).unwrap_err();
    /// assert!(error.to_string().starts_with("[1].on: "));
    /// assert_eq!(kg.fact_count(), 2);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn assert_all<R: RelationTerm>(
        &mut self,
        drafts: impl IntoIterator<Item = Draft<R>>,
    ) -> Result<Vec<FactId>, Error> {
        let savepoint = self.savepoint();
        let mut undo = UndoOnPanic::new(self, savepoint);
        let done = undo.kg.bulk(|bulk| {
            let drafts = drafts.into_iter().enumerate();
            drafts.map(|(n, draft)| bulk.assert(draft).map_err(|e| e.at(format!("[{n}]")))).collect()
        });
        undo.done();
        done
    }
}

impl Drop for Bulk<'_> {
    fn drop(&mut self) {
        self.kg.tables.list_deferred();
    }
}

impl Bulk<'_> {
    /// Makes several calls all or nothing within the load: if they return an error, they are undone, and the load can go on.
    ///
    /// # Errors
    /// The error of the calls.
    pub fn atomically<T, E>(&mut self, calls: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        let savepoint = self.kg.savepoint();
        let done = calls(self);
        if done.is_err() {
            self.undo(&savepoint);
        }
        done
    }

    /// Goes back to a savepoint. Without merges, what is undone need not be listed first.
    fn undo(&mut self, savepoint: &Savepoint) {
        if self.has_merged {
            self.kg.tables.list_deferred();
        }
        self.kg.rewind(savepoint);
    }
}
