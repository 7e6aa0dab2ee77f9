//! Words that the text puts in somebody's mouth, and claims that put them in nobody's or another's.

use std::ops::{ControlFlow, Range};

use crate::{
    audit::{
        Code, Context, Evidence, Finding, Place, Report, Rule, Severity,
        context::Passage,
        text::{Attribution, relation_stems, says, stem},
    },
    graph::NodeRef,
    model::{Any, Id},
};

const DROPPED: Code =
    Code::new("speaker-dropped", Severity::Warning, "the text says who says it, and the claim does not");
const WRONG: Code = Code::new("wrong-speaker", Severity::Error, "the text names another speaker than the claim");

/// What is told within the words that a text reports needs their speaker.
///
/// A fact that is itself an act of speaking, such as praise, needs none where its subject is who speaks; nor does an aside
/// (*…, which Rifaat leads*), which is the reporter's. Where a thing is spoken of and nothing said of it (*noted the ties*),
/// a missing speaker is no more than an info.
pub(super) struct Speaker;

impl Rule for Speaker {
    fn codes(&self) -> &[Code] {
        &[DROPPED, WRONG]
    }

    fn fact(&self, audit: &Context<'_>, told: &Evidence<'_>, report: Report<'_>) -> ControlFlow<()> {
        let kg = audit.graph();
        let def = kg.schema().relation_def(told.fact.relation());
        let stems = relation_stems(&def.name);
        let act = stems.iter().any(|stem| says(stem));
        for cited in told.support() {
            let Some(passage) = &cited.passage else { continue };
            let Some(said) = spoken(passage, &stems) else { continue };
            let name = |node: &u32| kg.node(Id::<Any>::new(*node)).as_ref().and_then(NodeRef::key).unwrap_or_default();
            let names = || said.who.iter().map(|node| format!("`{}`", name(node))).collect::<Vec<_>>().join(" or ");
            let verb = passage.heard.reading.words(said.verb.clone());
            let speaker = cited.claim.said_by().map(|node| node.id().index());
            let finding = match speaker {
                None if act && said.who.contains(&told.fact.from().id().index()) => continue,
                None => {
                    let why = format!("{} says it (`{verb}`), and the claim names no speaker", names());
                    let finding = Finding::new(DROPPED, Place::claim(kg, &cited.claim), why);
                    if said.whole { finding } else { finding.with_severity(Severity::Info) }
                }
                Some(speaker) if said.who.contains(&speaker) => continue,
                Some(speaker) => {
                    let why = format!("{} says it (`{verb}`), and the claim says `{}`", names(), name(&speaker));
                    Finding::new(WRONG, Place::claim(kg, &cited.claim), why)
                }
            };
            report(finding)?;
        }
        ControlFlow::Continue(())
    }
}

/// The innermost words with a known speaker in which a passage tells its fact.
fn spoken<'p>(passage: &'p Passage<'_>, stems: &[String]) -> Option<&'p Attribution> {
    let reading = &passage.heard.reading;
    let sentences = passage.sentences();
    // Where the fact is told: at the word for its relation, else all over the quote.
    let word = passage.quote.clone().find(|n| stems.contains(&stem(reading.word(*n))));
    let place = word.map_or(passage.quote.clone(), |n| n..n + 1);
    let covers = |said: &&Attribution| {
        let overlap = |part: &Range<usize>| part.end.min(place.end).saturating_sub(part.start.max(place.start));
        let inside: usize = said.said.iter().map(overlap).sum();
        sentences.contains(&said.verb.start) && !said.who.is_empty() && inside * 2 > place.len()
    };
    let said = passage.heard.said.iter().rev().find(covers)?;
    let aside = word.is_some_and(|at| in_aside(passage, said, at));
    (!aside).then_some(said)
}

/// Whether a token stands in an aside that begins after the verb of saying.
fn in_aside(passage: &Passage<'_>, said: &Attribution, at: usize) -> bool {
    let reading = &passage.heard.reading;
    let relative = |n: &usize| {
        reading.is_break(*n)
            && (matches!(
                reading.word(*n),
                "which" | "who" | "whose" | "led" | "headed" | "founded" | "known" | "based"
            ))
    };
    (said.verb.end..=at).rev().find(|n| reading.is_break(*n)).is_some_and(|n| relative(&n))
}

#[cfg(test)]
mod tests {
    use crate::{
        audit::{Audit, Severity},
        diplomacy::{self, Person, Programme, State},
        graph::KnowledgeGraph,
        model::Source,
        schema::fact,
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
        all.iter().filter(|f| f.code().name().contains("speaker")).map(|f| (f.code().name(), f.severity())).collect()
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
            assert_eq!(found(RECOGNIZED, Some("ana-berg"), text), [("wrong-speaker", Severity::Error)], "{text}");
        }
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
        assert_eq!(found(["tom-lind", "led", "bridges"], None, aside), []);
        let act = "|Berg highlighted the part of Norland|.";
        assert_eq!(found(["ana-berg", "highlighted", "norland"], None, act), []);
    }
}
