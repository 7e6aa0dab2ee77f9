//! Files in which something was changed: nothing panics, and what still reads is told back.

use std::sync::LazyLock;

use chancery::{
    Fact, Schema, diplomacy,
    dossier::Dossier,
    notation::{self, Reader},
};
use proptest::{prelude::*, sample::Index};

const FILES: [&str; 4] = [
    include_str!("../../data/companies.facts"),
    include_str!("../../../data/press-report/report.facts"),
    include_str!("../../../data/communique/plan.facts"),
    include_str!("../../../data/communique/outcome.facts"),
];

#[derive(Clone, Debug)]
enum Change {
    Remove(Index, usize),
    Insert(Index, String),
    Swap(Index, Index),
    Repeat(Index, Index),
}

fn change() -> impl Strategy<Value = Change> {
    let bits = [
        "\"",
        "`",
        "<",
        ">",
        "#",
        "^",
        "@",
        " ",
        "\n",
        "\n  ",
        "\t",
        "\\",
        "(",
        ")",
        "[",
        "]",
        "# ",
        "..",
        " nth ",
        " on ",
        " key ",
        "include \"x\"\n",
        "entity ",
        "claim ",
        "kind ",
        "relation ",
        " under ",
        " from ",
        " required ",
        "open\n",
        "hashes wire [0..3 2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881]\n",
        "begin @wire\n",
        "\nend\n",
        "\r",
        "\u{0}",
        "\u{feff}",
        "é",
        "東",
        "\u{202e}",
        "-in-1991",
        " (date ",
        "\\u{",
        "0",
        "9999999999",
        " said-by ",
    ];
    let bit = prop_oneof![3 => prop::sample::select(bits.to_vec()).prop_map(str::to_owned), 1 => any::<String>()];
    prop_oneof![
        (any::<Index>(), 1usize..30).prop_map(|(at, length)| Change::Remove(at, length)),
        (any::<Index>(), bit).prop_map(|(at, bit)| Change::Insert(at, bit)),
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Change::Swap(a, b)),
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Change::Repeat(a, b)),
    ]
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut lines: Vec<Vec<char>> = text.split_inclusive('\n').map(|line| line.chars().collect()).collect();
    for change in changes {
        match change {
            Change::Remove(at, length) => {
                let line = at.index(lines.len());
                let from = at.index(lines[line].len().max(1)).min(lines[line].len());
                let to = (from + length).min(lines[line].len());
                lines[line].drain(from..to);
            }
            Change::Insert(at, bit) => {
                let line = at.index(lines.len());
                let from = at.index(lines[line].len() + 1);
                lines[line].splice(from..from, bit.chars());
            }
            Change::Swap(a, b) => {
                let (a, b) = (a.index(lines.len()), b.index(lines.len()));
                lines.swap(a, b);
            }
            Change::Repeat(a, b) => {
                let line = lines[a.index(lines.len())].clone();
                let at = b.index(lines.len());
                lines.insert(at, line);
            }
        }
    }
    lines.into_iter().flatten().collect()
}

/// What must hold of any text at all.
fn holds(text: &str) {
    static SCHEMA: LazyLock<Schema> = LazyLock::new(|| diplomacy::schema().open());
    let schema = || if text.contains("kind party") { Schema::new() } else { SCHEMA.clone() };
    if let Ok(laid_out) = notation::format(text) {
        assert_eq!(notation::format(&laid_out).as_ref(), Ok(&laid_out), "{text:?}");
        assert_eq!(
            notation::read(text, schema()).is_ok(),
            notation::read(&laid_out, schema()).is_ok(),
            "{text:?} and {laid_out:?}"
        );
    }
    match notation::read(text, schema()) {
        Ok(kg) => {
            kg.validate().unwrap();
            let dossier = Dossier::of(&kg.view());
            let again = notation::read(&notation::write(&dossier), kg.schema().clone()).unwrap();
            assert_eq!(Dossier::of(&again.view().with_retracted().with_resolved()), dossier);
            let vocabulary = kg.schema().to_def();
            let again = notation::read(&notation::write_vocabulary(&vocabulary), Schema::new()).unwrap();
            assert_eq!(again.schema().to_def(), vocabulary);
        }
        Err(faults) => {
            let lines = text.split('\n').count();
            for fault in &faults {
                assert!(fault.position().is_none_or(|p| p.line as usize <= lines && p.column > 0), "{fault}");
                assert!(fault.to_string().lines().count() <= 3, "{fault}");
            }
        }
    }
    let _ = text.parse::<Fact>();
}

#[test]
fn the_shortest_texts_hold() {
    let bits = ["", "\"", "#", "^", "@", "`", "<", "(", "[", "\\", "\n", " ", "a", "\u{feff}", "key", "claim", "\r"];
    for a in bits {
        for b in bits {
            for c in bits {
                holds(&format!("{a}{b}{c}"));
                holds(&format!("a r {a}{b} {c}"));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_changed_file_panics_nowhere(file in 0usize..4, changes in prop::collection::vec(change(), 1..8)) {
        let text = changed(FILES[file], &changes);
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/communique");
        let _ = Reader::new(diplomacy::schema()).base(folder).read(&text);
        holds(&text);
    }

    #[test]
    fn any_text_panics_nowhere(text in any::<String>(), lines in prop::collection::vec("[a-c#^@\"`<>()\\[\\] \\\\.0-9:-]{0,20}", 0..6)) {
        holds(&text);
        holds(&lines.join("\n"));
    }
}
