//! Queries and their trees, and the errors of what is no query.

mod errors;
mod properties;
mod show;

use super::parse;
use crate::cypher::ast::{Clause, ExprKind, Item};

/// The tree of a query, as a query with all parentheses.
fn tree(text: &str) -> String {
    match parse(text) {
        Ok(statement) => show::statement(&statement),
        Err(error) => panic!("{text}: {error}"),
    }
}

/// The tree of an expression.
fn expression(text: &str) -> String {
    let tree = tree(&format!("RETURN {text} AS x"));
    tree.strip_prefix("RETURN ").and_then(|tree| tree.strip_suffix(" AS x")).unwrap().to_owned()
}

fn items(text: &str) -> Vec<Item> {
    let statement = parse(text).unwrap();
    match statement.first.clauses.into_iter().next_back() {
        Some(Clause::Return { projection, .. }) => projection.items,
        other => panic!("{text} ends with {other:?}"),
    }
}

#[test]
fn clauses_become_a_tree() {
    for (text, expected) in [
        (
            "explain match (a) where a.x optional match (b) return *;",
            "EXPLAIN MATCH (a) WHERE a.x OPTIONAL MATCH (b) RETURN *",
        ),
        (
            "MATCH (a), p = (b)--(c) // a comment\n/* another */ RETURN distinct *, a",
            "MATCH (a), p = (b)-[]-(c) RETURN DISTINCT *, a AS a",
        ),
        ("UNWIND [1, 2] AS x RETURN x", "UNWIND [1, 2] AS x RETURN x AS x"),
        (
            "WITH 1 AS x ORDER BY x DESCENDING, y ASC SKIP 1 LIMIT $n WHERE x > 0 RETURN x AS `a b`",
            "WITH 1 AS x ORDER BY x DESC, y SKIP 1 LIMIT $n WHERE (x > 0) RETURN x AS `a b`",
        ),
        ("RETURN 1 AS x OFFSET 2", "RETURN 1 AS x SKIP 2"),
        ("RETURN 1 AS x UNION DISTINCT RETURN 2 AS x", "RETURN 1 AS x UNION RETURN 2 AS x"),
        (
            "RETURN 1 AS x UNION ALL RETURN 2 AS x UNION ALL RETURN 3 AS end",
            "RETURN 1 AS x UNION ALL RETURN 2 AS x UNION ALL RETURN 3 AS `end`",
        ),
    ] {
        assert_eq!(tree(text), expected, "{text}");
    }
}

#[test]
fn patterns_become_a_tree() {
    for (text, expected) in [
        ("()", "()"),
        ("(a:A:B&C {x: 1, `y z`: $p})", "(a:A:B:C {x: 1, `y z`: $p})"),
        ("(:MATCH {return: 1})", "(:`MATCH` {`return`: 1})"),
        ("(a)-->()<--()--()<-->()", "(a)-[]->()<-[]-()-[]-()-[]-()"),
        ("()-[r:A|:B|C {x: 1}]->()<-[:in]-()", "()-[r:A|B|C {x: 1}]->()<-[:`in`]-()"),
        ("()-[*]-()-[*2]-()-[*1..]-()", "()-[*1..]-()-[*2..2]-()-[*1..]-()"),
        ("()-[:X*..3]-()-[r*1..3]->()<-[*0..]->()", "()-[:X*1..3]-()-[r*1..3]->()-[*0..]-()"),
        (
            "p = shortestPath((a)-[*]-(b)), allshortestpaths((a)--(b))",
            "p = shortestPath((a)-[*1..]-(b)), allShortestPaths((a)-[]-(b))",
        ),
        (
            "()-[:ambassador-of|recognized-in-1991?]->(:head-of-state)",
            "()-[:`ambassador-of`|`recognized-in-1991?`]->(:`head-of-state`)",
        ),
        ("()-[:in-1991~*2]-()-[r:in-1991-01%]-()", "()-[:`in-1991~`*2..2]-()-[r:`in-1991-01%`]-()"),
        ("(größe:Straße)", "(`größe`:`Straße`)"),
    ] {
        assert_eq!(tree(&format!("MATCH {text} RETURN 1 AS x")), format!("MATCH {expected} RETURN 1 AS x"));
    }
}

#[test]
fn literals_become_values() {
    for (text, expected) in [
        ("NULL", ExprKind::Null),
        ("True", ExprKind::Bool(true)),
        ("12", ExprKind::Int(12)),
        ("0x1fF", ExprKind::Int(511)),
        ("0o17", ExprKind::Int(15)),
        ("9223372036854775807", ExprKind::Int(i64::MAX)),
        ("-9223372036854775808", ExprKind::Int(i64::MIN)),
        ("- 0x8000000000000000", ExprKind::Int(i64::MIN)),
        ("1.5", ExprKind::Float(1.5)),
        (".5e-3", ExprKind::Float(0.0005)),
        ("1E+2", ExprKind::Float(100.0)),
        ("$0", ExprKind::Parameter("0".to_owned())),
        ("$`a ``b`", ExprKind::Parameter("a `b".to_owned())),
        ("`a ``b`", ExprKind::Variable("a `b".to_owned())),
        (r#""it's""#, ExprKind::Text("it's".to_owned())),
        (r#"'\\ \' \" \b\f\n\r\t'"#, ExprKind::Text("\\ ' \" \u{8}\u{c}\n\r\t".to_owned())),
        (r"'\u00e9\U0001F600\uD83D\uDE00'", ExprKind::Text("é😀😀".to_owned())),
        ("'// no comment /*'", ExprKind::Text("// no comment /*".to_owned())),
    ] {
        assert_eq!(items(&format!("RETURN {text}"))[0].expr.kind, expected, "{text}");
    }
}

#[test]
fn operators_bind_by_precedence() {
    for (text, expected) in [
        ("a OR b XOR c AND NOT d OR e", "(a OR (b XOR (c AND (NOT d))) OR e)"),
        ("a < b <= c AND (a < b) < c", "((a < b <= c) AND ((a < b) < c))"),
        ("1 + 2 * 3 ^ 4 ^ 5 - 6 % 7 / 8", "(1 + (2 * (3 ^ 4 ^ 5)) - (6 % 7 / 8))"),
        ("-a ^ -b.c + +d", "(((- a) ^ (- b.c)) + (+ d))"),
        ("NOT a = b != c", "(NOT (a = b <> c))"),
        ("a = b + c IS NOT NULL", "(a = ((b + c) IS NOT NULL))"),
        (
            "a + b IN c STARTS WITH d ENDS WITH e CONTAINS f",
            "(((((a + b) IN c) STARTS WITH d) ENDS WITH e) CONTAINS f)",
        ),
        ("a.b[0].c[1..][..2][3..4][..]:A:B-c", "(a.b[0].c[1..][..2][3..4][..]:A:`B-c`)"),
        ("a - (b - c) - d", "(a - (b - c) - d)"),
    ] {
        assert_eq!(expression(text), expected, "{text}");
    }
}

#[test]
fn what_brackets_hold_becomes_a_tree() {
    for text in [
        "{}",
        "{a: 1, `b c`: [1, []]}",
        "[x IN xs WHERE (x > 1) | (x * 2)]",
        "[x IN xs]",
        "[(x IN xs), y]",
        "[(a)-[]->(b) WHERE a.x | b]",
        "[p = (a)-[]->(b) | p]",
        "[(a)-[]->(b), 1]",
        "all(x IN xs WHERE x)",
        "(any(x IN xs WHERE x) OR none(x IN xs WHERE x) OR single(x IN xs WHERE x))",
        "single(x)",
        "reduce(s = 0, x IN xs | (s + x))",
        "count(*)",
        "count(DISTINCT a.x)",
        "date.truncate('year', $p)",
        "exists((a)-[]->(b))",
        "CASE WHEN a THEN b WHEN c THEN d END",
        "CASE x WHEN 1 THEN 2 ELSE 3 END",
        "EXISTS { MATCH (a)-[]->(b), (c) WHERE a.x }",
        "COUNT { MATCH (a) WITH a AS b RETURN b AS b UNION RETURN 1 AS b }",
        "((a)-[]->(b) AND (NOT (a)-[:X]->(:B {x: 1})))",
    ] {
        assert_eq!(expression(text), text);
    }
    assert_eq!(expression("[x IN xs, y]"), "[(x IN xs), y]");
    assert_eq!(expression("exists { p = (a)-->(b) WHERE p }"), "EXISTS { MATCH p = (a)-[]->(b) WHERE p }");
    assert_eq!(expression("count { (a)<--(b) }"), "COUNT { MATCH (a)<-[]-(b) }");
}

#[test]
fn parentheses_hold_an_expression_or_a_node() {
    for (text, expected) in [
        ("(a) < (b)", "(a < b)"),
        ("(a) - (b)", "(a - b)"),
        ("(a)--b", "(a - (- b))"),
        ("(a) < -b", "(a < (- b))"),
        ("(a)-[1]", "(a - [1])"),
        ("[(a)--(b)]", "[(a)-[]-(b)]"),
        ("[(a)<--(b)]", "[(a)<-[]-(b)]"),
        ("(a:A)", "(a:A)"),
        ("((a.x) + 1)", "(a.x + 1)"),
    ] {
        assert_eq!(expression(text), expected, "{text}");
    }
}

#[test]
fn an_item_without_a_name_is_named_by_its_text() {
    let names = |text| items(text).into_iter().map(|item| item.name.text).collect::<Vec<_>>();
    assert_eq!(names("RETURN  a.x ,(b)+ 1 , `c d`, count( * ) "), ["a.x", "(b)+ 1", "c d", "count( * )"]);
    assert_eq!(names("RETURN a AS b, 'é'"), ["b", "'é'"]);
}

#[test]
fn parts_have_their_place_in_the_text() {
    let text = "RETURN 'é' + a.x - 1 AS x";
    let item = &items(text)[0];
    let ExprKind::Arithmetic(first, steps) = &item.expr.kind else { panic!("{item:?}") };
    let places = [first.at, steps[0].1, steps[0].2.at, steps[1].1, item.name.at].map(|at| &text[at as usize..]);
    assert_eq!(places, ["'é' + a.x - 1 AS x", "+ a.x - 1 AS x", "a.x - 1 AS x", "- 1 AS x", "x"]);
}
