//! Look-up of a row by an exact text that another table holds.

use std::hash::{BuildHasher, Hash};

use hashbrown::{DefaultHashBuilder, HashTable};

/// Finds a number by an exact text, for texts that some other table holds.
#[derive(Clone, Debug, Default)]
pub(super) struct TextIndex {
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl TextIndex {
    /// The number whose text this is; `text_of` gives the text of a number.
    pub(super) fn get<'a, T: Hash + Eq + ?Sized + 'a>(&self, text: &T, text_of: impl Fn(u32) -> &'a T) -> Option<u32> {
        self.table.find(self.hasher.hash_one(text), |id| text_of(*id) == text).copied()
    }

    /// Adds a number whose text is not in the index yet.
    pub(super) fn insert<'a, T: Hash + ?Sized + 'a>(&mut self, text: &T, id: u32, text_of: impl Fn(u32) -> &'a T) {
        let hasher = &self.hasher;
        self.table.insert_unique(hasher.hash_one(text), id, |id| hasher.hash_one(text_of(*id)));
    }

    /// Takes a number out: the undo of [`insert`](Self::insert).
    pub(super) fn remove<T: Hash + ?Sized>(&mut self, text: &T, id: u32) {
        if let Ok(entry) = self.table.find_entry(self.hasher.hash_one(text), |found| *found == id) {
            entry.remove();
        }
    }

    pub(super) fn len(&self) -> usize {
        self.table.len()
    }

    #[cfg(test)]
    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> {
        self.table.iter().copied()
    }

    pub(super) fn heap_bytes(&self) -> usize {
        self.table.allocation_size()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_exactly_and_forgotten() {
        let texts: Vec<String> = (0..100).map(|n| format!("k{n}")).collect();
        let mut index = TextIndex::default();
        for (id, text) in (0u32..).zip(&texts) {
            index.insert(text.as_str(), id, |id| texts[id as usize].as_str());
        }
        let get = |index: &TextIndex, text: &str| index.get(text, |id| texts[id as usize].as_str());
        assert_eq!((get(&index, "k7"), get(&index, "K7"), index.len()), (Some(7), None, 100));
        index.remove("k7", 7);
        assert_eq!((get(&index, "k7"), get(&index, "k8"), index.len()), (None, Some(8), 99));
    }
}
