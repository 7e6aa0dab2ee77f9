//! Guards against a damaged file that is opened as if it were whole, and against errors that do not say what to do.

use std::fs;

use chancery::{
    Error, ErrorKind, Source,
    diplomacy::{self, Recognized, State},
    fact,
    store::Store,
};
use rusqlite::Connection;

use crate::{again::times, folder::Folder, observe::observed, tables::select};

const SHOWN: &str = "SELECT * FROM facts_as_of ORDER BY id";

/// A file with an image, claims and alterations, and what its graph shows.
fn sample(folder: &Folder) -> (Vec<u8>, String) {
    let path = folder.file("sample");
    let mut store = Store::create(&path, diplomacy::schema()).unwrap();
    store
        .write(|kg| {
            kg.at("2026-01-24")?.by("desk");
            let text = format!("Pakistan was among the first. {}", "And so on. ".repeat(60_000));
            let report = kg.add_source(Source::new("report").text(text))?;
            let (p, k) = (kg.add(State, "Pakistan")?, kg.add(State, "Kazakhstan")?);
            for year in 1900..2000 {
                kg.assert(
                    fact(p, Recognized, k)
                        .on(format!("{year}-0{}", year % 9 + 1).as_str())
                        .cite(report, "among the first"),
                )?;
            }
            Ok::<_, Error>(())
        })
        .unwrap();
    store
        .write(|kg| {
            let fact = kg.fact_named("#3")?;
            kg.retract(fact, "a slip")?;
            let twin = kg.add(State, "Republic of Kazakhstan")?;
            kg.merge(twin, "kazakhstan", "the same")
        })
        .unwrap();
    store.empty_log().unwrap();
    assert_eq!(select(&path, "SELECT count(*) FROM image"), ["1"]);
    let shown = observed(store.graph());
    drop(store);
    (fs::read(&path).unwrap(), shown)
}

#[test]
fn a_flipped_bit_is_found_or_harmless() {
    let folder = Folder::new();
    let (bytes, shown) = sample(&folder);
    let path = folder.file("flipped");
    let views = select(&folder.file("sample"), SHOWN);
    let mut state = 7u64;
    let mut found = [0; 3];
    for case in 0..times(60) {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Half of them in the first pages, as most of the others have the text.
        let end = if case % 2 == 0 { 100_000 } else { bytes.len() };
        let at = usize::try_from(state >> 20).unwrap() % end;
        let mut damaged = bytes.clone();
        damaged[at] ^= 1 << (state >> 17 & 7);
        for ending in ["flipped-wal", "flipped-shm"] {
            let _ = fs::remove_file(folder.file(ending));
        }
        fs::write(&path, &damaged).unwrap();
        match Store::open(&path) {
            Ok(mut store) => {
                assert_eq!(observed(store.graph()), shown, "bit {} of byte {at}", state >> 17 & 7);
                let is_whole = store.verify().is_ok();
                drop(store);
                if is_whole {
                    assert_eq!(select(&path, SHOWN), views, "bit {} of byte {at}", state >> 17 & 7);
                }
                found[1 + usize::from(!is_whole)] += 1;
            }
            Err(error) => {
                assert!(matches!(error.kind(), ErrorKind::Corrupt | ErrorKind::Version | ErrorKind::Io), "{error:?}");
                assert!(error.to_string().contains("flipped"), "{error}");
                found[0] += 1;
            }
        }
    }
    println!("{} refused, {} harmless, {} found by `verify`", found[0], found[1], found[2]);
    assert!(found.iter().all(|count| *count > 0));
}

/// The checksums are those of the transactions that are there: what follows the last one must be looked at, too.
#[test]
fn a_file_that_lost_its_last_transactions_is_refused() {
    let folder = Folder::new();
    let (bytes, _) = sample(&folder);
    let path = folder.file("short");
    for (from, rows, and) in [(0, 2, ""), (0, 2, "DELETE FROM image"), (1, 1, ""), (1, 1, "DELETE FROM image")] {
        fs::write(&path, &bytes).unwrap();
        let file = Connection::open(&path).unwrap();
        file.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        assert_eq!(file.execute("DELETE FROM transactions WHERE id >= ?", [from]).unwrap(), rows);
        file.execute_batch(and).unwrap();
        drop(file);
        let error = Store::open(&path).expect_err("transactions are missing");
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{error}");
        assert!(error.to_string().contains("has a row more than the transactions count"), "{error}");
    }
}

/// As the fuzz target `store`, on some files of which more than a bit is wrong: parts that are cleared, moved, or cut off.
#[test]
fn a_mangled_file_is_refused_or_shows_what_was_written() {
    let folder = Folder::new();
    let (bytes, shown) = sample(&folder);
    let path = folder.file("mangled");
    let mut state = 11u64;
    let mut dice = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % bound
    };
    let mut opened = 0;
    for case in 0..times(40) {
        let mut mangled = bytes.clone();
        // The first page is left whole in most cases, as without it nothing is read.
        let from = if case % 8 == 0 { 0 } else { 4096 };
        let at = from + dice(bytes.len() - from);
        let end = (at + 1 + dice([16, 300, 9_000][case % 3])).min(bytes.len());
        let page = |at: usize| at / 4096 * 4096;
        match dice(5) {
            0 => mangled[at..end].fill(u8::try_from(dice(256)).unwrap()),
            1 => mangled.copy_within(at..end, dice(bytes.len() - (end - at))),
            2 => mangled.copy_within(page(at)..page(at) + 4096, page(from + dice(bytes.len() - from))),
            3 => mangled[at..end].reverse(),
            _ => mangled.truncate(at),
        }
        for ending in ["mangled-wal", "mangled-shm"] {
            let _ = fs::remove_file(folder.file(ending));
        }
        fs::write(&path, &mangled).unwrap();
        match Store::open(&path) {
            Ok(mut store) => {
                assert_eq!(observed(store.graph()), shown, "case {case}");
                let is_whole = store.verify().is_ok();
                let written = store.write(|kg| kg.add(State, "Oman"));
                assert_eq!(store.graph().validate(), Ok(()), "case {case}");
                assert!(!is_whole || written.is_ok(), "case {case}: {written:?}");
                opened += 1;
            }
            Err(error) => {
                let kinds = [ErrorKind::Corrupt, ErrorKind::Version, ErrorKind::Io];
                assert!(kinds.contains(&error.kind()) && error.to_string().contains("mangled"), "{error:?}");
            }
        }
    }
    assert!(opened > 0);
}

/// A long statement is compared to its end: a message shows only its beginning.
#[test]
fn a_changed_end_of_any_statement_of_the_schema_is_found() {
    let folder = Folder::new();
    let (bytes, _) = sample(&folder);
    let path = folder.file("changed");
    // As long as before, and differing only behind what a message shows.
    let changed = "substr(sql, 1, 449) || lower(substr(sql, 450))";
    let long = format!("SELECT name FROM sqlite_schema WHERE sql <> {changed}");
    let names = select(&folder.file("sample"), &long);
    assert!(names.len() > 3, "{names:?}");
    for name in names {
        for ending in ["changed-wal", "changed-shm"] {
            let _ = fs::remove_file(folder.file(ending));
        }
        fs::write(&path, &bytes).unwrap();
        let change = format!("UPDATE sqlite_schema SET sql = {changed} WHERE name = '{name}'");
        Connection::open(&path).unwrap().execute_batch(&format!("PRAGMA writable_schema = ON; {change}")).unwrap();
        let error = Store::open(&path).unwrap().verify().unwrap_err();
        assert!(error.kind() == ErrorKind::Corrupt && error.to_string().contains("differs at byte"), "{name}: {error}");
    }
}

/// Expects an error of a kind that names the file and has some words.
#[track_caller]
fn refused(folder: &Folder, name: &str, kind: ErrorKind, words: &str) {
    let error = Store::open(folder.file(name)).unwrap_err();
    assert_eq!(error.kind(), kind, "{error}");
    assert!(error.to_string().contains(words) && error.to_string().contains(name), "{error}");
}

#[test]
fn what_is_no_store_is_refused_with_what_to_do() {
    let folder = Folder::new();
    let (bytes, _) = sample(&folder);
    fs::write(folder.file("words"), "not a database, but longer than the header of one. ".repeat(90)).unwrap();
    refused(&folder, "words", ErrorKind::Corrupt, "not an SQLite database");
    fs::write(folder.file("nothing"), "").unwrap();
    refused(&folder, "nothing", ErrorKind::Version, "another application, or empty");
    Connection::open(folder.file("other"))
        .unwrap()
        .execute_batch("CREATE TABLE a (b); PRAGMA user_version = 1")
        .unwrap();
    refused(&folder, "other", ErrorKind::Version, "another application");
    fs::write(folder.file("later"), &bytes).unwrap();
    Connection::open(folder.file("later")).unwrap().execute_batch("PRAGMA user_version = 2").unwrap();
    refused(&folder, "later", ErrorKind::Version, "is of format 2, and this release reads format 1");
    refused(&folder, "absent", ErrorKind::Io, "is not there");
    refused(&folder, "no/folder", ErrorKind::Io, "is not there");
    fs::create_dir(folder.file("folder")).unwrap();
    refused(&folder, "folder", ErrorKind::Io, "opening the file failed");
    for share in 1..8 {
        fs::write(folder.file("short"), &bytes[..bytes.len() * share / 8]).unwrap();
        let error = Store::open(folder.file("short")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{error}");
    }
}

#[test]
fn rows_that_another_program_changed_are_refused_with_their_transaction() {
    let folder = Folder::new();
    let (bytes, shown) = sample(&folder);
    let path = folder.file("changed");
    // With debug assertions, no handle has a number so high.
    let no_row = if cfg!(debug_assertions) { "there is no row 2147483648" } else { "a row names fact 2147483648" };
    for (change, words) in [
        ("UPDATE facts SET modality = 'planned' WHERE id = 5", "transaction 0: its rows do not fit its checksum"),
        ("UPDATE facts SET dated = '1991-13' WHERE id = 5", "`facts` row 5"),
        ("UPDATE facts SET modality = 'plant' WHERE id = 5", "`facts` row 5"),
        ("DELETE FROM facts WHERE id = 5", "`facts` row 6: expected row 5"),
        ("INSERT INTO facts SELECT 100, 0, 0, 0, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL", "a row more"),
        ("UPDATE nodes SET name = 'Kazakstan' WHERE id = 1", "its rows do not fit its checksum"),
        ("UPDATE transactions SET author = 'other' WHERE id = 0", "transaction 0: its rows do not fit its checksum"),
        ("DELETE FROM transactions WHERE id = 1", "a row more than the transactions count"),
        ("UPDATE transactions SET operations = 'fact 100' WHERE id = 0", "`nodes` row 0: the column `type`"),
        ("UPDATE alterations SET alteration_id = NULL, node_id = 99 WHERE type = 'merge'", "node 99"),
        ("UPDATE passages SET ends = 99999999 WHERE claim_id = 1", "characters"),
        ("UPDATE kinds SET definition = '{}' WHERE id = 1", "a declaration cannot be read"),
        (
            "UPDATE relations SET definition = replace(definition, 'visits', 'vishts')",
            "the vocabulary does not fit its checksum",
        ),
        ("DELETE FROM about WHERE name = 'purges'", "reading the file failed"),
        ("UPDATE about SET value = 'x' WHERE name = 'purges'", "reading the file failed"),
        ("UPDATE alterations SET fact_id = 2147483648", no_row),
    ] {
        fs::write(&path, &bytes).unwrap();
        for ending in ["changed-wal", "changed-shm"] {
            let _ = fs::remove_file(folder.file(ending));
        }
        Connection::open(&path)
            .unwrap()
            .execute_batch(&format!("PRAGMA foreign_keys = OFF; DELETE FROM image; {change}"))
            .unwrap();
        let error = Store::open(&path).unwrap_err();
        assert!(error.to_string().contains(words), "{change}: {error}");
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{change}: {error}");
    }
    // What the image covers is read from there, and `verify` finds the rows.
    fs::write(&path, &bytes).unwrap();
    for ending in ["changed-wal", "changed-shm"] {
        let _ = fs::remove_file(folder.file(ending));
    }
    Connection::open(&path).unwrap().execute_batch("UPDATE facts SET modality = 'planned' WHERE id = 5").unwrap();
    let mut store = Store::open(&path).unwrap();
    assert_eq!(observed(store.graph()), shown);
    assert!(store.verify().unwrap_err().to_string().contains("transaction 0: its rows do not fit its checksum"));
    drop(store);
    // What can be made again is found by `verify`, and does not matter for the graph.
    for change in [
        "UPDATE facts SET starts_from = 7 WHERE id = 5",
        "UPDATE facts SET transaction_id = 1 WHERE id = 5",
        "DELETE FROM merged",
        "DROP VIEW facts_current",
        "UPDATE image SET data = x'00'",
        "CREATE INDEX more ON facts (subject_id)",
    ] {
        fs::write(&path, &bytes).unwrap();
        for ending in ["changed-wal", "changed-shm"] {
            let _ = fs::remove_file(folder.file(ending));
        }
        Connection::open(&path).unwrap().execute_batch(change).unwrap();
        let mut store = Store::open(&path).unwrap();
        assert_eq!(observed(store.graph()), shown);
        assert_eq!(store.verify().unwrap_err().kind(), ErrorKind::Corrupt, "{change}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_can_be_read_and_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.file("a");
    drop(Store::create(&path, diplomacy::schema()).unwrap());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    if fs::OpenOptions::new().write(true).open(&path).is_ok() {
        println!("not checked: this user may write everything");
        return;
    }
    let error = Store::open(&path).and_then(|mut store| store.write(|kg| kg.add(State, "Oman"))).unwrap_err();
    assert_eq!((error.kind(), error.io_kind()), (ErrorKind::Io, Some(std::io::ErrorKind::PermissionDenied)), "{error}");
    assert_eq!(Store::open_to_read(&path).unwrap().graph().node_count(), 0);
}

#[test]
fn a_store_that_was_opened_to_read_refuses_to_write() {
    let folder = Folder::new();
    let path = folder.file("a");
    drop(Store::create(&path, diplomacy::schema()).unwrap());
    let mut store = Store::open_to_read(&path).unwrap();
    let error = store.write(|kg| kg.add(State, "Oman")).unwrap_err();
    assert!(error.to_string().contains("was opened to read"), "{error}");
    let error = store.purge(|kg| kg.add(State, "Oman")).unwrap_err();
    assert!(error.to_string().contains("was opened to read"), "{error}");
    assert_eq!(store.graph().node_count(), 0);
}

#[test]
fn what_an_earlier_file_left_is_not_taken_for_the_new_one() {
    let folder = Folder::new();
    let path = folder.file("a");
    let mut store = Store::create(&path, diplomacy::schema()).unwrap();
    store.write(|kg| kg.add(State, "Oldland")).unwrap();
    let log = crate::folder::bytes_of(&folder.file("a-wal"));
    drop(store);
    fs::remove_file(&path).unwrap();
    fs::write(folder.file("a-wal"), &log).unwrap();
    let error = Store::create(&path, diplomacy::schema()).unwrap_err();
    assert!(error.to_string().contains("`-wal` of an earlier file is there"), "{error}");
    fs::remove_file(folder.file("a-wal")).unwrap();
    // A crash while a file was made leaves one beside it.
    fs::write(folder.file(&format!("a-new-{}-0", std::process::id())), "").unwrap();
    let mut store = Store::create(&path, diplomacy::schema()).unwrap();
    assert_eq!(store.graph().node_count(), 0);
    store.verify().unwrap();
    let error = Store::create(&path, diplomacy::schema()).unwrap_err();
    assert_eq!((error.kind(), error.io_kind()), (ErrorKind::Io, Some(std::io::ErrorKind::AlreadyExists)), "{error}");
    assert!(store.backup(&path).is_err());
}

#[cfg(unix)]
#[test]
fn a_link_to_a_store_is_the_store() {
    let folder = Folder::new();
    let (path, link) = (folder.file("a"), folder.file("link"));
    drop(Store::create(&path, diplomacy::schema()).unwrap());
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let mut store = Store::open(&link).unwrap();
    store.set_durability(chancery::store::Durability::Deferred).unwrap();
    store.write(|kg| kg.add(State, "Oman")).unwrap();
    store.sync().unwrap();
    assert!(folder.file("a-wal").exists() && !folder.file("link-wal").exists() && !folder.file("link-writer").exists());
    assert_eq!(Store::open(&path).unwrap().graph().node_count(), 1);
}

#[test]
fn another_file_in_the_place_of_the_one_that_was_read_is_noticed() {
    let folder = Folder::new();
    let path = folder.file("a");
    let mut store = Store::create(&path, diplomacy::schema()).unwrap();
    store.write(|kg| kg.add(State, "Oman")).unwrap();
    // As a restored backup: the last transaction is gone.
    let other = Connection::open(&path).unwrap();
    other.execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM nodes; DELETE FROM transactions").unwrap();
    let error = store.write(|kg| kg.add(State, "Iran")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Outdated, "{error}");
    assert_eq!(store.refresh().unwrap_err().kind(), ErrorKind::Outdated);
    assert_eq!(store.graph().node_count(), 1);
}
