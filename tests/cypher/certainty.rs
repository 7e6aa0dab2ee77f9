//! Guards what a row says of its truth: of aggregates, chains and conditions that rest on possible facts.

use chancery::{
    KnowledgeGraph,
    diplomacy::{self, Person, State},
    entity, fact,
};

/// Persons that met: a – b – c certainly, a – c planned; and visits of which one is planned.
fn graph() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    for key in ["a", "b", "c", "d"] {
        kg.add(Person, entity(key.to_uppercase()).key(key)).unwrap();
    }
    let oman = kg.add(State, entity("Oman").key("oman")).unwrap();
    for (one, other) in [("a", "b"), ("b", "c")] {
        kg.assert(fact(one, "met", other).on("2026-01-10")).unwrap();
    }
    kg.assert(fact("a", "met", "c").on("2026-02").planned()).unwrap();
    for (guest, when, planned) in [("a", "2026-01-10", false), ("b", "2026-01", false), ("c", "2026-02-01", true)] {
        let visit = fact(kg.entity(guest).unwrap(), "visits", oman.any()).on(when);
        kg.assert(if planned { visit.planned() } else { visit }).unwrap();
    }
    kg
}

fn answer(kg: &KnowledgeGraph, text: &str) -> String {
    kg.view().cypher(text).unwrap().rows().unwrap().to_string()
}

#[test]
fn an_aggregate_says_what_is_certain_and_what_is_possible() {
    let kg = graph();
    let visits = "MATCH (p:Person)-[v:VISITS]->(s:State)";
    assert_eq!(answer(&kg, &format!("{visits} RETURN count(*)")), "certainly: 2\npossibly: 3\n");
    assert_eq!(answer(&kg, &format!("{visits} RETURN s, count(p) AS n")), "certainly: Oman, 2\npossibly: Oman, 3\n");
    assert_eq!(answer(&kg, &format!("{visits} RETURN max(p.key)")), "possibly: b\npossibly: c\n");
    // The possible row changes nothing, so the smallest is certain.
    assert_eq!(answer(&kg, &format!("{visits} RETURN min(p.key)")), "certainly: a\n");
    // A sum or a mean is not certain, also where all rows have the same as the certain ones.
    let mean = "UNWIND [['a', 2], ['c', 1]] AS pair MATCH (p:Person)-[v:VISITS]->(s) WHERE p.key = pair[0] RETURN ";
    assert_eq!(answer(&kg, &format!("{mean} sum(pair[1])")), "possibly: 2\npossibly: 3\n");
    let same = "UNWIND [['a', 2], ['c', 2]] AS pair MATCH (p:Person)-[v:VISITS]->(s) WHERE p.key = pair[0] RETURN ";
    assert_eq!(answer(&kg, &format!("{same} avg(pair[1])")), "possibly: 2.0\n");
    assert_eq!(answer(&kg, &format!("{same} max(pair[1])")), "certainly: 2\n");
    // A group without a certain row is only possible.
    let grouped = format!("{visits} RETURN p.key AS key, count(*) AS n ORDER BY key");
    assert_eq!(answer(&kg, &grouped), "certainly: a, 1\ncertainly: b, 1\npossibly: c, 1\n");
    // After `WITH`, a row of certain and possible ones is possible.
    assert_eq!(answer(&kg, &format!("{visits} WITH s, count(*) AS n WHERE n > 1 RETURN s")), "possibly: Oman\n");
    // What is made of a number that may grow is not certain.
    assert_eq!(answer(&kg, &format!("{visits} RETURN count(*) = 2")), "possibly: true\npossibly: false\n");
    // No match at all is certain, and so is none of a certain view.
    assert_eq!(answer(&kg, "MATCH (p:Person)-[:HEAD_OF_STATE_OF]->(s:State) RETURN count(*)"), "certainly: 0\n");
    let certain = kg.view().certain();
    let rows = certain.cypher(&format!("{visits} RETURN count(*)")).unwrap().rows().unwrap();
    assert_eq!(rows.to_string(), "certainly: 2\n");
}

#[test]
fn a_condition_that_is_possible_makes_the_row_possible_and_so_does_its_negation() {
    let kg = graph();
    let on = |condition: &str| {
        answer(&kg, &format!("MATCH (p:Person)-[v:VISITS]->(:State) WHERE {condition} RETURN p.key ORDER BY p.key"))
    };
    assert_eq!(on("holds_on(v, '2026-01-10')"), "certainly: a\npossibly: b\n");
    assert_eq!(on("NOT holds_on(v, '2026-01-10')"), "possibly: b\npossibly: c\n");
    assert_eq!(on("NOT (holds_on(v, '2026-01-10') OR p.key = 'c')"), "possibly: b\n");
    assert_eq!(on("p.key = 'c' OR holds_on(v, '2026-01-10')"), "certainly: a\npossibly: b\npossibly: c\n");
    let met = |condition: &str| answer(&kg, &format!("MATCH (p:Person) WHERE {condition} RETURN p.key ORDER BY p.key"));
    assert_eq!(met("(p)-[:VISITS]->()"), "certainly: a\ncertainly: b\npossibly: c\n");
    assert_eq!(met("NOT (p)-[:VISITS]->()"), "possibly: c\ncertainly: d\n");
    assert_eq!(met("COUNT { (p)-[:VISITS]->() } = 0"), "possibly: c\ncertainly: d\n");
    let idle = "MATCH (p {key: 'c'}) RETURN CASE WHEN COUNT { (p)-[:VISITS]->() } = 0 THEN 'idle' ELSE 'busy' END";
    assert!(answer(&kg, idle).starts_with("possibly: "));
}

#[test]
fn a_view_of_certain_facts_gives_certain_rows_and_does_not_take_doubt_for_absence() {
    let kg = graph();
    let certain = kg.view().certain();
    let ask = |text: &str| certain.cypher(text).unwrap().rows().unwrap().to_string();
    // It is possible that the fact holds on that day, so it is not certain that there is none.
    let none = "NOT EXISTS { (p)-[v:VISITS]->() WHERE holds_on(v, '2026-01-20') }";
    assert_eq!(ask(&format!("MATCH (p {{key: 'b'}}) RETURN p.key, {none} AS free")), "certainly: b, possibly\n");
    assert_eq!(ask(&format!("MATCH (p {{key: 'b'}}) WHERE {none} RETURN p.key")), "");
    assert_eq!(ask("MATCH (p)-[v:VISITS]->() WITH p, v WHERE holds_on(v, '2026-01-20') RETURN p.key"), "");
    assert_eq!(
        ask("MATCH (p)-[v:VISITS]->() WITH p, v WHERE holds_on(v, '2026-01-10') RETURN p.key"),
        "certainly: a\n"
    );
}

#[test]
fn a_variable_that_may_be_null_is_no_reason_to_drop_a_row() {
    let kg = graph();
    let text = "MATCH (p:Person {key: 'd'}) OPTIONAL MATCH (p)-[:VISITS]->(s) \
                OPTIONAL MATCH (p)-[:MET]-(q) WHERE s IS NULL RETURN p.key, s, q";
    assert_eq!(answer(&kg, text), "certainly: d, null, null\n");
    let text = "MATCH (p:Person {key: 'd'}) OPTIONAL MATCH (p)-[:VISITS]->(s) WITH p, s \
                MATCH (q:Person) WHERE s IS NULL AND q.key < 'c' RETURN q.key ORDER BY q.key";
    assert_eq!(answer(&kg, text), "certainly: a\ncertainly: b\n");
    let text = "MATCH (p:Person {key: 'a'}) OPTIONAL MATCH (p)-[:VISITS]->(s) OPTIONAL MATCH (p)-[:MET]-(t) \
                WHERE NOT (t)-[:VISITS]->(s) RETURN t.key";
    assert!(kg.view().cypher(text).unwrap().rows().is_ok());
}

#[test]
fn values_are_compared_as_values() {
    let mut kg = graph();
    let report = kg.add("person", "E").unwrap();
    for (who, born) in [("a", "1990"), ("b", "1990-05-03"), ("c", "1990")] {
        let who = kg.entity(who).unwrap();
        kg.assert(fact(who, "born", chancery::date(born))).unwrap();
    }
    kg.assert(fact(report, "born", chancery::date("1970-01-01"))).unwrap();
    let pairs = "MATCH (a:Person)-[:BORN]->(d), (b:Person)-[:BORN]->(e) WHERE a.key = 'a' AND d <> e";
    let found = answer(&kg, &format!("{pairs} RETURN b.key ORDER BY b.key"));
    assert_eq!(found, "possibly: b\npossibly: c\ncertainly: e\n");
    // A value that goes on is still the node that it was.
    let again = "MATCH (:Person {key: 'a'})-[:BORN]->(d) WITH d MATCH (p)-[:BORN]->(d) RETURN p.key ORDER BY p.key";
    assert_eq!(answer(&kg, again), "certainly: a\ncertainly: c\n");
    // Two types, or a chain, lead to values as well.
    assert_eq!(answer(&kg, "MATCH ({key: 'e'})-[:BORN|DIED]->(x) RETURN x"), "certainly: 1970-01-01\n");
    assert_eq!(answer(&kg, "MATCH ({key: 'e'})-[:BORN*1..1]->(x) RETURN x"), "certainly: 1970-01-01\n");
}

#[test]
fn a_symmetric_fact_is_met_from_both_ends_once() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    for key in ["x", "y"] {
        kg.add(Person, entity(key.to_uppercase()).key(key)).unwrap();
    }
    kg.assert(fact("x", "met", "y")).unwrap();
    let text = "MATCH (a)-[r:MET]->(b) MATCH (c)-[r]->(d) RETURN count(*)";
    assert_eq!(answer(&kg, text), "certainly: 4\n");
    let text = "MATCH (a)-[r:MET]-(b) MATCH (c)-[r:MET]-(d) RETURN count(*)";
    assert_eq!(answer(&kg, text), "certainly: 4\n");
}

#[test]
fn a_dated_type_is_no_label() {
    let kg = graph();
    let error = kg.view().cypher("MATCH (a)-[r]->(b) WHERE r:RECOGNIZED_IN_1991 RETURN b").unwrap_err();
    assert!(error.position().is_some() && error.to_string().contains("date"), "{error}");
}

#[test]
fn the_shortest_chain_is_certain_if_no_possible_one_is_shorter() {
    let kg = graph();
    let chain = |from: &str, to: &str| {
        answer(
            &kg,
            &format!(
                "MATCH p = shortestPath((:Person {{key: '{from}'}})-[:MET*..4]-(:Person {{key: '{to}'}})) RETURN length(p)"
            ),
        )
    };
    assert_eq!(chain("a", "b"), "certainly: 1\n");
    // The planned meeting is shorter; if it does not take place, the other chain is the shortest.
    assert_eq!(chain("a", "c"), "possibly: 1\npossibly: 2\n");
    assert_eq!(chain("a", "d"), "");
    assert_eq!(chain("a", "a"), "");
    let one = "MATCH p = shortestPath((:Person {key: 'a'})-[:MET]-(:Person {key: 'b'})) RETURN length(p)";
    assert_eq!(answer(&kg, one), "certainly: 1\n");
}

#[test]
fn merged_entities_are_one() {
    let mut kg = graph();
    let (one, other) = (kg.entity("a").unwrap(), kg.entity("d").unwrap());
    kg.merge(other, one, "the same").unwrap();
    assert_eq!(answer(&kg, "MATCH (p:Person) RETURN count(*)"), "certainly: 3\n");
    assert_eq!(answer(&kg, "MATCH (p {key: 'a'})-[:VISITS]->(s) RETURN s"), "certainly: Oman\n");
    assert_eq!(answer(&kg, "MATCH (p {name: 'A'})-[:VISITS]->(s) RETURN s"), "certainly: Oman\n");
}

#[test]
fn a_plan_says_how_matches_are_counted_only_where_they_are() {
    let kg = graph();
    let plan = |text: &str| kg.view().cypher(text).unwrap().explain().unwrap();
    assert!(plan("MATCH (a:Person)-[:MET]->(b:Person) RETURN count(*)").contains("matches are "));
    assert!(!plan("MATCH (a:Person)-[:MET]->(b:Person) RETURN a").contains("matches are "));
}
