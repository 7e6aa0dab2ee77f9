//! Folding: the form in which names are compared, whatever sources and keyboards make of the same name.

use unicode_normalization::UnicodeNormalization;

use crate::error::shown::is_invisible;

/// Folds a name for comparison: look-ups by name ignore case, diacritics, extra white space, and how signs are typed that
/// look alike.
///
/// Compatibility decomposition, lower case, then removal of the combining marks of Latin, Greek, Cyrillic, Hebrew and
/// Arabic. Letters that do not decompose (`ø ł đ ı ß æ œ þ ð`) are replaced. Marks that make another letter, as in
/// Devanagari, stay.
///
/// - **Apostrophes** are one: `'`, `’`, `‘`, `ʼ`, `ʻ`, a grave or acute accent that stands alone, a prime.
/// - **Hyphens** are one: `-`, U+2010, the hyphen that does not break (U+2011), the figure and the en dash, the minus sign.
/// - **Arabic letters** that have a code of their own in Persian or Urdu are one with it: `ي ى ی`, `ك ک`, `ه ہ`.
/// - **What is invisible** is left out: characters of no width, soft hyphens, marks of direction, variation selectors.
///
/// ```
/// use chancery::model::fold;
///
/// assert_eq!(fold("  ISLAM  Karīmov "), "islam karimov");
/// assert_eq!(fold("Łódź"), fold("lodz"));
/// assert_eq!(fold("O’Brien"), fold("o'brien"));
/// ```
#[must_use]
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let mut gap = false;
    let mut push = |c: char| {
        if c.is_whitespace() {
            gap = true;
            return;
        }
        if std::mem::take(&mut gap) && !folded.is_empty() {
            folded.push(' ');
        }
        match c {
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ς' => folded.push('σ'),
            // Yeh, Alef maksura; Kaf; Heh goal.
            '\u{64A}' | '\u{649}' => folded.push('\u{6CC}'),
            '\u{643}' => folded.push('\u{6A9}'),
            '\u{6C1}' => folded.push('\u{647}'),
            '\u{2010}'..='\u{2013}' | '\u{2212}' => folded.push('-'),
            c if is_apostrophe(c) => folded.push('\''),
            _ => folded.push(c),
        }
    };
    if name.is_ascii() {
        name.chars().map(|c| c.to_ascii_lowercase()).for_each(&mut push);
    } else {
        // The accent that stands alone would become a blank with a mark.
        let shown = name.chars().filter(|c| !is_invisible(*c)).map(|c| if c == '\u{B4}' { '\'' } else { c });
        shown.nfkd().flat_map(char::to_lowercase).filter(|c| !is_diacritic(*c)).for_each(&mut push);
    }
    folded
}

/// Whether a character is typed for an apostrophe: itself, quotes, primes, and letters that look like one.
pub(super) const fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{B4}' | '\u{2B9}' | '\u{2BB}'..='\u{2BF}' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2032}'
    )
}

fn is_diacritic(c: char) -> bool {
    matches!(u32::from(c), 0x300..=0x36F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
        || matches!(u32::from(c), 0x591..=0x5BD | 0x5BF | 0x5C1 | 0x5C2 | 0x5C4 | 0x5C5 | 0x5C7)
        || matches!(u32::from(c), 0x610..=0x61A | 0x640 | 0x64B..=0x65F | 0x670)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn folding_joins_spellings_and_keeps_letters_apart() {
        for (a, b) in [
            ("É", "e"),
            ("ﬁ", "FI"),
            ("Groß", "gross"),
            ("مُحَمَّد", "محمد"),
            ("a\u{a0}b", "A B"),
            ("Σίσυφος", "σισυφοσ"),
            ("Æ þ Œ ð", "ae th oe d"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} {b}");
        }
        assert_ne!(fold("कि"), fold("का"));
        assert_ne!(fold("a b"), fold("ab"));
        assert_eq!(fold(""), "");
    }

    #[test]
    fn signs_that_look_alike_are_one() {
        for (signs, folded) in [
            ("' ` ´ ʹ ʻ ʼ ʽ ʾ ʿ ‘ ’ ‛ ′ ＇", "'"),
            ("- ‐ ‑ ‒ – − － ﹣", "-"),
            ("ي ى ی ﻲ ئ", "ی"),
            ("ك ک ﻚ", "ک"),
            ("ه ہ ۂ", "ه"),
        ] {
            for sign in signs.split(' ') {
                assert_eq!(fold(sign), folded, "{sign:?}");
            }
        }
        // A dash parts a sentence, quotes stand around words, and other letters are others.
        for sign in ["—", "“", "\"", "ھ", "ے", "ق"] {
            assert_eq!(fold(sign), sign);
        }
    }

    proptest! {
        // Law: what is folded is folded already, and has nothing invisible.
        #[test]
        fn folding_twice_is_folding_once(name in "[\\PCa-c\u{2bc}\u{2010}\u{200b}-\u{200f}\u{64a}\u{6c1} ]{0,20}") {
            let folded = fold(&name);
            prop_assert_eq!(fold(&folded), folded.as_str());
            prop_assert!(!folded.chars().any(is_invisible));
        }
    }
}
