//! Reported speech, and claims without its speaker or with another one.

use std::ops::{ControlFlow, Range};

use crate::{
    audit::{
        Code, Context, Evidence, Finding, Report, Rule, Severity,
        context::Passage,
        text::{Attribution, relation_stems, says, stem},
    },
    model::{Any, Id},
    view::NodeRef,
};

const DROPPED: Code =
    Code::new("speaker-dropped", Severity::Warning, "the text says who says it, but the claim does not");
const WRONG: Code = Code::new("wrong-speaker", Severity::Warning, "the text names another speaker than the claim");
const GOES_ON: Code = Code::new(
    "speech-goes-on",
    Severity::Info,
    "the sentence goes on after somebody's words, and the claim names no speaker",
);

/// A fact that a text reports as somebody's words needs that speaker.
///
/// A fact that is itself an act of speaking, such as praise, needs none where its subject is who speaks; nor does an aside
/// (*…, which Rifaat leads*), which is the reporter's. Where a thing is spoken of and nothing said of it (*noted the ties*),
/// a missing speaker is no more than an info. So it is in a sentence that has no verb of saying and goes on with a pronoun
/// (*He saw openings*), unless the fact is about the one who spoke before.
pub(super) struct Speaker;

impl Rule for Speaker {
    fn codes(&self) -> &[Code] {
        &[DROPPED, WRONG, GOES_ON]
    }

    fn fact(&self, audit: &Context<'_>, evidence: &Evidence<'_>, report: Report<'_>) -> ControlFlow<()> {
        let kg = audit.graph();
        let def = kg.schema().relation_def(evidence.fact.relation());
        let stems = relation_stems(&def.name);
        let act = stems.iter().any(|stem| says(stem));
        for cited in evidence.support() {
            let Some(passage) = &cited.passage else { continue };
            let said = match spoken(passage, &stems) {
                Words::Of(said) => said,
                Words::After(said) if cited.claim.said_by().is_none() => {
                    let own = evidence.fact.participants().any(|node| said.who.contains(&node.id().index()));
                    if !own && !act {
                        let why =
                            format!("the words before are those of {}; whose are these?", names(audit, &said.who));
                        report(Finding::new(GOES_ON, cited.place(audit), why))?;
                    }
                    continue;
                }
                Words::After(_) | Words::OfTheReporter => continue,
            };
            let verb = passage.heard.reading.words(said.verb.clone());
            let speaker = cited.claim.said_by().map(|node| node.id().index());
            let finding = match speaker {
                None if act && said.who.contains(&evidence.fact.subject_node().id().index()) => continue,
                None => {
                    let why = format!("{} says it (`{verb}`), but the claim names no speaker", names(audit, &said.who));
                    let finding = Finding::new(DROPPED, cited.place(audit), why);
                    if said.whole { finding } else { finding.with_severity(Severity::Info) }
                }
                Some(speaker) if said.who.contains(&speaker) => continue,
                Some(speaker) => {
                    let (right, wrong) = (names(audit, &said.who), names(audit, &[speaker]));
                    let why = format!("{right} says it (`{verb}`), but the claim names {wrong}");
                    Finding::new(WRONG, cited.place(audit), why)
                }
            };
            report(finding)?;
        }
        ControlFlow::Continue(())
    }
}

fn names(audit: &Context<'_>, nodes: &[u32]) -> String {
    let node = |node: &u32| audit.graph().node_ref(Id::<Any>::new(*node));
    let key = |of: &u32| node(of).as_ref().and_then(NodeRef::key).map(|key| format!("`{key}`")).unwrap_or_default();
    nodes.iter().map(key).collect::<Vec<_>>().join(" or ")
}

/// Whose words a passage reports.
enum Words<'p> {
    /// The words of those whom the sentence names.
    Of(&'p Attribution),
    /// Perhaps still the words of those whom the sentence before names.
    After(&'p Attribution),
    OfTheReporter,
}

fn spoken<'p>(passage: &'p Passage<'_>, stems: &[String]) -> Words<'p> {
    let reading = &passage.heard.reading;
    let sentences = passage.sentences();
    // Where the fact is stated: at the word for its relation, else all over the quote.
    let word = passage.quote.clone().find(|n| stems.contains(&stem(reading.word(*n))));
    let place = word.map_or(passage.quote.clone(), |n| n..n + 1);
    let overlap = |part: &Range<usize>| part.end.min(place.end).saturating_sub(part.start.max(place.start));
    // Those of these sentences; they are in the order of their verbs.
    let all = &passage.heard.said;
    let first = all.partition_point(|said| said.verb.start < sentences.start);
    let last = all.partition_point(|said| said.verb.start < sentences.end);
    let mut here = all.get(first..last).unwrap_or_default().iter().rev().filter(|said| !said.who.is_empty()).peekable();
    let named_here = here.peek().is_some();
    // The innermost that has most of the place, but for the words that name the speaker.
    let covers = |said: &&Attribution| {
        let names = if word.is_some() { 0 } else { overlap(&(said.subject.start.min(said.verb.start)..said.verb.end)) };
        let inside: usize = said.said.iter().map(overlap).sum();
        inside * 2 > place.len().saturating_sub(names)
    };
    if let Some(said) = here.find(covers) {
        let aside = in_aside(passage, said, place.start) && (place.start + 1..place.end).all(|n| !reading.is_break(n));
        return if aside { Words::OfTheReporter } else { Words::Of(said) };
    }
    let pronoun = |n: usize| matches!(reading.word(n), "he" | "she") || n == sentences.start && reading.word(n) == "it";
    if named_here || !sentences.clone().any(pronoun) {
        return Words::OfTheReporter;
    }
    let before = first.checked_sub(1).and_then(|before| all.get(before));
    // No further back than the paragraph before.
    let near = |said: &&Attribution| reading.paragraphs_within(&(said.verb.start + 1..sentences.start + 1)) < 2;
    before.filter(|said| !said.who.is_empty()).filter(near).map_or(Words::OfTheReporter, Words::After)
}

/// Whether a token stands in an aside that begins after the verb of saying.
fn in_aside(passage: &Passage<'_>, said: &Attribution, at: usize) -> bool {
    let reading = &passage.heard.reading;
    let relative = |n: &usize| {
        reading.is_break(*n)
            && (matches!(
                reading.word(*n),
                "which" | "who" | "whose" | "leads" | "headed" | "founded" | "known" | "based"
            ))
    };
    (said.verb.end..=at).rev().find(|n| reading.is_break(*n)).is_some_and(|n| relative(&n))
}

#[cfg(test)]
mod tests {
    use crate::{
        audit::{Audit, Severity},
        diplomacy::{self, Person, Programme, State},
        draft::fact,
        graph::KnowledgeGraph,
        model::Source,
    };

    /// The codes found for a fact whose cited words stand between bars.
    fn found(ends: [&str; 3], said_by: Option<&str>, text: &str) -> Vec<(&'static str, Severity)> {
        let parts: Vec<_> = text.split('|').collect();
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        kg.add_source(Source::new("report").text(parts.concat())).unwrap();
        for name in ["Ana Berg", "Tom Lind"] {
            kg.add(Person, name).unwrap();
        }
        for name in ["Norland", "Sudland"] {
            kg.add(State, name).unwrap();
        }
        kg.add(Programme, "Bridges").unwrap();
        let draft = fact(ends[0], ends[1], ends[2]).cite("report", parts[1]);
        kg.assert(match said_by {
            Some(speaker) => draft.said_by(speaker),
            None => draft,
        })
        .unwrap();
        let all = Audit::new().all(&kg.view());
        all.iter().filter(|f| f.code().name().contains("spe")).map(|f| (f.code().name(), f.severity())).collect()
    }

    const RECOGNIZED: [&str; 3] = ["norland", "recognized", "sudland"];

    #[test]
    fn reported_words_need_their_speaker() {
        for text in [
            "Tom Lind opened. He spoke of friendship, and recalled that |Norland was first to recognize Sudland|.",
            "|Norland|, Lind said, |was the first| to recognize Sudland.",
            "“|Norland recognized Sudland|,” said Lind.",
            "According to Tom Lind, |Norland recognized Sudland|.",
        ] {
            assert_eq!(found(RECOGNIZED, None, text), [("speaker-dropped", Severity::Warning)], "{text}");
            assert_eq!(found(RECOGNIZED, Some("tom-lind"), text), [], "{text}");
            assert_eq!(found(RECOGNIZED, Some("ana-berg"), text), [("wrong-speaker", Severity::Warning)], "{text}");
        }
        let on = "Lind said that it rains. |He saw Norland recognize Sudland| soon.";
        assert_eq!(found(RECOGNIZED, None, on), [("speech-goes-on", Severity::Info)]);
        let thing = "Lind underscored |ties of Norland with Sudland|.";
        assert_eq!(found(["norland", "relations-with", "sudland"], None, thing), [("speaker-dropped", Severity::Info)]);
    }

    #[test]
    fn what_the_reporter_tells_needs_none() {
        for text in [
            "|Norland recognized Sudland|. Lind said little.",
            "|Norland recognized Sudland|, and Lind said little.",
            "The guests affirmed that |Norland recognized Sudland|.",
        ] {
            assert_eq!(found(RECOGNIZED, None, text), [], "{text}");
        }
        let office = "|Ambassador Ana Berg of Norland| said that it rains.";
        assert_eq!(found(["ana-berg", "citizen-of", "norland"], None, office), []);
        let aside = "Berg affirmed that Norland helps through |Bridges, which Tom Lind leads|.";
        assert_eq!(found(["tom-lind", "leads", "bridges"], None, aside), []);
        let own = "Lind said that it rains. |He is a citizen of Norland|.";
        assert_eq!(found(["tom-lind", "citizen-of", "norland"], None, own), []);
        let act = "|Berg highlighted the part of Norland|.";
        assert_eq!(found(["ana-berg", "highlighted", "norland"], None, act), []);
    }
}
