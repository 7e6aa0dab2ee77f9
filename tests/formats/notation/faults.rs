//! All faults of a text at once, each where it is, and none that only follows from another.

use chancery::{
    Error, ErrorKind, KnowledgeGraph, Source, diplomacy,
    notation::{self, Faults, Reader},
};

pub(super) const HEAD: &str = "\
source s published 2026-01-24 text \"one two two\"
entity person a \"A\"
entity state b \"B\"
entity event e \"E\"
a visits b key visit
";

/// Line and words at fault, and the sentence, of each fault of a text behind [`HEAD`].
pub(super) fn faults(text: &str) -> Vec<(u32, String, String)> {
    let text = format!("{HEAD}{text}");
    match notation::read(&text, diplomacy::schema()) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(told).collect(),
    }
}

/// What the carets of a fault point at.
fn told(fault: &notation::Fault) -> (u32, String, String) {
    let shown = fault.to_string();
    let lines: Vec<&str> = shown.lines().collect();
    let under: String =
        lines[1].chars().zip(lines[2].chars()).filter(|(_, mark)| *mark == '^').map(|(c, _)| c).collect();
    (fault.position().unwrap().line - 5, under, fault.message())
}

#[test]
fn each_fault_of_a_fact_is_told_at_its_word() {
    for (line, at, why) in [
        ("a vists b", "vists", "did you mean `visits`?"),
        ("a visits bb", "bb", "no entity has the key `bb`"),
        ("b visits b", "b", "subject of visits: expected person, found state `b`"),
        ("a visits e", "e", "object of visits: expected place, found event `e`"),
        ("b visited-by b", "b", "subject of visits: expected person, found state `b`"),
        ("b visited-by e", "e", "subject of visits"),
        ("a visits b visit-kind official", "official", "expected a text in quotes"),
        ("a visits b sent-by b", "sent-by", "visits has no role `sent-by`"),
        ("a head-of-state-of b asof 2026-01-24", "asof", "has no role `asof`; it has none; did you mean `as-of`?"),
        ("a visits b plannd e", "plannd", "did you mean `planned`?"),
        ("a visits b occasion b", "b", "occasion of visits: expected event, found state `b`"),
        ("a visits b since 2026-13", "2026-13", "is not a valid date"),
        ("a president-of b", "b", "expected organization"),
        ("a head-of-state-of b on 2026", "on 2026", "it holds over a span"),
        ("b recognized-in-1991 b on 1992", "on 1992", "expected one of them"),
        ("b recognized-in-1991 b unstated", "unstated", "expected one of them"),
        ("a ambassador-of b", "ambassador-of", "needs the role `accredited-to`"),
        ("a born 1953-5", "1953-5", "is not a valid date"),
        ("a born \"1953\"", "\"1953\"", "expected date, found text"),
        ("e ahead-of visit", "visit", "expected a fact, such as `^visit`"),
        ("e ahead-of ^vist", "^vist", "did you mean `visit`?"),
        ("e ahead-of ^7", "^7", "the file has 1 before it, and the first is `^0`"),
        ("a visits b key visit", "visit", "that of another fact"),
        ("a visits b key `a b`", "`a b`", "is not a valid key"),
        ("a visits b @s \"three\"", "\"three\"", "not in the text"),
        ("a visits b @s \"two\"", "\"two\"", "stands in the text 2 times"),
        ("a visits b @s \"two\" nth 3", "\"two\" nth 3", "not among 1 to 2"),
        ("a visits b @t", "@t", "no source has the key `t`; did you mean `s`?"),
        ("a visits b said-by c @s", "c", "no entity has the key `c`"),
        ("a visits b inferred \" \" @s", "\" \"", "a name is empty"),
        ("a motto Know", "Know", "expected a text in quotes"),
        ("claim ^visit @s \"three\"", "\"three\"", "not in the text"),
        ("claim ^vist @s", "^vist", "did you mean `visit`?"),
        ("retract ^vist", "^vist", "did you mean `visit`?"),
        ("retract #visit", "#visit", "the name of a fact with `^`: `^visit`"),
        ("e ahead-of #0", "#0", "the name of a fact with `^`: `^0`"),
        ("resolve ^visit confirmed by ^visit", "^visit", "only a later fact resolves"),
    ] {
        let found = faults(line);
        assert_eq!(found.len(), 1, "{line}: {found:?}");
        let (row, under, sentence) = &found[0];
        assert_eq!((*row, under.as_str()), (1, at), "{line}: {sentence}");
        assert!(sentence.contains(why), "{line}: {sentence}");
    }
}

#[test]
fn each_fault_of_a_source_or_entity_is_told_at_its_word() {
    for (line, at, why) in [
        ("source s", "s", "the key `s` is that of another source, in line 1"),
        ("source t derives-from u", "u", "no source has the key `u`"),
        ("source t derives-from t", "t", "no source has the key `t`"),
        ("source t url <x>", "<x>", "is not a valid address"),
        ("source t sha256 00", "00", "64 digits"),
        (
            "source t text \"x\" sha256 2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4882",
            "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4882",
            "is not the hash",
        ),
        ("source t text-file \"x.txt\"", "\"x.txt\"", "no folder is set for the text that names it"),
        ("include \"x.facts\"", "\"x.facts\"", "no folder is set for the text that names it"),
        ("entity person a \"A\"", "a", "the key `a` is that of another entity, in line 2"),
        ("entity stat c \"C\"", "stat", "did you mean `state`?"),
        ("entity host c \"C\"", "host", "not as the union"),
        ("entity person c \" \"", "\" \"", "a name is empty"),
        ("entity person `c d` \"C\"", "`c d`", "is not a valid key"),
        ("entity person c \"C\" also \"\"", "also \"\"", "a name is empty"),
    ] {
        let found = faults(line);
        assert_eq!(found.len(), 1, "{line}: {found:?}");
        let (_, under, sentence) = &found[0];
        assert_eq!(under, at, "{line}: {sentence}");
        assert!(sentence.contains(why), "{line}: {sentence}");
    }
}

#[test]
fn every_fault_is_told_at_once() {
    let found =
        faults("a visits \"\na vists b @s \"three\" @t\n\nentity stat c \"C\"\na visits b @s \"one\"\nretract ^none");
    let places: Vec<_> = found.iter().map(|(line, at, _)| (*line, at.as_str())).collect();
    assert_eq!(places, [(1, "\""), (2, "vists"), (2, "\"three\""), (2, "@t"), (4, "stat"), (6, "^none")]);
}

#[test]
fn what_rests_on_a_fault_is_not_at_fault() {
    let follow = "c visits b key k\nc motto \"x\"\na welcomed c\na visits b said-by c @s \"one\"\ne ahead-of ^k\nclaim ^k @s\nretract ^k\n\
                  resolve ^k confirmed by ^visit\na visits b received-by c\n";
    for bad in [
        "entity stat c \"C\"\n",
        "entity person c \"C\n",
        "entity person c\n",
        "entiy person c \"C\"\n",
        "entity person c \" \"\n",
    ] {
        let found = faults(&format!("{bad}{follow}"));
        assert_eq!(found.len(), 1, "{bad}: {found:?}");
        assert_eq!(found[0].0, 1);
    }
    // But the quotes of such facts are checked.
    let found = faults("entity stat c \"C\"\nc visits b @s \"three\"\n");
    assert_eq!(found.iter().map(|(line, ..)| *line).collect::<Vec<_>>(), [1, 2]);

    for bad in ["source t titel \"T\"\n", "source t url <x>\n", "sorce t\n"] {
        let found =
            faults(&format!("{bad}a visits b @t \"x\" key k\nsource u derives-from t\na visits b @u\nretract ^k\n"));
        assert_eq!(found.len(), 1, "{bad}: {found:?}");
    }
    // A missing file might have held anything, also a vocabulary.
    let found = faults("include \"x.facts\"\nx visits y @z\na vists b\nentity shop c \"C\"\nb visits a\nretract ^z\n");
    assert_eq!(found.iter().map(|(line, ..)| *line).collect::<Vec<_>>(), [1, 5, 5]);
    // A faulty fact keeps its place, so that `^2` means what it would mean.
    let found = faults("a visits nowhere\na visits b\nretract ^1\nretract ^2\nretract ^3");
    assert_eq!(found.iter().map(|(line, ..)| *line).collect::<Vec<_>>(), [1, 5]);
    let found = faults("retract a\na visits b\nretract ^1\nretract ^2");
    assert_eq!(found.iter().map(|(line, ..)| *line).collect::<Vec<_>>(), [1, 4]);
    let found = faults("a visits \"\na visits b\nretract ^1\nretract ^2\nretract ^3");
    assert_eq!(found.iter().map(|(line, ..)| *line).collect::<Vec<_>>(), [1, 5]);
}

#[test]
fn a_fact_refers_only_to_earlier_ones() {
    let found = faults("e ahead-of ^later\na visits b key later");
    assert_eq!(found.len(), 1);
    assert!(found[0].2.contains("`^later` comes later, in line 7"), "{}", found[0].2);
}

#[test]
fn sources_and_entities_may_stand_anywhere() {
    let text = "a visits b @t\nsource t derives-from s\nentity state b \"B\"\nsource s derives-from r\nentity person a \"A\"\nsource r";
    let kg = notation::read(text, diplomacy::schema()).unwrap();
    assert_eq!(kg.sources().map(|source| source.key()).collect::<Vec<_>>(), ["r", "s", "t"]);
    let circle = notation::read("source a derives-from b\nsource b derives-from a", diplomacy::schema()).unwrap_err();
    assert!(
        !circle.as_slice().is_empty() && circle.iter().all(|fault| fault.error().kind() == ErrorKind::UnknownSource)
    );
}

#[test]
fn on_a_fault_nothing_is_added() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add("state", "B").unwrap();
    let reader = Reader::new(diplomacy::schema());
    let faults = reader.add_to(&mut kg, "entity person a \"A\"\na visits b\na visits c").unwrap_err();
    assert_eq!(faults.as_slice().len(), 1);
    assert_eq!((kg.fact_count(), kg.get_entity("a")), (0, None));
    reader.add_to(&mut kg, "entity person a \"A\"\na visits b").unwrap();
    assert_eq!(kg.fact_count(), 1);
    assert_eq!(kg.transactions().len(), 1);
}

#[test]
fn a_text_that_comes_along_is_checked_and_checks() {
    let hash = chancery::model::Sha256::of("He comes.");
    let file = format!(
        "source s sha256 {hash}\nhashes s [0..2 {}]\nentity person he \"He\"\nhe also-known-as \"HE\" @s [0..2]",
        chancery::model::Sha256::of("He")
    );
    let reader = || Reader::new(diplomacy::schema());
    let kg = reader().text_of("s", "He comes.").read(&file).unwrap();
    assert_eq!(kg.claims().next().and_then(|claim| claim.quote()).as_deref(), Some("He"));
    let apart = reader().read(&file).unwrap();
    assert_eq!(apart.claims().next().and_then(|claim| claim.quote()), None);

    let told = |faults: Faults| faults.iter().map(notation::Fault::message).collect::<Vec<_>>();
    let other = told(reader().text_of("s", "He came.").read(&file).unwrap_err());
    assert!(other.len() == 1 && other[0].contains("is not the hash of the text"), "{other:?}");
    let nobody = told(reader().text_of("t", "x").text_of("sa", "x").read(&file).unwrap_err());
    assert_eq!(
        nobody,
        [
            "text_of: no source has the key `sa`; did you mean `s`?",
            "text_of: no source has the key `t`; did you mean `s`?"
        ]
    );
    // A source that could not be read may be the one, and a fault elsewhere hides none.
    let faulty = told(reader().text_of("u", "x").text_of("v", "x").read("source u titel \"T\"\nx y z").unwrap_err());
    assert_eq!(faulty.last().map(String::as_str), Some("text_of: no source has the key `v`"), "{faulty:?}");
    assert!(faulty.iter().all(|message| !message.contains("key `u`")), "{faulty:?}");
    let wrong = told(reader().text_of("s", "He comes.").read(&file.replace("0..2", "1..3")).unwrap_err());
    assert!(wrong.len() == 1 && wrong[0].contains("hash to"), "{wrong:?}");
}

#[test]
fn faults_become_one_error() {
    let faults = notation::read("a b c\nd visits f", diplomacy::schema()).unwrap_err();
    let shown = faults.to_string();
    assert!(shown.ends_with("5 faults") && shown.contains("\n    2 | d visits f\n      |          ^"), "{shown}");
    let error = Error::from(faults);
    assert_eq!(error.kind(), ErrorKind::UnknownEntity);
    assert!(
        error.to_string().starts_with("line 1, column 1: no entity has the key `a`")
            && error.to_string().ends_with("(and 4 more)"),
        "{error}"
    );
    assert!(Source::new("x").check().is_ok());
}

/// A file that reads well by itself may clash with the vocabulary that it is read with.
#[test]
fn an_open_schema_learns_what_it_does_not_know() {
    let text = "entity spaceship s \"S\"\ns boards s seats (number 3) on 1991\ns boards-in-1991 s";
    assert_eq!(notation::read(text, diplomacy::schema()).unwrap_err().as_slice().len(), 3);
    let kg = notation::read(text, diplomacy::schema().open()).unwrap();
    assert_eq!(kg.fact_count(), 2);
}

/// Only the first hundred of many unknown names got a proposal.
#[test]
fn a_near_name_is_proposed_at_each_of_many_faults() {
    let known =
        (0..200).map(|n| format!("entity state key-{n:03} \"K\"\nsource src-{n:03}\n")).collect::<Vec<_>>().concat();
    let unknown =
        (0..200).map(|n| format!("a visits kye-{n:03} said-by kye-{n:03} @scr-{n:03}\n")).collect::<Vec<_>>().concat();
    let found = faults(&format!("{known}{unknown}"));
    assert_eq!(found.len(), 600);
    for (at, (.., message)) in found.iter().enumerate() {
        let near = format!("; did you mean `{}-{:03}`?", if at % 3 == 2 { "src" } else { "key" }, at / 3);
        assert!(message.ends_with(&near), "{message}");
    }
    let relations = faults(&"a vists b visit-knd \"x\"\na visits b visit-knd \"x\"\nentity stat a \"A\"\n".repeat(200));
    let without =
        relations.iter().filter(|(.., message)| !message.contains("; did you mean `")).map(|(.., message)| message);
    assert_eq!(without.filter(|message| !message.contains("that of another entity")).collect::<Vec<_>>(), [""; 0]);
}

/// The source behind a quote that no claim takes was passed with it.
#[test]
fn what_follows_a_stray_quote_is_checked() {
    let found = faults("claim ^visit @s \"one\" said-by a \"two\" @t \"x\"");
    let places: Vec<&str> = found.iter().map(|(_, under, _)| under.as_str()).collect();
    assert_eq!(places, ["\"two\"", "@t"], "{found:#?}");
}

/// Each fault kept the whole line on which it is.
#[test]
fn many_faults_of_a_long_line_keep_little_of_it() {
    let claims = (0..2_000).map(|n| format!(" @none-{n}")).collect::<Vec<_>>().concat();
    let text = format!("{HEAD}a visits b{claims}\n");
    let faults = notation::read(&text, diplomacy::schema()).unwrap_err();
    assert_eq!(faults.as_slice().len(), 2_000);
    let kept: usize = faults.iter().map(|fault| format!("{fault:?}").len()).sum();
    assert!(kept < 2_000 * 1_000, "{kept} bytes for {} of text", text.len());
}
