//! Quotes in long texts, the audit, and the notation.

use chancery::{
    KnowledgeGraph, Source,
    audit::Audit,
    diplomacy::{self, City, Connects, Met, Route, ToPlace},
    dossier::Dossier,
    fact,
    notation::{self, read},
};

use super::{
    graph::{day, hub, people},
    measure::Rows,
};

/// A text of so many sentences, and facts that each cite one of them.
fn cited(n: usize) -> KnowledgeGraph {
    let (mut kg, ids) = people(2);
    let text: String = (0..n).map(|n| format!("On day {n} Person 0 met Person 1 again. ")).collect();
    let source = kg.add_source(Source::new("report").text(text)).unwrap();
    for n in 0..n {
        kg.assert(fact(ids[0], Met, ids[1]).cite(source, format!("On day {n} Person 0 met Person 1"))).unwrap();
    }
    kg
}

pub(crate) fn rows(rows: &mut Rows) {
    quotes(rows);
    audits(rows);
    files(rows);
}

fn quotes(rows: &mut Rows) {
    rows.steep("quotes: each sentence of one long text", 100, "each quote is searched for in the whole text", |n| {
        move || cited(n)
    });
    rows.linear("quotes: half of one repeated letter", 10_000, |n| {
        let (mut kg, ids) = people(2);
        let source = kg.add_source(Source::new("report").text("a".repeat(n) + "b")).unwrap();
        let quote = "a".repeat(n / 2) + "b";
        move || kg.assert(fact(ids[0], Met, ids[1]).cite(source, quote.as_str())).unwrap()
    });
}

fn audits(rows: &mut Rows) {
    rows.linear("audit: claims of one long text", 50, |n| {
        let kg = cited(n);
        move || Audit::new().summary(&kg.view(), 3)
    });
    rows.linear("audit: many facts of one pair", 500, |n| {
        let (mut kg, ids) = people(2);
        (0..n).for_each(|_| drop(kg.assert(fact(ids[0], Met, ids[1])).unwrap()));
        move || Audit::new().summary(&kg.view(), 3)
    });
    rows.linear("audit: one pair, and one role with several players", 500, |n| {
        let (mut kg, _) = people(0);
        let route = kg.add(Route, "Route").unwrap();
        let [a, b, c] = ["A", "B", "C"].map(|name| kg.add(City, name).unwrap());
        let draft = || fact(route, Connects, a).with(ToPlace, b);
        kg.assert(draft().with(ToPlace, c)).unwrap();
        (0..n).for_each(|n| drop(kg.assert(draft().since(day(n).as_str())).unwrap()));
        move || Audit::new().summary(&kg.view(), 3)
    });
    rows.linear("audit: a hub", 500, |n| {
        let (kg, _) = hub(n);
        move || Audit::new().summary(&kg.view(), 3)
    });
    rows.linear("audit: namesakes", 250, |n| {
        let kg = super::graph::namesakes(n);
        move || Audit::new().summary(&kg.view(), 3)
    });
    rows.linear("audit: many claims on one sentence", 250, |n| {
        let (mut kg, ids) = people(n + 1);
        let source = kg.add_source(Source::new("report").text("They all met on 24 January 2026.")).unwrap();
        for id in &ids[1..] {
            kg.assert(fact(ids[0], Met, *id).cite(source, "They all met on 24 January 2026")).unwrap();
        }
        move || Audit::new().summary(&kg.view(), 3)
    });
}

fn files(rows: &mut Rows) {
    rows.linear("notation: write and read a hub", 250, |n| {
        let (kg, _) = hub(n);
        move || read(&notation::write(&Dossier::of(&kg.view())), diplomacy::schema()).unwrap()
    });
    let faults = |text: &str| read(text, diplomacy::schema()).err().map_or(0, |faults| faults.iter().count());
    rows.linear("notation: misspelt entities among as many", 250, |n| {
        let known = |n| format!("entity person person-{n} \"Person\"\n");
        let text: String = (0..n).map(|n| format!("{}person-0 met persn-{n}\n", known(n))).collect();
        move || assert_eq!(faults(&text), n)
    });
    rows.linear("notation: one key over and over", 250, |n| {
        let text = "entity person ada \"Ada\"\n".repeat(n);
        move || assert_eq!(faults(&text), n - 1)
    });
    rows.linear("notation: one long line of unknown sources", 500, |n| {
        let sources: String = (0..n).map(|n| format!(" @s{n}")).collect();
        let text = format!("entity person ada \"Ada\"\nentity person bo \"Bo\"\nada met bo{sources}\n");
        move || assert_eq!(faults(&text), n)
    });
    rows.linear("notation: one long line of stray marks of comments", 500, |n| {
        let text = format!("source s\nentity person ada \"Ada\"\nada met ada{}\n", " #x key k @s".repeat(n));
        move || assert!(faults(&text) >= n)
    });
    rows.linear("notation: one long name", 20_000, |n| {
        let text = format!("entity person ada \"{}\"\n", "Ada ".repeat(n));
        move || assert_eq!(faults(&text), 1)
    });
}
