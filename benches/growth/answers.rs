//! Views, outcomes, differences, chains and queries.

use chancery::{
    Id, KnowledgeGraph, Source, When,
    diff::{diff, merge_dossiers},
    diplomacy::{Met, Organization, Person, State, UnitOf, Visits},
    dossier::{Archive, Dossier},
    fact,
    query::Order,
};

use super::{
    graph::{day, empty, hub, namesakes, outcomes, path, people},
    measure::Rows,
};

/// So many facts of one pair, on days that begin with a given one.
fn one_pair(n: usize, first: usize) -> KnowledgeGraph {
    let (mut kg, ids) = people(2);
    for n in first..first + n {
        kg.assert(fact(ids[0], Met, ids[1]).on(day(n).as_str())).unwrap();
    }
    kg
}

/// Everybody met the next four.
fn ladder(n: usize) -> (KnowledgeGraph, Vec<Id<Person>>) {
    let (mut kg, ids) = people(n);
    for (at, id) in ids.iter().enumerate() {
        ids[at + 1..].iter().take(4).for_each(|other| drop(kg.assert(fact(*id, Met, *other)).unwrap()));
    }
    (kg, ids)
}

pub(crate) fn rows(rows: &mut Rows) {
    views(rows);
    lives(rows);
    differences(rows);
    chains(rows);
    queries(rows);
}

fn views(rows: &mut Rows) {
    rows.linear("view: all facts of a hub on a day", 2_000, |n| {
        let (kg, ids) = hub(n);
        move || kg.view().on("2026-01-24").unwrap().about(ids[0]).unwrap().count()
    });
    rows.linear("view: freeze a hub", 2_000, |n| {
        let (kg, _) = hub(n);
        move || kg.view().freeze()
    });
    rows.linear("view: as a petgraph graph", 1_000, |n| {
        let (kg, _) = hub(n);
        move || kg.view().to_petgraph()
    });
    rows.linear("view: from a list of sources", 1_000, |n| {
        let (mut kg, ids) = people(2);
        let keys: Vec<_> = (0..n).map(|n| format!("s{n}")).collect();
        for key in &keys {
            kg.add_source(Source::new(key.as_str())).unwrap();
            kg.assert(fact(ids[0], Met, ids[1]).source(key.as_str())).unwrap();
        }
        move || {
            let keys: Vec<_> = keys.iter().map(String::as_str).collect();
            let without = kg.view().without_sources(keys.clone()).unwrap().fact_count();
            (kg.view().from_sources(keys).unwrap().fact_count(), without)
        }
    });
    rows.linear("view: timeline", 1_000, |n| {
        let kg = one_pair(n, 0);
        move || kg.view().timeline().len()
    });
    rows.linear("view: the ten strongest candidates among namesakes", 250, |n| {
        let kg = namesakes(n);
        move || kg.view().strongest_candidates(10).len()
    });
    rows.steep("view: all candidates among namesakes", 100, "all pairs are asked for", |n| {
        let kg = namesakes(n);
        move || kg.view().candidates().len()
    });
    rows.linear("dossier: of a hub", 1_000, |n| {
        let (kg, _) = hub(n);
        move || Dossier::of(&kg.view())
    });
    rows.linear("archive: of a hub, and back", 500, |n| {
        let (kg, _) = hub(n);
        move || Archive::of(&kg).to_graph(kg.schema().clone()).unwrap()
    });
}

fn lives(rows: &mut Rows) {
    rows.linear("outcomes: the last word of one long chain", 2_000, |n| {
        let (kg, facts) = outcomes(n);
        move || kg.view().resolved(facts[0]).map(|fact| fact.id())
    });
    rows.linear("outcomes: the life of one long chain", 1_000, |n| {
        let (kg, facts) = outcomes(n);
        move || kg.view().life(facts[0]).len()
    });
    rows.linear("outcomes: the difference of two long chains", 500, |n| {
        let ((one, _), (other, _)) = (outcomes(n), outcomes(n + 1));
        move || diff(&one.view().with_resolved(), &other.view().with_resolved()).differences().len()
    });
}

fn differences(rows: &mut Rows) {
    rows.linear("diff: one pair, all the same", 1_000, |n| {
        let (one, other) = (one_pair(n, 0), one_pair(n, 0));
        move || diff(&one.view(), &other.view()).differences().len()
    });
    rows.linear("diff: one pair, all on other days", 500, |n| {
        let (one, other) = (one_pair(n, 0), one_pair(n, n));
        move || diff(&one.view(), &other.view()).differences().len()
    });
    rows.linear("diff: one pair, all on other days but one without a date", 500, |n| {
        let (one, mut other) = (one_pair(n, 0), one_pair(n, n));
        let ends = ["person-0", "person-1"];
        other.assert(fact(ends[0], Met, ends[1]).when(When::UNSTATED)).unwrap();
        move || diff(&one.view(), &other.view()).differences().len()
    });
    rows.linear("diff: one pair without dates, more of them", 500, |n| {
        let of = |n: usize| {
            let (mut kg, ids) = people(2);
            (0..n).for_each(|_| drop(kg.assert(fact(ids[0], Met, ids[1]).when(When::UNSTATED)).unwrap()));
            kg
        };
        let (one, other) = (of(n), of(2 * n));
        move || diff(&one.view(), &other.view()).differences().len()
    });
    rows.linear("merge of dossiers: one pair", 250, |n| {
        let [base, ours, theirs] = [(n, 0), (2 * n, 0), (2 * n, n)].map(|(n, at)| Dossier::of(&one_pair(n, at).view()));
        move || merge_dossiers(&base, &ours, &theirs)
    });
}

fn chains(rows: &mut Rows) {
    rows.linear("ego: everything, along a path", 1_000, |n| {
        let (kg, ids) = path(n);
        move || kg.view().ego(ids[0], u32::MAX).unwrap().fact_count()
    });
    rows.linear("chains: the shortest, along a path", 1_000, |n| {
        let (kg, ids) = path(n);
        move || kg.view().chains(ids[0], ids[n - 1]).shortest().unwrap().map(|chain| chain.len())
    });
    rows.steep("chains: the k shortest, by k", 16, "each takes a search for each step of the one before", |n| {
        let (kg, ids) = ladder(40);
        move || kg.view().chains(ids[0], ids[39]).k_shortest(n).unwrap().len()
    });
    rows.linear("reach: along a path", 500, |n| {
        let mut kg = empty();
        let units: Vec<_> = (0..n).map(|n| kg.add(Organization, format!("Unit {n}")).unwrap()).collect();
        units.windows(2).for_each(|two| drop(kg.assert(fact(two[0], UnitOf, two[1])).unwrap()));
        move || {
            let view = kg.view();
            let mut q = view.query();
            let other = q.var(Organization);
            q.reach(units[0], UnitOf, 1.., other);
            q.count().unwrap()
        }
    });
}

fn queries(rows: &mut Rows) {
    rows.linear("query: the pairs of a hub, ordered", 500, |n| {
        let (kg, ids) = hub(n);
        move || {
            let view = kg.view();
            let mut q = view.query();
            let guest = q.var(Person);
            q.fact(guest, Met, ids[0]);
            q.select(guest).order_by(guest, Order::Descending).rows().unwrap().values().count()
        }
    });
    rows.linear("query: a fixed player on both sides", 500, |n| {
        let (mut kg, ids) = people(2 * n);
        for (at, two) in ids.chunks(2).enumerate() {
            let place = kg.add(State, format!("State {at}")).unwrap();
            kg.assert(fact(two[0], Visits, place).with("visit-kind", "official")).unwrap();
            kg.assert(fact(two[1], Visits, place).with("visit-kind", "working")).unwrap();
        }
        move || {
            let view = kg.view();
            let mut q = view.query();
            let (one, other, place) = (q.var(Person), q.var(Person), q.var(State));
            for (guest, kind) in [(one, "official"), (other, "working")] {
                let visit = q.fact(guest, Visits, place);
                q.role(visit, "visit-kind", kind);
            }
            q.count().unwrap()
        }
    });
    rows.linear("query: facts in a row, one for each", 15, |n| {
        let (kg, ids) = path(n + 1);
        move || {
            let view = kg.view();
            let mut q = view.query();
            let people: Vec<_> = (0..=n).map(|_| q.var(Person)).collect();
            people.windows(2).for_each(|two| drop(q.fact(two[0], Met, two[1])));
            q.fact(people[0], Met, ids[1]);
            q.ask().unwrap()
        }
    });
}
