//! Rows of the graph as plain values: what history, errors and readers show of them.

use super::KnowledgeGraph;
use crate::{
    model::{
        Basis, Claim, ClaimId, Entity, Fact, FactId, FactName, Node, Quote, RoleId, Source, SourceId, TransactionId,
    },
    tables::NodeKind,
    time::WhenParts,
};

impl KnowledgeGraph {
    /// The name of a fact in plain values: its key, or `#` and its number.
    #[must_use]
    pub fn fact_name(&self, fact: FactId) -> FactName {
        FactName { fact: self.fact_key(fact).map_or_else(|| format!("#{}", fact.index()), str::to_owned) }
    }

    /// The name of a fact's relation as the fact is printed: with the date where the vocabulary puts it there.
    pub(crate) fn dated_name(&self, fact: FactId) -> String {
        let Some(record) = self.tables.record(fact) else { return String::new() };
        let def = self.schema.relation_def(record.relation);
        match record.when.parts() {
            WhenParts::On(date) if def.dated => format!("{}-in-{date}", def.name),
            _ => def.name.clone(),
        }
    }

    /// An entity, by the key and name that it was added with; `None` if the node is a value or a fact.
    pub(crate) fn plain_entity(&self, node: u32) -> Option<Entity> {
        match self.tables.node_kind(node)? {
            NodeKind::Entity { kind, .. } => Some(Entity::new(
                self.tables.key_of(node),
                &*self.schema.kind_def(kind).name,
                self.tables.name_of(node),
            )),
            _ => None,
        }
    }

    /// A node as an end of a plain fact.
    pub(crate) fn plain_node(&self, node: u32) -> Node {
        if let Some(value) = self.tables.value_of(node) {
            return Node::Value(value.clone());
        }
        match self.tables.node_kind(node) {
            Some(NodeKind::Fact(fact)) => Node::Fact(self.fact_name(fact)),
            _ => Node::Entity(self.tables.key_of(node).to_owned()),
        }
    }

    /// A fact without its claims, each end and player by the entity that stands for it.
    pub(crate) fn plain_fact(&self, id: FactId) -> Option<Fact> {
        self.fact_between(id, self.tables.ends(id)?, self.tables.players(id))
    }

    /// A fact without its claims as it was recorded: with the keys of its entities before any merge.
    pub(crate) fn recorded_fact(&self, id: FactId) -> Option<Fact> {
        let players = self.tables.asserted_players(id);
        self.fact_between(id, self.tables.asserted_ends(id)?, players.iter().copied())
    }

    fn fact_between(
        &self,
        id: FactId,
        (subject, object): (u32, u32),
        players: impl Iterator<Item = (RoleId, u32)>,
    ) -> Option<Fact> {
        let record = self.tables.record(id)?;
        let mut fact = Fact::new("", self.dated_name(id), "");
        fact.key = self.fact_key(id).map(str::to_owned);
        fact.subject = self.plain_node(subject);
        fact.object = self.plain_node(object);
        fact.when = record.when;
        fact.modality = record.modality;
        let player = |(role, node)| (self.schema.role_def(role).name.clone(), self.plain_node(node));
        fact.roles = players.map(player).collect();
        Some(fact)
    }

    /// A claim, its speaker by the entity that stands for the one recorded.
    pub(crate) fn plain_claim(&self, id: ClaimId) -> Option<Claim> {
        self.claim_of(id, |node| self.tables.merged().canonical(node))
    }

    /// A claim as it was recorded: with the key of its speaker before any merge.
    pub(crate) fn recorded_claim(&self, id: ClaimId) -> Option<Claim> {
        self.claim_of(id, |node| node)
    }

    fn claim_of(&self, id: ClaimId, speaker: impl Fn(u32) -> u32) -> Option<Claim> {
        let record = self.tables.claim(id)?;
        let mut claim = Claim::new(self.tables.source(record.source)?.source.key.clone());
        claim.stance = record.stance;
        claim.said_by = record.speaker().map(|node| self.tables.key_of(speaker(node)).to_owned());
        if let Some(extra) = self.tables.claim_extra(record) {
            claim.basis =
                self.tables.string(extra.reason).map_or(Basis::Stated, |reason| Basis::Inferred(reason.to_owned()));
            claim.confidence = extra.confidence();
            let mut quote = Quote { range: extra.range(), sha256: extra.sha256(), ..Quote::default() };
            quote.words = self.quoted(id).map(str::to_owned);
            claim.quote = (quote != Quote::default()).then_some(quote);
        }
        Some(claim)
    }

    /// The words that a claim quotes, from the source's text if the graph has it.
    pub(crate) fn quoted(&self, id: ClaimId) -> Option<&str> {
        let record = self.tables.claim(id)?;
        let extra = self.tables.claim_extra(record)?;
        let text = self.tables.source(record.source).and_then(|source| source.text.as_ref());
        match (text, extra.range()) {
            (Some(text), Some((start, end))) => Some(text.slice(start, end)),
            _ => self.tables.string(extra.words),
        }
    }

    /// A source with its text.
    pub(crate) fn plain_source(&self, id: SourceId) -> Option<Source> {
        let record = self.tables.source(id)?;
        let mut source = record.source.clone();
        source.text = record.text.as_ref().map(|text| text.as_str().to_owned());
        Some(source)
    }

    /// The transaction that recorded a claim.
    pub(crate) fn claim_recorded_in(&self, claim: ClaimId) -> TransactionId {
        self.tables.transaction_of(claim.index(), |m| m.claims)
    }

    /// How many claims there are.
    pub(crate) fn claim_count(&self) -> usize {
        self.tables.claims().len()
    }
}
