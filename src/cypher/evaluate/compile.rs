//! From an expression as it is written to code.

use std::{cell::RefCell, fmt, sync::Arc};

use super::{
    aggregates::{Aggregate, AggregateCode},
    check,
    code::{Code, Op, wrong},
    context::Patterns,
    functions::{self, normal},
    projection::{Columns, aggregate_in},
    properties::{Labels, Property},
    scope::{Scope, Type},
};
use crate::{
    cypher::{
        ast::{At, Comparison, Expr, ExprKind, Logic, Name, Quantifier},
        names::{Names, line_and_column},
        value::Val,
        walk::same,
    },
    error::Error,
    schema::{FoundRelation, Schema},
};

/// What expressions are checked against.
#[derive(Clone, Copy)]
pub(in crate::cypher) struct Checking<'a> {
    pub(in crate::cypher) schema: &'a Schema,
    pub(in crate::cypher) patterns: &'a dyn Patterns,
    /// The text of the query, for line and column.
    pub(in crate::cypher) text: &'a str,
}

impl fmt::Debug for Checking<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checking").field("text", &self.text).finish_non_exhaustive()
    }
}

impl<'a> Checking<'a> {
    pub(super) const fn names(&self) -> Names<'a> {
        Names { schema: self.schema, text: self.text }
    }

    pub(super) fn place(&self, error: Error, at: At) -> Error {
        crate::cypher::names::place(error, self.text, at)
    }
}

/// Compiles an expression without aggregates.
///
/// # Errors
/// [`ErrorKind::InvalidQuery`](crate::ErrorKind::InvalidQuery) if a variable or function is unknown, an operator or function
/// does not take what is written, or an aggregate stands in it; the errors of [`Names`]. At line and column.
pub(in crate::cypher) fn compile(expr: &Expr, scope: &Scope, cx: &Checking<'_>) -> Result<Code, Error> {
    Compiler::new(cx, scope).code(expr)
}

/// The keys of the groups, and the aggregates that were found so far.
pub(super) struct Grouping<'a> {
    keys: &'a [(Expr, Code)],
    aggregates: &'a RefCell<Vec<AggregateCode>>,
    /// The keys as columns, for patterns.
    pub(super) scope: Scope,
}

impl<'a> Grouping<'a> {
    pub(super) fn new(keys: &'a [(Expr, Code)], aggregates: &'a RefCell<Vec<AggregateCode>>) -> Self {
        let mut scope = Scope::new();
        for (expr, code) in keys {
            scope.add(if let ExprKind::Variable(name) = &expr.kind { name.as_str() } else { "" }, code.of);
        }
        Self { keys, aggregates, scope }
    }

    /// A key as a column of the group.
    pub(super) fn key(&self, number: usize) -> Code {
        let (place, of) = self.keys.get(number).map_or(((1, 1), Type::Any), |(_, code)| (code.place, code.of));
        Code { op: Arc::new(Op::Column(number)), place, of }
    }

    fn find(&self, expr: &Expr) -> Option<Code> {
        let simple = matches!(expr.kind, ExprKind::Variable(_) | ExprKind::Property(..));
        let number = self.keys.iter().position(|(key, _)| simple && same(key, expr))?;
        Some(self.key(number))
    }
}

pub(super) struct Compiler<'a> {
    pub(super) cx: &'a Checking<'a>,
    pub(super) scope: &'a Scope,
    /// Variables of comprehensions and the like, from the outside in.
    pub(super) locals: Vec<(String, Type)>,
    pub(super) grouping: Option<&'a Grouping<'a>>,
    pub(super) projected: Option<&'a Columns<'a>>,
}

impl<'a> Compiler<'a> {
    pub(super) const fn new(cx: &'a Checking<'a>, scope: &'a Scope) -> Self {
        Self { cx, scope, locals: Vec::new(), grouping: None, projected: None }
    }

    pub(super) fn code(&mut self, expr: &Expr) -> Result<Code, Error> {
        let place = line_and_column(self.cx.text, expr.at);
        if self.locals.is_empty()
            && let Some((number, of)) = self.projected.and_then(|projected| projected.find(expr))
        {
            return Ok(Code { op: Arc::new(Op::Projected(number)), place, of });
        }
        if let Some(grouping) = self.grouping
            && !self.is_local(expr)
            && let Some(code) = grouping.find(expr)
        {
            return Ok(Code { place, ..code });
        }
        let (op, of) = self.op(expr).map_err(|error| error.at_position(place.0, place.1))?;
        Ok(Code { op: Arc::new(op), place, of })
    }

    /// Whether an expression is a variable of a comprehension, or a property of one.
    fn is_local(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Variable(name) => self.locals.iter().any(|(local, _)| local == name),
            ExprKind::Property(of, _) => self.is_local(of),
            _ => false,
        }
    }

    fn codes<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> Result<Vec<Code>, Error> {
        exprs.into_iter().map(|expr| self.code(expr)).collect()
    }

    fn maybe(&mut self, expr: Option<&Expr>) -> Result<Option<Code>, Error> {
        expr.map(|expr| self.code(expr)).transpose()
    }

    /// A part that must be a boolean.
    fn condition(&mut self, expr: &Expr) -> Result<Code, Error> {
        let code = self.code(expr)?;
        check::boolean(&code).map_err(|error| self.cx.place(error, expr.at))?;
        Ok(code)
    }

    /// A part that must be a list.
    fn list(&mut self, expr: &Expr, what: &str) -> Result<Code, Error> {
        let code = self.code(expr)?;
        check::list(&code, what).map_err(|error| self.cx.place(error, expr.at))?;
        Ok(code)
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each form of an expression")]
    fn op(&mut self, expr: &Expr) -> Result<(Op, Type), Error> {
        let made = match &expr.kind {
            ExprKind::Null => (Op::Value(Val::Null), Type::Null),
            ExprKind::Bool(truth) => (Op::Value(Val::Bool((*truth).into())), Type::Bool),
            ExprKind::Int(int) => (Op::Value(Val::Int(*int)), Type::Int),
            ExprKind::Float(float) => (Op::Value(Val::Float(*float)), Type::Float),
            ExprKind::Text(text) => (Op::Value(Val::Text(Arc::from(text.as_str()))), Type::Text),
            ExprKind::Parameter(name) => (Op::Parameter(Arc::from(name.as_str())), Type::Any),
            ExprKind::Variable(name) => self.variable(name)?,
            ExprKind::List(items) => (Op::List(self.codes(items)?), Type::List),
            ExprKind::Map(entries) => {
                let entries: Result<Vec<_>, Error> =
                    entries.iter().map(|(key, value)| Ok((Arc::from(key.text.as_str()), self.code(value)?))).collect();
                (Op::Map(entries?), Type::Map)
            }
            ExprKind::Property(of, name) => {
                let of = self.code(of)?;
                check::property(self.cx.names(), &of, name)?;
                (Op::Property(of, Property::find(self.cx.names(), name)?), Type::Any)
            }
            ExprKind::Index(of, index) => {
                let (of, index) = (self.code(of)?, self.code(index)?);
                check::index(&of, &index)?;
                (Op::Index(of, index), Type::Any)
            }
            ExprKind::Slice(of, from, to) => {
                let of = self.list(of, "a slice")?;
                (Op::Slice(of, self.maybe(from.as_deref())?, self.maybe(to.as_deref())?), Type::List)
            }
            ExprKind::Not(of) => self.negated(of)?,
            ExprKind::Minus(of) => {
                let of = self.code(of)?;
                check::number(&of, "-")?;
                match of.as_value() {
                    Some(value) => (Op::Value(super::arithmetic::negated(value)?), of.of),
                    None => (Op::Minus(of.clone()), of.of),
                }
            }
            ExprKind::Plus(of) => {
                let of = self.code(of)?;
                check::number(&of, "+")?;
                let kind = of.of;
                (Op::Plus(of), kind)
            }
            ExprKind::Logic(logic, parts) => {
                let parts: Result<Vec<_>, Error> = parts.iter().map(|part| self.condition(part)).collect();
                (Op::Logic(*logic, parts?), Type::Bool)
            }
            ExprKind::Compare(first, rest) => self.comparison(first, rest, false)?,
            ExprKind::Arithmetic(first, rest) => {
                let first = self.code(first)?;
                let (mut of, mut steps) = (first.of, Vec::with_capacity(rest.len()));
                for (sign, at, next) in rest {
                    let next = self.code(next)?;
                    of = check::arithmetic(of, *sign, next.of).map_err(|error| self.cx.place(error, *at))?;
                    steps.push((*sign, line_and_column(self.cx.text, *at), next));
                }
                (Op::Arithmetic(first, steps), of)
            }
            ExprKind::In(item, list) => {
                let item = self.code(item)?;
                (Op::In(item, self.list(list, "`IN`")?), Type::Bool)
            }
            ExprKind::Texts(question, whole, part) => {
                (Op::Texts(*question, self.code(whole)?, self.code(part)?), Type::Bool)
            }
            ExprKind::IsNull { of, negated } => (Op::IsNull(self.code(of)?, *negated), Type::Bool),
            ExprKind::HasLabels(of, labels) => {
                let of = self.code(of)?;
                let labels = self.labels(of.of, labels)?;
                (Op::HasLabels(of, labels), Type::Bool)
            }
            ExprKind::CountAll => self.aggregate(expr, Aggregate::CountAll, false, None)?,
            ExprKind::Call { name, distinct, args } => self.call(expr, name, *distinct, args)?,
            ExprKind::Case { of, branches, otherwise } => self.case(of.as_deref(), branches, otherwise.as_deref())?,
            ExprKind::Comprehension { name, list, condition, map } => {
                let list = self.list(list, "a list comprehension")?;
                let of = element(&list);
                let (condition, map) = self.with([(name, of)], |compiler| {
                    let condition = condition.as_deref().map(|condition| compiler.condition(condition)).transpose()?;
                    Ok((condition, compiler.maybe(map.as_deref())?))
                })?;
                let of = if map.is_none() { list.of.or(Type::List) } else { Type::List };
                (Op::Comprehension { list, condition, map }, of)
            }
            ExprKind::PatternComprehension { path, condition, map } => {
                self.pattern_comprehension(path, condition.as_deref(), map)?
            }
            ExprKind::Quantified { quantifier, name, list, condition } => {
                self.quantified(*quantifier, name, list, condition, false)?
            }
            ExprKind::Reduce { sum, start, name, list, step } => {
                let start = self.code(start)?;
                let list = self.list(list, "`reduce`")?;
                let of = element(&list);
                let step = self.with([(sum, Type::Any), (name, of)], |compiler| compiler.code(step))?;
                (Op::Reduce { start, list, step }, Type::Any)
            }
            ExprKind::Exists(subquery) => (Op::Exists(self.subquery(subquery)?), Type::Bool),
            ExprKind::Count(subquery) => (Op::Count(self.subquery(subquery)?), Type::Int),
            ExprKind::Pattern(path) => (Op::Exists(self.bare_pattern(path)?), Type::Bool),
        };
        Ok(made)
    }

    fn variable(&self, name: &str) -> Result<(Op, Type), Error> {
        if let Some(depth) = self.locals.iter().rposition(|(local, _)| local == name) {
            let of = self.locals.get(depth).map_or(Type::Any, |(_, of)| *of);
            return Ok((Op::Local(depth), of));
        }
        let Some((number, of)) = self.scope.find(name) else { return Err(self.scope.unknown(name)) };
        if self.grouping.is_some() {
            return Err(wrong(format!(
                "`{name}` stands beside an aggregate and is not a column of its own; add it as a column, or aggregate it"
            )));
        }
        if self.projected.is_some_and(|projected| projected.hides) {
            return Err(wrong(format!("`{name}` is not a column of the `DISTINCT` projection")));
        }
        Ok((Op::Column(number), of))
    }

    /// Compiles with further variables.
    fn with<const N: usize, T>(
        &mut self,
        names: [(&Name, Type); N],
        make: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let depth = self.locals.len();
        self.locals.extend(names.map(|(name, of)| (name.text.clone(), of)));
        let result = make(self);
        self.locals.truncate(depth);
        result
    }

    /// `NOT`, moved into what it stands before.
    fn negated(&mut self, expr: &Expr) -> Result<(Op, Type), Error> {
        match &expr.kind {
            ExprKind::Logic(logic @ (Logic::And | Logic::Or), parts) => {
                let parts: Result<Vec<_>, Error> = parts.iter().map(|part| self.negated_code(part)).collect();
                let other = if *logic == Logic::And { Logic::Or } else { Logic::And };
                Ok((Op::Logic(other, parts?), Type::Bool))
            }
            ExprKind::Not(of) => {
                let code = self.condition(of)?;
                Ok((Op::Logic(Logic::And, vec![code]), Type::Bool))
            }
            ExprKind::Compare(first, rest) if rest.len() > 1 => self.comparison(first, rest, true),
            ExprKind::Quantified { quantifier, name, list, condition } if *quantifier != Quantifier::Single => {
                self.quantified(*quantifier, name, list, condition, true)
            }
            _ => Ok((Op::Not(self.condition(expr)?), Type::Bool)),
        }
    }

    fn negated_code(&mut self, expr: &Expr) -> Result<Code, Error> {
        let place = line_and_column(self.cx.text, expr.at);
        let (op, of) = self.negated(expr).map_err(|error| error.at_position(place.0, place.1))?;
        Ok(Code { op: Arc::new(op), place, of })
    }

    /// `a < b <= c` is `a < b AND b <= c`.
    fn comparison(&mut self, first: &Expr, rest: &[(Comparison, Expr)], negated: bool) -> Result<(Op, Type), Error> {
        let (mut left, mut parts) = (self.code(first)?, Vec::with_capacity(rest.len()));
        for (comparison, right) in rest {
            let right = self.code(right)?;
            let place = left.place;
            let op = Op::Compare(std::mem::replace(&mut left, right.clone()), *comparison, right);
            parts.push(Code { op: Arc::new(op), place, of: Type::Bool });
        }
        if negated {
            let not = |part: Code| Code { place: part.place, op: Arc::new(Op::Not(part)), of: Type::Bool };
            return Ok((Op::Logic(Logic::Or, parts.into_iter().map(not).collect()), Type::Bool));
        }
        if let [part] = parts.as_slice()
            && let Op::Compare(a, comparison, b) = &*part.op
        {
            return Ok((Op::Compare(a.clone(), *comparison, b.clone()), Type::Bool));
        }
        Ok((Op::Logic(Logic::And, parts), Type::Bool))
    }

    /// `none` asks whether all do not meet the condition. `NOT all` asks whether any does not meet it, and so on.
    fn quantified(
        &mut self,
        quantifier: Quantifier,
        name: &Name,
        list: &Expr,
        condition: &Expr,
        negated: bool,
    ) -> Result<(Op, Type), Error> {
        let list = self.list(list, "a quantifier")?;
        let of = element(&list);
        let (quantifier, inner) = match (quantifier, negated) {
            (Quantifier::All, true) => (Quantifier::Any, true),
            (Quantifier::Any, true) | (Quantifier::None, false) => (Quantifier::None, true),
            (Quantifier::None, true) => (Quantifier::Any, false),
            (other, _) => (other, false),
        };
        let condition = self.with([(name, of)], |compiler| {
            if inner { compiler.negated_code(condition) } else { compiler.condition(condition) }
        })?;
        Ok((Op::Quantified(quantifier, list, condition), Type::Bool))
    }

    fn case(
        &mut self,
        of: Option<&Expr>,
        branches: &[(Expr, Expr)],
        otherwise: Option<&Expr>,
    ) -> Result<(Op, Type), Error> {
        let of = self.maybe(of)?;
        let (mut compiled, mut kind) = (Vec::with_capacity(branches.len()), Type::Null);
        for (when, then) in branches {
            let when = if of.is_some() { self.code(when)? } else { self.condition(when)? };
            let then = self.code(then)?;
            kind = kind.or(then.of);
            compiled.push((when, then));
        }
        let otherwise = self.maybe(otherwise)?;
        let kind = otherwise.as_ref().map_or(kind, |otherwise| kind.or(otherwise.of));
        Ok((Op::Case { of, branches: compiled, otherwise }, kind))
    }

    fn labels(&self, of: Type, labels: &[Name]) -> Result<Labels, Error> {
        let names = self.cx.names();
        let undated = |found: FoundRelation, label: &Name| {
            if found.date().is_none() {
                return Ok(found.id());
            }
            let why = "a relation with a date is a type of a relationship, as `-[:RECOGNIZED_IN_1991]->`, and no label";
            Err(self.cx.place(wrong(why), label.at))
        };
        let ranges: Result<Vec<_>, Error> = labels.iter().map(|label| names.range(label)).collect();
        let relations: Result<Vec<_>, Error> =
            labels.iter().map(|label| undated(names.relation(label)?, label)).collect();
        match (of, &ranges, &relations) {
            (Type::Any | Type::Node | Type::Fact(_) | Type::Null, ..) => {}
            _ => return Err(wrong(format!("{} has no labels; expected a node or a relationship", of.name()))),
        }
        match (of, ranges, relations) {
            (Type::Fact(_), _, Err(error)) | (Type::Node, Err(error), _) | (_, Err(error), Err(_)) => Err(error),
            (_, ranges, relations) => Ok(Labels { ranges: ranges.ok(), relations: relations.ok() }),
        }
    }

    fn call(&mut self, expr: &Expr, name: &Name, distinct: bool, args: &[Expr]) -> Result<(Op, Type), Error> {
        if let Some(aggregate) = Aggregate::find(&name.text) {
            let [arg] = args else {
                return Err(wrong(format!("`{}` takes 1 argument; found {}", name.text, args.len())));
            };
            return self.aggregate(expr, aggregate, distinct, Some(arg));
        }
        if distinct {
            return Err(wrong(format!("`DISTINCT` is for aggregates; `{}` is none", name.text)));
        }
        match (normal(&name.text).as_str(), args) {
            ("exists", [Expr { kind: ExprKind::Pattern(path), .. }]) => {
                return Ok((Op::Exists(self.pattern(path)?), Type::Bool));
            }
            ("exists", [arg]) => return Ok((Op::IsNull(self.code(arg)?, true), Type::Bool)),
            ("coalesce", [_, ..]) => {
                let args = self.codes(args)?;
                let of = args.iter().fold(Type::Null, |of, arg| of.or(arg.of));
                return Ok((Op::Coalesce(args), of));
            }
            ("coalesce" | "exists", _) => {
                return Err(wrong(format!("`{}` takes 1 argument; found {}", name.text, args.len())));
            }
            _ => {}
        }
        let function = functions::find(&name.text)?;
        function.check(args.len())?;
        let args = self.codes(args)?;
        check::arguments(function.name, &args)?;
        Ok((Op::Call(function, args), function.of))
    }

    fn aggregate(
        &self,
        expr: &Expr,
        aggregate: Aggregate,
        distinct: bool,
        arg: Option<&Expr>,
    ) -> Result<(Op, Type), Error> {
        let Some(grouping) = self.grouping else {
            return Err(wrong("an aggregate cannot stand here; use it in `WITH` or `RETURN`"));
        };
        if let Some(at) = arg.and_then(aggregate_in) {
            return Err(self.cx.place(wrong("an aggregate stands within an aggregate"), at));
        }
        let arg = arg.map(|arg| Compiler::new(self.cx, self.scope).code(arg)).transpose()?;
        let place = line_and_column(self.cx.text, expr.at);
        let code = AggregateCode { aggregate, distinct, arg, place };
        let of = code.of();
        let mut aggregates = grouping.aggregates.borrow_mut();
        aggregates.push(code);
        Ok((Op::Column(grouping.keys.len() + aggregates.len() - 1), of))
    }
}

/// What is known of the elements of a list.
pub(in crate::cypher) fn element(list: &Code) -> Type {
    match (&*list.op, list.of) {
        (Op::List(items), _) => {
            let types = items.iter().map(|item| item.of).filter(|of| *of != Type::Null);
            types.reduce(Type::or).unwrap_or(Type::Any)
        }
        (_, Type::Facts) => Type::Fact(None),
        _ => Type::Any,
    }
}
