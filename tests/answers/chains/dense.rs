//! Few people who met often: so dense that many chains compete, and a search that comes back to where it was, goes by a fact
//! twice or leaves out a way is found out.

use std::collections::BTreeSet;

use chancery::{
    Any, Day, Id, KnowledgeGraph,
    algo::Chain,
    diplomacy::{self, Met, Person},
    fact,
    time::Limit,
};
use proptest::prelude::*;

/// Two people, and the day of 2026 on which they met.
type Meeting = (usize, usize, i64);

fn graph(meetings: &[Meeting]) -> (KnowledgeGraph, Vec<Id<Any>>) {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let people: Vec<_> = (0..6).map(|n| kg.add(Person, format!("P{n}")).unwrap()).collect();
    for (one, other, at) in meetings {
        kg.assert(fact(people[*one], Met, people[*other]).on(day(*at))).unwrap();
    }
    (kg, people.iter().map(|person| person.any()).collect())
}

fn day(at: i64) -> Day {
    Day::from_epoch_days(20_454 + at).unwrap()
}

/// All chains from the first person to the second, as facts and where each leads, by trying each.
fn all(meetings: &[Meeting], within: usize) -> Vec<Vec<(usize, usize)>> {
    let mut found = Vec::new();
    let mut open = vec![(0, Vec::<(usize, usize)>::new())];
    while let Some((here, chain)) = open.pop() {
        for (number, (one, other, _)) in meetings.iter().enumerate() {
            let Some(to) = (if *one == here { Some(*other) } else { (*other == here).then_some(*one) }) else {
                continue;
            };
            let been = to == 0 || chain.iter().any(|(fact, node)| *fact == number || *node == to);
            if been || chain.len() == within {
                continue;
            }
            let mut longer = chain.clone();
            longer.push((number, to));
            if to == 1 { found.push(longer) } else { open.push((to, longer)) }
        }
    }
    found.sort_by_key(|chain| (chain.len(), chain.clone()));
    found
}

fn hops_of(people: &[Id<Any>], chain: &Chain<'_>) -> Vec<(usize, usize)> {
    let place = |id| people.iter().position(|person| *person == id).unwrap();
    chain.steps().iter().map(|step| (step.fact.id().index() as usize, place(step.to.id()))).collect()
}

proptest! {
    #[test]
    fn all_and_the_k_shortest_and_the_earliest(
        meetings in prop::collection::vec((0..6usize, 0..6usize, 0..5i64), 0..16), within in 0..6u32, count in 0..20usize,
        after in prop::option::of(0..5i64),
    ) {
        let (kg, people) = graph(&meetings);
        let expected = all(&meetings, within as usize);
        let view = kg.view();
        let chains = view.chains(people[0], people[1]).within(within);
        prop_assert_eq!(chains.all(9).unwrap().map(|chain| hops_of(&people, &chain)).collect::<Vec<_>>(), expected.clone());

        let nearest: Vec<_> = chains.k_shortest(count).unwrap().iter().map(|chain| hops_of(&people, chain)).collect();
        let lengths = |chains: &[Vec<(usize, usize)>]| chains.iter().map(Vec::len).collect::<Vec<_>>();
        prop_assert_eq!(lengths(&nearest), lengths(&expected[..count.min(expected.len())]));
        for (at, chain) in nearest.iter().enumerate() {
            prop_assert!(expected.contains(chain) && !nearest[..at].contains(chain));
        }

        // All days are known, so what is possible is certain.
        let days = |chain: &Vec<(usize, usize)>| chain.iter().map(|(fact, _)| meetings[*fact].2).collect::<Vec<_>>();
        let in_order = expected.iter().map(days).filter(|days| days.is_sorted() && after.is_none_or(|day| day <= days[0]));
        let earliest = in_order.filter_map(|days| days.last().copied()).min().map(|at| Limit::Day(day(at)));
        let chains = after.map_or(chains.clone(), |after| chains.clone().not_before(day(after)));
        prop_assert_eq!(chains.earliest_certain().unwrap().map(|found| found.arrival()), earliest);
        prop_assert_eq!(chains.earliest_possible().unwrap().map(|found| found.arrival()), earliest);
    }
}

/// The second is reached on the first day by way of the third, but the length that is left then is too short.
#[test]
fn who_comes_later_by_fewer_facts_goes_on() {
    let (kg, people) = graph(&[(0, 2, 0), (2, 3, 1), (0, 3, 2), (3, 1, 3)]);
    let chains = kg.view().chains(people[0], people[1]);
    let found = chains.clone().within(2).earliest_certain().unwrap().unwrap();
    assert_eq!(hops_of(&people, found.chain()), [(2, 3), (3, 1)]);
    assert_eq!(chains.earliest_certain().unwrap().unwrap().chain().len(), 3);
}

mod words {
    chancery::vocabulary! {
        name: "crowd";
        kinds { Guest "guest"; }
        relations { event Spoke "spoke": Guest => Guest { optional Third: Guest }; }
        roles { Third "third"; }
    }
}

proptest! {
    /// Of a fact with three participants each is next to both others.
    #[test]
    fn the_k_shortest_by_any_participant(
        talks in prop::collection::vec((0..5usize, 0..5usize, prop::option::of(0..5usize)), 0..9),
        within in 0..5u32, count in 0..30usize,
    ) {
        let mut kg = KnowledgeGraph::new(words::schema());
        let guests: Vec<_> = (0..5).map(|n| kg.add(words::Guest, format!("G{n}")).unwrap()).collect();
        for (one, other, third) in &talks {
            let said = fact(guests[*one], words::Spoke, guests[*other]);
            kg.assert(third.map_or(said.clone(), |third| said.with(words::Third, guests[third]))).unwrap();
        }
        let mut expected: Vec<Vec<(usize, usize)>> = Vec::new();
        let mut open = vec![(0, Vec::<(usize, usize)>::new())];
        while let Some((here, chain)) = open.pop() {
            for (number, (one, other, third)) in talks.iter().enumerate() {
                let there: BTreeSet<usize> = [*one, *other].into_iter().chain(*third).collect();
                for to in there.iter().copied().filter(|_| there.contains(&here)) {
                    let been = to == 0 || to == here || chain.iter().any(|(fact, node)| *fact == number || *node == to);
                    if been || chain.len() == within as usize {
                        continue;
                    }
                    let longer = [chain.clone(), vec![(number, to)]].concat();
                    if to == 1 { expected.push(longer) } else { open.push((to, longer)) }
                }
            }
        }
        expected.sort_by_key(Vec::len);
        let people: Vec<_> = guests.iter().map(|guest| guest.any()).collect();
        let chains = kg.view().chains(people[0], people[1]).within(within);
        let nearest: Vec<_> = chains.k_shortest(count).unwrap().iter().map(|chain| hops_of(&people, chain)).collect();
        let lengths = |chains: &[Vec<(usize, usize)>]| chains.iter().map(Vec::len).collect::<Vec<_>>();
        prop_assert_eq!(lengths(&nearest), lengths(&expected[..count.min(expected.len())]));
        for (at, chain) in nearest.iter().enumerate() {
            prop_assert!(expected.contains(chain) && !nearest[..at].contains(chain));
        }
    }
}
