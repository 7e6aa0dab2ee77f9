//! Text for Graphviz: escaped, and shortened if it is too long to read.
//!
//! Graphviz reads text three times over: `\"` in its lexer, `\n`, `\l`, `\N` and the like in labels, and `&lt;` as in
//! HTML. What is written here is shown as it is.

use std::fmt::{self, Write};

use crate::error::shown::{each, sign};

/// Where a text is used, which decides how Graphviz reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Centred lines.
    Label,
    /// Lines aligned to the left.
    LeftLabel,
    Tooltip,
}

/// A text in quotes. A line feed breaks the line.
pub(super) struct Quoted<'a>(pub(super) Place, pub(super) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(place, text) = *self;
        f.write_char('"')?;
        for (c, seen) in each(text) {
            match c {
                '\n' if place == Place::LeftLabel => f.write_str("\\l")?,
                '\n' => f.write_str("\\n")?,
                '"' => f.write_str("\\\"")?,
                // Graphviz takes tooltips apart twice, so that `\\N` would still be the node's name: a word joiner,
                // which is not seen, parts the two.
                '\\' if place == Place::Tooltip => f.write_str("\\\\\u{2060}")?,
                '\\' => f.write_str("\\\\")?,
                '&' => f.write_str("&amp;")?,
                c if seen => f.write_char(c)?,
                c => f.write_char(sign(c))?,
            }
        }
        // Without it the last line would stand in the middle.
        f.write_str(if place == Place::LeftLabel && !text.is_empty() { "\\l\"" } else { "\"" })
    }
}

/// A text on one line: its line feeds are shown as signs.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { sign(c) } else { c }).collect()
}

/// A text whose line ends and tabs, of whatever kind, are line feeds and blanks.
pub(super) fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n").replace('\t', " ")
}

/// The text, or its beginning and how much more there is.
pub(super) fn clip(text: &str, characters: usize) -> String {
    let Some((at, _)) = text.char_indices().nth(characters) else { return text.to_owned() };
    let (head, rest) = text.split_at(at);
    let rest = rest.chars().count();
    format!("{}… ({rest} more character{})", head.trim_end(), plural(rest))
}

pub(super) const fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str) -> String {
        Quoted(Place::Label, text).to_string()
    }

    #[test]
    fn nothing_that_graphviz_would_read_is_left() {
        assert_eq!(label(r#"say "so" \N \\ <b>&lt;"#), r#""say \"so\" \\N \\\\ <b>&amp;lt;""#);
        assert_eq!(label("\\"), r#""\\""#);
        assert_eq!(label("a\nb"), r#""a\nb""#);
        assert_eq!(Quoted(Place::LeftLabel, "a\nb").to_string(), r#""a\lb\l""#);
        assert_eq!(Quoted(Place::Tooltip, "\\N").to_string(), "\"\\\\\u{2060}N\"");
    }

    #[test]
    fn what_xml_forbids_becomes_a_sign() {
        assert_eq!(label("\u{0}\u{1b}\t\r\u{7f}\u{85}\u{fffe}\u{1ffff}"), "\"␀␛␉␍␡���\"");
        assert_eq!(label("\u{202e}שלום\u{ad} 漢字 🙂"), "\"�שלום� 漢字 🙂\"");
    }

    #[test]
    fn names_stay_on_one_line_and_texts_keep_theirs() {
        assert_eq!(one_line("a\nb"), "a␊b");
        assert_eq!(lines("a\r\nb\rc\td"), "a\nb\nc d");
    }

    #[test]
    fn what_is_cut_is_counted() {
        assert_eq!(clip("漢字漢字", 4), "漢字漢字");
        assert_eq!(clip("漢字 漢字", 3), "漢字… (2 more characters)");
        assert_eq!(clip("ab", 1), "a… (1 more character)");
    }
}
