//! One numbering for the things of two graphs, so that their facts are compared by numbers.

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
};

use crate::{
    graph::KnowledgeGraph,
    model::{Any, FactId, Id, RelationId, SourceId},
    time::When,
    view::{ClaimRef, NodeRef},
};

/// What stands at an end of a fact, in the numbering of both graphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Code {
    /// An entity or a value of the later graph, or what is the same in the earlier.
    Shared(u32),
    /// An entity or a value of the earlier graph alone.
    Own(u32),
    /// A fact, as one of all those that say the same.
    Fact(u32),
}

/// No counterpart.
pub(super) const NONE: u32 = u32::MAX;

/// Which of the two graphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// What a fact says, in the numbering of both graphs. Of a symmetric relation the lesser end comes first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Statement {
    pub(super) ends: Ends,
    pub(super) when: When,
    pub(super) modality: u8,
}

/// The relation, ends and role players of a fact. The players are sorted, each once in a role.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Ends {
    /// The later graph's number; that of the earlier with the highest bit set where the later has none.
    relation: u32,
    subject: Code,
    object: Code,
    roles: Vec<(u32, Code)>,
}

const OWN: u32 = 1 << 31;

/// The two graphs, and what is the same in both.
pub(super) struct Frame<'a, 'b> {
    pub(super) before: &'a KnowledgeGraph,
    pub(super) after: &'b KnowledgeGraph,
    nodes: [Vec<Code>; 2],
    /// Relations of the earlier graph by number, and roles.
    relations: Vec<u32>,
    roles: Vec<u32>,
    /// Sources of the earlier graph: the number of the later's, and whether the two are wholly equal.
    sources: Vec<(u32, bool)>,
    /// A fact of the earlier graph for each class of facts that say the same, where it has one that something is about.
    said_before: Vec<Option<u32>>,
    /// The counterpart of each fact.
    pub(super) pairs: [Vec<u32>; 2],
}

fn number(n: usize) -> u32 {
    // Tables are numbered in u32.
    u32::try_from(n).unwrap_or(NONE)
}

impl<'a, 'b> Frame<'a, 'b> {
    pub(super) fn new(before: &'a KnowledgeGraph, after: &'b KnowledgeGraph) -> Self {
        let schema = after.schema();
        let relations = before.schema().relations().map(|(id, def)| {
            let found = schema.relation(&def.name).ok().filter(|name| !name.is_inverse() && name.date().is_none());
            found.map_or(OWN | u32::from(id.index()), |name| u32::from(name.id().index()))
        });
        let roles = before.schema().roles().map(|(id, def)| {
            schema.role(&def.name).map_or(OWN | u32::from(id.index()), |role| u32::from(role.index()))
        });
        let sources = before.sources().map(|source| {
            let found = after.get_source(source.key());
            let equal = found
                .and_then(|id| after.source_ref(id))
                .is_some_and(|other| source.text() == other.text() && source.without_text() == other.without_text());
            (found.map_or(NONE, SourceId::index), equal)
        });
        let mut frame = Self {
            nodes: [before_codes(before, after), after_codes(after)],
            said_before: Vec::new(),
            relations: relations.collect(),
            roles: roles.collect(),
            sources: sources.collect(),
            pairs: [vec![NONE; before.fact_count()], vec![NONE; after.fact_count()]],
            before,
            after,
        };
        frame.classify();
        frame
    }

    /// Gives the facts that something is about their codes: the same for all that say the same, in either graph.
    fn classify(&mut self) {
        let mut classes: HashMap<Statement, u32> = HashMap::new();
        for side in [Side::Before, Side::After] {
            let kg = self.graph(side);
            let fact = |node: u32| NodeRef::new(kg, node).fact().map(|fact| (fact.index(), node));
            let mut facts: Vec<_> = (0..number(kg.node_count())).filter_map(fact).collect();
            // A fact is about earlier facts, whose codes are there.
            facts.sort_unstable();
            for (fact, node) in facts {
                let Some(statement) = self.statement(side, fact) else { continue };
                let next = number(self.said_before.len());
                let class = *classes.entry(statement).or_insert(next);
                if class == next {
                    self.said_before.push((side == Side::Before).then_some(fact));
                }
                if let Some(code) = self.nodes.get_mut(side as usize).and_then(|nodes| nodes.get_mut(node as usize)) {
                    *code = Code::Fact(class);
                }
            }
        }
    }

    /// A fact of the earlier graph that says the same as one of the later that something is about.
    pub(super) fn said_before(&self, after: FactId) -> Option<FactId> {
        let node = self.after.tables().own_node(after)?;
        match self.code(Side::After, node) {
            Code::Fact(class) => self.said_before.get(class as usize).copied().flatten().map(FactId::new),
            _ => None,
        }
    }

    pub(super) fn graph(&self, side: Side) -> &KnowledgeGraph {
        match side {
            Side::Before => self.before,
            Side::After => self.after,
        }
    }

    /// The counterpart of a fact.
    pub(super) fn pair(&self, side: Side, fact: u32) -> Option<FactId> {
        let pair = self.pairs.get(side as usize)?.get(fact as usize)?;
        (*pair != NONE).then(|| FactId::new(*pair))
    }

    /// The facts without a counterpart, in the order of recording.
    pub(super) fn unpaired(&self, side: Side) -> Vec<u32> {
        let pairs = self.pairs.get(side as usize).map_or(&[][..], Vec::as_slice);
        let open = pairs.iter().enumerate().filter(|(_, pair)| **pair == NONE);
        open.map(|(fact, _)| number(fact)).collect()
    }

    /// Takes two facts for counterparts of each other.
    pub(super) fn join(&mut self, before: u32, after: u32) {
        let [of_before, of_after] = &mut self.pairs;
        if let (Some(one), Some(other)) = (of_before.get_mut(before as usize), of_after.get_mut(after as usize)) {
            (*one, *other) = (after, before);
        }
    }

    fn code(&self, side: Side, node: u32) -> Code {
        let code = self.nodes.get(side as usize).and_then(|nodes| nodes.get(node as usize));
        code.copied().unwrap_or(Code::Own(node))
    }

    fn relation(&self, side: Side, relation: RelationId) -> u32 {
        match side {
            Side::Before => self.relations.get(usize::from(relation.index())).copied().unwrap_or(OWN),
            Side::After => u32::from(relation.index()),
        }
    }

    /// What a fact joins; `None` for a number that no fact has.
    pub(super) fn ends(&self, side: Side, fact: u32) -> Option<Ends> {
        let (kg, id) = (self.graph(side), FactId::new(fact));
        let record = kg.tables().record(id)?;
        let (subject, object) = kg.tables().asserted_ends(id)?;
        let (mut subject, mut object) = (self.code(side, subject), self.code(side, object));
        if kg.schema().ends(record.relation).symmetric && object < subject {
            std::mem::swap(&mut subject, &mut object);
        }
        let players = kg.tables().asserted_players(id).iter().map(|(role, node)| {
            let role = match side {
                Side::Before => self.roles.get(usize::from(role.index())).copied().unwrap_or(OWN),
                Side::After => u32::from(role.index()),
            };
            (role, self.code(side, *node))
        });
        let mut roles: Vec<_> = players.collect();
        roles.sort_unstable();
        // Merges may have made two players of a role one.
        roles.dedup();
        Some(Ends { relation: self.relation(side, record.relation), subject, object, roles })
    }

    pub(super) fn statement(&self, side: Side, fact: u32) -> Option<Statement> {
        let record = self.graph(side).tables().record(FactId::new(fact))?;
        Some(Statement { ends: self.ends(side, fact)?, when: record.when, modality: record.modality as u8 })
    }

    /// Whether two facts say the same. The same as comparing their statements, without making them where they are
    /// plain.
    pub(super) fn same(&self, before: u32, after: u32) -> bool {
        let (one, other) = (FactId::new(before), FactId::new(after));
        let (Some(a), Some(b)) = (self.before.tables().record(one), self.after.tables().record(other)) else {
            return false;
        };
        if a.when != b.when
            || a.modality != b.modality
            || self.relation(Side::Before, a.relation) != self.relation(Side::After, b.relation)
        {
            return false;
        }
        let (Some(ends), Some(others)) =
            (self.before.tables().asserted_ends(one), self.after.tables().asserted_ends(other))
        else {
            return false;
        };
        let players = |kg: &KnowledgeGraph, fact| !kg.tables().asserted_players(fact).is_empty();
        if players(self.before, one) || players(self.after, other) {
            return self.ends(Side::Before, before) == self.ends(Side::After, after);
        }
        let codes = (self.code(Side::Before, ends.0), self.code(Side::Before, ends.1));
        let wanted = (self.code(Side::After, others.0), self.code(Side::After, others.1));
        codes == wanted
            || (codes.1, codes.0) == wanted
                && self.before.schema().ends(a.relation).symmetric
                && self.after.schema().ends(b.relation).symmetric
    }

    /// Whether two facts have the same key, or none.
    pub(super) fn same_key(&self, before: u32, after: u32) -> bool {
        self.before.fact_key(FactId::new(before)) == self.after.fact_key(FactId::new(after))
    }

    /// Adds to a hash what is the same of claims that are the same.
    pub(super) fn hash_claim(&self, side: Side, claim: &ClaimRef<'_>, state: &mut impl Hasher) {
        let record = claim.record();
        let source = match side {
            Side::Before => self.sources.get(record.source.at()).map_or(NONE, |(source, _)| *source),
            Side::After => record.source.index(),
        };
        source.hash(state);
        record.stance.hash(state);
        record.speaker().map(|node| self.code(side, node)).hash(state);
        claim.ranges().for_each(|range| range.hash(state));
        claim.quote().hash(state);
        claim.inferred().hash(state);
        claim.confidence().map(|confidence| confidence.get().to_bits()).hash(state);
    }

    /// Whether a claim of the earlier graph is the same as one of the later.
    pub(super) fn same_claim(&self, before: &ClaimRef<'_>, after: &ClaimRef<'_>) -> bool {
        let (a, b) = (before.record(), after.record());
        let (source, equal) = self.sources.get(a.source.at()).copied().unwrap_or((NONE, false));
        let speaker = |side, node: Option<u32>| node.map(|node| self.code(side, node));
        if source != b.source.index()
            || a.stance != b.stance
            || speaker(Side::Before, a.speaker()) != speaker(Side::After, b.speaker())
        {
            return false;
        }
        let (one, other) = match (self.before.tables().claim_extra(a), self.after.tables().claim_extra(b)) {
            (None, None) => return true,
            (Some(one), Some(other)) => (one, other),
            _ => return before.as_recorded() == after.as_recorded(),
        };
        let several = |kg: &KnowledgeGraph, claim: &ClaimRef<'_>| !kg.tables().more_passages(claim.id()).is_empty();
        if several(self.before, before) || several(self.after, after) {
            return same_but_for_speaker(before, after);
        }
        let same_range = equal && one.range().is_some() && before.source().text().is_some();
        one.confidence() == other.confidence()
            && before.ranges().eq(after.ranges())
            && one.sha256() == other.sha256()
            && before.inferred() == after.inferred()
            // The same range of the same text.
            && (same_range || before.quote() == after.quote())
    }
}

/// Whether two claims are the same in all but their sources and speakers, with each passage of their quotes.
#[inline(never)]
fn same_but_for_speaker(before: &ClaimRef<'_>, after: &ClaimRef<'_>) -> bool {
    let (one, other) = (before.to_claim(), after.to_claim());
    (one.quote, one.basis, one.confidence) == (other.quote, other.basis, other.confidence)
}

/// The nodes of the later graph: each as the entity that stands for it. Those of facts come later.
fn after_codes(after: &KnowledgeGraph) -> Vec<Code> {
    let code = |node: u32| Code::Shared(after.tables().merged().canonical(node));
    (0..number(after.node_count())).map(code).collect()
}

/// The nodes of the earlier graph: each as what has its key in the later, or the key of the entity that stands for it;
/// or its value.
fn before_codes(before: &KnowledgeGraph, after: &KnowledgeGraph) -> Vec<Code> {
    let code = |node: u32| {
        let read = NodeRef::new(before, node);
        let found: Option<Id<Any>> = match read.value() {
            Some(value) => after.get_value(value),
            None if read.fact().is_some() => None,
            None => after
                .get_entity(before.tables().key_of(node))
                .or_else(|| after.get_entity(before.tables().key_of(before.tables().merged().canonical(node)))),
        };
        found.map_or(Code::Own(node), |id| Code::Shared(id.index()))
    };
    (0..number(before.node_count())).map(code).collect()
}
