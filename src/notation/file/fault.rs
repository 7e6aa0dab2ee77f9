//! Faults of a file: what is wrong, where, and the line itself.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use crate::{
    error::{
        Error, Position,
        shown::{columns, each, escape, shown as seen_as},
    },
    notation::line::{Flaw, Span},
};

/// How much of a line is shown at most.
const SHOWN: usize = 100;

/// How much of a line is shown before the faulty part if the line is too long.
const BEFORE: usize = 20;

/// The offsets at which the lines of a text begin.
#[derive(Clone, Debug)]
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        Self([0].into_iter().chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    /// The number of the line, from 1, that contains a byte.
    pub(super) fn number(&self, byte: usize) -> usize {
        self.0.partition_point(|start| *start <= byte)
    }

    /// The bytes of a line, without its end.
    fn span(&self, text: &str, number: usize) -> Span {
        let start = number.checked_sub(1).and_then(|at| self.0.get(at)).copied().unwrap_or(0);
        let end = self.0.get(number).map_or(text.len(), |next| next - 1);
        let line = text.get(start..end).unwrap_or_default();
        let start = end - line.trim_start_matches('\u{feff}').len();
        start..(end - (line.len() - line.trim_end_matches('\r').len())).max(start)
    }
}

/// Makes faults of the flaws of a text. Each flaw continues from the one before it where it can, so many flaws on a long line
/// take one pass.
pub(super) struct Placer<'a> {
    file: Option<&'a Path>,
    text: &'a str,
    lines: &'a Lines,
    /// The line of the last fault, where it was, and its column from 0.
    last: (usize, usize, usize),
}

impl<'a> Placer<'a> {
    pub(super) const fn new(file: Option<&'a Path>, text: &'a str, lines: &'a Lines) -> Self {
        Self { file, text, lines, last: (0, 0, 0) }
    }

    /// The fault of a flaw.
    pub(super) fn fault(&mut self, flaw: Flaw) -> Fault {
        let position = self.position(flaw.span.start);
        let (number, at, column) = self.last;
        let line = self.lines.span(self.text, number);
        let error = flaw.error.at_position(position.line, position.column);
        let shown =
            Shown::of(self.text.get(line.clone()).unwrap_or_default(), at - line.start, column, flaw.span.len());
        Fault { file: self.file.map(Path::to_owned), error, shown: Some(shown) }
    }

    /// Line and column of a byte.
    pub(super) fn position(&mut self, byte: usize) -> Position {
        let number = self.lines.number(byte);
        let line = self.lines.span(self.text, number);
        let at = byte.max(line.start);
        let (from, column) = match self.last {
            (last, from, column) if last == number && from <= at => (from, column),
            _ => (line.start, 0),
        };
        let column = column + self.text.get(from..at).map_or(0, |between| between.chars().count());
        self.last = (number, at, column);
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Position { line: narrow(number), column: narrow(column + 1) }
    }
}

/// A line around the place of a fault. It keeps no more than is printed, however long the line is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shown {
    part: String,
    is_cut_before: bool,
    is_cut_after: bool,
    /// Which characters of the part are faulty.
    faulty: Span,
}

impl Shown {
    /// Shows a line around a byte, which is at a column, and marks some bytes there.
    fn of(line: &str, at: usize, column: usize, length: usize) -> Self {
        let (before, rest) = (line.get(..at).unwrap_or(line), line.get(at..).unwrap_or_default());
        let is_cut_before = column + BEFORE > SHOWN;
        let from = match before.char_indices().rev().take(BEFORE).last() {
            Some((from, _)) if is_cut_before => from,
            _ if is_cut_before => at,
            _ => 0,
        };
        let start = if is_cut_before { column.min(BEFORE) } else { column };
        let behind = rest.char_indices().nth(SHOWN.saturating_sub(start)).map(|(end, _)| at + end);
        let part = line.get(from..behind.unwrap_or(line.len())).unwrap_or_default().to_owned();
        let marked = rest.char_indices().take(SHOWN).take_while(|(from, _)| *from < length).count();
        Self { part, is_cut_before, is_cut_after: behind.is_some(), faulty: start..start + marked.max(1) }
    }
}

/// A fault: a message with file, line and column.
///
/// Its `Display` is three lines: place and message, the line of the file, and carets under the faulty part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    file: Option<PathBuf>,
    error: Error,
    shown: Option<Shown>,
}

impl Fault {
    /// An error with a line and column in a text that is not of the notation, such as a query, and the file of the text.
    /// It marks the word there, or the character. An error without a position in the text has no line.
    ///
    /// ```
    /// use chancery::{Error, ErrorKind, notation::Fault};
    ///
    /// let error = Error::new(ErrorKind::UnknownKind, "no kind `Persn` is declared").at_position(1, 10);
    /// assert_eq!(
    ///     Fault::in_text(None, "MATCH (p:Persn) RETURN p", error).to_string(),
    ///     "line 1, column 10: no kind `Persn` is declared
    ///     1 | MATCH (p:Persn) RETURN p
    ///       |          ^^^^^"
    /// );
    /// ```
    #[must_use]
    pub fn in_text(file: Option<&Path>, text: &str, error: Error) -> Self {
        let lines = Lines::of(text);
        let position = error.position().filter(|at| (1..=lines.0.len()).contains(&(at.line as usize)));
        let Some(Position { line, column }) = position else { return Self::without_line(file, error) };
        let column = (column as usize).saturating_sub(1);
        let line = text.get(lines.span(text, line as usize)).unwrap_or_default();
        let at = line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
        let rest = line.get(at..).unwrap_or_default();
        let word = rest.trim_start_matches('$');
        let behind = word.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(word.len());
        let length = rest.len() - word.len() + behind;
        Self { file: file.map(Path::to_owned), error, shown: Some(Shown::of(line, at, column, length)) }
    }

    /// A fault of a whole file, or of an argument beside it.
    pub(super) fn without_line(file: Option<&Path>, error: Error) -> Self {
        Self { file: file.map(Path::to_owned), error, shown: None }
    }

    /// The path of the file, as it was given. `None` if a text was read.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Line and column. `None` if the file could not be read.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.error.position()
    }

    /// The fault as an error of the crate.
    #[must_use]
    pub const fn error(&self) -> &Error {
        &self.error
    }

    /// The message, without file, line and column.
    #[must_use]
    pub fn message(&self) -> String {
        self.error
            .place()
            .map_or_else(|| self.error.message().to_owned(), |place| format!("{place}: {}", self.error.message()))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.as_ref().map(|file| seen_as(file.display()));
        let place = self.position().map(|Position { line, column }| match file {
            Some(_) => format!(":{line}:{column}"),
            None => format!("line {line}, column {column}"),
        });
        match (file, place) {
            (None, None) => {}
            (file, place) => write!(f, "{}{}: ", file.unwrap_or_default(), place.unwrap_or_default())?,
        }
        f.write_str(&self.message())?;
        let (Some(shown), Some(position)) = (&self.shown, self.position()) else { return Ok(()) };
        let (mut window, mut carets) = (String::new(), String::new());
        for (at, (c, seen)) in each(&shown.part).enumerate() {
            let mark = if shown.faulty.contains(&at) { '^' } else { ' ' };
            let mut escaped = String::new();
            let width = if seen {
                window.push(c);
                columns(c)
            } else {
                // A `String` takes all that is written.
                let _ = escape(c, &mut escaped);
                escaped.len()
            };
            window.push_str(&escaped);
            carets.extend(std::iter::repeat_n(mark, width));
        }
        if shown.faulty.start >= shown.part.chars().count() {
            carets.push('^');
        }
        let number = position.line.to_string();
        let head = if shown.is_cut_before { "…" } else { "" };
        let tail = if shown.is_cut_after { "…" } else { "" };
        let gap = " ".repeat(head.chars().count());
        write!(f, "\n{number:>5} | {head}{window}{tail}\n      | {gap}{}", carets.trim_end_matches(' '))
    }
}

/// The faults of some files, at least one, in the order of files and lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub(super) Vec<Fault>);

impl Faults {
    /// The faults; there is at least one.
    #[must_use]
    pub fn as_slice(&self) -> &[Fault] {
        &self.0
    }

    /// The faults in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Fault> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a Fault;
    type IntoIter = std::slice::Iter<'a, Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Faults {
    type Item = Fault;
    type IntoIter = std::vec::IntoIter<Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Each fault with its line, then the number of faults.
impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.0 {
            writeln!(f, "{fault}\n")?;
        }
        f.write_str(&count(self.0.len(), "fault"))
    }
}

impl std::error::Error for Faults {}

/// The first fault as an error, with the number of further ones.
impl From<Faults> for Error {
    fn from(faults: Faults) -> Self {
        let more = faults.0.len().saturating_sub(1);
        let Some(first) = faults.0.into_iter().next() else {
            return Self::new(crate::error::ErrorKind::Syntax, "no fault");
        };
        let more = if more == 0 { String::new() } else { format!(" (and {more} more)") };
        let mut error = Self::new(first.error.kind(), format!("{}{more}", first.error.message()));
        if let Some(place) = first.error.place() {
            error = error.at(place);
        }
        if let Some(file) = &first.file {
            error = error.at(file.display());
        }
        match first.position() {
            Some(Position { line, column }) => error.at_position(line, column),
            None => error,
        }
    }
}

/// `1 fault`, `2 faults`.
pub(super) fn count(number: usize, one: &str) -> String {
    match (number, one.strip_suffix('y')) {
        (1, _) => format!("1 {one}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) => format!("{number} {one}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn fault(file: Option<&str>, text: &str, span: std::ops::Range<usize>) -> Fault {
        let error = Error::new(ErrorKind::Syntax, "it is wrong");
        Placer::new(file.map(Path::new), text, &Lines::of(text)).fault(Flaw { span, error })
    }

    #[test]
    fn an_error_in_another_text_points_at_its_word() {
        let fault = |line, column, text: &str| {
            let error = Error::new(ErrorKind::Syntax, "it is wrong").at_position(line, column);
            Fault::in_text(None, text, error).to_string()
        };
        assert_eq!(fault(2, 2, "MATCH\r\n (東x:a)\r\n"), "line 2, column 2: it is wrong\n    2 |  (東x:a)\n      |  ^");
        assert_eq!(
            fault(2, 3, "MATCH\r\n (東x:a)\r\n"),
            "line 2, column 3: it is wrong\n    2 |  (東x:a)\n      |   ^^^"
        );
        assert_eq!(fault(1, 2, "($a)"), "line 1, column 2: it is wrong\n    1 | ($a)\n      |  ^^");
        assert_eq!(fault(1, 3, "ab"), "line 1, column 3: it is wrong\n    1 | ab\n      |   ^");
        assert_eq!(fault(9, 9, "ab"), "line 9, column 9: it is wrong");
        let error = Error::new(ErrorKind::Full, "it is long");
        assert_eq!(Fault::in_text(Some(Path::new("a.cypher")), "", error).to_string(), "a.cypher: it is long");
    }

    #[test]
    fn a_fault_shows_its_line_and_points_at_the_place() {
        assert_eq!(
            fault(Some("a.facts"), "x\r\nab cd ef\r\n", 6..8).to_string(),
            "a.facts:2:4: it is wrong\n    2 | ab cd ef\n      |    ^^"
        );
        assert_eq!(fault(None, "東 b", 4..5).to_string(), "line 1, column 3: it is wrong\n    1 | 東 b\n      |    ^");
        assert_eq!(fault(None, "ab", 2..2).to_string(), "line 1, column 3: it is wrong\n    1 | ab\n      |   ^");
        assert_eq!(
            fault(None, "\ta\u{202e}", 1..2).to_string(),
            "line 1, column 2: it is wrong\n    1 | \\ta\\u{202e}\n      |   ^"
        );
        assert_eq!(fault(None, "", 0..0).to_string(), "line 1, column 1: it is wrong\n    1 | \n      | ^");
        assert_eq!(fault(None, "ab\ncd", 1..5).to_string(), "line 1, column 2: it is wrong\n    1 | ab\n      |  ^");
    }

    #[test]
    fn a_long_line_is_shown_around_the_place() {
        let text = format!("{} here {}", "x".repeat(300), "y".repeat(300));
        let printed = fault(None, &text, 301..305).to_string();
        let lines: Vec<&str> = printed.lines().collect();
        assert_eq!(lines[1].chars().count(), "    1 | ".len() + SHOWN + 2);
        let under: String =
            lines[1].chars().zip(lines[2].chars()).filter(|(_, mark)| *mark == '^').map(|(c, _)| c).collect();
        assert_eq!(under, "here");
    }

    /// A line of many faults was kept by each of them.
    #[test]
    fn a_fault_keeps_what_it_prints_and_no_more_of_a_long_line() {
        let text = format!("x\n{}\ny", "é ".repeat(50_000));
        let lines = Lines::of(&text);
        let mut placer = Placer::new(None, &text, &lines);
        let error = || Error::new(ErrorKind::Syntax, "it is wrong");
        for number in 0..50_000 {
            let start = 2 + number * 3;
            let many = placer.fault(Flaw { span: start..start + 2, error: error() });
            let kept = many.shown.as_ref().map_or(0, |shown| shown.part.len());
            assert!(kept <= SHOWN * 4, "{kept}");
            if number % 4_999 == 0 {
                assert_eq!(many, fault(None, &text, start..start + 2), "a fault does not depend on those before it");
                assert_eq!(many.position().map(|place| place.column as usize), Some(2 * number + 1));
            }
        }
        let back = placer.fault(Flaw { span: 5..7, error: error() });
        assert_eq!(back, fault(None, &text, 5..7));
        let all = fault(None, &text, 2..text.len());
        assert!(all.to_string().len() < 1_000, "{all}");
    }

    #[test]
    fn faults_become_an_error_that_counts_them() {
        let one = fault(Some("a.facts"), "ab", 0..1);
        let error = Error::from(Faults(vec![one.clone(), one.clone(), one.clone()]));
        assert_eq!(error.to_string(), "line 1, column 1: a.facts: it is wrong (and 2 more)");
        assert!(Faults(vec![one]).to_string().ends_with("\n\n1 fault"));
        assert_eq!(count(2, "entity"), "2 entities");
    }
}
