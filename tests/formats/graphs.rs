//! Graphs to write: the core of the report, hostile names, and whatever edits at random make.

use chancery::{
    KnowledgeGraph, Source,
    dossier::Dossier,
    entity, fact,
    model::{Quote, Value},
};
use proptest::prelude::*;

pub(crate) use crate::every::{all, schema};
use crate::{
    by_hand,
    every::{edits, graph},
};

/// The core of the press report.
pub(crate) fn report() -> KnowledgeGraph {
    by_hand::record().unwrap()
}

/// What a reader can know of a graph: all but the vocabulary, which may have grown.
pub(crate) fn content(kg: &KnowledgeGraph) -> Dossier {
    let mut dossier = Dossier::of(&all(kg));
    dossier.vocabulary = chancery::schema::SchemaDef::default();
    // Which the writers report as lost.
    dossier.merges.clear();
    dossier.kept_apart.clear();
    dossier
}

/// Two graphs that shall hold the same.
pub(crate) fn equal(left: &KnowledgeGraph, right: &KnowledgeGraph) {
    let (left, right) = (content(left), content(right));
    for ((name, left), (_, right)) in records(&left).zip(records(&right)) {
        let differ = left.iter().zip(&right).find(|(left, right)| left != right);
        assert!(differ.is_none(), "{name} differ:\n{differ:?}");
        assert_eq!(left.len(), right.len(), "{name}");
    }
    assert_eq!(left, right);
}

fn records(dossier: &Dossier) -> impl Iterator<Item = (&'static str, Vec<String>)> {
    fn debug<T: std::fmt::Debug>(list: &[T]) -> Vec<String> {
        list.iter().map(|item| format!("{item:?}")).collect()
    }
    [
        ("sources", debug(&dossier.sources)),
        ("entities", debug(&dossier.entities)),
        ("facts", debug(&dossier.facts)),
        ("retractions", debug(&dossier.retractions)),
        ("resolutions", debug(&dossier.resolutions)),
    ]
    .into_iter()
}

/// Each record of a dossier as a line.
pub(crate) fn lines(dossier: &Dossier) -> impl Iterator<Item = String> {
    let lists: Vec<_> = records(dossier).collect();
    lists.into_iter().flat_map(|(name, list)| list.into_iter().map(move |line| format!("{name}: {line}")))
}

/// Two files that shall be the same to the byte; prints the first line that is not.
pub(crate) fn same(left: &[u8], right: &[u8]) {
    if left != right {
        let (left, right) = (String::from_utf8_lossy(left), String::from_utf8_lossy(right));
        let (left, right) = left.lines().zip(right.lines()).find(|(left, right)| left != right).unwrap_or_default();
        panic!("the bytes differ:\n{left}\n{right}");
    }
}

pub(crate) const HOSTILE: [&str; 24] = [
    "]]>",
    "<script>alert(1)</script>",
    "\"; DROP TABLE facts; --",
    "'=cmd|' /C calc'!A0",
    "a,b;c|d\te",
    "line\nbreak",
    "carriage\rreturn",
    "\r\n",
    "null\u{0}byte",
    "bell\u{7}escape\u{1b}",
    "not a character \u{fffe}\u{ffff}",
    "\u{202e}txet desrever",
    "שלום עולם",
    "漢字かな交じり文",
    "👩‍👩‍👧‍👦",
    "e\u{301}\u{301}\u{301}",
    "  leading and trailing  ",
    "NULL",
    "042",
    "&amp;&lt;&#0;",
    "#quot; #35; `code` %%{init}%% end",
    "\\n \\\" \\u0000 \\",
    "@prefix : <x> . <a> <b> \"\"\"c\"\"\"^^<d>@en",
    "\u{2028}\u{2029}\u{feff}",
];

/// Entities, values, quotes and titles with all those names.
pub(crate) fn hostile() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(schema());
    let long = "long ".repeat(180);
    let names: Vec<&str> = HOSTILE.iter().copied().chain([long.as_str()]).collect();
    let source = format!("[{}]", names.join("]["));
    kg.add_source(Source::new("s").title(names[1]).publisher(names[5]).licence(names[8]).text(source)).unwrap();
    let text = |text: &str| Value::Text(text.to_owned());
    for (n, name) in names.iter().enumerate() {
        if name.trim().is_empty() {
            continue;
        }
        let (a, b) = (format!("a{n}"), format!("b{n}"));
        kg.add("person", entity(*name).key(&a).alias_in(*name, format!("{name}!"))).unwrap();
        kg.add("state", entity(format!("State of {name}")).key(&b)).unwrap();
        let quote = Quote::new(format!("[{name}]"));
        kg.assert(fact(a.as_str(), "motto", *name).since("1991?").cite("s", quote).inferred(*name).confidence(0.5))
            .unwrap();
        let visit = fact(a.as_str(), "visits", b.as_str()).with("visit-kind", *name).on("2026-02").planned();
        kg.assert(visit.key(format!("visit{n}"))).unwrap();
        let several = fact(a.as_str(), "says", text(name)).with("several", text(&format!("[{name}")));
        kg.assert(several.with("several", text(name)).with("several", b.as_str())).unwrap();
        kg.assert(fact(a.as_str(), "tells", kg.fact(&format!("visit{n}")).unwrap()).denied()).unwrap();
    }
    let first = kg.fact("visit0").unwrap();
    kg.retract(first, names[2]).unwrap();
    kg
}

/// Whatever of some edits can be made.
pub(crate) fn random() -> impl Strategy<Value = KnowledgeGraph> {
    edits(60).prop_map(|edits| {
        let mut kg = graph(schema());
        for edit in &edits {
            let _ = kg.apply(edit);
        }
        kg
    })
}
