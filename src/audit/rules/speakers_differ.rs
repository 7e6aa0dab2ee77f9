//! Claims on the same words with different speakers.

use std::{
    collections::{BTreeSet, HashMap},
    ops::ControlFlow,
};

use crate::{
    audit::{Code, Context, Evidence, Finding, Report, Rule, Severity, context::Cited},
    model::{Any, Id, SourceId},
    view::NodeRef,
};

const DIFFER: Code = Code::new(
    "speakers-differ",
    Severity::Warning,
    "claims of a fact on one source and its copies name other speakers",
);

/// A source and those that repeat it report the same words, so they have the same speaker. Needs no text.
pub(super) struct SpeakersDiffer;

/// The claims of a fact on the sources of one origin.
#[derive(Default)]
struct Origin<'e> {
    /// The first claims of the first two sources.
    firsts: Vec<&'e Cited<'e>>,
    /// The sources that name each speaker.
    sources: HashMap<Option<Id<Any>>, BTreeSet<SourceId>>,
}

impl Rule for SpeakersDiffer {
    fn codes(&self) -> &[Code] {
        &[DIFFER]
    }

    fn fact(&self, audit: &Context<'_>, evidence: &Evidence<'_>, report: Report<'_>) -> ControlFlow<()> {
        let speaker = |cited: &Cited<'_>| cited.claim.said_by().map(|node| node.id());
        let mut origins: HashMap<SourceId, Origin<'_>> = HashMap::new();
        for cited in evidence.support() {
            let source = cited.claim.source().id();
            let origin = origins.entry(cited.claim.source().origin().id()).or_default();
            if origin.firsts.iter().all(|first| first.claim.source().id() != source) && origin.firsts.len() < 2 {
                origin.firsts.push(cited);
            }
            origin.sources.entry(speaker(cited)).or_default().insert(source);
        }
        let mut seen: HashMap<SourceId, BTreeSet<SourceId>> = HashMap::new();
        for later in evidence.support() {
            let (source, of) = (later.claim.source().id(), later.claim.source().origin().id());
            let before = seen.entry(of).or_default();
            before.insert(source);
            // A source may have several people say the same; only its copies are compared with it.
            let Some(origin) = origins.get(&of) else { continue };
            let copy = |first: &&&Cited<'_>| {
                let first = first.claim.source().id();
                first != source && before.contains(&first)
            };
            let Some(first) = origin.firsts.iter().find(copy) else { continue };
            // The claims of a source may be in any order.
            let alike = origin.sources.get(&speaker(later));
            if alike.is_some_and(|sources| sources.iter().any(|other| *other != source)) {
                continue;
            }
            let name = |cited: &Cited<'_>| match cited.claim.said_by().as_ref().and_then(NodeRef::key) {
                Some(key) => format!("`{key}`"),
                None => "nobody".to_owned(),
            };
            let (one, two) = (first.claim.source(), later.claim.source());
            let why = format!(
                "in `{}` {} says it, but in `{}`, which has the same words, {}",
                two.key(),
                name(later),
                one.key(),
                name(first)
            );
            report(Finding::new(DIFFER, later.place(audit), why))?;
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::{
        audit::{Audit, FoundIn},
        diplomacy::{self, Person, State},
        draft::fact,
        graph::KnowledgeGraph,
        model::Source,
    };

    fn graph() -> KnowledgeGraph {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        for (key, of) in
            [("wire", None), ("copy", Some("wire")), ("other", None), ("echo", Some("other")), ("alone", None)]
        {
            let source = Source::new(key);
            kg.add_source(if let Some(of) = of { source.derives_from(of) } else { source }).unwrap();
        }
        for name in ["Berg", "Lind"] {
            kg.add(Person, name).unwrap();
        }
        kg.add(State, "Norland").unwrap();
        kg
    }

    /// Whether it is found for claims with these sources and speakers.
    fn found<const N: usize>(claims: [(&str, Option<&str>); N]) -> bool {
        let mut kg = graph();
        let mut draft = fact("berg", "visits", "norland");
        for (source, speaker) in claims {
            draft = draft.cite(source, "x");
            if let Some(speaker) = speaker {
                draft = draft.said_by(speaker);
            }
        }
        kg.assert(draft).unwrap();
        Audit::new().all(&kg.view()).iter().any(|found| found.code().name() == "speakers-differ")
    }

    const SOURCES: [(&str, &str); 5] =
        [("wire", "wire"), ("copy", "wire"), ("other", "other"), ("echo", "other"), ("alone", "alone")];

    proptest! {
        /// Each claim is compared with the first claim before it on another source of its origin, and is found if no claim
        /// on such a source has its speaker.
        #[test]
        fn differences_are_found_as_by_all_pairs(claims in prop::collection::vec((0..5_usize, 0..3_usize), 0..8)) {
            let speakers = [None, Some("berg"), Some("lind")];
            let mut kg = graph();
            let draft = claims.iter().fold(fact("berg", "visits", "norland"), |draft, (source, speaker)| {
                let draft = draft.cite(SOURCES[*source].0, "x");
                if let Some(speaker) = speakers[*speaker] { draft.said_by(speaker) } else { draft }
            });
            kg.assert(draft).unwrap();
            let copies = |one: usize, other: usize| one != other && SOURCES[one].1 == SOURCES[other].1;
            let name = |speaker: usize| speakers[speaker].map_or("nobody".to_owned(), |key| format!("`{key}`"));
            let expected: Vec<String> = claims.iter().enumerate().filter_map(|(at, (source, speaker))| {
                let first = claims[..at].iter().find(|(one, _)| copies(*one, *source))?;
                if claims.iter().any(|(one, by)| copies(*one, *source) && by == speaker) {
                    return None;
                }
                let (one, two) = (SOURCES[first.0].0, SOURCES[*source].0);
                Some(format!(
                    "{at}: in `{two}` {} says it, but in `{one}`, which has the same words, {}", name(*speaker), name(first.1)
                ))
            }).collect();
            let all = Audit::empty().with(super::SpeakersDiffer).all(&kg.view());
            let found = all.iter().map(|found| match found.place() {
                FoundIn::Claim { claim, .. } => format!("{claim}: {}", found.sentence()),
                other => other.to_string(),
            });
            prop_assert_eq!(found.collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn a_source_and_its_copy_have_one_speaker() {
        assert!(found([("wire", Some("berg")), ("copy", None)]));
        assert!(found([("copy", None), ("wire", Some("berg"))]));
        assert!(found([("wire", Some("berg")), ("copy", Some("lind"))]));
        assert!(!found([("wire", Some("berg")), ("copy", Some("berg"))]));
        assert!(!found([("wire", None), ("copy", None)]));
        assert!(!found([("wire", Some("berg")), ("other", None)]));
        assert!(!found([("wire", Some("berg")), ("wire", Some("lind"))]));
    }

    #[test]
    fn a_source_with_several_passages_has_the_speakers_of_each() {
        let (berg, lind) = (Some("berg"), Some("lind"));
        assert!(!found([("wire", None), ("copy", None), ("wire", berg), ("copy", berg)]));
        assert!(!found([("wire", None), ("wire", berg), ("copy", berg), ("copy", None)]));
        assert!(found([("wire", None), ("copy", None), ("wire", berg), ("copy", lind)]));
    }
}
