//! The schema and how it grows: what is declared is checked against what there is, and taken whole or not at all.

use std::any::TypeId;

use hashbrown::DefaultHashBuilder;

use super::{
    Attribute, KindDef, KindItem, Range, RelationDef, RelationItem, RoleDef, RoleUse, SchemaDef, Shape, Vocabulary,
    base, closure::Closure,
};
use crate::{
    error::{Error, ErrorKind},
    model::{KindId, RelationId, RoleId, ValueType, check_key},
    time::PartialDate,
};

pub(super) type Table<K, V> = indexmap::IndexMap<K, V, DefaultHashBuilder>;

/// Words with a meaning of their own in the notation, which no relation or role may have as its name.
pub(super) const RESERVED: [&str; 18] = [
    "on",
    "as-of",
    "since",
    "until",
    "between",
    "unstated",
    "planned",
    "actual",
    "cancelled",
    "denied",
    "hypothetical",
    "said-by",
    "stated",
    "inferred",
    "supports",
    "disputes",
    "confidence",
    "key",
];

/// The kinds, relations and roles of a graph.
///
/// A closed schema refuses names that it does not have. An [`open`](Self::open) one declares them as they come. Every
/// schema has the vocabulary [`base`](crate::base). Handles are dense, in the order of declaration.
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
    /// The number of each typed item that was loaded, whichever of kind, relation and role it is.
    pub(super) types: Table<TypeId, u16>,
}

/// What a relation takes, with names resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ends {
    pub(crate) subject: Range,
    pub(crate) object: Range,
    /// Each role with whether it is required, and what its player must be.
    pub(crate) roles: Vec<(RoleId, bool, Range)>,
    pub(crate) shape: Shape,
    pub(crate) symmetric: bool,
    pub(crate) transitive: bool,
    pub(crate) functional: bool,
    pub(crate) dated: bool,
}

impl Ends {
    /// Whether a role is required, and its player's range; `None` if the relation does not have it. A relation that was
    /// declared as it came has every role.
    pub(crate) fn role(&self, role: RoleId) -> Option<(bool, Range)> {
        let listed =
            self.roles.iter().find(|(listed, ..)| *listed == role).map(|&(_, required, range)| (required, range));
        listed.or((self.shape == Shape::Either).then_some((false, Range::Any)))
    }
}

/// How much a schema held at some time, for going back to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SchemaMarks {
    open: bool,
    kinds: usize,
    relations: usize,
    inverses: usize,
    roles: usize,
    types: usize,
}

impl Default for Schema {
    fn default() -> Self {
        Self::new()
    }
}

impl Schema {
    /// A closed schema with the vocabulary [`base`](crate::base) alone.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test loads the vocabulary; no input has a part in it")]
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
    /// [`ErrorKind::InvalidSchema`] and others if the vocabulary contradicts itself; the place names the item.
    pub fn of(vocabulary: &'static Vocabulary) -> Result<Self, Error> {
        let mut schema = Self::new();
        schema.extend(vocabulary)?;
        Ok(schema)
    }

    /// A schema from plain values.
    ///
    /// # Errors
    /// As for the single declarations; the place is `kinds[3]`, `roles[0]` or `relations[7]`, counted from 0.
    pub fn from_def(def: SchemaDef) -> Result<Self, Error> {
        let mut schema = Self::new();
        schema.add_kinds(def.kinds).map_err(|(at, error)| error.at(format!("kinds[{at}]")))?;
        for (at, role) in def.roles.into_iter().enumerate() {
            schema.add_role(role).map_err(|error| error.at(format!("roles[{at}]")))?;
        }
        for (at, relation) in def.relations.into_iter().enumerate() {
            schema.add_relation(relation).map_err(|error| error.at(format!("relations[{at}]")))?;
        }
        schema.open = def.open;
        Ok(schema)
    }

    /// All that is declared, in plain values, without what every schema has.
    #[must_use]
    pub fn to_def(&self) -> SchemaDef {
        SchemaDef {
            open: self.open,
            kinds: self.kinds.values().skip(base::VOCABULARY.kinds.len()).cloned().collect(),
            roles: self.roles.values().skip(base::VOCABULARY.roles.len()).cloned().collect(),
            relations: self.relations.values().skip(base::VOCABULARY.relations.len()).cloned().collect(),
        }
    }

    /// The same schema, taking unknown names as they come: a kind under none, a relation of either shape from anything to
    /// anything with any roles, a role.
    #[must_use]
    pub fn open(mut self) -> Self {
        self.open = true;
        self
    }

    /// Whether unknown names are declared as they come.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.open
    }

    /// Declares a vocabulary and all that it extends, and binds its types to what they name here.
    ///
    /// What is there already is accepted if it is the same, so a schema that was read from a file is bound to its types by
    /// extending it with their vocabulary.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidSchema`] and others if it contradicts itself or the schema, which is left as it was.
    pub fn extend(&mut self, vocabulary: &'static Vocabulary) -> Result<(), Error> {
        let marks = self.marks();
        self.load(vocabulary).map_err(|error| {
            self.rewind(marks);
            error.at(format!("vocabulary `{}`", vocabulary.name()))
        })
    }

    fn load(&mut self, vocabulary: &'static Vocabulary) -> Result<(), Error> {
        let mut all = Vec::new();
        collect(vocabulary, &mut all);
        let kinds: Vec<&KindItem> = all.iter().flat_map(|v| v.kinds).copied().collect();
        let ids = self.add_kinds(kinds.iter().map(|item| item.to_def()).collect()).map_err(|(_, error)| error)?;
        self.types.extend(kinds.iter().zip(ids).map(|(item, id)| ((item.identity)(), id.index())));
        for item in all.iter().flat_map(|v| v.roles) {
            let id = self.add_role(RoleDef::new(item.name).about(prose(item.about)))?;
            self.types.insert((item.identity)(), id.index());
        }
        for item in all.iter().flat_map(|v| v.relations) {
            let id = self.add_relation(item.to_def())?;
            self.types.insert((item.identity)(), id.index());
        }
        Ok(())
    }

    /// Declares a kind. The kinds it is under and its members must be there.
    ///
    /// A kind that is there already is accepted if parents and members are the same and it has each code; what it is said
    /// to be about does not count, and stays as it was.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidKey`] for the name, [`ErrorKind::UnknownKind`], [`ErrorKind::InvalidSchema`] for kinds above
    /// themselves, for names of ranges and for what differs from what is there, [`ErrorKind::Full`] beyond 65,535 kinds.
    pub fn add_kind(&mut self, def: KindDef) -> Result<KindId, Error> {
        let ids = self.add_kinds(vec![def]).map_err(|(_, error)| error)?;
        Ok(ids.first().copied().unwrap_or(KindId::new(0)))
    }

    /// Declares kinds that may name one another in any order. The error comes with the number of the one at fault.
    fn add_kinds(&mut self, defs: Vec<KindDef>) -> Result<Vec<KindId>, (usize, Error)> {
        let marks = self.marks();
        self.try_kinds(defs).map_err(|(at, name, error)| {
            self.rewind(marks);
            (at, error.at(format!("kind `{}`", name.escape_debug())))
        })
    }

    fn try_kinds(&mut self, defs: Vec<KindDef>) -> Result<Vec<KindId>, (usize, String, Error)> {
        let first = self.kinds.len();
        let mut ids = Vec::with_capacity(defs.len());
        let mut places = Vec::new();
        for (at, def) in defs.into_iter().enumerate() {
            let name = def.name.clone();
            let id = self.place_kind(def).map_err(|error| (at, name, error))?;
            ids.push(id);
            if places.len() + first < self.kinds.len() {
                places.push(at);
            }
        }
        let mut closed = true;
        for (&at, number) in places.iter().zip(first..) {
            let Some((name, def)) = self.kinds.get_index(number) else { continue };
            let below = KindId::new(narrow(number));
            let resolve = |names: &[String], place: &str| {
                let each = |(n, name): (usize, &String)| self.kind(name).map_err(|e| e.at(format!("{place}[{n}]")));
                names.iter().enumerate().map(each).collect::<Result<Vec<_>, _>>()
            };
            let both = resolve(&def.parents, "parents").and_then(|p| Ok((p, resolve(&def.members, "members")?)));
            let (parents, members) = both.map_err(|error| (at, name.clone(), error))?;
            closed &= parents.is_empty() && members.is_empty();
            parents.into_iter().for_each(|above| self.closure.link(below, above));
            members.into_iter().for_each(|member| self.closure.link(member, below));
        }
        if closed {
            return Ok(ids);
        }
        self.closure.close().map_err(|circle| {
            let names: Vec<&str> = circle.iter().map(|id| self.kind_def(*id).name.as_str()).collect();
            let (of, why) = match names.as_slice() {
                [alone] => (*alone, format!("`{alone}` is under itself")),
                [of, rest @ ..] => (*of, format!("`{of}` is under `{}`, and so under itself", rest.join("` under `"))),
                [] => ("", String::new()),
            };
            let at = circle.iter().find_map(|id| id.at().checked_sub(first).and_then(|n| places.get(n))).copied();
            (at.unwrap_or(0), of.to_owned(), invalid(why))
        })?;
        Ok(ids)
    }

    /// The number of a kind, new or the same as one that is there; what it names is not looked at yet.
    fn place_kind(&mut self, def: KindDef) -> Result<KindId, Error> {
        if let Some((number, _, known)) = self.kinds.get_full(&def.name) {
            return match kinds_differ(known, &def) {
                Some(what) => Err(invalid(format!("is declared already, and differs in its {what}"))),
                None => Ok(KindId::new(narrow(number))),
            };
        }
        check_name(&def.name, &[])?;
        if Range::named(&def.name).is_some() {
            return Err(invalid("is the name of a range that every schema has"));
        }
        let id = KindId::new(room(self.kinds.len(), "kinds")?);
        self.kinds.insert(def.name.clone(), def);
        self.closure.push();
        Ok(id)
    }

    /// Declares a role.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidKey`] or [`ErrorKind::InvalidSchema`] for the name, [`ErrorKind::Full`] beyond 65,535 roles.
    pub fn add_role(&mut self, def: RoleDef) -> Result<RoleId, Error> {
        if let Some(number) = self.roles.get_index_of(&def.name) {
            return Ok(RoleId::new(narrow(number)));
        }
        let of = |error: Error| error.at(format!("role `{}`", def.name.escape_debug()));
        check_name(&def.name, &RESERVED).map_err(of)?;
        let id = RoleId::new(room(self.roles.len(), "roles").map_err(of)?);
        self.roles.insert(def.name.clone(), def);
        Ok(id)
    }

    /// Declares a relation. What it names must be there.
    ///
    /// A relation that is there already is accepted if it means the same and has each code; what it is said to be about
    /// does not count, and stays as it was.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidKey`] for names, [`ErrorKind::UnknownKind`], [`ErrorKind::UnknownRole`],
    /// [`ErrorKind::InvalidSchema`] for what contradicts itself or what is there, [`ErrorKind::Full`] beyond 65,535
    /// relations.
    pub fn add_relation(&mut self, def: RelationDef) -> Result<RelationId, Error> {
        let place = format!("relation `{}`", def.name.escape_debug());
        self.try_relation(def).map_err(|error| error.at(place))
    }

    fn try_relation(&mut self, def: RelationDef) -> Result<RelationId, Error> {
        if let Some((number, _, known)) = self.relations.get_full(&def.name) {
            return match relations_differ(known, &def) {
                Some(what) => Err(invalid(format!("is declared already, and differs in its {what}"))),
                None => Ok(RelationId::new(narrow(number))),
            };
        }
        self.check_free(&def.name, def.dated)?;
        let ends = self.resolve(&def)?;
        let id = RelationId::new(room(self.relations.len(), "relations")?);
        if let Some(inverse) = &def.inverse {
            if *inverse == def.name {
                return Err(invalid("its inverse has the same name; a relation that holds both ways is symmetric")
                    .at("inverse"));
            }
            self.check_free(inverse, def.dated).map_err(|error| error.at("inverse"))?;
            self.inverses.insert(inverse.clone(), id);
        }
        self.relations.insert(def.name.clone(), def);
        self.ends.push(ends);
        Ok(id)
    }

    /// Whether a name may be a relation's: well formed, nobody else's, and not read as a dated form of another or another's
    /// as its own.
    fn check_free(&self, name: &str, dated: bool) -> Result<(), Error> {
        check_name(name, &RESERVED)?;
        let prints_dates = |other: &str| self.reading(other).is_some_and(|(id, _)| self.ends(id).dated);
        if let Some((owner, _)) = self.reading(name) {
            let owner = &self.relation_def(owner).name;
            return Err(invalid(format!("`{name}` is a name of the relation `{owner}` already")));
        }
        if let Some((stem, _)) = split_date(name).filter(|(stem, date)| date.is_ok() && prints_dates(stem)) {
            return Err(invalid(format!("`{name}` is how `{stem}` prints with a date; expected another name")));
        }
        let own = |other: &&String| split_date(other).is_some_and(|(stem, date)| stem == name && date.is_ok());
        match self.relations.keys().chain(self.inverses.keys()).find(own).filter(|_| dated) {
            Some(other) => Err(invalid(format!("would print with a date as `{other}`, which is another relation"))),
            None => Ok(()),
        }
    }

    fn resolve(&self, def: &RelationDef) -> Result<Ends, Error> {
        let subject = self.range(&def.subject).map_err(|error| error.at("subject"))?;
        let object = self.range(&def.object).map_err(|error| error.at("object"))?;
        if matches!(subject, Range::Value(_)) {
            let why = format!("`{}` is a type of value; a subject is an entity, `any` or `statement`", def.subject);
            return Err(invalid(why).at("subject"));
        }
        if def.symmetric && subject != object {
            return Err(invalid("is symmetric; expected the same range at both ends"));
        }
        if def.symmetric && def.inverse.is_some() {
            return Err(invalid("is symmetric, so it reads the same both ways; expected no inverse"));
        }
        if def.transitive && matches!(object, Range::Value(_)) {
            return Err(invalid(
                "is transitive, so its object must be able to be a subject; expected no type of value",
            ));
        }
        if def.dated && def.shape == Shape::Holds {
            return Err(invalid("prints its date in its name, so it happens on a date; expected an event"));
        }
        let mut roles: Vec<(RoleId, bool, Range)> = Vec::with_capacity(def.roles.len());
        for (at, RoleUse { role, required, player }) in def.roles.iter().enumerate() {
            let id = self.role(role).map_err(|error| error.at(format!("roles[{at}]")))?;
            if roles.iter().any(|(other, ..)| *other == id) {
                return Err(Error::new(ErrorKind::DuplicateRole, format!("has the role `{role}` twice")));
            }
            let range = self.range(player).map_err(|error| error.at(format!("roles[{at}].player")))?;
            roles.push((id, *required, range));
        }
        let RelationDef { shape, symmetric, transitive, functional, dated, .. } = *def;
        Ok(Ends { subject, object, roles, shape, symmetric, transitive, functional, dated })
    }

    /// Declares a kind as it comes, in an open schema.
    pub(crate) fn declare_open_kind(&mut self, name: &str) -> Result<KindId, Error> {
        self.add_kind(KindDef::new(name))
    }

    /// Declares a relation as it comes, in an open schema.
    pub(crate) fn declare_open_relation(&mut self, name: &str) -> Result<RelationId, Error> {
        self.add_relation(RelationDef::new(name, Shape::Either, "any", "any"))
    }

    /// Declares a role as it comes, in an open schema.
    pub(crate) fn declare_open_role(&mut self, name: &str) -> Result<RoleId, Error> {
        self.add_role(RoleDef::new(name))
    }

    /// How much there is now.
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

    /// Forgets all that was declared since.
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

/// A vocabulary after all that it extends, each once.
fn collect(vocabulary: &'static Vocabulary, all: &mut Vec<&'static Vocabulary>) {
    let mut open = vec![(vocabulary, false)];
    let mut seen: Vec<*const Vocabulary> = Vec::new();
    while let Some((next, bases_done)) = open.pop() {
        if bases_done {
            all.push(next);
        } else if !seen.contains(&std::ptr::from_ref(next)) {
            seen.push(next);
            open.push((next, true));
            open.extend(next.bases.iter().rev().map(|base| (*base, false)));
        }
    }
}

impl KindItem {
    fn to_def(&self) -> KindDef {
        let mut def = KindDef::new(self.name).about(prose(self.about));
        def.parents = self.parents.iter().map(|item| item.name.to_owned()).collect();
        def.members = self.members.iter().map(|item| item.name.to_owned()).collect();
        for attribute in self.codes {
            if let Attribute::Code(scheme, code) = attribute {
                def = def.code(scheme.replace('_', "-"), *code);
            }
        }
        def
    }
}

impl RelationItem {
    fn to_def(&self) -> RelationDef {
        let mut def =
            RelationDef::new(self.name, self.shape, self.subject.name, self.object.name).about(prose(self.about));
        for (role, required, player) in self.roles {
            def.roles.push(RoleUse { role: role.name.into(), required: *required, player: player.name.into() });
        }
        for attribute in self.attributes {
            def = match *attribute {
                Attribute::Symmetric => def.symmetric(),
                Attribute::Transitive => def.transitive(),
                Attribute::Functional => def.functional(),
                Attribute::Dated => def.dated(),
                Attribute::Inverse(name) => def.inverse(name),
                Attribute::Code(scheme, code) => def.code(scheme.replace('_', "-"), code),
            };
        }
        def
    }
}

/// A documentation comment without the blank that each line begins with.
fn prose(about: &str) -> String {
    let lines: Vec<&str> = about.lines().map(str::trim).collect();
    lines.join("\n").trim().to_owned()
}

/// Splits a name at its last `-in-`, and reads what is behind it as a date.
pub(super) fn split_date(name: &str) -> Option<(&str, Result<PartialDate, Error>)> {
    let (stem, date) = name.rsplit_once("-in-")?;
    Some((stem, date.parse()))
}

fn check_name(name: &str, reserved: &[&str]) -> Result<(), Error> {
    check_key(name)?;
    if reserved.contains(&name) {
        return Err(invalid(format!("`{name}` is a word of the notation; expected another name")));
    }
    Ok(())
}

fn kinds_differ(known: &KindDef, new: &KindDef) -> Option<&'static str> {
    let same = |a: &[String], b: &[String]| a.iter().all(|x| b.contains(x)) && b.iter().all(|x| a.contains(x));
    [
        ("parents", !same(&known.parents, &new.parents)),
        ("members", !same(&known.members, &new.members)),
        ("codes", !new.codes.iter().all(|(scheme, code)| known.codes.get(scheme) == Some(code))),
    ]
    .into_iter()
    .find_map(|(what, differs)| differs.then_some(what))
}

fn relations_differ(known: &RelationDef, new: &RelationDef) -> Option<&'static str> {
    let same_roles = known.roles.len() == new.roles.len() && known.roles.iter().all(|role| new.roles.contains(role));
    [
        ("shape", known.shape != new.shape),
        ("subject", known.subject != new.subject),
        ("object", known.object != new.object),
        ("roles", !same_roles),
        ("inverse", known.inverse != new.inverse),
        ("symmetry", known.symmetric != new.symmetric),
        ("transitivity", known.transitive != new.transitive),
        ("functionality", known.functional != new.functional),
        ("dated name", known.dated != new.dated),
        ("codes", !new.codes.iter().all(|(scheme, code)| known.codes.get(scheme) == Some(code))),
    ]
    .into_iter()
    .find_map(|(what, differs)| differs.then_some(what))
}

pub(super) fn invalid(why: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::InvalidSchema, why)
}

/// The number of the next item.
fn room(count: usize, what: &str) -> Result<u16, Error> {
    let full = || Error::new(ErrorKind::Full, format!("a schema has room for {} {what}", u16::MAX));
    u16::try_from(count).ok().filter(|number| *number < u16::MAX).ok_or_else(full)
}

/// The number of an item that is there: [`room`] saw to it that it fits.
pub(super) fn narrow(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

const _: () = assert!(ValueType::ALL.len() == 5, "each type of value has a range type in `range`");
