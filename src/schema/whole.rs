//! The schema: its contents, and how it is made from nothing, from a vocabulary, and from plain values.

use std::any::TypeId;

use hashbrown::DefaultHashBuilder;

use super::{KindDef, Range, RelationDef, RoleDef, SchemaDef, Shape, Vocabulary, base, closure::Closure};
use crate::{
    error::Error,
    model::{RelationId, RoleId},
};

pub(super) type Table<K, V> = indexmap::IndexMap<K, V, DefaultHashBuilder>;

/// The kinds, relations and roles of a graph.
///
/// A closed schema refuses names that it does not have. An [`open`](Self::open) one declares them on first use. Every
/// schema has the vocabulary [`base`](crate::schema::base). Handles are dense, in the order of declaration.
///
/// ```
/// use chancery::diplomacy::{self, Visits};
/// use chancery::schema::{KindDef, RelationDef, Shape};
///
/// let mut schema = diplomacy::schema();
/// schema.add_kind(KindDef::new("airport").under("place"))?;
/// schema.add_relation(RelationDef::new("landed-at", Shape::Happens, "person", "airport").inverse("saw-land"))?;
/// assert!(schema.relation("saw-land")?.is_inverse());
/// assert_eq!(schema.relation("visits")?.id(), schema.bound::<Visits>()?);
/// assert!(schema.relation("vists").unwrap_err().to_string().contains("did you mean `visits`?"));
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Schema {
    pub(super) open: bool,
    pub(super) kinds: Table<String, KindDef>,
    pub(super) closure: Closure,
    pub(super) relations: Table<String, RelationDef>,
    pub(super) ends: Vec<Ends>,
    pub(super) inverses: Table<String, RelationId>,
    pub(super) roles: Table<String, RoleDef>,
    /// The number of each typed item that was loaded: kinds, relations and roles.
    pub(super) types: Table<TypeId, u16>,
}

/// The ranges and flags of a relation, with names resolved to handles.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one word of a declaration, on its own")]
pub(crate) struct Ends {
    pub(crate) subject: Range,
    pub(crate) object: Range,
    /// Each role with whether it is required, and what its player must be.
    pub(crate) roles: Vec<(RoleId, bool, Range)>,
    /// The roles that may have several players in one fact.
    pub(crate) many: Vec<RoleId>,
    pub(crate) shape: Shape,
    pub(crate) symmetric: bool,
    pub(crate) transitive: bool,
    pub(crate) functional: bool,
    pub(crate) dated: bool,
    /// A hash of the relation's name.
    pub(crate) check: u32,
}

impl Ends {
    /// Whether a role is required, and the range of its player; `None` if the relation does not have it. A relation
    /// that was declared on first use has every role.
    pub(crate) fn role(&self, role: RoleId) -> Option<(bool, Range)> {
        let listed =
            self.roles.iter().find(|(listed, ..)| *listed == role).map(|&(_, required, range)| (required, range));
        listed.or((self.shape == Shape::Either).then_some((false, Range::Any)))
    }

    /// The place of a role in the order of declaration. A role that the relation does not list comes after all that it lists.
    pub(crate) fn place(&self, role: RoleId) -> (usize, RoleId) {
        (self.roles.iter().position(|(listed, ..)| *listed == role).unwrap_or(self.roles.len()), role)
    }
}

impl Default for Schema {
    fn default() -> Self {
        Self::new()
    }
}

impl Schema {
    /// A closed schema with only the vocabulary [`base`](crate::schema::base).
    #[must_use]
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "a test loads the vocabulary; no input has a part in it"
    )]
    pub fn new() -> Self {
        let mut schema = Self {
            open: false,
            kinds: Table::default(),
            closure: Closure::default(),
            relations: Table::default(),
            ends: Vec::new(),
            inverses: Table::default(),
            roles: Table::default(),
            types: Table::default(),
        };
        schema.extend(&base::VOCABULARY).expect("the base vocabulary is sound");
        schema
    }

    /// A closed schema of a vocabulary and all that it extends.
    ///
    /// # Errors
    /// [`InvalidSchema`](crate::ErrorKind::InvalidSchema) and others if the vocabulary contradicts itself; the place
    /// names the item.
    pub fn of(vocabulary: &'static Vocabulary) -> Result<Self, Error> {
        let mut schema = Self::new();
        schema.extend(vocabulary)?;
        Ok(schema)
    }

    /// A schema from plain values.
    ///
    /// # Errors
    /// As [`add_kind`](Self::add_kind), [`add_role`](Self::add_role) and [`add_relation`](Self::add_relation); the
    /// place is `kinds[3]`, `roles[0]` or `relations[7]`, counted from 0.
    pub fn from_def(def: SchemaDef) -> Result<Self, Error> {
        let mut schema = Self::new();
        schema.declare(def)?;
        Ok(schema)
    }

    /// Declares all of a schema in plain values. An item that is declared already is accepted if it is the same. If
    /// the plain schema is open, this one becomes so.
    ///
    /// # Errors
    /// As [`from_def`](Self::from_def). The schema is left as it was.
    pub fn declare(&mut self, def: SchemaDef) -> Result<(), Error> {
        let marks = self.marks();
        self.declare_all(def).inspect_err(|_| self.rewind(marks))
    }

    fn declare_all(&mut self, def: SchemaDef) -> Result<(), Error> {
        self.add_kinds(def.kinds).map_err(|(at, error)| error.at(format!("kinds[{at}]")))?;
        for (at, role) in def.roles.into_iter().enumerate() {
            self.add_role(role).map_err(|error| error.at(format!("roles[{at}]")))?;
        }
        for (at, relation) in def.relations.into_iter().enumerate() {
            self.add_relation(relation).map_err(|error| error.at(format!("relations[{at}]")))?;
        }
        self.open |= def.open;
        Ok(())
    }

    /// The schema in plain values, without the vocabulary `base`, which every schema has.
    #[must_use]
    pub fn to_def(&self) -> SchemaDef {
        SchemaDef {
            open: self.open,
            kinds: self.kinds.values().skip(base::VOCABULARY.kinds.len()).cloned().collect(),
            roles: self.roles.values().skip(base::VOCABULARY.roles.len()).cloned().collect(),
            relations: self.relations.values().skip(base::VOCABULARY.relations.len()).cloned().collect(),
        }
    }

    /// The same schema, which from now on declares unknown names on first use: a kind with none above it, a relation
    /// from anything to anything with any roles, a role.
    #[must_use]
    pub fn open(mut self) -> Self {
        self.open = true;
        self
    }

    /// Whether unknown names are declared on first use.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.open
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::{diplomacy, error::ErrorKind};

    #[test]
    fn every_schema_has_the_base_and_files_leave_it_out() {
        let schema = Schema::new();
        assert!(schema.relation("also-known-as").is_ok() && schema.role("scheme").is_ok() && !schema.is_open());
        assert_eq!(schema.to_def(), SchemaDef::default());
        assert_eq!(format!("{:?}", Schema::from_def(SchemaDef::default()).unwrap()), format!("{schema:?}"));
        assert!(Schema::default().open().is_open());
        let ends = schema.ends(schema.relation("identified-by").unwrap().id());
        assert_eq!(ends.role(schema.role("scheme").unwrap()).map(|(required, _)| required), Some(true));
    }

    #[test]
    fn plain_values_are_read_back_and_faults_have_a_place() {
        let def = diplomacy::schema().open().to_def();
        assert_eq!(Schema::from_def(def.clone()).unwrap().to_def(), def);
        let mut backwards = def.clone();
        backwards.kinds.reverse();
        let schema = Schema::from_def(backwards).unwrap();
        assert!(schema.is_a(schema.kind("embassy").unwrap(), schema.kind("undertaking").unwrap()));

        let broken = |change: fn(&mut SchemaDef)| {
            let mut def = diplomacy::schema().to_def();
            change(&mut def);
            Schema::from_def(def).unwrap_err()
        };
        for (error, kind, place) in [
            (
                broken(|def| def.kinds[2].parents[0] = "agnet".into()),
                ErrorKind::UnknownKind,
                "kinds[2].kind `person`.parents[0]",
            ),
            (broken(|def| def.roles[1].name = "on".into()), ErrorKind::InvalidSchema, "roles[1].role `on`"),
            (
                broken(|def| def.relations[0].object = "palce".into()),
                ErrorKind::UnknownKind,
                "relations[0].relation `visits`.object",
            ),
        ] {
            assert_eq!((error.kind(), error.place()), (kind, Some(place)));
        }

        let mut schema = diplomacy::schema().open();
        let before = format!("{schema:?}");
        schema.declare(diplomacy::schema().to_def()).unwrap();
        let mut late = SchemaDef::default();
        late.kinds.push(KindDef::new("comet"));
        late.relations.push(RelationDef::new("passes", Shape::Happens, "comet", "nowhere"));
        schema.declare(late).unwrap_err();
        assert_eq!(
            format!("{schema:?}"),
            before,
            "declared again it is the same, and what fails leaves nothing behind"
        );
    }
}
