//! From nodes, edges and columns to edits.

use std::collections::{HashMap, hash_map::Entry};

use super::cell::{fact_named, read_within, value_type};
use crate::{
    error::{Error, ErrorKind, Position},
    graph::Edit,
    io::{
        columns::{Column, Columns},
        import::Edits,
    },
    model::{Claim, Entity, Fact, Node, Quote, Resolution, Value, check_key, slug},
    schema::{Range, Schema},
    time::{Bound, PartialDate, When},
};

/// A node as a format has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawNode {
    pub(crate) id: String,
    pub(crate) cells: Vec<(String, String)>,
    pub(crate) at: Option<Position>,
}

/// An edge as a format has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawEdge {
    pub(crate) source: String,
    pub(crate) target: String,
    pub(crate) cells: Vec<(String, String)>,
    /// Claims that the format has in a form of its own.
    pub(crate) claims: Vec<Claim>,
    /// What the target is, where the format says so beside it: `entity`, `fact` or the type of a value.
    pub(crate) source_type: Option<String>,
    pub(crate) target_type: Option<String>,
    pub(crate) at: Option<Position>,
}

/// A graph of properties on its way to edits: sources, then nodes, then edges.
pub(crate) struct Reading<'s> {
    schema: &'s Schema,
    columns: Columns,
    /// What each id stands for.
    nodes: HashMap<String, Node>,
    /// The id that each key of an entity was made of.
    keys: HashMap<String, String>,
    edits: Edits,
    /// What comes after all facts, and refers to some of them as the file does.
    later: Vec<(Edit, Option<Position>)>,
}

impl<'s> Reading<'s> {
    pub(crate) fn new(schema: &'s Schema, columns: Columns) -> Self {
        let (nodes, keys) = (HashMap::new(), HashMap::new());
        Self { schema, columns, nodes, keys, edits: Edits::new(), later: Vec::new() }
    }

    pub(crate) fn finish(mut self) -> Edits {
        // The fact that resolves another may stand behind it.
        for (edit, at) in self.later {
            self.edits.push(edit, at);
        }
        self.edits
    }

    /// A record that is no node and no fact could not be read.
    pub(crate) fn reject(&mut self, error: Error) {
        self.edits.push_error(error, None);
    }

    /// An edge could not be read.
    pub(crate) fn reject_edge(&mut self, error: Error) {
        self.edits.push_bad_fact(error, None);
    }

    /// A column has something that is not read.
    pub(crate) fn unread(&mut self, column: &str) {
        self.edits.note_unread(column);
    }

    pub(crate) fn edit(&mut self, edit: Edit, at: Option<Position>) {
        self.edits.push(edit, at);
    }

    pub(crate) fn node(&mut self, raw: RawNode) {
        let at = raw.at;
        if let Err(error) = self.try_node(raw) {
            self.edits.push_error(error, at);
        }
    }

    fn try_node(&mut self, raw: RawNode) -> Result<(), Error> {
        let of = |place: &str| format!("node `{}`.{place}", raw.id.escape_debug());
        let (mut what, mut kind, mut name) = (None, self.columns.kind.clone(), None);
        let mut attributes = Vec::new();
        for (column, text) in raw.cells {
            match self.columns.of_node(&column) {
                Some(Column::Type) => what = Some(text),
                Some(Column::Kind) => kind = Some(text),
                Some(Column::Name) => name = Some(text),
                Some(Column::Attribute(relation)) => attributes.push((column, relation, text)),
                Some(_) => {}
                None => self.edits.note_unread(column),
            }
        }
        match what.as_deref() {
            Some("fact") => {
                self.nodes.insert(raw.id.clone(), fact_named(&raw.id));
                return Ok(());
            }
            Some(what) if value_type(what).is_some() => {
                let value = value_type(what).map(|of| Value::parse(of, name.as_deref().unwrap_or_default()));
                let value = value.transpose().map_err(|error| error.at(of("name")))?;
                self.nodes.extend(value.map(|value| (raw.id.clone(), Node::Value(value))));
                return Ok(());
            }
            _ => {}
        }
        let key = self.key(&raw.id).map_err(|error| error.at(of("id")))?;
        let Some(kind) = kind else {
            let why = "no kind is given; expected a column `kind`, or a default kind";
            return Err(Error::new(ErrorKind::UnknownKind, why).at(of("kind")));
        };
        self.nodes.insert(raw.id.clone(), Node::Entity(key.clone()));
        self.edit(Edit::AddEntity(Entity::new(key.clone(), kind, name.unwrap_or(raw.id))), raw.at);
        for (column, relation, text) in attributes {
            let mut fact = Fact::new(key.clone(), relation, "");
            fact.object = self.object_of(&fact.relation, &text).map_err(|error| error.at(column))?;
            fact.claims.extend(self.columns.source.clone().map(Claim::new));
            self.edits.push_unplaced(fact, raw.at);
        }
        Ok(())
    }

    /// The key that an id is or suggests; two ids never share one.
    fn key(&mut self, id: &str) -> Result<String, Error> {
        let key = match check_key(id) {
            Ok(()) => id.to_owned(),
            Err(error) => slug(id).ok_or(error)?,
        };
        match self.keys.entry(key) {
            Entry::Occupied(entry) if entry.get() != id => {
                let why = format!(
                    "the ids `{}` and `{}` both suggest the key `{}`",
                    entry.get().escape_debug(),
                    id.escape_debug(),
                    entry.key()
                );
                Err(Error::new(ErrorKind::DuplicateKey, why))
            }
            Entry::Occupied(entry) => Ok(entry.key().clone()),
            Entry::Vacant(entry) => {
                let key = entry.key().clone();
                entry.insert(id.to_owned());
                Ok(key)
            }
        }
    }

    /// What a text at the end of a fact of a relation is, by the relation's range; a text where none is known.
    fn object_of(&self, relation: &str, text: &str) -> Result<Node, Error> {
        match self.schema.relation(relation) {
            Ok(name) => read_within(self.schema.ends(name.id()).object, text),
            Err(_) => Ok(Node::Value(Value::Text(text.to_owned()))),
        }
    }

    pub(crate) fn edge(&mut self, raw: RawEdge) {
        let at = raw.at;
        match self.try_edge(raw) {
            Ok((fact, resolution)) => {
                let name = fact.key.clone().unwrap_or_else(|| self.edits.next_place());
                self.later.extend(resolution.edits(&name).map(|edit| (edit, at)));
                self.edits.push(Edit::Assert(fact), at);
            }
            Err(error) => self.edits.push_bad_fact(error, at),
        }
    }

    fn try_edge(&mut self, raw: RawEdge) -> Result<(Fact, Later), Error> {
        let mut fact = Fact::new("", self.columns.relation.clone().unwrap_or_default(), "");
        let (mut time, mut players, mut later) = (Time::default(), Vec::new(), Later::default());
        let (mut source, mut quote) = (None, None);
        fact.claims = raw.claims;
        for (column, text) in raw.cells {
            let of = |error: Error| error.at(format!("column `{}`", column.escape_debug()));
            match self.columns.of_edge(&column) {
                Some(Column::Relation) => fact.relation = text,
                Some(time_column @ (Column::When | Column::On | Column::AsOf | Column::Start | Column::End)) => {
                    time.read(&time_column, &text).map_err(of)?;
                }
                Some(Column::Modality) => fact.modality = text.parse().map_err(of)?,
                Some(Column::Key) => fact.key = Some(text),
                Some(Column::Claims) => fact.claims.extend(claims(&text).map_err(of)?),
                Some(Column::Source) => source = Some(text),
                Some(Column::Quote) => quote = Some(text),
                Some(Column::Retracted) => later.retracted = text == "yes",
                Some(Column::RetractedWhy) => later.why = text,
                Some(Column::Resolved) => later.resolved = Some(text.parse().map_err(of)?),
                Some(Column::ResolvedBy) => later.by = Some(text),
                Some(Column::Role(role)) => players.push((role, text)),
                Some(_) => {}
                None => self.edits.note_unread(column),
            }
        }
        if fact.relation.is_empty() {
            let why = "the fact has no relation; expected a column `relation`, or a relation for all";
            return Err(Error::new(ErrorKind::UnknownRelation, why));
        }
        fact.when = time.when()?;
        let ends = self.schema.relation(&fact.relation).ok().map(|name| self.schema.ends(name.id()));
        for (role, text) in players {
            let id = self.schema.role(&role).ok();
            let range = ends.zip(id).and_then(|(ends, id)| ends.role(id)).map_or(Range::Any, |(_, range)| range);
            let player = read_within(range, &text).map_err(|error| error.at(format!("role.{role}")))?;
            fact.roles.insert(role, player);
        }
        let (subject, object) = ends.map_or((Range::Any, Range::Any), |ends| (ends.subject, ends.object));
        fact.subject = self.end(&raw.source, raw.source_type.as_deref(), subject).map_err(|e| e.at("subject"))?;
        fact.object = self.end(&raw.target, raw.target_type.as_deref(), object).map_err(|e| e.at("object"))?;
        fact.claims.extend(cited(source, quote)?);
        if fact.claims.is_empty() {
            fact.claims.extend(self.columns.source.clone().map(Claim::new));
        }
        Ok((fact, later))
    }

    /// What stands at an end: by its type where that is given, by the node of the id, by the range of the relation; else an
    /// entity that the graph may have.
    fn end(&mut self, text: &str, what: Option<&str>, range: Range) -> Result<Node, Error> {
        match what {
            Some("fact") => return Ok(fact_named(text)),
            Some("entity") => return self.key(text).map(Node::Entity),
            Some(what) => {
                let Some(of) = value_type(what) else {
                    let why = format!(
                        "`{}` is not a valid type; expected `entity`, `fact` or the type of a value",
                        what.escape_debug()
                    );
                    return Err(Error::new(ErrorKind::Syntax, why));
                };
                return Value::parse(of, text).map(Node::Value);
            }
            None => {}
        }
        match self.nodes.get(text) {
            Some(node) => Ok(node.clone()),
            None if matches!(range, Range::Value(_) | Range::Statement) => read_within(range, text),
            None if text.starts_with('#') => Ok(fact_named(text)),
            None => self.key(text).map(Node::Entity),
        }
    }
}

/// The time of a fact, from one column or from a start and an end.
#[derive(Default)]
struct Time {
    whole: Option<When>,
    start: Option<PartialDate>,
    end: Option<PartialDate>,
}

impl Time {
    fn read(&mut self, column: &Column, text: &str) -> Result<(), Error> {
        let whole = match column {
            Column::On => When::on(text.parse()?),
            Column::AsOf => When::as_of(text.parse()?),
            Column::Start => {
                self.start = Some(text.parse()?);
                return Ok(());
            }
            Column::End => {
                self.end = Some(text.parse()?);
                return Ok(());
            }
            _ => text.parse()?,
        };
        match self.whole.replace(whole) {
            None => Ok(()),
            Some(_) => Err(two_times()),
        }
    }

    fn when(self) -> Result<When, Error> {
        let bound = |date: Option<PartialDate>| date.map_or(Bound::Unknown, Bound::Date);
        match (self.whole, self.start, self.end) {
            (whole, None, None) => Ok(whole.unwrap_or(When::UNSTATED)),
            (None, start, end) => When::between(bound(start), bound(end)),
            (Some(_), ..) => Err(two_times()),
        }
    }
}

fn two_times() -> Error {
    Error::new(ErrorKind::InvalidDate, "two columns give the time of the fact; expected one, or a start and an end")
}

/// What became of a fact, which is recorded after all facts.
#[derive(Default)]
struct Later {
    retracted: bool,
    why: String,
    resolved: Option<Resolution>,
    by: Option<String>,
}

impl Later {
    fn edits(self, fact: &str) -> impl Iterator<Item = Edit> {
        let retract = self.retracted.then(|| Edit::Retract { fact: fact.to_owned(), why: self.why });
        let by = match self.by.as_deref().map(fact_named) {
            Some(Node::Fact(by)) => by.fact,
            _ => String::new(),
        };
        let resolve = self.resolved.map(|resolution| Edit::Resolve { fact: fact.to_owned(), resolution, by });
        retract.into_iter().chain(resolve)
    }
}

/// The claim of a source, with its words.
fn cited(source: Option<String>, quote: Option<String>) -> Result<Option<Claim>, Error> {
    match (source, quote) {
        (None, None) => Ok(None),
        (None, Some(_)) => {
            Err(Error::new(ErrorKind::InvalidClaim, "a quote without a source; expected the key of a source"))
        }
        (Some(source), quote) => {
            let mut claim = Claim::new(source);
            claim.quote = quote.map(Quote::new);
            Ok(Some(claim))
        }
    }
}

/// Claims in the notation, one after another.
fn claims(text: &str) -> Result<Vec<Claim>, Error> {
    let invalid = |why: &dyn std::fmt::Display| {
        Error::new(ErrorKind::Syntax, format!("`{}` is not a list of claims: {why}", text.escape_debug()))
    };
    let fact: Fact = format!("a r b {text}").parse().map_err(|error: Error| invalid(&error.message()))?;
    if !fact.roles.is_empty() || fact.when != When::UNSTATED || fact.key.is_some() {
        return Err(invalid(&"expected the qualifiers of a claim, then `@` and its source"));
    }
    Ok(fact.claims)
}
