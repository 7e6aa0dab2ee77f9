//! Words by which a text speaks of what is still to come: *is to pay a visit*, *the upcoming visit*, *ahead of the visit*.

use std::ops::Range;

use super::reading::Reading;

/// How words speak of what is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ahead {
    /// By a verb, which says it of what its clause states.
    Verb,
    /// Before a noun, of which it says it.
    Noun,
}

const VERBS: &[&[&str]] = &[
    &["will"],
    &["shall"],
    &["is", "to"],
    &["are", "to"],
    &["was", "to"],
    &["were", "to"],
    &["is", "set", "to"],
    &["are", "set", "to"],
    &["is", "going", "to"],
    &["are", "going", "to"],
    &["plans", "to"],
    &["plan", "to"],
    &["planned", "to"],
    &["planning", "to"],
    &["intends", "to"],
    &["intend", "to"],
    &["expected", "to"],
    &["scheduled", "to"],
    &["scheduled", "for"],
    &["set", "for"],
    &["is", "scheduled"],
    &["is", "planned"],
    &["are", "planned"],
    &["is", "expected"],
    &["due", "to", "be"],
    &["due", "to", "visit"],
    &["due", "to", "meet"],
    &["due", "to", "sign"],
    &["due", "to", "arrive"],
    &["hopes", "to"],
    &["hope", "to"],
    &["wants", "to"],
    &["aims", "to"],
    &["agreed", "to"],
    &["to", "be", "held"],
    &["ll"],
];
/// In reported speech as much as in conditions: used only before the word in question.
const WEAK_VERBS: &[&[&str]] = &[&["would"]];
const NOUNS: &[&[&str]] = &[
    &["upcoming"],
    &["forthcoming"],
    &["coming"],
    &["planned"],
    &["scheduled"],
    &["expected"],
    &["ahead", "of"],
    &["in", "advance", "of"],
    &["on", "the", "eve", "of"],
    &["next"],
    &["future"],
    &["preparations", "for"],
    &["preparing", "for"],
    &["prepare", "for"],
];
/// How many words before its noun it may be: *ahead of the first official visit*.
const REACH: usize = 6;

/// The words that say of the token at `at` that it is still to come, if any do.
///
/// A noun's word stands shortly before it in its clause; a verb anywhere before it there, or after it with no *and* between.
pub(crate) fn ahead_of<'t>(reading: &Reading<'t>, sentence: &Range<usize>, at: usize) -> Option<(Ahead, &'t str)> {
    let clause = clause(reading, sentence, at);
    let find = |lists: &[&[&[&str]]], tokens: Range<usize>| {
        tokens.rev().find_map(|from| {
            let words = lists.iter().flat_map(|list| list.iter()).find(|words| reading.stand_at(from, words))?;
            (!is_noun(reading, from) && from + words.len() <= clause.end).then(|| from..from + words.len())
        })
    };
    let before = find(&[NOUNS], clause.start.max(at.saturating_sub(REACH))..at).filter(|words| words.end <= at);
    if let Some(words) = before {
        return Some((Ahead::Noun, reading.words(words)));
    }
    let before = find(&[VERBS, WEAK_VERBS], clause.start..at).filter(|words| words.end <= at);
    let after = || {
        let stop =
            (at + 1..clause.end).find(|n| matches!(reading.word(*n), "and" | "or" | "but")).unwrap_or(clause.end);
        find(&[VERBS], at + 1..stop)
    };
    before.or_else(after).map(|words| (Ahead::Verb, reading.words(words)))
}

/// The words in a range of tokens that say that somebody will be or become what the token at `at` says: *will be
/// ambassador*.
pub(crate) fn will_be<'t>(reading: &Reading<'t>, sentence: &Range<usize>, at: usize) -> Option<&'t str> {
    let clause = clause(reading, sentence, at);
    (clause.start.max(at.saturating_sub(REACH))..at).find_map(|from| {
        let words = VERBS.iter().find(|words| reading.stand_at(from, words))?;
        let verb = from + words.len();
        let becomes = matches!(reading.word(verb), "be" | "become" | "serve" | "lead" | "head" | "take" | "join");
        (verb < at && becomes || verb == at).then(|| reading.words(from..verb.min(at)))
    })
}

/// Whether *will* and *plan* at a token are nouns: *a good will tour*, *signed the joint plan to*.
fn is_noun(reading: &Reading<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).filter(|_| !reading.is_break(at)).map_or("", |before| reading.word(before));
    match reading.word(at) {
        "will" => matches!(
            before,
            "good" | "free" | "ill" | "political" | "the" | "a" | "his" | "her" | "their" | "its" | "of"
        ),
        // Only several people *plan to*.
        "plan" => {
            !(before.is_empty()
                || before.ends_with('s')
                || matches!(before, "they" | "we" | "i" | "you" | "who" | "both"))
        }
        _ => false,
    }
}

fn clause(reading: &Reading<'_>, sentence: &Range<usize>, at: usize) -> Range<usize> {
    let parts = |n: usize| {
        reading.is_break(n)
            || matches!(reading.word(n), "that" | "which" | "who" | "while" | "but" | "because" | "where")
    };
    let start = (sentence.start + 1..=at).rev().find(|n| parts(*n)).unwrap_or(sentence.start);
    let end = (at + 1..sentence.end).find(|n| parts(*n)).unwrap_or(sentence.end);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said<'t>(text: &'t str, word: &str) -> Option<(Ahead, &'t str)> {
        let reading = Reading::new(text);
        let at = reading.tokens.iter().position(|token| token.word == word).unwrap();
        let sentence = reading.sentences.iter().find(|s| s.tokens.contains(&at)).unwrap();
        ahead_of(&reading, &sentence.tokens, at)
    }

    #[test]
    fn verbs_say_it_of_their_clause() {
        for (text, words) in [
            ("The minister of Norland is to come on a visit in spring.", "is to"),
            ("The President will come for a state visit in May.", "will"),
            ("The visit is scheduled for February.", "scheduled for"),
            ("He said he would visit Pakistan.", "would"),
        ] {
            assert_eq!(said(text, "visit"), Some((Ahead::Verb, words)), "{text}");
        }
        for text in [
            "The visit, he said, would be a cornerstone.",
            "He ended his visit and will go home.",
            "They will meet, and he ended his visit.",
            "The visit would help.",
            "She came on a good will visit.",
            "They signed the joint plan to ease a visit.",
        ] {
            assert_eq!(said(text, "visit"), None, "{text}");
        }
    }

    #[test]
    fn words_beside_a_noun_say_it_of_that_noun() {
        let text = "The institute hosted an event ahead of the first official visit of the President.";
        assert_eq!(said(text, "visit"), Some((Ahead::Noun, "ahead of")));
        assert_eq!(said(text, "hosted"), None);
        assert_eq!(said("He highlighted the forthcoming visit.", "visit"), Some((Ahead::Noun, "forthcoming")));
        assert_eq!(said("He highlighted the forthcoming visit.", "highlighted"), None);
    }

    #[test]
    fn an_office_to_come_needs_a_verb_of_becoming() {
        let will = |text: &'static str| {
            let reading = Reading::new(text);
            let at = reading.tokens.iter().position(|token| token.word == "ambassador").unwrap();
            will_be(&reading, &(0..reading.tokens.len()), at)
        };
        assert_eq!(will("She will be the next ambassador."), Some("will"));
        assert_eq!(will("She is to meet the ambassador."), None);
        assert_eq!(will("The ambassador will host a dinner."), None);
    }
}
