//! What an open schema declares on first use, and going back to an earlier state.

use super::{KindDef, RelationDef, RoleDef, Schema, Shape};
use crate::{
    error::Error,
    model::{KindId, RelationId, RoleId},
};

/// How many items a schema had at a moment, to go back to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SchemaMarks {
    open: bool,
    kinds: usize,
    relations: usize,
    inverses: usize,
    roles: usize,
    types: usize,
}

impl SchemaMarks {
    /// The number of kinds at that moment.
    #[cfg(feature = "sqlite")]
    pub(crate) fn kinds(&self) -> usize {
        self.kinds
    }

    /// The number of roles at that moment.
    #[cfg(feature = "sqlite")]
    pub(crate) fn roles(&self) -> usize {
        self.roles
    }

    /// The number of relations at that moment.
    pub(crate) fn relations(&self) -> usize {
        self.relations
    }
}

impl Schema {
    /// Declares a kind on first use, in an open schema.
    pub(crate) fn declare_open_kind(&mut self, name: &str) -> Result<KindId, Error> {
        self.add_kind(KindDef::new(name))
    }

    /// Declares a relation on first use, in an open schema.
    pub(crate) fn declare_open_relation(&mut self, name: &str) -> Result<RelationId, Error> {
        self.add_relation(RelationDef::new(name, Shape::Either, "any", "any"))
    }

    /// Declares a role on first use, in an open schema.
    pub(crate) fn declare_open_role(&mut self, name: &str) -> Result<RoleId, Error> {
        self.add_role(RoleDef::new(name))
    }

    /// The number of items now.
    pub(crate) fn marks(&self) -> SchemaMarks {
        SchemaMarks {
            open: self.open,
            kinds: self.kinds.len(),
            relations: self.relations.len(),
            inverses: self.inverses.len(),
            roles: self.roles.len(),
            types: self.types.len(),
        }
    }

    /// Removes all that was declared since.
    pub(crate) fn rewind(&mut self, marks: SchemaMarks) {
        self.open = marks.open;
        self.kinds.truncate(marks.kinds);
        self.closure.truncate(marks.kinds);
        self.relations.truncate(marks.relations);
        self.ends.truncate(marks.relations);
        self.inverses.truncate(marks.inverses);
        self.roles.truncate(marks.roles);
        self.types.truncate(marks.types);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{diplomacy, error::ErrorKind, schema::Range};

    #[test]
    fn what_comes_open_takes_anything() {
        let mut schema = diplomacy::schema().open();
        let kind = schema.declare_open_kind("comet").unwrap();
        let relation = schema.declare_open_relation("passes").unwrap();
        let role = schema.declare_open_role("speed").unwrap();
        let ends = schema.ends(relation);
        assert_eq!((ends.subject, ends.object, ends.shape), (Range::Any, Range::Any, Shape::Either));
        assert_eq!(ends.role(role), Some((false, Range::Any)));
        assert!(schema.kind_def(kind).parents.is_empty() && schema.check_kind(Range::Any, kind));
        assert_eq!(schema.declare_open_relation("on").unwrap_err().kind(), ErrorKind::InvalidSchema);
        // The declarations are data like all others.
        let read = Schema::from_def(schema.to_def()).unwrap();
        assert_eq!((read.to_def(), read.is_open()), (schema.to_def(), true));
    }

    /// One thing that a graph's transaction may do to its schema, by numbers that pick names.
    fn step(schema: &mut Schema, (what, a, b, c): (u8, u8, u8, u8)) {
        let name = |n: u8| format!("n{}", n % 6);
        let _ = match what % 8 {
            0 => schema.declare_open_kind(&name(a)).map(drop),
            1 => schema.declare_open_relation(&name(a)).map(drop),
            2 => schema.declare_open_role(&name(a)).map(drop),
            3 => schema.add_kind(KindDef::new(name(a)).under(name(b)).under(name(c))).map(drop),
            4 => schema.add_kind(KindDef::new(name(a)).under(name(b)).member(name(c))).map(drop),
            5 => {
                let def = RelationDef::new(name(a), Shape::Happens, name(b), "any").optional(name(b), "text");
                schema.add_relation(def.inverse(name(c))).map(drop)
            }
            6 => schema.add_relation(RelationDef::new(name(a), Shape::Happens, "any", "any").dated()).map(drop),
            _ if a == 0 => schema.extend(&diplomacy::VOCABULARY),
            _ => {
                schema.open = b % 2 == 0;
                Ok(())
            }
        };
    }

    proptest! {
        // Law: to go back to the marks is to have done nothing since, whatever succeeded or failed.
        #[test]
        fn going_back_leaves_nothing(
            before in prop::collection::vec(any::<(u8, u8, u8, u8)>(), 0..20),
            after in prop::collection::vec(any::<(u8, u8, u8, u8)>(), 0..20),
        ) {
            let mut schema = Schema::new();
            for s in before {
                step(&mut schema, s);
            }
            let (snapshot, marks) = (schema.clone(), schema.marks());
            for s in after {
                step(&mut schema, s);
            }
            schema.rewind(marks);
            prop_assert_eq!(format!("{schema:?}"), format!("{snapshot:?}"));
            prop_assert_eq!(schema.marks(), marks);
            // What the text of a table does not show: its look-ups.
            for n in 0..6 {
                let name = format!("n{n}");
                prop_assert_eq!(schema.kind(&name).ok(), snapshot.kind(&name).ok());
                prop_assert_eq!(schema.relation(&name).ok(), snapshot.relation(&name).ok());
                prop_assert_eq!(schema.role(&name).ok(), snapshot.role(&name).ok());
            }
            prop_assert_eq!(schema.bound::<diplomacy::Visits>(), snapshot.bound::<diplomacy::Visits>());
        }

        // Law: what is written is read back as it was, whatever was declared in whichever order.
        #[test]
        fn plain_values_hold_all_of_it(steps in prop::collection::vec(any::<(u8, u8, u8, u8)>(), 0..30)) {
            let mut schema = Schema::new();
            for s in steps {
                step(&mut schema, s);
            }
            let def = schema.to_def();
            let json = serde_json::to_string(&def).unwrap();
            let read = Schema::from_def(serde_json::from_str(&json).unwrap()).unwrap();
            prop_assert_eq!(serde_json::to_string(&read.to_def()).unwrap(), json);
            for (a, b) in schema.kinds().flat_map(|(a, _)| schema.kinds().map(move |(b, _)| (a, b))) {
                prop_assert_eq!(schema.is_a(a, b), read.is_a(a, b));
            }
            for (id, _) in schema.relations() {
                prop_assert_eq!(schema.ends(id), read.ends(id));
            }
        }
    }
}
