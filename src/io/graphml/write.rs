//! Writing: a node or edge a line.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use crate::{
    dossier::Dossier,
    error::Error,
    io::{
        loss::Losses,
        property::{Column, ColumnType, Properties},
        text::text_output,
        xml::{Escaped, held},
    },
    notation,
    view::View,
};

/// A view as GraphML. The [module](super) describes the form.
#[derive(Clone, Debug)]
#[must_use = "a format writes nothing until `write_to` is called"]
pub struct GraphMl<'g> {
    view: View<'g>,
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"#;

impl<'g> GraphMl<'g> {
    /// The GraphML of a view.
    pub fn of(view: &View<'g>) -> Self {
        Self { view: view.clone() }
    }

    /// Writes the document. Characters that XML cannot hold are lost.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails; what was written until then stays written.
    pub fn write_to(&self, writer: impl io::Write) -> Result<Losses, Error> {
        let graph = Properties::labelled(&self.view);
        let (mut out, mut losses) = (io::BufWriter::new(writer), Losses::of_sameness(&graph.selection));
        out.write_all(HEAD.as_bytes())?;
        let sources: Vec<_> = graph.selection.sources().map(|source| source.to_source()).collect();
        out.write_all(b"  <key id=\"g0\" for=\"graph\" attr.name=\"chancery\" attr.type=\"string\"/>\n")?;
        if !sources.is_empty() {
            out.write_all(b"  <key id=\"g1\" for=\"graph\" attr.name=\"sources\" attr.type=\"string\"/>\n")?;
        }
        for (letter, of, columns) in [('n', "node", &graph.node_columns), ('e', "edge", &graph.edge_columns)] {
            for (n, column) in columns.iter().enumerate() {
                let (name, is) = (Escaped(&column.name), attribute_type(column));
                writeln!(out, "  <key id=\"{letter}{n}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{is}\"/>")?;
            }
        }
        out.write_all(b"  <graph id=\"G\" edgedefault=\"directed\">\n    <data key=\"g0\">graphml</data>\n")?;
        if !sources.is_empty() {
            let written = notation::write(&Dossier { sources, ..Dossier::default() });
            writeln!(out, "    <data key=\"g1\">{}</data>", Escaped(&held(Cow::Owned(written), &mut losses)))?;
        }
        for node in graph.nodes() {
            write!(out, "    <node id=\"{}\">", Escaped(&graph.id(node)))?;
            let cells = graph.node_columns.iter().map(|column| graph.node_cell(node, column.of));
            data(&mut out, 'n', cells, &mut losses)?;
            out.write_all(b"</node>\n")?;
        }
        for fact in graph.selection.facts() {
            let (id, source, target) =
                (graph.edge_id(fact), graph.id(fact.subject_node()), graph.id(fact.object_node()));
            let (id, source, target) = (Escaped(&id), Escaped(&source), Escaped(&target));
            write!(out, "    <edge id=\"{id}\" source=\"{source}\" target=\"{target}\">")?;
            let cells = graph.edge_columns.iter().map(|column| graph.edge_cell(fact, column.of));
            data(&mut out, 'e', cells, &mut losses)?;
            out.write_all(b"</edge>\n")?;
        }
        out.write_all(b"  </graph>\n</graphml>\n")?;
        out.flush()?;
        Ok(losses)
    }

    text_output!(losses);
}

text_output!(GraphMl<'_>);

fn attribute_type(column: &Column) -> &'static str {
    match column.column_type() {
        ColumnType::Text | ColumnType::Day => "string",
        ColumnType::Count => "long",
    }
}

fn data<'g>(
    out: &mut impl Write,
    letter: char,
    cells: impl Iterator<Item = Option<Cow<'g, str>>>,
    losses: &mut Losses,
) -> Result<(), Error> {
    for (n, text) in cells.enumerate() {
        if let Some(text) = text {
            write!(out, "<data key=\"{letter}{n}\">{}</data>", Escaped(&held(text, losses)))?;
        }
    }
    Ok(())
}
