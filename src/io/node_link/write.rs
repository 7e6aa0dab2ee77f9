//! Writing: a node or link a line.

use std::io::{self, Write};

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{
    dossier::used,
    error::Error,
    io::{
        loss::Losses,
        property::{Of, Properties},
        text::text_output,
    },
    model::{Claim, Source},
    schema::SchemaDef,
    view::{FactRef, NodeRef, View},
};

/// The name of the list of links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LinkList {
    /// `links`, for D3, and for NetworkX with `edges="links"`.
    #[default]
    Links,
    /// `edges`, the default of NetworkX since 3.6.
    Edges,
}

/// A view as node-link JSON. The [module](super) describes the form.
#[derive(Clone, Debug)]
#[must_use = "a format writes nothing until `write_to` is called"]
pub struct NodeLink<'g> {
    view: View<'g>,
    list: LinkList,
}

#[derive(Serialize)]
struct About {
    chancery: &'static str,
    vocabulary: SchemaDef,
    sources: Vec<Source>,
}

impl<'g> NodeLink<'g> {
    /// The node-link JSON of a view.
    pub fn of(view: &View<'g>) -> Self {
        Self { view: view.clone(), list: LinkList::default() }
    }

    /// The name of the list of links. The default is `links`.
    pub fn list(mut self, list: LinkList) -> Self {
        self.list = list;
        self
    }

    /// Writes the document. Nothing of a view is lost.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails; what was written until then stays written.
    pub fn write_to(&self, writer: impl io::Write) -> Result<Losses, Error> {
        let graph = Properties::labelled(&self.view);
        let mut out = io::BufWriter::new(writer);
        let about = About {
            chancery: "node-link",
            vocabulary: used(&graph.selection),
            sources: graph.selection.sources().map(|source| source.to_source()).collect(),
        };
        out.write_all(b"{\"directed\":true,\"multigraph\":true,\"graph\":")?;
        put(&mut out, &about)?;
        out.write_all(b",\n\"nodes\":[")?;
        for (n, node) in graph.nodes().enumerate() {
            out.write_all(if n == 0 { b"\n" } else { b",\n" })?;
            put(&mut out, &Node { graph: &graph, node })?;
        }
        let list = match self.list {
            LinkList::Links => "links",
            LinkList::Edges => "edges",
        };
        write!(out, "\n],\n\"{list}\":[")?;
        for (n, fact) in graph.selection.facts().enumerate() {
            out.write_all(if n == 0 { b"\n" } else { b",\n" })?;
            put(&mut out, &Link { graph: &graph, fact })?;
        }
        out.write_all(b"\n]}\n")?;
        out.flush()?;
        Ok(Losses::of_sameness(&graph.selection))
    }

    text_output!(losses);
}

text_output!(NodeLink<'_>);

fn put(out: &mut impl io::Write, value: &impl Serialize) -> Result<(), Error> {
    Ok(serde_json::to_writer(out, value).map_err(io::Error::from)?)
}

struct Node<'a, 'g> {
    graph: &'a Properties<'g>,
    node: NodeRef<'g>,
}

impl Serialize for Node<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.graph.id(self.node))?;
        for column in &self.graph.node_columns {
            if let Some(text) = self.graph.node_cell(self.node, column.of) {
                map.serialize_entry(&column.name, &text)?;
            }
        }
        map.end()
    }
}

struct Link<'a, 'g> {
    graph: &'a Properties<'g>,
    fact: FactRef<'g>,
}

impl Serialize for Link<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (graph, fact) = (self.graph, self.fact);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("source", &graph.id(fact.subject_node()))?;
        map.serialize_entry("target", &graph.id(fact.object_node()))?;
        map.serialize_entry("key", &graph.edge_id(fact))?;
        for column in &graph.edge_columns {
            match column.of {
                Of::ClaimCount => {}
                Of::Claims => {
                    let claims: Vec<Claim> = fact.claims().map(|claim| claim.to_claim()).collect();
                    if !claims.is_empty() {
                        map.serialize_entry("claims", &claims)?;
                    }
                }
                of => {
                    if let Some(text) = graph.edge_cell(fact, of) {
                        map.serialize_entry(&column.name, &text)?;
                    }
                }
            }
        }
        map.end()
    }
}
