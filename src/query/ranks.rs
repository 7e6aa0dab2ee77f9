//! The rank of a node in a sorted list of nodes: its place, counted from 0.

/// The number of nodes in a word.
const IN_WORD: u32 = u64::BITS;

/// Bits are used only if there are at most so many words for each node.
const SPREAD: usize = 4;

/// Finds the places of nodes in a sorted list. It has a bit for each node of the list's span, and for each word of bits
/// the number of nodes before it: 2 bits for each node of the span, made in one pass over the list.
#[derive(Debug, Default)]
pub(super) struct Ranks {
    /// The word of the first node.
    first: u32,
    /// Empty if the nodes are too far apart: then the list is searched.
    words: Vec<Word>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Word {
    bits: u64,
    before: u32,
}

impl Ranks {
    pub(super) fn of(nodes: &[u32]) -> Self {
        let (Some(first), Some(last)) = (nodes.first(), nodes.last()) else { return Self::default() };
        let first = first / IN_WORD;
        let span = (last / IN_WORD).saturating_sub(first) as usize + 1;
        if span > nodes.len() * SPREAD + 64 {
            return Self::default();
        }
        let mut words = vec![Word::default(); span];
        for node in nodes {
            if let Some(word) = words.get_mut((node / IN_WORD - first) as usize) {
                word.bits |= 1 << (node % IN_WORD);
            }
        }
        let mut before = 0;
        for word in &mut words {
            word.before = before;
            before += word.bits.count_ones();
        }
        Self { first, words }
    }

    /// The place of a node in the list, if it is there.
    #[inline]
    pub(super) fn rank(&self, nodes: &[u32], node: u32) -> Option<usize> {
        if self.words.is_empty() {
            return nodes.binary_search(&node).ok();
        }
        let word = self.words.get((node / IN_WORD).wrapping_sub(self.first) as usize)?;
        let bit = 1 << (node % IN_WORD);
        (word.bits & bit != 0).then(|| (word.before + (word.bits & (bit - 1)).count_ones()) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_node_has_its_place() {
        for step in [1, 3, 63, 64, 65, 100_000] {
            let nodes: Vec<u32> = (5..400).map(|n| n * step).collect();
            let ranks = Ranks::of(&nodes);
            for (place, node) in nodes.iter().enumerate() {
                assert_eq!(ranks.rank(&nodes, *node), Some(place));
                assert_eq!(ranks.rank(&nodes, node + 1), nodes.binary_search(&(node + 1)).ok());
            }
            assert_eq!((ranks.rank(&nodes, 0), ranks.rank(&nodes, u32::MAX)), (None, None));
        }
        assert_eq!(Ranks::of(&[]).rank(&[], 7), None);
    }
}
