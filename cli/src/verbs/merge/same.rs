//! Whether two dossiers are one record: the order of what they list does not count.

use std::collections::{BTreeMap, HashMap};

use chancery::{
    dossier::Dossier,
    model::{Fact, FactName, Node},
    schema::SchemaDef,
};

/// Whether a text that reads to the first dossier has the record of the second. What the text declares is as in the
/// second, which may have more: what is not used.
pub(super) fn same_record(one: &Dossier, other: &Dossier) -> bool {
    let mut numbers = HashMap::new();
    let mut facts = |dossier: &Dossier| Record::of(dossier, &mut numbers);
    facts(one) == facts(other) && declares(&other.vocabulary, &one.vocabulary)
}

/// A dossier without order.
#[derive(PartialEq)]
struct Record {
    sources: BTreeMap<String, String>,
    entities: BTreeMap<String, String>,
    merges: BTreeMap<String, String>,
    apart: Vec<String>,
    /// Each fact by the number of what it says, and what became of it.
    facts: Vec<usize>,
    retracted: Vec<(usize, String)>,
    resolved: Vec<(usize, String, usize)>,
}

impl Record {
    fn of(dossier: &Dossier, numbers: &mut HashMap<String, usize>) -> Self {
        let mut facts = Vec::new();
        let mut keys: HashMap<&str, usize> = HashMap::new();
        for (place, fact) in dossier.facts.iter().enumerate() {
            let said = said(fact, |name| find(name, &keys, &facts));
            let next = numbers.len();
            facts.push(*numbers.entry(said).or_insert(next));
            if let Some(key) = &fact.key {
                keys.insert(key, place);
            }
        }
        let number = |name: &str| find(name, &keys, &facts).unwrap_or(usize::MAX);
        let mut retracted: Vec<_> =
            dossier.retractions.iter().map(|one| (number(&one.fact), one.why.clone())).collect();
        let resolved = dossier.resolutions.iter();
        let mut resolved: Vec<_> =
            resolved.map(|one| (number(&one.fact), one.resolution.name().to_owned(), number(&one.by))).collect();
        let mut apart: Vec<String> = dossier
            .kept_apart
            .iter()
            .map(|one| {
                let (first, second) =
                    (one.entity.clone().min(one.from.clone()), one.entity.clone().max(one.from.clone()));
                format!("{first:?} {second:?} {:?}", one.why)
            })
            .collect();
        facts.sort_unstable();
        retracted.sort();
        resolved.sort();
        apart.sort();
        Self {
            sources: dossier.sources.iter().map(|one| (one.key.clone(), format!("{one:?}"))).collect(),
            entities: dossier.entities.iter().map(|one| (one.key.clone(), format!("{one:?}"))).collect(),
            merges: dossier.merges.iter().map(|one| (one.entity.key.clone(), format!("{one:?}"))).collect(),
            apart,
            facts,
            retracted,
            resolved,
        }
    }
}

/// The number of the fact with a name.
fn find(name: &str, keys: &HashMap<&str, usize>, facts: &[usize]) -> Option<usize> {
    let place = match name.strip_prefix('#') {
        Some(digits) => digits.parse().ok()?,
        None => *keys.get(name)?,
    };
    facts.get(place).copied()
}

/// What a fact says and who claims it, with the numbers of the facts that it is about.
fn said(fact: &Fact, number: impl Fn(&str) -> Option<usize>) -> String {
    let node = |node: &Node| match node {
        Node::Fact(FactName { fact }) => match number(fact) {
            Some(number) => format!("fact {number}"),
            None => format!("{node:?}"),
        },
        node => format!("{node:?}"),
    };
    let mut roles: Vec<String> = fact.roles.iter().map(|(role, player)| format!("{role:?} {}", node(player))).collect();
    roles.sort();
    let mut claims: Vec<String> = fact.claims.iter().map(|claim| format!("{claim:?}")).collect();
    claims.sort();
    let Fact { key, relation, when, modality, .. } = fact;
    format!(
        "{key:?} {} {relation:?} {} {roles:?} {when:?} {modality:?} {claims:?}",
        node(&fact.subject),
        node(&fact.object)
    )
}

/// Whether a vocabulary has all items of another.
fn declares(all: &SchemaDef, some: &SchemaDef) -> bool {
    some.kinds.iter().all(|def| all.kinds.contains(def))
        && some.roles.iter().all(|def| all.roles.contains(def))
        && some.relations.iter().all(|def| all.relations.contains(def))
}

#[cfg(test)]
mod tests {
    use chancery::{diplomacy, dossier::Dossier, notation};

    use crate::input::everything;

    fn dossier(text: &str) -> Dossier {
        let head = "source s\nentity person a \"A\"\nentity state x \"X\"\n";
        let kg = notation::read(&format!("{head}{text}"), diplomacy::schema()).unwrap();
        Dossier::of(&everything(&kg))
    }

    #[test]
    fn order_does_not_count_and_all_else_does() {
        let same = |one: &str, other: &str| super::same_record(&dossier(one), &dossier(other));
        let (one, other) = ("a visits x on 2031 key v @s\n", "a born 1970\n");
        let (one_other, other_one) = (format!("{one}{other}"), format!("{other}{one}"));
        assert!(same(&format!("{one_other}retract ^0"), &format!("{other_one}retract ^1")));
        assert!(same(&format!("{one_other}retract ^v"), &format!("{other_one}retract ^1")));
        assert!(!same(&format!("{one_other}retract ^0"), &format!("{other_one}retract ^0")));
        assert!(!same(&one_other, one));
        assert!(!same(one, "a visits x on 2031 key v"));
        assert!(!same(other, "a born 1970\na born 1970"));
    }
}
