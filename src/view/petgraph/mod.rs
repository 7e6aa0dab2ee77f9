//! Views as graphs of petgraph: what runs on what.
//!
//! A reference to a [`View`], to a [`Frozen`] view or to one of the two adaptors over them is a graph to petgraph, and to
//! all code that is written for its traits. There is no copy in between: a view gives its neighbours from the indexes of
//! the knowledge graph, one at a time, each fact held against the filter as it comes.
//!
//! ```
//! use chancery::petgraph::{algo::dijkstra, visit::EdgeRef};
//! use chancery::diplomacy::{self, Person, State, Visits, HeadOfState};
//! use chancery::{KnowledgeGraph, fact};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! let tokayev = kg.add(Person, "Kassym-Jomart Tokayev")?;
//! let (kazakhstan, pakistan) = (kg.add(State, "Kazakhstan")?, kg.add(State, "Pakistan")?);
//! kg.assert(fact(tokayev, HeadOfState, kazakhstan))?;
//! kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned())?;
//!
//! // A plan counts for more than what is so.
//! let view = kg.view();
//! let cost = dijkstra(&view, tokayev.any(), None, |edge| if edge.fact().truth().is_yes() { 1 } else { 5 });
//! assert_eq!(cost[&pakistan.any()], 5);
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # What graph a view is
//! - **Nodes** are the entities of the admitted kinds, in the order of recording; after [`View::connected`] those with a
//!   fact. [`View::with_values`] and [`View::with_facts`] add the values and the facts that an edge touches.
//! - **Edges** are the facts whose ends are both nodes, from subject to object. A fact of a symmetric relation is one edge, as
//!   it was asserted. After [`View::with_roles`] an edge leads from the subject to each role player too. Parallel facts are
//!   parallel edges.
//! - **Names**: on a view a node is an [`Id<Any>`](crate::Id) and an edge an [`EdgeId`](super::EdgeId); on a frozen view
//!   they are petgraph's dense `NodeIndex` and `EdgeIndex`. Weights are the records of the store
//!   ([`NodeRecord`](crate::NodeRecord), [`FactRecord`](crate::FactRecord)) on a view, and the handles of node and fact on a
//!   frozen one. A [`ViewEdge`](super::ViewEdge) gives the fact itself.
//! - **Numbers** are dense, without holes whatever was retracted, in the order of recording. A view makes them when an
//!   algorithm first asks for one, nodes in O(nodes) and edges in O(facts), and keeps them; clones made after that share
//!   them. Number *n* is node *n* of [`View::to_petgraph`].
//! - **Size hints** are exact. Those of the neighbours and edges of one node of a view count them, in O(degree).
//!
//! # What runs on what
//! `yes` is by the traits; `w` needs numbers as weights, from [`View::weighted`] or [`Frozen::weighted`], which take all of
//! petgraph's traits over; `u` gives what is meant only on [`undirected`](View::undirected) graphs.
//!
//! | `petgraph::algo` | `&View` | `&Frozen` | |
//! |---|---|---|---|
//! | `all_simple_paths`, `all_simple_paths_multi` | yes | yes | exponential; for chains see [`View::chains`] |
//! | `articulation_points` | w, u | u | the weights must have an order, which the records of facts have not |
//! | `astar`, `dijkstra`, `dijkstra::with_dynamic_goal` | yes | yes | the cost is a closure |
//! | `bidirectional_dijkstra` | yes | yes | petgraph's answer from a node to itself depends on the order of edges |
//! | `bellman_ford`, `find_negative_cycle` | w | w | |
//! | `bridges` | u | u | |
//! | `connected_components` | yes | yes | [`Components`](crate::algo::Components) tells which |
//! | `dag_to_toposorted_adjacency_list` | no | yes | its nodes must be petgraph's own dense indexes |
//! | `dag_transitive_reduction_closure` | no | no | takes the list that the former makes, not a graph |
//! | `dinics`, `ford_fulkerson` | w | w | |
//! | `dominators::simple_fast` | yes | yes | |
//! | `dsatur_coloring` | u | u | |
//! | `floyd_warshall`, `floyd_warshall_path`, `johnson` | yes | yes | the cost is a closure |
//! | `greedy_feedback_arc_set` | no | yes | its nodes must be petgraph's own indexes |
//! | `greedy_matching`, `maximum_matching` | u | u | |
//! | `has_path_connecting`, `with_dfs` spaces | yes | yes | |
//! | `is_bipartite_undirected` | u | u | |
//! | `is_cyclic_directed`, `is_cyclic_undirected` | yes | yes | |
//! | `is_isomorphic` and its subgraph and matching forms | yes | yes | |
//! | `k_shortest_path` | yes | yes | counts walks; [`View::chains`] gives the chains themselves |
//! | `kosaraju_scc`, `tarjan_scc`, `TarjanScc`, `scc` | yes | yes | Tarjan's recurses; of what is large [`Components::strong`](crate::algo::Components::strong) |
//! | `maximal_cliques` | u | u | |
//! | `min_spanning_tree`, `min_spanning_tree_prim` | w | yes | as `articulation_points`; on frozen views the order is that of recording |
//! | `page_rank` | yes | yes | O(V·E) a round and not the textbook's; see [`PageRank`](crate::algo::PageRank) |
//! | `spfa` | yes | yes | the cost is a closure |
//! | `steiner_tree`, `condensation` | no | no | take petgraph's own graph type: [`View::to_petgraph`] |
//! | `toposort` | yes | yes | |
//! | `parallel_johnson`, `parallel_page_rank` | yes | yes | where petgraph's feature `rayon` is on |
//!
//! `Dfs`, `DfsPostOrder`, `Bfs`, `Topo`, `depth_first_search` and the adaptors `Reversed`, `NodeFiltered`, `EdgeFiltered` and
//! `UndirectedAdaptor` take both. `rustworkx-core` takes them too. petgraph's `Dot` prints a view's records; for pictures see
//! [`View::dot`].
//!
//! **When to freeze**: an algorithm that walks near a few nodes is best on the view. One that walks all over the graph takes a
//! check and a look-up each step there; [`View::freeze`] makes these once, in two flat lists.

mod copy;
mod of_frozen;
mod of_view;
mod undirected;
mod weighted;

pub use self::{
    of_frozen::{AllEdgesOfFrozen, EdgesOfFrozen, FrozenEdge, NeighborsOfFrozen, NodeHandles, NodesOfFrozen},
    of_view::{AllEdges, EdgesOf, NeighborsOf, NodeRecords, Nodes, Visited},
    undirected::{AllTurned, BothWays, EdgesBothWays, Turned, Undirected},
    weighted::{Weighted, WeightedEdge, WeightedEdges},
};
#[cfg(doc)]
use super::{Frozen, View};
