//! What was known of a visit, when, and on whose word: a made-up communiqué of 4 March 2031, and what came of it on 15 April.
//!
//! `cargo run --example what_we_knew`

use std::{error::Error, fmt::Write};

use chancery::{
    KnowledgeGraph, Stamp,
    audit::Audit,
    diff::diff,
    diplomacy::{self, AccreditedTo, AmbassadorOf, Visits},
    dossier::Dossier,
    notation::Reader,
    view::View,
};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/communique/");

fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", story()?);
    Ok(())
}

/// The whole story, as text.
pub(crate) fn story() -> Result<String, Box<dyn Error>> {
    let read = |file: &str| Reader::new(diplomacy::schema()).read_files([format!("{FOLDER}{file}")]);
    let (announced, reported) = (read("plan.facts")?, read("outcome.facts")?);

    // The desk records the announcement on its day, and what came of it on another: as edits, so that nothing is overwritten.
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.at("2031-03-04")?.by("desk").why("the communiqué");
    Dossier::of(&announced.view()).add_to(&mut kg)?;
    let edits = diff(&announced.view(), &reported.view()).edits();
    kg.at("2031-04-15")?.by("desk").why("the wire's report");
    kg.atomically(|kg| edits.iter().try_for_each(|edit| kg.apply(edit)))?;

    let the_day: Stamp = "2031-03-04".parse()?;
    let (then, now) = (kg.view().known_by(the_day)?, kg.view());
    let mut out = String::new();

    writeln!(out, "== What was known on 4 March 2031")?;
    answers(&mut out, &then)?;
    writeln!(out, "\n== What is known since 15 April")?;
    answers(&mut out, &now)?;

    writeln!(out, "\n== The life of the visit")?;
    for fact in now.life(kg.fact("visit")?) {
        let stamp = kg.stamp_of(fact.recorded_in()).map(|stamp| stamp.to_string()).unwrap_or_default();
        let resolution = now.resolution(fact.id()).map_or("not resolved", |(resolution, _)| resolution.name());
        writeln!(out, "{stamp}: {fact}\n  {resolution}")?;
    }
    let planned = |day: &str| kg.view().planned_as_of(day)?.facts(Visits).count();
    writeln!(
        out,
        "planned visits as of 4 March: {}, as of 15 April: {}",
        planned("2031-03-04")?,
        planned("2031-04-15")?
    )?;
    writeln!(out, "announced and never confirmed: {}", now.never_confirmed().count())?;

    writeln!(out, "\n== What changed between the two days")?;
    write!(out, "{}", diff(&then, &now))?;

    writeln!(out, "\n== What is disputed")?;
    for testimony in now.disputed() {
        for claim in testimony.support().iter().chain(testimony.dispute()) {
            writeln!(out, "{claim}")?;
        }
    }

    writeln!(out, "\n== Without the wire")?;
    answers(&mut out, &now.without_sources("wire")?)?;

    writeln!(out, "\n== What the audit finds")?;
    for finding in Audit::new().all(&now) {
        writeln!(out, "{finding}")?;
    }

    // The graph of the day itself, with names, kinds and merges as they then were, is the announcement.
    let day = kg.as_known(the_day)?;
    assert!(diff(&announced.view(), &day.view()).is_empty());
    Ok(out)
}

/// The same questions, asked of what one knows.
fn answers(out: &mut String, view: &View<'_>) -> Result<(), Box<dyn Error>> {
    writeln!(out, "Is President Marsk in Caldera on 12 April 2031?")?;
    let visits = view.facts(Visits).from("marsk").to("caldera").answer_on("2031-04-12")?;
    write!(out, "{}", if visits.is_empty() { "nobody says so\n".to_owned() } else { visits.to_string() })?;
    writeln!(out, "Who is ambassador of Caldera to Norvia at the end of 2028?")?;
    write!(out, "{}", view.facts(AmbassadorOf).to("caldera").with(AccreditedTo, "norvia").answer_on("2028-12-31")?)?;
    Ok(())
}
