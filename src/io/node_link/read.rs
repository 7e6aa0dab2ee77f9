//! Reading: nodes first, then links, whatever order they stand in.

use std::{cell::OnceCell, collections::HashSet, io, sync::Arc};

use super::form::{Cell, Document, Item, Members, TWICE};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    graph::Edit,
    io::{
        columns::{Column, Columns, column_options},
        foreign::{self, yes_no},
        import::Edits,
        json::{self, Records},
        property::{RawCell, RawEdge, RawEnd, RawNode, Reading},
    },
    model::Claim,
    schema::Schema,
};

/// Reads node-link JSON to edits: what a [`NodeLink`](super::NodeLink) wrote, and other files, whose members the caller
/// describes.
///
/// Names are looked up in the schema to find what a text is; nothing else is checked until an
/// [`Import`](crate::io::Import) applies the edits. The list of links is `links` or `edges`. A node and a link may have
/// their members in an object `attributes`, as graphology has them.
///
/// An id is a text, a number, or a list of these. It is the member `id` or `key` of a node, or the one that is
/// described as [`Column::Key`]. If no node has one, links name nodes by place, and the key of an entity is made from
/// its name. The ends of a link are `source` and `target`, or the members that are described as [`Column::Subject`] and
/// [`Column::Object`]; a number that is not an id is the place of a node. An id that is not a valid key becomes the key
/// that it suggests, and is kept as an identifier in the scheme `id`.
///
/// Each text of a list that is described as an attribute is a fact. What has no meaning here is not read;
/// [`Edits::unread`] counts it.
#[derive(Clone, Debug)]
#[must_use = "a reader does nothing until `read` is called"]
pub struct Reader<'s> {
    schema: &'s Schema,
    columns: Columns,
}

impl<'s> Reader<'s> {
    /// A reader of node-link JSON as this crate writes it, for a graph with this schema.
    pub fn new(schema: &'s Schema) -> Self {
        Self { schema, columns: Columns::default() }
    }

    column_options!(columns);
    column_options!(edge_ids);

    /// Reads a document.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] with line and column for text that is not JSON of this form, [`ErrorKind::Io`] if reading
    /// fails. The error of a node or link stands in its place among the edits.
    pub fn read(&self, document: impl io::Read) -> Result<Edits, Error> {
        let text = foreign::read(document)?;
        let columns = Names::of(&self.columns);
        read(&text, Reading::new(self.schema, self.columns.clone()), &columns, &self.columns)
    }
}

/// The members that name nodes.
struct Names {
    id: Option<String>,
    source: String,
    target: String,
}

impl Names {
    fn of(columns: &Columns) -> Self {
        let named = |column: Column, own: &str| columns.name_of(&column).unwrap_or(own).to_owned();
        Self {
            id: columns.name_of(&Column::Key).map(str::to_owned),
            source: named(Column::Subject, "source"),
            target: named(Column::Object, "target"),
        }
    }
}

fn read(text: &str, mut reading: Reading<'_>, names: &Names, columns: &Columns) -> Result<Edits, Error> {
    // serde would take a list for an object.
    if text.trim_start().starts_with('[') {
        return Err(other_form("a list").at_position(1, 1));
    }
    let document: Document = json::parse(text)?;
    let Document { graph, nodes, links, edges, directed, others } = document;
    let (Some(nodes), true) = (nodes, links.is_some() || edges.is_some()) else {
        let has: Vec<_> = others.iter().map(|name| format!("`{}`", as_found(name))).collect();
        let found = match others.iter().find(|name| ["elements", "adjacency"].contains(&name.as_str())) {
            Some(name) if name == "elements" => "JSON of Cytoscape".to_owned(),
            Some(_) => "adjacency data".to_owned(),
            None if has.is_empty() => "an object without `nodes`, or without `links` and `edges`".to_owned(),
            None => format!("an object with {}", has.join(", ")),
        };
        return Err(other_form(&found).at_position(1, 1));
    };
    reading.set_own(graph.own);
    for name in &others {
        reading.unread(name);
    }
    for name in &graph.others {
        reading.unread(if name.is_empty() { "graph".to_owned() } else { format!("graph.{name}") }.as_str());
    }
    if let Some(directed) = directed {
        match directed.scalar().map(|text| yes_no(&text)) {
            Some(Ok(true)) => {}
            Some(Ok(false)) => reading.unread("undirected graph"),
            _ => reading.unread("directed"),
        }
    }
    for source in graph.sources {
        reading.edit(Edit::AddSource(source), None);
    }
    let mut file = File { own: graph.own, names, columns, ids: Vec::with_capacity(nodes.len()), known: HashSet::new() };
    let placed = !graph.own && !nodes.iter().any(|node| file.has_id(node));
    // Made when the first fault asks for its place.
    let records = OnceCell::new();
    let fault = |list: &str, n, error| records.get_or_init(|| Records::of(text)).fault(list, n, error);
    for (n, node) in nodes.into_iter().enumerate() {
        let place = placed.then(|| format!("nodes[{n}]"));
        let (read, faults) = file.node(node, place, &mut reading);
        match read {
            Ok(node) => {
                file.ids.push(Some(node.id.clone()));
                file.known.insert(node.id.clone());
                reading.node(node);
            }
            Err(error) => {
                file.ids.push(None);
                reading.reject(fault("nodes", n, error));
            }
        }
        for error in faults {
            reading.reject(fault("nodes", n, error));
        }
    }
    for (list, links) in [("links", links), ("edges", edges)] {
        for (n, link) in links.into_iter().flatten().enumerate() {
            match file.edge(link, &mut reading) {
                Ok(edge) => reading.edge(edge),
                Err(error) => reading.reject_edge(fault(list, n, error)),
            }
        }
    }
    Ok(reading.finish())
}

/// A file, and the ids of its nodes as far as they were read.
struct File<'a> {
    own: bool,
    names: &'a Names,
    columns: &'a Columns,
    /// By place; `None` if the node could not be read.
    ids: Vec<Option<String>>,
    known: HashSet<String>,
}

impl File<'_> {
    /// The name of the member that is the id of a node.
    fn id_member<'m>(&'m self, members: &'m Members) -> Option<&'m str> {
        let has = |name: &&str| members.iter().any(|(own, _)| own == name);
        // A member that the caller describes as something else is that.
        let free = |name: &&str| self.columns.named(name).is_none();
        match &self.names.id {
            Some(name) => Some(name.as_str()).filter(has),
            None if self.own => Some("id").filter(has).filter(free),
            None => ["id", "key"].into_iter().find(|name| has(name) && free(name)),
        }
    }

    fn has_id(&self, node: &Item) -> bool {
        matches!(node, Item::Members(members) if self.id_member(members).is_some())
    }

    /// Reads a node. The faults of single members cost these members alone.
    fn node(
        &self,
        node: Item,
        place: Option<String>,
        reading: &mut Reading<'_>,
    ) -> (Result<RawNode, Error>, Vec<Error>) {
        let mut faults = Vec::new();
        (self.members_of_node(node, place, reading, &mut faults), faults)
    }

    fn members_of_node(
        &self,
        node: Item,
        place: Option<String>,
        reading: &mut Reading<'_>,
        faults: &mut Vec<Error>,
    ) -> Result<RawNode, Error> {
        let Item::Members(members) = node else { return Err(syntax("a node is an object with an `id`")) };
        let members = self.flat(members)?;
        let mut raw = RawNode { placed: place.is_some(), ..RawNode::default() };
        let id = self.id_member(&members).map(str::to_owned);
        raw.id = place.unwrap_or_default();
        for (name, cell) in members {
            if id.as_ref() == Some(&name) {
                raw.id = id_of(&cell, &name)?;
                continue;
            }
            let column = self.columns.of_node(&name, self.own);
            faults.extend(Self::cell(name, cell, column.as_ref(), &mut raw.cells, reading));
        }
        if raw.id.is_empty() {
            let why = "a node has no `id`; expected a text or a number. If another member is the id, describe it as `Column::Key`";
            return Err(syntax(why));
        }
        Ok(raw)
    }

    fn edge(&self, link: Item, reading: &mut Reading<'_>) -> Result<RawEdge, Error> {
        let Item::Members(members) = link else {
            return Err(syntax("a link is an object with `source` and `target`"));
        };
        let mut raw = RawEdge::default();
        let (mut source, mut target) = (None, None);
        for (name, cell) in self.flat(members)? {
            let named = self.columns.named(&name);
            match (name.as_str(), cell) {
                (own, cell) if own == self.names.source && named.is_none_or(|column| *column == Column::Subject) => {
                    source = Some(self.end(cell, &name)?);
                }
                (own, cell) if own == self.names.target && named.is_none_or(|column| *column == Column::Object) => {
                    target = Some(self.end(cell, &name)?);
                }
                ("key", Cell::Text(_)) if self.own && named.is_none() => {}
                ("id" | "key", Cell::Text(id)) if raw.id.is_none() && named.is_none() => raw.id = Some(id),
                ("id", Cell::Number(id)) if raw.id.is_none() && named.is_none() => raw.id = Some(id),
                ("claims", cell @ (Cell::List(_) | Cell::Object(_))) if self.own && named.is_none() => {
                    raw.claims = cell.parse::<Vec<Claim>>().map_err(|why| syntax(&why).at("claims"))?;
                }
                ("undirected" | "directed", cell)
                    if !self.own && named.is_none() && cell.scalar().is_some_and(|text| yes_no(&text).is_ok()) =>
                {
                    let yes = cell.scalar().is_some_and(|text| yes_no(&text) == Ok(true));
                    if yes == (name == "undirected") {
                        reading.unread("undirected edge");
                    }
                }
                (_, cell) => {
                    let column = self.columns.of_edge(&name, self.own);
                    // A part of a fact that is not valid costs the fact.
                    if let Some(error) = Self::cell(name, cell, column.as_ref(), &mut raw.cells, reading) {
                        return Err(error);
                    }
                }
            }
        }
        let (Some(source), Some(target)) = (source, target) else {
            let (source, target) = (&self.names.source, &self.names.target);
            let why = format!(
                "a link lacks its `{source}` or `{target}`; expected the id of a node. If other members are the ends, \
                 describe them as `Column::Subject` and `Column::Object`"
            );
            return Err(syntax(&why));
        };
        (raw.source, raw.target) = (source, target);
        Ok(raw)
    }

    /// The members of a node or link, with those of its `attributes`, each given once.
    fn flat(&self, members: Members) -> Result<Members, Error> {
        let mut flat = Vec::with_capacity(members.len());
        for (name, cell) in members {
            match cell {
                Cell::Object(inner)
                    if name == "attributes" && !self.own && self.columns.named("attributes").is_none() =>
                {
                    flat.extend(inner);
                }
                cell => flat.push((name, cell)),
            }
        }
        match twice(&flat) {
            Some(name) => Err(syntax(TWICE).at(name)),
            None => Ok(flat),
        }
    }

    /// Takes a member for what the caller or this crate named it. Returns what is wrong with its values: one error for
    /// all of a list, so that a short file does not give many long ones.
    fn cell(
        name: String,
        cell: Cell,
        column: Option<&Column>,
        cells: &mut Vec<RawCell>,
        reading: &mut Reading<'_>,
    ) -> Option<Error> {
        if column == Some(&Column::Ignored) {
            return None;
        }
        // Each text of a list is a value of an attribute.
        let items = match cell {
            Cell::List(items) if matches!(column, Some(Column::Attribute(_))) => items,
            cell => vec![cell],
        };
        let name: Arc<str> = name.into();
        let mut not_kept = Vec::new();
        for item in items {
            match (item.scalar(), &item, column) {
                (Some(text), ..) => cells.push(RawCell::new(name.clone(), text)),
                (None, Cell::Null, _) => {}
                (None, Cell::Inexact(number), Some(_)) => not_kept.push(*number),
                // A number that nobody asked for need not be exact.
                (None, ..) => reading.unread(&name),
            }
        }
        not_kept.first().map(|number| inexact(*number, not_kept.len() - 1).at(&*name))
    }

    /// An end of a link: an id, the place of a node, or a node with an id.
    fn end(&self, cell: Cell, name: &str) -> Result<RawEnd, Error> {
        let cell = match cell {
            Cell::Object(mut members) => {
                if let Some(member) = twice(&members) {
                    return Err(syntax(TWICE).at(member).at(name));
                }
                let id = self.id_member(&members).map(str::to_owned);
                let at = members.iter().position(|(own, _)| Some(own) == id.as_ref());
                at.map_or(Cell::Null, |at| members.swap_remove(at).1)
            }
            cell => cell,
        };
        let id = id_of(&cell, name)?;
        // A number is an id where there is such an id, else a place.
        let place = match cell {
            Cell::Number(number) if !self.known.contains(&number) => number.parse::<usize>().ok(),
            _ => None,
        };
        match place.map(|place| self.ids.get(place)) {
            None | Some(None) => Ok(id.into()),
            Some(Some(Some(id))) => Ok(id.clone().into()),
            Some(Some(None)) => Err(syntax(&format!("the node in place {id} could not be read")).at(name)),
        }
    }
}

/// The first member that has the name of one before it.
fn twice(members: &Members) -> Option<&str> {
    let mut seen = HashSet::with_capacity(members.len());
    members.iter().map(|(name, _)| name.as_str()).find(|name| !seen.insert(*name))
}

fn id_of(cell: &Cell, name: &str) -> Result<String, Error> {
    if let Cell::Inexact(number) = cell {
        return Err(inexact(*number, 0).at(name));
    }
    cell.id().ok_or_else(|| syntax("it is not a valid id; expected a text, a number, or a list of these").at(name))
}

fn inexact(number: f64, others: usize) -> Error {
    let more = if others > 0 { format!(", and so have {others} others of the list") } else { String::new() };
    let why = format!("the number {number:e} has more digits than are kept of a number{more}; expected it as a text");
    Error::new(ErrorKind::InvalidValue, why)
}

fn other_form(found: &str) -> Error {
    syntax(&format!(
        "the document is {found}; expected node-link JSON, an object with `nodes`, and `links` or `edges`, as D3, NetworkX and \
         graphology write it"
    ))
}

fn syntax(why: &str) -> Error {
    Error::new(ErrorKind::Syntax, why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KnowledgeGraph, io::Import};

    #[test]
    fn other_files_are_read_as_the_caller_explains_them() {
        let text = r#"{"graph": [1], "nodes": [{"id": 7, "group": "state", "size": [1]}, {"id": "two words", "group": "state"},
            {"group": "x"}], "edges": [{"source": 7, "target": 1, "value": 3}, {"source": 0, "target": "nobody"}, {"source": 1}]}"#;
        let mut kg = KnowledgeGraph::new(crate::diplomacy::schema().open());
        let reader = Reader::new(kg.schema()).column("group", crate::io::Column::Kind).relation("linked-to");
        let edits = reader.read(text.as_bytes()).unwrap();
        assert_eq!(edits.unread().collect::<Vec<_>>(), [("graph", 1), ("size", 1), ("value", 1)]);
        let done = Import::new().apply_each(&mut kg, edits);
        let reasons: Vec<_> = done.rejected.iter().map(|rejected| rejected.reason().to_string()).collect();
        assert_eq!(reasons.len(), 3, "{reasons:?}");
        assert!(reasons[0].starts_with("line 2, column 13: nodes[2]: a node has no `id`"), "{reasons:?}");
        assert!(reasons[1].contains("nobody"), "{reasons:?}");
        assert!(reasons[2].starts_with("line 2, column 115: edges[2]: a link lacks"), "{reasons:?}");
        let facts: Vec<_> = kg.view().all_facts().map(|fact| fact.to_string()).collect();
        assert_eq!(facts, ["two-words identified-by \"two words\" scheme \"id\"", "7 linked-to two-words"]);
    }

    #[test]
    fn a_fault_of_form_has_its_place() {
        let schema = Schema::new();
        let fault = Reader::new(&schema).read(&b"{\"nodes\": [\n  {\"id\": 1},\n  x]}"[..]).unwrap_err();
        assert_eq!(fault.position().map(|at| at.line), Some(3));
        assert!(Reader::new(&schema).read(&b"[]"[..]).is_err());
    }
}
