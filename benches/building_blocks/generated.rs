//! One set of facts in two forms: in a knowledge graph, and as one would keep them by hand.

use std::{collections::HashMap, sync::LazyLock};

use chancery::{
    Day, Id, KnowledgeGraph,
    diplomacy::{self, Criticized, Person, Praised, State, Visits},
    fact,
    petgraph::graph::{DiGraph, NodeIndex},
};

const PERSONS: u32 = 5_000;
const STATES: u32 = 400;
const FACTS: u32 = 100_000;

/// What a program without this crate has: names as weights, a relation and a day on each edge, keys in a map.
#[derive(Clone, Debug)]
pub(crate) struct HandFact {
    pub(crate) relation: HandRelation,
    pub(crate) day: Day,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HandRelation {
    Visits,
    Praised,
    Criticized,
}

pub(crate) struct Generated {
    pub(crate) kg: KnowledgeGraph,
    pub(crate) ends: (Id<Person>, Id<Person>),
    pub(crate) hand: DiGraph<String, HandFact>,
    pub(crate) keys: HashMap<String, NodeIndex>,
}

/// The same numbers on every machine and in every run: Knuth's MMIX generator.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new() -> Self {
        Self(1991)
    }

    /// A number below a bound.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(((self.0 >> 33) * u64::from(bound)) >> 31).unwrap()
    }

    /// A number below a bound, small ones far more often.
    fn uneven(&mut self, bound: u32) -> u32 {
        let (a, b) = (self.below(bound), self.below(bound));
        let c = u64::from(a) * u64::from(b) / u64::from(bound);
        u32::try_from(c * u64::from(self.below(bound)) / u64::from(bound)).unwrap()
    }

    pub(crate) fn day(&mut self) -> Day {
        Day::from_epoch_days(i64::from(self.below(20_000))).unwrap()
    }
}

pub(crate) static GENERATED: LazyLock<Generated> = LazyLock::new(|| {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let (mut hand, mut keys) = (DiGraph::new(), HashMap::new());
    let mut node = |key: String| {
        let node = hand.add_node(key.clone());
        keys.insert(key, node);
    };
    let persons: Vec<_> = (0..PERSONS).map(|n| kg.add(Person, format!("person-{n}")).unwrap()).collect();
    let states: Vec<_> = (0..STATES).map(|n| kg.add(State, format!("state-{n}")).unwrap()).collect();
    (0..PERSONS).for_each(|n| node(format!("person-{n}")));
    (0..STATES).for_each(|n| node(format!("state-{n}")));

    let mut dice = Dice::new();
    for _ in 0..FACTS {
        let (p, day) = (dice.uneven(PERSONS), dice.day());
        let (person, from) = (persons[p as usize], NodeIndex::new(p as usize));
        let s = dice.uneven(STATES);
        let (state, to) = (states[s as usize], NodeIndex::new((PERSONS + s) as usize));
        let relation = match dice.below(4) {
            0 | 1 => HandRelation::Visits,
            2 => HandRelation::Praised,
            _ => HandRelation::Criticized,
        };
        match relation {
            HandRelation::Visits => kg.assert(fact(person, Visits, state).on(day)),
            HandRelation::Praised => kg.assert(fact(person, Praised, state).on(day)),
            HandRelation::Criticized => kg.assert(fact(person, Criticized, state).on(day)),
        }
        .unwrap();
        hand.add_edge(from, to, HandFact { relation, day });
    }
    // Each has one fact, with a state that has few.
    let ends = (persons[4_282], persons[4_813]);
    Generated { kg, ends, hand, keys }
});
