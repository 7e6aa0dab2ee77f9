//! Escapes text so that Mermaid shows it as it is.
//!
//! Mermaid takes directives and comments (`%%`) out before it parses, reads `#35;` as a character, and labels as HTML
//! and as Markdown. The characters that mark these are written as their codes here.

use std::fmt::{self, Write};

use crate::{
    error::shown::{each, sign},
    io::loss::{Loss, Losses},
};

/// The longest text of one name, in characters.
const LONGEST: usize = 80;

/// A text in quotes whose line breaks are `\n`.
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        // Whether a line has begun with this character, and whether it has only digits so far: `1.` begins a list.
        let (mut begins, mut digits) = (true, true);
        for c in self.0.chars() {
            let (first, numbers) = (begins, digits);
            begins = c == '\n';
            digits = begins || (digits && c.is_ascii_digit());
            match c {
                '\n' => f.write_str("<br/>")?,
                '_' | '*' | '~' => write!(f, "#{};", u32::from(c))?,
                '+' | '-' | '=' if first => write!(f, "#{};", u32::from(c))?,
                '.' if numbers && !first => write!(f, "#{};", u32::from(c))?,
                '"' | '#' | '%' | '&' | '<' | '>' | '`' | ':' | ';' | '\\' | '{' | '}' | '|' | '$' | '[' | ']'
                | '(' | ')' => {
                    write!(f, "#{};", u32::from(c))?;
                }
                c => f.write_char(c)?,
            }
        }
        f.write_char('"')
    }
}

/// A text of the graph on one line, with signs for what cannot be shown, and not longer than one reads.
pub(super) fn shown(text: &str, losses: &mut Losses) -> String {
    let mut shown = String::with_capacity(text.len());
    let (mut changed, mut cut) = (false, false);
    for (n, (c, seen)) in each(text).enumerate() {
        if n == LONGEST {
            cut = true;
            break;
        }
        let drawn = if seen { c } else { sign(c) };
        changed |= drawn != c;
        shown.push(drawn);
    }
    if changed {
        losses.note(Loss::Characters, || text.to_owned());
    }
    if cut {
        losses.note(Loss::Text, || text.to_owned());
        shown.push('…');
    } else if text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) || text.contains("  ") {
        // A browser shows several blanks as one.
        losses.note(Loss::Text, || text.to_owned());
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_that_mermaid_would_read() {
        let escaped = Quoted("say \"so\" #35; %%{init}%% `x` <b>&lt; a:b\nend").to_string();
        assert_eq!(
            escaped,
            "\"say #34;so#34; #35;35#59; #37;#37;#123;init#125;#37;#37; #96;x#96; #60;b#62;#38;lt#59; a#58;b<br/>end\""
        );
    }

    #[test]
    fn markdown_is_shown_as_text() {
        for (text, escaped) in [
            ("1. FC Köln", "\"1#46; FC Köln\""),
            ("of 1. FC", "\"of 1. FC\""),
            ("__init__", "\"#95;#95;init#95;#95;\""),
            ("*a* ~b~", "\"#42;a#42; #126;b#126;\""),
            ("a\n- b\n+c\n12. d-e", "\"a<br/>#45; b<br/>#43;c<br/>12#46; d-e\""),
        ] {
            assert_eq!(Quoted(text).to_string(), escaped, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_shown_is_counted() {
        let mut losses = Losses::default();
        assert_eq!(shown("a\nb\u{0}\u{fffe}", &mut losses), "a␊b␀\u{fffd}");
        assert_eq!((losses.count(Loss::Characters), losses.count(Loss::Text)), (1, 0));
        assert_eq!(shown(&"x".repeat(81), &mut losses).chars().count(), 81);
        assert_eq!(shown(" x", &mut losses), " x");
        assert_eq!(losses.count(Loss::Text), 2);
    }
}
