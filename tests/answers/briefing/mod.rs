//! Guards against a briefing that leaves out a fact in silence, shows a fact without its evidence, or takes for said, planned
//! or disputed what is not: each section is held against a plain list of the facts of the view.

mod printed;
mod random;

use std::path::Path;

use chancery::{
    ErrorKind, KnowledgeGraph, Schema, Source, Truth, View,
    briefing::{Briefing, Counted, FactItem, Item, Section},
    diplomacy::{self, HeadOfState, Met, Person, State, Visits},
    entity, fact,
    model::{FactId, Modality, Resolution, Stance},
    notation::Reader,
};

fn read(file: &str, schema: Schema) -> KnowledgeGraph {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    Reader::new(schema).read_files([path]).unwrap_or_else(|faults| panic!("{faults}"))
}

fn report() -> KnowledgeGraph {
    read("data/press-report/report.facts", diplomacy::schema())
}

fn companies() -> KnowledgeGraph {
    read("tests/data/companies.facts", Schema::new())
}

fn facts(section: &Section) -> Vec<&FactItem> {
    let facts = section.items.iter().filter_map(|item| if let Item::Fact(fact) = item { Some(&**fact) } else { None });
    facts.collect()
}

fn names(section: &Section) -> Vec<&str> {
    facts(section).into_iter().map(|fact| fact.name.as_str()).collect()
}

fn sentences(section: &Section) -> Vec<&str> {
    facts(section).into_iter().map(|fact| fact.sentence.as_str()).collect()
}

/// How many facts a section says that it leaves out.
fn left_out(section: &Section, of: Counted) -> usize {
    let counts = section.items.iter().filter_map(|item| match item {
        Item::LeftOut(left_out) if left_out.of == of => Some(left_out.count),
        _ => None,
    });
    counts.sum()
}

fn headings(section: &Section) -> Vec<&str> {
    let texts = section
        .items
        .iter()
        .filter_map(|item| if let Item::Heading(heading) = item { Some(&*heading.text) } else { None });
    texts.collect()
}

fn only(briefing: &Briefing) -> &Section {
    assert_eq!(briefing.sections.len(), 1);
    &briefing.sections[0]
}

fn name(view: &View<'_>, fact: FactId) -> String {
    view.graph().fact_name(fact).fact
}

/// A visit that was planned and took place, one that was cancelled, one that was denied, one that is open.
fn visits() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let guest = kg.add(Person, "The guest").unwrap();
    let states = ["Norland", "Sudland", "Westland", "Ostland"].map(|name| kg.add(State, name).unwrap());
    let plan = |state| fact(guest, Visits, state).on("2026-02").planned();
    let plans = states.map(|state| kg.assert(plan(state)).unwrap());
    let visit = kg.again(plans[0]).unwrap().on("2026-02-03");
    kg.confirm(plans[0], visit).unwrap();
    let again = kg.again(plans[1]).unwrap();
    kg.cancel(plans[1], again).unwrap();
    let again = kg.again(plans[2]).unwrap();
    kg.deny(plans[2], again).unwrap();
    kg
}

#[test]
fn plans_stand_with_what_became_of_them() {
    let kg = visits();
    let briefing = kg.view().briefing().plans().finish();
    let section = only(&briefing);
    assert_eq!(
        headings(section),
        ["Planned, and still open", "Planned, with what became of it", "Cancelled", "Denied"]
    );
    assert_eq!(
        sentences(section),
        [
            "The guest is planned to visit Ostland in February 2026",
            "The guest is planned to visit Norland in February 2026",
            "The guest is planned to visit Sudland in February 2026",
            "The guest is planned to visit Westland in February 2026",
            "The guest was planned to visit Sudland (cancelled)",
            "The guest did not visit Westland",
        ]
    );
    let facts = facts(section);
    let outcomes: Vec<_> = facts
        .iter()
        .map(|fact| fact.outcome.as_ref().map(|outcome| (outcome.resolution, &*outcome.sentence)))
        .collect();
    assert_eq!(
        outcomes[..4],
        [
            None,
            Some((Resolution::Confirmed, "The guest visited Norland on 2026-02-03")),
            Some((Resolution::Cancelled, "The guest was planned to visit Sudland (cancelled)")),
            Some((Resolution::Denied, "The guest did not visit Westland")),
        ]
    );
    assert_eq!(facts[0].truth, Truth::Possibly);
    assert_eq!(facts[5].truth, Truth::No);
    let text = briefing.to_string();
    assert!(text.contains("    confirmed: The guest visited Norland on 2026-02-03\n"), "{text}");
}

#[test]
fn a_briefing_has_every_modality_unless_the_view_chose() {
    let kg = visits();
    let whole = |view: View<'_>| {
        let briefing = view.briefing().whole().finish();
        briefing.sections.iter().flat_map(facts).map(|fact| fact.fact.modality).collect::<Vec<_>>()
    };
    let all = whole(kg.view());
    assert!(
        [Modality::Actual, Modality::Planned, Modality::Cancelled, Modality::Denied].iter().all(|m| all.contains(m))
    );
    let chosen = whole(kg.view().with_modalities([Modality::Actual, Modality::Planned]));
    assert!(!chosen.contains(&Modality::Denied) && !chosen.contains(&Modality::Cancelled));
    // A condition that is added later keeps the choice.
    let chosen = whole(kg.view().with_modalities([Modality::Actual]).on("2026-02-03").unwrap());
    assert_eq!(chosen.iter().filter(|modality| **modality != Modality::Actual).count(), 0);
    assert!(!chosen.is_empty());
}

#[test]
fn about_reads_each_fact_from_the_side_of_the_entity() {
    let kg = report();
    let briefing = kg.view().briefing().about("kazakhstan").unwrap().finish();
    let all = sentences(&briefing.sections[0]);
    assert!(all.contains(&"Kazakhstan has Kassym-Jomart Tokayev as head of state (as of 2026-01-24)"), "{all:?}");
    // What is said of a fact about it stands below that fact.
    let strategy = all.iter().position(|sentence| *sentence == "Kazakhstan pursues Regional connectivity").unwrap();
    assert_eq!(all[strategy + 1], "This is described as “strategic”: Kazakhstan pursues Regional connectivity");
    let view = kg.view().with_modalities(Modality::ALL);
    for fact in view.about("kazakhstan").unwrap() {
        assert!(names(&briefing.sections[0]).contains(&&*name(&view, fact.id())), "{fact}");
    }
    assert_eq!(briefing.sections.len(), 1, "a state says nothing");

    let briefing = kg.view().briefing().about("kistafin").unwrap().finish();
    assert_eq!(briefing.sections[1].title, "Said by Yerzhan Kistafin");
    let said = view.said_by("kistafin").unwrap();
    assert_eq!(names(&briefing.sections[1]), said.all_facts().map(|fact| name(&view, fact.id())).collect::<Vec<_>>());
    assert_eq!(kg.view().briefing().about("nobody").unwrap_err().kind(), ErrorKind::UnknownEntity);
}

#[test]
fn names_come_first_and_namesakes_stay_apart() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let norland = kg.add(State, "Norland").unwrap();
    let one = kg.add(Person, entity("Smith").key("one").alias("Smitty").identifier("wikidata", "Q1")).unwrap();
    let two = kg.add(Person, entity("Smith").key("two")).unwrap();
    kg.assert(fact(one, Visits, norland).on("2020")).unwrap();
    kg.assert(fact(one, HeadOfState, norland).since("2021")).unwrap();
    kg.assert(fact(one, Met, two).on("2019")).unwrap();
    let briefing = kg.view().briefing().about(one).unwrap().about(two).unwrap().finish();
    assert_eq!(briefing.sections[0].title, "Smith, person (one)");
    assert_eq!(
        sentences(&briefing.sections[0]),
        [
            "Smith is also known as “Smitty”",
            "Smith has the identifier “Q1”, in the scheme “wikidata”",
            "Smith is head of state of Norland (since 2021)",
            "Smith met Smith in 2019",
            "Smith visited Norland in 2020",
        ]
    );
    assert_eq!(sentences(&briefing.sections[1]), ["Smith met Smith in 2019"]);
    assert_eq!(briefing.sections[1].title, "Smith, person (two)");
}

#[test]
fn what_holds_on_a_day_is_certain_or_possible_and_nothing_denied_holds() {
    let kg = report();
    let briefing = kg.view().briefing().on("2026-01-24").unwrap().finish();
    let titles: Vec<_> = briefing.sections.iter().map(|section| &*section.title).collect();
    assert_eq!(titles, ["What certainly holds on 2026-01-24", "What possibly holds on 2026-01-24"]);
    let view = kg.view().with_modalities(Modality::ALL).on("2026-01-24").unwrap();
    for (section, truth) in briefing.sections.iter().zip([Truth::Yes, Truth::Possibly]) {
        let found = view.all_facts().filter(|fact| fact.truth() == truth);
        let wanted: Vec<_> = found.map(|fact| name(&view, fact.id())).collect();
        assert!(wanted.len() > 5);
        let shown = names(section);
        assert_eq!(shown, wanted[..shown.len()]);
        assert_eq!(shown.len() + left_out(section, Counted::Facts), wanted.len());
        assert!(facts(section).iter().all(|fact| fact.truth == truth));
    }
    assert_eq!(kg.view().briefing().on("2026-13").unwrap_err().kind(), ErrorKind::InvalidDate);
}

#[test]
fn chains_connect_by_what_may_be_and_not_by_what_is_denied() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let [a, b, c] = ["A", "B", "C"].map(|name| kg.add(Person, name).unwrap());
    kg.assert(fact(a, Met, c).on("2020").denied()).unwrap();
    kg.assert(fact(a, Met, b).on("2021")).unwrap();
    kg.assert(fact(b, Met, c).on("2022").planned()).unwrap();
    let between = |view: View<'_>, most| only(&view.briefing().between(a, c, most).unwrap().finish()).clone();
    let section = between(kg.view(), 3);
    assert_eq!(section.title, "How A and C are connected");
    assert_eq!(headings(&section), ["2 facts, possible"]);
    assert_eq!(sentences(&section), ["A met B in 2021", "B is planned to meet C in 2022"]);
    assert_eq!(sentences(&between(kg.view().with_modalities(Modality::ALL), 3)).len(), 3);
    let section = between(kg.view().certain(), 3);
    assert_eq!(section.items, [Item::Line("No chain of facts connects them.".to_owned())]);
    let same = kg.view().briefing().between(a, a, 1).unwrap().finish();
    assert_eq!(only(&same).items, [Item::Line("They are one and the same.".to_owned())]);
    assert_eq!(kg.view().briefing().between(a, "nobody", 1).unwrap_err().kind(), ErrorKind::UnknownEntity);
    let chain = kg.view().chains(a, c).shortest().unwrap().unwrap();
    assert_eq!(kg.view().briefing().section("By hand").chain(&chain).finish().sections[0].items.len(), 3);
}

#[test]
fn who_disputes_a_fact_did_not_say_it() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let wire = kg.add_source(Source::new("wire").text("They met. They did not, said C.")).unwrap();
    let [a, b, c] = ["A", "B", "C"].map(|name| kg.add(Person, name).unwrap());
    kg.assert(fact(a, Met, b).cite(wire, "They met").cite(wire, "They did not").said_by(c).disputes()).unwrap();
    kg.assert(fact(a, Met, c).source(wire).said_by(c).source(wire).said_by(c)).unwrap();
    let briefing = kg.view().briefing().statements().disputes().about(c).unwrap().finish();
    let [said, disputed, about, said_by, disputed_by] = &briefing.sections[..] else { panic!("{briefing}") };
    assert_eq!(headings(said), ["Disputed by C", "Said by C"]);
    assert_eq!(sentences(said), ["A met B", "A met C"]);
    // Its evidence stands further up, but here the claims against it stand again.
    let again = facts(disputed)[0];
    assert!(again.repeated && again.evidence.len() == 1 && again.evidence[0].stance == Stance::Disputes);
    assert_eq!(again.evidence[0].speaker.as_ref().map(|speaker| &*speaker.key), Some("c"));
    assert_eq!(sentences(about), ["C met A"]);
    assert_eq!((&*said_by.title, sentences(said_by)), ("Said by C", vec!["A met C"]));
    assert_eq!((&*disputed_by.title, sentences(disputed_by)), ("Disputed by C", vec!["A met B"]));
}

#[test]
fn a_retracted_fact_is_said_to_be_so() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let [a, b] = ["A", "B"].map(|name| kg.add(Person, name).unwrap());
    let met = kg.assert(fact(a, Met, b)).unwrap();
    kg.retract(met, "misread").unwrap();
    let briefing = kg.view().with_retracted().briefing().about(a).unwrap().finish();
    assert_eq!(facts(only(&briefing))[0].retracted.as_deref(), Some("misread"));
    assert!(briefing.to_string().contains("    retracted: misread\n"));
    assert_eq!(facts(only(&kg.view().briefing().about(a).unwrap().finish())).len(), 0);
}
