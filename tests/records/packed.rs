//! A relation of many thousand facts, so that its lists are packed anew between calls: after each kind of change all indexes
//! are derived again, and what stands in them is counted beside a plain list.

use std::collections::BTreeMap;

use chancery::{
    Any, Day, Id, KnowledgeGraph, fact,
    schema::{FoundRelation, KindDef, RelationDef, Schema, Shape},
};

const NODES: usize = 1_500;

/// Small numbers come often, so some nodes have hundreds of facts and most have few.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let half = |shift: u32| usize::try_from(self.0 >> shift & 0xFFFF).unwrap();
        half(48) * half(32) / 0xFFFF * bound / 0x1_0000
    }
}

struct World {
    kg: KnowledgeGraph,
    ids: Vec<Id<Any>>,
    relation: FoundRelation,
    dice: Dice,
    /// Subject and object of each fact.
    recorded: Vec<(usize, usize)>,
}

impl World {
    fn new() -> Self {
        let mut schema = Schema::new();
        schema.add_kind(KindDef::new("actor")).unwrap();
        schema.add_relation(RelationDef::new("consulted", Shape::Happens, "actor", "actor")).unwrap();
        let mut kg = KnowledgeGraph::new(schema);
        let ids = (0..NODES).map(|n| kg.add("actor", format!("Actor {n}")).unwrap()).collect();
        let relation = kg.relation("consulted").unwrap();
        Self { kg, ids, relation, dice: Dice(7), recorded: Vec::new() }
    }

    fn rows(&mut self, count: usize) -> Vec<(usize, usize)> {
        (0..count).map(|_| (self.dice.below(NODES), self.dice.below(NODES))).collect()
    }

    fn assert_each(&mut self, count: usize) {
        let rows = self.rows(count);
        for (n, (subject, object)) in rows.iter().enumerate() {
            let day = Day::from_epoch_days(16_000 + i64::try_from(n % 365).unwrap()).unwrap();
            self.kg.assert(fact(self.ids[*subject], self.relation, self.ids[*object]).on(day)).unwrap();
        }
        self.recorded.extend(rows);
    }

    fn check(&self, of: &str) {
        self.kg.validate().unwrap_or_else(|found| panic!("{of}: {found:?}"));
        let mut out: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for (subject, object) in &self.recorded {
            out.entry(*subject).or_default().push(self.ids[*object].index());
        }
        let view = self.kg.view();
        for subject in 0..NODES {
            let mut expected = out.remove(&subject).unwrap_or_default();
            expected.sort_unstable();
            let found = view.neighbors(self.ids[subject]).outgoing().by(self.relation).ids().unwrap();
            assert_eq!(found.map(Id::index).collect::<Vec<_>>(), expected, "{of}: actor {subject}");
        }
    }
}

#[test]
fn lists_are_whole_whenever_they_are_packed() {
    let mut world = World::new();
    world.assert_each(5_000);
    world.check("asserted");

    let rows = world.rows(9_000);
    let (ids, relation) = (world.ids.clone(), world.relation);
    let undone = world.kg.atomically(|kg| {
        for (subject, object) in rows {
            kg.assert(fact(ids[subject], relation, ids[object]))?;
        }
        kg.entity("nobody").map(drop)
    });
    undone.unwrap_err();
    world.check("rolled back over a packing");

    world.assert_each(9_000);
    world.check("asserted again");

    let rows = world.rows(12_000);
    let drafts = rows.iter().map(|(subject, object)| fact(ids[*subject], relation, ids[*object]));
    world.kg.assert_all(drafts.collect::<Vec<_>>()).unwrap();
    world.recorded.extend(rows);
    world.check("loaded into what was there");

    world.assert_each(2_000);
    world.check("asserted into what was packed");

    world.kg.merge(ids[40], ids[3], "one actor under two names").unwrap();
    world.kg.validate().unwrap();
    world.kg.unmerge(ids[40], ids[3], "they are two").unwrap();
    world.check("merged and parted");
}
