//! Questions in several facts.

mod build;
mod check;
mod closure;
mod columns;
mod count;
mod edges;
mod groups;
mod join;
mod order;
mod pattern;
mod plan;
mod rows;
mod select;
mod var;

#[doc(hidden)]
pub use self::var::Given;
pub use self::{
    build::{Either, Query},
    columns::Columns,
    groups::Groups,
    order::Order,
    pattern::Compare,
    rows::{Cell, Count, Row, Rows},
    select::{Match, Selection},
    var::{FactVar, Maybe, Operand, Var, maybe},
};
