//! Modality: whether a fact is stated as actual, planned, cancelled, denied or hypothetical.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::closed_list;
use crate::{error::Error, time::Truth};

/// The modality of a fact. It limits how true the fact can be: see [`bound`](Self::bound).
///
/// ```
/// use chancery::{Truth, model::Modality};
///
/// assert_eq!(Modality::Planned.bound(), Truth::Possibly);
/// assert_eq!(Modality::Cancelled.bound(), Truth::No);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Modality {
    /// Stated as something that is or was so.
    #[default]
    Actual,
    /// Stated as something that is to come.
    Planned,
    /// Was planned, and was called off.
    Cancelled,
    /// Stated as something that is not or was not so.
    Denied,
    /// Stated as something that may or might be so.
    Hypothetical,
}

impl Modality {
    /// All modalities, in the order of declaration.
    pub const ALL: [Self; 5] = [Self::Actual, Self::Planned, Self::Cancelled, Self::Denied, Self::Hypothetical];

    /// The greatest truth that a fact of this modality can have: `Yes` for actual, `No` for cancelled and denied, else
    /// `Possibly`.
    #[must_use]
    pub const fn bound(self) -> Truth {
        match self {
            Self::Actual => Truth::Yes,
            Self::Planned | Self::Hypothetical => Truth::Possibly,
            Self::Cancelled | Self::Denied => Truth::No,
        }
    }

    /// The name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Planned => "planned",
            Self::Cancelled => "cancelled",
            Self::Denied => "denied",
            Self::Hypothetical => "hypothetical",
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    pub(crate) const fn is_default(&self) -> bool {
        matches!(self, Self::Actual)
    }
}

impl fmt::Display for Modality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Modality {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        closed_list::parse("modality", text, Self::ALL, Self::name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back_and_others_are_refused() {
        for modality in Modality::ALL {
            assert_eq!(modality.name().parse::<Modality>(), Ok(modality));
        }
        assert!("plannned".parse::<Modality>().unwrap_err().to_string().contains("did you mean `planned`?"));
    }

    #[test]
    fn only_what_is_actual_can_be_so() {
        let bounds = Modality::ALL.map(Modality::bound);
        assert_eq!(bounds, [Truth::Yes, Truth::Possibly, Truth::No, Truth::No, Truth::Possibly]);
    }
}
