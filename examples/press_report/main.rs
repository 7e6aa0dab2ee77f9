//! The founding press report as a graph: who is who, what was said by whom, and what follows, with the words that say so.
//!
//! `cargo run --example press_report` reads the dossier in `data/press-report`, prints a briefing, and writes the graph as
//! JSON, as a picture and as a page of HTML. Where the report's own text is at hand, its words are checked and shown beside the abstract's.

mod briefing;
mod options;

use std::{env, error::Error, fs, path::Path, path::PathBuf, process::Command};

use chancery::{
    KnowledgeGraph, View, diplomacy,
    dossier::Dossier,
    io::{json, page::Page},
    notation::{self, Reader},
};
use options::{Format, Options, USAGE};

const AT_HAND: &str = "The report's text is available: each quote from it was checked.";
const NOT_AT_HAND: &str = "The report's text is not available: the quotes from it were not checked.";

fn main() -> Result<(), Box<dyn Error>> {
    let Some(options) = Options::read()? else {
        println!("{USAGE}");
        return Ok(());
    };
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let report = report(here);
    let mut reader = Reader::new(diplomacy::schema());
    if let Some(text) = &report {
        reader = reader.text_of("dna", text);
    }
    let kg = reader.read_files([here.join("data/press-report/report.facts")])?;

    let view = match options.at {
        Some(date) => kg.view().on(date)?,
        None => kg.view(),
    };
    match options.format {
        Format::Json => print!("{}", json::Json::of(&Dossier::of(&view))),
        Format::Notation => print!("{}", notation::write(&Dossier::of(&view))),
        Format::Dot => print!("{}", view.dot()),
        Format::Text => {
            let briefing = match (&options.about, options.at) {
                (Some(entity), _) => briefing::about(&view, entity)?,
                (None, Some(date)) => briefing::on(&kg, date)?,
                (None, None) => briefing::whole(&kg)?,
            };
            print!("{briefing}");
            println!("\n{}", if report.is_some() { AT_HAND } else { NOT_AT_HAND });
            write(&kg, &view, &options.folder)?;
        }
    }
    Ok(())
}

/// The report's own text, which is not ours to keep: where `CHANCERY_DATA` says, or beside the repository.
fn report(here: &Path) -> Option<String> {
    let data = env::var_os("CHANCERY_DATA").map_or_else(|| here.join("../shared/data"), PathBuf::from);
    fs::read_to_string(data.join("press/report-2026-01-24.txt")).ok()
}

fn write(kg: &KnowledgeGraph, view: &View<'_>, folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let (dossier, dot, svg) = (folder.join("dossier.json"), folder.join("graph.dot"), folder.join("graph.svg"));
    fs::write(&dossier, json::Json::of(&Dossier::of(view)).to_string())?;
    // The picture is of who and what there is; the topics of the talk would crowd it.
    let schema = kg.schema();
    let mut kinds = Vec::new();
    for kind in ["person", "state", "organization", "event", "document", "programme", "city"] {
        kinds.push(schema.kind(kind)?);
    }
    let picture = view.of_kinds(kinds)?.connected();
    let title = "Before the visit: 24 January 2026";
    fs::write(&dot, picture.dot().title(title).to_string())?;
    // Of the report itself only ranges and hashes.
    let page = Page::of(view).title(title).without_text("dna")?;
    fs::write(folder.join("page.html"), page.to_string())?;
    println!("Written to {}: dossier.json, graph.dot, page.html", folder.display());
    match Command::new("dot").arg("-Tsvg").arg("-o").arg(&svg).arg(&dot).status() {
        Ok(status) if status.success() => println!("Drawn: {}", svg.display()),
        Ok(status) => println!("Graphviz could not draw the picture ({status})"),
        Err(_) => println!("No picture: install Graphviz (https://graphviz.org), then: dot -Tsvg -O {}", dot.display()),
    }
    Ok(())
}
