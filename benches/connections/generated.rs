//! One set of facts in two forms: in a knowledge graph, and as petgraph's own graph.

use chancery::{
    Day, Id, KnowledgeGraph, fact,
    petgraph::graph::{DiGraph, NodeIndex},
};

mod words {
    chancery::vocabulary! {
        name: "connections";
        kinds { Actor "actor"; }
        relations {
            event R0 "r0": Actor => Actor;
            event R1 "r1": Actor => Actor;
            event R2 "r2": Actor => Actor;
            event R3 "r3": Actor => Actor;
            event R4 "r4": Actor => Actor;
            event R5 "r5": Actor => Actor;
            event R6 "r6": Actor => Actor;
            event R7 "r7": Actor => Actor;
        }
    }
}
pub(crate) use words::{Actor, schema};

pub(crate) struct Generated {
    pub(crate) kg: KnowledgeGraph,
    pub(crate) ids: Vec<Id<Actor>>,
    /// Weights are the number of the node and of the relation.
    pub(crate) copy: DiGraph<u32, u16>,
}

/// The same numbers on every machine and in every run: Knuth's MMIX generator.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new() -> Self {
        Self(1991)
    }

    /// A number from 0 to 1, 1 not included.
    fn part(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        (self.part() * f64::from(bound)) as u32
    }

    /// A number below a bound, by a power law: the smallest comes once in the fourth root of the bound.
    fn uneven(&mut self, bound: u32) -> u32 {
        (self.part().powi(4) * f64::from(bound)) as u32
    }
}

/// How the facts come into the graph.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Recorded {
    InBulk,
    OneByOne,
}

impl Generated {
    pub(crate) fn new(nodes: u32, facts: u32, recorded: Recorded) -> Self {
        let mut dice = Dice::new();
        let mut kg = KnowledgeGraph::new(schema());
        let ids: Vec<_> = (0..nodes).map(|n| kg.add(Actor, format!("actor-{n}")).unwrap()).collect();
        let names: Vec<_> = (0..8).map(|n| kg.relation(&format!("r{n}")).unwrap()).collect();
        let mut copy = DiGraph::with_capacity(nodes as usize, facts as usize);
        for node in 0..nodes {
            copy.add_node(node);
        }
        let mut drafts = Vec::new();
        for _ in 0..facts {
            // Who does much, and to whom much is done, are not the same.
            let (from, to) = (dice.uneven(nodes), (dice.uneven(nodes) + nodes / 3) % nodes);
            let (relation, day) = (dice.below(8), Day::from_epoch_days(i64::from(dice.below(20_000))).unwrap());
            let draft = fact(ids[from as usize].any(), names[relation as usize], ids[to as usize].any());
            match recorded {
                Recorded::InBulk => drafts.push(draft.on(day)),
                Recorded::OneByOne => drop(kg.assert(draft.on(day)).unwrap()),
            }
            copy.add_edge(NodeIndex::new(from as usize), NodeIndex::new(to as usize), relation as u16);
        }
        kg.assert_all(drafts).unwrap();
        Self { kg, ids, copy }
    }
}
