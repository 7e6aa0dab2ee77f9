//! Ninety thousand dated events between political actors (ICEWS14): visits given and returned, an actor's month, a timeline.
//!
//! `cargo run --example events [FILE]` reads the file, else `icews14/events.tsv` in the folder that `CHANCERY_DATA` names, else
//! in `../shared/data`. A row is an actor, what it did, to whom, and the day. Where there is no file, it says so.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use chancery::schema::{FoundRelation, KindDef, RelationDef, Shape};
use chancery::{Day, FactRef, Id, KnowledgeGraph, Schema, entity, fact, model::slug, time::WhenParts};

fn main() -> Result<(), Box<dyn Error>> {
    let file = file();
    let Ok(text) = fs::read_to_string(&file) else {
        println!("There are no events to read; give the file.");
        return Ok(());
    };
    let kg = record(&text)?;
    let kinds: BTreeSet<_> = kg.view().all_facts().map(|event| event.relation()).collect();
    println!("{} actors, {} kinds of events, {} events.", kg.node_count(), kinds.len(), kg.fact_count());
    given_and_returned(&kg)?;
    month(&kg, "kazakhstan", "2014-05")?;
    timeline(&kg, "kazakhstan", "china")?;
    Ok(())
}

fn file() -> PathBuf {
    let data = || env::var_os("CHANCERY_DATA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    env::args_os().nth(1).map_or_else(|| data().unwrap_or_else(beside).join("icews14/events.tsv"), PathBuf::from)
}

/// The four cells of each row.
fn rows(text: &str) -> impl Iterator<Item = [&str; 4]> {
    text.lines().filter_map(|line| line.split('\t').collect::<Vec<_>>().try_into().ok())
}

/// Each relation of the file is one of the schema, which keeps its name as it stands there.
fn record(text: &str) -> Result<KnowledgeGraph, chancery::Error> {
    let mut schema = Schema::new();
    schema.add_kind(
        KindDef::new("actor").about("An actor, or what is acted upon: a state, a ministry, a person, a crowd."),
    )?;
    let names: BTreeMap<&str, String> =
        rows(text).map(|[_, name, ..]| (name, slug(name).unwrap_or_default())).collect();
    for (about, name) in &names {
        schema.add_relation(RelationDef::new(name, Shape::Happens, "actor", "actor").about(*about))?;
    }
    let mut kg = KnowledgeGraph::new(schema);
    let mut relations: HashMap<&str, FoundRelation> = HashMap::new();
    for (about, name) in &names {
        relations.insert(about, kg.relation(name)?);
    }
    let mut actors: HashMap<&str, Id> = HashMap::new();
    for [subject, relation, object, day] in rows(text) {
        let (subject, object) = (actor(&mut kg, &mut actors, subject)?, actor(&mut kg, &mut actors, object)?);
        if let Some(relation) = relations.get(relation) {
            kg.assert(fact(subject, *relation, object).on(day))?;
        }
    }
    Ok(kg)
}

/// Two names that suggest one key are two actors.
fn actor<'t>(kg: &mut KnowledgeGraph, known: &mut HashMap<&'t str, Id>, name: &'t str) -> Result<Id, chancery::Error> {
    if let Some(id) = known.get(name) {
        return Ok(*id);
    }
    let stem = slug(name).unwrap_or_else(|| "unnamed".to_owned());
    let numbered = (2..).map(|n| format!("{stem}-{n}"));
    let free =
        std::iter::once(stem.clone()).chain(numbered).find(|key| kg.get_entity(key).is_none()).unwrap_or(stem.clone());
    let id = kg.add("actor", entity(name).key(free))?;
    known.insert(name, id);
    Ok(id)
}

/// Visits that the host gave back within a month, and who does so most.
fn given_and_returned(kg: &KnowledgeGraph) -> Result<(), chancery::Error> {
    let visits = kg.relation("make-a-visit")?;
    let mut returned: BTreeMap<(String, String), usize> = BTreeMap::new();
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
            *returned.entry((visit.subject_node().to_string(), visit.object_node().to_string())).or_default() += 1;
        }
    }
    println!("\nVisits: {all}; returned within 30 days: {answered}. Most of them:");
    let mut most: Vec<_> = returned.into_iter().collect();
    most.sort_by(|(a, n), (b, m)| m.cmp(n).then(a.cmp(b)));
    most.iter().take(8).for_each(|((guest, host), count)| println!("  {count:>4}  {guest} to {host}"));
    Ok(())
}

/// What an actor did in a month, and what was done to it.
fn month(kg: &KnowledgeGraph, key: &str, month: &str) -> Result<(), chancery::Error> {
    let actor = kg.entity(key)?;
    let mut counts: BTreeMap<(bool, &str), usize> = BTreeMap::new();
    for event in kg.view().on(month)?.about(actor)? {
        let about = kg.schema().relation_def(event.relation()).about.as_str();
        *counts.entry((event.subject_node().id() != actor, about)).or_default() += 1;
    }
    println!("\n{key} in {month}:");
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|(a, n), (b, m)| m.cmp(n).then(a.cmp(b)));
    for ((suffered, about), count) in counts.iter().take(12) {
        println!("  {count:>4}  {about}{}", if *suffered { " (by others)" } else { "" });
    }
    Ok(())
}

/// What two actors had to do with one another, by day.
fn timeline(kg: &KnowledgeGraph, one: &str, other: &str) -> Result<(), chancery::Error> {
    let (one, other) = (kg.entity(one)?, kg.entity(other)?);
    let mut between: Vec<_> =
        kg.view().about(one)?.filter(|event| event.other(one).is_some_and(|node| node.id() == other)).collect();
    between.sort_by_key(|event| (day(event), event.id()));
    println!("\nBetween the two: {} events, of which the first:", between.len());
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

/// The day of an event.
fn day<R>(event: &FactRef<'_, R>) -> Option<Day> {
    match event.when().parts() {
        WhenParts::On(date) => Some(date.first()),
        _ => None,
    }
}
