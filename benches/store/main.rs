//! A store on disk: writing, opening and its size, each beside what SQLite or a plain file takes for the same.
//!
//! `cargo bench --features sqlite --bench store` measures 1,000,000 facts; `-- --facts 100000` as many as are wanted;
//! `-- --test` runs everything once on few; `-- S1 S5` only rows with these names. Times are of the wall clock, as the disk has a
//! part in them: of rounds in which the contestants take turns, the median and the least. `CHANCERY_SCRATCH` names the folder for the files; by default they are in the folder
//! for temporary files.
#![allow(missing_docs, reason = "the benches are documented in their modules")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::cast_precision_loss, reason = "shown with three digits")]

#[path = "../millions/generated.rs"]
mod generated;
mod plain;

use std::{
    fs,
    hint::black_box,
    io::Write,
    path::{Path, PathBuf},
    time::Instant,
};

use chancery::{
    Day, Error, Id, KnowledgeGraph, Schema, Source,
    dossier::Archive,
    fact,
    io::json::{self, Json},
    model::SourceId,
    schema::{FoundRelation, KindDef, RelationDef, Shape},
    store::{Durability, Store},
};
use generated::{Generated, Row};

const WORDS: &str = "was received by";

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let after = |name: &str| words.iter().position(|word| word == name).and_then(|at| words.get(at + 1));
    let is_test = words.iter().any(|word| word == "--test");
    let facts = after("--facts").map_or(if is_test { 2_000 } else { 1_000_000 }, |n| n.parse().expect("a number"));
    let rounds = after("--rounds").map_or(if is_test { 1 } else { 5 }, |n| n.parse().expect("a number"));
    let folder = std::env::var_os("CHANCERY_SCRATCH").map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = folder.join(format!("chancery-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let set = Generated::new(facts);
    println!("== {facts} facts, {} entities", set.names.len());
    let named: Vec<&String> = words.iter().filter(|word| word.starts_with('S') && word.len() == 2).collect();
    let chosen = |rows: &[&str]| named.is_empty() || named.iter().any(|word| rows.contains(&word.as_str()));
    if chosen(&["S1", "S2"]) {
        loading(&folder, &set, rounds);
    }
    if chosen(&["S3"]) {
        opening(&folder, &set, false, rounds);
    }
    if chosen(&["S4"]) {
        opening(&folder, &set, true, rounds);
    }
    if chosen(&["S5", "S6"]) {
        single(&folder, if is_test { 20 } else { 500 });
    }
    if chosen(&["S7"]) {
        beside(&folder, &set, if is_test { 2_000 } else { 1_000_000 });
    }
    fs::remove_dir_all(&folder).unwrap();
}

fn schema(set: &Generated) -> Schema {
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("actor")).unwrap();
    for name in &set.relations {
        schema.add_relation(RelationDef::new(name, Shape::Happens, "actor", "actor")).unwrap();
    }
    schema
}

/// A store with all entities.
fn begun(path: &Path, set: &Generated) -> (Store, Vec<Id>, Vec<FoundRelation>, SourceId) {
    let mut store = Store::create(path, schema(set)).unwrap();
    let (ids, source) = store
        .write(|kg| {
            let ids = set.names.iter().map(|name| kg.add("actor", name.as_str())).collect::<Result<Vec<_>, _>>()?;
            let source = kg.add_source(Source::new("report").text(format!("The guest {WORDS} the host.")))?;
            Ok::<_, Error>((ids.into_iter().map(Id::any).collect(), source))
        })
        .unwrap();
    let relations = set.relations.iter().map(|name| store.graph().relation(name).unwrap()).collect();
    (store, ids, relations, source)
}

fn record(kg: &mut KnowledgeGraph, rows: &[Row], ids: &[Id], relations: &[FoundRelation], cited: Option<SourceId>) {
    let drafts = rows.iter().map(|row| {
        let (subject, object) = (ids[row.subject as usize], ids[row.object as usize]);
        let day = Day::from_epoch_days(16_071 + i64::from(row.day)).unwrap();
        let draft = fact(subject, relations[usize::from(row.relation)], object).on(day);
        match cited {
            Some(source) => draft.cite(source, WORDS),
            None => draft,
        }
    });
    kg.assert_all(drafts).unwrap();
}

fn write(path: &Path, set: &Generated, together: usize, cited: bool) -> Store {
    let (mut store, ids, relations, source) = begun(path, set);
    for rows in set.rows.chunks(together) {
        store
            .write(|kg| {
                record(kg, rows, &ids, &relations, cited.then_some(source));
                Ok::<_, Error>(())
            })
            .unwrap();
    }
    store
}

fn loading(folder: &Path, set: &Generated, rounds: usize) {
    let (path, same, bare) = (folder.join("loaded"), folder.join("same"), folder.join("bare"));
    race(
        "S1 write all facts, 1,000 a transaction, synced",
        rounds,
        &mut [
            ("store", &mut || drop(write(&fresh(&path), set, 1_000, false))),
            ("the graph in memory alone", &mut || {
                let mut kg = KnowledgeGraph::new(schema(set));
                let ids: Vec<Id> = set.names.iter().map(|name| kg.add("actor", name.as_str()).unwrap().any()).collect();
                let relations: Vec<_> = set.relations.iter().map(|name| kg.relation(name).unwrap()).collect();
                for rows in set.rows.chunks(1_000) {
                    record(&mut kg, rows, &ids, &relations, None);
                }
                black_box(kg.fact_count());
            }),
            ("SQLite, the same rows by hand", &mut || plain::insert_same(&fresh(&same), set, 1_000)),
            ("SQLite, five columns by hand", &mut || plain::insert(&fresh(&bare), set, 1_000)),
        ],
    );
    let size = |path: &Path| fs::metadata(path).unwrap().len();
    let mut store = Store::open(&path).unwrap();
    store.empty_log().unwrap();
    let (tables, image) = plain::sizes(&path);
    let facts = set.rows.len() as f64;
    println!(
        "S2 bytes a fact: {:.1} in the file, {:.1} of tables, {:.1} of the image; SQLite, bare rows {:.1}",
        size(&path) as f64 / facts,
        tables as f64 / facts,
        image as f64 / facts,
        size(&bare) as f64 / facts
    );
}

fn opening(folder: &Path, set: &Generated, cited: bool, rounds: usize) {
    let (path, without) = (folder.join("opened"), folder.join("without"));
    let (mut store, crashed) = (write(&fresh(&path), set, 1_000, cited), folder.join("crashed"));
    // As a crash leaves it: what the log has is not in the database yet. The store is closed without a further write.
    fs::copy(&path, fresh(&crashed)).unwrap();
    fs::copy(log_of(&path), log_of(&crashed)).unwrap();
    store.empty_log().unwrap();
    let archived = folder.join("archive.json");
    fs::write(&archived, Json::of(&Archive::of(store.graph())).to_string()).unwrap();
    drop(store);
    fs::copy(&path, fresh(&without)).unwrap();
    plain::drop_image(&without);
    let mut after = Vec::new();
    let what = if cited { "S4 open, each fact with a quote" } else { "S3 open plain facts" };
    race(
        what,
        rounds,
        &mut [
            ("store, by its image", &mut || drop(black_box(Store::open(&path).unwrap()))),
            ("store, by its tables", &mut || drop(black_box(Store::open(&without).unwrap()))),
            ("store, after a crash", &mut || {
                // The first to open it moves the log into the database, so each round has copies of its own.
                let again = folder.join("again");
                fs::copy(&crashed, fresh(&again)).unwrap();
                fs::copy(log_of(&crashed), log_of(&again)).unwrap();
                let start = Instant::now();
                drop(black_box(Store::open_to_read(&again).unwrap()));
                after.push(start.elapsed().as_secs_f64() * 1e3);
            }),
            ("archive, JSON", &mut || {
                let text = fs::read(&archived).unwrap();
                let archive: Archive = json::read(text.as_slice()).unwrap();
                drop(black_box(archive.to_graph(Schema::new()).unwrap()));
            }),
            ("SQLite, read every row", &mut || plain::read(&path)),
        ],
    );
    after.sort_by(f64::total_cmp);
    println!("  after a crash, without the time of copying: {:.3} ms", after[after.len() / 2]);
}

/// Transactions of one fact.
fn single(folder: &Path, count: usize) {
    let set = Generated::new(count.max(1_000));
    let path = folder.join("single");
    let (mut store, ids, relations, _) = begun(&fresh(&path), &set);
    let one = |store: &mut Store, row: &Row| {
        store
            .write(|kg| {
                record(kg, std::slice::from_ref(row), &ids, &relations, None);
                Ok::<_, Error>(())
            })
            .unwrap();
    };
    let mut rows = set.rows.iter().cycle();
    let (log, bare) = (folder.join("log"), folder.join("bare-single"));
    let mut log = fs::File::create(&log).unwrap();
    // As much as the store adds to its log in a transaction: two or three pages.
    let bytes = vec![7; 3 * 4_120];
    let connection = plain::begun(&fresh(&bare), &set);
    let mut more = set.rows.iter().cycle();
    race(
        "S5 a transaction of one fact, synced",
        count,
        &mut [
            ("store", &mut || one(&mut store, rows.next().unwrap())),
            ("SQLite, a bare row", &mut || plain::one(&connection, more.next().unwrap())),
            ("append and sync as many bytes", &mut || {
                log.write_all(&bytes).unwrap();
                log.sync_data().unwrap();
            }),
        ],
    );
    store.set_durability(Durability::Deferred).unwrap();
    connection.pragma_update(None, "synchronous", "NORMAL").unwrap();
    race(
        "S6 a transaction of one fact, deferred",
        count,
        &mut [
            ("store", &mut || one(&mut store, rows.next().unwrap())),
            ("SQLite, a bare row", &mut || plain::one(&connection, more.next().unwrap())),
        ],
    );
}

/// Look-ups of one thread, at rest and while another thread writes as fast as it can.
fn beside(folder: &Path, set: &Generated, count: usize) {
    let path = folder.join("beside");
    let (mut store, ids, relations, _) = begun(&fresh(&path), set);
    store
        .write(|kg| {
            record(kg, &set.rows, &ids, &relations, None);
            Ok::<_, Error>(())
        })
        .unwrap();
    store.set_durability(Durability::Deferred).unwrap();
    let reader = store.reader();
    let look_up = |times: &mut Vec<f64>| {
        let mut dice = generated::Dice::new(7);
        for _ in 0..count {
            let row = set.rows[dice.below(set.rows.len())];
            let start = Instant::now();
            let graph = reader.graph();
            let view = graph.view();
            let found = view.neighbors(ids[row.subject as usize]).outgoing().by(relations[usize::from(row.relation)]);
            black_box(found.ids().unwrap().count());
            drop(graph);
            times.push(start.elapsed().as_secs_f64());
        }
    };
    let mut rest = Vec::with_capacity(count);
    look_up(&mut rest);
    let mut busy = Vec::with_capacity(count);
    let done = std::sync::atomic::AtomicBool::new(false);
    let written = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut written = 0;
            for row in set.rows.iter().cycle() {
                if done.load(std::sync::atomic::Ordering::Relaxed) {
                    break;
                }
                store
                    .write(|kg| {
                        record(kg, std::slice::from_ref(row), &ids, &relations, None);
                        Ok::<_, Error>(())
                    })
                    .unwrap();
                written += 1;
            }
            written
        });
        look_up(&mut busy);
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        writer.join().unwrap()
    });
    println!("S7 look-ups beside a writer, {count} look-ups, {written} transactions of one fact meanwhile, deferred");
    for (name, times) in [("at rest", &mut rest), ("while one writes", &mut busy)] {
        times.sort_by(f64::total_cmp);
        let at = |share: f64| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a length")]
            let at = ((times.len() - 1) as f64 * share) as usize;
            times[at] * 1e6
        };
        println!(
            "  {name:<32} median {:.2} µs, p99 {:.2} µs, p99.9 {:.2} µs, most {:.1} µs",
            at(0.5),
            at(0.99),
            at(0.999),
            at(1.0)
        );
    }
}

fn log_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

fn fresh(path: &Path) -> PathBuf {
    for ending in ["", "-wal", "-shm", "-writer"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        let _ = fs::remove_file(name);
    }
    path.to_owned()
}

/// Runs all in turn, and prints of each the median and the least, with its ratio to the last.
fn race(what: &str, rounds: usize, contestants: &mut [(&str, &mut dyn FnMut())]) {
    let mut times = vec![Vec::new(); contestants.len()];
    for round in 0..rounds {
        for at in 0..contestants.len() {
            let at = (at + round) % contestants.len();
            let start = Instant::now();
            (contestants[at].1)();
            times[at].push(start.elapsed().as_secs_f64());
        }
    }
    for times in &mut times {
        times.sort_by(f64::total_cmp);
    }
    let (median, least) = (|times: &[f64]| times[times.len() / 2], |times: &[f64]| times[0]);
    println!("{what}");
    let baseline = &times[times.len() - 1];
    for ((name, _), times) in contestants.iter().zip(&times) {
        println!(
            "  {name:<32} median {:>12.3} ms, {:>6.2} times the last; least {:>12.3} ms, {:>6.2} times",
            median(times) * 1e3,
            median(times) / median(baseline),
            least(times) * 1e3,
            least(times) / least(baseline)
        );
    }
}
