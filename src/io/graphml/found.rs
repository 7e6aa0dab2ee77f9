//! What a document has, and how it becomes edits once all of it is known.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::read::placed;
use crate::{
    dossier::Dossier,
    error::{Error, ErrorKind, Position, shown::as_found},
    graph::Edit,
    io::{
        foreign::is_blank,
        property::{RawCell, RawEdge, RawNode, Reading},
    },
    notation,
    schema::Schema,
};

/// What the copies of defaults may take in any document, in bytes.
const ROOM: usize = 16 << 20;
/// What they may take beside that, for each byte of the document. A node takes 14 bytes or more.
const ROOM_FOR_A_BYTE: usize = 64;
/// What a copy takes beside its text.
const CELL: usize = 64;

/// What the document has, in the order in which it ends.
#[derive(Default)]
pub(super) struct Found {
    pub(super) graphs: usize,
    pub(super) keys: HashMap<String, Key>,
    pub(super) nodes: Vec<RawNode>,
    pub(super) edges: Vec<RawEdge>,
    /// The data of graphs: name, text and position.
    pub(super) data: Vec<(String, String, Position)>,
    pub(super) within: Vec<Unread>,
}

/// What is not read within the data of a node or edge.
pub(super) struct Unread {
    /// The name of the data.
    pub(super) data: Arc<str>,
    pub(super) is_node: bool,
    /// Whether the data has a text beside it.
    pub(super) has_text: bool,
    pub(super) names: Vec<String>,
}

/// An attribute of nodes or edges.
pub(super) struct Key {
    pub(super) name: Arc<str>,
    pub(super) of: String,
    pub(super) default: Option<String>,
    pub(super) at: Position,
}

impl Found {
    /// Gives the edits of the document, which has so many bytes.
    pub(super) fn edits(self, bytes: usize, reading: &mut Reading<'_>) -> Result<(), Error> {
        let own = self.data.iter().any(|(name, text, _)| name == "chancery" && text == "graphml");
        reading.set_own(own);
        for (name, text, at) in self.data {
            match name.as_str() {
                "chancery" if own => {}
                "sources" if own => sources(&text, at, reading),
                name => reading.unread(name),
            }
        }
        for Unread { data, is_node, has_text, names } in self.within {
            if reading.reads(&data, is_node) {
                for name in names {
                    reading.unread(&name);
                }
            } else if !has_text {
                // Data with a text are counted where that is read.
                reading.unread(&data);
            }
        }
        let mut room = bytes.saturating_mul(ROOM_FOR_A_BYTE).saturating_add(ROOM);
        let trim = |cells: &mut Vec<RawCell>| {
            for cell in cells.iter_mut().filter(|cell| !own && cell.text.trim().len() < cell.text.len()) {
                cell.text = cell.text.trim().to_owned();
            }
        };
        let mut defaults = Defaults::of(&self.keys, "node", own, reading);
        for mut node in self.nodes {
            trim(&mut node.cells);
            defaults.fill(&mut node.cells, &mut room)?;
            reading.node(node);
        }
        defaults.count(reading);
        let mut defaults = Defaults::of(&self.keys, "edge", own, reading);
        for mut edge in self.edges {
            trim(&mut edge.cells);
            defaults.fill(&mut edge.cells, &mut room)?;
            reading.edge(edge);
        }
        defaults.count(reading);
        Ok(())
    }
}

/// The values of nodes, or of edges, that do not give one.
struct Defaults<'k> {
    /// Those that have a meaning, by name.
    read: Vec<(&'k Key, &'k str)>,
    /// How many records give a value of those that have none.
    given: BTreeMap<&'k str, u64>,
    records: u64,
}

impl<'k> Defaults<'k> {
    fn of(keys: &'k HashMap<String, Key>, of: &str, own: bool, reading: &Reading<'_>) -> Self {
        let keys = keys.values().filter(|key| key.of == of || key.of == "all");
        let defaults = keys.filter_map(|key| Some((key, key.default.as_deref()?)));
        let defaults = defaults.map(|(key, text)| (key, if own { text } else { text.trim() }));
        let defaults = defaults.filter(|(_, text)| own || !is_blank(text));
        let (mut read, unread): (Vec<_>, Vec<_>) =
            defaults.partition(|(key, _)| reading.reads(&key.name, of == "node"));
        read.sort_unstable_by_key(|(key, text)| (key.name.clone(), *text));
        Self { read, given: unread.into_iter().map(|(key, _)| (&*key.name, 0)).collect(), records: 0 }
    }

    /// Adds to the values of a record those that it does not give. Each is a copy, for which there must be room.
    fn fill(&mut self, cells: &mut Vec<RawCell>, room: &mut usize) -> Result<(), Error> {
        self.records += 1;
        if !self.given.is_empty() {
            for cell in &*cells {
                if let Some(given) = self.given.get_mut(&*cell.name) {
                    *given += 1;
                }
            }
        }
        let own = cells.len();
        for (key, text) in &self.read {
            if cells.iter().take(own).any(|given| given.name == key.name) {
                continue;
            }
            *room = room.checked_sub(text.len() + CELL).ok_or_else(|| {
                let why = format!(
                    "the default of `{}` has {} bytes, and with it the copies of defaults take too much memory; expected \
                     shorter defaults, or fewer records without values of their own",
                    as_found(&key.name),
                    text.len()
                );
                placed(Error::new(ErrorKind::Syntax, why), key.at)
            })?;
            cells.push(RawCell::new(key.name.clone(), *text));
        }
        Ok(())
    }

    /// Counts the defaults without a meaning for the records that they are for.
    fn count(self, reading: &mut Reading<'_>) {
        for (name, given) in self.given {
            reading.unread_many(name, self.records.saturating_sub(given));
        }
    }
}

/// The sources of a file of this crate, in the notation.
fn sources(text: &str, at: Position, reading: &mut Reading<'_>) {
    match notation::read(text, Schema::new()) {
        Ok(kg) => {
            for source in Dossier::of(&kg.view()).sources {
                reading.edit(Edit::AddSource(source), Some(at));
            }
        }
        Err(faults) => {
            let why = faults.as_slice().first().map_or_else(String::new, |fault| fault.error().message().to_owned());
            reading.reject(placed(Error::new(ErrorKind::Syntax, why).at("sources"), at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(of: &str, name: &str, default: &str) -> (String, Key) {
        let at = Position { line: 3, column: 1 };
        (name.to_owned(), Key { name: name.into(), of: of.to_owned(), default: Some(default.to_owned()), at })
    }

    #[test]
    fn defaults_fill_what_is_not_given_as_far_as_there_is_room() {
        let schema = crate::diplomacy::schema();
        let reading = Reading::new(&schema, crate::io::columns::Columns::default());
        let keys = HashMap::from([
            key("node", "kind", " state "),
            key("all", "name", "N"),
            key("node", "size", "3"),
            key("edge", "when", "1991"),
            key("node", "blank", " "),
        ]);
        let mut defaults = Defaults::of(&keys, "node", false, &reading);
        let mut room = 3 * (5 + CELL);
        let mut fill = |given: &[&str]| {
            let mut cells: Vec<_> = given.iter().map(|name| RawCell::new(*name, "own")).collect();
            let done = defaults.fill(&mut cells, &mut room);
            done.map(|()| cells.iter().map(|cell| format!("{}={}", cell.name, cell.text)).collect::<Vec<_>>())
        };
        assert_eq!(fill(&["name"]).unwrap(), ["name=own", "kind=state"]);
        assert_eq!(fill(&["size"]).unwrap(), ["size=own", "kind=state", "name=N"]);
        let error = fill(&[]).unwrap_err().to_string();
        assert!(error.starts_with("line 3, column 1: the default of `kind` has 5 bytes"), "{error}");
        assert_eq!((defaults.records, defaults.given), (3, BTreeMap::from([("size", 1)])));
    }
}
