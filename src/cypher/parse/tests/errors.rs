//! What is no query, and what the error says.

use super::parse;
use crate::error::ErrorKind;

fn fault(text: &str) -> String {
    match parse(text) {
        Ok(_) => panic!("{text} is read"),
        Err(error) => error.to_string(),
    }
}

/// Each text with the line and column of its error, and a part of the message.
const FAULTS: &[(&str, &str, &str)] = &[
    ("", "1, column 1", "expected `MATCH`"),
    ("MACTH (a) RETURN a", "1, column 1", "found `MACTH`; did you mean `MATCH`?"),
    ("MATCH (a)\nRETRUN a", "2, column 1", "did you mean `RETURN`?"),
    ("MATCH (a) WHERE a.x > 1 ADN b RETURN a", "1, column 25", "did you mean `AND`?"),
    ("MATCH (é) MATCH (b", "1, column 19", "expected `)` at the end of a node, found the end of the query"),
    ("MATCH (a)", "1, column 10", "a query ends with `RETURN`"),
    ("WITH 1 AS x UNION RETURN x", "1, column 13", "a query ends with `RETURN`"),
    ("RETURN 1 AS x MATCH (a) RETURN a", "1, column 15", "`RETURN` is the last clause"),
    ("RETURN 1 AS x WHERE x", "1, column 15", "`WHERE` stands after `MATCH` or `WITH`"),
    ("RETURN 1 LIMIT 2 SKIP 3", "1, column 18", "`ORDER BY`, `SKIP` and `LIMIT` stand in this order"),
    ("RETURN 1 AS x UNION RETURN 2 AS x UNION ALL RETURN 3 AS x", "1, column 35", "expected only one of them"),
    ("CREATE (a)", "1, column 1", "`CREATE` writes, and queries only read; facts are recorded with edits"),
    ("MATCH (a)\nset a.x = 1", "2, column 1", "`SET` writes"),
    ("MATCH (a) DETACH DELETE a", "1, column 11", "`DETACH DELETE` writes"),
    ("MATCH (a) RETURN a REMOVE a.x", "1, column 20", "`REMOVE` writes"),
    ("LOAD CSV FROM 'x' AS y RETURN y", "1, column 1", "`LOAD CSV` writes"),
    ("RETURN EXISTS { CREATE (a) }", "1, column 17", "`CREATE` writes"),
    ("CALL db.labels()", "1, column 1", "`CALL` is not supported"),
    ("MATCH (a) FILTER a.x RETURN a", "1, column 11", "`FILTER` is not supported"),
    ("RETURN a.x =~ 'b'", "1, column 12", "regular expressions (`=~`) are not supported"),
    ("RETURN a {.x}", "1, column 10", "map projections are not supported"),
    ("RETURN shortestPath((a)-[*]-(b))", "1, column 8", "stands in `MATCH`"),
    ("MATCH ((a)-->(b)) RETURN a", "1, column 8", "a pattern in parentheses is not supported"),
    ("MATCH (a)-->{1,3}(b) RETURN a", "1, column 13", "stands in brackets"),
    ("MATCH (a WHERE a.x) RETURN a", "1, column 10", "a condition stands after the whole pattern"),
    ("MATCH (a $p) RETURN a", "1, column 10", "properties are written one by one"),
    ("MATCH (a:A|B) RETURN a", "1, column 11", "one of several labels is written `WHERE a:A OR a:B`"),
    (
        "MATCH (match) RETURN 1",
        "1, column 8",
        "found the keyword `match`; a variable of this name is written in backticks",
    ),
    ("MATCH (a)-[*1..99999999999]-(b) RETURN a", "1, column 16", "is no number of facts"),
    ("MATCH (a)->(b) RETURN a", "1, column 11", "expected `-` of a relationship"),
    ("MATCH (a) WHERE (a)-[:X->(b) RETURN a", "1, column 24", "expected `]` at the end of a relationship, found `-`"),
    ("MATCH (a) RETURN (a)-->()", "1, column 18", "a pattern is a condition"),
    ("RETURN [1, 2", "1, column 13", "expected `]`, found the end of the query"),
    ("RETURN {1: 2}", "1, column 9", "expected the name of a property, found `1`"),
    ("RETURN CASE WHEN a THEN b", "1, column 26", "expected `WHEN`, `ELSE` or `END`"),
    ("RETURN all(x IN y)", "1, column 18", "expected `WHERE`, found `)`"),
    ("RETURN a = NOT b", "1, column 12", "stands in parentheses"),
    ("RETURN a IS NULL + 1", "1, column 18", "expected parentheses"),
    ("RETURN 9223372036854775808", "1, column 8", "beyond the range of an integer; expected -9223372036854775808 to"),
    ("RETURN 1 - -9223372036854775809", "1, column 13", "beyond the range of an integer"),
    ("RETURN 1e999", "1, column 8", "beyond the range of a float"),
    ("RETURN 12abc", "1, column 8", "`12abc` is no number"),
    ("RETURN 007", "1, column 8", "an octal number is written with `0o`"),
    ("RETURN 0o8", "1, column 8", "is no octal number"),
    ("RETURN 0x", "1, column 8", "is no hexadecimal number"),
    (r"RETURN 'a\q'", "1, column 10", r"`\q` is no escape"),
    (r"RETURN '\uD800'", "1, column 9", r"`\uD800` is no escape"),
    (r"RETURN '\U00110000'", "1, column 9", r"`\U00110000` is no escape"),
    ("RETURN 'abc", "1, column 8", "no `'` ends the text that begins here"),
    ("RETURN `abc", "1, column 8", "no backtick ends the name that begins here"),
    ("RETURN ``", "1, column 8", "expected a name between the backticks"),
    ("RETURN 1 /* x", "1, column 10", "no `*/` ends the comment"),
    ("RETURN $ a", "1, column 8", "expected the name of a parameter"),
    ("MACTH (a) 'x", "1, column 1", "found `MACTH`"),
    ("RETURN “a”", "1, column 8", "texts stand in straight quotes"),
    ("MATCH (a)–[r]–(b) RETURN a", "1, column 10", "the hyphen `-`"),
    ("RETURN a \u{202e}", "1, column 10", r"found `\u{202e}`"),
    ("RETURN a;;", "1, column 10", "the end of the query"),
];

#[test]
fn an_error_says_where_and_what_was_expected() {
    for (text, place, message) in FAULTS {
        let fault = fault(text);
        let expected = format!("line {place}: ");
        assert!(fault.starts_with(&expected) && fault.contains(message), "{text}\n{fault}\nlacks {expected}{message}");
    }
}

#[test]
fn nesting_and_length_are_limited_and_flat_chains_are_not() {
    let kind = |text: &str| parse(text).map_err(|error| error.kind()).err();
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{a: ", "}"),
        ("f(", ")"),
        ("a[", "]"),
        ("NOT ", ""),
        ("- ", ""),
        ("CASE WHEN a THEN ", " END"),
        ("[(a)-->({x: ", "}) | x]"),
        ("", ".a"),
        ("", "[0]"),
        ("", " IS NULL"),
        ("x IN ", ""),
    ] {
        let nested = |depth: usize| format!("RETURN {}a{} AS x", open.repeat(depth), close.repeat(depth));
        assert_eq!(kind(&nested(40)), None, "{open}{close}");
        for depth in [101, 10_000] {
            assert_eq!(kind(&nested(depth)), Some(ErrorKind::Full), "{open}{close}");
        }
    }
    let subqueries = |depth: usize| format!("RETURN {}1{}", "COUNT { RETURN ".repeat(depth), " AS x }".repeat(depth));
    assert_eq!(kind(&subqueries(30)), None);
    assert_eq!(kind(&subqueries(40)), Some(ErrorKind::Full));
    for part in
        ["1 + ", "a AND ", "a OR ", "a XOR b AND ", "a < ", "2 ^ ", "a, ", "a.b * c + ", "-9223372036854775808 - "]
    {
        assert_eq!(kind(&format!("RETURN {}a AS x", part.repeat(10_000))), None, "{part}");
    }
    assert_eq!(kind(&format!("MATCH {}(b) RETURN b", "(a)-->".repeat(10_000))), None);
    assert_eq!(kind(&format!("{}RETURN 1", "RETURN 1 UNION ".repeat(10_000))), None);
    assert_eq!(kind(&"x".repeat(1_000_001)), Some(ErrorKind::Full));
    assert_eq!(kind(&format!("RETURN {}", "x".repeat(999_993))), None);
}
