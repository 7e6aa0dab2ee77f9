//! Expressions: checked and compiled against a scope and a schema, then evaluated row by row.
//!
//! [`compile`](compile::compile) looks up every name and reports what cannot be right whatever the rows are, at line and
//! column. A [`Code`](code::Code) then reads columns by number. What only the rows show is an error when it is met.

mod aggregates;
mod arithmetic;
mod check;
mod code;
mod compare;
mod compile;
mod compile_patterns;
mod context;
mod functions;
mod lists;
mod logic;
mod patterns;
mod projection;
mod properties;
mod scope;
mod texts;

pub(super) use aggregates::{Accumulator, AggregateCode};
pub(super) use arithmetic::number_text;
pub(super) use code::{Code, type_name};
pub(super) use compare::{Grouped, total};
pub(super) use compile::{Checking, compile, element};
pub(super) use context::{Context, Parameters, Patterns, RowSource, Subquery, Visit, check_size};
pub(super) use projection::{Projected, compile_projection};
pub(super) use scope::{Scope, Type};

#[cfg(test)]
mod tests;
