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
//! with the same key and claims are paired first. A fact about a fact is about what that says. An entity that was
//! merged counts as the one that stands for it in the later graph.
//!
//! A fact that the later view does not show is reported as *resolved* by one that it shows instead, if that follows:
//! the later graph says so (`resolve #visit confirmed by #visit-held`); or the two have the same key; or they join the
//! same in the same roles, and the later is actual where the earlier was planned, or is more precise about the same
//! time. All else was
//! *removed*, and
//! something else *added*: two visits in two years are two visits.
//!
//! # What it does not do
//! It compares what the views show, not how that came about: see [`history`](crate::KnowledgeGraph::history). The
//! order of facts and of claims does not count, nor do the words of the vocabulary.

mod difference;
mod edits;
mod find;
mod frame;
mod merge;
mod pairing;
mod print;

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
/// Takes time in the number of facts of both, and, among the facts that differ, in the square of those that join the same.
#[must_use]
pub fn diff<'a, 'b>(before: &View<'a>, after: &View<'b>) -> Diff<'a, 'b> {
    let mut frame = Frame::new(before.graph(), after.graph());
    let shown = Shown::new(before, after);
    pairing::pair(&mut frame, &shown);
    let found = find::find(&frame, &shown);
    Diff { frame, shown, found }
}

impl<'a, 'b> Diff<'a, 'b> {
    /// The differences: of sources, of entities, then of facts; of each in the order of the earlier graph, then of the later.
    #[must_use]
    pub fn differences(&self) -> &[Difference<'a, 'b>] {
        &self.found
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The edits that make of the earlier graph one whose default view is the later view, where both views are the
    /// default ones. What [no edit can make](Difference::has_edit) stays, and a fact that takes the place of one with a key
    /// has none, as the key stays with the first.
    ///
    /// Where one key stands for different kinds of things in the two graphs, an edit may be refused.
    ///
    /// A fact that lost a claim is retracted and asserted again, as no edit removes a claim.
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
