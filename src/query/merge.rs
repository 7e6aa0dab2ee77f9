//! Two sorted lists as one.

/// Adds the elements of two sorted lists in order.
///
/// Which of the two the next comes from cannot be guessed, and is known only when the one before it was taken. So half of
/// them are taken from the front and half from the back, as neither waits for the other.
pub(super) fn merge(one: &[u32], other: &[u32], into: &mut Vec<u32>) {
    let (start, count) = (into.len(), one.len() + other.len());
    into.resize(start + count, 0);
    let Some(places) = into.get_mut(start..) else { return };
    let (front, back) = places.split_at_mut(count.div_ceil(2));
    let (mut here, mut there) = (0_usize, 0_usize);
    // How many of each are left, seen from the back.
    let (mut before, mut beyond) = (one.len(), other.len());
    let mut back = back.iter_mut().rev();
    let at = |list: &[u32], at: usize, none: u32| list.get(at).copied().unwrap_or(none);
    for place in front {
        // Seen from the front none is the greatest, and from the back the least. What is as great as none is taken in place
        // of it all the same: then there is nothing else left.
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
            merge(&one, &other, &mut merged);
            let mut all = [one, other].concat();
            all.sort_unstable();
            assert_eq!(merged.split_first(), Some((&7, all.as_slice())));
        }
    }
}
