use std::sync::Arc;

use indexmap::IndexMap;

use super::{Rows, projection, shown};
use crate::{
    KnowledgeGraph,
    cypher::{
        evaluate::{
            Accumulator, AggregateCode, Checking, Context, Grouped, Projected, RowSource, Scope, Type,
            compile_projection,
        },
        value::Val,
    },
    diplomacy,
    error::Error,
    time::Truth,
};

fn compiled(text: &str) -> Result<Projected, Error> {
    let schema = diplomacy::schema();
    let mut scope = Scope::new();
    scope.add("a", Type::Any);
    scope.add("b", Type::Any);
    let cx = Checking { schema: &schema, patterns: &Rows::default(), text };
    compile_projection(&projection(text), &scope, &cx)
}

/// The rows of a projection of rows of two columns, in the order of groups, with the values of `ORDER BY` behind `|`.
fn run(text: &str, rows: &[[Val; 2]]) -> Vec<String> {
    let kg = KnowledgeGraph::new(diplomacy::schema());
    let (view, parameters) = (kg.view(), Arc::default());
    let projected = compiled(text).unwrap();
    let mut groups: IndexMap<Vec<Grouped>, Vec<Accumulator>> = IndexMap::new();
    let start = || projected.aggregates.iter().map(AggregateCode::start).collect::<Vec<_>>();
    if projected.is_aggregated && projected.keys.is_empty() {
        groups.insert(Vec::new(), start());
    }
    let output = |values: &[Val]| {
        let mut cx = Context::new(&view, &parameters, RowSource::Values(values));
        let outputs: Vec<Val> = projected.outputs.iter().map(|(_, code)| code.value(&mut cx).unwrap()).collect();
        cx.projected = &outputs;
        let order: Vec<_> = projected.order.iter().map(|(code, _)| shown(&code.value(&mut cx).unwrap())).collect();
        let outputs: Vec<_> = outputs.iter().map(shown).collect();
        if order.is_empty() { outputs.join(", ") } else { format!("{} | {}", outputs.join(", "), order.join(", ")) }
    };
    let mut found = Vec::new();
    for row in rows {
        if !projected.is_aggregated {
            found.push(output(row));
            continue;
        }
        let mut cx = Context::new(&view, &parameters, RowSource::Values(row));
        let keys = projected.keys.iter().map(|code| Grouped(code.value(&mut cx).unwrap())).collect();
        let group = groups.entry(keys).or_insert_with(start);
        for (accumulator, code) in group.iter_mut().zip(&projected.aggregates) {
            accumulator.add(code, &mut cx, Truth::Yes).unwrap();
        }
    }
    for (keys, accumulators) in groups {
        let mut values: Vec<Val> = keys.into_iter().map(|key| key.0).collect();
        values.extend(accumulators.into_iter().zip(&projected.aggregates).map(|(sum, code)| sum.finish(code).0));
        found.push(output(&values));
    }
    found
}

fn rows() -> Vec<[Val; 2]> {
    let text = |text: &str| Val::Text(text.into());
    vec![[text("x"), Val::Int(3)], [text("y"), Val::Null], [text("x"), Val::Int(5)], [text("x"), Val::Float(3.0)]]
}

#[test]
fn rows_are_grouped_by_the_items_without_an_aggregate() {
    for (text, expected) in [
        ("RETURN count(*)", vec!["4"]),
        ("RETURN a, count(*), count(b), count(DISTINCT b)", vec!["'x', 3, 3, 2", "'y', 1, 0, 0"]),
        (
            "RETURN a, sum(b), avg(b), min(b), max(b)",
            vec!["'x', 11.0, 3.6666666666666665, 3, 5", "'y', 0, null, null, null"],
        ),
        ("RETURN a, collect(b), collect(DISTINCT b)", vec!["'x', [3, 5, 3.0], [3, 5]", "'y', [], []"]),
        ("RETURN a, a + toString(1 + count(*)) AS c", vec!["'x', 'x4'", "'y', 'y2'"]),
        ("RETURN [x IN collect(b) WHERE x > 3] AS c", vec!["[5]"]),
        (
            "RETURN a AS k, count(*) AS n ORDER BY n, k, count(*) + 1, a",
            vec!["'x', 3 | 3, 'x', 4, 'x'", "'y', 1 | 1, 'y', 2, 'y'"],
        ),
        (
            "RETURN *, a + 'z' AS c ORDER BY b, c",
            vec![
                "'x', 3, 'xz' | 3, 'xz'",
                "'y', null, 'yz' | null, 'yz'",
                "'x', 5, 'xz' | 5, 'xz'",
                "'x', 3.0, 'xz' | 3.0, 'xz'",
            ],
        ),
        ("RETURN b AS a ORDER BY a", vec!["3 | 3", "null | null", "5 | 5", "3.0 | 3.0"]),
        ("RETURN DISTINCT a + 'z' ORDER BY a + 'z'", vec!["'xz' | 'xz'", "'yz' | 'yz'", "'xz' | 'xz'", "'xz' | 'xz'"]),
    ] {
        assert_eq!(run(text, &rows()), expected, "{text}");
    }
    assert_eq!(run("RETURN count(*), sum(b), min(b), collect(b)", &[]), ["0, 0, null, []"]);
    assert_eq!(run("RETURN a, count(*)", &[]), Vec::<String>::new());
}

#[test]
fn an_item_with_an_aggregate_uses_only_keys_beside_it() {
    for (text, message) in [
        ("RETURN b + count(a)", "line 1, column 8: `b` stands beside an aggregate"),
        ("RETURN a + b, a + b + count(*)", "`a` stands beside an aggregate"),
        ("RETURN a, a.name + count(*), b.name + count(*)", "`b` stands beside an aggregate"),
        ("RETURN count(count(*))", "line 1, column 14: an aggregate stands within an aggregate"),
        ("RETURN a ORDER BY count(*)", "`ORDER BY` has an aggregate"),
        ("RETURN DISTINCT a ORDER BY b", "`b` is not a column of the `DISTINCT` projection"),
        ("RETURN a, count(*) ORDER BY b", "`b` stands beside an aggregate"),
        ("RETURN a AS x, b AS x", "line 1, column 21: two columns have the name `x`"),
        ("RETURN sum(a, b)", "`sum` takes 1 argument; found 2"),
        ("RETURN stDev(b)", "the function `stDev` cannot be used"),
    ] {
        let error = compiled(text).unwrap_err().to_string();
        assert!(error.contains(message), "{text}: {error}");
    }
    for text in [
        "RETURN a.name, a.name + count(*)",
        "RETURN a, a.name + count(*)",
        "RETURN 1 + count(*) + $p",
        "RETURN DISTINCT a AS x ORDER BY x, a",
    ] {
        assert!(compiled(text).is_ok(), "{text}: {:?}", compiled(text).map(|_| ()));
    }
}

#[test]
fn an_aggregate_is_as_true_as_the_rows_that_count() {
    let kg = KnowledgeGraph::new(diplomacy::schema());
    let (view, parameters) = (kg.view(), Arc::default());
    let projected = compiled("RETURN count(b), count(*)").unwrap();
    let mut found = Vec::new();
    for code in &projected.aggregates {
        let mut sum = code.start();
        for (value, truth) in [(Val::Int(1), Truth::Yes), (Val::Null, Truth::Possibly)] {
            let row = [Val::Null, value];
            sum.add(code, &mut Context::new(&view, &parameters, RowSource::Values(&row)), truth).unwrap();
        }
        let (value, truth) = sum.finish(code);
        found.push((shown(&value), truth));
    }
    assert_eq!(found, [("1".to_owned(), Truth::Yes), ("2".to_owned(), Truth::Possibly)]);
}
