//! The kinds and relations of schemata.

use super::{
    model::{self, Link, UNKNOWN},
    read::Reading,
    record::Record,
};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    model::slug,
};

impl Reading<'_> {
    /// The kind of a schema, or of the nearest above it.
    pub(super) fn kind_of(&mut self, schema: &str) -> Result<String, Error> {
        if let Some(kind) = self.named.kinds.get(schema) {
            return Ok(kind.clone());
        }
        let with_code = |code: &str| {
            let mut kinds = self.schema.kinds().filter(|(_, def)| def.members.is_empty());
            kinds.find(|(_, def)| def.codes.get("ftm").is_some_and(|own| own == code)).map(|(_, def)| def.name.clone())
        };
        if let Some(kind) = with_code(schema) {
            return Ok(kind);
        }
        if let Some((above, kind)) = model::above(schema).into_iter().find_map(|above| Some((above, with_code(above)?)))
        {
            self.unread(format!("schema {schema} (read as {above})"));
            return Ok(kind);
        }
        let made = kebab(schema).filter(|kind| self.schema.is_open() && self.schema.kind(kind).is_err());
        self.columns.kind.clone().or(made).ok_or_else(|| {
            let why = format!(
                "no kind has the code `{}` in the scheme `ftm`; expected one, a kind named by `kind_as`, or a default kind",
                as_found(schema)
            );
            Error::new(ErrorKind::UnknownKind, why)
        })
    }

    /// The relation of a link, and whether its `role` named it.
    pub(super) fn relation_of(&self, record: &Record, link: &Link) -> Result<(String, bool), Error> {
        if let Some(relation) = self.named.relations.get(link.schema) {
            return Ok((relation.clone(), false));
        }
        let has_code = |name: &str| {
            let found = self.schema.relation(name).ok();
            let code = found.and_then(|found| self.schema.relation_def(found.id()).codes.get("ftm"));
            code.is_some_and(|code| code == link.schema)
        };
        // As the writer has it, where several relations have one code or none has.
        let role = record.properties.get("role").and_then(|roles| roles.first()).and_then(|(role, _)| role.text().ok());
        let named =
            role.filter(|role| has_code(role) || (link.schema == UNKNOWN.schema && self.schema.relation(role).is_ok()));
        if let Some(role) = named {
            return Ok((role.to_owned(), true));
        }
        let mut relations = self.schema.relations();
        let by_code = relations.find(|(_, def)| def.codes.get("ftm").is_some_and(|code| code == link.schema));
        let made = || kebab(link.schema).filter(|name| self.schema.is_open() && self.schema.relation(name).is_err());
        let relation = by_code.map(|(_, def)| def.name.clone()).or_else(|| self.columns.relation.clone()).or_else(made);
        relation.map(|relation| (relation, false)).ok_or_else(|| {
            let why = format!(
                "no relation has the code `{}` in the scheme `ftm`; expected one, a relation named by `relation_as`, or a default \
                 relation",
                link.schema
            );
            Error::new(ErrorKind::UnknownRelation, why)
        })
    }
}

/// The name of a schema as this crate writes names: `CourtCase` as `court-case`.
fn kebab(schema: &str) -> Option<String> {
    let mut words = String::new();
    for c in schema.chars() {
        if c.is_uppercase() {
            words.push(' ');
        }
        words.push(c);
    }
    slug(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_becomes_a_name() {
        assert_eq!(kebab("CourtCaseParty").as_deref(), Some("court-case-party"));
        assert_eq!(kebab("Person").as_deref(), Some("person"));
    }
}
