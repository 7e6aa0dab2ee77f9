//! Transactions: when something was recorded, by whom, and why.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{closed_list, fields::serialize_fields};
use crate::{error::Error, time::Stamp};

/// One step of the transaction time: when something was recorded, by whom, and why.
///
/// The caller supplies the stamp, as the crate reads no clock. A transaction without a stamp belongs to the one before
/// it.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transaction {
    /// When it was opened; `None` if the caller gave no stamp.
    #[serde(default)]
    pub at: Option<Stamp>,
    /// Who recorded it; `None` if that was not given.
    #[serde(default)]
    pub by: Option<String>,
    /// Why it was recorded; `None` if that was not given.
    #[serde(default)]
    pub why: Option<String>,
}

serialize_fields!(Transaction {
    optional "at": at,
    optional "by": by,
    optional "why": why,
});

impl Transaction {
    /// A transaction at a stamp, without author and reason.
    #[must_use]
    pub const fn at(stamp: Stamp) -> Self {
        Self { at: Some(stamp), by: None, why: None }
    }
}

/// How a later fact resolves an earlier one.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Resolution {
    /// What was planned or hypothetical took place.
    Confirmed,
    /// What was planned is now planned for another time.
    Postponed,
    /// What was planned was called off.
    Cancelled,
    /// What was stated is now denied.
    Denied,
    /// The later fact says the same more precisely.
    Refined,
    /// The earlier fact was recorded wrongly.
    Corrected,
}

impl Resolution {
    /// All resolutions, in the order of declaration.
    pub const ALL: [Self; 6] =
        [Self::Confirmed, Self::Postponed, Self::Cancelled, Self::Denied, Self::Refined, Self::Corrected];

    /// The name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Postponed => "postponed",
            Self::Cancelled => "cancelled",
            Self::Denied => "denied",
            Self::Refined => "refined",
            Self::Corrected => "corrected",
        }
    }
}

impl FromStr for Resolution {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        closed_list::parse("resolution", text, Self::ALL, Self::name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back_and_others_are_refused() {
        for resolution in Resolution::ALL {
            assert_eq!(resolution.name().parse::<Resolution>(), Ok(resolution));
        }
        assert!("confirmd".parse::<Resolution>().unwrap_err().to_string().contains("did you mean `confirmed`?"));
    }
}
