//! Where words stand in a text, whatever white space is between them.

use std::{collections::VecDeque, iter::Peekable, ops::Range, str::CharIndices};

use super::fold::is_apostrophe;
use crate::error::shown::is_invisible;

/// Which differences between a text and words do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alike {
    /// White space: a run of it is like any other.
    Flowing,
    /// Also how quotation marks, apostrophes and dashes are typed, and what is invisible.
    Typed,
}

/// What a comparison sees of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Blank,
    Char(char),
}

impl Alike {
    /// `None` for what the comparison does not see.
    fn sign(self, c: char) -> Option<Sign> {
        Some(match (self, c) {
            (_, c) if c.is_whitespace() => Sign::Blank,
            (Self::Typed, c) if is_invisible(c) => return None,
            (Self::Typed, c) if is_apostrophe(c) || matches!(c, '‹' | '›') => Sign::Char('\''),
            (Self::Typed, '\u{201c}'..='\u{201f}' | '\u{2033}' | '«' | '»') => Sign::Char('"'),
            (Self::Typed, '\u{2010}'..='\u{2015}' | '\u{2212}') => Sign::Char('-'),
            (Self::Flowing | Self::Typed, c) => Sign::Char(c),
        })
    }
}

/// The signs of a text with their bytes, a run of white space as one.
struct Signs<'t> {
    chars: Peekable<CharIndices<'t>>,
    alike: Alike,
}

impl<'t> Signs<'t> {
    fn of(text: &'t str, alike: Alike) -> Self {
        Self { chars: text.char_indices().peekable(), alike }
    }
}

impl Iterator for Signs<'_> {
    type Item = (Sign, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let (at, c, sign) = loop {
            let (at, c) = self.chars.next()?;
            if let Some(sign) = self.alike.sign(c) {
                break (at, c, sign);
            }
        };
        let mut end = at + c.len_utf8();
        if sign == Sign::Blank {
            while let Some((at, c)) =
                self.chars.next_if(|(_, c)| self.alike.sign(*c).is_none_or(|sign| sign == Sign::Blank))
            {
                if c.is_whitespace() {
                    end = at + c.len_utf8();
                }
            }
        }
        Some((sign, at..end))
    }
}

/// Whether two texts are alike.
pub(crate) fn are_alike(left: &str, right: &str, alike: Alike) -> bool {
    let signs = |text| Signs::of(text, alike).map(|(sign, _)| sign);
    signs(left).eq(signs(right))
}

/// The bytes of the first places of a text that are like some words, at most so many, overlapping ones included. Takes time
/// in the length of the text and of the words.
pub(crate) fn places_of(text: &str, words: &str, alike: Alike, most: usize) -> Vec<Range<usize>> {
    if alike == Alike::Flowing && !words.contains(char::is_whitespace) {
        return exact(text, words, most).into_iter().map(|at| at..at + words.len()).collect();
    }
    let region = match alike {
        Alike::Flowing => region_of(text, words),
        Alike::Typed => Some(0..text.len()),
    };
    let Some((start, part)) = region.and_then(|region| Some((region.start, text.get(region)?))) else {
        return Vec::new();
    };
    let wanted: Vec<_> = Signs::of(words, alike).map(|(sign, _)| sign).collect();
    let mut starts = VecDeque::new();
    let mut matcher = Matcher::of(&wanted);
    let found = Signs::of(part, alike).filter_map(|(sign, bytes)| {
        starts.push_back(bytes.start);
        if starts.len() > wanted.len() {
            starts.pop_front();
        }
        let first = starts.front().filter(|_| matcher.ends_with(&sign))?;
        Some(start + first..start + bytes.end)
    });
    found.take(most).collect()
}

/// The part of a text outside of which the words cannot be: around the first and the last place of their longest piece.
/// `None` if the piece is nowhere.
fn region_of(text: &str, words: &str) -> Option<Range<usize>> {
    let piece = words.split_whitespace().max_by_key(|piece| piece.len()).unwrap_or_default();
    let (first, last) = (text.find(piece)?, text.rfind(piece)?);
    // Both ends of the part may have as much of the text as the words have in all.
    let count = Signs::of(words, Alike::Flowing).count();
    let (mut start, mut signs, mut blank) = (first, 0, false);
    for (at, c) in text.get(..first)?.char_indices().rev() {
        signs += usize::from(!(c.is_whitespace() && blank));
        blank = c.is_whitespace();
        if signs > count {
            break;
        }
        start = at;
    }
    let end = Signs::of(text.get(last..)?, Alike::Flowing).take(count + 1).last().map_or(0, |(_, bytes)| bytes.end);
    Some(start..last + end)
}

/// So many places are searched one by one.
const FEW: usize = 16;

/// The byte offsets of the first places of exactly these words.
fn exact(text: &str, words: &str, most: usize) -> Vec<usize> {
    let Some(step) = words.chars().next().map(char::len_utf8) else { return Vec::new() };
    let mut places = Vec::new();
    let mut from = 0;
    // The search of the standard library is the fastest, and begins anew for each place: it serves a few of them.
    while places.len() < most.min(FEW) {
        let Some(at) = text.get(from..).and_then(|rest| rest.find(words)) else { return places };
        places.push(from + at);
        from += at + step;
    }
    if places.len() < most {
        let mut matcher = Matcher::of(words.as_bytes());
        let rest = text.as_bytes().get(from..).unwrap_or_default().iter().enumerate();
        let ends = rest.filter_map(|(at, byte)| matcher.ends_with(byte).then_some(from + at + 1));
        places.extend(ends.map(|end| end - words.len()).take(most - places.len()));
    }
    places
}

/// Finds all places of a pattern in one pass, overlapping ones included: Knuth, Morris and Pratt (1977).
struct Matcher<'w, T> {
    wanted: &'w [T],
    /// For each length of a match, the length of the longest shorter match that ends with it.
    shorter: Vec<usize>,
    matched: usize,
}

impl<'w, T: PartialEq> Matcher<'w, T> {
    fn of(wanted: &'w [T]) -> Self {
        let mut matcher = Self { wanted, shorter: vec![0; wanted.len() + 1], matched: 0 };
        for (at, next) in wanted.iter().enumerate().skip(1) {
            matcher.ends_with(next);
            if let Some(place) = matcher.shorter.get_mut(at + 1) {
                *place = matcher.matched;
            }
        }
        matcher.matched = 0;
        matcher
    }

    /// Goes on by one; whether a match ends here. An empty pattern matches nothing.
    fn ends_with(&mut self, next: &T) -> bool {
        while self.matched > 0 && self.wanted.get(self.matched) != Some(next) {
            self.matched = self.shorter.get(self.matched).copied().unwrap_or(0);
        }
        self.matched += usize::from(self.wanted.get(self.matched) == Some(next));
        self.matched > 0 && self.matched == self.wanted.len()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str, words: &str, alike: Alike) -> Vec<String> {
        places_of(text, words, alike, usize::MAX).into_iter().map(|place| text[place].to_owned()).collect()
    }

    #[test]
    fn white_space_is_like_any_other() {
        let text = "the first\n    official\u{a0}visit; the first official visit";
        let both = ["the first\n    official\u{a0}visit", "the first official visit"];
        assert_eq!(found(text, "the first official visit", Alike::Flowing), both);
        assert_eq!(found(text, "the  first\tofficial visit", Alike::Flowing), both);
        assert!(
            found(text, "thefirst", Alike::Flowing).is_empty() && found(text, "off icial", Alike::Flowing).is_empty()
        );
        assert_eq!(found("a \n b", " ", Alike::Flowing), [" \n "]);
        assert!(found(text, "", Alike::Flowing).is_empty() && found("", "a b", Alike::Flowing).is_empty());
    }

    #[test]
    fn signs_may_be_typed_in_other_ways() {
        let text = "“Know thy\u{ad} neigh\u{200b}bours,” he said – the institute’s word";
        assert!(found(text, "\"Know thy neighbours,\"", Alike::Flowing).is_empty());
        assert_eq!(found(text, "\"Know thy neighbours,\"", Alike::Typed), ["“Know thy\u{ad} neigh\u{200b}bours,”"]);
        assert_eq!(found(text, "said - the institute's", Alike::Typed), ["said – the institute’s"]);
        assert!(found(text, "Know they", Alike::Typed).is_empty());
    }

    /// The runs of signs, by a walk from each character.
    fn slow(text: &str, words: &str, alike: Alike) -> Vec<Range<usize>> {
        let ends = |from: usize| {
            let chars = text[from..].char_indices();
            chars.map(move |(at, c)| (from..from + at + c.len_utf8(), c))
        };
        let is_white = |c: Option<char>| c.is_some_and(char::is_whitespace);
        let starts = text.char_indices().filter(|(at, c)| {
            let before = text[..*at].chars().rfind(|c| alike.sign(*c).is_some());
            alike.sign(*c).is_some() && !(c.is_whitespace() && is_white(before))
        });
        starts
            .filter_map(|(from, _)| {
                let mut all = ends(from).filter(|(bytes, c)| {
                    let behind = text[bytes.end..].chars().find(|c| alike.sign(*c).is_some());
                    alike.sign(*c).is_some()
                        && !(c.is_whitespace() && is_white(behind))
                        && are_alike(&text[bytes.clone()], words, alike)
                });
                all.next().map(|(bytes, _)| bytes)
            })
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        // Law: the places are those of a walk from each character.
        #[test]
        fn all_places_are_found(text in "([ab]{0,4}[ \n\u{a0}]{0,3}){0,12}(é [ab]{0,3}){0,9}", words in "[ab ]{1,5}|a\n?b|é[ab ]?", most in 0usize..40) {
            let slow = slow(&text, &words, Alike::Flowing);
            prop_assert_eq!(&places_of(&text, &words, Alike::Flowing, usize::MAX), &slow);
            prop_assert_eq!(&places_of(&text, &words, Alike::Flowing, most)[..], &slow[..most.min(slow.len())]);
        }

        #[test]
        fn all_places_are_found_however_typed(text in "[ab'’\u{ad} \n–-]{0,40}", words in "[ab'’ -]{1,4}") {
            prop_assert_eq!(places_of(&text, &words, Alike::Typed, usize::MAX), slow(&text, &words, Alike::Typed));
        }
    }
}
