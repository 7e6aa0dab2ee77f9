//! What is drawn: which facts, which of them as nodes, which entities, and how many are left out.

use std::collections::{BTreeMap, BTreeSet};

use fixedbitset::FixedBitSet;

use super::{
    Dot,
    options::{Roles, Values},
    palette::Look,
};
use crate::{
    model::{FactId, KindId, RoleId},
    view::{FactRef, NodeRef},
};

pub(super) struct Plan<'g> {
    /// In the order of recording.
    pub(super) facts: Vec<FactRef<'g>>,
    /// Those that are drawn through a node: role players hang on it, or another fact refers to it.
    pub(super) hubs: BTreeSet<FactId>,
    /// Facts that a drawn one refers to, and that are not drawn themselves.
    pub(super) strangers: BTreeSet<FactId>,
    /// Entities by kind, in the order of the schema, then of recording.
    pub(super) kinds: Vec<(KindId, Look, Vec<NodeRef<'g>>)>,
    pub(super) more_facts: usize,
    pub(super) more_entities: usize,
}

impl<'g> Plan<'g> {
    pub(super) fn new(dot: &Dot<'g>) -> Self {
        let kg = dot.view.graph();
        let value_end =
            |fact: &FactRef<'g>| fact.subject_node().value().is_some() || fact.object_node().value().is_some();
        let mut wanted = dot.view.all_facts().filter(|fact| dot.values == Values::Drawn || !value_end(fact));
        let mut facts: Vec<_> = wanted.by_ref().take(dot.limit).collect();
        facts.sort_unstable_by_key(FactRef::id);

        let mut left_out = FixedBitSet::with_capacity(kg.node_count());
        let mut more_facts = 0;
        for fact in wanted {
            more_facts += 1;
            left_out.extend(fact.participants().map(place));
        }

        let drawn_facts: BTreeSet<_> = facts.iter().map(FactRef::id).collect();
        let mut drawn = FixedBitSet::with_capacity(kg.node_count());
        let (mut hubs, mut strangers) = (BTreeSet::new(), BTreeSet::new());
        for fact in &facts {
            let mut nodes = vec![fact.subject_node(), fact.object_node()];
            let players = dot.players(fact);
            if !players.is_empty() {
                hubs.insert(fact.id());
            }
            nodes.extend(players.into_iter().map(|(_, player)| player));
            for node in nodes {
                drawn.insert(place(node));
                if let Some(referred) = node.fact() {
                    if drawn_facts.contains(&referred) {
                        hubs.insert(referred)
                    } else {
                        strangers.insert(referred)
                    };
                }
            }
        }

        // What only facts that are left out join to anything would look as if nothing did.
        let (mut alone, mut more_entities) = (0, 0);
        for node in dot.view.entities() {
            if !drawn.contains(place(node)) {
                if left_out.contains(place(node)) || alone == dot.limit {
                    more_entities += 1;
                } else {
                    alone += 1;
                    drawn.insert(place(node));
                }
            }
        }
        Self { facts, hubs, strangers, kinds: by_kind(dot, &drawn), more_facts, more_entities }
    }
}

/// Entities that are drawn, by kind. A kind looks the same in all pictures of a graph, so every entity of it counts.
fn by_kind<'g>(dot: &Dot<'g>, drawn: &FixedBitSet) -> Vec<(KindId, Look, Vec<NodeRef<'g>>)> {
    let kg = dot.view.graph();
    let mut kinds: BTreeMap<KindId, Vec<NodeRef<'g>>> = BTreeMap::new();
    for node in (0..kg.node_count()).filter_map(|n| u32::try_from(n).ok()).map(|n| NodeRef::new(kg, n)) {
        if let Some(kind) = node.kind() {
            let nodes = kinds.entry(kind).or_default();
            if drawn.contains(place(node)) {
                nodes.push(node);
            }
        }
    }
    let looks = kinds.into_iter().enumerate().map(|(n, (kind, nodes))| (kind, Look(n), nodes));
    looks.filter(|(.., nodes)| !nodes.is_empty()).collect()
}

fn place(node: NodeRef<'_>) -> usize {
    node.id().index() as usize
}

impl<'g> Dot<'g> {
    /// The role players that a line leads to, with the names of the roles.
    pub(super) fn players(&self, fact: &FactRef<'g>) -> Vec<(&'g str, NodeRef<'g>)> {
        if self.roles != Roles::Drawn {
            return Vec::new();
        }
        let lines = fact.players().filter(|(_, player)| player.value().is_none());
        lines.map(|(role, player)| (self.role_name(role), player)).collect()
    }

    pub(super) fn role_name(&self, role: RoleId) -> &'g str {
        &self.view.graph().schema().role_def(role).name
    }
}
