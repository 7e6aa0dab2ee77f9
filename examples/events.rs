//! Dated events between political actors: visits given and returned, an actor's month, a timeline.
//!
//! `cargo run --example events [FILE]` reads the file, else the ninety thousand events of ICEWS14 if they are there,
//! else the made-up ones of `data/events` (see `examples/records/mod.rs`). The first line says which. A row is an actor,
//! what it did, to whom, and the day.

#[path = "records/mod.rs"]
mod records;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    error::Error,
    fs,
};

use chancery::{Day, FactRef, Id, KnowledgeGraph, schema::FoundRelation, time::WhenParts};
use records::{Set, events};

fn main() -> Result<(), Box<dyn Error>> {
    let given = env::args_os().nth(1);
    let set = given.map_or_else(records::events, |path| Set { title: "the given events", path: path.into() });
    let text = fs::read_to_string(&set.path).map_err(|error| format!("{}: {error}", set.path.display()))?;
    let rows = events::rows(&text)?;
    println!("Read {}: {} rows.", set.title, rows.len());
    let kg = events::graph(&rows)?;
    let kinds: BTreeSet<_> = kg.view().all_facts().map(|event| event.relation()).collect();
    println!("{} actors, {} kinds of events, {} events.", kg.node_count(), kinds.len(), kg.fact_count());
    // The two who returned most visits are those of the next answers.
    let Some((guest, host)) = given_and_returned(&kg)? else { return Ok(()) };
    month(&kg, guest)?;
    timeline(&kg, guest, host)?;
    Ok(())
}

/// Visits that the host gave back within a month, and who does so most.
fn given_and_returned(kg: &KnowledgeGraph) -> Result<Option<(Id, Id)>, chancery::Error> {
    let visits = kg.relation("make-a-visit")?;
    let mut returned: BTreeMap<(String, String), (usize, Id, Id)> = BTreeMap::new();
    let (mut all, mut answered) = (0, 0);
    for visit in kg.view().facts(visits).iter()? {
        all += 1;
        let Some(day) = day(&visit) else { continue };
        let back = kg.view().facts(visits).from(visit.object()).to(visit.subject()).iter()?;
        let within = |other: &FactRef<'_, FoundRelation>| {
            self::day(other).is_some_and(|other| (1..=30).contains(&(other.to_epoch_days() - day.to_epoch_days())))
        };
        if back.into_iter().any(|other| within(&other)) {
            answered += 1;
            let (guest, host) = (visit.subject_node(), visit.object_node());
            returned.entry((guest.to_string(), host.to_string())).or_insert((0, guest.id(), host.id())).0 += 1;
        }
    }
    println!("\nVisits: {all}; returned within 30 days: {answered}. Most of them:");
    let mut most: Vec<_> = returned.into_iter().collect();
    most.sort_by(|(a, (n, ..)), (b, (m, ..))| m.cmp(n).then(a.cmp(b)));
    most.iter().take(8).for_each(|((guest, host), (count, ..))| println!("  {count:>4}  {guest} to {host}"));
    Ok(most.first().map(|(_, (_, guest, host))| (*guest, *host)))
}

/// What an actor did in the month in which it had most events, and what was done to it.
fn month(kg: &KnowledgeGraph, actor: Id) -> Result<(), chancery::Error> {
    let mut months: BTreeMap<String, usize> = BTreeMap::new();
    for month in kg.view().about(actor)?.filter_map(|event| event.when().to_string().get(..7).map(str::to_owned)) {
        *months.entry(month).or_default() += 1;
    }
    // The earliest of the busiest months.
    let Some((month, _)) = months.iter().rev().max_by_key(|(_, count)| **count) else { return Ok(()) };
    let mut counts: BTreeMap<(bool, &str), usize> = BTreeMap::new();
    for event in kg.view().on(month.as_str())?.about(actor)? {
        let about = kg.schema().relation_def(event.relation()).about.as_str();
        *counts.entry((event.subject_node().id() != actor, about)).or_default() += 1;
    }
    println!("\n{} in {month}, its busiest month:", name(kg, actor));
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|(a, n), (b, m)| m.cmp(n).then(a.cmp(b)));
    for ((suffered, about), count) in counts.iter().take(12) {
        println!("  {count:>4}  {about}{}", if *suffered { " (by others)" } else { "" });
    }
    Ok(())
}

/// What two actors had to do with one another, by day.
fn timeline(kg: &KnowledgeGraph, one: Id, other: Id) -> Result<(), chancery::Error> {
    let mut between: Vec<_> =
        kg.view().about(one)?.filter(|event| event.other(one).is_some_and(|node| node.id() == other)).collect();
    between.sort_by_key(|event| (day(event), event.id()));
    println!("\nBetween {} and {}: {} events. The first of them:", name(kg, one), name(kg, other), between.len());
    for event in between.iter().take(12) {
        println!(
            "  {}  {} — {} — {}",
            event.when(),
            event.subject_node(),
            kg.schema().relation_def(event.relation()).about,
            event.object_node()
        );
    }
    Ok(())
}

fn name(kg: &KnowledgeGraph, actor: Id) -> String {
    kg.node_ref(actor).map(|node| node.to_string()).unwrap_or_default()
}

/// The day of an event.
fn day<R>(event: &FactRef<'_, R>) -> Option<Day> {
    match event.when().parts() {
        WhenParts::On(date) => Some(date.first()),
        _ => None,
    }
}
