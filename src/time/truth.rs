//! Three-valued truth, with Kleene's connectives.

use std::{
    fmt,
    ops::{BitAnd, BitOr, Not},
};

use crate::error::{Error, ErrorKind, shown::as_found};

use super::text::text_serde;

/// Whether something holds: in no case, in some cases, or in every case that the record admits.
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
    /// It holds in some cases and not in others. The record does not say which case is the real one.
    Possibly,
    /// It holds in every case.
    Yes,
}

impl Truth {
    /// The lesser of the two: `Yes` only if both are.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        if (self as u8) < (other as u8) { self } else { other }
    }

    /// The greater of the two: `No` only if both are.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        if (self as u8) < (other as u8) { other } else { self }
    }

    /// `Yes` for `No`, `No` for `Yes`; `Possibly` stays.
    #[must_use]
    pub const fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Possibly => Self::Possibly,
            Self::Yes => Self::No,
        }
    }

    /// Whether it is `Yes`: it holds in every case.
    #[must_use]
    pub const fn is_yes(self) -> bool {
        matches!(self, Self::Yes)
    }

    /// Whether it is `No`: it holds in no case.
    #[must_use]
    pub const fn is_no(self) -> bool {
        matches!(self, Self::No)
    }

    /// Whether it is `Possibly` or `Yes`: it holds in at least one case.
    #[must_use]
    pub const fn is_possible(self) -> bool {
        !self.is_no()
    }

    /// The name: `no`, `possibly` or `yes`.
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
            _ => Err(Error::new(
                ErrorKind::InvalidValue,
                format!("`{}` is not `yes`, `possibly` or `no`", as_found(text)),
            )),
        }
    }
}

text_serde!(Truth, "`yes`, `possibly` or `no`");

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    const ALL: [Truth; 3] = [Truth::No, Truth::Possibly, Truth::Yes];

    #[test]
    fn the_connectives_are_those_of_kleene() {
        use Truth::{No, Possibly, Yes};
        let and = [[No, No, No], [No, Possibly, Possibly], [No, Possibly, Yes]];
        let or = [[No, Possibly, Yes], [Possibly, Possibly, Yes], [Yes, Yes, Yes]];
        for (a, (and, or)) in ALL.into_iter().zip(and.into_iter().zip(or)) {
            for (b, (and, or)) in ALL.into_iter().zip(and.into_iter().zip(or)) {
                assert_eq!((a.and(b), a & b), (and, and));
                assert_eq!((a.or(b), a | b), (or, or));
                assert_eq!(!(a & b), !a | !b);
            }
        }
        assert_eq!(ALL.map(Truth::not), [Yes, Possibly, No]);
        assert_eq!(ALL.map(|truth| !truth), [Yes, Possibly, No]);
    }

    #[test]
    fn each_says_what_it_is() {
        assert_eq!(ALL.map(Truth::is_yes), [false, false, true]);
        assert_eq!(ALL.map(Truth::is_no), [true, false, false]);
        assert_eq!(ALL.map(Truth::is_possible), [false, true, true]);
        assert_eq!([false, true].map(Truth::from), [Truth::No, Truth::Yes]);
        assert!(Truth::No < Truth::Possibly && Truth::Possibly < Truth::Yes);
    }

    #[test]
    fn the_text_comes_back() {
        assert_eq!(ALL.map(|truth| truth.to_string()), ["no", "possibly", "yes"]);
        for truth in ALL {
            assert_eq!(truth.to_string().parse::<Truth>().unwrap(), truth);
            assert_eq!(serde_json::from_str::<Truth>(&serde_json::to_string(&truth).unwrap()).unwrap(), truth);
        }
        assert_eq!(serde_json::to_string(&Truth::Possibly).unwrap(), "\"possibly\"");
        assert_eq!("Yes".parse::<Truth>().unwrap_err().to_string(), "`Yes` is not `yes`, `possibly` or `no`");
        assert_eq!(format!("{:>4}", Truth::No), "  no");
    }
}
