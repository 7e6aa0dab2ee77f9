//! Bringing records into a graph that may know some of them already.
//!
//! A reader of a format gives [`Edit`](crate::Edit)s, each with its place in the file. An [`Import`] makes them, one by one
//! or all or none:
//!
//! - **Entities are matched by rules that the caller sets**, in order: by key, by an identifier, by name. The first rule
//!   that finds an entity decides. Where it finds several, none is taken, and the entity and all that rests on it is
//!   rejected with their keys: nothing is guessed. Only entities that were there before the import are found, so those of a
//!   file are never taken for one another.
//! - **The same file twice adds nothing.** A fact is known if the graph has one that says the same: ends, roles, when,
//!   modality, and the key where the file gives one. Each fact of the graph stands for one of the file only, so facts that a
//!   file tells twice stay two. One that was retracted since counts as known, and stays retracted.
//! - **What is rejected is returned**, as values with the reason, for people and for machines.
//!
//! ```
//! use chancery::{Edit, Entity, ErrorKind, Fact, KnowledgeGraph, diplomacy};
//! use chancery::io::{Import, Match};
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
//! let import = Import::new().matching([Match::Key, Match::Name]);
//! let done = import.apply_each(&mut kg, file.clone());
//! assert_eq!((done.added.entities, done.known.entities, done.added.facts), (1, 1, 1));
//! assert_eq!(done.rejected[0].reason().kind(), ErrorKind::UnknownRelation);
//! assert_eq!(kg.view().all_facts().next().unwrap().to_string(), "pk recognized-in-1991? kazakhstan");
//!
//! let again = import.apply_each(&mut kg, file);
//! assert_eq!((again.added.total(), kg.fact_count()), (0, 1));
//! # Ok::<(), chancery::Error>(())
//! ```

mod edits;
mod matching;
#[cfg(any(feature = "json", feature = "csv", feature = "graphml", feature = "rdf"))]
mod places;
mod report;
mod run;

pub use edits::{Edits, IntoEdit, Placed};
pub use matching::Match;
#[cfg(any(feature = "json", feature = "csv", feature = "graphml", feature = "rdf"))]
pub(crate) use places::Places;
pub use report::{Counts, Imported, Rejected};

use self::run::Run;
use crate::{error::Error, graph::KnowledgeGraph};

/// How records are brought in: by which rules their entities are those that the graph has. The [module](self) tells more.
#[derive(Clone, Debug)]
#[must_use = "an import is nothing until it is applied"]
pub struct Import {
    rules: Vec<Match>,
}

impl Default for Import {
    fn default() -> Self {
        Self::new()
    }
}

impl Import {
    /// Entities are those of the same key, and no others.
    pub fn new() -> Self {
        Self { rules: vec![Match::Key] }
    }

    /// Entities are matched by these rules, and no others; the first that finds any decides.
    pub fn matching(mut self, rules: impl IntoIterator<Item = Match>) -> Self {
        self.rules = rules.into_iter().collect();
        self
    }

    /// Makes all of the edits, or on an error none.
    ///
    /// # Errors
    /// The first that a reader or the graph finds, with its place in the file; [`ErrorKind::AmbiguousEntity`] where a rule
    /// finds several entities.
    ///
    /// [`ErrorKind::AmbiguousEntity`]: crate::ErrorKind::AmbiguousEntity
    pub fn apply_all<I: IntoEdit>(
        &self,
        kg: &mut KnowledgeGraph,
        edits: impl IntoIterator<Item = I>,
    ) -> Result<Imported, Error> {
        kg.transaction(|kg| {
            let mut run = Run::new(kg, &self.rules);
            for edit in self.ahead(&mut run, edits.into_iter().map(IntoEdit::into_edit)) {
                let placed = edit?;
                run.make(&placed).map_err(|error| placed.told(error))?;
            }
            Ok(run.into_report())
        })
    }

    /// Makes those of the edits that can be made, each wholly or not at all, and returns the others with their reasons.
    #[must_use = "what was rejected is told nowhere else"]
    pub fn apply_each<I: IntoEdit>(&self, kg: &mut KnowledgeGraph, edits: impl IntoIterator<Item = I>) -> Imported {
        let mut run = Run::new(kg, &self.rules);
        for edit in self.ahead(&mut run, edits.into_iter().map(IntoEdit::into_edit)) {
            match edit {
                Err(error) => run.reject(None, error),
                Ok(placed) => {
                    if let Err(error) = run.make(&placed) {
                        let error = placed.told(error);
                        run.reject(Some(placed.edit), error);
                    }
                }
            }
        }
        run.into_report()
    }

    /// Identifiers of an entity may come behind it: where a rule asks for them, all edits are read first.
    fn ahead<'a>(
        &self,
        run: &mut Run<'_>,
        edits: impl Iterator<Item = Result<Placed, Error>> + 'a,
    ) -> Box<dyn Iterator<Item = Result<Placed, Error>> + 'a> {
        if !self.rules.iter().any(|rule| matches!(rule, Match::Identifier(_))) {
            return Box::new(edits);
        }
        let all: Vec<_> = edits.collect();
        for placed in all.iter().flatten() {
            run.note_identifier(&placed.edit);
        }
        Box::new(all.into_iter())
    }
}
