//! Guards against a merge that loses the work of one of two, or makes of both what neither said.

use crate::twin::{Twin, words};
use chancery::{
    diff::{Conflict, diff, merge_dossiers},
    diplomacy,
    dossier::Dossier,
    notation,
};
use proptest::prelude::*;

const HEAD: &str =
    "source s text \"one two three\"\nsource t\nentity person a \"A\"\nentity state n \"N\"\nentity state m \"M\"\n";

fn dossier(text: &str) -> Dossier {
    let read = notation::read(&format!("{HEAD}{text}"), diplomacy::schema());
    let kg = read.unwrap_or_else(|faults| panic!("{faults}\n{text}"));
    Dossier::of(&kg.view().with_modalities(chancery::model::Modality::ALL).with_resolved().with_retracted())
}

/// The facts of a merge as lines, and the number of its conflicts.
fn merged(base: &str, ours: &str, theirs: &str) -> (Vec<String>, usize) {
    let found = merge_dossiers(&dossier(base), &dossier(ours), &dossier(theirs));
    let kg =
        found.dossier.to_graph(diplomacy::schema()).unwrap_or_else(|error| panic!("{error}\n{:#?}", found.dossier));
    kg.validate().unwrap();
    (found.dossier.facts.iter().map(ToString::to_string).collect(), found.conflicts.len())
}

#[test]
fn what_either_changed_is_changed() {
    let visit = "a visits n on 2031 key v @t";
    for (base, ours, theirs, expected) in [
        // One of the two.
        (visit, "a visits n on 2031-04 key v @t", visit, vec!["a visits n on 2031-04 key v @t"]),
        (visit, visit, "a visits n on 2031-04 key v @t", vec!["a visits n on 2031-04 key v @t"]),
        (visit, "", visit, vec![]),
        (visit, visit, "", vec![]),
        ("", visit, "", vec![visit]),
        ("", "", visit, vec![visit]),
        // Both the same.
        (visit, "a visits m on 2031 key v @t", "a visits m on 2031 key v @t", vec!["a visits m on 2031 key v @t"]),
        (visit, "", "", vec![]),
        ("", visit, visit, vec![visit]),
        ("", "a visits n @s \"one\"", "a visits n @t", vec!["a visits n @s \"one\" @t"]),
        // Different things.
        (
            visit,
            &format!("{visit}\na born 1970"),
            &format!("{visit}\na visits m"),
            vec![visit, "a born (date 1970)", "a visits m"],
        ),
        // Claims one by one, even where the other changed the date.
        (
            visit,
            "a visits n on 2031-04 key v @t",
            "a visits n on 2031 key v @t @s \"one\"",
            vec!["a visits n on 2031-04 key v @t @s \"one\""],
        ),
        (
            "a visits n @t @s \"one\"",
            "a visits n @t",
            "a visits n @t @s \"one\" @s \"two\"",
            vec!["a visits n @t @s \"two\""],
        ),
        // Two facts that say the same stay two.
        (
            "a visits n\na visits n",
            "a visits n\na visits n",
            "a visits n\na visits n\na visits m",
            vec!["a visits n", "a visits n", "a visits m"],
        ),
        ("a visits n\na visits n", "a visits n", "a visits n\na visits n", vec!["a visits n"]),
        // A key that one of the two gave.
        ("a visits n", "a visits n key v", "a visits n @t", vec!["a visits n key v @t"]),
        ("", "a visits n key v", "a visits n", vec!["a visits n key v"]),
        ("", "a visits n", "a visits n key v", vec!["a visits n key v"]),
        // Facts about facts, by place and by key.
        (
            "a visits n",
            "a visits m\na visits n",
            "a visits n\na highlighted ^0",
            vec!["a visits m", "a visits n", "a highlighted ^1"],
        ),
        (
            visit,
            "a visits n on 2031-04 key v @t",
            &format!("{visit}\na highlighted ^v"),
            vec!["a visits n on 2031-04 key v @t", "a highlighted ^v"],
        ),
    ] {
        assert_eq!(
            merged(base, ours, theirs),
            (expected.iter().map(|line| (*line).to_owned()).collect(), 0),
            "{base}\n{ours}\n{theirs}"
        );
    }
}

#[test]
fn what_both_changed_otherwise_is_a_conflict_and_ours_stays() {
    let visit = "a visits n on 2031 planned key v @t";
    for (base, ours, theirs, expected) in [
        // A date of ours and a modality of theirs would be what neither said.
        (
            visit,
            "a visits n on 2031-04 planned key v @t",
            "a visits n on 2031 key v @t",
            vec!["a visits n on 2031-04 planned key v @t"],
        ),
        (visit, "a visits n on 2031-04 planned key v @t", "", vec!["a visits n on 2031-04 planned key v @t"]),
        (visit, "", "a visits n on 2031-04 planned key v @t", vec![]),
        ("", "a visits n key v", "a visits m key v", vec!["a visits n key v"]),
        ("a visits n", "a visits n key v", "a visits n key w", vec!["a visits n key v"]),
        // What one removed the other needs.
        (visit, "", &format!("{visit}\na highlighted ^v"), vec![visit, "a highlighted ^v"]),
        (visit, &format!("{visit}\na highlighted ^v"), "", vec![visit, "a highlighted ^v"]),
    ] {
        assert_eq!(
            merged(base, ours, theirs),
            (expected.iter().map(|line| (*line).to_owned()).collect(), 1),
            "{base}\n{ours}\n{theirs}"
        );
    }
}

#[test]
fn sources_entities_and_what_became_of_facts_are_merged() {
    let base = dossier("a visits n key v planned");
    let mut ours = base.clone();
    ours.sources[0].title = Some("One".into());
    ours.entities[1].name = "Norvia".into();
    let mut theirs = dossier("a visits n key v planned\na visits n key w on 2031\nresolve ^v confirmed by ^w");
    theirs.sources[0].title = Some("Two".into());
    theirs.entities[1].kind = "state".into();
    theirs.entities[1].name = "Norland".into();
    let found = merge_dossiers(&base, &ours, &theirs);
    assert_eq!(found.conflicts.len(), 2, "{:#?}", found.conflicts);
    assert!(
        matches!(&found.conflicts[0], Conflict::Source { ours: Some(ours), .. } if ours.title.as_deref() == Some("One"))
    );
    assert!(matches!(&found.conflicts[1], Conflict::Entity { theirs: Some(theirs), .. } if theirs.name == "Norland"));
    assert_eq!(found.dossier.resolutions, theirs.resolutions);
    assert_eq!(found.dossier.entities[1].name, "Norvia");

    // An entity and a source that only one still has, and the other's facts need.
    let without = |key: &str| {
        let mut dossier = base.clone();
        dossier.facts.clear();
        dossier.entities.retain(|entity| entity.key != key);
        dossier.sources.retain(|source| source.key != key);
        dossier
    };
    let cites = dossier("a visits n key v planned\na visits m @t");
    let found = merge_dossiers(&base, &without("m"), &cites);
    assert_eq!(found.conflicts, [Conflict::Needed { what: "entity m".into() }]);
    let found = merge_dossiers(&base, &without("t"), &cites);
    assert_eq!(found.conflicts, [Conflict::Needed { what: "source t".into() }]);
    assert!(found.dossier.sources.iter().any(|source| source.key == "t"));

    // Two outcomes of one plan.
    let held = |resolution: &str| {
        dossier(&format!("a visits n key v planned\na visits n key w on 2031\nresolve ^v {resolution} by ^w"))
    };
    let found = merge_dossiers(&base, &held("confirmed"), &held("postponed"));
    assert!(
        matches!(&found.conflicts[..], [Conflict::Resolved { fact, ours: Some(ours), theirs: Some(theirs) }]
        if fact == "v" && ours == "confirmed by w" && theirs == "postponed by w"),
        "{:?}",
        found.conflicts
    );
}

#[test]
fn entities_that_one_took_for_one_are_one() {
    let head = "entity person b \"B\"\nentity person c \"C\"\n";
    let base = dossier(&format!("{head}a visits n\nb visits n"));
    let mut kg = base.to_graph(diplomacy::schema()).unwrap();
    kg.merge("b", "a", "one person").unwrap();
    let ours = Dossier::of(&kg.view());
    // They go on to write of the duplicate, and merge it with another.
    let theirs = dossier(&format!("{head}a visits n\nb visits n\nb born 1970"));
    let found = merge_dossiers(&base, &ours, &theirs);
    assert_eq!(found.conflicts, []);
    let lines: Vec<_> = found.dossier.facts.iter().map(ToString::to_string).collect();
    assert_eq!(lines, ["a visits n", "a visits n", "a born (date 1970)"]);
    let kg = found.dossier.to_graph(diplomacy::schema()).unwrap();
    assert_eq!(kg.entity("b"), kg.entity("a"));

    let merged_into = |entity: &str, into: &str| {
        let mut kg = base.to_graph(diplomacy::schema()).unwrap();
        kg.merge(entity, into, "").unwrap();
        Dossier::of(&kg.view())
    };
    // In a chain, round in a circle, and into two.
    let chain = merge_dossiers(&base, &merged_into("b", "a"), &merged_into("a", "c"));
    assert_eq!(chain.conflicts, []);
    let kg = chain.dossier.to_graph(diplomacy::schema()).unwrap();
    assert_eq!((kg.entity("b"), kg.entity("a")), (kg.entity("c"), kg.entity("c")));
    for (one, other) in [(("b", "a"), ("a", "b")), (("b", "a"), ("b", "c"))] {
        let found = merge_dossiers(&base, &merged_into(one.0, one.1), &merged_into(other.0, other.1));
        assert!(matches!(&found.conflicts[..], [Conflict::Merged { .. }]), "{:?}", found.conflicts);
        let kg = found.dossier.to_graph(diplomacy::schema()).unwrap();
        assert_eq!(kg.entity("b"), kg.entity("a"), "ours stays");
    }
    // Kept apart by the one, merged by the other.
    let mut kg = base.to_graph(diplomacy::schema()).unwrap();
    kg.keep_apart("b", "a", "two people").unwrap();
    let apart = Dossier::of(&kg.view());
    let found = merge_dossiers(&base, &apart, &base);
    assert_eq!((found.conflicts.len(), &found.dossier.kept_apart), (0, &apart.kept_apart));
    let found = merge_dossiers(&base, &ours, &apart);
    assert!(matches!(&found.conflicts[..], [Conflict::Merged { ours: Some(ours), theirs: None, .. }] if ours == "a"));
    found.dossier.to_graph(diplomacy::schema()).unwrap();
}

fn rows(most: usize) -> impl Strategy<Value = Vec<[u8; 12]>> {
    prop::collection::vec(any::<[u8; 12]>(), 0..most)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn merges_keep_their_laws(common in rows(10), one in rows(8), other in rows(8)) {
        let all = |twin: &Twin| Dossier::of(&twin.kg.view().with_modalities(chancery::model::Modality::ALL).with_retracted().with_resolved());
        let base = all(&Twin::build(&common));
        let ours = all(&Twin::build(&[&common[..], &one].concat()));
        let theirs = all(&Twin::build(&[&common[..], &other].concat()));
        // A side that changed nothing decides nothing.
        for (base, ours, theirs, expected) in [
            (&base, &ours, &base, &ours), (&base, &base, &theirs, &theirs), (&base, &ours, &ours, &ours), (&base, &base, &base, &base),
            (&ours, &base, &ours, &base), (&ours, &ours, &base, &base),
        ] {
            let found = merge_dossiers(base, ours, theirs);
            prop_assert_eq!(&found.conflicts, &[]);
            let (made, wanted) = (found.dossier.to_graph(words::schema()).unwrap(), expected.to_graph(words::schema()).unwrap());
            let left = diff(&made.view(), &wanted.view());
            prop_assert!(left.is_empty(), "{}", left);
        }
        // The result is a dossier, and the same from either side where nothing conflicts.
        let (found, turned) = (merge_dossiers(&base, &ours, &theirs), merge_dossiers(&base, &theirs, &ours));
        // A key that stands for a person here and a city there is a conflict, and so may be what is said of it.
        if found.conflicts.iter().any(|conflict| matches!(conflict, Conflict::Entity { .. })) {
            return Ok(());
        }
        let made = found.dossier.to_graph(words::schema());
        prop_assert!(made.is_ok(), "{:?}\n{:#?}", made.err(), found);
        prop_assert_eq!(made.as_ref().unwrap().violations(), []);
        let back = turned.dossier.to_graph(words::schema());
        prop_assert!(back.is_ok(), "{:?}", back.err());
        if found.conflicts.is_empty() && turned.conflicts.is_empty() {
            let left = diff(&made.unwrap().view(), &back.unwrap().view()).to_string();
            prop_assert_eq!(left, "");
        }
    }
}
