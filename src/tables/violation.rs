//! The rules that a graph keeps, as a list of the ways to break them.

/// A rule that a graph breaks. The list of these is the list of rules.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// Every number of a string is that of a string: of a key, a name, a reason, or words.
    #[error("{of} {at} names a string that is not there")]
    String {
        /// The table with the number.
        of: &'static str,
        /// The row.
        at: u32,
    },
    /// An entity has a kind of the schema, and no union.
    #[error("node {node} is of a kind that no entity is of")]
    EntityKind {
        /// The entity.
        node: u32,
    },
    /// An entity has a key and a name that are well formed, and the look-up by key finds it and nothing else.
    #[error("node {node} is not found by its key, or has none")]
    Key {
        /// The entity.
        node: u32,
    },
    /// The look-up by name finds each entity by its first name, and by each name given by a fact that is actual and not
    /// retracted.
    #[error("node {node} is not found by each of its names once")]
    Name {
        /// The entity.
        node: u32,
    },
    /// A value is stored once, the look-up by value finds it, and it and its node point at each other.
    #[error("value {at} is not found, is there twice, or is not that of its node")]
    Value {
        /// The row in the table of values.
        at: u32,
    },
    /// A node that stands for a fact is the one that the fact names.
    #[error("node {node} stands for a fact that does not name it")]
    FactNode {
        /// The node.
        node: u32,
    },
    /// A value or fact is a node only while some fact refers to it.
    #[error("node {node} is a value or fact that nothing refers to")]
    Unused {
        /// The node.
        node: u32,
    },
    /// An index has as many entries as there are things to find.
    #[error("the index of {of} has {found} entries; expected {expected}")]
    IndexSize {
        /// What the index finds.
        of: &'static str,
        /// How many entries it has.
        found: usize,
        /// How many it should have.
        expected: usize,
    },
    /// The lists of a node hold the facts that begin there, end there, and in which it plays a role; sorted, each once.
    #[error("the {list} facts of node {node} are not those of the facts")]
    Adjacency {
        /// Which list: `outgoing`, `incoming` or `playing`.
        list: &'static str,
        /// The node.
        node: u32,
    },
    /// The directory of a relation or role names the nodes that have it, in order, and counts their facts.
    #[error("the directory of label {label} of the {list} facts does not name the nodes that have it")]
    Directory {
        /// Which lists: `outgoing`, `incoming` or `playing`.
        list: &'static str,
        /// The number of the relation; of `playing`, of the role.
        label: u16,
    },
    /// Where a node has many facts of a relation, they are listed once more in the order of time.
    #[error("many {list} facts of node {node} are not found by their time")]
    Days {
        /// Which lists: `outgoing`, `incoming` or `playing`.
        list: &'static str,
        /// The node.
        node: u32,
    },
    /// Each block of the memory that lists share belongs to one list, or is free.
    #[error("the lists of {list} facts share a block of memory, or leave one out")]
    Blocks {
        /// Which lists: `outgoing`, `incoming` or `playing`.
        list: &'static str,
    },
    /// The list of a relation holds its facts in the order of recording.
    #[error("the list of relation {relation} does not hold its facts in order")]
    ByRelation {
        /// The relation.
        relation: u16,
    },
    /// Of a relation's facts as many are counted as hidden from a default view, as planned, and as having a node, as
    /// there are.
    #[error("the facts of relation {relation} that are hidden, planned or have a node are counted wrong")]
    RelationCounts {
        /// The relation.
        relation: u16,
    },
    /// A relation of many facts has all of them in the order of time too.
    #[error("the facts of relation {relation} are not found by their time")]
    RelationDays {
        /// The relation.
        relation: u16,
    },
    /// A fact's relation is in the schema, its subject and object may stand there.
    #[error("fact {fact} joins what its relation does not take")]
    Ends {
        /// The fact.
        fact: u32,
    },
    /// A text that names its subject is a valid name, and one that says what is missing names something: a relation, or
    /// for a fact also a role, its start or its end.
    #[error("fact {fact} has a text that is no name, or names nothing that can be missing")]
    Text {
        /// The fact.
        fact: u32,
    },
    /// A fact's roles are those that its relation has, each once, in the order of declaration, the required ones among
    /// them, each played by what may play it.
    #[error("fact {fact} has role players that its relation does not take, or lacks one")]
    Roles {
        /// The fact.
        fact: u32,
    },
    /// The time of a fact fits its relation: a state is not dated `on` a day.
    #[error("fact {fact} holds over a span and is dated `on` a day")]
    Time {
        /// The fact.
        fact: u32,
    },
    /// A fact and the row of its details point at each other, and the row says something.
    #[error("row {at} of the details belongs to no fact, or says nothing")]
    Detail {
        /// The row.
        at: u32,
    },
    /// Each role player in the table belongs to one fact.
    #[error("the role players of fact {fact} overlap those of another, or leave some out")]
    Players {
        /// The fact.
        fact: u32,
    },
    /// A fact's key is well formed, does not read as a place, and the look-up finds the fact by it.
    #[error("fact {fact} is not found by its key")]
    FactKey {
        /// The fact.
        fact: u32,
    },
    /// A source's key is well formed, and the look-up finds the source by it.
    #[error("source {source_number} is not found by its key")]
    SourceKey {
        /// The source.
        source_number: u32,
    },
    /// A source repeats one that was recorded before it, and has its origin.
    #[error("source {source_number} repeats one that is not before it, or has another origin")]
    DerivesFrom {
        /// The source.
        source_number: u32,
    },
    /// The claims of a fact are chained in the order of recording, from the first to the last that its details name.
    #[error("claim {claim} is not where it should be in the claims of its fact")]
    ClaimChain {
        /// The claim.
        claim: u32,
    },
    /// A claim's fact and source are there, and its speaker is an entity.
    #[error("claim {claim} has no fact, no source, or a speaker that is not an entity")]
    ClaimEnds {
        /// The claim.
        claim: u32,
    },
    /// What a claim has beside that belongs to it alone, and says something.
    #[error("claim {claim} shares what it says with another, or says nothing more")]
    ClaimExtra {
        /// The claim.
        claim: u32,
    },
    /// A quote's range is within the source's text where that is at hand; else its words have the length of the range.
    #[error("the quote of claim {claim} is not in the text of its source")]
    Quote {
        /// The claim.
        claim: u32,
    },
    /// A fact is marked as retracted or resolved where an alteration did it, and names that alteration.
    #[error("fact {fact} is marked otherwise than its history says")]
    Flag {
        /// The fact.
        fact: u32,
    },
    /// An alteration changes something that was so before: a fact retracted once, resolved once and by a later one, an
    /// entity narrowed from the kind it had to one under it, two entities made one or kept apart that were not, and
    /// only such decisions taken back as stood.
    #[error("alteration {at} changes what was not so")]
    Alteration {
        /// The row.
        at: u32,
    },
    /// A fact is found by what it resolved.
    #[error("what facts resolved is not what the alterations say")]
    Settled,
    /// Canonical nodes, and the pairs that are kept apart, follow from the decisions that were not taken back.
    #[error("the canonical nodes are not those that the merges determine")]
    Merged,
    /// The entity that stands for another has its kind or a narrower one.
    #[error("node {node} is merged into one of a wider or other kind")]
    MergedKind {
        /// The entity.
        node: u32,
    },
    /// The journal counts what the tables hold, transaction by transaction.
    #[error("transaction {transaction} recorded other things than its journal counts")]
    Journal {
        /// The transaction.
        transaction: u32,
    },
    /// A transaction begins where the one before it ended, its stamp is not before an earlier one, and the last stamp
    /// up to it is the one that is found with it.
    #[error("transaction {transaction} does not begin where the one before it ends, or has a stamp out of order")]
    Transaction {
        /// The transaction.
        transaction: u32,
    },
}
