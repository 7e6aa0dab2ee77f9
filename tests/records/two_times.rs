//! Guards against a past that changes: the graph as it was known at a time is the graph that had been made by then, whatever
//! was done since, and what was done with one fact or entity is shown whole.

use crate::edits::{any_edit, begun_with};
use chancery::{
    Edit, KnowledgeGraph, Stamp, diplomacy,
    dossier::Archive,
    io::json,
    model::{FactId, Modality, Node, Transaction},
};
use proptest::prelude::*;

fn archive(kg: &KnowledgeGraph) -> String {
    json::Json::of(&Archive::of(kg)).to_string()
}

fn stamp(day: u32) -> Stamp {
    format!("2026-01-{:02}", day.clamp(1, 31)).parse().unwrap()
}

/// What is done before an edit: nothing, an unstamped transaction, or one stamped so many days later.
#[derive(Clone, Copy, Debug)]
enum Pause {
    None,
    Unstamped,
    Days(u32),
}

fn any_steps() -> impl Strategy<Value = Vec<(Pause, Edit)>> {
    let pause = prop_oneof![
        5 => Just(Pause::None),
        1 => Just(Pause::Unstamped),
        2 => (0u32..3).prop_map(Pause::Days),
    ];
    prop::collection::vec((pause, any_edit()), 0..40)
}

/// Does the steps that belong to a day or one before it; none for all. Those before the first stamp always belong.
fn done(steps: &[(Pause, Edit)], by: Option<u32>) -> KnowledgeGraph {
    let mut kg = begun_with(diplomacy::schema().open());
    let mut day = 1;
    for (pause, edit) in steps {
        match pause {
            Pause::None => {}
            Pause::Unstamped => drop(kg.begin(Transaction::default()).unwrap().by("somebody")),
            Pause::Days(days) => {
                day += days;
                if by.is_some_and(|by| day > by) {
                    break;
                }
                kg.at(stamp(day)).unwrap().by("desk");
            }
        }
        let _ = kg.apply(edit);
    }
    kg
}

/// The facts that an edit names, by number.
fn facts_of(kg: &KnowledgeGraph, edit: &Edit, asserted: &mut u32) -> Vec<FactId> {
    let named = |name: &String| kg.fact_named(name).unwrap();
    match edit {
        Edit::Assert(_) => {
            *asserted += 1;
            vec![kg.fact_named(&format!("#{}", *asserted - 1)).unwrap()]
        }
        Edit::Claim { fact, .. } | Edit::Retract { fact, .. } => vec![named(fact)],
        Edit::Resolve { fact, by, .. } => vec![named(fact), named(by)],
        _ => Vec::new(),
    }
}

/// The keys of entities that an edit names itself.
fn keys_of(edit: &Edit) -> Vec<&str> {
    match edit {
        Edit::AddEntity(entity) => vec![&entity.key],
        Edit::Narrow { entity, .. } => vec![entity],
        Edit::Merge { entity, into: other, .. }
        | Edit::Unmerge { entity, from: other, .. }
        | Edit::KeepApart { entity, from: other, .. }
        | Edit::AllowMerge { entity, with: other, .. } => vec![entity, other],
        Edit::Assert(fact) => {
            let ends = [&fact.subject, &fact.object].into_iter().chain(fact.roles.values());
            let keys = ends.filter_map(|node| if let Node::Entity(key) = node { Some(key.as_str()) } else { None });
            keys.chain(fact.claims.iter().filter_map(|claim| claim.said_by.as_deref())).collect()
        }
        Edit::Claim { claim, .. } => claim.said_by.as_deref().into_iter().collect(),
        _ => Vec::new(),
    }
}

/// What was purged is in no file that is written after, in no form, of no time; what stays is what was.
#[test]
fn what_was_purged_is_in_no_file_written_after() {
    use chancery::{Source, dossier::Dossier, entity, fact, notation};
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.at(stamp(1)).unwrap().by("desk");
    kg.add_source(Source::new("s").text("Ali Secret was in Norland.")).unwrap();
    kg.add("person", entity("Ali Secret").key("secret-ali").alias_in("en", "Secretly")).unwrap();
    kg.add("person", "Somebody").unwrap();
    kg.add("state", "Norland").unwrap();
    let visit =
        fact("secret-ali", "visits", "norland").on("2026").key("secret-visit").cite("s", "Ali Secret was in Norland");
    kg.assert(visit).unwrap();
    kg.assert(fact("somebody", "visits", "norland").source("s").said_by("secret-ali").source("s").key("kept")).unwrap();
    kg.at(stamp(9)).unwrap().by("legal");
    let ali = kg.entity("secret-ali").unwrap();
    assert_eq!(kg.purge(ali, "request 17").unwrap(), 3);
    let source = kg.source("s").unwrap();
    assert_eq!(kg.purge(source, "its text").unwrap(), 1);

    let all = || kg.view().with_retracted().with_resolved().with_modalities(Modality::ALL);
    let dossier = Dossier::of(&all());
    let files = [
        archive(&kg),
        archive(&kg.as_known(stamp(5)).unwrap()),
        json::Json::of(&dossier).to_string(),
        notation::write(&dossier),
        all().dot().to_string(),
    ];
    for file in &files {
        assert!(!file.to_lowercase().contains("secret"), "{file}");
    }
    assert!(files[3].contains("somebody visits norland key kept"), "{}", files[3]);
    // The history shows that there was something, and that it was purged, when and why.
    let edits: Vec<Edit> = kg.history().flat_map(|(_, edits)| edits).collect();
    assert_eq!(edits.iter().filter(|edit| matches!(edit, Edit::Tombstone)).count(), 4);
    assert!(matches!(&edits[edits.len() - 2], Edit::Purge { edits: 3, why } if why == "request 17"));
    let again = json::Reader::new(&diplomacy::schema()).read_graph(files[0].as_bytes()).unwrap();
    assert_eq!(archive(&again), files[0]);
    assert_eq!(again.violations(), []);
}

/// Everything that can be read of a view: facts, claims, sources, entities, what became of facts, and files.
fn all_read(view: &chancery::View<'_>) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    for (name, view) in [
        ("default", view.clone()),
        ("whole", view.with_retracted().with_resolved().with_modalities(Modality::ALL)),
        ("retracted", view.with_retracted()),
        ("resolved", view.with_resolved()),
    ] {
        writeln!(out, "{name}").unwrap();
        for fact in view.all_facts() {
            let flags = (fact.is_retracted(), fact.is_resolved(), fact.is_disputed(), fact.truth(), fact.recorded_in());
            let names =
                (fact.key(), fact.relation(), fact.relation_name(), fact.dated_name(), fact.when(), fact.modality());
            writeln!(out, "{:?} {flags:?} {names:?} {fact} | {:#}", fact.id(), fact.to_fact()).unwrap();
            writeln!(out, "  {} {:?} {:?}", fact.as_recorded(), fact.again(), (fact.subject(), fact.object())).unwrap();
            for node in fact.participants() {
                let read = (node.id(), node.key(), node.name(), node.kind_name(), node.value(), node.fact());
                writeln!(out, "  {read:?} {node} {:?} {:?}", node.to_node(), node.to_entity()).unwrap();
            }
            for claim in fact.claims() {
                let read =
                    (claim.id(), claim.fact(), claim.stance(), claim.inferred(), claim.confidence(), claim.quote());
                let more =
                    (claim.said_by().map(|node| node.id()), claim.ranges().collect::<Vec<_>>(), claim.recorded_in());
                writeln!(out, "  {read:?} {more:?} {claim} {}", claim.as_recorded()).unwrap();
                writeln!(out, "  {:?} {:?}", claim.source().to_source(), claim.source().origin().key()).unwrap();
            }
            writeln!(out, "  {:?} {:?}", view.resolution(fact.id()), view.resolves(fact.id())).unwrap();
            writeln!(out, "  {:?} {:?}", view.life(fact.id()), view.resolved(fact.id())).unwrap();
            let testimony = view.testimony(fact.id()).unwrap();
            writeln!(out, "  {:?} {:?}", testimony.independent_sources(), testimony.speakers()).unwrap();
        }
        writeln!(out, "{:?}", view.entities().map(|node| (node.id(), node.to_entity())).collect::<Vec<_>>()).unwrap();
        writeln!(out, "{:?}", view.sources().map(|source| source.to_source()).collect::<Vec<_>>()).unwrap();
        writeln!(out, "{}", json::Json::of(&chancery::dossier::Dossier::of(&view))).unwrap();
        writeln!(out, "{}", view.dot()).unwrap();
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    // Law: what is read through a view of a time is what is read through the graph of that time. What entities are one, and
    // of which kind each is, is as now in a view, so nothing decides on these here.
    #[test]
    fn a_view_of_a_time_reads_what_the_graph_of_then_reads(mut steps in any_steps()) {
        steps.retain(|(_, edit)| matches!(
            edit,
            Edit::AddSource(_) | Edit::AddEntity(_) | Edit::Assert(_) | Edit::Claim { .. } | Edit::Retract { .. } | Edit::Resolve { .. }
        ));
        let kg = done(&steps, None);
        for day in 1..8 {
            let then = kg.as_known(stamp(day)).unwrap();
            prop_assert_eq!(all_read(&kg.view().known_by(stamp(day)).unwrap()), all_read(&then.view()), "on day {}", day);
        }
    }

    // Law: for any edits and any time, the graph as known then is the graph to which the edits up to then were made.
    #[test]
    fn as_known_is_the_graph_that_was(steps in any_steps()) {
        let kg = done(&steps, None);
        let whole = archive(&kg);
        let mut days: Vec<u32> = vec![1];
        for (pause, _) in &steps {
            if let Pause::Days(n) = pause {
                days.push(days[days.len() - 1] + n);
            }
        }
        for day in days {
            let then = kg.as_known(stamp(day)).unwrap();
            prop_assert_eq!(then.violations(), []);
            prop_assert_eq!(archive(&then), archive(&done(&steps, Some(day))), "on day {}", day);
            // The views show the same facts; the graph goes on, and a view of all of it changes nothing.
            let view = kg.view().known_by(stamp(day)).unwrap();
            let shown = |view: chancery::View<'_>| {
                let view = view.with_modalities(Modality::ALL);
                view.all_facts().map(|fact| (fact.id(), fact.truth(), fact.claims().count())).collect::<Vec<_>>()
            };
            prop_assert_eq!(shown(then.view()), shown(view));
            prop_assert_eq!(archive(&then.as_known(stamp(31)).unwrap()), archive(&then));
        }
        prop_assert_eq!(archive(&kg), whole);
    }

    // Law: a purged graph is the graph to which what is left was done, at every time.
    #[test]
    fn purged_is_as_if_never_recorded(steps in any_steps(), which in 0usize..12, of_entity in any::<bool>()) {
        let mut kg = done(&steps, None);
        let all = |kg: &KnowledgeGraph| kg.view().with_retracted().with_resolved().with_modalities(Modality::ALL).all_facts().map(|f| f.id()).collect::<Vec<_>>();
        let facts = all(&kg);
        let keys = ["a", "b", "c", "d", "e", "f"];
        let goes = |kg: &KnowledgeGraph, fact: FactId| kg.fact_ref(fact).unwrap().to_string();
        let before: Vec<String> = facts.iter().map(|fact| goes(&kg, *fact)).collect();
        let purged = if of_entity {
            let entity = kg.entity(keys[which % 6]).unwrap();
            kg.purge(entity, "")
        } else {
            kg.purge(facts[which % facts.len()], "why")
        };
        // What is left may be such that it cannot stand alone, which is an error and changes nothing.
        if let Err(error) = purged {
            prop_assert_eq!(error.kind(), chancery::ErrorKind::Final);
            prop_assert_eq!(facts.iter().map(|fact| goes(&kg, *fact)).collect::<Vec<_>>(), before);
            return Ok(());
        }
        prop_assert_eq!(kg.violations(), []);
        let mut left = KnowledgeGraph::new(diplomacy::schema().open());
        for (said, edits) in kg.history() {
            left.begin(said.clone()).unwrap();
            for edit in edits.iter().filter(|edit| !matches!(edit, Edit::Tombstone | Edit::Purge { .. })) {
                left.apply(edit).unwrap();
            }
        }
        let dossier = |kg: &KnowledgeGraph| json::Json::of(&chancery::dossier::Dossier::of(&kg.view().with_retracted().with_resolved().with_modalities(Modality::ALL))).to_string();
        // An open schema keeps the names of purged records: that is reported.
        prop_assert_eq!(dossier(&kg), dossier(&left));
        for day in [1, 3, 9] {
            prop_assert_eq!(kg.as_known(stamp(day)).unwrap().violations(), []);
        }
        let text = archive(&kg);
        prop_assert_eq!(archive(&json::Reader::new(&diplomacy::schema().open()).read_graph(text.as_bytes()).unwrap()), text);
    }

    // Law: the history of a fact is what of the whole history names it; that of an entity what names it or one of its facts.
    #[test]
    fn the_history_of_one_is_its_part_of_all(steps in any_steps()) {
        let kg = done(&steps, None);
        let mut asserted = 0;
        let (mut all, transactions) = (Vec::new(), kg.transactions().map(|(id, said)| (id, said.clone())).collect::<Vec<_>>());
        let mut at = 0;
        for (said, edits) in kg.history() {
            at += transactions[at..].iter().position(|(_, of)| of == said).unwrap();
            for edit in edits {
                let facts = facts_of(&kg, &edit, &mut asserted);
                all.push((edit, facts));
            }
        }
        for number in 0..asserted {
            let fact = kg.fact_named(&format!("#{number}")).unwrap();
            let part: Vec<_> = all.iter().filter(|(_, facts)| facts.contains(&fact)).map(|(edit, _)| edit).collect();
            let history = kg.history_of(fact);
            prop_assert_eq!(history.iter().map(|(_, edit)| edit).collect::<Vec<_>>(), part);
            prop_assert_eq!(history[0].0, kg.fact_ref(fact).unwrap().recorded_in());
            prop_assert!(history.is_sorted_by_key(|(id, _)| *id));
        }
        for key in ["a", "b", "c", "d", "e", "f"] {
            let Some(entity) = kg.get_entity(key) else { continue };
            let node = kg.node_ref(entity).unwrap();
            let own: Vec<_> = [node.key().unwrap()].into_iter().chain(node.merged().filter_map(|other| other.key())).collect();
            let is_one = |key: &str| own.contains(&key);
            let in_it = |fact: &FactId| kg.fact_ref(*fact).unwrap().participants().any(|n| n.id() == entity);
            let part: Vec<_> = all
                .iter()
                .filter(|(edit, facts)| keys_of(edit).into_iter().any(is_one) || facts.iter().any(in_it))
                .map(|(edit, _)| edit)
                .collect();
            let history = kg.history_of(entity);
            prop_assert_eq!(history.iter().map(|(_, edit)| edit).collect::<Vec<_>>(), part, "{}", key);
        }
    }
}
