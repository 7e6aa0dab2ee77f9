//! Questions to the graph, and their answers as tables.

use std::collections::BTreeMap;

use chancery::diplomacy::{OnBehalfOf, Recognized, Succeeded, Visits};
use chancery::io::mermaid::Mermaid;
use chancery::time::{Limit, WhenParts};
use chancery::{Error, FactRef, KnowledgeGraph, NodeRef, date};

use crate::record::Existed;

pub(super) fn recognized_in_1991(kg: &KnowledgeGraph) -> Result<(), Error> {
    let facts: Vec<_> = kg.view().facts("recognized-in-1991").iter()?.collect();
    println!("\nRecognized by the United States in 1991: {}", facts.len());
    for fact in &facts {
        let quote = fact.claims().find_map(|claim| claim.quote()).unwrap_or_default();
        println!("  {:<14} {:<12} {}", fact.object_node().to_string(), fact.when().to_string(), clipped(&quote, 90));
    }
    println!("\nThe same as a picture in Mermaid:");
    let mut picture = Vec::new();
    let names = kg.view().of_relations("recognized")?.during("1991")?.connected();
    let losses = Mermaid::of(&names).write_to(&mut picture)?;
    print!("{}", String::from_utf8_lossy(&picture));
    println!("Left out of the picture:");
    losses.iter().for_each(|(loss, lost)| println!("  {loss}: {}", lost.count));
    Ok(())
}

pub(super) fn visits_of_1991(kg: &KnowledgeGraph) -> Result<(), Error> {
    let began =
        kg.view().facts(Visits).iter()?.filter(|visit| first_day(visit).is_some_and(|day| day.starts_with("1991")));
    println!("\nVisits that began in 1991: {}", began.count());
    Ok(())
}

pub(super) fn most_often(kg: &KnowledgeGraph) -> Result<(), Error> {
    let mut by_country: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_guest: BTreeMap<String, usize> = BTreeMap::new();
    for visit in kg.view().facts(Visits).iter()? {
        if let Some(country) = visit.role(OnBehalfOf).and_then(|id| kg.node_ref(id)) {
            *by_country.entry(country.to_string()).or_default() += 1;
        }
        *by_guest.entry(visit.subject_node().to_string()).or_default() += 1;
    }
    for (title, counts) in [("country", by_country), ("visitor", by_guest)] {
        println!("\nWho came most often, by {title}:");
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by(|(a, n), (b, m)| m.cmp(n).then(a.cmp(b)));
        counts.iter().take(8).for_each(|(name, count)| println!("  {count:>5}  {name}"));
    }
    Ok(())
}

pub(super) fn states_no_more(kg: &KnowledgeGraph) -> Result<(), Error> {
    let today = date("2024-06-01");
    let ended = |fact: &FactRef<'_, Existed>| {
        fact.object_node().to_string() == "\"independent-state\"" && !fact.when().holds_on(today).is_possible()
    };
    let mut gone: Vec<_> = kg.view().facts(Existed).iter()?.filter(ended).collect();
    gone.sort_by_key(|fact| (fact.when().latest_end(), fact.subject_node().to_string()));
    println!("\nStates that are no more: {}; the last ten and what came after them:", gone.len());
    for fact in gone.iter().rev().take(10).rev() {
        let after: Vec<_> =
            kg.view().facts(Succeeded).to(fact.subject()).iter()?.map(|next| next.subject_node().to_string()).collect();
        println!(
            "  {:<34} {:<12} {}",
            fact.subject_node().to_string(),
            fact.when().to_string(),
            clipped(&after.join(", "), 90)
        );
    }
    Ok(())
}

pub(super) fn received_within_a_year(kg: &KnowledgeGraph) -> Result<(), Error> {
    println!("\nReceived within a year of recognition, as far as the dates are exact enough:");
    let mut count = 0;
    for recognition in kg.view().facts(Recognized).iter()? {
        let Some(state) = kg.node_ref(recognition.object()) else { continue };
        let (Limit::Day(earliest), Limit::Day(latest)) =
            (recognition.when().earliest_start(), recognition.when().latest_start())
        else {
            continue;
        };
        let visits = kg.view().facts(Visits).with(OnBehalfOf, recognition.object()).iter()?;
        let mut within: Vec<_> = visits
            .filter_map(|visit| {
                let Limit::Day(came) = visit.when().earliest_start() else { return None };
                let (least, most) =
                    (came.to_epoch_days() - latest.to_epoch_days(), came.to_epoch_days() - earliest.to_epoch_days());
                // Certainly within the year if it is whatever day of its date the recognition was.
                let possible = most >= 0 && least <= 365;
                possible.then_some((came, visit, least >= 0 && most <= 365))
            })
            .collect();
        within.sort_by_key(|(came, ..)| *came);
        if let Some((_, visit, certain)) = within.first() {
            count += 1;
            let sure = if *certain { "certainly" } else { "possibly" };
            println!(
                "  {:<16} {:<12} {:<24} {:<36} {sure}",
                name(state),
                recognition.when().to_string(),
                visit.when().to_string(),
                name(visit.subject_node())
            );
        }
    }
    println!("  {count} in all");
    Ok(())
}

fn name(node: NodeRef<'_>) -> String {
    node.to_string()
}

/// The first day that is written.
fn first_day<R>(fact: &FactRef<'_, R>) -> Option<String> {
    match fact.when().parts() {
        WhenParts::On(date) => Some(date.to_string()),
        WhenParts::Between(start, _) => start.date().map(|date| date.to_string()),
        _ => None,
    }
}

fn clipped(text: &str, length: usize) -> String {
    let head: String = text.chars().take(length).collect();
    if head.len() < text.len() { format!("{head}…") } else { head }
}
