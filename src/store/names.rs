//! The numbers of kinds, relations and roles in a file, beside those that they have in a schema.
//!
//! A file numbers names in the order in which it learnt them. A schema that the caller brings may have declared them in
//! another order, and a later release of the crate may have more in `base`. So the numbers are matched by name.

use crate::{
    error::{Error, ErrorKind},
    graph::Learnt,
    model::{KindId, RelationId, RoleId},
    schema::Schema,
};

/// The numbers of one sort of names.
#[derive(Clone, Debug, Default, PartialEq)]
struct Numbers {
    /// By the number in the file, that in the schema.
    in_schema: Vec<u16>,
    /// By the number in the schema, that in the file.
    in_file: Vec<Option<u32>>,
}

impl Numbers {
    /// Gives the next number of the file to a name of the schema.
    fn add(&mut self, in_schema: usize) {
        let file = u32::try_from(self.in_schema.len()).unwrap_or(u32::MAX);
        // Schemas number their names by 16 bits.
        self.in_schema.push(u16::try_from(in_schema).unwrap_or(u16::MAX));
        if self.in_file.len() <= in_schema {
            self.in_file.resize(in_schema + 1, None);
        }
        if let Some(place) = self.in_file.get_mut(in_schema) {
            *place = Some(file);
        }
    }

    fn file(&self, in_schema: usize, sort: &str) -> Result<u32, Error> {
        self.in_file.get(in_schema).copied().flatten().ok_or_else(|| unknown(sort, in_schema))
    }

    fn schema(&self, in_file: u64, sort: &str) -> Result<u16, Error> {
        let found = usize::try_from(in_file).ok().and_then(|at| self.in_schema.get(at).copied());
        found.ok_or_else(|| unknown(sort, in_file))
    }

    /// The numbers of the schema below a bound that have none in the file yet.
    fn missing(&self, below: usize) -> Vec<usize> {
        (0..below).filter(|at| self.in_file.get(*at).copied().flatten().is_none()).collect()
    }
}

fn unknown(sort: &str, number: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Corrupt, format!("no {sort} has the number {number}"))
}

/// The numbers of all names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Names {
    kinds: Numbers,
    relations: Numbers,
    roles: Numbers,
}

impl Names {
    /// Every number, each as itself: to read rows of which only the bytes matter.
    pub(super) fn any() -> Self {
        let numbers = || Numbers { in_schema: (0..=u16::MAX).collect(), in_file: Vec::new() };
        Self { kinds: numbers(), relations: numbers(), roles: numbers() }
    }

    pub(super) fn kind(&self, kind: KindId) -> Result<u32, Error> {
        self.kinds.file(kind.at(), "kind")
    }

    pub(super) fn relation(&self, relation: RelationId) -> Result<u32, Error> {
        self.relations.file(relation.at(), "relation")
    }

    pub(super) fn role(&self, role: RoleId) -> Result<u32, Error> {
        self.roles.file(role.at(), "role")
    }

    pub(super) fn kind_of(&self, number: u64) -> Result<KindId, Error> {
        self.kinds.schema(number, "kind").map(KindId::new)
    }

    pub(super) fn relation_of(&self, number: u64) -> Result<RelationId, Error> {
        self.relations.schema(number, "relation").map(RelationId::new)
    }

    pub(super) fn role_of(&self, number: u64) -> Result<RoleId, Error> {
        self.roles.schema(number, "role").map(RoleId::new)
    }

    /// How many kinds, relations and roles the file has.
    pub(super) fn counts(&self) -> [usize; 3] {
        [self.kinds.in_schema.len(), self.relations.in_schema.len(), self.roles.in_schema.len()]
    }

    /// The names of the schema that the file does not have, of so many kinds, relations and roles.
    pub(super) fn missing(&self, schema: &Schema, [kinds, relations, roles]: [usize; 3]) -> Learnt {
        let number = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        Learnt {
            kinds: self
                .kinds
                .missing(kinds)
                .into_iter()
                .map(|at| schema.kind_def(KindId::new(number(at))).clone())
                .collect(),
            relations: self
                .relations
                .missing(relations)
                .into_iter()
                .map(|at| schema.relation_def(RelationId::new(number(at))).clone())
                .collect(),
            roles: self
                .roles
                .missing(roles)
                .into_iter()
                .map(|at| schema.role_def(RoleId::new(number(at))).clone())
                .collect(),
        }
    }

    /// Numbers names that the file has learnt and the schema has.
    ///
    /// # Errors
    /// If the schema does not have one.
    pub(super) fn learn(&mut self, learnt: &Learnt, schema: &Schema) -> Result<(), Error> {
        for def in &learnt.kinds {
            self.kinds.add(schema.kind(&def.name)?.at());
        }
        for def in &learnt.roles {
            self.roles.add(schema.role(&def.name)?.at());
        }
        for def in &learnt.relations {
            self.relations.add(schema.relation(&def.name)?.id().at());
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::schema::{KindDef, SchemaDef};

    #[test]
    fn numbers_are_matched_by_name() {
        let kinds = |names: &[&str]| {
            let kinds = names.iter().map(|name| KindDef::new(*name)).collect();
            Schema::from_def(SchemaDef { kinds, ..SchemaDef::default() }).unwrap()
        };
        let (first, second) = (kinds(&["a", "b", "c"]), kinds(&["c", "a", "d", "b"]));
        let mut written = Names::default();
        let learnt = written.missing(&first, [3, 0, 0]);
        written.learn(&learnt, &first).unwrap();
        assert_eq!(written.counts(), [3, 0, 0]);
        let mut read = Names::default();
        read.learn(&learnt, &second).unwrap();
        for name in ["a", "b", "c"] {
            let number = written.kind(first.kind(name).unwrap()).unwrap();
            assert_eq!(read.kind_of(u64::from(number)).unwrap(), second.kind(name).unwrap());
        }
        assert_eq!(read.kind(second.kind("d").unwrap()).unwrap_err().kind(), ErrorKind::Corrupt);
        assert_eq!(read.kind_of(3).unwrap_err().to_string(), "no kind has the number 3");
        let rest = read.missing(&second, [4, 0, 0]);
        assert_eq!(rest.kinds.iter().map(|def| def.name.as_str()).collect::<Vec<_>>(), ["d"]);
    }
}
