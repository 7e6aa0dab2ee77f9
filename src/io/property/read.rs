//! From nodes and columns to edits: entities, and facts about one entity.

use std::collections::HashMap;

use super::{
    cell::{fact_named, read_within, value_type},
    raw::{RawCell, RawNode},
};
use crate::{
    error::{Error, ErrorKind, Position, shown::as_found},
    graph::Edit,
    io::{
        columns::{Column, Columns},
        foreign::{Ids, identifier, is_blank},
        import::Edits,
    },
    model::{Claim, Entity, Fact, Node, Value},
    schema::{FoundRelation, Range, Schema},
};

/// A graph of properties on its way to edits: sources, then nodes, then edges.
pub(crate) struct Reading<'s> {
    pub(super) schema: &'s Schema,
    pub(super) columns: Columns,
    /// Whether this crate wrote the file.
    pub(super) own: bool,
    pub(super) ids: Ids,
    /// The node of each id.
    nodes: HashMap<String, Declared>,
    /// Nodes whose ids have no keys yet.
    waiting: Vec<Parts>,
    /// The position of each key of a fact.
    pub(super) fact_keys: HashMap<String, Option<Position>>,
    pub(super) fact_ids: Ids,
    pub(super) edits: Edits,
    /// What comes after all facts, and refers to some of them as the file does; with the place among the facts that
    /// were read of a fact that has no place in the file.
    pub(super) later: Vec<(Edit, Option<Position>, Option<u32>)>,
}

/// A node of the file.
struct Declared {
    /// The entity, value or fact that the node stands for; `None` if it could not be read.
    node: Option<Node>,
    at: Option<Position>,
}

/// What the cells of a node say.
struct Parts {
    id: String,
    placed: bool,
    at: Option<Position>,
    what: Option<String>,
    kind: Option<String>,
    name: Option<String>,
    attributes: Vec<(RawCell, String)>,
    fault: Option<Error>,
}

impl<'s> Reading<'s> {
    pub(crate) fn new(schema: &'s Schema, columns: Columns) -> Self {
        Self {
            schema,
            columns,
            own: false,
            ids: Ids::default(),
            nodes: HashMap::new(),
            waiting: Vec::new(),
            fact_keys: HashMap::new(),
            fact_ids: Ids::of_facts(),
            edits: Edits::new(),
            later: Vec::new(),
        }
    }

    pub(crate) fn finish(mut self) -> Edits {
        self.flush();
        // The fact that resolves another may stand behind it.
        for (edit, at, unplaced) in self.later {
            match unplaced {
                Some(read) => self.edits.push_about_unplaced(read, edit, at),
                None => self.edits.push(edit, at),
            }
        }
        self.edits
    }

    /// What follows is of a file that this crate wrote, or of another.
    pub(crate) const fn set_own(&mut self, own: bool) {
        self.own = own;
    }

    /// A record that is neither a node nor a fact could not be read.
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

    /// As [`unread`](Self::unread), in so many records.
    #[cfg(feature = "graphml")]
    pub(crate) fn unread_many(&mut self, column: &str, count: u64) {
        self.edits.note_unread_many(column, count);
    }

    /// Whether a column of nodes, or of edges, has a meaning.
    #[cfg(feature = "graphml")]
    pub(crate) fn reads(&self, column: &str, of_node: bool) -> bool {
        let column =
            if of_node { self.columns.of_node(column, self.own) } else { self.columns.of_edge(column, self.own) };
        column.is_some_and(|column| column != Column::Ignored)
    }

    pub(crate) fn edit(&mut self, edit: Edit, at: Option<Position>) {
        self.edits.push(edit, at);
    }

    /// A time of day in a column was cut off.
    pub(super) fn cut(&mut self, column: &str) {
        self.edits.note_unread(format!("{column} (time of day)"));
    }

    /// Takes a node. Its edits come with those of all nodes before the next edge, so that each id that is a valid key
    /// keeps it.
    pub(crate) fn node(&mut self, raw: RawNode) {
        let mut parts = Parts {
            id: raw.id,
            placed: raw.placed,
            at: raw.at,
            what: None,
            kind: None,
            name: None,
            attributes: Vec::new(),
            fault: None,
        };
        for cell in raw.cells {
            if !self.own && is_blank(&cell.text) {
                continue;
            }
            let part = match self.columns.of_node(&cell.name, self.own) {
                Some(Column::Type) => &mut parts.what,
                Some(Column::Kind) => &mut parts.kind,
                Some(Column::Name) => &mut parts.name,
                Some(Column::Attribute(relation)) => {
                    parts.attributes.push((cell, relation));
                    continue;
                }
                Some(Column::Ignored) => continue,
                Some(_) | None => {
                    self.edits.note_unread(&*cell.name);
                    continue;
                }
            };
            if part.replace(cell.text).is_some() {
                let why = format!("the node has two texts for `{}`; expected one", as_found(&cell.name));
                parts.fault.get_or_insert(Error::new(ErrorKind::Syntax, why).at(&cell.name));
            }
        }
        if parts.what.is_none() && !parts.placed {
            self.ids.see(&parts.id);
        }
        self.waiting.push(parts);
    }

    /// The edits of all nodes that wait: their entities, then their attributes.
    pub(super) fn flush(&mut self) {
        let mut attributes = Vec::new();
        for mut parts in std::mem::take(&mut self.waiting) {
            let (id, at, placed) = (parts.id.clone(), parts.at, parts.placed);
            let given = std::mem::take(&mut parts.attributes);
            match self.declare(parts) {
                Ok(key) => {
                    let kept = key.as_deref().filter(|_| !placed).and_then(|key| identifier(key, &id));
                    if let Some(fact) = kept {
                        self.push_unplaced(fact, at);
                    }
                    if !given.is_empty() {
                        attributes.push((key, id, given, at));
                    }
                }
                Err(error) => self.edits.push_error(error.at(node_place(&id)), at),
            }
        }
        for (key, id, cells, at) in attributes {
            for (cell, relation) in cells {
                match &key {
                    Some(key) => self.attributes(key, &id, &cell, &relation, cell.at.or(at)),
                    // A value or a fact has no attributes.
                    None => self.edits.note_unread(&*cell.name),
                }
            }
        }
    }

    /// The facts of a cell that holds an attribute of an entity.
    fn attributes(&mut self, key: &str, id: &str, cell: &RawCell, relation: &str, at: Option<Position>) {
        let texts: Vec<_> = self.columns.parts(&cell.name, &cell.text).into_iter().map(str::to_owned).collect();
        for text in texts {
            match self.attribute(&cell.name, relation, &text) {
                Ok(object) => {
                    let mut fact = Fact::new(key, relation, "");
                    fact.object = object;
                    self.push_unplaced(fact, at);
                }
                Err(error) => self.edits.push_error(error.at(&cell.name).at(node_place(id)), at),
            }
        }
    }

    fn push_unplaced(&mut self, mut fact: Fact, at: Option<Position>) {
        fact.claims.extend(self.columns.source.clone().map(Claim::new));
        self.edits.push_unplaced(fact, at);
    }

    /// Says what the id of a node stands for, and adds its entity. Returns the key of an entity.
    fn declare(&mut self, parts: Parts) -> Result<Option<String>, Error> {
        if let Some(before) = self.nodes.get(&parts.id) {
            let before = before.at.map(|at| format!("; the node in line {} has it too", at.line)).unwrap_or_default();
            let why = format!("two nodes have the id `{}`{before}", as_found(&parts.id));
            return Err(Error::new(ErrorKind::DuplicateKey, why).at("id"));
        }
        let (id, at) = (parts.id.clone(), parts.at);
        let node = self.node_of(parts);
        let (declared, done) = match node {
            Ok(Node::Entity(key)) => (Some(Node::Entity(key.clone())), Ok(Some(key))),
            Ok(node) => (Some(node), Ok(None)),
            Err(error) => (None, Err(error)),
        };
        self.nodes.insert(id, Declared { node: declared, at });
        done
    }

    fn node_of(&mut self, parts: Parts) -> Result<Node, Error> {
        let Parts { id, placed, at, what, kind, name, fault, .. } = parts;
        if let Some(fault) = fault {
            return Err(fault);
        }
        match what.as_deref().map(str::trim) {
            None | Some("entity") => {}
            Some("fact") => return Ok(fact_named(&id)),
            Some(what) => {
                let of = value_type(what).ok_or_else(|| invalid_type(what).at("type"))?;
                let text = name.as_deref().unwrap_or_default();
                let (value, cut) = self.columns.values.value(of, text).map_err(|error| error.at("name"))?;
                if cut {
                    self.cut("name");
                }
                return Ok(Node::Value(value));
            }
        }
        let Some(kind) = kind.or_else(|| self.columns.kind.clone()) else {
            let why = "no kind is given; expected a column `kind`, or a default kind";
            return Err(Error::new(ErrorKind::UnknownKind, why).at("kind"));
        };
        // A node without an id has the key that its name suggests.
        let key = match &name {
            Some(name) if placed => self.ids.another_key(name),
            _ => self.ids.key(&id),
        };
        let name = name.unwrap_or_else(|| if placed { key.clone() } else { id });
        self.edits.push(Edit::AddEntity(Entity::new(key.clone(), kind.trim(), name)), at);
        Ok(Node::Entity(key))
    }

    /// The node with an id, if the file has it.
    pub(super) fn node_with(&self, id: &str) -> Result<Option<Node>, Error> {
        match self.nodes.get(id).or_else(|| self.nodes.get(id.trim())) {
            None => Ok(None),
            Some(Declared { node: Some(node), .. }) => Ok(Some(node.clone())),
            Some(Declared { node: None, .. }) => {
                let why = format!("the node `{}` of the file could not be read", as_found(id));
                Err(Error::new(ErrorKind::UnknownEntity, why))
            }
        }
    }

    /// The ranges of the subject and the object of a relation, as its name or its inverse name has them.
    pub(super) fn ranges(&self, name: FoundRelation) -> (Range, Range) {
        let ends = self.schema.ends(name.id());
        if name.is_inverse() { (ends.object, ends.subject) } else { (ends.subject, ends.object) }
    }

    /// The object that an attribute gives a fact of a relation: by the relation's range; a text where none is known.
    fn attribute(&mut self, column: &str, relation: &str, text: &str) -> Result<Node, Error> {
        match self.schema.relation(relation) {
            Ok(name) => self.within(column, self.ranges(name).1, text),
            Err(_) => Ok(Node::Value(Value::Text(text.to_owned()))),
        }
    }

    /// What a text stands for where a range is expected: the node with this id, or what the range says.
    pub(super) fn within(&mut self, column: &str, range: Range, text: &str) -> Result<Node, Error> {
        if !matches!(range, Range::Value(_))
            && let Some(node) = self.node_with(text)?
        {
            return Ok(node);
        }
        let (node, cut) = read_within(range, text, self.columns.values)?;
        if cut {
            self.cut(column);
        }
        match &node {
            Node::Entity(key) if self.ids.is_made(key) => Err(made(key)),
            _ => Ok(node),
        }
    }
}

fn node_place(id: &str) -> String {
    format!("node `{}`", as_found(id))
}

pub(super) fn made(key: &str) -> Error {
    let why = format!("`{}` is not the id of a node; it is the key that was made of another id", as_found(key));
    Error::new(ErrorKind::UnknownEntity, why)
}

pub(super) fn invalid_type(what: &str) -> Error {
    let why = format!("`{}` is not a valid type; expected `entity`, `fact` or the type of a value", as_found(what));
    Error::new(ErrorKind::Syntax, why)
}
