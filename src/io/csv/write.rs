//! Writing the tables, row by row.

use std::{borrow::Cow, fmt::Write as _, io};

use super::Delimiter;
use crate::{
    dossier::Selection,
    error::Error,
    io::{
        loss::{Loss, Losses},
        property::{Column, ColumnType, Of, Properties, bare, type_name},
    },
    model::Stance,
    view::View,
};

impl<'g> View<'g> {
    /// This view as tables of comma-separated text.
    pub fn csv(&self) -> Csv<'g> {
        Csv { view: self.clone(), delimiter: Delimiter::default(), neo4j: None }
    }
}

/// A view as tables of comma-separated text. The [module](super) tells the tables and their columns.
#[derive(Clone, Debug)]
#[must_use = "tables are nothing until they are written"]
pub struct Csv<'g> {
    view: View<'g>,
    delimiter: Delimiter,
    neo4j: Option<Neo4j>,
}

/// Headers and nodes as Neo4j's importer takes them.
#[derive(Clone, Copy, Debug)]
struct Neo4j;

const SOURCES: [&str; 9] =
    ["key", "title", "publisher", "url", "published", "licence", "derives_from", "sha256", "text"];
const CLAIMS: [&str; 10] =
    ["fact", "source", "stance", "said_by", "inferred", "confidence", "quote", "start", "end", "sha256"];

impl<'g> Csv<'g> {
    /// What parts the columns.
    pub fn delimiter(mut self, delimiter: Delimiter) -> Self {
        self.delimiter = delimiter;
        self
    }

    /// With the headers that Neo4j's importer takes: `id:ID` and `:LABEL` for nodes, `:START_ID`, `:END_ID` and `:TYPE` for facts,
    /// and days as dates. The table of entities has the values and facts that are ends of facts too.
    pub fn for_neo4j(mut self) -> Self {
        self.neo4j = Some(Neo4j);
        self
    }

    fn writer<W: io::Write>(&self, out: W) -> ::csv::Writer<W> {
        ::csv::WriterBuilder::new().delimiter(self.delimiter.byte()).from_writer(out)
    }

    /// Writes the table of entities.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails; what was written until then stays written.
    pub fn write_entities(&self, out: impl io::Write) -> Result<Losses, Error> {
        let mut out = self.writer(out);
        let Some(Neo4j) = self.neo4j else {
            row(&mut out, ["key", "kind", "name"])?;
            let selection = Selection::of(&self.view);
            for node in selection.entities() {
                let cells = [node.key(), node.kind_name(), node.name()];
                row(&mut out, cells.map(Option::unwrap_or_default))?;
            }
            out.flush()?;
            return Ok(Losses::of_sameness(&selection));
        };
        let graph = Properties::of(&self.view);
        row(&mut out, ["id:ID", "type", "kind", "name", ":LABEL"])?;
        for node in graph.nodes() {
            let cell = |of| graph.node_cell(node, of).unwrap_or_default();
            let label = node.kind_name().map_or_else(|| cell(Of::Type), Cow::Borrowed);
            row(
                &mut out,
                [graph.id(node), cell(Of::Type), cell(Of::Kind), cell(Of::Name), label].iter().map(AsRef::as_ref),
            )?;
        }
        out.flush()?;
        Ok(Losses::of_sameness(&graph.selection))
    }

    /// Writes the table of facts.
    ///
    /// # Errors
    /// As [`write_entities`](Self::write_entities).
    pub fn write_facts(&self, out: impl io::Write) -> Result<Losses, Error> {
        let graph = Properties::of(&self.view);
        let (mut out, mut losses) = (self.writer(out), Losses::default());
        row(&mut out, self.fact_header(&graph).iter().map(|(name, _)| name.as_str()))?;
        for fact in graph.selection.facts() {
            if self.neo4j.is_some() {
                cell(&mut out, &graph.id(fact.from()))?;
                cell(&mut out, &graph.id(fact.to()))?;
                cell(&mut out, fact.relation_name())?;
                cell(&mut out, &graph.edge_id(fact))?;
            } else {
                let text = |node| match crate::view::NodeRef::value(&node) {
                    Some(value) => bare(value),
                    None => graph.id(node),
                };
                cell(&mut out, &graph.edge_id(fact))?;
                cell(&mut out, &text(fact.from()))?;
                cell(&mut out, type_name(fact.from()))?;
                cell(&mut out, fact.relation_name())?;
                cell(&mut out, &text(fact.to()))?;
                cell(&mut out, type_name(fact.to()))?;
            }
            for column in graph.edge_columns.iter().filter(|column| column.of != Of::Relation) {
                let text = graph.edge_cell(fact, column.of);
                if matches!((column.of, &text), (Of::Role(_), Some(text)) if text.is_empty()) {
                    losses.note(Loss::Roles, || fact.to_string());
                }
                cell(&mut out, text.as_deref().unwrap_or_default())?;
            }
            end_row(&mut out)?;
        }
        out.flush()?;
        Ok(losses)
    }

    /// Writes the table of sources, with their texts.
    ///
    /// # Errors
    /// As [`write_entities`](Self::write_entities).
    pub fn write_sources(&self, out: impl io::Write) -> Result<Losses, Error> {
        let (mut out, mut losses) = (self.writer(out), Losses::default());
        row(&mut out, SOURCES)?;
        for source in Selection::of(&self.view).sources() {
            let source = source.to_source();
            let published = source.published.map(|date| date.to_string());
            let sha256 = source.sha256.map(|hash| hash.to_string());
            let cells = [
                Some(&source.key),
                source.title.as_ref(),
                source.publisher.as_ref(),
                source.url.as_ref(),
                published.as_ref(),
                source.licence.as_ref(),
                source.derives_from.as_ref(),
                sha256.as_ref(),
                source.text.as_ref(),
            ];
            if cells.iter().flatten().any(|text| text.is_empty()) {
                // An empty cell is none.
                losses.note(Loss::Sources, || source.key.clone());
            }
            row(&mut out, cells.map(|text| text.map_or("", String::as_str)))?;
        }
        out.flush()?;
        Ok(losses)
    }

    /// Writes the table of claims. The table of facts has them too, in one cell a fact.
    ///
    /// # Errors
    /// As [`write_entities`](Self::write_entities).
    pub fn write_claims(&self, out: impl io::Write) -> Result<Losses, Error> {
        let graph = Properties::of(&self.view);
        let mut out = self.writer(out);
        row(&mut out, CLAIMS)?;
        for fact in graph.selection.facts() {
            for claim in fact.claims() {
                let plain = claim.to_claim();
                let quote = plain.quote.unwrap_or_default();
                let (start, end) = quote.range.unzip();
                let text = |part: Option<String>| part.unwrap_or_default();
                let stance = if claim.stance() == Stance::Disputes { "disputes" } else { "supports" };
                let cells = [
                    graph.edge_id(fact),
                    plain.source,
                    stance.to_owned(),
                    text(plain.said_by),
                    text(claim.inferred().map(str::to_owned)),
                    text(plain.confidence.map(|confidence| confidence.to_string())),
                    text(quote.words),
                    text(start.map(|at| at.to_string())),
                    text(end.map(|at| at.to_string())),
                    text(quote.sha256.map(|hash| hash.to_string())),
                ];
                row(&mut out, cells.iter().map(String::as_str))?;
            }
        }
        out.flush()?;
        Ok(Losses::default())
    }

    /// Statements that load the four tables into DuckDB, each column with its type, from files of these names in the folder
    /// where DuckDB runs: `entities.csv`, `facts.csv`, `sources.csv`, `claims.csv`.
    #[must_use]
    pub fn duckdb(&self) -> String {
        let graph = Properties::of(&self.view);
        let texts = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), "VARCHAR")).collect::<Vec<_>>();
        let mut entities = texts(&["key", "kind", "name"]);
        if self.neo4j.is_some() {
            entities = texts(&["id:ID", "type", "kind", "name", ":LABEL"]);
        }
        let mut claims = texts(&CLAIMS);
        for (name, of) in &mut claims {
            match name.as_str() {
                "confidence" => *of = "DOUBLE",
                "start" | "end" => *of = "BIGINT",
                _ => {}
            }
        }
        let mut statements = String::new();
        for (table, columns) in [
            ("entities", entities),
            ("facts", self.fact_header(&graph)),
            ("sources", texts(&SOURCES)),
            ("claims", claims),
        ] {
            let columns: Vec<_> = columns.iter().map(|(name, of)| format!("{}: '{of}'", quoted(name))).collect();
            // Writing to a `String` does not fail.
            let _ = writeln!(
                statements,
                "CREATE TABLE {table} AS SELECT * FROM read_csv('{table}.csv', header = true, auto_detect = false, delim = {}, \
                 quote = '\"', escape = '\"', new_line = '\\n', max_line_size = 100000000, columns = {{{}}});",
                quoted(&char::from(self.delimiter.byte()).to_string()),
                columns.join(", ")
            );
        }
        statements
    }

    /// The columns of the table of facts, each with its type in DuckDB.
    fn fact_header(&self, graph: &Properties<'g>) -> Vec<(String, &'static str)> {
        let first: &[&str] = if self.neo4j.is_some() {
            &[":START_ID", ":END_ID", ":TYPE", "id"]
        } else {
            &["id", "subject", "subject_type", "relation", "object", "object_type"]
        };
        let first = first.iter().map(|name| ((*name).to_owned(), "VARCHAR"));
        let typed = |column: &Column| {
            let (of, suffix) = match column.column_type() {
                ColumnType::Text => ("VARCHAR", ""),
                ColumnType::Day => ("DATE", ":date"),
                ColumnType::Count => ("BIGINT", ":long"),
            };
            (format!("{}{}", column.name, if self.neo4j.is_some() { suffix } else { "" }), of)
        };
        first.chain(graph.edge_columns.iter().filter(|column| column.of != Of::Relation).map(typed)).collect()
    }
}

/// A text of SQL.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn row<'a>(out: &mut ::csv::Writer<impl io::Write>, cells: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
    for text in cells {
        cell(out, text)?;
    }
    end_row(out)
}

fn cell(out: &mut ::csv::Writer<impl io::Write>, text: &str) -> Result<(), Error> {
    out.write_field(text).map_err(|error| io::Error::other(error).into())
}

fn end_row(out: &mut ::csv::Writer<impl io::Write>) -> Result<(), Error> {
    out.write_record(None::<&[u8]>).map_err(|error| io::Error::other(error).into())
}
