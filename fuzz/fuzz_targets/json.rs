//! Any text as a dossier or an archive in JSON: nothing panics, and what reads is written to the same bytes again.
#![no_main]

use std::sync::LazyLock;

use chancery::{Schema, diplomacy, io::{Archive, json}, dossier::Dossier};
use libfuzzer_sys::fuzz_target;

static SCHEMA: LazyLock<Schema> = LazyLock::new(diplomacy::schema);

fuzz_target!(|text: &str| {
    if let Ok(dossier) = json::read_dossier(text) {
        let written = json::write_dossier(&dossier);
        let again = json::read_dossier(&written).expect("what is written reads");
        assert_eq!(json::write_dossier(&again), written);
    }
    if let Ok(archive) = json::read_archive(text) {
        let written = json::write_archive(&archive);
        let again = json::read_archive(&written).expect("what is written reads");
        assert_eq!(json::write_archive(&again), written);
    }
    if let Ok(kg) = json::read_graph(text, SCHEMA.clone()) {
        kg.validate().expect("what was read is whole");
        let written = json::write_archive(&Archive::of(&kg));
        let again = json::read_graph(&written, kg.schema().clone()).expect("what is written reads");
        assert_eq!(json::write_archive(&Archive::of(&again)), written);
        let _ = Dossier::of(&again.view());
    }
});
