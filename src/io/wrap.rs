//! Lines of a text in pictures.

use crate::error::shown::columns as columns_of;

/// Breaks lines at blanks before they are wider than so many columns, and within a word only if it alone is wider.
/// No character is lost but the blanks at which a line breaks.
pub(super) fn wrap(text: &str, columns: usize) -> String {
    text.split('\n').map(|line| wrap_line(line, columns)).collect::<Vec<_>>().join("\n")
}

fn wrap_line(line: &str, columns: usize) -> String {
    let mut wrapped = String::with_capacity(line.len() + 8);
    let mut used = 0;
    for (n, word) in line.split(' ').enumerate() {
        let width: usize = word.chars().map(columns_of).sum();
        if n > 0 && used + 1 + width > columns && used > 0 {
            wrapped.push('\n');
            used = 0;
        } else if n > 0 {
            wrapped.push(' ');
            used += 1;
        }
        let mut joins = false;
        for c in word.chars() {
            // What a joiner joins is one picture.
            let joined = std::mem::replace(&mut joins, c == '\u{200d}');
            let own = columns_of(c);
            if !joined && used > 0 && used + own > columns && own > 0 && width > columns {
                wrapped.push('\n');
                used = 0;
            }
            wrapped.push(c);
            used += own;
        }
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_blanks_and_lose_nothing_else() {
        assert_eq!(wrap("Institute of Regional Studies", 22), "Institute of Regional\nStudies");
        assert_eq!(wrap("abcdefgh", 3), "abc\ndef\ngh");
        assert_eq!(wrap("漢字漢字", 4), "漢字\n漢字");
        assert_eq!(wrap("ee\u{301}e", 2), "ee\u{301}\ne");
        assert_eq!(wrap("a👩\u{200d}🚀b", 3), "a👩\u{200d}🚀\nb");
        assert_eq!(wrap("a\nb", 9), "a\nb");
        for text in ["", " ", "  a  b ", "one two three", "x yyyyyyyyy z"] {
            let bare = |text: &str| text.replace([' ', '\n'], "");
            assert_eq!(bare(&wrap(text, 4)), bare(text));
            assert!(wrap(text, 4).split('\n').all(|line| line.trim().chars().count() <= 4), "{text:?}");
        }
    }
}
