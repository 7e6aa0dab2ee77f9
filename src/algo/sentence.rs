//! Chains as text: a sentence for each fact.

use std::fmt;

use super::chain::{Chain, Step};

/// A sentence for each step, each on a line.
impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps().iter().try_for_each(|step| writeln!(f, "{step}"))
    }
}

/// The fact as a [`Sentence`](crate::view::Sentence) from subject to object, in whichever direction the chain passes
/// it, followed by its evidence.
impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fact.sentence().with_evidence().fmt(f)
    }
}
