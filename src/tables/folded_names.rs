//! Look-up of nodes by name, in the form in which names are compared.

use std::{collections::BTreeMap, hash::BuildHasher, ops::RangeInclusive};

use hashbrown::{DefaultHashBuilder, HashTable, hash_table::Entry};

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

impl NameText {
    const FIRST: Self = Self::First(StringId::FIRST);
    const LAST: Self = Self::Value(u32::MAX);
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
    /// One name for each hash.
    table: HashTable<Name>,
    /// All other names, by hash, node and text, with how often each is given. In the table they would all have the same
    /// bucket, and a thousand namesakes would make every insertion search through a thousand entries.
    more: BTreeMap<(u32, u32, NameText), u32>,
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

    /// The names of a node that have the hash of this one: all that are folded to the same, and by chance others.
    pub(super) fn of(&self, node: u32, name: &str) -> impl Iterator<Item = NameText> {
        let hash = self.hash(&fold(name));
        let first = self.first(hash).filter(|n| n.node == node).map(|n| n.text);
        let more = self.more.range((hash, node, NameText::FIRST)..=(hash, node, NameText::LAST));
        first.into_iter().chain(more.map(|((.., text), _)| *text))
    }

    fn those(&self, folded: &str, wanted: impl Fn(u32, NameText) -> bool) -> Vec<u32> {
        let hash = self.hash(folded);
        let Some(first) = self.first(hash) else { return Vec::new() };
        let more = self.more.range(all_of(hash)).map(|((_, node, text), _)| (*node, *text));
        let same = std::iter::once((first.node, first.text)).chain(more).filter(|(node, text)| wanted(*node, *text));
        let mut nodes: Vec<_> = same.map(|(node, _)| node).collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    fn first(&self, hash: u32) -> Option<&Name> {
        self.table.find(spread(hash), |n| n.hash == hash)
    }

    pub(super) fn insert(&mut self, name: &str, node: u32, text: NameText) {
        let hash = self.hash(&fold(name));
        match self.table.entry(spread(hash), |n| n.hash == hash, |n| spread(n.hash)) {
            Entry::Vacant(vacant) => drop(vacant.insert(Name { hash, node, text })),
            Entry::Occupied(_) => *self.more.entry((hash, node, text)).or_default() += 1,
        }
    }

    /// How often a node has a name from one place.
    pub(super) fn count(&self, name: &str, node: u32, text: NameText) -> usize {
        let hash = self.hash(&fold(name));
        let first = self.first(hash).is_some_and(|n| (n.node, n.text) == (node, text));
        usize::from(first) + self.more.get(&(hash, node, text)).map_or(0, |times| *times as usize)
    }

    /// Takes one name of a node out: the undo of [`insert`](Self::insert).
    pub(super) fn remove(&mut self, name: &str, node: u32, text: NameText) {
        let hash = self.hash(&fold(name));
        if self.take_more((hash, node, text)) {
            return;
        }
        // It is the one in the table, if any. Another of the same hash takes its place.
        let next = self.more.range(all_of(hash)).next().map(|(key, _)| *key);
        let Ok(mut entry) = self.table.find_entry(spread(hash), |n| (n.hash, n.node, n.text) == (hash, node, text))
        else {
            return;
        };
        match next {
            Some(key) => {
                (entry.get_mut().node, entry.get_mut().text) = (key.1, key.2);
                self.take_more(key);
            }
            None => drop(entry.remove()),
        }
    }

    /// Takes one of the other names out, once. Whether it was there.
    fn take_more(&mut self, key: (u32, u32, NameText)) -> bool {
        let Some(times) = self.more.get_mut(&key) else { return false };
        *times -= 1;
        if *times == 0 {
            self.more.remove(&key);
        }
        true
    }

    pub(super) fn len(&self) -> usize {
        self.table.len() + self.more.values().map(|times| *times as usize).sum::<usize>()
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.table.allocation_size() + self.more.len() * size_of::<((u32, u32, NameText), u32)>()
    }

    #[cfg(test)]
    pub(super) fn names(&self) -> impl Iterator<Item = (u32, NameText)> {
        let more = self.more.iter().flat_map(|((_, node, text), times)| (0..*times).map(|_| (*node, *text)));
        self.table.iter().map(|name| (name.node, name.text)).chain(more)
    }

    fn hash(&self, folded: &str) -> u32 {
        #[expect(clippy::cast_possible_truncation, reason = "the low half of a hash is a hash")]
        let low = self.hasher.hash_one(folded) as u32;
        low
    }
}

/// The keys of all names with a hash.
fn all_of(hash: u32) -> RangeInclusive<(u32, u32, NameText)> {
    (hash, 0, NameText::FIRST)..=(hash, u32::MAX, NameText::LAST)
}

/// The table takes its bucket from the low bits and its tag from the high ones: give both something.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    proptest! {
        // Law: names are a multiset, whatever comes and goes and in which order.
        #[test]
        fn names_come_and_go_as_in_a_list(steps in prop::collection::vec((0u32..4, 0u32..6, any::<bool>()), 0..60)) {
            const NAMES: [&str; 6] = ["Georgia", "GEORGIA", "georgia", "Ada", "ada", "Bo"];
            let text_of = |text| match text {
                NameText::Value(at) => NAMES[at as usize],
                NameText::First(_) => "",
            };
            let (mut names, mut slow) = (FoldedNames::default(), Vec::new());
            for (node, at, comes) in steps {
                let (name, text) = (NAMES[at as usize], NameText::Value(at));
                if comes {
                    names.insert(name, node, text);
                    slow.push((node, at));
                } else {
                    names.remove(name, node, text);
                    slow.iter().position(|known| *known == (node, at)).map(|known| slow.swap_remove(known));
                }
                prop_assert_eq!(names.len(), slow.len());
                let mut all: Vec<_> = names.names().collect();
                let mut known: Vec<_> = slow.iter().map(|(node, at)| (*node, NameText::Value(*at))).collect();
                all.sort_unstable();
                known.sort_unstable();
                prop_assert_eq!(all, known);
                for (name, at) in NAMES.iter().zip(0u32..) {
                    let mut nodes: Vec<u32> = slow.iter().filter(|(_, at)| fold(NAMES[*at as usize]) == fold(name)).map(|(node, _)| *node).collect();
                    nodes.sort_unstable();
                    nodes.dedup();
                    prop_assert_eq!(names.get(name, text_of, |_, _| true), nodes);
                    let times = slow.iter().filter(|known| **known == (1, at)).count();
                    prop_assert_eq!(names.count(name, 1, NameText::Value(at)), times);
                }
            }
        }
    }
}
