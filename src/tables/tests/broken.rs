//! Each rule of `validate` is broken once, by hand, and must be the first that is reported, or among what is.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::{
    KnowledgeGraph, Source, When, date,
    diplomacy::{self, AccreditedTo, AmbassadorOf, Person, State, Visits},
    fact,
    model::{Claim, FactId, KindId, RelationId, Resolution, SourceId, Value},
    schema::base::AlsoKnownAs,
    tables::{
        Alteration, ClaimExtra, FactList, FactRecord, NodeKind, NodeRecord, Op, Run, StringId, Tables, Violation,
        adjacency::Entry, days::Days, details::Detail, folded_names::NameText, row_id::RowId,
    },
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
    kg.resolve(plan, Resolution::Confirmed, visit).unwrap();
    kg.retract(visit, "not so").unwrap();
    kg.narrow(kazakhstan, State).unwrap_err();
    assert_eq!(kg.violations(), []);
    kg
}

/// A kind of the schema that all graphs here have.
fn kind(name: &str) -> KindId {
    diplomacy::schema().kind(name).unwrap()
}

fn record(tables: &mut Tables, fact: usize) -> &mut FactRecord {
    tables.log.edge_weight_mut(EdgeIndex::new(fact)).unwrap()
}

fn node(tables: &mut Tables, node: usize) -> &mut NodeKind {
    &mut tables.log.node_weight_mut(NodeIndex::new(node)).unwrap().0
}

fn detail(tables: &mut Tables, fact: usize) -> &mut Detail {
    tables.details.get_mut(FactId::new(u32::try_from(fact).unwrap())).unwrap()
}

/// Breaks a sound graph, and checks that this is noticed as what it is.
#[track_caller]
fn breaks(how: impl FnOnce(&mut Tables), what: fn(&Violation) -> bool) {
    let mut kg = sound();
    how(kg.tables_mut());
    let found = kg.violations();
    assert!(found.iter().any(what), "{found:?}");
    assert_eq!(kg.validate().unwrap_err(), found[0]);
}

#[test]
fn nodes() {
    use Violation as V;
    let far = StringId::NONE;
    breaks(
        |tables| *node(tables, 0) = NodeKind::Entity { kind: KindId::new(0), key: far, name: far },
        |v| matches!(v, V::String { of: "node", at: 0 }),
    );
    let set_kind = |tables: &mut Tables, to| tables.set_kind(0, to);
    breaks(|tables| set_kind(tables, KindId::new(9999)), |v| matches!(v, V::EntityKind { node: 0 }));
    breaks(|tables| set_kind(tables, kind("host")), |v| matches!(v, V::EntityKind { node: 0 }));
    breaks(|tables| tables.keys.remove("tokayev", 0), |v| matches!(v, V::Key { node: 0 }));
    breaks(
        |tables| tables.keys.insert("x", 7, |_| "x"),
        |v| matches!(v, V::IndexSize { of: "keys", found: 4, expected: 3 }),
    );
    breaks(|tables| tables.values[0].1 = 0, |v| matches!(v, V::Value { at: 0 }));
    breaks(|tables| tables.values.push((true.into(), 3)), |v| matches!(v, V::Value { at: 1 }));
    breaks(
        |tables| tables.value_index.insert(&Value::YesNo(true), 0, |_| unreachable!()),
        |v| matches!(v, V::IndexSize { of: "values", .. }),
    );
    breaks(|tables| detail(tables, PLAN).node = None, |v| matches!(v, V::FactNode { node: 4 }));
    breaks(
        |tables| {
            let node = u32::try_from(tables.log.add_node(NodeRecord(NodeKind::Value(1))).index()).unwrap();
            tables.values.push((true.into(), node));
        },
        |v| matches!(v, V::Unused { node: 5 }),
    );
}

#[test]
fn names() {
    use Violation as V;
    let value = NameText::Value(0);
    breaks(|tables| tables.names.remove("Qazaqstan", 1, value), |v| matches!(v, V::Name { node: 1 }));
    breaks(|tables| tables.names.insert("Qazaqstan", 1, value), |v| matches!(v, V::Name { node: 1 }));
    breaks(
        |tables| tables.names.insert("Qazaqstan", 2, value),
        |v| matches!(v, V::IndexSize { of: "names", found: 5, expected: 4 }),
    );
    // A name that was taken back with its fact is none.
    let mut kg = sound();
    kg.retract(FactId::new(u32::try_from(ALIAS).unwrap()), "").unwrap();
    assert_eq!(kg.violations(), []);
    kg.tables_mut().names.insert("Qazaqstan", 1, value);
    assert!(matches!(kg.violations()[..], [V::IndexSize { of: "names", .. }]));
}

#[test]
fn lists() {
    use Violation as V;
    let visits = sound().relation("visits").unwrap().id().index();
    let entry = Entry { label: visits, other: 2, fact: u32::try_from(PLAN).unwrap() };
    breaks(|tables| tables.outgoing.remove(0, entry), |v| matches!(v, V::Adjacency { list: "outgoing", node: 0 }));
    breaks(
        |tables| tables.outgoing.insert(0, entry, |_| 0),
        |v| matches!(v, V::Adjacency { list: "outgoing", node: 0 }),
    );
    breaks(
        |tables| tables.incoming.insert(1, entry, |_| 0),
        |v| matches!(v, V::Adjacency { list: "incoming", node: 1 }),
    );
    breaks(
        |tables| tables.playing.insert(9, entry, |_| 0),
        |v| matches!(v, V::IndexSize { of: "playing", found: 2, expected: 1 }),
    );
    breaks(|tables| tables.outgoing.break_directory(visits), |v| matches!(v, V::Directory { list: "outgoing", .. }));
    breaks(|tables| tables.outgoing.break_blocks(), |v| matches!(v, V::Blocks { list: "outgoing" }));
    let reverse = |facts: &mut FactList| {
        let old: Vec<_> = std::mem::take(facts).iter().collect();
        old.into_iter().rev().for_each(|fact| facts.push(fact));
    };
    breaks(
        |tables| reverse(&mut tables.by_relation.of_mut(RelationId::new(visits)).facts),
        |v| matches!(v, V::ByRelation { .. }),
    );
    breaks(
        |tables| tables.by_relation.of_mut(RelationId::new(0)).facts = FactList::default(),
        |v| matches!(v, V::ByRelation { relation: 0 }),
    );
    let (plain, planned) = (*record(sound().tables_mut(), ALIAS), *record(sound().tables_mut(), PLAN));
    breaks(
        |tables| tables.by_relation.of_mut(RelationId::new(visits)).altered(&planned, &plain),
        |v| matches!(v, V::RelationCounts { .. }),
    );
    breaks(
        |tables| tables.by_relation.of_mut(RelationId::new(visits)).count_node(),
        |v| matches!(v, V::RelationCounts { .. }),
    );
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
    record(kg.tables_mut(), 10).when = When::on(date("1991"));
    let found = kg.violations();
    assert!(found.iter().any(|v| matches!(v, V::Days { list: "outgoing", node: 0 })), "{found:?}");
    assert!(found.iter().any(|v| matches!(v, V::Days { list: "incoming", node: 2 })), "{found:?}");
    assert!(found.iter().any(|v| matches!(v, V::RelationDays { .. })), "{found:?}");
    let mut kg = many();
    let visits = kg.relation("visits").unwrap().id();
    kg.tables_mut().by_relation.of_mut(visits).days = Days::default();
    assert!(matches!(kg.violations()[..], [V::RelationDays { .. }]));
}

#[test]
fn facts() {
    use Violation as V;
    breaks(|tables| record(tables, PLAN).relation = RelationId::new(9999), |v| matches!(v, V::Ends { fact: 1 }));
    breaks(|tables| tables.set_kind(2, kind("document")), |v| matches!(v, V::Ends { fact: 1 }));
    breaks(|tables| tables.set_kind(2, kind("city")), |v| matches!(v, V::Roles { fact: 2 }));
    breaks(|tables| record(tables, POST).when = When::on(date("2026")), |v| matches!(v, V::Time { fact: 2 }));
    breaks(|tables| detail(tables, POST).players = (0, 0), |v| matches!(v, V::Roles { fact: 2 }));
    breaks(|tables| tables.players.push(tables.players[0]), |v| matches!(v, V::IndexSize { of: "role players", .. }));
    breaks(|tables| detail(tables, PLAN).players = (0, 1), |v| matches!(v, V::Players { .. }));
    breaks(|tables| tables.details.link(FactId::new(0), 0), |v| matches!(v, V::Detail { at: 0 }));
    let push = |tables: &mut Tables| assert_eq!(tables.details.push(FactId::new(0)), Some(4));
    breaks(push, |v| matches!(v, V::Detail { at: 4 }));
    breaks(
        |tables| tables.details.link(FactId::new(9), 0),
        |v| matches!(v, V::IndexSize { of: "links to details", .. }),
    );
    breaks(|tables| detail(tables, POST).node = RowId::new(0), |v| matches!(v, V::Detail { .. }));
    breaks(|tables| tables.fact_keys.remove("post", 2), |v| matches!(v, V::FactKey { fact: 2 }));
    breaks(
        |tables| detail(tables, POST).key = StringId::NONE,
        |v| matches!(v, V::IndexSize { of: "keys of facts", .. }),
    );
    breaks(|tables| tables.strings.truncate(0), |v| matches!(v, V::String { of: "detail", .. }));
}

#[test]
fn sources_and_claims() {
    use Violation as V;
    breaks(|tables| tables.sources[0].source.key = "other".into(), |v| matches!(v, V::SourceKey { source_number: 0 }));
    breaks(
        |tables| tables.sources[1].derives_from = Some(SourceId::new(1)),
        |v| matches!(v, V::DerivesFrom { source_number: 1 }),
    );
    breaks(|tables| tables.sources[1].derives_from = None, |v| matches!(v, V::DerivesFrom { source_number: 1 }));
    breaks(|tables| tables.sources[1].origin = SourceId::new(2), |v| matches!(v, V::DerivesFrom { source_number: 1 }));
    breaks(
        |tables| tables.source_keys.insert("y", 0, |_| "y"),
        |v| matches!(v, V::IndexSize { of: "keys of sources", .. }),
    );
    breaks(|tables| tables.claims[0].next = None, |v| matches!(v, V::ClaimChain { claim: 2 }));
    breaks(|tables| tables.claims[2].previous = None, |v| matches!(v, V::ClaimChain { claim: 2 }));
    breaks(|tables| detail(tables, PLAN).first_claims = 2, |v| matches!(v, V::ClaimChain { claim: 2 }));
    breaks(|tables| detail(tables, NOTE).first_claims = 2, |v| matches!(v, V::ClaimChain { claim: 1 }));
    breaks(|tables| detail(tables, PLAN).first_claims = 0, |v| matches!(v, V::Journal { transaction: 0 }));
    breaks(|tables| detail(tables, NOTE).claims = None, |v| matches!(v, V::IndexSize { of: "chained claims", .. }));
    breaks(|tables| tables.claims[0].speaker = RowId::new(3), |v| matches!(v, V::ClaimEnds { claim: 0 }));
    breaks(|tables| tables.claims[0].source = SourceId::new(2), |v| matches!(v, V::ClaimEnds { claim: 0 }));
    breaks(|tables| tables.claims[1].extra = RowId::new(0), |v| matches!(v, V::ClaimExtra { claim: 1 }));
    breaks(|tables| tables.claims[0].extra = None, |v| matches!(v, V::IndexSize { of: "what claims say", .. }));
    breaks(|tables| tables.extras[0].range = ClaimExtra::NOWHERE, |v| matches!(v, V::ClaimExtra { claim: 0 }));
    breaks(|tables| tables.extras[0].range = (12, 99), |v| matches!(v, V::Quote { claim: 0 }));
    breaks(|tables| tables.extras[1].range = (0, 3), |v| matches!(v, V::Quote { claim: 1 }));
    breaks(
        |tables| tables.strings.truncate(tables.strings.len() - 2),
        |v| matches!(v, V::String { of: "claim", at: 1 }),
    );
}

/// Faults that only one of several conditions of a rule finds.
#[test]
fn by_a_hair() {
    use Violation as V;
    let far = StringId::NONE;
    let nameless = |tables: &mut Tables| {
        if let NodeKind::Entity { name, .. } = node(tables, 0) {
            *name = far;
        }
    };
    breaks(nameless, |v| matches!(v, V::String { of: "node", at: 0 }));
    breaks(
        |tables| {
            tables.values.push((true.into(), 3));
            tables.value_index.insert(&Value::YesNo(true), 1, |_| unreachable!());
        },
        |v| matches!(v, V::Value { at: 1 }),
    );
    breaks(
        |tables| {
            record(tables, PLAN).relation = RelationId::new(u16::try_from(sound().schema().relation_count()).unwrap());
        },
        |v| matches!(v, V::Ends { fact: 1 }),
    );
    breaks(
        |tables| {
            tables.players.push(tables.players[0]);
            detail(tables, POST).players = (0, 2);
        },
        |v| matches!(v, V::Roles { fact: 2 }),
    );
    let next = |tables: &Tables| FactId::new(u32::try_from(tables.log.edge_count()).unwrap());
    breaks(|tables| tables.claims[0].fact = next(tables), |v| matches!(v, V::ClaimEnds { claim: 0 }));
    breaks(
        |tables| tables.sources[0].source.text = Some("x".into()),
        |v| matches!(v, V::SourceKey { source_number: 0 }),
    );
    breaks(
        |tables| tables.sources[0].published = Some(date("2026")),
        |v| matches!(v, V::SourceKey { source_number: 0 }),
    );
    let derives_from = |tables: &mut Tables, key: &str| tables.sources[1].source.derives_from = Some(key.into());
    breaks(|tables| derives_from(tables, "wire"), |v| matches!(v, V::DerivesFrom { source_number: 1 }));
    breaks(
        |tables| {
            derives_from(tables, "wire");
            tables.sources[1].derives_from = Some(SourceId::new(1));
        },
        |v| matches!(v, V::DerivesFrom { source_number: 1 }),
    );
    let resolve = |by| Alteration::Resolve { fact: FactId::new(1), by, resolution: Resolution::Denied, before: None };
    breaks(|tables| tables.journal.alterations[0] = resolve(next(tables)), |v| matches!(v, V::Alteration { at: 0 }));
    breaks(|tables| tables.journal.alterations[0] = resolve(FactId::new(1)), |v| matches!(v, V::Alteration { at: 0 }));
    breaks(
        |tables| {
            tables.journal.alterations.push(Alteration::Narrow { node: 0, from: kind("person"), to: kind("person") });
        },
        |v| matches!(v, V::Alteration { at: 2 }),
    );
    breaks(|tables| tables.players.clear(), |v| matches!(v, V::Transaction { transaction: 1 }));
}

#[test]
fn history() {
    use Violation as V;
    breaks(|tables| record(tables, ALIAS).flags = FactRecord::RETRACTED, |v| matches!(v, V::Flag { fact: 0 }));
    breaks(|tables| tables.resolved_by.clear(), |v| matches!(v, V::Settled));
    breaks(|tables| record(tables, PLAN).flags = 0, |v| matches!(v, V::Flag { fact: 1 }));
    breaks(|tables| record(tables, ALIAS).flags = 4, |v| matches!(v, V::Flag { fact: 0 }));
    breaks(|tables| tables.journal.alterations.swap(0, 1), |v| matches!(v, V::Alteration { at: 0 }));
    breaks(|tables| tables.journal.alterations.swap(0, 1), |v| matches!(v, V::Flag { fact: 1 }));
    let by = FactId::new(0);
    breaks(
        |tables| {
            tables.journal.alterations[0] =
                Alteration::Resolve { fact: FactId::new(1), by, resolution: Resolution::Denied, before: None }
        },
        |v| matches!(v, V::Alteration { at: 0 }),
    );
    breaks(
        |tables| {
            let (from, to) = (kind("agent"), kind("person"));
            tables.journal.alterations.push(Alteration::Narrow { node: 0, from, to });
            tables.journal.alterations.push(Alteration::Narrow { node: 0, from, to });
        },
        |v| matches!(v, V::Alteration { at: 3 }),
    );
    breaks(
        |tables| {
            let (from, to) = (kind("agent"), kind("state"));
            tables.journal.alterations.push(Alteration::Narrow { node: 0, from, to });
        },
        |v| matches!(v, V::Alteration { at: 2 }),
    );
    breaks(
        |tables| tables.journal.runs.push(Run { op: Op::Assert, count: 1 }),
        |v| matches!(v, V::Journal { transaction: 1 }),
    );
    breaks(|tables| tables.journal.runs[0].count = 3, |v| matches!(v, V::Journal { transaction: 0 }));
    breaks(
        |tables| tables.journal.break_stamp("2026-01-23".parse().ok()),
        |v| matches!(v, V::Transaction { transaction: 1 }),
    );
    breaks(|tables| tables.journal.break_last_stamp(None), |v| matches!(v, V::Transaction { transaction: 1 }));
}

#[test]
fn who_is_one() {
    use Violation as V;
    let at = |tables: &Tables| u32::try_from(tables.journal.alterations.len()).unwrap();
    let join = |tables: &mut Tables, merge: bool| {
        let (row, why) = (at(tables), StringId::NONE);
        tables.journal.alterations.push(Alteration::Merge { duplicate: 1, into: 2, why });
        if merge {
            tables.merged.join(row, 1, 2);
        }
    };
    breaks(|tables| join(tables, false), |v| matches!(v, V::Merged));
    breaks(|tables| join(tables, true), |v| matches!(v, V::Adjacency { list: "outgoing", node: 1 }));
    breaks(|tables| tables.merged.join(7, 1, 2), |v| matches!(v, V::Merged));
    breaks(|tables| tables.merged.join(7, 0, 1), |v| matches!(v, V::MergedKind { node: 0 }));
    breaks(|tables| tables.merged.keep_apart(7, 1, 2), |v| matches!(v, V::Merged));
    let push = |alteration| {
        move |tables: &mut Tables| {
            tables.journal.alterations.push(alteration);
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
