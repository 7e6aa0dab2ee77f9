//! A century and a half of American diplomacy: visits of foreign leaders, recognition with the sentence that says so, and
//! states that came and went; from the tables of the Office of the Historian.
//!
//! `cargo run --example us_diplomacy [FOLDER]` reads the tables in the folder, else those in `historian/` of the folder that
//! `CHANCERY_DATA` names, else `../shared/data/historian`. Where they are not, it says so.

mod answers;
mod record;

use std::{
    env,
    error::Error,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = folder();
    if !folder.join("visits_to_us.tsv").exists() {
        println!("There are no tables to read; give the folder that has visits_to_us.tsv.");
        return Ok(());
    }
    let (kg, left) = record::read(&folder)?;
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

fn folder() -> PathBuf {
    let data = || env::var_os("CHANCERY_DATA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    env::args_os().nth(1).map_or_else(|| data().unwrap_or_else(beside).join("historian"), PathBuf::from)
}
