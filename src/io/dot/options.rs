//! The options of a picture.

/// The direction from subjects to objects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RankDirection {
    /// From left to right. This leaves the most room for labels, which are lines of text.
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

/// Whether a picture has a legend.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Legend {
    /// A legend explains the signs that occur in the picture. Without any there is no legend.
    #[default]
    Shown,
    /// No legend.
    Hidden,
}

/// Which nodes are framed together.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Clusters {
    /// The entities of each kind, under the name of the kind, in the order of the schema.
    #[default]
    ByKind,
    /// None. The legend shows the colour and shape of each kind. If two kinds of the picture look the same, their
    /// names stand in their nodes too.
    Off,
}

/// How role players are shown.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Roles {
    /// A line from the fact to each entity or fact that plays a role, with the name of the role. A value is in the
    /// label of the fact.
    #[default]
    Drawn,
    /// As words in the label of the fact.
    Labelled,
    /// Not at all.
    Hidden,
}

/// How values are shown.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Values {
    /// A fact whose object is a value is a note with the value; a value that plays a role is in the label of the fact.
    #[default]
    Drawn,
    /// Not at all: facts with a value as subject or object are left out.
    Hidden,
}
