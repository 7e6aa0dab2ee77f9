//! Splits a text into statements, blank lines and comments. A line, with the lines after it that begin with a blank, is one
//! statement.

use super::{
    Span,
    lex::{Lexer, Token, is_blank},
    marks::{Conflicts, Found},
};
use crate::error::{Error, ErrorKind};

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Flaw {
    pub(crate) span: Span,
    pub(crate) error: Error,
}

/// What a text holds, in order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Item {
    /// A line with nothing in it.
    Blank,
    /// A line with a comment alone, from the `#` to its end.
    Comment(Span),
    /// A statement: its lines, its tokens, the comments within and behind it, and which parts could not be read.
    Statement { lines: Span, tokens: Vec<Token>, comments: Vec<Span>, flaws: Vec<Flaw> },
    /// Lines that continue no statement, and why they are none.
    Flawed { lines: Span, flaw: Flaw },
    /// A conflict of a merge that is not resolved, or a mark of one. Nothing of it is read, nor of the statement within
    /// which it stands. What there is of statements is given by their lines. `goes_on` says whether a line goes on with
    /// the statement before it.
    Conflict { lines: Span, inside: Vec<Span>, goes_on: bool, flaw: Flaw },
}

/// Where the first line of a text begins.
pub(super) fn start(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// The line that begins at a byte, without its end.
pub(super) fn without_end(text: &str, start: usize) -> Span {
    let rest = text.get(start..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    start..start + line.strip_suffix('\r').unwrap_or(line).len()
}

/// The items of a text.
pub(crate) fn scan(text: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    // Comments behind a statement belong to it if a line that goes on with it follows.
    let mut waiting: Vec<Span> = Vec::new();
    let (mut start, mut number) = (start(text), 0);
    let mut conflicts = Conflicts::default();
    while start < text.len() {
        let rest = text.get(start..).unwrap_or_default();
        let length = rest.find('\n').unwrap_or(rest.len());
        let line = rest.get(..length).unwrap_or_default();
        let line = line.strip_suffix('\r').unwrap_or(line);
        let span = start..start + line.len();
        start += length + 1;
        number += 1;

        let content = line.trim_start_matches(is_blank);
        let comment = content.trim_start_matches('#');
        if content.is_empty() {
            items.extend(waiting.drain(..).map(Item::Comment));
            items.push(Item::Blank);
        } else if content.starts_with('#') && (comment.is_empty() || comment.starts_with(is_blank)) {
            waiting.push(span.end - content.len()..span.end);
        } else if line.starts_with(is_blank) {
            go_on(text, span, &mut items, &mut waiting);
        } else if let Some(Found { lines, mut inside, goes_on, flaw }) = conflicts.find(text, span.clone(), number) {
            items.extend(waiting.drain(..).map(Item::Comment));
            if goes_on {
                inside.extend(torn(&mut items));
            }
            let written = text.get(lines.clone()).unwrap_or_default();
            number += written.matches('\n').count();
            let behind = text.get(lines.end..).unwrap_or_default();
            start = behind.find('\n').map_or(text.len(), |length| lines.end + length + 1);
            items.push(Item::Conflict { lines, inside, goes_on, flaw });
        } else {
            items.extend(waiting.drain(..).map(Item::Comment));
            let (mut tokens, mut comments, mut flaws) = (Vec::new(), Vec::new(), Vec::new());
            comments.extend(Lexer::new(text, span.clone(), &mut flaws).read(&mut tokens));
            items.push(Item::Statement { lines: span, tokens, comments, flaws });
        }
    }
    items.extend(waiting.drain(..).map(Item::Comment));
    items
}

/// Adds a line that begins with a blank to the statement before it.
fn go_on(text: &str, line: Span, items: &mut Vec<Item>, waiting: &mut Vec<Span>) {
    match items.last_mut() {
        Some(Item::Statement { lines, tokens, comments, flaws }) => {
            comments.append(waiting);
            lines.end = line.end;
            comments.extend(Lexer::new(text, line, flaws).read(tokens));
        }
        Some(Item::Flawed { lines, .. }) => {
            waiting.clear();
            lines.end = line.end;
        }
        // It goes on with a statement of the last version, or with the one before the conflict if that has none.
        Some(Item::Conflict { lines, goes_on, .. }) => {
            waiting.clear();
            lines.end = line.end;
            if !std::mem::replace(goes_on, true) {
                let conflict = items.pop();
                let before = torn(items);
                items.extend(conflict);
                if let Some(Item::Conflict { inside, .. }) = items.last_mut() {
                    inside.extend(before);
                }
            }
        }
        _ => {
            items.extend(waiting.drain(..).map(Item::Comment));
            let why = "the line begins with a blank, so it continues a statement, but there is none before it; a statement \
                       begins at the start of its line";
            let error = Error::new(ErrorKind::Syntax, why);
            items.push(Item::Flawed { lines: line.clone(), flaw: Flaw { span: line, error } });
        }
    }
}

/// Takes the statement that a line goes on with behind one or more conflicts; gives its lines.
fn torn(items: &mut Vec<Item>) -> Option<Span> {
    let is_passed = |item: &Item| matches!(item, Item::Comment(_) | Item::Conflict { goes_on: false, .. });
    let at = items.iter().rposition(|item| !is_passed(item))?;
    let Some(Item::Statement { lines, .. }) = items.get(at) else { return None };
    let lines = lines.clone();
    items.remove(at);
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let shown = |item| match item {
            Item::Blank => "blank".to_owned(),
            Item::Comment(span) => text[span].to_owned(),
            Item::Statement { tokens, comments, flaws, .. } => {
                let flaws: Vec<String> = flaws.iter().map(|flaw| format!(", flaw at {:?}", flaw.span)).collect();
                format!("{} tokens, {} comments{}", tokens.len(), comments.len(), flaws.concat())
            }
            Item::Flawed { flaw, .. } => format!("flaw at {:?}", flaw.span),
            Item::Conflict { inside, flaw, .. } => format!("conflict at {:?}, {} statements", flaw.span, inside.len()),
        };
        scan(text).into_iter().map(shown).collect()
    }

    #[test]
    fn a_line_that_begins_with_a_blank_goes_on_with_the_one_before() {
        assert_eq!(
            shown("a b\n  c # x\r\n\td\n\n# y\ne"),
            ["4 tokens, 1 comments", "blank", "# y", "1 tokens, 0 comments"]
        );
        assert_eq!(shown("a\n# x\n  b\n# y\n"), ["2 tokens, 1 comments", "# y"]);
        assert_eq!(shown("\u{feff}a"), ["1 tokens, 0 comments"]);
        assert_eq!(shown(""), [""; 0]);
    }

    #[test]
    fn a_conflict_takes_the_statement_within_which_it_stands() {
        assert_eq!(
            shown("a b\r\n<<<<<<< x\r\nc\r\n=======\r\n>>>>>>> y\r\nd"),
            ["2 tokens, 0 comments", "conflict at 5..12, 1 statements", "1 tokens, 0 comments"]
        );
        assert_eq!(
            shown("a\n# x\n<<<<<<< x\n  c\n=======\nd\n>>>>>>> y\n  e\nf"),
            ["# x", "conflict at 6..13, 2 statements", "1 tokens, 0 comments"]
        );
        assert_eq!(shown("<<<<<<< x\na\n>>>>>>>"), ["conflict at 0..7, 1 statements"]);
        assert_eq!(shown("<<<<<<< x\na\n"), ["conflict at 0..7, 0 statements", "1 tokens, 0 comments"]);
    }

    #[test]
    fn a_flaw_takes_its_statement_and_no_other() {
        assert_eq!(shown("a \"b\n  c\nd"), ["3 tokens, 0 comments, flaw at 2..4", "1 tokens, 0 comments"]);
        assert_eq!(shown("a\n  \"b\n  c\nd"), ["3 tokens, 0 comments, flaw at 4..6", "1 tokens, 0 comments"]);
        assert_eq!(shown("  a\n b\n\n c"), ["flaw at 0..3", "blank", "flaw at 8..10"]);
    }
}
