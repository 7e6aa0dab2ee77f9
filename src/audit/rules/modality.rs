//! Plans that are recorded as actual, and the reverse.

use std::ops::{ControlFlow, Range};

use crate::{
    audit::{
        Code, Context, Evidence, Finding, Report, Rule, Severity,
        context::Passage,
        text::{Ahead, ahead_of, is_past, relation_stems, stem, will_be},
    },
    model::Modality,
    schema::Shape,
};

const AS_ACTUAL: Code = Code::new(
    "planned-recorded-as-actual",
    Severity::Info,
    "the words speak of something to come, but the fact is recorded as actual",
);
const AS_PLANNED: Code = Code::new(
    "actual-recorded-as-planned",
    Severity::Warning,
    "the words speak of the past, but the fact is recorded as planned",
);

/// The word for the relation in the cited words (*visit* for `visits`), and whether the words around it speak of the past or of what is to come.
///
/// A fact about a planned fact, such as an event ahead of a visit, is left alone; so is one whose word occurs both as what
/// was and as what is to come. An event whose word does not occur is judged by a verb that speaks of what is to come.
pub(super) struct WordsOfRelation;

impl Rule for WordsOfRelation {
    fn codes(&self) -> &[Code] {
        &[AS_ACTUAL, AS_PLANNED]
    }

    fn fact(&self, audit: &Context<'_>, evidence: &Evidence<'_>, report: Report<'_>) -> ControlFlow<()> {
        let kg = audit.graph();
        let planned = |fact| kg.fact_ref(fact).is_some_and(|fact| fact.modality() != Modality::Actual);
        let modality = evidence.fact.modality();
        if !matches!(modality, Modality::Actual | Modality::Planned)
            || evidence.fact.participants().filter_map(|node| node.fact()).any(planned)
        {
            return ControlFlow::Continue(());
        }
        let def = kg.schema().relation_def(evidence.fact.relation());
        let mut stems = relation_stems(&def.name);
        stems.extend(def.inverse.iter().flat_map(|name| relation_stems(name)));
        for cited in evidence.support() {
            let Some(passage) = &cited.passage else { continue };
            let (code, why) = match (modality, tense(passage, &stems, def.shape)) {
                (Modality::Actual, Tense::ToCome(words)) => {
                    (AS_ACTUAL, format!("recorded as actual, but the words speak of something to come: `{words}`"))
                }
                (Modality::Planned, Tense::Past(word)) => {
                    (AS_PLANNED, format!("recorded as planned, but the words speak of the past: `{word}`"))
                }
                _ => continue,
            };
            report(Finding::new(code, cited.place(audit), why))?;
        }
        ControlFlow::Continue(())
    }
}

enum Tense<'t> {
    ToCome(&'t str),
    Past(&'t str),
    Unclear,
}

fn tense<'t>(passage: &Passage<'t>, stems: &[String], shape: Shape) -> Tense<'t> {
    let reading = &passage.heard.reading;
    let sentences = passage.each_sentence();
    let places: Vec<usize> = passage.quote.clone().filter(|n| stems.contains(&stem(reading.word(*n)))).collect();
    let sentence = |at: usize| -> Range<usize> {
        sentences.iter().find(|sentence| sentence.contains(&at)).cloned().unwrap_or_else(|| passage.quote.clone())
    };
    let to_come = |at: usize| match shape {
        Shape::Holds => will_be(reading, &sentence(at), at),
        _ => ahead_of(reading, &sentence(at), at).map(|(_, words)| words),
    };
    if places.is_empty() {
        let verb = |at: usize| match ahead_of(reading, &sentence(at), at) {
            Some((Ahead::Verb, words)) if words != "would" => Some(words),
            _ => None,
        };
        let words = passage.quote.clone().last().filter(|_| shape == Shape::Happens).and_then(verb);
        return words.filter(|words| within(passage, words)).map_or(Tense::Unclear, Tense::ToCome);
    }
    let found: Vec<_> = places.iter().map(|at| to_come(*at)).collect();
    if let (Some(words), true) = (found.iter().flatten().next(), found.iter().all(Option::is_some)) {
        return Tense::ToCome(words);
    }
    let past = places.iter().find(|at| is_past(reading.word(**at)));
    match past {
        Some(at) if found.iter().all(Option::is_none) && !hedged(passage, *at) => {
            Tense::Past(reading.words(*at..at + 1))
        }
        _ => Tense::Unclear,
    }
}

/// Whether words are within the cited ones. Both are slices of one text.
fn within(passage: &Passage<'_>, words: &str) -> bool {
    let reading = &passage.heard.reading;
    reading.words(passage.quote.clone()).contains(words)
}

/// Whether a word that looks like a past form may be another: after a verb that takes a participle, or near *by*, *if* and the like.
fn hedged(passage: &Passage<'_>, at: usize) -> bool {
    const BEFORE: &[&str] = &[
        "be",
        "been",
        "being",
        "will",
        "would",
        "shall",
        "should",
        "may",
        "might",
        "could",
        "can",
        "if",
        "to",
        "planned",
        "scheduled",
        "expected",
        "upcoming",
        "forthcoming",
        "plan",
        "plans",
    ];
    let reading = &passage.heard.reading;
    let near = (at.saturating_sub(5)..=at).rev();
    let clause = near.take_while(|n| *n == at || !reading.is_break(n + 1));
    let passive = at.checked_sub(1).is_some_and(|n| matches!(reading.word(n), "was" | "were"));
    clause.into_iter().any(|n| BEFORE.contains(&reading.word(n))) || reading.word(at + 1) == "by" && !passive
}

#[cfg(test)]
mod tests {
    use crate::{
        audit::Audit,
        diplomacy::{self, Event, Person, State},
        draft::fact,
        graph::KnowledgeGraph,
        model::{Modality, Source},
    };

    /// The code found for a fact recorded so, with these words; the words between bars are cited.
    fn found(relation: &str, modality: Modality, text: &str) -> Option<&'static str> {
        let parts: Vec<_> = text.split('|').collect();
        let (whole, quote) = (parts.concat(), parts.get(1).copied().unwrap_or(text));
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        kg.add_source(Source::new("report").text(whole)).unwrap();
        kg.add(Person, "Berg").unwrap();
        kg.add(State, "Norland").unwrap();
        kg.add(Event, "Forum").unwrap();
        let object = if relation == "hosts" { "forum" } else { "norland" };
        let draft = fact("berg", relation, object).cite("report", quote);
        let draft = match modality {
            Modality::Planned => draft.planned(),
            _ => draft,
        };
        kg.assert(draft).unwrap();
        let all = Audit::new().all(&kg.view());
        all.iter().map(|f| f.code().name()).find(|name| name.contains("recorded-as"))
    }

    #[test]
    fn plans_are_no_facts() {
        let found = |text| found("visits", Modality::Actual, text);
        for text in [
            "|Berg is to pay a visit to Norland|.",
            "Berg will pay |a first visit| to Norland.",
            "The forum met |ahead of the first official visit| of Berg.",
            "|Berg will travel to Norland.|",
            "|Norland awaits the upcoming visit|.",
        ] {
            assert_eq!(found(text), Some("planned-recorded-as-actual"), "{text}");
        }
        for text in
            ["|Berg visited Norland| and will go home.", "|The visit ended.|", "|Berg came to Norland|, and will stay."]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn what_was_is_no_plan() {
        let found = |text| found("visits", Modality::Planned, text);
        assert_eq!(found("|Berg visited Norland| last week."), Some("actual-recorded-as-planned"));
        for text in
            ["|Berg will visit Norland|.", "|Norland, to be visited by Berg|, is far.", "|the visit to Norland|"]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn words_beside_other_things_do_not_count() {
        assert_eq!(found("hosts", Modality::Actual, "|Berg hosted a forum ahead of the visit to Norland|."), None);
        assert_eq!(
            found("head-of-state-of", Modality::Actual, "|Berg, President of Norland, is to pay a visit|."),
            None
        );
        assert_eq!(
            found("head-of-state-of", Modality::Actual, "|Berg will be the head of Norland|."),
            Some("planned-recorded-as-actual")
        );
    }
}
