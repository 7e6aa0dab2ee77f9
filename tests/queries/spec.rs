//! Queries as plain values, made from bytes.

use std::{collections::BTreeMap, ops::RangeInclusive};

use chancery::{Allen, AllenSet, Truth, date, model::Value, query::Compare};

use super::world::{DATES, TEXTS, Tape};

#[derive(Clone, Debug, PartialEq)]
pub enum End {
    Var(usize),
    Entity(usize),
    /// The same by its key.
    Key(usize),
    Fact(usize),
    Value(Value),
}

#[derive(Clone, Debug)]
pub enum Spec {
    /// Fact variable; relation and whether by its inverse name, or any relation; ends.
    Fact(usize, Option<(usize, bool)>, End, End),
    Role(usize, &'static str, End),
    Reach(End, usize, bool, RangeInclusive<u32>, bool, End),
    Entity(usize),
    Differ(usize, usize),
    DifferFacts(usize, usize),
    /// A fact, and a variable for nodes.
    DifferFromNode(usize, usize),
    /// A fact, and one of the graph by its number.
    DifferFromFact(usize, usize),
    EachPairOnce(usize, usize),
    EachPairOfFactsOnce(usize, usize),
    Compare(usize, Compare, Result<usize, Value>),
    On(usize, usize),
    During(usize, usize),
    Stands(usize, AllenSet, usize),
    Days(usize, usize, RangeInclusive<i64>),
    /// A variable for nodes, and the entities that it may be.
    OneOf(usize, Vec<usize>),
    /// What [`passed`] says of a fact and a variable for nodes.
    Filter(usize, usize),
    Not(Vec<Spec>),
    Exists(Vec<Spec>),
    Optional(Vec<Spec>),
    Either(Vec<Vec<Spec>>),
}

/// A condition of the caller: of the number of a fact and that of a node.
pub fn passed(fact: u32, node: u32) -> Truth {
    match (fact + 2 * node) % 5 {
        0 => Truth::No,
        1 => Truth::Possibly,
        _ => Truth::Yes,
    }
}

pub struct Asked {
    pub nodes: Vec<Option<&'static str>>,
    pub facts: usize,
    pub block: Vec<Spec>,
    pub distinct_facts: bool,
    /// The facts whose relation is asked for by a name with this date in it.
    pub dated: BTreeMap<usize, usize>,
}

/// The variables that a block and the blocks around it give a value in each match.
#[derive(Clone, Debug, Default)]
struct Given {
    nodes: Vec<usize>,
    facts: Vec<usize>,
}

impl Given {
    fn add(&mut self, end: &End) {
        if let End::Var(var) = end
            && !self.nodes.contains(var)
        {
            self.nodes.push(*var);
        }
    }
}

impl Asked {
    pub fn of(tape: &mut Tape<'_>) -> Self {
        let mut kinds = [None; 24];
        kinds[19..].copy_from_slice(&["any", "k0", "k1", "number", "date"].map(Some));
        let mut asked = Self {
            nodes: (0..6).map(|_| tape.pick(&kinds)).collect(),
            facts: 0,
            block: Vec::new(),
            distinct_facts: tape.one_in(4),
            dated: BTreeMap::new(),
        };
        asked.block = if tape.one_in(3) { asked.shape(tape) } else { asked.some(tape, 0, &Given::default()) };
        asked
    }

    /// Few facts, of a graph that has many.
    pub fn small(tape: &mut Tape<'_>) -> Self {
        let mut asked = Self {
            nodes: vec![None; 6],
            facts: 0,
            block: Vec::new(),
            distinct_facts: tape.one_in(4),
            dated: BTreeMap::new(),
        };
        let ends =
            |tape: &mut Tape<'_>| if tape.one_in(3) { End::Entity(tape.next(3)) } else { End::Var(tape.next(3)) };
        for _ in 0..=tape.next(2) {
            let (a, b) = (ends(tape), ends(tape));
            let fact = asked.fact(tape.pick(&[0, 0, 5]), tape, a, b);
            asked.block.push(fact);
        }
        match (asked.facts, tape.next(5)) {
            (_, 0) => asked.block.push(Spec::On(0, tape.next(DATES.len()))),
            (2, 1) => asked.block.push(Spec::Days(1, 0, 0..=7)),
            (_, 2) => asked.block.push(Spec::Role(0, "by", End::Var(3))),
            (_, 3) => {
                let (a, b) = (ends(tape), ends(tape));
                let fact = asked.fact(tape.pick(&[0, 5]), tape, a, b);
                asked.block.push(Spec::Not(vec![fact]));
            }
            _ => {}
        }
        asked
    }

    /// Two or three facts that share an end or both, with conditions on their times; the later ones may be in inner
    /// blocks.
    pub fn timely(tape: &mut Tape<'_>) -> Self {
        let mut asked = Self {
            nodes: vec![None; 6],
            facts: 0,
            block: Vec::new(),
            distinct_facts: tape.one_in(4),
            dated: BTreeMap::new(),
        };
        let relation = |tape: &mut Tape<'_>| tape.pick(&[0, 0, 0, 1, 5]);
        let to = if tape.one_in(4) { End::Entity(tape.next(3)) } else { End::Var(1) };
        let first = asked.fact(relation(tape), tape, End::Var(0), to.clone());
        asked.block.push(first);
        let form = tape.next(6);
        for number in 1..=if form == 5 { 2 } else { 1 } {
            let (shared, there) = if tape.one_in(2) { (End::Var(0), to.clone()) } else { (to.clone(), End::Var(0)) };
            let there = if tape.one_in(2) { there } else { End::Var(1 + number) };
            let mut part = vec![asked.fact(relation(tape), tape, shared, there)];
            for _ in 0..=usize::from(tape.one_in(4)) {
                let before = tape.next(number);
                part.push(Self::timed(tape, number, before));
            }
            if tape.one_in(4) {
                part.push(Spec::DifferFacts(number, number - 1));
            }
            match form {
                0 => asked.block.push(Spec::Not(part)),
                1 => asked.block.push(Spec::Optional(part)),
                2 => {
                    let facts = asked.facts;
                    let other = vec![asked.fact(relation(tape), tape, End::Var(0), End::Var(4))];
                    let timed = Self::timed(tape, facts, 0);
                    asked.block.push(Spec::Either(vec![part, other.into_iter().chain([timed]).collect()]));
                }
                _ => asked.block.extend(part),
            }
        }
        asked
    }

    /// A condition on the times of two facts.
    fn timed(tape: &mut Tape<'_>, one: usize, other: usize) -> Spec {
        let (one, other) = if tape.one_in(2) { (one, other) } else { (other, one) };
        if tape.one_in(2) {
            return Spec::Days(one, other, tape.pick(&[0..=7, -2..=2, 1..=10, 0..=0, -400..=-1, 5..=400]));
        }
        let set = match tape.next(4) {
            0 => AllenSet::SHARES_A_DAY,
            1 => !AllenSet::from(Allen::Before),
            _ => {
                let bits = 1 + tape.next(3);
                (0..bits).map(|_| tape.pick(&Allen::ALL)).collect()
            }
        };
        Spec::Stands(one, set, other)
    }

    fn fact(&mut self, relation: usize, tape: &mut Tape<'_>, a: End, b: End) -> Spec {
        self.facts += 1;
        let (a, b) = if tape.one_in(3) { (b, a) } else { (a, b) };
        Spec::Fact(self.facts - 1, Some((relation, tape.one_in(4))), a, b)
    }

    /// A path, a circle or a star of facts, with little else: what is counted without being listed.
    fn shape(&mut self, tape: &mut Tape<'_>) -> Vec<Spec> {
        let (form, count) = (tape.next(4), 2 + tape.next(4));
        let same = tape.one_in(2).then(|| tape.pick(&[0, 1, 2, 5]));
        let place = |at: usize| match form {
            // A circle ends where it begins.
            0 if at == count => 0,
            // Two paths from one node.
            1 if at > 2 => at - 2,
            _ => at,
        };
        let mut block = Vec::new();
        for at in 0..count {
            let (a, b) = if form == 2 { (0, at + 1) } else { (place(at), place(at + 1)) };
            let relation = same.unwrap_or_else(|| tape.pick(&[0, 0, 1, 2, 3, 5]));
            let fact = self.fact(relation, tape, End::Var(a), End::Var(b));
            block.push(fact);
        }
        let nodes = if form == 0 { count } else { count + 1 }.min(6);
        for _ in 0..tape.next(3) {
            let (a, b) = (tape.next(nodes), tape.next(nodes));
            let relation = same.unwrap_or_else(|| tape.pick(&[0, 1, 5]));
            let more = match tape.next(8) {
                7 => Spec::EachPairOnce(a, b),
                0 | 1 => Spec::Differ(a, b),
                2 => Spec::Role(tape.next(count), tape.pick(&["by", "for"]), End::Var(a)),
                3 => Spec::Not(vec![self.fact(relation, tape, End::Var(a), End::Var(b))]),
                4 => Spec::Optional(vec![self.fact(relation, tape, End::Var(a), End::Var(5))]),
                5 => {
                    let entity = End::Entity(tape.next(6));
                    self.fact(relation, tape, End::Var(a), entity)
                }
                _ => self.fact(relation, tape, End::Var(a), End::Var(b)),
            };
            block.push(more);
        }
        block
    }

    /// Conditions of a block. Most use what the block or an outer block gives a value, and so most queries are valid.
    fn some(&mut self, tape: &mut Tape<'_>, depth: usize, outer: &Given) -> Vec<Spec> {
        let mut block = Vec::new();
        let mut given = outer.clone();
        for _ in 0..=tape.pick(&[0, 1, 1, if depth == 0 { 2 } else { 0 }]) {
            match tape.next(9) {
                8 => {
                    let (a, b) = (self.end(tape, depth, &given), self.end(tape, depth, &given));
                    let least = u32::try_from(tape.next(3)).unwrap();
                    let most = least + u32::try_from(tape.next(3)).unwrap();
                    given.add(&a);
                    given.add(&b);
                    let relation = tape.pick(&[0, 0, 0, 0, 1, 2]);
                    block.push(Spec::Reach(a, relation, tape.one_in(3), least..=most, tape.one_in(2), b));
                }
                7 if depth > 0 => {
                    let End::Var(var) = self.var(tape, depth, &given) else { continue };
                    given.add(&End::Var(var));
                    block.push(if tape.one_in(3) { one_of(tape, var) } else { Spec::Entity(var) });
                }
                _ => self.fact_with_role(tape, depth, &mut given, &mut block),
            }
        }
        for _ in 0..tape.next(3) {
            if given.facts.is_empty() {
                break;
            }
            let more = self.test(tape, depth, &given);
            block.push(more);
        }
        block
    }

    fn fact_with_role(&mut self, tape: &mut Tape<'_>, depth: usize, given: &mut Given, block: &mut Vec<Spec>) {
        let fact = self.facts;
        self.facts += 1;
        let relation = (!tape.one_in(4)).then(|| (tape.pick(&[0, 1, 2, 2, 3, 4, 5, 5]), tape.one_in(4)));
        let number = relation.map(|(relation, _)| relation);
        let a = self.end(tape, depth, given);
        let b = match number {
            // Its objects are values.
            Some(3) if tape.one_in(2) => End::Value(match tape.next(3) {
                0 => Value::Text(tape.pick(&TEXTS).into()),
                1 => Value::from(1),
                _ => Value::from(date(tape.pick(&DATES))),
            }),
            Some(3) => End::Var(tape.next(6)),
            // Its objects are facts.
            Some(4) if !given.facts.is_empty() && !tape.one_in(4) => End::Fact(tape.pick(&given.facts)),
            Some(4) => self.var(tape, depth, given),
            None if !given.facts.is_empty() && tape.one_in(4) => End::Fact(tape.pick(&given.facts)),
            _ => self.end(tape, depth, given),
        };
        let b = if a == b && !tape.one_in(8) { self.var(tape, depth, given) } else { b };
        if relation == Some((5, false)) && tape.one_in(2) {
            self.dated.insert(fact, tape.next(DATES.len()));
        }
        given.add(&a);
        given.add(&b);
        given.facts.push(fact);
        block.push(Spec::Fact(fact, relation, a, b));
        if tape.one_in(4) {
            let (role, player) = match tape.next(4) {
                0 => ("for", End::Value(Value::from(i64::try_from(tape.next(3)).unwrap()))),
                1 => ("for", self.var(tape, depth, given)),
                _ => ("by", self.end(tape, depth, given)),
            };
            given.add(&player);
            block.push(Spec::Role(fact, role, player));
        }
    }

    /// A node at an end of a fact: mostly a variable.
    fn end(&self, tape: &mut Tape<'_>, depth: usize, given: &Given) -> End {
        match tape.next(16) {
            14 => End::Entity(tape.next(6)),
            15 => End::Key(tape.next(6)),
            _ => self.var(tape, depth, given),
        }
    }

    /// A variable for entities or facts. In an inner block it is mostly one that has a value already: one that another
    /// inner block gives a value may have none here.
    fn var(&self, tape: &mut Tape<'_>, depth: usize, given: &Given) -> End {
        let again = if depth == 0 { tape.one_in(2) } else { !tape.one_in(4) };
        let of_values = |var: &usize| matches!(self.nodes[*var], Some("number" | "date"));
        let fits = |var: &usize| !of_values(var) || tape.one_in(8);
        let known: Vec<usize> = if again { given.nodes.clone() } else { Vec::new() };
        let new = if depth == 0 { 0..4 } else { 4..6 };
        let all: Vec<usize> = if known.is_empty() { new.collect() } else { known };
        let fit: Vec<usize> = all.iter().copied().filter(fits).collect();
        End::Var(tape.pick(if fit.is_empty() { &all } else { &fit }))
    }

    /// A condition on what has a value.
    fn test(&mut self, tape: &mut Tape<'_>, depth: usize, given: &Given) -> Spec {
        let fact = |tape: &mut Tape<'_>| tape.pick(&given.facts);
        let var = |tape: &mut Tape<'_>| {
            if given.nodes.is_empty() || tape.one_in(20) { tape.next(6) } else { tape.pick(&given.nodes) }
        };
        match tape.next(17) {
            12 => Spec::EachPairOnce(var(tape), var(tape)),
            13 => Spec::EachPairOfFactsOnce(fact(tape), fact(tape)),
            14 => {
                let var = var(tape);
                one_of(tape, var)
            }
            15 => Spec::Filter(fact(tape), var(tape)),
            16 if depth < 2 => Spec::Exists(self.some(tape, depth + 1, given)),
            0 => Spec::Differ(var(tape), var(tape)),
            1 => match tape.next(3) {
                0 => Spec::DifferFacts(fact(tape), fact(tape)),
                1 => Spec::DifferFromNode(fact(tape), var(tape)),
                _ => Spec::DifferFromFact(fact(tape), tape.next(20)),
            },
            2 => {
                let how = tape.pick(&[Compare::Less, Compare::AtMost, Compare::Greater, Compare::AtLeast]);
                let other = match tape.next(4) {
                    0 => Err(Value::from(1)),
                    1 => Err(Value::Text(tape.pick(&TEXTS).into())),
                    2 => Err(Value::from(date(tape.pick(&DATES)))),
                    _ => Ok(var(tape)),
                };
                Spec::Compare(var(tape), how, other)
            }
            3 => Spec::On(fact(tape), tape.next(DATES.len())),
            4 => Spec::During(fact(tape), tape.next(DATES.len())),
            5 => Spec::Stands(
                fact(tape),
                tape.pick(&[
                    AllenSet::from(Allen::Before),
                    Allen::Equals.into(),
                    !AllenSet::from(Allen::After),
                    AllenSet::SHARES_A_DAY,
                ]),
                fact(tape),
            ),
            6 => Spec::Days(fact(tape), fact(tape), tape.pick(&[0..=7, -2..=2, 1..=10])),
            7 | 8 if depth < 2 => Spec::Not(self.some(tape, depth + 1, given)),
            9 | 10 if depth < 2 => Spec::Optional(self.some(tape, depth + 1, given)),
            _ if depth < 2 => Spec::Either((0..=1 + tape.next(2)).map(|_| self.some(tape, depth + 1, given)).collect()),
            _ => Spec::Differ(var(tape), var(tape)),
        }
    }

    /// The variables that a row can have: those not of a `not` alone.
    pub fn shown(&self) -> Vec<Place> {
        fn of(block: &[Spec], shown: &mut Vec<Place>) {
            let end = |end: &End, shown: &mut Vec<Place>| {
                if let End::Var(var) = end {
                    shown.push(Place::Node(*var));
                }
            };
            for spec in block {
                match spec {
                    Spec::Fact(fact, _, a, b) => {
                        shown.push(Place::Fact(*fact));
                        end(a, shown);
                        end(b, shown);
                    }
                    Spec::Role(_, _, a) => end(a, shown),
                    Spec::Reach(a, .., b) => {
                        end(a, shown);
                        end(b, shown);
                    }
                    Spec::Entity(var) | Spec::OneOf(var, _) => shown.push(Place::Node(*var)),
                    Spec::Optional(block) => of(block, shown),
                    Spec::Either(blocks) => blocks.iter().for_each(|block| of(block, shown)),
                    _ => {}
                }
            }
        }
        let mut shown = Vec::new();
        of(&self.block, &mut shown);
        shown
    }
}

fn one_of(tape: &mut Tape<'_>, var: usize) -> Spec {
    Spec::OneOf(var, (0..6).filter(|_| !tape.one_in(3)).collect())
}

/// The value of a node variable, or of a fact variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Node(usize),
    Fact(usize),
}
