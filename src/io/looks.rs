//! The look of a kind in pictures and on pages: a colour and a shape, so that neither alone carries the meaning.

/// How many colours there are.
pub(super) const COLORS: usize = 7;
/// How many shapes there are.
pub(super) const SHAPES: usize = 8;

/// With this number all kinds of `diplomacy` look different, and the seven that pictures show most have different
/// colours.
const SEED: u64 = 92_008_877;

/// A colour and a shape, as numbers below [`COLORS`] and [`SHAPES`]; each format has its own tables of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Look {
    pub(super) color: usize,
    pub(super) shape: usize,
}

impl Look {
    /// The look of a kind, by its name alone: it is the same in every picture of every graph, whatever other kinds
    /// there are. So two kinds may look the same; a format then writes the name of the kind beside them.
    pub(super) fn of(kind: &str) -> Self {
        // FNV-1a, and a last step that mixes the upper bits into the lower.
        let hash = kind.bytes().fold(SEED, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        let hash = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let hash = hash ^ (hash >> 29);
        let part = |bits: u64, count: usize| usize::try_from(bits % count as u64).unwrap_or_default();
        Self { color: part(hash >> 32, COLORS), shape: part(hash, SHAPES) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::diplomacy;

    #[test]
    fn the_kinds_of_diplomacy_look_different() {
        let schema = diplomacy::schema();
        let looks: HashSet<_> = schema.kinds().map(|(_, kind)| Look::of(&kind.name)).collect();
        assert_eq!(looks.len(), schema.kinds().count());
        let most = ["person", "state", "organization", "city", "document", "event", "topic"];
        let colors: HashSet<_> = most.into_iter().map(|kind| Look::of(kind).color).collect();
        assert_eq!(colors.len(), COLORS);
    }

    /// A look that changed would change every picture that anybody has.
    #[test]
    fn a_look_stays_as_it_is() {
        let looks = ["person", "state", "company", ""].map(|kind| (Look::of(kind).color, Look::of(kind).shape));
        assert_eq!(looks, [(1, 0), (4, 7), (0, 7), (1, 0)]);
    }

    #[test]
    fn names_spread_over_all_looks() {
        let looks: HashSet<_> = (0..1000).map(|n| Look::of(&format!("kind-{n}"))).collect();
        assert_eq!(looks.len(), COLORS * SHAPES);
    }
}
