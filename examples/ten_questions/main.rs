//! Ten questions asked of records of diplomacy, with their answers.
//!
//! `cargo run --example ten_questions` reads the visits of foreign leaders to the United States and the American
//! recognition of states (Office of the Historian), and the events of a year between political actors. The first lines
//! say which set was read: the full one, or the small one in `data/` (see `examples/records/mod.rs`).

mod diplomacy;
mod questions;
#[path = "../records/mod.rs"]
mod records;

use std::{error::Error, fs};

use records::{events, historian::Tables};

fn main() -> Result<(), Box<dyn Error>> {
    let set = records::historian();
    let tables = Tables::read(&set.path)?;
    println!("Questions 1 to 8 are about {}: {} rows.", set.title, tables.count());
    let diplomacy = diplomacy::graph(&tables)?;

    let set = records::events();
    let text = fs::read_to_string(&set.path)?;
    let rows = events::rows(&text)?;
    println!("Questions 9 and 10 are about {}: {} rows.\n", set.title, rows.len());
    let events = events::graph(&rows)?;

    for (number, (question, answer)) in (1..).zip(questions::all(&diplomacy, &events)?) {
        println!("{number}. {question}");
        for line in answer.lines() {
            println!("   {line}");
        }
    }
    Ok(())
}
