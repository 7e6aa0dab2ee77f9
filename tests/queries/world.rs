//! Graphs and views made from bytes: a schema of its own each, facts of every sort between few entities.

use chancery::{
    Any, Id, KnowledgeGraph, Source, View, date, entity, fact,
    model::{Claim, Confidence, FactId, Modality, Outcome, Value},
    schema::{KindDef, RelationDef, RoleDef, Schema, Shape},
};

/// Bytes, taken one after the other; zeros when they are used up.
pub struct Tape<'b>(pub &'b [u8]);

impl Tape<'_> {
    pub fn next(&mut self, below: usize) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first) % below
    }
    pub fn one_in(&mut self, of: usize) -> bool {
        self.next(of) == of - 1
    }
    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.next(from.len())].clone()
    }
}

pub const KINDS: [&str; 4] = ["k0", "k1", "k2", "k3"];
pub const RELATIONS: usize = 6;
pub const WHENS: [&str; 12] = [
    "2020-02-10",
    "2020-02-12",
    "2020-02-17",
    "2020-02-11",
    "2020-02",
    "2020",
    "1991?",
    "as-of 2020-02-10",
    "2020-02-01/2020-02-12",
    "2020/",
    "/2020-02",
    "unstated",
];
pub const DATES: [&str; 5] = ["2020-02-10", "2020-02", "2020", "1991?", "2021"];
pub const TEXTS: [&str; 3] = ["a", "b", "c"];

pub struct World {
    pub kg: KnowledgeGraph,
    pub entities: Vec<Id<Any>>,
    pub facts: Vec<FactId>,
}

pub fn schema(tape: &mut Tape<'_>) -> Schema {
    let mut schema = Schema::new();
    for (number, kind) in KINDS.iter().enumerate() {
        let mut def = KindDef::new(*kind);
        for above in &KINDS[..number] {
            if tape.one_in(3) {
                def = def.under(*above);
            }
        }
        schema.add_kind(def).unwrap();
    }
    for role in ["by", "for"] {
        schema.add_role(RoleDef::new(role)).unwrap();
    }
    for number in 0..RELATIONS {
        let subject = tape.pick(&["any", "k0", "any", "any", "any", "k3"]);
        let object = match number {
            3 => tape.pick(&["text", "number", "date"]),
            4 => tape.pick(&["statement", "any"]),
            _ => tape.pick(&["any", "k0", subject, subject, subject]),
        };
        let subject = if number == 4 { "any" } else { subject };
        let mut def = RelationDef::new(format!("r{number}"), Shape::Either, subject, object)
            .optional("by", "any")
            .optional("for", tape.pick(&["number", "k0", "any"]));
        if subject == object && tape.one_in(3) {
            def = def.symmetric();
        } else if number < 3 {
            def = def.inverse(format!("r{number}-of"));
        }
        if number < 3 && tape.one_in(2) {
            def = def.transitive();
        }
        schema.add_relation(def).unwrap();
    }
    schema
}

impl World {
    pub fn of(tape: &mut Tape<'_>, facts: usize) -> Self {
        let mut kg = KnowledgeGraph::new(schema(tape));
        for (source, published) in [("s0", "2020-01"), ("s1", "2021")] {
            kg.add_source(Source::new(source).published(published)).unwrap();
        }
        let entities = (0..6)
            .map(|number| kg.add(tape.pick(&KINDS), entity(format!("E{number}")).key(format!("e{number}"))).unwrap());
        let mut world = Self { entities: entities.collect(), kg, facts: Vec::new() };
        for _ in 0..facts {
            world.record(tape);
        }
        assert_eq!(world.kg.violations(), []);
        world
    }

    fn record(&mut self, tape: &mut Tape<'_>) {
        if tape.one_in(12) {
            let hour = 1 + self.facts.len() % 20;
            let _ = self.kg.at(format!("2026-01-24T{hour:02}:00:00Z").as_str());
        }
        let some = |tape: &mut Tape<'_>, facts: &[FactId]| (!facts.is_empty()).then(|| tape.pick(facts));
        match tape.next(20) {
            0 => {
                if let Some(fact) = some(tape, &self.facts) {
                    let _ = self.kg.retract(fact, "");
                }
            }
            1 => {
                if let (Some(a), Some(b)) = (some(tape, &self.facts), some(tape, &self.facts)) {
                    let _ = self.kg.resolve(a, Outcome::Refined, b);
                }
            }
            2 => {
                if let Some(fact) = some(tape, &self.facts) {
                    let mut claim = Claim::new(tape.pick(&["s0", "s1"]));
                    claim.confidence = Confidence::new(tape.pick(&[0.3, 0.9])).ok();
                    self.kg.claim(fact, claim).unwrap();
                }
            }
            // The same again: parallel facts.
            3 if !self.facts.is_empty() => {
                let before = self.kg.read_fact(tape.pick(&self.facts)).unwrap();
                let relation = self.kg.relation(before.relation_name()).unwrap();
                let again =
                    fact(before.from().id(), relation, before.to().id()).when(tape.pick(&WHENS).parse().unwrap());
                self.facts.push(self.kg.assert(again).unwrap());
            }
            _ => self.fact(tape),
        }
    }

    fn fact(&mut self, tape: &mut Tape<'_>) {
        let number = tape.next(RELATIONS);
        let relation = format!("r{number}");
        let subject = tape.pick(&self.entities);
        let draft = match number {
            3 => {
                let value = match tape.next(3) {
                    0 => Value::Text(tape.pick(&TEXTS).into()),
                    1 => Value::from(i64::try_from(tape.next(3)).unwrap()),
                    _ => Value::from(date(tape.pick(&DATES))),
                };
                fact(subject, relation.as_str(), value)
            }
            4 if !self.facts.is_empty() => fact(subject, relation.as_str(), tape.pick(&self.facts)),
            _ => fact(subject, relation.as_str(), tape.pick(&self.entities)),
        };
        let modality = tape.pick(&[
            Modality::Actual,
            Modality::Actual,
            Modality::Actual,
            Modality::Planned,
            Modality::Denied,
            Modality::Hypothetical,
        ]);
        let mut draft = draft.when(tape.pick(&WHENS).parse().unwrap()).modality(modality);
        if tape.one_in(3) {
            draft = draft.with("by", tape.pick(&self.entities));
        }
        if tape.one_in(4) {
            draft = draft.with("for", Value::from(i64::try_from(tape.next(3)).unwrap()));
        }
        // What the schema refuses is no fact.
        if let Ok(fact) = self.kg.assert(draft) {
            self.facts.push(fact);
        }
    }

    /// A view, whether it asks for what is certain, and whether it takes sightings to hold for a week.
    pub fn view(&self, tape: &mut Tape<'_>) -> (View<'_>, bool, bool) {
        let (mut view, mut certain, mut assumes) = (self.kg.view(), false, false);
        for _ in 0..tape.next(4).saturating_sub(1) {
            let on = date(tape.pick(&DATES));
            view = match tape.next(11) {
                0 => view.on(on),
                1 => view.during(on),
                2 => {
                    certain = true;
                    view.certain()
                }
                3 => view.modalities(Modality::ALL),
                4 => view.with_retracted().with_resolved(),
                5 => view.sources([self.kg.source("s0").unwrap()]),
                6 => view.reported_by(on),
                7 => view.kinds([self.kg.schema().kind(tape.pick(&KINDS)).unwrap()]),
                8 => view.known_by(format!("2026-01-24T{:02}:00:00Z", tape.next(24)).parse().unwrap()),
                9 => view.relations(
                    (0..RELATIONS).filter(|_| tape.one_in(2)).map(|r| self.kg.relation(&format!("r{r}")).unwrap()),
                ),
                _ => {
                    assumes = true;
                    view.assume_holds_for(7).on(on)
                }
            };
        }
        (view, certain, assumes)
    }
}
