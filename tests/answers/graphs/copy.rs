//! A view as a physical copy: made from the slow twin, by going through all that was recorded.

use std::collections::{BTreeMap, BTreeSet};

use chancery::{
    Any, Id, View,
    petgraph::graph::{DiGraph, NodeIndex},
};

use crate::twin::{Node, Twin, slow::Slow};

/// What is asked for as nodes beside entities.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shows {
    pub(crate) values: bool,
    pub(crate) roles: bool,
    pub(crate) facts: bool,
}

impl Shows {
    pub(crate) fn apply(self, view: View<'_>) -> View<'_> {
        let view = if self.values { view.with_values() } else { view };
        let view = if self.roles { view.with_roles() } else { view };
        if self.facts { view.with_facts() } else { view }
    }
}

/// An edge of the copy: whether it leads from the object of a symmetric fact, the fact, and to what of it the edge leads: 0 the
/// other end, 10 and more a player of a role, the last the fact.
pub(crate) type Link = (bool, usize, u16);
/// The second of the two edges between the ends of a symmetric fact.
pub(crate) fn is_second((turned, _, part): Link) -> bool {
    turned && part == 0
}
pub(crate) const fn player_part(role: u16, place: u16) -> u16 {
    (role + 1) * 10 + place
}
pub(crate) const ITSELF: u16 = u16::MAX;
pub(crate) type Copy = DiGraph<Node, Link>;

/// The graph that a view is said to be.
pub(crate) fn copy(twin: &Twin, slow: &Slow, shows: Shows) -> Copy {
    let entities: BTreeSet<usize> = slow.entities(twin).into_iter().collect();
    // Facts that anything is known to have been about have a node.
    let stands = |fact: usize| twin.facts.iter().any(|other| other.has(&Node::Fact(fact)) && slow.known(other.stamp));
    let is_shown = |node: &Node| match node {
        Node::Entity(entity) => entities.contains(entity),
        Node::Text(_) => shows.values,
        Node::Fact(_) => shows.facts,
    };
    let mut edges: Vec<(Link, Node, Node)> = Vec::new();
    for (number, _) in slow.facts(twin) {
        let fact = &twin.facts[number];
        let mut starts = vec![(false, &fact.subject, &fact.object)];
        if fact.symmetric() && fact.subject != fact.object {
            starts.push((true, &fact.object, &fact.subject));
        }
        for (turned, from, to) in starts {
            let mut ends = vec![(0, to.clone())];
            if shows.roles {
                for (at, (name, player)) in fact.roles.iter().enumerate() {
                    let before = fact.roles.iter().take(at).filter(|(other, _)| other == name).count();
                    let role = twin.kg.schema().role(name).unwrap();
                    ends.push((player_part(role.index(), u16::try_from(before).unwrap()), player.clone()));
                }
            }
            if shows.facts && stands(number) {
                ends.push((ITSELF, Node::Fact(number)));
            }
            ends.retain(|(_, node)| is_shown(from) && is_shown(node));
            edges.extend(ends.into_iter().map(|(part, node)| ((turned, number, part), from.clone(), node)));
        }
    }
    edges.sort_by_key(|(link, ..)| (is_second(*link), *link));
    let ends: BTreeSet<&Node> = edges.iter().flat_map(|(_, from, to)| [from, to]).collect();
    let handles = handles(twin);
    let mut nodes: Vec<(Id<Any>, &Node)> = handles
        .iter()
        .filter(|(node, _)| match node {
            Node::Entity(entity) => entities.contains(entity),
            _ => ends.contains(node),
        })
        .map(|(node, id)| (*id, node))
        .collect();
    nodes.sort();
    let mut graph = Copy::new();
    let places: BTreeMap<&Node, NodeIndex> =
        nodes.into_iter().map(|(_, node)| (node, graph.add_node(node.clone()))).collect();
    for (link, from, to) in &edges {
        graph.add_edge(places[from], places[to], *link);
    }
    graph
}

/// All nodes of the graph by what the twin calls them.
fn handles(twin: &Twin) -> BTreeMap<Node, Id<Any>> {
    let all = twin.kg.view().with_modalities(chancery::model::Modality::ALL).with_retracted().with_resolved();
    let entities = all.entities().collect::<Vec<_>>();
    all.all_facts()
        .flat_map(|fact| fact.participants().collect::<Vec<_>>())
        .chain(entities)
        .map(|node| (Twin::node(node), node.id()))
        .collect()
}
