//! Guards against a folder of Parquet files that is not complete, differs from run to run, replaces what was there, or does not
//! read back to what was written.
//! `tools/check.py` reads the tables in DuckDB.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use chancery::{ErrorKind, KnowledgeGraph, dossier::Dossier, io::parquet::Parquet, schema::SchemaDef, view::View};
use parquet::{
    column::writer::ColumnWriter,
    data_type::ByteArray,
    file::{
        reader::{FileReader, SerializedFileReader},
        writer::SerializedFileWriter,
    },
    record::Field,
};
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

/// Writes a table again, with another value in a column of one row.
fn change(path: &Path, column: &str, row: usize, value: &Field) {
    let reader = SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap();
    let schema = reader.metadata().file_metadata().schema_descr().root_schema_ptr();
    let mut rows: Vec<Vec<(String, Field)>> =
        reader.get_row_iter(None).unwrap().map(|row| row.unwrap().into_columns()).collect();
    let cell = rows[row].iter_mut().find(|(name, _)| name == column).unwrap();
    cell.1 = value.clone();
    let mut writer =
        SerializedFileWriter::new(fs::File::create(path).unwrap(), schema.clone(), Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for (at, field) in schema.get_fields().iter().enumerate() {
        let cells = || rows.iter().map(|row| &row[at].1);
        let present: Vec<i16> = cells().map(|cell| i16::from(*cell != Field::Null)).collect();
        let present = field.is_optional().then_some(&present[..]);
        let mut column = group.next_column().unwrap().unwrap();
        macro_rules! write { ($writer:ident, $($Cell:ident)|+) => {{
            let values: Vec<_> = cells().filter_map(|cell| match cell { $(Field::$Cell(value) => Some(value.clone().into()),)+ _ => None }).collect();
            $writer.write_batch(&values, present, None).unwrap();
        }}; }
        match column.untyped() {
            ColumnWriter::BoolColumnWriter(writer) => write!(writer, Bool),
            ColumnWriter::Int32ColumnWriter(writer) => write!(writer, Int),
            ColumnWriter::Int64ColumnWriter(writer) => write!(writer, Long),
            ColumnWriter::DoubleColumnWriter(writer) => write!(writer, Double),
            ColumnWriter::ByteArrayColumnWriter(writer) => {
                let texts = cells().filter_map(|cell| if let Field::Str(text) = cell { Some(text) } else { None });
                let values: Vec<ByteArray> = texts.map(|text| text.as_str().into()).collect();
                writer.write_batch(&values, present, None).unwrap();
            }
            _ => panic!("{field:?}"),
        }
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
}

#[test]
fn a_value_that_the_layout_does_not_have_is_an_error_with_its_row() {
    let folder = Folder::new();
    let _ = Parquet::of(&all(&report())).write_to(&folder.0).unwrap();
    let text = |text: &str| Field::Str(text.to_owned());
    for (table, column, row, value, why) in [
        ("claims", "stance", 1, text("doubts"), "`doubts` in `stance`; expected `supports` or `disputes`"),
        ("claims", "fact_id", 0, Field::Int(999_999), "`999999` in `fact_id` is the number of no row"),
        ("claims", "source_id", 0, Field::Int(-1), "`-1` in `source_id` is the number of no row"),
        ("claims", "confidence", 0, Field::Double(1.5), "1.5"),
        ("passages", "claim_id", 0, Field::Int(999_999), "`999999` in `claim_id` is the number of no row"),
        ("passages", "range_start", 0, Field::Long(-1), "`-1` in `range_start`; expected a number of characters"),
        ("passages", "range_end", 0, Field::Null, "null in `range_end`; expected a number, as `range_start` has one"),
        ("passages", "range_start", 0, Field::Null, "null in `range_start`; expected a number"),
        ("players", "fact_id", 0, Field::Int(-7), "`-7` in `fact_id` is the number of no row"),
        ("players", "node_id", 0, Field::Int(-7), "`-7` in `node_id` is the number of no row"),
        ("facts", "fact_id", 1, Field::Int(0), "`0` in `fact_id`; expected a number that no other row has"),
        ("facts", "subject_id", 1, Field::Int(999_999), "`999999` in `subject_id` is the number of no row"),
        ("facts", "modality", 1, text("soon"), "soon"),
        ("facts", "dated", 1, text("1991-13"), "1991-13"),
        ("entities", "entity_id", 1, Field::Int(0), "`0` in `entity_id`; expected a number that no other row has"),
        ("entities", "canonical_id", 1, Field::Int(-1), "`-1` in `canonical_id` is the number of no row"),
        ("value_nodes", "value_type", 0, text("colour"), "`colour` in `value_type`; expected a type of value"),
        ("sources", "derives_from_id", 0, Field::Int(99), "`99` in `derives_from_id` is the number of no row"),
    ] {
        let path = folder.0.join(format!("{table}.parquet"));
        let whole = fs::read(&path).unwrap();
        change(&path, column, row, &value);
        let error = Parquet::read_from(&folder.0).expect_err(&format!("{table}, {column}"));
        assert!(error.to_string().contains(why), "{table}, {column}: {error}");
        assert!(error.to_string().contains(&format!("{table}.parquet, row ")), "{table}, {column}: {error}");
        fs::write(&path, whole).unwrap();
    }
    assert!(Parquet::read_from(&folder.0).is_ok());
}
