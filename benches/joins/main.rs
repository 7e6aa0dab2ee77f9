//! Joins, each beside the same by hand on the same facts, turn about in one run.
//!
//! `cargo bench --bench joins` measures sets of 100,000 and 1,000,000 facts, generated (`-- generated`) and drawn from real
//! ones (`-- often`), ICEWS14 and LSQB where their data are
//! at hand; `-- 5000000` a set of that size; `-- lsqb q3` one row of LSQB; `-- --test` runs each once on small ones. A row shows the median time by hand, in
//! petgraph (a `DiGraph` and hash maps) and in columns made for the question, and ours; and the median of the ratios of pairs
//! that ran one after the other.
#![allow(missing_docs, unreachable_pub, reason = "a program, not a library")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, dead_code, reason = "numbers of a bench")]

mod by_hand;
mod generated;
mod icews;
mod lsqb;
mod lsqb_by_hand;
mod pairs;
mod patterns;
mod posts;

use pairs::Pairs;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let test = arguments.iter().any(|argument| argument == "--test");
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let mut words =
        arguments.iter().filter(|argument| !argument.starts_with('-') && argument.parse::<usize>().is_err());
    let pairs = Pairs::new(test, words.next().cloned());
    let row = words.next().map(String::as_str);
    let sizes = match (test, sizes.is_empty()) {
        (true, _) => vec![2_000],
        (false, true) => vec![100_000, 1_000_000],
        (false, false) => sizes,
    };
    for size in sizes {
        if pairs.wants("generated") {
            patterns::generated(&pairs, size);
        }
        if pairs.wants("often") {
            patterns::often(&pairs, size);
        }
    }
    if pairs.wants("icews") {
        patterns::icews(&pairs);
    }
    if pairs.wants("lsqb") {
        lsqb_rows(&pairs, if test { "example" } else { "sf0.1" }, row);
    }
}

fn lsqb_rows(pairs: &Pairs, scale: &str, row: Option<&str>) {
    let Some(data) = lsqb::Data::read(scale) else {
        println!("LSQB: no data in {}", lsqb::folder().display());
        return;
    };
    let kg = data.loaded().unwrap();
    let columns = lsqb_by_hand::Columns::new(&data);
    Pairs::head(&format!("LSQB {scale}"));
    let view = kg.view();
    for query in (1..=9).filter(|query| row.is_none_or(|row| row == format!("q{query}"))) {
        pairs.row(
            &format!("q{query}"),
            None::<fn() -> u64>,
            || columns.count(query),
            || lsqb::count(&view, query).unwrap().total(),
        );
    }
}
