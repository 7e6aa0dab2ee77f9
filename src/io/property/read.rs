//! From nodes, edges and columns to edits.

use std::collections::{BTreeMap, HashMap, hash_map::Entry};

use super::{
    cell::{fact_named, read_within, value_type},
    columns::{Columns, Field},
};
use crate::{
    error::{Error, ErrorKind, Position},
    graph::Edit,
    io::import::{Edits, Placed, Places},
    model::{Claim, Entity, Fact, Node, Value, check_key, slug},
    schema::{Range, Schema},
    time::When,
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
    columns: &'s Columns,
    /// What each id stands for.
    nodes: HashMap<String, Node>,
    /// The id that each key of an entity was made of.
    keys: HashMap<String, String>,
    edits: Vec<Result<Placed, Error>>,
    /// What comes after all facts, and names some of them as the file does.
    later: Vec<Placed>,
    places: Places,
    unread: BTreeMap<String, u64>,
}

impl<'s> Reading<'s> {
    pub(crate) fn new(schema: &'s Schema, columns: &'s Columns) -> Self {
        Self {
            schema,
            columns,
            nodes: HashMap::new(),
            keys: HashMap::new(),
            edits: Vec::new(),
            later: Vec::new(),
            places: Places::default(),
            unread: BTreeMap::new(),
        }
    }

    pub(crate) fn finish(mut self) -> Edits {
        for mut placed in std::mem::take(&mut self.later) {
            let named = match &mut placed.edit {
                // The fact that settles another may stand behind it.
                Edit::Resolve { by, .. } => self.places.name(by).map_err(|error| error.at("resolved_by")),
                _ => Ok(()),
            };
            match named {
                Ok(()) => self.edits.push(Ok(placed)),
                Err(error) => self.fault(error, placed.position),
            }
        }
        Edits::new(self.edits, self.unread)
    }

    /// A record that is no node and no fact could not be read.
    pub(crate) fn reject(&mut self, error: Error) {
        self.edits.push(Err(error));
    }

    /// An edge could not be read.
    pub(crate) fn reject_edge(&mut self, error: Error) {
        self.places.missed();
        self.edits.push(Err(error));
    }

    /// A column has something that is not read.
    pub(crate) fn unread(&mut self, column: &str) {
        *self.unread.entry(column.to_owned()).or_default() += 1;
    }

    pub(crate) fn edit(&mut self, edit: Edit, at: Option<Position>) {
        self.edits.push(Ok(Placed::at(edit, at)));
    }

    fn fault(&mut self, error: Error, at: Option<Position>) {
        self.edits.push(Err(match at {
            Some(Position { line, column }) => error.at_position(line, column),
            None => error,
        }));
    }

    pub(crate) fn node(&mut self, raw: RawNode) {
        let at = raw.at;
        if let Err(error) = self.try_node(raw) {
            self.fault(error, at);
        }
    }

    fn try_node(&mut self, raw: RawNode) -> Result<(), Error> {
        let of = |place: &str| format!("node `{}`.{place}", raw.id.escape_debug());
        let (mut what, mut kind, mut name) = (None, self.columns.kind.clone(), None);
        let mut attributes = Vec::new();
        for (column, text) in raw.cells {
            match self.columns.of_node(&column) {
                Some(Field::Type) => what = Some(text),
                Some(Field::Kind) => kind = Some(text),
                Some(Field::Name) => name = Some(text),
                Some(Field::Fact(relation)) => attributes.push((column, relation, text)),
                Some(_) => {}
                None => *self.unread.entry(column).or_default() += 1,
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
            self.places.added();
            self.edit(Edit::Assert(fact), raw.at);
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
            Ok(later) => self.later.extend(later),
            Err(error) => {
                self.places.missed();
                self.fault(error, at);
            }
        }
    }

    fn try_edge(&mut self, raw: RawEdge) -> Result<Vec<Placed>, Error> {
        let mut fact = Fact::new("", self.columns.relation.clone().unwrap_or_default(), "");
        let (mut retracted, mut why, mut resolved, mut by) = (false, String::new(), None, None);
        let mut players = Vec::new();
        fact.claims = raw.claims;
        for (column, text) in raw.cells {
            let of = |error: Error| error.at(format!("column `{}`", column.escape_debug()));
            match self.columns.of_edge(&column) {
                Some(Field::Relation) => fact.relation = text,
                Some(Field::When) => fact.when = text.parse::<When>().map_err(of)?,
                Some(Field::Modality) => fact.modality = text.parse().map_err(of)?,
                Some(Field::FactKey) => fact.key = Some(text),
                Some(Field::Claims) => fact.claims.extend(claims(&text).map_err(of)?),
                Some(Field::Retracted) => retracted = text == "yes",
                Some(Field::RetractedWhy) => why = text,
                Some(Field::Resolved) => resolved = Some(text.parse().map_err(of)?),
                Some(Field::ResolvedBy) => by = Some(text),
                Some(Field::Role(role)) => players.push((role, text)),
                Some(_) => {}
                None => *self.unread.entry(column).or_default() += 1,
            }
        }
        if fact.relation.is_empty() {
            let why = "an edge has no relation; expected a column `relation`, or a default relation";
            return Err(Error::new(ErrorKind::UnknownRelation, why));
        }
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
        if fact.claims.is_empty() {
            fact.claims.extend(self.columns.source.clone().map(Claim::new));
        }
        self.places.fact(&mut fact)?;
        let name = fact.key.clone().unwrap_or_else(|| self.places.next());
        self.places.read();
        self.edit(Edit::Assert(fact), raw.at);
        let mut later = Vec::new();
        if retracted {
            later.push(Placed::at(Edit::Retract { fact: name.clone(), why }, raw.at));
        }
        if let Some(outcome) = resolved {
            let by = match by.as_deref().map(fact_named) {
                Some(Node::Fact(by)) => by.fact,
                _ => String::new(),
            };
            later.push(Placed::at(Edit::Resolve { fact: name, outcome, by }, raw.at));
        }
        Ok(later)
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
                        "`{}` is not a type; expected `entity`, `fact` or a type of value",
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

/// Claims as the notation tells them, one after another.
fn claims(text: &str) -> Result<Vec<Claim>, Error> {
    let told = |why: &dyn std::fmt::Display| {
        Error::new(ErrorKind::Syntax, format!("`{}` tells no claims: {why}", text.escape_debug()))
    };
    let fact: Fact = format!("a r b {text}").parse().map_err(|error: Error| told(&error.message()))?;
    if !fact.roles.is_empty() || fact.when != When::UNSTATED || fact.key.is_some() {
        return Err(told(&"expected what is said of a claim, then its source"));
    }
    Ok(fact.claims)
}
