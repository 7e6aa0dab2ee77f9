//! The differences between two graphs, or two views of one: as values, in the notation, and as edits.
//!
//! ```
//! use chancery::diff::{Change, diff};
//! use chancery::{KnowledgeGraph, Source, fact};
//! use chancery::diplomacy::{self, Person, State, Visits};
//!
//! let mut before = KnowledgeGraph::new(diplomacy::schema());
//! let gazette = before.add_source(Source::new("gazette").text("The President will visit Caldera in April."))?;
//! let (marsk, caldera) = (before.add(Person, "Elin Marsk")?, before.add(State, "Caldera")?);
//! before.assert(fact(marsk, Visits, caldera).on("2031-04").planned().cite(gazette, "will visit Caldera in April"))?;
//!
//! let mut after = before.clone();
//! let wire = after.add_source(Source::new("wire").text("She was there on 11 April."))?;
//! after.assert(fact(marsk, Visits, caldera).on("2031-04-11").cite(wire, "on 11 April"))?;
//! let plan = after.view().facts(Visits).first()?.unwrap().id();
//! after.retract(plan, "it took place")?;
//!
//! let diff = diff(&before.view(), &after.view());
//! assert!(diff.differences().iter().any(|found| found.change() == Change::Confirmed));
//! assert_eq!(diff.to_string(), "\
//! ## added
//! + source wire sha256 8c261dbc3b903a891e2da48469bfb72cde490a31d844ba2e74701a0dc7e01f3a
//! ## confirmed
//! - elin-marsk visits caldera on 2031-04 planned @gazette \"will visit Caldera in April\"
//! + elin-marsk visits caldera on 2031-04-11 @wire \"on 11 April\"
//! ");
//!
//! for edit in diff.edits() {
//!     before.apply(&edit)?;
//! }
//! assert!(chancery::diff::diff(&before.view(), &after.view()).is_empty());
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # What is the same
//! Entities and sources are the same if they have the same key. Facts are the same if they say the same: ends, role
//! players, time and modality. Their claims and keys may differ; that is reported. Of facts that say the same, those
//! with the same key and claims are paired first. Facts about facts are the same if the facts that they are about say
//! the same. An entity that was merged counts as the entity that it was merged into in the later graph.
//!
//! A fact that the later view does not show may be *resolved* by a fact that only the later view shows. It is, in three
//! cases:
//! - The later graph says so (`resolve ^visit confirmed by ^visit-held`).
//! - The two facts have the same key.
//! - They have the same ends and role players, and the later is actual where the earlier was planned, or is more
//!   precise about the same time.
//!
//! In all other cases the earlier fact was *removed* and the later *added*: two visits in two years are two visits.
//!
//! # What it does not do
//! It compares what the views show, not how that came about: see [`history`](crate::KnowledgeGraph::history). The
//! order of facts and of claims does not count, and vocabularies are not compared.

mod difference;
mod edits;
mod find;
mod frame;
mod merge;
mod pairing;
mod print;
mod replaced;
mod replacing;
mod sameness;

use self::{frame::Frame, pairing::Shown};
use crate::{graph::Edit, view::View};

pub use self::{
    difference::{Change, Difference},
    merge::{Conflict, MergedDossier, merge_dossiers},
};

/// The differences between an earlier view and a later one.
pub struct Diff<'a, 'b> {
    frame: Frame<'a, 'b>,
    shown: Shown<'a, 'b>,
    found: Vec<Difference<'a, 'b>>,
}

/// Finds the differences between an earlier view and a later one, of two graphs or of one.
///
/// The time grows with the number of facts of both. Among the facts that differ, it grows with the square of the number
/// that have the same ends.
#[must_use]
pub fn diff<'a, 'b>(before: &View<'a>, after: &View<'b>) -> Diff<'a, 'b> {
    let mut frame = Frame::new(before.graph(), after.graph());
    let shown = Shown::new(before, after);
    pairing::pair(&mut frame, &shown);
    let found = find::find(&frame, &shown);
    Diff { frame, shown, found }
}

impl<'a, 'b> Diff<'a, 'b> {
    /// The differences: of sources, of entities, then of facts; of each in the order of the earlier graph, then of the
    /// later.
    #[must_use]
    pub fn differences(&self) -> &[Difference<'a, 'b>] {
        &self.found
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The edits that change the earlier graph into the later. If both views are default views, the default view of the
    /// changed graph shows what the later view shows. [Differences without an edit](Difference::has_edit) remain. A
    /// fact that replaces a fact with a key gets no key, because the key stays with the first.
    ///
    /// A fact that lost a claim is retracted and asserted again, because no edit removes a claim.
    ///
    /// Decisions to keep entities apart are not compared. One that the later graph no longer has is taken back if it
    /// would prevent a merge.
    ///
    /// The earlier graph may refuse an edit if a key has different kinds in the two graphs, or if two entities got different
    /// identifiers of one scheme after the later graph had merged them.
    #[must_use]
    pub fn edits(&self) -> Vec<Edit> {
        edits::edits(&self.frame, &self.shown, &self.found)
    }
}

impl std::fmt::Debug for Diff<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.found).finish()
    }
}
