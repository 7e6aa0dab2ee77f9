//! Chains, chains in time and neighbourhoods against all that a plain list of facts allows. Guards against a longer chain
//! where a shorter one is, a chain by a fact that the view hides, and a certainty that some possible day breaks.

mod dense;
mod plain;
use std::collections::{BTreeMap, BTreeSet};

use self::plain::{Hop, all, arrival, degree, hops, hops_of, ids};
use crate::twin::{
    self, Node, RELATIONS, Twin,
    slow::{Change, Slow},
};
use chancery::{
    Any, Error, ErrorKind, Id, KnowledgeGraph, Truth,
    algo::{Chain, Chains, Way},
    diplomacy::{self, AccreditedTo, AmbassadorOf, HeadOfState, Met, Person, Recognized, State, Visits},
    fact,
    schema::FoundRelation,
    time::Limit,
};
use proptest::{prelude::*, sample::Index};

fn rows(most: usize) -> impl Strategy<Value = Vec<[u8; 12]>> {
    prop::collection::vec(any::<[u8; 12]>(), 0..most)
}

fn changes() -> impl Strategy<Value = Vec<[u8; 4]>> {
    prop::collection::vec(any::<[u8; 4]>(), 0..3)
}

/// How a question is narrowed: relations, a length, hubs, kinds; and whether facts keep their direction.
type Narrowed = (Option<u8>, Option<u32>, Option<usize>, Option<u8>, bool);

fn narrowed() -> impl Strategy<Value = Narrowed> {
    let rarely = 0.3;
    (
        prop::option::weighted(rarely, any::<u8>()),
        prop::option::weighted(rarely, 0..4u32),
        prop::option::weighted(rarely, 0..8usize),
        prop::option::weighted(rarely, any::<u8>()),
        any::<bool>(),
    )
}

const THROUGH: [&str; 4] = ["agent", "place", "person", "seat"];

fn narrow<'g>(twin: &'g Twin, chains: Chains<'g>, (by, within, hubs, through, directed): Narrowed) -> Chains<'g> {
    let kg = &twin.kg;
    let chains = by.map_or(chains.clone(), |by| chains.by(names(kg, by)));
    let chains = if directed { chains.directed() } else { chains };
    let chains = within.map_or(chains.clone(), |within| chains.within(within));
    let chains = hubs.map_or(chains.clone(), |hubs| chains.avoiding_hubs(hubs));
    through.map_or(chains.clone(), |kind| chains.through(THROUGH[usize::from(kind) % 4]))
}

/// The relations of a mask, some of them by their inverse names, and some by both names.
fn names(kg: &KnowledgeGraph, mask: u8) -> Vec<FoundRelation> {
    let mut names = Vec::new();
    for relation in (0..RELATIONS.len()).filter(|relation| mask >> relation & 1 == 1) {
        let (own, inverse) = plain::named(mask, relation);
        let (own_name, inverse_name, ..) = RELATIONS[relation];
        names.extend(own.then(|| kg.relation(own_name).unwrap()));
        names.extend(inverse_name.filter(|_| inverse).map(|name| kg.relation(name).unwrap()));
    }
    names
}

struct Question<'t> {
    chains: Chains<'t>,
    hops: BTreeSet<Hop>,
    ends: [(Node, Id<Any>); 2],
    passes: Box<dyn Fn(&Node) -> bool + 't>,
    within: usize,
}

fn question<'t>(twin: &'t Twin, changes: &[[u8; 4]], ends: [Index; 2], narrowed: Narrowed) -> Question<'t> {
    let mut slow = Slow(changes.iter().map(|bytes| Change::of(*bytes, twin)).collect());
    let view = slow.0.iter().fold(twin.kg.view(), |view, change| change.apply(&view));
    let ids = ids(twin);
    let ends = ends.map(|at| ids.iter().nth(at.index(ids.len())).map(|(node, id)| (node.clone(), *id)).unwrap());
    let chains = narrow(twin, view.chains(ends[0].1, ends[1].1), narrowed);
    let (by, within, hubs, through, directed) = narrowed;
    slow.0.extend(by.map(|by| Change::Relations((0..RELATIONS.len()).filter(|r| by >> r & 1 == 1).collect())));
    let passes = move |node: &Node| {
        let kind = through.map(|kind| THROUGH[usize::from(kind) % 4]);
        (match node {
            Node::Entity(entity) => kind.is_none_or(|kind| twin.kinds(*entity).contains(&kind)),
            Node::Fact(_) => true,
            Node::Text(_) => false,
        }) && hubs.is_none_or(|most| degree(twin, node) <= most)
    };
    let within = within.map_or(usize::MAX, |within| within as usize);
    Question { chains, hops: hops(twin, &slow, directed, by), ends, passes: Box::new(passes), within }
}

/// How far each node is from one, by going through all hops again and again.
fn away(question: &Question<'_>) -> BTreeMap<Node, usize> {
    let start = &question.ends[0].0;
    let mut away = BTreeMap::from([(start.clone(), 0)]);
    for round in 0.. {
        let here: Vec<_> = question
            .hops
            .iter()
            .filter(|(from, ..)| away.get(from) == Some(&round) && (from == start || (question.passes)(from)))
            .map(|(.., to)| to.clone())
            .filter(|to| !away.contains_key(to))
            .collect();
        if here.is_empty() {
            return away;
        }
        away.extend(here.into_iter().map(|node| (node, round + 1)));
    }
    unreachable!()
}

/// A chain leads from the one end to the other by hops that there are, and comes nowhere twice.
fn valid(question: &Question<'_>, chain: &[Hop]) {
    let [(from, _), (to, _)] = &question.ends;
    let mut here = from;
    let mut seen = BTreeSet::from([from]);
    let mut facts = BTreeSet::new();
    for hop in chain {
        assert!(hop.0 == *here && question.hops.contains(hop), "{hop:?}");
        assert!(here == from || (question.passes)(here));
        here = &hop.2;
        assert!(seen.insert(here) && facts.insert(hop.1));
    }
    assert_eq!(here, to);
    assert!(chain.len() <= question.within);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn the_shortest(rows in rows(40), decisions in twin::decisions(5), changes in changes(), ends: [Index; 2], narrowed in narrowed()) {
        let twin = Twin::decided(&rows, &decisions);
        let question = question(&twin, &changes, ends, narrowed);
        let expected = away(&question).get(&question.ends[1].0).copied().filter(|away| *away <= question.within);
        let found = question.chains.shortest().unwrap();
        prop_assert_eq!(found.as_ref().map(Chain::len), expected);
        prop_assert_eq!(question.chains.clone().shortest().unwrap().map(|chain| hops_of(&chain)), found.as_ref().map(hops_of));
        let Some(chain) = found else { return Ok(()) };
        valid(&question, &hops_of(&chain));
        let truths: Vec<Truth> = chain.steps().iter().map(|step| step.fact.truth()).collect();
        prop_assert_eq!(chain.truth(), truths.into_iter().min().unwrap_or(Truth::Yes));
        prop_assert_eq!(chain.is_empty(), question.ends[0].1 == question.ends[1].1);
        for step in chain.steps() {
            let ends = (step.fact.subject_node().id(), step.fact.object_node().id());
            let symmetric = twin.facts[step.fact.id().index() as usize].symmetric();
            let expected = match (step.from.id(), step.to.id()) {
                at if at == ends => Way::Forward,
                at if (at.1, at.0) == ends && symmetric => Way::Forward,
                at if (at.1, at.0) == ends => Way::Back,
                _ => Way::Across,
            };
            prop_assert_eq!(step.way(), expected);
        }
    }

    #[test]
    fn all_within_a_length_and_the_first_of_them(
        rows in rows(24), decisions in twin::decisions(5), changes in changes(), ends: [Index; 2], narrowed in narrowed(), length in 0..4u32, count in 0..6usize,
    ) {
        let twin = Twin::decided(&rows, &decisions);
        let question = question(&twin, &changes, ends, narrowed);
        let [(from, _), (to, _)] = &question.ends;
        let within = question.within.min(length as usize);
        let expected = all(&question.hops, from, to, within, &question.passes);
        let found: Vec<_> = question.chains.all(length).unwrap().map(|chain| hops_of(&chain)).collect();
        let ids = ids(&twin);
        let order = |chain: &Vec<Hop>| (chain.len(), chain.iter().map(|(_, fact, to)| (*fact, ids[to])).collect::<Vec<_>>());
        prop_assert!(found.is_sorted_by_key(order), "{:?}", found);
        let sorted = |mut chains: Vec<Vec<Hop>>| { chains.sort(); chains };
        prop_assert_eq!(sorted(found), sorted(expected.clone()));

        let nearest = question.chains.clone().within(length).k_shortest(count).unwrap();
        let nearest: Vec<_> = nearest.iter().map(hops_of).collect();
        let lengths = |chains: &[Vec<Hop>]| chains.iter().map(Vec::len).collect::<Vec<_>>();
        prop_assert_eq!(lengths(&nearest), lengths(&expected[..count.min(expected.len())]));
        for chain in &nearest {
            valid(&question, chain);
        }
        prop_assert_eq!(nearest.iter().collect::<BTreeSet<_>>().len(), nearest.len(), "each once");
    }

    #[test]
    fn in_time(
        rows in rows(16), decisions in twin::decisions(5), changes in changes(), ends: [Index; 2], narrowed in narrowed(),
        after in prop::option::weighted(0.3, 0..twin::DATES.len()), certain: bool,
    ) {
        let twin = Twin::decided(&rows, &decisions);
        let question = question(&twin, &changes, ends, narrowed);
        let [(from, _), (to, _)] = &question.ends;
        let after = after.map(|at| chancery::date(twin::DATES[at]));
        let limit = after.map_or(Limit::Past, |date| Limit::Day(date.first()));
        let view_of = |chain: &[Hop]| chain.iter().map(|(_, fact, _)| twin.facts[*fact].when).collect::<Vec<_>>();
        let ask = |chains: &Chains<'_>| {
            let chains = after.map_or(chains.clone(), |after| chains.clone().not_before(after));
            let found = if certain { chains.earliest_certain() } else { chains.earliest_possible() };
            found.unwrap().map(|found| (found.arrival(), hops_of(found.chain()), found.chain().truth()))
        };
        let within = question.within.min(3);
        let usable = |chain: &[Hop]| chain.iter().all(|(_, fact, _)| {
            let truth = truth_of(&twin, &changes, narrowed, *fact);
            if certain { truth.is_yes() } else { truth.is_possible() }
        });
        let arrivals = all(&question.hops, from, to, within, &question.passes).into_iter()
            .filter(|chain| usable(chain))
            .filter_map(|chain| arrival(&view_of(&chain), limit, certain));
        let expected = arrivals.min();
        let found = ask(&question.chains.clone().within(3));
        prop_assert_eq!(found.as_ref().map(|found| found.0), expected);
        // Without a length it arrives no later, and by a chain that may be gone as well.
        let free = ask(&question.chains);
        prop_assert!(found.is_none() || free.as_ref().map(|free| free.0) <= expected && free.is_some());
        for (arrives, chain, truth) in found.into_iter().chain(free) {
            valid(&question, &chain);
            let true_enough = if certain { truth.is_yes() } else { truth.is_possible() };
            prop_assert!(usable(&chain) && true_enough);
            if chain.len() <= 3 {
                prop_assert_eq!(arrival(&view_of(&chain), limit, certain), Some(arrives));
            }
        }
    }

    #[test]
    fn around_a_node_and_between_two(rows in rows(40), decisions in twin::decisions(5), changes in changes(), ends: [Index; 2], radius in 0..4u32) {
        let twin = Twin::decided(&rows, &decisions);
        let question = question(&twin, &changes, ends, (None, None, None, None, false));
        let slow = Slow(changes.iter().map(|bytes| Change::of(*bytes, &twin)).collect());
        let view = slow.0.iter().fold(twin.kg.view(), |view, change| change.apply(&view));
        let [(one, one_id), (other, other_id)] = &question.ends;
        let near: BTreeSet<Node> = away(&question).into_iter().filter(|(_, away)| *away <= radius as usize).map(|(node, _)| node).collect();
        let ego = view.ego(*one_id, radius).unwrap();
        let is_near = |node: &Node| !matches!(node, Node::Entity(_)) || near.contains(node);
        let expected: Vec<usize> = slow.facts(&twin).into_iter().map(|(fact, _)| fact)
            .filter(|fact| is_near(&twin.facts[*fact].subject) && is_near(&twin.facts[*fact].object)).collect();
        let mut found: Vec<usize> = ego.all_facts().map(|fact| fact.id().index() as usize).collect();
        found.sort_unstable();
        prop_assert_eq!(found, expected);
        let connected = slow.0.iter().any(|change| matches!(change, Change::Connected));
        if !connected {
            let expected: Vec<_> = slow.entities(&twin).into_iter().map(Node::Entity).filter(|node| near.contains(node)).collect();
            prop_assert_eq!(ego.entities().map(Twin::node).collect::<Vec<_>>(), expected);
        }

        let common = view.common_neighbors(*one_id, *other_id).unwrap();
        let with = |node: &Node| {
            let mut by: BTreeMap<Node, BTreeSet<usize>> = BTreeMap::new();
            for (_, fact, next) in question.hops.iter().filter(|(from, ..)| from == node) {
                by.entry(next.clone()).or_default().insert(*fact);
            }
            by
        };
        let (of_one, of_other) = (with(one), with(other));
        let expected: BTreeMap<Node, _> = of_one.into_iter()
            .filter(|(node, _)| node != one && node != other && !matches!(node, Node::Text(_)))
            .filter_map(|(node, facts)| Some((node.clone(), (facts, of_other.get(&node)?.clone())))).collect();
        let numbers = |facts: &[chancery::FactRef<'_>]| facts.iter().map(|fact| fact.id().index() as usize).collect::<BTreeSet<_>>();
        prop_assert!(common.is_sorted_by_key(|common| common.node.id()));
        let found: BTreeMap<Node, _> = common.iter().map(|c| (Twin::node(c.node), (numbers(&c.with_one), numbers(&c.with_other)))).collect();
        prop_assert_eq!(found, expected);
    }
}

fn truth_of(twin: &Twin, changes: &[[u8; 4]], narrowed: Narrowed, fact: usize) -> Truth {
    let mut slow = Slow(changes.iter().map(|bytes| Change::of(*bytes, twin)).collect());
    slow.0.extend(narrowed.0.map(|by| Change::Relations((0..RELATIONS.len()).filter(|r| by >> r & 1 == 1).collect())));
    slow.ask(twin, &twin.facts[fact]).unwrap()
}

#[test]
fn chains_print_a_sentence_a_fact() {
    let mut kg = chancery::KnowledgeGraph::new(diplomacy::schema());
    let report = kg.add_source(chancery::Source::new("report").text("Kistafin is there. They met.")).unwrap();
    let kistafin = kg.add(Person, "Yerzhan Kistafin").unwrap();
    let (a, b) = (kg.add(Person, "A").unwrap(), kg.add(Person, "B").unwrap());
    let (kazakhstan, pakistan) = (kg.add(State, "Kazakhstan").unwrap(), kg.add(State, "Pakistan").unwrap());
    let post = fact(kistafin, AmbassadorOf, kazakhstan).with(AccreditedTo, pakistan).as_of("2026-01-24");
    kg.assert(post.cite(report, "Kistafin is there").said_by(b)).unwrap();
    kg.assert(fact(a, HeadOfState, pakistan).since("2020").source(report)).unwrap();
    kg.assert(fact(a, Met, b).cite(report, "They met")).unwrap();
    kg.assert(fact(b, Visits, kazakhstan).on("2026").planned()).unwrap();
    let chain =
        kg.view().chains(kistafin, b).by((Met, ["ambassador-of", "head-of-state-of"])).shortest().unwrap().unwrap();
    assert_eq!(
        chain.to_string(),
        "Yerzhan Kistafin is ambassador of Kazakhstan, accredited to Pakistan (as of 2026-01-24) [report: “Kistafin is there”, said by B]\n\
         A is head of state of Pakistan (since 2020) [report]\n\
         A met B [report: “They met”]\n"
    );
    let ways: Vec<_> = chain.steps().iter().map(chancery::algo::Step::way).collect();
    assert_eq!(ways, [Way::Across, Way::Back, Way::Forward]);
    assert_eq!(
        kg.view().chains(kazakhstan, b).shortest().unwrap().unwrap().to_string(),
        "B is planned to visit Kazakhstan in 2026\n"
    );
    assert_eq!(kg.view().chains(a, a).shortest().unwrap().unwrap().to_string(), "");
    // Nothing is printed of an unstated time; a date that the name would hold is printed as any other.
    let unstated = kg.assert(fact(kistafin, AmbassadorOf, kazakhstan).with(AccreditedTo, pakistan)).unwrap();
    let named = kg.assert(fact(kazakhstan, diplomacy::Recognized, pakistan).on("1991")).unwrap();
    let sentence = |id| {
        let view = kg.view().only([id]);
        let fact = view.fact(id).unwrap();
        view.chains(fact.subject_node().id(), fact.object_node().id()).shortest().unwrap().unwrap().to_string()
    };
    assert_eq!(sentence(unstated), "Yerzhan Kistafin is ambassador of Kazakhstan, accredited to Pakistan\n");
    assert_eq!(sentence(named), "Kazakhstan recognized Pakistan in 1991\n");
}

/// The numbers that a caller passes are limits, and not how much is done.
#[test]
fn there_is_no_more_to_do_than_the_graph_has() {
    use crate::twin::words;
    let mut kg = KnowledgeGraph::new(words::schema());
    let people = ["A", "B", "C", "D"].map(|name| kg.add(words::Person, name).unwrap());
    for pair in people.windows(2) {
        kg.assert(fact(pair[0], words::Holds, pair[1])).unwrap();
    }
    kg.assert(fact(people[0], words::Holds, people[2])).unwrap();
    let view = kg.view();
    assert_eq!(view.ego(people[0], u32::MAX).unwrap().entities().count(), 4);
    let lengths: Vec<_> = view.chains(people[0], people[3]).all(u32::MAX).unwrap().map(|chain| chain.len()).collect();
    assert_eq!(lengths, [2, 3]);
    assert_eq!(view.chains(people[0], people[3]).k_shortest(usize::MAX).unwrap().len(), 2);
    assert_eq!(view.chains(people[0], people[0]).all(u32::MAX).unwrap().count(), 1);
    assert!(view.chains(people[3], people[0]).directed().all(u32::MAX).unwrap().next().is_none());
}

#[test]
fn a_node_of_another_graph_is_an_error() {
    let mut kg = chancery::KnowledgeGraph::new(diplomacy::schema());
    let mut other = chancery::KnowledgeGraph::new(diplomacy::schema());
    let a = kg.add(Person, "A").unwrap();
    let far = (0..3).map(|n| other.add(Person, format!("P{n}")).unwrap()).last().unwrap();
    let view = kg.view();
    let errors = [
        view.chains(a, far).shortest().err(),
        view.chains(far, a).all(3).err(),
        view.chains(far, far).k_shortest(2).err(),
        view.chains(far, a).earliest_possible().err(),
        view.ego(far, 2).err(),
        view.common_neighbors(a, far).err(),
    ];
    assert!(errors.iter().flatten().map(Error::kind).eq([ErrorKind::UnknownEntity; 6]));
    assert_eq!(view.chains(a, a).k_shortest(3).unwrap().len(), 1);
    assert_eq!(view.chains(a, a).all(3).unwrap().count(), 1);
    assert_eq!(view.chains(a, a).k_shortest(0).unwrap().len(), 0);
}

#[test]
fn the_first_error_of_a_question_is_returned_when_it_is_asked() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add(Person, "A").unwrap();
    let ask = |chains: Chains<'_>| chains.shortest().unwrap_err().kind();
    let view = kg.view();
    let chains = || view.chains("a", "a");
    assert_eq!(ask(view.chains("b", "a").by("vists")), ErrorKind::UnknownEntity);
    assert_eq!(ask(chains().by(["visits", "vists"]).through("persn")), ErrorKind::UnknownRelation);
    assert_eq!(ask(chains().by("recognized-in-1991")), ErrorKind::InvalidQuery);
    assert_eq!(ask(chains().through("persn").not_before("1991-13")), ErrorKind::UnknownKind);
    assert_eq!(chains().not_before("1991-13").earliest_certain().unwrap_err().kind(), ErrorKind::InvalidDate);
}

#[test]
fn directed_chains_lead_from_subjects_and_symmetric_facts_both_ways() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let (a, b) = (kg.add(Person, "A").unwrap(), kg.add(Person, "B").unwrap());
    let (x, y) = (kg.add(State, "X").unwrap(), kg.add(State, "Y").unwrap());
    kg.assert(fact(a, AmbassadorOf, x).with(AccreditedTo, y)).unwrap();
    kg.assert(fact(b, Met, a)).unwrap();
    kg.assert(fact(x, Recognized, y)).unwrap();
    let view = kg.view();
    let len = |chains: Chains<'_>| chains.directed().shortest().unwrap().map(|chain| chain.len());
    let post = |from, to| view.chains(from, to).by((AmbassadorOf, Met));
    assert_eq!([len(post("a", "x")), len(post("a", "y"))], [Some(1); 2], "to the object and to a role player");
    assert_eq!([len(post("x", "a")), len(post("y", "a")), len(post("x", "y"))], [None; 3]);
    assert_eq!([len(post("a", "b")), len(post("b", "a"))], [Some(1); 2], "they met");
    assert_eq!([len(post("b", "y")), len(post("y", "b"))], [Some(2), None]);
    assert_eq!(len(post("a", "y").by(Met)), None);
    let recognized = |from, to, names: &[&str]| len(view.chains(from, to).by(names));
    assert_eq!([recognized("x", "y", &["recognized"]), recognized("y", "x", &["recognized"])], [Some(1), None]);
    assert_eq!([recognized("x", "y", &["recognized-by"]), recognized("y", "x", &["recognized-by"])], [None, Some(1)]);
    let both = ["recognized", "recognized-by"];
    assert_eq!([recognized("x", "y", &both), recognized("y", "x", &both)], [Some(1); 2]);
    assert_eq!(len(view.chains("x", "y").by("recognized").by("recognized-by")), None, "no direction is left");
}

#[test]
fn a_relation_that_came_with_any_roles_joins_their_players() {
    let mut kg = chancery::KnowledgeGraph::new(diplomacy::schema().open());
    let (a, b) = (kg.add(Person, "A").unwrap(), kg.add(Person, "B").unwrap());
    let x = kg.add(State, "X").unwrap();
    kg.assert(fact(a, "brokered-between", x).with("mediator", b)).unwrap();
    assert_eq!(kg.view().chains(a, b).shortest().unwrap().map(|chain| chain.len()), Some(1));
    assert_eq!(kg.view().chains(b, x).shortest().unwrap().map(|chain| chain.len()), Some(1));
}
