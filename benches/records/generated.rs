//! Three versions of one record: as it was, as it is, and that in another order.

use std::sync::LazyLock;

use chancery::{
    KnowledgeGraph, Source,
    diplomacy::{self, AccreditedTo, AmbassadorOf, HeadOfState, Person, State, Visits, WorksFor},
    fact,
};

pub(crate) struct Records {
    pub(crate) before: KnowledgeGraph,
    /// 1,000 facts have another year.
    pub(crate) after: KnowledgeGraph,
    pub(crate) turned: KnowledgeGraph,
}

/// The same numbers on every machine and in every run: Knuth's MMIX generator.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(((self.0 >> 33) * u64::from(bound)) >> 31).unwrap()
    }
}

#[derive(Clone, Copy)]
struct Row {
    relation: u32,
    person: u32,
    state: u32,
    other: u32,
    year: u32,
    month: u32,
    source: u32,
}

fn rows(count: u32, persons: u32, states: u32) -> Vec<Row> {
    let mut dice = Dice(1991);
    let row = |_| Row {
        relation: dice.below(20),
        person: dice.below(persons),
        state: dice.below(states),
        other: dice.below(states),
        year: 1950 + dice.below(75),
        month: 1 + dice.below(12),
        source: dice.below(1_000),
    };
    (0..count).map(row).collect()
}

fn graph(rows: &[Row], persons: u32, states: u32) -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    for n in 0..1_000 {
        let source = Source::new(format!("s{n}")).published("2026-01-24");
        kg.add_source(if n % 10 == 9 { source.derives_from(format!("s{}", n - 1)) } else { source }).unwrap();
    }
    let person: Vec<_> = (0..persons).map(|n| kg.add(Person, format!("Person {n}")).unwrap()).collect();
    let state: Vec<_> = (0..states).map(|n| kg.add(State, format!("State {n}")).unwrap()).collect();
    for (n, row) in rows.iter().enumerate() {
        if n % 100 == 0 {
            kg.begin(chancery::model::Transaction::default()).unwrap().by("desk");
        }
        let (person, state, other) =
            (person[row.person as usize], state[row.state as usize], state[row.other as usize]);
        let month = format!("{}-{:02}", row.year, row.month);
        let source = format!("s{}", row.source);
        let claim = chancery::model::Claim::new(source);
        let id = match row.relation {
            0 => kg.assert(fact(person, AmbassadorOf, state).with(AccreditedTo, other).as_of(month.as_str())),
            1 => kg
                .assert(fact(person, HeadOfState, state).between(month.as_str(), format!("{}", row.year + 1).as_str())),
            2..5 => kg.assert(fact(person, WorksFor, state).since(month.as_str())),
            5 => kg.assert(fact(person, Visits, state).on("2026-03").planned()),
            _ => kg.assert(fact(person, Visits, state).on(month.as_str())),
        };
        kg.claim(id.unwrap(), claim).unwrap();
    }
    kg
}

pub(crate) static RECORDS: LazyLock<Records> = LazyLock::new(|| {
    let test = std::env::args().any(|argument| argument == "--test");
    let (count, persons, states) = if test { (2_000, 500, 50) } else { (1_000_000, 100_000, 200) };
    let rows = rows(count, persons, states);
    let before = graph(&rows, persons, states);
    let mut changed = rows;
    let step = changed.len() / 1_000;
    for n in (0..changed.len()).step_by(step.max(1)) {
        let row = &mut changed[n];
        row.year = 1950 + (row.year + 7) % 75;
    }
    let after = graph(&changed, persons, states);
    let middle = changed.len() / 3;
    changed.rotate_left(middle);
    let turned = graph(&changed, persons, states);
    Records { before, after, turned }
});
