//! A graph beside its slow twin: the same records in plain vectors, answered by going through all of them.
#![expect(unreachable_pub, reason = "a module of several tests")]

pub mod slow;

use std::collections::BTreeSet;

use chancery::{
    KnowledgeGraph, NodeRef, PartialDate, Source, Stamp, When, date, entity, fact,
    model::{Claim, Confidence, FactId, Modality, Quote, Resolution, Sha256, Stance, Transaction, Value},
    schema::Shape,
};

pub(crate) mod words {
    use chancery::{
        Any,
        schema::{Statement, Text},
    };

    chancery::vocabulary! {
        name: "twin";
        kinds {
            Agent "agent";
            Place "place";
            Person "person": Agent;
            State "state": Agent + Place;
            City "city": Place;
            /// A union.
            Seat "seat" = State | City;
        }
        relations {
            event Visits "visits": Person => Place { optional_many Via: Agent, optional Manner: Text } [inverse = "visited-by"];
            event Met "met": Agent => Agent { optional_many Via: Agent } [symmetric];
            event Recognized "recognized": State => State [dated, inverse = "recognized-by"];
            state Titled "titled": Agent => Text { optional_many Via: Agent };
            state Holds "holds": Agent => Any { optional_many Via: Agent } [inverse = "held-by"];
            event Noted "noted": Any => Statement { optional_many Via: Agent };
        }
        roles { Via "via"; Manner "manner"; }
    }
}

/// Relations by number, as the twin knows them: name, inverse, symmetric, a state.
pub const RELATIONS: [(&str, Option<&str>, bool, bool); 6] = [
    ("visits", Some("visited-by"), false, false),
    ("met", None, true, false),
    ("recognized", Some("recognized-by"), false, false),
    ("titled", None, false, true),
    ("holds", Some("held-by"), false, true),
    ("noted", None, false, false),
];
/// Kinds that entities have, each with all that they are.
pub const KINDS: [(&str, &[&str]); 3] = [
    ("person", &["person", "agent"]),
    ("state", &["state", "agent", "place", "seat"]),
    ("city", &["city", "place", "seat"]),
];
pub const WHENS: [&str; 19] = [
    "unstated",
    "2020-02-10",
    "2020-02",
    "2020",
    "1991?",
    "1991",
    "as-of 2020-02-10",
    "as-of 2021",
    "as-of 2020-02-20?",
    "2019/2021-06",
    "2020/",
    "/2020",
    "2020/..",
    "../..",
    "[..2020-02-10]",
    "[2020-02..]",
    "[2020..2021]",
    "2019/[2020-02..]",
    "[..2020-02]/2021",
];
pub const DATES: [&str; 7] = ["2020-02-10", "2020-02-15", "2020", "1991", "1991?", "2021-03", "2020-03-01"];
pub const TEXTS: [&str; 3] = ["chair", "envoy", "guest"];

/// A node as the twin knows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    Entity(usize),
    Text(String),
    Fact(usize),
}

#[derive(Clone, Debug)]
pub struct PlainClaim {
    pub source: usize,
    pub speaker: Option<usize>,
    pub supports: bool,
    pub confidence: Option<f64>,
    pub stamp: Option<Stamp>,
}

/// The players of a fact, each once in a role: by role, then in the order of recording.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Players(Vec<(&'static str, Node)>);

impl Players {
    fn insert(&mut self, role: &'static str, player: Node) {
        if !self.has(role, &player) {
            self.0.push((role, player));
            self.0.sort_by_key(|(role, _)| *role);
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &(&'static str, Node)> {
        self.0.iter()
    }

    pub fn values(&self) -> impl Iterator<Item = &Node> {
        self.0.iter().map(|(_, player)| player)
    }

    pub fn contains_key(&self, role: &str) -> bool {
        self.0.iter().any(|(played, _)| *played == role)
    }

    pub fn last(&self, role: &str) -> Option<&Node> {
        self.0.iter().rfind(|(played, _)| *played == role).map(|(_, player)| player)
    }

    pub fn has(&self, role: &str, player: &Node) -> bool {
        self.0.iter().any(|(played, known)| *played == role && known == player)
    }
}

#[derive(Clone, Debug)]
pub struct PlainFact {
    pub relation: usize,
    pub subject: Node,
    pub object: Node,
    pub roles: Players,
    pub when: When,
    pub modality: Modality,
    pub claims: Vec<PlainClaim>,
    pub stamp: Option<Stamp>,
    /// When it was retracted, if it was.
    #[expect(clippy::option_option, reason = "it may have been before any stamp")]
    pub retracted: Option<Option<Stamp>>,
    /// When it was resolved, each time, and by which fact.
    pub resolved: Vec<(Option<Stamp>, usize)>,
}

impl PlainFact {
    pub fn has(&self, node: &Node) -> bool {
        self.subject == *node || self.object == *node || self.roles.values().any(|player| player == node)
    }
    pub fn symmetric(&self) -> bool {
        RELATIONS[self.relation].2
    }
}

pub struct Twin {
    pub kg: KnowledgeGraph,
    /// Kind and stamp of each entity, whose key is `e` and its number.
    pub entities: Vec<(usize, Option<Stamp>)>,
    pub sources: Vec<Option<PartialDate>>,
    pub facts: Vec<PlainFact>,
    stamp: Option<Stamp>,
    /// The merges in force: the duplicate, and what it was merged into.
    merges: Vec<(usize, usize)>,
}

/// Decisions about some entities for [`Twin::decided`]: that they are one, or not. Often none.
pub fn decisions(most: usize) -> impl proptest::strategy::Strategy<Value = Vec<[u8; 3]>> {
    use proptest::prelude::*;
    prop_oneof![Just(Vec::new()), prop::collection::vec(any::<[u8; 3]>(), 0..most)]
}

pub fn stamp(hour: u8) -> Stamp {
    format!("2026-01-24T{:02}:00:00Z", hour % 24).parse().unwrap()
}

/// The source that has a text.
const TEXT: usize = 1;

/// A quote of no, one or several passages; of a text, words that it has.
fn quote(of_text: bool, by: u8) -> Option<Quote> {
    let hashed = || Quote::hashed(11..16, Sha256::of("gamma"));
    Some(match by % if of_text { 6 } else { 11 } {
        0..=2 => return None,
        3 => Quote::new("alpha"),
        4 => Quote::new("alpha").and("gamma"),
        5 => Quote::new("beta").and("gamma"),
        6 => Quote::new("alpha").and(hashed()),
        7 => Quote::new("beta").and(hashed()),
        8 => Quote::new("alpha").and("beta … gamma"),
        9 => Quote::new("alpha … beta").and("gamma"),
        _ => hashed(),
    })
}

fn pick<T: Copy>(from: &[T], by: u8) -> T {
    from[usize::from(by) % from.len()]
}

impl Twin {
    /// A graph from bytes, twelve for each record.
    pub fn build(records: &[[u8; 12]]) -> Self {
        let mut kg = KnowledgeGraph::new(words::schema());
        let mut sources = Vec::new();
        for (number, published) in [Some("2020-02-10"), Some("2020-02"), Some("2021?"), None].into_iter().enumerate() {
            let source = Source::new(format!("s{number}"));
            let source = if number == TEXT { source.text("alpha beta gamma") } else { source };
            kg.add_source(match published {
                Some(on) => source.published(on),
                // The last repeats the first.
                None => source.derives_from("s0"),
            })
            .unwrap();
            sources.push(published.map(date));
        }
        let mut twin = Self { kg, entities: Vec::new(), sources, facts: Vec::new(), stamp: None, merges: Vec::new() };
        for kind in [0, 1, 1, 2, 0] {
            twin.entity(kind);
        }
        for record in records {
            twin.record(record);
        }
        assert_eq!(twin.kg.violations(), []);
        twin
    }

    /// A graph from bytes, in which some entities are then merged or kept apart: four bytes for each decision.
    pub fn decided(records: &[[u8; 12]], decisions: &[[u8; 3]]) -> Self {
        let mut twin = Self::build(records);
        for [what, one, other] in decisions {
            let (one, other) = (usize::from(*one) % twin.entities.len(), usize::from(*other) % twin.entities.len());
            let (key, other_key) = (format!("e{one}"), format!("e{other}"));
            match what % 6 {
                0..=2 if twin.kg.merge(&key, &other_key, &format!("{one} is {other}")).is_ok() => {
                    twin.merges.push((one, other));
                }
                3 => drop(twin.kg.keep_apart(&key, &other_key, "two")),
                4 if twin.kg.unmerge(&key, &other_key, "").is_ok() => {
                    twin.merges.retain(|ends| *ends != (one, other) && *ends != (other, one));
                }
                5 => drop(twin.kg.allow_merge(&key, &other_key, "")),
                _ => {}
            }
        }
        let stands =
            |node: &Node| if let Node::Entity(n) = node { Node::Entity(twin.stands(*n)) } else { node.clone() };
        let mut facts = twin.facts.clone();
        for fact in &mut facts {
            (fact.subject, fact.object) = (stands(&fact.subject), stands(&fact.object));
            let mut players = Players::default();
            fact.roles.iter().for_each(|(role, player)| players.insert(role, stands(player)));
            fact.roles = players;
            fact.claims.iter_mut().for_each(|claim| claim.speaker = claim.speaker.map(|speaker| twin.stands(speaker)));
        }
        twin.facts = facts;
        assert_eq!(twin.kg.violations(), []);
        twin
    }

    /// The entity that stands for another, by the merges in their order.
    pub fn stands(&self, entity: usize) -> usize {
        let mut stands: Vec<usize> = (0..self.entities.len()).collect();
        for (duplicate, into) in &self.merges {
            let (goes, stays) = (stands[*duplicate], stands[*into]);
            stands.iter_mut().filter(|one| **one == goes).for_each(|one| *one = stays);
        }
        stands[entity]
    }

    /// The entities that stand for themselves.
    pub fn standing(&self) -> BTreeSet<usize> {
        (0..self.entities.len()).filter(|entity| self.stands(*entity) == *entity).collect()
    }

    fn entity(&mut self, kind: usize) {
        let number = self.entities.len();
        self.kg.add(KINDS[kind].0, entity(format!("Entity {number}")).key(format!("e{number}"))).unwrap();
        self.entities.push((kind, self.stamp));
    }

    fn record(&mut self, bytes: &[u8; 12]) {
        let [what, rest @ ..] = bytes;
        match what % 16 {
            0 => self.entity(usize::from(rest[0]) % KINDS.len()),
            // Equal and later stamps; an earlier one is refused and changes nothing.
            1 => {
                let next = stamp(rest[0]);
                let taken = self.kg.at(next).is_ok();
                assert_eq!(taken, self.stamp.is_none_or(|before| before <= next));
                self.stamp = if taken { Some(next) } else { self.stamp };
            }
            2 => {
                self.kg.begin(Transaction::default()).unwrap().by("somebody");
            }
            3 | 4 if !self.facts.is_empty() => {
                let at = usize::from(rest[0]) % self.facts.len();
                self.claim(at, &rest[1..]);
            }
            5 if !self.facts.is_empty() => {
                let at = usize::from(rest[0]) % self.facts.len();
                let done = self.kg.retract(self.id(at), "");
                assert_eq!(done.is_ok(), self.facts[at].retracted.is_none());
                self.facts[at].retracted.get_or_insert(self.stamp);
            }
            6 if !self.facts.is_empty() => {
                let (a, b) = (usize::from(rest[0]) % self.facts.len(), usize::from(rest[1]) % self.facts.len());
                let done = self.kg.resolve(self.id(a), Resolution::Refined, self.id(b));
                // What a fact resolved that was retracted since may be resolved anew.
                let open = self.facts[a].resolved.iter().all(|(_, by)| self.facts[*by].retracted.is_some());
                assert_eq!(done.is_ok(), a < b && open);
                if done.is_ok() {
                    self.facts[a].resolved.push((self.stamp, b));
                }
            }
            _ => self.fact(rest),
        }
    }

    fn some(&self, kind: &str, by: u8) -> Node {
        let fit: Vec<_> = (0..self.entities.len()).filter(|e| KINDS[self.entities[*e].0].1.contains(&kind)).collect();
        Node::Entity(pick(&fit, by))
    }

    fn fact(&mut self, bytes: &[u8]) {
        let relation = usize::from(bytes[0]) % RELATIONS.len();
        let text = |by| Node::Text(pick(&TEXTS, by).to_owned());
        let statement = |twin: &Self, by: u8| Node::Fact(usize::from(by) % twin.facts.len());
        let (subject, object) = match relation {
            0 => (self.some("person", bytes[1]), self.some("place", bytes[2])),
            1 => (self.some("agent", bytes[1]), self.some("agent", bytes[2])),
            2 => (self.some("state", bytes[1]), self.some("state", bytes[2])),
            3 => (self.some("agent", bytes[1]), text(bytes[2])),
            4 => {
                let object = match bytes[3] % 3 {
                    0 => text(bytes[2]),
                    1 if !self.facts.is_empty() => statement(self, bytes[2]),
                    _ => self.some("agent", bytes[2]),
                };
                (self.some("agent", bytes[1]), object)
            }
            _ if self.facts.is_empty() => return,
            _ => {
                let subject =
                    if bytes[3].is_multiple_of(2) { self.some("agent", bytes[1]) } else { statement(self, bytes[1]) };
                (subject, statement(self, bytes[2]))
            }
        };
        let mut roles = Players::default();
        if relation != 2 && bytes[4].is_multiple_of(3) {
            roles.insert("via", self.some("agent", bytes[4] / 3));
            if bytes[10].is_multiple_of(2) {
                roles.insert("via", self.some("agent", bytes[10] / 2));
            }
        }
        if relation == 0 && bytes[5].is_multiple_of(3) {
            roles.insert("manner", text(bytes[5] / 3));
        }
        let mut when: When = pick(&WHENS, bytes[6]).parse().unwrap();
        // A state takes no time of an event, and an event no span that goes on.
        let shape = if RELATIONS[relation].3 { Shape::Holds } else { Shape::Happens };
        if !shape.takes(when) {
            let date = when.parts().dates().0;
            when = date.map_or(When::UNSTATED, if shape == Shape::Holds { When::as_of } else { When::on });
        }
        let modality = pick(
            &[
                Modality::Actual,
                Modality::Actual,
                Modality::Planned,
                Modality::Denied,
                Modality::Cancelled,
                Modality::Hypothetical,
            ],
            bytes[7],
        );
        let (stamp, number) = (self.stamp, self.facts.len());
        self.facts.push(PlainFact {
            relation,
            subject,
            object,
            roles,
            when,
            modality,
            claims: vec![],
            stamp,
            retracted: None,
            resolved: Vec::new(),
        });
        let plain = &self.facts[number];
        // Half of those that have an inverse name are recorded by it. A value is no subject.
        let (name, from, to) = match RELATIONS[relation].1 {
            Some(inverse) if bytes[8].is_multiple_of(2) && !matches!(plain.object, Node::Text(_)) => {
                (inverse, &plain.object, &plain.subject)
            }
            _ => (RELATIONS[relation].0, &plain.subject, &plain.object),
        };
        let key = |of: &Node| match of {
            Node::Entity(number) => format!("e{number}"),
            Node::Text(text) => text.clone(),
            Node::Fact(number) => format!("f{number}"),
        };
        let mut draft = match (from, to) {
            (Node::Fact(from), Node::Fact(to)) => fact(self.id(*from), name, self.id(*to)),
            (Node::Fact(from), _) => fact(self.id(*from), name, key(to)),
            (_, Node::Fact(to)) => fact(key(from), name, self.id(*to)),
            (_, Node::Text(text)) => fact(key(from), name, Value::Text(text.clone())),
            _ => fact(key(from), name, key(to)),
        };
        for (role, player) in plain.roles.iter() {
            draft = draft.with(*role, key(player));
        }
        draft = draft.when(when).modality(modality);
        if bytes[8].is_multiple_of(3) {
            draft = draft.key(format!("f{number}"));
        }
        let id = self.kg.assert(draft).unwrap();
        assert_eq!(id.index() as usize, number);
        if bytes[9].is_multiple_of(2) {
            self.claim(number, &bytes[1..]);
        }
    }

    fn claim(&mut self, at: usize, bytes: &[u8]) {
        let plain = PlainClaim {
            source: usize::from(bytes[0]) % self.sources.len(),
            speaker: (bytes[1].is_multiple_of(2)).then(|| usize::from(bytes[2]) % self.entities.len()),
            supports: !bytes[3].is_multiple_of(4),
            confidence: pick(&[None, Some(0.25), Some(0.5), Some(1.0)], bytes[4]),
            stamp: self.stamp,
        };
        let mut claim = Claim::new(format!("s{}", plain.source));
        claim.said_by = plain.speaker.map(|speaker| format!("e{speaker}"));
        claim.stance = if plain.supports { Stance::Supports } else { Stance::Disputes };
        claim.confidence = plain.confidence.map(|c| Confidence::new(c).unwrap());
        claim.quote = quote(plain.source == TEXT, bytes[4] / 4);
        self.kg.claim(self.id(at), claim).unwrap();
        self.facts[at].claims.push(plain);
    }

    /// The handle of a fact, which is found by going through all of them.
    pub fn id(&self, fact: usize) -> FactId {
        let all = Modality::ALL;
        let view = self.kg.view().with_modalities(all).with_retracted().with_resolved();
        let found = view.all_facts().map(|found| found.id()).nth(fact);
        found.unwrap()
    }

    /// A node of the graph as the twin knows it.
    pub fn node(node: NodeRef<'_>) -> Node {
        match (node.key(), node.value(), node.fact()) {
            (Some(key), None, None) => Node::Entity(key.strip_prefix('e').unwrap().parse().unwrap()),
            (None, Some(Value::Text(text)), None) => Node::Text(text.clone()),
            (None, None, Some(fact)) => Node::Fact(fact.index() as usize),
            other => panic!("{other:?}"),
        }
    }

    pub fn kinds(&self, entity: usize) -> &'static [&'static str] {
        KINDS[self.entities[entity].0].1
    }
}
