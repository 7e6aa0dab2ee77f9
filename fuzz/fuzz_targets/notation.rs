//! Any text as a file of the notation: nothing panics, and what reads is told back.
#![no_main]

use std::sync::LazyLock;

use chancery::{Fact, Schema, diplomacy, notation, dossier::Dossier};
use libfuzzer_sys::fuzz_target;

static CLOSED: LazyLock<Schema> = LazyLock::new(diplomacy::schema);
static OPEN: LazyLock<Schema> = LazyLock::new(|| diplomacy::schema().open());

fuzz_target!(|text: &str| {
    if let Ok(fact) = text.parse::<Fact>() {
        assert_eq!(format!("{fact:#}").parse::<Fact>().as_ref(), Ok(&fact));
    }
    let laid_out = notation::format(text);
    if let Ok(laid_out) = &laid_out {
        assert_eq!(notation::format(laid_out).as_ref(), Ok(laid_out));
    }
    for schema in [&*CLOSED, &*OPEN] {
        match notation::read(text, schema.clone()) {
            Ok(kg) => {
                kg.validate().expect("what was read is whole");
                let laid_out = laid_out.as_ref().expect("what reads can be laid out");
                let again = notation::read(laid_out, schema.clone()).expect("and then reads");
                let dossier = |kg: &chancery::KnowledgeGraph| {
                    Dossier::of(&kg.view().with_retracted().with_resolved().with_modalities(chancery::model::Modality::ALL))
                };
                assert_eq!(dossier(&again), dossier(&kg));
                let written = notation::write(&dossier(&kg));
                let third = notation::read(&written, kg.schema().clone()).expect("what is written reads");
                assert_eq!(dossier(&third), dossier(&kg));
                let vocabulary = kg.schema().to_def();
                let fourth = notation::read(&notation::write_vocabulary(&vocabulary), Schema::new());
                assert_eq!(fourth.expect("a vocabulary reads").schema().to_def(), vocabulary);
            }
            Err(faults) => assert!(!faults.to_string().is_empty()),
        }
    }
});
