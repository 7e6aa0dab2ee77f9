//! What the facts of several dossiers say, in numbers: the same number for facts that say the same.

use std::collections::{BTreeMap, HashMap};

use crate::{
    dossier::Dossier,
    model::{Fact, FactName, Modality, Node, Value},
    schema::{Schema, SchemaDef},
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
    /// A name that no fact has: it is the same only as that name.
    Unknown(String),
}

/// What a fact says, in numbers for ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Statement {
    /// The lesser end first if the relation is symmetric.
    ends: (usize, usize),
    relation: String,
    /// In order, so that the order in which the players were named does not count.
    roles: Vec<(String, usize)>,
    when: When,
    modality: Modality,
}

/// Numbers for statements, shared by dossiers.
pub(super) struct Classes {
    schema: Schema,
    ends: HashMap<End, usize>,
    statements: HashMap<Statement, usize>,
}

impl Classes {
    /// Numbers for the statements of dossiers with a vocabulary.
    pub(super) fn new(vocabulary: &SchemaDef) -> Self {
        // A vocabulary that is not valid declares nothing. Its relations are then compared by their names.
        let mut schema = Schema::new();
        let _not_valid = schema.declare(vocabulary.clone());
        Self { schema, ends: HashMap::new(), statements: HashMap::new() }
    }

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
            let statement = self.statement(fact, end);
            let next = self.statements.len();
            said.push(*self.statements.entry(statement).or_insert(next));
        }
        said
    }

    fn statement(&mut self, fact: &Fact, end: impl Fn(&Node) -> End) -> Statement {
        let mut number = |node: &Node| {
            let next = self.ends.len();
            *self.ends.entry(end(node)).or_insert(next)
        };
        let mut ends = (number(&fact.subject), number(&fact.object));
        let mut roles: Vec<_> = fact.roles.iter().map(|(role, player)| (role.to_owned(), number(player))).collect();
        roles.sort();
        let (mut relation, mut when) = (fact.relation.clone(), fact.when);
        if let Ok(found) = self.schema.relation(&fact.relation) {
            let def = self.schema.relation_def(found.id());
            relation.clone_from(&def.name);
            if found.is_inverse() || def.symmetric && ends.1 < ends.0 {
                ends = (ends.1, ends.0);
            }
            // The date in a name is the time of the fact.
            when = found.date().filter(|_| when.is_unstated()).map_or(when, When::on);
        }
        Statement { ends, relation, roles, when, modality: fact.modality }
    }
}
