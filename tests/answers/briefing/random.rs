//! Briefings of random graphs against plain lists of their facts.

use std::collections::BTreeSet;

use chancery::{
    View,
    briefing::{Counted, Item, Section},
    model::{Modality, Stance},
    schema::Shape,
};
use proptest::prelude::*;

use super::{facts, left_out, name, names, report};
use crate::twin::Twin;

/// The first facts, the number of the others.
fn cut(section: &Section, wanted: &[String], most: usize) {
    assert_eq!(names(section), wanted[..most.min(wanted.len())], "{}", section.title);
    assert_eq!(left_out(section, Counted::Facts), wanted.len().saturating_sub(most), "{}", section.title);
}

/// The facts of a section that is in groups: the first of all, in whatever order.
fn cut_in_groups(section: &Section, wanted: &[String], most: usize) {
    let sorted = |mut names: Vec<&str>| {
        names.sort_unstable();
        names.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let first = wanted.iter().take(most).map(String::as_str).collect();
    assert_eq!(sorted(names(section)), sorted(first), "{}", section.title);
    assert_eq!(left_out(section, Counted::Facts), wanted.len().saturating_sub(most), "{}", section.title);
}

fn check(view: &View<'_>, most: usize) {
    let briefing = view.briefing().most(most).whole().finish();
    let all = view.with_modalities(Modality::ALL);
    let name = |fact| name(view, fact);
    let [who, timeline, plans, said, inferred, disputed, sources, rest] = &briefing.sections[..] else {
        panic!("{briefing}")
    };

    let entities: Vec<_> = all.entities().map(|entity| entity.key().unwrap().to_owned()).collect();
    let shown: Vec<_> = who
        .items
        .iter()
        .filter_map(|item| if let Item::Heading(heading) = item { heading.entity.clone() } else { None })
        .collect();
    assert_eq!(shown.len(), entities.len().min(most));
    assert_eq!(left_out(who, Counted::Entities), entities.len().saturating_sub(most));
    let degree =
        |key: &str| all.about(key).unwrap().map(|f| f.participants().filter(|n| n.key() == Some(key)).count()).sum();
    let least: usize = shown.iter().map(|entity| degree(&entity.key)).min().unwrap_or_default();
    for key in entities.iter().filter(|key| !shown.iter().any(|entity| entity.key == **key)) {
        assert!(most == 0 || degree(key) <= least, "{key} has more facts than one that is shown");
    }
    let states_of = |key: &str| {
        let about = all.about(key).unwrap();
        let states = about.filter(|fact| {
            let shape = all.graph().schema().relation_def(fact.relation()).shape;
            fact.subject_node().key() == Some(key) && shape != Shape::Happens && fact.modality() == Modality::Actual
        });
        states.count()
    };
    let states: usize = shown.iter().map(|entity| states_of(&entity.key)).sum();
    assert_eq!(facts(who).len() + left_out(who, Counted::Facts), states);
    assert!(facts(who).len() <= most && (most < states || facts(who).len() == states));

    let dated = all.timeline().into_iter().filter(|fact| fact.when().parts().dates() != (None, None));
    cut(timeline, &dated.map(|fact| name(fact.id())).collect::<Vec<_>>(), most);

    let with_resolved = all.with_resolved();
    let mut planned: Vec<_> = with_resolved.all_facts().filter(|fact| fact.modality() != Modality::Actual).collect();
    planned.sort_by_key(|fact| (fact.modality(), all.resolution(fact.id()).is_some()));
    cut(plans, &planned.iter().map(|fact| name(fact.id())).collect::<Vec<_>>(), most);
    for plan in facts(plans) {
        let known = planned.iter().find(|fact| name(fact.id()) == plan.name).unwrap();
        let outcome = all.resolution(known.id()).map(|(how, by)| (how, name(by.id())));
        assert_eq!(plan.outcome.as_ref().map(|outcome| (outcome.resolution, outcome.by.clone())), outcome);
    }

    let mut statements = Vec::new();
    for fact in all.all_facts() {
        let spoken =
            fact.claims().filter_map(|claim| Some((claim.said_by()?.id(), claim.stance() == Stance::Supports)));
        statements.extend(spoken.collect::<BTreeSet<_>>().iter().map(|_| name(fact.id())));
    }
    cut_in_groups(said, &statements, most);

    let only_inferred = all.all_facts().filter(|fact| {
        let support: Vec<_> = fact.claims().filter(|claim| claim.stance() == Stance::Supports).collect();
        !support.is_empty() && support.iter().all(|claim| claim.inferred().is_some())
    });
    cut_in_groups(inferred, &only_inferred.map(|fact| name(fact.id())).collect::<Vec<_>>(), most);
    let against = all.all_facts().filter(chancery::FactRef::is_disputed);
    cut(disputed, &against.map(|fact| name(fact.id())).collect::<Vec<_>>(), most);

    let known = all.sources().count();
    let counted: Vec<_> = sources
        .items
        .iter()
        .filter_map(|item| if let Item::Source(source) = item { Some(source) } else { None })
        .collect();
    assert_eq!((counted.len(), left_out(sources, Counted::Sources)), (known.min(most), known.saturating_sub(most)));
    assert!(counted.is_sorted_by_key(|source| std::cmp::Reverse(source.supports)));
    for source in counted {
        let words: Vec<_> = all.all_facts().map(|fact| all.testimony(fact.id()).unwrap()).collect();
        let of = |claims: &[chancery::ClaimRef<'_>]| claims.iter().any(|claim| claim.source().key() == source.source);
        assert_eq!(source.supports, words.iter().filter(|word| of(word.support())).count());
        assert_eq!(source.disputes, words.iter().filter(|word| of(word.dispute())).count());
        let alone = words.iter().filter(|word| word.only_source().is_some_and(|only| only.key() == source.source));
        assert_eq!(source.alone, alone.count());
    }

    let before: BTreeSet<_> = briefing.sections[..7].iter().flat_map(names).map(str::to_owned).collect();
    let other: Vec<_> = all.all_facts().map(|fact| name(fact.id())).filter(|name| !before.contains(name)).collect();
    cut_in_groups(rest, &other, most);
}

/// What of an entity, and of a day, against plain lists.
fn asked(view: &View<'_>, most: usize) {
    let all = view.with_modalities(Modality::ALL);
    let name = |fact| name(view, fact);
    for entity in all.entities() {
        let own: BTreeSet<_> = all.about(entity.id()).unwrap().map(|fact| fact.id()).collect();
        let is_about = |fact: &chancery::FactRef<'_>| {
            fact.participants().any(|node| node.fact().is_some_and(|f| own.contains(&f)))
        };
        let others = all.all_facts().filter(|fact| is_about(fact) && !own.contains(&fact.id())).map(|fact| fact.id());
        let wanted: BTreeSet<_> = own.iter().copied().chain(others).map(name).collect();
        let full = view.briefing().most(usize::MAX).about(entity.id()).unwrap().finish();
        assert_eq!(names(&full.sections[0]).into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), wanted);
        let cut = view.briefing().most(most).about(entity.id()).unwrap().finish();
        let shown = names(&cut.sections[0]).len();
        assert!(shown <= most && shown >= most.min(own.len()));
        assert!(shown + left_out(&cut.sections[0], Counted::Facts) >= own.len());
        let said: BTreeSet<_> = all.said_by(entity.id()).unwrap().all_facts().map(|fact| name(fact.id())).collect();
        let section = full.sections.iter().find(|section| section.title.starts_with("Said by"));
        let shown = section.map(names).unwrap_or_default().into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
        assert_eq!(shown, said);
    }
    for day in ["2020-02-10", "1991", "2021-03"] {
        let on = all.on(day).unwrap();
        let briefing = view.briefing().most(most).on(day).unwrap().finish();
        for (section, certain) in briefing.sections.iter().zip([true, false]) {
            let facts = on.all_facts().filter(|fact| fact.truth().is_yes() == certain);
            cut(section, &facts.map(|fact| name(fact.id())).collect::<Vec<_>>(), most);
        }
    }
}

/// The evidence of each fact stands where the fact stands first.
fn evidence_once(view: &View<'_>) {
    let briefing = view.briefing().most(usize::MAX).whole().finish();
    let mut seen = BTreeSet::new();
    for item in briefing.sections.iter().flat_map(facts) {
        assert_eq!(item.repeated, !seen.insert(&item.name), "{}", item.sentence);
        let claims: usize = item.evidence.iter().map(|evidence| evidence.sources.len()).sum();
        let against = item.fact.claims.iter().filter(|claim| claim.stance == Stance::Disputes).count();
        if item.repeated {
            assert!(claims == 0 || claims == against, "{}", item.sentence);
        } else {
            assert_eq!(claims, item.fact.claims.len(), "{}", item.sentence);
        }
    }
    for fact in view.with_modalities(Modality::ALL).all_facts() {
        assert!(seen.contains(&name(view, fact.id())), "the briefing lacks: {fact}");
    }
}

#[test]
fn the_press_report_is_told_in_full_or_says_what_is_left_out() {
    let kg = report();
    for most in [0, 1, 5, 30, 1000] {
        check(&kg.view(), most);
    }
    evidence_once(&kg.view());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn sections_are_what_plain_lists_say(records in prop::collection::vec(any::<[u8; 12]>(), 0..40), most in 0_usize..8) {
        let twin = Twin::build(&records);
        check(&twin.kg.view(), most);
        check(&twin.kg.view(), usize::MAX);
        evidence_once(&twin.kg.view());
        asked(&twin.kg.view(), most);
        let on = twin.kg.view().on("2020-02-10").unwrap();
        evidence_once(&on);
    }
}
