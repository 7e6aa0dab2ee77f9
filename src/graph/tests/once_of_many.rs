//! Recording a fact once between two nodes that have many facts, so many that they are found by their time.

use proptest::prelude::*;

use crate::{
    KnowledgeGraph, When,
    diplomacy::{self, Met, Person},
    draft::fact,
    time::date,
};

const TIMES: [&str; 6] = ["", "2026-01-24", "2026-01", "2026", "2025-12-31", "2026-01-25"];

fn when(at: usize) -> When {
    TIMES.get(at).filter(|text| !text.is_empty()).map_or(When::UNSTATED, |text| When::on(date(text)))
}

proptest! {
    // Law: an equal fact that is not retracted is found, the first one, and none other, be its ends swapped.
    #[test]
    fn an_equal_fact_is_found_among_many(
        before in prop::collection::vec((0usize..6, any::<bool>(), any::<bool>(), any::<bool>()), 0..60),
        once in prop::collection::vec((0usize..6, any::<bool>(), any::<bool>()), 1..12),
    ) {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        let two = [kg.add(Person, "Ada").unwrap(), kg.add(Person, "Bo").unwrap()];
        let draft = |at, planned, swapped| {
            let [one, other] = if swapped { [two[1], two[0]] } else { two };
            let draft = fact(one, Met, other).when(when(at));
            if planned { draft.planned() } else { draft }
        };
        // Its number, or none once it is retracted.
        let mut slow = Vec::new();
        for (at, planned, swapped, retracted) in before {
            let fact = kg.assert(draft(at, planned, swapped)).unwrap();
            if retracted {
                kg.retract(fact, "").unwrap();
            } else {
                slow.push((at, planned, swapped, fact));
            }
        }
        for (at, planned, swapped) in once {
            // As it was given first, then with its ends swapped.
            let found = [swapped, !swapped].into_iter().find_map(|swapped| {
                slow.iter().find(|(a, p, s, _)| (*a, *p, *s) == (at, planned, swapped)).map(|(.., fact)| *fact)
            });
            let count = kg.fact_count();
            let fact = kg.assert_once(draft(at, planned, swapped)).unwrap();
            if let Some(found) = found {
                prop_assert_eq!((fact, kg.fact_count()), (found, count));
            } else {
                prop_assert_eq!((fact.at(), kg.fact_count()), (count, count + 1));
                slow.push((at, planned, swapped, fact));
            }
        }
        kg.validate().unwrap();
    }
}
