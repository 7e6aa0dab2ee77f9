//! Graphs made from bytes: a schema of its own each, facts of every sort between few entities, and beside the graph all
//! that was recorded in it, in plain vectors.

use chancery::{
    Any, Error, ErrorKind, Id, KnowledgeGraph, NodeRef, Source, Stamp, When, date,
    draft::Draft,
    entity, fact,
    model::{Claim, Confidence, FactId, Modality, Resolution, Value},
    schema::{FoundRelation, KindDef, RelationDef, RoleDef, Schema, Shape},
};

/// Bytes, taken one after the other; when they are used up, zeros, or what comes of a seed.
pub struct Tape<'b> {
    bytes: &'b [u8],
    seed: Option<u64>,
}

impl<'b> Tape<'b> {
    pub const fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, seed: None }
    }
    pub const fn seeded(seed: u64) -> Tape<'static> {
        Tape { bytes: &[], seed: Some(seed) }
    }
    pub fn next(&mut self, below: usize) -> usize {
        if let Some(seed) = &mut self.seed {
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            return usize::try_from(*seed >> 33).unwrap() % below;
        }
        let Some((first, rest)) = self.bytes.split_first() else { return 0 };
        self.bytes = rest;
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
pub const WHENS: [&str; 21] = [
    "2020-02-10",
    "2020-02-12",
    "2020-02-17",
    "2020-02-11",
    "2020-03-01",
    "2020-02",
    "2020-03",
    "2020",
    "1991?",
    "as-of 2020-02-10",
    "2020-02-01/2020-02-12",
    "2020-02/2020-03",
    "2020/",
    "/2020-02",
    "2020-02-12/..",
    "[..2020-02-10]",
    "[2020-02-12..]",
    "[2020-02-10..2020-02-12]",
    "2020/[2020-02-12..]",
    "[..2020-02-10]/2020-03",
    "unstated",
];
pub const DATES: [&str; 6] = ["2020-02-10", "2020-02-12", "2020-02", "2020", "1991?", "2021"];
pub const TEXTS: [&str; 3] = ["a", "b", "c"];
const NAMES: [&str; 4] = ["Oman", "Azur", "Mali", "Oman"];

/// What stands at an end of a fact, as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    Entity(usize),
    Value(Value),
    Fact(usize),
}

#[derive(Clone, Debug)]
pub struct Claimed {
    pub source: &'static str,
    pub speaker: Option<usize>,
    pub confidence: Option<f64>,
    pub stamp: Option<Stamp>,
}

/// A fact as it was recorded, with its later changes.
#[derive(Clone, Debug)]
#[expect(clippy::option_option, reason = "whether it was done, and under which stamp, if any")]
pub struct Recorded {
    pub relation: usize,
    pub subject: Node,
    pub object: Node,
    pub players: Vec<(&'static str, Node)>,
    pub when: When,
    pub modality: Modality,
    pub claims: Vec<Claimed>,
    pub stamp: Option<Stamp>,
    pub retracted: Option<Option<Stamp>>,
    pub resolved: Vec<(Option<Stamp>, usize)>,
}

#[derive(Clone, Debug)]
pub struct Being {
    pub id: Id<Any>,
    pub kind: usize,
    pub name: String,
    pub stamp: Option<Stamp>,
}

/// All records, in the order of recording.
#[derive(Clone, Debug, Default)]
pub struct Record {
    pub entities: Vec<Being>,
    pub facts: Vec<Recorded>,
    /// The decisions that stand: who was merged into whom.
    pub merged: Vec<(usize, usize)>,
    pub stamp: Option<Stamp>,
}

impl Record {
    /// Who stands for an entity, by taking each decision in its order.
    pub fn stands(&self, entity: usize) -> usize {
        let mut stands: Vec<usize> = (0..self.entities.len()).collect();
        for (duplicate, into) in &self.merged {
            let (goes, stays) = (stands[*duplicate], stands[*into]);
            stands.iter_mut().filter(|stands| **stands == goes).for_each(|stands| *stands = stays);
        }
        stands[entity]
    }
    pub fn canonical(&self, node: &Node) -> Node {
        match node {
            Node::Entity(entity) => Node::Entity(self.stands(*entity)),
            other => other.clone(),
        }
    }
}

/// Which modalities the facts of a relation have: where all are plain, a view need ask none.
const SORTS: [&[Modality]; 3] = [
    &[Modality::Actual],
    &[Modality::Actual, Modality::Actual, Modality::Planned],
    &[
        Modality::Actual,
        Modality::Actual,
        Modality::Actual,
        Modality::Planned,
        Modality::Denied,
        Modality::Hypothetical,
        Modality::Cancelled,
    ],
];

pub struct World {
    pub kg: KnowledgeGraph,
    pub record: Record,
    sorts: Vec<&'static [Modality]>,
    /// The times of the facts of a relation: some relations have exact days only.
    whens: Vec<&'static [&'static str]>,
    /// One in so many facts begins and ends where the most do.
    crowd: usize,
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
        let subject = tape.pick(&["any", "k0", "any", "any", "any", "any", "any", "k3"]);
        let object = match number {
            3 => tape.pick(&["text", "number", "date"]),
            4 => tape.pick(&["statement", "any"]),
            _ => tape.pick(&["any", "k0", subject, subject, subject]),
        };
        let subject = if number == 4 { "any" } else { subject };
        let mut def = RelationDef::new(format!("r{number}"), Shape::Either, subject, object);
        def = if tape.one_in(2) { def.optional_many("by", "any") } else { def.optional("by", "any") };
        def = def.optional("for", tape.pick(&["number", "any", "any", "k0"]));
        if subject == object && tape.one_in(3) {
            def = def.symmetric();
        } else if number < 3 {
            def = def.inverse(format!("r{number}-of"));
        }
        if number == 5 {
            def = def.dated();
        }
        if number == 0 || number < 3 && !tape.one_in(3) {
            def = def.transitive();
        }
        schema.add_relation(def).unwrap();
    }
    schema
}

pub fn failed() -> Error {
    Error::new(ErrorKind::NoChange, "given up")
}

impl World {
    /// A graph of six entities and no fact.
    pub fn new(tape: &mut Tape<'_>) -> Self {
        let mut kg = KnowledgeGraph::new(schema(tape));
        for (source, published) in [("s0", "2020-01"), ("s1", "2021")] {
            kg.add_source(Source::new(source).published(published)).unwrap();
        }
        let mixed = tape.next(3);
        let sorts = (0..RELATIONS).map(|_| SORTS[tape.next(mixed + 1)]).collect();
        let whens = (0..RELATIONS).map(|_| if tape.one_in(3) { &WHENS[..5] } else { &WHENS[..] }).collect();
        let mut world = Self { kg, record: Record::default(), sorts, whens, crowd: 0 };
        for _ in 0..6 {
            world.entity(tape);
        }
        world
    }

    /// A graph with about so many facts.
    pub fn of(tape: &mut Tape<'_>, facts: usize) -> Self {
        let mut world = Self::new(tape);
        for _ in 0..facts {
            world.record(tape);
        }
        assert_eq!(world.kg.violations(), []);
        world
    }

    /// The same, with facts that crowd at two entities.
    pub fn crowded(tape: &mut Tape<'_>) -> Self {
        Self { crowd: 1 + tape.next(3), ..Self::new(tape) }
    }

    pub fn entity(&mut self, tape: &mut Tape<'_>) {
        let number = self.record.entities.len();
        let (kind, name) = (tape.next(KINDS.len()), NAMES[number % NAMES.len()].to_owned());
        let id = self.kg.add(KINDS[kind], entity(name.clone()).key(format!("e{number}"))).unwrap();
        self.record.entities.push(Being { id, kind, name, stamp: self.record.stamp });
    }

    fn some_fact(&self, tape: &mut Tape<'_>) -> Option<usize> {
        let count = self.record.facts.len();
        // Of many the last ones too.
        (count > 0).then(|| if count > 200 && tape.one_in(2) { count - 1 - tape.next(200) } else { tape.next(count) })
    }

    /// The handle of a fact: all were recorded one after the other.
    pub fn id(&self, fact: usize) -> FactId {
        let all = self.kg.view().with_modalities(Modality::ALL).with_retracted().with_resolved();
        all.all_facts().map(|found| found.id()).find(|id| id.index() as usize == fact).unwrap()
    }

    /// A node of the graph as it was recorded.
    pub fn node_of(node: NodeRef<'_>) -> Node {
        match (node.key(), node.value(), node.fact()) {
            (Some(key), None, None) => Node::Entity(key.strip_prefix('e').unwrap().parse().unwrap()),
            (None, Some(value), None) => Node::Value(value.clone()),
            (None, None, Some(fact)) => Node::Fact(fact.index() as usize),
            other => panic!("{other:?}"),
        }
    }

    fn record(&mut self, tape: &mut Tape<'_>) {
        if tape.one_in(12) {
            self.at(tape);
        }
        match tape.next(20) {
            0 => self.retract(tape),
            1 => self.resolve(tape),
            2 => self.claim(tape),
            3 => self.again(tape),
            4 if tape.one_in(2) => self.merge(tape),
            _ => self.fact(tape),
        }
    }

    pub fn at(&mut self, tape: &mut Tape<'_>) {
        let stamp: Stamp = format!("2026-01-24T{:02}:00:00Z", tape.next(24)).parse().unwrap();
        let taken = self.kg.at(stamp).is_ok();
        assert_eq!(taken, self.record.stamp.is_none_or(|before| before <= stamp));
        self.record.stamp = if taken { Some(stamp) } else { self.record.stamp };
    }

    pub fn retract(&mut self, tape: &mut Tape<'_>) {
        let Some(fact) = self.some_fact(tape) else { return };
        let done = self.kg.retract(self.id(fact), "");
        assert_eq!(done.is_ok(), self.record.facts[fact].retracted.is_none());
        self.record.facts[fact].retracted.get_or_insert(self.record.stamp);
    }

    pub fn resolve(&mut self, tape: &mut Tape<'_>) {
        let Some((a, b)) = self.some_fact(tape).zip(self.some_fact(tape)) else { return };
        if self.kg.resolve(self.id(a), Resolution::Refined, self.id(b)).is_ok() {
            self.record.facts[a].resolved.push((self.record.stamp, b));
        }
    }

    pub fn claim(&mut self, tape: &mut Tape<'_>) {
        let Some(fact) = self.some_fact(tape) else { return };
        let speaker = tape.one_in(2).then(|| tape.next(self.record.entities.len()));
        let confidence = tape.pick(&[None, Some(0.3), Some(0.9)]);
        let claimed = Claimed { source: tape.pick(&["s0", "s1"]), speaker, confidence, stamp: self.record.stamp };
        let mut claim = Claim::new(claimed.source);
        claim.confidence = claimed.confidence.map(|confidence| Confidence::new(confidence).unwrap());
        claim.said_by = claimed.speaker.map(|entity| format!("e{entity}"));
        self.kg.claim(self.id(fact), claim).unwrap();
        self.record.facts[fact].claims.push(claimed);
    }

    /// The same again: parallel facts.
    fn again(&mut self, tape: &mut Tape<'_>) {
        let Some(before) = self.some_fact(tape) else { return };
        let recorded = Recorded {
            when: tape.pick(self.whens[self.record.facts[before].relation]).parse().unwrap(),
            modality: tape.pick(self.sorts[self.record.facts[before].relation]),
            players: vec![],
            claims: vec![],
            stamp: self.record.stamp,
            retracted: None,
            resolved: vec![],
            ..self.record.facts[before].clone()
        };
        let id = self.kg.assert(self.draft(&recorded)).unwrap();
        assert_eq!(id.index() as usize, self.record.facts.len());
        self.record.facts.push(recorded);
    }

    pub fn merge(&mut self, tape: &mut Tape<'_>) {
        let count = self.record.entities.len();
        let (duplicate, into) = (tape.next(count), tape.next(count));
        let ends = (self.record.entities[duplicate].id, self.record.entities[into].id);
        if self.kg.merge(ends.0, ends.1, "").is_ok() {
            self.record.merged.push((duplicate, into));
        }
    }

    pub fn unmerge(&mut self, tape: &mut Tape<'_>) {
        if self.record.merged.is_empty() {
            return;
        }
        let at = tape.next(self.record.merged.len());
        let (duplicate, into) = self.record.merged[at];
        let ends = (self.record.entities[duplicate].id, self.record.entities[into].id);
        if self.kg.unmerge(ends.0, ends.1, "").is_ok() {
            self.record.merged.remove(at);
        }
    }

    pub fn narrow(&mut self, tape: &mut Tape<'_>) {
        let entity = self.record.stands(tape.next(self.record.entities.len()));
        let kind = tape.next(KINDS.len());
        if self.kg.narrow(self.record.entities[entity].id, KINDS[kind]).is_ok() {
            self.record.entities[entity].kind = kind;
        }
    }

    /// Purges a fact, with all that are about it. What comes after has another number.
    pub fn purge(&mut self, tape: &mut Tape<'_>) {
        let Some(fact) = self.some_fact(tape) else { return };
        if self.kg.purge(self.id(fact), "").is_err() {
            return;
        }
        let mut gone = vec![false; self.record.facts.len()];
        gone[fact] = true;
        // A fact is about earlier ones alone.
        for at in 0..gone.len() {
            let recorded = &self.record.facts[at];
            let about = |node: &Node| matches!(node, Node::Fact(of) if gone[*of]);
            gone[at] |= about(&recorded.subject)
                || about(&recorded.object)
                || recorded.players.iter().any(|(_, node)| about(node));
        }
        let number = |fact: usize| fact - gone[..fact].iter().filter(|gone| **gone).count();
        let mut kept = gone.iter();
        self.record.facts.retain(|_| !kept.next().unwrap());
        for recorded in &mut self.record.facts {
            for node in [&mut recorded.subject, &mut recorded.object] {
                if let Node::Fact(of) = node {
                    *of = number(*of);
                }
            }
            recorded.resolved.retain(|(_, by)| !gone[*by]);
            recorded.resolved.iter_mut().for_each(|(_, by)| *by = number(*by));
        }
        let ids: Vec<_> = (0..self.record.entities.len()).map(|e| self.recorded(&format!("e{e}"))).collect();
        for (being, id) in self.record.entities.iter_mut().zip(ids) {
            being.id = id;
        }
    }

    /// The handle of the entity that was recorded with a key, or of the one that stands for it.
    fn recorded(&self, key: &str) -> Id<Any> {
        let merged = self.kg.merges().flat_map(|merge| [merge.entity(), merge.other()]);
        merged.chain(self.kg.view().entities()).find(|node| node.key() == Some(key)).unwrap().id()
    }

    /// Draws a fact; `None` where there is nothing yet that it could be about.
    fn some(&self, tape: &mut Tape<'_>) -> Recorded {
        let number = if self.crowd > 0 && !tape.one_in(5) {
            tape.pick(&[0, 0, 5])
        } else {
            tape.pick(&[0, 0, 0, 1, 1, 2, 3, 4, 5, 5])
        };
        let count = self.record.entities.len();
        let schema = self.kg.schema();
        let def = schema.relation_def(schema.relation(&format!("r{number}")).unwrap().id());
        // One of those that the schema takes; now and then another, or one of the two that most are about.
        let being = |tape: &mut Tape<'_>, range: &str| {
            let fits = |entity: &usize| {
                let kind = schema.kind(KINDS[self.record.entities[*entity].kind]).unwrap();
                schema.kind(range).is_ok_and(|above| schema.is_a(kind, above))
            };
            let fit: Vec<_> = (0..count).filter(fits).collect();
            Node::Entity(if self.crowd > 0 && tape.next(4) < self.crowd {
                tape.next(if self.crowd == 3 { 1 } else { 2 })
            } else if fit.is_empty() || tape.one_in(8) {
                tape.next(count)
            } else {
                tape.pick(&fit)
            })
        };
        let subject = being(tape, &def.subject);
        let object = match number {
            3 => Node::Value(match tape.next(3) {
                0 => Value::Text(tape.pick(&TEXTS).into()),
                1 => Value::from(i64::try_from(tape.next(3)).unwrap()),
                _ => Value::from(date(tape.pick(&DATES))),
            }),
            4 if !self.record.facts.is_empty() => Node::Fact(self.some_fact(tape).unwrap()),
            _ => being(tape, &def.object),
        };
        let modality = tape.pick(self.sorts[number]);
        let when = tape.pick(self.whens[number]).parse().unwrap();
        let mut players = Vec::new();
        if tape.one_in(3) {
            let most = if def.roles.iter().any(|of| of.role == "by" && of.many) { 1 + tape.next(3) } else { 1 };
            for _ in 0..most {
                let player = Node::Entity(tape.next(count));
                // Two names of one entity are one player.
                let is_same =
                    |(_, other): &(&str, Node)| self.record.canonical(other) == self.record.canonical(&player);
                if !players.iter().any(is_same) {
                    players.push(("by", player));
                }
            }
        }
        if tape.one_in(4) {
            players.push(("for", Node::Value(Value::from(i64::try_from(tape.next(3)).unwrap()))));
        }
        let (claims, stamp, retracted, resolved) = (vec![], self.record.stamp, None, vec![]);
        Recorded { relation: number, subject, object, players, when, modality, claims, stamp, retracted, resolved }
    }

    fn draft(&self, recorded: &Recorded) -> Draft<FoundRelation> {
        let relation = self.kg.relation(&format!("r{}", recorded.relation)).unwrap();
        let being = |entity: usize| self.record.entities[entity].id;
        let mut draft = match (&recorded.subject, &recorded.object) {
            (Node::Entity(a), Node::Entity(b)) => fact(being(*a), relation, being(*b)),
            (Node::Entity(a), Node::Value(b)) => fact(being(*a), relation, b.clone()),
            (Node::Entity(a), Node::Fact(b)) => fact(being(*a), relation, self.id(*b)),
            other => panic!("{other:?}"),
        };
        for (role, player) in &recorded.players {
            draft = match player {
                Node::Entity(player) => draft.with(*role, being(*player)),
                Node::Value(player) => draft.with(*role, player.clone()),
                Node::Fact(player) => draft.with(*role, self.id(*player)),
            };
        }
        draft.when(recorded.when).modality(recorded.modality)
    }

    pub fn fact(&mut self, tape: &mut Tape<'_>) {
        let recorded = self.some(tape);
        // What the schema refuses is no fact.
        if let Ok(id) = self.kg.assert(self.draft(&recorded)) {
            assert_eq!(id.index() as usize, self.record.facts.len());
            self.record.facts.push(recorded);
        }
    }

    /// Many facts at once, by a bulk load. Those about facts are about such as were there before.
    pub fn load(&mut self, tape: &mut Tape<'_>, count: usize) {
        let all: Vec<_> = (0..count).map(|_| self.some(tape)).collect();
        let drafts: Vec<_> = all.iter().map(|recorded| self.draft(recorded)).collect();
        let facts = &mut self.record.facts;
        self.kg
            .bulk(|bulk| {
                for (recorded, draft) in all.into_iter().zip(drafts) {
                    if let Ok(id) = bulk.assert(draft) {
                        assert_eq!(id.index() as usize, facts.len());
                        facts.push(recorded);
                    }
                }
                Ok::<(), Error>(())
            })
            .unwrap();
    }

    /// The same facts, one after the other.
    pub fn single(&mut self, tape: &mut Tape<'_>, count: usize) {
        let all: Vec<_> = (0..count).map(|_| self.some(tape)).collect();
        for recorded in all {
            if self.kg.assert(self.draft(&recorded)).is_ok() {
                self.record.facts.push(recorded);
            }
        }
    }
}
