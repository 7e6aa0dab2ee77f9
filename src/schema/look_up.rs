//! From names to handles and back, with errors that suggest similar names.

use super::{
    FoundRelation, KindDef, Range, RelationDef, RoleDef, Schema,
    names::{narrow, split_date},
    whole::Ends,
};
use crate::{
    error::{Error, ErrorKind, did_you_mean, nearest, shown::as_found},
    model::{KindId, RelationId, RoleId},
};

/// So many names are compared with one that is not declared. A file may declare more, and each of its lines may have a fault.
const COMPARED: usize = 1_000;

impl Schema {
    /// Looks up a kind by its name.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownKind`]; the message suggests a similar name.
    pub fn kind(&self, name: &str) -> Result<KindId, Error> {
        if let Some(number) = self.kinds.get_index_of(name) {
            return Ok(KindId::new(narrow(number)));
        }
        let why = if Range::named(name).is_some() {
            format!("`{name}` is a range of values, facts or everything; expected a kind of entity")
        } else {
            let near = did_you_mean(name, self.kinds.keys().take(COMPARED).map(String::as_str));
            format!("no kind `{}` is declared{near}", as_found(name))
        };
        Err(Error::new(ErrorKind::UnknownKind, why))
    }

    /// Checks that a handle is that of a kind, as one of another schema need not be.
    pub(crate) fn check_kind_id(&self, kind: KindId) -> Result<(), Error> {
        if kind.at() < self.kind_count() {
            return Ok(());
        }
        let why = format!("no kind has the number {}; this schema has {}", kind.index(), self.kind_count());
        Err(Error::new(ErrorKind::UnknownKind, why))
    }

    /// The declaration of a kind.
    ///
    /// # Panics
    /// If the handle is of another schema, and this one has fewer kinds.
    #[expect(
        clippy::indexing_slicing,
        reason = "a handle of this schema has its place in it; said in the documentation"
    )]
    pub fn kind_def(&self, kind: KindId) -> &KindDef {
        &self.kinds[kind.at()]
    }

    /// Whether a kind is the same as another or under it. Takes constant time.
    #[must_use]
    pub fn is_a(&self, kind: KindId, above: KindId) -> bool {
        self.closure.is_a(kind, above)
    }

    /// Whether a kind is a union. No entity has a union as its own kind.
    ///
    /// # Panics
    /// If the handle is of another schema, and this one has fewer kinds.
    #[must_use]
    pub fn is_abstract(&self, kind: KindId) -> bool {
        !self.kind_def(kind).members.is_empty()
    }

    /// The range of a name: `any`, `statement`, a type of value, or a kind.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownKind`]; the message suggests a similar name.
    pub fn range(&self, name: &str) -> Result<Range, Error> {
        Range::named(name).map_or_else(|| self.kind(name).map(Range::Kind), Ok)
    }

    /// The name of a range.
    ///
    /// # Panics
    /// If it holds a handle of another schema, and this one has fewer kinds.
    #[must_use]
    pub fn range_name(&self, range: Range) -> &str {
        match range {
            Range::Any => "any",
            Range::Kind(kind) => &self.kind_def(kind).name,
            Range::Value(of) => of.name(),
            Range::Statement => "statement",
        }
    }

    /// Looks up a relation by its own or inverse name, or by one of these with a date, as in `recognized-in-1991`.
    ///
    /// Names without a date are tried first, so a relation that was declared as `founded-in-1991` is found by that
    /// name.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownRelation`]; the message suggests a similar name, or says what is wrong with the date.
    pub fn relation(&self, name: &str) -> Result<FoundRelation, Error> {
        self.known_relation(name).ok_or_else(|| self.unknown_relation(name))
    }

    /// The relation that a name means, with its date if the name has one.
    pub(crate) fn known_relation(&self, name: &str) -> Option<FoundRelation> {
        if let Some((id, inverse)) = self.reading(name) {
            return Some(FoundRelation { inverse, ..self.name_of(id) });
        }
        let (stem, date) = split_date(name)?;
        let (id, inverse) = self.reading(stem)?;
        Some(FoundRelation { inverse, date: Some(date.ok()?), ..self.name_of(id) })
    }

    /// The relation that a name is likely to mean, if it means none: that of a near name, or of the name without a wrong date.
    pub(crate) fn likely_relation(&self, name: &str) -> Option<RelationId> {
        let stem = split_date(name).and_then(|(stem, _)| self.reading(stem));
        stem.or_else(|| self.reading(self.near_relation(name)?)).map(|(id, _)| id)
    }

    fn near_relation(&self, name: &str) -> Option<&str> {
        let names = || self.relations.keys().take(COMPARED).chain(self.inverses.keys().take(COMPARED));
        let near = |name| nearest(name, names().map(String::as_str));
        near(name).or_else(|| split_date(name).filter(|(_, date)| date.is_ok()).and_then(|(stem, _)| near(stem)))
    }

    fn unknown_relation(&self, name: &str) -> Error {
        let proposal = match split_date(name).map(|(stem, date)| (stem, self.reading(stem), date)) {
            Some((stem, Some(_), Err(error))) => format!(", and as `{stem}` with a date: {}", error.message()),
            _ => self.near_relation(name).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default(),
        };
        let why = format!("no relation `{}` is declared{proposal}", as_found(name));
        Error::new(ErrorKind::UnknownRelation, why)
    }

    /// The relation of an own or inverse name, and whether it is the inverse.
    pub(super) fn reading(&self, name: &str) -> Option<(RelationId, bool)> {
        let own = self.relations.get_index_of(name).map(|number| (RelationId::new(narrow(number)), false));
        own.or_else(|| self.inverses.get(name).map(|id| (*id, true)))
    }

    /// The declaration of a relation.
    ///
    /// # Panics
    /// If the handle is of another schema, and this one has fewer relations.
    #[expect(
        clippy::indexing_slicing,
        reason = "a handle of this schema has its place in it; said in the documentation"
    )]
    pub fn relation_def(&self, relation: RelationId) -> &RelationDef {
        &self.relations[relation.at()]
    }

    /// A relation under its own name, without a date.
    pub(crate) fn name_of(&self, id: RelationId) -> FoundRelation {
        FoundRelation { id, check: self.ends(id).check, inverse: false, date: None }
    }

    /// The ranges and flags of a relation, with names resolved to handles.
    #[expect(clippy::indexing_slicing, reason = "a handle of this schema has its place in it")]
    pub(crate) fn ends(&self, relation: RelationId) -> &Ends {
        &self.ends[relation.at()]
    }

    /// Looks up a role by its name.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownRole`]; the message suggests a similar name.
    pub fn role(&self, name: &str) -> Result<RoleId, Error> {
        self.known_role(name).ok_or_else(|| {
            let near = did_you_mean(name, self.roles.keys().take(COMPARED).map(String::as_str));
            Error::new(ErrorKind::UnknownRole, format!("no role `{}` is declared{near}", as_found(name)))
        })
    }

    /// The role of a name, if there is one.
    pub(crate) fn known_role(&self, name: &str) -> Option<RoleId> {
        self.roles.get_index_of(name).map(|number| RoleId::new(narrow(number)))
    }

    /// Whether a range has this name.
    pub(crate) fn knows_range(&self, name: &str) -> bool {
        Range::named(name).is_some() || self.kinds.contains_key(name)
    }

    /// The declaration of a role.
    ///
    /// # Panics
    /// If the handle is of another schema, and this one has fewer roles.
    #[expect(
        clippy::indexing_slicing,
        reason = "a handle of this schema has its place in it; said in the documentation"
    )]
    pub fn role_def(&self, role: RoleId) -> &RoleDef {
        &self.roles[role.at()]
    }

    /// The kinds, in the order of declaration.
    #[must_use]
    pub fn kinds(&self) -> impl ExactSizeIterator<Item = (KindId, &KindDef)> {
        self.kinds.values().enumerate().map(|(number, def)| (KindId::new(narrow(number)), def))
    }

    /// The relations, in the order of declaration.
    #[must_use]
    pub fn relations(&self) -> impl ExactSizeIterator<Item = (RelationId, &RelationDef)> {
        self.relations.values().enumerate().map(|(number, def)| (RelationId::new(narrow(number)), def))
    }

    /// The roles, in the order of declaration.
    #[must_use]
    pub fn roles(&self) -> impl ExactSizeIterator<Item = (RoleId, &RoleDef)> {
        self.roles.values().enumerate().map(|(number, def)| (RoleId::new(narrow(number)), def))
    }

    /// The number of kinds.
    #[must_use]
    pub fn kind_count(&self) -> usize {
        self.kinds.len()
    }

    /// The number of relations.
    #[must_use]
    pub fn relation_count(&self) -> usize {
        self.relations.len()
    }

    /// The number of roles.
    #[must_use]
    pub fn role_count(&self) -> usize {
        self.roles.len()
    }

    /// Whether something can be in both ranges.
    pub(crate) fn overlap(&self, a: Range, b: Range) -> bool {
        match (a, b) {
            (Range::Any, _) | (_, Range::Any) => true,
            (Range::Kind(a), Range::Kind(b)) => self.kinds().any(|(kind, _)| self.is_a(kind, a) && self.is_a(kind, b)),
            (a, b) => a == b,
        }
    }

    /// Whether one range includes all of the other.
    pub(crate) fn within(&self, inner: Range, outer: Range) -> bool {
        match (inner, outer) {
            (_, Range::Any) => true,
            (Range::Kind(inner), Range::Kind(outer)) => self.is_a(inner, outer),
            (inner, outer) => inner == outer,
        }
    }

    /// Whether an entity of a kind is in a range.
    pub(crate) fn check_kind(&self, want: Range, found: KindId) -> bool {
        match want {
            Range::Any => true,
            Range::Kind(kind) => self.is_a(found, kind),
            Range::Value(_) | Range::Statement => false,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{diplomacy, model::ValueType, schema::Shape, time::date};

    #[test]
    fn a_relation_is_read_from_either_side_and_with_a_date() {
        let schema = diplomacy::schema();
        let recognized = schema.relation("recognized").unwrap();
        assert_eq!((recognized.is_inverse(), recognized.date()), (false, None));
        let id = recognized.id();
        assert_eq!(schema.relation("recognized-by").unwrap(), FoundRelation { inverse: true, ..schema.name_of(id) });
        let dated = |name| schema.relation(name).map(|found| (found.id(), found.is_inverse(), found.date())).unwrap();
        assert_eq!(dated("recognized-in-1991?"), (id, false, Some(date("1991?"))));
        assert_eq!(dated("recognized-by-in-1991-12"), (id, true, Some(date("1991-12"))));
        let part = schema.relation("took-part-in").unwrap().id();
        assert_eq!(dated("took-part-in-in-1955"), (part, false, Some(date("1955"))));
    }

    #[test]
    fn the_exact_name_comes_before_a_dated_one() {
        let mut schema = diplomacy::schema();
        let id = schema.add_relation(RelationDef::new("visits-in-1991", Shape::Happens, "person", "place")).unwrap();
        assert_eq!(schema.relation("visits-in-1991").unwrap(), schema.name_of(id));
        assert_eq!(schema.relation("visits-in-1992").unwrap().date(), Some(date("1992")));
        let error = schema.relation("visit-in-1991").unwrap_err();
        assert!(error.to_string().ends_with("did you mean `visits-in-1991`?"), "{error}");
    }

    #[test]
    fn an_unknown_name_is_reported_with_similar_names() {
        let schema = diplomacy::schema();
        for (name, message) in [
            ("vists", "no relation `vists` is declared; did you mean `visits`?"),
            ("visited-bye", "did you mean `visited-by`?"),
            ("recognised-in-1991", "no relation `recognised-in-1991` is declared; did you mean `recognized`?"),
            ("recognized-in-19911", "no relation `recognized-in-19911` is declared, and as `recognized` with a date: "),
            ("quite-another-in-1991", "no relation `quite-another-in-1991` is declared"),
            ("a\nb", "no relation `a\\nb` is declared"),
            ("", "no relation `` is declared"),
        ] {
            let error = schema.relation(name).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnknownRelation);
            assert!(error.to_string().starts_with(message) || error.to_string().ends_with(message), "{error}");
        }
        assert_eq!(schema.kind("stat").unwrap_err().to_string(), "no kind `stat` is declared; did you mean `state`?");
        assert_eq!(
            schema.role("occassion").unwrap_err().to_string(),
            "no role `occassion` is declared; did you mean `occasion`?"
        );
        assert_eq!(
            (schema.kind("any").unwrap_err().kind(), schema.role("x").unwrap_err().kind()),
            (ErrorKind::UnknownKind, ErrorKind::UnknownRole)
        );
    }

    #[test]
    fn ranges_have_names_and_hold_what_they_say() {
        let schema = diplomacy::schema();
        let (state, agent) = (schema.kind("state").unwrap(), schema.kind("agent").unwrap());
        for (name, range) in [
            ("any", Range::Any),
            ("statement", Range::Statement),
            ("state", Range::Kind(state)),
            ("yes-no", Range::Value(ValueType::YesNo)),
        ] {
            assert_eq!((schema.range(name).unwrap(), schema.range_name(range)), (range, name));
        }
        assert!(schema.check_kind(Range::Any, state) && schema.check_kind(Range::Kind(agent), state));
        assert!(!schema.check_kind(Range::Kind(state), agent) && !schema.check_kind(Range::Statement, state));
        assert!(!schema.check_kind(Range::Value(ValueType::Text), state));
    }

    #[test]
    fn all_are_listed_in_the_order_of_their_declaration() {
        let schema = diplomacy::schema();
        assert_eq!(schema.kinds().len(), schema.kind_count());
        assert_eq!(schema.relations().len(), schema.relation_count());
        assert_eq!(schema.roles().len(), schema.role_count());
        assert!(schema.kinds().all(|(id, def)| schema.kind(&def.name) == Ok(id) && schema.kind_def(id) == def));
        assert!(schema.roles().all(|(id, def)| schema.role(&def.name) == Ok(id) && schema.role_def(id) == def));
        let own = |(id, def): (RelationId, &RelationDef)| {
            schema.relation(&def.name) == Ok(schema.name_of(id)) && schema.relation_def(id) == def
        };
        assert!(schema.relations().all(own));
        let first: Vec<&str> = schema.relations().take(3).map(|(_, def)| def.name.as_str()).collect();
        assert_eq!(first, ["also-known-as", "identified-by", "known-none"]);
    }
}
