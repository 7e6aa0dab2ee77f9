//! Quoted texts, as the notation writes them.

use std::fmt::{self, Write};

/// A text between two marks. `\\`, `\n`, `\t`, `\r`, `\u{…}` and a backslash before the closing mark stand for
/// characters that would break the line, be invisible, or end the text too soon.
pub(crate) struct Escaped<'a> {
    text: &'a str,
    open: char,
    close: char,
}

impl<'a> Escaped<'a> {
    /// A text in straight quotes.
    pub(crate) const fn quoted(text: &'a str) -> Self {
        Self { text, open: '"', close: '"' }
    }

    /// A key in backticks.
    pub(crate) const fn key(text: &'a str) -> Self {
        Self { text, open: '`', close: '`' }
    }

    /// An address in angle brackets.
    pub(crate) const fn address(text: &'a str) -> Self {
        Self { text, open: '<', close: '>' }
    }
}

/// Whether a character is invisible, or changes the direction of the text around it.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char(self.open)?;
        for c in self.text.chars() {
            match c {
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                '\t' => f.write_str("\\t")?,
                '\r' => f.write_str("\\r")?,
                c if c == self.close => write!(f, "\\{c}")?,
                c if is_hidden(c) => write!(f, "\\u{{{:x}}}", u32::from(c))?,
                c => f.write_char(c)?,
            }
        }
        f.write_char(self.close)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_between_marks_breaks_the_line_or_turns_it_round() {
        assert_eq!(
            Escaped::quoted("a \"b\" \\ \n\t\r\u{0}\u{202e}“é”").to_string(),
            r#""a \"b\" \\ \n\t\r\u{0}\u{202e}“é”""#
        );
        assert_eq!(Escaped::key("a`\"").to_string(), r#"`a\`"`"#);
        assert_eq!(Escaped::address("https://a/>\\").to_string(), r"<https://a/\>\\>");
    }
}
