//! Patterns in which several lead to one and the same: people of one town who know each other. Where each lives in one
//! town, the town is settled by any of them, and counts leave it out; here each of some lives in one, and of others in
//! several.

use chancery::{
    Any, Id, KnowledgeGraph,
    schema::{KindDef, RelationDef, Schema, Shape},
};
use proptest::prelude::*;

const PEOPLE: usize = 9;
const TOWNS: usize = 3;

struct World {
    kg: KnowledgeGraph,
    knows: [[u64; PEOPLE]; PEOPLE],
    met: [[u64; PEOPLE]; PEOPLE],
    lives: [[u64; TOWNS]; PEOPLE],
}

impl World {
    /// The first town is a capital.
    fn new(homes: &[(usize, usize)], knows: &[(usize, usize)], met: &[(usize, usize)]) -> Self {
        let mut schema = Schema::new();
        for kind in [KindDef::new("person"), KindDef::new("town"), KindDef::new("capital").under("town")] {
            schema.add_kind(kind).unwrap();
        }
        schema.add_relation(RelationDef::new("lives-in", Shape::Either, "person", "town")).unwrap();
        schema.add_relation(RelationDef::new("knows", Shape::Either, "person", "person").symmetric()).unwrap();
        schema.add_relation(RelationDef::new("met", Shape::Either, "person", "person")).unwrap();
        let mut kg = KnowledgeGraph::new(schema);
        let people: Vec<Id<Any>> = (0..PEOPLE).map(|n| kg.add("person", format!("P{n}")).unwrap()).collect();
        let kind = |n: usize| if n == 0 { "capital" } else { "town" };
        let towns: Vec<Id<Any>> = (0..TOWNS).map(|n| kg.add(kind(n), format!("T{n}")).unwrap()).collect();
        let mut world =
            Self { kg, knows: [[0; PEOPLE]; PEOPLE], met: [[0; PEOPLE]; PEOPLE], lives: [[0; TOWNS]; PEOPLE] };
        for (person, town) in homes {
            world.kg.assert(chancery::fact(people[*person], "lives-in", towns[*town])).unwrap();
            world.lives[*person][*town] += 1;
        }
        for (one, other) in knows {
            world.kg.assert(chancery::fact(people[*one], "knows", people[*other])).unwrap();
            world.knows[*one][*other] += 1;
            world.knows[*other][*one] += u64::from(one != other);
        }
        for (one, other) in met {
            world.kg.assert(chancery::fact(people[*one], "met", people[*other])).unwrap();
            world.met[*one][*other] += 1;
        }
        world
    }
}

/// Sums over three people and a town, as far as a pattern has them.
fn sum(towns: usize, of: impl Fn(usize, usize, usize, usize) -> u64) -> u64 {
    let people = (0..PEOPLE.pow(3)).map(|n| (n % PEOPLE, n / PEOPLE % PEOPLE, n / PEOPLE / PEOPLE));
    people.map(|(a, b, c)| (0..towns).map(|town| of(a, b, c, town)).sum::<u64>()).sum()
}

fn pairs(to: usize, most: usize) -> impl Strategy<Value = Vec<(usize, usize)>> {
    prop::collection::vec((0..PEOPLE, 0..to), most / 2..most)
}

/// Mostly one home each.
fn homes() -> impl Strategy<Value = Vec<(usize, usize)>> {
    let one = prop::collection::vec(prop_oneof![4 => (0..TOWNS).prop_map(Some), 1 => Just(None)], PEOPLE);
    (one, prop_oneof![2 => Just(0usize), 1 => 0..4usize], pairs(TOWNS, 8)).prop_map(|(one, more, others)| {
        let ones = one.into_iter().enumerate().filter_map(|(person, town)| Some((person, town?)));
        ones.chain(others.into_iter().take(more)).collect()
    })
}

proptest! {
    #[test]
    fn people_of_one_town(homes in homes(), knows in pairs(PEOPLE, 60), met in pairs(PEOPLE, 60), capital: bool) {
        let world = World::new(&homes, &knows, &met);
        let World { knows, met, lives, .. } = &world;
        let view = world.kg.view();
        let towns = if capital { 1 } else { TOWNS };
        // Which joins each pair of a, b and c, and how many of them live in the town.
        for (joins, of) in [(["knows", "knows", "knows"], 3), (["knows", "knows", ""], 3), (["knows", "", ""], 2),
            (["met", "met", "met"], 3), (["met", "knows", "met"], 3), (["met", "met", ""], 2), (["knows", "met", "knows"], 2),
            (["met", "", ""], 2)] {
            let mut q = view.query();
            let third = joins[1..] != ["", ""];
            let people: Vec<_> = (0..2 + usize::from(third)).map(|_| q.var("person")).collect();
            let town = q.var(if capital { "capital" } else { "town" });
            for (at, relation) in joins.iter().enumerate().filter(|(_, relation)| !relation.is_empty()) {
                q.fact(people[at], *relation, people[(at + 1) % 3]);
            }
            for person in people.iter().take(of) {
                q.fact(*person, "lives-in", town);
            }
            let joined = |relation: &str, one: usize, other: usize| match relation {
                "knows" => knows[one][other],
                "met" => met[one][other],
                _ => 1,
            };
            let expected = sum(towns, |a, b, c, town| {
                let at = [a, b, c];
                let all: u64 = (0..3).map(|n| joined(joins[n], at[n], at[(n + 1) % 3])).product();
                all * at.iter().take(of).map(|person| lives[*person][town]).product::<u64>() * u64::from(third || c == 0)
            });
            prop_assert_eq!(q.count().unwrap().certain, expected, "{:?} of {}", joins, of);
        }
    }
}
