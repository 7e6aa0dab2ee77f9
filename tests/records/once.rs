//! Recording a fact once, against a list of all facts: an equal fact is found in whichever form it is given,
//! and only claims that it lacks are added. Guards against doubles, and against taking for the same what is not.

use chancery::{
    KnowledgeGraph, Source, When,
    diplomacy::{self, Met, Occasion, Venue},
    entity, fact,
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
