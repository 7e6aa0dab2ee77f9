//! Which graph gave a handle, as far as it is known.
//!
//! With debug assertions a handle carries the number of the graph that gave it, so that another graph can refuse it. It takes
//! no room: the number of a row and the number of the graph share the 32 bits of the handle. So handles have the same size in
//! every build, and so have the tables that hold them. Without debug assertions all of this is nothing.

/// The number of a row, and with debug assertions the graph that gave it.
#[derive(Clone, Copy)]
pub(super) struct Packed(u32);

/// A graph, as handles know it. Its clones are the same graph to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin(#[cfg(debug_assertions)] u32);

#[cfg(debug_assertions)]
mod bits {
    //! ```text
    //! 10 | graph, 10 bits | row, 20 bits      a row that a graph gave
    //! anything else                           a row alone
    //! ```

    /// The rows that can be told apart by their graph.
    pub(super) const ROWS: u32 = 1 << 20;
    /// The graphs that can be told apart. Their numbers begin with 1, and are used again when all were used.
    pub(super) const GRAPHS: u32 = (1 << 10) - 1;

    pub(super) const fn pack(row: u32, graph: u32) -> u32 {
        0b10 << 30 | graph << 20 | row
    }

    pub(super) const fn is_packed(bits: u32) -> bool {
        bits >> 30 == 0b10
    }

    pub(super) const fn row(bits: u32) -> u32 {
        if is_packed(bits) { bits % ROWS } else { bits }
    }

    pub(super) const fn graph(bits: u32) -> Option<u32> {
        if is_packed(bits) { Some(bits >> 20 & GRAPHS) } else { None }
    }
}

#[cfg(debug_assertions)]
impl Origin {
    /// The next graph of the program.
    pub(crate) fn next() -> Self {
        use std::sync::atomic::{AtomicU32, Ordering};

        static LAST: AtomicU32 = AtomicU32::new(0);
        Self(LAST.fetch_add(1, Ordering::Relaxed) % bits::GRAPHS + 1)
    }
}

#[cfg(debug_assertions)]
impl Packed {
    pub(super) const fn new(row: u32) -> Self {
        // A graph of two thousand million rows is nothing that a build with debug assertions could hold.
        debug_assert!(!bits::is_packed(row), "the row has the bits of a graph");
        Self(row)
    }

    pub(super) const fn number(self) -> u32 {
        bits::row(self.0)
    }

    pub(super) const fn given_by(self, origin: Origin) -> Self {
        let row = self.number();
        Self(if row < bits::ROWS { bits::pack(row, origin.0) } else { row })
    }

    pub(super) const fn is_foreign(self, origin: Origin) -> bool {
        match bits::graph(self.0) {
            Some(graph) => graph != origin.0,
            None => false,
        }
    }
}

#[cfg(not(debug_assertions))]
impl Origin {
    pub(crate) const fn next() -> Self {
        Self()
    }
}

#[cfg(not(debug_assertions))]
impl Packed {
    pub(super) const fn new(row: u32) -> Self {
        Self(row)
    }

    pub(super) const fn number(self) -> u32 {
        self.0
    }

    pub(super) const fn given_by(self, _: Origin) -> Self {
        self
    }

    pub(super) const fn is_foreign(self, _: Origin) -> bool {
        false
    }
}

// Two are the same row, whoever gave it.
impl PartialEq for Packed {
    fn eq(&self, other: &Self) -> bool {
        self.number() == other.number()
    }
}
impl Eq for Packed {}
impl PartialOrd for Packed {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Packed {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.number().cmp(&other.number())
    }
}
impl std::hash::Hash for Packed {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.number().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_row_is_the_same_whoever_gave_it() {
        let (one, other) = (Origin::next(), Origin::next());
        for row in [0, 1, 7, (1 << 20) - 1, 1 << 20, (1 << 31) - 1, u32::MAX - 1, u32::MAX] {
            let plain = Packed::new(row);
            let (given, again) = (plain.given_by(one), plain.given_by(other).given_by(one));
            assert_eq!([plain, given, again].map(Packed::number), [row; 3]);
            assert!(plain == given && given == again && plain.cmp(&given).is_eq());
            assert_eq!(HashSet::from([plain, given, again]).len(), 1);
            // Only what was given is known, and only of the first million rows.
            let known = cfg!(debug_assertions) && row < 1 << 20;
            assert_eq!([plain, given, again].map(|row| row.is_foreign(one)), [false; 3]);
            assert_eq!([plain, given, again].map(|row| row.is_foreign(other)), [false, known, known]);
        }
        assert_eq!(size_of::<Packed>(), 4);
        assert_eq!(size_of::<Origin>(), if cfg!(debug_assertions) { 4 } else { 0 });
    }

    #[test]
    fn graphs_are_numbered_again_when_all_numbers_were_used() {
        let many: Vec<_> = (0..5_000).map(|_| Origin::next()).collect();
        assert!(many.iter().all(|origin| !Packed::new(5).given_by(*origin).is_foreign(*origin)));
    }
}
