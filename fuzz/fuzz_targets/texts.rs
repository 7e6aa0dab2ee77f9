//! Any text as the text of a source: quotes of it are found where they are, quotes that differ in typing are found too,
//! and the audit reads it without a panic.
#![no_main]

use std::sync::LazyLock;

use chancery::{
    KnowledgeGraph, Schema, Source,
    audit::Audit,
    diplomacy, fact,
    model::Quote,
    time::{DateOrder, Dates},
};
use libfuzzer_sys::fuzz_target;

static SCHEMA: LazyLock<Schema> = LazyLock::new(diplomacy::schema);

fuzz_target!(|data: &[u8]| {
    let Some((head, text)) = data.split_at_checked(4) else { return };
    let text = String::from_utf8_lossy(text);
    let _ = Dates::strict().date(&text);
    let _ = Dates::lenient(DateOrder::DayFirst).when(&text);
    let _ = text.parse::<chancery::When>();
    let mut kg = KnowledgeGraph::new(SCHEMA.clone());
    let Ok(source) = kg.add_source(Source::new("text").text(text.as_ref()).published("2026-01-24")) else { return };
    let ada = kg.add("person", "Ada").expect("a person is added");
    let bo = kg.add("state", "Bo").expect("a state is added");
    // A part of the text by characters.
    let count = text.chars().count();
    let from = usize::from(u16::from_le_bytes([head[0], head[1]])) % (count + 1);
    let len = usize::from(u16::from_le_bytes([head[2], head[3]])) % (count + 1 - from);
    let words: String = text.chars().skip(from).take(len).collect();
    let visit = |quote: Quote| fact(ada, "visits", bo).on("2026-02").planned().cite(source, quote);
    let (from, len) = (from as u32, len as u32);
    let ranged = kg.assert(visit(Quote::new(words.as_str()).at(from..from + len)));
    if let Ok(cited) = ranged {
        let claim = kg.fact_ref(cited).and_then(|fact| fact.claims().next()).expect("the claim that was recorded");
        assert_eq!(claim.quote().as_deref(), Some(words.as_str()));
    }
    let _ = kg.assert(visit(Quote::new(words.as_str())));
    for like in kg.source_ref(source).expect("the source").quotes_like(&words) {
        let (start, end) = like.range.expect("a range");
        let own: String = text.chars().skip(start as usize).take((end - start) as usize).collect();
        assert_eq!(like.words.as_deref(), Some(own.as_str()));
    }
    let _ = Audit::new().all(&kg.view());
    kg.validate().expect("the graph is whole");
});
