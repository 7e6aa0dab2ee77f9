//! Merging two sorted lists.

/// Appends the elements of two sorted lists in order.
///
/// Each step of a merge depends on the step before it, and its branch cannot be predicted. So the first half is merged
/// from the front and the second half from the back at the same time: two chains of steps that do not wait for each
/// other.
pub(super) fn merge_sorted(one: &[u32], other: &[u32], into: &mut Vec<u32>) {
    let (start, count) = (into.len(), one.len() + other.len());
    into.resize(start + count, 0);
    let Some(places) = into.get_mut(start..) else {
        debug_assert!(false, "the list was made longer than this");
        return;
    };
    let (front, back) = places.split_at_mut(count.div_ceil(2));
    let (mut here, mut there) = (0_usize, 0_usize);
    // How many elements of each list are left, seen from the back.
    let (mut before, mut beyond) = (one.len(), other.len());
    let mut back = back.iter_mut().rev();
    let at = |list: &[u32], at: usize, none: u32| list.get(at).copied().unwrap_or(none);
    for place in front {
        // A list that is used up counts as the greatest element from the front, and as the least from the back. An
        // element equal to that is taken correctly all the same, as only equal ones are left then.
        let (first, second) = (at(one, here, u32::MAX), at(other, there, u32::MAX));
        *place = first.min(second);
        here += usize::from(first <= second);
        there += usize::from(first > second);
        if let Some(place) = back.next() {
            let (first, second) = (at(one, before.wrapping_sub(1), 0), at(other, beyond.wrapping_sub(1), 0));
            *place = first.max(second);
            before = before.wrapping_sub(usize::from(first > second));
            beyond = beyond.wrapping_sub(usize::from(first <= second));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lists_of_any_lengths_are_one_in_order() {
        let mut seed = 1789_u32;
        let mut dice = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % below
        };
        for round in 0..2_000 {
            let mut list = |most| {
                let mut list: Vec<u32> =
                    (0..dice(most)).map(|_| dice(1 << (round % 12)) * (u32::MAX >> (round % 12))).collect();
                list.sort_unstable();
                list
            };
            let (one, other) = (list(20), list(40));
            let mut merged = vec![7];
            merge_sorted(&one, &other, &mut merged);
            let mut all = [one, other].concat();
            all.sort_unstable();
            assert_eq!(merged.split_first(), Some((&7, all.as_slice())));
        }
    }
}
