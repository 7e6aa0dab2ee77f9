//! rustworkx-core on views: what is written for petgraph's traits by others runs on a view as on a physical copy.

use std::collections::BTreeMap;

use crate::twin::{
    Twin,
    slow::{Change, Slow},
};
use chancery::{
    Any, Id, View,
    petgraph::{
        Undirected,
        graph::{DiGraph, Graph, NodeIndex},
        visit::NodeIndexable,
    },
};
use proptest::prelude::*;
use rustworkx_core::{
    centrality::{
        betweenness_centrality, closeness_centrality, degree_centrality, edge_betweenness_centrality, katz_centrality,
        newman_weighted_closeness_centrality,
    },
    connectivity::{connected_components, number_connected_components},
    dictmap::DictMap,
    shortest_path::dijkstra,
    traversal::{BfsEvent, breadth_first_search, dfs_edges},
};

/// The view as petgraph's own graph, made from its facts. The second edges of symmetric facts come last.
fn copy(view: &View<'_>) -> DiGraph<Id<Any>, ()> {
    let mut graph = DiGraph::new();
    let nodes: BTreeMap<Id<Any>, NodeIndex> =
        view.entities().map(|node| (node.id(), graph.add_node(node.id()))).collect();
    let mut facts: Vec<_> = view.all_facts().collect();
    facts.sort_by_key(chancery::FactRef::id);
    let mut second = Vec::new();
    for fact in facts {
        if let (Some(from), Some(to)) = (nodes.get(&fact.subject_node().id()), nodes.get(&fact.object_node().id())) {
            graph.add_edge(*from, *to, ());
            if from != to && view.graph().schema().relation_def(fact.relation()).symmetric {
                second.push((*to, *from));
            }
        }
    }
    second.into_iter().for_each(|(from, to)| {
        graph.add_edge(from, to, ());
    });
    graph
}

/// One node that is joined to itself is divided by no others: both are infinite.
fn close(a: &[f64], b: &[f64]) -> bool {
    let same = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-9 || a.total_cmp(b).is_eq() || a.is_nan() && b.is_nan();
    a.len() == b.len() && a.iter().zip(b).all(same)
}

fn values(all: Vec<Option<f64>>) -> Vec<f64> {
    all.into_iter().map(|value| value.unwrap_or(-1.0)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn centralities_and_traversals_are_those_of_a_copy(
        rows in prop::collection::vec(any::<[u8; 12]>(), 0..40), changes in prop::collection::vec(any::<[u8; 4]>(), 0..3),
    ) {
        let twin = Twin::build(&rows);
        let slow = Slow(changes.iter().map(|bytes| Change::of(*bytes, &twin)).collect());
        let view = slow.0.iter().fold(twin.kg.view(), |view, change| change.apply(&view));
        let (view, frozen, copy) = (&view, &view.freeze(), &copy(&view));

        let expected = values(betweenness_centrality(copy, false, true, 50));
        prop_assert!(close(&values(betweenness_centrality(view, false, true, 50)), &expected));
        prop_assert!(close(&values(betweenness_centrality(frozen, false, true, 50)), &expected));
        let expected = values(closeness_centrality(copy, true, 50));
        prop_assert!(close(&values(closeness_centrality(view, true, 50)), &expected));
        prop_assert!(close(&values(closeness_centrality(frozen, true, 50)), &expected));
        let expected = degree_centrality(copy, None);
        prop_assert!(close(&degree_centrality(view, None), &expected) && close(&degree_centrality(frozen, None), &expected));
        let expected = katz_centrality(copy, |_| Ok::<_, ()>(1.0), Some(0.05), None, None, None, Some(1e-10)).unwrap();
        let of_view = katz_centrality(view, |_| Ok::<_, ()>(1.0), Some(0.05), None, None, None, Some(1e-10)).unwrap();
        prop_assert_eq!(expected.is_some(), of_view.is_some());
        prop_assert!(close(&of_view.unwrap_or_default(), &expected.unwrap_or_default()));
        // By number, so that of a view and of its copy they stand in the same order.
        let expected = values(edge_betweenness_centrality(copy, true, 50));
        prop_assert!(close(&values(edge_betweenness_centrality(view, true, 50)), &expected));

        let expected = values(newman_weighted_closeness_centrality(copy, true, |_| 1.0, 50));
        prop_assert!(close(&values(newman_weighted_closeness_centrality(view, true, |_| 1.0, 50)), &expected));

        let undirected: Graph<Id<Any>, (), Undirected> = copy.clone().into_edge_type();
        prop_assert_eq!(number_connected_components(view.undirected()), number_connected_components(&undirected));
        let sizes = |parts: Vec<usize>| parts.into_iter().fold(BTreeMap::new(), |mut sizes, size| {
            *sizes.entry(size).or_insert(0) += 1;
            sizes
        });
        let (found, expected) = (connected_components(view.undirected()), connected_components(&undirected));
        let found = found.into_iter().map(|part| part.into_iter().count()).collect();
        let expected = expected.into_iter().map(|part| part.into_iter().count()).collect();
        prop_assert_eq!(sizes(found), sizes(expected));

        for (id, index) in view.entities().map(|node| node.id()).zip(copy.node_indices()) {
            let found: DictMap<Id<Any>, u32> = dijkstra(view, id, None, |_| Ok::<_, ()>(1u32), None).unwrap();
            let found: BTreeMap<usize, u32> = found.into_iter().map(|(node, cost)| (view.to_index(node), cost)).collect();
            let expected: DictMap<NodeIndex, u32> = dijkstra(copy, index, None, |_| Ok::<_, ()>(1u32), None).unwrap();
            prop_assert_eq!(found, expected.into_iter().map(|(node, cost)| (node.index(), cost)).collect());
            prop_assert_eq!(dfs_edges(view, Some(id)).len(), dfs_edges(copy, Some(index)).len());
            let (mut of_view, mut of_copy) = (0, 0);
            breadth_first_search(view, Some(id), |event| of_view += usize::from(matches!(event, BfsEvent::Discover(_))));
            breadth_first_search(copy, Some(index), |event| of_copy += usize::from(matches!(event, BfsEvent::Discover(_))));
            prop_assert_eq!(of_view, of_copy);
        }
    }
}
