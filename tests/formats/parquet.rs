//! Guards against a folder of Parquet files that is not complete, differs from run to run, replaces what was there, or does not
//! read back to what was written.
//! `tools/check.py` reads the tables in DuckDB.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

use chancery::{ErrorKind, KnowledgeGraph, dossier::Dossier, io::parquet::Parquet, schema::SchemaDef, view::View};
use proptest::prelude::*;

use crate::graphs::{all, equal, hostile, lines, random, report, schema};

/// A folder that is removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        Self(env::temp_dir().join(format!("chancery-parquet-{}-{next}", process::id())))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

fn written(kg: &KnowledgeGraph) -> BTreeMap<String, Vec<u8>> {
    let folder = Folder::new();
    let parquet = Parquet::of(&all(kg));
    assert!(parquet.write_to(&folder.0).unwrap().is_empty() && parquet.losses().is_empty());
    files(&folder.0)
}

#[test]
fn every_table_is_a_file_and_the_bytes_are_stable() {
    for kg in [report(), hostile(), KnowledgeGraph::new(schema())] {
        let first = written(&kg);
        assert_eq!(first.len(), 17, "{:?}", first.keys());
        for (name, bytes) in &first {
            let table = name.ends_with(".parquet");
            assert_eq!(table, bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"), "{name}");
        }
        assert_eq!(first["version.json"], b"{\n  \"chancery\": \"parquet\",\n  \"version\": 1\n}\n");
        let schema: SchemaDef = serde_json::from_slice(&first["schema.json"]).unwrap();
        assert_eq!(schema, kg.schema().to_def());
        assert!(written(&kg) == first, "the same graph gives the same bytes");
    }
}

#[test]
fn what_is_in_a_folder_stays() {
    let folder = Folder::new();
    fs::create_dir_all(&folder.0).unwrap();
    fs::write(folder.0.join("mine.txt"), "mine").unwrap();
    let error = Parquet::of(&report().view()).write_to(&folder.0).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(error.to_string().contains("is not empty; expected a new folder"), "{error}");
    assert_eq!(files(&folder.0).len(), 1);
    let below_a_file = Parquet::of(&report().view()).write_to(folder.0.join("mine.txt").join("x")).unwrap_err();
    assert!(below_a_file.kind() == ErrorKind::Io && below_a_file.to_string().contains("cannot be created"));
}

/// A view is read back from what is written of it.
fn reads_back(view: &View<'_>) -> Dossier {
    let folder = Folder::new();
    assert!(Parquet::of(view).write_to(&folder.0).unwrap().is_empty());
    let read = Parquet::read_from(&folder.0).unwrap();
    let mut wanted = Dossier::of(view);
    wanted.vocabulary = view.graph().schema().to_def();
    for (read, wanted) in lines(&read).zip(lines(&wanted)) {
        assert_eq!(read, wanted);
    }
    assert_eq!(read, wanted);
    read
}

#[test]
fn graphs_read_back() {
    for kg in [report(), hostile(), KnowledgeGraph::new(schema())] {
        equal(&reads_back(&all(&kg)).to_graph(schema()).unwrap(), &kg);
        reads_back(&kg.view());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_a_graph_holds_reads_back(kg in random()) {
        equal(&reads_back(&all(&kg)).to_graph(schema()).unwrap(), &kg);
        reads_back(&kg.view());
        reads_back(&kg.view().without_sources("t").unwrap());
        reads_back(&kg.view().certainly_on("2026-02-10").unwrap());
    }
}

#[test]
fn what_is_not_such_a_folder_is_an_error_with_its_file() {
    let folder = Folder::new();
    let read = || Parquet::read_from(&folder.0).unwrap_err();
    assert!(
        read().kind() == ErrorKind::Io && read().to_string().contains("version.json` cannot be read"),
        "{}",
        read()
    );
    let _ = Parquet::of(&all(&report())).write_to(&folder.0).unwrap();
    let path = |name: &str| folder.0.join(name);
    let whole = fs::read(path("facts.parquet")).unwrap();
    for length in [0, 4, 11, whole.len() / 2, whole.len() - 1] {
        fs::write(path("facts.parquet"), &whole[..length]).unwrap();
        assert_eq!((read().kind(), read().place()), (ErrorKind::Corrupt, Some("facts.parquet")), "{length}");
    }
    fs::copy(path("players.parquet"), path("facts.parquet")).unwrap();
    assert!(read().to_string().contains("it has the columns `fact_id, relation_id, role_id"), "{}", read());
    fs::write(path("facts.parquet"), &whole).unwrap();
    let sources = fs::read(path("sources.parquet")).unwrap();
    let empty = Folder::new();
    let _ = Parquet::of(&KnowledgeGraph::new(schema()).view()).write_to(&empty.0).unwrap();
    fs::copy(empty.0.join("sources.parquet"), path("sources.parquet")).unwrap();
    assert!(read().to_string().contains("in `source_id` is the number of no row"), "{}", read());
    fs::write(path("sources.parquet"), sources).unwrap();
    assert!(Parquet::read_from(&folder.0).is_ok());
    fs::write(path("version.json"), "{\"chancery\": \"parquet\", \"version\": 2}").unwrap();
    assert_eq!((read().kind(), read().place()), (ErrorKind::Version, Some("version.json")));
    fs::remove_file(path("facts.parquet")).unwrap();
    fs::write(path("version.json"), "{\"chancery\": \"parquet\", \"version\": 1}").unwrap();
    assert_eq!(read().kind(), ErrorKind::Io);
}
