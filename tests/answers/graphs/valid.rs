//! Answers of petgraph's algorithms that are not unique: each must be a right one. And its walkers.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
    hash::Hash,
};

use chancery::petgraph::{
    Directed, algo,
    graph::NodeIndex,
    visit::{
        Bfs, Control, Dfs, DfsEvent, DfsPostOrder, EdgeFiltered, EdgeRef, GraphProp, NodeFiltered, Topo, Walker,
        depth_first_search,
    },
};

use super::answers::{Whole, at};

type Edges = BTreeSet<(usize, usize)>;

fn edges<G: Whole>(g: G) -> Edges {
    g.edge_references().map(|edge| (at(g, edge.source()), at(g, edge.target()))).collect()
}

/// How far each node is from one, by going through all edges again and again.
fn away<G: Whole>(g: G, start: usize) -> BTreeMap<usize, usize> {
    let edges = edges(g);
    let mut away = BTreeMap::from([(start, 0)]);
    for round in 0..=g.node_count() {
        for (from, to) in &edges {
            if away.get(from) == Some(&round) {
                away.entry(*to).or_insert(round + 1);
            }
        }
    }
    away
}

pub(crate) fn directed<G>(g: G)
where
    G: Whole + GraphProp<EdgeType = Directed>,
    G::NodeId: Eq + Hash + Debug,
    G::EdgeId: Eq + Hash,
{
    let all = edges(g);
    for start in g.node_identifiers().take(3) {
        let from = at(g, start);
        let away = away(g, from);
        let reached: BTreeSet<usize> = away.keys().copied().collect();
        let numbers = |walked: Vec<G::NodeId>| walked.into_iter().map(|n| at(g, n)).collect::<Vec<_>>();
        let set = |walked: &[usize]| {
            let set: BTreeSet<usize> = walked.iter().copied().collect();
            assert_eq!(set.len(), walked.len(), "each node once");
            set
        };
        let walked = numbers(Dfs::new(g, start).iter(g).collect());
        assert_eq!((set(&walked), walked[0]), (reached.clone(), from));
        let walked = numbers(DfsPostOrder::new(g, start).iter(g).collect());
        assert_eq!((set(&walked), *walked.last().unwrap()), (reached.clone(), from));
        let walked = numbers(Bfs::new(g, start).iter(g).collect());
        assert_eq!(set(&walked), reached);
        assert!(walked.is_sorted_by_key(|node| away[node]), "by distance");
        let mut events = (0, 0, BTreeSet::new());
        depth_first_search(g, Some(start), |event| {
            match event {
                DfsEvent::Discover(..) => events.0 += 1,
                DfsEvent::Finish(..) => events.1 += 1,
                DfsEvent::TreeEdge(a, b) | DfsEvent::BackEdge(a, b) | DfsEvent::CrossForwardEdge(a, b) => {
                    events.2.insert((at(g, a), at(g, b)));
                }
            }
            Control::<()>::Continue
        });
        let seen = all.iter().filter(|(a, _)| reached.contains(a)).copied().collect();
        assert_eq!(events, (reached.len(), reached.len(), seen));
        for goal in g.node_identifiers() {
            let path = algo::astar(g, start, |n| n == goal, |_| 1, |_| 0);
            assert_eq!(path.as_ref().map(|(cost, _)| *cost), away.get(&at(g, goal)).copied());
            let Some((cost, path)) = path else { continue };
            let path = numbers(path);
            assert_eq!((path.len(), path[0], *path.last().unwrap()), (cost + 1, from, at(g, goal)));
            assert!(path.windows(2).all(|step| all.contains(&(step[0], step[1]))));
        }
        // The stock adaptors take it too.
        let odd = NodeFiltered::from_fn(g, |n| at(g, n) % 2 == from % 2);
        assert!(Dfs::new(&odd, start).iter(&odd).all(|n| at(g, n) % 2 == from % 2));
        let none = EdgeFiltered::from_fn(g, |_| false);
        assert_eq!(Dfs::new(&none, start).iter(&none).count(), 1);
    }
    let order: Vec<usize> = Topo::new(g).iter(g).map(|n| at(g, n)).collect();
    match algo::toposort(g, None) {
        Ok(sorted) => {
            let sorted: Vec<usize> = sorted.into_iter().map(|n| at(g, n)).collect();
            for order in [sorted, order] {
                let place: BTreeMap<usize, usize> = order.into_iter().zip(0..).collect();
                assert_eq!(place.len(), g.node_count());
                assert!(all.iter().all(|(from, to)| place[from] < place[to]));
            }
        }
        Err(cycle) => {
            let node = at(g, cycle.node_id());
            let on = all.iter().filter(|(from, _)| *from == node).any(|(_, to)| away(g, *to).contains_key(&node));
            assert!(on, "the node that is returned is on a cycle");
            assert!(order.len() < g.node_count());
        }
    }
    let empty: Vec<_> = g.node_identifiers().collect();
    let mut map = g.visit_map();
    for node in empty {
        use chancery::petgraph::visit::VisitMap;
        assert!(!map.is_visited(&node) && map.visit(node) && !map.visit(node) && map.is_visited(&node));
        assert!(map.unvisit(node) && !map.unvisit(node) && map.visit(node));
    }
    g.reset_map(&mut map);
    assert!(g.node_identifiers().all(|node| !chancery::petgraph::visit::VisitMap::is_visited(&map, &node)));
}

/// What needs petgraph's own indexes as nodes.
pub(crate) fn by_index<G>(g: G)
where
    G: Whole<NodeId = NodeIndex> + GraphProp<EdgeType = Directed>,
{
    let all = edges(g);
    let arcs: Edges =
        algo::greedy_feedback_arc_set(g).map(|edge| (at(g, edge.source()), at(g, edge.target()))).collect();
    let mut left: Edges = all.difference(&arcs).copied().collect();
    // Without these there is no cycle: what has no edge left that leads to it can be taken away, until nothing is left.
    while !left.is_empty() {
        let targets: BTreeSet<usize> = left.iter().map(|(_, to)| *to).collect();
        let before = left.len();
        left.retain(|(from, _)| targets.contains(from));
        assert!(left.len() < before, "a cycle is left: {left:?}");
    }
    if let Ok(order) = algo::toposort(g, None) {
        let (list, places) = algo::tred::dag_to_toposorted_adjacency_list::<_, u32>(g, &order);
        let (_, closure) = algo::tred::dag_transitive_reduction_closure(&list);
        for start in 0..g.node_count() {
            let away = away(g, start);
            for goal in 0..g.node_count() {
                let closed = closure.contains_edge(places[start], places[goal]);
                assert_eq!(closed, start != goal && away.contains_key(&goal));
            }
        }
    }
}

pub(crate) fn undirected<G>(g: G)
where
    G: Whole,
    G::NodeId: Eq + Hash + Debug,
    G::EdgeId: Eq + Hash,
{
    let all = edges(g);
    let joined = |a: usize, b: usize| all.contains(&(a, b)) || all.contains(&(b, a));
    for matching in [algo::greedy_matching(g), algo::maximum_matching(g)] {
        let pairs: Vec<(usize, usize)> = matching.edges().map(|(a, b)| (at(g, a), at(g, b))).collect();
        let ends: BTreeSet<usize> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
        assert_eq!(ends.len(), 2 * pairs.len());
        assert!(pairs.iter().all(|(a, b)| joined(*a, *b)));
    }
    let (colors, count) = algo::dsatur_coloring(g);
    let colors: BTreeMap<usize, usize> = colors.into_iter().map(|(n, color)| (at(g, n), color)).collect();
    assert_eq!(colors.len(), g.node_count());
    assert!(colors.values().all(|color| *color < count));
    assert!(all.iter().all(|(a, b)| a == b || colors[a] != colors[b]));
}
