//! Decides what is drawn: which facts, which of them as nodes, which entities, and how many are left out.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Dot,
    options::{Roles, Values},
};
use crate::{
    io::looks::Look,
    model::{Any, FactId, Id, KindId, RoleId},
    view::{FactRef, NodeRef},
};

pub(super) struct Plan<'g> {
    /// In the order of recording.
    pub(super) facts: Vec<FactRef<'g>>,
    /// The facts that are drawn with a node of their own, for role players or for facts that refer to them.
    pub(super) hubs: BTreeSet<FactId>,
    /// Facts that a drawn one refers to and that are not drawn themselves.
    pub(super) strangers: BTreeSet<FactId>,
    /// Entities by kind, in the order of the schema, then of recording.
    pub(super) kinds: Vec<(KindId, Look, Vec<NodeRef<'g>>)>,
    pub(super) more_facts: usize,
    pub(super) more_entities: usize,
}

impl<'g> Plan<'g> {
    /// Takes time in the number of facts and entities of the view.
    pub(super) fn new(dot: &Dot<'g>) -> Self {
        let value_end =
            |fact: &FactRef<'g>| fact.subject_node().value().is_some() || fact.object_node().value().is_some();
        let mut wanted = dot.view.all_facts().filter(|fact| dot.values == Values::Drawn || !value_end(fact));
        let mut facts: Vec<_> = wanted.by_ref().take(dot.limit).collect();
        facts.sort_unstable_by_key(FactRef::id);

        let mut left_out = BTreeSet::new();
        let mut more_facts = 0;
        for fact in wanted {
            more_facts += 1;
            left_out.extend(fact.participants().map(|node| node.id()));
        }

        let drawn_facts: BTreeSet<_> = facts.iter().map(FactRef::id).collect();
        let mut drawn = BTreeSet::new();
        let (mut hubs, mut strangers) = (BTreeSet::new(), BTreeSet::new());
        for fact in &facts {
            let mut nodes = vec![fact.subject_node(), fact.object_node()];
            let players = dot.players(fact);
            if !players.is_empty() {
                hubs.insert(fact.id());
            }
            nodes.extend(players.into_iter().map(|(_, player)| player));
            for node in nodes {
                drawn.insert(node.id());
                if let Some(referred) = node.fact() {
                    if drawn_facts.contains(&referred) {
                        hubs.insert(referred)
                    } else {
                        strangers.insert(referred)
                    };
                }
            }
        }

        // An entity whose facts are all left out would look as if it had none.
        let (mut alone, mut more_entities) = (0, 0);
        for node in dot.view.entities() {
            if !drawn.contains(&node.id()) {
                if left_out.contains(&node.id()) || alone == dot.limit {
                    more_entities += 1;
                } else {
                    alone += 1;
                    drawn.insert(node.id());
                }
            }
        }
        Self { facts, hubs, strangers, kinds: by_kind(dot, &drawn), more_facts, more_entities }
    }
}

/// The entities that are drawn, by kind.
fn by_kind<'g>(dot: &Dot<'g>, drawn: &BTreeSet<Id<Any>>) -> Vec<(KindId, Look, Vec<NodeRef<'g>>)> {
    let kg = dot.view.graph();
    let mut kinds: BTreeMap<KindId, Vec<NodeRef<'g>>> = BTreeMap::new();
    for node in drawn.iter().filter_map(|id| kg.node_ref(*id)) {
        if let Some(kind) = node.kind() {
            kinds.entry(kind).or_default().push(node);
        }
    }
    kg.schema().kinds().filter_map(|(kind, def)| Some((kind, Look::of(&def.name), kinds.remove(&kind)?))).collect()
}

impl<'g> Dot<'g> {
    /// The role players that get a line, with the names of the roles.
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

#[cfg(test)]
mod tests {
    use crate::{diplomacy, draft::fact, graph::KnowledgeGraph, view::nodes_read};

    /// A picture of a few facts reads the nodes of these facts, once, however many others the graph has.
    #[test]
    fn a_picture_reads_the_nodes_of_its_facts_and_no_others() {
        let draw = |others: u32| {
            let mut kg = KnowledgeGraph::new(diplomacy::schema());
            let shown: Vec<_> = (0..3)
                .map(|n| {
                    let person = kg.add(diplomacy::Person, &*format!("person {n}")).unwrap();
                    let state = kg.add(diplomacy::State, &*format!("state {n}")).unwrap();
                    kg.assert(fact(person, diplomacy::Visits, state)).unwrap()
                })
                .collect();
            for n in 0..others {
                kg.add(diplomacy::City, &*format!("city {n}")).unwrap();
            }
            let view = kg.view().only(shown).connected();
            let before = nodes_read();
            let mut out = Vec::new();
            let losses = view.dot().write_to(&mut out).unwrap();
            assert!(losses.is_empty(), "{losses}");
            (nodes_read() - before, String::from_utf8(out).unwrap())
        };
        let (few, many) = (draw(1), draw(2_000));
        assert!(few.0 > 0 && few.1.contains("person 2"));
        assert_eq!(few, many);
    }
}
