//! The number of a row of another table, which a table of many rows may have or not, in four bytes.

use std::{fmt, num::NonZeroU32};

/// A row of a table. An `Option` of it takes no more room.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct RowId(
    /// All bits turned: the greatest number, which no table gives, stands for none.
    NonZeroU32,
);

impl RowId {
    /// `None` for [`u32::MAX`], which stands for no row.
    #[inline]
    pub(super) fn new(number: u32) -> Option<Self> {
        NonZeroU32::new(!number).map(Self)
    }

    #[inline]
    pub(super) fn index(self) -> u32 {
        !self.0.get()
    }

    #[inline]
    pub(super) fn at(self) -> usize {
        self.index() as usize
    }
}

impl fmt::Debug for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.index().fmt(f)
    }
}

const _: () = assert!(size_of::<Option<RowId>>() == 4);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_its_number() {
        for number in [0, 1, 77, u32::MAX - 1] {
            assert_eq!(RowId::new(number).map(RowId::index), Some(number));
        }
        assert_eq!(RowId::new(u32::MAX), None);
        assert_eq!(format!("{:?}", RowId::new(5)), "Some(5)");
    }
}
