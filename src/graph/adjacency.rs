//! Who is joined to whom: for every node the facts that begin or end there, sorted, so that a relation is a range.
//!
//! One of these serves each direction, and a third the role players. petgraph keeps its own lists beside it, linked and
//! unsorted; questions never read those.

/// One fact in the list of a node. Sorted by label, then the other end, then the fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    /// The relation, or for role players the role.
    pub(crate) label: u16,
    /// The node at the other end; for role players the subject.
    pub(crate) other: u32,
    /// The fact.
    pub(crate) fact: u32,
}

/// A sorted list a node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Adjacency {
    lists: Vec<Vec<Entry>>,
}

impl Adjacency {
    /// Adds an entry to the list of a node. O(degree) in the worst case, O(log degree) for the newest of a label.
    pub(crate) fn insert(&mut self, node: u32, entry: Entry) {
        let at = node as usize;
        if self.lists.len() <= at {
            self.lists.resize_with(at + 1, Vec::new);
        }
        if let Some(list) = self.lists.get_mut(at) {
            let place = list.partition_point(|e| *e < entry);
            list.insert(place, entry);
        }
    }

    /// Takes an entry out again: the undo of [`insert`](Self::insert).
    pub(crate) fn remove(&mut self, node: u32, entry: Entry) {
        if let Some(list) = self.lists.get_mut(node as usize)
            && let Ok(place) = list.binary_search(&entry)
        {
            list.remove(place);
        }
        while self.lists.last().is_some_and(Vec::is_empty) {
            self.lists.pop();
        }
    }

    /// All entries of a node.
    pub(crate) fn all(&self, node: u32) -> &[Entry] {
        self.lists.get(node as usize).map_or(&[], Vec::as_slice)
    }

    /// The entries of a node with a label.
    pub(crate) fn labelled(&self, node: u32, label: u16) -> &[Entry] {
        between(self.all(node), |e| e.label.cmp(&label))
    }

    /// The entries of a node with a label and another end: the facts of one relation between two nodes.
    pub(crate) fn joined(&self, node: u32, label: u16, other: u32) -> &[Entry] {
        between(self.all(node), |e| (e.label, e.other).cmp(&(label, other)))
    }

    /// How many entries all lists have.
    pub(crate) fn len(&self) -> usize {
        self.lists.iter().map(Vec::len).sum()
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.lists.capacity() * size_of::<Vec<Entry>>()
            + self.lists.iter().map(|list| list.capacity() * size_of::<Entry>()).sum::<usize>()
    }
}

fn between(list: &[Entry], order: impl Fn(&Entry) -> std::cmp::Ordering) -> &[Entry] {
    let start = list.partition_point(|e| order(e).is_lt());
    let rest = list.get(start..).unwrap_or_default();
    rest.get(..rest.partition_point(|e| order(e).is_le())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ranges_equal_a_scan(
            edges in prop::collection::vec((0u32..6, 0u16..4, 0u32..6), 0..60),
            cut in 0usize..60, node in 0u32..7, label in 0u16..5, other in 0u32..7,
        ) {
            let entries: Vec<_> = (0u32..).zip(&edges).map(|(fact, &(n, label, other))| (n, Entry { label, other, fact })).collect();
            let cut = cut.min(entries.len());
            let (kept, undone) = entries.split_at(cut);
            let mut built = Adjacency::default();
            for (n, entry) in &entries { built.insert(*n, *entry); }
            for (n, entry) in undone.iter().rev() { built.remove(*n, *entry); }

            let scan = |keep: &dyn Fn(&Entry) -> bool| {
                let mut list: Vec<_> = kept.iter().filter(|(n, e)| *n == node && keep(e)).map(|(_, e)| *e).collect();
                list.sort();
                list
            };
            prop_assert_eq!(built.all(node), scan(&|_| true));
            prop_assert_eq!(built.labelled(node, label), scan(&|e| e.label == label));
            prop_assert_eq!(built.joined(node, label, other), scan(&|e| e.label == label && e.other == other));
            let mut fresh = Adjacency::default();
            for (n, entry) in kept { fresh.insert(*n, *entry); }
            prop_assert_eq!(built, fresh, "undo leaves no trace");
        }
    }
}
