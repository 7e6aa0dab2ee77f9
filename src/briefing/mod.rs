//! Briefings: what a person asks of the facts of a view, as text and as data.
//!
//! ```
//! use chancery::diplomacy::{self, HeadOfState, Person, State, Visits};
//! use chancery::{KnowledgeGraph, Source, fact};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! let report = Source::new("report").publisher("DNA").text("The President will pay a visit in February 2026.");
//! let report = kg.add_source(report)?;
//! let (tokayev, pakistan) = (kg.add(Person, "Tokayev")?, kg.add(State, "Pakistan")?);
//! let kazakhstan = kg.add(State, "Kazakhstan")?;
//! kg.assert(fact(tokayev, HeadOfState, kazakhstan).as_of("2026-01-24"))?;
//! kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned().cite(report, "a visit in February 2026"))?;
//!
//! let briefing = kg.view().briefing().title("Tokayev").about(tokayev)?.finish();
//! assert_eq!(briefing.to_string(), "\
//! Tokayev
//! =======
//!
//! Tokayev, person (tokayev)
//! -------------------------
//!   Tokayev is head of state of Kazakhstan (as of 2026-01-24)
//!     no source
//!   Tokayev is planned to visit Pakistan in February 2026
//!     DNA: “a visit in February 2026”
//! ");
//! // The same as data, for programs: every part is a field.
//! let Some(chancery::briefing::Item::Fact(visit)) = briefing.sections[0].items.last() else { panic!() };
//! assert_eq!(visit.sentence, "Tokayev is planned to visit Pakistan in February 2026");
//! assert_eq!(visit.evidence[0].sources[0].quote.as_deref(), Some("a visit in February 2026"));
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! | question | method |
//! |---|---|
//! | All of it | [`whole`](BriefingBuilder::whole) |
//! | Who is who? | [`who_is_who`](BriefingBuilder::who_is_who) |
//! | What happened when? | [`timeline`](BriefingBuilder::timeline) |
//! | What is planned, and what became of it? | [`plans`](BriefingBuilder::plans) |
//! | Who said what? | [`statements`](BriefingBuilder::statements) |
//! | What does no source state? | [`inferences`](BriefingBuilder::inferences) |
//! | What is disputed? | [`disputes`](BriefingBuilder::disputes) |
//! | What rests on which source? | [`sources`](BriefingBuilder::sources) |
//! | What of one entity? | [`about`](BriefingBuilder::about) |
//! | What holds on a day? | [`on`](BriefingBuilder::on) |
//! | How are two connected? | [`between`](BriefingBuilder::between) |
//!
//! Any view has a briefing: narrow the view first, for example to [a day](crate::View::on), to
//! [sources](crate::View::from_sources), or to [entities that take part in facts](crate::View::connected).
//!
//! # Costs
//! Each section reads the facts of the view once, with their claims where it is about claims: time proportional to the
//! number of facts. It keeps only what it [shows](BriefingBuilder::most). Beside that, `who_is_who` takes 4 bytes
//! for each node if it has to choose, and `sources` takes 24 bytes for each source. `between` costs as much as
//! [`k_shortest`](crate::algo::Chains::k_shortest). If the view has a question of time, all of its facts are sorted.

mod asked;
mod builder;
mod fact;
mod first;
mod fold;
mod items;
mod print;
mod sections;
mod sources;
mod who;

pub use self::{
    builder::BriefingBuilder,
    items::{Briefing, Citation, Counted, Evidence, FactItem, Heading, Item, LeftOut, Outcome, Section, SourceItem},
};
