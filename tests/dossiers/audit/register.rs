//! The audit on records that its rules were not made for: the visits and recognitions of the Office of the Historian.

use chancery::{
    KnowledgeGraph, Source,
    audit::Audit,
    diplomacy::{self, OnBehalfOf, Person, Recognized, State, Visits},
    entity, fact,
    model::{Quote, slug},
};
use std::{collections::BTreeMap, fs};

use crate::outside::outside;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn rows(name: &str) -> Option<Vec<Vec<String>>> {
    let text = fs::read_to_string(outside("historian")?.join(name)).unwrap();
    Some(text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

/// Each visit with its remark as the whole text of its source.
fn visits() -> Option<KnowledgeGraph> {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let host = kg.add(State, entity("United States").key("united-states")).unwrap();
    for row in rows("visits_to_us.tsv")? {
        let [id, from, to, visitor, state, name, remark] = [0, 1, 2, 3, 4, 5, 6].map(|at| row[at].as_str());
        let Some(key) = slug(visitor).filter(|_| !remark.is_empty()) else { continue };
        let state = kg.upsert(State, entity(name).key(format!("s-{state}"))).unwrap();
        let guest = kg.upsert(Person, entity(visitor).key(format!("{}-{key}", row[4]))).unwrap();
        let source = kg.add_source(Source::new(format!("visit-{id}")).text(remark).published(to)).unwrap();
        let visit = fact(guest, Visits, host).with(OnBehalfOf, state);
        let visit = if from == to { visit.on(from) } else { visit.between(from, to) };
        kg.assert(visit.cite(source, Quote::new(remark)).key(format!("visit-{id}"))).unwrap();
    }
    Some(kg)
}

/// Each recognition with the text on it.
fn recognitions() -> Option<KnowledgeGraph> {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let host = kg.add(State, entity("United States").key("united-states")).unwrap();
    for (n, row) in rows("recognition_timeline.tsv")?.iter().enumerate() {
        let [country, section, _, when, _, text] = [0, 1, 2, 3, 4, 5].map(|at| row[at].as_str());
        if section != "recognition" || when.is_empty() || text.is_empty() {
            continue;
        }
        let state = kg.upsert(State, entity(country).key(format!("s-{country}"))).unwrap();
        let source = kg.add_source(Source::new(format!("recognition-{n}")).text(text)).unwrap();
        let Ok(when) = when.parse() else { continue };
        kg.assert(fact(host, Recognized, state).when(when).cite(source, Quote::new(text))).unwrap();
    }
    Some(kg)
}

fn counts(kg: &KnowledgeGraph) -> BTreeMap<&'static str, usize> {
    println!("{}", Audit::new().summary(&kg.view(), 3));
    Audit::new().summary(&kg.view(), 0).rows().iter().map(|row| (row.code(), row.count())).collect()
}

/// Whether words name a day: by its month, in full or short, with the number of the day somewhere in a list behind it.
fn names_day(words: &str, date: &str) -> bool {
    let mut parts = date.rsplit('-').map(|part| part.parse::<usize>().unwrap());
    let (day, month) = (parts.next().unwrap(), MONTHS[parts.next().unwrap() - 1]);
    let numbers = |text: &str| -> Vec<usize> {
        let list =
            text.find(|c: char| c.is_alphabetic() || matches!(c, '.' | ';' | '(')).map_or(text, |end| &text[..end]);
        list.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect()
    };
    [month.to_owned(), format!("{}.", &month[..3])]
        .iter()
        .any(|name| words.match_indices(name.as_str()).any(|(at, _)| numbers(&words[at + name.len()..]).contains(&day)))
}

#[test]
fn findings_about_dates_of_a_register_are_right() {
    let Some(kg) = visits() else { return };
    let audit = Audit::new();
    let (mut right, mut wrong) = (0, Vec::new());
    for finding in audit.all(&kg.view()).iter().filter(|found| found.code().name() == "date-not-in-quote") {
        let place = finding.place().to_string();
        let fact = kg.fact_ref(kg.fact(place.strip_prefix("fact ").unwrap()).unwrap()).unwrap();
        let words = fact.claims().next().unwrap().quote().unwrap().to_string();
        let date = finding.sentence().split('`').nth(1).unwrap();
        if names_day(&words, date) { wrong.push(format!("{finding}: {words}")) } else { right += 1 }
    }
    println!("{right} right, {} wrong\n{}", wrong.len(), wrong.join("\n"));
    let documented =
        format!("| `date-not-in-quote`, visits | {right} | {right}: the recorded day", right = right + wrong.len());
    assert!(wrong.is_empty() && include_str!("../../../src/audit/mod.rs").contains(&documented), "{documented}");
}

#[test]
fn rules_that_read_verbs_find_little_in_a_register() {
    let (Some(visits), Some(recognitions)) = (visits(), recognitions()) else { return };
    let (visits, recognitions) = (counts(&visits), counts(&recognitions));
    for code in ["planned-recorded-as-actual", "actual-recorded-as-planned", "wrong-speaker", "speaker-dropped"] {
        assert_eq!(visits.get(code), None, "{code}");
    }
    for code in ["actual-recorded-as-planned", "wrong-speaker"] {
        assert_eq!(recognitions.get(code), None, "{code}");
    }
    // These findings were read. The documentation says of how many the record is at fault.
    let read =
        ["date-not-in-quote", "planned-recorded-as-actual", "speaker-dropped"].map(|code| recognitions.get(code));
    assert_eq!(read, [Some(&4), Some(&2), Some(&1)]);
}
