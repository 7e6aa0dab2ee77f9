//! How to ask: questions in several facts. A pattern of variables and conditions, asked of a view.
//!
//! ```
//! use chancery::{KnowledgeGraph, Truth, date, fact};
//! use chancery::diplomacy::{self, Hosts, Meeting, Person, State, TookPartIn, Visits};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! let (ann, ben) = (kg.add(Person, "Ann")?, kg.add(Person, "Ben")?);
//! let (oman, talks) = (kg.add(State, "Oman")?, kg.add(Meeting, "Talks")?);
//! kg.assert(fact(ann, Visits, oman).on("2026-02-10"))?;
//! kg.assert(fact(ben, Visits, oman).on("2026-02"))?; // on some day of the month
//! kg.assert(fact(oman, Hosts, talks).on("2026-02-12"))?;
//! for guest in [ann, ben] {
//!     kg.assert(fact(guest, TookPartIn, talks).on("2026-02-12"))?;
//! }
//!
//! // Who visited a state that hosted a meeting within the week, and took part in it?
//! let view = kg.view();
//! let mut q = view.query();
//! let (guest, host, meeting) = (q.var(Person), q.var(State), q.var(Meeting));
//! let visit = q.fact(guest, Visits, host);
//! let hosting = q.fact(host, Hosts, meeting);
//! q.fact(guest, TookPartIn, meeting);
//! q.begins_after(hosting, visit, 0..=7);
//!
//! let rows = q.select((guest, meeting)).rows()?;
//! assert_eq!(rows.certain().map(|row| row.values()).collect::<Vec<_>>(), [(ann, talks)]);
//! assert_eq!(rows.possible().map(|row| row.values()).collect::<Vec<_>>(), [(ben, talks)]);
//! assert_eq!(q.count()?.to_string(), "1 certain, 1 possible");
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # The way of a query
//!
//! 1. **Variables**: [`var`](Query::var) gives one over the entities of a kind, the values of a type, or anything. A fact of
//!    the pattern is a variable too: [`fact`](Query::fact) gives it.
//! 2. **Conditions**, in any order: facts of a [relation](Query::fact), or of [any](Query::any_fact); [roles](Query::role);
//!    [chains](Query::reach) of a transitive relation; that two [differ](Query::differ) or [compare](Query::compare); when a
//!    fact [holds](Query::on), and how [two](Query::begins_after) [lie](Query::stands) in time; what must [not](Query::not) be,
//!    what is [optional](Query::optional), and [alternatives](Query::either).
//! 3. **Asking**: [`select`](Query::select) names the variables that are wanted, and its
//!    [`rows`](Selection::rows), [`visit`](Selection::visit) or [`counts`](Selection::counts) has them;
//!    [`count`](Query::count) and [`ask`](Query::ask) want none. [`explain`](Query::explain) tells the plan in words.
//!
//! Ends and players are variables, ids, keys, values or facts. A name that is unknown, a variable that no fact binds, ends
//! that cannot meet, conditions that nothing joins: each is one error when the query is asked, and nothing runs.
//!
//! # What a match is
//!
//! A match gives each variable a value so that every condition is met. Two variables may have the same value and two facts of
//! the pattern may be one fact, unless [`differ`](Query::differ) or [`distinct_facts`](Query::distinct_facts) says otherwise
//! (a homomorphism). Two facts between the same ends, such as two visits, are two matches; a symmetric fact matches both
//! ways. [`distinct`](Selection::distinct) gives each combination of selected values once.
//!
//! A row is as true as the least of what it rests on: its facts, as the view shows them, and its conditions of time. What is
//! only possible is told apart from what is certain, as in an [`Answer`](crate::view::Answer). *Not* is Kleene's: where a
//! match of what must not be is possible, the row is possible.
//!
//! The view is the world of the query: what it hides, no pattern finds, and no `not` either. So negation in a view of
//! [certain](crate::View::certain) facts asks for the absence of certain ones.
//!
//! # What it costs
//!
//! - **Near something fixed**: the lists of the index around it, and what they lead to. Microseconds, however large the graph.
//! - **Counting** where nothing but facts, kinds, inequality, negation and optional parts is asked for: reading each relation
//!   once, some nanoseconds a fact, whatever the count; of triangles and longer circles, going through two of their sides.
//! - **Rows**: tens of nanoseconds each beside what they are read from, and no allocation. [`rows`](Selection::rows) keeps and
//!   sorts them, [`visit`](Selection::visit) does not.
//! - **A view** that lets a whole relation pass costs nothing: a default view where nothing is retracted or planned, or days
//!   that hold all of its facts. Of any other, facts are asked one by one if they are few, and else all of the relation once;
//!   days are decided from the order of time, without reading the facts.
//! - **Times between facts**: reading the records of both, which lie apart; where many are compared, those of a day together.
//!
//! While it runs, a query holds some bytes for each fact of the relations that it reads again and again, a quarter of a byte for
//! each that a view is asked of, and 4 for each node of a span that it counts by, or 8 where numbers are large.
//!
//! # Ten questions of real records
//!
//! The example `ten_questions` asks them of the visits of foreign leaders to the United States, the American recognition of
//! states (Office of the Historian), and a year of events between political actors (ICEWS14); its queries are short, and
//! those here are their cores, each on a few facts of the kind.
//!
//! **1. Who visited in 1991?** A fact, and when it held.
//! ```
//! # use chancery::{KnowledgeGraph, date, fact, diplomacy::{self, *}};
//! # let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! # let us = kg.add(State, "United States")?;
//! # let walesa = kg.add(Person, "Lech Walesa")?;
//! # kg.assert(fact(walesa, Visits, us).between("1991-03-19", "1991-03-26"))?;
//! let view = kg.view();
//! let mut q = view.query();
//! let leader = q.var(Person);
//! let visit = q.fact(leader, Visits, "united-states");
//! q.during(visit, date("1991"));
//! assert_eq!(q.select(leader).rows()?.to_string(), "certainly: Lech Walesa\n");
//! # Ok::<(), chancery::Error>(())
//! ```
//! **2. Who sent the most visits?** A role, and matches counted for each of its players. On the records: Israel 127, the
//! United Kingdom 116.
//! ```
//! # use chancery::{KnowledgeGraph, fact, diplomacy::{self, *}};
//! # let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! # let (us, israel, oman) = (kg.add(State, "United States")?, kg.add(State, "Israel")?, kg.add(State, "Oman")?);
//! # let (a, b) = (kg.add(Person, "A")?, kg.add(Person, "B")?);
//! # kg.assert(fact(a, Visits, us).with(OnBehalfOf, oman))?;
//! # for _ in 0..2 { kg.assert(fact(b, Visits, us).with(OnBehalfOf, israel))?; }
//! let view = kg.view();
//! let mut q = view.query();
//! let (leader, state) = (q.var(Person), q.var(State));
//! let visit = q.fact(leader, Visits, "united-states");
//! q.role(visit, OnBehalfOf, state);
//! let most = q.select(state).counts()?.largest_first();
//! assert_eq!(most.to_string(), "Israel: 2 certain, 0 possible\nOman: 1 certain, 0 possible\n");
//! # Ok::<(), chancery::Error>(())
//! ```
//! **3. Whom did the United States recognize in 1991?** The date in the relation's name; rows in the order of names.
//! ```
//! # use chancery::{KnowledgeGraph, fact, diplomacy::{self, *}, query::Order};
//! # let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! # let us = kg.add(State, "United States")?;
//! # for (name, when) in [("Moldova", "1991-12-25"), ("Armenia", "1991-12-25"), ("Namibia", "1990-03-21")] {
//! #     let state = kg.add(State, name)?;
//! #     kg.assert(fact(us, Recognized, state).on(when))?;
//! # }
//! let view = kg.view();
//! let mut q = view.query();
//! let state = q.var(State);
//! q.fact("united-states", "recognized-in-1991", state);
//! let rows = q.select(state).order_by(state, Order::Ascending).rows()?;
//! assert_eq!(rows.to_string(), "certainly: Armenia\ncertainly: Moldova\n");
//! # Ok::<(), chancery::Error>(())
//! ```
//! **4. Whose leader came within a year of that?** The time between two facts. A recognition told to the year makes the
//! row possible.
//! ```
//! # use chancery::{KnowledgeGraph, fact, diplomacy::{self, *}};
//! # let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! # let us = kg.add(State, "United States")?;
//! # for (name, when, came) in [("Kazakhstan", "1991-12-25", "1992-05-18"), ("Iceland", "1944", "1944-08-24")] {
//! #     let (state, leader) = (kg.add(State, name)?, kg.add(Person, format!("President of {name}"))?);
//! #     kg.assert(fact(us, Recognized, state).on(when))?;
//! #     kg.assert(fact(leader, Visits, us).with(OnBehalfOf, state).on(came))?;
//! # }
//! let view = kg.view();
//! let mut q = view.query();
//! let (leader, state) = (q.var(Person), q.var(State));
//! let recognition = q.fact("united-states", Recognized, state);
//! let visit = q.fact(leader, Visits, "united-states");
//! q.role(visit, OnBehalfOf, state);
//! q.begins_after(visit, recognition, 0..=365);
//! assert_eq!(q.select(state).rows()?.to_string(), "certainly: Kazakhstan\npossibly: Iceland\n");
//! # Ok::<(), chancery::Error>(())
//! ```
//! **5. Which of them never sent anybody?** What must not be; a variable told within is of that alone.
//! ```
//! # use chancery::{KnowledgeGraph, fact, diplomacy::{self, *}};
//! # let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! # let (us, baden) = (kg.add(State, "United States")?, kg.add(State, "Baden")?);
//! # kg.assert(fact(us, Recognized, baden).on("1832"))?;
//! let view = kg.view();
//! let mut q = view.query();
//! let state = q.var(State);
//! q.fact("united-states", Recognized, state);
//! q.not(|q| {
//!     let leader = q.var(Person);
//!     let visit = q.fact(leader, Visits, "united-states");
//!     q.role(visit, OnBehalfOf, state);
//! });
//! assert_eq!(q.select(state).rows()?.to_string(), "certainly: Baden\n");
//! # Ok::<(), chancery::Error>(())
//! ```
//! **6. Each state with its ambassador, if one is known.** An optional part; [`maybe`] selects what it may leave out.
//! ```
//! # use chancery::{KnowledgeGraph, fact, diplomacy::{self, *}, query::maybe};
//! # let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! # let (oman, pakistan, kistafin) = (kg.add(State, "Oman")?, kg.add(State, "Pakistan")?, kg.add(Person, "Kistafin")?);
//! # let kazakhstan = kg.add(State, "Kazakhstan")?;
//! # kg.assert(fact(kistafin, AmbassadorOf, kazakhstan).with(AccreditedTo, pakistan).as_of("2026-01-24"))?;
//! let view = kg.view();
//! let mut q = view.query();
//! let (host, envoy, home) = (q.var(State), q.var(Person), q.var(State));
//! q.entity(host);
//! q.optional(|q| {
//!     let post = q.fact(envoy, AmbassadorOf, home);
//!     q.role(post, AccreditedTo, host);
//! });
//! let rows = q.select((host, maybe(envoy))).rows()?;
//! assert!(rows.to_string().contains("Pakistan, Kistafin") && rows.to_string().contains("Oman, -"));
//! # Ok::<(), chancery::Error>(())
//! ```
//! **7. Who was there on the same days?** Allen's relations, and variables that differ.
//! ```
//! # use chancery::{Allen, AllenSet, KnowledgeGraph, fact, diplomacy::{self, *}};
//! # let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! # let us = kg.add(State, "United States")?;
//! # for (name, from, to) in [("Menem", "1991-11-13", "1991-11-15"), ("Havel", "1991-10-21", "1991-10-23"), ("Papandreou", "1991-11-14", "1991-11-20")] {
//! #     let leader = kg.add(Person, name)?;
//! #     kg.assert(fact(leader, Visits, us).between(from, to))?;
//! # }
//! let view = kg.view();
//! let mut q = view.query();
//! let (one, other) = (q.var(Person), q.var(Person));
//! let visit = q.fact(one, Visits, "united-states");
//! let another = q.fact(other, Visits, "united-states");
//! q.differ(one, other);
//! q.stands(visit, Allen::Overlaps, another);
//! assert_eq!(q.select((one, other)).rows()?.to_string(), "certainly: Menem, Papandreou\n");
//! # Ok::<(), chancery::Error>(())
//! ```
//! **8. What lies in Asia, however deep?** A transitive relation in steps.
//! ```
//! # use chancery::{KnowledgeGraph, fact, diplomacy::{self, *}};
//! # let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! # let (asia, kazakhstan, astana) = (kg.add(Region, "Asia")?, kg.add(State, "Kazakhstan")?, kg.add(City, "Astana")?);
//! # kg.assert(fact(kazakhstan, LocatedIn, asia))?;
//! # kg.assert(fact(astana, LocatedIn, kazakhstan))?;
//! let view = kg.view();
//! let mut q = view.query();
//! let place = q.var(Place);
//! q.reach(place, LocatedIn, 1.., "asia");
//! assert_eq!(q.select(place).rows()?.to_string(), "certainly: Kazakhstan\ncertainly: Astana\n");
//! # Ok::<(), chancery::Error>(())
//! ```
//! **9. How many visits were answered within 7 days?** Names that are known only at run time; on ICEWS14: 4,265 visits.
//! ```
//! # use chancery::{KnowledgeGraph, entity, fact, schema::{KindDef, RelationDef, Schema, Shape}};
//! # let mut schema = Schema::new();
//! # schema.add_kind(KindDef::new("actor"))?;
//! # for name in ["make-a-visit", "host-a-visit"] {
//! #     schema.add_relation(RelationDef::new(name, Shape::Happens, "actor", "actor"))?;
//! # }
//! # let mut kg = KnowledgeGraph::new(schema);
//! # let (a, b) = (kg.add("actor", "Xi Jinping")?, kg.add("actor", "India")?);
//! # kg.assert(fact(a, "make-a-visit", b).on("2014-09-17"))?;
//! # kg.assert(fact(b, "host-a-visit", a).on("2014-09-19"))?;
//! let view = kg.view();
//! let mut q = view.query();
//! let (guest, host) = (q.named("guest", "actor"), q.named("host", "actor"));
//! let visit = q.fact(guest, "make-a-visit", host);
//! let hosting = q.fact(host, "host-a-visit", guest);
//! q.begins_after(hosting, visit, 0..=7);
//! assert_eq!(q.select(visit).distinct().count()?.certain, 1);
//! # Ok::<(), chancery::Error>(())
//! ```
//! **10. Who represents a state, in whatever office?** Alternatives.
//! ```
//! # use chancery::{KnowledgeGraph, fact, diplomacy::{self, *}};
//! # let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! # let (tokayev, kistafin) = (kg.add(Person, "Tokayev")?, kg.add(Person, "Kistafin")?);
//! # let (kazakhstan, pakistan) = (kg.add(State, "Kazakhstan")?, kg.add(State, "Pakistan")?);
//! # kg.assert(fact(tokayev, HeadOfState, kazakhstan).since("2019-03-20"))?;
//! # kg.assert(fact(kistafin, AmbassadorOf, kazakhstan).with(AccreditedTo, pakistan).as_of("2026-01-24"))?;
//! let view = kg.view();
//! let mut q = view.query();
//! let person = q.var(Person);
//! q.either(|q| {
//!     q.fact(person, HeadOfState, "kazakhstan");
//! })
//! .or(|q| {
//!     q.fact(person, AmbassadorOf, "kazakhstan");
//! });
//! assert_eq!(q.select(person).rows()?.to_string(), "certainly: Tokayev\ncertainly: Kistafin\n");
//! # Ok::<(), chancery::Error>(())
//! ```

mod build;
mod check;
mod closure;
mod columns;
mod count;
mod edges;
mod ends;
mod explain;
mod groups;
mod join;
mod merge;
mod order;
mod pattern;
mod plan;
mod ranks;
mod rows;
mod select;
mod table;
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
