//! Look-up of nodes by name, in the form in which names are compared.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::arena::StringId;
use crate::model::fold;

/// Where the text of a name is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NameText {
    /// An entity's first name, in the arena.
    First(StringId),
    /// A name given by a fact, in the table of values.
    Value(u32),
}

/// A name of a node. The hash of the folded name stays with it, so that the table can grow without folding again.
#[derive(Clone, Copy, Debug)]
struct Name {
    hash: u32,
    node: u32,
    text: NameText,
}

/// Finds all nodes with a name, by its [folded](fold) form.
#[derive(Clone, Debug, Default)]
pub(super) struct FoldedNames {
    table: HashTable<Name>,
    hasher: DefaultHashBuilder,
}

impl FoldedNames {
    /// The nodes with this name, each once, in the order of their ids. `counts` says whether a name of a node counts.
    pub(super) fn get<'a>(
        &self,
        name: &str,
        text_of: impl Fn(NameText) -> &'a str,
        counts: impl Fn(u32, NameText) -> bool,
    ) -> Vec<u32> {
        let folded = fold(name);
        self.those(&folded, |node, text| fold(text_of(text)) == folded && counts(node, text))
    }

    /// The nodes that have this name to the letter, each once, in the order of their ids.
    pub(super) fn get_exactly<'a>(
        &self,
        name: &str,
        text_of: impl Fn(NameText) -> &'a str,
        counts: impl Fn(u32, NameText) -> bool,
    ) -> Vec<u32> {
        self.those(&fold(name), |node, text| text_of(text) == name && counts(node, text))
    }

    fn those(&self, folded: &str, wanted: impl Fn(u32, NameText) -> bool) -> Vec<u32> {
        let hash = self.hash(folded);
        let same = self.table.iter_hash(spread(hash)).filter(|n| n.hash == hash && wanted(n.node, n.text));
        let mut nodes: Vec<_> = same.map(|name| name.node).collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    pub(super) fn insert(&mut self, name: &str, node: u32, text: NameText) {
        let hash = self.hash(&fold(name));
        self.table.insert_unique(spread(hash), Name { hash, node, text }, |name| spread(name.hash));
    }

    /// How often a node has a name from one place.
    pub(super) fn count(&self, name: &str, node: u32, text: NameText) -> usize {
        let hash = self.hash(&fold(name));
        self.table.iter_hash(spread(hash)).filter(|n| n.hash == hash && n.node == node && n.text == text).count()
    }

    /// Takes one name of a node out: the undo of [`insert`](Self::insert).
    pub(super) fn remove(&mut self, name: &str, node: u32, text: NameText) {
        let hash = self.hash(&fold(name));
        if let Ok(entry) = self.table.find_entry(spread(hash), |n| n.node == node && n.text == text) {
            entry.remove();
        }
    }

    pub(super) fn len(&self) -> usize {
        self.table.len()
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.table.allocation_size()
    }

    #[cfg(test)]
    pub(super) fn names(&self) -> impl Iterator<Item = (u32, NameText)> {
        self.table.iter().map(|name| (name.node, name.text))
    }

    fn hash(&self, folded: &str) -> u32 {
        #[expect(clippy::cast_possible_truncation, reason = "the low half of a hash is a hash")]
        let low = self.hasher.hash_one(folded) as u32;
        low
    }
}

/// The table takes its bucket from the low bits and its tag from the high ones: give both something.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_answer_with_all_matches_each_once() {
        let given = [(2, "Georgia"), (1, "GEORGIA"), (1, "georgia"), (3, "Géorgia "), (4, "Georgian")];
        let text_of = |text| match text {
            NameText::Value(at) => given[at as usize].1,
            NameText::First(_) => "",
        };
        let mut names = FoldedNames::default();
        for (at, (node, name)) in (0u32..).zip(given) {
            names.insert(name, node, NameText::Value(at));
        }
        let all = |_: u32, _: NameText| true;
        assert_eq!(names.get("georgia", text_of, all), [1, 2, 3]);
        assert_eq!(names.get("georgia", text_of, |node, text| node > 1 && text != NameText::Value(0)), [3]);
        assert_eq!(names.get_exactly("Georgia", text_of, all), [2]);
        assert_eq!(names.get("george", text_of, all), [0; 0]);
        names.remove("Géorgia ", 3, NameText::Value(3));
        assert_eq!((names.get("georgia", text_of, all), names.len()), (vec![1, 2], 4));
    }
}
