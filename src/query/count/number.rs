//! Numbers of matches, and sums and products of them that are checked.

/// A count is greater than the greatest `u64`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overflow;

pub(super) fn times(a: u64, b: u64) -> Result<u64, Overflow> {
    a.checked_mul(b).ok_or(Overflow)
}

pub(super) fn plus(a: u64, b: u64) -> Result<u64, Overflow> {
    a.checked_add(b).ok_or(Overflow)
}
