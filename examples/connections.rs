//! Who is connected to whom, by which facts, and in which order of time.
//!
//! `cargo run --example connections` prints who links IRS to Tokayev in the press report and draws that answer
//! alone. Then it reads the events of a year between political actors: those of ICEWS14 if they are there, else the
//! made-up ones of `data/events` (see `examples/records/mod.rs`). It prints who was most central in each month, and how
//! a message could first have come from one actor to another.

#[path = "records/mod.rs"]
mod records;

use std::{collections::BTreeSet, error::Error, fs, path::Path};

use chancery::{
    KnowledgeGraph, View,
    algo::{Chain, PageRank},
    diplomacy,
    notation::Reader,
};
use records::events;

fn main() -> Result<(), Box<dyn Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    report(here)?;
    let set = records::events();
    let text = fs::read_to_string(&set.path)?;
    let rows = events::rows(&text)?;
    println!("\nRead {}: {} rows.", set.title, rows.len());
    let kg = events::graph(&rows)?;
    most_central_by_month(&kg)?;
    first_message(&kg)
}

/// Who links IRS to Tokayev?
fn report(here: &Path) -> Result<(), Box<dyn Error>> {
    let kg = Reader::new(diplomacy::schema()).read_files([here.join("data/press-report/report.facts")])?;
    let view = kg.view();

    println!("The shortest chain from IRS to Tokayev:");
    let chains = view.chains("irs", "tokayev");
    let Some(chain) = chains.shortest()? else { return Ok(()) };
    print_chain(&chain);

    println!("\nThe next two:");
    for (number, chain) in chains.k_shortest(3)?.iter().enumerate().skip(1) {
        println!("  {}.", number + 1);
        print_chain(chain);
    }

    println!("\nThrough people and organizations that have at most 20 facts:");
    match chains.avoiding_hubs(20).through(["person", "organization"]).shortest()? {
        Some(chain) => print_chain(&chain),
        None => println!("    none"),
    }

    println!("\nWithin two facts of IRS:");
    let names: Vec<_> = view.ego("irs", 2)?.entities().map(|node| node.to_string()).take(12).collect();
    println!("    {}", names.join("; "));

    let picture = view.only(chain.facts()).connected().dot().title("Who links IRS to Tokayev?").to_string();
    fs::create_dir_all("out")?;
    fs::write("out/connections.dot", &picture)?;
    println!("\nThe picture of the answer: out/connections.dot, {} lines", picture.lines().count());
    Ok(())
}

fn print_chain(chain: &Chain<'_>) {
    for step in chain.steps() {
        println!("    {step}");
    }
}

fn most_central_by_month(kg: &KnowledgeGraph) -> Result<(), Box<dyn Error>> {
    let view = kg.view();
    let months: BTreeSet<String> =
        view.all_facts().filter_map(|event| event.when().to_string().get(..7).map(str::to_owned)).collect();
    println!("\nThe most central actors by month, by PageRank:");
    for month in months {
        println!("  {month}  {}", most_central(&view.during(month.as_str())?, 3).join(", "));
    }
    Ok(())
}

/// Each set of events has its own actors, and so its own question.
fn first_message(kg: &KnowledgeGraph) -> Result<(), Box<dyn Error>> {
    let (from, to, day) = match kg.get_entity("raheel-sharif") {
        Some(sharif) => (sharif, kg.entity("kazakhstan")?, "2014-06-01"),
        None => (kg.entity("rui-lemos")?, kg.entity("citizen-isalia")?, "2031-03-05"),
    };
    let name = |id| kg.node_ref(id).map(|node| node.to_string()).unwrap_or_default();
    println!("\nHow a message could first have come from {} to {}, if sent on {day}:", name(from), name(to));
    if let Some(found) = kg.view().chains(from, to).not_before(day).earliest_certain()? {
        print_chain(found.chain());
        println!("  It has arrived by {}.", found.arrival());
    }
    Ok(())
}

fn most_central(view: &View<'_>, count: usize) -> Vec<String> {
    let frozen = view.connected().freeze();
    let mut ranked: Vec<_> = PageRank::new().of(&frozen).into_iter().zip(frozen.ids()).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let name = |(_, id): (f64, &chancery::Id)| view.graph().node_ref(*id).map(|node| node.to_string());
    ranked.into_iter().take(count).filter_map(name).collect()
}
