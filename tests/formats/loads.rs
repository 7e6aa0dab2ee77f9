//! A load takes all of a file or none of it, whatever happens on the way, and the errors of many rows cost no more than
//! the rows.

use std::{
    io::{self, Read},
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
};

use chancery::{
    Edit, Entity, Error, Fact, KnowledgeGraph, diplomacy, entity,
    io::{
        Column, Import,
        csv::{BadRows, Entities, Loader},
    },
};

use crate::graphs::content;

fn loader<'p>() -> Loader<'p> {
    Loader::new()
        .columns([Column::Subject, Column::Relation, Column::Object])
        .entities(Entities::named().add_as("state"))
}

fn known() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    for key in ["norland", "sudland"] {
        kg.add("state", entity(key).key(key)).unwrap();
    }
    kg
}

/// What a call leaves of a graph if it panics.
fn after_panic(mut kg: KnowledgeGraph, call: impl FnOnce(&mut KnowledgeGraph)) -> KnowledgeGraph {
    assert!(catch_unwind(AssertUnwindSafe(|| call(&mut kg))).is_err(), "the panic is passed on");
    kg.validate().unwrap();
    kg
}

/// A stream that ends in a panic.
struct Broken<'t>(&'t [u8]);

impl Read for Broken<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        assert!(!self.0.is_empty(), "the stream broke");
        self.0.read(buffer)
    }
}

#[test]
fn a_panic_of_the_caller_leaves_nothing_of_a_load() {
    let before = content(&known());
    let text = "norland,borders,sudland\n".repeat(3) + "norland,borders,elsewhere\n";
    for bad_rows in [BadRows::Stop, BadRows::Skip] {
        let kg = after_panic(known(), |kg| {
            let mut loader = loader().bad_rows(bad_rows).progress(2, |at| {
                assert!(at.rows < 4, "stop");
                ControlFlow::Continue(())
            });
            let _loaded = loader.load(kg, text.as_bytes());
        });
        assert_eq!(content(&kg), before);
        let kg = after_panic(known(), |kg| drop(loader().load(kg, Broken(text.as_bytes()))));
        assert_eq!(content(&kg), before);
    }
}

#[test]
fn a_panic_of_the_iterator_leaves_nothing_of_an_import() {
    let edits = |n: usize| {
        assert!(n < 3, "stop");
        Edit::Assert(Fact::new("norland", "borders", "sudland"))
    };
    let kg = after_panic(known(), |kg| drop(Import::new().apply_all(kg, (0..).map(edits))));
    assert_eq!(content(&kg), content(&known()));
}

#[test]
fn progress_at_each_0_rows_is_that_of_each_row() {
    let mut seen = Vec::new();
    let mut loader = loader().progress(0, |at| {
        seen.push(at.rows);
        ControlFlow::Continue(())
    });
    loader.load(&mut known(), &b"norland,borders,sudland\nsudland,borders,norland\n"[..]).unwrap();
    drop(loader);
    assert_eq!(seen, [1, 2]);
}

#[test]
fn what_a_bad_row_added_is_forgotten_and_nothing_else() {
    let mut kg = known();
    // The second row adds an entity, and is bad for its time; the third adds the entity again.
    let text = "a,A,b,2026\nc,C,b,2026-13\nc,C,a,2026\na,Aa,c,2026-13\na,Aa,c,2026\n";
    let loaded = Loader::new()
        .columns([Column::Subject, Column::SubjectName, Column::Object, Column::AsOf])
        .relation("borders")
        .entities(Entities::keyed().add_as("state"))
        .bad_rows(BadRows::Skip)
        .load(&mut kg, text.as_bytes())
        .unwrap();
    assert_eq!((loaded.rows, loaded.skipped.len(), loaded.entities), (5, 2, 3));
    kg.validate().unwrap();
    let facts: Vec<_> = kg.view().all_facts().map(|fact| fact.to_string()).collect();
    let expected =
        ["a borders b as-of 2026", "c borders a as-of 2026", "a also-known-as \"Aa\"", "a borders c as-of 2026"];
    assert_eq!(facts, expected);
}

#[test]
fn each_error_of_a_key_that_is_not_there_proposes_one() {
    let proposing =
        |reasons: &[Error]| reasons.iter().filter(|reason| reason.to_string().contains("did you mean")).count();
    let text = "norlund,borders,sudland\n".repeat(300);
    let loader = || Loader::new().columns([Column::Subject, Column::Relation, Column::Object]).bad_rows(BadRows::Skip);
    let skipped = loader().load(&mut known(), text.as_bytes()).unwrap().skipped;
    assert_eq!((skipped.len(), proposing(&skipped)), (300, 300));
    assert_eq!(skipped[299].message(), skipped[0].message());

    let fact = |n: usize| match n % 3 {
        0 => Fact::new("norlund", "borders", "sudland"),
        1 => {
            let mut fact = Fact::new("norland", "borders", "sudland");
            fact.claims.push(chancery::model::Claim::new("wirr"));
            fact
        }
        _ => Fact::new("norland", "borders", "sudlund"),
    };
    let mut kg = known();
    kg.add_source(chancery::Source::new("wire")).unwrap();
    let edits = (0..300).map(|n| Edit::Assert(fact(n)));
    let done = Import::new().apply_each(&mut kg, edits);
    let reasons: Vec<_> = done.rejected.iter().map(|rejected| rejected.reason().clone()).collect();
    assert_eq!((reasons.len(), proposing(&reasons)), (300, 300));
    let misses =
        [(297, "entity", "norlund", "norland"), (298, "source", "wirr", "wire"), (299, "entity", "sudlund", "sudland")];
    for (n, what, key, near) in misses {
        let message = format!("no {what} has the key `{key}`; did you mean `{near}`?");
        assert!(reasons[n].message().ends_with(&message), "{}", reasons[n]);
    }

    // Entities of the file are none of the misses.
    let entities = (0..200).map(|n| Edit::AddEntity(Entity::new(format!("s{n}"), "state", format!("S{n}"))));
    let facts = (0..200).map(|n| Edit::Assert(Fact::new(format!("s{n}"), "borders", "norland")));
    assert!(Import::new().apply_each(&mut kg, entities.chain(facts)).rejected.is_empty());
}
