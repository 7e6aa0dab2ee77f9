//! Views as graphs of petgraph: what runs on what.
//!
//! A reference to a [`View`], to a [`Frozen`] view, or to one of the two adaptors over them implements petgraph's traits, so
//! petgraph's algorithms run on it. Nothing is copied: a view reads its neighbours from the indexes of the knowledge graph,
//! and asks its filter of each fact as it comes.
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
//! // A planned fact costs more than a certain one.
//! let view = kg.view();
//! let cost = dijkstra(&view, tokayev.any(), None, |edge| if edge.fact().truth().is_yes() { 1 } else { 5 });
//! assert_eq!(cost[&pakistan.any()], 5);
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # What graph a view is
//! - **Nodes** are the entities of the view's kinds, in the order of recording; after [`View::connected`], those that have a
//!   fact. [`View::with_values`] and [`View::with_facts`] add the values and the facts that have an edge.
//! - **Edges** are the facts whose ends are both nodes, from subject to object. After [`View::with_roles`] an edge leads from
//!   the subject to each role player too. Parallel facts are parallel edges.
//! - **A fact of a symmetric relation is two edges**, one from each end: who asserted it, and in which order its ends were
//!   written, does not matter to an algorithm. The second edge is [turned](super::EdgeId::turned). So `edge_count` counts such a
//!   fact twice, and it is a cycle of two edges. With roles, edges lead to their players from both ends. A fact whose ends are
//!   one node is one edge. In an [`undirected`](View::undirected) graph one edge joins the two ends. The same holds for frozen
//!   views, for [`algo`](crate::algo), and for [`View::to_petgraph`].
//! - **Types**: on a view a node is an [`Id<Any>`](crate::Id), so an `Id<Person>` is passed as `id.any()` or `id.into()`, and an edge an [`EdgeId`](super::EdgeId). On a frozen view they
//!   are petgraph's `NodeIndex` and `EdgeIndex`; [`Frozen::index`], [`Frozen::id`] and [`Frozen::edge_id`] convert. Weights
//!   on a view are the stored records ([`NodeRecord`](crate::NodeRecord), [`FactRecord`](crate::FactRecord)), and on a
//!   frozen view the ids of node and fact. A [`ViewEdge`](super::ViewEdge) gives the fact itself.
//! - **Merged entities**: the id of an entity that was merged into another is accepted everywhere, but algorithms return the id
//!   of the entity that stands for it. Pass [`KnowledgeGraph::canonical`](crate::KnowledgeGraph::canonical) of an id to an
//!   algorithm that compares it with these, such as `has_path_connecting`.
//! - **Numbers** are dense and in the order of recording, without holes for what was retracted. The second edges of symmetric
//!   facts have the last numbers. A view makes them when an
//!   algorithm first asks for one, in O(nodes) and O(facts), and keeps them; clones that are made after that share them.
//!   Number *n* is node *n* of [`View::to_petgraph`].
//! - **Size hints** are exact for the lists of all nodes and all edges. For the neighbours and edges of one node of a view
//!   only the upper bound is known, as the filter is asked of each fact when it comes.
//!
//! # What runs on what
//! `yes`: runs as it is. `w`: needs numbers as weights, from [`View::weighted`] or [`Frozen::weighted`], which implement the
//! same traits. `u`: its answer makes sense only on an [`undirected`](View::undirected) graph.
//!
//! | `petgraph::algo` | `&View` | `&Frozen` | |
//! |---|---|---|---|
//! | `all_simple_paths`, `all_simple_paths_multi` | yes | yes | exponential; for chains see [`View::chains`] |
//! | `articulation_points` | w, u | u | the weights must have an order, which the records of facts have not |
//! | `astar`, `dijkstra`, `dijkstra::with_dynamic_goal` | yes | yes | the cost is a closure |
//! | `bidirectional_dijkstra` | yes | yes | petgraph's answer from a node to itself depends on the order of edges |
//! | `bellman_ford`, `find_negative_cycle` | w | w | |
//! | `bridges` | u | u | |
//! | `connected_components` | yes | yes | [`Components`](crate::algo::Components) returns the component of each node |
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
//! | `kosaraju_scc`, `tarjan_scc`, `TarjanScc`, `scc` | yes | yes | `tarjan_scc` recurses; for large graphs use [`Components::strong`](crate::algo::Components::strong) |
//! | `maximal_cliques` | u | u | |
//! | `min_spanning_tree`, `min_spanning_tree_prim` | w | yes | as `articulation_points`; on frozen views the order is that of recording |
//! | `page_rank` | yes | yes | O(V·E) for each round, and not the textbook's formula; see [`PageRank`](crate::algo::PageRank) |
//! | `spfa` | yes | yes | the cost is a closure |
//! | `steiner_tree`, `condensation` | no | no | take petgraph's own graph type: [`View::to_petgraph`] |
//! | `toposort` | yes | yes | |
//! | `parallel_johnson`, `parallel_page_rank` | yes | yes | where petgraph's feature `rayon` is on |
//!
//! `Dfs`, `DfsPostOrder`, `Bfs`, `Topo`, `depth_first_search` and the adaptors `Reversed`, `NodeFiltered`, `EdgeFiltered` and
//! `UndirectedAdaptor` (which has a symmetric fact twice) take both, and so does `rustworkx-core`. petgraph's `Dot` prints a view's records; for pictures see
//! [`View::dot`].
//!
//! **When to freeze**: use the view for an algorithm that stays near a few nodes. An algorithm that walks over the whole graph
//! would ask the filter and look into an index at each step; [`View::freeze`] does this once for all facts.

mod adjacent;
mod copy;
mod of_frozen;
mod of_view;
mod single;
mod undirected;
mod weighted;

pub use self::{
    adjacent::AdjacentPairs,
    of_frozen::{AllEdgesOfFrozen, EdgesOfFrozen, FrozenEdge, NeighborsOfFrozen, NodeIds, NodesOfFrozen},
    of_view::{AllEdges, EdgesOf, NeighborsOf, NodeRecords, Nodes, Visited},
    single::{AllSingleOfFrozen, FactEdge, SingleEdges, SingleNeighbors, SingleOfFrozen},
    undirected::{AllTurned, BothWays, EdgesBothWays, Turned, Undirected},
    weighted::{Weighted, WeightedEdge, WeightedEdges},
};
#[cfg(doc)]
use super::{Frozen, View};
