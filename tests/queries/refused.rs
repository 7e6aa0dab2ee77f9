//! Guards against queries that run and answer something else than was meant: what cannot be answered as it is asked is
//! one error, which names the variable or the name, and nothing runs.

use chancery::{
    Any, ErrorKind, KnowledgeGraph, Query,
    diplomacy::{self, AccreditedTo, AmbassadorOf, Event, Hosts, LocatedIn, Person, State, UnitOf, Visits},
    fact,
    query::{Compare, Order, maybe},
    schema::{Date, Number, Text},
};

/// What a query says when it is counted.
fn refused(build: impl FnOnce(&mut Query<'_>)) -> (ErrorKind, String) {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let (ann, oman) = (kg.add(Person, "Ann").unwrap(), kg.add(State, "Oman").unwrap());
    kg.assert(fact(ann, Visits, oman)).unwrap();
    let view = kg.view();
    let mut q = view.query();
    build(&mut q);
    let error = q.count().unwrap_err();
    assert_eq!(q.explain().unwrap_err(), error);
    assert_eq!(q.ask().unwrap_err(), error);
    assert_eq!(q.select(()).rows().map(|_| ()).unwrap_err(), error);
    (error.kind(), error.to_string())
}

#[test]
fn unknown_names_are_errors_that_propose_a_near_name() {
    for (found, kind, says) in [
        (
            refused(|q| {
                q.fact("ann", "vists", "oman");
            }),
            ErrorKind::UnknownRelation,
            "did you mean `visits`?",
        ),
        (
            refused(|q| {
                q.fact("anne", Visits, "oman");
            }),
            ErrorKind::UnknownEntity,
            "subject of visits: no entity has the key `anne`",
        ),
        (
            refused(|q| {
                q.var("stat");
            }),
            ErrorKind::UnknownKind,
            "did you mean `state`?",
        ),
        (
            refused(|q| {
                let post = q.fact("ann", "visits", "oman");
                q.role(post, "acredited-to", "oman");
            }),
            ErrorKind::UnknownRole,
            "did you mean `accredited-to`?",
        ),
        (
            refused(|q| {
                let visit = q.fact("ann", "visits", "oman");
                q.role(visit, AccreditedTo, "oman");
            }),
            ErrorKind::UnknownRole,
            "visits has no role `accredited-to`",
        ),
    ] {
        assert!(found.0 == kind && found.1.contains(says), "{found:?}");
    }
}

#[test]
fn ends_of_kinds_that_cannot_meet_are_an_error() {
    let found = refused(|q| {
        let state = q.var(State);
        q.fact(state, AmbassadorOf, "oman");
    });
    assert_eq!(
        found,
        (
            ErrorKind::WrongKind,
            "subject of ambassador-of: takes `person`, and the variable `state` is for `state`".into()
        )
    );
    let found = refused(|q| {
        let visit = q.fact("ann", Visits, "oman");
        q.fact(visit, Visits, "oman");
    });
    assert!(found.0 == ErrorKind::WrongKind && found.1.contains("`visits` is a fact"), "{found:?}");
    let found = refused(|q| {
        q.fact("oman", Visits, "ann");
    });
    assert_eq!(found.0, ErrorKind::WrongKind);
    let found = refused(|q| {
        let person = q.var(Person);
        q.entity(person);
        q.compare(person, Compare::Less, 3);
    });
    assert!(found.1.contains("`person` is not a variable over values"), "{found:?}");
    let found = refused(|q| {
        let born = q.var(Date);
        q.fact("ann", "born", born);
        q.compare(born, Compare::Less, "soon");
    });
    assert_eq!(found.0, ErrorKind::InvalidDate);
}

#[test]
fn variables_without_a_value_are_an_error() {
    let found = refused(|q| {
        let (a, b) = (q.var(Person), q.var(State));
        q.fact(a, Visits, "oman");
        q.differ(a, b);
    });
    assert_eq!(found, (ErrorKind::InvalidQuery, "`state` is compared, but no fact gives it a value there".into()));
    let found = refused(|q| {
        let (guest, event) = (q.var(Person), q.var(Event));
        q.fact(guest, Visits, "oman");
        q.optional(|q| {
            q.fact("oman", Hosts, event);
        });
        q.not(|q| {
            q.fact(guest, "took-part-in", event);
        });
    });
    assert!(found.1.starts_with("`event` may have no value where it is used"), "{found:?}");
    let found = refused(|q| {
        let (guest, event) = (q.var(Person), q.var(Event));
        q.fact(guest, Visits, "oman");
        q.optional(|q| {
            q.fact("oman", Hosts, event);
        });
        q.differ(event, "oman");
    });
    assert!(found.1.starts_with("`event` may have no value where it is used"), "{found:?}");
    let found = refused(|q| q.not(|_| {}));
    assert_eq!(found.1, "a part of the query has no condition");
    // Alternatives are looked into as well.
    let found = refused(|q| _ = q.either(|_| {}));
    assert_eq!(found.1, "a part of the query has no condition");
    let found = refused(|q| {
        let (guest, state) = (q.var(Person), q.var(State));
        q.fact(guest, Visits, "oman");
        q.either(|q| {
            q.fact(guest, Visits, "oman");
            q.differ(guest, state);
        })
        .or(|q| {
            q.fact(guest, AmbassadorOf, "oman");
        });
    });
    assert_eq!(found.1, "`state` is compared, but no fact gives it a value there");
}

#[test]
fn what_is_selected_must_have_a_value() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add(State, "Oman").unwrap();
    let view = kg.view();
    let mut q = view.query();
    let (state, person, number) = (q.var(State), q.var(Person), q.var(Number));
    q.entity(state);
    q.optional(|q| {
        q.fact(person, AmbassadorOf, state);
    });
    q.not(|q| {
        let code = q.var(Text);
        q.fact(state, "identified-by", code);
    });
    assert_eq!(
        q.select(number).rows().unwrap_err().message(),
        "`number` is selected, but no fact of the pattern gives it a value"
    );
    assert_eq!(
        q.select((state, person)).rows().unwrap_err().message(),
        "`person` may have no value: select `maybe(person)`"
    );
    let error = q.select(state).order_by(maybe(person), Order::Ascending).rows().unwrap_err();
    assert_eq!(error.message(), "rows are ordered by `person`, which is not selected");
    // So say all that use the selection, also those to which the order makes no difference.
    let ordered = || q.select(state).order_by(maybe(person), Order::Ascending);
    assert_eq!(ordered().count().unwrap_err(), error);
    assert_eq!(ordered().distinct().count().unwrap_err(), error);
    assert_eq!(ordered().limit(0).count().unwrap_err(), error);
    assert_eq!(ordered().visit(|_| panic!("nothing runs")).unwrap_err(), error);
    assert_eq!(ordered().groups().map(|_| ()).unwrap_err(), error);
    assert_eq!(ordered().groups_counting(maybe(person)).map(|_| ()).unwrap_err(), error);
    assert_eq!(q.select((state, maybe(person))).rows().unwrap().len(), 1);
}

#[test]
fn what_nothing_joins_is_refused_unless_it_is_asked_for() {
    let build = |q: &mut Query<'_>| {
        let (guest, state, other, there) = (q.var(Person), q.var(State), q.var(Person), q.var(State));
        q.fact(guest, Visits, state);
        q.fact(other, Visits, there);
        q.differ(state, there);
    };
    let found = refused(build);
    assert!(found.0 == ErrorKind::InvalidQuery && found.1.starts_with("nothing joins `"), "{found:?}");
    let kg = KnowledgeGraph::new(diplomacy::schema());
    let view = kg.view();
    let mut q = view.query();
    build(&mut q);
    q.allow_product();
    assert_eq!(q.count().unwrap().total(), 0);
}

#[test]
fn chains_are_of_transitive_relations_and_of_some_length() {
    let found = refused(|q| {
        let state = q.var(State);
        q.reach("oman", Visits, 1.., state);
    });
    assert!(found.1.contains("`visits` is not transitive"), "{found:?}");
    let found = refused(|q| {
        let place = q.var(Any);
        q.reach("oman", LocatedIn, 1..1, place);
    });
    assert!(found.1.contains("for 1 to 0 steps"), "{found:?}");
    let found = refused(|q| {
        let (a, b) = (q.var(Any), q.var(Any));
        q.reach(a, UnitOf, 0.., b);
    });
    assert!(found.1.contains("to `any 2` may have no facts"), "{found:?}");
}

#[test]
fn a_variable_of_another_query_is_refused() {
    let kg = KnowledgeGraph::new(diplomacy::schema());
    let view = kg.view();
    let mut other = view.query();
    // The next that this one would give, and one far beyond.
    let foreign = [(); 9].map(|()| other.var(State));
    for foreign in [foreign[0], foreign[8]] {
        let mut q = view.query();
        q.entity(foreign);
        assert!(q.count().unwrap_err().message().contains("a variable of another query"));
    }
}

/// How many matches a query has that is not refused, though one that looks like it would be.
fn taken(build: impl FnOnce(&mut Query<'_>)) -> u64 {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let (ann, ben) = (kg.add(Person, "Ann").unwrap(), kg.add(Person, "Ben").unwrap());
    let (oman, asia) = (kg.add(State, "Oman").unwrap(), kg.add(diplomacy::Region, "Asia").unwrap());
    kg.assert(fact(ann, Visits, oman)).unwrap();
    kg.assert(fact(ben, Visits, oman)).unwrap();
    kg.assert(fact(ben, AmbassadorOf, oman).with(AccreditedTo, oman)).unwrap();
    kg.assert(fact(oman, LocatedIn, asia)).unwrap();
    let view = kg.view();
    let mut q = view.query();
    build(&mut q);
    q.count().unwrap().total()
}

#[test]
fn what_can_be_answered_is_taken() {
    // One step, and none.
    let steps = |depth: std::ops::RangeInclusive<u32>| {
        taken(move |q| {
            let place = q.var(Any);
            q.reach("oman", LocatedIn, depth, place);
        })
    };
    assert_eq!((steps(1..=1), steps(0..=0), steps(0..=1), steps(2..=2)), (1, 1, 2, 0));
    let below = taken(|q| {
        let place = q.var(Any);
        q.reach("oman", LocatedIn, ..2, place);
    });
    assert_eq!(below, 2);
    // A fact between fixed ends is a test, wherever it stands, and joins nothing.
    for first in [true, false] {
        let found = taken(|q| {
            let guest = q.var(Person);
            if first {
                q.fact("ben", AmbassadorOf, "oman");
            }
            q.fact(guest, Visits, "oman");
            if !first {
                q.fact("ben", AmbassadorOf, "oman");
            }
        });
        assert_eq!(found, 2);
    }
    let found = refused(|q| {
        let (guest, envoy) = (q.var(Person), q.var(Person));
        q.fact(guest, Visits, "oman");
        q.fact(envoy, AmbassadorOf, "oman");
    });
    assert!(found.1.starts_with("nothing joins `"), "a fact with one given end is not a test: {found:?}");
    // A variable that has a value anyway may be named in an optional part, and be compared.
    let found = taken(|q| {
        let (guest, other) = (q.var(Person), q.var(Person));
        q.fact(guest, Visits, "oman");
        q.fact(other, Visits, "oman");
        q.allow_product();
        q.optional(|q| {
            q.fact(guest, AmbassadorOf, "oman");
        });
        q.either(|q| {
            q.fact(guest, Visits, "oman");
        })
        .or(|q| {
            q.fact(guest, AmbassadorOf, "oman");
        });
        q.differ(guest, other);
    });
    assert_eq!(found, 3, "Ann once, Ben by two alternatives");
    // What must not be need not be joined to what is around it.
    let found = taken(|q| {
        let guest = q.var(Person);
        q.fact(guest, Visits, "oman");
        q.not(|q| {
            let (envoy, state) = (q.var(Person), q.var(State));
            q.entity(guest);
            q.fact(envoy, "head-of-state-of", state);
        });
    });
    assert_eq!(found, 2);
}

#[test]
fn variables_of_one_name_are_numbered() {
    let found = refused(|q| {
        let [one, .., last] = [(); 4].map(|()| q.var(Person));
        q.entity(one);
        q.differ(one, last);
    });
    assert_eq!(found.1, "`person 4` is compared, but no fact gives it a value there");
}
