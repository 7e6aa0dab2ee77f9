//! The text of a source, and the places of quotes in it.

use std::ops::Range;

use super::occurrences::{Alike, are_alike, places_of};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    model::{Quote, Sha256},
};

/// How many characters there are between two stored byte offsets.
const STRIDE: usize = 128;

/// A text whose characters can be addressed by number without reading it from the start.
#[derive(Clone, Debug)]
pub(crate) struct SourceText {
    text: String,
    /// The byte offset of every 128th character.
    offsets: Vec<u32>,
    characters: u32,
}

/// A checked quote: its place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct QuotePlace {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

#[expect(clippy::cast_possible_truncation, reason = "`Source::check` refuses texts of 4 GiB and more")]
impl SourceText {
    pub(crate) fn new(text: String) -> Self {
        let mut offsets = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut characters = 0;
        for (number, (offset, _)) in text.char_indices().enumerate() {
            if number % STRIDE == 0 {
                offsets.push(offset as u32);
            }
            characters += 1;
        }
        Self { text, offsets, characters }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The words from one character up to another, which is not included; empty if there are none.
    pub(crate) fn slice(&self, start: u32, end: u32) -> &str {
        match (self.byte_of(start), self.byte_of(end)) {
            (Some(start), Some(end)) => self.text.get(start..end).unwrap_or_default(),
            _ => "",
        }
    }

    /// The byte offset of a character; for the number after the last, the end of the text.
    pub(crate) fn byte_of(&self, character: u32) -> Option<usize> {
        if character == self.characters {
            return Some(self.text.len());
        }
        let character = character as usize;
        let start = *self.offsets.get(character / STRIDE)? as usize;
        let (offset, _) = self.text.get(start..)?.char_indices().nth(character % STRIDE)?;
        Some(start + offset)
    }

    fn character_at(&self, byte: usize) -> u32 {
        let known = self.offsets.partition_point(|offset| *offset as usize <= byte).saturating_sub(1);
        let start = self.offsets.get(known).map_or(0, |offset| *offset as usize);
        (known * STRIDE + self.text.get(start..byte).map_or(0, |s| s.chars().count())) as u32
    }

    /// Finds the one place that a quote means, and checks its words and hash there.
    pub(crate) fn locate(&self, quote: &Quote) -> Result<QuotePlace, Error> {
        let place = match (quote.range, &quote.words) {
            (Some((start, end)), _) => self.within(start, end, quote)?,
            (None, Some(words)) => self.search(words, quote.nth)?,
            (None, None) => {
                return Err(Error::new(
                    ErrorKind::InvalidClaim,
                    "a quote has neither words nor a range; expected one of them",
                ));
            }
        };
        let found = self.slice(place.start, place.end);
        if let Some(words) = quote.words.as_deref().filter(|words| !are_alike(words, found, Alike::Flowing)) {
            let why = format!(
                "characters {} to {} of the text are `{}`, not `{}`",
                place.start,
                place.end,
                as_found(found),
                as_found(words)
            );
            return Err(Error::new(ErrorKind::QuoteAbsent, why));
        }
        if let Some(hash) = quote.sha256.filter(|hash| *hash != Sha256::of(found)) {
            let why = format!(
                "characters {} to {} of the text hash to {}, not to {hash}",
                place.start,
                place.end,
                Sha256::of(found)
            );
            return Err(Error::new(ErrorKind::QuoteAbsent, why));
        }
        Ok(place)
    }

    fn within(&self, start: u32, end: u32, quote: &Quote) -> Result<QuotePlace, Error> {
        if quote.nth.is_some() {
            return Err(Error::new(
                ErrorKind::InvalidClaim,
                "a quote has both a range and an ordinal; expected one of them",
            ));
        }
        if start >= end || end > self.characters {
            let why =
                format!("characters {start} to {end} are not a range in a text of {} characters", self.characters);
            return Err(Error::new(ErrorKind::QuoteAbsent, why));
        }
        Ok(QuotePlace { start, end })
    }

    fn search(&self, words: &str, nth: Option<u32>) -> Result<QuotePlace, Error> {
        if words.is_empty() {
            return Err(Error::new(ErrorKind::InvalidClaim, "a quote is empty; expected at least one character"));
        }
        // With an ordinal, no later place matters.
        let most = nth.filter(|nth| *nth > 0).map_or(usize::MAX, |nth| nth as usize);
        let places = places_of(&self.text, words, Alike::Flowing, most);
        let place = |bytes: &Range<usize>| self.place(bytes);
        match (places.as_slice(), nth) {
            ([], _) => Err(Error::new(
                ErrorKind::QuoteAbsent,
                format!("`{}` is not in the text{}", as_found(words), self.near(words)),
            )),
            ([only], None) => Ok(place(only)),
            (several, None) => {
                let shown: Vec<_> = several.iter().take(8).map(|start| place(start).start.to_string()).collect();
                let more = several.len().checked_sub(9).map(|n| format!(" and {} more", n + 1)).unwrap_or_default();
                let why = format!(
                    "`{}` stands in the text {} times, at characters {}{more}; say which with an ordinal, a range or longer words",
                    as_found(words),
                    several.len(),
                    shown.join(", ")
                );
                Err(Error::new(ErrorKind::QuoteAmbiguous, why))
            }
            (places, Some(nth)) => {
                (nth as usize).checked_sub(1).and_then(|n| places.get(n)).map(place).ok_or_else(|| {
                    let why = format!(
                        "`{}` stands in the text {} times; ordinal {nth} is not among 1 to {}",
                        as_found(words),
                        places.len(),
                        places.len()
                    );
                    Error::new(ErrorKind::QuoteAbsent, why)
                })
            }
        }
    }

    fn place(&self, bytes: &Range<usize>) -> QuotePlace {
        QuotePlace { start: self.character_at(bytes.start), end: self.character_at(bytes.end) }
    }

    /// The places whose words differ from these in nothing but how signs are typed.
    pub(crate) fn typed_like(&self, words: &str) -> Vec<QuotePlace> {
        places_of(&self.text, words, Alike::Typed, usize::MAX).iter().map(|bytes| self.place(bytes)).collect()
    }

    /// The quote of these words that means a place, with an ordinal if the text has them more than once. `None` if they are
    /// not there.
    pub(crate) fn quote_of(&self, words: &str, start: u32, end: u32) -> Option<Quote> {
        let bytes = self.byte_of(start)?..self.byte_of(end)?;
        let places = places_of(&self.text, words, Alike::Flowing, usize::MAX);
        let at = places.iter().position(|place| *place == bytes)?;
        let quote = Quote::new(words);
        Some(if places.len() > 1 { quote.nth(at as u32 + 1) } else { quote })
    }

    /// What the text has in place of words that it does not have, for an error.
    fn near(&self, words: &str) -> String {
        match places_of(&self.text, words, Alike::Typed, 1).first() {
            Some(bytes) => {
                let QuotePlace { start, end } = self.place(bytes);
                let found = self.text.get(bytes.clone()).unwrap_or_default();
                format!(
                    "; with other signs it has `{}` at characters {start} to {end}; `SourceRef::quotes_like` finds it",
                    as_found(found)
                )
            }
            None => self.agreement(words),
        }
    }

    /// How far the words agree with the text, so that an error can show where they differ.
    fn agreement(&self, words: &str) -> String {
        let find = |head: &str| places_of(&self.text, head, Alike::Flowing, 1).into_iter().next();
        let ends: Vec<usize> = words.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
        let head = |count: usize| ends.get(count.wrapping_sub(1)).and_then(|end| words.get(..*end)).unwrap_or_default();
        let agree = {
            let (mut low, mut high) = (0, ends.len());
            while low < high {
                let middle = (low + high).div_ceil(2);
                if find(head(middle)).is_some() { low = middle } else { high = middle - 1 }
            }
            low
        };
        let head = head(agree);
        match find(head) {
            Some(bytes) if agree >= 4 => {
                let goes_on: String = self.text.get(bytes.end..).unwrap_or_default().chars().take(12).collect();
                format!("; it agrees up to `{}`, where the text goes on `{}`", as_found(head), as_found(&goes_on))
            }
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(start: u32, end: u32) -> QuotePlace {
        QuotePlace { start, end }
    }

    #[test]
    fn words_are_found_by_character_and_not_by_byte() {
        let text = SourceText::new("“Know thy neighbours,” he said. Neighbours know.".into());
        assert_eq!(text.locate(&Quote::new("thy")).unwrap(), place(6, 9));
        assert_eq!(text.slice(6, 9), "thy");
        assert_eq!(text.locate(&Quote::new("know.")).unwrap(), place(43, 48));
        assert_eq!(text.slice(43, 48), "know.");
    }

    #[test]
    fn a_range_ends_with_the_text_at_most_and_holds_the_words_alone() {
        let text = SourceText::new("añb".into());
        let range = |start, end| Quote { range: Some((start, end)), ..Quote::default() };
        for (start, end) in [(0, 3), (0, 1), (2, 3)] {
            assert_eq!(text.locate(&range(start, end)).unwrap(), place(start, end));
        }
        for (start, end) in [(0, 4), (2, 4), (3, 4), (3, 3), (2, 1), (0, u32::MAX)] {
            assert_eq!(text.locate(&range(start, end)).unwrap_err().kind(), ErrorKind::QuoteAbsent, "{start}..{end}");
        }
        assert_eq!(text.locate(&Quote::new("ñ").at(1..2)).unwrap(), place(1, 2));
        for at in [0..2, 1..3, 0..1, 2..3] {
            assert_eq!(text.locate(&Quote::new("ñ").at(at)).unwrap_err().kind(), ErrorKind::QuoteAbsent);
        }
    }

    #[test]
    fn what_stands_twice_needs_an_ordinal() {
        let text = SourceText::new("aaa b a".into());
        let error = text.locate(&Quote::new("aa")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::QuoteAmbiguous);
        assert!(error.to_string().contains("2 times, at characters 0, 1;"), "{error}");
        assert_eq!(text.locate(&Quote::new("aa").nth(2)).unwrap(), place(1, 3));
        for nth in [0, 3] {
            assert!(text.locate(&Quote::new("aa").nth(nth)).unwrap_err().to_string().contains("not among 1 to 2"));
        }
        let many = SourceText::new("a".repeat(20));
        assert!(many.locate(&Quote::new("a")).unwrap_err().to_string().contains("0, 1, 2, 3, 4, 5, 6, 7 and 12 more"));
        let nine = SourceText::new("a".repeat(9));
        assert!(nine.locate(&Quote::new("a")).unwrap_err().to_string().contains("7 and 1 more"));
        let eight = SourceText::new("a".repeat(8));
        assert!(eight.locate(&Quote::new("a")).unwrap_err().to_string().contains("6, 7; say"));
    }

    #[test]
    fn a_quote_has_an_ordinal_only_for_repeated_words() {
        let quote = |text: &str, words: &str, (start, end)| {
            SourceText::new(text.into()).quote_of(words, start, end).map(|quote| quote.to_string())
        };
        let some = |quote: &str| Some(quote.to_owned());
        assert_eq!(quote("é aa b", "aa", (2, 4)), some("\"aa\""));
        assert_eq!(quote("aaa b a", "aa", (0, 2)), some("\"aa\" nth 1"));
        assert_eq!(quote("aaa b a", "aa", (1, 3)), some("\"aa\" nth 2"));
        assert_eq!(quote("aaa b a", "a", (6, 7)), some("\"a\" nth 4"));
        assert_eq!(quote("é é é", "é", (4, 5)), some("\"é\" nth 3"));
        assert_eq!(quote("the first\nofficial", "first official", (4, 18)), some("\"first official\""));
        assert_eq!(
            (quote("aaa", "aa", (2, 4)), quote("aaa", "b", (0, 1)), quote("aaa", "", (0, 0))),
            (None, None, None)
        );
    }

    #[test]
    fn words_flow_as_the_text_does() {
        let text = SourceText::new("the first\nofficial visit,\u{a0}the institute’s first".into());
        assert_eq!(text.locate(&Quote::new("first official")).unwrap(), place(4, 18));
        assert_eq!(text.slice(4, 18), "first\nofficial");
        assert_eq!(text.locate(&Quote::new("first  official").at(4..18)).unwrap(), place(4, 18));
        assert_eq!(text.locate(&Quote::new("visit, the")).unwrap(), place(19, 29));
        let error = text.locate(&Quote::new("the institute's")).unwrap_err().to_string();
        assert!(error.contains("with other signs it has `the institute’s` at characters 26 to 41"), "{error}");
        assert_eq!(text.typed_like("the institute's"), [place(26, 41)]);
        let twice = SourceText::new("a b a\nb".into());
        assert_eq!(twice.locate(&Quote::new("a b")).unwrap_err().kind(), ErrorKind::QuoteAmbiguous);
    }

    #[test]
    fn altered_words_are_refused_with_the_place_where_they_part() {
        let text = SourceText::new("the first official visit of the President".into());
        let error = text.locate(&Quote::new("first official trip")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::QuoteAbsent);
        assert!(
            error.to_string().contains("agrees up to `first official `, where the text goes on `visit of the`"),
            "{error}"
        );
        assert!(!text.locate(&Quote::new("thx")).unwrap_err().to_string().contains("agrees"));
        assert!(text.locate(&Quote::new("the x")).unwrap_err().to_string().contains("agrees up to `the `"));
        let whole = text.locate(&Quote::new("é".repeat(80))).unwrap_err().to_string();
        assert!(whole.contains(&"é".repeat(80)) && !whole.contains('…'), "{whole}");
        let cut = text.locate(&Quote::new("é".repeat(81))).unwrap_err().to_string();
        assert!(cut.contains(&format!("{}…", "é".repeat(80))), "{cut}");
        assert!(text.locate(&Quote::new("")).is_err());
        assert!(text.locate(&Quote::default()).is_err());
    }

    #[test]
    fn a_range_must_lie_in_the_text_and_hold_the_words() {
        let text = SourceText::new("abcdef".into());
        assert_eq!(text.locate(&Quote::new("cd").at(2..4)).unwrap(), place(2, 4));
        assert_eq!(text.locate(&Quote::hashed(0..6, Sha256::of("abcdef"))).unwrap(), place(0, 6));
        for bad in [
            Quote::new("cd").at(1..3),
            Quote::new("f").at(5..7),
            Quote::hashed(0..1, Sha256::of("b")),
            Quote::new("").at(2..2),
        ] {
            assert_eq!(text.locate(&bad).unwrap_err().kind(), ErrorKind::QuoteAbsent, "{bad:?}");
        }
        assert_eq!(text.locate(&Quote::new("cd").at(2..4).nth(1)).unwrap_err().kind(), ErrorKind::InvalidClaim);
    }

    #[test]
    fn a_long_quote_of_one_letter_is_searched_in_a_moment() {
        let text = SourceText::new("a".repeat(1 << 20));
        let words = "a".repeat(100_000);
        let count = (1 << 20) - 100_000 + 1;
        let error = text.locate(&Quote::new(words.clone())).unwrap_err().to_string();
        assert!(error.contains(&format!(" stands in the text {count} times, at characters 0, 1, 2,")), "{error}");
        assert_eq!(text.locate(&Quote::new(words.clone()).nth(count)).unwrap(), place(count - 1, 1 << 20));
        assert_eq!(text.locate(&Quote::new(words.clone()).nth(3)).unwrap(), place(2, 100_002));
        assert!(text.locate(&Quote::new(words).nth(count + 1)).unwrap_err().to_string().contains("not among 1 to"));
    }

    proptest! {
        #[test]
        fn every_slice_equals_a_walk_over_the_characters(text in "[a-cé東]{0,300}", start in 0u32..320, length in 0u32..40) {
            let source = SourceText::new(text.clone());
            let words: String = text.chars().skip(start as usize).take(length as usize).collect();
            let whole = words.chars().count() == length as usize && (start as usize) <= text.chars().count();
            prop_assert_eq!(source.slice(start, start + length), if whole { words.as_str() } else { "" });
            if whole && length > 0 {
                let found = source.locate(&Quote::new(words.clone()).nth(1)).unwrap();
                prop_assert_eq!(source.slice(found.start, found.end), words.as_str());
                prop_assert_eq!(source.locate(&Quote::new(words).at(start..start + length)).unwrap(), place(start, start + length));
            }
        }
    }
}
