//! Transactions: when something was recorded, by whom, and why.

use serde::{Deserialize, Serialize};

use crate::time::Stamp;

/// What a transaction says of itself.
///
/// Stamps are the caller's: the crate reads no clock. A transaction without a stamp belongs to the stamp before it.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transaction {
    /// When it was opened, as the caller says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Stamp>,
    /// Who recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl Transaction {
    /// A transaction at a stamp, by nobody in particular.
    #[must_use]
    pub const fn at(stamp: Stamp) -> Self {
        Self { at: Some(stamp), by: None, why: None }
    }
}

/// How a later fact settles an earlier one.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// What was planned or supposed took place.
    Confirmed,
    /// What was planned is planned for another time.
    Postponed,
    /// What was planned was called off.
    Cancelled,
    /// What was told is denied.
    Denied,
    /// The same, told more precisely.
    Refined,
    /// The earlier fact was recorded wrongly.
    Corrected,
}

impl Outcome {
    /// Its word in files.
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
