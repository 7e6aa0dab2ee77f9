//! Questions in several facts: a pattern of variables and conditions, asked of a view.
//!
//! ```
//! use chancery::{KnowledgeGraph, fact};
//! use chancery::diplomacy::{self, Hosts, Meeting, Person, State, TookPartIn, Visits};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! let (ann, oman) = (kg.add(Person, "Ann")?, kg.add(State, "Oman")?);
//! let talks = kg.add(Meeting, "Talks")?;
//! kg.assert(fact(ann, Visits, oman).on("2026-02-10"))?;
//! kg.assert(fact(oman, Hosts, talks).on("2026-02-12"))?;
//! kg.assert(fact(ann, TookPartIn, talks).on("2026-02-12"))?;
//!
//! // Who visited a state, and took part in a meeting there within the week?
//! let view = kg.view();
//! let mut q = view.query();
//! let (guest, host, meeting) = (q.var(Person), q.var(State), q.var(Meeting));
//! let visit = q.fact(guest, Visits, host);
//! let hosting = q.fact(host, Hosts, meeting);
//! q.fact(guest, TookPartIn, meeting);
//! q.begins_after(hosting, visit, 0..=7);
//! let rows = q.select((guest, meeting)).rows()?;
//! assert_eq!(rows.values().collect::<Vec<_>>(), [(ann, talks)]);
//! # Ok::<(), chancery::Error>(())
//! ```

mod build;
mod check;
mod closure;
mod columns;
mod count;
mod edges;
mod explain;
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
