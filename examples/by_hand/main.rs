//! The core of the founding press report, recorded by hand with the typed face, and drawn.
//!
//! `cargo run --example by_hand [FOLDER]` prints the facts; with a folder, it writes them there as JSON and DOT too.

mod core;

use std::{env, error::Error, fs, path::PathBuf};

use chancery::{
    dossier::Dossier,
    io::{dot::RankDirection, json},
};

fn main() -> Result<(), Box<dyn Error>> {
    let kg = core::record()?;
    for fact in kg.view().timeline() {
        println!("{fact}");
    }
    if let Some(folder) = env::args_os().nth(1).map(PathBuf::from) {
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("core.json"), json::Json::of(&Dossier::of(&kg.view())).to_string())?;
        let dot = kg.view().dot().rank_direction(RankDirection::TopDown).title("Before the visit: 24 January 2026");
        fs::write(folder.join("core.dot"), dot.to_string())?;
    }
    Ok(())
}
