//! Relationships of a pattern: facts of some relations between two nodes, in one direction or both.

use super::{
    Lowering,
    fixed::{Element, ElementOf, Fixed, hidden},
    unique::Use,
};
use crate::{
    cypher::{
        ast::{Direction, Name, Relationship},
        evaluate::{Scope, Type},
    },
    error::Error,
    model::{FactId, RelationId},
    query::{FactVar, Query, Var},
    schema::{FoundRelation, Range, Schema},
    time::{PartialDate, Truth},
};

/// Which facts a relationship may be, and in which direction.
#[derive(Clone, Debug)]
pub(in crate::cypher) struct Types {
    /// The relations whose facts lead from left to right. `None` is every relation.
    pub(in crate::cypher) forth: Option<Vec<RelationId>>,
    /// Those whose facts lead from right to left.
    pub(in crate::cypher) back: Option<Vec<RelationId>>,
    /// A date that is part of the name of the one type.
    pub(in crate::cypher) date: Option<PartialDate>,
    /// The one type, if there is one.
    pub(in crate::cypher) one: Option<FoundRelation>,
}

impl Types {
    /// The relations of both directions, or `None` for every relation.
    pub(super) fn relations(&self) -> Option<Vec<RelationId>> {
        let (Some(forth), Some(back)) = (&self.forth, &self.back) else { return None };
        let mut all: Vec<_> = forth.iter().chain(back).copied().collect();
        all.sort_unstable();
        all.dedup();
        Some(all)
    }

    pub(in crate::cypher) fn leads_forth(&self) -> bool {
        self.forth.as_ref().is_none_or(|relations| !relations.is_empty())
    }

    pub(in crate::cypher) fn leads_back(&self) -> bool {
        self.back.as_ref().is_none_or(|relations| !relations.is_empty())
    }
}

/// The name of a relationship pattern. One without a name has one that no text can have.
pub(in crate::cypher) fn relationship_name(relationship: &Relationship) -> String {
    relationship.name.as_ref().map_or_else(|| hidden(relationship.at), |name| name.text.clone())
}

fn is_symmetric(schema: &Schema, relation: RelationId) -> bool {
    schema.relation_def(relation).symmetric
}

impl<'g> Lowering<'_, 'g> {
    /// The relations that the types of a relationship name.
    pub(in crate::cypher) fn types(&self, relationship: &Relationship) -> Result<Types, Error> {
        let schema = self.names.schema;
        let direction = relationship.direction;
        if relationship.types.is_empty() {
            // A fact of a symmetric relation leads both ways.
            let symmetric: Vec<_> =
                schema.relations().map(|(id, _)| id).filter(|id| is_symmetric(schema, *id)).collect();
            let (forth, back) = match direction {
                Direction::Right => (None, Some(symmetric)),
                Direction::Left => (Some(symmetric), None),
                Direction::Both => (None, None),
            };
            return Ok(Types { forth, back, date: None, one: None });
        }
        let mut found: Vec<(FoundRelation, &Name)> = Vec::new();
        for name in &relationship.types {
            let relation = self.names.relation(name)?;
            if relation.date().is_some() && relationship.types.len() > 1 {
                let why = "a relation with a date is the only type of its relationship";
                return Err(self.fails(why, name.at));
            }
            found.push((relation, name));
        }
        let (mut forth, mut back) = (Vec::new(), Vec::new());
        for (relation, _) in &found {
            let id = relation.id();
            let both = direction == Direction::Both || is_symmetric(schema, id);
            let right = (direction == Direction::Right) != relation.is_inverse();
            if both || right {
                forth.push(id);
            }
            if both || !right {
                back.push(id);
            }
        }
        for relations in [&mut forth, &mut back] {
            relations.sort_unstable();
            relations.dedup();
        }
        let one = match found.as_slice() {
            [(one, _)] => Some(*one),
            _ => None,
        };
        Ok(Types { forth: Some(forth), back: Some(back), date: one.and_then(FoundRelation::date), one })
    }

    /// Adds a relationship between two nodes. Returns what is needed to keep its fact apart from others; nothing for
    /// a chain, which has no fact of its own.
    pub(super) fn relationship(
        &self,
        fixed: &mut Fixed<'g>,
        relationship: &Relationship,
        left: Var,
        right: Var,
        scope: &mut Scope,
    ) -> Result<Option<Use>, Error> {
        let types = self.types(relationship)?;
        // A chain without facts gives no node its value.
        if relationship.length.is_some_and(|length| length.least == 0) {
            fixed.add_bare(left);
        } else {
            fixed.add_joined(left);
            fixed.add_joined(right);
        }
        if let Some(length) = relationship.length {
            let one = types.one.ok_or_else(|| self.fails("a chain has one relation", relationship.at))?;
            let (from, to) = if relationship.direction == Direction::Left { (right, left) } else { (left, right) };
            let depth = length.least..=length.most.unwrap_or(u32::MAX);
            fixed.query.reach(from, one, depth, to);
            self.checked(&fixed.query, relationship.at)?;
            return Ok(None);
        }
        let name = relationship_name(relationship);
        let known = fixed.known_as(&name, scope, true);
        let single = types.one.filter(|_| known.is_none());
        let fact = match known {
            Some(Element { of: ElementOf::Fact(fact), .. }) => fact,
            Some(_) => return Err(self.not_a_fact(&name, "a node", relationship.at)),
            None => {
                if let Some((_, of)) = scope.find(&name) {
                    return Err(self.not_a_fact(&name, of.name(), relationship.at));
                }
                let id = single.map(FoundRelation::id);
                let shown = relationship.name.as_ref().map_or_else(
                    || id.map_or("fact", |id| &self.names.schema.relation_def(id).name),
                    |name| &name.text,
                );
                let fact = fixed.query.fact_over(shown, id);
                fixed.declare(&name, ElementOf::Fact(fact), scope, Type::Fact(id));
                fact
            }
        };
        match single {
            Some(one) => self.one_type(fixed, fact, one, relationship.direction, (left, right)),
            None => several(fixed, fact, &types, (left, right)),
        }
        if relationship.types.is_empty() {
            fixed.no_value(left);
            fixed.no_value(right);
        }
        if let Some(date) = types.date {
            fixed.query.within(fact, date);
        }
        self.checked(&fixed.query, relationship.at)?;
        let relations = types.relations();
        let one_way = !(types.leads_forth() && types.leads_back());
        let swapped = one_way && types.leads_back();
        let ends = if swapped { [right, left] } else { [left, right] };
        Ok(Some(Use { fact, relations, ends, one_way }))
    }

    fn not_a_fact(&self, name: &str, found: &str, at: u32) -> Error {
        self.fails(format!("`{name}` is {found}; expected a relationship"), at)
    }

    /// Facts of one relation.
    fn one_type(
        &self,
        fixed: &mut Fixed<'g>,
        fact: FactVar,
        one: FoundRelation,
        direction: Direction,
        (left, right): (Var, Var),
    ) {
        let ends = self.names.schema.ends(one.id());
        let is_value = |range: Range| matches!(range, Range::Value(_) | Range::Any);
        if !is_value(ends.subject) && !is_value(ends.object) {
            fixed.note_no_value(left);
            fixed.note_no_value(right);
        }
        let query = &mut fixed.query;
        match direction {
            Direction::Right => query.joins(fact, Some(one), left, right),
            Direction::Left => query.joins(fact, Some(one), right, left),
            Direction::Both if is_symmetric(self.names.schema, one.id()) => query.joins(fact, Some(one), left, right),
            Direction::Both => {
                let both_fit = self.fit(query, one, left, right);
                match both_fit {
                    (true, false) => query.joins(fact, Some(one), left, right),
                    (false, true) => query.joins(fact, Some(one), right, left),
                    _ => both_ways(query, left, right, |query, from, to| query.joins(fact, Some(one), from, to)),
                }
            }
        }
    }

    /// Whether the kinds of two nodes fit a relation in this direction, and in the other.
    fn fit(&self, query: &Query<'g>, one: FoundRelation, left: Var, right: Var) -> (bool, bool) {
        let schema = self.names.schema;
        let ends = schema.ends(one.id());
        let (subject, object) =
            if one.is_inverse() { (ends.object, ends.subject) } else { (ends.subject, ends.object) };
        let fits =
            |from: Var, to: Var| schema.overlap(query.range(from), subject) && schema.overlap(query.range(to), object);
        (fits(left, right), fits(right, left))
    }
}

/// Adds facts in both directions. A fact that joins a node to itself matches once.
fn both_ways<'g>(query: &mut Query<'g>, left: Var, right: Var, add: impl Fn(&mut Query<'g>, Var, Var)) {
    query.either(|query| add(query, left, right)).or(|query| {
        add(query, right, left);
        query.differ(left, right);
    });
}

/// Adds the condition that a fact is of one of these relations.
fn of_relations(query: &mut Query<'_>, fact: FactVar, relations: Option<Vec<RelationId>>) {
    let Some(relations) = relations else { return };
    let slot = fact.slot();
    query.test(vec![slot], move |view, row| {
        let fact = FactId::new(row.get(usize::from(slot)).copied().unwrap_or(crate::query::MISSING));
        let relation = view.graph().tables().record(fact).map(|record| record.relation);
        Ok(Truth::from(relation.is_some_and(|relation| relations.contains(&relation))))
    });
}

/// Adds the condition that a fact that leads back is not one that joins a node to itself and leads forth, too: that one
/// matched already.
fn once(
    query: &mut Query<'_>,
    fact: FactVar,
    (left, right): (Var, Var),
    forth: Option<Vec<RelationId>>,
    back: Option<&[RelationId]>,
) {
    let Some(forth) = forth else { return query.differ(left, right) };
    if back.is_some_and(|back| back.iter().all(|relation| forth.contains(relation))) {
        return query.differ(left, right);
    }
    let slots = [fact.slot(), left.slot(), right.slot()];
    query.test(slots.to_vec(), move |view, row| {
        let [fact, left, right] =
            slots.map(|slot| row.get(usize::from(slot)).copied().unwrap_or(crate::query::MISSING));
        let record = view.graph().tables().record(FactId::new(fact));
        let leads_forth = record.is_some_and(|record| forth.contains(&record.relation));
        Ok(Truth::from(left != right || !leads_forth))
    });
}

/// Facts of several relations or of any, or a fact that is known already.
fn several(fixed: &mut Fixed<'_>, fact: FactVar, types: &Types, (left, right): (Var, Var)) {
    let (forth, back) = (types.forth.clone(), types.back.clone());
    let query = &mut fixed.query;
    match (types.leads_forth(), types.leads_back()) {
        (true, false) => {
            query.joins(fact, None, left, right);
            of_relations(query, fact, forth);
        }
        (false, true) => {
            query.joins(fact, None, right, left);
            of_relations(query, fact, back);
        }
        _ => {
            let again = forth.clone();
            query
                .either(|query| {
                    query.joins(fact, None, left, right);
                    of_relations(query, fact, forth);
                })
                .or(|query| {
                    query.joins(fact, None, right, left);
                    of_relations(query, fact, back.clone());
                    once(query, fact, (left, right), again, back.as_deref());
                });
        }
    }
}
