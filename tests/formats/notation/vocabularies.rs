//! Vocabularies in files: what is written is read back, whatever the order of its lines; every fault is told where it is; and
//! what depends on a faulty line is not at fault.

use std::{fs, path::PathBuf};

use chancery::{
    KnowledgeGraph, Schema, diplomacy,
    dossier::Dossier,
    notation::{self, Reader, Writer, write_vocabulary},
    schema::{KindDef, RelationDef, RoleDef, SchemaDef, Shape},
};
use proptest::prelude::*;

/// Line and words at fault, and the sentence, of each fault of a text read without another vocabulary.
fn faults(text: &str) -> Vec<(u32, String, String)> {
    match notation::read(text, Schema::new()) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(told).collect(),
    }
}

fn told(fault: &notation::Fault) -> (u32, String, String) {
    let shown = fault.to_string();
    let lines: Vec<&str> = shown.lines().collect();
    let under = lines[1].chars().zip(lines[2].chars()).filter(|(_, mark)| *mark == '^').map(|(c, _)| c).collect();
    (fault.position().unwrap().line, under, fault.message())
}

fn read(text: &str) -> KnowledgeGraph {
    notation::read(text, Schema::new()).unwrap_or_else(|faults| panic!("{text}\n{faults}"))
}

/// Writes a vocabulary, reads it, and expects the same vocabulary, the same text and the standard layout.
fn survives(def: &SchemaDef) {
    let text = write_vocabulary(def);
    let again = read(&text).schema().to_def();
    assert_eq!(again, *def, "{text}");
    assert_eq!(write_vocabulary(&again), text);
    assert_eq!(notation::format(&text).unwrap(), text, "it is laid out");
    // The order of lines of different sorts says nothing.
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if lines.iter().all(|line| !line.starts_with(' ')) {
        lines.sort_by_key(|line| std::cmp::Reverse(line.split(' ').next().map(str::len)));
        let sorted = lines.concat();
        assert_eq!(read(&sorted).schema().to_def(), *def, "{sorted}");
    }
}

#[test]
fn the_vocabulary_of_diplomacy_is_a_file_like_any_other() {
    let def = diplomacy::schema().to_def();
    survives(&def);
    let text = write_vocabulary(&def);
    let names = |schema: &Schema| {
        let kinds: Vec<String> = schema.kinds().map(|(_, def)| def.name.clone()).collect();
        let relations: Vec<String> = schema.relations().map(|(_, def)| def.name.clone()).collect();
        (kinds, relations, schema.roles().map(|(_, def)| def.name.clone()).collect::<Vec<_>>())
    };
    let read = read(&text);
    assert_eq!(names(read.schema()), names(&diplomacy::schema()), "the numbers are the same");
    let mut bound = read.schema().clone();
    bound.extend(&diplomacy::VOCABULARY).unwrap();
    // Over the compiled one it declares nothing new, and every file of facts reads with it.
    assert_eq!(notation::read(&text, diplomacy::schema()).unwrap().schema().to_def(), def);
    let report = include_str!("../../../data/press-report/report.facts");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/press-report");
    let both = format!("{report}\n{text}");
    let own = Reader::new(Schema::new()).base(folder).read(&both).unwrap();
    let compiled = Reader::new(diplomacy::schema()).base(folder).read(report).unwrap();
    assert_eq!(Dossier::of(&own.view()), Dossier::of(&compiled.view()));
}

/// Each part in one place, and names that are words of the notation.
fn everything() -> SchemaDef {
    let mut def = SchemaDef::default();
    def.open = true;
    def.kinds = vec![
        KindDef::new("under").about("Two\nlines, \"quoted\"."),
        KindDef::new("on").under("under").under("relation").code("a b", "042").code("on", "").code("code", "x"),
        KindDef::new("relation"),
        KindDef::new("state").member("on").member("event").about("x"),
        KindDef::new("event").under("to"),
        KindDef::new("to"),
    ];
    def.roles = vec![RoleDef::new("phrase").phrase("by the").about("y"), RoleDef::new("from"), RoleDef::new("open")];
    def.relations = vec![
        RelationDef::new("kind", Shape::Happens, "on", "text").dated().inverse("inverse"),
        RelationDef::new("about", Shape::Holds, "state", "event")
            .required("phrase", "yes-no")
            .optional("from", "to")
            .required_many("open", "any")
            .optional_many("language", "statement")
            .inverse("code")
            .phrase("is {} about")
            .inverse_phrase("has {} as `about`")
            .functional()
            .inverse_functional()
            .acyclic()
            .acts_for()
            .about("z")
            .code("cameo", "042")
            .code("wikidata", "P1"),
        RelationDef::new("anything", Shape::Either, "any", "any").symmetric().transitive(),
    ];
    def
}

#[test]
fn every_part_of_a_declaration_survives() {
    survives(&everything());
    survives(&SchemaDef::default());
    let text = write_vocabulary(&everything());
    for part in [
        "open\n\nkind `under` about \"Two\\nlines",
        "kind `on` under `under` `relation` code \"a b\" \"042\" code \"on\" \"\" code code \"x\"\n",
        "kind state union `on` event about \"x\"\n",
        "role `phrase` phrase \"by the\" about \"y\"\n",
        "relation `kind` event from `on` to text inverse `inverse` dated\n",
        "relation `about` state from state to event required `phrase` yes-no optional `from` `to`\n  required-many `open` any",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

const HEAD: &str = "\
kind party
kind company under party
kind person under party
role share
relation director-of state from person to company inverse has-director optional share number
entity company acme \"Acme\"
entity person ada \"Ada\"
ada director-of acme share 3 key k
";

#[test]
fn each_fault_of_a_declaration_is_told_at_its_word() {
    for (line, at, why) in [
        ("kind shop under compny", "compny", "no kind `compny` is declared; did you mean `company`?"),
        ("kind shop under company text", "text", "`text` is a range"),
        ("kind shop union person shopp", "shopp", "did you mean `shop`?"),
        ("kind person", "person", "the name `person` is that of another kind, in line 3"),
        ("kind any", "any", "is the name of a range"),
        ("kind `a b`\nkind c under `a b`", "`a b`", "is not a valid key"),
        ("kind shop under shop", "shop", "`shop` is under itself"),
        ("kind shop undr company", "undr", "did you mean `under`?"),
        ("kind shop under company abot \"x\"", "abot", "did you mean `about`?"),
        ("kind shop about x", "x", "expected the description in quotes"),
        ("kind shop about \"x\" about \"y\"", "about", "`about` is given twice"),
        ("kind shop code wikidata", "", "expected the code in quotes"),
        ("kind shop code a \"x\" code a \"y\"", "a", "the code of the scheme `a` is given twice"),
        ("kind under company", "under", "expected the name of the kind, found `under`"),
        ("kind on", "on", "a keyword of the notation; a key with this name is written in backticks"),
        ("kind shop under", "", "expected the name of a kind above it"),
        ("kind", "", "expected the name of the kind"),
        ("knid shop under company", "knid", "did you mean `kind`?"),
        ("opne", "opne", "did you mean `open`?"),
        ("open door", "door", "expected the end of the statement"),
        ("role share", "share", "the name `share` is that of another role, in line 4"),
        ("role `on`", "`on`", "keyword of the notation"),
        ("role rank phrase \"a  b\"", "\"a  b\"", "role `rank`.phrase: `a  b` is not a valid phrase"),
        ("role language phrase \"a  b\"", "\"a  b\"", "is not a valid phrase"),
        ("role rank phrse \"as\"", "phrse", "did you mean `phrase`?"),
        ("rol rank phrase \"as\"", "rol", "did you mean `role`?"),
        ("relation director-of state from person to party", "director-of", "another relation, in line 5"),
        ("relation has-director state from person to party", "has-director", "is a name of the relation `director-of`"),
        ("relation also-known-as state from any to number", "also-known-as", "differs in its object"),
        ("relation owns state from persn to company", "persn", "did you mean `person`?"),
        ("relation owns state from person to compny", "compny", "did you mean `company`?"),
        ("relation owns state from text to company", "text", "`text` is a type of value"),
        ("relation owns stat from person to company", "stat", "did you mean `state`?"),
        ("relation owns from person to company", "from", "expected `event` or `state`"),
        ("relation owns state person to company", "person", "expected `from` and the kind of the subject"),
        ("relation owns state form person to company", "form", "expected `from`"),
        ("relation owns state from person company", "company", "expected `to` and the kind of the object"),
        ("relation owns state from person to", "", "expected the kind of the object"),
        ("relation owns state from person to company required shar number", "shar", "did you mean `share`?"),
        ("relation owns state from person to company optional share numbr", "numbr", "no kind `numbr` is declared"),
        ("relation owns state from person to company required share", "", "expected the kind of its player"),
        (
            "relation owns state from person to company required share number optional share text",
            "share",
            "has the role `share` twice",
        ),
        ("relation owns state from person to company inverse owns", "owns", "the same name"),
        ("relation owns state from person to company inverse director-of", "director-of", "is a name of the relation"),
        ("relation owns state from person to company phrase \"owns\"", "\"owns\"", "is not a valid phrase"),
        ("relation owns state from person to company inverse-phrase \"is  \"", "\"is  \"", "is not a valid phrase"),
        ("relation owns state from person to company symmetric", "symmetric", "the same range at both ends"),
        ("relation owns state from party to party symmetric inverse owned", "owned", "expected no inverse"),
        ("relation said event from person to text transitive", "transitive", "expected no type of value"),
        ("relation owns state from person to company dated", "dated", "expected an event"),
        ("relation owns state from person to company functionl", "functionl", "did you mean `functional`?"),
        ("relation `on` state from person to company", "`on`", "keyword of the notation"),
        ("relaton owns state from person to company", "relaton", "did you mean `relation`?"),
        ("begin said-by ada\nkind shop\nend", "kind", "is within the block of line 9"),
    ] {
        let found = faults(&format!("{HEAD}{line}"));
        assert_eq!(found.len(), 1, "{line}: {found:#?}");
        let (row, under, sentence) = &found[0];
        assert_eq!((*row >= 9, under.as_str()), (true, at), "{line}: {sentence}");
        assert!(sentence.contains(why), "{line}: {sentence}");
    }
}

#[test]
fn lines_may_stand_anywhere_and_in_included_files() {
    let lines: Vec<&str> = HEAD.lines().collect();
    let backwards: Vec<&str> = lines.iter().rev().copied().collect();
    let kg = read(&backwards.join("\n"));
    assert_eq!(kg.fact_count(), 1);
    assert_eq!(read(HEAD).schema().kind_count(), 3);

    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("notation").join("vocabularies");
    fs::create_dir_all(&folder).unwrap();
    let (vocabulary, facts) = (lines[..5].join("\n"), lines[5..].join("\n"));
    fs::write(folder.join("companies.facts"), vocabulary).unwrap();
    let reader = Reader::new(Schema::new()).base(&folder);
    assert_eq!(reader.read(&format!("{facts}\ninclude \"companies.facts\"")).unwrap().fact_count(), 1);
    // Without the file nothing that it may declare is at fault.
    let found = faults(&format!("{facts}\ninclude \"companies.facts\"\nkind shop under company\nkind shop under x"));
    let places: Vec<(u32, &str)> = found.iter().map(|(row, under, _)| (*row, under.as_str())).collect();
    assert_eq!(places, [(4, "\"companies.facts\""), (6, "shop")], "{found:#?}");
}

#[test]
fn what_depends_on_a_faulty_declaration_is_not_at_fault() {
    let follow = "kind shop under company\nkind owner union shop person\nrelation owns state from owner to shop\n\
                  entity shop s \"S\"\nentity company c \"C\"\nada owns s\nada director-of c share 3\nc has-director ada\n\
                  ada known-none \"director-of\"\nada known-none \"owns\"\nada director-of-in-1991 c\n";
    for (good, bad) in [
        ("kind company under party", "kind company under prty"),
        ("kind company under party", "kind company undr party"),
        ("kind company under party", "#kind company under party"),
        ("kind company under party", "kind company under shop"),
        ("kind company under party", "kind company code a \"x\" code a \"y\" under party"),
        ("role share", "role share phrase \"a  b\""),
        ("optional share number", "optional share numbr"),
        ("optional share number", "optional share number phrase \"x\""),
        ("state from person", "stat from person"),
    ] {
        let text = format!("{}{follow}", HEAD.replace(good, bad));
        let found = faults(&text);
        // One of them is that a state has no date in its name, where the state is known.
        let found: Vec<_> = found.iter().filter(|(.., why)| !why.contains("1991")).collect();
        assert_eq!(found.len(), 1, "{bad}: {found:#?}");
    }
    // What does not depend on it is.
    let found =
        faults(&format!("{}ada vists acme\nnobody director-of acme\n", HEAD.replace("role share", "role `on`")));
    let places: Vec<&str> = found.iter().map(|(_, under, _)| under.as_str()).collect();
    assert_eq!(places, ["`on`", "share", "vists", "nobody"], "{found:#?}");
}

#[test]
fn every_circle_is_told() {
    let circles = (0..10)
        .map(|n| format!("kind a{n} under b{n}\nkind b{n} under a{n}\nkind c{n} under a{n}\n"))
        .collect::<Vec<_>>()
        .concat();
    let found = faults(&circles);
    assert_eq!(found.len(), 10, "{found:#?}");
    assert!(found.iter().all(|(.., why)| why.contains("and so under itself")), "{found:#?}");
}

#[test]
fn what_is_declared_is_added_to_a_graph_or_nothing_is() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add("person", "Ada").unwrap();
    let reader = Reader::new(Schema::new());
    let before = kg.schema().to_def();
    let text = "kind shop under organization\nkind person under agent\nrelation tends state from person to shop\n\
                entity shop s \"S\"\nada tends s\n";
    assert!(reader.add_to(&mut kg, &format!("{text}ada tends t")).is_err());
    assert_eq!(kg.schema().to_def(), before);
    let open = reader.add_to(&mut kg, &format!("open\n{text}ada flies s\nada tends nobody\n")).unwrap_err();
    assert_eq!(open.as_slice().len(), 2, "{open}");
    assert!(open.as_slice()[0].message().contains("expected no `open`"), "{open}");
    reader.add_to(&mut kg, text).unwrap();
    assert_eq!((kg.fact_count(), kg.schema().kind("shop").is_ok(), kg.schema().is_open()), (1, true, false));
    kg.validate().unwrap();
    assert!(reader.add_to(&mut kg, "kind person").is_err(), "a kind keeps what is above it");
    let mut open = SchemaDef::default();
    open.open = true;
    assert!(kg.declare(open).unwrap_err().to_string().contains("expected a closed vocabulary"));
    let other = reader.add_to(&mut kg, "relation tends state from shop to person\ns tends ada\n").unwrap_err();
    assert_eq!(other.as_slice().len(), 1, "{other}");
}

#[test]
fn an_open_file_declares_what_it_uses_and_a_check_lists_it() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("notation").join("open");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("ships.facts");
    let text = "kind person\nentity ship s \"S\"\nentity person p \"P\"\nopen\np boards s seats (number 3)\ns boards-in-1991 p\n\
                p boards s with p\n";
    fs::write(&path, text).unwrap();
    let report = notation::check([&path], Schema::new());
    assert!(report.is_clean(), "{report}");
    let declared: Vec<_> = report
        .declared
        .iter()
        .map(|first| (first.what, first.name.as_str(), first.position.line, first.position.column))
        .collect();
    let wanted =
        [("kind", "ship", 2, 8), ("relation", "boards", 5, 3), ("role", "seats", 5, 12), ("role", "with", 7, 12)];
    assert_eq!(declared, wanted);
    let told = report.to_string();
    assert!(told.contains("ships.facts:2:8: the kind `ship` is declared by this use\n"), "{told}");
    assert!(read(text).schema().is_open());
    assert_eq!(notation::read(&text.replace("open\n", ""), Schema::new()).unwrap_err().as_slice().len(), 4);
    assert!(notation::check([&path], Schema::new().open()).declared.len() == 4);
}

#[test]
fn lines_are_laid_out_and_comments_kept() {
    for (text, wanted) in [
        ("kind  a   about \"x\"  under b # so\nkind b", "kind a under b about \"x\" # so\nkind b\n"),
        ("open   # any\n# x\n", "open # any\n# x\n"),
        (
            "relation r   event from a to b dated  code x \"1\"\n  # why\n  inverse s optional q c required-many p d",
            "# why\nrelation r event from a to b optional q c required-many p d inverse s dated code x \"1\"\n",
        ),
        ("role `x`\n  about \"y\" phrase \"z\"", "role x phrase \"z\" about \"y\"\n"),
    ] {
        assert_eq!(notation::format(text).unwrap(), wanted);
        assert_eq!(notation::format(wanted).unwrap(), wanted);
    }
    let long = "w".repeat(75);
    let text = format!("kind a under b about \"{long}\" code x \"1\"");
    assert_eq!(notation::format(&text).unwrap(), format!("kind a under b about \"{long}\"\n  code x \"1\"\n"));
}

/// The file that other tests change.
#[test]
fn a_file_of_companies_has_no_fault_and_is_laid_out() {
    let text = include_str!("../../data/companies.facts");
    let kg = read(text);
    assert_eq!((kg.schema().to_def().kinds.len(), kg.fact_count(), kg.schema().is_open()), (5, 5, true));
    assert_eq!(kg.schema().to_def().relations.len(), 5, "one of them was declared on first use");
    let laid_out = notation::format(text).unwrap();
    assert_eq!(notation::format(&laid_out).unwrap(), laid_out);
    assert_eq!(Dossier::of(&read(&laid_out).view()), Dossier::of(&kg.view()));
}

/// Each fault of many was compared with each of many names.
#[test]
fn a_near_name_is_proposed_while_the_names_are_few() {
    let text = |kinds: usize| -> String {
        (0..kinds).map(|n| format!("kind k{n}\n")).collect::<Vec<_>>().concat() + "kind x under k1x\n"
    };
    assert!(faults(&text(1_000))[0].2.contains("did you mean `k1`?"));
    assert!(faults(&text(3_000))[0].2.contains("did you mean `k1`?"));
    let late = faults(&text(3_000).replace("under k1x", "under k2999x"));
    assert!(late[0].2.starts_with("no kind `k2999x` is declared"), "{late:?}");
}

#[test]
fn a_dossier_is_written_with_its_vocabulary() {
    let kg = read(HEAD);
    let dossier = Dossier::of(&kg.view());
    let text = Writer::new().with_vocabulary().write(&dossier);
    assert!(text.starts_with("kind party\nkind company under party\n"), "{text}");
    assert_eq!(notation::format(&text).unwrap(), text);
    assert_eq!(Dossier::of(&read(&text).view()), dossier);
    assert_eq!(Writer::new().with_vocabulary().write(&Dossier::of(&KnowledgeGraph::new(Schema::new()).view())), "");
}

/// One step of making a vocabulary, by numbers that pick names. What the schema refuses is left out.
fn step(schema: &mut Schema, (what, a, b, c, flags): (u8, u8, u8, u8, u16)) {
    const NAMES: [&str; 12] =
        ["a", "b", "under", "on-board", "state", "event", "from", "kind", "union", "source", "é", "text"];
    const TEXTS: [&str; 6] = ["is of", "has {} as it", "a", "\"\\`\n\u{202e}", "runs/run/ran  ", "runs/run/ran # x"];
    let name = |n: u8| NAMES[usize::from(n) % NAMES.len()];
    let text = |n: u8| TEXTS[usize::from(n) % TEXTS.len()];
    let flag = |bit: u16| flags >> bit & 1 == 1;
    let _ = match what % 8 {
        0..=2 => {
            let mut def = KindDef::new(name(a));
            def.parents.extend(flag(0).then(|| name(b).to_owned()));
            def.parents.extend(flag(1).then(|| name(c).to_owned()));
            def.members.extend(flag(2).then(|| name(c).to_owned()));
            def.members.extend(flag(3).then(|| name(b).to_owned()));
            if flag(4) {
                def = def.code(name(b), text(c)).code(text(b), "x");
            }
            schema.add_kind(if flag(5) { def.about(text(a)) } else { def }).map(drop)
        }
        3 => {
            let mut def = RoleDef::new(name(a));
            def.phrase = flag(0).then(|| text(b).to_owned());
            schema.add_role(if flag(1) { def.about(text(c)) } else { def }).map(drop)
        }
        7 if a % 4 == 0 => {
            *schema = schema.clone().open();
            Ok(())
        }
        _ => {
            let shape = [Shape::Happens, Shape::Holds, Shape::Either][usize::from(a) % 3];
            let ranges = ["any", "text", "statement", "number", "a", "state"];
            let range = |n: u8| ranges[usize::from(n) % ranges.len()];
            let mut def = RelationDef::new(format!("{}{}", name(a), b % 3), shape, range(b), range(c));
            def.inverse = flag(0).then(|| format!("{}{}", name(b), c % 3 + 3));
            def.phrase = flag(1).then(|| text(b).to_owned());
            def.inverse_phrase = flag(2).then(|| text(c).to_owned());
            (def.symmetric, def.transitive, def.functional) = (flag(3) && flag(4), flag(5), flag(6));
            (def.inverse_functional, def.acyclic, def.acts_for) = (flag(7), flag(8), flag(9));
            def.dated = flag(10) && flag(11);
            for (at, used) in [(12, a), (13, b), (14, c)] {
                if flag(at) {
                    def = match used % 4 {
                        0 => def.required(name(used / 4), range(b)),
                        1 => def.optional(name(used / 4), range(c)),
                        2 => def.required_many(name(used / 4), range(a)),
                        _ => def.optional_many(name(used / 4), range(b)),
                    };
                }
            }
            schema.add_relation(if flag(15) { def.about(text(a)).code(name(c), text(b)) } else { def }).map(drop)
        }
    };
}

/// The property below would prove little if most of what is tried were refused.
#[test]
fn what_is_tried_has_everything_in_it() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut told = String::new();
    for _ in 0..150 {
        let mut schema = Schema::new();
        for s in steps().new_tree(&mut runner).unwrap().current() {
            step(&mut schema, s);
        }
        told += &write_vocabulary(&schema.to_def());
    }
    for part in [
        "open\n",
        " union ",
        " under ",
        " about \"",
        " code ",
        " phrase \"",
        "inverse-phrase \"",
        " inverse ",
        "required ",
        "optional ",
        "required-many ",
        "optional-many ",
        "symmetric",
        "transitive",
        " functional",
        "inverse-functional",
        "acyclic",
        "acts-for",
        "dated",
        " event from ",
        " state from ",
        " either from ",
        "`from`",
        "`kind`",
        "\\u{202e}",
    ] {
        assert!(told.contains(part), "nothing has `{part}`");
    }
}

fn steps() -> impl Strategy<Value = Vec<(u8, u8, u8, u8, u16)>> {
    prop::collection::vec(any::<(u8, u8, u8, u8, u16)>(), 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_vocabulary_survives(steps in steps()) {
        let mut schema = Schema::new();
        for s in steps {
            step(&mut schema, s);
        }
        survives(&schema.to_def());
    }
}
