//! Recording what may be there already: a fact that says the same, a claim that the fact has.

use super::KnowledgeGraph;
use crate::{
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
            let mut said = kg.said_in(fact, place)?;
            let key = said.key.take();
            let claims = std::mem::take(&mut said.claims);
            let mut new = kg.new_fact(said)?;
            let keyed = |id: FactId| key.is_none() || kg.tables.fact_key(id) == key.as_deref();
            let Some(standing) = kg.saying_the_same(&new, &|id, _| free(id) && keyed(id)) else {
                let fact = kg.all_or_nothing(|kg| {
                    kg.add_to_new(&mut new, key, &claims)?;
                    kg.tables.push_fact(new)
                })?;
                return Ok(Brought { fact, new: true, claims: 0 });
            };
            let mut added = 0;
            for claim in &claims {
                added += usize::from(kg.claim_once(standing, claim)?);
            }
            Ok(Brought { fact: standing, new: false, claims: added })
        })
    }

    /// Adds a claim to a fact unless the fact has it; returns whether it was added.
    pub(crate) fn bring_claim(&mut self, fact: FactId, claim: &Claim) -> Result<bool, Error> {
        self.check_fact(fact)?;
        self.claim_once(fact, &claim.clone().into())
    }
}
