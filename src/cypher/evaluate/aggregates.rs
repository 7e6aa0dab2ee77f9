//! Aggregates: `count`, `sum`, `avg`, `min`, `max` and `collect`, each over the rows of a group.

use hashbrown::HashSet;

use super::{
    arithmetic,
    code::{Code, type_name, wrong},
    compare::{self, Grouped},
    context::{Context, ListBuilder},
    functions::normal,
    scope::Type,
};
use crate::{
    cypher::{ast::Sign, value::Val},
    error::Error,
    time::Truth,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aggregate {
    CountAll,
    Count,
    Sum,
    Avg,
    Min,
    Max,
    Collect,
}

impl Aggregate {
    /// The aggregate of the name of a function.
    pub(super) fn find(name: &str) -> Option<Self> {
        Some(match normal(name).as_str() {
            "count" => Self::Count,
            "sum" => Self::Sum,
            "avg" => Self::Avg,
            "min" => Self::Min,
            "max" => Self::Max,
            "collect" => Self::Collect,
            _ => return None,
        })
    }

    const fn name(self) -> &'static str {
        match self {
            Self::CountAll | Self::Count => "count",
            Self::Sum => "sum",
            Self::Avg => "avg",
            Self::Min => "min",
            Self::Max => "max",
            Self::Collect => "collect",
        }
    }
}

/// A compiled aggregate.
#[derive(Clone, Debug)]
pub(in crate::cypher) struct AggregateCode {
    pub(super) aggregate: Aggregate,
    pub(super) distinct: bool,
    /// `None` for `count(*)`.
    pub(super) arg: Option<Code>,
    pub(super) place: (u32, u32),
}

impl AggregateCode {
    pub(super) fn of(&self) -> Type {
        let arg = self.arg.as_ref().map_or(Type::Any, Code::type_of);
        match self.aggregate {
            Aggregate::CountAll | Aggregate::Count => Type::Int,
            Aggregate::Sum => Type::Any,
            Aggregate::Avg => Type::Float,
            Aggregate::Min | Aggregate::Max => arg,
            Aggregate::Collect => {
                if matches!(arg, Type::Fact(_)) {
                    Type::Facts
                } else {
                    Type::List
                }
            }
        }
    }

    /// Whether the value of the certain rows is certain, beside one of all rows that is the same or is not.
    ///
    /// A number or a list is at least this, however many of the possible rows hold. A least or greatest value is certain
    /// if all rows together have the same. A sum or a mean never is: some of the rows may change it where all do not.
    pub(in crate::cypher) fn is_sure(&self, same: bool) -> bool {
        match self.aggregate {
            Aggregate::CountAll | Aggregate::Count | Aggregate::Collect => true,
            Aggregate::Min | Aggregate::Max => same,
            Aggregate::Sum | Aggregate::Avg => false,
        }
    }

    /// Whether it is `count(*)`, which needs no value of a row.
    pub(in crate::cypher) fn is_count_of_rows(&self) -> bool {
        self.aggregate == Aggregate::CountAll
    }

    /// What it is of no row.
    pub(in crate::cypher) fn start(&self) -> Accumulator {
        Accumulator {
            seen: self.distinct.then(HashSet::new),
            count: 0,
            sum: Val::Int(0),
            best: Val::Null,
            list: ListBuilder::default(),
            truth: Truth::Yes,
        }
    }
}

/// An aggregate of the rows of one group so far.
#[derive(Clone, Debug)]
pub(in crate::cypher) struct Accumulator {
    seen: Option<HashSet<Grouped>>,
    count: i64,
    sum: Val,
    best: Val,
    list: ListBuilder,
    /// The lowest truth of a row that counted.
    truth: Truth,
}

impl Accumulator {
    /// Adds the row of a context, with the truth of the row. A value that rests on possible facts counts as possible.
    ///
    /// # Errors
    /// Those of the expression; if the value is of a type that the aggregate does not take; if a sum is beyond 64 bits.
    pub(in crate::cypher) fn add(
        &mut self,
        code: &AggregateCode,
        cx: &mut Context<'_, '_>,
        truth: Truth,
    ) -> Result<(), Error> {
        let Some(arg) = &code.arg else {
            self.count = self.count.saturating_add(1);
            self.truth = self.truth.and(truth);
            return Ok(());
        };
        let before = std::mem::replace(&mut cx.truth, Truth::Yes);
        let value = arg.value(cx);
        let read = std::mem::replace(&mut cx.truth, before);
        self.take(code, value?, truth.and(read)).map_err(|error| error.at_position(code.place.0, code.place.1))
    }

    fn take(&mut self, code: &AggregateCode, value: Val, truth: Truth) -> Result<(), Error> {
        if matches!(value, Val::Null) {
            return Ok(());
        }
        self.truth = self.truth.and(truth);
        if let Some(seen) = &mut self.seen
            && !seen.insert(Grouped(value.clone()))
        {
            return Ok(());
        }
        self.count = self.count.saturating_add(1);
        match code.aggregate {
            Aggregate::CountAll | Aggregate::Count => {}
            Aggregate::Sum | Aggregate::Avg => {
                if !matches!(value, Val::Int(_) | Val::Float(_)) {
                    let name = code.aggregate.name();
                    return Err(wrong(format!("`{name}` expects numbers; found {}", type_name(&value))));
                }
                let value = match (code.aggregate, value) {
                    // The sum of an average must not be beyond the integers.
                    (Aggregate::Avg, value) => Val::Float(arithmetic::as_float(&value)),
                    (_, value) => value,
                };
                let sum = std::mem::replace(&mut self.sum, Val::Null);
                self.sum = arithmetic::apply(sum, Sign::Plus, value)?;
            }
            Aggregate::Min | Aggregate::Max => {
                let order = compare::total(&value, &self.best);
                let better = if code.aggregate == Aggregate::Min { order.is_lt() } else { order.is_gt() };
                if matches!(self.best, Val::Null) || better {
                    self.best = value;
                }
            }
            Aggregate::Collect => self.list.push(value)?,
        }
        Ok(())
    }

    /// The aggregate, and the lowest truth of the rows that counted.
    pub(in crate::cypher) fn finish(self, code: &AggregateCode) -> (Val, Truth) {
        let value = match code.aggregate {
            Aggregate::CountAll | Aggregate::Count => Val::Int(self.count),
            Aggregate::Sum => self.sum,
            Aggregate::Avg if self.count == 0 => Val::Null,
            Aggregate::Avg => Val::Float(arithmetic::as_float(&self.sum) / arithmetic::as_float(&Val::Int(self.count))),
            Aggregate::Min | Aggregate::Max => self.best,
            Aggregate::Collect => self.list.finish(),
        };
        (value, self.truth)
    }
}
