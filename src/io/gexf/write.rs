//! Writing: a node or edge a line.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use super::spell::Spell;
use crate::{
    error::Error,
    io::{
        loss::{Loss, Losses},
        property::{Column, ColumnType, Of, Properties},
        text::text_output,
        xml::{Escaped, held},
    },
    view::View,
};

/// A view as GEXF. The [module](super) describes the form.
#[derive(Clone, Debug)]
#[must_use = "a format writes nothing until `write_to` is called"]
pub struct Gexf<'g> {
    view: View<'g>,
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
  <meta><creator>chancery</creator></meta>
  <graph mode="dynamic" defaultedgetype="directed" timeformat="date" idtype="string">
"#;

impl<'g> Gexf<'g> {
    /// The GEXF of a view.
    pub fn of(view: &View<'g>) -> Self {
        Self { view: view.clone() }
    }

    /// Writes the document.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails; what was written until then stays written.
    pub fn write_to(&self, writer: impl io::Write) -> Result<Losses, Error> {
        let graph = Properties::of(&self.view);
        let (mut out, mut losses) = (io::BufWriter::new(writer), Losses::of_sameness(&graph.selection));
        out.write_all(HEAD.as_bytes())?;
        for (class, columns) in [("node", &graph.node_columns), ("edge", &graph.edge_columns)] {
            writeln!(out, "    <attributes class=\"{class}\">")?;
            for column in columns {
                let is = match column.column_type() {
                    ColumnType::Text | ColumnType::Day => "string",
                    ColumnType::Count => "long",
                };
                let name = Escaped(&column.name);
                writeln!(out, "      <attribute id=\"{name}\" title=\"{name}\" type=\"{is}\"/>")?;
            }
            out.write_all(b"    </attributes>\n")?;
        }
        out.write_all(b"    <nodes>\n")?;
        for node in graph.nodes() {
            let label = held(graph.node_cell(node, Of::Name).unwrap_or_default(), &mut Losses::default()).into_owned();
            write!(out, "      <node id=\"{}\" label=\"{}\">", Escaped(&graph.id(node)), Escaped(&label))?;
            let cell = |column: &Column| graph.node_cell(node, column.of);
            values(&mut out, &graph.node_columns, cell, &mut losses)?;
            out.write_all(b"</node>\n")?;
        }
        out.write_all(b"    </nodes>\n    <edges>\n")?;
        for fact in graph.selection.facts() {
            let (id, source, target) =
                (graph.edge_id(fact), graph.id(fact.subject_node()), graph.id(fact.object_node()));
            let (id, source, target) = (Escaped(&id), Escaped(&source), Escaped(&target));
            let (relation, label) = (Escaped(fact.relation_name()), Properties::edge_label(fact));
            let label = Escaped(&label);
            write!(
                out,
                "      <edge id=\"{id}\" source=\"{source}\" target=\"{target}\" kind=\"{relation}\" label=\"{label}\""
            )?;
            let spell = Spell::of(fact.when());
            for (name, day) in [("start", &spell.start), ("end", &spell.end)] {
                if let Some(day) = day {
                    write!(out, " {name}=\"{day}\"")?;
                }
            }
            if !spell.exact {
                losses.note(Loss::Spans, || fact.to_string());
            }
            out.write_all(b">")?;
            let cell = |column: &Column| graph.edge_cell(fact, column.of);
            values(&mut out, &graph.edge_columns, cell, &mut losses)?;
            out.write_all(b"</edge>\n")?;
        }
        out.write_all(b"    </edges>\n  </graph>\n</gexf>\n")?;
        out.flush()?;
        for source in graph.selection.sources() {
            losses.note(Loss::Sources, || source.key().to_owned());
        }
        Ok(losses)
    }

    text_output!(losses);
}

text_output!(Gexf<'_>);

fn values<'g>(
    out: &mut impl Write,
    columns: &[Column],
    cell: impl Fn(&Column) -> Option<Cow<'g, str>>,
    losses: &mut Losses,
) -> Result<(), Error> {
    out.write_all(b"<attvalues>")?;
    for column in columns {
        if let Some(text) = cell(column) {
            let text = held(text, losses);
            write!(out, "<attvalue for=\"{}\" value=\"{}\"/>", Escaped(&column.name), Escaped(&text))?;
        }
    }
    out.write_all(b"</attvalues>")?;
    Ok(())
}
