//! Errors of every reader, on files in which one word after the other is hostile or very long.

use std::{collections::BTreeSet, error::Error as _};

use chancery::{
    Error, KnowledgeGraph,
    io::{Edits, Import, Placed, csv},
    notation,
};

use super::{HOSTILE, seen};
use crate::graphs::{all, report, schema};

/// How much of a bad value an error may repeat, with all that it says beside it.
const LONGEST: usize = 4500;

/// How many words of a file are spoiled.
const WORDS: usize = 50;

/// The file with some of its words in turn made hostile: all of it, or its end.
fn spoiled(file: &str, with: &str) -> Vec<String> {
    let mut words = BTreeSet::new();
    let mut files = Vec::new();
    let mut start = None;
    for (at, c) in file.char_indices().chain([(file.len(), ' ')]) {
        let inside = c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        match start {
            None if inside => start = Some(at),
            Some(from) if !inside => {
                start = None;
                if words.insert(&file[from..at]) {
                    files.push(format!("{}{with}{}", &file[..from], &file[at..]));
                    files.push(format!("{}{with}{}", &file[..at], &file[at..]));
                }
            }
            _ => {}
        }
    }
    assert!(files.len() > 50);
    // A few of them, from all over the file.
    let step = files.len().div_ceil(WORDS);
    files.into_iter().step_by(step | 1).collect()
}

/// The table with some of its cells in turn made hostile, each as a whole.
fn spoiled_cells(table: &str, with: &str) -> Vec<String> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
    let rows: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let mut cells = BTreeSet::new();
    let mut places = Vec::new();
    for (row, all) in rows.iter().enumerate() {
        for (column, cell) in all.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            if cells.insert((column, cell)) {
                places.push((row, column));
            }
        }
    }
    let step = places.len().div_ceil(WORDS);
    let spoiled = places.into_iter().step_by(step | 1).map(|(row, column)| {
        let mut rows = rows.clone();
        with.clone_into(&mut rows[row][column]);
        let mut writer = ::csv::WriterBuilder::new().quote_style(::csv::QuoteStyle::Always).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    });
    spoiled.collect()
}

/// Each error with all that led to it.
fn check(what: &str, error: &Error, found: &mut usize) {
    *found += 1;
    let mut says = vec![error.to_string(), error.place().unwrap_or_default().to_owned(), error.message().to_owned()];
    let mut cause = error.source();
    while let Some(error) = cause {
        says.push(error.to_string());
        cause = error.source();
    }
    for text in says {
        seen(what, &text);
        assert!(!text.contains('\n'), "{what} breaks the line: {text}");
        let length = text.chars().count();
        assert!(length < LONGEST, "{what} has {length} characters: {}", text.chars().take(400).collect::<String>());
    }
}

fn import(what: &str, edits: impl IntoIterator<Item = Result<Placed, Error>>, found: &mut usize) {
    let done = Import::new().apply_each(&mut KnowledgeGraph::new(schema()), edits);
    done.rejected.iter().for_each(|rejected| check(what, rejected.reason(), found));
}

fn reads(what: &str, edits: Result<Edits, Error>, found: &mut usize) {
    match edits {
        Ok(edits) => import(what, edits, found),
        Err(error) => check(what, &error, found),
    }
}

/// What is hostile, as it is and as the format may write it; and what is long.
fn hostile(written: impl Fn(char) -> String) -> [String; 3] {
    let written = |text: &str| text.chars().map(&written).collect::<String>();
    [HOSTILE.to_owned(), written(HOSTILE), "x".repeat(10_000)]
}

fn each(what: &str, file: &str, written: impl Fn(char) -> String, mut read: impl FnMut(&str, &mut usize)) {
    for with in hostile(written) {
        let mut found = 0;
        for file in &spoiled(file, &with) {
            read(file, &mut found);
        }
        assert!(found > 0, "{what} found {found} errors");
    }
}

#[cfg(any(feature = "graphml", feature = "rdf"))]
fn as_xml(c: char) -> String {
    match c {
        '\u{0}'..='\u{1f}' if !matches!(c, '\t' | '\n' | '\r') => c.into(),
        c => format!("&#{};", u32::from(c)),
    }
}

#[cfg(any(feature = "json", feature = "rdf"))]
fn as_json(c: char) -> String {
    c.encode_utf16(&mut [0; 2]).iter().fold(String::new(), |text, unit| format!("{text}\\u{unit:04x}"))
}

#[test]
fn errors_of_notation_are_seen() {
    let file = notation::write(&chancery::dossier::Dossier::of(&all(&report())));
    each(
        "notation",
        &file,
        |c| format!("\\u{{{:x}}}", u32::from(c)),
        |text, found| {
            if let Err(faults) = notation::read(text, schema()) {
                *found += faults.as_slice().len();
                seen("a fault", &faults.to_string());
                for fault in &faults {
                    check("a fault", fault.error(), found);
                    assert_eq!(fault.to_string().lines().count(), if fault.position().is_some() { 3 } else { 1 });
                }
                check("faults", &Error::from(faults), found);
            }
        },
    );
}

#[test]
fn errors_of_tables_are_seen() {
    let kg = report();
    for kind in 0..3 {
        let view = all(&kg);
        let table = match kind {
            0 => csv::Csv::of(&view).entities(),
            1 => csv::Csv::of(&view).facts(),
            _ => csv::Csv::of(&view).sources(),
        };
        for with in [HOSTILE.to_owned(), "x".repeat(10_000)] {
            let mut found = 0;
            for text in spoiled_cells(&table.to_string(), &with) {
                let schema = schema();
                let mut reader = csv::Reader::new(&schema);
                let read = match kind {
                    0 => reader.read_entities(text.as_bytes()),
                    1 => reader.read_facts(text.as_bytes()),
                    _ => reader.read_sources(text.as_bytes()),
                };
                match read {
                    Err(error) => check("a table", &error, &mut found),
                    Ok(()) => import("a table", reader.finish(), &mut found),
                }
            }
            assert!(found > 0, "tables of kind {kind} give no errors");
        }
    }
}

#[cfg(feature = "json")]
#[test]
fn errors_of_json_are_seen() {
    use chancery::{
        dossier::{Archive, Dossier},
        io::{follow_the_money, json, json_lines, node_link},
    };
    let (kg, schema) = (report(), schema());
    let view = all(&kg);
    each("JSON", &json::Json::of(&Dossier::of(&view)).to_string(), as_json, |text, found| {
        reads("a dossier", json::Reader::new(&schema).read(text.as_bytes()), found);
    });
    each("JSON", &json::Json::of(&Archive::of(&kg)).to_string(), as_json, |text, found| {
        if let Err(error) = json::read::<Archive>(text.as_bytes()) {
            check("an archive", &error, found);
        }
        if let Err(error) = json::Reader::new(&schema).read_graph(text.as_bytes()) {
            check("an archive", &error, found);
        }
    });
    each("JSON Lines", &json_lines::JsonLines::of(&view).to_string(), as_json, |text, found| {
        import("JSON Lines", json_lines::Reader::new().read(text.as_bytes()), found);
    });
    each("node-link JSON", &node_link::NodeLink::of(&view).to_string(), as_json, |text, found| {
        reads("node-link JSON", node_link::Reader::new(&schema).read(text.as_bytes()), found);
    });
    each("FollowTheMoney", &follow_the_money::FollowTheMoney::of(&view).to_string(), as_json, |text, found| {
        reads("FollowTheMoney", follow_the_money::Reader::new(&schema).read(text.as_bytes()), found);
    });
}

#[cfg(feature = "graphml")]
#[test]
fn errors_of_graphml_are_seen() {
    let (kg, schema) = (report(), schema());
    each("GraphML", &chancery::io::graphml::GraphMl::of(&all(&kg)).to_string(), as_xml, |text, found| {
        reads("GraphML", chancery::io::graphml::Reader::new(&schema).read(text.as_bytes()), found);
    });
}

#[cfg(feature = "rdf")]
#[test]
fn errors_of_rdf_are_seen() {
    use chancery::io::rdf::{self, JsonLdProfileSet, RdfFormat};

    let (kg, schema) = (report(), schema());
    let as_turtle = |c: char| format!("\\U{:08X}", u32::from(c));
    let formats: [(RdfFormat, &dyn Fn(char) -> String); 6] = [
        (RdfFormat::Turtle, &as_turtle),
        (RdfFormat::TriG, &as_turtle),
        (RdfFormat::N3, &as_turtle),
        (RdfFormat::NQuads, &as_turtle),
        (RdfFormat::RdfXml, &as_xml),
        (RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }, &as_json),
    ];
    for (format, written) in formats {
        let mut file = Vec::new();
        let _losses = rdf::Rdf::of(&kg.view()).syntax(format).write_to(&mut file).unwrap();
        let file = String::from_utf8(file).unwrap();
        // A few of the words stand for all.
        let file: String = file.lines().take(20).flat_map(|line| [line, "\n"]).collect();
        each(&format!("{format}"), &file, written, |text, found| {
            reads("RDF", rdf::Reader::new(&schema).syntax(format).read(text.as_bytes()), found);
        });
    }
}
