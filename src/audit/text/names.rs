//! Where a text names the entities of a view.

use std::{collections::HashMap, ops::Range};

use super::reading::{Reading, Token};
use crate::{schema::base::AlsoKnownAs, view::View};

/// The names of the entities, by their first word.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(HashMap<String, Vec<Name>>);

#[derive(Clone, Debug)]
struct Name {
    words: Vec<String>,
    capital: bool,
    node: u32,
    person: bool,
}

/// A place where a text names one of some entities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) tokens: Range<usize>,
    /// All that the name may mean, in the order of recording.
    pub(crate) nodes: Vec<u32>,
    /// Whether one of them is a person.
    pub(crate) person: bool,
}

impl Names {
    /// First names and further names; of what is of a kind `person`, the last word of the name too.
    pub(crate) fn of(view: &View<'_>) -> Self {
        let schema = view.graph().schema();
        let person_kind = schema.kind("person").ok();
        let mut names = Self::default();
        for entity in view.entities() {
            let person = person_kind.zip(entity.kind()).is_some_and(|(person, kind)| schema.is_a(kind, person));
            let further = view.graph().view().facts(AlsoKnownAs).from(entity.id()).found();
            let further = further.filter_map(|fact| fact.object_node().value().map(ToString::to_string));
            for name in entity.name().map(str::to_owned).into_iter().chain(further) {
                names.add(&name, entity.id().index(), person);
            }
        }
        names
    }

    fn add(&mut self, name: &str, node: u32, person: bool) {
        let reading = Reading::new(name);
        let mut put = |tokens: &[Token]| {
            if let Some(first) = tokens.first() {
                let words = tokens.iter().map(|token| token.word.clone()).collect();
                let name = Name { words, capital: first.capital, node, person };
                self.0.entry(first.word.clone()).or_default().push(name);
            }
        };
        put(&reading.tokens);
        if person && let [_, .., last] = reading.tokens.as_slice() {
            put(std::slice::from_ref(last));
        }
    }

    /// All places where a text names an entity; of names within names, the longest.
    pub(crate) fn mentions(&self, reading: &Reading<'_>) -> Vec<Mention> {
        let mut found: Vec<Mention> = Vec::new();
        let mut at = 0;
        while let Some(token) = reading.tokens.get(at) {
            let fits = |name: &&Name| {
                (!name.capital || token.capital)
                    && name.words.iter().enumerate().all(|(n, word)| reading.word(at + n) == word)
            };
            let names: Vec<&Name> = self.0.get(&token.word).into_iter().flatten().filter(fits).collect();
            let length = names.iter().map(|name| name.words.len()).max().unwrap_or(0);
            if length == 0 {
                at += 1;
                continue;
            }
            let mut longest: Vec<_> = names.iter().filter(|name| name.words.len() == length).collect();
            longest.sort_by_key(|name| name.node);
            longest.dedup_by_key(|name| name.node);
            let nodes = longest.iter().map(|name| name.node).collect();
            let person = longest.iter().any(|name| name.person);
            found.push(Mention { tokens: at..at + length, nodes, person });
            at += length;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diplomacy::{self, Person, ResearchInstitute, State},
        entity,
        graph::KnowledgeGraph,
    };

    #[test]
    fn names_are_found_whole_by_alias_and_by_surname() {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        let tokayev = kg.add(Person, entity("Kassym-Jomart Tokayev").key("tokayev")).unwrap();
        let irs = kg.add(ResearchInstitute, entity("Institute of Regional Studies").alias_in("en", "IRS")).unwrap();
        let hope = kg.add(State, "Hope").unwrap();
        let text =
            "President Tokayev’s hope: the IRS, or institute of Regional Studies, met KASSYM-JOMART TOKAYEV in Hope.";
        let reading = Reading::new(text);
        let found = Names::of(&kg.view()).mentions(&reading);
        let shown: Vec<_> =
            found.iter().map(|m| (reading.words(m.tokens.clone()), m.nodes.as_slice(), m.person)).collect();
        assert_eq!(
            shown,
            [
                ("Tokayev", &[tokayev.index()][..], true),
                ("IRS", &[irs.index()], false),
                ("KASSYM-JOMART TOKAYEV", &[tokayev.index()], true),
                ("Hope", &[hope.index()], false),
            ]
        );
    }

    #[test]
    fn a_surname_of_two_may_mean_either() {
        let mut kg = KnowledgeGraph::new(diplomacy::schema());
        let a = kg.add(Person, "Ali Khan").unwrap();
        let b = kg.add(Person, "Imran Khan").unwrap();
        let reading = Reading::new("Khan and Ali Khan");
        let found = Names::of(&kg.view()).mentions(&reading);
        let nodes: Vec<_> = found.iter().map(|m| m.nodes.clone()).collect();
        assert_eq!(nodes, [vec![a.index(), b.index()], vec![a.index()]]);
    }
}
