//! The words by which a sentence prints a relation: a phrase, and the forms of its verb.

use super::names::invalid;
use crate::error::{
    Error,
    shown::{as_found, is_seen},
};

/// A phrase, split where a sentence takes it apart: the forms of its verb, and the words before and after the other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Phrase<'a> {
    /// Third person singular, as in "visits" or "is".
    pub(crate) present: &'a str,
    /// As in "visit" or "be".
    pub(crate) infinitive: &'a str,
    /// As in "visited" or "was".
    pub(crate) past: &'a str,
    /// The words between the verb and the other end, such as "ambassador of"; often none.
    pub(crate) before: &'a str,
    /// The words after the other end, such as "as ambassador"; usually none.
    pub(crate) after: &'a str,
}

impl<'a> Phrase<'a> {
    /// Reads the text of a phrase: a verb, then further words, among which `{}` may mark the place of the other end.
    ///
    /// The verb is `is`, `has`, or three forms such as `visits/visit/visited`.
    pub(crate) fn parse(text: &'a str) -> Result<Self, Error> {
        check_words(text)?;
        let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
        let forms: Vec<&str> = verb.split('/').collect();
        let (present, infinitive, past) = match *forms.as_slice() {
            ["is"] => ("is", "be", "was"),
            ["has"] => ("has", "have", "had"),
            [present, infinitive, past] if !forms.contains(&"") => (present, infinitive, past),
            _ => {
                let why = "expected it to begin with `is`, `has` or the three forms of a verb, such as";
                return Err(wrong(text, format!("{why} `visits/visit/visited`")));
            }
        };
        let (before, after) = rest.split_once("{}").unwrap_or((rest, ""));
        if after.contains("{}") {
            return Err(wrong(text, "expected `{}` at most once"));
        }
        Ok(Self { present, infinitive, past, before: before.trim(), after: after.trim() })
    }
}

/// Checks that a phrase is one line of words, each parted from the next by one blank.
pub(super) fn check_words(text: &str) -> Result<(), Error> {
    if text.is_empty() || text.len() > LONGEST {
        return Err(wrong(text, format!("it has {} bytes; expected 1 to {LONGEST}", text.len())));
    }
    if text.split(' ').any(str::is_empty) || text.chars().any(|c| c.is_whitespace() && c != ' ') || !is_seen(text) {
        return Err(wrong(text, "expected words on one line with one blank between them"));
    }
    Ok(())
}

/// The most bytes that a phrase has.
const LONGEST: usize = 200;

fn wrong(text: &str, why: impl std::fmt::Display) -> Error {
    invalid(format!("`{}` is not a valid phrase: {why}", as_found(text)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_a_verb_and_the_words_around_the_other_end() {
        let parts = |text| {
            let Phrase { present, infinitive, past, before, after } = Phrase::parse(text).unwrap();
            [present, infinitive, past, before, after]
        };
        assert_eq!(parts("is head of state of"), ["is", "be", "was", "head of state of", ""]);
        assert_eq!(parts("has {} as ambassador"), ["has", "have", "had", "", "as ambassador"]);
        assert_eq!(parts("visits/visit/visited"), ["visits", "visit", "visited", "", ""]);
        assert_eq!(parts("sees/see/saw the {} leave"), ["sees", "see", "saw", "the", "leave"]);
    }

    #[test]
    fn what_is_not_a_phrase_is_refused_with_what_was_allowed() {
        let long = format!("is {}", "x".repeat(LONGEST));
        for (text, allowed) in [
            ("", "1 to 200"),
            (long.as_str(), "1 to 200"),
            ("visits", "`visits/visit/visited`"),
            ("visits/visit", "`visits/visit/visited`"),
            ("visits//visited", "`visits/visit/visited`"),
            ("a/b/c/d", "`visits/visit/visited`"),
            ("is  of", "one blank"),
            (" is of", "one blank"),
            ("is of\n", "one line"),
            ("has {} as {}", "at most once"),
        ] {
            let error = Phrase::parse(text).unwrap_err().to_string();
            assert!(error.contains("is not a valid phrase") && error.contains(allowed), "{text}: {error}");
        }
    }
}
