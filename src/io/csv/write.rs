//! Writing the tables, row by row.

use std::{borrow::Cow, collections::HashSet, fmt::Write as _, io, iter};

use super::{Delimiter, guard::needs_guard};
use crate::{
    dossier::Selection,
    error::Error,
    io::{
        loss::{Loss, Losses},
        property::{Column, ColumnType, Of, Properties, bare, type_name},
        text::text_output,
    },
    model::Stance,
    view::View,
};

/// A view as tables of delimited text. The [module](super) describes the tables and their columns.
#[derive(Clone, Debug)]
#[must_use = "a format writes nothing until a table of it is written"]
pub struct Csv<'g> {
    view: View<'g>,
    delimiter: Delimiter,
    neo4j: bool,
    guarded: bool,
}

/// A table of a [`Csv`], to be written.
#[derive(Clone, Debug)]
#[must_use = "a table is written by `write_to` or as text"]
pub struct Table<'g> {
    csv: Csv<'g>,
    rows: Rows,
}

#[derive(Clone, Copy, Debug)]
enum Rows {
    Entities,
    Facts,
    Sources,
    Claims,
}

const SOURCES: [&str; 9] =
    ["key", "title", "publisher", "url", "published", "licence", "derives_from", "sha256", "text"];
const CLAIMS: [&str; 10] =
    ["fact", "source", "stance", "said_by", "inferred", "confidence", "quote", "start", "end", "sha256"];

impl<'g> Csv<'g> {
    /// The tables of a view.
    pub fn of(view: &View<'g>) -> Self {
        Self { view: view.clone(), delimiter: Delimiter::default(), neo4j: false, guarded: false }
    }

    /// The character between the cells. The default is a comma.
    pub fn delimiter(mut self, delimiter: Delimiter) -> Self {
        self.delimiter = delimiter;
        self
    }

    /// Writes the headers that Neo4j's importer takes: `id:ID` and `:LABEL` for nodes, `:START_ID`, `:END_ID` and
    /// `:TYPE` for facts, and days as dates. A `:` in the name of a role becomes `_`, which is reported. The table of
    /// entities then has the values and facts that are ends of facts too.
    pub fn for_neo4j(mut self) -> Self {
        self.neo4j = true;
        self
    }

    /// Writes an apostrophe before each cell that a spreadsheet would take for a formula: one that begins with `=`,
    /// `+`, `-` or `@`, with a tab or the end of a line, or with apostrophes before one of these. A
    /// [`Reader`](super::Reader) or [`Loader`](super::Loader) with the option `guarded` takes it off, so that nothing
    /// is lost. For any other program it is a part of the text. The default is to write each text as it is.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, diplomacy, io::{Import, csv::{Csv, Reader}}};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// kg.add("person", chancery::entity("=HYPERLINK(\"https://example.org\")").key("odd"))?;
    /// let table = Csv::of(&kg.view()).guarded().entities().to_string();
    /// assert!(table.ends_with("odd,person,\"'=HYPERLINK(\"\"https://example.org\"\")\"\n"));
    ///
    /// let mut again = KnowledgeGraph::new(diplomacy::schema());
    /// let mut reader = Reader::new(again.schema()).guarded();
    /// reader.read_entities(table.as_bytes())?;
    /// let edits = reader.finish();
    /// Import::new().apply_all(&mut again, edits)?;
    /// assert_eq!(again.entities_named_exactly("=HYPERLINK(\"https://example.org\")").len(), 1);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn guarded(mut self) -> Self {
        self.guarded = true;
        self
    }

    /// The table of entities.
    pub fn entities(&self) -> Table<'g> {
        Table { csv: self.clone(), rows: Rows::Entities }
    }

    /// The table of facts.
    pub fn facts(&self) -> Table<'g> {
        Table { csv: self.clone(), rows: Rows::Facts }
    }

    /// The table of sources, with their texts.
    pub fn sources(&self) -> Table<'g> {
        Table { csv: self.clone(), rows: Rows::Sources }
    }

    /// The table of claims. The table of facts has them too, in one cell a fact.
    pub fn claims(&self) -> Table<'g> {
        Table { csv: self.clone(), rows: Rows::Claims }
    }

    /// The SQL statements that load the four tables into DuckDB, each column with its type, from the files
    /// `entities.csv`, `facts.csv`, `sources.csv` and `claims.csv` in the folder where DuckDB runs.
    #[must_use]
    pub fn duckdb(&self) -> String {
        let graph = Properties::of(&self.view);
        let texts = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), "VARCHAR")).collect::<Vec<_>>();
        let mut entities = texts(&["key", "kind", "name"]);
        if self.neo4j {
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
        let first: &[&str] = if self.neo4j {
            &[":START_ID", ":END_ID", ":TYPE", "id"]
        } else {
            &["id", "subject", "subject_type", "relation", "object", "object_type"]
        };
        let first = first.iter().map(|name| ((*name).to_owned(), "VARCHAR"));
        // A name that has no colon stays as it is.
        let named = graph.edge_columns.iter().map(|column| &column.name);
        let mut taken: HashSet<_> = named.filter(|name| !name.contains(':')).cloned().collect();
        let typed = |column: &Column| {
            let (of, suffix) = match column.column_type() {
                ColumnType::Text => ("VARCHAR", ""),
                ColumnType::Day => ("DATE", ":date"),
                ColumnType::Count => ("BIGINT", ":long"),
            };
            let name = if self.neo4j { without_colon(&column.name, &mut taken) + suffix } else { column.name.clone() };
            (name, of)
        };
        first.chain(graph.edge_columns.iter().filter(|column| column.of != Of::Relation).map(typed)).collect()
    }
}

/// A name in which Neo4j finds no type: it takes what stands behind a `:` for one.
fn without_colon(name: &str, taken: &mut HashSet<String>) -> String {
    if !name.contains(':') {
        return name.to_owned();
    }
    let plain = name.replace(':', "_");
    let numbered = (2..).map(|n| format!("{plain}_{n}"));
    // A number that is free comes before the numbers end: there are fewer columns.
    let free = iter::once(plain.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or(plain);
    taken.insert(free.clone());
    free
}

impl Table<'_> {
    /// Writes the table, row by row.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails; what was written until then stays written.
    pub fn write_to(&self, writer: impl io::Write) -> Result<Losses, Error> {
        let Csv { delimiter, guarded, .. } = self.csv;
        let mut out = Out { writer: io::BufWriter::new(writer), delimiter, guarded, first: true };
        let losses = match self.rows {
            Rows::Entities if self.csv.neo4j => self.csv.write_nodes(&mut out),
            Rows::Entities => self.csv.write_entities(&mut out),
            Rows::Facts => self.csv.write_facts(&mut out),
            Rows::Sources => self.csv.write_sources(&mut out),
            Rows::Claims => self.csv.write_claims(&mut out),
        }?;
        io::Write::flush(&mut out.writer)?;
        Ok(losses)
    }

    text_output!(losses);
}

text_output!(Table<'_>);

impl Csv<'_> {
    fn write_entities<W: io::Write>(&self, out: &mut Out<W>) -> Result<Losses, Error> {
        out.row(["key", "kind", "name"])?;
        let selection = Selection::of(&self.view);
        for node in selection.entities() {
            out.row([node.key(), node.kind_name(), node.name()].map(Option::unwrap_or_default))?;
        }
        Ok(Losses::of_sameness(&selection))
    }

    fn write_nodes<W: io::Write>(&self, out: &mut Out<W>) -> Result<Losses, Error> {
        let graph = Properties::of(&self.view);
        let names = graph.node_columns.iter().map(|column| column.name.as_str());
        out.row(["id:ID"].into_iter().chain(names).chain([":LABEL"]))?;
        for node in graph.nodes() {
            let cell = |of| graph.node_cell(node, of).unwrap_or_default();
            let label = node.kind_name().map_or_else(|| cell(Of::Type), Cow::Borrowed);
            out.cell(&graph.id(node))?;
            graph.node_columns.iter().try_for_each(|column| out.cell(&cell(column.of)))?;
            out.row([&*label])?;
        }
        Ok(Losses::of_sameness(&graph.selection))
    }

    fn write_facts<W: io::Write>(&self, out: &mut Out<W>) -> Result<Losses, Error> {
        let graph = Properties::of(&self.view);
        let mut losses = Losses::default();
        let header = self.fact_header(&graph);
        out.row(header.iter().map(|(name, _)| name.as_str()))?;
        for column in graph.edge_columns.iter().filter(|column| self.neo4j && column.name.contains(':')) {
            losses
                .note(Loss::Roles, || format!("`{}`: Neo4j takes no `:` in a name, so `_` stands for it", column.name));
        }
        for fact in graph.selection.facts() {
            if self.neo4j {
                out.cell(&graph.id(fact.subject_node()))?;
                out.cell(&graph.id(fact.object_node()))?;
                out.cell(fact.relation_name())?;
                out.cell(&graph.edge_id(fact))?;
            } else {
                let text = |node| match crate::view::NodeRef::value(&node) {
                    Some(value) => bare(value),
                    None => graph.id(node),
                };
                out.cell(&graph.edge_id(fact))?;
                out.cell(&text(fact.subject_node()))?;
                out.cell(type_name(fact.subject_node()))?;
                out.cell(fact.relation_name())?;
                out.cell(&text(fact.object_node()))?;
                out.cell(type_name(fact.object_node()))?;
            }
            for column in graph.edge_columns.iter().filter(|column| column.of != Of::Relation) {
                let text = graph.edge_cell(fact, column.of);
                if matches!((column.of, &text), (Of::Role(_), Some(text)) if text.is_empty()) {
                    losses.note(Loss::Roles, || fact.to_string());
                }
                out.cell(text.as_deref().unwrap_or_default())?;
            }
            out.end_row()?;
        }
        Ok(losses)
    }

    fn write_sources<W: io::Write>(&self, out: &mut Out<W>) -> Result<Losses, Error> {
        let mut losses = Losses::default();
        out.row(SOURCES)?;
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
                // An empty cell reads back as no text.
                losses.note(Loss::Sources, || source.key.clone());
            }
            out.row(cells.map(|text| text.map_or("", String::as_str)))?;
        }
        Ok(losses)
    }

    fn write_claims<W: io::Write>(&self, out: &mut Out<W>) -> Result<Losses, Error> {
        let graph = Properties::of(&self.view);
        let mut losses = Losses::default();
        out.row(CLAIMS)?;
        for fact in graph.selection.facts() {
            for claim in fact.claims() {
                let plain = claim.to_claim();
                let mut quote = plain.quote.unwrap_or_default();
                if !quote.more.is_empty() {
                    // The cells have room for one place.
                    losses.note(Loss::Claims, || claim.to_string());
                    quote = crate::model::Quote { words: quote.joined(), ..crate::model::Quote::default() };
                }
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
                out.row(cells.iter().map(String::as_str))?;
            }
        }
        Ok(losses)
    }
}

/// Writes cells, in quotes where they need them.
struct Out<W: io::Write> {
    writer: io::BufWriter<W>,
    delimiter: Delimiter,
    guarded: bool,
    /// Whether the next cell is the first of its row.
    first: bool,
}

impl<W: io::Write> Out<W> {
    fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
        cells.into_iter().try_for_each(|text| self.cell(text))?;
        self.end_row()
    }

    fn cell(&mut self, text: &str) -> Result<(), Error> {
        use io::Write;

        if !std::mem::take(&mut self.first) {
            self.writer.write_all(&[self.delimiter.byte()])?;
        }
        let guard: &[u8] = if self.guarded && needs_guard(text) { b"'" } else { b"" };
        let bytes = text.as_bytes();
        // A reader trims what is not in quotes, and between blanks it sees no empty cell.
        let plain = text.trim().len() == text.len() && (!text.is_empty() || self.delimiter != Delimiter::Blanks);
        if plain && !bytes.iter().any(|byte| matches!(byte, b'"' | b'\n' | b'\r') || self.delimiter.is(*byte)) {
            self.writer.write_all(guard)?;
            return Ok(self.writer.write_all(bytes)?);
        }
        self.writer.write_all(b"\"")?;
        self.writer.write_all(guard)?;
        for part in bytes.split_inclusive(|byte| *byte == b'"') {
            self.writer.write_all(part)?;
            if part.last() == Some(&b'"') {
                self.writer.write_all(b"\"")?;
            }
        }
        Ok(self.writer.write_all(b"\"")?)
    }

    fn end_row(&mut self) -> Result<(), Error> {
        self.first = true;
        Ok(io::Write::write_all(&mut self.writer, b"\n")?)
    }
}

/// A text of SQL.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
