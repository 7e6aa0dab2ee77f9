//! A text as sentences and words.

use std::ops::Range;

use crate::model::fold;

/// A run of letters and digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Where it begins, in bytes.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
    /// The word without case and diacritics.
    pub(crate) word: String,
    /// Whether it begins with a capital.
    pub(crate) capital: bool,
}

/// A sentence: a range of tokens, and of bytes up to the next sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    pub(crate) tokens: Range<usize>,
    pub(crate) bytes: Range<usize>,
}

/// A text cut into sentences and words. Takes time and memory in the length of the text.
#[derive(Clone, Debug)]
pub(crate) struct Reading<'t> {
    pub(crate) text: &'t str,
    pub(crate) tokens: Vec<Token>,
    pub(crate) sentences: Vec<Sentence>,
    /// The tokens that begin a paragraph, but for the first of the text.
    paragraphs: Vec<usize>,
}

/// After these a full stop ends no sentence.
const SHORTENED: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "capt", "amb", "hon", "sen", "rep", "gov", "st", "jr", "sr",
    "vs", "etc", "approx", "dept", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
];

impl<'t> Reading<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let tokens = tokens(text);
        let mut reading = Self { text, tokens, sentences: Vec::new(), paragraphs: Vec::new() };
        reading.paragraphs = (1..reading.tokens.len()).filter(|token| parts(reading.gap(*token))).collect();
        let mut first = 0;
        let mut start = 0;
        for next in 1..=reading.tokens.len() {
            if next == reading.tokens.len() || reading.ends_sentence(next - 1, next) {
                let end = reading.tokens.get(next).map_or(text.len(), |token| token.start);
                reading.sentences.push(Sentence { tokens: first..next, bytes: start..end });
                (first, start) = (next, end);
            }
        }
        reading
    }

    fn ends_sentence(&self, last: usize, next: usize) -> bool {
        let gap = self.gap(next);
        let paragraph = parts(gap);
        let (Some(last), Some(next)) = (self.tokens.get(last), self.tokens.get(next)) else { return true };
        let Some(stop) = gap.find(['.', '!', '?', '…']) else { return paragraph };
        let after = gap.get(stop..).unwrap_or_default();
        let opens = next.capital || next.word.starts_with(|c: char| c.is_numeric());
        let shortened = after.starts_with('.')
            && !after.get(1..).is_some_and(|rest| rest.contains(['.', '"', '”', '’']))
            && (last.word.chars().count() == 1 && !last.word.starts_with(|c: char| c.is_numeric())
                || SHORTENED.contains(&last.word.as_str()));
        paragraph || opens && !shortened && after.contains(char::is_whitespace)
    }

    /// The tokens of the paragraphs that some tokens touch.
    pub(crate) fn paragraphs_at(&self, tokens: &Range<usize>) -> Range<usize> {
        let next = self.paragraphs.partition_point(|token| *token <= tokens.start);
        let start = next.checked_sub(1).and_then(|at| self.paragraphs.get(at)).copied().unwrap_or(0);
        let after = self.paragraphs.partition_point(|token| *token < tokens.end);
        start..self.paragraphs.get(after).copied().unwrap_or(self.tokens.len())
    }

    /// How many paragraphs begin at one of some tokens.
    pub(crate) fn paragraphs_within(&self, tokens: &Range<usize>) -> usize {
        let before = |token: usize| self.paragraphs.partition_point(|at| *at < token);
        before(tokens.end).saturating_sub(before(tokens.start))
    }

    /// What stands between a token and the one before it.
    pub(crate) fn gap(&self, token: usize) -> &'t str {
        let start = token.checked_sub(1).and_then(|before| self.tokens.get(before)).map_or(0, |before| before.end);
        let end = self.tokens.get(token).map_or(self.text.len(), |token| token.start);
        self.text.get(start..end).unwrap_or_default()
    }

    /// The word of a token; empty where there is none.
    pub(crate) fn word(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |token| token.word.as_str())
    }

    /// The words of some tokens as they stand in the text.
    pub(crate) fn words(&self, tokens: Range<usize>) -> &'t str {
        let start = self.tokens.get(tokens.start).map_or(self.text.len(), |token| token.start);
        let end = tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |token| token.end);
        self.text.get(start..end).unwrap_or_default()
    }

    /// Whether these words stand from a token on.
    pub(crate) fn stand_at(&self, token: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(n, word)| self.word(token + n) == *word)
    }

    /// Whether a token is followed by a possessive `'s`.
    pub(crate) fn is_possessive(&self, token: usize) -> bool {
        matches!(self.gap(token + 1), "'" | "’") && self.word(token + 1) == "s"
    }

    /// Whether a clause ends between a token and the one before it.
    pub(crate) fn is_break(&self, token: usize) -> bool {
        let gap = self.gap(token);
        gap.contains([',', ';', ':', '(', ')', '“', '”', '"']) || gap.contains(['–', '—']) && gap.contains(' ')
    }

    /// The numbers of the sentences that a range of bytes touches.
    pub(crate) fn sentences_at(&self, bytes: &Range<usize>) -> Range<usize> {
        let first = self.sentences.partition_point(|sentence| sentence.bytes.end <= bytes.start);
        let last = self.sentences.partition_point(|sentence| sentence.bytes.start < bytes.end);
        first..last.max(first)
    }

    /// The tokens that are within a range of bytes, in whole or in part.
    pub(crate) fn tokens_at(&self, bytes: &Range<usize>) -> Range<usize> {
        let first = self.tokens.partition_point(|token| token.end <= bytes.start);
        let last = self.tokens.partition_point(|token| token.start < bytes.end);
        first..last.max(first)
    }
}

/// Whether what is between two words parts paragraphs: an empty line.
fn parts(gap: &str) -> bool {
    gap.matches('\n').count() > 1
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        // A combining mark belongs to the letter before it.
        let inside = c.is_alphanumeric() || start.is_some() && unicode_normalization::char::is_combining_mark(c);
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let words = text.get(from..at).unwrap_or_default();
                let capital = words.starts_with(char::is_uppercase);
                tokens.push(Token { start: from, end: at, word: fold(words), capital });
                start = None;
            }
            _ => {}
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        let reading = Reading::new(text);
        reading.sentences.iter().map(|sentence| text[sentence.bytes.clone()].trim()).collect()
    }

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        assert_eq!(
            sentences("H.E. Yerzhan Kistafin spoke. He met Mr. Rifaat on Feb. 3. It cost 2.5 million!"),
            ["H.E. Yerzhan Kistafin spoke.", "He met Mr. Rifaat on Feb. 3.", "It cost 2.5 million!"]
        );
        assert_eq!(
            sentences("ISLAMABAD, JAN 24\n\nThe institute\nhosted"),
            ["ISLAMABAD, JAN 24", "The institute\nhosted"]
        );
        assert_eq!(
            sentences("He said: “We agree.” The talks went on."),
            ["He said: “We agree.” ", "The talks went on."].map(str::trim)
        );
        assert!(sentences("").is_empty() && sentences(" … ").is_empty());
    }

    #[test]
    fn paragraphs_are_parted_by_an_empty_line() {
        let reading = Reading::new("One two.\n\nThree\nfour. Five.\n \n\nSix");
        assert_eq!(reading.paragraphs, [2, 5]);
        for (tokens, whole) in [(0..1, 0..2), (2..3, 2..5), (4..5, 2..5), (1..3, 0..5), (5..6, 5..6), (0..0, 0..2)] {
            assert_eq!(reading.paragraphs_at(&tokens), whole, "{tokens:?}");
        }
        assert_eq!((reading.paragraphs_within(&(0..2)), reading.paragraphs_within(&(2..6))), (0, 2));
        assert_eq!(Reading::new("").paragraphs_at(&(0..0)), 0..0);
    }

    #[test]
    fn words_are_folded_and_found_again_by_byte() {
        let text = "“Étude,” says Tokayev’s aide";
        let reading = Reading::new(text);
        let words: Vec<_> = reading.tokens.iter().map(|token| token.word.as_str()).collect();
        assert_eq!(words, ["etude", "says", "tokayev", "s", "aide"]);
        assert!(reading.is_possessive(2) && !reading.is_possessive(1) && reading.is_break(1));
        assert_eq!(reading.words(0..3), "Étude,” says Tokayev");
        let at = text.find("says").unwrap();
        assert_eq!(reading.tokens_at(&(at..at + 6)), 1..3);
        assert_eq!(reading.sentences_at(&(at..at + 6)), 0..1);
    }
}
