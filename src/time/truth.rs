//! Three-valued truth, with Kleene's connectives.

use std::{
    fmt,
    ops::{BitAnd, BitOr, Not},
};

use crate::error::{Error, ErrorKind};

use super::text::{quoted, text_serde};

/// Whether something holds: in no case, in some but not all, or in every case that the record admits.
///
/// Ordered from `No` to `Yes`. `and`, `or` and `not` are Kleene's, also as `&`, `|` and `!`.
///
/// ```
/// use chancery::Truth;
///
/// assert_eq!(Truth::Yes & Truth::Possibly, Truth::Possibly);
/// assert_eq!(!Truth::Possibly, Truth::Possibly);
/// assert!(Truth::No < Truth::Possibly && Truth::Possibly < Truth::Yes);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It holds in no case.
    No,
    /// It holds in some cases and not in others; the record does not tell which is so.
    Possibly,
    /// It holds in every case.
    Yes,
}

impl Truth {
    /// The lesser of the two: `Yes` only where both are.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        if (self as u8) < (other as u8) { self } else { other }
    }

    /// The greater of the two: `No` only where both are.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        if (self as u8) < (other as u8) { other } else { self }
    }

    /// `Yes` for `No`, `No` for `Yes`; `Possibly` stays.
    #[expect(
        clippy::should_implement_trait,
        reason = "it is implemented too; the method reads well beside `and` and `or`"
    )]
    #[must_use]
    pub const fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Possibly => Self::Possibly,
            Self::Yes => Self::No,
        }
    }

    /// It holds in every case.
    #[must_use]
    pub const fn is_yes(self) -> bool {
        matches!(self, Self::Yes)
    }

    /// It holds in no case.
    #[must_use]
    pub const fn is_no(self) -> bool {
        matches!(self, Self::No)
    }

    /// It holds in some case at least: `Possibly` or `Yes`.
    #[must_use]
    pub const fn is_possible(self) -> bool {
        !self.is_no()
    }

    /// Its name: `no`, `possibly` or `yes`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Possibly => "possibly",
            Self::Yes => "yes",
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

impl BitAnd for Truth {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        self.and(other)
    }
}

impl BitOr for Truth {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

impl Not for Truth {
    type Output = Self;
    fn not(self) -> Self {
        Self::not(self)
    }
}

impl fmt::Display for Truth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for Truth {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "no" => Ok(Self::No),
            "possibly" => Ok(Self::Possibly),
            "yes" => Ok(Self::Yes),
            _ => Err(Error::new(ErrorKind::InvalidValue, format!("{} is not `yes`, `possibly` or `no`", quoted(text)))),
        }
    }
}

text_serde!(Truth, "`yes`, `possibly` or `no`");
