//! Guards against a recipe of the documentation that asks another question than it says: near misses of each are told
//! apart.

use chancery::{
    Any, KnowledgeGraph, Truth, date,
    diplomacy::{self, AmbassadorOf, OnBehalfOf, Person, Recognized, State, Visits},
    fact,
    query::{Order, maybe},
};

/// Visits to Oman, each by a person of this name.
fn visits(times: &[(&str, &str)]) -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let oman = kg.add(State, "Oman").unwrap();
    for (name, when) in times {
        let guest = kg.add(Person, *name).unwrap();
        kg.assert(fact(guest, Visits, oman).when(when.parse().unwrap())).unwrap();
    }
    kg
}

/// The pairs of guests who were there on a common day, each once.
fn together(kg: &KnowledgeGraph) -> String {
    let view = kg.view();
    let mut q = view.query();
    let (one, other) = (q.var(Person), q.var(Person));
    let (visit, another) = (q.fact(one, Visits, "oman"), q.fact(other, Visits, "oman"));
    q.each_pair_once(one, other);
    q.share_a_day(visit, another);
    q.select((one, other)).rows().unwrap().to_string()
}

#[test]
fn guests_on_the_same_days_are_those_that_share_a_day() {
    // A and B at the same time, C within theirs, D overlaps their end, E follows on the next day, F later.
    let kg = visits(&[
        ("A", "2026-03-01/2026-03-05"),
        ("B", "2026-03-01/2026-03-05"),
        ("C", "2026-03-02/2026-03-03"),
        ("D", "2026-03-04/2026-03-09"),
        ("E", "2026-03-10/2026-03-11"),
        ("F", "2026-03-20"),
    ]);
    assert_eq!(together(&kg), "certainly: A, B\ncertainly: A, C\ncertainly: A, D\ncertainly: B, C\ncertainly: B, D\n");
    // One day is enough, also if it is the last of one and the first of the other.
    let kg = visits(&[("A", "2026-03-01/2026-03-05"), ("B", "2026-03-05/2026-03-07"), ("C", "2026-03-08")]);
    assert_eq!(together(&kg), "certainly: A, B\n");
    let kg = visits(&[("A", "2026-03"), ("B", "2026-03-05"), ("C", "2026-04")]);
    assert_eq!(together(&kg), "possibly: A, B\n");
}

#[test]
fn each_pair_comes_once_and_nothing_is_paired_with_itself() {
    let kg = visits(&[("A", "2026"), ("B", "2026"), ("C", "2026")]);
    let view = kg.view();
    let mut q = view.query();
    let (one, other) = (q.var(Person), q.var(Person));
    let (visit, another) = (q.fact(one, Visits, "oman"), q.fact(other, Visits, "oman"));
    q.allow_product();
    assert_eq!(q.count().unwrap().total(), 9);
    let mut by_facts = q.clone();
    // An order joins its variables, which a shared constant does not.
    let mut joined = view.query();
    let (a, b) = (joined.var(Person), joined.var(Person));
    joined.fact(a, Visits, "oman");
    joined.fact(b, Visits, "oman");
    assert!(joined.count().is_err());
    joined.each_pair_once(a, b);
    assert_eq!(joined.count().unwrap().total(), 3);
    q.each_pair_once(one, other);
    assert_eq!(q.count().unwrap().total(), 3);
    assert_eq!(q.select((one, other)).distinct().count().unwrap().total(), 3);
    by_facts.each_pair_once(visit, another);
    assert_eq!(by_facts.select((visit, another)).rows().unwrap().count().total(), 3);
    // A fact is no node, and an entity is no variable.
    let mut mixed = view.query();
    let one = mixed.var(Person);
    let visit = mixed.fact(one, Visits, "oman");
    mixed.each_pair_once(one, visit);
    let why = mixed.count().unwrap_err().to_string();
    assert!(why.contains("two variables for nodes, or two for facts"), "{why}");
}

#[test]
fn a_visit_in_a_year_may_begin_before_and_end_after_it() {
    let kg = visits(&[
        ("A", "1990-12-30/1991-01-02"),
        ("B", "1991-12-30/1992-01-02"),
        ("C", "1990-12-31"),
        ("D", "1992-01-01"),
        ("E", "1991"),
        ("F", "1990/1992"),
    ]);
    let view = kg.view();
    let mut q = view.query();
    let guest = q.var(Person);
    let visit = q.fact(guest, Visits, "oman");
    q.holds_during(visit, "1991");
    let rows = q.select(guest).rows().unwrap().to_string();
    assert_eq!(rows, "certainly: A\ncertainly: B\ncertainly: E\ncertainly: F\n");
}

/// Guests who came for a state, and when; the state was recognized on 1 January 1992.
fn recognized(visits: &[(&str, &str)]) -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let (oman, mali) = (kg.add(State, "Oman").unwrap(), kg.add(State, "Mali").unwrap());
    kg.assert(fact(oman, Recognized, mali).on("1992-01-01")).unwrap();
    for (name, when) in visits {
        let guest = kg.add(Person, *name).unwrap();
        kg.assert(fact(guest, Visits, oman).with(OnBehalfOf, mali).when(when.parse().unwrap())).unwrap();
    }
    kg
}

#[test]
fn a_visit_within_a_year_after_is_neither_before_nor_later() {
    let kg = recognized(&[
        ("A", "1991-12-31"),
        ("B", "1992-01-01"),
        ("C", "1992-12-31"),
        ("D", "1993-01-01"),
        ("E", "1992-12"),
        ("F", "1992-12/1993-02"),
        ("G", "1993"),
    ]);
    let view = kg.view();
    let mut q = view.query();
    let (guest, state) = (q.var(Person), q.var(State));
    let recognition = q.fact("oman", Recognized, state);
    let visit = q.fact(guest, Visits, "oman");
    q.role(visit, OnBehalfOf, state);
    q.begins_after(visit, recognition, 0..=365);
    let rows = q.select(guest).order_by(guest, Order::Ascending).rows().unwrap();
    // 1992 has 366 days, so its last one is 365 days after its first.
    assert_eq!(rows.to_string(), "certainly: B\ncertainly: C\ncertainly: E\ncertainly: F\n");
}

#[test]
fn the_first_visit_is_the_one_before_which_none_began() {
    // C begins after A, but ends before it; B begins within A.
    let kg = recognized(&[("A", "1993-03-01/1993-03-20"), ("B", "1993-03-10/1993-03-30"), ("C", "1993-03-02")]);
    let view = kg.view();
    let mut q = view.query();
    let (guest, state) = (q.var(Person), q.var(State));
    q.fact("oman", Recognized, state);
    q.optional(|q| {
        let first = q.fact(guest, Visits, "oman");
        q.role(first, OnBehalfOf, state);
        q.not(|q| {
            let other = q.var(Person);
            let earlier = q.fact(other, Visits, "oman");
            q.role(earlier, OnBehalfOf, state);
            q.begins_after(first, earlier, 1..=i64::MAX);
        });
    });
    assert_eq!(q.select((state, maybe(guest))).rows().unwrap().to_string(), "certainly: Mali, A\n");
}

#[test]
fn a_planned_visit_only_possibly_ends_that_nobody_came() {
    let mut kg = recognized(&[]);
    let never = |kg: &KnowledgeGraph| {
        let view = kg.view();
        let mut q = view.query();
        let state = q.var(State);
        q.fact("oman", Recognized, state);
        q.not(|q| {
            let guest = q.var(Person);
            let visit = q.fact(guest, Visits, "oman");
            q.role(visit, OnBehalfOf, state);
        });
        q.ask().unwrap()
    };
    assert_eq!(never(&kg), Truth::Yes);
    let guest = kg.add(Person, "A").unwrap();
    let visit = || fact(guest, Visits, "oman");
    // A visit on behalf of no stated state is no visit for Mali.
    kg.assert(visit().on("1993")).unwrap();
    assert_eq!(never(&kg), Truth::Yes);
    kg.assert(visit().with(OnBehalfOf, "mali").on("1994").planned()).unwrap();
    assert_eq!(never(&kg), Truth::Possibly);
    kg.assert(visit().with(OnBehalfOf, "mali").on("1995")).unwrap();
    assert_eq!(never(&kg), Truth::No);
}

#[test]
fn an_optional_part_gives_each_post_and_keeps_states_without_one() {
    let mut kg = recognized(&[]);
    for (name, when) in [("A", "as-of 2026-01-24"), ("B", "as-of 2026-01-24")] {
        let envoy = kg.add(Person, name).unwrap();
        kg.assert(fact(envoy, AmbassadorOf, "mali").with(diplomacy::AccreditedTo, "oman").when(when.parse().unwrap()))
            .unwrap();
    }
    let view = kg.view().on(date("2026-01-24")).unwrap();
    let mut q = view.query();
    let (host, envoy, home) = (q.var(State), q.var(Person), q.var(Any));
    q.entity(host);
    q.optional(|q| {
        let post = q.fact(envoy, AmbassadorOf, home);
        q.role(post, diplomacy::AccreditedTo, host);
    });
    let rows = q.select((host, maybe(envoy))).order_by(host, Order::Ascending).rows().unwrap();
    assert_eq!(rows.to_string(), "certainly: Mali, -\ncertainly: Oman, A\ncertainly: Oman, B\n");
}
