//! The marks that a merge leaves in a text where two versions conflict.

use std::collections::BTreeMap;

use super::{Flaw, Span, lex::is_blank, scan::without_end};
use crate::error::{Error, ErrorKind};

/// So many characters a mark has at least.
const SIZE: usize = 7;

/// The first character of the mark that a line is, and how often it stands there. No statement begins with one.
fn mark(line: &str) -> Option<(char, usize)> {
    let first = line.chars().next().filter(|c| matches!(c, '<' | '|' | '=' | '>'))?;
    let rest = line.trim_start_matches(first);
    let size = line.len() - rest.len();
    let is_mark = size >= SIZE && (rest.is_empty() || rest.starts_with(is_blank));
    is_mark.then_some((first, size))
}

/// The conflicts of a text. They are looked for when the first mark is found.
#[derive(Default)]
pub(super) struct Conflicts {
    /// For the first byte of each conflict that is closed, the last of its last line.
    ends: Option<BTreeMap<usize, usize>>,
}

/// A conflict, or a mark that is left of one.
#[derive(Debug)]
pub(super) struct Found {
    /// From the first mark to the last.
    pub(super) lines: Span,
    /// What stands between the marks: statements, each with the lines that go on with it.
    pub(super) inside: Vec<Span>,
    /// Whether a version begins with a line that goes on with the statement before the conflict.
    pub(super) goes_on: bool,
    pub(super) flaw: Flaw,
}

impl Conflicts {
    /// The conflict or mark that begins with a line, given with its number.
    pub(super) fn find(&mut self, text: &str, line: Span, number: usize) -> Option<Found> {
        let written = text.get(line.clone())?;
        let (sign, size) = mark(written)?;
        let end = match sign {
            '<' => self.ends.get_or_insert_with(|| ends(text)).get(&line.start).copied(),
            _ => None,
        };
        let span = line.start..line.start + size;
        let Some(end) = end else {
            let why = "a mark of a conflict of a merge is left; keep one version, and remove the marks";
            let flaw = Flaw { span, error: Error::new(ErrorKind::Syntax, why) };
            return Some(Found { lines: line, inside: Vec::new(), goes_on: false, flaw });
        };
        let (mut inside, mut goes_on): (Vec<Span>, bool) = (Vec::new(), false);
        let (mut at, mut count, mut is_first) = (line.start, 0, true);
        while at < end {
            let line = without_end(text, at);
            at = next(text, at);
            count += 1;
            let written = text.get(line.clone()).unwrap_or_default();
            let content = written.trim_start_matches(is_blank);
            if mark(written).is_some() {
                is_first = true;
            } else if content.is_empty() || content.starts_with('#') {
                // A comment says nothing.
            } else if !written.starts_with(is_blank) {
                inside.push(line);
                is_first = false;
            } else if is_first {
                goes_on = true;
            } else if let Some(statement) = inside.last_mut() {
                statement.end = line.end;
            }
        }
        let last = number + count - 1;
        let why = format!(
            "a conflict of a merge is not resolved: lines {number} to {last}; keep one version, and remove the marks"
        );
        let flaw = Flaw { span, error: Error::new(ErrorKind::Syntax, why) };
        Some(Found { lines: line.start..end, inside, goes_on, flaw })
    }
}

/// Where each conflict of a text ends. Its first mark is as long as its last, so one may be in a version of another.
fn ends(text: &str) -> BTreeMap<usize, usize> {
    let (mut ends, mut open) = (BTreeMap::new(), BTreeMap::new());
    let mut at = super::scan::start(text);
    while at < text.len() {
        let line = without_end(text, at);
        at = next(text, at);
        match mark(text.get(line.clone()).unwrap_or_default()) {
            Some(('<', size)) => drop(open.insert(size, line.start)),
            Some(('>', size)) => ends.extend(open.remove(&size).map(|start| (start, line.end))),
            _ => {}
        }
    }
    ends
}

/// Where the line after one begins.
fn next(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.find('\n').map_or(text.len(), |length| at + length + 1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_seven_of_one_sign_and_a_blank() {
        assert_eq!(mark("<<<<<<< ours"), Some(('<', 7)));
        assert_eq!(mark(">>>>>>>>>"), Some(('>', 9)));
        assert_eq!(mark("=======\t"), Some(('=', 7)));
        for line in ["<<<<<< ours", "<<<<<<<https://a.b/> x y", " <<<<<<<", "#######", ""] {
            assert_eq!(mark(line), None, "{line}");
        }
    }

    #[test]
    fn a_conflict_ends_with_a_mark_of_the_same_length() {
        let text = "<<<<<<< a\n<<<<<<<< b\n>>>>>>>> c\n>>>>>>> d\n<<<<<<< e\n<<<<<<< f\n>>>>>>> g\n";
        let ends = ends(text);
        let shown: Vec<&str> = ends.iter().map(|(start, end)| &text[*start..*end]).collect();
        let wanted = [&text[..41], "<<<<<<<< b\n>>>>>>>> c", "<<<<<<< f\n>>>>>>> g"];
        assert_eq!(shown, wanted);
    }

    #[test]
    fn statements_of_all_versions_are_inside() {
        let text = "<<<<<<< a\nb\n  c\n# d\n||||||| e\n\n=======\n  f\ng\n>>>>>>> h\ni";
        let found = Conflicts::default().find(text, 0..9, 4).unwrap();
        let inside: Vec<&str> = found.inside.iter().map(|span| &text[span.clone()]).collect();
        assert_eq!((inside, found.goes_on), (vec!["b\n  c", "g"], true));
        assert!(found.flaw.error.message().contains("lines 4 to 13"), "{:?}", found.flaw);
        assert_eq!((found.flaw.span, &text[found.lines]), (0..7, &text[..text.len() - 2]));
    }
}
