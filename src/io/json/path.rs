//! Where in a JSON text something is: from a byte to its place, `facts[3].when`, and back. Reads broken text as far as
//! it goes, and without recursion. Each question is one pass over the text; [`Records`] answers many.

use std::{collections::HashMap, fmt::Write, ops::Range};

use crate::{
    error::{Error, Position},
    io::foreign::encoding::Lines,
};

/// A place, and the byte where its value begins.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) path: String,
    pub(super) start: usize,
}

/// An object or array that is open.
struct Frame {
    start: usize,
    /// The key of the current member, once read; or the place of the current element.
    at: Member,
}

enum Member {
    Key(Option<String>),
    Place(usize),
}

/// The place of a byte: of the value that it is in, or whose end it is.
pub(super) fn path_at(text: &str, byte: usize) -> Found {
    let mut last = None;
    walk(text, |_, token| {
        let before = token.start <= byte;
        if before {
            last = Some(token.start);
        }
        before
    });
    let mut found = Found { path: String::new(), start: 0 };
    // A path is as long as the text is deep: only the one that is asked for is written out.
    walk(text, |frames, token| {
        if Some(token.start) != last {
            return true;
        }
        let (frames, start) = match (token.kind, frames.split_last()) {
            (Kind::Close, Some((closed, rest))) => (rest, closed.start),
            _ => (frames, token.start),
        };
        found = Found { path: render(frames), start };
        false
    });
    found
}

/// The byte where the value of a place begins, or that of the longest leading part of the place that the text has;
/// `None` if it has none of its members.
pub(super) fn offset_of(text: &str, path: &str) -> Option<usize> {
    let (mut found, mut left, mut begun) = (None, usize::MAX, false);
    walk(text, |frames, token| {
        // What follows the first value is not of it.
        if frames.is_empty() && std::mem::replace(&mut begun, true) {
            return false;
        }
        if token.kind == Kind::Value
            && let Some(rest) = after(frames, path)
            && rest.len() < left
            && (frames.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
        {
            (found, left) = (Some(token.start), rest.len());
        }
        left > 0
    });
    found.filter(|_| left < path.len() || path.is_empty())
}

/// Where the items of the lists in the outermost object begin, and the line and column of each. Made in one pass; a
/// place within an item is looked for in the item alone.
pub(in crate::io) struct Records<'t> {
    text: &'t str,
    lines: Lines<'t>,
    lists: HashMap<String, Vec<usize>>,
}

impl<'t> Records<'t> {
    /// The items of a text.
    pub(in crate::io) fn of(text: &'t str) -> Self {
        let mut lists: HashMap<String, Vec<usize>> = HashMap::new();
        walk(text, |frames, token| {
            if let ([Frame { at: Member::Key(Some(list)), .. }, Frame { at: Member::Place(_), .. }], Kind::Value) =
                (frames, token.kind)
            {
                match lists.get_mut(list) {
                    Some(items) => items.push(token.start),
                    None => drop(lists.insert(list.clone(), vec![token.start])),
                }
            }
            true
        });
        Self { text, lines: Lines::of(text), lists }
    }

    /// Line and column of an item of a list.
    pub(in crate::io) fn position(&self, list: &str, n: usize) -> Option<Position> {
        self.start(list, n).map(|start| self.lines.position(start))
    }

    fn start(&self, list: &str, n: usize) -> Option<usize> {
        self.lists.get(list)?.get(n).copied()
    }

    /// The error of an item, with its place in the text: that of the member that it names, else that of the item.
    pub(in crate::io) fn fault(&self, list: &str, n: usize, error: Error) -> Error {
        let place = error.place().unwrap_or_default();
        let position = self.start(list, n).map(|start| {
            let item = self.text.get(start..).unwrap_or_default();
            self.lines.position(start + offset_of(item, place).unwrap_or_default())
        });
        let error = error.at(format!("{list}[{n}]"));
        match position {
            Some(Position { line, column }) => error.at_position(line, column),
            None => error,
        }
    }
}

/// The first integer that a 64-bit integer does not hold, outside of texts. serde would round it.
pub(super) fn rounded_integer(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'"' => at = end_of_string(bytes, at),
            b'-' | b'0'..=b'9' => {
                let more = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
                at += bytes.get(at..).unwrap_or_default().iter().take_while(|byte| more(byte)).count();
                let number = text.get(start..at).unwrap_or_default();
                let is_integer = || !number.contains(['.', 'e', 'E']);
                // Fewer digits are always held.
                if number.len() > 18 && is_integer() && number.parse::<i64>().is_err() && number.parse::<u64>().is_err()
                {
                    return Some(start..at);
                }
            }
            _ => {}
        }
    }
    None
}

/// What a path has behind these frames, if it begins with them.
fn after<'p>(frames: &[Frame], path: &'p str) -> Option<&'p str> {
    let mut rest = path;
    for frame in frames {
        rest = match &frame.at {
            Member::Key(None) => rest,
            Member::Key(Some(key)) => {
                let own = if rest.len() == path.len() { Some(rest) } else { rest.strip_prefix('.') };
                own.and_then(|rest| rest.strip_prefix(key.as_str()))?
            }
            Member::Place(place) => rest.strip_prefix(&format!("[{place}]"))?,
        };
    }
    Some(rest)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Key,
    Value,
    Close,
}

struct Token {
    kind: Kind,
    start: usize,
}

/// Shows each key, each value's beginning and each container's end, with what is open around it, until the function
/// returns false.
fn walk(text: &str, mut show: impl FnMut(&[Frame], Token) -> bool) {
    let bytes = text.as_bytes();
    let mut frames: Vec<Frame> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        let kind = match byte {
            b'{' | b'[' => {
                if !show(&frames, Token { kind: Kind::Value, start }) {
                    return;
                }
                let member = if *byte == b'{' { Member::Key(None) } else { Member::Place(0) };
                frames.push(Frame { start, at: member });
                continue;
            }
            b'}' | b']' => Kind::Close,
            b',' => {
                match frames.last_mut().map(|frame| &mut frame.at) {
                    Some(Member::Key(key)) => *key = None,
                    Some(Member::Place(place)) => *place += 1,
                    None => {}
                }
                continue;
            }
            b':' | b' ' | b'\t' | b'\r' | b'\n' => continue,
            b'"' => {
                at = end_of_string(bytes, at);
                match frames.last_mut().map(|frame| &mut frame.at) {
                    Some(Member::Key(key @ None)) => {
                        let quoted = text.get(start..at).unwrap_or_default();
                        *key =
                            Some(serde_json::from_str(quoted).unwrap_or_else(|_| quoted.trim_matches('"').to_owned()));
                        Kind::Key
                    }
                    _ => Kind::Value,
                }
            }
            _ => {
                while bytes.get(at).is_some_and(|b| {
                    !matches!(b, b',' | b':' | b'{' | b'}' | b'[' | b']' | b'"' | b' ' | b'\t' | b'\r' | b'\n')
                }) {
                    at += 1;
                }
                Kind::Value
            }
        };
        if !show(&frames, Token { kind, start }) {
            return;
        }
        if kind == Kind::Close {
            frames.pop();
        }
    }
}

fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'"' => break,
            b'\\' => at += 1,
            _ => {}
        }
    }
    at.min(bytes.len())
}

fn render(frames: &[Frame]) -> String {
    let mut path = String::new();
    for frame in frames {
        match &frame.at {
            Member::Key(None) => {}
            Member::Key(Some(key)) if path.is_empty() => path.push_str(key),
            Member::Key(Some(key)) => {
                path.push('.');
                path.push_str(key);
            }
            // Writing to a string does not fail.
            Member::Place(place) => write!(path, "[{place}]").unwrap_or_default(),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"a": [1, {"b \"c": "x,]"}], "d": {"e": null}}"#;

    #[test]
    fn places_lead_to_bytes_and_back() {
        for (path, value) in
            [("", "{"), ("a", "["), ("a[0]", "1"), ("a[1]", "{"), ("a[1].b \"c", "\"x"), ("d.e", "null")]
        {
            let offset = offset_of(TEXT, path).unwrap();
            assert!(TEXT[offset..].starts_with(value), "{path}");
            assert_eq!(path_at(TEXT, offset), Found { path: path.into(), start: offset });
        }
        assert_eq!(offset_of(TEXT, "z"), None);
    }

    #[test]
    fn a_place_that_is_not_there_is_that_of_the_part_that_is() {
        for (path, nearest) in
            [("a[2]", "a"), ("a[1].c", "a[1]"), ("d.e.f", "d.e"), ("d.x.e", "d"), ("a[1].b \"c.d", "a[1].b \"c")]
        {
            assert_eq!(offset_of(TEXT, path), offset_of(TEXT, nearest), "{path}");
        }
        // Only the first value is looked through.
        assert_eq!(offset_of(r#"{"a": 1}, {"b": 2}"#, "b"), None);
    }

    #[test]
    fn records_have_line_and_column() {
        let text = "{\"a\": [1,\n  {\"é\": [2]}, [3]],\n\"b\": [\"x\"]}";
        let records = Records::of(text);
        let at = |line, column| Some(Position { line, column });
        let found = |list, n| records.position(list, n);
        assert_eq!([found("a", 0), found("a", 1), found("a", 2), found("a", 3)], [at(1, 8), at(2, 3), at(2, 15), None]);
        assert_eq!([found("b", 0), found("c", 0)], [at(3, 7), None]);
        assert!(Records::of(&"[".repeat(100_000)).lists.is_empty());
        let fault =
            |place: &str| records.fault("a", 1, Error::new(crate::ErrorKind::Syntax, "odd").at(place)).to_string();
        assert_eq!(fault("é"), "line 2, column 9: a[1].é: odd");
        assert_eq!(fault("x"), "line 2, column 3: a[1].x: odd");
    }

    #[test]
    fn an_integer_is_held_or_found() {
        for (text, found) in [
            ("[18446744073709551615, -9223372036854775808]", None),
            ("[1, 18446744073709551616]", Some("18446744073709551616")),
            ("{\"a\": -9223372036854775809}", Some("-9223372036854775809")),
            ("\"\\\"123456789012345678901234\"", None),
            ("123456789012345678901234.0", None),
            ("1e300", None),
        ] {
            assert_eq!(rounded_integer(text).map(|range| &text[range]), found, "{text}");
        }
    }

    #[test]
    fn the_end_of_a_container_is_the_container() {
        let end = TEXT.find("}],").unwrap();
        assert_eq!(path_at(TEXT, end).path, "a[1]");
        assert_eq!(path_at(TEXT, end + 1).path, "a");
        assert_eq!(path_at(TEXT, TEXT.len() - 1).path, "");
    }

    #[test]
    fn broken_text_is_read_as_far_as_it_goes() {
        for end in 0..TEXT.len() {
            let _ = path_at(&TEXT[..end], end);
            let _ = offset_of(&TEXT[..end], "z");
        }
        assert_eq!(path_at(r#"{"facts": [{"when": "20"#, 22).path, "facts[0].when");
        assert_eq!(path_at("]]}},:\"\\", 8).path, "");
        let deep = "[".repeat(100_000);
        assert_eq!(path_at(&deep, 2).path, "[0][0]");
    }
}
