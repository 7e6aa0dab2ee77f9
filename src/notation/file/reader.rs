//! Reading files of the notation into a graph, and checking them.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    fmt,
    path::{Path, PathBuf},
};

use super::{
    declare::{Declared, Missing, declare},
    fault::{Fault, Faults, Placer, count},
    files::Files,
    first_use::{Counts, FirstUse, on_first_use},
    load::Load,
};
use crate::{
    error::Error,
    graph::{Bulk, KnowledgeGraph},
    notation::line::Flaw,
    schema::Schema,
};

/// Reads a text into a new graph, in one transaction.
///
/// The text cannot include files; for that, a [`Reader`] is given the folder.
///
/// # Errors
/// Every fault of the text.
pub fn read(text: &str, schema: Schema) -> Result<KnowledgeGraph, Faults> {
    Reader::new(schema).read(text)
}

/// Checks files and everything that they include, and returns all faults.
pub fn check<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>, schema: Schema) -> CheckReport {
    Reader::new(schema).check(paths)
}

/// Reads files of the notation, with a schema, texts of sources, and a folder for includes.
///
/// ```
/// use chancery::{diplomacy, notation::Reader, model::Sha256};
///
/// let words = "He comes in February.";
/// let file = format!("source report sha256 {}\nentity person he \"He\"\nhe also-known-as \"HE\" @report \"He\"", Sha256::of(words));
/// let kg = Reader::new(diplomacy::schema()).text_of("report", words).read(&file)?;
/// assert_eq!(kg.claims().next().and_then(|claim| claim.ranges().next()), Some((0, 2)));
/// assert!(Reader::new(diplomacy::schema()).text_of("report", "Other words.").read(&file).is_err());
/// # Ok::<(), chancery::notation::Faults>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a reader does nothing until one of its methods reads"]
pub struct Reader {
    schema: Schema,
    /// Whether the schema is only for files that declare no vocabulary.
    is_default: bool,
    texts: BTreeMap<String, String>,
    base: Option<PathBuf>,
}

impl Reader {
    /// A reader that checks facts against a schema, to which the vocabulary of the files is added.
    pub const fn new(schema: Schema) -> Self {
        Self { schema, is_default: false, texts: BTreeMap::new(), base: None }
    }

    /// A reader that checks facts against a schema only if the files declare no vocabulary. If a file or one that it includes
    /// has a line with `kind`, `role`, `relation` or `open`, the vocabulary of the files is added to [`Schema::new`] instead.
    /// So it is also if a file cannot be read, as that file may have the vocabulary.
    ///
    /// All files of one call have one schema: if one of them declares a vocabulary, the facts of all are checked against
    /// that. [`add_to`](Self::add_to) always uses the schema of the graph.
    ///
    /// ```
    /// use chancery::{diplomacy, notation::Reader};
    ///
    /// let reader = Reader::with_default_schema(diplomacy::schema());
    /// let visit = "entity person tokayev \"Tokayev\"\nentity state pakistan \"Pakistan\"\ntokayev visits pakistan";
    /// assert_eq!(reader.read(visit)?.fact_count(), 1);
    ///
    /// // The relation `visits` of diplomacy would not take a dog.
    /// let own = "kind dog\nrelation visits event from dog to dog\n\
    ///            entity dog rex \"Rex\"\nentity dog fido \"Fido\"\nrex visits fido";
    /// assert_eq!(reader.read(own)?.fact_count(), 1);
    /// assert!(Reader::new(diplomacy::schema()).read(own).is_err());
    /// # Ok::<(), chancery::notation::Faults>(())
    /// ```
    pub const fn with_default_schema(schema: Schema) -> Self {
        Self { schema, is_default: true, texts: BTreeMap::new(), base: None }
    }

    /// Supplies the text of a source of which the file has only the hash. The hash and every quote are checked.
    pub fn text_of(mut self, source: impl Into<String>, text: impl Into<String>) -> Self {
        self.texts.insert(source.into(), text.into());
        self
    }

    /// Sets the folder of the files that a text includes. The includes of a file are relative to that file.
    pub fn base(mut self, folder: impl Into<PathBuf>) -> Self {
        self.base = Some(folder.into());
        self
    }

    /// Reads a text into a new graph.
    ///
    /// # Errors
    /// Every fault of the text and of what it includes.
    pub fn read(&self, text: &str) -> Result<KnowledgeGraph, Faults> {
        self.new_graph(&self.files_of(text))
    }

    /// Reads files and everything that they include into a new graph. A file that is named or included twice is read once.
    ///
    /// # Errors
    /// Every fault of the files.
    pub fn read_files<P: AsRef<Path>>(&self, paths: impl IntoIterator<Item = P>) -> Result<KnowledgeGraph, Faults> {
        self.new_graph(&files_at(paths))
    }

    /// Adds the content of a text to a graph, checked against the schema of the graph, in which the vocabulary of the text is
    /// declared. If there is a fault, nothing is added. A closed schema stays closed: `open` in the text is a fault then.
    ///
    /// # Errors
    /// Every fault of the text, and everything in it that conflicts with the graph.
    pub fn add_to(&self, kg: &mut KnowledgeGraph, text: &str) -> Result<(), Faults> {
        let files = self.files_of(text);
        let declared = declare(&files, kg.schema(), kg.schema().is_open());
        kg.atomically(|kg| {
            if let Some(schema) = declared.schema {
                kg.declare(schema.to_def()).map_err(|error| Faults(vec![Fault::without_line(None, error)]))?;
            }
            kg.bulk(|bulk| self.load(&files, bulk, declared.flaws, declared.missing).whole())
        })
    }

    /// Checks files and everything that they include.
    pub fn check<P: AsRef<Path>>(&self, paths: impl IntoIterator<Item = P>) -> CheckReport {
        let files = files_at(paths);
        let (mut kg, declared) = self.with_vocabulary(&files);
        let before = Counts::of(kg.schema());
        let report = kg.bulk(|bulk| Ok::<_, Infallible>(self.load(&files, bulk, declared.flaws, declared.missing)));
        let Ok(report) = report;
        CheckReport { declared: on_first_use(&files, kg.schema(), before), ..report }
    }

    fn files_of(&self, text: &str) -> Files {
        let mut files = Files::default();
        files.add_text(text, self.base.as_deref());
        files
    }

    fn new_graph(&self, files: &Files) -> Result<KnowledgeGraph, Faults> {
        let (mut kg, declared) = self.with_vocabulary(files);
        kg.bulk(|bulk| self.load(files, bulk, declared.flaws, declared.missing).whole())?;
        Ok(kg)
    }

    /// An empty graph with the vocabulary for files, and what else was found in theirs.
    fn with_vocabulary(&self, files: &Files) -> (KnowledgeGraph, Declared) {
        let own = (self.is_default && files.may_declare()).then(Schema::new);
        let schema = own.as_ref().unwrap_or(&self.schema);
        let mut declared = declare(files, schema, true);
        (KnowledgeGraph::new(declared.schema.take().unwrap_or_else(|| schema.clone())), declared)
    }

    /// Reads files into a graph that has their vocabulary, with the faults of that.
    fn load(
        &self,
        files: &Files,
        bulk: &mut Bulk<'_>,
        of_vocabulary: Vec<(usize, Flaw)>,
        missing: Missing,
    ) -> CheckReport {
        let mut load = Load::new(files, &self.texts, bulk, missing);
        load.flaws = of_vocabulary;
        load.run();
        let (sources, entities, facts) = (load.sources, load.entities, load.facts);
        let no_source = self.texts.keys().filter_map(|source| load.source_of(source).err().flatten());
        let without_source: Vec<Error> = no_source.map(|error| error.at("text_of")).collect();
        let mut flaws = files.flaws.clone();
        flaws.append(&mut load.flaws);
        flaws.sort_by_key(|(file, flaw)| (*file, flaw.span.start, flaw.span.end));
        // What a block gives is checked with each of its claims.
        flaws.dedup();
        let mut faults = files.lost.clone();
        let mut placer: Option<(usize, Placer<'_>)> = None;
        for (number, flaw) in flaws {
            let Some(file) = files.all.get(number) else { continue };
            let of_file = placer.take().filter(|(last, _)| *last == number);
            let (_, placer) = placer.insert(
                of_file.unwrap_or_else(|| (number, Placer::new(file.path.as_deref(), &file.text, &file.lines))),
            );
            faults.push(placer.fault(flaw));
        }
        faults.extend(without_source.into_iter().map(|error| Fault::without_line(None, error)));
        CheckReport { faults, files: files.all.len(), sources, entities, facts, declared: Vec::new() }
    }
}

fn files_at<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> Files {
    let mut files = Files::default();
    for path in paths {
        files.add_file(path.as_ref());
    }
    files
}

/// The result of a check: all faults, and how much was read.
///
/// Its `Display` shows each fault with its line, then each name that was declared on first use, then a line of counts.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct CheckReport {
    /// The faults, in the order of files and lines.
    pub faults: Vec<Fault>,
    /// How many files were read, with those that were included.
    pub files: usize,
    /// How many sources they declare.
    pub sources: usize,
    /// How many entities they declare.
    pub entities: usize,
    /// How many facts they state, including aliases and identifiers of entities.
    pub facts: usize,
    /// The kinds, relations and roles that an open vocabulary declared on first use, in the order of that.
    pub declared: Vec<FirstUse>,
}

impl CheckReport {
    /// The faults as an error, if there are any.
    fn whole(self) -> Result<(), Faults> {
        if self.faults.is_empty() { Ok(()) } else { Err(Faults(self.faults)) }
    }

    /// Whether there are no faults.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }
}

impl fmt::Display for CheckReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.faults {
            writeln!(f, "{fault}\n")?;
        }
        for name in &self.declared {
            writeln!(f, "{name}")?;
        }
        let faults = if self.faults.is_empty() { "no fault".to_owned() } else { count(self.faults.len(), "fault") };
        write!(
            f,
            "{} in {}: {}, {}, {}",
            faults,
            count(self.files, "file"),
            count(self.sources, "source"),
            count(self.entities, "entity"),
            count(self.facts, "fact")
        )
    }
}
