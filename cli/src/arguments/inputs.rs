//! Which files are read, and how.

use std::{
    fs,
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use clap::{Args, ValueEnum};

use crate::failure::Failure;

/// Files, and what is needed to read them.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Reading")]
pub(crate) struct Inputs {
    /// Files to read; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// What is needed to read a file.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Reading")]
pub(crate) struct Reading {
    /// The format of the files, if their content does not show it
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) from: Option<InputFormat>,
    /// The vocabulary of files that have none: `diplomacy`, `open`, or a file of the notation
    ///
    /// `open` declares kinds and relations as they come. Without this option, files of the notation that declare no
    /// kind and no relation have the vocabulary `diplomacy`, and files of other programs have it too, opened.
    #[arg(long, value_name = "VOCABULARY")]
    pub(crate) vocabulary: Option<String>,
    /// The kind of entities that a table of facts names and no file declares; they are added, each name once
    #[arg(long, value_name = "KIND")]
    pub(crate) add_as: Option<String>,
    /// The tables were written by `convert --guarded`: take the apostrophe off cells that are guarded by one
    #[arg(long)]
    pub(crate) from_guarded: bool,
    /// The text of a source of which a file has only the hash; it must have that hash
    #[arg(long = "text", value_name = "SOURCE=FILE", value_parser = TextOf::parse)]
    pub(crate) texts: Vec<TextOf>,
}

/// A format that is read.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum InputFormat {
    /// The notation: one fact a line
    Notation,
    /// A dossier as JSON
    Dossier,
    /// An archive as JSON: a record with its history
    Archive,
    /// An evidence page, which has a dossier
    Page,
    /// A store: one SQLite file
    Store,
    /// Tables of entities, facts or sources
    Csv,
    /// GraphML
    Graphml,
    /// RDF as Turtle or TriG
    Turtle,
    /// RDF as N-Triples or N-Quads
    Ntriples,
    /// RDF as XML
    Rdfxml,
    /// RDF as JSON-LD
    Jsonld,
    /// Lines of FollowTheMoney entities
    Ftm,
    /// The node-link JSON of NetworkX and D3
    NodeLink,
    /// JSON Lines: one edit a line
    JsonLines,
}

/// The text of a source, and where it is.
#[derive(Clone, Debug)]
pub(crate) struct TextOf {
    pub(crate) source: String,
    pub(crate) path: PathBuf,
    /// What was read, once, as a pipe can be read only once.
    content: Arc<OnceLock<String>>,
}

impl TextOf {
    /// The text.
    pub(crate) fn content(&self) -> Result<&str, Failure> {
        if let Some(content) = self.content.get() {
            return Ok(content);
        }
        let read = fs::read_to_string(&self.path).map_err(|error| Failure::file(&self.path, error))?;
        Ok(self.content.get_or_init(|| read))
    }

    fn parse(given: &str) -> Result<Self, String> {
        let (source, path) = given.split_once('=').ok_or("expected the key of a source, `=`, and a file")?;
        Ok(Self { source: source.to_owned(), path: path.into(), content: Arc::default() })
    }
}
