//! Recording a fact once, against a list of all facts: an equal fact is found in whichever form it is given,
//! and only claims that it lacks are added. Guards against doubles, and against taking for the same what is not.

use crate::observe::refused;
use chancery::{
    Edit, ErrorKind, KnowledgeGraph, Source, When,
    diplomacy::{self, Met, Occasion, Venue},
    entity, fact,
    io::import::Import,
    model::{Claim, Confidence, FactId, Modality, Quote},
};
use proptest::prelude::*;

#[derive(Clone, Debug, PartialEq)]
struct Said {
    ends: (u8, u8),
    occasion: Option<u8>,
    venue: bool,
    when: u8,
    planned: bool,
    claims: Vec<(u8, bool, u8)>,
    symmetric: bool,
}

impl Said {
    /// Whether both say the same, claims aside.
    fn same(&self, other: &Self) -> bool {
        let turned = self.symmetric && (self.ends.1, self.ends.0) == other.ends;
        (self.ends == other.ends || turned)
            && Self { ends: other.ends, claims: vec![], ..self.clone() } == Self { claims: vec![], ..other.clone() }
    }
}

fn said() -> impl Strategy<Value = Said> {
    let claims = prop::collection::vec((0..2u8, any::<bool>(), 0..3u8), 0..3);
    let (symmetric, ends) = (prop::bool::weighted(0.7), (0..3u8, 0..3u8));
    (ends, prop::option::of(0..2u8), any::<bool>(), 0..2u8, prop::bool::weighted(0.2), claims, symmetric).prop_map(
        |(ends, occasion, venue, when, planned, claims, symmetric)| {
            // Of the other relation neither role is one.
            let (occasion, venue) = if symmetric { (occasion, venue) } else { (None, false) };
            Said { ends, occasion, venue, when, planned, claims, symmetric }
        },
    )
}

fn claim((source, disputes, more): (u8, bool, u8)) -> Claim {
    let mut claim = Claim::new(format!("s{source}"));
    if disputes {
        claim.stance = chancery::model::Stance::Disputes;
    }
    match more {
        0 => {}
        1 => claim.quote = Some(Quote::new("met")),
        _ => claim.confidence = Confidence::new(0.5).ok(),
    }
    claim
}

proptest! {
    #[test]
    fn what_says_the_same_stands_once(all in prop::collection::vec((said(), prop::bool::weighted(0.1)), 0..40)) {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        kg.add_source(Source::new("s0").text("They met.")).unwrap();
        kg.add_source(Source::new("s1")).unwrap();
        let people = [0, 1, 2].map(|n| kg.add(diplomacy::Person, entity("Somebody").key(format!("p{n}"))).unwrap());
        let events = [0, 1].map(|n| kg.add(diplomacy::Event, entity("Something").key(format!("e{n}"))).unwrap());
        let place = kg.add(diplomacy::City, "Islamabad").unwrap();
        // What stands, with its distinct claims.
        let mut standing: Vec<(FactId, Said, bool)> = Vec::new();
        for (said, retract) in all {
            let (a, b) = (people[usize::from(said.ends.0)], people[usize::from(said.ends.1)]);
            let when: When = ["2020-02", "2020-02?"][usize::from(said.when)].parse().unwrap();
            let modality = if said.planned { Modality::Planned } else { Modality::Actual };
            let id = if said.symmetric {
                let mut draft = fact(a, Met, b).when(when).modality(modality);
                // The roles in either order.
                draft = if said.venue && said.when == 0 { draft.with(Venue, place) } else { draft };
                draft = if let Some(event) = said.occasion { draft.with(Occasion, events[usize::from(event)]) } else { draft };
                draft = if said.venue && said.when == 1 { draft.with(Venue, place) } else { draft };
                kg.assert_once(said.claims.iter().fold(draft, |draft, said| draft.claim(claim(*said)))).unwrap()
            } else {
                let draft = fact(a, diplomacy::Praised, b).when(when).modality(modality);
                kg.assert_once(said.claims.iter().fold(draft, |draft, said| draft.claim(claim(*said)))).unwrap()
            };
            if let Some((known, before, _)) = standing.iter_mut().find(|(_, known, gone)| !gone && known.same(&said)) {
                prop_assert_eq!(*known, id);
                for claim in said.claims {
                    if !before.claims.contains(&claim) {
                        before.claims.push(claim);
                    }
                }
            } else {
                prop_assert_eq!(id.index() as usize, standing.len());
                standing.push((id, said, false));
            }
            if retract {
                let retracted = standing.iter_mut().find(|(known, ..)| *known == id).unwrap();
                retracted.2 = true;
                kg.retract(id, "").unwrap();
            }
        }
        prop_assert_eq!(kg.fact_count(), standing.len());
        for (id, said, _) in &standing {
            let expected: Vec<_> = said.claims.iter().map(|said| claim(*said).to_string()).collect();
            let found: Vec<_> = kg.fact_ref(*id).unwrap().claims().map(|claim| claim.to_string()).collect();
            prop_assert_eq!(found, expected);
        }
        prop_assert_eq!(kg.violations(), []);
    }
}

#[test]
fn of_equal_facts_the_one_with_the_key_is_meant() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    for key in ["a", "b"] {
        kg.add(diplomacy::State, entity(key.to_uppercase()).key(key)).unwrap();
    }
    let draft = || fact("a", diplomacy::Recognized, "b").on("1991");
    let plain = kg.assert(draft()).unwrap();
    refused(&mut kg, ErrorKind::DuplicateKey, &["with no key", "`k`"], |kg| kg.assert_once(draft().key("k")));
    let keyed = kg.assert(draft().key("k")).unwrap();
    assert_eq!(kg.assert_once(draft().key("k")).unwrap(), keyed);
    assert_eq!(kg.assert_once(draft()).unwrap(), plain);
    refused(&mut kg, ErrorKind::DuplicateKey, &["with no key", "`other`"], |kg| kg.assert_once(draft().key("other")));
    let mut value = kg.fact_ref(keyed).unwrap().to_fact();
    assert_eq!(kg.add_fact_once(&value, |_| true).unwrap().fact, keyed);
    value.key = Some("other".into());
    assert!(kg.add_fact_once(&value, |_| true).unwrap().is_new);
}

#[test]
fn a_claim_of_an_entity_that_was_merged_since_is_not_added_again() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add_source(Source::new("s0").text("They met.")).unwrap();
    for key in ["a", "b", "c"] {
        kg.add(diplomacy::Person, entity(key.to_uppercase()).key(key)).unwrap();
    }
    let said_by = |speaker: &str| {
        let mut claim = claim((0, false, 1));
        claim.said_by = Some(speaker.into());
        claim
    };
    let met = kg.assert(fact("a", Met, "c").claim(said_by("a"))).unwrap();
    kg.merge("a", "b", "").unwrap();
    assert!(!kg.claim_once(met, &said_by("b")).unwrap() && !kg.claim_once(met, &said_by("a")).unwrap());
    assert!(kg.claim_once(met, &said_by("c")).unwrap());
    kg.assert_once(fact("b", Met, "c").claim(said_by("b"))).unwrap();
    let shown: Vec<_> = kg.view().all_facts().map(|fact| Edit::Assert(fact.to_fact())).collect();
    let done = Import::new().apply_all(&mut kg, shown).unwrap();
    assert_eq!((done.added.claims, kg.fact_ref(met).unwrap().claims().count()), (0, 2));
    // Who spoke stays as it was recorded.
    kg.unmerge("a", "b", "").unwrap();
    assert!(kg.claim_once(met, &said_by("b")).unwrap());
}
