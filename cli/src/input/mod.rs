//! Reading files of every format into one graph.

mod content;
mod foreign;
mod open;
mod vocabulary;

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use chancery::{
    KnowledgeGraph, Schema, View,
    dossier::Dossier,
    io::{json, page},
    model::Modality,
    notation, store,
};

pub(crate) use content::Format;
pub(crate) use open::Opened;
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

/// Gives a reader the texts of sources.
fn with_texts(reader: notation::Reader, reading: &Reading) -> Result<notation::Reader, Failure> {
    let mut reader = reader;
    for text in &reading.texts {
        let content = fs::read_to_string(&text.path).map_err(|error| Failure::file(&text.path, error))?;
        reader = reader.text_of(&text.source, content);
    }
    Ok(reader)
}

/// The reader of the notation for these options.
pub(crate) fn notation_reader(reading: &Reading) -> Result<notation::Reader, Failure> {
    let reader = Vocabulary::of(reading)?.for_notation();
    with_texts(reader, reading)
}

/// Reads all files into one graph.
pub(crate) fn read(inputs: &Inputs, output: &Output) -> Result<Record, Failure> {
    read_files(&inputs.files, &inputs.reading, output)
}

/// Reads all of these files into one graph.
pub(crate) fn read_files(files: &[PathBuf], reading: &Reading, output: &Output) -> Result<Record, Failure> {
    read_files_with(None, files, reading, output)
}

/// Reads all of these files into one graph. Those that have no vocabulary of their own have that of a store.
pub(crate) fn read_files_for(
    schema: &Schema,
    files: &[PathBuf],
    reading: &Reading,
    output: &Output,
) -> Result<Record, Failure> {
    read_files_with(Some(schema), files, reading, output)
}

fn read_files_with(
    usual: Option<&Schema>,
    files: &[PathBuf],
    reading: &Reading,
    output: &Output,
) -> Result<Record, Failure> {
    let opened: Vec<Opened> =
        files.iter().map(|path| Opened::open(path, reading.from)).collect::<Result<_, Failure>>()?;
    if let [only] = opened.as_slice()
        && only.format == Format::Store
    {
        let _progress = Progress::working(output, "opening the store");
        let store = store::Store::open_to_read(&only.path)?;
        return Ok(Record::Store(Box::new(store)));
    }
    if opened.iter().all(|file| file.format == Format::Notation && !file.is_standard()) {
        let _progress = Progress::working(output, "reading");
        let kg = with_texts(Vocabulary::or(reading, usual)?.for_notation(), reading)?.read_files(files)?;
        return Ok(Record::Graph(Box::new(kg)));
    }
    let kg = Reads { reading, usual, output, kg: None }.all(opened)?;
    Ok(Record::Graph(Box::new(kg)))
}

/// Adds files to a graph, by whose entities, sources and facts they may go on.
pub(crate) fn read_onto(
    kg: KnowledgeGraph,
    files: &[PathBuf],
    reading: &Reading,
    output: &Output,
) -> Result<KnowledgeGraph, Failure> {
    let opened: Vec<Opened> =
        files.iter().map(|path| Opened::open(path, reading.from)).collect::<Result<_, Failure>>()?;
    Reads { reading, usual: None, output, kg: Some(kg) }.all(opened)
}

/// Files read one after another into a graph, which the first of them makes.
struct Reads<'a> {
    reading: &'a Reading,
    /// The vocabulary of files that have none, unless the options name one.
    usual: Option<&'a Schema>,
    output: &'a Output,
    kg: Option<KnowledgeGraph>,
}

impl Reads<'_> {
    fn all(mut self, opened: Vec<Opened>) -> Result<KnowledgeGraph, Failure> {
        let mut tables = Vec::new();
        for file in opened {
            match file.format {
                Format::Csv(table) => tables.push((table, file)),
                _ => self.file(file)?,
            }
        }
        if !tables.is_empty() {
            self.tables(tables)?;
        }
        self.kg.ok_or_else(|| Failure::request("there is no file to read"))
    }

    fn file(&mut self, file: Opened) -> Result<(), Failure> {
        let path = file.path.clone();
        match file.format {
            Format::Notation => self.notation(file),
            Format::Dossier | Format::Page => {
                let progress = Progress::reading(self.output, &path, file.bytes);
                let is_page = file.format == Format::Page;
                let stream = progress.of(file.stream);
                let dossier = if is_page { page::read(stream) } else { json::read::<Dossier>(stream) };
                let dossier = dossier.map_err(|error| Failure::record(&path, error))?;
                if let Some(kg) = &mut self.kg {
                    return dossier.add_to(kg).map_err(|error| Failure::record(&path, error));
                }
                let schema = self.vocabulary()?.for_document();
                self.kg = Some(dossier.to_graph(schema).map_err(|error| Failure::record(&path, error))?);
                Ok(())
            }
            Format::Archive if self.kg.is_none() => {
                let progress = Progress::reading(self.output, &path, file.bytes);
                let schema = self.vocabulary()?.for_document();
                let read = json::Reader::new(&schema).read_graph(progress.of(file.stream));
                self.kg = Some(read.map_err(|error| Failure::record(&path, error))?);
                Ok(())
            }
            Format::Archive => Err(alone(&path, "an archive has its own history; name it before the other files")),
            Format::Store => Err(alone(&path, "a store is read alone; write it as a dossier to add other files")),
            _ => {
                let mut kg = self.graph()?;
                foreign::read(&mut kg, file, self.output)?;
                self.kg = Some(kg);
                Ok(())
            }
        }
    }

    fn notation(&mut self, mut file: Opened) -> Result<(), Failure> {
        let mut text = String::new();
        file.stream.read_to_string(&mut text).map_err(|error| Failure::file(&file.path, error))?;
        let folder = if file.is_standard() { Some(Path::new(".")) } else { file.path.parent() };
        let mut reader = with_texts(self.vocabulary()?.for_notation(), self.reading)?;
        if let Some(folder) = folder {
            reader = reader.base(folder);
        }
        if let Some(kg) = &mut self.kg {
            return Ok(reader.add_to(kg, &text)?);
        }
        self.kg = Some(reader.read(&text)?);
        Ok(())
    }

    fn vocabulary(&self) -> Result<Vocabulary, Failure> {
        Vocabulary::or(self.reading, self.usual)
    }

    fn tables(&mut self, tables: Vec<(content::Table, Opened)>) -> Result<(), Failure> {
        let mut kg = self.graph()?;
        foreign::tables(&mut kg, tables, self.reading, self.output)?;
        self.kg = Some(kg);
        Ok(())
    }

    /// The graph so far, or a new one for the files of other programs.
    fn graph(&mut self) -> Result<KnowledgeGraph, Failure> {
        match self.kg.take() {
            Some(kg) => Ok(kg),
            None => Ok(KnowledgeGraph::new(self.vocabulary()?.for_foreign())),
        }
    }
}

fn alone(path: &Path, why: &str) -> Failure {
    Failure::request(format_args!("{}: {why}", chancery::error::Shown(&path.display().to_string())))
}
