//! What a row must not do: name what is not there, or repeat what is.

use crate::{
    error::{Error, ErrorKind},
    graph::KnowledgeGraph,
    model::{FactId, KindId, Passage, RelationId, RoleId, check_key},
    tables::{Alteration, NewClaim, NewEnd, NewFact},
};

impl KnowledgeGraph {
    pub(super) fn check_again(&self, fact: &NewFact) -> Result<(), Error> {
        self.check_relation(fact.relation)?;
        if let Some(key) = &fact.key {
            check_key(key)?;
            if self.tables.fact_of_key(key).is_some() {
                return Err(broken(&format!("the key `{key}`, which two facts have")));
            }
        }
        self.check_end_again(&fact.subject)?;
        self.check_end_again(&fact.object)?;
        for (role, end) in &fact.players {
            self.check_role(*role)?;
            self.check_end_again(end)?;
        }
        fact.claims.iter().try_for_each(|claim| self.check_claim_again(claim))
    }

    fn check_relation(&self, relation: RelationId) -> Result<(), Error> {
        self.has_row("relation", u32::from(relation.index()), self.schema.relation_count())
    }

    fn check_role(&self, role: RoleId) -> Result<(), Error> {
        self.has_row("role", u32::from(role.index()), self.schema.role_count())
    }

    fn check_end_again(&self, end: &NewEnd) -> Result<(), Error> {
        match end {
            NewEnd::Node(node) => self.has_row("node", *node, self.tables.node_count()),
            NewEnd::Fact(fact) => self.has_row("fact", fact.index(), self.tables.fact_count()),
            NewEnd::Value(_) => Ok(()),
        }
    }

    pub(super) fn check_claim_again(&self, claim: &NewClaim) -> Result<(), Error> {
        self.has_row("source", claim.source.index(), self.tables.sources().len())?;
        if let Some(speaker) = claim.speaker {
            self.has_entity(speaker)?;
        }
        let Some(quote) = &claim.quote else { return Ok(()) };
        let Some(text) = self.source_text(claim.source) else { return Ok(()) };
        for Passage { range, .. } in quote.passages() {
            let within = range.is_some_and(|(start, end)| start < end && text.byte_of(end).is_some());
            if !within {
                let key = self.tables.source_key(claim.source);
                return Err(broken(&format!("the characters {range:?} of the text of source `{key}`")));
            }
        }
        Ok(())
    }

    pub(super) fn check_alteration_again(&self, what: Alteration) -> Result<(), Error> {
        let fact = |fact: FactId| self.has_row("fact", fact.index(), self.tables.fact_count());
        let kind = |kind: KindId| self.has_row("kind", u32::from(kind.index()), self.schema.kind_count());
        let row = |row: u32, fits: fn(&Alteration) -> bool| {
            let found = self.tables.journal().alteration(row);
            if found.is_some_and(fits) { Ok(()) } else { Err(broken(&format!("the decision in alteration {row}"))) }
        };
        match what {
            Alteration::Retract { fact: of, .. } => {
                fact(of)?;
                match self.tables.retraction(of) {
                    None => Ok(()),
                    Some(_) => Err(broken(&format!("a second retraction of fact #{}", of.index()))),
                }
            }
            Alteration::Resolve { fact: of, by, .. } => {
                fact(by)?;
                if of < by { Ok(()) } else { Err(broken(&format!("fact #{}, which resolves a later one", by.index()))) }
            }
            Alteration::Narrow { node, from, to } => {
                self.has_entity(node)?;
                kind(from)?;
                kind(to)?;
                let narrows = self.tables.kind_of(node) == Some(from) && from != to && self.schema.is_a(to, from);
                if narrows { Ok(()) } else { Err(broken(&format!("the kinds of node {node}"))) }
            }
            Alteration::Merge { duplicate: one, into: other, .. } => {
                self.has_entity(one)?;
                self.has_entity(other)?;
                let merged = self.tables.merged();
                let apart = merged.canonical(one) != merged.canonical(other);
                if apart { Ok(()) } else { Err(broken(&format!("nodes {one} and {other}, which are one already"))) }
            }
            Alteration::KeepApart { one, other, .. } => {
                self.has_entity(one)?;
                self.has_entity(other)
            }
            Alteration::Unmerge { merge, .. } => {
                row(merge, |found| matches!(found, Alteration::Merge { .. }))?;
                let stands = self.tables.merged().stands(merge);
                if stands { Ok(()) } else { Err(broken(&format!("the merge in alteration {merge}, taken back twice"))) }
            }
            Alteration::AllowMerge { apart, .. } => row(apart, |found| matches!(found, Alteration::KeepApart { .. })),
            Alteration::Purge { .. } => Ok(()),
        }
    }

    fn has_entity(&self, node: u32) -> Result<(), Error> {
        if self.tables.is_entity(node) { Ok(()) } else { Err(broken(&format!("node {node}, which is not an entity"))) }
    }

    #[expect(clippy::unused_self, reason = "reads as the other checks do")]
    pub(super) fn has_row(&self, of: &str, row: u32, count: usize) -> Result<(), Error> {
        if (row as usize) < count { Ok(()) } else { Err(broken(&format!("{of} {row}, where there are {count}"))) }
    }
}

pub(super) fn broken(what: &str) -> Error {
    Error::new(ErrorKind::Syntax, format!("a row names {what}"))
}
