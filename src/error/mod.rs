//! The error of the crate: what was wrong, where, and what was allowed.

pub(crate) mod shown;

pub use shown::Shown;

use std::{error::Error as StdError, fmt, io, sync::Arc};

/// What went wrong, to match on. [`Error::message`] says it in words.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// A text is not a date, or is a date outside the years that can be stored.
    InvalidDate,
    /// A text is not a span of time, or the span ends before it starts.
    InvalidSpan,
    /// A text is not a stamp, or the stamp is earlier than the one before it.
    InvalidStamp,
    /// A key is empty, too long, or has a character that keys do not allow.
    InvalidKey,
    /// A name or text is empty or too long.
    InvalidName,
    /// A value is not of the type asked for, or cannot be stored.
    InvalidValue,
    /// A declaration contradicts the schema or itself.
    InvalidSchema,
    /// A source lacks a part that it needs, or its parts contradict one another.
    InvalidSource,
    /// A claim lacks a part that it needs, or its parts contradict one another.
    InvalidClaim,
    /// A key is taken already.
    DuplicateKey,
    /// No entity has the key or id.
    UnknownEntity,
    /// A name fits several entities.
    AmbiguousEntity,
    /// No fact has the key or id.
    UnknownFact,
    /// No source has the key or id.
    UnknownSource,
    /// The schema has no kind of the name.
    UnknownKind,
    /// The schema has no relation of the name.
    UnknownRelation,
    /// The schema has no role of the name, or the relation does not take the role.
    UnknownRole,
    /// No rule of an audit has the code.
    UnknownRule,
    /// An entity, value or fact is of another kind than the relation, role or call takes.
    WrongKind,
    /// The relation requires a role that the fact does not have.
    MissingRole,
    /// A role is given twice.
    DuplicateRole,
    /// A part of a draft is set twice: its time, its key, its modality, or a part of one claim.
    SetTwice,
    /// The relation does not take a time of this form: an event does not hold, a state does not happen. Or a date contradicts
    /// the one in the relation's name.
    WrongTime,
    /// The text of the source does not have the quote, or not at the place given.
    QuoteAbsent,
    /// The text of the source has the quote more than once.
    QuoteAmbiguous,
    /// A query cannot be answered as it was built.
    InvalidQuery,
    /// A text is not of the format that it is read as.
    Syntax,
    /// A document is of a format or version that this release does not read.
    Version,
    /// Two entities that are kept apart, or known to be different, would become one.
    Distinct,
    /// A fact cannot have this outcome: the later fact is of another modality, about something else, or of another time.
    WrongResolution,
    /// The operation cannot be undone, or would break something that depends on what it removes.
    Final,
    /// The call would change nothing.
    NoChange,
    /// An index, a count or a query is at its limit.
    Full,
    /// The caller stopped a load.
    Interrupted,
    /// A file is damaged: its parts contradict each other, or it is not what it should be.
    Corrupt,
    /// Another process or connection holds what the call needs.
    Locked,
    /// Another process has changed what the call was made for.
    Outdated,
    /// Reading or writing failed; [`Error::io_kind`] says how.
    Io,
}

impl ErrorKind {
    /// The kind as a code for programs, such as `unknown-entity` in a list of rejected records.
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
            Self::SetTwice => "set-twice",
            Self::WrongTime => "wrong-time",
            Self::QuoteAbsent => "quote-absent",
            Self::QuoteAmbiguous => "quote-ambiguous",
            Self::Syntax => "syntax",
            Self::Version => "version",
            Self::NoChange => "no-change",
            Self::Distinct => "distinct",
            Self::WrongResolution => "wrong-resolution",
            Self::Final => "final",
            Self::InvalidQuery => "invalid-query",
            Self::Full => "full",
            Self::Interrupted => "interrupted",
            Self::Corrupt => "corrupt",
            Self::Locked => "locked",
            Self::Outdated => "outdated",
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

/// The error of every call that can fail: it names the place, the bad value, and what was allowed.
///
/// It is one opaque type. Match on its [`kind`](Self::kind); print it for people. Two errors are equal if they say the same
/// of the same place; their causes are not compared.
///
/// Message and place are one line. A character that is invisible, breaks the line, changes its direction or controls a
/// terminal is an escape there, such as `\n` or `\u{202e}`. A long bad value is shortened, and the message says by how
/// much.
///
/// ```
/// use chancery::{ErrorKind, PartialDate};
///
/// let error = "2026-13".parse::<PartialDate>().unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::InvalidDate);
/// assert!(error.to_string().contains("2026-13"));
/// ```
///
/// # Calls that return more than one error
/// Some calls go on after an error and return a list. Each item of a list has an `Error` or prints like one.
///
/// | call | returns | which holds |
/// |---|---|---|
/// | reading files of the notation | [`Faults`](crate::notation::Faults) | every fault of every file, with file, line and column |
/// | importing edits | [`Rejected`](crate::io::import::Rejected) | each edit that was not applied, beside those that were |
/// | loading a table | [`LoadError`](crate::io::csv::LoadError) | the first bad row and some more; nothing was loaded |
/// | [`KnowledgeGraph::validate`](crate::KnowledgeGraph::validate) | [`Violation`](crate::graph::Violation) | an invariant of the store that is broken: a fault of this crate, never of the caller |
///
/// A [`Finding`](crate::audit::Finding) of an audit is not an error: it says where facts that were accepted may be wrong.
#[derive(Clone, thiserror::Error)]
#[error(transparent)]
pub struct Error(Box<Report>);

#[derive(Clone, Debug, thiserror::Error)]
struct Report {
    kind: ErrorKind,
    message: String,
    place: Option<String>,
    position: Option<Position>,
    io_kind: Option<io::ErrorKind>,
    #[source]
    cause: Option<Arc<dyn StdError + Send + Sync>>,
}

impl PartialEq for Error {
    fn eq(&self, other: &Self) -> bool {
        fn said(report: &Report) -> (ErrorKind, &str, Option<&str>, Option<Position>, Option<io::ErrorKind>) {
            (report.kind, &report.message, report.place.as_deref(), report.position, report.io_kind)
        }
        said(&self.0) == said(&other.0)
    }
}
impl Eq for Error {}

impl Error {
    /// An error of a kind with its message: lower case, no full stop, the bad value beside what was allowed.
    pub fn new(kind: ErrorKind, message: impl fmt::Display) -> Self {
        let message = shown::message(message, shown::MESSAGE);
        Self(Box::new(Report { kind, message, place: None, position: None, io_kind: None, cause: None }))
    }

    /// The same error with the error that led to it, which [`source`](StdError::source) returns. The kind of an
    /// [`io::Error`] is kept too. If the message of the cause has characters that are not seen, or is very long, only the
    /// message is kept, with escapes and without its middle.
    #[must_use]
    pub fn caused_by(mut self, cause: impl StdError + Send + Sync + 'static) -> Self {
        let says = cause.to_string();
        let cause: Arc<dyn StdError + Send + Sync> = Arc::new(cause);
        if let Some(io) = cause.downcast_ref::<io::Error>() {
            self.0.io_kind = Some(io.kind());
        }
        self.0.cause = Some(if says.len() <= shown::MESSAGE && shown::is_seen(&says) {
            cause
        } else {
            Arc::new(Cause(shown::message(says, shown::MESSAGE)))
        });
        self
    }

    /// The same error at a place. A place that it has already comes after the new one, as in `facts[3].when`.
    #[must_use]
    pub fn at(mut self, place: impl fmt::Display) -> Self {
        let place = shown::message(place, shown::PART);
        self.0.place = Some(match self.0.place.take() {
            Some(inner) if inner.starts_with('[') => format!("{place}{inner}"),
            Some(inner) => format!("{place}.{inner}"),
            None => place,
        });
        self
    }

    /// The same error with a line and column, both counted from 1. An error that has a position keeps its own.
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

    /// The place without the message, such as `object of visits` or `facts[3].when`.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        self.0.place.as_deref()
    }

    /// The line and column in the text that was read; `None` if no text was read.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.0.position
    }

    /// The message without place and position.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The kind of the [`io::Error`] that led to this error; `None` if none did.
    ///
    /// ```
    /// use chancery::{Error, ErrorKind};
    /// use std::{error::Error as _, io};
    ///
    /// let error = Error::from(io::Error::new(io::ErrorKind::PermissionDenied, "the disk is read-only"));
    /// assert_eq!(error.kind(), ErrorKind::Io);
    /// assert_eq!(error.io_kind(), Some(io::ErrorKind::PermissionDenied));
    /// assert!(error.source().is_some());
    /// ```
    #[must_use]
    pub fn io_kind(&self) -> Option<io::ErrorKind> {
        self.0.io_kind
    }
}

/// The message of a cause that could not be printed as it is.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Cause(String);

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

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::new(ErrorKind::Io, &error).caused_by(error)
    }
}

/// `; did you mean …?` for the allowed name that is nearest to the one found; empty if none is near.
pub(crate) fn did_you_mean<'a>(found: &str, allowed: impl IntoIterator<Item = &'a str>) -> String {
    nearest(found, allowed).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

/// The allowed name that is nearest to the one found, if one is near.
///
/// A name that cannot be near by its length or its characters costs no distance, which takes the product of the lengths.
pub(crate) fn nearest<'a>(found: &str, allowed: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = Outline::of(found);
    let near = allowed
        .into_iter()
        .filter_map(|name| {
            let most = wanted.may_be_near(&Outline::of(name))?;
            let distance = strsim::damerau_levenshtein(found, name);
            (distance <= most).then_some((distance, name))
        })
        .min();
    near.map(|(_, name)| name)
}

/// What the distance of two texts is judged by before it is computed.
struct Outline {
    length: usize,
    /// A bit for each character that occurs; characters may share one.
    characters: u64,
}

impl Outline {
    fn of(text: &str) -> Self {
        let each = |Self { length, characters }, c| Self {
            length: length + 1,
            characters: characters | 1 << (u32::from(c) & 63),
        };
        text.chars().fold(Self { length: 0, characters: 0 }, each)
    }

    /// The greatest distance at which the texts count as near; `None` if theirs is greater. To insert or remove a character
    /// changes the length and at most one bit, to replace one changes at most two bits.
    fn may_be_near(&self, other: &Self) -> Option<usize> {
        let most = 1 + self.length.min(other.length) / 4;
        let bits = (self.characters ^ other.characters).count_ones() as usize;
        (self.length.abs_diff(other.length) <= most && bits <= 2 * most).then_some(most)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
    fn a_cause_is_kept_and_not_compared() {
        let cause = || io::Error::new(io::ErrorKind::NotFound, "gone");
        let error = Error::from(cause()).at("x.facts");
        assert_eq!(error.to_string(), "x.facts: gone");
        assert_eq!((error.kind(), error.io_kind()), (ErrorKind::Io, Some(io::ErrorKind::NotFound)));
        assert_eq!(error.source().map(ToString::to_string), Some("gone".to_owned()));
        assert_eq!(error.clone().source().map(ToString::to_string), Some("gone".to_owned()));
        assert_eq!(error, Error::from(cause()).at("x.facts"));
        let digits =
            "x".parse::<u8>().map_err(|e| Error::new(ErrorKind::Syntax, "not digits").caused_by(e)).unwrap_err();
        assert_eq!((digits.io_kind(), digits.source().is_some()), (None, true));
        assert_eq!(digits, Error::new(ErrorKind::Syntax, "not digits"));
        assert!(digits.source().is_some() && Error::new(ErrorKind::Full, "x").source().is_none());
    }

    #[test]
    fn message_place_and_cause_are_one_line_without_what_is_not_seen() {
        let cause = || io::Error::other("no `\u{1b}[2J`\nline 1: fine");
        let error = Error::new(ErrorKind::Syntax, "a\nb\u{202e}").at("c\u{200b}").caused_by(cause());
        assert_eq!(error.to_string(), r"c\u{200b}: a\nb\u{202e}");
        assert_eq!((error.place(), error.message()), (Some(r"c\u{200b}"), r"a\nb\u{202e}"));
        assert_eq!(error.source().unwrap().to_string(), r"no `\u{1b}[2J`\nline 1: fine");
        assert_eq!(error.io_kind(), Some(io::ErrorKind::Other));
        assert_eq!(Error::from(cause()).to_string(), r"no `\u{1b}[2J`\nline 1: fine");
    }

    #[test]
    fn a_near_name_is_proposed_and_a_far_one_is_not() {
        assert_eq!(did_you_mean("vistis", ["hosts", "visits"]), "; did you mean `visits`?");
        assert_eq!(did_you_mean("recognized", ["hosts", "visits"]), "");
    }

    #[test]
    fn a_text_that_is_far_too_long_is_near_no_name() {
        let (long, names) = ("x".repeat(1 << 20), (0..100_000).map(|n| format!("name-{n}")).collect::<Vec<_>>());
        assert_eq!(did_you_mean(&long, names.iter().map(String::as_str)), "");
        assert_eq!(did_you_mean("nmae-777", names.iter().map(String::as_str)), "; did you mean `name-777`?");
    }

    proptest! {
        // Law: only names whose distance is beyond the limit are left out.
        #[test]
        fn the_nearest_name_is_proposed(found in "[a-dé]{0,9}", names in prop::collection::vec("[a-dé]{0,12}", 0..9)) {
            let near = names
                .iter()
                .map(|name| (strsim::damerau_levenshtein(&found, name), name))
                .filter(|(distance, name)| *distance <= 1 + name.chars().count().min(found.chars().count()) / 4)
                .min();
            let slow = near.map(|(_, name)| format!("; did you mean `{name}`?")).unwrap_or_default();
            prop_assert_eq!(did_you_mean(&found, names.iter().map(String::as_str)), slow);
        }
    }
}
