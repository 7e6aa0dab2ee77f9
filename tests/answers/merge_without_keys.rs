//! Guards against a merge that makes two facts of one which both changed, or one of two, if it has no key.

use std::collections::BTreeSet;

use chancery::{
    diff::{Conflict, MergedDossier, merge_dossiers},
    diplomacy,
    dossier::Dossier,
    model::{Fact, Modality},
    notation,
};
use proptest::prelude::*;

const HEAD: &str = "source s\nsource t\nentity person a \"A\"\nentity state n \"N\"\nentity state m \"M\"\n\
                    entity person p \"P\"\nentity person q \"Q\"\n";

fn dossier(text: &str) -> Dossier {
    let read = notation::read(&format!("{HEAD}{text}"), diplomacy::schema());
    let kg = read.unwrap_or_else(|faults| panic!("{faults}\n{text}"));
    Dossier::of(&kg.view().with_modalities(Modality::ALL).with_resolved().with_retracted())
}

fn merged(base: &str, ours: &str, theirs: &str) -> MergedDossier {
    let found = merge_dossiers(&dossier(base), &dossier(ours), &dossier(theirs));
    let kg = found.dossier.to_graph(diplomacy::schema()).unwrap_or_else(|error| panic!("{error}\n{found:#?}"));
    kg.validate().unwrap();
    found
}

fn lines(found: &MergedDossier) -> Vec<String> {
    found.dossier.facts.iter().map(ToString::to_string).collect()
}

/// The base, ours and theirs of each conflict.
fn versions(found: &MergedDossier) -> Vec<[Option<String>; 3]> {
    let versions = |conflict: &Conflict| match conflict {
        Conflict::Fact { base, ours, theirs } => [base, ours, theirs].map(|fact| fact.as_ref().map(Fact::to_string)),
        other => panic!("{other:?}"),
    };
    found.conflicts.iter().map(versions).collect()
}

#[test]
fn a_fact_that_both_changed_is_one_and_a_conflict() {
    for (base, ours, theirs) in [
        (
            "a visits n on 2031-04 planned @s",
            "a visits n on 2031-04-11 planned @s",
            "a visits n on 2031-04-12 planned @s",
        ),
        ("a visits n on 2031 planned", "a visits n on 2031 cancelled", "a visits n on 2031-05 planned"),
        ("a visits n on 2031", "a visits n on 2031-04 key v", "a visits n on 2031-05 @t"),
        // The source of another date says nothing of ours.
        ("a visits n on 2031 @s", "a visits n on 2031-04 @s", "a visits n on 2031 @s @t"),
        ("a visits n on 2031 @s", "a visits n on 2031 @s @t", "a visits n on 2031-04 @s"),
        ("n borders m as-of 2031", "n borders m as-of 2032", "m borders n as-of 2033"),
    ] {
        let found = merged(base, ours, theirs);
        assert_eq!(lines(&found), [ours]);
        assert_eq!(versions(&found), [[base, ours, theirs].map(|line| Some(line.to_owned()))]);
    }
}

#[test]
fn a_fact_that_one_removed_and_the_other_changed_is_a_conflict() {
    let (base, changed) = ("a visits n on 2031", "a visits n on 2031-04");
    let some = |line: &str| Some(line.to_owned());
    let found = merged(base, "", changed);
    assert_eq!((lines(&found), versions(&found)), (vec![], vec![[some(base), None, some(changed)]]));
    let found = merged(base, changed, "");
    assert_eq!((lines(&found), versions(&found)), (vec![changed.to_owned()], vec![[some(base), some(changed), None]]));
}

#[test]
fn other_changes_are_joined() {
    let (april, may) = ("a visits n on 2031-04", "a visits n on 2031-05");
    let both = format!("{april}\n{may}");
    let later = "a visits n on 2032-04\na visits n on 2032-05";
    for (base, ours, theirs, expected) in [
        // One changed it.
        ("a visits n on 2031", april, "a visits n on 2031", april),
        ("a visits n on 2031", "a visits n on 2031", april, april),
        // Both in the same way.
        (
            "a visits n on 2031 @s",
            "a visits n on 2031-04 @s",
            "a visits n on 2031-04 @t",
            "a visits n on 2031-04 @s @t",
        ),
        ("a visits n on 2031", &both, may, &both),
        // Each another of two, in whatever order they stand.
        (&both, "a visits n on 2032-04\na visits n on 2031-05", "a visits n on 2032-05\na visits n on 2031-04", later),
        // Facts that are not versions of one.
        ("", april, may, &both),
        (
            "a visits n on 2031",
            &format!("a visits n on 2031\n{april}"),
            "a visits n on 2031\na visits m",
            "a visits n on 2031\na visits n on 2031-04\na visits m",
        ),
        // What is said of it stays said of it.
        (
            "a visits n on 2031\na highlighted ^0",
            "a visits n on 2031-04\na highlighted ^0",
            "a visits n on 2031\na highlighted ^0 @s",
            "a visits n on 2031-04\na highlighted ^0 @s",
        ),
        (
            "a visits n on 2031",
            april,
            "a visits n on 2031\na highlighted ^0",
            "a visits n on 2031-04\na highlighted ^0",
        ),
    ] {
        let found = merged(base, ours, theirs);
        assert_eq!(
            (lines(&found).join("\n"), found.conflicts),
            (expected.to_owned(), vec![]),
            "{base}\n{ours}\n{theirs}"
        );
    }
}

#[test]
fn what_is_said_of_a_fact_that_both_changed_is_there_once() {
    for key in ["", " key v"] {
        let visit = |date: &str| format!("a visits n on {date}{key}\na highlighted ^0\np highlighted ^1 @s");
        let found = merged(&visit("2031"), &visit("2032"), &visit("2033"));
        let expected: Vec<_> = dossier(&visit("2032")).facts.iter().map(ToString::to_string).collect();
        assert_eq!((lines(&found), found.conflicts.len()), (expected, 1));
    }
}

/// A visit of the twin, which has no key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Visit {
    state: &'static str,
    kind: Option<&'static str>,
    day: i64,
    is_planned: bool,
    sources: BTreeSet<&'static str>,
}

impl Visit {
    fn of([state, kind, day, planned, sources]: [u8; 5]) -> Self {
        let pick = |from: &[&'static str], by: u8| from[usize::from(by) % from.len()];
        let listed = ["s", "t"].into_iter().enumerate();
        Self {
            state: pick(&["n", "n", "n", "m"], state),
            kind: Some(pick(&["", "", "official", "working"], kind)).filter(|kind| !kind.is_empty()),
            day: 10 + i64::from(day % 5),
            is_planned: planned % 3 == 0,
            sources: listed.filter(|(n, _)| sources >> n & 1 == 1).map(|(_, source)| source).collect(),
        }
    }

    fn says(&self) -> Self {
        Self { sources: BTreeSet::new(), ..self.clone() }
    }

    fn line(&self) -> String {
        let kind = self.kind.map(|kind| format!(" visit-kind \"{kind}\"")).unwrap_or_default();
        let planned = if self.is_planned { " planned" } else { "" };
        let sources: Vec<_> = self.sources.iter().map(|source| format!(" @{source}")).collect();
        format!("a visits {}{kind} on 2031-01-{}{planned}{}", self.state, self.day, sources.concat())
    }
}

/// The visits of a version: those of the base, of which some were removed or changed, and others.
fn edited(base: &[Visit], edits: &[[u8; 7]]) -> Vec<Visit> {
    let mut now = base.to_vec();
    for [what, at, visit @ ..] in edits {
        let place = if now.is_empty() { 0 } else { usize::from(*at) % now.len() };
        let other = Visit::of(*visit);
        match what % 8 {
            _ if now.is_empty() => now.push(other),
            0 => now.push(other),
            1 => drop(now.remove(place)),
            2 => now[place].sources = other.sources,
            3 => now[place].is_planned = other.is_planned,
            4 => now[place].kind = other.kind,
            5 => now.swap(0, place),
            _ => now[place].day = other.day,
        }
    }
    now
}

/// Takes from some facts of the base, by their places, the one that each new fact was before.
fn before(base: &[Visit], open: &mut Vec<usize>, version: &[Visit], new: Vec<usize>) -> Vec<(usize, usize)> {
    let mut new = new;
    new.sort_by_key(|at| (version[*at].day, *at));
    let mut pairs = Vec::new();
    for same_kind in [true, false] {
        new.retain(|at| {
            let visit = &version[*at];
            let fits =
                |old: &&usize| base[**old].state == visit.state && (!same_kind || base[**old].kind == visit.kind);
            let distance = |old: &&usize| ((base[**old].day - visit.day).abs(), base[**old].day, **old);
            let found = open.iter().filter(fits).min_by_key(distance).copied();
            open.retain(|old| Some(*old) != found);
            pairs.extend(found.map(|old| (old, *at)));
            found.is_none()
        });
    }
    pairs
}

/// The same facts of two lists, and what is left of both.
fn alike(one: &[Visit], other: &[Visit], ones: &mut Vec<usize>, others: &mut Vec<usize>) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for wholly in [true, false] {
        ones.retain(|at| {
            let is_same =
                |next: &&usize| one[*at].says() == other[**next].says() && (!wholly || one[*at] == other[**next]);
            let found = others.iter().find(is_same).copied();
            others.retain(|next| Some(*next) != found);
            pairs.extend(found.map(|next| (*at, next)));
            found.is_none()
        });
    }
    pairs
}

type Versions = [Option<String>; 3];

/// What a merge is to be: the lines of its facts, and the versions of each conflict, in order.
fn twin(base: &[Visit], ours: &[Visit], theirs: &[Visit]) -> (Vec<String>, Vec<Versions>) {
    let all = |version: &[Visit]| (0..version.len()).collect::<Vec<_>>();
    let (mut gone_of_ours, mut new_ours) = (all(base), all(ours));
    let mut of_ours = alike(base, ours, &mut gone_of_ours, &mut new_ours);
    let (mut gone_of_theirs, mut new_theirs) = (all(base), all(theirs));
    let mut of_theirs = alike(base, theirs, &mut gone_of_theirs, &mut new_theirs);
    let same = alike(ours, theirs, &mut new_ours, &mut new_theirs);
    let mut gone: Vec<usize> = gone_of_ours.iter().copied().filter(|at| gone_of_theirs.contains(at)).collect();
    for (old, _) in before(base, &mut gone, ours, same.iter().map(|(at, _)| *at).collect()) {
        gone_of_ours.retain(|at| *at != old);
        gone_of_theirs.retain(|at| *at != old);
    }
    let changed = before(base, &mut gone_of_ours, ours, new_ours.clone());
    new_ours.retain(|at| !changed.iter().any(|(_, changed)| changed == at));
    of_ours.extend(&changed);
    let changed = before(base, &mut gone_of_theirs, theirs, new_theirs.clone());
    new_theirs.retain(|at| !changed.iter().any(|(_, changed)| changed == at));
    of_theirs.extend(&changed);

    let line = |visit: Option<&Visit>| visit.map(Visit::line);
    let (mut facts, mut conflicts) = (Vec::new(), Vec::new());
    for (at, was) in base.iter().enumerate() {
        let find = |pairs: &[(usize, usize)]| pairs.iter().find(|(old, _)| *old == at).map(|(_, new)| *new);
        let (own, other) = (find(&of_ours).map(|at| &ours[at]), find(&of_theirs).map(|at| &theirs[at]));
        let at_odds = match (own, other) {
            (Some(own), Some(other)) => own.says() != other.says() && own != was && other != was,
            (Some(one), None) | (None, Some(one)) => one != was,
            (None, None) => false,
        };
        if at_odds {
            conflicts.push([Some(was.line()), line(own), line(other)]);
            facts.extend(line(own));
        } else if let (Some(own), Some(other)) = (own, other) {
            let changed = if own.says() == was.says() { other } else { own };
            let stays = own.sources.iter().filter(|one| !was.sources.contains(*one) || other.sources.contains(*one));
            let added = other.sources.difference(&was.sources);
            facts.push(Visit { sources: stays.chain(added).copied().collect(), ..changed.clone() }.line());
        }
    }
    for (own, other) in same {
        let sources = ours[own].sources.union(&theirs[other].sources).copied().collect();
        facts.push(Visit { sources, ..ours[own].clone() }.line());
    }
    facts.extend(new_ours.iter().map(|at| ours[*at].line()));
    facts.extend(new_theirs.iter().map(|at| theirs[*at].line()));
    facts.sort();
    conflicts.sort();
    (facts, conflicts)
}

fn edits() -> impl Strategy<Value = Vec<[u8; 7]>> {
    prop::collection::vec(any::<[u8; 7]>(), 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn facts_without_keys_are_merged_as_the_twin_says(
        base in prop::collection::vec(any::<[u8; 5]>(), 0..5), mine in edits(), yours in edits(),
    ) {
        let base: Vec<_> = base.into_iter().map(Visit::of).collect();
        let (ours, theirs) = (edited(&base, &mine), edited(&base, &yours));
        let text = |visits: &[Visit]| visits.iter().map(|visit| visit.line() + "\n").collect::<String>();
        let found = merged(&text(&base), &text(&ours), &text(&theirs));
        let mut facts = found.dossier.facts.clone();
        // The order of claims does not count.
        for fact in &mut facts {
            fact.claims.sort_by_key(|claim| claim.source.clone());
        }
        let mut facts: Vec<_> = facts.iter().map(ToString::to_string).collect();
        facts.sort();
        let mut conflicts = versions(&found);
        conflicts.sort();
        prop_assert_eq!((facts, conflicts), twin(&base, &ours, &theirs));
    }
}
