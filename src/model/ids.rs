//! Handles: small `Copy` numbers that a graph or schema assigns from 0 upward. A number is used again only after an undo or a
//! purge, which make the handles void.

use std::{fmt, hash, marker::PhantomData};

use super::origin::{Origin, Packed};

/// The kind above all kinds: every entity, value and fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Any;

/// A handle to a node that is known to be a `K`; `Id<Any>`, or `Id` alone, says nothing of its kind.
///
/// Only a graph makes handles, so the kind of a handle has been checked. A handle takes 4 bytes.
///
/// # Graphs
/// A handle is valid in the graph that made it, and in the clones of that graph and those that
/// [`as_known`](crate::KnowledgeGraph::as_known) makes, as far as they have the node. An undo makes the handles of what was
/// undone void, and [`purge`](crate::KnowledgeGraph::purge) all handles of the graph.
///
/// A handle of another graph is an error of the caller. Where the library is compiled with debug assertions, as `cargo build`
/// and `cargo test` do, a graph refuses it: with [`UnknownEntity`](crate::ErrorKind::UnknownEntity),
/// [`UnknownFact`](crate::ErrorKind::UnknownFact) or [`UnknownSource`](crate::ErrorKind::UnknownSource) where the call returns
/// errors, else without an answer. It is not recognized beyond the first million nodes, facts or sources of a graph, nor
/// among more than a thousand graphs, nor if one of petgraph's traits gave it. Without debug assertions nothing is compared, as a handle would need more than 4 bytes:
/// a handle whose number this graph has too means the node of that number here. A number that it does not have is always
/// refused.
///
/// Handles of facts ([`FactId`]) and sources ([`SourceId`]) keep the same rules.
pub struct Id<K = Any>(Packed, PhantomData<fn() -> K>);

impl<K> Id<K> {
    pub(crate) const fn new(index: u32) -> Self {
        Self(Packed::new(index), PhantomData)
    }

    /// The number of the node. Numbers start at 0 and have no gaps.
    #[must_use]
    pub const fn index(self) -> u32 {
        self.0.number()
    }

    /// The same node without a known kind.
    #[must_use]
    pub const fn any(self) -> Id<Any> {
        self.retyped()
    }

    /// The same node, typed with another kind.
    pub(crate) const fn retyped<L>(self) -> Id<L> {
        Id(self.0, PhantomData)
    }

    /// The same handle, as one of a graph.
    pub(crate) const fn given_by(self, origin: Origin) -> Self {
        Self(self.0.given_by(origin), PhantomData)
    }

    /// Whether it is known to be of another graph.
    pub(crate) const fn is_foreign(self, origin: Origin) -> bool {
        self.0.is_foreign(origin)
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K, L> PartialEq<Id<L>> for Id<K> {
    fn eq(&self, other: &Id<L>) -> bool {
        self.index() == other.index()
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.index().cmp(&other.index())
    }
}
impl<K> hash::Hash for Id<K> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.index().hash(state);
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.index())
    }
}

macro_rules! handles { ($($(#[$meta:meta])* $Name:ident($Int:ty);)*) => { $(
    $(#[$meta])*
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct $Name($Int);

    impl $Name {
        #[allow(dead_code, reason = "every handle has the same two ways in, whether or not each is used yet")]
        pub(crate) const fn new(index: $Int) -> Self {
            Self(index)
        }

        /// The number, counted from 0 in the order of recording.
        #[must_use]
        pub const fn index(self) -> $Int {
            self.0
        }

        #[allow(dead_code, reason = "as above")]
        pub(crate) const fn at(self) -> usize {
            self.0 as usize
        }
    }
)* } }

handles! {
    /// The number of a transaction of a graph.
    TransactionId(u32);
    /// A handle to a kind of a schema.
    KindId(u16);
    /// A handle to a relation of a schema.
    RelationId(u16);
    /// A handle to a role of a schema.
    RoleId(u16);
}

macro_rules! handles_of_a_graph { ($($(#[$meta:meta])* $Name:ident;)*) => { $(
    $(#[$meta])*
    #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct $Name(Packed);

    impl $Name {
        pub(crate) const fn new(index: u32) -> Self {
            Self(Packed::new(index))
        }

        /// The number, counted from 0 in the order of recording.
        #[must_use]
        pub const fn index(self) -> u32 {
            self.0.number()
        }

        pub(crate) const fn at(self) -> usize {
            self.index() as usize
        }

        /// The same handle, as one of a graph.
        pub(crate) const fn given_by(self, origin: Origin) -> Self {
            Self(self.0.given_by(origin))
        }

        /// Whether it is known to be of another graph.
        pub(crate) const fn is_foreign(self, origin: Origin) -> bool {
            self.0.is_foreign(origin)
        }
    }

    impl fmt::Debug for $Name {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.debug_tuple(stringify!($Name)).field(&self.index()).finish()
        }
    }
)* } }

handles_of_a_graph! {
    /// A handle to a fact of a graph. [`Id`] says in which graphs it is valid.
    FactId;
    /// A handle to a source of a graph. [`Id`] says in which graphs it is valid.
    SourceId;
    /// A handle to a claim of a graph. [`Id`] says in which graphs it is valid.
    ClaimId;
}

/// The handle as `#3`, by which files and errors name a fact that has no key.
impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_small_and_compare_across_kinds() {
        struct Person;
        let person: Id<Person> = Id::new(3);
        assert_eq!(person, person.any());
        assert_eq!(format!("{person:?}"), "Id(3)");
        // In every build, as tables of the graph hold them.
        assert_eq!((size_of::<Id<Person>>(), size_of::<FactId>(), size_of::<SourceId>()), (4, 4, 4));
        assert_eq!(
            format!("{:?} {:?} {}", FactId::new(3), SourceId::new(4), FactId::new(5)),
            "FactId(3) SourceId(4) #5"
        );
    }
}
