//! Any bytes as a dossier or an archive in a compact format, and a sound archive with a byte changed: nothing panics,
//! and what is read and made a graph is whole.
#![no_main]

use std::sync::LazyLock;

use chancery::{
    KnowledgeGraph, Schema, Source, diplomacy,
    dossier::{Archive, Dossier},
    fact,
};
use libfuzzer_sys::fuzz_target;

static SCHEMA: LazyLock<Schema> = LazyLock::new(diplomacy::schema);

static SOUND: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut kg = KnowledgeGraph::new(SCHEMA.clone());
    kg.at("2026-01-24").expect("the first stamp").by("desk");
    kg.add_source(Source::new("report").text("Tokayev visits Pakistan in February 2026.")).expect("a source");
    let person = kg.add("person", "Tokayev").expect("a person");
    let state = kg.add("state", "Pakistan").expect("a state");
    let visit = fact(person, "visits", state).on("2026-02").planned().cite("report", "visits Pakistan");
    let plan = kg.assert(visit).expect("a plan");
    kg.at("2026-02-05").expect("a later stamp");
    kg.confirm(plan, fact(person, "visits", state).on("2026-02-03")).expect("an outcome");
    postcard::to_allocvec(&Archive::of(&kg)).expect("an archive is written")
});

fn check(bytes: &[u8]) {
    if let Ok(archive) = postcard::from_bytes::<Archive>(bytes)
        && let Ok(kg) = archive.to_graph(SCHEMA.clone())
    {
        kg.validate().expect("what was read is whole");
        let again = Archive::of(&kg).to_graph(SCHEMA.clone()).expect("what is written reads");
        assert_eq!(Archive::of(&again), Archive::of(&kg));
    }
    if let Ok(dossier) = postcard::from_bytes::<Dossier>(bytes)
        && let Ok(kg) = dossier.to_graph(SCHEMA.clone())
    {
        kg.validate().expect("what was read is whole");
    }
}

fuzz_target!(|data: &[u8]| {
    check(data);
    let mut spoiled = SOUND.clone();
    for change in data.chunks_exact(3) {
        let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % spoiled.len();
        spoiled[at] = change[2];
    }
    check(&spoiled);
});
