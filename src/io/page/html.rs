//! Texts of others in HTML. Everything that is not of the template passes through here.

use std::fmt::{self, Write};

use crate::error::shown::{each, escape, one_line};

/// A text as the content of an element or of an attribute in double quotes: characters of markup as references, and
/// what would not be seen as an escape such as `\u{202e}`.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        each(self.0).try_for_each(|(c, seen)| if seen { character(c, f) } else { escape(c, f) })
    }
}

/// A character of a text, as a reference where it is one of markup.
pub(super) fn character(c: char, out: &mut impl Write) -> fmt::Result {
    match c {
        '&' => out.write_str("&amp;"),
        '<' => out.write_str("&lt;"),
        '>' => out.write_str("&gt;"),
        '"' => out.write_str("&quot;"),
        '\'' => out.write_str("&#39;"),
        c => out.write_char(c),
    }
}

/// A text on one line, with a blank for each line break, in an element that keeps its direction from the text around.
pub(super) struct Isolated<'a>(pub(super) &'a str);

impl fmt::Display for Isolated<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<bdi>{}</bdi>", Escaped(&one_line(self.0)))
    }
}

/// Numbers with a blank between them.
pub(super) struct Listed<T>(pub(super) Vec<T>);

impl<T: fmt::Display> fmt::Display for Listed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, item) in self.0.iter().enumerate() {
            write!(f, "{}{item}", if n == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

/// A number of things, such as `1 fact`.
pub(super) fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// Tenths, as a decimal number.
pub(super) struct Tenths(pub(super) i64);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 10, self.0.unsigned_abs() % 10);
        if part == 0 { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{part}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_an_attribute_or_begins_an_element() {
        let escaped = Escaped("</script><a b=\"c\" d='e'>&amp;\u{202e}\n`=").to_string();
        assert_eq!(escaped, "&lt;/script&gt;&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;\\u{202e}\\n`=");
        assert_eq!(Isolated("a\n b").to_string(), "<bdi>a b</bdi>");
    }

    #[test]
    fn tenths_have_at_most_one_digit_behind_the_point() {
        let printed: Vec<_> = [0, 5, 10, -5, -123].map(|n| Tenths(n).to_string()).into();
        assert_eq!(printed, ["0", "0.5", "1", "-0.5", "-12.3"]);
    }
}
