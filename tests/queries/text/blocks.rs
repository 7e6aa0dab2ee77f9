//! What the blocks of a plain query have in them.

use std::{cell::Cell, collections::BTreeSet};

use super::super::spec::{End, Place, Spec};

/// A fact: its number, its relation and whether by the inverse name, and its ends.
pub type OneOf<'s> = (usize, usize, bool, &'s End, &'s End);

/// The alternatives of a block: each with one branch of every `either`.
pub fn expand(block: &[Spec]) -> Option<Vec<Vec<Spec>>> {
    let mut all = vec![Vec::new()];
    for spec in block {
        let branches = match spec {
            Spec::Either(branches) if alternative(spec).is_none() => {
                branches.iter().map(|branch| expand(branch)).collect::<Option<Vec<_>>>()?.concat()
            }
            _ => vec![vec![spec.clone()]],
        };
        all = all
            .iter()
            .flat_map(|so_far| branches.iter().map(move |branch| [so_far.as_slice(), branch].concat()))
            .collect();
        if all.len() > 8 {
            return None;
        }
    }
    Some(all)
}

/// The facts of an `either` that is one relationship of several types.
pub fn alternative(spec: &Spec) -> Option<Vec<OneOf<'_>>> {
    let Spec::Either(branches) = spec else { return None };
    let single = branches.iter().map(|branch| match branch.as_slice() {
        [Spec::Fact(number, Some((relation, inverse)), a, b)] => Some((*number, *relation, *inverse, a, b)),
        _ => None,
    });
    let facts = single.collect::<Option<Vec<_>>>()?;
    let alike = facts.iter().all(|(.., a, b)| (*a, *b) == (facts[0].3, facts[0].4));
    let relations: BTreeSet<_> = facts.iter().map(|(_, relation, ..)| relation).collect();
    (alike && relations.len() == facts.len() && facts.len() > 1).then_some(facts)
}

/// The variables of the rows, each once.
pub fn shown(block: &[Spec]) -> Vec<Vec<Place>> {
    let end = |end: &End| if let End::Var(var) = end { vec![vec![Place::Node(*var)]] } else { vec![] };
    let mut all: Vec<Vec<Place>> = Vec::new();
    for spec in block {
        let more = match (spec, alternative(spec)) {
            (_, Some(facts)) => {
                let one = facts.iter().map(|(number, ..)| Place::Fact(*number)).collect();
                [vec![one], end(facts[0].3), end(facts[0].4)].concat()
            }
            (Spec::Fact(number, _, a, b), _) => [vec![vec![Place::Fact(*number)]], end(a), end(b)].concat(),
            (Spec::Role(_, _, a), _) => end(a),
            (Spec::Reach(a, .., b), _) => [end(a), end(b)].concat(),
            (Spec::Entity(var) | Spec::OneOf(var, _), _) => vec![vec![Place::Node(*var)]],
            (Spec::Optional(block), _) => shown(block),
            (Spec::Either(branches), _) => branches.iter().flat_map(|branch| shown(branch)).collect(),
            _ => vec![],
        };
        for place in more {
            if !all.contains(&place) {
                all.push(place);
            }
        }
    }
    all
}

/// Whether a condition, or one within it, is such.
pub fn finds(block: &[Spec], wanted: &dyn Fn(&Spec) -> bool) -> bool {
    block.iter().any(|spec| {
        wanted(spec)
            || match spec {
                Spec::Not(inner) | Spec::Exists(inner) | Spec::Optional(inner) => finds(inner, wanted),
                Spec::Either(branches) => branches.iter().any(|branch| finds(branch, wanted)),
                _ => false,
            }
    })
}

/// The relation of a fact; within it nothing for any relation.
#[expect(clippy::option_option, reason = "whether there is the fact, and its relation")]
pub fn relation_of(block: &[Spec], fact: usize) -> Option<Option<usize>> {
    let found = Cell::new(None);
    finds(block, &|spec| match spec {
        Spec::Fact(number, related, ..) if *number == fact => {
            found.set(Some(related.map(|(relation, _)| relation)));
            true
        }
        _ => false,
    });
    found.get()
}

/// How many conditions use a variable.
pub fn uses(block: &[Spec], var: usize) -> usize {
    let (count, end) = (Cell::new(0), End::Var(var));
    finds(block, &|spec| {
        let used = match spec {
            Spec::Fact(_, _, a, b) | Spec::Reach(a, .., b) => *a == end || *b == end,
            Spec::Role(_, _, a) => *a == end,
            Spec::Entity(of) | Spec::OneOf(of, _) | Spec::Filter(_, of) | Spec::DifferFromNode(_, of) => *of == var,
            _ => false,
        };
        count.set(count.get() + usize::from(used));
        false
    });
    count.get()
}
