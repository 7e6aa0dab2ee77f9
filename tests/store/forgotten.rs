//! Guards against a purge that leaves something behind: in the graph, in the file, in its log, or with a reader.

use chancery::{
    Error, Source, base, diplomacy,
    diplomacy::{Person, State, Visits},
    entity, fact,
    store::Store,
};

use crate::folder::{Folder, bytes_of};

/// The files of a store that have some bytes.
fn files_with(folder: &Folder, words: &str) -> Vec<String> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        let bytes = bytes_of(&file.path());
        if bytes.windows(words.len()).any(|window| window == words.as_bytes()) {
            found.push(file.file_name().to_string_lossy().into_owned());
        }
    }
    found
}

#[test]
fn no_byte_of_what_was_purged_is_left() {
    let folder = Folder::new();
    let path = folder.file("a");
    let mut store = Store::create(&path, diplomacy::schema()).unwrap();
    // A text so long that the transaction becomes a part of the image.
    let text = format!("Jenny Roe travels to Norland. {}", "And so on. ".repeat(60_000));
    store
        .write(|kg| {
            let report = kg.add_source(Source::new("secret-report").title("On Jenny Roe").text(text.as_str()))?;
            let roe = kg.add(Person, entity("Jenny Roe").alias("J. R. of Oldtown"))?;
            let norland = kg.add(State, "Norland")?;
            kg.assert(fact(roe, Visits, norland).on("2031").cite(report, "Jenny Roe travels"))
        })
        .unwrap();
    store
        .write(|kg| {
            let open = Source::new("open-report").text("Norland has a visitor.");
            kg.add_source(open)?;
            kg.assert(fact("norland", "highlighted", "norland").cite("open-report", "has a visitor"))
        })
        .unwrap();
    let secrets = ["Jenny Roe", "jenny-roe", "J. R. of Oldtown", "secret-report", "travels to Norland"];
    for secret in secrets {
        assert!(!files_with(&folder, secret).is_empty(), "{secret} is in the file before");
    }
    let mut other = Store::open_to_read(&path).unwrap();
    let reader = store.reader();

    let gone = store
        .purge(|kg| {
            kg.at("2031-06-01")?.by("data protection");
            let roe = kg.entity("jenny-roe")?;
            let gone = kg.purge(roe, "request 17")?;
            // The first purge made all ids void.
            let report = kg.source("secret-report")?;
            Ok::<_, Error>(gone + kg.purge(report, "request 17")?)
        })
        .unwrap();
    assert_eq!(gone, 4, "the entity, its alias, its visit, and the source");
    for secret in secrets {
        assert_eq!(files_with(&folder, secret), [""; 0], "{secret}");
    }
    assert!(reader.graph().get_entity("jenny-roe").is_none());
    assert!(!files_with(&folder, "request 17").is_empty());
    store.verify().unwrap();

    let changes = other.refresh().unwrap();
    assert!(changes.was_purged() && other.graph().get_entity("jenny-roe").is_none());
    assert_eq!(changes.edits(other.graph()).count(), changes.transaction_count());
    drop((store, other));
    let mut again = Store::open(&path).unwrap();
    again.verify().unwrap();
    assert_eq!(again.view().facts(diplomacy::Highlighted).count().unwrap(), 1);
    assert!(
        again.graph().schema().relation("also-known-as").is_ok()
            && again.view().facts(base::AlsoKnownAs).first().unwrap().is_none()
    );
    again.write(|kg| kg.add(State, "Oldland")).unwrap();
    again.verify().unwrap();
}

#[test]
fn a_purge_that_fails_leaves_all_as_it_was() {
    let folder = Folder::new();
    let path = folder.file("a");
    let mut store = Store::create(&path, diplomacy::schema()).unwrap();
    store.write(|kg| kg.add(Person, "Jenny Roe")).unwrap();
    let failed = store.purge(|kg| {
        let roe = kg.entity("jenny-roe")?;
        kg.purge(roe, "request 17")?;
        kg.entity("nobody").map(drop)
    });
    assert!(failed.is_err());
    assert!(store.graph().get_entity("jenny-roe").is_some());
    store.verify().unwrap();
    assert!(Store::open(&path).unwrap().graph().get_entity("jenny-roe").is_some());
    let within = store.write(|kg| {
        let roe = kg.entity("jenny-roe")?;
        kg.purge(roe, "request 17")
    });
    assert!(within.unwrap_err().to_string().contains("cannot be undone"));
}

#[test]
fn what_readers_saw_before_a_purge_does_not_come_back() {
    let folder = Folder::new();
    let path = folder.file("a");
    let mut store = Store::create(&path, diplomacy::schema()).unwrap();
    let reader = store.reader();
    let mut follower = Store::open(&path).unwrap();
    let following = follower.reader();
    for name in ["Jenny Roe", "Max Moe", "Ann Other"] {
        store.write(|kg| kg.add(Person, name)).unwrap();
        follower.refresh().unwrap();
    }
    // A fact about a fact refers both ways between the tables.
    store
        .write(|kg| {
            let noted = kg.assert(fact("ann-other", "described-as", "a guest"))?;
            kg.assert(fact("max-moe", "highlighted", noted))
        })
        .unwrap();
    store
        .purge(|kg| {
            let roe = kg.entity("jenny-roe")?;
            kg.purge(roe, "request 17")
        })
        .unwrap();
    assert!(store.graph().transactions().last().unwrap().1.by.is_none());
    for name in ["Zoe Last", "Yan Last"] {
        store.write(|kg| kg.add(Person, name)).unwrap();
        assert!(store.graph().get_entity("jenny-roe").is_none());
        assert!(reader.graph().get_entity("jenny-roe").is_none());
    }
    store.verify().unwrap();
    // Another process must not write by ids of before.
    let refused = follower.write(|kg| kg.add(Person, "Too Early")).unwrap_err();
    assert_eq!(refused.kind(), chancery::ErrorKind::Outdated, "{refused}");
    let changes = follower.refresh().unwrap();
    assert!(changes.was_purged() && changes.edits(follower.graph()).count() == changes.transaction_count());
    follower.write(|kg| kg.add(Person, "In Time")).unwrap();
    follower.write(|kg| kg.add(Person, "In Time Too")).unwrap();
    assert!(following.graph().get_entity("jenny-roe").is_none());
    follower.verify().unwrap();
    // A purge is refused too, and hides nothing: only a refresh takes in what another purged.
    follower
        .purge(|kg| {
            let moe = kg.entity("max-moe")?;
            kg.purge(moe, "request 18")
        })
        .unwrap();
    let refused = store.purge(|_| Ok::<_, Error>(())).unwrap_err();
    assert_eq!(refused.kind(), chancery::ErrorKind::Outdated, "{refused}");
    assert_eq!(store.write(|kg| kg.add(Person, "Too Early")).unwrap_err().kind(), chancery::ErrorKind::Outdated);
    assert!(store.refresh().unwrap().was_purged());
    assert!(reader.graph().get_entity("max-moe").is_none());
    follower.write(|kg| kg.add(Person, "In Time Again")).unwrap();
    store.refresh().unwrap();
    // What a write read before it is reported by the next refresh, and the write itself is not.
    follower.write(|kg| kg.add(Person, "Last Of All")).unwrap();
    store.write(|kg| kg.add(Person, "After")).unwrap();
    assert!(!store.changed().unwrap());
    let changes = store.refresh().unwrap();
    assert_eq!((changes.transaction_count(), changes.was_purged()), (1, false));
    let names: Vec<_> = changes.edits(store.graph()).map(|(_, edits)| format!("{edits:?}")).collect();
    assert!(names[0].contains("Last Of All"), "{names:?}");
    assert!(store.refresh().unwrap().is_empty());
    let error = store.purge(|kg| kg.add(Person, "Nobody Goes")).unwrap_err();
    assert_eq!(error.kind(), chancery::ErrorKind::NoChange);
    store.verify().unwrap();
}

#[test]
fn a_purge_that_was_broken_off_is_ended_by_who_opens_the_file() {
    let folder = Folder::new();
    let path = folder.file("a");
    let mut store = Store::create(&path, diplomacy::schema()).unwrap();
    store.write(|kg| kg.add(Person, "Jenny Roe")).unwrap();
    // As a crash after the commit of a purge leaves it: the note is there, and the log holds the bytes of before.
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("INSERT INTO about VALUES ('purging', 1)").unwrap();
    drop(store);
    assert!(!files_with(&folder, "purging").is_empty());
    let mut again = Store::open(&path).unwrap();
    assert_eq!(crate::tables::select(&path, "SELECT count(*) FROM about WHERE name = 'purging'"), ["0"]);
    assert_eq!(bytes_of(&folder.file("a-wal")).len(), 0);
    again.verify().unwrap();
}
