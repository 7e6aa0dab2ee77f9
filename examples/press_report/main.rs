//! The founding press report as a graph: who is who, what happened when, and what follows, with the words that say so.
//!
//! `cargo run --example press_report [FOLDER]` prints the briefing and writes the graph as JSON and as a picture.

mod briefing;
mod core;

use std::{env, error::Error, fs, path::PathBuf, process::Command};

use chancery::io::{Dossier, dot::RankDirection, json};

fn main() -> Result<(), Box<dyn Error>> {
    let kg = core::record()?;
    print!("{}", briefing::Briefing::new(&kg)?);

    let folder = env::args_os().nth(1).map_or_else(|| PathBuf::from("target/press_report"), PathBuf::from);
    fs::create_dir_all(&folder)?;
    let (dossier, dot, svg) = (folder.join("dossier.json"), folder.join("graph.dot"), folder.join("graph.svg"));
    fs::write(&dossier, json::write_dossier(&Dossier::of(&kg.view())))?;
    // DOT
    fs::write(
        &dot,
        kg.view().dot().rank_direction(RankDirection::TopDown).title("Before the visit: 24 January 2026").to_string(),
    )?;
    println!("\nWritten to {}: dossier.json, graph.dot", folder.display());
    match Command::new("dot").arg("-Tsvg").arg("-o").arg(&svg).arg(&dot).status() {
        Ok(status) if status.success() => println!("Drawn: {}", svg.display()),
        Ok(status) => println!("Graphviz could not draw the picture ({status})"),
        Err(_) => println!("No picture: install Graphviz (https://graphviz.org), then: dot -Tsvg -O {}", dot.display()),
    }
    Ok(())
}
