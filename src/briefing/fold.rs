//! Text in lines of at most 80 columns.

use std::fmt::{self, Write};

use crate::error::shown::{Shown, columns, one_line};

/// How many columns a line has at most.
pub(super) const WIDTH: usize = 80;

/// How many columns a text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// A text as it is printed: on one line, with escapes for what is not seen.
pub(super) fn plain(text: &str) -> String {
    Shown(&one_line(text)).to_string()
}

/// Writes a text behind a head. What does not fit on the line goes on below, behind so many blanks. Both must be
/// [`plain`]. A word is cut only if no line has room for it, as in a text without blanks.
pub(super) fn fold(head: &str, indent: usize, text: &str, out: &mut impl Write) -> fmt::Result {
    let mut line = Line { indent, used: width(head), fresh: true, out };
    line.out.write_str(head)?;
    text.split(' ').filter(|word| !word.is_empty()).try_for_each(|word| line.word(word))?;
    line.out.write_char('\n')
}

struct Line<'o, W> {
    indent: usize,
    used: usize,
    /// Whether no word stands on the line.
    fresh: bool,
    out: &'o mut W,
}

impl<W: Write> Line<'_, W> {
    fn word(&mut self, word: &str) -> fmt::Result {
        let width = width(word);
        let fits = self.used + usize::from(!self.fresh) + width <= WIDTH;
        if !fits && !self.fresh && self.indent + width <= WIDTH {
            self.next()?;
        }
        if !self.fresh && self.used < WIDTH {
            self.out.write_char(' ')?;
            self.used += 1;
        }
        for c in word.chars() {
            if self.used + columns(c) > WIDTH {
                self.next()?;
            }
            self.out.write_char(c)?;
            self.used += columns(c);
        }
        self.fresh = false;
        Ok(())
    }

    fn next(&mut self) -> fmt::Result {
        write!(self.out, "\n{:1$}", "", self.indent)?;
        (self.used, self.fresh) = (self.indent, true);
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn folded(head: &str, indent: usize, text: &str) -> Vec<String> {
        let mut out = String::new();
        fold(head, indent, text, &mut out).unwrap();
        out.lines().map(str::to_owned).collect()
    }

    #[test]
    fn words_go_on_below_and_none_is_lost() {
        let text = "a bc def ".repeat(40);
        let lines = folded("DNA: ", 5, &text);
        assert!(lines.len() > 3 && lines.iter().all(|line| width(line) <= WIDTH));
        assert!(lines.iter().skip(1).all(|line| line.starts_with("     ") && !line.starts_with("      ")));
        let joined: Vec<_> = lines.iter().flat_map(|line| line.split_whitespace()).skip(1).collect();
        assert_eq!(joined, text.split_whitespace().collect::<Vec<_>>());
    }

    #[test]
    fn full_width_characters_take_two_columns_and_long_words_are_cut() {
        let lines = folded("  ", 2, &"漢".repeat(100));
        assert_eq!(lines.iter().map(|line| width(line)).collect::<Vec<_>>(), [80, 80, 46]);
        let address = format!("see https://{}", "x".repeat(100));
        let lines = folded("", 4, &address);
        assert!(lines.iter().all(|line| width(line) <= WIDTH));
        assert_eq!(lines.concat().replace(' ', ""), address.replace(' ', ""));
        // A word that the next line has room for is not cut.
        let word = "y".repeat(60);
        assert_eq!(folded("", 0, &format!("{} {word}", "z".repeat(30))), ["z".repeat(30), word]);
    }
}
