//! An order in which some things stand behind others.

use std::collections::BTreeSet;

/// The numbers of a list in order, but each behind those that the list has for it. None stands behind itself by way of
/// others.
pub(super) fn behind(before: &[Vec<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(before.len());
    let mut seen = vec![false; before.len()];
    // Each number with how many of those before it were looked at.
    let mut open: Vec<(usize, usize)> = Vec::new();
    for start in 0..before.len() {
        open.push((start, 0));
        while let Some((number, looked_at)) = open.pop() {
            if looked_at == 0 && seen.get_mut(number).is_none_or(|seen| std::mem::replace(seen, true)) {
                continue;
            }
            match before.get(number).and_then(|before| before.get(looked_at)) {
                Some(next) => open.extend([(number, looked_at + 1), (*next, 0)]),
                None => order.push(number),
            }
        }
    }
    order
}

/// Whether a number stands behind another, by way of any others.
pub(super) fn stands_behind(before: &[Vec<usize>], number: usize, other: usize) -> bool {
    let (mut open, mut seen) = (vec![number], BTreeSet::from([number]));
    while let Some(number) = open.pop() {
        if number == other {
            return true;
        }
        for next in before.get(number).into_iter().flatten() {
            if seen.insert(*next) {
                open.push(*next);
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_stands_behind_those_that_are_given_for_it() {
        let before = [vec![3], vec![], vec![0, 1], vec![4], vec![], vec![2, 0]];
        assert_eq!(behind(&before), [4, 3, 0, 1, 2, 5]);
        assert_eq!(behind(&[vec![], vec![0], vec![1, 0]]), [0, 1, 2]);
        assert!(stands_behind(&before, 5, 4) && stands_behind(&before, 0, 0));
        assert!(!stands_behind(&before, 4, 5) && !stands_behind(&before, 1, 0));
    }
}
