//! Queries in openCypher, the query language that graph databases share. They only read.
//!
//! ```
//! use chancery::{KnowledgeGraph, fact};
//! use chancery::diplomacy::{self, AccreditedTo, AmbassadorOf, Person, State, Visits};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! let (tokayev, kistafin) = (kg.add(Person, "Tokayev")?, kg.add(Person, "Kistafin")?);
//! let (kazakhstan, pakistan) = (kg.add(State, "Kazakhstan")?, kg.add(State, "Pakistan")?);
//! kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned())?;
//! kg.assert(fact(kistafin, AmbassadorOf, kazakhstan).with(AccreditedTo, pakistan).as_of("2026-01-24"))?;
//!
//! let view = kg.view();
//! let rows = view.cypher("
//!     MATCH (envoy:Person)-[post:AMBASSADOR_OF]->(home:State)
//!     OPTIONAL MATCH (guest:Person)-[visit:VISITS]->(host:State)
//!     WHERE host = post.accredited_to
//!     RETURN envoy, home.name AS home, guest, visit.on AS on
//! ")?.rows()?;
//! assert_eq!(rows.columns(), ["envoy", "home", "guest", "on"]);
//! // The visit is planned, so it is possible that nobody comes.
//! assert_eq!(rows.to_string(), "possibly: Kistafin, Kazakhstan, Tokayev, 2026-02\n\
//!                               possibly: Kistafin, Kazakhstan, null, null\n");
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # What is what
//!
//! - **Entities are nodes, and kinds are labels.** A node has the label of its kind and of all kinds above it:
//!   `(a:Agent)` matches persons and states. Types of values and `statement` are labels, too: `(d:date)`.
//! - **Facts are relationships, and relations are types.** An inverse name leads the other way: `-[:VISITED_BY]->`. A
//!   fact of a symmetric relation matches in both directions. A name may end with a date: `[:RECOGNIZED_IN_1991]`.
//! - **Names** of labels, types, roles and properties may be written as the schema has them, or in the style of Cypher:
//!   `ambassador-of`, `AMBASSADOR_OF` and `ambassadorOf` are the same. A name that the schema does not have is an error
//!   with its line and column, before anything runs.
//! - **Values are nodes or properties, as written.** `(p)-[:TITLED]->(t)` makes the title a node, with the fact between
//!   the two; `p.titled` is the value itself. If there are several values, it is a list. A relationship without a type
//!   joins entities and facts, not values. Such nodes compare as their values: two dates are possibly equal. After
//!   a `WITH`, a variable for such a node is still the node; what is made of it is a value, which no pattern can have.
//!
//! | property | of | value |
//! |---|---|---|
//! | `key`, `name`, `kind` | an entity | its key, first name and kind; not those of entities that were merged into it |
//! | the name of a relation to values | an entity | the values that the view shows |
//! | `type` | a fact | the name of its relation |
//! | `on`, `from`, `to`, `when` | a fact | its date, start and end as written; and its time as text |
//! | `modality` | a fact | `actual`, `planned` and so on |
//! | `source`, `quote`, `said_by`, `confidence`, `basis` | a fact | what its claims say; a list if they say several things |
//! | the name of a role | a fact | who plays it; a list if there are several |
//!
//! # Certain and possible
//!
//! Each row is certain or possible, as in an [`Answer`](crate::view::Answer): the least of the truths of its facts and
//! conditions. [`Rows::certain`] and [`Rows::possible`] keep them apart, and a printed row begins with the word. A
//! condition that is possible, such as that a fact dated `2026-02` holds on the tenth, makes the row possible; so does
//! `NOT` of one. As the value of a column, it is [`Cell::YesNo`] of [`Truth::Possibly`](crate::Truth).
//!
//! **An aggregate** of rows of which some are only possible has two values, and `RETURN` gives a row for each: that of
//! the certain rows, and that of all. A number or a list is certain in the first, as there is at least so much; a sum, a
//! mean, a least or greatest value and what is made of any aggregate are possible in both. The second row is the most
//! that is possible: an optional part that is only possible counts with and without its values. After a `WITH` there is
//! one row, of all rows, which is possible. `ORDER BY` and `LIMIT` take these rows as any others. Ask a
//! [certain](crate::View::certain) view where only certain facts should count: rows that are only
//! possible, also by a condition, are not among its rows, and not in its aggregates.
//!
//! Days, sources and what was known when are chosen with the view: `kg.view().on("2026-02-10")`.
//!
//! # Time
//!
//! | function | whether |
//! |---|---|
//! | `holds_on(f, date)` | a fact holds on a day |
//! | `holds_during(f, span)`, `holds_during(f, from, to)` | a fact holds on some day of a span |
//! | `begins_after(f, g, days)`, `begins_after(f, g, least, most)` | `f` begins so many days after `g` |
//! | `share_a_day(f, g)` | both hold on a common day |
//! | `before(f, g)`, `meets`, `overlaps`, `starts`, `during`, `finishes`, `equals`, and their inverses | [Allen's relation](crate::Allen) of the two |
//!
//! `date("2026-02")` is a date of the crate, as precise as it is written. Dates compare as
//! [`Query::compare`](crate::Query::compare) says: a month is possibly before a day within it. There are no times of
//! day and no durations.
//!
//! # What is supported
//!
//! `MATCH`, `OPTIONAL MATCH`, `WHERE`, `WITH`, `UNWIND`, `RETURN`, `DISTINCT`, `ORDER BY`, `SKIP`, `LIMIT`, `UNION`,
//! `EXISTS {…}`, `COUNT {…}`, patterns as conditions, chains (`*1..3`), `shortestPath` and `allShortestPaths`, named
//! paths, `CASE`, list and pattern comprehensions, `all`, `any`, `none`, `single`, `reduce`, the aggregates `count`,
//! `sum`, `avg`, `min`, `max` and `collect`, parameters, and the functions on lists, texts and numbers. The read
//! scenarios of openCypher's compatibility kit that are within this are run as tests. All else is refused by name:
//! clauses that write, `CALL`, map projections, regular expressions, `rand()`.
//!
//! A chain `[:LOCATED_IN*]` of a transitive relation, without a name, gives each pair of ends once, as true as its best
//! chain. Any other chain is listed: each way that uses no fact twice is a row. A chain that may have no facts (`*0..`)
//! begins at an entity.
//!
//! # What it costs
//!
//! A `MATCH` is answered by the pattern engine of [`query`](crate::query), and costs what a
//! [`Query`](crate::Query) costs; `RETURN count(*)` alone counts without listing where a `Query` does.
//! Conditions that the engine does not know are evaluated for each row, as early as their variables have values.
//! [`Statement::explain`] says which.
//!
//! A condition `n.key = …`, `n.name = …`, or on the value of a property, with a constant or a parameter, lets the query
//! begin with the few nodes that have it.
//!
//! # The ten questions
//!
//! The questions of [`query`](crate::query#ten-questions-of-real-records) as texts:
//!
//! ```
//! # use chancery::{KnowledgeGraph, fact, diplomacy::{self, *}};
//! # let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! # let (us, kazakhstan, pakistan) = (kg.add(State, "United States")?, kg.add(State, "Kazakhstan")?, kg.add(State, "Pakistan")?);
//! # let asia = kg.add(Region, "Asia")?;
//! # let (walesa, tokayev, kistafin) = (kg.add(Person, "Lech Walesa")?, kg.add(Person, "Tokayev")?, kg.add(Person, "Kistafin")?);
//! # kg.assert(fact(walesa, Visits, us).between("1991-03-19", "1991-03-26").with(OnBehalfOf, kazakhstan))?;
//! # kg.assert(fact(tokayev, Visits, us).between("1991-03-20", "1991-03-21").with(OnBehalfOf, kazakhstan))?;
//! # kg.assert(fact(us, Recognized, kazakhstan).on("1990-12-25"))?;
//! # kg.assert(fact(us, Recognized, pakistan).on("1991"))?;
//! # kg.assert(fact(kazakhstan, LocatedIn, asia))?;
//! # kg.assert(fact(tokayev, HeadOfState, kazakhstan).since("2019-03-20"))?;
//! # kg.assert(fact(kistafin, AmbassadorOf, kazakhstan).with(AccreditedTo, pakistan).as_of("2026-01-24"))?;
//! let view = kg.view();
//! for (text, answer) in [
//!     // 1. Who visited in 1991?
//!     ("MATCH (p:Person)-[v:VISITS]->(:State {key: 'united-states'})
//!       WHERE holds_during(v, '1991') RETURN p.name ORDER BY p.name",
//!      "certainly: Lech Walesa\ncertainly: Tokayev\n"),
//!     // 2. Which states sent the most visitors?
//!     ("MATCH (:Person)-[v:VISITS]->(:State {key: 'united-states'})
//!       RETURN v.on_behalf_of AS state, count(*) AS visits ORDER BY visits DESC",
//!      "certainly: Kazakhstan, 2\n"),
//!     // 3. Which states did the United States recognize in 1991?
//!     ("MATCH ({key: 'united-states'})-[:RECOGNIZED_IN_1991]->(s:State) RETURN s",
//!      "certainly: Pakistan\n"),
//!     // 4. From which states did a leader come within a year after its recognition?
//!     ("MATCH (us {key: 'united-states'})-[r:RECOGNIZED]->(s:State), (:Person)-[v:VISITS]->(us)
//!       WHERE v.on_behalf_of = s AND begins_after(v, r, 365) RETURN DISTINCT s",
//!      "certainly: Kazakhstan\n"),
//!     // 5. From which recognized states did no leader come?
//!     ("MATCH (us {key: 'united-states'})-[:RECOGNIZED]->(s:State)
//!       WHERE NOT EXISTS { (:Person)-[v:VISITS]->(us) WHERE v.on_behalf_of = s } RETURN s",
//!      "certainly: Pakistan\n"),
//!     // 6. Who is the ambassador to each state, if one is known?
//!     ("MATCH (host:State) OPTIONAL MATCH (envoy)-[post:AMBASSADOR_OF]->(:State)
//!       WHERE post.accredited_to = host RETURN host, envoy ORDER BY host.name",
//!      "certainly: Kazakhstan, null\ncertainly: Pakistan, Kistafin\ncertainly: United States, null\n"),
//!     // 7. Who was there on the same days?
//!     ("MATCH (a:Person)-[v:VISITS]->(s:State)<-[w:VISITS]-(b:Person)
//!       WHERE a.name < b.name AND share_a_day(v, w) RETURN a, b",
//!      "certainly: Lech Walesa, Tokayev\n"),
//!     // 8. What is located in Asia, directly or not?
//!     ("MATCH (p:Place)-[:LOCATED_IN*]->({key: 'asia'}) RETURN p",
//!      "certainly: Kazakhstan\n"),
//!     // 9. How many visits followed a recognition within a year?
//!     ("MATCH (s:State)-[r:RECOGNIZED]->(:State), (:Person)-[v:VISITS]->(s)
//!       WHERE begins_after(v, r, 0, 365) RETURN count(DISTINCT v)",
//!      "certainly: 2\n"),
//!     // 10. Who represents a state, as its head or as an ambassador?
//!     ("MATCH (p:Person)-[:HEAD_OF_STATE_OF|AMBASSADOR_OF]->({key: 'kazakhstan'}) RETURN p ORDER BY p.name",
//!      "certainly: Kistafin\ncertainly: Tokayev\n"),
//! ] {
//!     assert_eq!(view.cypher(text)?.rows()?.to_string(), answer, "{text}");
//! }
//! # Ok::<(), chancery::Error>(())
//! ```

mod ast;
mod build;
mod chain;
mod clause;
mod collect;
mod evaluate;
mod execute;
mod explain;
mod free;
mod lower;
mod names;
mod parameter;
mod parse;
mod program;
mod rows;
mod run;
mod statement;
mod subquery;
mod value;
mod walk;

pub use self::{
    parameter::Parameter,
    rows::{Cell, Path, Row, Rows},
    statement::Statement,
};
