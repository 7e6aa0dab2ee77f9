//! Queries about several facts at once. A query is a pattern of variables and conditions that is matched against a
//! view.
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
//! // Who visited a state that hosted a meeting at most 7 days later, and took part in that meeting?
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
//! # How a query is built
//!
//! 1. **Variables**: [`var`](Query::var) makes a variable for the entities of a kind, the values of a type, or
//!    anything. [`fact`](Query::fact) returns a variable for the fact itself.
//! 2. **Conditions**, in any order:
//!    - there is a [fact](Query::fact) of a relation, or of [any relation](Query::any_fact), between two ends; an
//!      entity, value or fact plays a [role](Query::role) in a fact; a [chain](Query::reach) of facts of a transitive
//!      relation leads from one node to another;
//!    - two entities, values or facts [differ](Query::differ), or [each pair](Query::each_pair_once) of them comes
//!      once; one value is [less or more](Query::compare) than another;
//!    - a fact [holds on a day](Query::holds_on) or [during a span](Query::holds_during); a fact [begins a number of
//!      days after](Query::begins_after) another, two facts [share a day](Query::share_a_day), or their times
//!      [stand](Query::stands) in a relation such as *before* (see [`Allen`](crate::Allen));
//!    - a group of conditions must [not](Query::not) match, is [optional](Query::optional), or is one of several
//!      [alternatives](Query::either).
//! 3. **Results**: [`select`](Query::select) chooses the variables that are wanted. [`rows`](Selection::rows) returns
//!    their values, [`visit`](Selection::visit) calls a closure with each row, and [`groups`](Selection::groups) counts
//!    the matches of each combination. Without a selection, [`count`](Query::count) counts all matches and
//!    [`ask`](Query::ask) says whether there are any. [`explain`](Query::explain) describes the plan.
//!
//! The ends of facts and the players of roles are variables, ids, keys, values or facts. The query is checked before it
//! runs. It is an error if a name is unknown, if a variable gets no value, if an end is of a kind that the relation
//! does not accept, or if two parts of the query share no variable.
//!
//! # What a match is
//!
//! A match gives each variable a value so that all conditions are met. Two variables may have the same value, and two
//! facts of the pattern may be the same fact (a match is a homomorphism), unless [`differ`](Query::differ) or
//! [`distinct_facts`](Query::distinct_facts) forbids it. Two facts between the same ends, such as two visits, are two
//! matches. A symmetric fact matches in both directions. [`distinct`](Selection::distinct) returns each combination of
//! selected values once.
//!
//! The truth of a row is the lowest truth of its facts and conditions. Certain rows are kept apart from possible ones,
//! as in an [`Answer`](crate::view::Answer). Negation follows Kleene's logic: if a match of a [`not`](Query::not) is
//! possible, the row is possible.
//!
//! A query uses only the facts that its view shows, also within a `not`. In a view of [certain](crate::View::certain)
//! facts, a `not` therefore excludes only what matches certain facts.
//!
//! # What it costs
//!
//! - **A pattern around a given entity** reads the facts of that entity, and of the entities that they lead to. If
//!   these facts are few, it takes microseconds, whatever the size of the graph.
//! - **Counting** the matches of a pattern of facts, kinds, inequalities, negations and optional parts reads each
//!   relation once. It takes some nanoseconds for each fact, however many matches there are. A triangle or a longer
//!   cycle of facts takes longer, because the facts around its nodes are compared.
//! - **Rows** take tens of nanoseconds each, in addition to the facts that are read. There is no allocation for each
//!   row. [`rows`](Selection::rows) keeps and sorts them; [`visit`](Selection::visit) does not.
//! - **The filter of the view** costs nothing for a relation of which the view shows every fact as certain. A default
//!   view does so if nothing is retracted, resolved or planned. For any other relation, the filter is applied to each
//!   fact that the query reads, or to all facts of the relation at once if the query reads many.
//! - **Conditions on the times of two facts** that share an end or both: the second fact is found by a binary search in
//!   lists that are sorted by time, once the query has tried as many facts as it takes to sort them. Where both dates are
//!   exact days, matches are counted without being listed. A date that is less exact is tried with more facts: those that
//!   its longest span may reach. Between facts without a common end, each pair is compared, in some ten nanoseconds.
//!
//! While a query runs, it uses memory for the relations that it reads repeatedly: 8 to 24 bytes for each fact, 2 bits for
//! each fact if the filter is applied to all of them, and 4 or 8 bytes for each node by which matches are counted.
//!
//! # Ten questions of real records
//!
//! The example program `ten_questions` asks such questions of three data sets. Two are by the Office of the Historian:
//! the visits of foreign leaders to the United States, and the American recognition of states. The third is a year of
//! events between political actors (ICEWS14). The crate has a sample of the first two, and made-up events. The figures
//! on this page are of the full sets, and each query here runs on a few facts.
//!
//! **1. Who visited in 1991?** The query has a fact and a condition on its time.
//! ```
//! # use chancery::{KnowledgeGraph, fact, diplomacy::{self, *}};
//! # let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! # let us = kg.add(State, "United States")?;
//! # let walesa = kg.add(Person, "Lech Walesa")?;
//! # kg.assert(fact(walesa, Visits, us).between("1991-03-19", "1991-03-26"))?;
//! let view = kg.view();
//! let mut q = view.query();
//! let leader = q.var(Person);
//! let visit = q.fact(leader, Visits, "united-states");
//! q.holds_during(visit, "1991");
//! assert_eq!(q.select(leader).rows()?.to_string(), "certainly: Lech Walesa\n");
//! # Ok::<(), chancery::Error>(())
//! ```
//! **2. Which states sent the most visitors?** The query has a role, and counts the matches for each of its players. In
//! the data set, 127 visits were for Israel and 116 for the United Kingdom.
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
//! let most = q.select(state).groups()?.largest_first();
//! assert_eq!(most.to_string(), "Israel: 2 certain, 0 possible\nOman: 1 certain, 0 possible\n");
//! # Ok::<(), chancery::Error>(())
//! ```
//! **3. Which states did the United States recognize in 1991?** The date is part of the relation's name. The rows are
//! sorted by the names of the states.
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
//! **4. From which states did a leader come within a year after its recognition?** The query has a condition on the
//! times of two facts. If only the year of a recognition is known, the row may be no more than possible.
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
//! **5. From which recognized states did no leader come?** The query has a negation. A variable that is used only in
//! the negation is local to it.
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
//! **6. Who is the ambassador to each state, if one is known?** The query has an optional part. [`maybe`] selects a
//! variable that may have no value.
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
//! **7. Who was there on the same days?** The query relates the times of two facts, and returns each pair once. In the
//! data, the visits of Menem and Papandreou share two days.
//! ```
//! # use chancery::{KnowledgeGraph, fact, diplomacy::{self, *}};
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
//! q.each_pair_once(one, other);
//! q.share_a_day(visit, another);
//! assert_eq!(q.select((one, other)).rows()?.to_string(), "certainly: Menem, Papandreou\n");
//! # Ok::<(), chancery::Error>(())
//! ```
//! **8. What is located in Asia, directly or not?** The query follows chains of a transitive relation.
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
//! **9. How many visits were followed by a reception within 7 days?** The query uses names that are known only at run
//! time. In ICEWS14, there are 4,265 such visits.
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
//! **10. Who represents a state, as its head or as an ambassador?** The query has two alternatives.
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

mod args;
mod build;
mod check;
mod count;
mod edges;
mod explain;
mod groups;
mod join;
mod joined;
#[cfg(feature = "cypher")]
mod matcher;
mod merge_sorted;
mod narrow;
mod pattern;
mod plan;
mod ranks;
mod reach;
mod row_order;
mod rows;
mod select;
mod selectable;
mod steps;
mod table;
mod time_join;
mod unmet;
mod var;

#[cfg(feature = "cypher")]
pub(crate) use self::matcher::{FactsAround, MISSING, Matcher};
#[cfg(feature = "cypher")]
pub(crate) use self::rows::print_row;
#[doc(hidden)]
pub use self::var::Unchecked;
pub use self::{
    build::{Either, Query},
    groups::Groups,
    pattern::Compare,
    row_order::Order,
    rows::{Cell, Count, Row, Rows},
    select::{Selection, VisitedRow},
    selectable::Selectable,
    var::{FactVar, Maybe, PatternTerm, Var, maybe},
};
