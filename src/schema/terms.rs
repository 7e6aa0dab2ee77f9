//! What a call takes where it names one or several relations, kinds, entities or sources: types, names and handles alike.
//!
//! A call that wants one thing takes a `…Term`; a call that wants one or several takes an `Into…`, which every term is,
//! and so are arrays, slices, `Vec`s and tuples of these.

use super::{FoundRelation, KindTerm, Range, RelationTerm, Schema, tuples::each_tuple};
use crate::{
    error::{Error, ErrorKind},
    model::{Id, KindId, SourceId, Term},
    schema::Kind,
};

/// One or several relations: `Visits`, `"visits"`, `kg.relation("visits")?`, or an array, slice, `Vec` or tuple of
/// these, such as `(Visits, "hosts")`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name relations",
    label = "expected a relation such as `Visits` or `\"visits\"`, or several such as `[\"visits\", \"hosts\"]`",
    note = "relations are declared with `chancery::vocabulary!`; collect an iterator into a `Vec`"
)]
pub trait IntoRelations {
    /// Finds each of them in a schema.
    ///
    /// # Errors
    /// As [`RelationTerm::find`], for the first that is not found.
    fn find_relations(self, schema: &Schema) -> Result<Vec<FoundRelation>, Error>;
}

/// One or several kinds: `Person`, `"person"`, a [`KindId`], or an array, slice, `Vec` or tuple of these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name kinds",
    label = "expected a kind such as `Person` or `\"person\"`, or several such as `[\"person\", \"state\"]`",
    note = "kinds are declared with `chancery::vocabulary!`; collect an iterator into a `Vec`"
)]
pub trait IntoKinds {
    /// Finds each of them in a schema. [`Any`](crate::Any) stands for all kinds.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownKind`] if the schema lacks one, or one is a range of values, [`ErrorKind::InvalidSchema`]
    /// if a type promises more of a kind than the schema keeps.
    fn find_kinds(self, schema: &Schema) -> Result<Vec<KindId>, Error>;
}

/// What names an entity in a call: its id or its key.
///
/// A key is looked up in the graph that the call is made on, and names the entity that stands for it after merges.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name an entity",
    label = "expected an `Id` or the key of an entity"
)]
pub trait EntityTerm {
    #[doc(hidden)]
    fn entity_term(self) -> Term;
}

/// One or several entities: an id, a key, or an array, slice, `Vec` or tuple of these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name entities",
    label = "expected an `Id` or a key, or several such as `[tokayev, pakistan]`",
    note = "collect an iterator into a `Vec`"
)]
pub trait IntoEntities {
    #[doc(hidden)]
    fn entity_terms(self) -> Vec<Term>;
}

/// What names a source in a call: its handle, or its key.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceTerm {
    Id(SourceId),
    Key(String),
}

/// One or several sources: a [`SourceId`], a key, or an array, slice, `Vec` or tuple of these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name sources",
    label = "expected a `SourceId` or a key, or several such as `[\"report\", \"press\"]`",
    note = "collect an iterator into a `Vec`"
)]
pub trait IntoSources {
    #[doc(hidden)]
    fn source_terms(self) -> Vec<SourceTerm>;
}

#[diagnostic::do_not_recommend]
impl<R: RelationTerm> IntoRelations for R {
    fn find_relations(self, schema: &Schema) -> Result<Vec<FoundRelation>, Error> {
        self.find(schema).map(|name| vec![name])
    }
}

#[diagnostic::do_not_recommend]
impl<K: KindTerm> IntoKinds for K {
    fn find_kinds(self, schema: &Schema) -> Result<Vec<KindId>, Error> {
        match self.range_in(schema)? {
            Range::Kind(kind) => Ok(vec![kind]),
            Range::Any => Ok(schema.kinds().map(|(kind, _)| kind).collect()),
            Range::Value(_) | Range::Statement => {
                let why = format!("`{}` is a range of values or facts; expected a kind of entity", self.kind_name());
                Err(Error::new(ErrorKind::UnknownKind, why))
            }
        }
    }
}
impl IntoKinds for KindId {
    fn find_kinds(self, schema: &Schema) -> Result<Vec<KindId>, Error> {
        schema.check_kind_id(self).map(|()| vec![self])
    }
}
impl IntoKinds for String {
    fn find_kinds(self, schema: &Schema) -> Result<Vec<KindId>, Error> {
        self.as_str().find_kinds(schema)
    }
}
impl IntoKinds for &String {
    fn find_kinds(self, schema: &Schema) -> Result<Vec<KindId>, Error> {
        self.as_str().find_kinds(schema)
    }
}

impl<K: Kind> EntityTerm for Id<K> {
    fn entity_term(self) -> Term {
        Term::Node(self.any())
    }
}
impl EntityTerm for &str {
    fn entity_term(self) -> Term {
        Term::Key(self.to_owned())
    }
}
impl EntityTerm for &String {
    fn entity_term(self) -> Term {
        Term::Key(self.clone())
    }
}
impl EntityTerm for String {
    fn entity_term(self) -> Term {
        Term::Key(self)
    }
}
#[diagnostic::do_not_recommend]
impl<T: EntityTerm> IntoEntities for T {
    fn entity_terms(self) -> Vec<Term> {
        vec![self.entity_term()]
    }
}

macro_rules! source_terms { ($($From:ty, $given:ident => $term:expr;)*) => { $(
    impl From<$From> for SourceTerm {
        fn from($given: $From) -> Self {
            $term
        }
    }
    impl IntoSources for $From {
        fn source_terms(self) -> Vec<SourceTerm> {
            vec![self.into()]
        }
    }
)* } }

source_terms! {
    SourceId, id => Self::Id(id);
    &str, key => Self::Key(key.to_owned());
    String, key => Self::Key(key);
    &String, key => Self::Key(key.clone());
}

macro_rules! several {
    ($($Into:ident $method:ident $(($schema:ident))? -> $Found:ty, $each:ident => $joined:expr;)*) => { $(
        impl<T: $Into, const N: usize> $Into for [T; N] {
            fn $method(self $(, $schema: &Schema)?) -> $Found {
                let $each = self.into_iter().map(|one| one.$method($($schema)?));
                $joined
            }
        }
        impl<T: $Into> $Into for Vec<T> {
            fn $method(self $(, $schema: &Schema)?) -> $Found {
                let $each = self.into_iter().map(|one| one.$method($($schema)?));
                $joined
            }
        }
        impl<T: $Into + Clone> $Into for &[T] {
            fn $method(self $(, $schema: &Schema)?) -> $Found {
                let $each = self.iter().cloned().map(|one| one.$method($($schema)?));
                $joined
            }
        }
        impl<T: $Into + Clone, const N: usize> $Into for &[T; N] {
            fn $method(self $(, $schema: &Schema)?) -> $Found {
                self.as_slice().$method($($schema)?)
            }
        }
        impl<T: $Into + Clone> $Into for &Vec<T> {
            fn $method(self $(, $schema: &Schema)?) -> $Found {
                self.as_slice().$method($($schema)?)
            }
        }
    )* };
}

several! {
    IntoRelations find_relations(schema) -> Result<Vec<FoundRelation>, Error>, each => joined(each);
    IntoKinds find_kinds(schema) -> Result<Vec<KindId>, Error>, each => joined(each);
    IntoEntities entity_terms -> Vec<Term>, each => each.flatten().collect();
    IntoSources source_terms -> Vec<SourceTerm>, each => each.flatten().collect();
}

impl Schema {
    /// Checks that no relation was named with a date, as `recognized-in-1991`. Where several relations can be given, it
    /// would be unclear which of them the date is of.
    pub(crate) fn check_undated(&self, relations: &[FoundRelation]) -> Result<(), Error> {
        let dated = relations.iter().find_map(|relation| Some((relation.id(), relation.date()?)));
        let Some((relation, date)) = dated else { return Ok(()) };
        let name = &self.relation_def(relation).name;
        let why = format!("`{name}` is given with the date `{date}`; expected a relation without a date in its name");
        Err(Error::new(ErrorKind::InvalidQuery, why))
    }
}

/// The lists of several terms as one, or the first error.
fn joined<T>(lists: impl Iterator<Item = Result<Vec<T>, Error>>) -> Result<Vec<T>, Error> {
    let mut all = Vec::new();
    for list in lists {
        all.extend(list?);
    }
    Ok(all)
}

macro_rules! tuples { ($(($($T:ident $t:tt),+))*) => { $(
    impl<$($T: IntoRelations),+> IntoRelations for ($($T,)+) {
        fn find_relations(self, schema: &Schema) -> Result<Vec<FoundRelation>, Error> {
            joined([$( self.$t.find_relations(schema), )+].into_iter())
        }
    }
    impl<$($T: IntoKinds),+> IntoKinds for ($($T,)+) {
        fn find_kinds(self, schema: &Schema) -> Result<Vec<KindId>, Error> {
            joined([$( self.$t.find_kinds(schema), )+].into_iter())
        }
    }
    impl<$($T: IntoEntities),+> IntoEntities for ($($T,)+) {
        fn entity_terms(self) -> Vec<Term> {
            [$( self.$t.entity_terms(), )+].into_iter().flatten().collect()
        }
    }
    impl<$($T: IntoSources),+> IntoSources for ($($T,)+) {
        fn source_terms(self) -> Vec<SourceTerm> {
            [$( self.$t.source_terms(), )+].into_iter().flatten().collect()
        }
    }
)* } }

each_tuple! { tuples }

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diplomacy::{self, Hosts, Person, State, Visits},
        model::Any,
        schema::Text,
    };

    #[test]
    fn relations_are_named_by_type_text_and_handle_one_or_several() {
        let schema = diplomacy::schema();
        let (visits, hosts) = (schema.relation("visits").unwrap(), schema.relation("hosts").unwrap());
        let find = |found: Result<Vec<FoundRelation>, Error>| found.unwrap();
        assert_eq!(find(Visits.find_relations(&schema)), [visits]);
        assert_eq!(find("visits".to_owned().find_relations(&schema)), [visits]);
        let names = vec!["visits".to_owned(), "hosts".to_owned()];
        for several in [
            (Visits, Hosts).find_relations(&schema),
            (Visits, "hosts").find_relations(&schema),
            ["visits", "hosts"].find_relations(&schema),
            [visits, hosts].as_slice().find_relations(&schema),
            (&[visits, hosts]).find_relations(&schema),
            (&names).find_relations(&schema),
            names.find_relations(&schema),
        ] {
            assert_eq!(find(several), [visits, hosts]);
        }
        assert_eq!(["visits", "hots"].find_relations(&schema).unwrap_err().kind(), ErrorKind::UnknownRelation);
        assert_eq!(Visits.find_relations(&Schema::new()).unwrap_err().kind(), ErrorKind::UnknownRelation);
        assert_eq!(find(<[&str; 0]>::default().find_relations(&schema)), []);
    }

    #[test]
    fn kinds_are_named_by_type_text_and_handle_one_or_several() {
        let schema = diplomacy::schema();
        let (person, state) = (schema.kind("person").unwrap(), schema.kind("state").unwrap());
        for several in [
            (Person, State).find_kinds(&schema),
            (Person, "state").find_kinds(&schema),
            [person, state].find_kinds(&schema),
            vec!["person".to_owned(), "state".to_owned()].find_kinds(&schema),
        ] {
            assert_eq!(several.unwrap(), [person, state]);
        }
        assert_eq!(Any.find_kinds(&schema).unwrap().len(), schema.kind_count());
        let refused = |found: Result<Vec<KindId>, Error>| found.unwrap_err().kind();
        assert_eq!(refused(Text.find_kinds(&schema)), ErrorKind::UnknownKind);
        assert_eq!(refused("persn".find_kinds(&schema)), ErrorKind::UnknownKind);
        assert_eq!(refused(person.find_kinds(&Schema::new())), ErrorKind::UnknownKind);
    }

    #[test]
    fn entities_and_sources_are_named_by_handle_and_key() {
        let (node, key) = (Term::Node(Id::new(3)), Term::Key("oman".into()));
        let id: Id<Person> = Id::new(3);
        assert_eq!((id, "oman").entity_terms(), [node.clone(), key.clone()]);
        assert_eq!([id].entity_terms(), [node]);
        assert_eq!(vec!["oman".to_owned()].entity_terms(), [key]);
        let (handle, key) = (SourceTerm::Id(SourceId::new(1)), SourceTerm::Key("r".into()));
        assert_eq!((SourceId::new(1), "r").source_terms(), [handle, key.clone()]);
        assert_eq!(["r"].as_slice().source_terms(), [key]);
    }
}
