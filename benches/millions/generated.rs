//! Facts as news have them: few names and few relations make most of them, each is of one day of a year, and what visits is
//! often hosted within a week. The same on every machine and in every run.

#![allow(dead_code, reason = "each bench uses a part")]

use std::fmt::Write;

/// One fact: the numbers of its ends and of its relation, and the day, from 0 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) subject: u32,
    pub(crate) relation: u16,
    pub(crate) object: u32,
    pub(crate) day: u16,
}

pub(crate) struct Generated {
    /// Each once.
    pub(crate) names: Vec<String>,
    pub(crate) relations: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

pub(crate) const DAYS: u16 = 365;
pub(crate) const RELATIONS: usize = 100;
/// Relation 0 and relation 1: a fifth of the visits is answered by a hosting, the other way round, within a week.
pub(crate) const VISITS: u16 = 0;
pub(crate) const HOSTS: u16 = 1;

/// Knuth's MMIX generator.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below a bound.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let high = (u128::from(self.0) * u128::try_from(bound).unwrap()) >> 64;
        usize::try_from(high).unwrap()
    }
}

/// Numbers below a count, number n about 1 / (n + 1) times as often as number 0.
struct Zipf(Vec<f64>);

impl Zipf {
    fn new(count: usize) -> Self {
        let mut sum = 0.0;
        let upto = (0..count).map(|n| {
            sum += 1.0 / (f64::from(u32::try_from(n).unwrap()) + 1.0);
            sum
        });
        Self(upto.collect())
    }

    fn draw(&self, dice: &mut Dice) -> usize {
        let at = f64::from(u32::try_from(dice.below(1 << 31)).unwrap()) / f64::from(1u32 << 31);
        let total = self.0.last().copied().unwrap();
        self.0.partition_point(|upto| *upto <= at * total).min(self.0.len() - 1)
    }
}

impl Generated {
    /// So many facts, between a fiftieth as many entities. A quarter as many pairs of an entity and a relation have any, as
    /// in ICEWS14.
    pub(crate) fn new(facts: usize) -> Self {
        let entities = (facts / 50).max(20);
        let mut dice = Dice::new(1991);
        let (who, what) = (Zipf::new(entities), Zipf::new(RELATIONS));
        // Entities are numbered as they come, and not by how often they occur.
        let mut numbers: Vec<u32> = (0..u32::try_from(entities).unwrap()).collect();
        for n in (1..entities).rev() {
            numbers.swap(n, dice.below(n + 1));
        }
        let mut rows = Vec::with_capacity(facts);
        while rows.len() < facts {
            let (subject, object) = (numbers[who.draw(&mut dice)], numbers[who.draw(&mut dice)]);
            let relation = u16::try_from(what.draw(&mut dice)).unwrap();
            let day = u16::try_from(dice.below(DAYS.into())).unwrap();
            rows.push(Row { subject, relation, object, day });
            if relation == VISITS && dice.below(5) == 0 && rows.len() < facts {
                let day = (day + u16::try_from(dice.below(8)).unwrap()).min(DAYS - 1);
                rows.push(Row { subject: object, relation: HOSTS, object: subject, day });
            }
        }
        Self {
            names: (0..entities).map(name).collect(),
            relations: (0..RELATIONS).map(|n| format!("relation-{n}")).collect(),
            rows,
        }
    }

    /// The facts as text: subject, relation, object and date, a tab between, a line each.
    pub(crate) fn text(&self) -> String {
        let mut text = String::with_capacity(self.rows.len() * 60);
        for row in &self.rows {
            let name = |n: u32| &self.names[n as usize];
            let relation = &self.relations[usize::from(row.relation)];
            let (subject, object) = (name(row.subject), name(row.object));
            writeln!(text, "{subject}\t{relation}\t{object}\t{}", date(row.day)).unwrap();
        }
        text
    }
}

/// A day of 2014.
pub(crate) fn date(day: u16) -> String {
    let mut rest = day;
    for (month, days) in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].into_iter().enumerate() {
        if rest < days {
            return format!("2014-{:02}-{:02}", month + 1, rest + 1);
        }
        rest -= days;
    }
    unreachable!("a year has 365 days")
}

/// A name of two words that no other number has.
fn name(number: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "de", "fi", "go", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wa", "xe", "zu"];
    let word = |mut n: usize, least: usize| {
        let mut word = String::new();
        for place in 0.. {
            if n == 0 && place >= least {
                break;
            }
            word += SYLLABLES[n % 16];
            n /= 16;
        }
        word[..1].to_uppercase() + &word[1..]
    };
    format!("{} {}", word(number * 7_919 % 4_096, 3), word(number, 4))
}
