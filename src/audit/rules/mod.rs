//! The rules of this crate, one in each file.

mod cycles;
mod dates;
mod duplicates;
mod gaps;
mod holders;
mod lifetimes;
mod modality;
mod namesakes;
mod orphans;
mod overdue;
mod players;
mod published;
mod speaker;
mod speakers_differ;
mod terms;
mod unused;
mod verbatim;

pub use unused::UnusedVocabulary;

use super::{FoundIn, Rule};
use crate::{graph::KnowledgeGraph, view::FactRef};

/// A fact in a message, as the place of a finding names it: `fact #3`.
fn shown(kg: &KnowledgeGraph, fact: &FactRef<'_>) -> String {
    FoundIn::fact(kg, fact).to_string()
}

/// All rules, in the order in which they report on one item.
pub(super) fn all() -> Vec<Box<dyn Rule>> {
    vec![
        Box::new(verbatim::Quotes),
        Box::new(dates::Dates),
        Box::new(published::AfterPublication),
        Box::new(modality::WordsOfRelation),
        Box::new(speaker::Speaker),
        Box::new(speakers_differ::SpeakersDiffer),
        Box::new(orphans::Unsourced),
        Box::new(overdue::Overdue),
        Box::new(orphans::Unmentioned),
        Box::new(holders::OneAtATime),
        Box::new(terms::Terms),
        Box::new(lifetimes::Lifetimes),
        Box::new(cycles::Cycles),
        Box::new(duplicates::Duplicates),
        Box::new(namesakes::Namesakes),
        Box::new(gaps::Gaps),
    ]
}

#[cfg(test)]
mod tests {
    use crate::{
        audit::Audit,
        diplomacy,
        graph::{KnowledgeGraph, entity},
        model::{Fact, Resolution, Source, Value},
        schema::{RelationDef, RoleDef, Shape, base},
    };

    /// What is found of a code in facts of the notation, about a person `p`, states `n` and `m`, cities `c` and `d`, on
    /// sources `s` and `t` and a `copy` of the first. `resolve` settles one fact by another, `entity` adds one. An object has
    /// one delegate (`delegate-of`) at a time for each of several states (`posted-to`).
    pub(super) fn found(text: &str, code: &str) -> Vec<String> {
        lines(&Audit::new(), text, code)
    }

    /// The same on a day.
    pub(super) fn found_on(day: &str, text: &str, code: &str) -> Vec<String> {
        lines(&Audit::new().today(day).unwrap(), text, code)
    }

    fn lines(audit: &Audit, text: &str, code: &str) -> Vec<String> {
        let kg = graph(text);
        kg.validate().unwrap();
        let all = audit.all(&kg.view());
        all.iter().filter(|found| found.code().name() == code).map(ToString::to_string).collect()
    }

    fn graph(text: &str) -> KnowledgeGraph {
        let mut schema = diplomacy::schema();
        schema.add_role(RoleDef::new("posted-to")).unwrap();
        let def = RelationDef::new("delegate-of", Shape::Holds, "person", "state").inverse_functional();
        schema.add_relation(def.required_many("posted-to", "state")).unwrap();
        let mut kg = KnowledgeGraph::new(schema);
        for source in [Source::new("s"), Source::new("t"), Source::new("copy").derives_from("s")] {
            kg.add_source(source).unwrap();
        }
        for (kind, key) in
            [("person", "p"), ("person", "q"), ("state", "n"), ("state", "m"), ("city", "c"), ("city", "d")]
        {
            kg.add(kind, entity(format!("{key}{key}")).key(key)).unwrap();
        }
        for line in text.lines() {
            add(&mut kg, line);
        }
        kg
    }

    fn add(kg: &mut KnowledgeGraph, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["resolve", fact, resolution, "by", by] => {
                let id = |name: &str| kg.fact(name.trim_start_matches('^')).unwrap();
                let (fact, by) = (id(fact), id(by));
                kg.resolve(fact, resolution.parse::<Resolution>().unwrap(), by).unwrap();
            }
            ["entity", kind, key, ..] => {
                let texts: Vec<&str> = line.split('"').collect();
                let id = kg.add(*kind, entity(texts[1]).key(*key)).unwrap();
                match texts.get(2).map(|word| word.trim()) {
                    Some("also") => {
                        kg.assert(crate::draft::fact(id, base::AlsoKnownAs, Value::Text(texts[3].into()))).unwrap();
                    }
                    Some(scheme) if scheme.starts_with("id ") => {
                        let scheme = Value::Text(scheme[3..].into());
                        let code = Value::Text(texts[3].into());
                        kg.assert(crate::draft::fact(id, base::IdentifiedBy, code).with(base::Scheme, scheme)).unwrap();
                    }
                    _ => {}
                }
            }
            // Of a date the notation needs the schema to know that it is one.
            [subject, relation @ ("born" | "died"), date, rest @ ..] => {
                let mut parts = vec![*subject, relation, "(date", date];
                parts.push(")");
                parts.extend(rest);
                assert_fact(kg, &parts.join(" ").replace(" )", ")"));
            }
            _ => assert_fact(kg, line),
        }
    }

    fn assert_fact(kg: &mut KnowledgeGraph, line: &str) {
        let fact: Fact = line.parse().unwrap();
        kg.apply(&crate::graph::Edit::Assert(fact)).unwrap();
    }
}
