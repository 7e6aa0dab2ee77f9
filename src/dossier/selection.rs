//! The records of a view that a format writes: its facts with all that they need. All formats find them here.

use fixedbitset::FixedBitSet;

use super::{
    merges::{self, KeptApart, MergedEntity},
    of_view::{ResolvedFact, Retraction},
};
use crate::{
    graph::{Edit, KnowledgeGraph},
    model::{Any, Fact, FactId, FactName, Id, Node, Resolution},
    view::{FactRef, NodeRef, SourceRef, View},
};

/// How many facts one count stands for.
const BLOCK: usize = 4096;

/// The facts of a view and those that they are about, the entities and sources of both. A few bits a node, fact and source,
/// whatever they hold; all of it is read from the graph as it is written.
pub(crate) struct Selection<'g> {
    view: View<'g>,
    facts: FixedBitSet,
    /// How many facts stand before each block.
    before: Vec<u32>,
    nodes: FixedBitSet,
    sources: FixedBitSet,
}

impl<'g> Selection<'g> {
    pub(crate) fn of(view: &View<'g>) -> Self {
        let kg = view.graph();
        let facts = recorded(view);
        let mut nodes: FixedBitSet = FixedBitSet::with_capacity(kg.node_count());
        nodes.extend(view.entities().map(|node| node.id().index() as usize));
        let mut sources = cited_nowhere(view);
        let mut before = Vec::with_capacity(facts.len() / BLOCK + 1);
        let (mut count, mut next) = (0, 0);
        for place in facts.ones() {
            while next <= place {
                before.push(count);
                next += BLOCK;
            }
            count += 1;
            let Some(id) = u32::try_from(place).ok().map(FactId::new) else { continue };
            let Some(read) = kg.fact_ref(id) else { continue };
            nodes.extend(read.participants().map(|node| node.id().index() as usize));
            for claim in view.as_seen(id).claims() {
                nodes.extend(claim.said_by().map(|speaker| speaker.id().index() as usize));
                sources.insert(claim.source().id().index() as usize);
            }
        }
        // A source derives from an earlier one.
        for source in view.sources().rev() {
            if let (true, Some(base)) = (sources.contains(source.id().index() as usize), source.derives_from()) {
                sources.insert(base.id().index() as usize);
            }
        }
        Self { view: view.clone(), facts, before, nodes, sources }
    }

    pub(crate) fn graph(&self) -> &'g KnowledgeGraph {
        self.view.graph()
    }

    /// The sources that a fact cites, those that none cites, and those that these derive from; in the order of recording.
    pub(crate) fn sources(&self) -> impl Iterator<Item = SourceRef<'g>> + '_ {
        let written = |source: &SourceRef<'g>| self.sources.contains(source.id().index() as usize);
        self.view.sources().filter(written)
    }

    /// The entities of the view, and those that its facts mention; in the order of recording.
    pub(crate) fn entities(&self) -> impl Iterator<Item = NodeRef<'g>> + '_ {
        self.nodes().filter(|node| node.kind().is_some())
    }

    pub(crate) fn has_node(&self, node: NodeRef<'g>) -> bool {
        self.nodes.contains(node.id().index() as usize)
    }

    /// The entities, and the values and facts that are ends of facts or play roles in them; in the order of recording.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = NodeRef<'g>> + '_ {
        let kg = self.graph();
        self.nodes.ones().filter_map(|n| kg.node_ref(Id::<Any>::new(u32::try_from(n).ok()?)))
    }

    /// The facts, with the claims that the view knows of, in the order of recording.
    pub(crate) fn facts(&self) -> impl Iterator<Item = FactRef<'g>> + '_ {
        self.facts.ones().filter_map(|n| u32::try_from(n).ok()).map(|n| self.view.as_seen(FactId::new(n)))
    }

    pub(crate) fn fact_count(&self) -> usize {
        self.facts.count_ones(..)
    }

    /// The name of a fact in what is written: its key, or `#3` for the fact at place 3 of it.
    pub(crate) fn name(&self, fact: FactId) -> String {
        let kg = self.graph();
        match (kg.fact_key(fact), self.place(fact)) {
            (Some(key), _) => key.to_owned(),
            (None, Some(place)) => format!("#{place}"),
            (None, None) => kg.fact_name(fact).fact,
        }
    }

    /// The place of a fact among those that are written, from 0.
    pub(crate) fn place(&self, fact: FactId) -> Option<usize> {
        let at = fact.index() as usize;
        if !self.facts.contains(at) {
            return None;
        }
        let block = at / BLOCK;
        let before = self.before.get(block).copied()? as usize;
        Some(before + self.facts.count_ones(block * BLOCK..at))
    }

    /// A fact in plain values, which names other facts as what is written does.
    pub(crate) fn plain(&self, fact: FactRef<'g>) -> Fact {
        let mut plain = fact.to_fact();
        let about = |node: NodeRef<'g>| node.fact().map(|fact| Node::Fact(FactName { fact: self.name(fact) }));
        if let Some(node) = about(fact.subject_node()) {
            plain.subject = node;
        }
        if let Some(node) = about(fact.object_node()) {
            plain.object = node;
        }
        // In the order of the players, which is that of the plain values.
        for (player, (_, node)) in plain.roles.values_mut().zip(fact.players()) {
            if let Some(node) = about(node) {
                *player = node;
            }
        }
        plain
    }

    /// Why a fact was retracted, if it was.
    pub(crate) fn retraction(&self, fact: FactId) -> Option<&'g str> {
        self.view.retraction(fact)
    }

    /// How a fact was resolved, and by which; `None` if it was not.
    pub(crate) fn resolution(&self, fact: FactId) -> Option<(Resolution, FactId)> {
        self.view.recorded_resolution(fact)
    }

    /// The facts that were retracted.
    pub(super) fn retractions(&self) -> impl Iterator<Item = Retraction> + '_ {
        self.facts().filter_map(|fact| {
            let why = self.retraction(fact.id())?.to_owned();
            Some(Retraction { fact: self.name(fact.id()), why })
        })
    }

    /// The facts that another fact resolves.
    pub(super) fn resolutions(&self) -> impl Iterator<Item = ResolvedFact> + '_ {
        self.facts().filter_map(|fact| {
            let (resolution, by) = self.resolution(fact.id())?;
            Some(ResolvedFact { fact: self.name(fact.id()), resolution, by: self.name(by) })
        })
    }

    /// The edits of [`Dossier::edits`](super::Dossier::edits), without a dossier: they are made as they are asked for.
    #[cfg_attr(not(feature = "json"), allow(dead_code))]
    pub(crate) fn edits(&self) -> impl Iterator<Item = Edit> + '_ {
        let sources = self.sources().map(|source| Edit::AddSource(source.to_source()));
        let entities = self.entities().filter_map(|node| node.to_entity()).map(Edit::AddEntity);
        let merged = merges::merged(self);
        let facts = self.facts().map(|fact| Edit::Assert(self.plain(fact)));
        sources
            .chain(entities)
            .chain(merged.clone().into_iter().map(MergedEntity::add))
            .chain(facts)
            .chain(self.retractions().map(Retraction::edit))
            .chain(self.resolutions().map(ResolvedFact::edit))
            .chain(merged.into_iter().map(MergedEntity::merge))
            .chain(merges::kept_apart(self).into_iter().map(KeptApart::edit))
    }
}

/// The facts of a view, with those that they are about and those that resolve these.
fn recorded(view: &View<'_>) -> FixedBitSet {
    let kg = view.graph();
    let mut set = FixedBitSet::with_capacity(kg.fact_count());
    let mut open: Vec<FactId> = Vec::new();
    for fact in view.all_facts() {
        open.push(fact.id());
        while let Some(fact) = open.pop() {
            if !set.put(fact.index() as usize) {
                let about =
                    kg.fact_ref(fact).into_iter().flat_map(|fact| fact.participants().filter_map(|node| node.fact()));
                open.extend(about.chain(view.recorded_resolution(fact).map(|(_, by)| by)));
            }
        }
    }
    set
}

/// The sources that no claim cites, but for those that fall with a source that the view leaves out.
fn cited_nowhere(view: &View<'_>) -> FixedBitSet {
    let kg = view.graph();
    let mut uncited = FixedBitSet::with_capacity(kg.source_count());
    uncited.insert_range(..);
    for fact in
        (0..view.filter().horizon.facts.min(u32::try_from(kg.fact_count()).unwrap_or(u32::MAX))).map(FactId::new)
    {
        let mut claims = view.as_seen(fact).claims().peekable();
        if claims.peek().is_some() && !view.falls(fact) {
            claims.for_each(|claim| uncited.remove(claim.source().id().index() as usize));
        }
    }
    uncited
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{Schema, fact};

    #[test]
    fn places_count_what_is_written_across_blocks() {
        let mut kg = KnowledgeGraph::new(Schema::new().open());
        kg.add("thing", "a").unwrap();
        for _ in 0..3 * BLOCK {
            kg.assert(fact("a", "is", 1)).unwrap();
        }
        for n in [0, 5, BLOCK, 2 * BLOCK + 1] {
            kg.retract(FactId::new(u32::try_from(n).unwrap()), "").unwrap();
        }
        let selection = Selection::of(&kg.view());
        assert_eq!(selection.fact_count(), 3 * BLOCK - 4);
        for (place, fact) in selection.facts().enumerate() {
            assert_eq!(selection.place(fact.id()), Some(place));
        }
        assert_eq!(selection.place(FactId::new(5)), None);
    }
}
