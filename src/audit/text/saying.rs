//! The words of saying: verbs, and the titles of those who speak.

use Takes::{OnlyThat, Thing, Words};

use super::{reading::Reading, stems::stem};

/// What a verb of saying has as what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// Words, before it, after it or around it: *said*, *added*.
    Words,
    /// Words, or a thing: *stressed the need*.
    Thing,
    /// Words after *that*; else it says something else: *welcomed the guests*.
    OnlyThat,
}
/// Verbs of saying, as stems.
const VERBS: &[(&str, Takes)] = &[
    ("say", Words),
    ("tell", Words),
    ("stat", Words),
    ("not", Thing),
    ("recall", Thing),
    ("stress", Thing),
    ("emphas", Thing),
    ("affirm", Thing),
    ("reaffirm", Thing),
    ("add", Words),
    ("announc", Thing),
    ("declar", Words),
    ("claim", OnlyThat),
    ("argu", Words),
    ("explain", Words),
    ("mention", Thing),
    ("observ", Words),
    ("remark", Words),
    ("confirm", Thing),
    ("warn", Words),
    ("assert", Words),
    ("maintain", Words),
    ("insist", Words),
    ("reiterat", Thing),
    ("underlin", Thing),
    ("underscor", Thing),
    ("highlight", Thing),
    ("express", Thing),
    ("outlin", Thing),
    ("referenc", Thing),
    ("describ", Thing),
    ("acknowledg", Thing),
    ("predict", OnlyThat),
    ("suggest", OnlyThat),
    ("report", OnlyThat),
    ("writ", Words),
    ("repeat", Thing),
    ("assur", Words),
    ("continu", Words),
    ("repli", Words),
    ("reply", Words),
    ("answer", Words),
    ("identify", Thing),
    ("believ", OnlyThat),
    ("deny", OnlyThat),
    ("welcom", OnlyThat),
    ("hop", OnlyThat),
];
/// Verbs of more than one word, as they stand.
const PHRASES: &[(&[&str], Takes)] = &[
    (&["went", "on"], Words),
    (&["goes", "on"], Words),
    (&["pointed", "out"], Words),
    (&["pointing", "out"], Words),
    (&["spoke", "of"], Thing),
    (&["speaks", "of"], Thing),
    (&["speaking", "of"], Thing),
    (&["pointed", "to"], Thing),
    (&["called", "for"], Thing),
    (&["asked", "for"], Thing),
    (&["makes", "clear"], Words),
    (&["made", "clear"], Words),
];
/// Between a subject and its verb.
const ADVERBS: &[&str] = &[
    "also",
    "then",
    "further",
    "furthermore",
    "later",
    "again",
    "has",
    "had",
    "have",
    "himself",
    "herself",
    "repeatedly",
    "first",
    "finally",
];
const TITLES: &[&str] = &[
    "ambassador",
    "president",
    "minister",
    "secretary",
    "envoy",
    "spokesperson",
    "spokesman",
    "spokeswoman",
    "chairman",
    "chair",
    "director",
    "governor",
    "chancellor",
    "consul",
    "king",
    "premier",
    "professor",
    "speaker",
];

const HONORIFICS: &[&str] =
    &["mr", "mrs", "ms", "dr", "prof", "h", "e", "foreign", "prime", "vice", "sir", "excellency"];

/// Whether a word is the title of an office.
pub(crate) fn is_title(word: &str) -> bool {
    TITLES.contains(&word)
}

/// Whether a word stands before names, or before titles there.
pub(crate) fn is_honorific(word: &str) -> bool {
    HONORIFICS.contains(&word)
}

/// Whether a word may stand between a subject and its verb.
pub(crate) fn is_adverb(word: &str) -> bool {
    ADVERBS.contains(&word)
}

/// Whether a verb may stand before its subject, after what is said: `…, said Kistafin.`
pub(crate) fn comes_first(word: &str) -> bool {
    matches!(
        word,
        "said" | "says" | "added" | "adds" | "noted" | "explained" | "announced" | "continued" | "replied" | "wrote"
    )
}

/// The verb of saying at a token: how many tokens it has, and what it takes.
pub(crate) fn verb_of_saying(reading: &Reading<'_>, at: usize) -> Option<(usize, Takes)> {
    if let Some((words, thing)) = PHRASES.iter().find(|(words, _)| reading.stand_at(at, words)) {
        return Some((words.len(), *thing));
    }
    let word = reading.word(at);
    // Other forms are as often nouns: `the state`, `a note`, `the reports`, `a claim`.
    let verb = word.ends_with("ed")
        || word.ends_with("ing")
        || matches!(word, "said" | "says" | "told" | "wrote" | "adds" | "recalls" | "affirms" | "insists" | "argues")
        || matches!(word, "emphasizes" | "emphasises")
        || reading.word(at + 1) == "that";
    if !verb {
        return None;
    }
    let of = stem(word);
    VERBS.iter().find(|(verb, _)| *verb == of).map(|(_, thing)| (1, *thing))
}

/// Whether a word is a form of a verb of saying or of greeting, praising and the like: an act done by speaking.
pub(crate) fn says(stem: &str) -> bool {
    const ACTS: &[&str] = &[
        "welcom",
        "prais",
        "criticiz",
        "critic",
        "thank",
        "speak",
        "congratulat",
        "condemn",
        "address",
        "call",
        "ask",
        "urg",
        "invit",
        "propos",
        "demand",
        "criticis",
        "appeal",
    ];
    VERBS.iter().any(|(verb, _)| *verb == stem) || ACTS.contains(&stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_known_by_their_forms_and_nouns_are_none() {
        let verb = |text: &str| verb_of_saying(&Reading::new(text), 0);
        assert_eq!(verb("stressed the need"), Some((1, Thing)));
        assert_eq!(verb("emphasising the need"), Some((1, Thing)));
        assert_eq!(verb("said that"), Some((1, Words)));
        assert_eq!(verb("went on"), Some((2, Words)));
        assert_eq!(verb("notes that"), Some((1, Thing)));
        for text in ["state of affairs", "note to all", "reports of the day", "hosted by", ""] {
            assert_eq!(verb(text), None, "{text}");
        }
        assert!(says(&stem("welcomed")) && says(&stem("highlighted")) && !says(&stem("visits")));
    }
}
