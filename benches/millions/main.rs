//! Millions of facts: loading, storing, looking up; each beside what one would write without this crate.
//!
//! `cargo bench --bench millions` measures 100,000 and 1,000,000 facts; `-- --facts 5000000` as many as are wanted; `-- W2`
//! only that; `-- --test` runs everything once on few. Times are of the thread, medians of rounds in which the
//! contestants take turns; `ours/this` is the median of the ratios within a round. All must find the same.
#![allow(missing_docs, reason = "the benches are documented in their modules")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(
    clippy::needless_for_each,
    clippy::cast_possible_truncation,
    reason = "as short as can be, of numbers that fit"
)]

mod by_hand;
mod clock;
mod generated;
mod load;
mod lookups;
mod memory;
mod ours;
mod store;

use generated::Generated;

#[global_allocator]
static HEAP: memory::Counting = memory::Counting::new();

/// What was asked for on the command line.
struct Wanted {
    sizes: Vec<usize>,
    works: Vec<String>,
    rounds: usize,
}

fn wanted() -> Wanted {
    let mut wanted = Wanted { sizes: Vec::new(), works: Vec::new(), rounds: 15 };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--test" => (wanted.sizes, wanted.rounds) = (vec![2_000], 1),
            "--facts" => {
                let sizes = words.next().expect("--facts needs a number, or several with commas");
                wanted.sizes = sizes.split(',').map(|size| size.parse().expect("a number of facts")).collect();
            }
            "--rounds" => wanted.rounds = words.next().and_then(|n| n.parse().ok()).expect("--rounds needs a number"),
            "--bench" => {}
            work => wanted.works.push(work.to_owned()),
        }
    }
    if wanted.sizes.is_empty() {
        wanted.sizes = vec![100_000, 1_000_000];
    }
    wanted
}

fn main() {
    let wanted = wanted();
    let chosen = |work: &str| wanted.works.is_empty() || wanted.works.iter().any(|chosen| work.trim_end() == chosen);
    for facts in &wanted.sizes {
        let set = Generated::new(*facts);
        println!("== {facts} facts, {} entities, {} relations", set.names.len(), set.relations.len());
        if chosen("W1") {
            load::run(&set, wanted.rounds);
        }
        if chosen("W2") || chosen("W3") {
            lookups::run(&set, wanted.rounds);
        }
        if chosen("W10") {
            store::memory(&set);
        }
        if chosen("W11") {
            store::asserting(&set, wanted.rounds.min(5));
        }
    }
}
