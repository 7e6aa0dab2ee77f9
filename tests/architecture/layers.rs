//! The layers of the crate and what is absent from it, read from its source.
//!
//! Guards against the slow decay of a design: a module that reaches down "only this once", a clock or a file handle where
//! a caller's value should be, an index of petgraph in a public signature. Doc comments, texts in quotes and what is
//! compiled only for tests are not read.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use crate::source::{File, Named, Paths};

/// The modules at the top, and those that each may use. The order is that of `lib.rs`; none may use one below it.
const LAYERS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("time", &["error"]),
    ("model", &["error", "time"]),
    ("schema", &["error", "time", "model"]),
    ("draft", &["error", "time", "model", "schema"]),
    ("diplomacy", &["model", "schema"]),
    // Of the schema the tables know `SchemaMarks` alone; a test below sees to it.
    ("tables", &["error", "time", "model", "schema"]),
    ("graph", &["error", "time", "model", "schema", "draft", "tables"]),
    ("view", &["error", "time", "model", "schema", "draft", "tables", "graph"]),
    ("analysis", &["error", "time", "model", "schema", "view"]),
    ("algo", &["error", "time", "model", "schema", "tables", "graph", "view"]),
    ("query", &["error", "time", "model", "schema", "tables", "graph", "view"]),
    ("cypher", &["error", "time", "model", "schema", "tables", "view", "query"]),
    ("briefing", &["error", "time", "model", "schema", "view", "algo"]),
    ("dossier", &["error", "model", "schema", "graph", "view"]),
    ("notation", &["error", "time", "model", "schema", "graph", "dossier"]),
    ("audit", &["error", "time", "model", "schema", "graph", "view"]),
    ("diff", &["time", "model", "schema", "graph", "view", "dossier", "notation"]),
    ("io", &["error", "time", "model", "schema", "draft", "graph", "view", "dossier", "notation"]),
    ("store", &["error", "time", "model", "schema", "tables", "graph", "view"]),
    ("glossary", &[]),
    ("readme", &[]),
];

/// What no code names: the words, where they are allowed nevertheless, and why nowhere else.
const ABSENT: &[(&[&str], &[&str], &str)] = &[
    (&["std::net"], &[], "a library opens no sockets"),
    (
        &["std::fs"],
        &["notation", "store", "io/parquet/folder.rs"],
        "`notation` reads the files that it is given, `store` keeps one, and a folder of Parquet has several; every other \
         format is given a stream",
    ),
    (
        &["std::io"],
        &["io", "notation", "error", "store"],
        "streams are for formats; `error` converts what they fail with",
    ),
    (&["std::env"], &[], "the caller knows its surroundings"),
    (&["std::process"], &["store"], "a store says which process writes to it"),
    (&["rusqlite"], &["store"], "what keeps a graph in a file is a detail of `store`"),
    (&["std::time::SystemTime", "std::time::Instant"], &[], "stamps are the caller's"),
    (&["jiff::Timestamp::now", "jiff::Zoned::now", "Timestamp::now", "Zoned::now"], &[], "stamps are the caller's"),
    (&["jiff"], &["time"], "dates and stamps are types of this crate"),
    (
        &["petgraph::graph::NodeIndex", "petgraph::graph::EdgeIndex"],
        &["tables", "view"],
        "handles are `Id` and `FactId`",
    ),
    (&["petgraph::stable_graph", "petgraph::graphmap"], &[], "the store has no holes"),
    (&["std::thread", "std::sync::Mutex"], &[], "a graph is written by one and read by many, without locks"),
    (&["std::sync::RwLock"], &["store"], "the readers of a store get the pointer to its last graph from under a lock"),
    (
        &["std::sync::OnceLock"],
        &["view", "graph"],
        "a lock while it is filled: a view numbers its nodes and edges when petgraph first asks, and may be shared; \
         a graph keeps the sets of sources that its views leave out",
    ),
    (&["std::sync::LazyLock"], &[], "a lock while it is filled, and nothing needs one"),
];

/// Single words that no code has outside the modules named.
const ABSENT_WORDS: &[(&[&str], &[&str], &str)] = &[
    (&["async", "await"], &[], "the crate is synchronous"),
    (&["unsafe"], &[], "`lib.rs` forbids it"),
    (&["SystemTime", "Instant", "UNIX_EPOCH"], &[], "stamps are the caller's"),
    (&["NodeIndex", "EdgeIndex"], &["tables", "view"], "handles are `Id` and `FactId`"),
    (
        &["tables"],
        &["lib", "tables", "graph", "view", "analysis", "algo", "query", "cypher", "diff", "store"],
        "formats, files and audits read a graph by its public calls",
    ),
];

/// Macros that no code calls.
const ABSENT_CALLS: &[&str] = &["println", "print", "eprintln", "eprint", "dbg", "todo", "unimplemented"];

/// The longest file, in lines with its tests.
const LONGEST: usize = 500;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The files of the crate without those that only tests compile.
pub(crate) fn sources() -> Vec<File> {
    let mut files = all_sources();
    let tests: Vec<_> = files.iter().flat_map(|file| file.test_modules.clone()).collect();
    files.retain(|file| {
        let module = file.name.trim_end_matches(".rs");
        !tests.iter().any(|test| module == test || module.starts_with(&format!("{test}/")))
    });
    files
}

fn all_sources() -> Vec<File> {
    let mut paths = Vec::new();
    walk(&root().join("src"), &mut paths);
    paths.sort();
    assert!(paths.len() > 20, "the source lies in `src/`");
    paths.iter().map(|path| File::read(&root().join("src"), path)).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Which module at the top each name of the crate's root belongs to: modules, re-exports, macros.
fn names_of_the_root(files: &[File]) -> BTreeMap<String, String> {
    let layer = |name: &str| LAYERS.iter().any(|(layer, _)| *layer == name);
    let mut names: BTreeMap<_, _> = LAYERS.iter().map(|(name, _)| ((*name).to_owned(), (*name).to_owned())).collect();
    for file in files {
        for name in file.exported_macros() {
            names.insert(name, file.layer().to_owned());
        }
    }
    let lib = files.iter().find(|file| file.name == "lib.rs").expect("the crate has a root");
    for path in lib.paths().unwrap() {
        if let ([first, ..], Some(last)) = (path.names.as_slice(), path.names.last())
            && layer(first)
        {
            names.insert(path.renamed.clone().unwrap_or_else(|| last.clone()), first.clone());
        }
    }
    names
}

/// Every use of a module that the table does not allow, a line each.
fn breaches(files: &[File]) -> Vec<String> {
    let names = names_of_the_root(files);
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.name != "lib.rs") {
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == file.layer()) else {
            found.push(format!(
                "{}: `{}` is a new module at the top; give it a place in `LAYERS`",
                file.name,
                file.layer()
            ));
            continue;
        };
        let paths = match file.paths() {
            Ok(paths) => paths,
            Err(why) => {
                found.push(why);
                continue;
            }
        };
        for path in paths.iter().filter(|path| path.of_crate) {
            let Some(first) = path.names.first() else { continue };
            match names.get(first) {
                Some(layer) if layer == file.layer() || allowed.contains(&layer.as_str()) => {}
                Some(layer) => found.push(format!(
                    "{}:{}: `{}` is of `{layer}`, which `{}` may not use; it may use: {}",
                    file.name,
                    path.line,
                    path.names.join("::"),
                    file.layer(),
                    if allowed.is_empty() { "nothing".to_owned() } else { allowed.join(", ") },
                )),
                None => found.push(format!("{}:{}: the crate's root has no `{first}`", file.name, path.line)),
            }
        }
    }
    found
}

/// Every module that the table allows to another that does not use it, a line each.
fn unused(files: &[File]) -> Vec<String> {
    let names = names_of_the_root(files);
    let mut used: BTreeSet<(&str, &str)> = BTreeSet::new();
    for file in files {
        for path in file.paths().unwrap_or_default().iter().filter(|path| path.of_crate) {
            used.extend(path.names.first().and_then(|first| names.get(first)).map(|layer| (file.layer(), &**layer)));
        }
    }
    let rows = LAYERS.iter().filter(|(layer, _)| files.iter().any(|file| file.layer() == *layer));
    rows.flat_map(|(layer, allowed)| allowed.iter().map(move |of| (*layer, *of)))
        .filter(|pair| !used.contains(pair))
        .map(|(layer, of)| format!("`LAYERS` lets `{layer}` use `{of}`, which it does not"))
        .collect()
}

/// Every word or path that is named where the tables say that it is absent.
fn presences(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    let mut report = |file: &File, line: usize, what: &str, allowed: &[&str], why: &str| {
        if !allowed.contains(&file.layer()) && !allowed.contains(&file.name.as_str()) {
            let place =
                if allowed.is_empty() { "anywhere".to_owned() } else { format!("outside {}", allowed.join(" and ")) };
            found.push(format!("{}:{line}: `{what}` may not be named {place}: {why}", file.name));
        }
    };
    for file in files {
        for path in file.paths().unwrap_or_default().iter().filter(|path| !path.of_crate) {
            let text = path.names.join("::");
            for (absent, allowed, why) in ABSENT {
                if let Some(what) = absent.iter().find(|what| text == **what || text.starts_with(&format!("{what}::")))
                {
                    report(file, path.line, what, allowed, why);
                }
            }
        }
        for (line, call) in file.calls().iter().filter(|(_, call)| ABSENT_CALLS.contains(&call.as_str())) {
            report(file, *line, call, &[], "the crate prints nothing by itself, and is finished where it is");
        }
        for (line, word) in &file.words() {
            for (absent, allowed, why) in ABSENT_WORDS {
                if absent.contains(&word.as_str()) {
                    report(file, *line, word, allowed, why);
                }
            }
        }
    }
    found
}

fn none(found: &[String]) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn a_module_uses_only_modules_above_it() {
    for (at, (name, allowed)) in LAYERS.iter().enumerate() {
        let above = allowed.iter().all(|used| LAYERS[..at].iter().any(|(layer, _)| layer == used));
        assert!(above, "the table lets `{name}` use a module below it");
    }
    none(&breaches(&sources()));
    none(&unused(&sources()));
}

/// The tables know how much of a schema there is, in numbers, and nothing else of it.
#[test]
fn the_tables_know_no_schema() {
    let files = sources();
    let tables = files.iter().filter(|file| file.layer() == "tables");
    let paths = tables.flat_map(|file| file.paths().unwrap().into_iter().map(|path| (file.name.clone(), path)));
    let of_schema = |path: &Named| path.of_crate && path.names.first().is_some_and(|first| first == "schema");
    let breach = |path: &Named| path.names.last().is_none_or(|name| name != "SchemaMarks");
    let found = paths.filter(|(_, path)| of_schema(path) && breach(path));
    none(&found.map(|(name, path)| format!("{name}:{}: `{}`", path.line, path.names.join("::"))).collect::<Vec<_>>());
}

/// What another crate may call is enough for a format: the modules that read and write call nothing of the graph that is
/// public in this crate alone. Names are compared, so a name that some public function has too is not looked for.
#[test]
fn formats_come_into_the_graph_by_public_calls_alone() {
    let files = sources();
    let of = |layer: &str| files.iter().filter(|file| file.layer() == layer).collect::<Vec<_>>();
    let declared = |file: &File, before: &str| -> Vec<String> {
        let text = file.text.split(before).skip(1);
        text.map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()).collect()
    };
    let public: Vec<String> = files.iter().flat_map(|file| declared(file, " pub fn ")).collect();
    let mut doors: Vec<String> = of("graph").into_iter().flat_map(|file| declared(file, " pub(crate) fn ")).collect();
    doors.retain(|door| !public.contains(door) && !SAME_NAME.contains(&door.as_str()));
    assert!(doors.len() > 10 && doors.iter().any(|door| door == "tables"), "{doors:?}");
    let mut found = Vec::new();
    for file in ["io", "dossier", "notation"].into_iter().flat_map(of) {
        for (number, line) in file.text.lines().enumerate() {
            for door in doors.iter().filter(|door| line.contains(&format!(".{door}("))) {
                found.push(format!("src/{}:{}: `{door}` is public in the crate alone", file.name, number + 1));
            }
        }
    }
    none(&found);
}

/// Functions of other types that formats call, which have the name of a function of the graph.
const SAME_NAME: &[&str] = &["clear", "quoted"];

#[test]
fn what_is_absent_stays_absent() {
    none(&presences(&sources()));
}

#[test]
fn the_root_is_a_map_and_forbids_unsafe_code() {
    let files = sources();
    let lib = files.iter().find(|file| file.name == "lib.rs").unwrap();
    assert!(lib.text.contains("\n#![forbid(unsafe_code)]\n"), "lib.rs does not forbid unsafe code");
    assert!(lib.text.contains("\nmod graph;\n"), "`graph` is private: its types are named at the root");
    let logic = ["fn", "impl", "struct", "enum", "trait", "macro_rules"];
    none(
        &lib.words()
            .iter()
            .filter(|(_, word)| logic.contains(&word.as_str()))
            .map(|(line, word)| format!("lib.rs:{line}: `{word}`: the root has no logic"))
            .collect::<Vec<_>>(),
    );
    none(
        &lib.paths()
            .unwrap()
            .iter()
            .filter(|path| path.names.last().is_some_and(|name| name == "*"))
            .map(|path| format!("lib.rs:{}: a glob re-export", path.line))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn jiff_is_in_no_public_signature() {
    let public = |line: &&str| {
        line.trim_start().starts_with("pub ") && !line.contains("pub(") || line.contains("impl From<jiff")
    };
    for file in sources() {
        let shown = file.text.lines().filter(public).find(|line| line.contains("jiff"));
        assert_eq!(shown, None, "{}: jiff is an implementation detail", file.name);
    }
}

#[test]
fn the_glossary_is_words_only() {
    for file in sources().iter().filter(|file| file.layer() == "glossary") {
        assert!(file.tree.items.is_empty(), "{}: a page of words has no code", file.name);
    }
}

#[test]
fn files_stay_short_enough_to_read() {
    let long = |file: &File| {
        let lines = file.text.lines().count();
        (lines > LONGEST).then(|| format!("src/{}: {lines} lines, at most {LONGEST}; one concept a file", file.name))
    };
    none(&all_sources().iter().filter_map(long).collect::<Vec<_>>());
}

/// The tests above can fail: each breach below is found, and nothing else is.
#[test]
fn breaches_are_found_where_they_are() {
    let lib = "#![forbid(unsafe_code)]\npub use schema::{Draft as Said, base};\npub use time::date;\n";
    let bad = r#"
//! `crate::view::View` in a comment is no use of it.
use std::{fmt, io::{self, Write}};
use crate::{error::Error, graph::KnowledgeGraph as Kg, date};
use super::super::view;
const TEXT: &str = "crate::io::json"; /* crate::io */ const C: char = '"';
fn now<'a>(x: &'a str) -> Said { crate::base::f(); std::time::SystemTime::now() }
fn print() { println!("x") }
#[cfg(test)]
fn spent<A, B>(a: A) -> Result<(), B> { crate::io::read(a) }
#[cfg(test)]
mod tests { use crate::io::json; }
pub fn after() { super::super::io::write(petgraph::graph::NodeIndex::new(0)) }
"#;
    let file = |name: &str, text: &str| File::new(name.to_owned(), text.to_owned());
    let files = [file("lib.rs", lib), file("time/clock.rs", bad)];
    let places = |found: Vec<String>| {
        found.iter().map(|line| line.split(':').nth(1).unwrap().parse().unwrap()).collect::<Vec<usize>>()
    };
    assert_eq!(places(breaches(&files)), [4, 5, 7, 13], "{:?}", breaches(&files));
    let mut absent = places(presences(&files));
    absent.sort_unstable();
    absent.dedup();
    assert_eq!(absent, [3, 7, 8, 13], "{:?}", presences(&files));
    let tests = file(
        "time/mod.rs",
        "#[cfg(test)]\nmod tests;\n#[cfg(test)]\npub(crate) mod more;\nmod clock;\n#[cfg(test)]\nmod here {}",
    );
    assert_eq!(tests.test_modules, ["time/tests", "time/more"]);
    let unknown = [file("lib.rs", lib), file("time/a.rs", "use crate::nowhere::X;")];
    assert!(breaches(&unknown)[0].contains("has no `nowhere`"));
    let idle =
        [file("lib.rs", lib), file("time/a.rs", "use crate::error::Error;"), file("draft/mod.rs", "use crate::time;")];
    assert_eq!(unused(&idle).len(), 3, "{:?}", unused(&idle));
    let fresh = [file("lib.rs", lib), file("cache/mod.rs", "")];
    assert!(breaches(&fresh)[0].contains("give it a place"));
    let Paths::Err(why) = file("error.rs", "use super::super::x;").paths() else { panic!("it leads out of the crate") };
    assert!(why.contains("error.rs:1"), "{why}");
}
