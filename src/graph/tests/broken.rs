//! Each rule of `validate` is broken once, by hand, and must be the first that is reported, or among what is.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::{
    KnowledgeGraph, Source, When, date,
    diplomacy::{self, AccreditedTo, AmbassadorOf, Person, State, Visits},
    fact,
    graph::{
        FactList, Violation,
        adjacency::Entry,
        arena::StringId,
        claim_record::ClaimExtra,
        days::Days,
        journal::{Alteration, Op, Run},
        names::NameText,
        record::{Detail, FactRecord, NodeKind, NodeRecord},
        row_id::RowId,
    },
    model::{Claim, FactId, KindId, Outcome, RelationId, SourceId, Value},
    schema::base::AlsoKnownAs,
};

const ALIAS: usize = 0;
const PLAN: usize = 1;
const POST: usize = 2;
const NOTE: usize = 3;

/// Nodes: 0 person, 1 and 2 states, 3 the alias, 4 the plan. Facts as named above. Claims 0 and 1 of the plan.
fn sound() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.at("2026-01-24").unwrap();
    kg.add_source(Source::new("report").text("He comes in February.")).unwrap();
    kg.add_source(Source::new("wire").derives_from("report")).unwrap();
    let tokayev = kg.add(Person, "Tokayev").unwrap();
    let (kazakhstan, pakistan) = (kg.add(State, "Kazakhstan").unwrap(), kg.add(State, "Pakistan").unwrap());
    kg.assert(fact(kazakhstan, AlsoKnownAs, "Qazaqstan")).unwrap();
    let plan = kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned().cite("report", "February")).unwrap();
    kg.assert(fact(tokayev, AmbassadorOf, kazakhstan).with(AccreditedTo, pakistan).key("post")).unwrap();
    kg.assert(fact(pakistan, diplomacy::Highlighted, plan).cite("wire", "so")).unwrap();
    let mut claim = Claim::new("wire");
    claim.said_by = Some("tokayev".into());
    kg.claim(plan, claim).unwrap();
    kg.at("2026-02-05").unwrap();
    let visit = kg.assert(fact(tokayev, Visits, pakistan).on("2026-02-04")).unwrap();
    kg.resolve(plan, Outcome::Confirmed, visit).unwrap();
    kg.retract(visit, "not so").unwrap();
    kg.narrow(kazakhstan, State).unwrap_err();
    assert_eq!(kg.violations(), []);
    kg
}

fn record(kg: &mut KnowledgeGraph, fact: usize) -> &mut FactRecord {
    kg.log.edge_weight_mut(EdgeIndex::new(fact)).unwrap()
}

fn node(kg: &mut KnowledgeGraph, node: usize) -> &mut NodeKind {
    &mut kg.log.node_weight_mut(NodeIndex::new(node)).unwrap().0
}

fn detail(kg: &mut KnowledgeGraph, fact: usize) -> &mut Detail {
    kg.detail_mut(FactId::new(u32::try_from(fact).unwrap())).unwrap()
}

/// Breaks a sound graph, and checks that this is noticed as what it is.
#[track_caller]
fn breaks(how: impl FnOnce(&mut KnowledgeGraph), what: fn(&Violation) -> bool) {
    let mut kg = sound();
    how(&mut kg);
    let found = kg.violations();
    assert!(found.iter().any(what), "{found:?}");
    assert_eq!(kg.validate().unwrap_err(), found[0]);
}

#[test]
fn nodes() {
    use Violation as V;
    let far = StringId::NONE;
    breaks(
        |kg| *node(kg, 0) = NodeKind::Entity { kind: KindId::new(0), key: far, name: far },
        |v| matches!(v, V::String { of: "node", at: 0 }),
    );
    let set_kind = |kg: &mut KnowledgeGraph, to| kg.set_kind(0, to);
    breaks(|kg| set_kind(kg, KindId::new(9999)), |v| matches!(v, V::EntityKind { node: 0 }));
    breaks(|kg| set_kind(kg, kg.schema.kind("host").unwrap()), |v| matches!(v, V::EntityKind { node: 0 }));
    breaks(|kg| kg.keys.remove("tokayev", 0), |v| matches!(v, V::Key { node: 0 }));
    breaks(|kg| kg.keys.insert("x", 7, |_| "x"), |v| matches!(v, V::IndexSize { of: "keys", found: 4, expected: 3 }));
    breaks(|kg| kg.values[0].1 = 0, |v| matches!(v, V::Value { at: 0 }));
    breaks(|kg| kg.values.push((true.into(), 3)), |v| matches!(v, V::Value { at: 1 }));
    breaks(
        |kg| kg.value_index.insert(&Value::YesNo(true), 0, |_| unreachable!()),
        |v| matches!(v, V::IndexSize { of: "values", .. }),
    );
    breaks(|kg| detail(kg, PLAN).node = None, |v| matches!(v, V::FactNode { node: 4 }));
    breaks(
        |kg| {
            let node = u32::try_from(kg.log.add_node(NodeRecord(NodeKind::Value(1))).index()).unwrap();
            kg.values.push((true.into(), node));
        },
        |v| matches!(v, V::Unused { node: 5 }),
    );
}

#[test]
fn names() {
    use Violation as V;
    let value = NameText::Value(0);
    breaks(|kg| kg.folded.remove("Qazaqstan", 1, value), |v| matches!(v, V::Name { node: 1 }));
    breaks(|kg| kg.folded.insert("Qazaqstan", 1, value), |v| matches!(v, V::Name { node: 1 }));
    breaks(
        |kg| kg.folded.insert("Qazaqstan", 2, value),
        |v| matches!(v, V::IndexSize { of: "names", found: 5, expected: 4 }),
    );
    // A name that was taken back with its fact is none.
    let mut kg = sound();
    kg.retract(FactId::new(u32::try_from(ALIAS).unwrap()), "").unwrap();
    assert_eq!(kg.violations(), []);
    kg.folded.insert("Qazaqstan", 1, value);
    assert!(matches!(kg.violations()[..], [V::IndexSize { of: "names", .. }]));
}

#[test]
fn lists() {
    use Violation as V;
    let visits = sound().relation("visits").unwrap().id().index();
    let entry = Entry { label: visits, other: 2, fact: u32::try_from(PLAN).unwrap() };
    breaks(|kg| kg.outgoing.remove(0, entry), |v| matches!(v, V::Adjacency { list: "outgoing", node: 0 }));
    breaks(|kg| kg.outgoing.insert(0, entry, |_| 0), |v| matches!(v, V::Adjacency { list: "outgoing", node: 0 }));
    breaks(|kg| kg.incoming.insert(1, entry, |_| 0), |v| matches!(v, V::Adjacency { list: "incoming", node: 1 }));
    breaks(
        |kg| kg.playing.insert(9, entry, |_| 0),
        |v| matches!(v, V::IndexSize { of: "playing", found: 2, expected: 1 }),
    );
    breaks(|kg| kg.outgoing.break_directory(visits), |v| matches!(v, V::Directory { list: "outgoing", .. }));
    breaks(|kg| kg.outgoing.break_blocks(), |v| matches!(v, V::Blocks { list: "outgoing" }));
    let reverse = |facts: &mut FactList| {
        let old: Vec<_> = std::mem::take(facts).iter().collect();
        old.into_iter().rev().for_each(|fact| facts.push(fact));
    };
    breaks(|kg| reverse(&mut kg.by_relation[usize::from(visits)].facts), |v| matches!(v, V::ByRelation { .. }));
    breaks(|kg| kg.by_relation[0].facts = FactList::default(), |v| matches!(v, V::ByRelation { relation: 0 }));
    let (plain, planned) = (*record(&mut sound(), ALIAS), *record(&mut sound(), PLAN));
    breaks(
        |kg| kg.by_relation[usize::from(visits)].altered(&planned, &plain),
        |v| matches!(v, V::RelationCounts { .. }),
    );
    breaks(|kg| kg.by_relation[usize::from(visits)].note(), |v| matches!(v, V::RelationCounts { .. }));
}

#[test]
fn times_of_many_facts() {
    use Violation as V;
    // So many that the lists are long, in tests.
    let many = || {
        let mut kg = sound();
        let (tokayev, pakistan) = (kg.entity("tokayev").unwrap(), kg.entity("pakistan").unwrap());
        for day in 1..=28 {
            kg.assert(fact(tokayev, "visits", pakistan).on(format!("2026-03-{day:02}"))).unwrap();
        }
        assert_eq!(kg.violations(), []);
        kg
    };
    let mut kg = many();
    record(&mut kg, 10).when = When::on(date("1991"));
    let found = kg.violations();
    assert!(found.iter().any(|v| matches!(v, V::Days { list: "outgoing", node: 0 })), "{found:?}");
    assert!(found.iter().any(|v| matches!(v, V::Days { list: "incoming", node: 2 })), "{found:?}");
    assert!(found.iter().any(|v| matches!(v, V::RelationDays { .. })), "{found:?}");
    let mut kg = many();
    let visits = kg.relation("visits").unwrap().id();
    kg.by_relation[visits.at()].days = Days::default();
    assert!(matches!(kg.violations()[..], [V::RelationDays { .. }]));
}

#[test]
fn facts() {
    use Violation as V;
    breaks(|kg| record(kg, PLAN).relation = RelationId::new(9999), |v| matches!(v, V::Ends { fact: 1 }));
    breaks(|kg| kg.set_kind(2, kg.schema.kind("document").unwrap()), |v| matches!(v, V::Ends { fact: 1 }));
    breaks(|kg| kg.set_kind(2, kg.schema.kind("city").unwrap()), |v| matches!(v, V::Roles { fact: 2 }));
    breaks(|kg| record(kg, POST).when = When::on(date("2026")), |v| matches!(v, V::Time { fact: 2 }));
    breaks(|kg| detail(kg, POST).players = (0, 0), |v| matches!(v, V::Roles { fact: 2 }));
    breaks(|kg| kg.players.push(kg.players[0]), |v| matches!(v, V::IndexSize { of: "role players", .. }));
    breaks(|kg| detail(kg, PLAN).players = (0, 1), |v| matches!(v, V::Players { .. }));
    breaks(|kg| kg.details.link(FactId::new(0), 0), |v| matches!(v, V::Detail { at: 0 }));
    let push = |kg: &mut KnowledgeGraph| assert_eq!(kg.details.push(FactId::new(0)), Some(4));
    breaks(push, |v| matches!(v, V::Detail { at: 4 }));
    breaks(|kg| kg.details.link(FactId::new(9), 0), |v| matches!(v, V::IndexSize { of: "links to details", .. }));
    breaks(|kg| detail(kg, POST).node = RowId::new(0), |v| matches!(v, V::Detail { .. }));
    breaks(|kg| kg.fact_keys.remove("post", 2), |v| matches!(v, V::FactKey { fact: 2 }));
    breaks(|kg| detail(kg, POST).key = StringId::NONE, |v| matches!(v, V::IndexSize { of: "keys of facts", .. }));
    breaks(|kg| kg.arena.truncate(0), |v| matches!(v, V::String { of: "detail", .. }));
}

#[test]
fn sources_and_claims() {
    use Violation as V;
    breaks(|kg| kg.sources[0].source.key = "other".into(), |v| matches!(v, V::SourceKey { source_number: 0 }));
    breaks(
        |kg| kg.sources[1].derives_from = Some(SourceId::new(1)),
        |v| matches!(v, V::DerivesFrom { source_number: 1 }),
    );
    breaks(|kg| kg.sources[1].derives_from = None, |v| matches!(v, V::DerivesFrom { source_number: 1 }));
    breaks(|kg| kg.source_keys.insert("y", 0, |_| "y"), |v| matches!(v, V::IndexSize { of: "keys of sources", .. }));
    breaks(|kg| kg.claims[0].next = None, |v| matches!(v, V::ClaimChain { claim: 2 }));
    breaks(|kg| kg.claims[2].previous = None, |v| matches!(v, V::ClaimChain { claim: 2 }));
    breaks(|kg| detail(kg, PLAN).told = 2, |v| matches!(v, V::ClaimChain { claim: 2 }));
    breaks(|kg| detail(kg, NOTE).told = 2, |v| matches!(v, V::ClaimChain { claim: 1 }));
    breaks(|kg| detail(kg, PLAN).told = 0, |v| matches!(v, V::Journal { transaction: 0 }));
    breaks(|kg| detail(kg, NOTE).claims = None, |v| matches!(v, V::IndexSize { of: "chained claims", .. }));
    breaks(|kg| kg.claims[0].speaker = RowId::new(3), |v| matches!(v, V::ClaimEnds { claim: 0 }));
    breaks(|kg| kg.claims[0].source = SourceId::new(2), |v| matches!(v, V::ClaimEnds { claim: 0 }));
    breaks(|kg| kg.claims[1].extra = RowId::new(0), |v| matches!(v, V::ClaimExtra { claim: 1 }));
    breaks(|kg| kg.claims[0].extra = None, |v| matches!(v, V::IndexSize { of: "what claims say", .. }));
    breaks(|kg| kg.extras[0].range = ClaimExtra::NOWHERE, |v| matches!(v, V::ClaimExtra { claim: 0 }));
    breaks(|kg| kg.extras[0].range = (12, 99), |v| matches!(v, V::Quote { claim: 0 }));
    breaks(|kg| kg.extras[1].range = (0, 3), |v| matches!(v, V::Quote { claim: 1 }));
    breaks(|kg| kg.arena.truncate(kg.arena.len() - 2), |v| matches!(v, V::String { of: "claim", at: 1 }));
}

/// Faults of which only one of several conditions of a rule tells.
#[test]
fn by_a_hair() {
    use Violation as V;
    let (far, person) = (StringId::NONE, |kg: &KnowledgeGraph| kg.schema.kind("person").unwrap());
    let nameless = |kg: &mut KnowledgeGraph| {
        if let NodeKind::Entity { name, .. } = node(kg, 0) {
            *name = far;
        }
    };
    breaks(nameless, |v| matches!(v, V::String { of: "node", at: 0 }));
    breaks(
        |kg| {
            kg.values.push((true.into(), 3));
            kg.value_index.insert(&Value::YesNo(true), 1, |_| unreachable!());
        },
        |v| matches!(v, V::Value { at: 1 }),
    );
    breaks(
        |kg| record(kg, PLAN).relation = RelationId::new(u16::try_from(kg.schema.relation_count()).unwrap()),
        |v| matches!(v, V::Ends { fact: 1 }),
    );
    breaks(
        |kg| {
            kg.players.push(kg.players[0]);
            detail(kg, POST).players = (0, 2);
        },
        |v| matches!(v, V::Roles { fact: 2 }),
    );
    let next = |kg: &KnowledgeGraph| FactId::new(u32::try_from(kg.log.edge_count()).unwrap());
    breaks(|kg| kg.claims[0].fact = next(kg), |v| matches!(v, V::ClaimEnds { claim: 0 }));
    breaks(|kg| kg.sources[0].source.text = Some("x".into()), |v| matches!(v, V::SourceKey { source_number: 0 }));
    breaks(|kg| kg.sources[0].published = Some(date("2026")), |v| matches!(v, V::SourceKey { source_number: 0 }));
    let derives_from = |kg: &mut KnowledgeGraph, key: &str| kg.sources[1].source.derives_from = Some(key.into());
    breaks(|kg| derives_from(kg, "wire"), |v| matches!(v, V::DerivesFrom { source_number: 1 }));
    breaks(
        |kg| {
            derives_from(kg, "wire");
            kg.sources[1].derives_from = Some(SourceId::new(1));
        },
        |v| matches!(v, V::DerivesFrom { source_number: 1 }),
    );
    let resolve = |by| Alteration::Resolve { fact: FactId::new(1), by, outcome: Outcome::Denied, before: None };
    breaks(|kg| kg.journal.alterations[0] = resolve(next(kg)), |v| matches!(v, V::Alteration { at: 0 }));
    breaks(|kg| kg.journal.alterations[0] = resolve(FactId::new(1)), |v| matches!(v, V::Alteration { at: 0 }));
    breaks(
        |kg| kg.journal.alterations.push(Alteration::Narrow { node: 0, from: person(kg), to: person(kg) }),
        |v| matches!(v, V::Alteration { at: 2 }),
    );
    breaks(|kg| kg.players.clear(), |v| matches!(v, V::Transaction { transaction: 1 }));
}

#[test]
fn history() {
    use Violation as V;
    breaks(|kg| record(kg, ALIAS).flags = FactRecord::RETRACTED, |v| matches!(v, V::Flag { fact: 0 }));
    breaks(|kg| kg.settled.clear(), |v| matches!(v, V::Settled));
    breaks(|kg| record(kg, PLAN).flags = 0, |v| matches!(v, V::Flag { fact: 1 }));
    breaks(|kg| record(kg, ALIAS).flags = 4, |v| matches!(v, V::Flag { fact: 0 }));
    breaks(|kg| kg.journal.alterations.swap(0, 1), |v| matches!(v, V::Alteration { at: 0 }));
    breaks(|kg| kg.journal.alterations.swap(0, 1), |v| matches!(v, V::Flag { fact: 1 }));
    let by = FactId::new(0);
    breaks(
        |kg| {
            kg.journal.alterations[0] =
                Alteration::Resolve { fact: FactId::new(1), by, outcome: Outcome::Denied, before: None }
        },
        |v| matches!(v, V::Alteration { at: 0 }),
    );
    breaks(
        |kg| {
            let (from, to) = (kg.schema.kind("agent").unwrap(), kg.schema.kind("person").unwrap());
            kg.journal.alterations.push(Alteration::Narrow { node: 0, from, to });
            kg.journal.alterations.push(Alteration::Narrow { node: 0, from, to });
        },
        |v| matches!(v, V::Alteration { at: 3 }),
    );
    breaks(
        |kg| {
            let (from, to) = (kg.schema.kind("agent").unwrap(), kg.schema.kind("state").unwrap());
            kg.journal.alterations.push(Alteration::Narrow { node: 0, from, to });
        },
        |v| matches!(v, V::Alteration { at: 2 }),
    );
    breaks(|kg| kg.journal.runs.push(Run { op: Op::Assert, count: 1 }), |v| matches!(v, V::Journal { transaction: 1 }));
    breaks(|kg| kg.journal.runs[0].count = 3, |v| matches!(v, V::Journal { transaction: 0 }));
    breaks(
        |kg| kg.journal.open_info().unwrap().at = "2026-01-23".parse().ok(),
        |v| matches!(v, V::Transaction { transaction: 1 }),
    );
}

#[test]
fn who_is_one() {
    use Violation as V;
    let at = |kg: &KnowledgeGraph| u32::try_from(kg.journal.alterations.len()).unwrap();
    let join = |kg: &mut KnowledgeGraph, merge: bool| {
        let (row, why) = (at(kg), StringId::NONE);
        kg.journal.alterations.push(Alteration::Merge { duplicate: 1, into: 2, why });
        if merge {
            kg.merged.join(row, 1, 2);
        }
    };
    breaks(|kg| join(kg, false), |v| matches!(v, V::Merged));
    breaks(|kg| join(kg, true), |v| matches!(v, V::Adjacency { list: "outgoing", node: 1 }));
    breaks(|kg| kg.merged.join(7, 1, 2), |v| matches!(v, V::Merged));
    breaks(|kg| kg.merged.join(7, 0, 1), |v| matches!(v, V::MergedKind { node: 0 }));
    breaks(|kg| kg.merged.keep_apart(7, 1, 2), |v| matches!(v, V::Merged));
    let push = |alteration| {
        move |kg: &mut KnowledgeGraph| {
            let kg: &mut KnowledgeGraph = kg;
            kg.journal.alterations.push(alteration);
        }
    };
    let why = StringId::NONE;
    for alteration in [
        Alteration::Unmerge { merge: 0, why },
        Alteration::AllowMerge { apart: 0, why },
        Alteration::Merge { duplicate: 1, into: 1, why },
        Alteration::KeepApart { one: 2, other: 2, why },
        Alteration::Merge { duplicate: 3, into: 1, why },
    ] {
        breaks(push(alteration), |v| matches!(v, V::Alteration { .. }));
    }
}
