//! Who is connected to whom, by which facts, and in which order of time.
//!
//! `cargo run --example connections` prints who links IRS to Tokayev in the press report and draws that answer
//! alone. Where the events of ICEWS14 are beside the repository, or in the folder that `CHANCERY_DATA` names, it prints who was most
//! central in each month of 2014, and how a message could first have come from one to another.

use std::{env, error::Error, fs, path::Path, path::PathBuf};

use chancery::{
    KnowledgeGraph, View,
    algo::{Chain, PageRank},
    date, diplomacy, entity, fact,
    model::slug,
    notation::Reader,
};

fn main() -> Result<(), Box<dyn Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    report(here)?;
    let data = env::var_os("CHANCERY_DATA").map_or_else(|| here.join("../shared/data"), PathBuf::from);
    match fs::read_to_string(data.join("icews14/events.tsv")) {
        Ok(events) => icews(&read(&events)?)?,
        Err(_) => println!("\nThe events of ICEWS14 are not available."),
    }
    Ok(())
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

/// Subject, relation, object and day a line. The events have no text, so there is nothing to quote.
fn read(events: &str) -> Result<KnowledgeGraph, Box<dyn Error>> {
    let mut kg = KnowledgeGraph::new(diplomacy::schema().open());
    for line in events.lines() {
        let [subject, relation, object, day] = line.split('\t').collect::<Vec<_>>()[..] else { continue };
        let (subject, object) = (actor(&mut kg, subject)?, actor(&mut kg, object)?);
        let relation = slug(relation).ok_or("a relation without a letter")?;
        kg.assert(fact(subject, relation.as_str(), object).on(date(day)))?;
    }
    Ok(kg)
}

fn actor(kg: &mut KnowledgeGraph, name: &str) -> Result<chancery::Id, Box<dyn Error>> {
    let key = slug(name).ok_or("a name without a letter")?;
    match kg.get_entity(&key) {
        Some(known) => Ok(known),
        None => Ok(kg.add("actor", entity(name).key(key))?.any()),
    }
}

fn icews(kg: &KnowledgeGraph) -> Result<(), Box<dyn Error>> {
    let year = kg.view();
    println!("\nThe most central actors of 2014 by month, by PageRank:");
    for month in 1..=12 {
        let name = format!("2014-{month:02}");
        let month = year.during(&name)?;
        println!("  {name}  {}", most_central(&month, 3).join(", "));
    }
    println!("\nHow a message could first have come from Raheel Sharif to Kazakhstan after 1 June 2014:");
    if let Some(found) = year.chains("raheel-sharif", "kazakhstan").not_before("2014-06-01").earliest_certain()? {
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
