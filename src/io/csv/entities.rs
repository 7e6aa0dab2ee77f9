//! How cells name entities.

use hashbrown::HashMap;

use crate::{
    error::{Error, ErrorKind},
    graph::{Bulk, entity},
    model::{Any, Id, slug},
};

/// How the cells of a table name entities: by key or by name; and what becomes of those that are not there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "says how cells name entities, when it is given to a table"]
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

    /// A cell is a name: of the entity that has exactly this name, first or added since. That several have it is an error.
    pub fn named() -> Self {
        Self { named: true, ..Self::keyed() }
    }

    /// An entity that is not there is added as one of this kind. One that is added by name has the key that its name
    /// suggests, or that with the next free number, as equal names are one entity and different ones are two; its prefix, if
    /// there is one, comes before. Without a kind it is an error that an entity is not there.
    pub fn add_as(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// A text that comes before each key, such as `person/`: for tables that number each kind by itself.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }
}

/// Finds the entities that cells name, each cell once.
pub(super) struct Finder<'t> {
    how: &'t Entities,
    found: HashMap<Box<str>, Id<Any>>,
    pub(super) added: usize,
}

impl<'t> Finder<'t> {
    pub(super) fn new(how: &'t Entities) -> Self {
        Self { how, found: HashMap::new(), added: 0 }
    }

    pub(super) fn find(&mut self, bulk: &mut Bulk<'_>, cell: &str) -> Result<Id<Any>, Error> {
        if let Some(known) = self.found.get(cell) {
            return Ok(*known);
        }
        let id = if self.how.named { self.by_name(bulk, cell)? } else { self.by_key(bulk, cell)? };
        self.found.insert(cell.into(), id);
        Ok(id)
    }

    fn by_key(&mut self, bulk: &mut Bulk<'_>, cell: &str) -> Result<Id<Any>, Error> {
        let key = format!("{}{cell}", self.how.prefix);
        match (bulk.get_entity(&key), &self.how.kind) {
            (Some(known), _) => Ok(known),
            (None, None) => bulk.entity(&key),
            (None, Some(kind)) => {
                self.added += 1;
                bulk.add(kind.as_str(), entity(cell).key(key))
            }
        }
    }

    fn by_name(&mut self, bulk: &mut Bulk<'_>, cell: &str) -> Result<Id<Any>, Error> {
        match (&bulk.entities_named_exactly(cell)[..], &self.how.kind) {
            ([known], _) => Ok(*known),
            ([], Some(kind)) => {
                let own = slug(cell).ok_or_else(|| {
                    let why = format!("the name `{}` suggests no key, so it cannot be added", cell.escape_debug());
                    Error::new(ErrorKind::InvalidKey, why)
                })?;
                self.added += 1;
                bulk.add_another(kind.as_str(), entity(cell).key(format!("{}{own}", self.how.prefix)))
            }
            ([], None) => {
                let why = format!("no entity has the name `{}`", cell.escape_debug());
                Err(Error::new(ErrorKind::UnknownEntity, why))
            }
            (several, _) => {
                let keys: Vec<_> = several.iter().take(8).map(|id| format!("`{}`", bulk.key_of(*id))).collect();
                let why = format!("several have the name `{}`: {}", cell.escape_debug(), keys.join(", "));
                Err(Error::new(ErrorKind::UnknownEntity, why))
            }
        }
    }

    /// Forgets what was found, if entities were added since there were so many: that was undone.
    pub(super) fn forget_since(&mut self, added: usize) {
        if self.added > added {
            self.added = added;
            self.found.clear();
        }
    }
}
