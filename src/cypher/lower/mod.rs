//! Patterns of a text as queries of the pattern engine.

mod candidates;
mod condition;
mod fixed;
mod reach;
mod relationship;
mod unique;

use std::sync::Arc;

pub(super) use self::{
    condition::{can_lower, lowers_patterns},
    fixed::{Fixed, hidden, is_hidden, node_name},
    relationship::{Types, relationship_name},
};
use super::{
    ast,
    evaluate::{Checking, Parameters, Scope},
    names::{Names, place},
};
use crate::{error::Error, view::View};

/// What is needed to look up names and to build queries.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lowering<'c, 'g> {
    pub(super) view: &'c View<'g>,
    pub(super) names: Names<'c>,
    /// `None` if they have no values yet.
    pub(super) parameters: Option<&'c Arc<Parameters>>,
    /// Whether queries are checked, as they are when a text is read.
    pub(super) checks: bool,
    /// Whether it is a part of an expression, which is lowered for each row.
    pub(super) is_inner: bool,
}

impl<'g> Lowering<'_, 'g> {
    /// What expressions are checked against.
    pub(super) fn checking(&self) -> Checking<'_> {
        Checking { schema: self.names.schema, patterns: self, text: self.names.text }
    }

    pub(super) fn place(&self, error: Error, at: u32) -> Error {
        place(error, self.names.text, at)
    }

    /// Adds paths of nodes and single facts, and conditions, to a part. Names that are new become columns.
    ///
    /// All conditions must be [lowerable](can_lower).
    pub(super) fn add_paths(
        &self,
        fixed: &mut Fixed<'g>,
        paths: &[&ast::Path],
        conditions: &[ast::Expr],
        scope: &mut Scope,
    ) -> Result<(), Error> {
        let mut uses = Vec::new();
        for path in paths {
            self.add_path(fixed, path, &mut uses, scope)?;
        }
        self.keep_apart(fixed, &uses, conditions)?;
        conditions.iter().try_for_each(|condition| self.add_condition(fixed, condition, true, scope))
    }

    fn add_path(
        &self,
        fixed: &mut Fixed<'g>,
        path: &ast::Path,
        uses: &mut Vec<unique::Use>,
        scope: &mut Scope,
    ) -> Result<(), Error> {
        let mut left = self.node(fixed, &path.start, scope)?;
        if path.hops.is_empty() {
            let is_entity = !matches!(fixed.query.range(left), crate::schema::Range::Value(_));
            if is_entity {
                fixed.add_bare(left);
            }
        }
        for (relationship, node) in &path.hops {
            let right = self.node(fixed, node, scope)?;
            uses.extend(self.relationship(fixed, relationship, left, right, scope)?);
            left = right;
        }
        Ok(())
    }
}

/// The conditions that the property maps of the nodes and single facts of a path stand for.
pub(super) fn property_conditions(path: &ast::Path) -> Vec<ast::Expr> {
    let nodes = std::iter::once(&path.start).chain(path.hops.iter().map(|(_, node)| node));
    let nodes = nodes.map(|node| (node_name(node), node.properties.as_slice(), node.at));
    let is_single = |relationship: &ast::Relationship| relationship.length.is_none() && path.shortest.is_none();
    let facts = path.hops.iter().filter(|(relationship, _)| is_single(relationship));
    let facts = facts.map(|(relationship, _)| {
        (relationship_name(relationship), relationship.properties.as_slice(), relationship.at)
    });
    let of = |(owner, properties, at): (String, &[(ast::Name, ast::Expr)], u32)| {
        properties.iter().map(|(key, value)| property_equals(&owner, key, value, at)).collect::<Vec<_>>()
    };
    nodes.chain(facts).flat_map(of).collect()
}

/// `owner.key = value`
pub(super) fn property_equals(owner: &str, key: &ast::Name, value: &ast::Expr, at: u32) -> ast::Expr {
    let variable = ast::Expr { at, kind: ast::ExprKind::Variable(owner.to_owned()) };
    let property = ast::Expr { at: key.at, kind: ast::ExprKind::Property(Box::new(variable), key.clone()) };
    let equal = vec![(ast::Comparison::Equal, value.clone())];
    ast::Expr { at: key.at, kind: ast::ExprKind::Compare(Box::new(property), equal) }
}
