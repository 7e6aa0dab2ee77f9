//! The terms of this crate, ordered so that each builds on those before it. This page has no code.
//!
//! # What there is
//! - **Graph**: a [`KnowledgeGraph`](crate::KnowledgeGraph): everything that was recorded. It records facts and looks them
//!   up; its views answer questions.
//! - **Node**: what can be an end of a fact: an entity, a value, or another fact. See [`NodeRef`](crate::NodeRef) and
//!   [`model::Node`](crate::model::Node).
//! - **Entity**: a person, state, event or other thing that facts are about, with a key, one kind and a first name
//!   ([`Entity`](crate::Entity), [`entity`](crate::entity())). Everything else that is known about it is recorded as facts.
//! - **Value**: a text, a number, a date, a URL or a boolean ([`Value`](crate::model::Value)). Equal values are one node.
//! - **Key**: the stable text by which files and people name an entity, a source or a fact. Unique, compared exactly
//!   ([`check_key`](crate::model::check_key)). By default an entity's key is made from its name
//!   ([`slug`](crate::model::slug)).
//! - **Name**, **alias**: what an entity is called. A name is the first name, or an alias that is recorded as a fact of
//!   [`AlsoKnownAs`](crate::schema::base::AlsoKnownAs). Names are not unique: a look-up ignores case, diacritics and white
//!   space ([`fold`](crate::model::fold)) and returns all matches.
//! - **Id**: a small number that a graph gave to something, such as [`Id<Person>`](crate::Id) or
//!   [`FactId`](crate::model::FactId). Ids are never reused, and have no meaning in another graph.
//!
//! # The vocabulary
//! - **Vocabulary**: kinds, relations and roles declared together, as types, by [`vocabulary!`](crate::vocabulary!).
//!   [`diplomacy`](crate::diplomacy) is one.
//! - **Schema**: one or more vocabularies as data, against which a graph checks facts ([`Schema`](crate::Schema)). A
//!   *closed* schema refuses unknown names; an *open* one declares a new name when a fact uses it.
//! - **Kind**: what an entity is, such as a person or a state ([`Kind`](crate::Kind)). A kind may be under several others:
//!   a state is an agent and a place. The kind of an entity can only be changed to a kind under it.
//! - **Union**: a kind that stands for any of several others, its members. For example, a host is a state, an organization,
//!   a person or a city. No entity has a union as its own kind.
//! - **Relation**: how a fact connects its subject to its object, such as `visits` ([`Relation`](crate::Relation)).
//! - **Event** and **state**: a relation is an event, which happens within a date, or a state, which holds over a span
//!   ([`Shape`](crate::schema::Shape)). A fact of a state cannot have a date that is given with `on`.
//! - **Range**: what a relation takes at an end: a kind, a type of value, a fact, or anything
//!   ([`Range`](crate::schema::Range)).
//! - **Role**: a part in a fact besides subject and object. The entity in it is its *player*: an ambassador is *accredited
//!   to* a state ([`Role`](crate::Role), [`HasRole`](crate::HasRole)).
//! - **Inverse**: the name of a relation in the opposite direction, such as `visited-by`. A fact that is asserted by this
//!   name is stored in the forward direction.
//! - **Symmetric**: a relation that holds both ways; a fact of it is recorded once. **Transitive**: a relation that a query
//!   may follow over several steps. **Functional**: a subject has one object at a time. **Inverse functional**: an object
//!   has one subject at a time. **Acyclic**: no chain of its facts leads back to its start. The audit checks the last
//!   three; an assertion is never refused because of them.
//! - **Acts for**: a relation by which its subject acts for its object, such as an office or a mission.
//! - **Dated name**: a relation may carry its date in its name, `recognized-in-1991`, in files and in questions
//!   ([`FoundRelation`](crate::schema::FoundRelation)).
//! - **Phrase**: the words that a relation has in a sentence: "visits", "plans to visit".
//!
//! # Facts and claims
//! - **Fact**: a relation between a subject and an object, with role players, a time, a modality and claims
//!   ([`Fact`](crate::Fact), [`FactRef`](crate::FactRef)). There may be several facts with the same relation and ends.
//! - **Draft**: a fact that is not yet recorded ([`fact`](crate::fact()), [`Draft`](crate::Draft)). It keeps its first
//!   error until it is asserted.
//! - **Assert**: to record a fact ([`assert`](crate::KnowledgeGraph::assert)).
//!   [`assert_once`](crate::KnowledgeGraph::assert_once) records only its claims if the graph has an equal fact.
//! - **Modality**: whether a fact is actual, planned, cancelled, denied or hypothetical
//!   ([`Modality`](crate::model::Modality)).
//! - **Source**: a document, with its text or the hash of its text ([`Source`](crate::Source)).
//! - **Claim**: what a source says for or against a fact ([`Claim`](crate::model::Claim)). Together the claims are the
//!   **provenance** of the fact.
//! - **Speaker**: the person, state or organization whose words a source reports. The source is not the speaker.
//! - **Basis**: whether the source states the fact, or it is inferred for a reason ([`Basis`](crate::model::Basis)).
//! - **Quote**: the words of a source that a claim cites, and their range of characters in its text
//!   ([`Quote`](crate::model::Quote)). It is an error if the text does not have the words.
//! - **Confidence**: how sure the recorder is of a claim, above 0 and at most 1
//!   ([`Confidence`](crate::model::Confidence)).
//! - **Testimony**: the claims for and against a fact ([`Testimony`](crate::analysis::Testimony)). Sources are
//!   **independent** if they do not derive from a common source. An **interested party** of a fact is its subject, or an
//!   entity that acts for the subject.
//! - **Without a source**: as if nobody had read this source and the sources that derive from it.
//! - **Not stated**, **known none**, **some unknown**: three ways in which a record has no value: it says nothing, it says
//!   that there is none, or it says that there is one but not which. **Coverage** counts them
//!   ([`Coverage`](crate::analysis::Coverage)).
//!
//! # Valid time: when a fact held
//! - **Valid time**: when a fact held in the world. **Transaction time**: when the graph recorded it. A graph with both is
//!   **bitemporal**.
//! - **Day**, **span**: one exact day; all days from one to another ([`Day`](crate::Day), [`Span`](crate::Span)).
//! - **Partial date**: a date as precise as its source: a day, a month, a year, a decade
//!   ([`PartialDate`](crate::PartialDate)).
//! - **Qualifier**: `?` for uncertain, `~` for approximate, `%` for both
//!   ([`Qualifier`](crate::time::Qualifier)). A qualified date can rule days out, but never makes an answer certain.
//! - **When**: the valid time of a fact: the set of all spans that fit what the source says ([`When`](crate::When)).
//! - **As of**: a valid time of which only one date is known, on which the fact held; start and end are unknown
//!   ([`When::as_of`](crate::When::as_of)).
//! - **Bound**: an end of a valid time: a date within which it is, or one on or before or on or after which it is
//!   ([`Bound`](crate::time::Bound)). **Still on**: a day on which a fact with a known start was observed to hold; certain up
//!   to that day, possible after ([`When::still_on`](crate::When::still_on)).
//! - **Together**: what several facts of one state say of its time, if they are of one unbroken span: *since 2018* and *as of
//!   2026-01-24* make all days between certain. An answer with the facts that it rests on, never a fact
//!   ([`Together`](crate::analysis::Together)).
//! - **Truth**: yes, possibly or no ([`Truth`](crate::Truth)). A question about time is answered *yes* if the answer is yes
//!   for every span of the *when*, *no* if for none, else *possibly*.
//! - **Allen relation**: one of the thirteen ways in which two spans can relate in time ([`Allen`](crate::Allen)).
//!
//! # Transaction time: when a fact was recorded
//! - **Transaction**: changes that were recorded together, with a stamp, an author and a reason
//!   ([`Transaction`](crate::model::Transaction)).
//! - **Stamp**: a point of transaction time, given by the caller ([`Stamp`](crate::Stamp)). The crate reads no clock.
//! - **Retract**: to take back a fact that was recorded wrongly ([`retract`](crate::KnowledgeGraph::retract)). It stays in
//!   the history.
//! - **Resolve**: to state that a later fact is the outcome of an earlier one: a plan took place, was postponed, was cancelled
//!   ([`resolve`](crate::KnowledgeGraph::resolve), [`Resolution`](crate::model::Resolution)).
//! - **Merge**: to decide that two entities are the same; one of them stands for both from then on
//!   ([`merge`](crate::KnowledgeGraph::merge)). **Unmerge** takes the decision back. **Keep apart**: to decide that two are not
//!   the same. **Candidate**: two entities that may be the same, with reasons ([`Candidate`](crate::analysis::Candidate)).
//! - **Purge**: to remove something for good, also from the history, because it must not be kept
//!   ([`purge`](crate::KnowledgeGraph::purge)). A **tombstone** marks its place.
//! - **Known by**: a view of what had been recorded by a stamp. **As known**: a copy of the graph as it was at a stamp
//!   ([`known_by`](crate::View::known_by), [`as_known`](crate::KnowledgeGraph::as_known)).
//!
//! # Questions
//! - **View**: a filter over a graph ([`View`](crate::View)). All questions go through a view. It copies no facts.
//! - **Answer**: certain facts and possible facts, in two lists ([`Answer`](crate::view::Answer)).
//! - **Query**: a question over several facts ([`Query`](crate::Query)). **Pattern**: its variables and conditions.
//! - **Variable**: what a pattern looks for: an entity, a value ([`Var`](crate::query::Var)) or a fact
//!   ([`FactVar`](crate::query::FactVar)).
//! - **Match**: a value for each variable such that every condition is met. **Row**: the selected values of a match, with
//!   its truth ([`Row`](crate::query::Row)).
//! - **Plan**: the order in which a query evaluates its conditions ([`explain`](crate::Query::explain)).
//! - **Briefing**: what a person asks of a view, as text and as data, each fact with its evidence
//!   ([`Briefing`](crate::briefing::Briefing)).
//! - **Audit**: a check of a view by rules ([`Audit`](crate::audit::Audit)). **Finding**: a fault that a rule reports: a
//!   code, a severity, a place and a sentence ([`Finding`](crate::audit::Finding)).
//! - **Conflict**: two changes to the same thing that cannot both be applied ([`Conflict`](crate::diff::Conflict)).
//! - **Difference**: something that is not the same in two views, an earlier and a later one
//!   ([`diff`](crate::diff::diff())).
//! - **Chain**: facts that connect one node to another, each sharing a participant with the next
//!   ([`Chain`](crate::algo::Chain)). **Chain in time**: a chain in which no fact is earlier than the fact before it
//!   ([`ChainInTime`](crate::algo::ChainInTime)).
//! - **Hub**: a node with so many facts that chains through it say little.
//! - **Ego network**: a node, the nodes within a given number of steps from it, and the facts among them
//!   ([`View::ego`](crate::View::ego)).
//! - **Frozen**: a view copied into flat lists, for algorithms that read all of it ([`Frozen`](crate::view::Frozen)).
//!
//! # Files
//! - **Dossier**: the facts of a view with the entities and sources that they need, without history
//!   ([`Dossier`](crate::dossier::Dossier)).
//! - **Edit**: one change to a graph, as a value ([`Edit`](crate::Edit)). **History**: all edits of a graph, by
//!   transaction.
//! - **Archive**: a whole graph with its history ([`Archive`](crate::dossier::Archive)).
//! - **Notation**: the text form of facts and files. A fact prints as a line of it ([`notation`](crate::notation)):
//!   `tokayev visits pakistan on 2026-02 planned @report`.
