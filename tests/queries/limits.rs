//! Guards against queries that cost more than their size allows: those at the limits run, on the stack of a small
//! thread, and those beyond are refused.

use chancery::{
    Any, ErrorKind, KnowledgeGraph, Query, Truth, entity, fact,
    query::{Count, Var},
    schema::{KindDef, RelationDef, RoleDef, Schema, Shape},
};

/// A path of things.
fn path(things: usize) -> KnowledgeGraph {
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("thing")).unwrap();
    schema.add_role(RoleDef::new("by")).unwrap();
    for relation in ["r", "s", "t"] {
        let def = RelationDef::new(relation, Shape::Either, "thing", "thing").optional("by", "any");
        schema.add_relation(def.transitive()).unwrap();
    }
    let mut kg = KnowledgeGraph::new(schema);
    let ids: Vec<_> = (0..things).map(|n| kg.add("thing", entity("Thing").key(format!("n{n}"))).unwrap()).collect();
    for pair in ids.windows(2) {
        kg.assert(fact(pair[0], "r", pair[1])).unwrap();
    }
    kg
}

/// A chain of variables, given by its number of facts.
fn chain(q: &mut Query<'_>, facts: usize) -> Vec<Var<Any>> {
    let mut vars = vec![q.var(Any)];
    for _ in 0..facts {
        let (before, next) = (vars[vars.len() - 1], q.var(Any));
        q.fact(before, "r", next);
        vars.push(next);
    }
    vars
}

/// All ways to ask. How many matches there are.
fn matches(q: &Query<'_>) -> Result<u64, chancery::Error> {
    q.explain()?;
    let count = q.count()?.total();
    assert_eq!(q.select(()).rows()?.len() as u64, count);
    assert_eq!(q.ask()?.is_yes(), count > 0);
    Ok(count)
}

/// A row of 128 conditions needs no more stack than a thread has, also where each value is tested and all facts differ.
#[test]
fn a_row_meets_at_most_so_many_conditions() {
    let kg = path(131);
    let view = kg.view();
    let mut q = view.query();
    let vars = chain(&mut q, 128);
    assert_eq!(matches(&q).unwrap(), 3);
    q.differ(vars[0], vars[1]);
    let error = matches(&q).unwrap_err();
    let why = "a row of a query meets at most 128 conditions, and one of this meets 129; the date in the name of a relation \
               and a fact at an end of another are conditions, too";
    assert_eq!((error.kind(), error.message()), (ErrorKind::Full, why));

    let mut q = view.query();
    q.distinct_facts();
    let mut last = q.var("thing");
    for _ in 0..128 {
        let next = q.var("thing");
        q.any_fact(last, next);
        last = next;
    }
    assert_eq!(matches(&q).unwrap(), 3);

    // Of alternatives and of negations, only the longest counts; parts that add to a row all count.
    let count = |alternatives: usize, nots: usize, optional: usize| {
        let mut q = view.query();
        let thing = q.var("thing");
        q.fact("n0", "r", thing);
        let mut either = q.either(|q| chain_from(q, thing, 2));
        for _ in 1..alternatives {
            either = either.or(|q| chain_from(q, thing, 50));
        }
        for _ in 0..nots {
            q.not(|q| chain_from(q, thing, 4));
        }
        for _ in 0..optional {
            q.optional(|q| chain_from(q, thing, 2));
        }
        q.ask().map(Truth::is_yes)
    };
    assert!(!count(10, 50, 0).unwrap() && count(10, 0, 20).unwrap());
    assert_eq!(count(10, 0, 30).unwrap_err().kind(), ErrorKind::Full);
    assert_eq!(count(10, 80, 0).unwrap_err().kind(), ErrorKind::Full);
}

/// A chain of facts that begins at a variable.
fn chain_from(q: &mut Query<'_>, from: Var<impl chancery::schema::Kind>, facts: usize) {
    let mut last = q.var(Any);
    q.fact(from, "r", last);
    for _ in 1..facts {
        let next = q.var(Any);
        q.fact(last, "r", next);
        last = next;
    }
}

/// The least number of facts of a chain is the number of looks at all nodes that it takes.
#[test]
fn a_chain_has_at_most_so_many_facts_at_least() {
    let kg = path(1_003);
    let view = kg.view();
    let found = |least: u32, most: u32| {
        let mut q = view.query();
        let end = q.var(Any);
        q.reach("n0", "r", least..=most, end);
        matches(&q)
    };
    assert_eq!((found(1_000, 1_000).unwrap(), found(1_000, u32::MAX).unwrap()), (1, 3));
    assert_eq!(found(0, 4_000_000_000).unwrap(), 1_003);
    for (least, most) in [(1_001, 1_001), (1_001, u32::MAX), (u32::MAX, u32::MAX)] {
        let error = found(least, most).unwrap_err();
        let why = format!("a chain of `r` has at least {least} facts; the least number is at most 1000");
        assert_eq!((error.kind(), error.message()), (ErrorKind::Full, why.as_str()));
    }
}

/// A date in the name of a relation and a fact about a fact are conditions, though no call adds them.
#[test]
fn implied_conditions_count() {
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("thing")).unwrap();
    schema.add_relation(RelationDef::new("saw", Shape::Happens, "thing", "any").dated()).unwrap();
    let mut kg = KnowledgeGraph::new(schema);
    let ann = kg.add("thing", "Ann").unwrap();
    kg.assert(fact(ann, "saw", ann).on("2026")).unwrap();
    let view = kg.view();
    // Each fact with a date is two conditions, and each about the one before it a third.
    let asked = |facts: usize, more: usize| {
        let mut q = view.query();
        let mut last = q.fact("ann", "saw-in-2026", "ann");
        for _ in 1..facts {
            last = q.fact("ann", "saw-in-2026", last);
        }
        (0..more).for_each(|_| q.holds_on(last, "2026"));
        q.count().map(Count::total)
    };
    assert_eq!(asked(1, 0).unwrap(), 1);
    assert_eq!(asked(43, 0).unwrap(), 0);
    assert_eq!(asked(43, 1).unwrap_err().kind(), ErrorKind::Full);
}

#[test]
fn a_query_has_at_most_a_thousand_conditions() {
    let kg = path(3);
    let view = kg.view();
    let build = |alternatives: usize| {
        let mut q = view.query();
        let thing = q.var(Any);
        let mut either = q.either(|q| {
            q.fact("n0", "r", thing);
        });
        for _ in 1..alternatives {
            either = either.or(|q| {
                q.fact("n1", "r", thing);
            });
        }
        q
    };
    assert_eq!(matches(&build(999)).unwrap(), 999);
    for alternatives in [1_000, 1_001, 2_000] {
        let error = matches(&build(alternatives)).unwrap_err();
        assert_eq!(
            (error.kind(), error.message()),
            (ErrorKind::Full, "a query has at most 1000 conditions, implied ones included")
        );
    }
}

#[test]
fn parts_are_nested_at_most_so_deep() {
    fn nested(q: &mut Query<'_>, thing: Var<Any>, deep: usize, how: usize, innermost: &mut usize) {
        *innermost += usize::from(deep == 0);
        q.fact("n0", if deep == 0 { "s" } else { "r" }, thing);
        let inner = |q: &mut Query<'_>| nested(q, thing, deep - 1, how, innermost);
        match how {
            _ if deep == 0 => {}
            0 => q.not(inner),
            1 => q.optional(inner),
            _ => {
                q.either(inner).or(|q| {
                    q.fact("n0", "r", thing);
                });
            }
        }
    }
    let kg = path(3);
    let view = kg.view();
    for how in 0..3 {
        for deep in [31, 32, 33] {
            let (mut q, mut innermost) = (view.query(), 0);
            let thing = q.var(Any);
            nested(&mut q, thing, deep, how, &mut innermost);
            assert_eq!(innermost, 1, "what is too deep is still called");
            match matches(&q) {
                // The innermost part has no match. So a `not` around it has one, the `not` around that has none, and so
                // on. An optional part changes nothing. Of alternatives, each level adds the match of the other one.
                Ok(count) => {
                    let wanted = [deep as u64 % 2, 1, deep as u64][how];
                    assert!(deep <= 32 && count == wanted, "{how}, {deep}: {count}");
                }
                Err(error) => {
                    let why = "the parts of a query are nested at most 32 deep";
                    assert_eq!((deep, error.kind(), error.message()), (33, ErrorKind::Full, why));
                }
            }
        }
    }
}

/// The alternatives of alternatives are planned once each, not once for each estimate around them.
#[test]
fn alternatives_within_alternatives_are_found_however_deep() {
    fn nested(q: &mut Query<'_>, thing: Var<Any>, deep: usize) {
        if deep == 0 {
            q.fact(thing, "r", "n1");
            return;
        }
        q.either(|q| nested(q, thing, deep - 1)).or(|q| {
            let (next, end) = (q.var(Any), q.var(Any));
            q.fact(thing, "r", next);
            q.fact(next, "r", end);
            q.either(|q| {
                q.fact(end, "r", "n4");
            })
            .or(|q| {
                q.fact(end, "s", "n5");
            });
        });
    }
    let kg = path(6);
    let view = kg.view();
    for deep in 1..=30 {
        let mut q = view.query();
        let thing = q.var(Any);
        nested(&mut q, thing, deep);
        let rows = q.select(thing).rows().unwrap();
        let mut found: Vec<_> = rows.values().map(chancery::Id::index).collect();
        found.dedup();
        assert_eq!((rows.len(), found), (deep + 1, vec![0, 1]), "{deep} deep");
    }
}

/// Alternatives of which an inner one can be met only after a fact outside wait for that fact, however deep it is.
#[test]
fn alternatives_wait_for_what_the_innermost_needs() {
    fn nested(q: &mut Query<'_>, (thing, end): (Var<Any>, Var<Any>), deep: usize, seen: &mut Vec<Var<Any>>) {
        if deep == 0 {
            q.reach(thing, "r", 0.., end);
            // All looks of the planner at the innermost part follow a value that it uses.
            for other in seen {
                q.differ(*other, end);
            }
            return;
        }
        let (one, other) = (q.var(Any), q.var(Any));
        seen.push(one);
        q.either(|q| nested(q, (thing, end), deep - 1, seen));
        q.fact(one, "r", other);
        q.fact(thing, "r", other);
    }
    let kg = path(4);
    let view = kg.view();
    for deep in [1, 2, 3, 4, 5, 9, 31] {
        let mut q = view.query();
        let (thing, end) = (q.var(Any), q.var(Any));
        nested(&mut q, (thing, end), deep, &mut Vec::new());
        // Each thing leads to all after it, and to itself, from which the others differ only if they are not it.
        assert_eq!(matches(&q).unwrap(), 3 + 2 + 1, "{deep} deep");

        let mut q = view.query();
        let (thing, next, end) = (q.var(Any), q.var(Any), q.var(Any));
        let fact = q.fact(thing, "r", next);
        only(&mut q, deep, &mut |q| q.reach(thing, "r", 0.., end));
        only(&mut q, deep, &mut |q| q.role(fact, "by", end));
        assert_eq!(matches(&q).unwrap(), 0, "{deep} deep");
    }
}

/// One alternative within the other.
fn only(q: &mut Query<'_>, deep: usize, innermost: &mut dyn FnMut(&mut Query<'_>)) {
    if deep == 0 {
        innermost(q);
    } else {
        q.either(|q| only(q, deep - 1, innermost));
    }
}

#[test]
fn each_variable_has_a_name_of_its_own() {
    let kg = path(2);
    let view = kg.view();
    let mut q = view.query();
    q.allow_product();
    for name in ["thing 3", "thing", "thing", "thing", "thing 2", "thing 2", "thing"] {
        let var = q.named(name, "thing");
        q.fact("n0", "r", var);
    }
    let text = q.explain().unwrap();
    for name in ["thing 3", "thing", "thing 2", "thing 4", "thing 2 2", "thing 2 3", "thing 5"] {
        assert!(text.contains(&format!(" gives {name};")), "{name} is not in:\n{text}");
    }
    let mut q = view.query();
    for _ in 0..65_535 {
        q.var("thing");
    }
    let last = q.var("thing");
    q.fact(last, "r", "n1");
    let error = q.count().unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::Full, "a query has at most 65535 variables"));
}

/// Numbers of facts between two nodes whose product takes more than 32 bits are multiplied as they are.
#[test]
fn products_of_many_parallel_facts_are_counted() {
    const MANY: usize = 1_700;
    let mut kg = path(10);
    kg.assert_all((0..3 * MANY).map(|n| fact(format!("n{}", 1 + n % 3), "s", "n0"))).unwrap();
    // From the first to the second, the second to the third, and the third to each of four there are two facts.
    let ends = ["n5", "n6", "n7", "n8"];
    for _ in 0..2 {
        kg.assert(fact("n1", "t", "n2")).unwrap();
        kg.assert(fact("n2", "t", "n3")).unwrap();
        for end in ends {
            kg.assert(fact("n3", "t", end)).unwrap();
        }
    }
    for end in ends {
        kg.assert(fact(end, "s", "n0")).unwrap();
    }
    let view = kg.view();
    let mut q = view.query();
    let nodes: Vec<_> = (0..4).map(|_| q.var(Any)).collect();
    let end = q.var(Any);
    for pair in nodes.windows(2) {
        q.fact(pair[0], "t", pair[1]);
    }
    for node in nodes {
        q.fact(node, "s", end);
    }
    let many = MANY as u64;
    assert_eq!(q.count().unwrap().total(), 2 * 2 * 2 * 4 * many * many * many);
}
