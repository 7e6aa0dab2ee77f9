//! The marks of a text are at exactly the characters of their claims, and between them the text is that of the source.

use std::collections::BTreeMap;

use chancery::{
    KnowledgeGraph, Schema, Source,
    dossier::Dossier,
    entity, fact,
    io::page::{Page, Texts},
    model::Quote,
};
use proptest::prelude::*;

use super::{
    report,
    scan::{Part, Tag, scan},
    signs,
};
use crate::graphs;

/// The characters of a text on a page, and for each place of a claim those of its marks, by number. A character that is
/// shown as an escape is `None`.
struct Found {
    characters: Vec<Option<char>>,
    marked: BTreeMap<String, Vec<usize>>,
}

fn texts(html: &str) -> BTreeMap<String, Found> {
    let (mut found, mut source) = (BTreeMap::new(), String::new());
    let mut text: Option<Found> = None;
    let mut places: Vec<String> = Vec::new();
    let mut escape = false;
    let is = |tag: &Tag, class: &str| tag.get("class") == Some(class);
    for part in scan(html) {
        match (part, &mut text) {
            (Part::Open(tag), _) if is(&tag, "source") => tag.get("id").unwrap().clone_into(&mut source),
            (Part::Open(tag), None) if is(&tag, "text") => {
                text = Some(Found { characters: Vec::new(), marked: BTreeMap::new() });
            }
            (Part::Open(tag), Some(_)) if tag.name == "mark" => {
                assert!(places.is_empty(), "marks do not overlap");
                places = tag.get("data-c").unwrap().split(' ').map(str::to_owned).collect();
            }
            (Part::Close(name), Some(_)) if name == "mark" => places.clear(),
            (Part::Open(tag), Some(text)) if is(&tag, "x") => {
                escape = true;
                for place in &places {
                    text.marked.entry(place.clone()).or_default().push(text.characters.len());
                }
                text.characters.push(None);
            }
            (Part::Close(name), Some(_)) if name == "i" => escape = false,
            (Part::Text(words), Some(text)) if !escape => {
                for c in words.chars() {
                    for place in &places {
                        text.marked.entry(place.clone()).or_default().push(text.characters.len());
                    }
                    text.characters.push(Some(c));
                }
            }
            (Part::Close(name), Some(_)) if name == "div" => {
                found.insert(source.clone(), text.take().unwrap());
            }
            _ => {}
        }
    }
    found
}

/// Compares the marks of a page with the claims. Returns how many passages there are.
fn marked_exactly(kg: &KnowledgeGraph) -> usize {
    let view = graphs::all(kg);
    let dossier = Dossier::of(&view);
    let found = texts(&Page::of(&view).texts(Texts::All).to_string());
    let mut count = 0;
    for (n, source) in dossier.sources.iter().enumerate() {
        let Some(text) = &source.text else { continue };
        let page = &found[&format!("s{n}")];
        let characters: Vec<char> = text.chars().collect();
        assert_eq!(page.characters.len(), characters.len());
        assert!(page.characters.iter().zip(&characters).all(|(shown, c)| shown.is_none_or(|shown| shown == *c)));
        let mut wanted: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (f, fact) in dossier.facts.iter().enumerate() {
            for (c, claim) in fact.claims.iter().enumerate().filter(|(_, claim)| claim.source == source.key) {
                for (p, passage) in claim.quote.iter().flat_map(Quote::passages).enumerate() {
                    let (start, end) = passage.range.unwrap();
                    wanted.insert(format!("{}.{c}.{p}", f + 1), (start as usize..end as usize).collect());
                    count += 1;
                }
            }
        }
        assert_eq!(page.marked, wanted, "{}", source.key);
    }
    count
}

#[test]
fn every_quote_of_the_report_is_marked_at_its_characters() {
    assert!(marked_exactly(&report()) > 100);
    assert!(marked_exactly(&signs()) == 5);
    marked_exactly(&graphs::hostile());
}

proptest! {
    /// Whatever the text is and however the ranges overlap.
    #[test]
    fn every_range_is_marked_at_its_characters(
        text in "(?s:.{1,60}|[a-c\r\n\t\u{200d}\u{301}\u{202e}<&]{1,60})",
        ranges in prop::collection::vec((0_u32..60, 1_u32..30), 0..12),
    ) {
        let mut kg = KnowledgeGraph::new(Schema::new().open());
        let length = u32::try_from(text.chars().count()).unwrap();
        kg.add_source(Source::new("s").text(text)).unwrap();
        kg.add("thing", entity("a")).unwrap();
        for (start, more) in ranges {
            let start = start % length;
            let end = (start + more).min(length);
            kg.assert(fact("a", "is", 1).cite("s", Quote::default().at(start..end))).unwrap();
        }
        marked_exactly(&kg);
    }
}
