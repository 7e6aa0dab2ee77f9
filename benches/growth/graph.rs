//! What records, changes and forgets.

use chancery::{
    Error, Id, KnowledgeGraph, Schema, Source,
    base::AlsoKnownAs,
    diplomacy::{self, Highlighted, Met, Person},
    entity, fact,
    model::{Claim, FactId, Resolution, Transaction},
    schema::{KindDef, RelationDef, Shape},
};

use super::measure::Rows;

pub(crate) fn empty() -> KnowledgeGraph {
    KnowledgeGraph::new(diplomacy::schema())
}

pub(crate) fn people(n: usize) -> (KnowledgeGraph, Vec<Id<Person>>) {
    let mut kg = empty();
    let add = |n| kg.add(Person, entity(format!("Person {n}")).key(format!("person-{n}"))).unwrap();
    let ids = (0..n).map(add).collect();
    (kg, ids)
}

pub(crate) fn namesakes(n: usize) -> KnowledgeGraph {
    let mut kg = empty();
    for n in 0..n {
        kg.add(Person, entity("John Smith").key(format!("john-{n}"))).unwrap();
    }
    kg
}

/// A path: each met the next.
pub(crate) fn path(n: usize) -> (KnowledgeGraph, Vec<Id<Person>>) {
    let (mut kg, ids) = people(n);
    for two in ids.windows(2) {
        kg.assert(fact(two[0], Met, two[1])).unwrap();
    }
    (kg, ids)
}

/// A hub: all met the first.
pub(crate) fn hub(n: usize) -> (KnowledgeGraph, Vec<Id<Person>>) {
    let (mut kg, ids) = people(n);
    for id in &ids {
        kg.assert(fact(*id, Met, ids[0])).unwrap();
    }
    (kg, ids)
}

/// A day for each number, over and over.
pub(crate) fn day(n: usize) -> String {
    format!("{:04}-{:02}-{:02}", 1 + n / 336 % 9_000, 1 + n / 28 % 12, 1 + n % 28)
}

/// A plan, each outcome of which is a plan again.
pub(crate) fn outcomes(n: usize) -> (KnowledgeGraph, Vec<FactId>) {
    let (mut kg, ids) = people(2);
    let mut plan = || kg.assert(fact(ids[0], Met, ids[1]).planned()).unwrap();
    let facts: Vec<_> = (0..=n).map(|_| plan()).collect();
    for two in facts.windows(2) {
        kg.resolve(two[0], Resolution::Refined, two[1]).unwrap();
    }
    (kg, facts)
}

pub(crate) fn rows(rows: &mut Rows) {
    names(rows);
    facts(rows);
    merges(rows);
    open_schemas(rows);
    purges(rows);
}

fn names(rows: &mut Rows) {
    rows.linear("namesakes: add", 4_000, |n| move || namesakes(n));
    rows.linear("namesakes: add another, under the next free key", 1_000, |n| {
        move || {
            let mut kg = empty();
            (0..n).for_each(|_| drop(kg.add_another(Person, "John Smith").unwrap()));
            kg
        }
    });
    rows.linear("namesakes: upsert", 1_000, |n| {
        let mut kg = namesakes(n);
        move || {
            for n in 0..n {
                kg.upsert(Person, entity("John Smith").key(format!("john-{n}"))).unwrap();
            }
        }
    });
    rows.linear("namesakes: validate", 4_000, |n| {
        let kg = namesakes(n);
        move || kg.validate().unwrap()
    });
    rows.linear("namesakes: undo", 4_000, |n| {
        move || {
            empty().atomically(|kg| {
                for n in 0..n {
                    kg.add(Person, entity("John Smith").key(format!("john-{n}")))?;
                }
                kg.entity("nobody").map(drop)
            })
        }
    });
    rows.linear("namesakes: aliases, and retract them", 1_000, |n| {
        let (mut kg, ids) = people(n);
        move || {
            let facts: Vec<_> = ids.iter().map(|id| kg.assert(fact(*id, AlsoKnownAs, "Bo")).unwrap()).collect();
            facts.iter().for_each(|fact| kg.retract(*fact, "").unwrap());
        }
    });
    rows.linear("keys: look up those that are not there", 500, |n| {
        let (kg, _) = people(n);
        move || (0..n).filter(|n| kg.entity(&format!("persn-{n}")).is_err()).count()
    });
    rows.linear("keys: miss one, add one", 500, |n| {
        move || {
            let mut kg = empty();
            for n in 0..n {
                assert!(kg.entity(&format!("persn-{n}")).is_err());
                kg.add(Person, entity("x").key(format!("person-{n}"))).unwrap();
            }
            kg
        }
    });
    rows.linear("keys: miss one, record one with a new value", 500, |n| {
        move || {
            let (mut kg, ids) = people(1);
            for n in 0..n {
                assert!(kg.entity(&format!("persn-{n}")).is_err());
                kg.assert(fact(ids[0], AlsoKnownAs, format!("Name {n}"))).unwrap();
            }
            kg
        }
    });
}

fn facts(rows: &mut Rows) {
    rows.linear("one pair: assert", 4_000, |n| {
        let (mut kg, ids) = people(2);
        move || (0..n).for_each(|n| drop(kg.assert(fact(ids[0], Met, ids[1]).on(day(n).as_str())).unwrap()))
    });
    rows.linear("one pair: assert once, all of other days", 1_000, |n| {
        let (mut kg, ids) = people(2);
        move || (0..n).for_each(|n| drop(kg.assert_once(fact(ids[0], Met, ids[1]).on(day(n).as_str())).unwrap()))
    });
    rows.linear("one pair: retract all", 8_000, |n| {
        let (mut kg, ids) = people(2);
        let facts: Vec<_> = (0..n).map(|_| kg.assert(fact(ids[0], Met, ids[1])).unwrap()).collect();
        move || facts.iter().for_each(|fact| kg.retract(*fact, "").unwrap())
    });
    let why = "each is compared with the claims that the fact has";
    rows.steep("one fact: claims of many sources, each once", 500, why, |n| {
        let (mut kg, ids) = people(2);
        (0..n).for_each(|n| drop(kg.add_source(Source::new(format!("s{n}"))).unwrap()));
        let fact = kg.assert(fact(ids[0], Met, ids[1])).unwrap();
        move || (0..n).filter(|n| kg.claim_once(fact, &Claim::new(format!("s{n}"))).unwrap()).count()
    });
    rows.linear("one chain of sources: the origin of each", 500, |n| {
        let mut kg = empty();
        for n in 0..n {
            let source = Source::new(format!("s{n}"));
            kg.add_source(if n > 0 { source.derives_from(format!("s{}", n - 1)) } else { source }).unwrap();
        }
        move || kg.sources().map(|source| source.origin().id().index()).max()
    });
    rows.linear("transactions: the stamp of each", 500, |n| {
        let mut kg = empty();
        kg.at("2026-01-24").unwrap();
        for n in 0..n {
            kg.begin(Transaction::default()).unwrap();
            kg.add_source(Source::new(format!("s{n}"))).unwrap();
        }
        move || kg.transactions().filter(|(id, _)| kg.stamp_of(*id).is_some()).count()
    });
    rows.linear("history: of all", 1_000, |n| {
        let (kg, _) = path(n);
        move || kg.history().count()
    });
    let why = "each reads the transactions of its edits, which here are one";
    rows.steep("history: of each", 500, why, |n| {
        let (kg, ids) = path(n);
        move || ids.iter().map(|id| kg.history_of(*id).len()).sum::<usize>()
    });
}

fn merges(rows: &mut Rows) {
    rows.linear("merge: a star", 1_000, |n| {
        let (mut kg, ids) = people(n);
        move || ids[1..].iter().for_each(|id| drop(kg.merge(*id, ids[0], "").unwrap()))
    });
    let why = "each merge moves the whole group to the next node";
    rows.steep("merge: a path", 1_000, why, |n| {
        let (mut kg, ids) = people(n);
        move || ids.windows(2).for_each(|two| drop(kg.merge(two[0], two[1], "").unwrap()))
    });
    rows.linear("merge: a star of which each has a fact", 500, |n| {
        let (mut kg, ids) = path(n);
        move || ids[1..].iter().for_each(|id| drop(kg.merge(*id, ids[0], "").unwrap()))
    });
    rows.linear("merge: keep all from one", 1_000, |n| {
        let (mut kg, ids) = people(n);
        move || ids[1..].iter().for_each(|id| kg.keep_apart(*id, ids[0], "").unwrap())
    });
    rows.linear("merge: validate a star", 1_000, |n| {
        let (mut kg, ids) = people(n);
        ids[1..].iter().for_each(|id| drop(kg.merge(*id, ids[0], "").unwrap()));
        move || kg.validate().unwrap()
    });
    rows.linear("unmerge: a star", 500, |n| {
        let (mut kg, ids) = people(n);
        ids[1..].iter().for_each(|id| drop(kg.merge(*id, ids[0], "").unwrap()));
        move || ids[1..].iter().for_each(|id| kg.unmerge(*id, ids[0], "").unwrap())
    });
    rows.linear("unmerge: a path", 500, |n| {
        let (mut kg, ids) = people(n);
        ids.windows(2).for_each(|two| drop(kg.merge(two[0], two[1], "").unwrap()));
        move || ids.windows(2).for_each(|two| kg.unmerge(two[0], two[1], "").unwrap())
    });
}

fn open_schemas(rows: &mut Rows) {
    fn open() -> Result<(KnowledgeGraph, [Id; 2]), Error> {
        let mut kg = KnowledgeGraph::new(Schema::new().open());
        let two = [kg.add("thing", "A")?.any(), kg.add("thing", "B")?.any()];
        Ok((kg, two))
    }
    rows.linear("open schema: a kind for each entity", 500, |n| {
        move || {
            let (mut kg, _) = open().unwrap();
            (0..n).for_each(|n| drop(kg.add(format!("kind-{n}").as_str(), format!("Thing {n}")).unwrap()));
        }
    });
    rows.linear("open schema: a relation for each fact", 500, |n| {
        move || {
            let (mut kg, [a, b]) = open().unwrap();
            (0..n).for_each(|n| drop(kg.assert(fact(a, format!("relation-{n}").as_str(), b)).unwrap()));
        }
    });
    rows.linear("open schema: a role for each fact", 500, |n| {
        move || {
            let (mut kg, [a, b]) = open().unwrap();
            for n in 0..n {
                kg.assert(fact(a, "relates", b).with(format!("role-{n}").as_str(), b)).unwrap();
            }
        }
    });
    rows.linear("open schema: all roles of one fact", 500, |n| {
        move || {
            let (mut kg, [a, b]) = open().unwrap();
            let draft = (0..n).fold(fact(a, "relates", b), |draft, n| draft.with(format!("role-{n}").as_str(), b));
            kg.assert(draft).unwrap();
        }
    });
    rows.linear("schema: declare kinds and relations", 500, |n| {
        move || {
            let mut schema = Schema::new();
            for n in 0..n {
                schema.add_kind(KindDef::new(format!("kind-{n}"))).unwrap();
                let ends = [format!("kind-{n}"), "kind-0".to_owned()];
                let [subject, object] = ends;
                schema.add_relation(RelationDef::new(format!("relation-{n}"), Shape::Holds, subject, object)).unwrap();
            }
            schema
        }
    });
}

fn purges(rows: &mut Rows) {
    rows.linear("purge: a fact that many refer to", 1_000, |n| {
        let (mut kg, ids) = people(3);
        let met = kg.assert(fact(ids[0], Met, ids[1])).unwrap();
        (0..n).for_each(|_| drop(kg.assert(fact(ids[2], Highlighted, met)).unwrap()));
        move || kg.purge(met, "").unwrap()
    });
    rows.linear("purge: a hub", 1_000, |n| {
        let (mut kg, ids) = hub(n);
        move || kg.purge(ids[0], "").unwrap()
    });
}
