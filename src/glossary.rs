//! The words of this crate, in the order in which they are understood. This page has no code.
//!
//! # What there is
//! - **Graph**: a [`KnowledgeGraph`](crate::KnowledgeGraph), all that was recorded. It writes and looks up, and answers no
//!   questions itself.
//! - **Node**: an entity, a value, or a fact that something refers to: what can stand at an end of a fact. See
//!   [`NodeRef`](crate::NodeRef) and [`model::Node`](crate::model::Node).
//! - **Entity**: whoever or whatever facts are about, with a key, one kind and a first name
//!   ([`Entity`](crate::Entity), [`entity`](crate::entity())). All else that is known of it is a fact.
//! - **Value**: a text, a number, a date, an address on the web, or yes or no ([`Value`](crate::model::Value)). Equal values
//!   are one node.
//! - **Key**: the stable text by which files and people name an entity, a source or, if they like, a fact. Unique, compared
//!   exactly ([`check_key`](crate::model::check_key)). Without one given, the name suggests it
//!   ([`slug`](crate::model::slug)).
//! - **Name**: what an entity is called, once first and then by facts of
//!   [`AlsoKnownAs`](crate::schema::base::AlsoKnownAs). Not unique: a look-up folds case, diacritics and white space
//!   ([`fold`](crate::model::fold)) and gives all matches.
//! - **Handle**: a small number that a graph gave for something, such as [`Id<Person>`](crate::Id) or
//!   [`FactId`](crate::model::FactId). Never reused, and of no meaning in another graph.
//!
//! # What may be said
//! - **Vocabulary**: kinds, relations and roles declared together, as types by [`vocabulary!`](crate::vocabulary!).
//!   [`diplomacy`](crate::diplomacy) is one.
//! - **Schema**: vocabularies as data: what a graph checks facts against ([`Schema`](crate::Schema)). A *closed* schema
//!   refuses unknown names, an *open* one declares them as they come.
//! - **Kind**: what an entity is, such as a person or a state ([`Kind`](crate::Kind)). A kind may be under several others;
//!   an entity's kind may become narrower, never another.
//! - **Union**: a kind that is any one of its members, such as whoever can host. No entity has it as its own kind.
//! - **Relation**: what a fact says of its ends, such as `visits` ([`Relation`](crate::Relation)).
//! - **Event** and **state**: a relation either happens within a date or holds over a span
//!   ([`Shape`](crate::schema::Shape)). What holds is not told *on* a date.
//! - **Range**: what a relation takes at an end: a kind, a type of value, a fact, or anything
//!   ([`Range`](crate::schema::Range)).
//! - **Role**: a further part in a fact, with its player: an ambassador is *accredited to* a state
//!   ([`Role`](crate::Role), [`HasRole`](crate::HasRole)).
//! - **Inverse**: a name for asking from the other end, `visited-by`. A fact asserted by it is stored the forward way.
//! - **Symmetric**: said once of two ends, a relation holds both ways. **Transitive**: a query may follow it in steps.
//!   **Functional**: a subject has one object at a time; **inverse functional**: an object has one subject at a time;
//!   **acyclic**: it leads nothing back to itself. These are matters of audit, and never refused.
//! - **Acts for**: a relation by which its subject acts for its object, such as an office or a mission.
//! - **Dated name**: a relation may carry its date in its name, `recognized-in-1991`, in files and in questions
//!   ([`FoundRelation`](crate::schema::FoundRelation)).
//!
//! # What is said
//! - **Fact**: a relation between a subject and an object, with role players, a time, a modality and claims
//!   ([`Fact`](crate::Fact), [`FactRef`](crate::FactRef)). Facts between the same ends stand side by side.
//! - **Draft**: a fact in the making ([`fact`](crate::fact()), [`Draft`](crate::Draft)). It keeps its first error until it
//!   is asserted.
//! - **Assert**: to record a fact ([`assert`](crate::KnowledgeGraph::assert)), or only its claims where an equal fact stands
//!   ([`assert_once`](crate::KnowledgeGraph::assert_once)).
//! - **Modality**: how a fact is told: actual, planned, cancelled, denied, hypothetical
//!   ([`Modality`](crate::model::Modality)).
//! - **Source**: a document that says things, with its text or the hash of it ([`Source`](crate::Source)).
//! - **Claim**: a source's word for or against a fact ([`Claim`](crate::model::Claim)).
//! - **Speaker**: whose words a source reports; apart from the source, which is the reporter.
//! - **Basis**: whether the source states the fact, or it is inferred for a reason ([`Basis`](crate::model::Basis)).
//! - **Quote**: the words of a claim and the range of characters where they stand in the text
//!   ([`Quote`](crate::model::Quote)). Words that are not there are an error.
//! - **Confidence**: how sure whoever recorded a claim is of it, above 0 and at most 1
//!   ([`Confidence`](crate::model::Confidence)).
//!
//! - **Testimony**: the claims for and against a fact ([`Testimony`](crate::analysis::Testimony)). Sources are **independent** if
//!   they repeat no common one. An **interested party** is the subject of a fact, or whoever acts for it.
//! - **Without a source**: as if it, and all that repeat it, had never been read ([`View::without`](crate::View::without)).
//! - **Not stated**, **known none**, **some unknown**: that a record tells nothing of something, that there is none, that there
//!   is one and nobody says which ([`Told`](crate::analysis::Told)). **Coverage** counts them
//!   ([`Coverage`](crate::analysis::Coverage)).
//!
//! # When it was so
//! - **Valid time**: when a fact held in the world. **Recorded time**: since when the graph knows it.
//! - **Day**, **span**: one exact day; all days from one to another ([`Day`](crate::Day), [`Span`](crate::Span)).
//! - **Partial date**: a date as precise as its source: a day, a month, a year, a decade
//!   ([`PartialDate`](crate::PartialDate)).
//! - **Qualifier**: `?` for uncertain, `~` for approximate, `%` for both
//!   ([`Qualifier`](crate::time::Qualifier)). Nothing is certain that rests on a qualified date.
//! - **When**: the valid time of a fact: every span that the record admits ([`When`](crate::When)).
//! - **As of**: seen to hold on a date; since when and how long is not known ([`When::as_of`](crate::When::as_of)).
//! - **Truth**: yes, possibly or no ([`Truth`](crate::Truth)). *Yes* if it is so in every span admitted, *no* if in none.
//! - **Allen relation**: one of the thirteen ways in which two spans can lie to each other ([`Allen`](crate::Allen)).
//!
//! # Since when it is known
//! - **Transaction**: what was recorded together, with a stamp, by whom and why
//!   ([`Transaction`](crate::model::Transaction)).
//! - **Stamp**: a point of recorded time, given by the caller ([`Stamp`](crate::Stamp)). The crate reads no clock.
//! - **Retract**: to take back a fact that was recorded wrongly ([`retract`](crate::KnowledgeGraph::retract)). It stays in
//!   the history.
//! - **Resolve**: to say that a later fact settles an earlier one: a plan took place, was put off, was called off
//!   ([`resolve`](crate::KnowledgeGraph::resolve), [`Resolution`](crate::model::Resolution)). **Last word**: what of a chain of such
//!   facts is settled by none ([`resolved`](crate::View::resolved)).
//! - **Merge**: to decide that an entity is the same as another, which stands for both from then on
//!   ([`merge`](crate::KnowledgeGraph::merge)). **Unmerge** takes the decision back. **Keep apart**: to decide that two are not
//!   the same. **Candidate**: two that may be, with reasons ([`candidates`](crate::View::candidates)).
//! - **Purge**: to take out what must not be kept, from the history too ([`purge`](crate::KnowledgeGraph::purge)).
//!   **Tombstone**: what is left where it stood.
//! - **Known by**, **as known**: what a view tells of what was known at a stamp, and the graph as it then stood
//!   ([`known_by`](crate::View::known_by), [`as_known`](crate::KnowledgeGraph::as_known)).
//!
//! # What is asked
//! - **View**: the graph under a filter ([`View`](crate::View)). Everything is read through one; it copies nothing.
//! - **Answer**: facts, certain ones apart from possible ones ([`Answer`](crate::view::Answer)).
//! - **Query**: a question of a view in several facts ([`Query`](crate::Query)). **Pattern**: its variables and conditions.
//! - **Variable**: what a pattern looks for: an entity, a value ([`Var`](crate::query::Var)) or a fact
//!   ([`FactVar`](crate::query::FactVar)).
//! - **Match**: a value for each variable so that every condition is met. **Row**: the selected values of a match, with how
//!   true it is ([`Row`](crate::query::Row)).
//! - **Plan**: in which order the conditions of a query are met ([`explain`](crate::Query::explain)).
//! - **Audit**: rules that are held against a view ([`Audit`](crate::audit::Audit)). **Finding**: what a rule found: a code,
//!   how grave it is, a place and a sentence ([`Finding`](crate::audit::Finding)).
//! - **Conflict**: two changes of one thing that cannot both be ([`Conflict`](crate::diff::Conflict)).
//! - **Difference**: what is other in a later view than in an earlier one ([`diff`](crate::diff::diff())).
//! - **Chain**: facts that lead from one node to another, each by two of its participants
//!   ([`Chain`](crate::algo::Chain)). **Chain in time**: one in which no fact lies before the one that it follows
//!   ([`ChainInTime`](crate::algo::ChainInTime)).
//! - **Hub**: a node with very many facts, by way of which everything is connected.
//! - **Ego network**: a node, those that few facts join to it, and what is between them
//!   ([`View::ego`](crate::View::ego)).
//! - **Frozen**: a view made flat for algorithms that walk all over it ([`Frozen`](crate::view::Frozen)).
//!
//! # What is written
//! - **Dossier**: the facts of a view with what they need, without history ([`Dossier`](crate::dossier::Dossier)).
//! - **Edit**: one change of a graph as a value ([`Edit`](crate::Edit)). **History**: all edits of a graph, by transaction.
//! - **Archive**: a whole graph with its history ([`Archive`](crate::dossier::Archive)).
//! - **Picture**: a view drawn by Graphviz ([`View::dot`](crate::View::dot)).
//! - **Notation**: the one-line form of a fact that it prints in, and files of such lines
//!   ([`notation`](crate::notation)): `tokayev visits pakistan on 2026-02 planned @report`.
