//! Cases that random queries rarely produce, or found once: each on a few facts, with the answer written by hand.

use chancery::{
    Any, Id, KnowledgeGraph, Query, Truth, date,
    diplomacy::{self, Highlighted, Met, Person, State, Visits},
    entity, fact,
    model::{Modality, Value},
    query::{
        Compare::{self, AtLeast, AtMost, Greater, Less},
        FactVar, Order, maybe,
    },
    schema::{KindDef, RelationDef, Schema, Shape},
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

/// A variable that one alternative binds and another only tries, in what must not be, has no value in the rows of the
/// other.
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
        assert_eq!(q.count().unwrap().total(), 0, "who visits, visits");
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

/// Values compare with values of their type: texts, numbers, and dates as what they mean.
#[test]
fn values_compare_by_what_they_mean() {
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("thing")).unwrap();
    for (relation, range) in [("born", "date"), ("called", "text"), ("weighs", "number")] {
        schema.add_relation(RelationDef::new(relation, Shape::Either, "thing", range)).unwrap();
    }
    let mut kg = KnowledgeGraph::new(schema);
    kg.add("thing", entity("A").key("a")).unwrap();
    let mut compared = |relation: &str, value: Value, how: Compare, other: Value| {
        let recorded = kg.assert(fact("a", relation, value)).unwrap();
        let view = kg.view();
        let mut q = view.query();
        let ranges = [("born", "date"), ("called", "text"), ("weighs", "number")];
        let range = ranges.iter().find(|(name, _)| *name == relation).unwrap().1;
        let value = q.var(range);
        q.fact("a", relation, value);
        q.compare(value, how, other);
        let truth = q.ask().unwrap();
        kg.retract(recorded, "").unwrap();
        truth
    };
    let text = |text: &str| Value::Text(text.into());
    for (one, how, other, truth) in [
        ("a", Less, "b", Truth::Yes),
        ("b", Less, "b", Truth::No),
        ("b", AtMost, "b", Truth::Yes),
        ("b", AtMost, "a", Truth::No),
        ("b", Greater, "a", Truth::Yes),
        ("b", Greater, "b", Truth::No),
        ("b", AtLeast, "b", Truth::Yes),
        ("a", AtLeast, "b", Truth::No),
    ] {
        assert_eq!(compared("called", text(one), how, text(other)), truth, "{one} {how:?} {other}");
    }
    assert_eq!(compared("weighs", Value::from(9), Less, Value::from(10)), Truth::Yes, "not as text");
    assert_eq!(compared("weighs", Value::from(9), Less, text("a")), Truth::No, "two types");
    for (one, how, other, truth) in [
        ("2020-02-10", Less, "2020-02-11", Truth::Yes),
        ("2020-02-10", Less, "2020-02-10", Truth::No),
        ("2020-02-10", AtMost, "2020-02-10", Truth::Yes),
        // Some day of the month is before it, and some is not.
        ("2020-02", Less, "2020-02-10", Truth::Possibly),
        ("2020-02", Less, "2020-02-01", Truth::No),
        ("2020-02", AtMost, "2020-02-01", Truth::Possibly),
        ("2020-02", AtMost, "2020-02-29", Truth::Yes),
        ("2020-02", Less, "2020-02-29", Truth::Possibly),
        ("2020-02", Less, "2020-03", Truth::Yes),
        ("2020", Greater, "2019", Truth::Yes),
        ("2020", AtLeast, "2020", Truth::Possibly),
        // What is uncertain itself is never certainly earlier.
        ("1991?", Less, "2020", Truth::Possibly),
        ("1991", Less, "2020?", Truth::Possibly),
        ("2020", Less, "1991?", Truth::No),
    ] {
        let (a, b) = (Value::from(date(one)), Value::from(date(other)));
        assert_eq!(compared("born", a, how, b), truth, "{one} {how:?} {other}");
    }
}

/// Rows in the order of facts, of several variables, and of what may be missing.
#[test]
fn rows_come_in_the_order_that_is_asked_for() {
    let mut kg = graph();
    kg.assert(fact("cid", Visits, "oman").on("2020-02-10")).unwrap();
    kg.assert(fact("ann", Visits, "oman").on("2019")).unwrap();
    let view = kg.view();
    let mut q = view.query();
    let (guest, other) = (q.var(Person), q.var(Person));
    let visit = q.fact(guest, Visits, "oman");
    q.optional(|q| {
        q.fact(guest, Met, other);
    });
    let name = |id| kg.node_ref(id).and_then(|node| node.name()).unwrap();
    let names = |order| {
        let rows = q.select((guest, visit, maybe(other))).order_by(visit, order).rows().unwrap();
        rows.iter().map(|row| format!("{} {}", name(row.values().0), row.values().1.when())).collect::<Vec<_>>()
    };
    let up = names(Order::Ascending);
    // What may have begun on any day, then by the first day.
    assert_eq!(up, ["Ann unstated", "Ben unstated", "Ann 2019", "Cid 2020-02-10"]);
    // The two visits without a time are equal in either order, so they stay as they were recorded.
    assert_eq!(names(Order::Descending), ["Cid 2020-02-10", "Ann 2019", "Ann unstated", "Ben unstated"]);
    // What is missing is last whichever way, and a second order parts what the first leaves equal.
    for order in [Order::Ascending, Order::Descending] {
        let rows =
            q.select((guest, visit, maybe(other))).order_by(maybe(other), order).order_by(guest, Order::Descending);
        let rows = rows.rows().unwrap();
        let found: Vec<_> = rows.iter().map(|row| (name(row.values().0), row.values().2.map(name))).collect();
        let mut with = [("Ben", Some("Ann")), ("Ann", Some("Ben")), ("Ann", Some("Ben"))];
        if order == Order::Descending {
            with.rotate_left(1);
        }
        assert_eq!(found, [&with[..], &[("Cid", None)]].concat());
    }
}

/// What one alternative binds and another does not is what the rest of the pattern binds, however cheap the
/// alternatives are.
#[test]
fn alternatives_wait_for_what_only_some_of_them_bind() {
    let kg = graph();
    let view = kg.view();
    let mut q = view.query();
    let (guest, host) = (q.var(Person), q.var(State));
    q.either(|q| {
        q.fact("ann", Met, guest);
    })
    .or(|q| {
        q.fact("ann", Visits, "oman");
    });
    q.fact(guest, Visits, host);
    assert_eq!(q.select(guest).rows().unwrap().to_string(), "certainly: Ann\ncertainly: Ben\ncertainly: Ben\n");
}

/// Cycles with several facts between two nodes, counted without being listed, against the products of the numbers of
/// facts.
#[test]
fn cycles_of_parallel_facts_are_counted() {
    const NODES: usize = 7;
    let mut seed = 1815_u64;
    let mut dice = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((seed >> 33) % below).unwrap()
    };
    for round in 0..200 {
        let mut schema = Schema::new();
        schema.add_kind(KindDef::new("thing")).unwrap();
        for relation in ["r", "s", "t"] {
            schema.add_relation(RelationDef::new(relation, Shape::Either, "thing", "thing")).unwrap();
        }
        let mut kg = KnowledgeGraph::new(schema);
        let ids: Vec<_> = (0..NODES).map(|n| kg.add("thing", entity("Thing").key(format!("n{n}"))).unwrap()).collect();
        // How many facts of each relation there are from each to each: of some relations few, of others many.
        let mut many = [[[0_u64; NODES]; NODES]; 3];
        for (relation, name) in ["r", "s", "t"].into_iter().enumerate() {
            for _ in 0..[8, 20, 60][dice(3)] {
                let (a, b) = (dice(NODES as u64), dice(NODES as u64) * dice(2));
                kg.assert(fact(ids[a], name, ids[b])).unwrap();
                many[relation][a][b] += 1;
            }
        }
        // Four variables, a circle through all of them, and some facts more.
        let mut edges = vec![(0, 1), (1, 2), (2, 0), (2, 3), (3, 0)];
        edges.truncate(3 + 2 * (round % 2));
        let variables = 3 + round % 2;
        // One relation all round is the same from each variable.
        let one = (dice(3) == 0).then(|| dice(3));
        for _ in 0..if one.is_some() { 0 } else { dice(4) } {
            let (a, b) = edges[dice(edges.len() as u64)];
            edges.push(if dice(2) == 0 { (a, b) } else { (b, a) });
        }
        let edges: Vec<_> = edges.into_iter().map(|(a, b)| (one.unwrap_or_else(|| dice(3)), a, b)).collect();
        let absent = (dice(3), dice(variables as u64), dice(variables as u64));

        let view = kg.view();
        let mut q = view.query();
        let vars: Vec<_> = (0..variables).map(|_| q.var("thing")).collect();
        for (relation, a, b) in &edges {
            q.fact(vars[*a], ["r", "s", "t"][*relation], vars[*b]);
        }
        let mut without = q.clone();
        without.not(|q| {
            q.fact(vars[absent.1], ["r", "s", "t"][absent.0], vars[absent.2]);
        });
        let (mut all, mut kept, mut different) = (0, 0, 0);
        for number in 0..NODES.pow(u32::try_from(variables).unwrap()) {
            let at = |variable: usize| number / NODES.pow(u32::try_from(variable).unwrap()) % NODES;
            let ways: u64 = edges.iter().map(|(relation, a, b)| many[*relation][at(*a)][at(*b)]).product();
            all += ways;
            different += ways.min(1);
            kept += if many[absent.0][at(absent.1)][at(absent.2)] == 0 { ways } else { 0 };
        }
        assert_eq!(q.count().unwrap().certain, all, "{edges:?}");
        assert_eq!(without.count().unwrap().certain, kept, "{edges:?} without {absent:?}");
        assert_eq!(q.select(vars).distinct().count().unwrap().certain, different, "{edges:?}, each once");
    }
}

/// Chains of exactly so many steps, also of more than there are facts: they go round.
#[test]
fn chains_of_many_steps_go_round() {
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("thing")).unwrap();
    schema.add_relation(RelationDef::new("leads-to", Shape::Either, "thing", "thing").transitive()).unwrap();
    let mut kg = KnowledgeGraph::new(schema);
    let ids: Vec<_> = (0..9).map(|n| kg.add("thing", entity("Thing").key(format!("n{n}"))).unwrap()).collect();
    // Two steps into a round of three, beside which is one of two; and an end.
    let facts = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 2), (1, 5), (5, 6), (6, 5), (4, 7)];
    for (a, b) in facts {
        kg.assert(fact(ids[a], "leads-to", ids[b])).unwrap();
    }
    for start in 0..9 {
        let mut there = vec![start];
        for steps in 0..40 {
            let view = kg.view();
            let mut q = view.query();
            let end = q.var("thing");
            q.reach(ids[start], "leads-to", steps..=steps, end);
            let found: Vec<_> = q.select(end).rows().unwrap().values().map(Id::index).collect();
            let wanted: Vec<_> = there.iter().map(|n| ids[*n].index()).collect();
            assert_eq!(found, wanted, "{steps} steps from {start}");
            there = facts.iter().filter(|(a, _)| there.contains(a)).map(|(_, b)| *b).collect();
            there.sort_unstable();
            there.dedup();
        }
    }
}

/// Where all facts differ, an optional part does not match the fact that an earlier part has matched.
#[test]
fn facts_of_two_parts_differ() {
    let mut kg = graph();
    kg.assert(fact("ben", Visits, "oman")).unwrap();
    let view = kg.view();
    // The first part may be an alternative, of which there is no other.
    for (distinct, alternative, wanted) in [
        (true, false, [(0, 1), (2, 2)]),
        (true, true, [(0, 1), (2, 2)]),
        (false, false, [(1, 1), (4, 4)]),
        (false, true, [(1, 1), (4, 4)]),
    ] {
        for (guest, (both, rows)) in ["ann", "ben"].into_iter().zip(wanted) {
            let mut q = view.query();
            if distinct {
                q.distinct_facts();
            }
            let (host, mut visits) = (q.var(State), Vec::new());
            q.entity(host);
            if alternative {
                q.either(|q| visits.push(q.fact(guest, Visits, host)));
            } else {
                q.optional(|q| visits.push(q.fact(guest, Visits, host)));
            }
            q.optional(|q| visits.push(q.fact(guest, Visits, host)));
            let found = q.select((maybe(visits[0]), maybe(visits[1]))).rows().unwrap();
            let all = found.values().filter(|(one, other)| one.is_some() && other.is_some()).count();
            assert_eq!((all, found.len()), (both, rows), "{guest}, {distinct}, {alternative}");
        }
    }
}

/// A fact is compared with facts by its number, and with nodes by what they stand for: the numbers of both begin at 0.
#[test]
fn a_fact_differs_from_nodes_and_other_facts() {
    let mut kg = graph();
    let facts: Vec<_> = kg.view().all_facts().map(|fact| fact.id()).collect();
    kg.assert(fact("cid", Highlighted, facts[1])).unwrap();
    let view = kg.view();
    let visits = |differ: &dyn Fn(&mut Query<'_>, FactVar<Visits>)| {
        let mut q = view.query();
        let guest = q.var(Person);
        let visit = q.fact(guest, Visits, "oman");
        differ(&mut q, visit);
        assert_eq!(q.count().unwrap(), q.select(visit).rows().unwrap().count());
        q.select(visit).rows().unwrap().values().map(|visit| visit.id()).collect::<Vec<_>>()
    };
    // The second has a node, which is not its number.
    for (given, left) in [(0, vec![facts[1]]), (1, vec![facts[0]]), (2, vec![facts[0], facts[1]])] {
        assert_eq!(visits(&|q, visit| q.differ(visit, facts[given])), left);
        assert_eq!(visits(&|q, visit| q.differ(facts[given], visit)), left);
    }
    for given in ["ann", "ben", "cid", "oman"] {
        assert_eq!(visits(&|q, visit| q.differ(visit, given)), facts[..2]);
    }
    assert_eq!(visits(&|q, visit| q.differ(visit, 2026)), facts[..2]);
    let highlighted = visits(&|q, visit| {
        let what = q.var(Any);
        q.fact("cid", Highlighted, what);
        q.differ(visit, what);
        q.allow_product();
    });
    assert_eq!(highlighted, facts[..1]);
}

/// Given nodes may have to differ, and a fact that is only possible may be both present and absent.
#[test]
fn counts_hold_where_a_condition_says_little() {
    let mut kg = graph();
    kg.add(State, "Mali").unwrap();
    kg.assert(fact("ann", Visits, "mali")).unwrap();
    kg.assert(fact("cid", Visits, "mali").planned()).unwrap();
    let view = kg.view();
    for (one, other, wanted) in [("oman", "mali", 1), ("oman", "oman", 0)] {
        let mut q = view.query();
        let guest = q.var(Person);
        q.fact(guest, Visits, "oman");
        q.fact(guest, Visits, "mali");
        q.differ(one, other);
        assert_eq!(q.count().unwrap().certain, wanted);
        assert_eq!(q.select(guest).rows().unwrap().count().certain, wanted);
    }
    // A visit that is planned is possible, and so is that there is none.
    let mut q = view.query();
    let (guest, host) = (q.var(Person), q.var(State));
    q.fact(guest, Visits, host);
    q.not(|q| {
        q.fact(guest, Visits, host);
    });
    assert_eq!(q.select(guest).rows().unwrap().to_string(), "possibly: Cid\n");
    let count = q.count().unwrap();
    assert_eq!((count.certain, count.possible), (0, 1));
    // Of one relation certain, possible and denied facts.
    kg.assert(fact("ben", Visits, "mali").denied()).unwrap();
    let view = kg.view().with_modalities(Modality::ALL);
    let mut q = view.query();
    let (guest, host, other) = (q.var(Person), q.var(State), q.var(Person));
    q.fact(guest, Visits, host);
    let count = q.count().unwrap();
    assert_eq!((count.certain, count.possible, count.denied), (3, 1, 1));
    q.fact(other, Visits, host);
    let rows = q.select((guest, other)).rows().unwrap();
    assert_eq!(q.count().unwrap(), rows.count());
}

/// A fact that is known before its ends are, here by what is said of it: one that is symmetric is found both ways, and
/// one that joins somebody to themselves once.
#[test]
fn a_fact_that_is_known_first_is_met_both_ways() {
    let mut kg = graph();
    let met = kg.view().facts(Met).first().unwrap().unwrap().id();
    let mirror = kg.assert(fact("cid", Met, "cid")).unwrap();
    for about in [met, mirror] {
        kg.assert(fact("ann", Highlighted, about)).unwrap();
    }
    for _ in 0..40 {
        kg.assert(fact("ben", Met, "cid")).unwrap();
    }
    let view = kg.view();
    let mut q = view.query();
    let (one, other) = (q.var(Person), q.var(Person));
    let meeting = q.fact(one, Met, other);
    q.fact("ann", Highlighted, meeting);
    let rows = q.select((one, other)).rows().unwrap();
    assert_eq!(rows.to_string(), "certainly: Ann, Ben\ncertainly: Ben, Ann\ncertainly: Cid, Cid\n");
}

/// More facts of a node with itself than lie in one piece.
#[test]
fn loops_are_counted_across_pieces() {
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("thing")).unwrap();
    for relation in ["r", "s"] {
        schema.add_relation(RelationDef::new(relation, Shape::Either, "thing", "thing")).unwrap();
    }
    let mut kg = KnowledgeGraph::new(schema);
    let ids: Vec<_> = (0..4).map(|n| kg.add("thing", entity("Thing").key(format!("n{n}"))).unwrap()).collect();
    for (a, relation, b, times) in [
        (1, "r", 0, 300),
        (1, "r", 1, 700),
        (1, "r", 2, 300),
        (2, "r", 2, 3),
        (1, "s", 3, 2),
        (2, "s", 3, 1),
        (3, "s", 3, 1),
    ] {
        for _ in 0..times {
            kg.assert(fact(ids[a], relation, ids[b])).unwrap();
        }
    }
    let view = kg.view();
    let mut q = view.query();
    let (x, y) = (q.var("thing"), q.var("thing"));
    q.fact(x, "r", x);
    assert_eq!(q.count().unwrap().certain, 703);
    assert_eq!(q.select(x).distinct().count().unwrap().certain, 2);
    q.fact(x, "s", y);
    assert_eq!(q.count().unwrap().certain, 700 * 2 + 3);
    q.not(|q| {
        q.fact(y, "r", y);
    });
    assert_eq!(q.count().unwrap().certain, 700 * 2 + 3);
    q.differ(x, y);
    assert_eq!(q.count().unwrap().certain, 700 * 2 + 3);
    q.not(|q| {
        q.fact(x, "r", "n0");
    });
    assert_eq!(q.count().unwrap().certain, 3);
}

/// Parts within parts, counted beside their rows: conditions of an inner part are not lost where it is counted as a
/// number for each value of the variable that it shares.
#[test]
fn parts_within_parts_count_as_they_list() {
    let mut seed = 1648_u64;
    let mut dice = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((seed >> 33) % below).unwrap()
    };
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("thing")).unwrap();
    for relation in ["r", "s", "t"] {
        schema.add_relation(RelationDef::new(relation, Shape::Either, "thing", "thing")).unwrap();
    }
    for _ in 0..12 {
        let mut kg = KnowledgeGraph::new(schema.clone());
        let ids: Vec<_> = (0..6).map(|n| kg.add("thing", entity("Thing").key(format!("n{n}"))).unwrap()).collect();
        for _ in 0..30 {
            let draft = fact(ids[dice(6)], ["r", "s", "t"][dice(3)], ids[dice(6)]);
            kg.assert(if dice(8) == 0 { draft.planned() } else { draft }).unwrap();
        }
        let view = kg.view();
        for (outer, inner) in (0..2).flat_map(|outer| (0..7).map(move |inner| (outer, inner))) {
            let mut q = view.query();
            let [guest, host, other, x, y, z] = [(); 6].map(|()| q.var("thing"));
            q.fact(guest, "r", host);
            q.fact(other, "t", host);
            let part = |q: &mut Query<'_>| {
                q.fact(guest, "s", x);
                q.fact(x, "t", y);
                match inner {
                    0 => {}
                    1 => q.differ(guest, y),
                    2 => q.differ(x, y),
                    3 => q.not(|q| {
                        q.fact(y, "r", x);
                    }),
                    4 => q.not(|q| {
                        q.fact(y, "r", z);
                    }),
                    5 => q.optional(|q| {
                        q.fact(y, "r", z);
                    }),
                    _ => q.entity(y),
                }
            };
            if outer == 0 {
                q.not(part);
            } else {
                q.optional(part);
            }
            let rows = q.select(guest).rows().unwrap();
            assert_eq!(q.count().unwrap(), rows.count(), "{outer} {inner}\n{}", q.explain().unwrap());
        }
    }
}

/// Two cycles that share no variable: the count is the product, however the variables are ordered. Guards against a
/// variable without an edge to an earlier one.
#[test]
fn two_separate_cycles_are_counted_as_a_product() {
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("thing")).unwrap();
    schema.add_relation(RelationDef::new("r", Shape::Either, "thing", "thing")).unwrap();
    let mut kg = KnowledgeGraph::new(schema);
    let ids: Vec<_> = (0..6).map(|n| kg.add("thing", entity("Thing").key(format!("n{n}"))).unwrap()).collect();
    for a in 0..6 {
        for b in 0..6 {
            if (a * 5 + b * 3) % 7 < 4 {
                kg.assert(fact(ids[a], "r", ids[b])).unwrap();
            }
        }
    }
    let view = kg.view();
    let cycle = |q: &mut Query<'_>, length: usize| {
        let vars: Vec<_> = (0..length).map(|_| q.var("thing")).collect();
        for (at, var) in vars.iter().enumerate() {
            q.fact(*var, "r", vars[(at + 1) % length]);
        }
    };
    let count = |lengths: &[usize]| {
        let mut q = view.query();
        q.allow_product();
        for length in lengths {
            cycle(&mut q, *length);
        }
        q.count().unwrap().certain
    };
    let (three, four) = (count(&[3]), count(&[4]));
    assert!(three > 10 && four > three);
    assert_eq!([count(&[3, 3]), count(&[4, 3]), count(&[4, 4])], [three * three, three * four, four * four]);
}
