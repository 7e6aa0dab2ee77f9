//! Text in quotes, as the notation writes it.

use std::fmt::{self, Write};

/// A text in straight quotes, with `\"`, `\\`, `\n`, `\t`, `\r` and `\u{…}` for what would break the line or hide in it.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                '\t' => f.write_str("\\t")?,
                '\r' => f.write_str("\\r")?,
                c if c.is_control()
                    || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') =>
                {
                    write!(f, "\\u{{{:x}}}", u32::from(c))?;
                }
                c => f.write_char(c)?,
            }
        }
        f.write_char('"')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_quotes_breaks_the_line_or_turns_it_round() {
        assert_eq!(Quoted("a \"b\" \\ \n\t\r\u{0}\u{202e}“é”").to_string(), r#""a \"b\" \\ \n\t\r\u{0}\u{202e}“é”""#);
    }
}
