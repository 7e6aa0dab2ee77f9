//! Names and identifiers with claims, and hashes of ranges: what a file says once, and where.

use chancery::{
    KnowledgeGraph, diplomacy,
    dossier::Dossier,
    fact,
    model::{Claim, Quote, Sha256},
    notation::{self, Reader, Writer},
};

use super::faults::faults;

const TEXT: &str = "Tokayev, Тоқаев in Kazakh, came.";

fn read(text: &str) -> KnowledgeGraph {
    notation::read(text, diplomacy::schema()).unwrap_or_else(|faults| panic!("{text}\n{faults}"))
}

#[test]
fn a_name_and_an_identifier_cite_their_sources() {
    let head = format!("source s text \"{TEXT}\"\nsource t\nentity person k \"K\"\n");
    let inline = read(&format!(
        "{head}entity person a \"A\" also \"Тоқаев\" in kk said-by k @s \"Тоқаев in Kazakh\" disputes @t id wikidata \"Q1\"\n\
         \x20 inferred \"why\" @t also \"T\"\n"
    ));
    let lines = read(&format!(
        "{head}entity person a \"A\"\n\
         a also-known-as \"Тоқаев\" language \"kk\" said-by k @s \"Тоқаев in Kazakh\" disputes @t\n\
         a identified-by \"Q1\" scheme \"wikidata\" inferred \"why\" @t\na also-known-as \"T\"\n"
    ));
    let dossier = Dossier::of(&inline.view());
    assert_eq!(dossier, Dossier::of(&lines.view()));
    let written = notation::write(&dossier);
    let name = "  also \"Тоқаев\" in kk said-by k @s \"Тоқаев in Kazakh\" disputes @t\n  id wikidata \"Q1\" inferred \"why\" @t\n  also \"T\"\n";
    assert!(written.contains(&format!("entity person a \"A\"\n{name}")), "{written}");
    assert_eq!(notation::format(&written).unwrap(), written);
    assert_eq!(Dossier::of(&read(&written).view()), dossier);

    let words = "w".repeat(60);
    let text = format!("entity person a \"A\" also \"B\" @s \"{words}\" said-by k @t id x \"1\" @t");
    let laid_out = format!("entity person a \"A\"\n  also \"B\" @s \"{words}\" said-by k @t\n  id x \"1\" @t\n");
    assert_eq!(notation::format(&text).unwrap(), laid_out);
    let text = format!("entity person a \"A\" also \"B\" @s \"{words}\" said-by k @t \"{words}\"");
    let laid_out = format!("entity person a \"A\"\n  also \"B\"\n    @s \"{words}\"\n    said-by k @t \"{words}\"\n");
    assert_eq!(notation::format(&text).unwrap(), laid_out);
    assert_eq!(notation::format(&laid_out).unwrap(), laid_out);
}

#[test]
fn each_fault_of_a_cited_name_is_at_its_word() {
    for (line, at, why) in [
        ("entity person c \"C\" also \"B\" @s \"three\"", "\"three\"", "not in the text"),
        ("entity person c \"C\" also \"B\" @u", "@u", "no source has the key `u`"),
        ("entity person c \"C\" id x \"1\" said-by d @s", "d", "no entity has the key `d`"),
        ("entity person c \"C\" also \"B\" said-by a", "said-by", "no source follows"),
        ("entity person c \"C\" also \"B\" \"one\"", "\"one\"", "expected one of also, id, said-by, inferred"),
        ("entity person c \"C\" @s", "@s", "expected one of also, id or the end"),
        ("entity person c \"C\" also \"B\" key k @s", "key", "expected one of also"),
    ] {
        let found = faults(line);
        assert_eq!(found.len(), 1, "{line}: {found:?}");
        let (_, under, sentence) = &found[0];
        assert_eq!(under, at, "{line}: {sentence}");
        assert!(sentence.contains(why), "{line}: {sentence}");
    }
    // The entity, its names and what uses them are not at fault.
    assert_eq!(
        faults("entity person c \"C\" also \"B\" @u id x \"1\" @s \"two\" nth 3\nc visits b\nclaim ^0 @s\n").len(),
        2
    );
}

#[test]
fn a_hash_is_that_of_every_claim_of_its_range() {
    let (one, two) = (Sha256::of("Tokayev"), Sha256::of("Тоқаев"));
    let text = format!(
        "source s sha256 {}\nhashes s\n  [0..7 {one}]\n  [9..15 {two}]\nentity person a \"A\"\n  also \"Tokayev\" @s [0..7]\n\
         a also-known-as \"Тоқаев\" @s [0..7] [9..15]\n",
        Sha256::of(TEXT)
    );
    let kg = read(&text);
    let dossier = Dossier::of(&kg.view());
    let both = Quote::hashed(0..7, one).and(Quote::hashed(9..15, two));
    assert_eq!(dossier.facts[1].claims[0].quote, Some(both));
    assert_eq!(dossier.facts[0].claims[0].quote, Some(Quote::hashed(0..7, one)));
    let written = notation::write(&dossier);
    assert_eq!(written.matches(&one.to_string()).count(), 1, "{written}");
    assert_eq!(notation::format(&written).unwrap(), written);
    assert_eq!(Dossier::of(&read(&written).view()), dossier);
    // With the text the words are there, and a writer can leave them out again.
    let full = Reader::new(diplomacy::schema()).text_of("s", TEXT).read(&text).unwrap();
    assert_eq!(full.claims().next().unwrap().quote().as_deref(), Some("Tokayev"));
    let hashed = Writer::new().without_text("s").write(&Dossier::of(&full.view()));
    assert_eq!(hashed, written);
}

/// Without the text nothing says which of two hashes is right.
#[test]
fn claims_with_different_hashes_of_a_range_keep_their_own() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add_source(chancery::Source::new("s")).unwrap();
    kg.add("person", "A").unwrap();
    for words in ["x", "y", "x"] {
        let id = kg.assert(fact("a", "motto", words)).unwrap();
        let mut claim = Claim::new("s");
        claim.quote = Some(Quote::hashed(0..1, Sha256::of(words)));
        kg.claim(id, claim).unwrap();
    }
    let dossier = Dossier::of(&kg.view());
    let written = notation::write(&dossier);
    assert!(written.contains(&format!("hashes s [0..1 {}]\n", Sha256::of("x"))), "{written}");
    assert_eq!(written.matches(&Sha256::of("y").to_string()).count(), 1);
    assert_eq!(Dossier::of(&read(&written).view()), dossier);
}

#[test]
fn each_fault_of_a_hash_is_at_its_word() {
    let hash = Sha256::of("one");
    let source = "source t\n";
    for (lines, row, at, why) in [
        (
            format!("{source}hashes t [0..3 {hash}]"),
            2,
            format!("[0..3 {hash}]"),
            "no claim quotes characters 0 to 3 of `t`",
        ),
        (
            format!("{source}hashes t [0..3 {hash}]\na visits b @t [0..4]"),
            3,
            "[0..4]".into(),
            "expected the hash of the words, as in `hashes t [0..4 …]`",
        ),
        (format!("{source}a visits b @t [0..3]"), 2, "[0..3]".into(), "`hashes t [0..3 …]`"),
        (format!("hashes u [0..3 {hash}]"), 1, "u".into(), "no source has the key `u`"),
        (
            format!("{source}hashes t [0..3 {hash}] [0..3 {hash}]\na visits b @t [0..3]"),
            2,
            format!("[0..3 {hash}]"),
            "given twice",
        ),
        (format!("hashes s [0..3 {}]\na visits b @s [0..3]", Sha256::of("two")), 2, "[0..3]".into(), "hash to"),
        (format!("{source}hashes t [0..3]"), 2, "[0..3]".into(), "expected a range of characters and the hash"),
        (format!("{source}hashes t [{hash}]"), 2, format!("[{hash}]"), "expected a range of characters and the hash"),
        (format!("{source}hashes t"), 2, String::new(), "expected `[` and a range"),
        (format!("{source}hashes @t [0..3 {hash}]"), 2, "@t".into(), "expected the key of a source"),
        (format!("{source}hashes t [0..3 abc]"), 2, "abc".into(), "64 digits"),
    ] {
        let found = faults(&lines);
        assert_eq!(found.len(), 1, "{lines}: {found:?}");
        let (line, under, sentence) = &found[0];
        assert_eq!(*line, row, "{lines}: {sentence}");
        assert!(at.is_empty() || *under == at, "{lines}: {under}: {sentence}");
        assert!(sentence.contains(why), "{lines}: {sentence}");
    }
    // A range that is wrong in the claim is one fault, not that of its hash too.
    assert_eq!(faults(&format!("{source}hashes t [0..3 {hash}]\na visits b @t [0..2]\n")).len(), 1);
    // A source that could not be read, and a file that is missing.
    assert_eq!(faults(&format!("source t titel \"T\"\nhashes t [0..3 {hash}]\na visits b @t [0..3]\n")).len(), 1);
    assert_eq!(faults(&format!("include \"x.facts\"\nhashes t [0..3 {hash}]\n")).len(), 1);
}
