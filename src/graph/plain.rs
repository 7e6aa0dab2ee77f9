//! Rows of the graph as plain values: what history, errors and readers show of them.

use std::borrow::Cow;

use super::KnowledgeGraph;
use crate::{
    model::{
        BETWEEN_PASSAGES, Basis, Claim, ClaimId, Entity, Fact, FactId, FactName, Node, Passage, Quote, RoleId, Source,
        SourceId, TransactionId,
    },
    tables::{ClaimExtra, ClaimRecord, NodeKind},
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
            let quote = Quote {
                range: extra.range(),
                sha256: extra.sha256(),
                words: self.first_quoted(record, extra).map(str::to_owned),
                nth: None,
                more: self.more_passages(id, record).collect(),
            };
            claim.quote = (quote != Quote::default()).then_some(quote);
        }
        Some(claim)
    }

    /// The words that a claim quotes, from the source's text if the graph has it; several passages are joined.
    pub(crate) fn quoted(&self, id: ClaimId) -> Option<Cow<'_, str>> {
        let record = self.tables.claim(id)?;
        let extra = self.tables.claim_extra(record)?;
        let mut words = Cow::Borrowed(self.first_quoted(record, extra)?);
        for passage in self.more_passages(id, record) {
            let words = words.to_mut();
            words.push_str(BETWEEN_PASSAGES);
            words.push_str(&passage.words?);
        }
        Some(words)
    }

    /// The ranges that a claim quotes, in the order of its passages.
    pub(crate) fn quoted_ranges(&self, id: ClaimId) -> impl Iterator<Item = (u32, u32)> + use<'_> {
        let first =
            self.tables.claim(id).and_then(|record| self.tables.claim_extra(record)).and_then(ClaimExtra::range);
        first.into_iter().chain(self.tables.more_passages(id).iter().filter_map(|passage| passage.range))
    }

    fn first_quoted(&self, record: &ClaimRecord, extra: &ClaimExtra) -> Option<&str> {
        match (self.source_text(record.source), extra.range()) {
            (Some(text), Some((start, end))) => Some(text.slice(start, end)),
            _ => self.tables.string(extra.words),
        }
    }

    /// The passages behind the first, with their words if they are known.
    fn more_passages(&self, id: ClaimId, record: &ClaimRecord) -> impl Iterator<Item = Passage> + use<'_> {
        let text = self.source_text(record.source);
        self.tables.more_passages(id).iter().map(move |stored| {
            let mut passage = stored.clone();
            if let (Some(text), Some((start, end))) = (text, stored.range) {
                passage.words = Some(text.slice(start, end).to_owned());
            }
            passage
        })
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
