//! Guards against a history that overwrites: the made-up communiqué and what came of it a month later, with a plan that was
//! confirmed, a claim that is disputed, and one that was corrected.

use std::path::Path;

use chancery::{
    KnowledgeGraph, Truth, date,
    diplomacy::{self, AccreditedTo, AmbassadorOf, DescribedAs, Visits},
    model::{Modality, Resolution, Stance},
    notation::Reader,
};

fn read(file: &str) -> KnowledgeGraph {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/communique").join(file);
    let read = Reader::new(diplomacy::schema()).read_files([path]);
    read.unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn before_the_visit_it_is_planned_and_possible() {
    let kg = read("plan.facts");
    let caldera = kg.entity("caldera").unwrap();
    let visit = kg.view().facts(Visits).to(caldera).first().unwrap().unwrap();
    assert_eq!(visit.modality(), Modality::Planned);
    assert_eq!(visit.claims().next().unwrap().said_by().and_then(|who| who.key()), Some("norvia-foreign-ministry"));
    let day = kg.view().on("2031-04-12").unwrap();
    assert_eq!(day.facts(Visits).first().unwrap().unwrap().truth(), Truth::Possibly);
    assert_eq!(kg.view().on("2031-05-01").unwrap().facts(Visits).count().unwrap(), 0);
}

#[test]
fn after_it_the_last_word_is_shown_and_the_first_is_kept() {
    let kg = read("outcome.facts");
    kg.validate().unwrap();
    let (marsk, caldera) = (kg.entity("marsk").unwrap(), kg.entity("caldera").unwrap());
    let visits: Vec<_> = kg.view().facts(Visits).from(marsk).to(caldera).iter().unwrap().collect();
    assert_eq!(visits.iter().map(chancery::FactRef::key).collect::<Vec<_>>(), [Some("visit-held")]);
    let plan = kg.fact("visit").unwrap();
    assert_eq!(kg.resolution(plan), Some((Resolution::Confirmed, visits[0].id())));
    assert_eq!(kg.view().with_resolved().facts(Visits).from(marsk).count().unwrap(), 2);

    for (day, truth) in [("2031-04-10", None), ("2031-04-12", Some(Truth::Yes)), ("2031-04-14", None)] {
        let found =
            kg.view().on(date(day)).unwrap().facts(Visits).from(marsk).first().unwrap().map(|visit| visit.truth());
        assert_eq!(found, truth, "{day}");
    }
}

#[test]
fn a_disputed_claim_keeps_both_sides() {
    let kg = read("outcome.facts");
    let growth = kg.fact_ref_as(kg.fact("growth").unwrap(), DescribedAs).unwrap().unwrap();
    assert!(growth.is_disputed());
    let sides: Vec<_> = growth
        .claims()
        .map(|claim| (claim.stance(), claim.said_by().and_then(|who| who.key()), claim.source().key()))
        .collect();
    assert_eq!(sides, [(Stance::Supports, Some("teixo"), "gazette"), (Stance::Disputes, Some("lemos"), "wire")]);
    assert!(kg.view().dot().to_string().contains("disputed"));
}

#[test]
fn a_corrected_term_answers_with_the_correction() {
    let (before, after) = (read("plan.facts"), read("outcome.facts"));
    let in_2028 = |kg: &KnowledgeGraph| {
        let norvia = kg.entity("norvia").unwrap();
        let posts = kg.view().facts(AmbassadorOf).with(AccreditedTo, norvia).answer_on("2028-12-31").unwrap();
        posts.possible().iter().map(|post| post.key().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(in_2028(&before), [None], "she was seen in office in 2031; no source speaks of 2028");
    assert_eq!(in_2028(&after), [Some("term-corrected".to_owned()), None]);
}
