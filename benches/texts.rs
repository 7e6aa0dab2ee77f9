//! LSQB as openCypher texts, beside the same queries in the builder, turn about in one run.
//!
//! `cargo bench --features cypher --bench texts` reads the scale `sf0.1` where its data is at hand; `-- --test` runs each
//! query once on the example. The column *by hand* is the builder. A text is read, checked, planned and counted anew each
//! time.
#![allow(missing_docs, unreachable_pub, reason = "a program, not a library")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::similar_names,
    dead_code,
    reason = "numbers of a bench"
)]

#[path = "joins/lsqb.rs"]
mod lsqb;
#[path = "joins/pairs.rs"]
mod pairs;

use std::fs;

use chancery::{View, cypher::Cell};
use pairs::Pairs;

fn main() {
    let test = std::env::args().any(|argument| argument == "--test");
    let pairs = Pairs::new(test, None);
    let scales = if test { vec!["example"] } else { vec!["sf0.003", "sf0.1"] };
    for scale in scales {
        let Some(data) = lsqb::Data::read(scale) else {
            println!("LSQB: no data in {}", lsqb::folder().display());
            return;
        };
        let kg = data.loaded().unwrap();
        let view = kg.view();
        Pairs::head(&format!("LSQB {scale}, builder and text"));
        for query in 1..=9 {
            let text = fs::read_to_string(lsqb::folder().join(format!("lsqb/cypher/q{query}.cypher"))).unwrap();
            pairs.row(
                &format!("q{query}"),
                None::<fn() -> u64>,
                || lsqb::count(&view, query).unwrap().total(),
                || counted(&view, &text),
            );
        }
    }
}

fn counted(view: &View<'_>, text: &str) -> u64 {
    let rows = view.cypher(text).unwrap().rows().unwrap();
    let row = rows.iter().next().unwrap();
    let Some(Cell::Integer(count)) = row.get("count") else { panic!("a text of LSQB returns a count") };
    count.unsigned_abs()
}
