//! Files of several formats, or texts that are not files, read into one graph.

use std::path::PathBuf;

use chancery::{
    ErrorKind, KnowledgeGraph, Schema,
    dossier::Dossier,
    io::{json, page},
    notation,
};

use super::{
    content::{Format, Table},
    foreign,
    open::Opened,
    outline::Outline,
    path::plain,
    texts,
    vocabulary::Vocabulary,
};
use crate::{arguments::Reading, failure::Failure, output::Output, progress::Progress};

/// A text of the notation.
struct Written {
    path: PathBuf,
    folder: PathBuf,
    text: String,
    outline: Outline,
}

/// Files by the order in which they are read: dossiers, which need no other file; texts and files of other programs;
/// tables.
#[derive(Default)]
struct Parts {
    dossiers: Vec<(PathBuf, Dossier)>,
    texts: Vec<Written>,
    foreign: Vec<Opened>,
    tables: Vec<(Table, Opened)>,
    all: Outline,
}

/// Reads files into one graph. Also returns the vocabulary that the files declare; the graph has more if the files use
/// other names in an open vocabulary.
pub(super) fn read(
    files: Vec<Opened>,
    vocabulary: Vocabulary,
    reading: &Reading,
    output: &Output,
) -> Result<(KnowledgeGraph, Schema), Failure> {
    let parts = Parts::of(files, output)?;
    let schema = parts.schema(vocabulary.clone())?;
    if let Parts { dossiers, texts, foreign, tables, .. } = &parts
        && let (true, true, true) = (dossiers.is_empty(), foreign.is_empty(), tables.is_empty())
        && let [text] = texts.as_slice()
    {
        let reader = texts::all(vocabulary.for_notation(), reading)?;
        return Ok((text.named(reader.base(&text.folder).read(&text.text))?, schema));
    }
    let mut kg = KnowledgeGraph::new(schema.clone());
    parts.add_to(&mut kg, reading, output)?;
    Ok((kg, schema))
}

/// Adds files to a graph, which has their vocabulary.
pub(super) fn add(
    kg: &mut KnowledgeGraph,
    files: Vec<Opened>,
    reading: &Reading,
    output: &Output,
) -> Result<(), Failure> {
    Parts::of(files, output)?.add_to(kg, reading, output)
}

/// Adds texts in the order in which they find what they need. Returns those that cannot be added, and why.
fn add_all(
    kg: &mut KnowledgeGraph,
    texts: Vec<Written>,
    reading: &Reading,
) -> Result<Vec<(Written, Failure)>, Failure> {
    let mut texts = texts;
    loop {
        let count = texts.len();
        let mut late = Vec::new();
        for text in texts {
            match text.add_to(kg, reading) {
                Ok(()) => {}
                Err(failure) if failure.is_of_content() => late.push((text, failure)),
                Err(failure) => return Err(failure),
            }
        }
        if late.is_empty() || late.len() == count {
            return Ok(late);
        }
        texts = late.into_iter().map(|(text, _)| text).collect();
    }
}

impl Written {
    fn add_to(&self, kg: &mut KnowledgeGraph, reading: &Reading) -> Result<(), Failure> {
        let reader = notation::Reader::new(Schema::new()).base(&self.folder);
        let reader = texts::some(reader, reading, |source| self.outline.sources.contains(source))?;
        self.named(reader.add_to(kg, &self.text))
    }

    /// Faults with the name of the file, which a text does not know.
    fn named<T>(&self, read: Result<T, notation::Faults>) -> Result<T, Failure> {
        read.map_err(|faults| Failure::Faults { file: Some(plain(&self.path)), faults })
    }
}

impl Parts {
    fn of(files: Vec<Opened>, output: &Output) -> Result<Self, Failure> {
        let mut parts = Self::default();
        for file in files {
            match file.format {
                Format::Notation => {
                    let (path, folder) = (file.path.clone(), file.folder());
                    let text = file.text()?;
                    let mut outline = Outline::default();
                    outline.add(&text, &folder);
                    parts.all.add(&text, &folder);
                    parts.texts.push(Written { path, folder, text, outline });
                }
                Format::Dossier | Format::Page => {
                    let progress = Progress::reading(output, &file.path, file.bytes);
                    let is_page = file.format == Format::Page;
                    let stream = progress.of(file.stream);
                    let dossier = if is_page { page::read(stream) } else { json::read::<Dossier>(stream) };
                    let dossier = dossier.map_err(|error| Failure::record(&file.path, error))?;
                    parts.dossiers.push((file.path, dossier));
                }
                Format::Csv(table) => parts.tables.push((table, file)),
                _ => parts.foreign.push(file),
            }
        }
        Ok(parts)
    }

    fn add_to(self, kg: &mut KnowledgeGraph, reading: &Reading, output: &Output) -> Result<(), Failure> {
        for (path, dossier) in &self.dossiers {
            dossier.add_to(kg).map_err(|error| Failure::record(path, error))?;
        }
        // A text may need what another one has, or a file of another program.
        let late = add_all(kg, self.texts, reading)?;
        for file in self.foreign {
            foreign::read(kg, file, output)?;
        }
        let late = add_all(kg, late.into_iter().map(|(text, _)| text).collect(), reading)?;
        if let Some((_, failure)) = late.into_iter().next() {
            return Err(failure);
        }
        foreign::tables(kg, self.tables, reading, output)
    }

    /// The vocabulary of all files. That which files have by default is left out if theirs contradicts it.
    fn schema(&self, vocabulary: Vocabulary) -> Result<Schema, Failure> {
        let has_foreign = !self.foreign.is_empty() || !self.tables.is_empty();
        let is_given = matches!(vocabulary, Vocabulary::Given(_));
        let is_opened = has_foreign && matches!(vocabulary, Vocabulary::Usual);
        let needs_default = has_foreign || !self.texts.is_empty();
        let base = match vocabulary {
            Vocabulary::Given(schema) => schema,
            _ if !self.all.vocabulary.is_empty() || !needs_default => Schema::new(),
            usual => usual.for_store(),
        };
        let mut schema = match self.with_dossiers(base) {
            Err(Failure::Record { error, .. }) if !is_given && error.kind() != ErrorKind::Io => {
                self.with_dossiers(Schema::new())?
            }
            found => found?,
        };
        if self.all.is_open || is_opened {
            schema = schema.open();
        }
        // A fault is found again where the text is read, with its place.
        Ok(match notation::Reader::new(schema.clone()).read(&self.all.vocabulary) {
            Ok(kg) => kg.schema().clone(),
            Err(_) => schema,
        })
    }

    fn with_dossiers(&self, schema: Schema) -> Result<Schema, Failure> {
        let mut schema = schema;
        for (path, dossier) in &self.dossiers {
            let declared = schema.declare(dossier.vocabulary.clone());
            declared.map_err(|error| Failure::record(path, error.at("vocabulary")))?;
        }
        Ok(schema)
    }
}
