//! Handles: small `Copy` numbers that a graph or schema assigns from 0 upward and never reuses.

use std::{fmt, hash, marker::PhantomData};

/// The kind above all kinds: every entity, value and fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Any;

/// A handle to a node that is known to be a `K`; `Id<Any>`, or `Id` alone, says nothing of its kind.
///
/// Only a graph makes handles, so the kind of a handle has been checked. A handle is valid in the graph that made it.
/// In another graph it means the node that has the same number there.
pub struct Id<K = Any>(u32, PhantomData<fn() -> K>);

impl<K> Id<K> {
    pub(crate) const fn new(index: u32) -> Self {
        Self(index, PhantomData)
    }

    /// The number of the node. Numbers start at 0 and have no gaps.
    #[must_use]
    pub const fn index(self) -> u32 {
        self.0
    }

    /// The same node without a known kind.
    #[must_use]
    pub const fn any(self) -> Id<Any> {
        Id::new(self.0)
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
        self.0 == other.0
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
        self.0.cmp(&other.0)
    }
}
impl<K> hash::Hash for Id<K> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.0)
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
    /// A handle to a fact of a graph.
    FactId(u32);
    /// A handle to a source of a graph.
    SourceId(u32);
    /// A handle to a claim of a graph.
    ClaimId(u32);
    /// The number of a transaction of a graph.
    TransactionId(u32);
    /// A handle to a kind of a schema.
    KindId(u16);
    /// A handle to a relation of a schema.
    RelationId(u16);
    /// A handle to a role of a schema.
    RoleId(u16);
}

/// The handle as `#3`, by which files and errors name a fact that has no key.
impl fmt::Display for FactId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
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
        assert_eq!(size_of::<Id<Person>>(), 4);
        assert_eq!(format!("{person:?}"), "Id(3)");
    }
}
