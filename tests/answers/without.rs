//! Guards against an answer *without a source* that is not the answer of a graph in which the source was never read: each
//! is held against such a graph, made by recording everything again without it.

use std::collections::{BTreeMap, BTreeSet};

use crate::twin::{self, Twin, slow::Change, words};
use chancery::{
    Edit, Fact, KnowledgeGraph, View,
    dossier::Dossier,
    model::{FactName, Modality, Node, Stance},
};
use proptest::prelude::*;

/// Which facts fall, by number: those that only these sources support, and those about them, as far as is known by then.
fn fallen(twin: &Twin, gone: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut fallen = BTreeSet::new();
    for (number, fact) in twin.facts.iter().enumerate() {
        let support: Vec<_> = fact.claims.iter().filter(|claim| claim.supports).collect();
        let rests = !support.is_empty() && support.iter().all(|claim| gone.contains(&claim.source));
        let about = fact.roles.values().chain([&fact.subject, &fact.object]);
        let mut about = about.filter_map(|node| if let twin::Node::Fact(fact) = node { Some(*fact) } else { None });
        if rests || about.any(|fact| fallen.contains(&fact)) {
            fallen.insert(number);
        }
    }
    fallen
}

/// The same graph as if some sources had never been read.
fn again(twin: &Twin, gone: &BTreeSet<usize>) -> KnowledgeGraph {
    let fallen = fallen(twin, gone);
    let is_gone = |source: &str| gone.contains(&source.strip_prefix('s').unwrap().parse().unwrap());
    let mut kg = KnowledgeGraph::new(words::schema());
    // The names of facts in the old graph, and in the new.
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut number = 0;
    for (transaction, edits) in twin.kg.history() {
        kg.begin(transaction.clone()).unwrap();
        for edit in edits {
            let edit = match edit {
                Edit::AddSource(source) if is_gone(&source.key) => continue,
                Edit::Assert(mut fact) => {
                    let own = fact.key.clone().unwrap_or_else(|| format!("#{number}"));
                    let falls = fallen.contains(&number);
                    number += 1;
                    if falls {
                        continue;
                    }
                    names.insert(own, fact.key.clone().unwrap_or_else(|| format!("#{}", kg.fact_count())));
                    rename(&mut fact, &names);
                    fact.claims.retain(|claim| !is_gone(&claim.source));
                    Edit::Assert(fact)
                }
                Edit::Claim { fact, claim } => match names.get(&fact) {
                    Some(name) if !is_gone(&claim.source) => Edit::Claim { fact: name.clone(), claim },
                    _ => continue,
                },
                Edit::Retract { fact, why } => match names.get(&fact) {
                    Some(name) => Edit::Retract { fact: name.clone(), why },
                    None => continue,
                },
                Edit::Resolve { fact, resolution, by } => match (names.get(&fact), names.get(&by)) {
                    (Some(fact), Some(by)) => Edit::Resolve { fact: fact.clone(), resolution, by: by.clone() },
                    _ => continue,
                },
                other => other,
            };
            kg.apply(&edit).unwrap();
        }
    }
    kg
}

fn rename(fact: &mut Fact, names: &BTreeMap<String, String>) {
    for node in [&mut fact.subject, &mut fact.object].into_iter().chain(fact.roles.values_mut()) {
        if let Node::Fact(FactName { fact }) = node {
            fact.clone_from(&names[fact]);
        }
    }
}

/// What a view answers, in a form that names no number.
fn answers(view: &View<'_>) -> Vec<String> {
    let mut lines: Vec<_> = view.all_facts().map(|fact| format!("{} {fact}", fact.truth())).collect();
    lines.extend(view.entities().map(|node| node.to_string()));
    lines.extend(
        view.testimonies().map(|word| format!("{:?} {}", word.independent_sources(), word.rests_on_interest())),
    );
    for entity in view.entities() {
        lines.extend(view.about(entity.id()).unwrap().map(|fact| fact.to_string()));
        // They come by number, and values have other numbers where a fact that brought one is not there.
        let mut near: Vec<_> =
            view.neighbors(entity.id()).iter().unwrap().map(|found| found.node.to_string()).collect();
        near.sort();
        lines.extend(near);
    }
    lines.push(view.coverage().to_string());
    // Numbers of facts and sources differ, as some are not there.
    let number = |text: &str| {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(['#', '^']) {
            out.push_str(before);
            rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        out + rest
    };
    let without_handles = |line: String| {
        line.replace("SourceRef(", "")
            .split(": s")
            .map(|part| part.trim_end_matches(|c: char| c.is_ascii_digit()))
            .collect::<Vec<_>>()
            .join("s")
    };
    lines
        .into_iter()
        .map(|line| if line.starts_with("[SourceRef") { without_handles(line) } else { number(&line) })
        .collect()
}

fn leave_out<'g>(view: &View<'g>, sources: &[String]) -> View<'g> {
    view.without_sources(sources).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn without_a_source_is_as_if_it_had_never_been_read(
        rows in prop::collection::vec(any::<[u8; 12]>(), 0..40),
        changes in prop::collection::vec(any::<[u8; 4]>(), 0..3),
        chosen in 0_u8..16,
    ) {
        let twin = Twin::build(&rows);
        let mut gone: BTreeSet<usize> = (0..4).filter(|source| chosen >> source & 1 == 1).collect();
        let doubted: Vec<String> = gone.iter().map(|source| format!("s{source}")).collect();
        let without = |view| leave_out(&view, &doubted);
        // The last repeats the first.
        if gone.contains(&0) {
            gone.insert(3);
        }
        prop_assert_eq!(twin.kg.source_count() - without(twin.kg.view()).sources().count(), gone.len());
        let rebuilt = again(&twin, &gone);
        prop_assert_eq!(rebuilt.violations(), []);

        let all = |kg| Dossier::of(&KnowledgeGraph::view(kg).with_modalities(Modality::ALL).with_retracted().with_resolved());
        let every = twin.kg.view().with_modalities(Modality::ALL).with_retracted().with_resolved();
        prop_assert_eq!(Dossier::of(&without(every)), all(&rebuilt));
        prop_assert_eq!(Dossier::of(&without(twin.kg.view())), Dossier::of(&rebuilt.view()));

        // Sources that are gone cannot be asked for, and what is known only later supports a fact no less.
        let fits = |change: &Change| match change {
            Change::Sources(sources) => sources.iter().all(|source| !gone.contains(source)),
            Change::KnownBy(_) => false,
            _ => true,
        };
        let changes: Vec<_> = changes.iter().map(|bytes| Change::of(*bytes, &twin)).filter(fits).collect();
        // In either order.
        let before = changes.iter().fold(without(twin.kg.view()), |view, change| change.apply(&view));
        let after = without(changes.iter().fold(twin.kg.view(), |view, change| change.apply(&view)));
        let fresh = changes.iter().fold(rebuilt.view(), |view, change| change.apply(&view));
        let expected = answers(&fresh);
        prop_assert_eq!(&answers(&before), &expected, "{:?}", changes);
        prop_assert_eq!(&answers(&after), &expected, "{:?}", changes);
    }

    /// Nothing left out, nothing changed.
    #[test]
    fn without_no_source_all_is_there(rows in prop::collection::vec(any::<[u8; 12]>(), 0..40)) {
        let twin = Twin::build(&rows);
        let none: [&str; 0] = [];
        prop_assert_eq!(answers(&twin.kg.view().without_sources(none).unwrap()), answers(&twin.kg.view()));
    }
}

#[test]
fn a_claim_against_a_fact_leaves_with_its_source_and_the_fact_stays() {
    let mut found = 0;
    for seed in 0_u8..64 {
        let rows: Vec<[u8; 12]> = (0..30_u8)
            .map(|n| {
                std::array::from_fn(|i| {
                    seed.wrapping_mul(31) ^ n.wrapping_mul(97).wrapping_add(u8::try_from(i).unwrap().wrapping_mul(41))
                })
            })
            .collect();
        let twin = Twin::build(&rows);
        for fact in twin.kg.view().without_sources("s1").unwrap().all_facts() {
            assert!(fact.claims().all(|claim| claim.source().key() != "s1"));
            found += usize::from(
                twin.kg
                    .fact_ref(fact.id())
                    .unwrap()
                    .claims()
                    .any(|claim| claim.source().key() == "s1" && claim.stance() == Stance::Disputes),
            );
        }
    }
    assert!(found > 0, "there was such a fact");
}

/// A plan was confirmed, that was taken back, and another source confirmed it anew: without that source the first is the last
/// that is known of it, as it was before.
#[test]
fn what_settled_anew_leaves_what_settled_before() {
    use chancery::{
        Source,
        diplomacy::{self, Person, State, Visits},
        fact,
    };
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let rumour = kg.add_source(Source::new("rumour")).unwrap();
    let (guest, host) = (kg.add(Person, "Guest").unwrap(), kg.add(State, "Host").unwrap());
    let plan = kg.assert(fact(guest, Visits, host).on("2026-02").planned()).unwrap();
    let first = kg.confirm(plan, fact(guest, Visits, host).on("2026-02-03")).unwrap();
    kg.retract(first, "an error").unwrap();
    kg.confirm(plan, fact(guest, Visits, host).on("2026-02-04").source(rumour)).unwrap();

    let all = kg.view().with_modalities(Modality::ALL).with_retracted().with_resolved();
    let resolutions =
        |view: &View<'_>| Dossier::of(view).resolutions.iter().map(|one| one.by.clone()).collect::<Vec<_>>();
    assert_eq!(resolutions(&all), ["#2"]);
    assert_eq!(resolutions(&all.without_sources(rumour).unwrap()), ["#1"]);
    // Nobody who is left settles it.
    assert_eq!(kg.view().without_sources(rumour).unwrap().facts(Visits).count().unwrap(), 1);
}
