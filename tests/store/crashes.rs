//! Guards against a transaction that is lost or half there after a crash: of the process, by killing it; of the machine, by
//! leaving out or mixing what the disk had not been told to keep.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    time::Duration,
};

use chancery::{
    Error,
    diplomacy::{self, Recognized, State},
    fact,
    store::Store,
};
use rusqlite::Connection;

use crate::{
    again::{start, times},
    folder::{Folder, bytes_of},
};

/// The n-th transaction: a state that recognizes the one before it. Small and large ones take turns.
fn add(store: &mut Store, number: usize) {
    store
        .write(|kg| {
            let new = kg.add(State, format!("State {number}").as_str())?;
            for _ in 0..=(number % 7) * 20 {
                kg.assert(fact(new, Recognized, new).on("1991"))?;
            }
            Ok::<_, Error>(())
        })
        .unwrap();
}

/// The number of whole transactions that a store has; panics if one is not whole.
fn whole(store: &Store) -> usize {
    assert_eq!(store.graph().validate(), Ok(()));
    let mut count = 0;
    for (number, (_, edits)) in store.graph().history().enumerate() {
        assert_eq!(edits.len(), 2 + (number % 7) * 20, "transaction {number} is whole");
        count += 1;
    }
    count
}

/// Writes until it is killed, and says after each commit how many there are.
pub(crate) fn endless(path: &Path) {
    let mut store = Store::open(path).unwrap();
    let mut out = std::io::stdout();
    for number in whole(&store).. {
        add(&mut store, number);
        writeln!(out, "kept {}", number + 1).unwrap();
        out.flush().unwrap();
    }
}

/// A number below a bound, by Knuth's MMIX generator.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound.max(1)
    }
}

#[test]
fn a_process_that_is_killed_loses_nothing_that_it_committed() {
    let folder = Folder::new();
    let path = folder.file("a");
    drop(Store::create(&path, diplomacy::schema()).unwrap());
    let mut dice = Dice(u64::from(std::process::id()));
    let mut kept = 0;
    for _ in 0..times(10) {
        let mut process = start("endless", &path, 0);
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        // Long enough to open the file, and then any moment of a few transactions.
        for _ in 0..=dice.below(4) {
            let Some(line) = lines.by_ref().map_while(Result::ok).find(|line| line.contains("kept ")) else { break };
            kept = line.rsplit(' ').next().unwrap().parse().unwrap();
        }
        std::thread::sleep(Duration::from_micros(dice.below(6_000) as u64));
        process.kill().unwrap();
        for line in lines.map_while(Result::ok).filter(|line| line.contains("kept ")) {
            kept = line.rsplit(' ').next().unwrap().parse().unwrap();
        }
        process.wait().unwrap();
        let found = whole(&Store::open(&path).unwrap());
        assert!(found >= kept, "{kept} transactions were committed, and {found} are there");
    }
    Store::open(&path).unwrap().verify().unwrap();
}

const SECTOR: usize = 512;

/// Copies of a database and its log.
struct Copy {
    database: Vec<u8>,
    log: Vec<u8>,
}

impl Copy {
    fn of(path: &Path) -> Self {
        let log = path.with_file_name("a-wal");
        Self { database: bytes_of(path), log: bytes_of(&log) }
    }

    /// Opens the copies as a store, and counts its transactions.
    fn reopened(&self, folder: &Folder) -> usize {
        let path = folder.file("crashed");
        for ending in ["crashed-wal", "crashed-shm"] {
            let _ = fs::remove_file(folder.file(ending));
        }
        fs::write(&path, &self.database).unwrap();
        fs::write(folder.file("crashed-wal"), &self.log).unwrap();
        let mut store = Store::open(&path).unwrap();
        let count = whole(&store);
        // It can go on from there.
        add(&mut store, count);
        assert_eq!(whole(&store), count + 1);
        count
    }
}

/// Some sectors of one version of a file, the others of another.
fn mixed(dice: &mut Dice, from: usize, before: &[u8], after: &[u8]) -> Vec<u8> {
    let length = if dice.below(2) == 0 { before.len().max(from) } else { after.len() };
    let mut mixed = after.get(..length).unwrap_or(after).to_vec();
    let share = 1 + dice.below(4);
    for sector in from / SECTOR..mixed.len().div_ceil(SECTOR) {
        if dice.below(4) >= share {
            continue;
        }
        for at in (sector * SECTOR).max(from)..((sector + 1) * SECTOR).min(mixed.len()) {
            // What was never written is as the disk had it: zeros, or anything.
            let old =
                before.get(at).copied().unwrap_or(if share == 1 { 0 } else { u8::try_from(dice.below(256)).unwrap() });
            mixed[at] = old;
        }
    }
    mixed
}

#[test]
fn a_machine_that_crashes_loses_nothing_that_was_synced() {
    let folder = Folder::new();
    let path = folder.file("a");
    let mut store = Store::create(&path, diplomacy::schema()).unwrap();
    let mut dice = Dice(1991);
    let mut copies = vec![Copy::of(&path)];
    for number in 0..24 {
        add(&mut store, number);
        copies.push(Copy::of(&path));
    }
    let cases = times(200);
    for _ in 0..cases {
        // The crash is while transaction `next` is written: all before it was synced.
        let next = 1 + dice.below(copies.len() - 1);
        let (before, after) = (&copies[next - 1], &copies[next]);
        assert!(after.log.len() > before.log.len() && after.database == before.database, "only the log was written");
        let log = mixed(&mut dice, before.log.len(), &before.log, &after.log);
        let found = Copy { database: before.database.clone(), log }.reopened(&folder);
        assert!((next - 1..=next).contains(&found), "{} transactions were synced, and {found} are there", next - 1);
    }
    // A crash while the log is moved into the database: of the database any sectors were written.
    let before = Copy::of(&path);
    Connection::open(&path).unwrap().query_row("PRAGMA wal_checkpoint(FULL)", [], |_| Ok(())).unwrap();
    let after = Copy::of(&path);
    assert_ne!(before.database, after.database);
    for _ in 0..cases / 4 {
        let database = mixed(&mut dice, 0, &before.database, &after.database);
        assert_eq!(Copy { database, log: before.log.clone() }.reopened(&folder), 24);
    }
}
