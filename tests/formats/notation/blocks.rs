//! Blocks: what several claims have in common is written once, and each claim is what it would be without the block.

use chancery::{
    Fact, date, diplomacy,
    dossier::Dossier,
    model::{Basis, Claim, Stance},
    notation,
    time::When,
};
use proptest::prelude::*;

use super::faults::{HEAD, faults};
use crate::every::{all, edits, graph, schema};

fn dossier(text: &str) -> Dossier {
    let text = format!("{HEAD}{text}");
    let kg = notation::read(&text, diplomacy::schema()).unwrap_or_else(|faults| panic!("{text}\n{faults}"));
    Dossier::of(&kg.view())
}

#[test]
fn a_line_takes_from_its_block_what_it_does_not_give() {
    let both = "source t text \"one\"\nentity person c \"C\"\n";
    for (block, spelled) in [
        ("begin @s\na visits b\na visits b \"one\"\nend", "a visits b @s\na visits b @s \"one\""),
        (
            "begin said-by c\na visits b @s \"one\"\nend\na visits b @s",
            "a visits b said-by c @s \"one\"\na visits b @s",
        ),
        (
            "begin said-by c inferred \"why\" @s\na visits b confidence 0.5\n\n# More.\nclaim ^visit disputes \"one\"\nend",
            "a visits b said-by c inferred \"why\" confidence 0.5 @s\nclaim ^visit said-by c inferred \"why\" disputes @s \"one\"",
        ),
        // What a line gives itself is used.
        (
            "begin said-by c inferred \"why\" @s\na visits b said-by a inferred \"so\" @t\na visits b stated\nend",
            "a visits b said-by a inferred \"so\" @t\na visits b said-by c @s",
        ),
        (
            "begin @s\na visits b \"one\" planned said-by c @t key k\nend",
            "a visits b planned key k @s \"one\" said-by c @t",
        ),
        ("begin @s\na visits b disputes on 2026\nend", "a visits b on 2026 disputes @s"),
        ("begin @s\nclaim ^visit\nend", "claim ^visit @s"),
        // A quote belongs to its source.
        (
            "begin @s \"one\"\na visits b\na visits b \"one two\"\na visits b @s\na visits b said-by c\nend",
            "a visits b @s \"one\"\na visits b @s \"one two\"\na visits b @s\na visits b said-by c @s \"one\"",
        ),
        ("begin @s\na visits b [0..3] \"two two\"\nend", "a visits b @s \"one\" \"two two\""),
        ("begin @s\nend", ""),
        ("begin @s\na visits b\nend\nbegin @t\na visits b\nend", "a visits b @s\na visits b @t"),
    ] {
        assert_eq!(dossier(&format!("{both}{block}")), dossier(&format!("{both}{spelled}")), "{block}");
    }
}

#[test]
fn each_fault_of_a_block_is_at_its_word() {
    for (text, row, at, why) in [
        ("begin @s\na visits b", 1, "begin", "`begin` has no `end`; expected a line `end`"),
        ("end", 1, "end", "`end` has no `begin`"),
        ("begin @s\nend\nend", 3, "end", "`end` has no `begin`"),
        (
            "begin @s\nbegin @s\nend\nend",
            2,
            "begin",
            "cannot be within another; expected `end` for the block of line 6",
        ),
        ("begin @s\nend now", 2, "now", "expected the end of the statement"),
        (
            "begin @s\nentity state c \"C\"\na visits c\nend",
            2,
            "entity",
            "`entity` is within the block of line 6; expected a fact",
        ),
        ("begin @s\nretract ^visit\nend", 2, "retract", "expected a fact, a claim or `end`"),
        ("begin @s\nsource t\nend", 2, "source", "expected a fact, a claim or `end`"),
        ("begin\na visits b\nend", 1, "", "expected `said-by`, `inferred` or a source"),
        ("begin key k\na visits b\nend", 1, "key", "expected `said-by`, `inferred` or a source"),
        ("begin @s said-by a\na visits b\nend", 1, "said-by", "expected"),
        ("begin disputes @s\na visits b\nend", 1, "disputes", "expected stance and confidence in each claim"),
        ("begin @s\na visits b @s \"one\" said-by a\nend", 2, "said-by", "no source follows"),
        ("begin @s\na visits b @s \"one\" said-by a \"two\"\nend", 2, "\"two\"", "before a text"),
        ("begin said-by a\na visits b\nend", 2, "", "expected a source, such as `@report`"),
        ("begin said-by a\na visits b \"one\"\nend", 2, "\"one\"", "before a text"),
        ("begin said-by a\nclaim ^visit\nend", 2, "", "expected a source"),
        ("a visits b \"one\"", 1, "\"one\"", "before a text"),
        ("a visits b [0..3]", 1, "[0..3]", "before a text"),
        ("claim ^visit \"one\"", 1, "\"one\"", "before a text"),
        ("claim ^visit", 1, "", "expected a source"),
        // What the block gives is at fault once.
        ("begin @u\na visits b \"one\"\na visits b\nend", 1, "@u", "no source has the key `u`"),
        ("begin said-by d @s\na visits b \"one\"\na visits b\nend", 1, "d", "no entity has the key `d`"),
        ("begin said-by d\na visits b @s\na visits b @s\nend", 1, "d", "no entity has the key `d`"),
        ("begin said-by d\nend", 1, "d", "no entity has the key `d`"),
        ("begin inferred \" \" @s\na visits b\na visits b\nend", 1, "\" \"", "a name is empty"),
        ("begin @s \"three\"\na visits b\nend", 1, "\"three\"", "not in the text"),
        ("begin @u\nend", 1, "@u", "no source has the key `u`"),
        ("begin @s\na visits b \"three\"\nend", 2, "\"three\"", "not in the text"),
    ] {
        let found = faults(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        let (line, under, sentence) = &found[0];
        let under = if *line == row && at.is_empty() { "" } else { under };
        assert_eq!((*line, under), (row, at), "{text}: {sentence}");
        assert!(sentence.contains(why), "{text}: {sentence}");
    }
}

#[test]
fn what_is_in_a_faulty_block_is_checked() {
    let found = faults("begin sad-by a @s\na visits b \"one\"\na visits c\na visits b @s \"three\"\nend");
    assert_eq!(found.iter().map(|(line, ..)| *line).collect::<Vec<_>>(), [1, 3, 4]);
    let found = faults("begin @s \"\na visits b \"one\"\nend \"\na visits b");
    assert_eq!(found.iter().map(|(line, ..)| *line).collect::<Vec<_>>(), [1, 3]);
}

/// The lines of a block share what it gives, so its fault is one, however many lines there are.
#[test]
fn the_fault_of_a_long_block_is_one() {
    let lines = "a visits b \"one\"\n".repeat(300);
    let found = faults(&format!("begin said-by aa inferred \"why\" @ss\n{lines}end"));
    assert_eq!(found.iter().map(|(_, under, _)| under.as_str()).collect::<Vec<_>>(), ["aa", "@ss"], "{found:#?}");
    assert!(found.iter().all(|(.., sentence)| sentence.contains("did you mean")), "{found:#?}");
}

#[test]
fn a_block_is_laid_out_as_a_block() {
    let text = "begin   inferred \"why\" said-by c @s \"one\"\n# first\na  visits b stated\n\na visits b planned \"one\"\na visits b supports\nclaim ^visit\nend # c\n";
    let laid_out = "begin said-by c inferred \"why\" @s \"one\"\n# first\na visits b stated\n\na visits b planned \"one\"\na visits b\nclaim ^visit\nend # c\n";
    assert_eq!(notation::format(text).unwrap(), laid_out);
    assert_eq!(notation::format(laid_out).unwrap(), laid_out);
    assert_eq!(notation::format("a visits b stated @s").unwrap(), "a visits b @s\n");
    assert_eq!(notation::format("`end` r `begin`").unwrap(), "`end` r `begin`\n");
    assert_eq!(notation::format("begin @s\na r b").unwrap_err().as_slice().len(), 1);
}

/// The facts of a dossier, each in a block that has a part of its first claim.
fn in_blocks(dossier: &Dossier, parts: &[u8]) -> String {
    let mut rest = dossier.clone();
    let facts = std::mem::take(&mut rest.facts);
    let mut text = notation::write(&rest);
    for (n, fact) in facts.iter().enumerate() {
        let part = parts.get(n % parts.len().max(1)).copied().unwrap_or(15);
        text += &in_block(fact, part);
    }
    text
}

fn in_block(fact: &Fact, parts: u8) -> String {
    let mut head = fact.clone();
    let claims = std::mem::take(&mut head.claims);
    let mut line = vec![head.to_string()];
    // Without a schema the date is that of the name; in this schema the name has none.
    if head.relation == "founded-in-1991" && head.when == When::on(date("1991")) {
        line.push("on 1991".into());
    }
    let Some(first) = claims.first() else { return format!("{}\n", line.join(" ")) };
    let mut common = Claim::new(first.source.clone());
    // A block gives a speaker to each claim that has none.
    if parts & 1 != 0 && claims.iter().all(|claim| claim.said_by.is_some()) {
        common.said_by.clone_from(&first.said_by);
    }
    if parts & 2 != 0 {
        common.basis.clone_from(&first.basis);
    }
    let source = parts & 4 != 0;
    if source && parts & 8 != 0 {
        common.quote.clone_from(&first.quote);
    }
    let given = format!("{common:#}");
    let mut described = common.clone();
    described.quote = None;
    let described = described.to_string();
    let begin = if source { given.as_str() } else { described[..described.rfind('@').unwrap()].trim_end() };
    if begin.is_empty() {
        line.extend(claims.iter().map(|claim| format!("{claim:#}")));
        return format!("{}\n", line.join(" "));
    }
    for (n, claim) in claims.iter().enumerate() {
        let mut own = claim.clone();
        if own.said_by == common.said_by {
            own.said_by = None;
        }
        if own.basis == common.basis {
            own.basis = Basis::Stated;
        } else if own.basis == Basis::Stated {
            line.push("stated".into());
        }
        // Words for a claim are those of the next source, unless a quote or the end of the line is in between.
        if n > 0 || !source || claims.len() > 1 && own.quote.is_none() {
            line.push(format!("{own:#}"));
            continue;
        }
        if claims.len() == 1 && own.quote == common.quote {
            own.quote = None;
        }
        if first.stance == Stance::Supports {
            line.push("supports".into());
        }
        let quote = own.quote.take();
        let said = own.to_string();
        line.push(said[..said.rfind('@').unwrap()].to_owned());
        line.extend(quote.map(|quote| format!("{quote:#}")));
    }
    format!("begin {begin}\n{}\nend\n", line.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn every_dossier_in_blocks_is_read_as_without(edits in edits(60), parts in prop::collection::vec(0u8..16, 1..9)) {
        let mut kg = graph(schema());
        for edit in &edits {
            let _ = kg.apply(edit);
        }
        let dossier = Dossier::of(&all(&kg));
        let text = in_blocks(&dossier, &parts);
        let read = |text: &str| {
            let again = notation::read(text, kg.schema().clone()).unwrap_or_else(|faults| panic!("{text}\n{faults}"));
            Dossier::of(&all(&again))
        };
        prop_assert_eq!(read(&text), dossier.clone(), "{}", text);
        let laid_out = notation::format(&text).unwrap();
        prop_assert_eq!(read(&laid_out), dossier, "{}", laid_out);
        prop_assert_eq!(notation::format(&laid_out).unwrap(), laid_out);
    }
}
