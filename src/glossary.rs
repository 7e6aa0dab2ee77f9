//! The terms of this crate, in the order in which they are understood. This page has no code.
//!
//! # What there is
//! - **Graph**: a [`KnowledgeGraph`](crate::KnowledgeGraph), everything that was recorded. It writes and looks up; questions go to
//!   its views.
//! - **Node**: an entity, a value, or a fact that another fact refers to: what can be an end of a fact. See
//!   [`NodeRef`](crate::NodeRef) and [`model::Node`](crate::model::Node).
//! - **Entity**: a person, state, event or other thing that facts are about, with a key, one kind and a first name
//!   ([`Entity`](crate::Entity), [`entity`](crate::entity())). Everything else known of it is a fact.
//! - **Value**: a text, a number, a date, a URL, or yes or no ([`Value`](crate::model::Value)). Equal values are one node.
//! - **Key**: the stable text by which files and people name an entity, a source or a fact. Unique, compared exactly
//!   ([`check_key`](crate::model::check_key)). By default an entity's key is made from its name
//!   ([`slug`](crate::model::slug)).
//! - **Name**, **alias**: what an entity is called: its first name, and further names by facts of
//!   [`AlsoKnownAs`](crate::schema::base::AlsoKnownAs). Names are not unique: a look-up ignores case, diacritics and white space
//!   ([`fold`](crate::model::fold)) and returns all matches.
//! - **Id**: a small number that a graph gave to something, such as [`Id<Person>`](crate::Id) or
//!   [`FactId`](crate::model::FactId). Never reused, and without meaning in another graph.
//!
//! # The vocabulary
//! - **Vocabulary**: kinds, relations and roles declared together, as types, by [`vocabulary!`](crate::vocabulary!).
//!   [`diplomacy`](crate::diplomacy) is one.
//! - **Schema**: vocabularies as data: what a graph checks facts against ([`Schema`](crate::Schema)). A *closed* schema
//!   refuses unknown names, an *open* one declares them as they come.
//! - **Kind**: what an entity is, such as a person or a state ([`Kind`](crate::Kind)). A kind may be under several others. The
//!   kind of an entity may become narrower, never another.
//! - **Union**: a kind that is any one of its members, such as a host. No entity has a union as its own kind.
//! - **Relation**: what a fact says of its ends, such as `visits` ([`Relation`](crate::Relation)).
//! - **Event** and **state**: a relation either happens within a date or holds over a span
//!   ([`Shape`](crate::schema::Shape)). A state is not dated `on`.
//! - **Range**: what a relation takes at an end: a kind, a type of value, a fact, or anything
//!   ([`Range`](crate::schema::Range)).
//! - **Role**: a further part in a fact, with its player: an ambassador is *accredited to* a state
//!   ([`Role`](crate::Role), [`HasRole`](crate::HasRole)).
//! - **Inverse**: a name for the opposite direction, `visited-by`. A fact asserted by it is stored in the forward direction.
//! - **Symmetric**: a relation that holds both ways, recorded once. **Transitive**: a query may follow it over several steps.
//!   **Functional**: a subject has one object at a time; **inverse functional**: an object has one subject at a time;
//!   **acyclic**: it never leads back to where it began. The audit checks these; an assertion is never refused for them.
//! - **Acts for**: a relation by which its subject acts for its object, such as an office or a mission.
//! - **Dated name**: a relation may carry its date in its name, `recognized-in-1991`, in files and in questions
//!   ([`FoundRelation`](crate::schema::FoundRelation)).
//! - **Phrase**: the words that a relation has in a sentence: "visits", "plans to visit".
//!
//! # Facts and claims
//! - **Fact**: a relation between a subject and an object, with role players, a time, a modality and claims
//!   ([`Fact`](crate::Fact), [`FactRef`](crate::FactRef)). Several facts between the same ends are normal.
//! - **Draft**: a fact in the making ([`fact`](crate::fact()), [`Draft`](crate::Draft)). It keeps its first error until it
//!   is asserted.
//! - **Assert**: to record a fact ([`assert`](crate::KnowledgeGraph::assert)), or only its claims if an equal fact is there
//!   ([`assert_once`](crate::KnowledgeGraph::assert_once)).
//! - **Modality**: whether a fact is actual, planned, cancelled, denied or hypothetical
//!   ([`Modality`](crate::model::Modality)).
//! - **Source**: a document, with its text or the hash of its text ([`Source`](crate::Source)).
//! - **Claim**: what a source says for or against a fact ([`Claim`](crate::model::Claim)). Together the claims are the
//!   **provenance** of the fact.
//! - **Speaker**: the person whose words a source reports, as opposed to the source, which is the reporter.
//! - **Basis**: whether the source states the fact, or it is inferred for a reason ([`Basis`](crate::model::Basis)).
//! - **Quote**: the words of a claim, and the range of characters where they stand in the text
//!   ([`Quote`](crate::model::Quote)). Words that are not in the text are an error.
//! - **Confidence**: how sure the recorder is of a claim, above 0 and at most 1
//!   ([`Confidence`](crate::model::Confidence)).
//! - **Testimony**: the claims for and against a fact ([`Testimony`](crate::analysis::Testimony)). Sources are **independent**
//!   if they derive from no common one. An **interested party** is the subject of a fact, or one who acts for it.
//! - **Without a source**: as if it, and everything that derives from it, had never been read.
//! - **Not stated**, **known none**, **some unknown**: a record says nothing of something; says that there is none; says that
//!   there is one and not which. **Coverage** counts them ([`Coverage`](crate::analysis::Coverage)).
//!
//! # Valid time: when it was so
//! - **Valid time**: when a fact held in the world. **Transaction time**: since when the graph knows it. A graph with both is
//!   **bitemporal**.
//! - **Day**, **span**: one exact day; all days from one to another ([`Day`](crate::Day), [`Span`](crate::Span)).
//! - **Partial date**: a date as precise as its source: a day, a month, a year, a decade
//!   ([`PartialDate`](crate::PartialDate)).
//! - **Qualifier**: `?` for uncertain, `~` for approximate, `%` for both
//!   ([`Qualifier`](crate::time::Qualifier)). A qualified date can rule days out, but never makes an answer certain.
//! - **When**: the valid time of a fact: the set of all spans that the record admits ([`When`](crate::When)).
//! - **As of**: seen to hold on a date; start and end are unknown ([`When::as_of`](crate::When::as_of)).
//! - **Truth**: yes, possibly or no ([`Truth`](crate::Truth)). *Yes* if it is so in every admitted span, *no* if in none.
//! - **Allen relation**: one of the thirteen ways in which two spans can relate in time ([`Allen`](crate::Allen)).
//!
//! # Transaction time: since when it is known
//! - **Transaction**: what was recorded together, with a stamp, an author and a reason
//!   ([`Transaction`](crate::model::Transaction)).
//! - **Stamp**: a point of transaction time, given by the caller ([`Stamp`](crate::Stamp)). The crate reads no clock.
//! - **Retract**: to take back a fact that was recorded wrongly ([`retract`](crate::KnowledgeGraph::retract)). It stays in
//!   the history.
//! - **Resolve**: to state that a later fact is the outcome of an earlier one: a plan took place, was postponed, was cancelled
//!   ([`resolve`](crate::KnowledgeGraph::resolve), [`Resolution`](crate::model::Resolution)).
//! - **Merge**: to decide that two entities are the same; one of them stands for both from then on
//!   ([`merge`](crate::KnowledgeGraph::merge)). **Unmerge** takes the decision back. **Keep apart**: to decide that two are not
//!   the same. **Candidate**: two entities that may be the same, with reasons ([`Candidate`](crate::analysis::Candidate)).
//! - **Purge**: to remove what must not be kept, from the history too ([`purge`](crate::KnowledgeGraph::purge)).
//!   **Tombstone**: what stays in its place.
//! - **Known by**, **as known**: a view of what was known at a stamp, and the graph as it then was
//!   ([`known_by`](crate::View::known_by), [`as_known`](crate::KnowledgeGraph::as_known)).
//!
//! # Questions
//! - **View**: the graph under a filter ([`View`](crate::View)). Everything is read through a view. It copies nothing.
//! - **Answer**: certain facts and possible facts, in two lists ([`Answer`](crate::view::Answer)).
//! - **Query**: a question over several facts ([`Query`](crate::Query)). **Pattern**: its variables and conditions.
//! - **Variable**: what a pattern looks for: an entity, a value ([`Var`](crate::query::Var)) or a fact
//!   ([`FactVar`](crate::query::FactVar)).
//! - **Match**: a value for each variable such that every condition is met. **Row**: the selected values of a match, and how
//!   true it is ([`Row`](crate::query::Row)).
//! - **Plan**: the order in which a query meets its conditions ([`explain`](crate::Query::explain)).
//! - **Audit**: rules that check a view ([`Audit`](crate::audit::Audit)). **Finding**: what a rule found: a code, a severity,
//!   a place and a sentence ([`Finding`](crate::audit::Finding)).
//! - **Conflict**: two changes of one thing that cannot both be applied ([`Conflict`](crate::diff::Conflict)).
//! - **Difference**: what a later view has otherwise than an earlier one ([`diff`](crate::diff::diff())).
//! - **Chain**: facts that connect one node to another, each sharing a participant with the next
//!   ([`Chain`](crate::algo::Chain)). **Chain in time**: one in which no fact is before the one that it follows
//!   ([`ChainInTime`](crate::algo::ChainInTime)).
//! - **Hub**: a node with very many facts, through which everything is connected.
//! - **Ego network**: a node, the nodes that few facts connect to it, and the facts among them
//!   ([`View::ego`](crate::View::ego)).
//! - **Frozen**: a view copied into flat lists, for algorithms that read all of it ([`Frozen`](crate::view::Frozen)).
//!
//! # Files
//! - **Dossier**: the facts of a view with the entities and sources that they need, without history
//!   ([`Dossier`](crate::dossier::Dossier)).
//! - **Edit**: one change of a graph as a value ([`Edit`](crate::Edit)). **History**: all edits of a graph, by transaction.
//! - **Archive**: a whole graph with its history ([`Archive`](crate::dossier::Archive)).
//! - **Notation**: the text form: the line in which a fact prints, and files of such lines
//!   ([`notation`](crate::notation)): `tokayev visits pakistan on 2026-02 planned @report`.
