//! Reads English text as far as the rules need it: sentences, dates, what is still to come, names, and who says it.
//!
//! All of it works by lists of English words and by their order, without grammar. Where the lists do
//! not decide, nothing is found.

mod date_runs;
mod date_words;
mod named_date;
mod names;
mod reading;
mod saying;
mod speech;
mod stems;
mod to_come;

pub(crate) use self::{
    date_words::dates_in,
    named_date::DateWords,
    names::Names,
    reading::Reading,
    saying::says,
    speech::{Attribution, attributions},
    stems::{is_past, relation_stems, stem},
    to_come::{Ahead, ahead_of, will_be},
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        diplomacy::{self, Person, State},
        graph::KnowledgeGraph,
        time::date,
    };

    /// Words that the lists know, and what may stand between them, in any order.
    fn any_text() -> impl Strategy<Value = String> {
        let known = prop::sample::select(vec![
            "Ana",
            "Berg",
            "Norland",
            "He",
            "the Ambassador",
            "said",
            "that",
            "according to",
            "welcomed",
            "and",
            "stressing",
            "3",
            "31",
            "February",
            "Feb",
            "2026",
            "1990s",
            "2026-02-03",
            "Monday",
            "next week",
            "May",
            "ago",
            "two",
            "days",
            "will",
            "visit",
            "ahead of",
            "’s",
            ",",
            ".",
            "; ",
            "\n\n",
            " – ",
            "“",
            "”",
            "(",
            "é\u{301}",
            "東京",
            "\u{202e}",
            "-",
        ]);
        prop::collection::vec(prop_oneof![4 => known.prop_map(str::to_owned), 1 => any::<String>()], 0..40)
            .prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_gap(text in any_text()) {
            let reading = Reading::new(&text);
            let tokens: Vec<usize> = reading.sentences.iter().flat_map(|sentence| sentence.tokens.clone()).collect();
            prop_assert_eq!(tokens, (0..reading.tokens.len()).collect::<Vec<_>>());
            let joined: String = reading.sentences.iter().map(|s| &text[s.bytes.clone()]).collect();
            prop_assert!(reading.tokens.is_empty() || joined == text);
            for (n, token) in reading.tokens.iter().enumerate() {
                prop_assert_eq!(reading.tokens_at(&(token.start..token.end)), n..n + 1);
                prop_assert_eq!(crate::model::fold(reading.words(n..n + 1)), token.word.as_str());
            }
        }

        #[test]
        fn what_is_found_is_in_the_text_and_apart(text in any_text()) {
            let reading = Reading::new(&text);
            let count = reading.tokens.len();
            let mut end = 0;
            let day = (date("2026-01-24").first(), date("2026-01-24").last());
            for words in dates_in(&reading, 0..count) {
                prop_assert!(end <= words.tokens.start && words.tokens.start < words.tokens.end && words.tokens.end <= count);
                end = words.tokens.end;
                prop_assert!(words.spans(&[day], &[1991]).iter().all(|(first, last)| first <= last));
            }
            let mut kg = KnowledgeGraph::new(diplomacy::schema());
            kg.add(Person, "Ana Berg").unwrap();
            kg.add(State, "Norland").unwrap();
            for said in attributions(&reading, &Names::of(&kg.view())) {
                prop_assert!(said.verb.start < said.verb.end && said.verb.end <= count && said.subject.end <= count);
                let apart = |part: &std::ops::Range<usize>| part.end <= said.verb.start || said.verb.end <= part.start || part.is_empty();
                prop_assert!(said.said.iter().all(|part| part.end <= count && apart(part)), "{:?}", said);
            }
            for sentence in &reading.sentences {
                for at in sentence.tokens.clone() {
                    let words = ahead_of(&reading, &sentence.tokens, at).map(|(_, words)| words);
                    prop_assert!(words.into_iter().chain(will_be(&reading, &sentence.tokens, at)).all(|words| text.contains(words)));
                }
            }
        }
    }
}
