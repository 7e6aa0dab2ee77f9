//! Checks quotes against a text that was supplied after they were recorded.

use std::collections::{HashSet, VecDeque};

use crate::model::{Quote, Sha256, SourceText};

/// The result of the check of a quote. Places are in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// The claim has no quote.
    Nothing,
    /// The text is not available.
    Unverified,
    /// The words are at the recorded place.
    There { start: u32, end: u32 },
    /// The words are at another place.
    Moved { start: u32, end: u32 },
    /// The text has other or slightly different words there.
    Altered,
    /// The text has no such words.
    Absent,
}

/// Looks for a quote in a text. If it has several passages, the first one that is absent or altered counts; if all are
/// there, their place goes from the first words to the last. If only a hash is known and does not fit, each place of the
/// text is hashed; that takes time in the length of the text times that of the quote.
pub(super) fn check_quote(text: Option<&SourceText>, quote: Option<&Quote>) -> Kept {
    let Some(quote) = quote else { return Kept::Nothing };
    let Some(text) = text else { return Kept::Unverified };
    let mut all: Option<Kept> = None;
    for passage in quote.passages() {
        all = match (all, check_passage(text, &passage.into())) {
            (None, found) => Some(found),
            (Some(Kept::There { start, end }), Kept::There { start: s, end: e }) => {
                Some(Kept::There { start: start.min(s), end: end.max(e) })
            }
            (
                Some(Kept::There { start, end } | Kept::Moved { start, end }),
                Kept::There { start: s, end: e } | Kept::Moved { start: s, end: e },
            ) => Some(Kept::Moved { start: start.min(s), end: end.max(e) }),
            (Some(Kept::There { .. } | Kept::Moved { .. }), fault) => Some(fault),
            (fault, _) => fault,
        };
    }
    all.unwrap_or(Kept::Nothing)
}

fn check_passage(text: &SourceText, quote: &Quote) -> Kept {
    if let Ok(place) = text.locate(quote) {
        return Kept::There { start: place.start, end: place.end };
    }
    let Some(words) = &quote.words else { return by_hash(text, quote) };
    // Words may occur more than once; the first place is as good as any.
    match text.locate(&Quote::new(words.as_str()).nth(1)) {
        Ok(place) if quote.range.is_some() => Kept::Moved { start: place.start, end: place.end },
        Ok(place) => Kept::There { start: place.start, end: place.end },
        Err(_) if nearly(text.as_str(), words) => Kept::Altered,
        Err(_) => Kept::Absent,
    }
}

fn by_hash(text: &SourceText, quote: &Quote) -> Kept {
    let (Some((start, end)), Some(hash)) = (quote.range, quote.sha256) else { return Kept::Absent };
    let length = end.saturating_sub(start);
    let mut place = 0;
    loop {
        let words = text.slice(place, place.saturating_add(length));
        if words.is_empty() {
            break;
        }
        if Sha256::of(words) == hash {
            return Kept::Moved { start: place, end: place + length };
        }
        place += 1;
    }
    if text.slice(start, end).is_empty() { Kept::Absent } else { Kept::Altered }
}

/// Whether some run of as many words has most of these words, whatever their order. Takes time in the length of both.
fn nearly(text: &str, words: &str) -> bool {
    let words: Vec<String> = words_of(words).collect();
    let known: HashSet<&str> = words.iter().map(String::as_str).collect();
    let mut run = VecDeque::with_capacity(words.len());
    let (mut hits, mut most) = (0, 0);
    for word in words_of(text) {
        let hit = known.contains(word.as_str());
        hits += usize::from(hit);
        run.push_back(hit);
        if run.len() > words.len() {
            hits -= usize::from(run.pop_front() == Some(true));
        }
        most = most.max(hits);
    }
    !words.is_empty() && most * 5 >= words.len() * 3
}

fn words_of(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition: of all runs of as many words, or of the whole text if it is shorter, the one with most of the words.
    fn slowly_nearly(text: &str, words: &str) -> bool {
        let (text, words): (Vec<_>, Vec<_>) = (words_of(text).collect(), words_of(words).collect());
        let length = words.len().min(text.len()).max(1);
        let hits = |run: &[String]| run.iter().filter(|word| words.contains(word)).count();
        !words.is_empty() && text.windows(length).map(hits).max().unwrap_or(0) * 5 >= words.len() * 3
    }

    proptest! {
        #[test]
        fn near_words_are_found_as_by_every_run(text in "[abcd ]{0,24}", words in "[abe ]{0,16}") {
            prop_assert_eq!(nearly(&text, &words), slowly_nearly(&text, &words));
        }
    }

    #[test]
    fn near_words_are_sought_in_a_long_text_at_once() {
        // Compared run by run, these would take hours.
        let (text, words) = ("one two three ".repeat(100_000), "four five six ".repeat(50_000));
        assert!(!nearly(&text, &words) && nearly(&text, &text));
    }

    const TEXT: &str = "The visit will be a cornerstone. Azerbaijan joins the frame; the visit ends.";

    fn kept(quote: &Quote) -> Kept {
        check_quote(Some(&SourceText::new(TEXT.into())), Some(quote))
    }

    #[test]
    fn words_are_there_moved_altered_or_absent() {
        assert_eq!(kept(&Quote::new("a cornerstone").at(18..31)), Kept::There { start: 18, end: 31 });
        assert_eq!(kept(&Quote::new("a cornerstone").at(0..13)), Kept::Moved { start: 18, end: 31 });
        assert_eq!(kept(&Quote::new("visit").at(2..7)), Kept::Moved { start: 4, end: 9 });
        assert_eq!(kept(&Quote::new("visit")), Kept::There { start: 4, end: 9 });
        assert_eq!(kept(&Quote::new("will be a milestone")), Kept::Altered);
        assert_eq!(kept(&Quote::new("nothing of the kind stands here")), Kept::Absent);
        assert_eq!(check_quote(None, Some(&Quote::new("visit"))), Kept::Unverified);
        assert_eq!(check_quote(None, None), Kept::Nothing);
    }

    #[test]
    fn hashes_are_found_where_the_words_went() {
        let hash = Sha256::of("Azerbaijan");
        assert_eq!(kept(&Quote::hashed(33..43, hash)), Kept::There { start: 33, end: 43 });
        assert_eq!(kept(&Quote::hashed(30..40, hash)), Kept::Moved { start: 33, end: 43 });
        assert_eq!(kept(&Quote::hashed(33..43, Sha256::of("Azerbaidjan"))), Kept::Altered);
        assert_eq!(kept(&Quote::hashed(330..343, Sha256::of("Azerbaidjan"))), Kept::Absent);
    }
}
