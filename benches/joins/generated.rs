//! Made-up events: actors and relations as uneven as in the news, 365 days, visits that are answered.

use chancery::{
    Any, Day, Id, KnowledgeGraph, entity, fact,
    petgraph::graph::{DiGraph, NodeIndex},
    schema::{FoundRelation, KindDef, RelationDef, Schema, Shape},
};

pub const RELATIONS: usize = 250;
/// The relations of a visit and of its answer.
pub const VISIT: usize = 3;
pub const HOST: usize = 4;

/// One event: subject, relation, object, day of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Event {
    pub subject: u32,
    pub relation: u16,
    pub object: u32,
    pub day: u16,
}

/// The same numbers on every machine and in every run: Knuth's MMIX generator.
pub struct Dice(u64);

impl Dice {
    pub fn new() -> Self {
        Self(1648)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (((self.0 >> 33) * bound as u64) >> 31) as usize
    }
}

/// Numbers below a bound, the `n`th as often as `1 / n^power`.
struct Zipf(Vec<f64>);

impl Zipf {
    fn new(bound: usize, power: f64) -> Self {
        let mut sum = 0.0;
        let sums = (1..=bound).map(|n| {
            sum += (n as f64).powf(-power);
            sum
        });
        Self(sums.collect())
    }

    fn draw(&self, dice: &mut Dice) -> usize {
        let at = dice.below(1 << 30) as f64 / f64::from(1 << 30) * self.0.last().unwrap();
        self.0.partition_point(|sum| *sum <= at).min(self.0.len() - 1)
    }
}

/// As many events as asked for, between a twelfth as many actors.
pub fn events(count: usize) -> Vec<Event> {
    let actors = count / 12;
    let (who, what) = (Zipf::new(actors, 0.8), Zipf::new(RELATIONS, 1.0));
    let mut dice = Dice::new();
    let mut places: Vec<u32> = (0..actors as u32).collect();
    for at in (1..actors).rev() {
        places.swap(at, dice.below(at + 1));
    }
    let mut events: Vec<Event> = Vec::with_capacity(count);
    while events.len() < count {
        let (subject, object) = (places[who.draw(&mut dice)], places[who.draw(&mut dice)]);
        let (relation, day) = (what.draw(&mut dice), dice.below(365) as u16);
        // Who visits is received in most cases, and soon.
        events.push(Event { subject, relation: relation as u16, object, day });
        if relation == VISIT && dice.below(5) > 0 && events.len() < count {
            let day = (day + dice.below(10) as u16).min(364);
            events.push(Event { subject: object, relation: HOST as u16, object: subject, day });
        }
    }
    events
}

/// As many events as asked for, each with the names of a real one and a day of the year by chance: so a few pairs of
/// actors meet hundreds of times.
pub fn drawn(real: &[Event], count: usize) -> Vec<Event> {
    let mut dice = Dice::new();
    (0..count).map(|_| Event { day: dice.below(365) as u16, ..real[dice.below(real.len())] }).collect()
}

/// Events for [`drawn`] where the real ones are not at hand: few actors, and the `n`th as often as `1 / n`.
pub fn skewed(count: usize) -> Vec<Event> {
    let who = Zipf::new((count / 60).max(2), 1.0);
    let mut dice = Dice::new();
    let mut events = Vec::with_capacity(count);
    while events.len() < count {
        let (subject, object, day) = (who.draw(&mut dice) as u32, who.draw(&mut dice) as u32, 0);
        events.push(Event { subject, relation: VISIT as u16, object, day });
        events.push(Event { subject: object, relation: HOST as u16, object: subject, day });
        (0..20).for_each(|_| {
            let relation = (HOST + 1 + dice.below(RELATIONS - HOST - 1)) as u16;
            events.push(Event { subject, relation, object, day });
        });
    }
    events
}

/// All that is asked: our graph, and the same events in petgraph.
pub struct Set {
    pub kg: KnowledgeGraph,
    pub relations: Vec<FoundRelation>,
    pub events: Vec<Event>,
    pub petgraph: DiGraph<u32, (u16, u16)>,
    pub actors: usize,
}

impl Set {
    pub fn new(events: Vec<Event>, relations: usize) -> Self {
        let mut schema = Schema::new();
        schema.add_kind(KindDef::new("actor")).unwrap();
        for relation in 0..relations {
            schema.add_relation(RelationDef::new(format!("r{relation}"), Shape::Happens, "actor", "actor")).unwrap();
        }
        let mut kg = KnowledgeGraph::new(schema);
        let actors = events.iter().map(|event| event.subject.max(event.object) + 1).max().unwrap_or(0);
        let ids: Vec<Id<Any>> =
            (0..actors).map(|actor| kg.add("actor", entity(format!("a{actor}"))).unwrap()).collect();
        let relations: Vec<_> = (0..relations).map(|relation| kg.relation(&format!("r{relation}")).unwrap()).collect();
        let mut petgraph = DiGraph::with_capacity(actors as usize, events.len());
        for actor in 0..actors {
            petgraph.add_node(actor);
        }
        let first = Day::new(2014, 1, 1).unwrap();
        kg.bulk(|bulk| {
            for event in &events {
                let day = first.checked_add_days(i64::from(event.day)).unwrap();
                let (subject, object) = (ids[event.subject as usize], ids[event.object as usize]);
                bulk.assert(fact(subject, relations[event.relation as usize], object).on(day))?;
            }
            Ok::<(), chancery::Error>(())
        })
        .unwrap();
        for event in &events {
            petgraph.add_edge(
                NodeIndex::new(event.subject as usize),
                NodeIndex::new(event.object as usize),
                (event.relation, event.day),
            );
        }
        Self { kg, relations, events, petgraph, actors: actors as usize }
    }
}
