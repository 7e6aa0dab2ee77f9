//! The evidence page. Guards against a mark that is not at the words of its claim, a link that leads nowhere, a text
//! that becomes markup, a page that does not read back, and a text that may not be shown and is.

mod browser;
mod hostile;
mod marks;
mod scan;
mod times;

use std::collections::{BTreeMap, BTreeSet};

use chancery::{
    KnowledgeGraph, Schema, Source, diplomacy,
    dossier::Dossier,
    entity, fact,
    io::{
        Loss,
        page::{self, Page, Texts},
    },
    model::{Quote, Resolution},
    notation,
};
use proptest::prelude::*;

use self::scan::{Part, Tag, scan};
use crate::graphs;

/// The founding report, with the project's own text and hashes of the other.
pub(crate) fn report() -> KnowledgeGraph {
    notation::Reader::new(diplomacy::schema()).read_files(["data/press-report/report.facts"]).unwrap()
}

/// A small record with all that a page has a sign for.
pub(crate) fn signs() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let text = "The President will visit Norland in May.\r\nHe came on 3 May, says Berg.\n\tمرحبا at the end.";
    kg.add_source(Source::new("paper").title("The <Paper>").published("2026-05-04").text(text)).unwrap();
    let url = "https://example.org/?a=1&b=\"2\"";
    kg.add_source(Source::new("copy").derives_from("paper").url(url).licence("All Rights Reserved").text(text))
        .unwrap();
    kg.add_source(Source::new("book").title("A book").url("javascript:alert(1)")).unwrap();
    for (key, kind, name) in [
        ("president", "person", "The President"),
        ("head", "person", "Head of State"),
        ("berg", "person", "محمد"),
        ("norland", "state", "Norland"),
        ("sudland", "state", "Sudland & Co"),
    ] {
        kg.add(kind, entity(name).key(key)).unwrap();
    }
    let visit = |when: &str| fact("president", "visits", "norland").on(when);
    let plan = kg.assert(visit("2026-05").planned().key("plan").cite("paper", "will visit Norland")).unwrap();
    let came = visit("2026-05-03").key("came").cite("paper", "He came on 3 May").said_by("berg");
    let came = kg.assert(came.cite("copy", "came on 3 May")).unwrap();
    kg.resolve(plan, Resolution::Confirmed, came).unwrap();
    kg.assert(fact("berg", "highlighted", came).cite("paper", "on 3 May, says Berg.\n\tمرحبا")).unwrap();
    kg.assert(fact("norland", "borders", "sudland").source("book").inferred("a map")).unwrap();
    kg.assert(
        fact("berg", "met", "president").source("book").disputes().cite("book", Quote::new("They met").at(7..15)),
    )
    .unwrap();
    kg.assert(fact("president", "head-of-state-of", "norland").since("1991?").cite("copy", "The President")).unwrap();
    kg.assert(fact("berg", "visits", "sudland").on_or_before("2026").hypothetical()).unwrap();
    let wrong = kg.assert(fact("berg", "visits", "norland").on("2020").denied().source("book")).unwrap();
    kg.retract(wrong, "another \"Berg\" <b>").unwrap();
    kg.merge("head", "president", "the same man").unwrap();
    kg
}

fn tags(parts: &[Part]) -> impl Iterator<Item = &Tag> {
    parts.iter().filter_map(|part| match part {
        Part::Open(tag) => Some(tag),
        _ => None,
    })
}

fn of_class<'p>(parts: &'p [Part], class: &'static str) -> impl Iterator<Item = &'p Tag> {
    tags(parts).filter(move |tag| tag.get("class").is_some_and(|names| names.split(' ').any(|name| name == class)))
}

/// The links of a page lead to elements of it, ids are there once, and the four parts and their links are complete.
fn sound(kg: &KnowledgeGraph, html: &str) {
    let parts = scan(html);
    let mut ids = BTreeSet::new();
    for id in tags(&parts).filter_map(|tag| tag.get("id")) {
        assert!(ids.insert(id.to_owned()), "{id} is there twice");
    }
    for target in tags(&parts).filter(|tag| tag.name == "a").map(|tag| tag.get("href").expect("an address")) {
        match target.strip_prefix('#') {
            Some(id) => assert!(ids.contains(id), "{target} leads nowhere"),
            None => assert!(target.starts_with("https://") || target.starts_with("http://"), "{target}"),
        }
    }
    let dossier = Dossier::of(&graphs::all(kg));
    let linked: BTreeSet<&str> = tags(&parts).filter_map(|tag| tag.get("href")).collect();
    for (n, fact) in dossier.facts.iter().enumerate() {
        let n = n + 1;
        assert!(ids.contains(&format!("f{n}")));
        assert_eq!(ids.contains(&format!("b{n}")), !fact.when.is_unstated(), "the bar of fact {n}");
        let cited = fact.claims.iter().any(|claim| claim.quote.as_ref().is_some_and(|quote| quote.range.is_some()));
        assert!(!cited || of_class(&parts, "n").any(|tag| tag.get("data-n") == Some(n.to_string().as_str())), "{fact}");
    }
    for n in 0..dossier.entities.len() {
        assert!(ids.contains(&format!("e{n}")));
    }
    let cards = of_class(&parts, "f").count();
    assert_eq!(cards, dossier.facts.len());
    // All that a fact of some source is about is a link beside the text.
    let joined: BTreeSet<&str> = linked.iter().filter(|target| target.starts_with("#e")).copied().collect();
    assert!(joined.len() <= dossier.entities.len());
}

#[test]
fn every_link_leads_to_an_element_and_every_fact_is_in_all_parts() {
    for kg in [report(), signs(), graphs::hostile(), KnowledgeGraph::new(Schema::new())] {
        sound(&kg, &Page::of(&graphs::all(&kg)).to_string());
    }
}

#[test]
fn a_page_reads_back_to_the_dossier_of_its_view() {
    for kg in [report(), signs(), graphs::hostile()] {
        let view = graphs::all(&kg);
        let page = Page::of(&view).texts(Texts::All);
        assert!(page.losses().is_empty(), "{}", page.losses());
        let html = page.to_string();
        let dossier = page::read(html.as_bytes()).unwrap();
        assert_eq!(dossier, Dossier::of(&view));
        let again = dossier.to_graph(Schema::new()).unwrap();
        graphs::same(html.as_bytes(), Page::of(&graphs::all(&again)).texts(Texts::All).to_string().as_bytes());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_a_graph_holds_reads_back(kg in graphs::random()) {
        let view = graphs::all(&kg);
        let html = Page::of(&view).title("<x> & \u{202e}").to_string();
        sound(&kg, &html);
        prop_assert_eq!(page::read(html.as_bytes()).unwrap(), Dossier::of(&view));
    }
}

#[test]
fn what_is_no_page_is_refused_with_its_place() {
    let error = page::read("<html></html>".as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with("line 1, column 1: the text is not an evidence page"), "{error}");
    let html = Page::of(&report().view()).to_string().replace("\"kind\": \"state\"", "\"kind\": 7");
    let error = page::read(html.as_bytes()).unwrap_err();
    let line = html.lines().position(|line| line.contains("\"kind\": 7")).unwrap() + 1;
    assert_eq!(error.position().map(|at| at.line as usize), Some(line));
}

#[test]
fn signs_and_words_say_what_a_fact_is() {
    let html = Page::of(&graphs::all(&signs())).to_string();
    for said in [
        "◇ planned",
        "→ confirmed by <a class=\"num\" href=\"#f2\">2</a>",
        "← confirmed <a class=\"num\" href=\"#f1\">1</a>",
        "∴ inferred</span> <bdi>a map</bdi>",
        "≠ disputed",
        "◌ hypothetical",
        "∅ no source",
        "¬ denied",
        "⌫ retracted: <bdi>another &quot;Berg&quot; &lt;b&gt;</bdi>",
        "⊕ merged</span> with <bdi>Head of State</bdi> <code>head</code>: <bdi>the same man</bdi>",
        "said by <a href=\"#e1\"><bdi>محمد</bdi></a>",
        "∅ text not at hand",
        "The text is not at hand, so the quotes are not checked.",
        "published 2026-05-04",
        " · javascript:alert(1)",
    ] {
        assert!(html.contains(said), "{said}");
    }
}

#[test]
fn a_text_that_may_not_be_shown_is_only_a_hash() {
    let kg = signs();
    let view = graphs::all(&kg);
    let by_licence = Page::of(&view);
    let html = by_licence.to_string();
    let dossier = page::read(html.as_bytes()).unwrap();
    let whole = Dossier::of(&view);
    assert_eq!((by_licence.losses().count(Loss::Text), by_licence.losses().count(Loss::Claims)), (1, 2));
    assert!(dossier.sources[0].text.is_some() && dossier.sources[1].text.is_none());
    assert_eq!(dossier.sources[1].sha256, Some(chancery::model::Sha256::of(whole.sources[1].text.as_ref().unwrap())));
    // The words are in `paper`, too. Without that, no word of either is left.
    let none = by_licence.clone().without_text("paper").unwrap().to_string();
    for words in ["He came", "will visit Norland in", "مرحبا"] {
        assert!(html.contains(words) && !none.contains(words), "{words}");
    }
    assert!(none.contains("characters 42 to 58"), "the range stays");
    // What is left is a record that a graph takes.
    let read = page::read(none.as_bytes()).unwrap();
    assert!(read.to_graph(Schema::new()).is_ok());
    assert!(Page::of(&view).without_text("papr").unwrap_err().to_string().contains("paper"));
}

#[test]
fn beyond_the_limit_a_line_says_what_is_left_out() {
    let kg = report();
    let view = kg.view();
    let page = Page::of(&view).most(10);
    let html = page.to_string();
    let facts = view.fact_count();
    let kept = page::read(html.as_bytes()).unwrap();
    assert!(kept.facts.len() >= 10 && kept.facts.len() < 20, "{}", kept.facts.len());
    assert_eq!(page.losses().count(Loss::Facts), facts as u64 - 10);
    let left = format!("Left out: {} facts and {} entities", facts - 10, page.losses().count(Loss::Entities));
    assert!(html.contains(&left), "{left}");
    assert!(!Page::of(&view).to_string().contains("Left out:"));
    assert!(Page::of(&view).most(usize::MAX).losses().is_empty());
}

#[test]
fn the_graph_says_what_it_leaves_out() {
    let mut kg = KnowledgeGraph::new(Schema::new().open());
    for n in 0..130 {
        kg.add("person", entity(format!("P{n}")).key(format!("p{n}"))).unwrap();
    }
    // Each knows the next, and all know the first.
    for n in 1..130 {
        kg.assert(fact(format!("p{n}").as_str(), "knows", "p0")).unwrap();
        kg.assert(fact(format!("p{n}").as_str(), "saw", format!("p{}", n % 129 + 1).as_str())).unwrap();
    }
    let html = Page::of(&kg.view()).to_string();
    let parts = scan(&html);
    assert_eq!(
        tags(&parts).filter(|tag| tag.name == "a" && tag.get("id").is_some_and(|id| id.starts_with('n'))).count(),
        120
    );
    // Ten that know the first, and eleven pairs beside or across the edge.
    assert!(html.contains("<p>10 entities and 21 facts left out: the graph draws the 120 entities"), "{html}");
}

#[test]
fn a_kind_looks_the_same_on_all_pages() {
    let look = |kinds: &[&str]| {
        let mut kg = KnowledgeGraph::new(Schema::new().open());
        for kind in kinds {
            kg.add(*kind, entity(format!("A {kind}")).key(format!("a-{kind}"))).unwrap();
            kg.add(*kind, entity(format!("B {kind}")).key(format!("b-{kind}"))).unwrap();
            kg.assert(fact(format!("a-{kind}").as_str(), "near", format!("b-{kind}").as_str())).unwrap();
        }
        let html = Page::of(&kg.view()).to_string();
        let lines: Vec<_> = html.lines().filter(|line| line.starts_with("<li class=\"k")).map(str::to_owned).collect();
        lines.into_iter().find(|line| line.ends_with("> state</li>")).unwrap()
    };
    assert_eq!(look(&["state"]), look(&["city", "company", "state", "person"]));
}

#[test]
fn a_page_without_data_is_small() {
    let empty = Page::of(&KnowledgeGraph::new(Schema::new()).view()).to_string();
    assert!(empty.len() < 40_000, "{} bytes", empty.len());
    // Beside texts and dossier, a fact takes so much.
    let kg = report();
    let html = Page::of(&kg.view()).to_string();
    println!("{} bytes for {} facts", html.len(), kg.view().fact_count());
}

#[test]
fn switches_that_leave_out_a_source_are_an_option() {
    let kg = report();
    let with = |switches| Page::of(&kg.view()).switches(switches).to_string();
    assert!(with(true).contains("id=\"without\"") && !with(false).contains("id=\"without\""));
    assert!(with(true).contains("value=\"1\" data-base=\"0\""), "`abstract` falls with `dna`");
}

/// How many elements of each kind there are.
fn counts(parts: &[Part]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for tag in tags(parts) {
        *counts.entry(tag.name.as_str()).or_default() += 1;
    }
    counts
}

#[test]
fn there_is_one_script_beside_the_data_and_one_style() {
    let html = Page::of(&graphs::all(&graphs::hostile())).to_string();
    let parts = scan(&html);
    assert_eq!((counts(&parts)["script"], counts(&parts)["style"]), (2, 1));
    let policy = tags(&parts).find(|tag| tag.get("http-equiv").is_some()).and_then(|tag| tag.get("content")).unwrap();
    let directives: Vec<_> = policy.split("; ").collect();
    assert_eq!(directives[0], "default-src 'none'");
    assert!(directives[1].starts_with("style-src 'sha256-") && directives[2].starts_with("script-src 'sha256-"));
    assert_eq!(directives[3..], ["base-uri 'none'", "form-action 'none'"]);
}
