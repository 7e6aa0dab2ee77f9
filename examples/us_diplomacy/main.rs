//! A century and a half of American diplomacy: visits of foreign leaders, recognition with the sentence that says so, and
//! states that came and went; from the tables of the Office of the Historian.
//!
//! `cargo run --example us_diplomacy [FOLDER]` reads the tables in the folder, else the full set, or the small one in
//! `data/historian` (see `examples/records/mod.rs`). The first line says which.

mod answers;
mod record;
#[path = "../records/mod.rs"]
mod records;

use std::{env, error::Error};

use records::{Set, historian::Tables};

fn main() -> Result<(), Box<dyn Error>> {
    let given = env::args_os().nth(1);
    let set = given.map_or_else(records::historian, |path| Set { title: "the given tables", path: path.into() });
    let tables = Tables::read(&set.path)?;
    println!("Read {}: {} rows.", set.title, tables.count());
    let (kg, left) = record::graph(&tables)?;
    println!("{} entities and facts' ends, {} facts, {} sources.", kg.node_count(), kg.fact_count(), kg.source_count());
    answers::recognized_in_1991(&kg)?;
    answers::visits_of_1991(&kg)?;
    answers::most_often(&kg)?;
    answers::states_no_more(&kg)?;
    answers::received_within_a_year(&kg)?;
    println!("\nWhat of the tables is not in the graph:");
    for (what, count) in left {
        println!("  {count:>5}  {what}");
    }
    Ok(())
}
