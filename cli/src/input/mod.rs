//! Reading files of every format into one graph.

mod content;
mod foreign;
mod header;
mod open;
mod outline;
mod path;
mod texts;
mod together;
mod vocabulary;

use std::path::PathBuf;

use chancery::{KnowledgeGraph, Schema, View, io::json, model::Modality, notation, schema::SchemaDef, store};

pub(crate) use content::Format;
pub(crate) use open::{Opened, is_standard, standard_input, text_of};
pub(crate) use path::{plain, shown};
pub(crate) use vocabulary::Vocabulary;

use crate::{
    arguments::{Inputs, Reading},
    failure::Failure,
    output::Output,
    progress::Progress,
};

/// What was read: a graph, or a store with its graph.
#[derive(Debug)]
pub(crate) enum Record {
    Graph(Box<KnowledgeGraph>),
    Store(Box<store::Store>),
}

impl Record {
    pub(crate) fn graph(&self) -> &KnowledgeGraph {
        match self {
            Self::Graph(graph) => graph,
            Self::Store(store) => store.graph(),
        }
    }
}

/// All facts of a graph, also those that were planned, denied, resolved or retracted.
pub(crate) fn everything(kg: &KnowledgeGraph) -> View<'_> {
    kg.view().with_modalities(Modality::ALL).with_resolved().with_retracted()
}

/// The reader of the notation for these options.
pub(crate) fn notation_reader(reading: &Reading) -> Result<notation::Reader, Failure> {
    let reader = Vocabulary::of(reading)?.for_notation();
    texts::all(reader, reading)
}

/// Reads all files into one graph. An option that fits none of them is refused.
pub(crate) fn read(inputs: &Inputs, output: &Output) -> Result<Record, Failure> {
    let files = open_all(&inputs.files, &inputs.reading)?;
    options_fit(&files, &inputs.reading)?;
    Ok(read_opened(files, &inputs.reading, output)?.0)
}

/// Reads all of these files into one graph. An option may be meant for other files of the same request.
pub(crate) fn read_files(files: &[PathBuf], reading: &Reading, output: &Output) -> Result<Record, Failure> {
    Ok(read_opened(open_all(files, reading)?, reading, output)?.0)
}

/// Reads all of these files into one graph. Those that have no vocabulary of their own have that of a store.
pub(crate) fn read_files_for(
    schema: &Schema,
    files: &[PathBuf],
    reading: &Reading,
    output: &Output,
) -> Result<Record, Failure> {
    let files = open_all(files, reading)?;
    options_fit(&files, reading)?;
    Ok(read_with(Vocabulary::or(reading, Some(schema))?, files, reading, output)?.0)
}

/// Opens all of these files.
pub(crate) fn open_all(files: &[PathBuf], reading: &Reading) -> Result<Vec<Opened>, Failure> {
    files.iter().map(|path| Opened::open(path, reading.from)).collect()
}

/// Refuses options that these files do not need.
pub(crate) fn options_fit(files: &[Opened], reading: &Reading) -> Result<(), Failure> {
    let has = |format: Format| files.iter().any(|file| file.format == format);
    if reading.add_as.is_some() && !has(Format::Csv(content::Table::Facts)) {
        return Err(Failure::request("--add-as is for a table of facts; none of the files is one"));
    }
    if reading.vocabulary.is_some() && has(Format::Store) {
        return Err(Failure::request("--vocabulary is for files that have none of their own; a store has one"));
    }
    Ok(())
}

/// A name that an open vocabulary declared because a file used it.
#[derive(Debug, PartialEq)]
pub(crate) struct FirstUse {
    /// `kind`, `relation` or `role`.
    pub(crate) what: &'static str,
    pub(crate) name: String,
}

/// Reads files into one graph, and lists the names that an open vocabulary declared.
pub(crate) fn read_opened(
    files: Vec<Opened>,
    reading: &Reading,
    output: &Output,
) -> Result<(Record, Vec<FirstUse>), Failure> {
    read_with(Vocabulary::of(reading)?, files, reading, output)
}

fn read_with(
    vocabulary: Vocabulary,
    files: Vec<Opened>,
    reading: &Reading,
    output: &Output,
) -> Result<(Record, Vec<FirstUse>), Failure> {
    let (record, declared) = match <[Opened; 1]>::try_from(files) {
        Ok([file]) if file.format == Format::Store => {
            let _progress = Progress::working(output, "opening the store");
            (Record::Store(Box::new(store::Store::open_to_read(&file.path)?)), None)
        }
        Ok([file]) if file.format == Format::Archive => {
            let progress = Progress::reading(output, &file.path, file.bytes);
            let schema = vocabulary.for_document();
            let read = json::Reader::new(&schema).read_graph(progress.of(file.stream));
            (Record::Graph(Box::new(read.map_err(|error| Failure::record(&file.path, error))?)), None)
        }
        Ok(file) => together(Vec::from(file), vocabulary, reading, output)?,
        Err(files) => together(files, vocabulary, reading, output)?,
    };
    let kg = record.graph();
    texts::check(kg, reading)?;
    let declared = declared.map(|declared| first_uses(&declared, kg.schema())).unwrap_or_default();
    Ok((record, declared))
}

/// Reads files that are one record together. Also returns the vocabulary that they declare.
fn together(
    files: Vec<Opened>,
    vocabulary: Vocabulary,
    reading: &Reading,
    output: &Output,
) -> Result<(Record, Option<Schema>), Failure> {
    refuse_histories(&files)?;
    if !files.is_empty() && files.iter().all(Opened::is_notation_file) {
        let _progress = Progress::working(output, "reading");
        let reader = texts::all(vocabulary.for_notation(), reading)?;
        let kg = reader.read_files(files.iter().map(|file| &file.path))?;
        return Ok((Record::Graph(Box::new(kg)), None));
    }
    let (kg, declared) = together::read(files, vocabulary, reading, output)?;
    Ok((Record::Graph(Box::new(kg)), Some(declared)))
}

/// Adds files to a graph, by whose entities, sources and facts they may go on.
pub(crate) fn read_onto(
    kg: KnowledgeGraph,
    files: &[PathBuf],
    reading: &Reading,
    output: &Output,
) -> Result<KnowledgeGraph, Failure> {
    let files = open_all(files, reading)?;
    refuse_histories(&files)?;
    let mut kg = kg;
    together::add(&mut kg, files, reading, output)?;
    texts::check(&kg, reading)?;
    Ok(kg)
}

/// Refuses files that have a history of their own, which cannot go on from that of another.
fn refuse_histories(files: &[Opened]) -> Result<(), Failure> {
    for file in files {
        let what = match file.format {
            Format::Archive => "an archive",
            Format::Store => "a store",
            _ => continue,
        };
        return Err(Failure::request(format_args!(
            "{}: {what} is read alone, as it has its own history; write it as a dossier to read other files with it",
            shown(&file.path)
        )));
    }
    Ok(())
}

/// The names that a vocabulary has beyond those that files declare.
fn first_uses(declared: &Schema, found: &Schema) -> Vec<FirstUse> {
    let (declared, found) = (declared.to_def(), found.to_def());
    let mut uses = Vec::new();
    let mut list = |what: &'static str, had: Vec<String>, has: Vec<String>| {
        uses.extend(has.into_iter().filter(|name| !had.contains(name)).map(|name| FirstUse { what, name }));
    };
    let kinds = |def: &SchemaDef| def.kinds.iter().map(|def| def.name.clone()).collect();
    let relations = |def: &SchemaDef| def.relations.iter().map(|def| def.name.clone()).collect();
    let roles = |def: &SchemaDef| def.roles.iter().map(|def| def.name.clone()).collect();
    list("kind", kinds(&declared), kinds(&found));
    list("relation", relations(&declared), relations(&found));
    list("role", roles(&declared), roles(&found));
    uses
}
