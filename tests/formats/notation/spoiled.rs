//! Several faults in one statement: every set of parts is spoiled, and exactly these are reported, each where it is.

use chancery::model::Sha256;

use super::faults::faults;

/// A part as it should be, as it should not be, and what of it is at fault then. A part that is never spoiled has no
/// fault.
type Part = (&'static str, &'static str, &'static str);

/// Spoils every set of parts of a statement, with lines before and after it that stay as they are.
fn spoil(before: &str, parts: &[Part], after: &str) {
    let kinds: Vec<usize> = (0..parts.len()).filter(|at| !parts[*at].2.is_empty()).collect();
    assert!(kinds.len() >= 3);
    for set in 0u32..1 << kinds.len() {
        let is_spoiled = |at: usize| kinds.iter().position(|kind| *kind == at).is_some_and(|bit| set >> bit & 1 == 1);
        let (mut line, mut expected) = (Vec::new(), Vec::new());
        for (at, (good, bad, fault)) in parts.iter().enumerate() {
            line.push(if is_spoiled(at) { *bad } else { *good });
            if is_spoiled(at) {
                expected.push(*fault);
            }
        }
        let text = format!("{before}{}{after}", line.join(" "));
        let found = faults(&text);
        let places: Vec<&str> = found.iter().map(|(_, under, _)| under.as_str()).collect();
        assert_eq!(places, expected, "{text}\n{found:#?}");
    }
}

#[test]
fn every_fault_of_the_parts_of_a_fact_is_reported() {
    spoil(
        "",
        &[
            ("a", "nobody", "nobody"),
            ("visits", "visits", ""),
            ("b", "e", "e"),
            ("visit-kind \"official\"", "vizit-knd \"official\"", "vizit-knd"),
            ("occasion e", "occasion b", "b"),
            ("on 2026-01-24", "on 2026-13", "2026-13"),
            ("planned", "planned denied", "denied"),
            ("key k", "key visit", "visit"),
            ("@s \"one\"", "@s \"three\"", "\"three\""),
        ],
        "",
    );
}

#[test]
fn every_fault_of_a_fact_whose_relation_is_unknown_is_reported() {
    let relations = [("visits", "vizits"), ("visits-in-2026", "visits-in-20266"), ("visits-in-2026", "vizits-in-2026")];
    for (relation, unknown) in relations {
        spoil(
            "",
            &[
                ("a", "nobody", "nobody"),
                (relation, unknown, unknown),
                ("b", "nowhere", "nowhere"),
                ("visit-kind \"official\"", "vizit-knd \"official\"", "vizit-knd"),
                ("occasion e", "occasion nothing", "nothing"),
                ("planned", "asof 2026", "asof"),
                ("@s \"one\"", "@s \"three\"", "\"three\""),
            ],
            "",
        );
    }
}

#[test]
fn every_fault_behind_a_stray_mark_of_a_comment_is_reported() {
    spoil(
        "",
        &[
            ("a visits b", "a visits b #x", "#x"),
            ("on 2026-01-24", "on 2026-13", "2026-13"),
            ("planned", "planned denied", "denied"),
            ("key k", "key visit", "visit"),
            ("@s \"one\"", "@s \"three\"", "\"three\""),
        ],
        "",
    );
    let source = [
        ("source t", "source t #x", "#x"),
        ("title \"T\"", "title \"T\" title \"U\"", "title"),
        ("url <https://a.b/>", "url <x>", "<x>"),
    ];
    spoil("", &source, "");
}

#[test]
fn every_fault_of_the_claims_of_a_fact_is_reported() {
    spoil(
        "source t\nentity person c \"C\"\n",
        &[
            ("a visits b", "a vizits b", "vizits"),
            ("said-by c", "said-by nobody", "nobody"),
            ("confidence 0.5", "confidence 7", "7"),
            ("@s \"one\" \"two two\"", "@s \"one\" \"two\"", "\"two\""),
            ("inferred \"why\"", "inferred \"\\q\"", "\\q"),
            ("@s [0..3]", "@s [0..300]", "[0..300]"),
            ("on 2026", "on January the first", "January"),
            ("planned", "planned planned", "planned"),
            ("said-by a", "said-by \"a\"", "\"a\""),
            ("@t", "@u", "@u"),
        ],
        "",
    );
}

#[test]
fn every_fault_that_has_no_place_in_the_order_of_words_is_reported() {
    spoil(
        "",
        &[
            ("a", "`a`x", "x"),
            ("visits", "visits", ""),
            ("b", "\u{202e}b", "\\u{202e}"),
            ("occasion e", "occasion", "on"),
            ("on 2026", "on", "planned"),
            ("planned", "planned", ""),
            ("@s \"one\"", "@s “one”", "“"),
            ("said-by a", "said-by a supports disputes", "disputes"),
            ("@s \"two two\"", "@s \"two \"two\"\"", "t"),
        ],
        "",
    );
}

#[test]
fn every_fault_of_an_entity_is_reported() {
    spoil(
        "source t\n",
        &[
            ("entity", "entity", ""),
            ("person", "persn", "persn"),
            ("c", "c", ""),
            ("\"C\"", "\" \"", "\" \""),
            ("also \"B\" in kk", "also B in kk", "B"),
            ("said-by a @s \"one\"", "said-by nobody @s \"one\"", "nobody"),
            ("id wikidata \"Q1\"", "id wikidata Q1", "Q1"),
            ("@s \"two two\"", "@s \"two\"", "\"two\""),
            ("also \"D\"", "alsso \"D\"", "alsso"),
        ],
        "\nclaim ^0 @t\nc visits b",
    );
}

#[test]
fn every_fault_of_a_source_is_reported() {
    spoil(
        "source r\n",
        &[
            ("source", "source", ""),
            ("t", "t", ""),
            ("title \"T\"", "titel \"T\"", "titel"),
            ("publisher \"P\"", "publisher P", "P"),
            ("published 2026-01-24", "published 24 January 2026", "24 January 2026"),
            ("url <https://example.org/>", "url <x>", "<x>"),
            ("derives-from r", "derives-from q", "q"),
            ("licence \"L\"", "licence \"L\" licence \"M\"", "licence"),
            ("text \"x\"", "sha256 00", "00"),
        ],
        "\na visits b @t",
    );
}

#[test]
fn every_fault_of_a_vocabulary_is_reported() {
    // The facts behind a line depend on it, and are at fault in none of the cases.
    let facts = "\nentity shop s \"S\"\na owns s rank \"x\"\ns owned a rank \"y\"";
    let known = "relation owns state from person to shop optional rank text inverse owned";
    let role = "\nrole rank\nkind shop\n";
    let kind = [
        ("kind", "kind", ""),
        ("shop", "`a b`", "`a b`"),
        ("under organization", "under organisation", "organisation"),
        ("place", "text", "text"),
        ("union person", "union persn", "persn"),
        ("about \"A\"", "about A", "A"),
        ("code a \"1\"", "code a 1", "1"),
        ("code b \"2\"", "cod b \"2\"", "cod"),
    ];
    // A union has no entities.
    spoil("", &kind, "\na visits b");
    let kind = kind.into_iter().filter(|(good, ..)| !good.starts_with("union"));
    let kind: Vec<Part> = kind.map(|part| if part.0 == "shop" { ("shop", "shop", "") } else { part }).collect();
    spoil(&format!("role rank\n{known}\n"), &kind, facts);
    let of_role = [
        ("role", "role", ""),
        ("rank", "`rank` #x", "#x"),
        ("phrase \"in the rank\"", "phrase \" \"", "\" \""),
        ("about \"A\"", "abuot \"A\"", "abuot"),
    ];
    spoil(&format!("kind shop\n{known}\n"), &of_role, facts);
    spoil(
        "",
        &[
            ("relation", "relation", ""),
            ("owns", "owns", ""),
            ("state", "stat", "stat"),
            ("from person", "from persn", "persn"),
            ("to shop", "to shopp", "shopp"),
            ("required rank text", "required rnak text", "rnak"),
            ("inverse owned", "inverse visits", "visits"),
            ("phrase \"owns/own/owned\"", "phrase \"owns\"", "\"owns\""),
            ("inverse-phrase \"has\"", "inverse-phrase \"hs\"", "\"hs\""),
            ("optional occasion event", "optional occasion evnt", "evnt"),
            ("functional", "functionl", "functionl"),
            ("code a \"1\"", "code a \"1\" code a \"2\"", "a"),
        ],
        &format!("{role}{}", facts.replace("s owned a", "a owns s")),
    );
    spoil(
        "kind shop\n",
        &[
            ("relation", "relation", ""),
            ("owns", "`on`", "`on`"),
            ("state from shop", "state from text", "text"),
            ("to shop inverse owned", "to shop inverse visits", "visits"),
            ("acyclic", "acyclic dated", "dated"),
            ("phrase \"is of\"", "phrase \"of\"", "\"of\""),
        ],
        "\nentity shop s \"S\"\na visits b",
    );
}

#[test]
fn every_fault_of_a_block_and_its_lines_is_reported() {
    let parts = [
        ("begin", "begin", ""),
        ("said-by a", "said-by nobody", "nobody"),
        ("inferred \"why\"", "inferred \" \"", "\" \""),
        ("@s \"one\"\na", "@s \"three\"\na", "\"three\""),
        ("visits b", "visits c", "c"),
        ("on 2026", "on 2026-13", "2026-13"),
        ("said-by a", "said-by noone", "noone"),
        ("@s [0..3]\nend", "@s [0..99]\nend", "[0..99]"),
    ];
    spoil("", &parts, "");
}

#[test]
fn every_fault_of_the_other_statements_is_reported() {
    let claims = [
        ("claim", "claim", ""),
        ("^visit", "^vist", "^vist"),
        ("said-by a", "said-by nobody", "nobody"),
        ("@s \"one\"", "@s \"three\"", "\"three\""),
        ("confidence 0.5 disputes", "confidence 0 disputes", "0"),
        ("@s [0..3]", "@s [0..x]", "0..x"),
    ];
    spoil("", &claims, "");
    let resolve = [
        ("resolve", "resolve", ""),
        ("^visit", "^vist", "^vist"),
        ("confirmed", "confirmd", "confirmd"),
        ("by ^l", "by ^later", "^later"),
    ];
    spoil("a visits b key l\n", &resolve, "");
    let apart = [
        ("keep-apart", "keep-apart", ""),
        ("a", "nobody", "nobody"),
        ("from c", "from nothing", "nothing"),
        ("\"why\"", "why", "why"),
    ];
    spoil("entity person c \"C\"\n", &apart, "");
    let retract =
        [("retract", "retract", ""), ("^visit", "^vist", "^vist"), ("\"why\"", "why", "why"), ("", "more", "more")];
    // Behind what is no reason, more is not reported.
    spoil(
        "",
        &retract[..3]
            .iter()
            .copied()
            .chain([("# x", "# x", "")])
            .chain([("\na visits", "\nb visits", "b"), ("b", "b", "")])
            .collect::<Vec<_>>(),
        "",
    );
    let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    let (one, two) = (Sha256::of("one"), Sha256::of("two"));
    spoil(
        "",
        &[
            ("hashes", "hashes", ""),
            ("s", "u", "u"),
            (leak(format!("[0..3 {one}]")), "[0..3]", "[0..3]"),
            (leak(format!("[4..7 {two}]\na")), leak(format!("[4..x {two}]\na")), "4..x"),
            ("visits b @s [0..3] [4..7]", "visits b @s [0..3] [4..70]", "[4..70]"),
        ],
        "",
    );
}

#[test]
fn a_key_that_is_taken_is_one_fault_of_several() {
    let entity = [
        ("entity", "entity", ""),
        ("person", "persn", "persn"),
        ("c", "a", "a"),
        ("\"C\"", "\" \"", "\" \""),
        ("also \"D\"", "also \"\"", "also \"\""),
        ("@s \"one\"", "@s \"three\"", "\"three\""),
    ];
    spoil("", &entity, "\na visits b");
    let source = [
        ("source", "source", ""),
        ("t", "s", "s"),
        ("url <https://a.b/>", "url <x>", "<x>"),
        ("derives-from s", "derives-from q", "q"),
    ];
    spoil("", &source, "\na visits b @s");
}

#[test]
fn one_mistake_is_one_fault() {
    for (line, under) in [
        // The place of a part is clear though the part is not there.
        ("a b on 2026", "on"),
        ("a on 2026 visit-kind \"x\"", "on"),
        ("a b", ""),
        ("a", ""),
        ("on 2026 a visits b", "on"),
        ("@s a visits b", "@s"),
        // What is left of a part is passed.
        ("a visits b on 24 January 2026 planned", "24 January 2026"),
        ("a visits b on January the first planned", "January"),
        ("a visits b @s \"he \"said\" so\" planned", "s"),
        ("a visits b @s \"he \"said\"\" planned", "s"),
        ("a visits b @s “one two” planned", "“"),
        ("a visits b , x y z @s", ","),
        ("a visits b @s #what is this", "#what"),
        ("#what is this", "#what"),
        ("a visits b #see the note on page 3", "#see"),
        ("a visits b #planned on 2026-13 @t", "#planned"),
        ("a visits b #he denied it @s", "#he"),
        ("a flies-to b on-board \"x\"", "flies-to"),
        ("a visits b occasion (number x y) planned", "x"),
        ("a visits b occasion [e", ""),
        ("a visits b between 1991 and 1992", "1991 and 1992"),
        ("a visits b @s \"one", "\"one"),
        ("a visits \"b\n  on 2026", "\"b"),
        ("a \"visits b\n  on 2026 said-by", "\"visits b"),
        ("ambassador-of", ""),
        ("a ambassador-of b acredited-to b", "acredited-to"),
        ("a ambassador-of b accredited-to", ""),
        ("entity \"C\"", "\"C\""),
        ("entity person \"C\"", "\"C\""),
        ("entity person c", ""),
        ("entity person \"c\" \"C\"", "\"c\""),
        ("entity person c \"C\" key k @s", "key"),
        ("entiy person c \"C\" also \"D\"", "entiy"),
        ("source t titel \"T\" title \"U\"", "titel"),
        ("source t published 24 May 2026 title \"U\"", "24 May 2026"),
        ("sorce t title \"T\"", "sorce"),
        ("kind shop \"A shop.\"", "\"A shop.\""),
        ("kind shop under", ""),
        ("kind shop, under person", "shop,"),
        ("kind \"shop\" under person", "\"shop\""),
        ("kind shop #x about \"y\"", "#x"),
        ("kind shop about \"a\"b\" under person", "b"),
        ("role \"rank\"", "\"rank\""),
        ("role rank phrase in", "in"),
        ("relation owns", ""),
        ("relation owns state", ""),
        ("relation owns state from person", ""),
        ("relation owns state from person to person required", ""),
        ("relation owns state from person to person inverse symmetric", "symmetric"),
        ("relation owns \"state\" from person to person", "\"state\""),
        ("relation owns state from person to person from person", "from"),
        ("relation \"owns state\" event from person to person", "\"owns state\""),
        ("merge a b", "b"),
        ("merge a", ""),
        ("retract visit", "visit"),
        ("claim ^visit dispute", "dispute"),
    ] {
        let found = faults(line);
        let places: Vec<&str> = found.iter().map(|(_, under, _)| under.as_str()).collect();
        assert_eq!(places, [under], "{line}: {found:#?}");
    }
}

#[test]
fn what_follows_from_a_fault_is_not_reported() {
    for (text, rows) in [
        // A number of a fact behind names that may be missing is that of no sure fact.
        ("entity person c \"C\" also \"D\" alsso \"E\"\na visits b\nretract ^1\nretract ^0\nretract ^9", &[1][..]),
        ("entity person c, \"C\" also \"D\"\na visits b\nretract ^2", &[1]),
        ("source t titel \"T\" text \"x\"\na visits b @t \"y\"\nsource u derives-from t", &[1]),
        ("a visits b key k on 2026-13\ne ahead-of ^k\nretract ^k", &[1]),
        ("a visits b key \"k\"\ne ahead-of ^k", &[1]),
        ("begin said-by \"a\" @s\na visits b \"one\"\nend", &[1]),
        ("hashes \"s\" [0..3]\na visits b", &[1, 1]),
    ] {
        let found = faults(text);
        assert_eq!(found.iter().map(|(row, ..)| *row).collect::<Vec<_>>(), rows, "{text}: {found:#?}");
    }
}

#[test]
fn errors_say_what_to_write() {
    for (line, under, why) in [
        ("a head-of-state-of b from 2019 to 2026", "from 2019 to 2026", "did you mean `between 2019/2026`?"),
        ("a head-of-state-of b from 2019 until 2026", "from 2019 until 2026", "did you mean `between 2019/2026`?"),
        ("a head-of-state-of b since 2019 until 2026", "since 2019 until 2026", "did you mean `between 2019/2026`?"),
        ("a head-of-state-of b since 2019 to 2026", "since 2019 to 2026", "did you mean `between 2019/2026`?"),
        ("a head-of-state-of b between 2019 and 2026", "2019 and 2026", "did you mean `between 2019/2026`?"),
        ("a head-of-state-of b from 2019", "from 2019", "did you mean `since 2019`?"),
        ("a visits b in 2019", "in 2019", "did you mean `on 2019`?"),
        ("a visits b before 2019", "before 2019", "did you mean `on-or-before 2019`?"),
        ("a visits b on 24 January 2026", "24 January 2026", "2026-01-24"),
        ("a visits b @s \"one\" said-by a", "said-by", "come before its source, as in `said-by … @s`"),
        ("begin @s said-by a\nend", "said-by", "expected `said-by` before the source"),
        ("entity company c \"C\"", "company", "no kind `company` is declared; declared: "),
        ("retract visit", "visit", "did you mean `^visit`?"),
    ] {
        let found = faults(line);
        assert_eq!(found.len(), 1, "{line}: {found:#?}");
        assert_eq!(found[0].1, under, "{line}: {}", found[0].2);
        assert!(found[0].2.contains(why), "{line}: {}", found[0].2);
    }
}
