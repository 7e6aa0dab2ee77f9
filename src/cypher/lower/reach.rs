//! Chains of a transitive relation, which the pattern engine follows without listing them.

use super::Lowering;
use crate::cypher::ast::Relationship;

impl Lowering<'_, '_> {
    /// Whether a chain is one of the pattern engine: of one transitive relation, without a name or a condition on its
    /// facts. Each pair of its ends then comes once.
    pub(in crate::cypher) fn is_reach(&self, relationship: &Relationship) -> bool {
        let schema = self.names.schema;
        relationship.length.is_some()
            && relationship.name.is_none()
            && relationship.properties.is_empty()
            && relationship.direction != crate::cypher::ast::Direction::Both
            && self.types(relationship).is_ok_and(|types| {
                types.one.is_some_and(|one| one.date().is_none() && schema.relation_def(one.id()).transitive)
            })
    }
}
