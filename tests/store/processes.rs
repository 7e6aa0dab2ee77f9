//! Guards against two processes that write over each other, and against a reader that sees half of a transaction.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    time::Duration,
};

use chancery::{
    Error, ErrorKind,
    diplomacy::{self, State},
    store::{OpenOptions, Store},
};

use crate::{
    again::{start, times},
    folder::Folder,
};

/// Adds two entities in each of so many transactions.
pub(crate) fn write(path: &Path, count: usize) {
    let mut store = OpenOptions::new().wait(Duration::from_secs(600)).open(path).unwrap();
    for number in 0..count {
        store
            .write(|kg| {
                kg.add(State, format!("{} {number} one", std::process::id()).as_str())?;
                kg.add(State, format!("{} {number} two", std::process::id()).as_str())
            })
            .unwrap();
    }
}

/// Begins a write, says so, and holds it until it is killed.
pub(crate) fn hold(path: &Path) {
    let mut store = Store::open(path).unwrap();
    let done = store.write(|kg| {
        kg.add(State, "Never")?;
        println!("holding");
        std::io::stdout().flush().unwrap();
        std::thread::sleep(Duration::from_secs(60));
        Ok::<_, Error>(())
    });
    done.unwrap();
}

#[test]
fn all_that_two_processes_write_is_kept_and_a_third_sees_whole_transactions() {
    let folder = Folder::new();
    let path = folder.file("a");
    drop(Store::create(&path, diplomacy::schema()).unwrap());
    let count = times(100);
    let mut writers = [start("write", &path, count), start("write", &path, count)];
    let mut reader = Store::open_to_read(&path).unwrap();
    let mut seen = 0;
    let mut running = true;
    while running || reader.changed().unwrap() {
        running = writers.iter_mut().any(|writer| writer.try_wait().unwrap().is_none());
        let changes = reader.refresh().unwrap();
        for (_, edits) in changes.edits(reader.graph()) {
            assert_eq!(edits.len(), 2, "a transaction is seen whole");
            seen += 1;
        }
        assert_eq!(reader.graph().node_count(), 2 * seen);
        std::thread::sleep(Duration::from_millis(1));
    }
    for mut writer in writers {
        assert!(writer.wait().unwrap().success());
    }
    assert_eq!(seen, 2 * count);
    assert_eq!(reader.graph().validate(), Ok(()));
    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.graph().node_count(), 4 * count);
    store.verify().unwrap();
}

#[test]
fn who_waits_in_vain_learns_which_process_writes() {
    let folder = Folder::new();
    let path = folder.file("a");
    let mut store =
        OpenOptions::new().schema(diplomacy::schema()).wait(Duration::from_millis(50)).create(&path).unwrap();
    let mut holder = start("hold", &path, 0);
    let mut lines = BufReader::new(holder.stdout.take().unwrap()).lines();
    while !lines.next().unwrap().unwrap().contains("holding") {}
    let error = store.write(|kg| kg.add(State, "Kazakhstan")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Locked);
    assert!(error.to_string().contains(&format!("process {} writes", holder.id())), "{error}");
    assert!(store.graph().get_entity("kazakhstan").is_none());
    // Reading goes on.
    assert!(!store.changed().unwrap());
    assert_eq!(Store::open_to_read(&path).unwrap().graph().node_count(), 0);
    holder.kill().unwrap();
    holder.wait().unwrap();
    store.write(|kg| kg.add(State, "Kazakhstan")).unwrap();
    store.verify().unwrap();
    assert_eq!(store.graph().node_count(), 1);
}

#[test]
fn names_that_a_refresh_brought_are_proposed_for_near_ones() {
    let folder = Folder::new();
    let path = folder.file("a");
    let mut store = Store::create(&path, diplomacy::schema()).unwrap();
    let mut follower = Store::open_to_read(&path).unwrap();
    for round in ["First", "Second"] {
        store
            .write(|kg| (0..400).try_for_each(|n| kg.add(State, format!("{round} of {n} states").as_str()).map(drop)))
            .unwrap();
        follower.refresh().unwrap();
        for n in [7, 123, 399] {
            let error = follower.graph().entity(&format!("{}-of-{n}-staes", round.to_lowercase())).unwrap_err();
            let near = format!("did you mean `{}-of-{n}-states`?", round.to_lowercase());
            assert!(error.to_string().contains(&near), "{error}");
        }
    }
}
