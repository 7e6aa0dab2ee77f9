//! Queries as plain values, made from bytes.

use std::{collections::BTreeMap, ops::RangeInclusive};

use chancery::{Allen, AllenSet, date, model::Value, query::Compare};

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
    EachPairOnce(usize, usize),
    EachPairOfFactsOnce(usize, usize),
    Compare(usize, Compare, Result<usize, Value>),
    On(usize, usize),
    During(usize, usize),
    Stands(usize, AllenSet, usize),
    Days(usize, usize, RangeInclusive<i64>),
    Not(Vec<Spec>),
    Optional(Vec<Spec>),
    Either(Vec<Vec<Spec>>),
}

pub struct Asked {
    pub nodes: Vec<Option<&'static str>>,
    pub facts: usize,
    pub block: Vec<Spec>,
    pub distinct_facts: bool,
    /// The facts whose relation is asked for by a name with this date in it.
    pub dated: BTreeMap<usize, usize>,
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
        asked.block = if tape.one_in(3) { asked.shape(tape) } else { asked.some(tape, 0, &[]) };
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

    fn some(&mut self, tape: &mut Tape<'_>, depth: usize, outer: &[usize]) -> Vec<Spec> {
        let mut block = Vec::new();
        let mut facts = outer.to_vec();
        for _ in 0..=tape.pick(&[0, 1, 1, if depth == 0 { 2 } else { 0 }]) {
            let end = |tape: &mut Tape<'_>, facts: &[usize]| match tape.next(10) {
                0 if tape.one_in(2) => End::Entity(tape.next(6)),
                0 if tape.one_in(2) => End::Key(tape.next(6)),
                1 if !facts.is_empty() => End::Fact(tape.pick(facts)),
                _ => End::Var(tape.next(if depth == 0 { 4 } else { 6 })),
            };
            match tape.next(9) {
                0 => {
                    let (a, b) = (end(tape, &[]), end(tape, &[]));
                    let least = u32::try_from(tape.next(3)).unwrap();
                    let most = least + u32::try_from(tape.next(3)).unwrap();
                    block.push(Spec::Reach(a, tape.next(3), tape.one_in(3), least..=most, tape.one_in(2), b));
                }
                1 if depth > 0 => block.push(Spec::Entity(tape.next(6))),
                _ => {
                    let fact = self.facts;
                    self.facts += 1;
                    let relation = (!tape.one_in(4)).then(|| (tape.pick(&[0, 1, 2, 2, 3, 4, 5, 5]), tape.one_in(4)));
                    let (a, mut b) = (end(tape, &[]), end(tape, &facts));
                    if a == b && !tape.one_in(8) {
                        b = end(tape, &facts);
                    }
                    if relation.is_some_and(|(relation, _)| relation == 3) && tape.one_in(2) {
                        b = End::Value(match tape.next(3) {
                            0 => Value::Text(tape.pick(&TEXTS).into()),
                            1 => Value::from(1),
                            _ => Value::from(date(tape.pick(&DATES))),
                        });
                    }
                    if relation == Some((5, false)) && tape.one_in(2) {
                        self.dated.insert(fact, tape.next(DATES.len()));
                    }
                    block.push(Spec::Fact(fact, relation, a, b));
                    facts.push(fact);
                    if tape.one_in(6) {
                        let (role, player) = if tape.one_in(3) {
                            ("for", End::Value(Value::from(i64::try_from(tape.next(3)).unwrap())))
                        } else {
                            (tape.pick(&["by", "for"]), end(tape, &[]))
                        };
                        block.push(Spec::Role(fact, role, player));
                    }
                }
            }
        }
        for _ in 0..tape.next(3) {
            let fact = |tape: &mut Tape<'_>| if facts.is_empty() { 0 } else { tape.pick(&facts) };
            let var = |tape: &mut Tape<'_>| tape.next(if depth == 0 { 4 } else { 6 });
            if facts.is_empty() {
                break;
            }
            block.push(match tape.next(14) {
                12 => Spec::EachPairOnce(var(tape), var(tape)),
                13 => Spec::EachPairOfFactsOnce(fact(tape), fact(tape)),
                0 => Spec::Differ(var(tape), var(tape)),
                1 => Spec::DifferFacts(fact(tape), fact(tape)),
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
                7 | 8 if depth < 2 => Spec::Not(self.some(tape, depth + 1, &facts)),
                9 | 10 if depth < 2 => Spec::Optional(self.some(tape, depth + 1, &facts)),
                _ if depth < 2 => {
                    Spec::Either((0..=1 + tape.next(2)).map(|_| self.some(tape, depth + 1, &facts)).collect())
                }
                _ => Spec::Differ(var(tape), var(tape)),
            });
        }
        block
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
                    Spec::Entity(var) => shown.push(Place::Node(*var)),
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

/// The value of a node variable, or of a fact variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Node(usize),
    Fact(usize),
}
