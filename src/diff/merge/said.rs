//! What the facts of several dossiers say, in numbers: the same number for facts that say the same.

use std::collections::{BTreeMap, HashMap};

use crate::{
    dossier::Dossier,
    model::{Fact, FactName, Modality, Node, Value},
    time::When,
};

/// The number of a fact among those of its dossier that a name stands for.
pub(super) fn place_of(dossier: &Dossier, keys: &BTreeMap<&str, usize>, name: &str) -> Option<usize> {
    let place = match name.strip_prefix('#') {
        Some(digits) => digits.parse().ok()?,
        None => *keys.get(name)?,
    };
    (place < dossier.facts.len()).then_some(place)
}

/// The places of the facts of a dossier that have a key.
pub(super) fn keys(dossier: &Dossier) -> BTreeMap<&str, usize> {
    let keyed = dossier.facts.iter().enumerate();
    keyed.filter_map(|(at, fact)| Some((fact.key.as_deref()?, at))).collect()
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum End {
    Entity(String),
    Value(Value),
    Fact(usize),
    /// A name that no fact has: nothing is the same as it but by its name.
    Unknown(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Statement {
    subject: End,
    relation: String,
    object: End,
    roles: Vec<(String, End)>,
    when: When,
    modality: Modality,
}

/// Numbers for statements, shared by dossiers.
#[derive(Default)]
pub(super) struct Classes(HashMap<Statement, usize>);

impl Classes {
    /// What each fact of a dossier says.
    pub(super) fn of(&mut self, dossier: &Dossier) -> Vec<usize> {
        let keys = keys(dossier);
        let mut said: Vec<usize> = Vec::with_capacity(dossier.facts.len());
        for fact in &dossier.facts {
            let end = |node: &Node| match node {
                Node::Entity(key) => End::Entity(key.clone()),
                Node::Value(value) => End::Value(value.clone()),
                Node::Fact(FactName { fact }) => {
                    let at = place_of(dossier, &keys, fact).and_then(|at| said.get(at));
                    at.map_or_else(|| End::Unknown(fact.clone()), |class| End::Fact(*class))
                }
            };
            let statement = statement(fact, end);
            let next = self.0.len();
            said.push(*self.0.entry(statement).or_insert(next));
        }
        said
    }
}

fn statement(fact: &Fact, end: impl Fn(&Node) -> End) -> Statement {
    let mut roles: Vec<_> = fact.roles.iter().map(|(role, player)| (role.clone(), end(player))).collect();
    roles.sort_by(|(one, _), (other, _)| one.cmp(other));
    Statement {
        subject: end(&fact.subject),
        relation: fact.relation.clone(),
        object: end(&fact.object),
        roles,
        when: fact.when,
        modality: fact.modality,
    }
}
