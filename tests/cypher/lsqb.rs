//! The nine queries of the Labelled Subgraph Query Benchmark, as openCypher texts that are read as they are.

#[path = "../../benches/joins/lsqb.rs"]
#[expect(clippy::module_inception, reason = "shared with the benches")]
mod lsqb;

use std::fs;

use chancery::cypher::Cell;
use lsqb::Data;

use crate::outside::outside;

#[test]
fn the_texts_have_the_counts_that_are_expected() {
    let Some(texts) = outside("lsqb/cypher") else { return };
    let Some(table) = outside("lsqb/expected.tsv") else { return };
    let table = fs::read_to_string(table).unwrap();
    let mut scales = vec!["example", "sf0.003"];
    if !cfg!(debug_assertions) {
        scales.push("sf0.1");
    }
    for scale in scales {
        let data = Data::read(scale).unwrap();
        for kg in [data.graph().unwrap().0, data.loaded().unwrap()] {
            let view = kg.view();
            for query in 1..=9 {
                let text = fs::read_to_string(texts.join(format!("q{query}.cypher"))).unwrap();
                let line = table.lines().find(|line| line.starts_with(&format!("{scale}\t{query}\t"))).unwrap();
                let wanted: i64 = line.rsplit_once('\t').unwrap().1.parse().unwrap();
                let rows = view.cypher(&text).unwrap().rows().unwrap();
                assert_eq!(rows.columns(), ["count"]);
                let found: Vec<_> = rows.certain().map(|row| row.get("count")).collect();
                let [Some(Cell::Integer(found))] = found.as_slice() else { panic!("{scale}, query {query}: {rows}") };
                assert_eq!((*found, rows.len()), (wanted, 1), "{scale}, query {query}");
                assert_eq!(lsqb::count(&view, query).unwrap().certain, wanted.unsigned_abs(), "{scale}, query {query}");
                // It is counted without listing where the builder does so, and by its plan.
                let counted = "matches are counted without being listed";
                let built = lsqb::query(&view, query).explain().unwrap().contains(counted);
                let plan = view.cypher(&text).unwrap().explain().unwrap();
                assert_eq!(plan.contains(counted), built, "{scale}, query {query}: {plan}");
            }
        }
    }
}
