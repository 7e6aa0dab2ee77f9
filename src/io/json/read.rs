//! Reading: the header first, then the content, then the graph; each fault with its place.

use std::{fmt, io, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeOwned, DeserializeSeed, IgnoredAny, IntoDeserializer, MapAccess, Visitor,
        value::MapAccessDeserializer,
    },
};

use super::{
    Document, VERSION,
    path::{Found, Records, offset_of, path_at, rounded_integer},
};
use crate::{
    dossier::{Archive, Dossier},
    error::{
        Error, ErrorKind,
        shown::{PART, as_found, message},
    },
    graph::KnowledgeGraph,
    io::{foreign, import::Edits},
    schema::Schema,
};

/// The header of every document.
#[derive(Deserialize)]
#[serde(expecting = "a dossier or an archive: an object with `chancery` and `version`")]
struct Header {
    chancery: String,
    version: serde_json::Number,
}

/// Reads a [`Dossier`] or an [`Archive`] in plain values. What only a graph can check is not checked;
/// [`Reader::read_graph`] does, with line and column.
///
/// # Errors
/// [`ErrorKind::Syntax`] for text that is not JSON or not of this form, [`ErrorKind::Version`] for another kind of
/// document or a version that this release does not read, [`ErrorKind::Io`] if reading fails.
pub fn read<T: Document>(document: impl io::Read) -> Result<T, Error> {
    content(&foreign::read(document)?)
}

/// Reads a document into a graph, or to edits for a graph that has facts already.
#[derive(Clone, Debug)]
#[must_use = "a reader does nothing until it reads"]
pub struct Reader<'s> {
    schema: &'s Schema,
}

impl<'s> Reader<'s> {
    /// A reader for a graph with this schema.
    pub const fn new(schema: &'s Schema) -> Self {
        Self { schema }
    }

    /// Reads a dossier to edits, each with the position of its record. The schema must have the dossier's vocabulary,
    /// or be open.
    ///
    /// # Errors
    /// As [`read`].
    pub fn read(&self, document: impl io::Read) -> Result<Edits, Error> {
        let text = foreign::read(document)?;
        let dossier: Dossier = content(&text)?;
        let mut edits = Edits::new();
        let records = Records::of(&text);
        for (list, place, edit) in dossier.records() {
            edits.push(edit, records.position(list, place));
        }
        Ok(edits)
    }

    /// Reads a dossier or an archive, whichever it is, into a new graph. The vocabulary of the document and the schema
    /// are joined as in [`Dossier::to_graph`].
    ///
    /// # Errors
    /// As [`read`], and whatever the graph refuses, with place, line and column.
    pub fn read_graph(&self, document: impl io::Read) -> Result<KnowledgeGraph, Error> {
        let text = foreign::read(document)?;
        let schema = self.schema.clone();
        let graph = match header(&text)?.as_str() {
            Archive::NAME => content::<Archive>(&text)?.to_graph(schema),
            _ => content::<Dossier>(&text)?.to_graph(schema),
        };
        graph.map_err(|error| with_position(&text, error))
    }
}

fn header(text: &str) -> Result<String, Error> {
    let Header { chancery, version } = parse(text)?;
    if chancery != Dossier::NAME && chancery != Archive::NAME {
        let why = format!("`{}` is not a document of this crate; expected `dossier` or `archive`", as_found(&chancery));
        return Err(with_position(text, Error::new(ErrorKind::Version, why).at("chancery")));
    }
    if version.as_u64() != Some(u64::from(VERSION)) {
        let why = format!("this is version {version} of the {chancery}; this release reads version {VERSION}");
        return Err(with_position(text, Error::new(ErrorKind::Version, why).at("version")));
    }
    Ok(chancery)
}

fn content<T: Document>(text: &str) -> Result<T, Error> {
    let found = header(text)?;
    if found != T::NAME {
        let why = format!("this is the {found} of a graph; expected its {}", T::NAME);
        return Err(with_position(text, Error::new(ErrorKind::Version, why).at("chancery")));
    }
    exact(text).map(|Body(content)| content)
}

/// The content of a document: all of its members but those of the header.
struct Body<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Body<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Read<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(Content(map)))
            }
        }
        deserializer.deserialize_map(Read(PhantomData)).map(Self)
    }
}

/// The members of an object without those of the header.
struct Content<A>(A);

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Content<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.0.next_key::<String>()? {
            if key != "chancery" && key != "version" {
                return seed.deserialize(key.into_deserializer()).map(Some);
            }
            self.0.next_value::<IgnoredAny>()?;
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.0.next_value_seed(seed)
    }
}

pub(in crate::io) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| {
        let says = error.to_string();
        let says = says.rsplit_once(" at line ").map_or(says.as_str(), |(says, _)| says);
        let at = byte_of(text, error.line(), error.column());
        let Found { path, start } = path_at(text, at);
        let fault = Error::new(ErrorKind::Syntax, message(says, PART));
        // Text that is not JSON is reported where it stops, a value that is not valid where it begins.
        let at = if error.is_data() { start } else { at };
        let fault = fault.caused_by(error);
        positioned(text, if path.is_empty() { fault } else { fault.at(path) }, at)
    })
}

/// Parses a text in which each number is kept as it is written, as far as it is an integer.
pub(in crate::io) fn exact<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let read = parse(text)?;
    let Some(range) = rounded_integer(text) else { return Ok(read) };
    let (at, found) = (range.start, text.get(range).unwrap_or_default());
    let shown: String = found.chars().take(40).collect();
    let more = if shown.len() < found.len() { "…" } else { "" };
    let why =
        format!("the integer {shown}{more} is beyond {} to {}, the integers that can be held", i64::MIN, i64::MAX);
    let fault = Error::new(ErrorKind::InvalidValue, why);
    let path = path_at(text, at).path;
    Err(positioned(text, if path.is_empty() { fault } else { fault.at(path) }, at))
}

/// An error in a text that is a line of a file.
pub(in crate::io) fn in_line(error: &Error, line: u32) -> Error {
    let column = error.position().map_or(1, |at| at.column);
    let plain = Error::new(error.kind(), error.message());
    let plain = match error.place() {
        Some(place) => plain.at(place),
        None => plain,
    };
    plain.at_position(line, column)
}

/// The place of an error that a graph found, as line and column: that of the longest part of the place that is in the
/// text.
fn with_position(text: &str, error: Error) -> Error {
    match offset_of(text, error.place().unwrap_or_default()) {
        Some(offset) => positioned(text, error, offset),
        None => error,
    }
}

fn positioned(text: &str, error: Error, offset: usize) -> Error {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
    let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    error.at_position(narrow(line), narrow(column))
}

/// serde counts lines from 1 and columns in bytes.
fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;

    fn fault(text: &str) -> Error {
        Reader::new(&crate::diplomacy::schema()).read_graph(text.as_bytes()).unwrap_err()
    }

    fn place(text: &str) -> (Option<String>, Option<(u32, u32)>) {
        let error = fault(text);
        (error.place().map(str::to_owned), error.position().map(|p| (p.line, p.column)))
    }

    const HEAD: &str = "{\"chancery\": \"dossier\", \"version\": 1, \"vocabulary\": {},\n";

    #[test]
    fn faults_of_form_have_place_line_and_column() {
        let facts = |fact: &str| format!("{HEAD}\"facts\": [\n  {fact}\n]}}");
        // The column is that of the last place where these characters stand.
        let of = |fact: &str, path: &str, marker: &str| {
            let column = u32::try_from(fact.rfind(marker).unwrap() + 3).unwrap();
            assert_eq!(place(&facts(fact)), (Some(path.to_owned()), Some((3, column))), "{fact}");
        };
        let fact = |rest: &str| format!(r#"{{"subject": "a", "relation": "visits", "object": "b", {rest}}}"#);
        of(&fact(r#""when": "2026-13""#), "facts[0].when", r#""2026-13"#);
        of(r#"{"subject": "a", "relation": "visits"}"#, "facts[0]", "{");
        of(&fact(r#""color": 1"#), "facts[0].color", r#""color"#);
        of(r#"{"subject": "a", "relation": 7, "object": "b"}"#, "facts[0].relation", "7");
        of(&fact(r#""roles": {"x": "a", "x": "b"}"#), "facts[0].roles.x", r#""x""#);
        of(
            r#"{"subject": {"text": "a", "number": 1}, "relation": "visits", "object": "b"}"#,
            "facts[0].subject.number",
            r#""number"#,
        );
        of(r#"{"subject": {"taxt": "a"}, "relation": "visits", "object": "b"}"#, "facts[0].subject.taxt", r#""taxt"#);
        of(&fact(r#""claims": [{"source": "s", "confidence": 1.5}]"#), "facts[0].claims[0].confidence", "1.5");
        of(
            &fact(r#""claims": [{"source": "s", "quote": {"range": [-1, 5]}}]"#),
            "facts[0].claims[0].quote.range[0]",
            "-1",
        );
    }

    #[test]
    fn faults_of_content_have_place_line_and_column() {
        let text = format!(
            "{HEAD}\"entities\": [{{\"key\": \"a\", \"kind\": \"person\", \"name\": \"A\"}}],\n\"facts\": [\n  {{\"subject\": \"a\", \"relation\": \"visits\", \"object\": \"a\"}}]}}"
        );
        let error = fault(&text);
        assert_eq!(error.kind(), ErrorKind::WrongKind);
        assert_eq!(error.position().map(|p| (p.line, p.column)), Some((4, 3)));
        assert_eq!(error.to_string(), "line 4, column 3: facts[0].object of visits: expected place, found person `a`");
    }

    #[test]
    fn text_that_is_not_json_is_reported_where_it_stops() {
        let error = fault(&format!("{HEAD}\"facts\": ["));
        assert_eq!((error.kind(), error.place()), (ErrorKind::Syntax, Some("facts")));
        assert_eq!(error.position().map(|p| p.line), Some(2));
        assert_eq!(fault("").kind(), ErrorKind::Syntax);
        assert_eq!(fault(&"[".repeat(100_000)).kind(), ErrorKind::Syntax);
        assert_eq!(fault(&format!("{HEAD}\"facts\": {}", "[".repeat(100_000))).kind(), ErrorKind::Syntax);
        assert_eq!(fault(&format!("{HEAD}\"facts\": [], \"facts\": []}}")).kind(), ErrorKind::Syntax);
    }

    #[test]
    fn an_integer_that_would_be_rounded_is_refused_with_its_place() {
        let big = "1".repeat(50);
        let fact = format!(r#"{{"subject": "a", "relation": "is", "object": {{"number": {big}}}}}"#);
        let text = format!("{HEAD}\"facts\": [\n{fact}]}}");
        let error = read::<Dossier>(text.as_bytes()).unwrap_err();
        let shown = format!("the integer {}… is beyond -9223372036854775808 to 9223372036854775807", "1".repeat(40));
        assert_eq!(error.kind(), ErrorKind::InvalidValue);
        assert!(
            error.to_string().starts_with(&format!("line 3, column 57: facts[0].object.number: {shown}")),
            "{error}"
        );
        let text = text.replace(&big, "1e49").replace("\"a\"", &format!("\"{big}\""));
        assert!(read::<Dossier>(text.as_bytes()).is_ok());
    }

    #[test]
    fn other_documents_and_later_versions_are_refused_by_name() {
        let error = fault(r#"{"chancery": "dossier", "version": 2}"#);
        assert_eq!(error.kind(), ErrorKind::Version);
        assert_eq!(
            error.to_string(),
            "line 1, column 36: version: this is version 2 of the dossier; this release reads version 1"
        );
        assert_eq!(fault(r#"{"chancery": "dossier", "version": 1e99}"#).kind(), ErrorKind::Version);
        assert_eq!(fault(r#"{"chancery": "ledger", "version": 1}"#).kind(), ErrorKind::Version);
        assert!(
            read::<Archive>(format!("{HEAD}\"facts\": []}}").as_bytes())
                .unwrap_err()
                .to_string()
                .contains("dossier of a graph")
        );
        assert!(Reader::new(&Schema::new()).read_graph(format!("{HEAD}\"facts\": []}}").as_bytes()).is_ok());
    }
}
