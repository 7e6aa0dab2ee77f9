//! The first of many by a key, in memory for those alone.

use std::collections::BTreeMap;

/// The `most` first by their key, in its order, and how many more there are. Two with one key count as one.
///
/// Takes time in the number of all, and in the logarithm of `most` for each that is among the first so far.
pub(super) fn first<K: Ord, T>(most: usize, all: impl Iterator<Item = (K, T)>) -> (Vec<T>, usize) {
    let mut kept: BTreeMap<K, T> = BTreeMap::new();
    let mut more = 0;
    for (key, each) in all {
        if kept.len() >= most && kept.last_key_value().is_none_or(|(last, _)| *last < key) {
            more += 1;
            continue;
        }
        if kept.insert(key, each).is_none() && kept.len() > most {
            kept.pop_last();
            more += 1;
        }
    }
    (kept.into_values().collect(), more)
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn the_first_are_those_of_a_sorted_list() {
        let numbers: Vec<u32> = (0..50).map(|n| n * 37 % 101).collect();
        let mut sorted = numbers.clone();
        sorted.sort_unstable();
        for most in [0, 1, 7, 50, 60, usize::MAX] {
            let (kept, more) = first(most, numbers.iter().map(|n| (*n, *n)));
            let wanted: Vec<u32> = sorted.iter().copied().take(most).collect();
            assert_eq!(kept, wanted);
            assert_eq!(kept.len() + more, numbers.len());
        }
    }
}
