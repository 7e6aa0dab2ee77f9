//! Claims on the same words with different speakers.

use std::ops::ControlFlow;

use crate::{
    audit::{
        Code, Context, Evidence, Finding, FoundIn, Report, Rule, Severity,
        context::{Cited, chain},
    },
    view::NodeRef,
};

const DIFFER: Code = Code::new(
    "speakers-differ",
    Severity::Warning,
    "claims of a fact on one source and its copies name other speakers",
);

/// A source and those that repeat it report the same words, so they have the same speaker. Needs no text.
pub(super) struct SpeakersDiffer;

impl Rule for SpeakersDiffer {
    fn codes(&self) -> &[Code] {
        &[DIFFER]
    }

    fn fact(&self, audit: &Context<'_>, evidence: &Evidence<'_>, report: Report<'_>) -> ControlFlow<()> {
        let cited: Vec<_> = evidence.support().collect();
        let origin = |cited: &Cited<'_>| chain(cited.claim.source()).last().map(|source| source.id());
        let speaker = |cited: &Cited<'_>| cited.claim.said_by().map(|node| node.id());
        for (n, later) in cited.iter().enumerate() {
            // A source may have several people say the same; only its copies are compared with it.
            let copies = |one: &&&Cited<'_>| {
                one.claim.source().id() != later.claim.source().id() && origin(one) == origin(later)
            };
            let Some(first) = cited.iter().take(n).find(copies) else { continue };
            // The claims of a source may be in any order.
            if cited.iter().filter(copies).any(|one| speaker(one) == speaker(later)) {
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
            report(Finding::new(DIFFER, FoundIn::claim(audit.graph(), &later.claim), why))?;
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        audit::Audit,
        diplomacy::{self, Person, State},
        draft::fact,
        graph::KnowledgeGraph,
        model::Source,
    };

    /// Whether it is found for claims with these sources and speakers.
    fn found<const N: usize>(claims: [(&str, Option<&str>); N]) -> bool {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        kg.add_source(Source::new("wire")).unwrap();
        kg.add_source(Source::new("copy").derives_from("wire")).unwrap();
        kg.add_source(Source::new("other")).unwrap();
        for name in ["Berg", "Lind"] {
            kg.add(Person, name).unwrap();
        }
        kg.add(State, "Norland").unwrap();
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
