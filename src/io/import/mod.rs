//! Applying records to a graph that may know some of them already.
//!
//! A reader of a format gives [`Edit`](crate::Edit)s, each with its position in the file. An [`Import`] applies
//! them, either each on its own or all or none:
//!
//! - **Entities are matched by rules that the caller sets**, in order: by key, by an identifier, by name. The first
//!   rule that finds an entity decides. If a rule finds several, the entity of the file and everything that refers to
//!   it is rejected, and the error names the keys that were found. Only entities that were there before the import are
//!   found, so two entities of a file never become one. An entity whose key was made of its id is not matched by key
//!   with one that has another id (an identifier in the scheme `id`): it is rejected.
//! - **The same file twice adds nothing.** A fact is known if the graph has one with the same ends, roles, time and
//!   modality, and the same key where the file gives one. A fact of the graph matches one fact of the file only, so a
//!   fact that a file has twice is recorded twice. A fact that was retracted counts as known, and stays retracted.
//! - **What is rejected is returned**, each edit with its reason, as values that a program can read.
//! - **The facts are listed at the end**, as in a [bulk load](KnowledgeGraph::bulk). Merges, and matches by identifier that
//!   come between new facts, list those before them.
//!
//! A format of another crate needs nothing but this: it reads its files to [`Edits`], and writes from a
//! [`Dossier`](crate::dossier::Dossier) or a [view](crate::View).
//!
//! ```
//! use chancery::{Edit, Entity, ErrorKind, Fact, KnowledgeGraph, diplomacy};
//! use chancery::io::{Import, MatchBy};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add("state", "Kazakhstan")?;
//! kg.add("person", chancery::entity("Kassym-Jomart Tokayev").key("tokayev"))?;
//! let file = [
//!     Edit::AddEntity(Entity::new("kz", "state", "KAZAKHSTAN")),
//!     Edit::AddEntity(Entity::new("pk", "state", "Pakistan")),
//!     Edit::Assert(Fact::new("pk", "recognized-in-1991?", "kz")),
//!     Edit::Assert(Fact::new("pk", "recognised", "kz")),
//! ];
//! let import = Import::new().matching([MatchBy::Key, MatchBy::Name]);
//! let done = import.apply_each(&mut kg, file.clone());
//! assert_eq!((done.added.entities, done.known.entities, done.added.facts), (1, 1, 1));
//! assert_eq!(done.rejected[0].reason().kind(), ErrorKind::UnknownRelation);
//! assert_eq!(kg.view().all_facts().next().unwrap().to_string(), "pk recognized-in-1991? kazakhstan");
//!
//! let again = import.apply_each(&mut kg, file);
//! assert_eq!((again.added.total(), kg.fact_count()), (0, 1));
//! # Ok::<(), chancery::Error>(())
//! ```

use std::convert::Infallible;

mod edits;
mod matching;
mod places;
mod report;
mod run;

pub use edits::{Edits, IntoEdit, Placed};
pub use matching::MatchBy;
#[cfg(feature = "json")]
pub(super) use places::Places;
pub use report::{Counts, Imported, Rejected};

use self::run::Run;
use super::unwinding::{Stopped, caught};
use crate::{
    error::Error,
    graph::{Bulk, KnowledgeGraph},
};

/// Applies edits to a graph, and matches their entities with those that the graph has. The [module](self) has the
/// rules.
#[derive(Clone, Debug)]
#[must_use = "an import changes nothing until it is applied"]
pub struct Import {
    rules: Vec<MatchBy>,
}

impl Default for Import {
    fn default() -> Self {
        Self::new()
    }
}

impl Import {
    /// An import that matches entities by key.
    pub fn new() -> Self {
        Self { rules: vec![MatchBy::Key] }
    }

    /// Matches entities by these rules only. The first rule that finds an entity decides.
    pub fn matching(mut self, rules: impl IntoIterator<Item = MatchBy>) -> Self {
        self.rules = rules.into_iter().collect();
        self
    }

    /// Applies all of the edits, or on an error none; none also if the iterator of the edits panics.
    ///
    /// # Errors
    /// The first error of the reader or the graph, with its position in the file; [`ErrorKind::AmbiguousEntity`] if a
    /// rule finds several entities.
    ///
    /// [`ErrorKind::AmbiguousEntity`]: crate::ErrorKind::AmbiguousEntity
    pub fn apply_all<I: IntoEdit>(
        &self,
        kg: &mut KnowledgeGraph,
        edits: impl IntoIterator<Item = I>,
    ) -> Result<Imported, Error> {
        let all = |bulk: &mut Bulk<'_>| {
            let mut run = Run::new(bulk, &self.rules);
            let mut edits = self.ahead(&mut run, edits.into_iter().map(IntoEdit::into_edit)).peekable();
            while let Some(edit) = edits.next() {
                run.note_next(edits.peek());
                let placed = edit?;
                run.make(&placed).map_err(|error| placed.located(error))?;
            }
            Ok(run.into_report())
        };
        kg.bulk(|bulk| caught(|| all(bulk))).map_err(Stopped::go_on)
    }

    /// Applies each edit that can be applied, wholly or not at all, and returns the others with their reasons.
    #[must_use = "what was rejected is reported nowhere else"]
    pub fn apply_each<I: IntoEdit>(&self, kg: &mut KnowledgeGraph, edits: impl IntoIterator<Item = I>) -> Imported {
        let each = |bulk: &mut Bulk<'_>| {
            let mut run = Run::new(bulk, &self.rules);
            let mut edits = self.ahead(&mut run, edits.into_iter().map(IntoEdit::into_edit)).peekable();
            while let Some(edit) = edits.next() {
                run.note_next(edits.peek());
                match edit {
                    Err(error) => run.reject(None, error),
                    Ok(placed) => {
                        if let Err(error) = run.make(&placed) {
                            let error = placed.located(error);
                            run.reject(Some(placed.edit), error);
                        }
                    }
                }
            }
            Ok::<_, Infallible>(run.into_report())
        };
        let Ok(report) = kg.bulk(each);
        report
    }

    /// Identifiers of an entity may follow it: if a rule needs them, all edits are read first.
    fn ahead<'a>(
        &self,
        run: &mut Run<'_, '_>,
        edits: impl Iterator<Item = Result<Placed, Error>> + 'a,
    ) -> Box<dyn Iterator<Item = Result<Placed, Error>> + 'a> {
        if !self.rules.iter().any(|rule| matches!(rule, MatchBy::Identifier(_))) {
            return Box::new(edits);
        }
        let all: Vec<_> = edits.map(|edit| edit.map(Box::new)).collect();
        for placed in all.iter().flatten() {
            run.note_identifier(&placed.edit);
        }
        Box::new(all.into_iter().map(|edit| edit.map(|placed| *placed)))
    }
}
