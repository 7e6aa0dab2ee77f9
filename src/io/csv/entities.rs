//! How cells name entities.

use hashbrown::{HashMap, HashSet};

use crate::{
    draft::fact,
    error::{Error, ErrorKind, shown::as_found},
    graph::{Bulk, entity},
    model::{Any, Id, slug},
    schema::base,
};

/// How the cells of a table name entities, by key or by name, and whether entities that the graph does not have are
/// added.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an option of a loader"]
pub struct Entities {
    named: bool,
    kind: Option<String>,
    prefix: String,
}

impl Entities {
    /// A cell is a key.
    pub fn keyed() -> Self {
        Self { named: false, kind: None, prefix: String::new() }
    }

    /// A cell is the exact name of an entity: its first name or one recorded since. It is an error if several entities
    /// have it.
    pub fn named() -> Self {
        Self { named: true, ..Self::keyed() }
    }

    /// Adds entities that the graph does not have, with this kind; without it they are an error. An entity that is
    /// added by name has the [prefix](Self::prefix) and the key that its name suggests, with the next free number if
    /// that key is taken.
    pub fn add_as(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// A text before each key, such as `person/`: for tables that number each kind from 1.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }
}

/// Cells, and names beside keys.
type Added = (Vec<Box<str>>, Vec<(Id<Any>, Box<str>)>);

/// Finds the entities that cells name, and remembers them by cell.
pub(super) struct Finder<'t> {
    how: &'t Entities,
    found: HashMap<Box<str>, Id<Any>>,
    /// The names that were seen beside keys.
    names: HashSet<(Id<Any>, Box<str>)>,
    /// What the row at hand has added to these two, if rows may be taken back.
    row: Option<Added>,
    pub(super) added: usize,
}

impl<'t> Finder<'t> {
    pub(super) fn new(how: &'t Entities) -> Self {
        Self { how, found: HashMap::new(), names: HashSet::new(), row: None, added: 0 }
    }

    /// Begins a row that may be taken back.
    pub(super) fn begin_row(&mut self) {
        let (cells, names) = self.row.get_or_insert_default();
        cells.clear();
        names.clear();
    }

    fn remember(&mut self, cell: &str, id: Id<Any>) {
        self.found.insert(cell.into(), id);
        if let Some((cells, _)) = &mut self.row {
            cells.push(cell.into());
        }
    }

    pub(super) fn find(&mut self, bulk: &mut Bulk<'_>, cell: &str) -> Result<Id<Any>, Error> {
        if let Some(known) = self.found.get(cell) {
            return Ok(*known);
        }
        let id = if self.how.named { self.by_name(bulk, cell)? } else { self.by_key(bulk, cell, cell)? };
        self.remember(cell, id);
        Ok(id)
    }

    /// As [`find`](Self::find), with the name of the entity where the row has it.
    pub(super) fn find_with_name(&mut self, bulk: &mut Bulk<'_>, cell: &str, name: &str) -> Result<Id<Any>, Error> {
        if name.is_empty() {
            return self.find(bulk, cell);
        }
        if self.how.named {
            let why = "entities are found by name, so a column with their names beside it has no meaning";
            return Err(Error::new(ErrorKind::InvalidName, why));
        }
        let id = if let Some(known) = self.found.get(cell) {
            *known
        } else {
            let id = self.by_key(bulk, cell, name)?;
            self.remember(cell, id);
            id
        };
        if self.names.insert((id, name.into())) {
            if let Some((_, names)) = &mut self.row {
                names.push((id, name.into()));
            }
            if !bulk.entities_named_exactly(name).contains(&id) {
                bulk.assert(fact(id, base::AlsoKnownAs, name))?;
            }
        }
        Ok(id)
    }

    fn by_key(&mut self, bulk: &mut Bulk<'_>, cell: &str, name: &str) -> Result<Id<Any>, Error> {
        let key = format!("{}{cell}", self.how.prefix);
        match (bulk.get_entity(&key), &self.how.kind) {
            (Some(known), _) => Ok(known),
            (None, None) => bulk.entity(&key),
            (None, Some(kind)) => {
                self.added += 1;
                bulk.add(kind.as_str(), entity(name).key(key))
            }
        }
    }

    fn by_name(&mut self, bulk: &mut Bulk<'_>, cell: &str) -> Result<Id<Any>, Error> {
        match (&bulk.entities_named_exactly(cell)[..], &self.how.kind) {
            ([known], _) => Ok(*known),
            ([], Some(kind)) => {
                let own = slug(cell).ok_or_else(|| {
                    let why = format!("the name `{}` suggests no key, so it cannot be added", as_found(cell));
                    Error::new(ErrorKind::InvalidKey, why)
                })?;
                self.added += 1;
                bulk.add_another(kind.as_str(), entity(cell).key(format!("{}{own}", self.how.prefix)))
            }
            ([], None) => {
                let why = format!("no entity has the name `{}`", as_found(cell));
                Err(Error::new(ErrorKind::UnknownEntity, why))
            }
            (several, _) => {
                let keys: Vec<_> = several.iter().take(8).map(|id| format!("`{}`", bulk.key_of(*id))).collect();
                let why = format!("several have the name `{}`: {}", as_found(cell), keys.join(", "));
                Err(Error::new(ErrorKind::UnknownEntity, why))
            }
        }
    }

    /// Forgets what was found of a row that was taken back, before which so many entities had been added.
    pub(super) fn forget_row(&mut self, added: usize) {
        self.added = added;
        let Some((cells, names)) = &mut self.row else { return };
        for cell in cells.drain(..) {
            self.found.remove(&cell);
        }
        for name in names.drain(..) {
            self.names.remove(&name);
        }
    }
}
