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

/// The ends and the relation of a fact, in numbers for ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Ends {
    /// The lesser end first if the relation is symmetric.
    nodes: (usize, usize),
    relation: String,
    /// In order, so that the order in which the players were named does not count. `None` if they do not count.
    roles: Option<Vec<(String, usize)>>,
}

/// What a fact says, in numbers: the same number for the same.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    /// Ends, relation, role players, time and modality.
    pub(super) class: usize,
    /// Ends, relation and role players.
    pub(super) with_roles: usize,
    /// Ends and relation.
    pub(super) ends: usize,
    /// The first day of its earliest stated date.
    pub(super) day: Option<i64>,
}

/// Numbers for statements, shared by dossiers.
pub(super) struct Classes {
    schema: Schema,
    nodes: HashMap<End, usize>,
    ends: HashMap<Ends, usize>,
    statements: HashMap<(usize, When, Modality), usize>,
}

impl Classes {
    /// Numbers for the statements of dossiers with a vocabulary.
    pub(super) fn new(vocabulary: &SchemaDef) -> Self {
        // A vocabulary that is not valid declares nothing. Its relations are then compared by their names.
        let mut schema = Schema::new();
        let _not_valid = schema.declare(vocabulary.clone());
        Self { schema, nodes: HashMap::new(), ends: HashMap::new(), statements: HashMap::new() }
    }

    /// What each fact of a dossier says.
    pub(super) fn of(&mut self, dossier: &Dossier, keys: &BTreeMap<&str, usize>) -> Vec<Said> {
        let mut said: Vec<Said> = Vec::with_capacity(dossier.facts.len());
        for fact in &dossier.facts {
            let next = self.said(fact, |name| {
                let at = place_of(dossier, keys, name)?;
                said.get(at).map(|said| said.class)
            });
            said.push(next);
        }
        said
    }

    /// What a fact says, where the facts that it is about say what is given for their names.
    pub(super) fn said(&mut self, fact: &Fact, class: impl Fn(&str) -> Option<usize>) -> Said {
        let mut number = |node: &Node| {
            let end = match node {
                Node::Entity(key) => End::Entity(key.clone()),
                Node::Value(value) => End::Value(value.clone()),
                Node::Fact(FactName { fact }) => class(fact).map_or_else(|| End::Unknown(fact.clone()), End::Fact),
            };
            let next = self.nodes.len();
            *self.nodes.entry(end).or_insert(next)
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
        let mut number = |ends: Ends| {
            let next = self.ends.len();
            *self.ends.entry(ends).or_insert(next)
        };
        let with_roles = number(Ends { nodes: ends, relation: relation.clone(), roles: Some(roles) });
        let ends = number(Ends { nodes: ends, relation, roles: None });
        let next = self.statements.len();
        let class = *self.statements.entry((with_roles, when, fact.modality)).or_insert(next);
        let (first, second) = when.parts().dates();
        let day = first.into_iter().chain(second).map(|date| date.first().to_epoch_days()).min();
        Said { class, with_roles, ends, day }
    }
}
