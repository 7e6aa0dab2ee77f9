//! The one error of the crate: what was wrong, where, and what was allowed.

use std::fmt;

/// What went wrong, to match on; the [`Error`] that carries it says it in words.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// A text that is no date, or no date that can be held.
    InvalidDate,
    /// A span whose end lies before its start, or a text that is no span.
    InvalidSpan,
    /// A stamp that is no point in time, or lies before the one that is open.
    InvalidStamp,
    /// A key that is empty, too long, or has a character that no key has.
    InvalidKey,
    /// A name or text that is empty or too long.
    InvalidName,
    /// A value that is not of the type asked for, or cannot be held.
    InvalidValue,
    /// A declaration that contradicts the schema or itself.
    InvalidSchema,
    /// A source that lacks what it needs, or says what cannot be.
    InvalidSource,
    /// A claim that lacks what it needs, or says what cannot be.
    InvalidClaim,
    /// A key that something else already has.
    DuplicateKey,
    /// A key or id that no entity has.
    UnknownEntity,
    /// Several entities that could be meant.
    AmbiguousEntity,
    /// A key or id that no fact has.
    UnknownFact,
    /// A key or id that no source has.
    UnknownSource,
    /// A name that no kind has.
    UnknownKind,
    /// A name that no relation has, or that several could be meant by.
    UnknownRelation,
    /// A role that the relation does not have.
    UnknownRole,
    /// A code that no rule of an audit has.
    UnknownRule,
    /// An entity, value or fact where one of another kind is wanted.
    WrongKind,
    /// A role that the relation requires and the fact lacks.
    MissingRole,
    /// A role that is given twice.
    DuplicateRole,
    /// A date given in a way that the relation's shape refuses.
    WrongTime,
    /// A quote that is not in the source's text, or not where it was said to be.
    QuoteAbsent,
    /// A quote that stands in the source's text more than once.
    QuoteAmbiguous,
    /// A query that cannot be answered as it is told.
    InvalidQuery,
    /// Text that is not of the format it is read as.
    Syntax,
    /// A format or version that this release does not read.
    Version,
    /// Two entities that are known to be different, or were decided to be, where they would be one.
    Distinct,
    /// What is said to have come of a fact and cannot have: told in the wrong way, of something else, or at another time.
    WrongOutcome,
    /// What cannot be undone, where it would have to be, or what cannot be done without breaking what is left.
    Final,
    /// A thing that is already what the call would make it.
    NoChange,
    /// No room: an index or a count is at its limit.
    Full,
    /// A load that the caller broke off.
    Interrupted,
    /// Reading or writing failed.
    Io,
}

impl ErrorKind {
    /// Its code where machines read it, as in a list of rejected records: `unknown-entity`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidDate => "invalid-date",
            Self::InvalidSpan => "invalid-span",
            Self::InvalidStamp => "invalid-stamp",
            Self::InvalidKey => "invalid-key",
            Self::InvalidName => "invalid-name",
            Self::InvalidValue => "invalid-value",
            Self::InvalidSchema => "invalid-schema",
            Self::InvalidSource => "invalid-source",
            Self::InvalidClaim => "invalid-claim",
            Self::DuplicateKey => "duplicate-key",
            Self::UnknownEntity => "unknown-entity",
            Self::AmbiguousEntity => "ambiguous-entity",
            Self::UnknownFact => "unknown-fact",
            Self::UnknownSource => "unknown-source",
            Self::UnknownKind => "unknown-kind",
            Self::UnknownRelation => "unknown-relation",
            Self::UnknownRole => "unknown-role",
            Self::UnknownRule => "unknown-rule",
            Self::WrongKind => "wrong-kind",
            Self::MissingRole => "missing-role",
            Self::DuplicateRole => "duplicate-role",
            Self::WrongTime => "wrong-time",
            Self::QuoteAbsent => "quote-absent",
            Self::QuoteAmbiguous => "quote-ambiguous",
            Self::Syntax => "syntax",
            Self::Version => "version",
            Self::NoChange => "no-change",
            Self::Distinct => "distinct",
            Self::WrongOutcome => "wrong-outcome",
            Self::Final => "final",
            Self::InvalidQuery => "invalid-query",
            Self::Full => "full",
            Self::Interrupted => "interrupted",
            Self::Io => "io",
        }
    }
}

/// A line and column in a text, both counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The character in the line, from 1.
    pub column: u32,
}

/// The error of every fallible call: it names the place, the value, and what was allowed.
///
/// ```
/// use chancery::{ErrorKind, PartialDate};
///
/// let error = "2026-13".parse::<PartialDate>().unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::InvalidDate);
/// assert!(error.to_string().contains("2026-13"));
/// ```
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Error(Box<Report>);

#[derive(Clone, PartialEq, Eq)]
struct Report {
    kind: ErrorKind,
    message: String,
    place: Option<String>,
    position: Option<Position>,
}

impl Error {
    /// An error of a kind with its sentence: lower case, no full stop, the bad value beside what was allowed.
    pub fn new(kind: ErrorKind, message: impl fmt::Display) -> Self {
        Self(Box::new(Report { kind, message: message.to_string(), place: None, position: None }))
    }

    /// The same error, said of a place; a place already there comes after it, as in `facts[3].when`.
    #[must_use]
    pub fn at(mut self, place: impl fmt::Display) -> Self {
        let place = place.to_string();
        self.0.place = Some(match self.0.place.take() {
            Some(inner) if inner.starts_with('[') => format!("{place}{inner}"),
            Some(inner) => format!("{place}.{inner}"),
            None => place,
        });
        self
    }

    /// The same error with the line and column where it was found, unless it has one.
    #[must_use]
    pub fn at_position(mut self, line: u32, column: u32) -> Self {
        self.0.position.get_or_insert(Position { line, column });
        self
    }

    /// What went wrong, to match on.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The place alone, such as `object of visits` or `facts[3].when`.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        self.0.place.as_deref()
    }

    /// Line and column in the text that was read, where there is one.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.0.position
    }

    /// The sentence alone, without place and position.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Position { line, column }) = self.position {
            write!(f, "line {line}, column {column}: ")?;
        }
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({:?}: {self})", self.0.kind)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::new(ErrorKind::Io, error)
    }
}

/// `did you mean …`, for the nearest of the allowed names, or nothing.
pub(crate) fn did_you_mean<'a>(found: &str, allowed: impl IntoIterator<Item = &'a str>) -> String {
    let near = allowed
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(found, name), name))
        .filter(|(distance, name)| *distance <= 1 + name.chars().count().min(found.chars().count()) / 4)
        .min();
    near.map(|(_, name)| format!("; did you mean `{name}`?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_nest_from_the_inside_out() {
        let error = Error::new(ErrorKind::InvalidDate, "`x` is not a valid date").at("when").at("[3]").at("facts");
        assert_eq!(error.to_string(), "facts[3].when: `x` is not a valid date");
        assert_eq!(error.place(), Some("facts[3].when"));
        assert_eq!(
            error.clone().at_position(2, 7).at_position(9, 9).to_string(),
            "line 2, column 7: facts[3].when: `x` is not a valid date"
        );
    }

    #[test]
    fn a_near_name_is_proposed_and_a_far_one_is_not() {
        assert_eq!(did_you_mean("vistis", ["hosts", "visits"]), "; did you mean `visits`?");
        assert_eq!(did_you_mean("recognized", ["hosts", "visits"]), "");
    }
}
