//! Room for the rows of the tables that take most of it.

/// Adds a row. Where there is no room it makes room for an eighth more, where `Vec` would double it: half of a large
/// table would stay unused, and moving it stays rare.
pub(super) fn push<T>(rows: &mut Vec<T>, row: T) {
    if rows.len() == rows.capacity() {
        rows.reserve_exact(rows.len() / 8 + 16);
    }
    rows.push(row);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_is_reserved_in_vain() {
        let mut rows = Vec::new();
        for n in 0..10_000u32 {
            push(&mut rows, n);
            assert!(rows.capacity() <= rows.len() + rows.len() / 8 + 16, "{n}");
        }
        assert!(rows.into_iter().eq(0..10_000));
    }
}
