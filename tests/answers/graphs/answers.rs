//! What petgraph's algorithms answer of a graph, in numbers, so that two graphs can be compared: the answers that are unique.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Debug,
    hash::Hash,
};

use chancery::petgraph::{
    Directed, Direction, algo,
    data::DataMap,
    visit::{
        Data, EdgeCount, EdgeIndexable, EdgeRef, GetAdjacencyMatrix, GraphProp, IntoEdgesDirected, IntoNodeReferences,
        NodeCompactIndexable, NodeRef, Reversed, Visitable,
    },
};

/// All that petgraph asks of a graph.
pub(crate) trait Whole:
    Data
    + DataMap
    + IntoNodeReferences
    + IntoEdgesDirected
    + NodeCompactIndexable
    + EdgeIndexable
    + EdgeCount
    + Visitable
    + GetAdjacencyMatrix
    + GraphProp
{
}
impl<G> Whole for G where
    G: Data
        + DataMap
        + IntoNodeReferences
        + IntoEdgesDirected
        + NodeCompactIndexable
        + EdgeIndexable
        + EdgeCount
        + Visitable
        + GetAdjacencyMatrix
        + GraphProp
{
}

/// The number of a node.
pub(crate) fn at<G: Whole>(g: G, node: G::NodeId) -> usize {
    chancery::petgraph::visit::NodeIndexable::to_index(&g, node)
}

pub(crate) fn node<G: Whole>(g: G, number: usize) -> G::NodeId {
    chancery::petgraph::visit::NodeIndexable::from_index(&g, number)
}

fn sorted<T: Ord>(all: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = all.into_iter().collect();
    all.sort();
    all
}

/// Numbers are dense, size hints true, and each list is the same from whichever side it is asked for. What an edge is called
/// comes from `name`.
pub(crate) fn shape<G, N: Ord + Clone + Debug>(g: G, name: impl Fn(G::EdgeRef) -> N) -> Vec<(usize, usize, N)>
where
    G: Whole,
    G::NodeId: Debug,
    G::EdgeId: Debug,
{
    for id in g.node_identifiers() {
        for direction in [Direction::Outgoing, Direction::Incoming] {
            let (edges, near) = (g.edges_directed(id, direction), g.neighbors_directed(id, direction));
            let count = g.edges_directed(id, direction).count();
            for (least, most) in [edges.size_hint(), near.size_hint()] {
                assert!(least <= count && most.is_some_and(|most| count <= most));
            }
        }
    }
    shape_but_for_hints(g, name)
}

/// The same of petgraph's own graph, which does not know how many neighbours there are.
pub(crate) fn shape_but_for_hints<G, N: Ord + Clone + Debug>(
    g: G,
    name: impl Fn(G::EdgeRef) -> N,
) -> Vec<(usize, usize, N)>
where
    G: Whole,
    G::NodeId: Debug,
    G::EdgeId: Debug,
{
    let (nodes, edges) = (g.node_count(), g.edge_count());
    assert_eq!(g.node_bound(), nodes);
    // In an undirected frozen view the numbers have gaps, where the directed one has symmetric facts from the other end.
    let gaps = g.edge_bound() - edges;
    assert!(!g.is_directed() || gaps == 0);
    let (ids, references) = (g.node_identifiers(), g.node_references());
    assert_eq!((ids.size_hint(), references.size_hint()), ((nodes, Some(nodes)), (nodes, Some(nodes))));
    assert_eq!(ids.map(|id| at(g, id)).collect::<Vec<_>>(), (0..nodes).collect::<Vec<_>>());
    for (number, reference) in references.enumerate() {
        assert_eq!(at(g, reference.id()), number);
        assert_eq!(node(g, number), reference.id());
        assert!(g.node_weight(reference.id()).is_some());
    }
    let all = g.edge_references();
    assert_eq!(all.size_hint(), (edges, Some(edges)));
    let mut next = 0;
    let listed: Vec<_> = all
        .map(|edge| {
            let number = EdgeIndexable::to_index(&g, edge.id());
            assert!(number == next || gaps > 0 && number > next && number < g.edge_bound());
            next = number + 1;
            assert_eq!(EdgeIndexable::from_index(&g, number), edge.id());
            assert!(g.edge_weight(edge.id()).is_some());
            (at(g, edge.source()), at(g, edge.target()), name(edge))
        })
        .collect();
    let matrix = g.adjacency_matrix();
    for (number, id) in g.node_identifiers().enumerate() {
        for direction in [Direction::Outgoing, Direction::Incoming] {
            let out = direction == Direction::Outgoing;
            let here: Vec<_> = g.edges_directed(id, direction).collect();
            let near = g.neighbors_directed(id, direction);
            let others = |edge: &G::EdgeRef| if out { edge.target() } else { edge.source() };
            assert_eq!(
                near.map(|n| at(g, n)).collect::<Vec<_>>(),
                here.iter().map(|e| at(g, others(e))).collect::<Vec<_>>()
            );
            assert!(here.iter().all(|edge| (if out { edge.source() } else { edge.target() }) == id));
            if g.is_directed() {
                let expected = listed.iter().filter(|(from, to, _)| *(if out { from } else { to }) == number);
                let found = here.iter().map(|edge| (at(g, edge.source()), at(g, edge.target()), name(*edge)));
                assert_eq!(sorted(found), sorted(expected.cloned()));
            } else {
                let expected = listed.iter().filter(|(from, to, _)| *from == number || *to == number);
                assert_eq!(sorted(here.iter().map(|e| name(*e))), sorted(expected.map(|(.., n)| n.clone())));
            }
        }
        assert_eq!(
            g.neighbors(id).map(|n| at(g, n)).collect::<Vec<_>>(),
            g.edges(id).map(|e| at(g, e.target())).collect::<Vec<_>>()
        );
        for other in 0..nodes {
            let joined = |a, b| listed.iter().any(|(from, to, _)| (*from, *to) == (a, b));
            let expected = joined(number, other) || !g.is_directed() && joined(other, number);
            assert_eq!(g.is_adjacent(&matrix, id, node(g, other)), expected);
        }
    }
    listed
}

/// Every answer that is unique, under a name.
pub(crate) type Answers = BTreeMap<&'static str, String>;

fn put(answers: &mut Answers, name: &'static str, answer: impl Debug) {
    answers.insert(name, format!("{answer:?}"));
}

fn by_number<G: Whole, T: Debug>(g: G, map: impl IntoIterator<Item = (G::NodeId, T)>) -> BTreeMap<usize, T> {
    map.into_iter().map(|(id, value)| (at(g, id), value)).collect()
}

/// Of a directed graph. Costs belong to edges, and none is negative.
pub(crate) fn directed<G>(g: G, cost: impl Fn(G::EdgeRef) -> u32 + Copy) -> Answers
where
    G: Whole + GraphProp<EdgeType = Directed>,
    G::NodeId: Eq + Hash + Debug,
    G::EdgeId: Eq + Hash,
{
    let mut answers = Answers::new();
    let nodes = || g.node_identifiers();
    put(&mut answers, "connected_components", algo::connected_components(g));
    put(&mut answers, "is_cyclic_undirected", algo::is_cyclic_undirected(g));
    put(&mut answers, "is_cyclic_directed", algo::is_cyclic_directed(g));
    put(&mut answers, "toposort", algo::toposort(g, None).is_ok());
    let groups =
        |all: Vec<Vec<G::NodeId>>| sorted(all.into_iter().map(|one| sorted(one.into_iter().map(|n| at(g, n)))));
    put(&mut answers, "tarjan_scc", groups(algo::tarjan_scc(g)));
    put(&mut answers, "kosaraju_scc", groups(algo::kosaraju_scc(g)));
    let mut tarjan = algo::TarjanScc::new();
    tarjan.run(g, |_| {});
    let same = |a, b| tarjan.node_component_index(g, a) == tarjan.node_component_index(g, b);
    put(
        &mut answers,
        "TarjanScc",
        nodes().map(|a| nodes().map(|b| same(a, b)).collect::<Vec<_>>()).collect::<Vec<_>>(),
    );
    let mut space = algo::DfsSpace::new(g);
    let reach: Vec<Vec<bool>> =
        nodes().map(|a| nodes().map(|b| algo::has_path_connecting(g, a, b, Some(&mut space))).collect()).collect();
    put(&mut answers, "has_path_connecting", &reach);
    put(
        &mut answers,
        "has_path_connecting, reversed",
        nodes()
            .map(|a| nodes().map(|b| algo::has_path_connecting(Reversed(g), b, a, None)).collect())
            .collect::<Vec<Vec<_>>>(),
    );
    let pairs = |map: HashMap<(G::NodeId, G::NodeId), u32>| {
        // What cannot be reached is infinite, and left out by some.
        map.into_iter()
            .filter(|(_, d)| *d != u32::MAX)
            .map(|((a, b), d)| ((at(g, a), at(g, b)), d))
            .collect::<BTreeMap<_, _>>()
    };
    put(&mut answers, "floyd_warshall", pairs(algo::floyd_warshall(g, cost).unwrap().into_iter().collect()));
    put(
        &mut answers,
        "floyd_warshall_path",
        pairs(algo::floyd_warshall::floyd_warshall_path(g, cost).unwrap().0.into_iter().collect()),
    );
    // It subtracts, so numbers with a sign.
    let signed = algo::johnson(g, |edge| i64::from(cost(edge))).unwrap();
    put(
        &mut answers,
        "johnson",
        signed.into_iter().map(|((a, b), d)| ((at(g, a), at(g, b)), d)).collect::<BTreeMap<_, _>>(),
    );
    for (start, name) in nodes().zip(["from 0", "from 1", "from 2"]) {
        let mut all = BTreeMap::new();
        all.insert("dijkstra", format!("{:?}", by_number(g, algo::dijkstra(g, start, None, cost))));
        all.insert("spfa", format!("{:?}", algo::spfa(g, start, cost).unwrap().distances));
        all.insert("k_shortest_path", format!("{:?}", by_number(g, algo::k_shortest_path(g, start, None, 2, cost))));
        let tree = algo::dominators::simple_fast(g, start);
        let above: Vec<_> = nodes().map(|n| tree.immediate_dominator(n).map(|n| at(g, n))).collect();
        all.insert("simple_fast", format!("{above:?}"));
        let dynamic = algo::dijkstra::with_dynamic_goal(g, start, |_| false, cost);
        all.insert("with_dynamic_goal", format!("{:?}", by_number(g, dynamic.scores)));
        let costs: Vec<_> =
            nodes().map(|goal| algo::astar(g, start, |n| n == goal, cost, |_| 0).map(|(c, _)| c)).collect();
        all.insert("astar", format!("{costs:?}"));
        // From a node to itself its answer depends on the order of edges.
        let goals = nodes().filter(|goal| *goal != start);
        let costs: Vec<_> = goals.map(|goal| algo::bidirectional_dijkstra(g, start, goal, cost)).collect();
        all.insert("bidirectional_dijkstra", format!("{costs:?}"));
        let paths = nodes().filter(|goal| *goal != start).map(|goal| {
            let paths = algo::all_simple_paths::<Vec<_>, _, std::hash::RandomState>(g, start, goal, 0, Some(2));
            sorted(paths.map(|path| path.into_iter().map(|n| at(g, n)).collect::<Vec<_>>()))
        });
        all.insert("all_simple_paths", format!("{:?}", paths.collect::<Vec<_>>()));
        let goals = nodes().filter(|goal| *goal != start).collect();
        let paths = algo::all_simple_paths_multi::<Vec<_>, _, std::hash::RandomState>(g, start, &goals, 0, Some(1));
        all.insert(
            "all_simple_paths_multi",
            format!("{:?}", sorted(paths.map(|p| p.into_iter().map(|n| at(g, n)).collect::<Vec<_>>()))),
        );
        put(&mut answers, name, all);
    }
    // Sums come out a little different in another order.
    let ranks = algo::page_rank(g, 0.85f64, 10);
    put(&mut answers, "page_rank", ranks.iter().map(|rank| (rank * 1e9).round()).collect::<Vec<_>>());
    answers
}

/// Of an undirected graph.
pub(crate) fn undirected<G, N: Ord + Debug>(g: G, name: impl Fn(G::EdgeRef) -> N) -> Answers
where
    G: Whole,
    G::NodeId: Eq + Hash + Debug,
    G::EdgeId: Eq + Hash,
{
    let mut answers = Answers::new();
    put(&mut answers, "connected_components", algo::connected_components(g));
    put(&mut answers, "is_cyclic_undirected", algo::is_cyclic_undirected(g));
    put(&mut answers, "bridges", sorted(algo::bridges::bridges(g).map(&name)));
    let bipartite = g.node_identifiers().map(|start| algo::is_bipartite_undirected(g, start));
    put(&mut answers, "is_bipartite_undirected", bipartite.collect::<Vec<_>>());
    put(&mut answers, "maximum_matching", algo::maximum_matching(g).len());
    let cliques = algo::maximal_cliques(g).into_iter().map(|clique| sorted(clique.into_iter().map(|n| at(g, n))));
    put(&mut answers, "maximal_cliques", sorted(cliques));
    for (start, from) in g.node_identifiers().zip(["from 0", "from 1", "from 2"]) {
        put(&mut answers, from, by_number(g, algo::dijkstra(g, start, None, |_| 1u32)));
    }
    answers
}

/// Of a graph with numbers as weights.
pub(crate) fn weighted<G>(g: G) -> Answers
where
    G: Whole + Data<EdgeWeight = f64>,
    G::NodeId: Eq + Hash + Debug,
{
    let mut answers = Answers::new();
    for (start, from) in g.node_identifiers().zip(["from 0", "from 1"]) {
        let mut all = BTreeMap::new();
        all.insert("bellman_ford", format!("{:?}", algo::bellman_ford(g, start).unwrap().distances));
        all.insert("find_negative_cycle", format!("{:?}", algo::find_negative_cycle(g, start).is_some()));
        let goals = || g.node_identifiers().filter(|goal| *goal != start);
        all.insert("dinics", format!("{:?}", goals().map(|goal| algo::dinics(g, start, goal).0).collect::<Vec<_>>()));
        all.insert(
            "ford_fulkerson",
            format!("{:?}", goals().map(|goal| algo::ford_fulkerson(g, start, goal).0).collect::<Vec<_>>()),
        );
        put(&mut answers, from, all);
    }
    answers
}

/// Of an undirected graph with an order of weights.
pub(crate) fn ordered<G>(g: G, number: impl Fn(&G::EdgeWeight) -> f64) -> Answers
where
    G: Whole,
    G::NodeId: Eq + Hash + Debug,
    G::NodeWeight: Clone,
    G::EdgeWeight: Clone + PartialOrd,
{
    use chancery::petgraph::data::Element;
    let mut answers = Answers::new();
    let cut: BTreeSet<usize> =
        algo::articulation_points::articulation_points(g).into_iter().map(|n| at(g, n)).collect();
    put(&mut answers, "articulation_points", cut);
    let total = |tree: Vec<Element<G::NodeWeight, G::EdgeWeight>>| {
        let edges = tree.into_iter().filter_map(|element| match element {
            Element::Edge { weight, .. } => Some(number(&weight)),
            Element::Node { .. } => None,
        });
        let all: Vec<f64> = edges.collect();
        (all.len(), all.iter().sum::<f64>())
    };
    put(&mut answers, "min_spanning_tree", total(algo::min_spanning_tree(g).collect()));
    if g.node_count() > 0 && algo::connected_components(g) == 1 {
        put(&mut answers, "min_spanning_tree_prim", total(algo::min_spanning_tree_prim(g).collect()));
    }
    answers
}
