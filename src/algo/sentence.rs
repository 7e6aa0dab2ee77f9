//! Chains in words.

use std::fmt;

use super::chain::{Chain, Step};
use crate::{
    model::{Modality, Stance},
    time::{Bound, When, WhenParts},
    view::{FactRef, NodeRef},
};

/// A sentence a step, each on a line.
impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps().iter().try_for_each(|step| writeln!(f, "{step}"))
    }
}

/// The fact as a sentence, from subject to object whichever way the chain goes by it: with its role players, when it was
/// so, how it is told where not as actual, and then in brackets the first claim for it that has words, with its source and
/// speaker; without words, the first claim's source.
impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (fact, schema) = (self.fact, self.fact.graph().schema());
        let name = fact.told_as();
        write!(f, "{} {} {}", Called(fact.from()), words(&name), Called(fact.to()))?;
        for (role, player) in fact.players() {
            write!(f, ", {} {}", words(&schema.role_def(role).name), Called(player))?;
        }
        // Where the vocabulary puts the date into the name it has been told.
        if name == fact.relation_name() && !fact.when().is_unstated() {
            let comma = if fact.players().len() > 0 { "," } else { "" };
            write!(f, "{comma}")?;
            tell_when(f, fact.when())?;
        }
        if fact.modality() != Modality::Actual {
            write!(f, ", {}", fact.modality())?;
        }
        f.write_str(".")?;
        evidence(f, fact)
    }
}

/// A node by its name; a fact, which is a line of words, in brackets.
struct Called<'g>(NodeRef<'g>);

impl fmt::Display for Called<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.fact().is_some() { write!(f, "({})", self.0) } else { self.0.fmt(f) }
    }
}

fn words(name: &str) -> String {
    name.replace('-', " ")
}

fn tell_when(f: &mut fmt::Formatter<'_>, when: When) -> fmt::Result {
    match when.parts() {
        WhenParts::Unstated => Ok(()),
        WhenParts::On(date) => write!(f, " on {date}"),
        WhenParts::AsOf(date) => write!(f, " as of {date}"),
        WhenParts::Between(start, end) => {
            match start {
                Bound::Date(date) => write!(f, " from {date}")?,
                Bound::Open => f.write_str(" from always")?,
                Bound::Unknown => {}
            }
            match end {
                Bound::Date(date) => write!(f, " until {date}"),
                Bound::Open => f.write_str(" without end"),
                Bound::Unknown => Ok(()),
            }
        }
    }
}

fn evidence(f: &mut fmt::Formatter<'_>, fact: FactRef<'_>) -> fmt::Result {
    let claims = || fact.claims().filter(|claim| claim.stance() == Stance::Supports);
    let Some(claim) = claims().find(|claim| claim.quote().is_some()).or_else(|| claims().next()) else { return Ok(()) };
    write!(f, " [{}", claim.source().key())?;
    if let Some(quote) = claim.quote() {
        write!(f, ": “{quote}”")?;
    }
    if let Some(speaker) = claim.said_by() {
        write!(f, ", said by {speaker}")?;
    }
    f.write_str("]")
}
