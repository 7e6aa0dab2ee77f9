//! What random queries seldom come to, or found once: each on a few facts, with the answer written down.

use chancery::{
    KnowledgeGraph,
    diplomacy::{self, Met, Person, State, Visits},
    fact,
    query::maybe,
};

/// Three people of whom two visited, two met, and one did neither.
fn graph() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    for name in ["Ann", "Ben", "Cid"] {
        kg.add(Person, name).unwrap();
    }
    let oman = kg.add(State, "Oman").unwrap();
    kg.assert(fact("ann", Visits, oman)).unwrap();
    kg.assert(fact("ben", Visits, oman)).unwrap();
    kg.assert(fact("ann", Met, "ben")).unwrap();
    kg
}

/// A variable that one alternative binds and another only tries, in what must not be, has no value in the rows of the other.
#[test]
fn what_a_not_tries_is_in_no_row() {
    let kg = graph();
    let view = kg.view();
    let mut q = view.query();
    let (who, guest) = (q.var(Person), q.var(Person));
    q.entity(who);
    q.either(|q| {
        q.fact(guest, Visits, "oman");
        q.fact(guest, Met, who);
    })
    .or(|q| {
        q.not(|q| {
            q.fact(guest, Met, who);
        });
    });
    let rows = q.select((who, maybe(guest))).rows().unwrap();
    assert_eq!(rows.to_string(), "certainly: Ann, Ben\ncertainly: Ben, Ann\ncertainly: Cid, -\n");
}

/// What must not be may rest on a fact of the row, whichever of the two is looked for first.
#[test]
fn facts_of_a_not_may_be_those_of_the_row() {
    let kg = graph();
    let view = kg.view();
    for others in 0..3 {
        let mut q = view.query();
        q.distinct_facts();
        let (guest, host) = (q.var(Person), q.var(State));
        q.fact(guest, Visits, host);
        for _ in 0..others {
            let other = q.var(Person);
            q.fact(other, Visits, host);
        }
        q.not(|q| {
            q.fact(guest, Visits, host);
        });
        assert_eq!(q.count().unwrap().total(), 0, "whoever visits, visits");
    }
    // Among themselves they differ: nobody visited twice.
    let mut q = view.query();
    q.distinct_facts();
    let guest = q.var(Person);
    q.fact(guest, Visits, "oman");
    q.not(|q| {
        q.fact(guest, Visits, "oman");
        q.fact(guest, Visits, "oman");
    });
    assert_eq!(q.count().unwrap().certain, 2);
}

/// A fact that a `not` within an optional part tries is none that a later one has to differ from.
#[test]
fn what_a_not_tries_bars_no_later_fact() {
    let kg = graph();
    let view = kg.view();
    let mut q = view.query();
    q.distinct_facts();
    let (who, whom, host, again) = (q.var(Person), q.var(Person), q.var(State), q.var(State));
    q.fact(who, Met, whom);
    q.optional(|q| {
        q.fact(whom, Visits, "oman");
        // Tries the one visit, and finds no second.
        q.not(|q| {
            q.fact(who, Visits, host);
            q.fact(who, Visits, host);
        });
    });
    q.optional(|q| {
        q.fact(who, Visits, again);
    });
    let rows = q.select((who, maybe(again))).rows().unwrap();
    assert_eq!(rows.to_string(), "certainly: Ann, Oman\ncertainly: Ben, Oman\n");
}
