//! Recording what may be there already: a fact that says the same, a claim that the fact has.

use super::{KnowledgeGraph, journal::Op};
use crate::{
    draft::DraftParts,
    error::Error,
    model::{Claim, Fact, FactId},
};

/// What became of a fact that was brought in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Brought {
    pub(crate) fact: FactId,
    /// Whether it was not there before.
    pub(crate) new: bool,
    /// How many claims were added to a fact that was there.
    pub(crate) claims: usize,
}

impl KnowledgeGraph {
    /// Records a fact in plain values, unless one that says the same is there already and `free` lets it be taken for this
    /// one: then only claims that it lacks are added. One that was retracted counts as there. A fact with a key is only that
    /// of the same key.
    pub(crate) fn bring_fact(
        &mut self,
        fact: &Fact,
        place: &dyn Fn(&str) -> Result<FactId, Error>,
        free: &dyn Fn(FactId) -> bool,
    ) -> Result<Brought, Error> {
        self.transaction(|kg| {
            let said = kg.said_in(fact, place)?;
            let bare = DraftParts { key: None, claims: Vec::new(), ..said.clone() };
            let statement = kg.statement(bare)?;
            let keyed = |id: FactId| said.key.is_none() || kg.fact_key(id) == said.key.as_deref();
            let Some(standing) = kg.saying_the_same(&statement, &|id, _| free(id) && keyed(id)) else {
                let fact = kg.atomically(Op::Assert, |kg| {
                    let statement = kg.statement(said)?;
                    kg.push_statement(statement)
                })?;
                return Ok(Brought { fact, new: true, claims: 0 });
            };
            let mut claims = 0;
            for claim in &said.claims {
                claims += usize::from(kg.claim_once(standing, claim)?);
            }
            Ok(Brought { fact: standing, new: false, claims })
        })
    }

    /// Adds a claim to a fact unless the fact has it; tells whether it did.
    pub(crate) fn bring_claim(&mut self, fact: FactId, claim: &Claim) -> Result<bool, Error> {
        self.check_fact(fact)?;
        self.claim_once(fact, &claim.clone().into())
    }
}
