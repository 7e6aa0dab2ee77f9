//! A dossier to the notation and back.

use chancery::{
    KnowledgeGraph, Schema, diplomacy,
    dossier::Dossier,
    fact,
    io::json,
    notation::{self, Reader, Writer},
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

use crate::{
    any, by_hand,
    every::{all, edits, graph, schema},
};

/// Writes a dossier and reads it, and expects the same dossier and the same text.
fn survives(dossier: &Dossier, schema: &Schema) {
    let text = notation::write(dossier);
    let again = notation::read(&text, schema.clone()).unwrap_or_else(|faults| panic!("{text}\n{faults}"));
    again.validate().unwrap();
    let read = Dossier::of(&all(&again));
    assert_eq!(json::Json::of(&read).to_string(), json::Json::of(dossier).to_string(), "{text}");
    assert_eq!(read, *dossier, "{text}");
    assert_eq!(notation::write(&read), text);
    assert_eq!(notation::format(&text).unwrap(), text, "it is laid out");
}

#[test]
fn the_core_of_the_report_survives() {
    let kg = by_hand::record().unwrap();
    let dossier = Dossier::of(&kg.view());
    survives(&dossier, &diplomacy::schema());

    let text = Writer::new().text_file("abstract", "abstract.txt").write(&dossier);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/press-report");
    let again = Reader::new(diplomacy::schema()).base(folder).read(&text).unwrap();
    assert_eq!(Dossier::of(&again.view()), dossier);

    let text = Writer::new().without_text("abstract").write(&dossier);
    assert!(!text.contains("first official visit"));
    let again = Reader::new(diplomacy::schema()).text_of("abstract", by_hand::ABSTRACT).read(&text).unwrap();
    let told = |kg: &KnowledgeGraph| kg.claims().map(|claim| claim.to_string()).collect::<Vec<_>>();
    assert_eq!(told(&again), told(&kg), "with the text at hand the words are there");
    let apart = notation::read(&text, diplomacy::schema()).unwrap();
    assert!(apart.claims().all(|claim| claim.quote().is_none() && claim.ranges().next().is_some()));
}

#[test]
fn what_is_written_is_what_a_person_would_write() {
    let kg = by_hand::record().unwrap();
    let text = Writer::new().text_file("abstract", "abstract.txt").write(&Dossier::of(&kg.view()));
    for line in [
        "source abstract title \"The report, in the project's own words\" licence \"MIT OR Apache-2.0\"",
        "entity research-institute irs \"Institute of Regional Studies\" also \"IRS\" in en",
        "tokayev visits pakistan visit-kind \"official\" on 2026-02 planned key visit",
        "event ahead-of ^visit as-of 2026-01-24",
        "  @abstract \"Ahead of it the Institute of Regional Studies (IRS), Islamabad, hosted an event\"",
        "pakistan recognized kazakhstan order \"among the first states\" on-or-after 1991",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
}

#[test]
fn every_form_of_time_is_written_in_words_and_read_back() {
    for (line, when) in [
        ("p visits s on 2026-02", "2026-02"),
        ("p visits s on [1667..1668]", "[1667..1668]"),
        ("p visits s on-or-before 2026-01-24", "[..2026-01-24]"),
        ("p visits s on-or-after 2026-01?", "[2026-01?..]"),
        ("p visits s between 2026-02-10/[..2026-02-12]", "2026-02-10/[..2026-02-12]"),
        ("p leads s since 2018-05-07", "2018-05-07/"),
        ("p leads s since 2018-05-07 as-of 2026-11-01", "2018-05-07/[2026-11-01..]"),
        ("p leads s as-of 2026-11-01", "as-of 2026-11-01"),
        ("p leads s between [..2010]/2015", "[..2010]/2015"),
        ("p leads s between [..2010]/[2015..]", "[..2010]/[2015..]"),
        ("p leads s between [2010..]/", "[2010..]/"),
        ("p leads s between ../[..2015] planned", "../[..2015]"),
    ] {
        let fact: chancery::model::Fact = line.parse().unwrap();
        assert_eq!((fact.when.to_string().as_str(), fact.to_string().as_str()), (when, line));
    }
    // EDTF is read where words are written.
    for (line, written) in [
        ("p visits s on [..2026-01-24]", "p visits s on-or-before 2026-01-24"),
        ("p visits s on [1667,1668]", "p visits s on [1667..1668]"),
        ("p leads s between 2018/[2026-11..]", "p leads s since 2018 as-of 2026-11"),
    ] {
        assert_eq!(line.parse::<chancery::model::Fact>().unwrap().to_string(), written);
    }
    for (line, says) in [
        ("p visits s on 1991/2004", "is not the time of an event"),
        ("p visits s on [1667,1670]", "begins behind a gap; expected one range such as `[1667..1670]`"),
        (
            "p leads s since 2018 as-of 2010",
            "its earliest start `2018-01-01` is after `2010-12-31`, when it still held",
        ),
        ("p leads s since 2018 as-of", "expected a date such as `2026-11-01` after `as-of`"),
        ("p leads s between [2010..2011]/2015", "begins one of several dates, which cannot bound a span"),
    ] {
        let error = line.parse::<chancery::model::Fact>().unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}

/// The base of a source came along only if a fact of the dossier cited the source.
#[test]
fn a_source_that_nobody_cites_brings_what_it_derives_from() {
    let mut kg = graph(schema());
    kg.assert(fact("a", "motto", "x").cancelled().source("t")).unwrap();
    let dossier = Dossier::of(&kg.view());
    assert_eq!(dossier.sources.iter().map(|source| source.key.as_str()).collect::<Vec<_>>(), ["t", "s", "u"]);
    assert!(dossier.to_graph(schema()).is_ok());
    survives(&dossier, &schema());
}

/// The dossiers below would prove little if most of what is tried were refused.
#[test]
fn what_is_tried_has_everything_in_it() {
    let mut runner = TestRunner::deterministic();
    let mut told = String::new();
    for _ in 0..120 {
        let mut kg = graph(schema());
        for edit in edits(100).new_tree(&mut runner).unwrap().current() {
            let _ = kg.apply(&edit);
        }
        told += &notation::write(&Dossier::of(&all(&kg)));
    }
    for part in [
        "\nretract ^",
        "\nresolve ^",
        " also \"",
        "\nhashes ",
        " in ",
        "\n^",
        " ^1",
        " tells ^",
        " counts -",
        " dates 199X",
        " links <urn:x:\\>",
        " is-so yes",
        " says (number ",
        " says (date ",
        " says (yes-no ",
        " says <",
        " says \"",
        " says ^",
        "anything (",
        " amount ",
        " statement ^",
        " several [",
        " nth 2",
        " nth 3",
        " [7..",
        "said-by ",
        "inferred \"",
        "confidence 0.",
        "disputes ",
        " planned",
        " denied",
        " hypothetical",
        " cancelled",
        " on 2",
        " as-of ",
        " on-or-before ",
        " on-or-after ",
        " on [",
        " between [",
        " since ",
        " until ",
        " between /",
        " between ../",
        " key `on`",
        "`source`",
        "\\u{",
        " recognized-in-",
        " founded-in-1991 ",
        "derives-from ",
        "merge ",
        "keep-apart ",
    ] {
        assert!(told.contains(part), "nothing has `{part}`");
    }
    let is_cited_name = |line: &str| {
        let is_name = line.starts_with("  also ") || line.starts_with("entity ") && line.contains(" also \"");
        is_name && [" @s", " @t", " @u"].iter().any(|source| line.contains(source))
    };
    assert!(told.lines().any(is_cited_name), "no name of an entity has a source");
    assert!(told.lines().count() > 60 * 20, "{} lines", told.lines().count());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn every_dossier_survives(edits in edits(100)) {
        let mut kg = graph(schema());
        for edit in &edits {
            let _ = kg.apply(edit);
        }
        for view in [all(&kg), kg.view()] {
            survives(&Dossier::of(&view), kg.schema());
        }
    }

    #[test]
    fn every_dossier_of_an_open_schema_survives(
        edits in prop::collection::vec(
            any::edit(vec!["boards", "boards-in-1991", "reminds-of", "born"], vec!["with", "aided-by"]),
            0..60,
        ),
    ) {
        let mut kg = graph(diplomacy::schema().open());
        for edit in &edits {
            let _ = kg.apply(edit);
        }
        survives(&Dossier::of(&all(&kg)), kg.schema());
    }
}
