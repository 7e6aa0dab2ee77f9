//! Counts of trees and cycles over people, firms, towns and lands, against all combinations of values: symmetric facts,
//! parallel facts, and facts that join a person to themselves; towns in one land, or in several.

use chancery::{
    Any, ErrorKind, Id, KnowledgeGraph,
    query::{Query, Var},
    schema::{KindDef, RelationDef, Schema, Shape},
};
use proptest::prelude::*;

use crate::counted_patterns::{PATTERNS, Pattern};

/// How many nodes there are of each kind.
const KINDS: [(&str, usize); 4] = [("person", 6), ("firm", 2), ("town", 3), ("land", 2)];
const RELATIONS: [(&str, &str, &str); 4] = [
    ("knows", "person", "person"),
    ("likes", "person", "person"),
    ("is-in", "body", "town"),
    ("part-of", "town", "land"),
];

struct World {
    kg: KnowledgeGraph,
    /// How many facts of each relation join each two nodes, by their place among those of their kind.
    many: [Vec<Vec<u64>>; 4],
}

fn size(kind: &str) -> usize {
    let of = |kind: &str| KINDS.iter().find(|(name, _)| *name == kind).unwrap().1;
    if kind == "body" { of("person") + of("firm") } else { of(kind) }
}

impl World {
    fn new(facts: &[Vec<(usize, usize)>], loaded: bool) -> Self {
        let mut schema = Schema::new();
        schema.add_kind(KindDef::new("body")).unwrap();
        for (kind, _) in KINDS {
            let def = KindDef::new(kind);
            schema.add_kind(if ["person", "firm"].contains(&kind) { def.under("body") } else { def }).unwrap();
        }
        for (name, subject, object) in RELATIONS {
            let def = RelationDef::new(name, Shape::Either, subject, object);
            schema.add_relation(if name == "knows" { def.symmetric() } else { def }).unwrap();
        }
        let mut kg = KnowledgeGraph::new(schema);
        let mut ids: Vec<Vec<Id<Any>>> = Vec::new();
        for (kind, number) in KINDS {
            ids.push((0..number).map(|n| kg.add(kind, format!("{kind} {n}")).unwrap()).collect());
        }
        let of = |kind: &str| -> Vec<Id<Any>> {
            KINDS
                .iter()
                .zip(&ids)
                .filter(|((name, _), _)| *name == kind || kind == "body" && ["person", "firm"].contains(name))
                .flat_map(|(_, ids)| ids.clone())
                .collect()
        };
        let mut many: [Vec<Vec<u64>>; 4] =
            RELATIONS.map(|(_, subject, object)| vec![vec![0; size(object)]; size(subject)]);
        let mut all = Vec::new();
        for ((facts, many), (name, subject, object)) in facts.iter().zip(&mut many).zip(RELATIONS) {
            for (one, other) in facts {
                let (one, other) = (one % size(subject), other % size(object));
                all.push(chancery::fact(of(subject)[one], name, of(object)[other]));
                many[one][other] += 1;
                if name == "knows" && one != other {
                    many[other][one] += 1;
                }
            }
        }
        if loaded {
            kg.bulk(|bulk| all.into_iter().try_for_each(|fact| bulk.assert(fact).map(|_| ()))).unwrap();
        } else {
            for fact in all {
                kg.assert(fact).unwrap();
            }
        }
        Self { kg, many }
    }

    /// How many facts join two values, which are by their place among those of their kind.
    fn joined(&self, pattern: &Pattern, (name, one, other): (&str, usize, usize), at: &[usize]) -> u64 {
        let relation = RELATIONS.iter().position(|(relation, ..)| *relation == name).unwrap();
        let body = |variable: usize| at[variable] + if pattern.kinds[variable] == "firm" { size("person") } else { 0 };
        self.many[relation][body(one)][body(other)]
    }

    /// How many matches there are, and how many differ in their values.
    fn by_hand(&self, pattern: &Pattern, at: &mut Vec<usize>) -> (u64, u64) {
        let ready = |(_, one, other): &&(&str, usize, usize)| (*one).max(*other) + 1 == at.len();
        if pattern.joins.iter().filter(ready).any(|join| self.joined(pattern, *join, at) == 0) {
            return (0, 0);
        }
        if at.len() < pattern.kinds.len() {
            let mut sum = (0, 0);
            for value in 0..size(pattern.kinds[at.len()]) {
                at.push(value);
                let found = self.by_hand(pattern, at);
                sum = (sum.0 + found.0, sum.1 + found.1);
                at.pop();
            }
            return sum;
        }
        let holds = pattern.differ.iter().all(|(one, other)| at[*one] != at[*other])
            && pattern.absent.iter().all(|join| self.joined(pattern, *join, at) == 0);
        let ways = pattern.joins.iter().map(|join| self.joined(pattern, *join, at)).product();
        if holds { (ways, 1) } else { (0, 0) }
    }
}

fn built<'g>(kg: &'g KnowledgeGraph, pattern: &Pattern) -> (Query<'g>, Vec<Var<Any>>) {
    let mut q = kg.view().query();
    let vars: Vec<Var<Any>> = pattern.kinds.iter().map(|kind| q.var(*kind)).collect();
    for (relation, one, other) in pattern.joins {
        q.fact(vars[*one], *relation, vars[*other]);
    }
    for (one, other) in pattern.differ {
        q.differ(vars[*one], vars[*other]);
    }
    for (relation, one, other) in pattern.absent {
        q.not(|q| {
            q.fact(vars[*one], *relation, vars[*other]);
        });
    }
    (q, vars)
}

fn facts(most: usize) -> impl Strategy<Value = Vec<(usize, usize)>> {
    // Few or many: none twice, or nearly all.
    (prop::collection::vec((0..24_usize, 0..24_usize), 0..most), any::<bool>()).prop_map(|(mut facts, once)| {
        if once {
            for (one, other) in &mut facts {
                (*one, *other) = (*one % 6, *other % 6);
            }
            facts.sort_unstable();
            facts.dedup();
        }
        facts
    })
}

/// Each of some bodies in one town, each town in one land, and a few more of both.
fn places(others: usize) -> impl Strategy<Value = Vec<(usize, usize)>> {
    let one = prop::collection::vec(prop_oneof![5 => (0..24_usize).prop_map(Some), 1 => Just(None)], 8);
    (one, prop_oneof![3 => Just(0), 1 => 0..others], facts(others)).prop_map(|(one, more, others)| {
        let ones = one.into_iter().enumerate().filter_map(|(at, place)| Some((at, place?)));
        ones.chain(others.into_iter().take(more)).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn trees_and_cycles_are_counted(knows in facts(40), likes in facts(40), is_in in places(9), part_of in places(5), loaded: bool) {
        // Only as many towns as there are lie in a land.
        let part_of: Vec<_> = part_of.into_iter().filter(|(town, _)| *town < size("town")).collect();
        let world = World::new(&[knows, likes, is_in, part_of], loaded);
        for (number, pattern) in PATTERNS.iter().enumerate() {
            let (all, different) = world.by_hand(pattern, &mut Vec::new());
            let (q, vars) = built(&world.kg, pattern);
            prop_assert_eq!(q.count().unwrap().certain, all, "pattern {}", number);
            prop_assert_eq!(q.select(vars).distinct().count().unwrap().certain, different, "pattern {}, each once", number);
        }
    }
}

/// Somebody's one fact goes to another, who had none, with all that is known of him: as many have one as before.
#[test]
fn facts_are_counted_where_a_merge_took_them() {
    const PEOPLE: usize = 40;
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("person")).unwrap();
    for relation in ["likes", "pays", "calls"] {
        schema.add_relation(RelationDef::new(relation, Shape::Either, "person", "person")).unwrap();
    }
    let mut kg = KnowledgeGraph::new(schema);
    let people: Vec<Id<Any>> = (0..PEOPLE).map(|n| kg.add("person", format!("P{n}")).unwrap()).collect();
    // Everybody but the last likes one; some pay one, all call two.
    let one = |n: usize| people[n * 7 % PEOPLE];
    kg.bulk(|bulk| {
        for (n, person) in people.iter().enumerate() {
            if n + 1 < PEOPLE {
                bulk.assert(chancery::fact(*person, "likes", one(n)))?;
            }
            if n % 3 == 0 {
                bulk.assert(chancery::fact(*person, "pays", one(n + 1)))?;
            }
            for other in [n, n + 2] {
                bulk.assert(chancery::fact(*person, "calls", one(other)))?;
            }
        }
        Ok::<(), chancery::Error>(())
    })
    .unwrap();
    let count = |kg: &KnowledgeGraph| {
        let view = kg.view();
        let mut q = view.query();
        let (person, others) = (q.var("person"), [(); 3].map(|()| q.var("person")));
        for (relation, other) in ["likes", "pays", "calls"].into_iter().zip(others) {
            q.fact(person, relation, other);
        }
        let mut rows = 0;
        q.select(()).visit(|_| rows += 1).unwrap();
        (q.count().unwrap().certain, rows)
    };
    // The last pays and calls, and likes nobody.
    assert_eq!(count(&kg), (2 * 13, 2 * 13));
    let (merged, into) = (people[4], people[PEOPLE - 1]);
    kg.merge(merged, into, "the same").unwrap();
    assert_eq!(count(&kg), (2 * 13 + 4, 2 * 13 + 4));
}

/// A few towns of a land, where hardly anybody lives, among many that are full: these are not gone through.
#[test]
fn few_values_are_counted_beside_many_facts() {
    const PEOPLE: usize = 1_500;
    let mut schema = Schema::new();
    for kind in ["person", "town", "land"] {
        schema.add_kind(KindDef::new(kind)).unwrap();
    }
    for (name, subject, object) in [RELATIONS[1], ("is-in", "person", "town"), RELATIONS[3]] {
        schema.add_relation(RelationDef::new(name, Shape::Either, subject, object)).unwrap();
    }
    let mut kg = KnowledgeGraph::new(schema);
    let towns: Vec<Id<Any>> = (0..20).map(|n| kg.add("town", format!("T{n}")).unwrap()).collect();
    let people: Vec<Id<Any>> = (0..PEOPLE).map(|n| kg.add("person", format!("P{n}")).unwrap()).collect();
    let land = kg.add("land", "L").unwrap();
    let mut expected = 0;
    for (n, person) in people.iter().enumerate() {
        // A few live in two towns of the land, and come often.
        let home = if n % 400 < 2 { n % 400 } else { 4 + n % 16 };
        for _ in 0..if home < 2 { 3 } else { 1 } {
            kg.assert(chancery::fact(*person, "is-in", towns[home])).unwrap();
        }
        for other in &people[..=n % 3] {
            kg.assert(chancery::fact(*person, "likes", *other)).unwrap();
        }
        expected += [3, 6].get(home).copied().unwrap_or(0) * (n as u64 % 3 + 1);
    }
    // The second by two facts.
    for town in [0, 1, 1, 2, 3] {
        kg.assert(chancery::fact(towns[town], "part-of", land)).unwrap();
    }
    for loose in [false, true] {
        if loose {
            // One more in such a town.
            kg.assert(chancery::fact(people[3], "is-in", towns[0])).unwrap();
            expected += 1;
        }
        let view = kg.view();
        let mut q = view.query();
        let (person, other, town, land) = (q.var("person"), q.var("person"), q.var("town"), q.var("land"));
        q.fact(town, "part-of", land);
        q.fact(person, "is-in", town);
        q.fact(person, "likes", other);
        let mut rows = 0;
        q.select(()).visit(|_| rows += 1).unwrap();
        assert_eq!((q.count().unwrap().certain, rows), (expected, expected));
    }
}

/// Facts that came after a load, of somebody who had none, beside those that lie packed.
#[test]
fn what_came_after_a_load_is_counted_too() {
    const PEOPLE: usize = 40;
    let mut schema = Schema::new();
    for kind in ["person", "town"] {
        schema.add_kind(KindDef::new(kind)).unwrap();
    }
    for (name, subject, object) in [RELATIONS[1], ("is-in", "person", "town")] {
        schema.add_relation(RelationDef::new(name, Shape::Either, subject, object)).unwrap();
    }
    let mut kg = KnowledgeGraph::new(schema);
    let towns: Vec<Id<Any>> = (0..3).map(|n| kg.add("town", format!("T{n}")).unwrap()).collect();
    let people: Vec<Id<Any>> = (0..PEOPLE).map(|n| kg.add("person", format!("P{n}")).unwrap()).collect();
    // The n-th is in so many towns. Nobody is left out, so that nothing has to be sought.
    let homes = |n: usize| 1 + n % 3;
    let newcomer = PEOPLE - 1;
    let mut likes: Vec<(usize, usize)> =
        (0..newcomer).flat_map(|n| (1..=3).map(move |step| (n, (n + step) % PEOPLE))).collect();
    kg.bulk(|bulk| {
        for (n, person) in people.iter().enumerate() {
            for town in &towns[..homes(n)] {
                bulk.assert(chancery::fact(*person, "is-in", *town))?;
            }
        }
        likes
            .iter()
            .try_for_each(|(one, other)| bulk.assert(chancery::fact(people[*one], "likes", people[*other])).map(|_| ()))
    })
    .unwrap();
    for after in [false, true] {
        for other in [3, 5, 6].into_iter().filter(|_| after) {
            likes.push((newcomer, other));
            kg.assert(chancery::fact(people[newcomer], "likes", people[other])).unwrap();
        }
        let mut q = kg.view().query();
        let (one, two, three, town) = (q.var("person"), q.var("person"), q.var("person"), q.var("town"));
        q.fact(one, "likes", two);
        q.fact(two, "likes", three);
        q.fact(three, "is-in", town);
        let next = |person: usize| likes.iter().filter(move |(from, _)| *from == person).map(|(_, to)| *to);
        let ways = likes.iter().flat_map(|(_, two)| next(*two)).map(|three| homes(three) as u64);
        assert_eq!(q.count().unwrap().certain, ways.sum::<u64>());
    }
}

/// Numbers grow out of what is kept for few, and are an error where a count would not hold them.
#[test]
fn numbers_are_exact_to_the_last() {
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("thing")).unwrap();
    schema.add_relation(RelationDef::new("leads-to", Shape::Either, "thing", "thing")).unwrap();
    let mut kg = KnowledgeGraph::new(schema);
    let things: Vec<Id<Any>> = (0..7).map(|n| kg.add("thing", format!("T{n}")).unwrap()).collect();
    for one in &things {
        for other in &things {
            kg.assert(chancery::fact(*one, "leads-to", *other)).unwrap();
        }
    }
    kg.assert(chancery::fact(things[0], "leads-to", things[1])).unwrap();
    let view = kg.view();
    // How many ways of so many steps end at each.
    let mut ways = [1_u64; 7];
    for steps in 1_u32.. {
        let sum = |ways: &[u64]| ways.iter().try_fold(0_u64, |sum, number| sum.checked_add(*number));
        let mut q = view.query();
        let mut last = q.var("thing");
        for _ in 0..steps {
            let next = q.var("thing");
            q.fact(last, "leads-to", next);
            last = next;
        }
        // One more from the first to the second.
        let next = sum(&ways).and_then(|all| {
            let more = all.checked_add(ways[0])?;
            Some([all, more, all, all, all, all, all])
        });
        let Some((next, all)) = next.and_then(|next| Some((next, sum(&next)?))) else {
            assert!(steps > 20);
            assert_eq!(q.count().unwrap_err().kind(), ErrorKind::Full);
            return;
        };
        assert_eq!(q.count().unwrap().certain, all, "{steps} steps");
        ways = next;
    }
}
