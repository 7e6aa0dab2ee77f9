//! Questions about a view as a whole: what it lacks, who supports what, and what became of a fact.
//!
//! Each is a method of [`View`](crate::View) and respects its filter, where its documentation does not say otherwise.
//! None changes the graph: where an answer is a suggestion, such as two entities that may be one, a person decides and
//! calls the graph.
//!
//! | question | method | answer |
//! |---|---|---|
//! | What became of a plan, and what is the current version of a fact? | [`resolution`](crate::View::resolution), [`life`](crate::View::life), [`resolved`](crate::View::resolved) | the facts that resolved it, in order |
//! | Which plans were never confirmed? | [`never_confirmed`](crate::View::never_confirmed) | the plans |
//! | What was planned as of a date? | [`planned_as_of`](crate::View::planned_as_of) | a view of the plans |
//! | Which fact may be the outcome of which plan? | [`proposals`](crate::View::proposals) | pairs: [`Proposal`] |
//! | Who supports a fact, who disputes it, and do the sources depend on each other? | [`testimony`](crate::View::testimony), [`disputed`](crate::View::disputed) | [`Testimony`] |
//! | What did a person or state say about another? | [`said_of`](crate::View::said_of) | [`Said`] |
//! | What do several facts of one state say together? | [`Facts::together`](crate::view::Facts::together) | [`Together`], with the facts that it rests on |
//! | Is something stated, known to be absent, known to exist, or not stated at all? | [`Facts::stated`](crate::view::Facts::stated) | [`Stated`] |
//! | How many records state what they could state? | [`coverage`](crate::View::coverage) | [`Coverage`] |
//! | Which entities may be one and the same? | [`candidates`](crate::View::candidates) | [`Candidate`], with the reasons |

mod candidates;
mod coverage;
mod interest;
mod life;
mod proposals;
mod stated;
mod testimony;
mod together;

pub use self::{
    candidates::{Candidate, Reason},
    coverage::{Coverage, Covered, CoveredBy},
    proposals::Proposal,
    stated::Stated,
    testimony::{Said, Testimony},
    together::Together,
};
