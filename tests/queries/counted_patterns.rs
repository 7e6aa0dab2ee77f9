//! Patterns over people, firms, towns and lands: circles, trees, chains, and what stands beside them.

/// A pattern: the kinds of its variables, what joins them, which differ, and what must not be.
pub(crate) struct Pattern {
    pub(crate) kinds: &'static [&'static str],
    pub(crate) joins: &'static [(&'static str, usize, usize)],
    pub(crate) differ: &'static [(usize, usize)],
    pub(crate) absent: &'static [(&'static str, usize, usize)],
}

const P: &str = "person";
pub(crate) const PATTERNS: [Pattern; 13] = [
    // Circles of three, symmetric, directed, and of both.
    Pattern {
        kinds: &[P, P, P],
        joins: &[("knows", 0, 1), ("knows", 1, 2), ("knows", 2, 0)],
        differ: &[],
        absent: &[],
    },
    Pattern {
        kinds: &[P, P, P],
        joins: &[("likes", 0, 1), ("likes", 1, 2), ("likes", 2, 0)],
        differ: &[],
        absent: &[],
    },
    Pattern {
        kinds: &[P, P, P],
        joins: &[("knows", 0, 1), ("likes", 1, 2), ("knows", 2, 0)],
        differ: &[(0, 1)],
        absent: &[],
    },
    // People of one land, whose towns differ or not.
    Pattern {
        kinds: &[P, P, P, "town", "town", "town", "land"],
        joins: &[
            ("is-in", 0, 3),
            ("is-in", 1, 4),
            ("is-in", 2, 5),
            ("part-of", 3, 6),
            ("part-of", 4, 6),
            ("part-of", 5, 6),
            ("knows", 0, 1),
            ("knows", 1, 2),
            ("knows", 2, 0),
        ],
        differ: &[],
        absent: &[],
    },
    // The same, and a town of that land, wherever they live.
    Pattern {
        kinds: &[P, P, P, "town", "town", "town", "land", "town"],
        joins: &[
            ("is-in", 0, 3),
            ("is-in", 1, 4),
            ("is-in", 2, 5),
            ("part-of", 3, 6),
            ("part-of", 4, 6),
            ("part-of", 5, 6),
            ("knows", 0, 1),
            ("knows", 1, 2),
            ("knows", 2, 0),
            ("part-of", 7, 6),
        ],
        differ: &[],
        absent: &[],
    },
    // A chain.
    Pattern {
        kinds: &["land", "town", P, P, P, "town"],
        joins: &[("part-of", 1, 0), ("is-in", 2, 1), ("knows", 2, 3), ("likes", 3, 4), ("is-in", 4, 5)],
        differ: &[],
        absent: &[],
    },
    // Around the corner, to another, who is not known; all terms have most in common.
    Pattern {
        kinds: &[P, P, P, P],
        joins: &[("knows", 0, 1), ("knows", 1, 2), ("likes", 2, 3)],
        differ: &[(0, 2)],
        absent: &[],
    },
    Pattern {
        kinds: &[P, P, P, P],
        joins: &[("knows", 0, 1), ("knows", 1, 2), ("likes", 2, 3)],
        differ: &[(0, 2), (1, 3)],
        absent: &[("knows", 0, 2)],
    },
    // Two who each are in a town.
    Pattern {
        kinds: &[P, P, "town", "town"],
        joins: &[("likes", 0, 1), ("is-in", 0, 2), ("is-in", 1, 3)],
        differ: &[(2, 3)],
        absent: &[],
    },
    Pattern {
        kinds: &[P, "firm", "town", "town", P],
        joins: &[("is-in", 0, 2), ("is-in", 1, 3), ("likes", 4, 0), ("is-in", 4, 3)],
        differ: &[(2, 3)],
        absent: &[("is-in", 4, 2)],
    },
    // Several of two kinds in one town.
    Pattern {
        kinds: &["town", P, "firm", P],
        joins: &[("is-in", 1, 0), ("is-in", 2, 0), ("is-in", 3, 0)],
        differ: &[],
        absent: &[],
    },
    // Two towns that have somebody in common, and a firm.
    Pattern {
        kinds: &["town", "town", P, "firm"],
        joins: &[("is-in", 2, 0), ("is-in", 2, 1), ("is-in", 3, 0), ("is-in", 3, 1)],
        differ: &[],
        absent: &[],
    },
    // The same twice, either way round.
    Pattern {
        kinds: &[P, P, "town"],
        joins: &[("knows", 0, 1), ("knows", 1, 0), ("likes", 0, 1), ("likes", 0, 1), ("is-in", 1, 2)],
        differ: &[],
        absent: &[],
    },
];
