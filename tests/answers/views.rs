//! Every question of a view against a slow twin, which goes through a plain list of facts. Guards against an index that
//! leaves a fact out, a filter that lets one through, and an answer in another order than documented.

use std::collections::BTreeMap;

use crate::twin::{
    self, DATES, Node, PlainFact, RELATIONS, Twin,
    slow::{Change, Question, Slow, rows_of},
    words,
};
use std::collections::BTreeSet;

use chancery::{
    Any, Id, KnowledgeGraph, Source, Truth, View, date, entity, fact,
    model::FactId,
    schema::FoundRelation,
    view::{Facts, Neighbors},
};
use proptest::{prelude::*, sample::Index};

type Rows = Vec<[u8; 12]>;

fn rows() -> impl Strategy<Value = Rows> {
    prop::collection::vec(any::<[u8; 12]>(), 0..40)
}

fn changes() -> impl Strategy<Value = Vec<[u8; 4]>> {
    prop::collection::vec(any::<[u8; 4]>(), 0..4)
}

/// A graph with its twin, and the same view of both.
fn both<'t>(twin: &'t Twin, changes: &[[u8; 4]]) -> (View<'t>, Slow) {
    let slow = Slow(changes.iter().map(|bytes| Change::of(*bytes, twin)).collect());
    let view = slow.0.iter().fold(twin.kg.view(), |view, change| change.apply(&view));
    (view, slow)
}

/// All nodes of the graph by what the twin calls them.
fn ids(twin: &Twin) -> BTreeMap<Node, Id<Any>> {
    let mut ids = BTreeMap::new();
    let all = twin.kg.view().with_modalities(chancery::model::Modality::ALL).with_retracted().with_resolved();
    let entities = all.entities().collect::<Vec<_>>();
    for node in all.all_facts().flat_map(|fact| fact.participants().collect::<Vec<_>>()).chain(entities) {
        let before = ids.insert(Twin::node(node), node.id());
        assert!(before.is_none_or(|before| before == node.id()), "one node for each thing");
    }
    // Those that were merged into others are none of their own.
    assert_eq!(ids.len() + twin.entities.len() - twin.standing().len(), twin.kg.node_count());
    ids
}

/// Whether a fact matches, its ends taken as the name has them.
fn matches(
    fact: &PlainFact,
    relation: usize,
    inverse: bool,
    from: Option<&Node>,
    to: Option<&Node>,
    with: &[(&str, Node)],
) -> bool {
    let (from, to) = if inverse { (to, from) } else { (from, to) };
    let fits = |wanted: Option<&Node>, found: &Node| wanted.is_none_or(|wanted| wanted == found);
    let straight = fits(from, &fact.subject) && fits(to, &fact.object);
    let swapped = fact.symmetric() && fits(from, &fact.object) && fits(to, &fact.subject);
    fact.relation == relation && (straight || swapped) && with.iter().all(|(role, player)| fact.roles.has(role, player))
}

/// Facts that are narrowed by a node: as their subject or their object.
fn ended<'g>(
    nodes: &[&Id<Any>],
    facts: Facts<'g, FoundRelation>,
    (at, from): (Index, bool),
) -> Facts<'g, FoundRelation> {
    let node = *nodes[at.index(nodes.len())];
    if from { facts.from(node) } else { facts.to(node) }
}

const DIRECTIONS: [&str; 3] = ["out", "in", "both"];
const BOTH: usize = 2;

fn turned<'g>(asked: Neighbors<'g>, direction: &str) -> Neighbors<'g> {
    match direction {
        "out" => asked.outgoing(),
        "in" => asked.incoming(),
        _ => asked,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn facts_as_they_are(rows in rows(), decisions in twin::decisions(5)) {
        let twin = Twin::decided(&rows, &decisions);
        let ids = ids(&twin);
        for (number, plain) in twin.facts.iter().enumerate() {
            let fact = twin.kg.fact_ref(twin.id(number)).unwrap();
            prop_assert_eq!((Twin::node(fact.subject_node()), Twin::node(fact.object_node())), (plain.subject.clone(), plain.object.clone()));
            prop_assert_eq!((fact.when(), fact.modality(), fact.relation_name()), (plain.when, plain.modality, RELATIONS[plain.relation].0));
            // What a retracted fact resolved is open again.
            let resolved = plain.resolved.iter().any(|(_, by)| twin.facts[*by].retracted.is_none());
            prop_assert_eq!((fact.is_retracted(), fact.is_resolved()), (plain.retracted.is_some(), resolved));
            let mut players: Vec<_> = fact.players().map(|(role, node)| (twin.kg.schema().role_def(role).name.as_str(), Twin::node(node))).collect();
            players.sort_by_key(|(role, _)| *role);
            prop_assert_eq!(players, plain.roles.iter().cloned().collect::<Vec<_>>());
            prop_assert_eq!(fact.claims().count(), plain.claims.len());
            prop_assert_eq!(fact.is_disputed(), plain.claims.iter().any(|claim| !claim.supports));
            for (claim, plain) in fact.claims().zip(&plain.claims) {
                prop_assert_eq!(claim.source().key(), format!("s{}", plain.source));
                prop_assert_eq!(claim.said_by().map(Twin::node), plain.speaker.map(Node::Entity));
                prop_assert_eq!(claim.confidence().map(chancery::model::Confidence::get), plain.confidence);
                prop_assert_eq!(twin.kg.stamp_of(claim.recorded_in()), plain.stamp);
            }
            prop_assert_eq!(twin.kg.stamp_of(fact.recorded_in()), plain.stamp);
            prop_assert_eq!(twin.kg.retracted_in(fact.id()).map(|t| twin.kg.stamp_of(t)), plain.retracted);
            prop_assert_eq!(twin.kg.resolved_in(fact.id()).map(|t| twin.kg.stamp_of(t)), plain.resolved.last().map(|(stamp, _)| *stamp));
        }
        prop_assert_eq!(ids.keys().filter(|node| matches!(node, Node::Entity(_))).count(), twin.standing().len());
    }

    #[test]
    fn all_facts_and_counts(rows in rows(), decisions in twin::decisions(5), changes in changes()) {
        let twin = Twin::decided(&rows, &decisions);
        let (view, slow) = both(&twin, &changes);
        let expected = slow.in_order(&twin, slow.facts(&twin));
        prop_assert_eq!(rows_of(view.all_facts()), expected.clone(), "{:?}", slow);
        prop_assert_eq!(view.fact_count(), expected.len());
        for fact in view.all_facts() {
            let plain = &twin.facts[fact.id().index() as usize];
            let known = plain.claims.iter().filter(|claim| slow.0.iter().all(|c| !matches!(c, Change::KnownBy(by) if claim.stamp > Some(*by))));
            prop_assert_eq!(fact.claims().count(), known.count());
        }
    }

    #[test]
    fn facts_of_a_relation(
        rows in rows(), decisions in twin::decisions(5), changes in changes(), relation in 0..6usize, inverse: bool,
        dated in prop::option::weighted(0.2, 0..DATES.len()), ends: [Option<Index>; 2], players: [Option<Index>; 2],
        like in prop::option::weighted(0.8, any::<Index>()), day in prop::option::of(0..DATES.len()),
    ) {
        let twin = Twin::decided(&rows, &decisions);
        let (view, mut slow) = both(&twin, &changes);
        let ids = ids(&twin);
        let nodes: Vec<_> = ids.keys().collect();
        let [mut from, mut to] = ends.map(|at| at.map(|at| nodes[at.index(nodes.len())]));
        let mut players: Vec<_> = players.into_iter().flatten().zip(["via", "manner"]).map(|(at, role)| (role, nodes[at.index(nodes.len())].clone())).collect();
        // Mostly what is asked for is like some fact, so that there is an answer.
        let like = like.filter(|_| !twin.facts.is_empty()).map(|at| &twin.facts[at.index(twin.facts.len())]);
        let relation = like.map_or(relation, |like| like.relation);
        let inverse_named = inverse && RELATIONS[relation].1.is_some();
        if let Some(like) = like {
            let (subject, object) = if inverse { (&like.object, &like.subject) } else { (&like.subject, &like.object) };
            let turned = inverse && !inverse_named && !like.symmetric();
            (from, to) = if turned { (from.and(Some(object)), to.and(Some(subject))) } else { (from.and(Some(subject)), to.and(Some(object))) };
            players = players.into_iter().filter_map(|(role, _)| Some((role, like.roles.last(role)?.clone()))).collect();
        }
        let inverse = inverse_named;
        let takes = twin.kg.schema().relation_def(twin.kg.relation(RELATIONS[relation].0).unwrap().id());
        players.retain(|(role, _)| takes.roles.iter().any(|taken| taken.role == *role));
        let mut name = if inverse { RELATIONS[relation].1.unwrap().to_owned() } else { RELATIONS[relation].0.to_owned() };
        if let Some(at) = dated {
            name = format!("{name}-in-{}", DATES[at]);
            slow.0.push(Change::Ask(Question::Within(date(DATES[at]))));
        }
        let mut facts = view.facts(&name);
        facts = if let Some(node) = from { facts.from(ids[node]) } else { facts };
        facts = if let Some(node) = to { facts.to(ids[node]) } else { facts };
        for (role, player) in &players {
            facts = facts.with(*role, ids[player]);
        }
        if let Some(at) = day {
            slow.0.push(Change::Ask(Question::On(date(DATES[at]))));
        }
        let wanted: Vec<_> = slow.facts(&twin).into_iter()
            .filter(|(fact, _)| matches(&twin.facts[*fact], relation, inverse, from, to, &players)).collect();
        let in_order = |facts: Vec<(usize, Truth)>| {
            if !slow.questions().is_empty() {
                return slow.in_order(&twin, facts);
            }
            // By the other end of the node that is asked for, else by the subject where a role player is, then as recorded.
            let mut facts = facts;
            facts.sort_by_key(|(fact, _)| {
                let plain = &twin.facts[*fact];
                let end = match (from, to) {
                    (Some(_), Some(_)) => None,
                    (Some(node), None) | (None, Some(node)) => {
                        Some(if plain.subject == *node && (plain.symmetric() || from.is_some() != inverse) { &plain.object } else { &plain.subject })
                    }
                    (None, None) => (!players.is_empty()).then_some(&plain.subject),
                };
                (end.map(|end| ids[end]), *fact)
            });
            facts
        };
        let expected = in_order(wanted);
        match day {
            None => {
                prop_assert_eq!(rows_of(facts.iter().unwrap()), expected.clone(), "{} {:?} {:?} {:?}", name, from, to, slow);
                // Split, with the denied and cancelled left out.
                let answer = facts.answer().unwrap();
                let split = |yes: bool| expected.iter().filter(|(_, t)| t.is_yes() == yes && !t.is_no()).copied().collect::<Vec<_>>();
                prop_assert_eq!(rows_of(answer.certain().iter().copied()), split(true));
                prop_assert_eq!(rows_of(answer.possible().iter().copied()), split(false));
            }
            Some(at) => {
                let answer = facts.answer_on(DATES[at]).unwrap();
                let split = |yes: bool| expected.iter().filter(|(_, t)| t.is_yes() == yes).copied().collect::<Vec<_>>();
                prop_assert_eq!(rows_of(answer.certain().iter().copied()), split(true), "{} {:?}", name, slow);
                prop_assert_eq!(rows_of(answer.possible().iter().copied()), split(false), "{} {:?}", name, slow);
                prop_assert_eq!(answer.is_empty(), expected.is_empty());
                let one = answer.the_certain_one().map(|fact| fact.id().index() as usize);
                prop_assert_eq!(one, if let [one] = split(true)[..] { Some(one.0) } else { None });
            }
        }
    }

    #[test]
    fn typed_and_named_relations_agree(rows in rows(), decisions in twin::decisions(5), changes in changes()) {
        let twin = Twin::decided(&rows, &decisions);
        let (view, _) = both(&twin, &changes);
        let named = |name: &str| rows_of(view.facts(name).iter().unwrap());
        prop_assert_eq!(rows_of(view.facts(words::Visits).iter().unwrap()), named("visits"));
        prop_assert_eq!(rows_of(view.facts(words::Met).iter().unwrap()), named("met"));
        prop_assert_eq!(rows_of(view.facts(words::Recognized).iter().unwrap()), named("recognized-by"));
        prop_assert_eq!(rows_of(view.facts(words::Titled).iter().unwrap()), named("titled"));
        for visit in view.facts(words::Visits).iter().unwrap() {
            prop_assert_eq!(view.facts(words::Visits).from(visit.subject()).to(visit.object()).iter().unwrap().filter(|f| *f == visit).count(), 1);
            let via: Option<Id<words::Agent>> = visit.role(words::Via);
            prop_assert_eq!(via.map(Id::any), visit.untyped().players().find(|(role, _)| *role == twin.kg.schema().role("via").unwrap()).map(|(_, n)| n.id()));
        }
    }

    #[test]
    fn facts_about_a_node(rows in rows(), decisions in twin::decisions(5), changes in changes(), at: Index) {
        let twin = Twin::decided(&rows, &decisions);
        let (view, slow) = both(&twin, &changes);
        let ids = ids(&twin);
        let (node, id) = ids.iter().nth(at.index(ids.len())).unwrap();
        let wanted = slow.facts(&twin).into_iter().filter(|(fact, _)| twin.facts[*fact].has(node)).collect();
        prop_assert_eq!(rows_of(view.about(*id).unwrap()), slow.in_order(&twin, wanted));
    }

    #[test]
    fn neighbors(
        rows in rows(), decisions in twin::decisions(5), changes in changes(), at: Index, direction in 0..3usize,
        by in prop::option::of((0..6usize, any::<bool>(), prop::option::of(0..DATES.len()))), by_first: bool,
    ) {
        let twin = Twin::decided(&rows, &decisions);
        let (view, mut slow) = both(&twin, &changes);
        let ids = ids(&twin);
        let (node, id) = ids.iter().nth(at.index(ids.len())).unwrap();
        let direction = DIRECTIONS[direction];
        let mut asked = view.neighbors(*id);
        asked = if by_first { asked } else { turned(asked, direction) };
        let mut swapped = false;
        if let Some((relation, inverse, dated)) = by {
            swapped = inverse && RELATIONS[relation].1.is_some();
            let mut name = if swapped { RELATIONS[relation].1.unwrap().to_owned() } else { RELATIONS[relation].0.to_owned() };
            if let Some(at) = dated {
                name = format!("{name}-in-{}", DATES[at]);
                slow.0.push(Change::Ask(Question::Within(date(DATES[at]))));
            }
            asked = asked.by(&name);
        }
        asked = if by_first { turned(asked, direction) } else { asked };
        let (out, into) = match direction {
            "out" => (!swapped, swapped),
            "in" => (swapped, !swapped),
            _ => (true, true),
        };
        let both_ways = direction == "both";
        let mut expected = Vec::new();
        for outgoing in [true, false] {
            let mut pass: Vec<_> = slow.facts(&twin).into_iter().filter(|(fact, _)| {
                let plain = &twin.facts[*fact];
                let (here, there) = if outgoing { (&plain.subject, &plain.object) } else { (&plain.object, &plain.subject) };
                let looped = here == there;
                let wanted = if looped {
                    if both_ways { outgoing } else if outgoing { out } else { into }
                } else {
                    both_ways || plain.symmetric() || if outgoing { out } else { into }
                };
                here == node && wanted && by.is_none_or(|(relation, ..)| relation == plain.relation)
            }).collect();
            pass.sort_by_key(|(fact, _)| {
                let plain = &twin.facts[*fact];
                (twin.kg.relation(RELATIONS[plain.relation].0).unwrap().id(), ids[if outgoing { &plain.object } else { &plain.subject }], *fact)
            });
            let pass = slow.in_order(&twin, pass);
            expected.extend(pass.into_iter().map(|(fact, truth)| {
                let plain = &twin.facts[fact];
                (if outgoing { plain.object.clone() } else { plain.subject.clone() }, fact, truth, outgoing)
            }));
        }
        let found: Vec<_> = asked.iter().unwrap().map(|n| (Twin::node(n.node), n.fact.id().index() as usize, n.fact.truth(), n.outgoing)).collect();
        prop_assert_eq!(found, expected, "{:?} {:?} {:?} {:?}", node, direction, by, slow);
    }

    /// By several relations, some of them by their inverse names, come the facts that come by one of them.
    #[test]
    fn neighbors_by_several_relations(rows in rows(), decisions in twin::decisions(5), changes in changes(), at: Index, direction in 0..3_usize, by: [(Index, bool); 3]) {
        let twin = Twin::decided(&rows, &decisions);
        let (view, _) = both(&twin, &changes);
        let ids = ids(&twin);
        let id = *ids.values().nth(at.index(ids.len())).unwrap();
        let name = |(at, inverse): (Index, bool)| {
            let relation = RELATIONS[at.index(RELATIONS.len())];
            let (name, other) = (relation.0, relation.1);
            other.filter(|_| inverse).unwrap_or(name)
        };
        let names = by.map(name);
        let found = |asked: Neighbors<'_>| turned(asked, DIRECTIONS[direction]).iter().unwrap().map(|n| n.fact.id()).collect::<Vec<_>>();
        let several = found(view.neighbors(id).by(names));
        let each: BTreeSet<FactId> = names.iter().flat_map(|name| found(view.neighbors(id).by(*name))).collect();
        prop_assert_eq!(several.iter().copied().collect::<BTreeSet<_>>(), each, "{:?} {:?}", names, direction);
        let all = found(view.neighbors(id));
        let mut in_order: Vec<_> = if direction == BOTH { all.into_iter().filter(|fact| several.contains(fact)).collect() } else { several.clone() };
        prop_assert_eq!(&several, &in_order, "in the order of all");
        in_order.dedup();
        prop_assert_eq!(several.len(), in_order.len(), "each once");
        prop_assert_eq!(turned(view.neighbors(id).by(names), DIRECTIONS[direction]).ids().unwrap().count(), several.len());
        // A second call keeps what both keep.
        let (one, other) = names.split_at(1);
        let both: BTreeSet<FactId> = found(view.neighbors(id).by(one)).into_iter().filter(|fact| found(view.neighbors(id).by(other)).contains(fact)).collect();
        for asked in [view.neighbors(id).by(one).by(other), view.neighbors(id).by(other).by(one)] {
            let narrowed = found(asked);
            prop_assert_eq!(narrowed.len(), both.len(), "each once");
            prop_assert_eq!(narrowed.into_iter().collect::<BTreeSet<_>>(), both.clone(), "{:?} {:?}", one, other);
        }
    }

    /// A question that is narrowed twice has the facts of both.
    #[test]
    fn ends_that_are_asked_twice(rows in rows(), decisions in twin::decisions(5), relation in 0..6usize, inverse: bool, ends: [(Index, bool); 3]) {
        let twin = Twin::decided(&rows, &decisions);
        let ids = ids(&twin);
        let nodes: Vec<_> = ids.values().collect();
        let name = RELATIONS[relation].1.filter(|_| inverse).unwrap_or(RELATIONS[relation].0);
        let all = || twin.kg.view().facts(name);
        let found = |facts: Facts<'_, _>| facts.iter().unwrap().map(|fact| fact.id()).collect::<BTreeSet<_>>();
        // Of a symmetric relation `from` and `to` of one node ask for a loop, so all go the same way.
        let ends = if RELATIONS[relation].2 { ends.map(|(at, _)| (at, true)) } else { ends };
        let [a, b, c] = ends;
        let each = ends.map(|end| found(ended(&nodes, all(), end)));
        let wanted: BTreeSet<_> = each[0].intersection(&each[1]).copied().filter(|fact| each[2].contains(fact)).collect();
        prop_assert_eq!(found(ended(&nodes, ended(&nodes, ended(&nodes, all(), a), b), c)), wanted, "{} {:?}", name, ends);
    }

    #[test]
    fn entities_and_petgraph(rows in rows(), decisions in twin::decisions(5), changes in changes()) {
        let twin = Twin::decided(&rows, &decisions);
        let (view, slow) = both(&twin, &changes);
        let expected = slow.entities(&twin);
        let found: Vec<_> = view.entities().map(Twin::node).collect();
        prop_assert_eq!(found, expected.iter().map(|e| Node::Entity(*e)).collect::<Vec<_>>(), "{:?}", slow);

        let graph = view.to_petgraph();
        let keys: Vec<_> = graph.node_weights().map(|entity| entity.key.clone()).collect();
        prop_assert_eq!(&keys, &expected.iter().map(|e| format!("e{e}")).collect::<Vec<_>>());
        let edges: Vec<_> = graph.edge_indices().map(|edge| {
            let (from, to) = graph.edge_endpoints(edge).unwrap();
            (graph[from].key.clone(), graph[to].key.clone(), graph[edge].to_string())
        }).collect();
        let mut expected: Vec<_> = slow.facts(&twin).into_iter().filter_map(|(fact, _)| match (&twin.facts[fact].subject, &twin.facts[fact].object) {
            (Node::Entity(a), Node::Entity(b)) if expected.contains(a) && expected.contains(b) => Some((format!("e{a}"), format!("e{b}"), fact)),
            _ => None,
        }).collect();
        let second: Vec<_> = expected.iter().filter(|(a, b, fact)| a != b && twin.facts[*fact].symmetric()).cloned().collect();
        expected.extend(second.into_iter().map(|(a, b, fact)| (b, a, fact)));
        let lines = |fact: usize| view.all_facts().find(|f| f.id().index() as usize == fact).unwrap().to_string();
        prop_assert_eq!(edges, expected.into_iter().map(|(a, b, fact)| (a, b, lines(fact))).collect::<Vec<_>>());
    }

    #[test]
    fn the_timeline(rows in rows(), decisions in twin::decisions(5), changes in changes()) {
        let twin = Twin::decided(&rows, &decisions);
        let (view, slow) = both(&twin, &changes);
        // First and last day that are written, by hand; `None` where none is.
        let days = |when: &str| match when {
            "unstated" | "../.." => None,
            "2020-02-10" | "as-of 2020-02-10" | "[..2020-02-10]" => Some(("2020-02-10", "2020-02-10")),
            "2020-02" | "as-of 2020-02" | "[2020-02..]" => Some(("2020-02-01", "2020-02-29")),
            "2020" | "2020/" | "/2020" | "2020/.." | "as-of 2020" => Some(("2020-01-01", "2020-12-31")),
            "1991" | "1991?" | "as-of 1991" | "as-of 1991?" => Some(("1991-01-01", "1991-12-31")),
            "[2020..2021]" => Some(("2020-01-01", "2021-12-31")),
            "2019/[2020-02..]" => Some(("2019-01-01", "2020-02-29")),
            "[..2020-02]/2021" => Some(("2020-02-01", "2021-12-31")),
            "as-of 2021" => Some(("2021-01-01", "2021-12-31")),
            "as-of 2020-02-20?" => Some(("2020-02-20", "2020-02-20")),
            "2019" => Some(("2019-01-01", "2019-12-31")),
            "2019/2021-06" => Some(("2019-01-01", "2021-06-30")),
            other => panic!("{other}"),
        };
        let mut expected = slow.facts(&twin);
        expected.sort_by_key(|(fact, _)| {
            let days = days(&twin.facts[*fact].when.to_string());
            (days.is_none(), days, *fact)
        });
        prop_assert_eq!(rows_of(view.timeline()), expected);
    }
}

#[test]
fn a_question_is_asked_in_any_order_of_narrowing() {
    fn ids(facts: &Facts<'_, words::Visits>) -> Vec<FactId> {
        facts.iter().unwrap().map(|fact| fact.id()).collect()
    }
    let twin = Twin::build(&[[7, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0], [7, 0, 0, 1, 0, 0, 0, 2, 0, 1, 1, 0]]);
    let (e0, e1) = (twin.kg.entity("e0").unwrap(), twin.kg.entity("e1").unwrap());
    let view = twin.kg.view();
    let visits = || view.facts(words::Visits);
    assert_eq!(ids(&visits()).len(), 2);
    assert_eq!(ids(&visits().from(e0).to(e1)), ids(&visits().to(e1).from(e0)));
    assert_eq!(ids(&visits().from(e0).with(words::Via, e0)), ids(&visits().with(words::Via, e0).from(e0)));
    // A question that was asked can be narrowed and asked again.
    let asked = visits();
    assert!(asked.first().unwrap().is_some());
    assert_eq!(rows_of(asked.clone().from(e0).iter().unwrap()).len(), 2);
    assert_eq!(asked.clone().to(e0).count().unwrap(), 0);
    let answer = asked.answer_on("2020-02-10").unwrap();
    assert_eq!((answer.certain().len(), answer.possible().len()), (1, 1));
    let asked = view.neighbors(e0);
    assert_eq!(asked.count().unwrap(), 2);
    assert_eq!((asked.clone().outgoing().count().unwrap(), asked.by(words::Met).count().unwrap()), (2, 0));
    // Nothing that was asked first is forgotten.
    let day = view.on("2020-02-10").unwrap();
    assert_eq!(rows_of(day.on("1991").unwrap().all_facts()), []);
}

#[test]
fn answers_print_a_line_a_fact() {
    let twin = Twin::build(&[[7, 0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 0], [7, 0, 0, 1, 0, 1, 1, 2, 0, 1, 1, 0]]);
    let lines: Vec<_> = twin.kg.view().all_facts().map(|fact| fact.to_string()).collect();
    let answer = twin.kg.view().facts(words::Visits).answer_on("2020-02-10").unwrap();
    assert_eq!(answer.to_string(), format!("certainly: {}\npossibly: {}\n", lines[0], lines[1]));
}

#[test]
fn a_report_of_a_rough_date_is_possible_and_never_certain() {
    let mut kg = KnowledgeGraph::new(words::schema());
    for (key, published) in [("day", "2020-02-10"), ("month", "2020-02"), ("doubtful", "2020-01?")] {
        kg.add_source(Source::new(key).published(published)).unwrap();
        kg.add(words::Person, entity("Somebody").key(key)).unwrap();
        kg.add(words::City, entity("Somewhere").key(format!("to-{key}"))).unwrap();
        kg.assert(fact(key, words::Visits, format!("to-{key}")).source(key)).unwrap();
    }
    kg.assert(fact("day", words::Visits, "to-month")).unwrap();
    let seen = |view: View<'_>| rows_of(view.all_facts());
    let reported = |by: &str| kg.view().reported_by(date(by)).unwrap();
    assert_eq!(seen(reported("2020-02-10")), [(0, Truth::Yes), (1, Truth::Possibly), (2, Truth::Possibly)]);
    assert_eq!(seen(reported("2020-02-10").certain()), [(0, Truth::Yes)]);
    assert_eq!(seen(reported("2020-02-09")), [(1, Truth::Possibly), (2, Truth::Possibly)]);
    assert_eq!(seen(reported("2020-03")), [(0, Truth::Yes), (1, Truth::Yes), (2, Truth::Possibly)]);
    assert_eq!(seen(reported("2020-02?")), [(0, Truth::Possibly), (1, Truth::Possibly), (2, Truth::Possibly)]);
    assert_eq!(seen(reported("2019")), []);
    assert_eq!(
        seen(reported("2020-03").reported_by("2020-02-09").unwrap()),
        [(1, Truth::Possibly), (2, Truth::Possibly)]
    );
    let month = kg.source("month").unwrap();
    assert_eq!(seen(reported("2020-03").from_sources(month).unwrap().certain()), [(1, Truth::Yes)]);
}

/// A role player with few facts is the way in to them; what else they join must still be asked. Guards against taking the
/// list for the answer, and against answers in the order of that list.
#[test]
fn the_way_in_by_a_role_player_asks_all_the_rest() {
    use twin::words::{City, Met, Person, Via, Visits};
    let mut kg = KnowledgeGraph::new(words::schema());
    let (p, q, y) = (kg.add(Person, "P").unwrap(), kg.add(Person, "Q").unwrap(), kg.add(Person, "Y").unwrap());
    let cities: Vec<Id<City>> = (0..9).map(|n| kg.add(City, format!("C{n}")).unwrap()).collect();
    for city in &cities {
        kg.assert(fact(p, Visits, *city)).unwrap();
        kg.assert(fact(p, Met, q)).unwrap();
        kg.assert(fact(q, Visits, *city)).unwrap();
    }
    let late = kg.assert(fact(p, Visits, cities[7]).with(Via, y)).unwrap();
    let early = kg.assert(fact(p, Visits, cities[2]).with(Via, y)).unwrap();
    let others = kg.assert(fact(q, Visits, cities[2]).with(Via, y)).unwrap();
    let met = kg.assert(fact(q, Met, p).with(Via, y)).unwrap();

    let visits = kg.view().facts(Visits).with(Via, y);
    let ids = |facts: Facts<'_, Visits>| facts.iter().unwrap().map(|fact| fact.id()).collect::<Vec<_>>();
    assert_eq!(ids(visits.clone()), [late, early, others], "facts of a player come by subject");
    assert_eq!(ids(visits.clone().from(p)), [early, late], "facts of a node come by its other end");
    assert_eq!(ids(visits.clone().to(cities[2])), [early, others]);
    assert_eq!(ids(visits.clone().from(p).to(cities[2])), [early]);
    assert_eq!(ids(visits.clone().from(q).to(cities[7])), []);
    assert_eq!(ids(visits.from(y)), []);
    let met_by = |a: Id<Person>, b: Id<Person>| {
        kg.view().facts(Met).with(Via, y).from(a).to(b).iter().unwrap().map(|f| f.id()).collect::<Vec<_>>()
    };
    assert_eq!((met_by(p, q), met_by(q, p), met_by(p, y), met_by(p, p)), (vec![met], vec![met], vec![], vec![]));
}

#[test]
fn of_two_least_confidences_the_higher_holds() {
    let mut kg = KnowledgeGraph::new(words::schema());
    kg.add_source(Source::new("s")).unwrap();
    let (a, b) = (kg.add("person", "A").unwrap(), kg.add("person", "B").unwrap());
    for confidence in [0.25, 0.5, 0.75] {
        kg.assert(fact(a, "met", b).source("s").confidence(confidence)).unwrap();
    }
    let least = |of: &[f64]| {
        let at = |number: &f64| chancery::model::Confidence::new(*number).unwrap();
        of.iter().fold(kg.view(), |view, number| view.with_confidence(at(number))).fact_count()
    };
    assert_eq!((least(&[0.25, 0.75]), least(&[0.75, 0.25]), least(&[0.5, 0.5])), (1, 1, 2));
}

#[test]
fn a_question_for_two_subjects_at_once_has_no_answer() {
    let mut kg = KnowledgeGraph::new(words::schema());
    let (p, q, c) = (kg.add("person", "P").unwrap(), kg.add("person", "Q").unwrap(), kg.add("city", "C").unwrap());
    kg.assert(fact(p, "visits", c).on("2020-02-10")).unwrap();
    kg.assert(fact(q, "visits", c).on("2020-02-10")).unwrap();
    let view = kg.view();
    let visits = || view.facts("visits").from(p);
    assert_eq!((visits().count().unwrap(), visits().from(p).count().unwrap()), (1, 1));
    assert_eq!(visits().from(q).count().unwrap(), 0);
    assert!(visits().from(q).answer_on("2020-02-10").unwrap().is_empty());
    assert!(visits().from(q).stated().unwrap().is_not_stated());
    assert_eq!(view.facts("visited-by").to(p).to(q).count().unwrap(), 0);
    // Either end of a symmetric fact is its subject.
    let met = kg.assert(fact(p, "met", q)).unwrap();
    let found: Vec<_> = kg.view().facts("met").from(p).from(q).iter().unwrap().map(|fact| fact.id()).collect();
    assert_eq!(found, [met]);
}

#[test]
fn a_fact_is_of_a_relation_by_its_name_without_a_date() {
    let mut kg = KnowledgeGraph::new(words::schema());
    let (s, t) = (kg.add("state", "S").unwrap(), kg.add("state", "T").unwrap());
    let id = kg.assert(fact(s, "recognized", t).on("1974")).unwrap();
    assert!(kg.fact_ref_as(id, "recognized").unwrap().is_some());
    assert_eq!(kg.fact_ref_as(id, "recognized-in-1991").unwrap_err().kind(), chancery::ErrorKind::InvalidQuery);
}

#[test]
fn neighbors_by_an_inverse_name_lie_the_other_way() {
    let mut kg = KnowledgeGraph::new(words::schema());
    let (p, c) = (kg.add("person", "P").unwrap(), kg.add("city", "C").unwrap());
    kg.assert(fact(p, "visits", c)).unwrap();
    let visited = kg.relation("visited-by").unwrap();
    for (node, out, into) in [(p, vec![], vec![c]), (c, vec![p], vec![])] {
        let by = || kg.view().neighbors(node).by(visited);
        assert_eq!(by().outgoing().iter().unwrap().map(|n| n.node.id()).collect::<Vec<_>>(), out);
        assert_eq!(by().incoming().iter().unwrap().map(|n| n.node.id()).collect::<Vec<_>>(), into);
    }
}
