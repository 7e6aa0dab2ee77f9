//! Any text as a dossier or an archive in JSON: nothing panics, and what reads is written to the same bytes again.
#![no_main]

use std::sync::LazyLock;

use chancery::{Schema, diplomacy, dossier::{Archive, Dossier}, io::json};
use libfuzzer_sys::fuzz_target;

static SCHEMA: LazyLock<Schema> = LazyLock::new(diplomacy::schema);

fuzz_target!(|text: &str| {
    if let Ok(dossier) = json::read::<Dossier>(text.as_bytes()) {
        let written = json::Json::of(&dossier).to_string();
        let again = json::read::<Dossier>(written.as_bytes()).expect("what is written reads");
        assert_eq!(json::Json::of(&again).to_string(), written);
    }
    if let Ok(archive) = json::read::<Archive>(text.as_bytes()) {
        let written = json::Json::of(&archive).to_string();
        let again = json::read::<Archive>(written.as_bytes()).expect("what is written reads");
        assert_eq!(json::Json::of(&again).to_string(), written);
    }
    if let Ok(kg) = json::Reader::new(&SCHEMA).read_graph(text.as_bytes()) {
        kg.validate().expect("what was read is whole");
        let written = json::Json::of(&Archive::of(&kg)).to_string();
        let again = json::Reader::new(kg.schema()).read_graph(written.as_bytes()).expect("what is written reads");
        assert_eq!(json::Json::of(&Archive::of(&again)).to_string(), written);
        let _ = Dossier::of(&again.view());
    }
});
