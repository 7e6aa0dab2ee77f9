//! Guards against a row that is lost, changed or made up on its way to the file and back.

use chancery::{
    Edit, Error, KnowledgeGraph, Schema, Source, diplomacy, dossier::Archive, notation::Reader, store::Store,
};
use proptest::prelude::*;

use crate::{
    edits::{any_edit, begun_with},
    folder::Folder,
    observe::observed,
};

/// What one write tries. Each edit that the graph refuses is left out; `fails` makes the whole write fail.
#[derive(Clone, Debug)]
struct Attempt {
    day: Option<u8>,
    edits: Vec<Edit>,
    fails: bool,
    /// A source with a text so long that the write becomes a part of the image.
    long: bool,
}

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    let one = (prop::option::of(1u8..28), prop::collection::vec(any_edit(), 0..12), any::<[bool; 3]>());
    let one = one.prop_map(|(day, edits, [a, b, c])| Attempt { day, edits, fails: a && b, long: b && c });
    prop::collection::vec(one, 1..8)
}

fn make(kg: &mut KnowledgeGraph, attempt: &Attempt, number: usize) -> Result<(), Error> {
    if let Some(day) = attempt.day {
        // A day before the last one is refused; the write then goes on without a stamp of its own.
        if let Ok(open) = kg.at(format!("2026-01-{day:02}")) {
            open.by("desk").why("a reason");
        }
    }
    for edit in &attempt.edits {
        let _ = kg.apply(edit);
    }
    if attempt.long {
        let text = "é ".repeat(200_000);
        kg.add_source(Source::new(format!("long-{number}")).text(text))?;
    }
    if attempt.fails { kg.entity("no such").map(drop) } else { Ok(()) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    // Law: a store shows after each write what a graph shows on which the same was done, and so does the file when it is
    // opened again, by its image and by its tables.
    #[test]
    fn what_was_written_is_there_when_the_file_is_opened_again(attempts in attempts(), open in any::<bool>()) {
        let folder = Folder::new();
        let path = folder.file("a");
        let schema = || if open { diplomacy::schema().open() } else { diplomacy::schema() };
        let mut expected = begun_with(schema());
        let mut store = Store::create(&path, schema()).unwrap();
        store.write(|kg| {
            for edit in expected.history().flat_map(|(_, edits)| edits) {
                kg.apply(&edit)?;
            }
            Ok::<_, Error>(())
        }).unwrap();
        prop_assert_eq!(observed(store.graph()), observed(&expected));

        for (number, attempt) in attempts.iter().enumerate() {
            let before = expected.clone();
            expected.begin(chancery::model::Transaction::default()).unwrap();
            let done = make(&mut expected, attempt, number);
            if done.is_err() || expected.history().count() == before.history().count() {
                expected = before;
            }
            let written = store.write(|kg| make(kg, attempt, number));
            prop_assert_eq!(written.is_err(), done.is_err());
            prop_assert_eq!(observed(store.graph()), observed(&expected));
        }
        store.verify().unwrap();
        let archive = Archive::of(&expected);
        prop_assert_eq!(&Archive::of(store.graph()), &archive);

        let mut again = Store::open(&path).unwrap();
        prop_assert_eq!(observed(again.graph()), observed(&expected));
        prop_assert_eq!(&Archive::of(again.graph()), &archive);
        again.verify().unwrap();
        let copy = folder.file("copy");
        again.backup(&copy).unwrap();
        let mut copy = Store::open(&copy).unwrap();
        copy.verify().unwrap();
        prop_assert_eq!(observed(copy.graph()), observed(&expected));
    }
}

#[test]
fn an_archive_goes_into_a_store_and_back() {
    let folder = Folder::new();
    let mut kg = begun_with(diplomacy::schema().open());
    kg.at("2026-01-25").unwrap().by("desk");
    kg.add("comet", "Halley").unwrap();
    kg.merge("b", "c", "a test").unwrap();
    kg.at("2026-01-26").unwrap();
    let archive = Archive::of(&kg);
    let graph = archive.to_graph(Schema::new()).unwrap();
    let mut store = Store::import(folder.file("a"), &graph).unwrap();
    store.verify().unwrap();
    store.write(|kg| kg.add("comet", "Encke")).unwrap();
    store.verify().unwrap();
    let again = Store::open(folder.file("a")).unwrap();
    assert_eq!(observed(again.graph()), observed(store.graph()));
    assert_eq!(Archive::of(again.graph()).transactions[..2], archive.transactions);
    let error = Store::import(folder.file("a"), &graph).unwrap_err();
    assert!(error.to_string().contains("there is a file already"), "{error}");
}

#[test]
fn a_schema_that_the_caller_brings_is_joined_with_that_of_the_file() {
    let folder = Folder::new();
    let mut store = Store::create(folder.file("a"), Schema::new().open()).unwrap();
    store
        .write(|kg| {
            kg.add("state", "Kazakhstan")?;
            kg.add("state", "Pakistan")?;
            kg.assert(chancery::fact("pakistan", "borders-on", "kazakhstan"))
        })
        .unwrap();
    drop(store);
    let mut schema = Schema::new();
    schema.add_kind(chancery::schema::KindDef::new("comet")).unwrap();
    let mut store = chancery::store::OpenOptions::new().schema(schema).open(folder.file("a")).unwrap();
    assert!(store.graph().schema().is_open());
    assert_eq!(
        store.graph().schema().kinds().map(|(_, def)| def.name.as_str()).collect::<Vec<_>>(),
        ["comet", "state"]
    );
    store.write(|kg| kg.add("comet", "Halley")).unwrap();
    store.verify().unwrap();
    let store = Store::open(folder.file("a")).unwrap();
    assert_eq!(
        store.graph().schema().kinds().map(|(_, def)| def.name.as_str()).collect::<Vec<_>>(),
        ["state", "comet"]
    );
    assert_eq!(store.graph().entities_named("Halley").len(), 1);
    assert_eq!(store.view().fact_count(), 1);
}

#[test]
fn kinds_that_a_caller_brings_may_follow_those_under_them() {
    let folder = Folder::new();
    let mut store = Store::create(folder.file("a"), Schema::new()).unwrap();
    store.write(|kg| kg.add_source(Source::new("s"))).unwrap();
    drop(store);
    let mut def = chancery::schema::SchemaDef::default();
    def.kinds = vec![chancery::schema::KindDef::new("comet").under("body"), chancery::schema::KindDef::new("body")];
    let schema = Schema::from_def(def).unwrap();
    let mut store = chancery::store::OpenOptions::new().schema(schema).open(folder.file("a")).unwrap();
    store.write(|kg| kg.add("comet", "Halley")).unwrap();
    store.verify().unwrap();
    let again = Store::open(folder.file("a")).unwrap();
    assert_eq!(observed(again.graph()), observed(store.graph()));
}

#[test]
fn a_write_that_records_nothing_leaves_no_stamp() {
    let folder = Folder::new();
    let mut store = Store::create(folder.file("a"), diplomacy::schema()).unwrap();
    for _ in 0..2 {
        store.write(|kg| kg.at("2030-01-01").map(drop)).unwrap();
        store
            .write(|kg| {
                kg.at("2026-01-24")?;
                kg.add(chancery::diplomacy::State, format!("State {}", kg.node_count()).as_str()).map(drop)
            })
            .unwrap();
    }
    store.verify().unwrap();
}

#[test]
fn an_image_that_is_wrong_or_gone_is_made_again() {
    let folder = Folder::new();
    let path = folder.file("a");
    let mut store = Store::create(&path, diplomacy::schema()).unwrap();
    let long = |store: &mut Store, key: &str| {
        let text = "And so on. ".repeat(60_000);
        store.write(|kg| kg.add_source(Source::new(key).text(text.as_str()))).unwrap();
    };
    let parts = || crate::tables::select(&path, "SELECT first_transaction, transactions FROM image ORDER BY 1");
    long(&mut store, "a");
    long(&mut store, "b");
    assert_eq!(parts(), ["0 | 1", "1 | 1"]);
    let change = |sql: &str| rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    for (number, sql) in [
        "UPDATE image SET data = substr(data, 1, 100)",
        "UPDATE image SET transactions = 5000000000 WHERE first_transaction = 1",
        "DELETE FROM image WHERE first_transaction = 0",
        "DELETE FROM image",
    ]
    .into_iter()
    .enumerate()
    {
        // While the store is open, the image is let go; who opens the file next makes it again.
        change(sql);
        long(&mut store, &format!("open-{number}"));
        drop(store);
        store = Store::open(&path).unwrap();
        long(&mut store, &format!("anew-{number}"));
        store.verify().unwrap();
        assert_eq!(parts().len(), 4 + 2 * number, "{sql}: {:?}", parts());
        // While it is closed, the next write makes it again.
        drop(store);
        change(sql);
        store = Store::open(&path).unwrap();
        assert!(store.verify().is_err() || number > 1);
        store.write(|kg| kg.add_source(Source::new(format!("small-{number}")))).unwrap();
        store.verify().unwrap();
        assert_eq!(parts().len(), 4 + 2 * number, "{sql}: {:?}", parts());
    }
}

#[test]
fn a_stamp_at_the_end_of_a_write_is_not_that_of_the_next() {
    let folder = Folder::new();
    let mut store = Store::create(folder.file("a"), diplomacy::schema()).unwrap();
    for number in 0..2 {
        store
            .write(|kg| {
                kg.add(chancery::diplomacy::State, format!("State {number}").as_str())?;
                kg.at("2030-01-01").map(drop)
            })
            .unwrap();
    }
    let stamps: Vec<_> = store.graph().transactions().map(|(_, transaction)| transaction.at).collect();
    assert_eq!(stamps, [None, None], "a stamp belongs to what is recorded after it, within the write");
    let again = Store::open(folder.file("a")).unwrap();
    assert_eq!(observed(again.graph()), observed(store.graph()));
}

/// What a graph learns by a text is learnt by the file, unless nothing is recorded with it.
#[test]
fn a_vocabulary_is_kept_with_what_is_recorded() {
    let folder = Folder::new();
    let path = folder.file("a");
    let mut store = Store::create(&path, diplomacy::schema()).unwrap();
    let reader = Reader::new(Schema::new());
    let write = |store: &mut Store, text: &str| store.write(|kg| reader.add_to(kg, text).map_err(Error::from));
    let error = write(&mut store, "kind shop under organization\n").unwrap_err();
    assert_eq!(error.kind(), chancery::ErrorKind::NoChange, "{error}");
    assert!(store.graph().schema().kind("shop").is_err(), "nothing was recorded");
    let add = |store: &mut Store, text: &str| write(store, text).unwrap();
    let kinds = "kind shop under organization\nkind seller union shop person\nrole price\n";
    let relation = "relation sold-to event from seller to person required price number inverse bought-from\n";
    add(&mut store, &format!("{kinds}{relation}entity shop s \"S\"\n"));
    add(&mut store, "entity person p \"P\"\np bought-from s price 3 on 2026-01-24\nkind stall under shop\n");
    store.verify().unwrap();
    let again = Store::open(&path).unwrap();
    assert_eq!(observed(again.graph()), observed(store.graph()));
    assert_eq!(again.graph().schema().to_def(), store.graph().schema().to_def());
    assert!(again.graph().schema().kind("stall").is_ok());
}

#[test]
fn what_a_write_declares_is_kept_with_what_it_records() {
    let folder = Folder::new();
    let mut store = Store::create(folder.file("a"), diplomacy::schema()).unwrap();
    let mut more = chancery::schema::SchemaDef::default();
    more.kinds.push(chancery::schema::KindDef::new("airport").under("place"));
    let failed = store.write(|kg| {
        kg.declare(more.clone())?;
        kg.entity("nobody").map(drop)
    });
    assert!(failed.is_err() && store.graph().schema().kind("airport").is_err());
    let error = store.write(|kg| kg.declare(more.clone())).unwrap_err();
    assert_eq!(error.kind(), chancery::ErrorKind::NoChange, "{error}");
    assert!(store.graph().schema().kind("airport").is_err());
    store
        .write(|kg| {
            kg.declare(more)?;
            kg.add("airport", "Astana Airport").map(drop)
        })
        .unwrap();
    store.verify().unwrap();
    let again = Store::open(folder.file("a")).unwrap();
    assert_eq!(observed(again.graph()), observed(store.graph()));
    assert!(again.graph().schema().kind("airport").is_ok());
}
