//! Conditions that name few nodes, so that a query can begin with them; and conditions on times that the pattern
//! engine knows.

use super::{Lowering, fixed::Fixed};
use crate::{
    cypher::{
        ast::{Expr, ExprKind, Name},
        evaluate::Scope,
        value::Val,
    },
    error::Error,
    model::{Id, Value},
    schema::Range,
    time::{Allen, AllenSet, Truth},
};

/// From so many candidates on, the condition is no start for a query.
const MOST: usize = 100_000;

impl<'g> Lowering<'_, 'g> {
    /// For `node.property = value`: the nodes that may have the value, as a condition of the query. It allows too many
    /// where it cannot decide; the test of the equality comes after it.
    pub(super) fn add_candidates(
        &self,
        fixed: &mut Fixed<'g>,
        property: &Expr,
        value: &Expr,
        scope: &mut Scope,
    ) -> Result<(), Error> {
        let Some((slot, name)) = property_of(fixed, property, scope) else { return Ok(()) };
        let Some(value) = self.constant(value)? else { return Ok(()) };
        if let Some(nodes) = self.having(name, &value)? {
            one_of(fixed, slot, nodes);
        }
        Ok(())
    }

    /// The same for `node.property IN list`.
    pub(super) fn add_candidates_of_list(
        &self,
        fixed: &mut Fixed<'g>,
        property: &Expr,
        list: &Expr,
        scope: &mut Scope,
    ) -> Result<(), Error> {
        let Some((slot, name)) = property_of(fixed, property, scope) else { return Ok(()) };
        let Some(Val::List(values)) = self.constant(list)? else { return Ok(()) };
        let mut all = Vec::new();
        for value in values.iter() {
            match self.having(name, value)? {
                Some(nodes) => all.extend(nodes),
                None => return Ok(()),
            }
        }
        one_of(fixed, slot, all);
        Ok(())
    }

    /// All nodes that may have this value of a property. `None` if they are not known without a look at each.
    fn having(&self, name: &Name, value: &Val) -> Result<Option<Vec<u32>>, Error> {
        let kg = self.view.graph();
        if let Some(relation) = self.names.known_relation(name)?
            && let Range::Value(_) = self.names.schema.ends(relation.id()).object
        {
            let mut nodes = Vec::new();
            let values = match value {
                Val::Text(text) => vec![Value::Text(text.to_string()), Value::Url(text.to_string())],
                Val::Int(number) => vec![Value::from(*number)],
                Val::Bool(Truth::Yes) => vec![Value::YesNo(true)],
                Val::Bool(Truth::No) => vec![Value::YesNo(false)],
                _ => return Ok(None),
            };
            for value in values {
                if let Some(node) = kg.get_value(&value) {
                    let facts = self.view.facts(relation).to(node);
                    nodes.extend(facts.iter()?.take(MOST + 1).map(|fact| fact.subject().index()));
                }
            }
            return Ok(Some(nodes));
        }
        let Val::Text(text) = value else { return Ok(None) };
        let ids: Vec<Id> = match name.text.as_str() {
            "key" => {
                let fact = kg.get_fact(text).and_then(|fact| kg.tables().own_node(fact));
                return Ok(Some(kg.get_entity(text).map(Id::index).into_iter().chain(fact).collect()));
            }
            "name" => kg.entities_named(text),
            _ => return Ok(None),
        };
        Ok(Some(ids.into_iter().map(Id::index).collect()))
    }

    /// Adds a condition on times, if the pattern engine has it. Whether it was added.
    pub(super) fn add_time(&self, fixed: &mut Fixed<'g>, expr: &Expr, scope: &mut Scope) -> Result<bool, Error> {
        let ExprKind::Call { name, distinct: false, args } = &expr.kind else { return Ok(false) };
        let mut fact = |at: usize| match args.get(at).map(|arg| &arg.kind) {
            Some(ExprKind::Variable(name)) => fixed.known(name, scope)?.fact(),
            _ => None,
        };
        let Some(one) = fact(0) else { return Ok(false) };
        let other = fact(1);
        let number = |at: usize| match args.get(at) {
            None => Ok(None),
            Some(arg) => self.constant(arg),
        };
        let called = name.text.to_lowercase();
        let wanted = match called.as_str() {
            "begins_after" => {
                let (Some(other), Some(Val::Int(first))) = (other, number(2)?) else { return Ok(false) };
                let days = match (args.len(), number(3)?) {
                    (3, _) => 0..=first,
                    (4, Some(Val::Int(last))) => first..=last,
                    _ => return Ok(false),
                };
                fixed.query.begins_after(one, other, days);
                return Ok(true);
            }
            "share_a_day" => AllenSet::SHARES_A_DAY,
            "before" => Allen::Before.into(),
            "after" => Allen::After.into(),
            "meets" => Allen::Meets.into(),
            "met_by" => Allen::MetBy.into(),
            "overlaps" => Allen::Overlaps.into(),
            "overlapped_by" => Allen::OverlappedBy.into(),
            "starts" => Allen::Starts.into(),
            "started_by" => Allen::StartedBy.into(),
            "during" => Allen::During.into(),
            "contains" => Allen::Contains.into(),
            "finishes" => Allen::Finishes.into(),
            "finished_by" => Allen::FinishedBy.into(),
            "equals" => Allen::Equals.into(),
            _ => return Ok(false),
        };
        let (Some(other), 2) = (other, args.len()) else { return Ok(false) };
        fixed.query.stands(one, wanted, other);
        Ok(true)
    }
}

fn one_of(fixed: &mut Fixed<'_>, slot: u16, nodes: Vec<u32>) {
    if nodes.len() <= MOST {
        fixed.query.one_of_nodes(slot, nodes);
    }
}

/// The variable and the name of a property of a node of the pattern.
fn property_of<'e>(fixed: &mut Fixed<'_>, expr: &'e Expr, scope: &Scope) -> Option<(u16, &'e Name)> {
    let ExprKind::Property(of, name) = &expr.kind else { return None };
    let ExprKind::Variable(of) = &of.kind else { return None };
    Some((fixed.known(of, scope)?.node()?.slot(), name))
}
