//! Guards counts of triangles on lists that are long enough to be searched, marked and read in pieces, against sums
//! over all triples: hubs, parallel facts, facts of a node with itself, facts that are only possible, and weights
//! beyond 32 bits.

use chancery::{
    Any, Id, KnowledgeGraph, fact,
    query::{Query, Var},
    schema::{KindDef, RelationDef, Schema, Shape},
};

const NODES: usize = 40;
const RELATIONS: [&str; 3] = ["knows", "likes", "pays"];

/// How many facts join each two nodes, at least as true as is asked.
type Many = Vec<Vec<u64>>;

struct World {
    kg: KnowledgeGraph,
    /// Of each relation, the certain facts, and all.
    many: [[Many; 2]; 3],
}

impl World {
    /// The first relation is symmetric.
    fn new(seed: u64, hubs: usize, planned: bool, bulk: bool) -> Self {
        let mut seed = seed;
        let mut dice = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap() % below
        };
        let mut schema = Schema::new();
        schema.add_kind(KindDef::new("thing")).unwrap();
        for name in RELATIONS {
            let def = RelationDef::new(name, Shape::Either, "thing", "thing");
            schema.add_relation(if name == "knows" { def.symmetric() } else { def }).unwrap();
        }
        let mut kg = KnowledgeGraph::new(schema);
        let ids: Vec<Id<Any>> = (0..NODES).map(|n| kg.add("thing", format!("T{n}")).unwrap()).collect();
        let mut many: [[Many; 2]; 3] = std::array::from_fn(|_| std::array::from_fn(|_| vec![vec![0; NODES]; NODES]));
        let mut all = Vec::new();
        for (name, [certain, possible]) in RELATIONS.into_iter().zip(&mut many) {
            // Few or many; and some nodes have hundreds, also with themselves.
            let mut pairs: Vec<(usize, usize)> =
                (0..[60, 300, 900][dice(3)]).map(|_| (dice(NODES), dice(NODES))).collect();
            for hub in 0..hubs {
                pairs.extend((0..350).map(|n| if n % 2 == 0 { (hub, dice(NODES)) } else { (dice(NODES), hub) }));
            }
            for (one, other) in pairs {
                let is_planned = planned && dice(9) == 0;
                let draft = fact(ids[one], name, ids[other]);
                all.push(if is_planned { draft.planned() } else { draft });
                for (one, other) in [(one, other), (other, one)].into_iter().take(if name == "knows" { 2 } else { 1 }) {
                    possible[one][other] += 1;
                    certain[one][other] += u64::from(!is_planned);
                    if one == other {
                        break;
                    }
                }
            }
        }
        if bulk {
            kg.bulk(|bulk| all.into_iter().try_for_each(|fact| bulk.assert(fact).map(|_| ()))).unwrap();
        } else {
            for fact in all {
                kg.assert(fact).unwrap();
            }
        }
        Self { kg, many }
    }

    /// The matches of three edges, given by relations and ends, where each value of the third variable counts so often:
    /// all, and those with different values.
    fn triples(&self, edges: &[(usize, usize, usize)], which: usize, weight: &[u64]) -> (u64, u64) {
        let (mut all, mut different) = (0, 0);
        for a in 0..NODES {
            for b in 0..NODES {
                for (c, weight) in weight.iter().enumerate() {
                    let at = [a, b, c];
                    let many = |(relation, one, other): &(usize, usize, usize)| {
                        self.many[*relation][which][at[*one]][at[*other]]
                    };
                    let ways: u64 = edges.iter().map(many).product();
                    all += ways * weight;
                    different += u64::from(ways > 0);
                }
            }
        }
        (all, different)
    }
}

fn built<'g>(kg: &'g KnowledgeGraph, edges: &[(usize, usize, usize)]) -> (Query<'g>, Vec<Var<Any>>) {
    let mut q = kg.view().query();
    let vars: Vec<Var<Any>> = (0..3).map(|_| q.var("thing")).collect();
    for (relation, one, other) in edges {
        q.fact(vars[*one], RELATIONS[*relation], vars[*other]);
    }
    (q, vars)
}

/// A symmetric relation all round, one that leads round and one that does not, and different ones.
const PATTERNS: [[(usize, usize, usize); 3]; 6] = [
    [(0, 0, 1), (0, 1, 2), (0, 2, 0)],
    [(1, 0, 1), (1, 1, 2), (1, 2, 0)],
    [(1, 0, 1), (1, 1, 2), (1, 0, 2)],
    [(0, 0, 1), (1, 1, 2), (2, 2, 0)],
    [(1, 1, 0), (2, 1, 2), (1, 2, 0)],
    [(0, 0, 1), (0, 1, 2), (2, 0, 2)],
];

#[test]
fn triangles_of_long_lists_are_counted() {
    for round in 0..12_u64 {
        let world = World::new(round, (round % 3) as usize, round % 4 == 3, round % 2 == 0);
        for (number, edges) in PATTERNS.iter().enumerate() {
            let context = format!("round {round}, pattern {number}");
            let (q, vars) = built(&world.kg, edges);
            let one = [1; NODES];
            let (certain, possible) = (world.triples(edges, 0, &one), world.triples(edges, 1, &one));
            let count = q.count().unwrap();
            assert_eq!((count.certain, count.possible), (certain.0, possible.0 - certain.0), "{context}");
            let count = q.select(vars.clone()).distinct().count().unwrap();
            assert_eq!((count.certain, count.possible), (certain.1, possible.1 - certain.1), "{context}, each once");

            // Each value of the third variable counts as often as it pays. Some pay nobody.
            let (mut q, vars) = built(&world.kg, edges);
            let paid = q.var("thing");
            q.fact(vars[2], "pays", paid);
            let weights =
                |which: usize| -> Vec<u64> { world.many[2][which].iter().map(|row| row.iter().sum()).collect() };
            let (certain, possible) = (world.triples(edges, 0, &weights(0)).0, world.triples(edges, 1, &weights(1)).0);
            let count = q.count().unwrap();
            assert_eq!((count.certain, count.possible), (certain, possible - certain), "{context}, weighted");
        }
    }
}

/// Beyond a triangle goes a chain that can be followed in more ways than 32 bits count.
#[test]
fn triangles_with_large_weights_are_counted() {
    let world = World::new(7, 1, false, true);
    for (number, edges) in PATTERNS.iter().enumerate() {
        let (mut q, vars) = built(&world.kg, edges);
        let mut weight = [1_u64; NODES];
        let mut last = vars[2];
        for _ in 0..6 {
            let next = q.var("thing");
            q.fact(last, "knows", next);
            last = next;
            let row = |row: &Vec<u64>| row.iter().zip(&weight).map(|(many, ways)| many * ways).sum();
            weight = std::array::from_fn(|node| row(&world.many[0][0][node]));
        }
        assert!(weight.iter().any(|ways| *ways > u64::from(u32::MAX)), "{weight:?}");
        assert_eq!(q.count().unwrap().certain, world.triples(edges, 0, &weight).0, "pattern {number}");
    }
}
