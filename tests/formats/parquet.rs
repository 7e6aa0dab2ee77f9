//! Guards against a folder of Parquet files that is not complete, differs from run to run, or replaces what was there.
//! `tools/check.py` reads the tables in DuckDB.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

use chancery::{ErrorKind, KnowledgeGraph, io::parquet::Parquet, schema::SchemaDef};

use crate::graphs::{all, hostile, report};

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
    for kg in [report(), hostile(), KnowledgeGraph::new(crate::graphs::schema())] {
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
