//! Guards patterns that a rewriting of texts could answer otherwise than nested loops: facts that join a node to itself,
//! values that are possibly equal, and conditions that are only possible.

use chancery::{
    KnowledgeGraph, date, fact,
    schema::{KindDef, RelationDef, Schema, Shape},
};

/// Two entities, with facts between them, of them to themselves, and to values.
fn graph() -> KnowledgeGraph {
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("one")).unwrap();
    for (name, object) in [("likes", "one"), ("knows", "one"), ("called", "text"), ("began", "date")] {
        let def = RelationDef::new(name, Shape::Either, "one", object);
        schema.add_relation(if name == "likes" { def.inverse("liked-by") } else { def }).unwrap();
    }
    let mut kg = KnowledgeGraph::new(schema);
    for name in ["a", "b"] {
        kg.add("one", name).unwrap();
    }
    for (from, relation, to) in [("a", "likes", "a"), ("a", "likes", "b"), ("b", "knows", "b"), ("b", "knows", "a")] {
        kg.assert(fact(from, relation, to).on("2026-02")).unwrap();
    }
    kg.assert(fact("a", "called", "x")).unwrap();
    kg.assert(fact("a", "began", date("2020"))).unwrap();
    kg.assert(fact("b", "began", date("2020-02"))).unwrap();
    kg
}

fn rows(view: &chancery::View<'_>, text: &str) -> String {
    view.cypher(text).unwrap_or_else(|error| panic!("{text}: {error}")).rows().unwrap().to_string()
}

#[test]
fn a_fact_that_joins_a_node_to_itself_matches_once_in_each_direction() {
    let kg = graph();
    let view = kg.view();
    for (text, count) in [
        ("MATCH (n)-[:LIKES|KNOWS]->(n) RETURN count(*)", 2),
        ("MATCH (n)<-[:LIKES|KNOWS]-(n) RETURN count(*)", 2),
        ("MATCH (n)-[:LIKED_BY|KNOWS]->(n) RETURN count(*)", 2),
        ("MATCH (n)-[:LIKED_BY|KNOWS]->(m) RETURN count(*)", 4),
        ("MATCH (n)-[:LIKED_BY|LIKES]->(m) RETURN count(*)", 3),
        ("MATCH (n)-[:LIKED_BY|KNOWS]-(m) RETURN count(*)", 6),
        ("MATCH (n)-[f]->(n) RETURN count(f)", 2),
        ("MATCH (n)<-[f]-(n) RETURN count(f)", 2),
        ("MATCH (n)-[f]-(n) RETURN count(f)", 2),
    ] {
        assert_eq!(rows(&view, text), format!("certainly: {count}\n"), "{text}");
    }
}

#[test]
fn a_value_is_reached_by_one_of_several_types() {
    let kg = graph();
    let view = kg.view();
    assert_eq!(rows(&view, "MATCH ({key: 'a'})-[:CALLED|KNOWS]->(x) RETURN x"), "certainly: x\n");
    assert_eq!(rows(&view, "MATCH (n)-[f:CALLED]->(x) MATCH (n)-[f:CALLED]->(y) RETURN y"), "certainly: x\n");
    // Without a type, only entities and facts are.
    assert_eq!(rows(&view, "MATCH ({key: 'a'})-->(x) RETURN x"), "certainly: a\ncertainly: b\n");
}

#[test]
fn nodes_of_values_are_compared_as_values() {
    let kg = graph();
    let view = kg.view();
    let both = "MATCH ({key: 'a'})-[:BEGAN]->(x), ({key: 'b'})-[:BEGAN]->(y)";
    for condition in ["x = y", "x <> y", "NOT x = y", "x <> y OR x <> x"] {
        assert_eq!(rows(&view, &format!("{both} WHERE {condition} RETURN count(*)")), "certainly: 0\npossibly: 1\n");
    }
    assert_eq!(rows(&view, "MATCH (n)-[:BEGAN]->(x), (m) WHERE x <> m RETURN count(*)"), "certainly: 4\n");
}

#[test]
fn a_view_of_what_is_certain_has_no_possible_row() {
    let kg = graph();
    let (view, certain) = (kg.view(), kg.view().certain());
    let condition = "holds_on(f, '2026-02-10')";
    for text in [
        format!("MATCH (n)-[f:LIKES]->(m) WHERE {condition} RETURN m"),
        format!("MATCH (n)-[f:LIKES]->(m) WITH * WHERE {condition} RETURN m"),
        format!("MATCH (n)-[f:LIKES]->(m) WHERE NOT {condition} RETURN m"),
        format!("MATCH (n) WHERE NOT EXISTS {{ (n)-[f:LIKES]->() WHERE {condition} }} AND n.key = 'a' RETURN n"),
        format!(
            "MATCH (n {{key: 'a'}}) WITH n WHERE NOT EXISTS {{ MATCH (n)-[f:LIKES]->() WITH f WHERE {condition} RETURN f }} RETURN n"
        ),
        format!("MATCH (n {{key: 'a'}}) WITH n AS m OPTIONAL MATCH (m)-[f:LIKES]->(o) WHERE {condition} RETURN o"),
    ] {
        let possible = rows(&view, &text);
        assert!(possible.lines().count() > 0 && !possible.contains("certainly"), "{text}: {possible}");
        assert_eq!(rows(&certain, &text), "", "{text}");
    }
    let count = format!("MATCH (n {{key: 'a'}}) RETURN COUNT {{ (n)-[f:LIKES]->() WHERE {condition} }}");
    assert_eq!(
        (rows(&view, &count), rows(&certain, &count)),
        ("possibly: 2\n".to_owned(), "certainly: 0\n".to_owned())
    );
    let count = format!("MATCH (n)-[f:LIKES]->() WITH * WHERE {condition} RETURN count(*)");
    let both = ("certainly: 0\npossibly: 2\n".to_owned(), "certainly: 0\n".to_owned());
    assert_eq!((rows(&view, &count), rows(&certain, &count)), both);
}

#[test]
fn all_variables_are_seen_once_within_a_condition_after_with() {
    let kg = graph();
    let text = "MATCH (n)-[f:LIKES]->(m) WITH * WHERE EXISTS { MATCH (m)-[g:KNOWS]->(o) WITH * WHERE o = n RETURN g } RETURN n, m";
    assert_eq!(rows(&kg.view(), text), "certainly: a, b\n");
}

#[test]
fn an_error_of_a_pattern_is_at_its_place_before_anything_runs() {
    let kg = graph();
    let view = kg.view();
    for text in [
        "MATCH (n:one)\nMATCH (t:text) WHERE t.key = 7 RETURN t",
        "MATCH (n)\nWHERE EXISTS { (t:text) WHERE t.key = 7 } RETURN n",
    ] {
        let error = view.cypher(text).unwrap_err();
        assert!(error.position().is_some(), "{error}");
    }
    let text = "UNWIND ['x', 7] AS t\nMATCH (m)-[:CALLED]->(t) RETURN m";
    let error = view.cypher(text).unwrap().rows().unwrap_err();
    assert_eq!(error.position().map(|place| place.line), Some(2), "{error}");
}
