//! From the tables to facts: each row says what it says, and no more.

use std::collections::BTreeMap;

use chancery::diplomacy::{OnBehalfOf, Person, Polity, Recognized, State, Succeeded, Territory, Visits};
use chancery::model::{Quote, slug};
use chancery::schema::Text;
use chancery::time::Bound;
use chancery::{ErrorKind, Id, KnowledgeGraph, PartialDate, Source, When, entity, fact};

use crate::records::historian::{Tables, rows};

chancery::vocabulary! {
    name: "us-diplomacy";
    extends: chancery::diplomacy;
    kinds {}
    relations {
        /// Is of a type, as the historian's register of states and territories has it.
        state Existed "existed": Polity => Text;
    }
    roles {}
}

/// What was left out, and how often.
pub(super) type Left = BTreeMap<String, usize>;

pub(super) fn graph(tables: &Tables) -> Result<(KnowledgeGraph, Left), chancery::Error> {
    let mut kg = KnowledgeGraph::new(schema());
    let mut left = Left::new();
    territories(&mut kg, &tables.territories, &mut left)?;
    lineage(&mut kg, &tables.lineage)?;
    visits(&mut kg, &tables.visits, &mut left)?;
    recognition(&mut kg, &tables.recognition, &mut left)?;
    Ok((kg, left))
}

fn cell<'t>(row: &[&'t str], column: usize) -> &'t str {
    row.get(column).copied().unwrap_or_default()
}

/// A year of the register: empty where it does not say, and 9999 where it means that there is no end yet.
fn year(text: &str) -> Result<Bound, chancery::Error> {
    match text.parse::<i32>() {
        Ok(9999) | Err(_) => Ok(Bound::Unknown),
        Ok(year) => PartialDate::from_year(year).map(Bound::Date),
    }
}

fn territories(kg: &mut KnowledgeGraph, table: &str, left: &mut Left) -> Result<(), chancery::Error> {
    let register =
        kg.add_source(Source::new("territories").title("States and territories").publisher("Office of the Historian"))?;
    for row in rows(table) {
        let (key, name, kind) = (cell(&row, 0), cell(&row, 1), cell(&row, 2));
        let draft = entity(name).key(key);
        let id: Id<Polity> =
            if kind == "independent-state" { kg.add(State, draft)?.up() } else { kg.add(Territory, draft)?.up() };
        let when = When::between(year(cell(&row, 3))?, year(cell(&row, 4))?).unwrap_or_else(|_| {
            let what = format!("years that contradict one another: {key} from {} to {}", cell(&row, 3), cell(&row, 4));
            *left.entry(what).or_default() += 1;
            When::UNSTATED
        });
        kg.assert(fact(id, Existed, kind).when(when).source(register))?;
        if cell(&row, 4) == "9999" {
            *left
                .entry("an end of 9999, which means none yet: the end is recorded as unknown".to_owned())
                .or_default() += 1;
        }
    }
    Ok(())
}

fn lineage(kg: &mut KnowledgeGraph, table: &str) -> Result<(), chancery::Error> {
    for row in rows(table) {
        let (own, other) = (kg.entity(cell(&row, 0))?, kg.entity(cell(&row, 2))?);
        let (own, other): (Id<Polity>, Id<Polity>) = (kg.cast(own)?, kg.cast(other)?);
        // The register lists each succession in both directions; the graph records it once.
        let (later, earlier) = if cell(&row, 1) == "predecessors" { (own, other) } else { (other, own) };
        kg.assert_once(fact(later, Succeeded, earlier).source("territories"))?;
    }
    Ok(())
}

fn visits(kg: &mut KnowledgeGraph, table: &str, left: &mut Left) -> Result<(), chancery::Error> {
    let host = kg.upsert(State, entity("United States of America").key("united-states"))?;
    for row in rows(table) {
        let (visitor, country, description) = (cell(&row, 3), cell(&row, 4), cell(&row, 6));
        let file = cell(&row, 7);
        if kg.source(file).is_err() {
            let title = format!("Visits of foreign leaders, {}s", file.trim_end_matches(".xml"));
            kg.add_source(Source::new(file).title(title).publisher("Office of the Historian"))?;
        }
        // Who is not in the register is a state all the same, as its leader was received.
        if kg.get_entity(country).is_none() {
            kg.add(State, entity(cell(&row, 5)).key(country))?;
        }
        let key = format!("visitor/{country}/{}", slug(visitor).unwrap_or_else(|| "unnamed".to_owned()));
        let guest = kg.upsert(Person, entity(visitor).key(&key))?;
        let mut visit = fact(guest, Visits, host).with(OnBehalfOf, country);
        visit = if cell(&row, 1) == cell(&row, 2) {
            visit.on(cell(&row, 1))
        } else {
            visit.between(cell(&row, 1), cell(&row, 2))
        };
        visit = if description.is_empty() { visit.source(file) } else { visit.cite(file, description) };
        kg.assert(visit.key(format!("visit-{}", cell(&row, 0))))?;
    }
    *left
        .entry(
            "a leader's title, which is part of the name in the table: one person under two titles is two".to_owned(),
        )
        .or_default() += rows(table).count();
    Ok(())
}

fn recognition(kg: &mut KnowledgeGraph, table: &str, left: &mut Left) -> Result<(), chancery::Error> {
    let host = kg.upsert(State, entity("United States of America").key("united-states"))?;
    for row in rows(table) {
        let (country, section, when, text) = (cell(&row, 0), cell(&row, 1), cell(&row, 3), cell(&row, 5));
        if section != "recognition" {
            *left.entry(format!("rows of the section `{section}`")).or_default() += 1;
            continue;
        }
        if when.is_empty() || text.is_empty() {
            *left.entry("rows on recognition without a date or a text".to_owned()).or_default() += 1;
            continue;
        }
        let state = match kg.get_entity(country) {
            Some(id) => kg.cast::<State>(id),
            None => kg.add(State, entity(country)),
        };
        let Ok(state) = state else {
            *left.entry("recognition of what the register has as a dependency".to_owned()).or_default() += 1;
            continue;
        };
        let source = format!("recognition/{country}/{}", kg.source_count());
        kg.add_source(Source::new(&source).title(cell(&row, 2)).publisher("Office of the Historian").text(text))?;
        let words = sentence(text);
        let done = kg.assert(fact(host, Recognized, state).on(when).cite(source.as_str(), Quote::new(words)));
        if let Err(error) = done {
            if error.kind() != ErrorKind::InvalidDate {
                return Err(error);
            }
            *left.entry("a date that is none".to_owned()).or_default() += 1;
        }
    }
    Ok(())
}

/// The first sentence that speaks of recognition, else the first. A full stop with a capital before it ends no sentence.
fn sentence(text: &str) -> &str {
    let mut found = None;
    let mut start = 0;
    for (at, _) in text.match_indices(". ") {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        if before.is_none_or(char::is_uppercase) {
            continue;
        }
        let one = text.get(start..=at).unwrap_or_default();
        found = found.or(Some(one));
        if one.contains("recogni") {
            return one;
        }
        start = at + 2;
    }
    let last = text.get(start..).unwrap_or(text);
    if last.contains("recogni") { last } else { found.unwrap_or(last) }
}
