//! Who says what in a text: *Kistafin recalled that …*, *the visit, he said, …*, *according to Saleem, …*.
//!
//! The subject of a verb of saying is the name, the `he` or `she`, or the title right before it, over an aside
//! between commas; a verb that goes on (*and recalled*, *stressing*) has that of the verb before it, or the first of
//! these in its sentence. `He` and `the Ambassador` refer to the first speaker or person of the last sentence that
//! has one.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
};

use super::{
    names::{Mention, Names},
    reading::Reading,
    saying::{Takes, comes_first, is_adverb, is_honorific, is_title, verb_of_saying},
};

/// Reported speech in a text. Ranges are of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attribution {
    /// Who says it; several where the name may mean several, none where nobody known is named.
    pub(crate) who: Vec<u32>,
    /// The words that name them; empty where another clause does.
    pub(crate) subject: Range<usize>,
    /// The verb of saying.
    pub(crate) verb: Range<usize>,
    /// What is said; it may be on both sides of the verb.
    pub(crate) said: [Range<usize>; 2],
    /// Whether a sentence is said, and not only a thing spoken of: *noted that …*, and not *noted the ties*.
    pub(crate) whole: bool,
}

/// All reported speech in a text, in the order of the verbs.
pub(crate) fn attributions(reading: &Reading<'_>, names: &Names) -> Vec<Attribution> {
    let mentions = names.mentions(reading);
    let mut scan = Scan { reading, mentions: &mentions, titles: titles(reading, &mentions), spoke: Spoke::default() };
    let mut found = Vec::new();
    for sentence in &reading.sentences {
        let first = scan.first_of(&sentence.tokens);
        let before = found.len();
        for at in sentence.tokens.clone() {
            let last = found.get(before..).unwrap_or_default().last().map(|a: &Attribution| &a.who);
            let going_on = last.or(first.as_ref().map(|(who, _)| who));
            let next = scan.attribution(at, &sentence.tokens, going_on);
            found.extend(next);
        }
        let speaker = found.get(before..).unwrap_or_default().iter().rev().map(|a| &a.who).find(|who| !who.is_empty());
        if let Some(who) = speaker.cloned().or(first.map(|(who, _)| who)).filter(|who| !who.is_empty()) {
            for title in who.iter().filter_map(|node| scan.titles.get(node)).flatten() {
                scan.spoke.of_title.insert(title, who.clone());
            }
            scan.spoke.last = who;
        }
    }
    found
}

type Subject = (Vec<u32>, Range<usize>);

/// The titles that the text gives to each entity, before the name or in the aside after it.
type Titles<'r> = HashMap<u32, BTreeSet<&'r str>>;

fn titles<'r>(reading: &'r Reading<'_>, mentions: &[Mention]) -> Titles<'r> {
    let mut titles = Titles::new();
    for mention in mentions {
        let before = mention.tokens.start.saturating_sub(3)..mention.tokens.start;
        let after = mention.tokens.end..mention.tokens.end + 6;
        for title in before.chain(after).map(|token| reading.word(token)).filter(|word| is_title(word)) {
            for node in &mention.nodes {
                titles.entry(*node).or_default().insert(title);
            }
        }
    }
    titles
}

/// The people that the sentences so far were about.
#[derive(Default)]
struct Spoke<'r> {
    /// Those of the last sentence.
    last: Vec<u32>,
    /// The last ones to whom the text gives a title.
    of_title: HashMap<&'r str, Vec<u32>>,
}

struct Scan<'r, 't> {
    reading: &'r Reading<'t>,
    /// In the order of the text, none within another.
    mentions: &'r [Mention],
    titles: Titles<'r>,
    spoke: Spoke<'r>,
}

impl Scan<'_, '_> {
    fn mention_from(&self, start: usize) -> Option<&Mention> {
        let at = self.mentions.binary_search_by_key(&start, |mention| mention.tokens.start).ok()?;
        self.mentions.get(at)
    }

    fn mention_to(&self, end: usize) -> Option<&Mention> {
        let at = self.mentions.binary_search_by_key(&end, |mention| mention.tokens.end).ok()?;
        self.mentions.get(at)
    }

    fn attribution(&self, at: usize, sentence: &Range<usize>, going_on: Option<&Vec<u32>>) -> Option<Attribution> {
        let reading = self.reading;
        if reading.stand_at(at, &["according", "to"]) {
            let (who, subject) = self.subject_from(at + 2, sentence)?;
            let said = self.around(at..at, subject.end, sentence);
            return Some(Attribution { who, subject, verb: at..at + 2, said, whole: true });
        }
        let (length, takes) = verb_of_saying(reading, at)?;
        let verb = at..at + length;
        // `said that`, `announced on Tuesday that`
        let that = (verb.end..sentence.end.min(verb.end + 4))
            .take_while(|n| *n == verb.end || !reading.is_break(*n))
            .find(|n| reading.word(*n) == "that");
        let ends = |n: usize| n >= sentence.end || reading.is_break(n);
        // `told reporters.`
        let has_object = reading.word(at) == "told" && (verb.end + 1..verb.end + 4).any(ends);
        let closes = that.is_none() && takes != Takes::OnlyThat && (ends(verb.end) || has_object);
        // `…, said Kistafin.`
        if comes_first(reading.word(at))
            && reading.is_break(at)
            && let Some((who, subject)) = self.subject_from(verb.end, sentence)
            && (subject.end >= sentence.end || reading.is_break(subject.end))
        {
            let said = self.around(at..at, subject.end, sentence);
            return Some(Attribution { who, subject, verb, said, whole: true });
        }
        let participle = reading.word(at).ends_with("ing");
        let goes_on = participle && (reading.is_break(at) || at == sentence.start)
            || at.checked_sub(1).is_some_and(|n| matches!(reading.word(n), "and" | "while" | "then" | "also"));
        let own = if participle { None } else { self.subject_before(at, sentence) };
        let (who, subject) = match own {
            Some(subject) => subject,
            None if goes_on => (going_on?.clone(), at..at),
            None => return None,
        };
        // `The visit, he said, would …`: what is said is on both sides of the verb.
        let amid = subject.start > sentence.start
            && (reading.is_break(subject.start) || reading.gap(subject.start).contains('”'));
        if closes && subject.end > subject.start && (amid || subject.start == sentence.start) {
            let said = self.around(subject.start..at, verb.end, sentence);
            return Some(Attribution { who, subject, verb, said, whole: true });
        }
        let clause = matches!(reading.word(at), "said" | "says" | "told" | "believes" | "believed");
        if !(that.is_some() || takes == Takes::Thing || clause || closes) {
            // `added security`, `reported losses`: no more than a word that may say something.
            return None;
        }
        let said = [at..at, that.map_or(verb.end, |that| that + 1)..sentence.end];
        Some(Attribution { who, subject, verb, said, whole: that.is_some() || clause })
    }

    /// All that is said on both sides of some words, as far as the next semicolon.
    fn around(&self, before: Range<usize>, after: usize, sentence: &Range<usize>) -> [Range<usize>; 2] {
        let parts = |n: &usize| self.reading.gap(*n).contains(';');
        let start = (sentence.start + 1..=before.start).rev().find(parts).unwrap_or(sentence.start);
        let end = (after..sentence.end).find(parts).unwrap_or(sentence.end);
        [start..before.start, after.min(end)..end]
    }

    /// The one that a subject right before a verb names, over an aside between commas.
    fn subject_before(&self, verb: usize, sentence: &Range<usize>) -> Option<Subject> {
        let reading = self.reading;
        let mut end = verb;
        while end > sentence.start && is_adverb(reading.word(end - 1)) {
            end -= 1;
        }
        if !reading.is_break(end) {
            return self.ends_at(end, sentence);
        }
        let comma = |n: &usize| reading.gap(*n).contains(',');
        let mut breaks = (sentence.start + 1..end).rev().filter(comma);
        // `Keel's spokesman, Rui Falk, said`: the aside is the name.
        let first = breaks.next()?;
        if let Some(subject) = self.ends_at(end, sentence).filter(|(_, words)| words.start == first) {
            return Some(subject);
        }
        // `Jauhar Saleem, President of the institute, said`
        let named = |(_, words): &Subject| words.len() > 1 || !self.is_pronoun(words.start);
        [Some(first), breaks.next(), breaks.next()]
            .into_iter()
            .flatten()
            .find_map(|at| self.ends_at(at, sentence).filter(named))
    }

    fn is_pronoun(&self, token: usize) -> bool {
        matches!(self.reading.word(token), "he" | "she")
    }

    /// The entity that the words before a token name.
    fn ends_at(&self, end: usize, sentence: &Range<usize>) -> Option<Subject> {
        if end <= sentence.start {
            return None;
        }
        if let Some(mention) = self.mention_to(end).filter(|mention| mention.tokens.start >= sentence.start) {
            return Some((mention.nodes.clone(), self.with_title(mention, sentence)));
        }
        self.unnamed(end - 1, sentence)
    }

    /// The entity that the words from a token on name.
    fn subject_from(&self, start: usize, sentence: &Range<usize>) -> Option<Subject> {
        for at in start..sentence.end.min(start + 5) {
            if let Some(mention) = self.mention_from(at) {
                return (!self.reading.is_possessive(mention.tokens.end - 1))
                    .then(|| (mention.nodes.clone(), start..mention.tokens.end));
            }
            if let Some((who, words)) = self.unnamed(at, sentence) {
                return Some((who, start..words.end));
            }
            if self.reading.is_break(at + 1) {
                break;
            }
        }
        None
    }

    /// `He` and `the Ambassador`.
    fn unnamed(&self, at: usize, sentence: &Range<usize>) -> Option<Subject> {
        let word = self.reading.word(at);
        if self.is_pronoun(at) {
            return Some((self.spoke.last.clone(), at..at + 1));
        }
        let titled = is_title(word) && at > sentence.start && self.reading.word(at - 1) == "the";
        // `the President of Kazakhstan`, `the President Tokayev`
        let more = self.reading.word(at + 1) == "of" || self.mention_from(at + 1).is_some();
        if !titled || more {
            return None;
        }
        Some((self.spoke.of_title.get(word).cloned().unwrap_or_default(), at - 1..at + 1))
    }

    /// A mention with the titles before it: `Foreign Minister Ruiz`, `H.E. Mr. Reku`.
    fn with_title(&self, mention: &Mention, sentence: &Range<usize>) -> Range<usize> {
        let mut start = mention.tokens.start;
        while start > sentence.start && !self.reading.is_break(start) {
            let word = self.reading.word(start - 1);
            if !is_title(word) && !is_honorific(word) {
                break;
            }
            start -= 1;
        }
        start..mention.tokens.end
    }

    /// The first person that a sentence names or means, but not as the owner of something.
    fn first_of(&self, sentence: &Range<usize>) -> Option<Subject> {
        sentence.clone().find_map(|at| {
            let named = self.mention_from(at).filter(|mention| mention.person);
            match named {
                Some(mention) if !self.reading.is_possessive(mention.tokens.end - 1) => {
                    Some((mention.nodes.clone(), mention.tokens.clone()))
                }
                Some(_) => None,
                None => self.unnamed(at, sentence),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diplomacy::{self, Person, State},
        graph::KnowledgeGraph,
    };

    /// Who says, by which verb, what.
    fn said(text: &str) -> Vec<(String, String, String)> {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        for name in ["Ana Berg", "Tom Lind"] {
            kg.add(Person, name).unwrap();
        }
        kg.add(State, "Norland").unwrap();
        let reading = Reading::new(text);
        let name = |who: &[u32]| who.iter().map(|node| ["Berg", "Lind", "Norland"][*node as usize]).collect();
        let words =
            |a: &Attribution| a.said.iter().map(|part| reading.words(part.clone())).collect::<Vec<_>>().join("|");
        let all = attributions(&reading, &Names::of(&kg.view()));
        all.iter().map(|a| (name(&a.who), reading.words(a.verb.clone()).to_owned(), words(a))).collect()
    }

    fn first(text: &str) -> (String, String, String) {
        said(text).first().cloned().unwrap_or_default()
    }

    fn triple(a: &str, b: &str, c: &str) -> (String, String, String) {
        (a.into(), b.into(), c.into())
    }

    #[test]
    fn a_name_before_the_verb_says_what_comes_after_it() {
        assert_eq!(first("Berg recalled that Norland was first."), triple("Berg", "recalled", "|Norland was first"));
        assert_eq!(
            first("Ambassador Ana Berg, envoy of Norland, said the road is new."),
            triple("Berg", "said", "|the road is new")
        );
        assert_eq!(first("Berg announced on Tuesday that it rains."), triple("Berg", "announced", "|it rains"));
        assert_eq!(first("Norland also announced a plan."), triple("Norland", "announced", "|a plan"));
        assert_eq!(first("The guests affirmed peace."), triple("", "", ""));
        assert_eq!(first("The state of Norland notes little."), triple("", "", ""));
    }

    #[test]
    fn a_verb_amid_the_words_says_both_sides() {
        assert_eq!(first("The road, Lind said, is new."), triple("Lind", "said", "The road|is new"));
        assert_eq!(first("The road is new, said Tom Lind."), triple("Lind", "said", "The road is new|"));
        assert_eq!(first("“The road is new,” Lind said."), triple("Lind", "said", "The road is new|"));
        assert_eq!(
            first("According to Ana Berg, the road is new."),
            triple("Berg", "According to", "|the road is new")
        );
    }

    #[test]
    fn pronouns_and_titles_mean_those_that_the_text_is_about() {
        let text = "Ambassador Ana Berg opened. She welcomed Tom Lind. The road, she said, is new. \
                    Lind gave a lecture. He spoke of trade, and recalled that Norland was first. The Ambassador said it is far.";
        let who: Vec<_> = said(text).into_iter().map(|(who, verb, _)| format!("{who} {verb}")).collect();
        assert_eq!(who, ["Berg said", "Lind spoke of", "Lind recalled", "Berg said"]);
        assert_eq!(first("He said that it rains."), triple("", "said", "|it rains"));
    }

    #[test]
    fn a_verb_that_goes_on_has_the_first_subject_of_its_sentence() {
        let all = said("Berg met Lind, and highlighted the ties, stressing the need for trade.");
        assert_eq!(
            all.iter().map(|(who, verb, _)| format!("{who} {verb}")).collect::<Vec<_>>(),
            ["Berg highlighted", "Berg stressing"]
        );
        let all = said("In Lind's presence, Berg noted that Norland was first and added that it is large.");
        assert_eq!(all.iter().map(|(who, ..)| who.as_str()).collect::<Vec<_>>(), ["Berg", "Berg"]);
    }
}
