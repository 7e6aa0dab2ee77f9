//! Guards against a diff that keeps silent, and against edits that do not make what they promise: two graphs are held
//! against each other by plain lists of lines, and the edits are applied.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use crate::twin::{Twin, decisions, words};
use chancery::{
    Edit, FactRef, KnowledgeGraph, NodeRef, View,
    diff::{Change, Difference, diff},
    diplomacy,
    notation::Reader,
};
use proptest::prelude::*;

fn read(file: &str) -> KnowledgeGraph {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/communique").join(file);
    Reader::new(diplomacy::schema()).read_files([path]).unwrap_or_else(|faults| panic!("{faults}"))
}

/// A fact as a line in which nothing is named by number or by the key of a fact, and the order of claims does not show.
fn line(fact: &FactRef<'_>) -> String {
    let mut claims: Vec<_> = fact.claims().map(|claim| claim.to_string()).collect();
    claims.sort();
    format!("{} {}", statement(fact), claims.join(" "))
}

fn statement(fact: &FactRef<'_>) -> String {
    let node = |node: NodeRef<'_>| match (node.fact(), node.key()) {
        (Some(about), _) => format!("({})", statement(&node.graph().fact_ref(about).unwrap())),
        (None, Some(key)) => key.to_owned(),
        (None, None) => node.to_string(),
    };
    let mut ends = [node(fact.subject_node()), node(fact.object_node())];
    let schema = fact.graph().schema();
    if schema.relation_def(fact.relation()).symmetric {
        ends.sort();
    }
    let mut roles: Vec<_> =
        fact.players().map(|(role, player)| format!("{} {}", schema.role_def(role).name, node(player))).collect();
    roles.sort();
    format!("{} {} {} {} {}", ends.join(" "), fact.relation_name(), roles.join(" "), fact.when(), fact.modality())
}

fn lines(view: &View<'_>) -> Vec<String> {
    let mut lines: Vec<_> = view.all_facts().map(|fact| line(&fact)).collect();
    lines.sort();
    lines
}

fn entities(kg: &KnowledgeGraph) -> BTreeSet<String> {
    kg.view().entities().map(|node| format!("{:?}", node.to_entity())).collect()
}

fn keys(view: &View<'_>) -> BTreeSet<(String, Option<String>)> {
    view.all_facts().map(|fact| (line(&fact), fact.key().map(str::to_owned))).collect()
}

/// The kinds with which entities were added.
fn kinds(kg: &KnowledgeGraph) -> BTreeMap<String, String> {
    let edits = kg.history().flat_map(|(_, edits)| edits);
    edits
        .filter_map(|edit| if let Edit::AddEntity(entity) = edit { Some((entity.key, entity.kind)) } else { None })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn edits_turn_the_one_into_the_other(
        common in prop::collection::vec(any::<[u8; 12]>(), 0..16),
        one in prop::collection::vec(any::<[u8; 12]>(), 0..12),
        other in prop::collection::vec(any::<[u8; 12]>(), 0..12),
        decided in decisions(4),
        merges in decisions(4),
        others in decisions(6),
    ) {
        let before = Twin::decided(&[&common[..], &one].concat(), &[&decided[..], &merges].concat()).kg;
        let after = Twin::decided(&[&common[..], &other].concat(), &[&decided[..], &others].concat()).kg;
        let found = diff(&before.view(), &after.view());
        let same = lines(&before.view()) == lines(&after.view()) && entities(&before) == entities(&after) && keys(&before.view()) == keys(&after.view());
        prop_assert_eq!(found.is_empty(), same, "\n{}\n{:#?}\n{:#?}", found, lines(&before.view()), lines(&after.view()));

        let (text, edits) = (found.to_string(), found.edits());
        // A key that stands for a person here and a city there is beyond edits, and so may be what is said of it.
        let (kinds, others) = (kinds(&before), kinds(&after));
        if kinds.iter().any(|(key, kind)| others.get(key).is_some_and(|other| other != kind)) {
            return Ok(());
        }
        let mut made = before.clone();
        for edit in &edits {
            let done = made.apply(edit);
            prop_assert!(done.is_ok(), "{:?}: {:?}\n{}\n{:#?}", edit, done, text, edits);
        }
        prop_assert_eq!(made.violations(), []);
        prop_assert_eq!(lines(&made.view()), lines(&after.view()), "\n{}\n{:#?}", text, edits);
        let left = diff(&made.view(), &after.view());
        for difference in left.differences() {
            prop_assert!(!difference.has_edit(), "{}\nis left of\n{}\n{:#?}", difference, text, edits);
        }
    }

    /// The same facts in another order, and in a graph of its own, are no difference.
    #[test]
    fn the_order_of_recording_is_no_difference(
        rows in prop::collection::vec(any::<[u8; 12]>(), 0..30),
        decided in decisions(5),
        turn in any::<prop::sample::Index>(),
    ) {
        let kg = Twin::decided(&rows, &decided).kg;
        prop_assert!(diff(&kg.view(), &kg.view()).is_empty());
        let dossier = chancery::dossier::Dossier::of(&kg.view());
        let again = dossier.to_graph(words::schema()).unwrap();
        let found = diff(&kg.view(), &again.view());
        prop_assert!(found.differences().iter().all(|difference| !difference.has_edit()), "{}", found);

        // Facts about facts stay behind these; the others are turned round.
        let about = |fact: &chancery::Fact| [&fact.subject, &fact.object].into_iter().chain(fact.roles.values()).any(|node| matches!(node, chancery::model::Node::Fact(_)));
        if dossier.facts.iter().any(about) || dossier.facts.is_empty() || !dossier.resolutions.is_empty() {
            return Ok(());
        }
        let mut turned = dossier.clone();
        let middle = turn.index(turned.facts.len());
        turned.facts.rotate_left(middle);
        let again = turned.to_graph(words::schema()).unwrap();
        let found = diff(&kg.view(), &again.view());
        prop_assert!(found.differences().iter().all(|difference| !difference.has_edit()), "{}", found);
    }

    /// What was added seen from the one side was removed seen from the other.
    #[test]
    fn both_directions_tell_the_same(
        common in prop::collection::vec(any::<[u8; 12]>(), 0..16),
        one in prop::collection::vec(any::<[u8; 12]>(), 0..12),
        other in prop::collection::vec(any::<[u8; 12]>(), 0..12),
    ) {
        let before = Twin::build(&[&common[..], &one].concat()).kg;
        let after = Twin::build(&[&common[..], &other].concat()).kg;
        let count = |from: &KnowledgeGraph, to: &KnowledgeGraph| {
            let found = diff(&from.view(), &to.view());
            let differences = found.differences();
            let gone = differences.iter().filter(|d| matches!(d, Difference::Removed(_) | Difference::Resolved { .. })).count();
            let instead: BTreeSet<_> = differences.iter().filter_map(|d| match d {
                Difference::Added(fact) => Some(fact.id()),
                Difference::Resolved { after, .. } => Some(after.id()),
                _ => None,
            }).collect();
            (gone, instead.len())
        };
        let (gone, _) = count(&before, &after);
        let settled_by_old = |from: &KnowledgeGraph, to: &KnowledgeGraph| lines(&to.view()).len() - lines(&from.view()).len().min(lines(&to.view()).len());
        let (back, _) = count(&after, &before);
        prop_assert_eq!(lines(&before.view()).len() + back, lines(&after.view()).len() + gone, "{}", settled_by_old(&before, &after));
    }
}

#[test]
fn the_communique_and_its_outcome() {
    let (before, after) = (read("plan.facts"), read("outcome.facts"));
    let found = diff(&before.view(), &after.view());
    let changes: Vec<_> = found.differences().iter().map(|difference| difference.change().name()).collect();
    assert_eq!(
        changes,
        [
            "added",
            "added",
            "added", // the wire, the chamber, its chairman
            "confirmed",
            "corrected",
            "contradicted",
            "added",
            "added",
        ],
        "{found}"
    );
    let text = found.to_string();
    assert!(text.contains(
        "# confirmed\n- marsk visits caldera visit-kind \"state visit\" on 2031-04 planned key visit said-by norvia-foreign-ministry @gazette"
    ), "{text}");
    assert!(text.contains("\n# contradicted\n+ claim ^growth said-by lemos disputes @wire"), "{text}");
    // What is behind a mark and is a fact reads as one.
    for line in text.lines().filter_map(|line| line.strip_prefix("+ ").or(line.strip_prefix("- "))) {
        let fact = !["source", "entity", "claim", "  "].iter().any(|word| line.starts_with(word));
        assert!(!fact || line.parse::<chancery::Fact>().is_ok(), "{line}");
    }
    let mut made = before.clone();
    found.edits().iter().for_each(|edit| made.apply(edit).unwrap());
    assert!(diff(&made.view(), &after.view()).is_empty());
    assert_eq!(diff(&after.view(), &after.view()).to_string(), "");
}

/// The changes between two texts of the notation, after a common head.
fn changes(before: &str, after: &str) -> Vec<Change> {
    let head = "source s text \"one two three\"\nsource t\nentity person a \"A\"\nentity state n \"N\"\nentity state m \"M\"\n";
    let graph = |text: &str| {
        chancery::notation::read(&format!("{head}{text}"), diplomacy::schema())
            .unwrap_or_else(|faults| panic!("{faults}"))
    };
    let (before, after) = (graph(before), graph(after));
    let found = diff(&before.view(), &after.view());
    let mut made = before.clone();
    found.edits().iter().for_each(|edit| made.apply(edit).unwrap());
    assert_eq!(lines(&made.view()), lines(&after.view()), "{found}");
    found.differences().iter().map(Difference::change).collect()
}

#[test]
fn only_later_outcomes_are_reported() {
    use Change::{Added, Changed, ClaimRemoved, Confirmed, Contradicted, Corrected, Refined, Removed, SourceAdded};
    for (before, after, expected) in [
        ("a visits n on 2031-04", "a visits n on 2031-04-11", vec![Refined]),
        ("a visits n on 2031-04 planned", "a visits n on 2031-04-11 planned", vec![Refined]),
        ("a visits n on 2031-04 planned", "a visits n on 2031-04-11", vec![Confirmed]),
        ("a visits n planned", "a visits n", vec![Confirmed]),
        // Another time is another visit.
        ("a visits n on 2031-04 planned", "a visits n on 2031-05-11", vec![Removed, Added]),
        ("a visits n on 2030", "a visits n on 2031", vec![Removed, Added]),
        ("a visits n on 2031-04-11", "a visits n on 2031-04", vec![Removed, Added]),
        ("a visits n on 2031", "a visits m on 2031", vec![Removed, Added]),
        // Facts with a common key are one fact, changed.
        ("a visits n on 2030 key v", "a visits n on 2031 key v", vec![Corrected]),
        ("a visits n on 2030 key v", "a visits m on 2030 key v", vec![Corrected]),
        ("a visits n on 2030 key v", "a visits n on 2030-05 key v", vec![Refined]),
        ("a visits n on 2030 key v", "a visits n on 2030 key w", vec![Changed]),
        // Claims.
        ("a visits n @s \"one\"", "a visits n @s \"one\" @t", vec![SourceAdded]),
        ("a visits n @s \"one\"", "a visits n @s \"one\" disputes @t", vec![Contradicted]),
        ("a visits n @s \"one\" @t", "a visits n @s \"one\"", vec![ClaimRemoved]),
        ("a visits n @s \"one\"", "a visits n @s \"two\"", vec![ClaimRemoved, SourceAdded]),
        ("a visits n @s \"one\" @t", "a visits n @t @s \"one\"", vec![]),
        ("a visits n @t @t", "a visits n @t", vec![ClaimRemoved]),
        // Two facts that say the same are two.
        ("a visits n\na visits n", "a visits n", vec![Removed]),
        ("a visits n @t\na visits n @s", "a visits n @s\na visits n @t", vec![]),
        // Both ends of a symmetric relation are alike, those of another are not.
        ("n borders m", "m borders n", vec![]),
        ("n recognized m", "m recognized n", vec![Removed, Added]),
        // A fact about a fact is the same where that is.
        ("a visits n on 2031 key v\na highlighted ^v", "a visits n on 2031 key w\na highlighted ^w", vec![Changed]),
        (
            "a visits n on 2030 key v\na highlighted ^v",
            "a visits n on 2031 key v\na highlighted ^v",
            vec![Corrected, Removed, Added],
        ),
        ("a visits n @t @s \"one\"\na highlighted ^0", "a visits n @t\na highlighted ^0", vec![ClaimRemoved]),
        // By what the later says of it.
        (
            "a visits n planned key p",
            "a visits n planned key p\na visits m key q\nresolve ^p corrected by ^q",
            vec![Corrected],
        ),
        ("a visits n key p", "a visits n key p\nretract ^p \"no\"", vec![Removed]),
    ] {
        assert_eq!(changes(before, after), expected, "{before}\n{after}");
    }
}

#[test]
fn merges_are_reported_and_made() {
    let mut before = read("plan.facts");
    before.add("person", "E. Marsk").unwrap();
    before.assert(chancery::fact("e-marsk", "visits", "harrow").on("2030")).unwrap();
    let mut after = before.clone();
    after.merge("e-marsk", "marsk", "one name").unwrap();
    let found = diff(&before.view(), &after.view());
    assert_eq!(
        found.to_string(),
        "# merged\n- entity person e-marsk \"E. Marsk\"\n+ entity person marsk \"Elin Marsk\"\n"
    );
    let edits = found.edits();
    for edit in &edits {
        before.apply(edit).unwrap();
    }
    assert!(diff(&before.view(), &after.view()).is_empty());

    // And parted again.
    after.unmerge("e-marsk", "marsk", "").unwrap();
    let found = diff(&before.view(), &after.view());
    assert_eq!(found.differences().iter().map(Difference::change).collect::<Vec<_>>(), [Change::Parted]);
    let edits = found.edits();
    for edit in &edits {
        before.apply(edit).unwrap();
    }
    assert!(diff(&before.view(), &after.view()).is_empty());
}

/// Applies the edits of a difference, after which none is left.
fn made(before: &KnowledgeGraph, after: &KnowledgeGraph) -> KnowledgeGraph {
    let mut made = before.clone();
    for edit in diff(&before.view(), &after.view()).edits() {
        made.apply(&edit).unwrap_or_else(|error| panic!("{edit:?}: {error}"));
    }
    let left = diff(&made.view(), &after.view());
    assert!(left.is_empty(), "{left}");
    made
}

#[test]
fn merges_through_entities_that_the_earlier_graph_lacks_are_made() {
    let mut before = KnowledgeGraph::new(diplomacy::schema());
    before.add("person", "a").unwrap();
    let mut after = before.clone();
    after.add("person", "m").unwrap();
    after.add("person", "c").unwrap();
    after.merge("a", "m", "one name").unwrap();
    after.merge("m", "c", "the same").unwrap();
    let made = made(&before, &after);
    assert_eq!(made.entity("a"), made.entity("c"));
    assert_eq!(made.merges().map(|merge| merge.why()).collect::<Vec<_>>(), ["one name"]);
}

#[test]
fn a_decision_to_keep_apart_that_no_longer_holds_is_lifted() {
    let mut before = KnowledgeGraph::new(diplomacy::schema());
    for name in ["a", "b", "c"] {
        before.add("person", name).unwrap();
    }
    before.keep_apart("a", "b", "two people").unwrap();
    before.keep_apart("a", "c", "two people").unwrap();
    let mut after = before.clone();
    after.allow_merge("a", "b", "a mistake").unwrap();
    after.merge("a", "b", "one person").unwrap();
    let made = made(&before, &after);
    assert_eq!(made.kept_apart().count(), 1);
}

#[test]
fn an_entity_that_is_parted_and_has_a_narrower_kind_is_narrowed() {
    let mut before = KnowledgeGraph::new(words::schema());
    for (kind, name) in [("place", "a"), ("place", "b")] {
        before.add(kind, name).unwrap();
    }
    let mut after = before.clone();
    before.merge("a", "b", "").unwrap();
    after.narrow(after.entity("a").unwrap(), "city").unwrap();
    let made = made(&before, &after);
    assert_eq!(
        made.view().entities().map(|node| node.kind_name().unwrap().to_owned()).collect::<Vec<_>>(),
        ["city", "place"]
    );
}

#[test]
fn players_that_became_one_are_one() {
    let mut before = KnowledgeGraph::new(words::schema());
    for name in ["a", "b", "p", "q"] {
        before.add("person", name).unwrap();
    }
    let mut after = before.clone();
    after.assert(chancery::fact("p", "met", "q").with("via", "a").with("via", "b")).unwrap();
    after.merge("a", "b", "").unwrap();
    made(&before, &after);
    let again = chancery::dossier::Dossier::of(&after.view()).to_graph(words::schema()).unwrap();
    assert!(diff(&after.view(), &again.view()).is_empty());
}

#[test]
fn quotes_of_several_passages_are_compared_passage_by_passage() {
    use chancery::model::{Claim, Quote, Sha256};
    let hashed = || Quote::hashed(5..9, Sha256::of("four"));
    let graph = |quote: &Quote| {
        let mut kg = KnowledgeGraph::new(words::schema());
        kg.add_source(chancery::Source::new("s")).unwrap();
        kg.add("person", "a").unwrap();
        let id = kg.assert(chancery::fact("a", "met", "a")).unwrap();
        let mut claim = Claim::new("s");
        claim.quote = Some(quote.clone());
        kg.claim(id, claim).unwrap();
        kg
    };
    for (one, other) in [
        (Quote::new("x").and(hashed()), Quote::new("y").and(hashed())),
        (Quote::new("a").and("b … c"), Quote::new("a … b").and("c")),
        (Quote::new("a … b"), Quote::new("a").and("b")),
    ] {
        let (before, after) = (graph(&one), graph(&other));
        assert_eq!(diff(&before.view(), &after.view()).differences().len(), 2, "{one} {other}");
        assert!(diff(&before.view(), &graph(&one).view()).is_empty());
        made(&before, &after);
    }
}

#[test]
fn a_view_has_only_the_sources_that_it_knows() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.at("2031-03-04").unwrap();
    kg.add_source(chancery::Source::new("a")).unwrap();
    kg.at("2031-03-06").unwrap();
    kg.add_source(chancery::Source::new("b")).unwrap();
    let then = kg.view().known_by("2031-03-05").unwrap();
    assert_eq!(diff(&then, &kg.view()).to_string(), "# added\n+ source b\n");
    assert_eq!(diff(&kg.view(), &then).to_string(), "# removed\n- source b\n");
    // A view without the source does not have it either.
    let without = kg.view().without_sources("b").unwrap();
    assert!(diff(&then, &without).is_empty() && diff(&without, &then).is_empty());
}

#[test]
fn two_moments_of_one_graph() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.at("2031-03-04").unwrap();
    let (a, n) = (kg.add("person", "a").unwrap(), kg.add("state", "n").unwrap());
    kg.assert(chancery::fact(a, "visits", n).on("2031-04").planned()).unwrap();
    kg.at("2031-04-15").unwrap();
    kg.assert(chancery::fact(a, "visits", n).on("2031-04-11").key("held")).unwrap();
    let plan = kg.view().all_facts().next().unwrap().id();
    let held = kg.fact("held").unwrap();
    kg.resolve(plan, chancery::model::Resolution::Confirmed, held).unwrap();
    let then = kg.view().known_by("2031-03-05").unwrap();
    let found = diff(&then, &kg.view());
    assert_eq!(found.differences().iter().map(Difference::change).collect::<Vec<_>>(), [Change::Confirmed]);
    // What was known is no less with a source left out.
    let none: [&str; 0] = [];
    assert!(diff(&kg.view(), &kg.view().without_sources(none).unwrap()).is_empty());
}

/// Two facts with the same ends, in two graphs: how the later one resolves the earlier, if it says so by itself.
#[test]
fn what_replaces_a_fact_says_how() {
    use Modality::{Actual, Cancelled, Denied, Hypothetical, Planned};
    use chancery::model::{Modality, Resolution};
    let graph = |modality: Modality, on: &str| {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        kg.add(diplomacy::Person, "Ada").unwrap();
        kg.add(diplomacy::State, "Norland").unwrap();
        let visit = chancery::fact("ada", "visits", "norland").on(on);
        let visit = match modality {
            Modality::Planned => visit.planned(),
            Modality::Cancelled => visit.cancelled(),
            Modality::Denied => visit.denied(),
            Modality::Hypothetical => visit.hypothetical(),
            Actual => visit,
        };
        kg.assert(visit).unwrap();
        kg
    };
    let (month, day, later) = ("2026-02", "2026-02-03", "2027-05-01");
    for ((before, on), (after, then), resolution) in [
        ((Planned, month), (Actual, day), Some(Resolution::Confirmed)),
        ((Hypothetical, month), (Actual, day), Some(Resolution::Confirmed)),
        ((Planned, month), (Cancelled, month), Some(Resolution::Cancelled)),
        ((Actual, day), (Cancelled, day), None),
        ((Actual, day), (Denied, month), Some(Resolution::Denied)),
        ((Planned, month), (Denied, day), Some(Resolution::Denied)),
        ((Actual, month), (Actual, day), Some(Resolution::Refined)),
        ((Denied, month), (Denied, day), Some(Resolution::Refined)),
        ((Actual, day), (Actual, month), None),
        ((Planned, month), (Actual, later), None),
        ((Actual, day), (Denied, later), None),
    ] {
        let (before, after) = (graph(before, on), graph(after, then));
        let views = [&before, &after].map(|kg| kg.view().with_modalities(Modality::ALL));
        let found = diff(&views[0], &views[1]);
        let said = found.differences().iter().find_map(|difference| match difference {
            Difference::Resolved { resolution, .. } => Some(*resolution),
            _ => None,
        });
        assert_eq!(said, resolution, "{found}");
    }
}

/// An entity of the same name and another kind is changed.
#[test]
fn another_kind_is_a_change() {
    let of = |kind: &str| {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        kg.add(kind, chancery::entity("Norvia").key("norvia")).unwrap();
        kg
    };
    let (state, city) = (of("state"), of("city"));
    let found = diff(&state.view(), &city.view());
    let all = found.differences();
    assert!(
        matches!(all, [Difference::EntityChanged { before, after }] if before.kind_name() != after.kind_name()),
        "{all:?}"
    );
    assert_eq!(diff(&state.view(), &of("state").view()).differences().len(), 0);
}
