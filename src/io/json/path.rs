//! Where in a JSON text something is: from a byte to its place, `facts[3].when`, and back. Reads broken text as far as it
//! goes, and without recursion. Only errors ask, so it need not be fast.

use std::{collections::HashMap, fmt::Write};

use crate::error::Position;

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

/// The byte where the value of a place begins.
pub(super) fn offset_of(text: &str, path: &str) -> Option<usize> {
    let mut found = None;
    walk(text, |frames, token| {
        if token.kind == Kind::Value && leads_to(frames, path) {
            found = Some(token.start);
        }
        found.is_none()
    });
    found
}

/// Line and column of each item of the lists in the outermost object, by the name of the list. One pass.
pub(super) fn records(text: &str) -> HashMap<String, Vec<Position>> {
    let mut lists: HashMap<String, Vec<Position>> = HashMap::new();
    let (mut line, mut start, mut counted) = (1_u32, 0, 0);
    walk(text, |frames, token| {
        if let ([Frame { at: Member::Key(Some(list)), .. }, Frame { at: Member::Place(_), .. }], Kind::Value) =
            (frames, token.kind)
        {
            let before = text.get(counted..token.start).unwrap_or_default();
            line = line.saturating_add(u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX));
            start = before.rfind('\n').map_or(start, |end| counted + end + 1);
            counted = token.start;
            let column = text.get(start..token.start).map_or(0, |rest| rest.chars().count()) + 1;
            let position = Position { line, column: u32::try_from(column).unwrap_or(u32::MAX) };
            match lists.get_mut(list) {
                Some(positions) => positions.push(position),
                None => drop(lists.insert(list.clone(), vec![position])),
            }
        }
        true
    });
    lists
}

/// Whether the frames are rendered so, without rendering more of them than there is of the path.
fn leads_to(frames: &[Frame], path: &str) -> bool {
    let mut rest = path;
    for frame in frames {
        let after = match &frame.at {
            Member::Key(None) => Some(rest),
            Member::Key(Some(key)) => {
                let own = if rest.len() == path.len() { Some(rest) } else { rest.strip_prefix('.') };
                own.and_then(|rest| rest.strip_prefix(key.as_str()))
            }
            Member::Place(place) => rest.strip_prefix(&format!("[{place}]")),
        };
        match after {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.is_empty()
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

/// Shows each key, each value's beginning and each container's end, with what is open around it, until the function returns false.
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
        assert_eq!(offset_of(TEXT, "a[2]"), None);
    }

    #[test]
    fn records_have_line_and_column() {
        let found = records("{\"a\": [1,\n  {\"é\": [2]}, [3]],\n\"b\": [\"x\"]}");
        let at = |line, column| Position { line, column };
        assert_eq!(found["a"], [at(1, 8), at(2, 3), at(2, 15)]);
        assert_eq!(found["b"], [at(3, 7)]);
        assert!(records(&"[".repeat(100_000)).is_empty());
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
