//! Guards before cells that a spreadsheet would take for formulas.

use crate::error::shown::is_invisible;

/// What a formula begins with, also in full width.
const BEGINNINGS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// What some spreadsheets take for the end of a cell, with a formula behind it.
const BREAKS: [char; 3] = ['\t', '\r', '\n'];

/// Whether a guard is written before a text: it would be a formula, also if the spreadsheet skips blanks before it. A
/// text that looks guarded is too, so that each reads back as it was.
pub(super) fn needs_guard(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    let skipped = |c: char| c.is_whitespace() || is_invisible(c);
    text.starts_with(BREAKS) || text.trim_start_matches(skipped).starts_with(BEGINNINGS)
}

/// Whether a text has a guard before it.
pub(super) fn is_guarded(text: &str) -> bool {
    text.starts_with('\'') && needs_guard(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn guarded(text: &str) -> String {
        if needs_guard(text) { format!("'{text}") } else { text.to_owned() }
    }

    #[test]
    fn no_formula_is_left_unguarded() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@report",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝1",
            "＋1",
            "－1",
            "＠a",
            "'=1",
            " =1",
            "'\u{a0}\u{200b} -1",
        ] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        for text in ["", " ", "a=1", " a", "'s-Hertogenbosch", "'", " '=1", "1-1", "2026-02"] {
            assert_eq!(guarded(text), text);
        }
    }

    proptest! {
        #[test]
        fn what_was_guarded_reads_back(text in "['\t ]{0,3}[-=+@a\t ]{0,3}") {
            let written = guarded(&text);
            let read = if is_guarded(&written) { &written[1..] } else { &written[..] };
            prop_assert_eq!(read, text);
        }
    }
}
