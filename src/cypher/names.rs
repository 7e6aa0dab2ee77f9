//! Names of a query looked up in a schema.
//!
//! Cypher writes `Person`, `HEAD_OF_STATE` and `isPartOf` where a schema writes `person`, `head-of-state` and
//! `is-part-of`. The exact name comes first. Otherwise names are compared without regard to case, `_` is the same as
//! `-`, and a capital after a small letter begins a word.

use crate::{
    error::{Error, ErrorKind, nearest, shown::as_found},
    model::{KindId, RoleId},
    schema::{FoundRelation, Range, Schema},
};

use super::ast::{At, Name};

/// So many declared names are compared with one that is unknown.
const COMPARED: usize = 1_000;

/// Looks up the names of one query.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names<'a> {
    pub(super) schema: &'a Schema,
    /// The text of the query, for line and column of errors.
    pub(super) text: &'a str,
}

impl<'a> Names<'a> {
    /// The kind of a label.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownKind`]; [`ErrorKind::InvalidQuery`] if several kinds fit.
    pub(super) fn kind(self, name: &Name) -> Result<KindId, Error> {
        let all = || self.schema.kinds().map(|(_, def)| def.name.as_str());
        let found = match self.schema.kind(&name.text) {
            Ok(kind) => Ok(kind),
            Err(unknown) => match one_of(&name.text, "kind", all()) {
                Ok(Some(exact)) => self.schema.kind(exact),
                Ok(None) => Err(proposed(unknown, &name.text, all())),
                Err(error) => Err(error),
            },
        };
        found.map_err(|error| place(error, self.text, name.at))
    }

    /// The range of a label: a kind, `any`, `statement` or a type of value.
    ///
    /// # Errors
    /// As [`kind`](Self::kind).
    pub(super) fn range(self, name: &Name) -> Result<Range, Error> {
        self.schema.range(&folded(&name.text)).or_else(|_| self.kind(name).map(Range::Kind))
    }

    /// The relation of a relationship type, which may end with a date, as `RECOGNIZED_IN_1991`.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownRelation`]; [`ErrorKind::InvalidQuery`] if several relations fit.
    pub(super) fn relation(self, name: &Name) -> Result<FoundRelation, Error> {
        self.relation_of(&name.text).map_err(|error| place(error, self.text, name.at))
    }

    fn relation_of(self, name: &str) -> Result<FoundRelation, Error> {
        if let Some(found) = self.schema.known_relation(name) {
            return Ok(found);
        }
        if let Some(exact) = one_of(name, "relation", self.relation_names())? {
            return self.schema.relation(exact);
        }
        let whole = folded(name);
        let dated = whole.rsplit_once("-in-").filter(|(_, date)| date.contains(|c: char| c.is_ascii_digit()));
        if let Some((stem, date)) = dated
            && let Some(exact) = one_of(stem, "relation", self.relation_names())?
        {
            return self.schema.relation(&format!("{exact}-in-{}", date.to_uppercase()));
        }
        let unknown = Error::new(ErrorKind::UnknownRelation, format!("no relation `{}` is declared", as_found(name)));
        Err(proposed(unknown, dated.map_or(name, |(stem, _)| stem), self.relation_names()))
    }

    /// The relation of exactly this name, or of one that folds to it, without a date. `None` if there is none.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidQuery`] if several relations fit.
    pub(super) fn known_relation(self, name: &Name) -> Result<Option<FoundRelation>, Error> {
        if let Some(found) = self.schema.known_relation(&name.text).filter(|found| found.date().is_none()) {
            return Ok(Some(found));
        }
        let found = one_of(&name.text, "relation", self.relation_names());
        let found = found.map_err(|error| place(error, self.text, name.at))?;
        Ok(found.and_then(|exact| self.schema.known_relation(exact)))
    }

    /// The role of a name, if there is one.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidQuery`] if several roles fit.
    pub(super) fn known_role(self, name: &Name) -> Result<Option<RoleId>, Error> {
        if let Some(role) = self.schema.known_role(&name.text) {
            return Ok(Some(role));
        }
        let found = one_of(&name.text, "role", self.role_names());
        let found = found.map_err(|error| place(error, self.text, name.at))?;
        Ok(found.and_then(|exact| self.schema.known_role(exact)))
    }

    fn relation_names(self) -> impl Iterator<Item = &'a str> {
        self.schema.relations().flat_map(|(_, def)| [Some(def.name.as_str()), def.inverse.as_deref()]).flatten()
    }

    fn role_names(self) -> impl Iterator<Item = &'a str> {
        self.schema.roles().map(|(_, def)| def.name.as_str())
    }
}

/// The form in which names are compared: small letters, with `-` between words.
pub(super) fn folded(name: &str) -> String {
    let mut folded = String::with_capacity(name.len() + 4);
    let (mut before, mut signs) = (None, name.chars().peekable());
    while let Some(sign) = signs.next() {
        let begins = sign.is_uppercase()
            && before.is_some_and(|before: char| {
                before.is_lowercase() || before.is_uppercase() && signs.peek().is_some_and(|next| next.is_lowercase())
            });
        match sign {
            '_' | ' ' => folded.push('-'),
            _ => {
                if begins {
                    folded.push('-');
                }
                folded.extend(sign.to_lowercase());
            }
        }
        before = Some(sign);
    }
    folded
}

/// Whether two names have the same letters, without regard to case and to the signs between words, as names that fold
/// to the same have.
fn same_letters(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return ascii_letters(one).eq(ascii_letters(other));
    }
    letters(one).eq(letters(other))
}

fn ascii_letters(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(|sign| !matches!(sign, b'_' | b'-' | b' ')).map(|sign| sign.to_ascii_lowercase())
}

fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|sign| !matches!(sign, '_' | '-' | ' ')).flat_map(char::to_lowercase)
}

/// The one name that folds to the same.
fn one_of<'a>(name: &str, what: &str, all: impl Iterator<Item = &'a str>) -> Result<Option<&'a str>, Error> {
    let wanted = folded(name);
    let mut found: Option<&str> = None;
    for other in all.filter(|other| same_letters(other, name) && folded(other) == wanted) {
        if let Some(first) = found.filter(|first| *first != other) {
            let why = format!(
                "`{}` can mean the {what} `{first}` and the {what} `{other}`; write the name as it is declared",
                as_found(name)
            );
            return Err(Error::new(ErrorKind::InvalidQuery, why));
        }
        found = Some(other);
    }
    Ok(found)
}

/// The declared name that is near to one in the style of Cypher.
pub(super) fn near<'a>(name: &str, all: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let all: Vec<(String, &str)> = all.take(COMPARED).map(|other| (folded(other), other)).collect();
    let found = nearest(&folded(name), all.iter().map(|(folded, _)| folded.as_str()))?;
    all.iter().find(|(folded, _)| folded == found).map(|(_, other)| *other)
}

/// The error with the near name, in the spelling of the schema.
fn proposed<'a>(unknown: Error, name: &str, all: impl Iterator<Item = &'a str>) -> Error {
    match near(name, all) {
        Some(near) if !unknown.message().contains("; ") => {
            Error::new(unknown.kind(), format!("{}; did you mean `{near}`?", unknown.message()))
        }
        _ => unknown,
    }
}

/// The error at a place of the text of the query.
pub(super) fn place(error: Error, text: &str, at: At) -> Error {
    let (line, column) = line_and_column(text, at);
    error.at_position(line, column)
}

/// Line and column of a byte, both from 1. Columns count characters.
pub(super) fn line_and_column(text: &str, at: At) -> (u32, u32) {
    let mut end = (at as usize).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = text.get(..end).unwrap_or_default();
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{
        diplomacy,
        schema::{RelationDef, Shape},
        time::date,
    };

    fn name(text: &str) -> Name {
        Name { text: text.to_owned(), at: 0 }
    }

    #[test]
    fn words_are_found_in_every_style() {
        for (text, same) in [
            ("isPartOf", "is-part-of"),
            ("IS_PART_OF", "is-part-of"),
            ("IsPartOf", "is-part-of"),
            ("HTTPServer", "http-server"),
            ("G20", "g20"),
            ("", ""),
        ] {
            assert_eq!(folded(text), same);
        }
    }

    #[test]
    fn names_are_looked_up_in_the_style_of_cypher() {
        let schema = diplomacy::schema();
        let names = Names { schema: &schema, text: "" };
        for text in ["Person", "person", "PERSON"] {
            assert_eq!(names.kind(&name(text)), schema.kind("person"));
        }
        for text in ["AMBASSADOR_OF", "ambassador_of", "ambassadorOf", "ambassador-of"] {
            assert_eq!(names.relation(&name(text)), schema.relation("ambassador-of"));
        }
        assert!(names.relation(&name("VISITED_BY")).unwrap().is_inverse());
        for text in ["RECOGNIZED_IN_1991_12", "recognized-in-1991-12"] {
            let found = names.relation(&name(text)).unwrap();
            assert_eq!(
                (found.id(), found.date()),
                (schema.relation("recognized").unwrap().id(), Some(date("1991-12")))
            );
        }
        assert_eq!(names.relation(&name("RECOGNIZED_IN_199X")).unwrap().date(), Some(date("199X")));
        for text in ["ACCREDITED_TO", "accreditedTo"] {
            assert_eq!(names.known_role(&name(text)), schema.role("accredited-to").map(Some));
        }
    }

    #[test]
    fn an_unknown_name_is_reported_with_the_spelling_of_the_schema_and_its_place() {
        let schema = diplomacy::schema();
        let text = "MATCH\n (é:Persn)";
        let names = Names { schema: &schema, text };
        let at = |text: &str, at| Name { text: text.to_owned(), at };
        let error = names.kind(&at("Persn", 11)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownKind);
        let message = error.to_string();
        assert!(message.starts_with("line 2, column 5: ") && message.contains("`person`"), "{message}");
        let error = names.relation(&name("AMBASADOR_OF")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnknownRelation);
        assert!(error.to_string().contains("`ambassador-of`"), "{error}");
        assert_eq!(names.known_role(&name("ACREDITED_TO")), Ok(None));
        let error = names.relation(&name("RECOGNIZED_IN_1991_13")).unwrap_err();
        assert!(error.to_string().contains("with a date"), "{error}");
    }

    #[test]
    fn a_name_that_fits_two_is_an_error_unless_it_is_exact() {
        let mut schema = diplomacy::schema();
        for relation in ["part-of-x", "partOf-x"] {
            schema.add_relation(RelationDef::new(relation, Shape::Holds, "person", "person")).unwrap();
        }
        let names = Names { schema: &schema, text: "" };
        assert_eq!(names.relation(&name("PART_OF_X")).map_err(|error| error.kind()), Err(ErrorKind::InvalidQuery));
        assert!(names.relation(&name("partOf-x")).is_ok());
    }
}
