//! Views as graphs of petgraph, against a physical copy that is made from the slow twin. Guards against numbers with
//! holes, edges of facts that the view hides, and neighbours that one side has and the other has not.

mod answers;
mod copy;
mod valid;

use crate::twin::{
    Node, Twin,
    slow::{Change, Slow},
    words,
};
use chancery::{
    KnowledgeGraph, View, fact,
    petgraph::{
        Direction, Undirected, algo,
        graph::{EdgeIndex, Graph},
        visit::{EdgeCount, EdgeRef, IntoEdgeReferences, IntoNeighborsDirected, IntoNodeIdentifiers, NodeCount},
    },
    view::{Frozen, Participant},
};
use copy::{Copy, ITSELF, Link, Shows, copy, player_part};
use proptest::prelude::*;

fn rows() -> impl Strategy<Value = Vec<[u8; 12]>> {
    prop::collection::vec(any::<[u8; 12]>(), 0..40)
}

fn changes() -> impl Strategy<Value = Vec<[u8; 4]>> {
    prop::collection::vec(any::<[u8; 4]>(), 0..3)
}

fn shows() -> impl Strategy<Value = Shows> {
    let one = prop::bool::weighted(0.3);
    (one, one, one).prop_map(|(values, roles, facts)| Shows { values, roles, facts })
}

fn link(edge: chancery::view::EdgeId) -> Link {
    let part = match edge.participant {
        Participant::Object => 0,
        Participant::Role(role, place) => player_part(role.index(), place),
        Participant::Itself => ITSELF,
        other => panic!("{other:?}"),
    };
    (edge.turned, edge.fact.index() as usize, part)
}

/// The same from either end of a symmetric fact.
fn cost((_, fact, part): Link) -> u32 {
    u32::try_from(fact * 7 % 5 + usize::from(part != 0)).unwrap() + 1
}

fn name(frozen: &Frozen, edge: chancery::petgraph::graph::EdgeIndex) -> Link {
    link(frozen.edge_id(edge).unwrap())
}

/// The same answers of the view, of the frozen view and of the copy.
fn compare(view: &View<'_>, copy: &Copy) {
    let frozen = view.freeze();
    let frozen = &frozen;
    let edges = answers::shape_but_for_hints(copy, |edge| *edge.weight());
    assert_eq!(answers::shape(view, |edge| link(edge.id())), edges);
    let mut of_frozen = answers::shape(frozen, |edge| name(frozen, edge.id()));
    let relation = |fact: usize| view.graph().log_graph().edge_weight(EdgeIndex::new(fact)).unwrap().relation();
    assert!(of_frozen.is_sorted_by_key(|(from, to, link)| (*from, *to, relation(link.1), *link)));
    of_frozen.sort_by_key(|(.., link)| (copy::is_second(*link), *link));
    assert_eq!(of_frozen, edges);
    assert_eq!((frozen.ids().len(), frozen.edge_count()), (copy.node_count(), copy.edge_count()));
    for (node, number) in view.freeze().ids().iter().zip(0..) {
        assert_eq!(
            Twin::node(view.graph().node_ref(*node).unwrap()),
            copy[chancery::petgraph::graph::NodeIndex::new(number)]
        );
        let index = frozen.index(*node).unwrap();
        assert_eq!((index.index(), frozen.id(index)), (number, Some(*node)));
        assert!(view.contains(*node));
    }

    let expected = answers::directed(copy, |edge| cost(*edge.weight()));
    assert_eq!(answers::directed(view, |edge| cost(link(edge.id()))), expected);
    assert_eq!(answers::directed(frozen, |edge| cost(name(frozen, edge.id()))), expected);
    valid::directed(copy);
    valid::directed(view);
    valid::directed(frozen);
    valid::by_index(frozen);

    // One edge joins the ends of a fact.
    let once = copy.filter_map(|_, node| Some(node.clone()), |_, link| (!copy::is_second(*link)).then_some(*link));
    let both_ways: Graph<Node, Link, Undirected> = once.clone().into_edge_type();
    let seen = (view.undirected(), frozen.undirected());
    let edges = answers::shape_but_for_hints(&both_ways, |edge| *edge.weight());
    let mut frozen_edges = answers::shape(seen.1, |edge| name(frozen, edge.id()));
    frozen_edges.sort_by_key(|(.., link)| *link);
    assert_eq!((answers::shape(seen.0, |edge| link(edge.id())), frozen_edges), (edges.clone(), edges));
    let expected = answers::undirected(&both_ways, |edge| *edge.weight());
    assert_eq!(answers::undirected(seen.0, |edge| link(edge.id())), expected);
    assert_eq!(answers::undirected(seen.1, |edge| name(frozen, edge.id())), expected);
    valid::undirected(seen.0);
    valid::undirected(seen.1);

    let numbers = |copy: &Copy| copy.map(|_, node| node.clone(), |_, link| f64::from(cost(*link)));
    let both_ways: Graph<Node, f64, Undirected> = numbers(&once).into_edge_type();
    let numbers = numbers(copy);
    let weigh = |fact: usize, part| f64::from(cost((false, fact, part)));
    // A closure gets the fact, not the part; where a fact is several edges, they weigh the same.
    if expected_plain(copy) {
        let (of_view, of_frozen) = (
            view.weighted(|fact| weigh(fact.id().index() as usize, 0)),
            frozen.weighted(|fact| weigh(fact.index() as usize, 0)),
        );
        let expected = answers::weighted(&numbers);
        assert_eq!(answers::weighted(&of_view), expected);
        assert_eq!(answers::weighted(&of_frozen), expected);
        let expected = answers::ordered(&both_ways, |weight| *weight);
        assert_eq!(answers::ordered(of_view.undirected(), |weight| *weight), expected);
        assert_eq!(answers::ordered(of_frozen.undirected(), |weight| *weight), expected);
        answers::shape(&of_view, |edge| link(edge.edge().edge_id()));
        for edge in of_view.undirected().edge_references() {
            assert_eq!(edge.fact().id(), edge.id().fact, "through two adaptors");
        }
        for edge in of_frozen.undirected().edge_references() {
            assert_eq!(Some(edge.fact()), frozen.edge_id(edge.id()).map(|id| id.fact));
        }
        answers::shape(of_frozen.undirected(), |edge| name(frozen, edge.id()));
    }
}

fn expected_plain(copy: &Copy) -> bool {
    copy.edge_weights().all(|(.., part)| *part == 0)
}

/// The view and the copy are the same graph up to the names of nodes, to algorithms that take two.
fn isomorphic(view: &View<'_>, copy: &Copy) {
    let frozen = view.freeze();
    assert!(algo::is_isomorphic(view, copy) && algo::is_isomorphic(&frozen, view));
    assert!(algo::is_isomorphic_subgraph(view, copy));
    // petgraph holds parallel edges against each other in the order in which they lie.
    let ends: std::collections::BTreeSet<_> =
        copy.edge_references().map(|edge| (edge.source(), edge.target())).collect();
    if ends.len() < copy.edge_count() {
        return;
    }
    let (kg, key) = (view.graph(), |node: &Node| matches!(node, Node::Entity(_)));
    let mut nodes = |a: &chancery::NodeRecord, b: &Node| a.is_entity() == key(b);
    let relation = |fact: usize| kg.log_graph().edge_weights().nth(fact).unwrap().relation();
    let mut edges = |a: &chancery::FactRecord, b: &Link| a.relation() == relation(b.1);
    assert!(algo::is_isomorphic_matching(view, copy, &mut nodes, &mut edges));
    assert!(algo::is_isomorphic_subgraph_matching(view, copy, &mut nodes, &mut edges));
    let mut found = algo::subgraph_isomorphisms_iter(&view, &copy, &mut nodes, &mut edges).unwrap();
    assert!(found.next().is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_algorithm_answers_as_of_a_copy(
        rows in rows(), decisions in crate::twin::decisions(5), changes in changes(), shows in shows(),
    ) {
        let twin = Twin::decided(&rows, &decisions);
        let slow = Slow(changes.iter().map(|bytes| Change::of(*bytes, &twin)).collect());
        let view = shows.apply(slow.0.iter().fold(twin.kg.view(), |view, change| change.apply(&view)));
        let copy = copy(&twin, &slow, shows);
        compare(&view, &copy);
        if copy.node_count() <= 8 && copy.edge_count() <= 10 && copy.node_count() > 0 {
            isomorphic(&view, &copy);
        }
    }
}

#[test]
fn what_is_empty_small_or_full_of_holes() {
    let mut kg = KnowledgeGraph::new(words::schema());
    compare(&kg.view(), &Copy::new());
    let a = kg.add(words::Person, "A").unwrap();
    let mut copy = Copy::new();
    let first = copy.add_node(Node::Entity(0));
    assert_eq!((kg.view().node_count(), kg.view().edge_count(), kg.view().connected().node_count()), (1, 0, 0));
    // A fact that joins a node to itself, and two that are the same; then the first is retracted.
    let gone = kg.assert(fact(a, words::Met, a)).unwrap();
    kg.assert(fact(a, words::Met, a)).unwrap();
    kg.assert(fact(a, words::Met, a)).unwrap();
    kg.retract(gone, "").unwrap();
    copy.add_edge(first, first, (false, 1, 0));
    copy.add_edge(first, first, (false, 2, 0));
    let view = kg.view();
    assert_eq!(
        answers::shape(&view, |edge| link(edge.id())),
        answers::shape_but_for_hints(&copy, |edge| *edge.weight())
    );
    assert_eq!(answers::shape(view.undirected(), |edge| link(edge.id())).len(), 2);
    assert_eq!(algo::connected_components(&view), 1);
    assert_eq!(algo::tarjan_scc(&view.freeze()).len(), 1);
}

#[test]
fn numbers_and_handles_out_of_range_give_none() {
    use chancery::petgraph::{
        data::DataMap,
        visit::{EdgeIndexable, NodeIndexable, VisitMap, Visitable},
    };
    let mut kg = KnowledgeGraph::new(words::schema());
    let a = kg.add(words::Person, "A").unwrap();
    let title = kg.assert(fact(a, words::Titled, "envoy")).unwrap();
    let view = kg.view();
    let value = view.all_facts().next().unwrap().object_node().id();
    assert_eq!((NodeIndexable::to_index(&view, a.any()), NodeIndexable::to_index(&view, value)), (0, usize::MAX));
    assert!(!view.contains(value) && view.with_values().contains(value));
    assert!(view.node_weight(value).is_none() && view.with_values().node_weight(value).is_some());
    let edge = chancery::view::EdgeId { turned: false, fact: title, participant: Participant::Object };
    assert_eq!(
        (EdgeIndexable::to_index(&view, edge), EdgeIndexable::to_index(&view.with_values(), edge)),
        (usize::MAX, 0)
    );
    assert!(view.edge_weight(edge).is_none() && view.with_values().edge_weight(edge).is_some());
    assert!(kg.node_ref(NodeIndexable::from_index(&view, 7)).is_none());
    assert!(view.fact(EdgeIndexable::from_index(&view, 7).fact).is_none());
    assert_eq!(view.with_values().freeze().index(value), Some(chancery::petgraph::graph::NodeIndex::new(1)));

    // Of another graph, beyond all nodes of this one. Known to be so where debug assertions are on.
    let mut small = KnowledgeGraph::new(words::schema());
    small.add(words::Person, "A").unwrap();
    let small = small.view();
    assert_eq!(small.contains(a.any()), !cfg!(debug_assertions));
    assert!(!small.contains(value));
    let mut map = small.visit_map();
    assert!(!map.is_visited(&value) && map.visit(value) && map.is_visited(&value) && !map.visit(value));
    small.undirected().reset_map(&mut map);
    assert!(!map.is_visited(&value));
}

/// The id of an entity that was merged means the entity that stands for it.
#[test]
fn the_id_of_a_merged_entity_is_a_node() {
    use chancery::petgraph::visit::{GetAdjacencyMatrix, IntoNeighbors};
    let mut kg = KnowledgeGraph::new(words::schema());
    let [a, b, c, d] = ["A", "B", "C", "D"].map(|name| kg.add(words::Person, name).unwrap());
    kg.assert(fact(a, words::Holds, b)).unwrap();
    kg.assert(fact(c, words::Holds, d)).unwrap();
    kg.merge(c, b, "").unwrap();
    kg.merge(b, a, "").unwrap();
    let (view, frozen) = (kg.view(), kg.view().freeze());
    for id in [a, b, c] {
        assert!(view.contains(id.any()));
        assert_eq!(frozen.index(id), frozen.index(a));
        assert!(view.is_adjacent(&view.adjacency_matrix(), id.any(), d.any()));
        assert_eq!(IntoNeighbors::neighbors(&view, id.any()).next(), Some(a.any()));
    }
    let ranks = |id| chancery::algo::PageRank::new().personalized([(id, 1.0)]).unwrap().of(&frozen);
    assert_eq!(ranks(c), ranks(a));
    assert_ne!(ranks(c), ranks(d));
    // No node of a view that does not show it.
    let states = kg.view().of_kinds(words::State).unwrap().freeze();
    assert_eq!((states.index(c), states.node_count()), (None, 0));
}

/// The same nodes and edges are equal, whatever the view hides or asked for.
#[test]
fn frozen_views_with_the_same_edges_are_equal() {
    let mut kg = KnowledgeGraph::new(words::schema());
    let (a, b) = (kg.add(words::Person, "A").unwrap(), kg.add(words::Person, "B").unwrap());
    kg.assert(fact(a, words::Holds, b)).unwrap();
    let before = kg.view().freeze();
    assert_eq!(before, kg.view().with_roles().freeze());
    let met = kg.assert(fact(a, words::Met, b)).unwrap();
    let with_met = kg.view().freeze();
    assert_ne!(before, with_met);
    assert_eq!(with_met, kg.view().with_roles().freeze());
    kg.retract(met, "").unwrap();
    assert_eq!(before, kg.view().freeze());
}

/// A fact is a node if a fact about it is known, as in the graph of that time.
#[test]
fn facts_are_nodes_from_the_first_fact_about_them() {
    let mut kg = KnowledgeGraph::new(words::schema());
    kg.at("2026-01-24").unwrap();
    let (a, b) = (kg.add(words::Person, "A").unwrap(), kg.add(words::Person, "B").unwrap());
    let met = kg.assert(fact(a, words::Met, b)).unwrap();
    kg.at("2026-01-26").unwrap();
    let noted = kg.assert(fact(a, words::Noted, met)).unwrap();
    let itself = kg.fact_ref(noted).unwrap().object_node().id();
    let counts = |view: View<'_>| {
        let view = view.with_facts();
        (view.node_count(), view.edge_count(), view.chains(a, itself).shortest().unwrap().map(|chain| chain.len()))
    };
    let then = kg.as_known("2026-01-25").unwrap();
    assert_eq!(counts(kg.view().known_by("2026-01-25").unwrap()), (2, 2, None));
    assert_eq!((then.view().with_facts().node_count(), then.view().with_facts().edge_count()), (2, 2));
    assert_eq!(counts(kg.view()), (3, 5, Some(1)));
}

/// Enough facts that some lists are packed and others are not, and some are longer than a piece.
#[test]
fn a_frozen_view_is_the_same_however_the_facts_came() {
    let facts = (0..4000usize).map(|n| (n * n % 61 % 40, n * 7 % 53 % 37, n % 5 % 2));
    let mut graphs = [KnowledgeGraph::new(words::schema()), KnowledgeGraph::new(words::schema())];
    for (graph, kg) in graphs.iter_mut().enumerate() {
        let people: Vec<_> = (0..40).map(|n| kg.add(words::Person, format!("P{n}")).unwrap()).collect();
        kg.assert(fact(people[3], words::Titled, "envoy")).unwrap();
        let drafts = facts.clone().map(|(from, to, relation)| {
            let (relation, date) = (["met", "holds"][relation], ["2024", "2025-02", "2026"][(from + to) % 3]);
            let draft = fact(people[from].any(), relation, people[to].any());
            if relation == "met" { draft.on(date) } else { draft.as_of(date) }
        });
        let ids = if graph == 0 {
            kg.assert_all(drafts).unwrap()
        } else {
            drafts.map(|draft| kg.assert(draft).unwrap()).collect()
        };
        for id in ids.iter().step_by(7) {
            kg.retract(*id, "").unwrap();
        }
    }
    let met = |kg: &KnowledgeGraph| kg.relation("met").unwrap();
    let views: [fn(View<'_>, chancery::schema::FoundRelation) -> View<'_>; 5] = [
        |view, _| view,
        |view, _| view.with_retracted(),
        |view, met| view.with_retracted().of_relations([met]).unwrap(),
        |view, _| view.during(chancery::date("2025")).unwrap(),
        |view, _| view.with_values().connected(),
    ];
    for narrow in views {
        let [bulk, single] = graphs.each_ref().map(|kg| narrow(kg.view(), met(kg)).freeze());
        assert_eq!(bulk, single);
        let view = narrow(graphs[0].view(), met(&graphs[0]));
        let number = |node: chancery::NodeRef<'_>| bulk.index(node.id());
        let mut expected = Vec::new();
        for fact in view.all_facts() {
            let (subject, object) = (number(fact.subject_node()), number(fact.object_node()));
            if let (Some(subject), Some(object)) = (subject, object) {
                expected.push((subject, object, fact.relation(), false, fact.id()));
                if fact.relation() == met(&graphs[0]).id() && subject != object {
                    expected.push((object, subject, fact.relation(), true, fact.id()));
                }
            }
        }
        expected.sort_unstable();
        // As documented, and where the last rows end; bits are held in words.
        let turned = bulk.edge_count().div_ceil(usize::BITS as usize) * size_of::<usize>();
        assert_eq!(bulk.heap_bytes(), 16 * bulk.edge_count() + 12 * bulk.node_count() + 8 + turned);
        assert_eq!(bulk.facts(), expected.iter().map(|(.., fact)| *fact).collect::<Vec<_>>());
        for node in (&bulk).node_identifiers() {
            let mut into: Vec<_> =
                expected.iter().filter(|(_, target, ..)| *target == node).map(|(source, ..)| *source).collect();
            let mut sources: Vec<_> = bulk.neighbors_directed(node, Direction::Incoming).collect();
            into.sort_unstable();
            sources.sort_unstable();
            assert_eq!(sources, into);
        }
    }
}

#[test]
fn a_view_and_a_frozen_view_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    let kg = KnowledgeGraph::new(words::schema());
    let frozen = {
        let view = kg.view();
        shared(&view);
        view.freeze()
    };
    drop(kg);
    shared(&frozen);
    assert_eq!(frozen.node_count(), 0);
}
