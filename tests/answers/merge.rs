//! Guards against a merge that loses the work of one of two, or makes of both what neither said.

use std::collections::BTreeSet;

use crate::twin::{Twin, decisions, words};
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
        // A fact that is about another one now, which only their version has.
        (
            "a visits n\na highlighted ^0 key h",
            "a visits n\na highlighted ^0 key h\na born 1970",
            "a visits m\na highlighted ^0 key h",
            vec!["a visits m", "a highlighted ^0 key h", "a born (date 1970)"],
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

/// Entities of a dossier with decisions to merge some and to keep some apart: the key, the other key, and the reason.
fn decided(merges: &[(&str, &str, &str)], kept_apart: &[(&str, &str, &str)]) -> Dossier {
    let names = ["a", "b", "c", "d"];
    let mut kg = chancery::KnowledgeGraph::new(diplomacy::schema());
    for name in names {
        kg.add("person", name).unwrap();
    }
    for (one, other, why) in merges {
        kg.merge(*one, *other, why).unwrap();
    }
    for (one, other, why) in kept_apart {
        kg.keep_apart(*one, *other, why).unwrap();
    }
    Dossier::of(&kg.view())
}

/// The merges and the pairs kept apart of a merge, each with its reason, and the conflicts.
fn decisions_of(base: &Dossier, ours: &Dossier, theirs: &Dossier) -> (Vec<String>, Vec<String>, Vec<Conflict>) {
    let found = merge_dossiers(base, ours, theirs);
    found.dossier.to_graph(diplomacy::schema()).unwrap_or_else(|error| panic!("{error}\n{found:#?}"));
    let merges =
        found.dossier.merges.iter().map(|merged| format!("{}>{} {}", merged.entity.key, merged.into, merged.why));
    let apart = found.dossier.kept_apart.iter().map(|apart| format!("{}|{} {}", apart.entity, apart.from, apart.why));
    (merges.collect(), apart.collect(), found.conflicts)
}

#[test]
fn decisions_are_merged_with_their_reasons() {
    let none = decided(&[], &[]);
    let one = |why: &str| decided(&[("a", "b", why)], &[]);
    // A reason that one of the two changed.
    let base = one("x");
    assert_eq!(decisions_of(&base, &base, &one("y")), (vec!["a>b y".into()], vec![], vec![]));
    assert_eq!(decisions_of(&base, &one("y"), &base), (vec!["a>b y".into()], vec![], vec![]));
    let reason = |ours: &str, theirs: &str| {
        let (entity, other) = ("a".to_owned(), "b".to_owned());
        vec![Conflict::Reason { entity, other, ours: Some(ours.into()), theirs: Some(theirs.into()) }]
    };
    assert_eq!(decisions_of(&none, &one("y"), &one("z")), (vec!["a>b y".into()], vec![], reason("y", "z")));
    // The name of the entity that was merged.
    let mut renamed = base.clone();
    renamed.merges[0].entity.name = "Ada".into();
    assert_eq!(merge_dossiers(&base, &base, &renamed).dossier.merges[0].entity.name, "Ada");
    let mut renamed = none.clone();
    renamed.entities[0].name = "Ada".into();
    let found = merge_dossiers(&none, &base, &renamed);
    assert_eq!((found.dossier.merges[0].entity.name.as_str(), found.conflicts), ("Ada", vec![]));

    // Kept apart, under the keys before and after a merge.
    let apart = |why: &str| decided(&[], &[("a", "b", why)]);
    let moved = decided(&[("a", "c", "")], &[("c", "b", "x")]);
    assert_eq!(decisions_of(&apart("x"), &moved, &none), (vec!["a>c ".into()], vec![], vec![]));
    assert_eq!(decisions_of(&apart("x"), &moved, &apart("x")), (vec!["a>c ".into()], vec!["c|b x".into()], vec![]));
    assert_eq!(decisions_of(&apart("x"), &moved, &apart("y")), (vec!["a>c ".into()], vec!["c|b y".into()], vec![]));
    assert_eq!(
        decisions_of(&none, &apart("x"), &decided(&[], &[("b", "a", "x")])),
        (vec![], vec!["a|b x".into()], vec![])
    );
    assert_eq!(decisions_of(&none, &apart("y"), &apart("z")), (vec![], vec!["a|b y".into()], reason("y", "z")));
}

#[test]
fn decisions_that_go_round_are_left_out() {
    let round = |pairs: &[(&str, &str)]| {
        let mut dossier = decided(&[], &[]);
        for (key, into) in pairs {
            let entity = chancery::Entity::new(*key, "person", *key);
            dossier.entities.retain(|known| known.key != *key);
            dossier.merges.push(chancery::dossier::MergedEntity { entity, into: (*into).into(), why: String::new() });
        }
        dossier
    };
    let none = decided(&[], &[]);
    for pairs in [&[("a", "a")][..], &[("a", "b"), ("b", "a")], &[("a", "b"), ("b", "c"), ("c", "a")]] {
        let bad = round(pairs);
        for (base, ours, theirs) in
            [(&none, &bad, &none), (&none, &none, &bad), (&bad, &bad, &none), (&bad, &none, &none), (&bad, &bad, &bad)]
        {
            let found = merge_dossiers(base, ours, theirs);
            assert!(found.dossier.merges.len() < pairs.len(), "{pairs:?}");
        }
        assert_eq!(merge_dossiers(&none, &bad, &none).conflicts.len(), 1);
    }
}

#[test]
fn players_that_one_version_made_one_are_named_once() {
    let graph = || {
        let mut kg = chancery::KnowledgeGraph::new(words::schema());
        for name in ["a", "b", "p", "q"] {
            kg.add("person", name).unwrap();
        }
        kg
    };
    let base = Dossier::of(&graph().view());
    let (mut ours, mut theirs) = (graph(), graph());
    ours.assert(chancery::fact("p", "met", "q").with("via", "a").with("via", "b")).unwrap();
    theirs.merge("a", "b", "").unwrap();
    let found = merge_dossiers(&base, &Dossier::of(&ours.view()), &Dossier::of(&theirs.view()));
    assert_eq!(found.conflicts, []);
    assert_eq!(found.dossier.facts[0].to_string(), "p met q via b");
    found.dossier.to_graph(words::schema()).unwrap();
}

#[test]
fn facts_that_say_the_same_in_another_form_are_one() {
    let dossier = |draft: chancery::Draft<&'static str>| {
        let mut kg = chancery::KnowledgeGraph::new(words::schema());
        for name in ["a", "b", "p", "q"] {
            kg.add("person", name).unwrap();
        }
        kg.add("state", "s").unwrap();
        kg.add("state", "t").unwrap();
        kg.assert(draft).unwrap();
        Dossier::of(&kg.view())
    };
    let met = |one: &str, other: &str, via: [&str; 2]| {
        dossier(chancery::fact(one, "met", other).with("via", via[0]).with("via", via[1]))
    };
    let none = {
        let mut base = met("p", "q", ["a", "b"]);
        base.facts.clear();
        base
    };
    for (ours, theirs) in [
        (met("p", "q", ["a", "b"]), met("q", "p", ["a", "b"])),
        (met("p", "q", ["a", "b"]), met("p", "q", ["b", "a"])),
        (dossier(chancery::fact("s", "recognized", "t").on("1991")), {
            // As a hand writes it, by the inverse name with the date in it.
            let mut by_hand = dossier(chancery::fact("s", "recognized", "t"));
            by_hand.facts[0] = chancery::Fact::new("t", "recognized-by-in-1991", "s");
            by_hand
        }),
    ] {
        let found = merge_dossiers(&none, &ours, &theirs);
        assert_eq!((found.dossier.facts, found.conflicts), (ours.facts.clone(), vec![]));
        let found = merge_dossiers(&ours, &ours, &theirs);
        assert_eq!((found.dossier.facts.len(), found.conflicts), (1, vec![]));
    }
    // Not of a relation in which the ends differ.
    let (ours, theirs) =
        (dossier(chancery::fact("s", "recognized", "t")), dossier(chancery::fact("t", "recognized", "s")));
    assert_eq!(merge_dossiers(&none, &ours, &theirs).dossier.facts.len(), 2);
}

#[test]
fn a_source_stands_after_the_one_that_it_derives_from() {
    use chancery::Source;
    let with = |sources: &[Source]| {
        let mut dossier = decided(&[], &[]);
        dossier.sources = sources.to_vec();
        dossier
    };
    let keys = |found: &chancery::diff::MergedDossier| {
        found.dossier.to_graph(diplomacy::schema()).unwrap();
        found.dossier.sources.iter().map(|source| source.key.clone()).collect::<Vec<_>>()
    };
    let (s, w) = (Source::new("s"), Source::new("w"));
    let base = with(std::slice::from_ref(&s));
    let theirs = with(&[w.clone(), s.clone().derives_from("w")]);
    let found = merge_dossiers(&base, &base, &theirs);
    assert_eq!((keys(&found), &found.conflicts), (vec!["w".to_owned(), "s".into()], &vec![]));
    // Each version derives another source from the other's.
    let base = with(&[s.clone(), w.clone()]);
    let ours = with(&[s.clone(), w.clone().derives_from("s")]);
    let theirs = with(&[w.clone(), s.clone().derives_from("w")]);
    let found = merge_dossiers(&base, &ours, &theirs);
    assert_eq!((keys(&found), found.conflicts.len()), (vec!["s".to_owned(), "w".into()], 1));
    // A source that ours removed, and from which theirs derives another.
    let found = merge_dossiers(&base, &with(std::slice::from_ref(&s)), &theirs);
    assert_eq!((keys(&found), found.conflicts.len()), (vec!["w".to_owned(), "s".into()], 1));
}

/// The decisions of a dossier, whatever their order.
fn sameness(dossier: &Dossier) -> (BTreeSet<String>, BTreeSet<String>) {
    let merged = dossier.merges.iter().map(|merged| format!("{}>{} {}", merged.entity, merged.into, merged.why));
    let apart = dossier.kept_apart.iter().map(|apart| {
        let mut ends = [&*apart.entity, &*apart.from];
        ends.sort_unstable();
        format!("{} {}", ends.join("|"), apart.why)
    });
    (merged.collect(), apart.collect())
}

/// The same dossier with the ends of symmetric facts, and the players of each role, the other way round.
fn turned(dossier: &Dossier) -> Dossier {
    let mut turned = dossier.clone();
    for fact in &mut turned.facts {
        if fact.relation == "met" {
            std::mem::swap(&mut fact.subject, &mut fact.object);
        }
        let mut players: Vec<_> = std::mem::take(&mut fact.roles).into_iter().collect();
        players.reverse();
        fact.roles = players.into_iter().collect();
    }
    turned
}

fn rows(most: usize) -> impl Strategy<Value = Vec<[u8; 12]>> {
    prop::collection::vec(any::<[u8; 12]>(), 0..most)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn merges_keep_their_laws(
        common in rows(10), one in rows(8), other in rows(8),
        decided in decisions(3), mine in decisions(4), yours in decisions(4),
    ) {
        let all = |twin: &Twin| Dossier::of(&twin.kg.view().with_modalities(chancery::model::Modality::ALL).with_retracted().with_resolved());
        let base = all(&Twin::decided(&common, &decided));
        let ours = all(&Twin::decided(&[&common[..], &one].concat(), &[&decided[..], &mine].concat()));
        let theirs = all(&Twin::decided(&[&common[..], &other].concat(), &[&decided[..], &yours].concat()));
        // A side that changed nothing decides nothing, nor does one that changed the form alone.
        let turned = turned(&base);
        for (base, ours, theirs, expected) in [
            (&base, &ours, &base, &ours), (&base, &base, &theirs, &theirs), (&base, &ours, &ours, &ours), (&base, &base, &base, &base),
            (&ours, &base, &ours, &base), (&ours, &ours, &base, &base),
            (&base, &ours, &turned, &ours), (&base, &turned, &theirs, &theirs),
        ] {
            let found = merge_dossiers(base, ours, theirs);
            prop_assert_eq!(&found.conflicts, &[]);
            let (made, wanted) = (found.dossier.to_graph(words::schema()).unwrap(), expected.to_graph(words::schema()).unwrap());
            let left = diff(&made.view(), &wanted.view());
            prop_assert!(left.is_empty(), "{}", left);
            prop_assert_eq!(sameness(&found.dossier), sameness(expected));
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
        prop_assert_eq!(found.conflicts.is_empty(), turned.conflicts.is_empty());
        if found.conflicts.is_empty() {
            let left = diff(&made.unwrap().view(), &back.unwrap().view()).to_string();
            prop_assert_eq!(left, "");
            prop_assert_eq!(sameness(&found.dossier), sameness(&turned.dossier));
        }
    }
}
