//! Characters as pictures and terminals draw them: signs in the place of what is not seen, and columns.

use unicode_normalization::char::is_combining_mark;

use super::is_shaping;

/// The sign that a picture shows for a character that is not seen: pictures have no room for escapes.
pub(crate) fn sign(c: char) -> char {
    match c {
        '\u{0}'..='\u{1F}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7F}' => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// About how many columns a character takes. What takes none stays with the character before it. A character that is not seen
/// takes one, for its sign.
pub(crate) fn columns(c: char) -> usize {
    match c {
        '\u{0}'..='\u{2FF}' => 1,
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{A960}'..='\u{A97C}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF01}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}'
        | '\u{1F300}'..='\u{1F64F}'
        | '\u{1F680}'..='\u{1F6FF}'
        | '\u{1F900}'..='\u{1FAFF}'
        | '\u{20000}'..='\u{3FFFD}'
            if !is_combining_mark(c) =>
        {
            2
        }
        _ if is_shaping(c) || is_combining_mark(c) => 0,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_has_a_sign() {
        let signs: String = "\u{0}\u{1b}\t\n\u{7f}\u{85}\u{202e}\u{fffe}".chars().map(sign).collect();
        assert_eq!(signs, "␀␛␉␊␡���");
    }

    #[test]
    fn wide_characters_take_two_columns_and_marks_none() {
        for (text, wanted) in [
            ("a é~", 4),
            ("漢字", 4),
            ("한국", 4),
            ("ｱＡ￥", 5),
            ("🙂🚀", 4),
            ("e\u{301}\u{20d0}", 1),
            ("か\u{3099}", 2),
            ("क\u{94d}\u{200d}ष", 2),
            ("❤\u{fe0f}", 1),
            ("\u{202e}\u{0}", 2),
        ] {
            assert_eq!(text.chars().map(columns).sum::<usize>(), wanted, "{text:?}");
        }
    }
}
