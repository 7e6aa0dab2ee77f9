//! `convert`: from every format that is read to every format that is written.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use chancery::{
    Error, KnowledgeGraph, View, diplomacy,
    dossier::{Archive, Dossier},
    error::Shown,
    io::{
        Losses,
        csv::Csv,
        follow_the_money::FollowTheMoney,
        gexf::Gexf,
        graphml::GraphMl,
        json::Json,
        json_lines::JsonLines,
        mermaid::Mermaid,
        node_link::NodeLink,
        rdf::{JsonLdProfileSet, Rdf, RdfFormat, Statements},
    },
    notation,
    schema::SchemaDef,
    store,
};
use clap::{Args, ValueEnum};

use crate::{
    arguments::{Inputs, Target, ViewOptions},
    failure::Failure,
    input::{self, Record},
    output::{Outcome, Output, keep_inputs, replace, write_to},
    progress::Progress,
};

/// Write a record in another format
///
/// What the format cannot hold is listed on standard error. Ends with 0 also then.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  chancery convert report.facts -o report.json\n  chancery convert people.csv facts.csv --to notation\n  chancery convert --to turtle report.facts > report.ttl"
)]
pub(crate) struct Convert {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    view: ViewOptions,
    #[command(flatten)]
    target: Target,
    /// The format; without it, the ending of the name of the output says which
    #[arg(long, value_enum, value_name = "FORMAT")]
    to: Option<OutputFormat>,
    /// CSV for people, in a spreadsheet: an apostrophe before cells that it would run as a formula
    ///
    /// Such tables are not for programs. `--from-guarded` reads them back.
    #[arg(long)]
    guarded: bool,
    /// Also write the texts that --text gives; without this option, the output has only their hashes
    #[arg(long)]
    with_texts: bool,
}

/// A format that is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum OutputFormat {
    /// The notation: one fact a line
    Notation,
    /// A dossier as JSON
    Dossier,
    /// An archive as JSON: the record with its history
    Archive,
    /// A store: one SQLite file, with the history
    Store,
    /// Tables in a folder; on standard output the table of facts
    Csv,
    /// GraphML, for yEd, Cytoscape, NetworkX and igraph
    Graphml,
    /// GEXF, for Gephi
    Gexf,
    /// RDF 1.2 as Turtle
    Turtle,
    /// RDF as TriG, with a named graph for each fact
    Trig,
    /// RDF 1.2 as N-Triples
    Ntriples,
    /// RDF as N-Quads, with a named graph for each fact
    Nquads,
    /// RDF as XML, with reified statements
    Rdfxml,
    /// RDF as JSON-LD, with a named graph for each fact
    Jsonld,
    /// Lines of FollowTheMoney entities
    Ftm,
    /// The node-link JSON of NetworkX and D3
    NodeLink,
    /// JSON Lines: one edit a line
    JsonLines,
    /// A Mermaid diagram, for Markdown
    Mermaid,
    /// DOT, for Graphviz; the verb `dot` has more options
    Dot,
}

impl OutputFormat {
    /// Whether nothing of a vocabulary is missed: the format has it, or is a picture.
    const fn has_vocabulary(self) -> bool {
        matches!(self, Self::Notation | Self::Dossier | Self::Archive | Self::Store | Self::Mermaid | Self::Dot)
    }

    fn by_ending(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match ending.as_str() {
            "facts" => Self::Notation,
            "json" => Self::Dossier,
            "chancery" | "db" | "sqlite" | "sqlite3" => Self::Store,
            "csv" => Self::Csv,
            "graphml" => Self::Graphml,
            "gexf" => Self::Gexf,
            "ttl" => Self::Turtle,
            "trig" => Self::Trig,
            "nt" => Self::Ntriples,
            "nq" => Self::Nquads,
            "rdf" | "owl" => Self::Rdfxml,
            "jsonld" => Self::Jsonld,
            "ftm" => Self::Ftm,
            "jsonl" | "ndjson" => Self::JsonLines,
            "mmd" | "mermaid" => Self::Mermaid,
            "dot" | "gv" => Self::Dot,
            _ => return None,
        })
    }
}

/// What is said where a format has no place for a vocabulary of its own.
const VOCABULARY: &str = "note: the vocabulary is not in the output; `chancery vocabulary FILE -o words.facts` writes it, and \
                          `--vocabulary words.facts` reads the output with it";

/// Whether a vocabulary has anything that diplomacy has not, or has otherwise.
fn has_own_vocabulary(vocabulary: &SchemaDef) -> bool {
    let SchemaDef { kinds, relations, roles, .. } = own(vocabulary);
    !(kinds.is_empty() && relations.is_empty() && roles.is_empty())
}

/// What a vocabulary has that diplomacy has not, or has otherwise.
fn own(vocabulary: &SchemaDef) -> SchemaDef {
    let (mut own, usual) = (vocabulary.clone(), diplomacy::schema().to_def());
    own.kinds.retain(|def| !usual.kinds.contains(def));
    own.relations.retain(|def| !usual.relations.contains(def));
    own.roles.retain(|def| !usual.roles.contains(def));
    own
}

impl Convert {
    pub(crate) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        let by_ending = || self.target.output.as_deref().and_then(OutputFormat::by_ending);
        let format = self.to.or_else(by_ending).ok_or_else(|| {
            Failure::request(
                "which format? Name it with --to, or give an output whose ending says it, such as -o record.json",
            )
        })?;
        self.keep_inputs(format)?;
        let record = self.read(output)?;
        let kg = record.graph();
        let losses = match format {
            OutputFormat::Archive => {
                let known = self.whole(kg, "an archive", output)?;
                let archive = Archive::of(known.as_ref().unwrap_or(kg));
                write_to(&self.target, |out| Json::of(&archive).write_to(out))?
            }
            OutputFormat::Store => {
                let known = self.whole(kg, "a store", output)?;
                let path = self.file("a store")?;
                let _progress = Progress::working(output, "writing the store");
                store::Store::import(path, known.as_ref().unwrap_or(kg))
                    .map_err(|error| Failure::record(path, error))?;
                Losses::default()
            }
            OutputFormat::Csv => self.csv(&self.view.narrow(input::everything(kg), output)?, output)?,
            _ => {
                let view = self.view.narrow(input::everything(kg), output)?;
                let _progress = Progress::working(output, "writing");
                write_to(&self.target, |out| write(format, &view, out))?
            }
        };
        note_losses(output, &losses);
        if !format.has_vocabulary() && has_own_vocabulary(&kg.schema().to_def()) {
            output.note(VOCABULARY);
        }
        Ok(Outcome::Fine)
    }

    /// Reads the files: with the texts of --text, which are checked, and then without them unless they are wanted.
    fn read(&self, output: &Output) -> Result<Record, Failure> {
        let record = input::read(&self.inputs, output)?;
        if self.with_texts || self.inputs.reading.texts.is_empty() {
            return Ok(record);
        }
        if self.inputs.files.iter().any(|path| path == Path::new("-")) {
            return Err(Failure::request(
                "the text of --text is not for the output, and standard input cannot be read again without it; name the \
                 file, or write the text too with --with-texts",
            ));
        }
        let mut inputs = self.inputs.clone();
        let texts = std::mem::take(&mut inputs.reading.texts);
        for text in texts {
            let source = Shown(&text.source);
            output.note(format_args!("note: the text of `{source}` is not in the output; --with-texts writes it"));
        }
        input::read(&inputs, output)
    }

    /// Refuses an output that is an input.
    fn keep_inputs(&self, format: OutputFormat) -> Result<(), Failure> {
        let Some(path) = self.target.output.as_deref() else { return Ok(()) };
        keep_inputs(Some(path), &self.inputs)?;
        let tables: &[&str] = if format == OutputFormat::Csv { &TABLES } else { &[] };
        tables.iter().try_for_each(|name| keep_inputs(Some(&table(path, name)), &self.inputs))
    }

    /// The graph as it was known, for formats that hold all of a graph.
    fn whole(&self, kg: &KnowledgeGraph, what: &str, output: &Output) -> Result<Option<KnowledgeGraph>, Failure> {
        if self.view.at.is_some() || !self.view.without.is_empty() {
            let why = format!("{what} has all of a record; expected no --at and no --without");
            return Err(Failure::request(why));
        }
        self.view.note(kg, output);
        let stamp = self.view.known_by.as_deref();
        Ok(stamp.map(|stamp| kg.as_known(stamp).map_err(|error| error.at("--known-by"))).transpose()?)
    }

    /// The file of the output, where standard output will not do.
    fn file(&self, what: &str) -> Result<&Path, Failure> {
        let path = self.target.output.as_deref().filter(|path| *path != Path::new("-"));
        path.ok_or_else(|| {
            Failure::request(format_args!("{what} cannot go to standard output; name a file with --output"))
        })
    }

    fn csv(&self, view: &View<'_>, output: &Output) -> Result<Losses, Failure> {
        let mut tables = Csv::of(view);
        if self.guarded {
            tables = tables.guarded();
        }
        let Some(folder) = self.target.output.as_deref().filter(|path| *path != Path::new("-")) else {
            let losses = write_to(&self.target, |out| tables.facts().write_to(out))?;
            output.note("only the table of facts; --output FOLDER writes those of entities, sources and claims too");
            return Ok(losses);
        };
        fs::create_dir_all(folder).map_err(|error| Failure::file(folder, error))?;
        let mut losses = Losses::default();
        let all = [tables.entities(), tables.facts(), tables.sources(), tables.claims()];
        for (name, content) in TABLES.into_iter().zip(all) {
            let lost = replace(&table(folder, name), |out| content.write_to(out))?;
            if name == "claims" {
                if !lost.is_empty() {
                    output.note("some claims are only in facts.csv, as a row of claims.csv has one quote");
                }
            } else {
                losses.merge(lost);
            }
        }
        Ok(losses)
    }
}

/// The tables, each in a file of its name.
const TABLES: [&str; 4] = ["entities", "facts", "sources", "claims"];

/// The file of a table.
fn table(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.csv"))
}

/// Writes a view in a format that is one text.
fn write(format: OutputFormat, view: &View<'_>, out: &mut dyn Write) -> Result<Losses, Error> {
    let rdf = |syntax: RdfFormat, statements: Statements| Rdf::of(view).syntax(syntax).statements(statements);
    let json_ld = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
    match format {
        OutputFormat::Notation => write_notation(view, out).map(|()| Losses::default()),
        OutputFormat::Dossier => Json::of(&Dossier::of(view)).write_to(out),
        OutputFormat::Graphml => GraphMl::of(view).write_to(out),
        OutputFormat::Gexf => Gexf::of(view).write_to(out),
        OutputFormat::Turtle => rdf(RdfFormat::Turtle, Statements::Reifiers).write_to(out),
        OutputFormat::Trig => rdf(RdfFormat::TriG, Statements::NamedGraphs).write_to(out),
        OutputFormat::Ntriples => rdf(RdfFormat::NTriples, Statements::Reifiers).write_to(out),
        OutputFormat::Nquads => rdf(RdfFormat::NQuads, Statements::NamedGraphs).write_to(out),
        OutputFormat::Rdfxml => rdf(RdfFormat::RdfXml, Statements::Classic).write_to(out),
        OutputFormat::Jsonld => rdf(json_ld, Statements::NamedGraphs).write_to(out),
        OutputFormat::Ftm => FollowTheMoney::of(view).write_to(out),
        OutputFormat::NodeLink => NodeLink::of(view).write_to(out),
        OutputFormat::JsonLines => JsonLines::of(view).write_to(out),
        OutputFormat::Mermaid => Mermaid::of(view).write_to(out),
        OutputFormat::Dot => view.dot().write_to(out),
        // These are written by `run`.
        OutputFormat::Archive | OutputFormat::Store | OutputFormat::Csv => Ok(Losses::default()),
    }
}

/// Writes a view as a file of the notation, with its vocabulary if it is not that of diplomacy.
pub(super) fn write_notation(view: &View<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let mut dossier = Dossier::of(view);
    // A dossier has only what its records use. What a file declares itself stays, used or not.
    let (all, used) = (view.graph().schema().to_def(), &dossier.vocabulary);
    let own = own(&all);
    if !own.kinds.iter().all(|def| used.kinds.contains(def))
        || !own.relations.iter().all(|def| used.relations.contains(def))
        || !own.roles.iter().all(|def| used.roles.contains(def))
    {
        dossier.vocabulary = all;
    }
    let text = to_notation(&dossier);
    Ok(out.write_all(text.as_bytes())?)
}

/// A dossier as a file of the notation, which reads back without an option.
pub(super) fn to_notation(dossier: &Dossier) -> String {
    let mut writer = notation::Writer::new();
    if dossier.vocabulary != diplomacy::schema().to_def() {
        writer = writer.with_vocabulary();
    }
    writer.write(dossier)
}

/// Says what a format could not hold.
pub(super) fn note_losses(output: &Output, losses: &Losses) {
    if losses.is_empty() {
        return;
    }
    if output.json {
        output.note(serde_json::json!({ "losses": losses }));
    } else {
        let text = losses.to_string();
        let lines: Vec<String> = text.lines().map(|line| Shown(line).to_string()).collect();
        output.note(format_args!("not in the output:\n{}", lines.join("\n")));
    }
}
