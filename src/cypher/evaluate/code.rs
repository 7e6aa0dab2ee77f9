//! A compiled expression, and how it is evaluated.

use std::{fmt, sync::Arc};

use super::{
    arithmetic, compare,
    context::{Context, ListBuilder, Subquery, list, map},
    functions::Function,
    lists, patterns,
    properties::{self, Labels, Property},
    scope::Type,
};
use crate::{
    cypher::{
        ast::{Comparison, Logic, Quantifier, Sign, TextTest},
        value::Val,
    },
    error::{Error, ErrorKind},
    time::Truth,
};

/// A compiled expression: columns by number, functions looked up.
#[derive(Clone, Debug)]
pub(in crate::cypher) struct Code {
    pub(super) op: Arc<Op>,
    /// Line and column of the expression.
    pub(super) place: (u32, u32),
    pub(super) of: Type,
}

#[derive(Debug)]
pub(super) enum Op {
    Value(Val),
    Parameter(Arc<str>),
    Column(usize),
    /// A column of the projection, in `ORDER BY`.
    Projected(usize),
    /// A variable of a comprehension and the like: its depth.
    Local(usize),
    List(Vec<Code>),
    Map(Vec<(Arc<str>, Code)>),
    Property(Code, Property),
    Index(Code, Code),
    Slice(Code, Option<Code>, Option<Code>),
    Not(Code),
    Minus(Code),
    Plus(Code),
    Logic(Logic, Vec<Code>),
    Compare(Code, Comparison, Code),
    Arithmetic(Code, Vec<(Sign, (u32, u32), Code)>),
    In(Code, Code),
    Texts(TextTest, Code, Code),
    IsNull(Code, bool),
    HasLabels(Code, Labels),
    Call(&'static Function, Vec<Code>),
    Coalesce(Vec<Code>),
    Case {
        of: Option<Code>,
        branches: Vec<(Code, Code)>,
        otherwise: Option<Code>,
    },
    Comprehension {
        list: Code,
        condition: Option<Code>,
        map: Option<Code>,
    },
    Quantified(Quantifier, Code, Code),
    Reduce {
        start: Code,
        list: Code,
        step: Code,
    },
    Exists(Pattern),
    Count(Pattern),
    PatternComprehension(Pattern, Code),
}

/// A pattern within an expression.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) rows: Arc<dyn Subquery>,
    /// The number of outer columns, and of variables of comprehensions, which follow them as columns.
    pub(super) columns: usize,
    pub(super) locals: usize,
    /// Whether the row has more than these columns: it is that of a group.
    pub(super) as_group: bool,
}

impl Code {
    /// The value for a row.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidQuery`] if a value is of a type that an operator or function does not take, or a parameter is
    /// missing. [`ErrorKind::Full`] if a list or text would be too long. At line and column.
    pub(in crate::cypher) fn value(&self, cx: &mut Context<'_, '_>) -> Result<Val, Error> {
        self.run(cx).map_err(|error| error.at_position(self.place.0, self.place.1))
    }

    /// How true it is as a condition; `None` is null. What it reads of possible facts is part of the answer, and does not
    /// lower the truth of the context.
    ///
    /// # Errors
    /// As [`value`](Self::value), and if the value is not a boolean.
    pub(in crate::cypher) fn truth(&self, cx: &mut Context<'_, '_>) -> Result<Option<Truth>, Error> {
        let before = std::mem::replace(&mut cx.truth, Truth::Yes);
        let counted = std::mem::replace(&mut cx.counted, false);
        let value = self.value(cx);
        let read = std::mem::replace(&mut cx.truth, before);
        let counts_possible = std::mem::replace(&mut cx.counted, counted);
        match value? {
            // It depends on how many possible matches hold.
            Val::Bool(Truth::No) if counts_possible => Ok(Some(Truth::Possibly)),
            // What it is not rests on possible facts, and leaves no trace in the answer.
            Val::Null => {
                cx.lower(read);
                Ok(None)
            }
            Val::Bool(Truth::No) => {
                cx.lower(read);
                Ok(Some(Truth::No))
            }
            Val::Bool(truth) => Ok(Some(truth.and(read))),
            other => {
                let why = format!("expected a boolean; found {}", type_name(&other));
                Err(wrong(why).at_position(self.place.0, self.place.1))
            }
        }
    }

    /// What is known of its values before the query runs.
    pub(in crate::cypher) const fn type_of(&self) -> Type {
        self.of
    }

    /// The error at the place of the expression, unless it has one.
    pub(in crate::cypher) fn placed(&self, error: Error) -> Error {
        error.at_position(self.place.0, self.place.1)
    }

    /// The number of the column that it is, if it is nothing else.
    pub(in crate::cypher) fn as_column(&self) -> Option<usize> {
        if let Op::Column(number) = &*self.op { Some(*number) } else { None }
    }

    /// The value, if it is a literal or was computed from literals.
    pub(in crate::cypher) fn as_value(&self) -> Option<&Val> {
        if let Op::Value(value) = &*self.op { Some(value) } else { None }
    }

    fn run(&self, cx: &mut Context<'_, '_>) -> Result<Val, Error> {
        match &*self.op {
            Op::Value(value) => Ok(value.clone()),
            Op::Parameter(name) => match cx.parameters.get(&**name) {
                Some(value) => Ok(value.clone()),
                None => Err(wrong(format!("the parameter `${name}` has no value"))),
            },
            Op::Column(number) => Ok(cx.column(*number)),
            Op::Projected(number) => Ok(cx.projected.get(*number).cloned().unwrap_or(Val::Null)),
            Op::Local(depth) => Ok(cx.locals.get(*depth).cloned().unwrap_or(Val::Null)),
            Op::List(items) => {
                let mut list = ListBuilder::default();
                items.iter().try_for_each(|item| list.push(item.value(cx)?))?;
                Ok(list.finish())
            }
            Op::Map(entries) => {
                let values: Result<Vec<_>, Error> =
                    entries.iter().map(|(key, code)| Ok((key.clone(), code.value(cx)?))).collect();
                map(values?)
            }
            Op::Property(of, property) => {
                let value = of.raw_value(cx)?;
                properties::read(cx, &value, property)
            }
            Op::Index(of, index) => {
                let (of, index) = (of.value(cx)?, index.value(cx)?);
                lists::index(cx, &of, &index)
            }
            Op::Slice(of, from, to) => {
                let of = of.value(cx)?;
                let mut bound = |code: &Option<Code>| code.as_ref().map(|code| code.value(cx)).transpose();
                let (from, to) = (bound(from)?, bound(to)?);
                lists::slice(&of, from.as_ref(), to.as_ref())
            }
            Op::Not(of) => match of.value(cx)? {
                Val::Null => Ok(Val::Null),
                Val::Bool(truth) => Ok(Val::Bool(truth.not())),
                other => Err(wrong(format!("`NOT` does not take {}", type_name(&other)))),
            },
            Op::Minus(of) => arithmetic::negated(&of.value(cx)?),
            Op::Plus(of) => arithmetic::positive(of.value(cx)?),
            Op::Logic(logic, parts) => super::logic::join(cx, *logic, parts).map(of_truth),
            Op::Compare(a, comparison, b) => {
                let (a, b) = (a.value(cx)?, b.value(cx)?);
                Ok(of_truth(compare::ordered(&a, *comparison, &b)))
            }
            Op::Arithmetic(first, steps) => {
                let mut value = first.value(cx)?;
                for (sign, (line, column), code) in steps {
                    let next = code.value(cx)?;
                    value = arithmetic::apply(value, *sign, next).map_err(|error| error.at_position(*line, *column))?;
                }
                Ok(value)
            }
            Op::In(item, list) => {
                let (item, list) = (item.value(cx)?, list.value(cx)?);
                lists::is_in(&item, &list).map(of_truth)
            }
            Op::Texts(question, whole, part) => {
                let (whole, part) = (whole.value(cx)?, part.value(cx)?);
                Ok(super::texts::ask(*question, &whole, &part))
            }
            Op::IsNull(of, negated) => super::logic::is_null(cx, of, *negated),
            Op::HasLabels(of, labels) => {
                let value = of.raw_value(cx)?;
                properties::has_labels(cx, &value, labels)
            }
            Op::Call(function, args) => {
                let mut values = Vec::with_capacity(args.len());
                for arg in args {
                    values.push(arg.value(cx)?);
                }
                function.call(cx, &values)
            }
            Op::Coalesce(args) => {
                for arg in args {
                    let value = arg.value(cx)?;
                    if !matches!(value, Val::Null) {
                        return Ok(value);
                    }
                }
                Ok(Val::Null)
            }
            Op::Case { of, branches, otherwise } => super::logic::case(cx, of.as_ref(), branches, otherwise.as_ref()),
            Op::Comprehension { list, condition, map } => {
                let values = lists::items(list.value(cx)?, "a list comprehension")?;
                lists::comprehension(cx, values.as_ref(), condition.as_ref(), map.as_ref())
            }
            Op::Quantified(quantifier, list, condition) => {
                let values = lists::items(list.value(cx)?, "a quantifier")?;
                super::logic::quantified(cx, *quantifier, values.as_deref(), condition).map(of_truth)
            }
            Op::Reduce { start, list, step } => {
                let start = start.value(cx)?;
                let values = lists::items(list.value(cx)?, "`reduce`")?;
                lists::reduce(cx, start, values.as_deref(), step)
            }
            Op::Exists(pattern) => patterns::exists(cx, pattern),
            Op::Count(pattern) => patterns::count(cx, pattern),
            Op::PatternComprehension(pattern, map) => patterns::comprehension(cx, pattern, map).and_then(list),
        }
    }

    /// The value, with a node of a value as a node if it is a column.
    fn raw_value(&self, cx: &mut Context<'_, '_>) -> Result<Val, Error> {
        match self.as_column() {
            Some(number) => Ok(cx.raw_column(number)),
            None => self.value(cx),
        }
    }
}

/// The value of a truth; `None` is null.
pub(super) fn of_truth(truth: Option<Truth>) -> Val {
    truth.map_or(Val::Null, Val::Bool)
}

/// The error for a value that does not fit.
pub(super) fn wrong(why: impl fmt::Display) -> Error {
    Error::new(ErrorKind::InvalidQuery, why)
}

/// The name of the type of a value, with its article.
pub(in crate::cypher) const fn type_name(value: &Val) -> &'static str {
    type_of(value).name()
}

/// The type of a value.
pub(in crate::cypher) const fn type_of(value: &Val) -> Type {
    match value {
        Val::Null => Type::Null,
        Val::Bool(_) => Type::Bool,
        Val::Int(_) => Type::Int,
        Val::Float(_) => Type::Float,
        Val::Text(_) => Type::Text,
        Val::Date(_) => Type::Date,
        Val::Node(_) => Type::Node,
        Val::Fact(_) => Type::Fact(None),
        Val::List(_) => Type::List,
        Val::Map(_) => Type::Map,
        Val::Path(_) => Type::Path,
    }
}
