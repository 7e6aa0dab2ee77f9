//! Any text as a query in openCypher of a small graph: nothing panics, an error is at a place of the text, and the rows
//! of an answer print.
#![no_main]

use std::sync::LazyLock;

use chancery::{KnowledgeGraph, diplomacy, fact};
use libfuzzer_sys::fuzz_target;

static GRAPH: LazyLock<KnowledgeGraph> = LazyLock::new(|| {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    for n in 0..3 {
        kg.add("person", format!("Person {n}")).expect("a person is added");
        kg.add("state", format!("State {n}")).expect("a state is added");
    }
    kg.add("region", "Asia").expect("a region is added");
    for n in 0..3 {
        let (one, other) = (format!("person-{n}"), format!("person-{}", (n + 1) % 3));
        let state = format!("state-{}", n * 2 % 3);
        kg.assert(fact(one.as_str(), "met", other.as_str()).on("2026-02")).expect("a meeting");
        let visit = fact(one.as_str(), "visits", state.as_str()).on("2026-02-03");
        kg.assert(if n == 1 { visit.planned() } else { visit }).expect("a visit");
        kg.assert(fact(one.as_str(), "titled", format!("Title {n}").as_str())).expect("a title");
        kg.assert(fact(state.as_str(), "located-in", "asia")).expect("a place");
        kg.assert(fact(one.as_str(), "ambassador-of", state.as_str()).with("accredited-to", "state-0")).expect("a post");
    }
    kg
});

/// Whether a run could take long for a reason: a long list, or a product of many nodes.
fn is_large(text: &str) -> bool {
    let digits = text.split(|sign: char| !sign.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    text.to_lowercase().contains("range") && digits > 3 || text.to_lowercase().matches("match").count() > 4
        || text.matches(',').count() > 8 || text.to_lowercase().matches("unwind").count() > 2
}

fuzz_target!(|text: &str| {
    let view = GRAPH.view();
    let statement = match view.cypher(text) {
        Ok(statement) => statement.with("p", 1),
        Err(error) => {
            let place = error.position().expect("an error of a text has a place");
            let line = text.split('\n').nth(place.line as usize - 1).expect("the line is there");
            assert!(place.column as usize <= line.chars().count() + 1, "{error}");
            return;
        }
    };
    statement.explain().map_or_else(|error| assert!(!error.to_string().is_empty()), |plan| assert!(!plan.is_empty()));
    if !is_large(text)
        && let Ok(rows) = statement.rows()
    {
        assert_eq!(rows.to_string().is_empty(), rows.is_empty());
        for row in rows.iter() {
            assert_eq!(row.cells().len(), rows.columns().len());
        }
    }
});
