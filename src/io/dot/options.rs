//! What a caller chooses of a picture.

/// Where the facts of a picture lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RankDirection {
    /// From left to right. Labels are lines of text, so this leaves them the most room.
    #[default]
    LeftRight,
    /// From right to left.
    RightLeft,
    /// From the top down.
    TopDown,
    /// From the bottom up.
    BottomUp,
}

impl RankDirection {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::LeftRight => "LR",
            Self::RightLeft => "RL",
            Self::TopDown => "TB",
            Self::BottomUp => "BT",
        }
    }

    pub(super) const fn is_vertical(self) -> bool {
        matches!(self, Self::TopDown | Self::BottomUp)
    }
}

/// Whether a picture explains its signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Legend {
    /// A legend explains the signs that occur, and no others; without any there is none.
    #[default]
    Shown,
    /// No legend.
    Hidden,
}

/// What stands together in a frame.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Clusters {
    /// The entities of each kind, under the kind's name, in the order of the schema.
    #[default]
    ByKind,
    /// Nothing. The legend tells the kinds by their colours and shapes.
    Off,
}

/// How role players are shown.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Roles {
    /// A line from the fact to each entity or fact that plays a role, with the role's name. A value stands in the
    /// fact's label.
    #[default]
    Drawn,
    /// As words in the fact's label.
    Labelled,
    /// Not at all.
    Hidden,
}

/// How values are shown.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Values {
    /// A value at an end of a fact as a note of its own, one that plays a role as words in the fact's label.
    #[default]
    Drawn,
    /// Not at all: facts that begin or end with a value are left out.
    Hidden,
}
