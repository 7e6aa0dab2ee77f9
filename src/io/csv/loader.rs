//! Loading a table of facts in bulk: its options, and what a load returns.

use std::{fmt, io::Read, ops::ControlFlow};

use super::{
    Delimiter, Entities, load,
    shape::{Shape, shape_options},
};
use crate::{
    error::Error,
    graph::KnowledgeGraph,
    io::{Column, foreign::Values},
    time::Dates,
};

/// What a load does with a bad row.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BadRows {
    /// Stops at the first, and loads nothing.
    #[default]
    Stop,
    /// Reads on to report all of them, up to 1,000, and loads nothing.
    Collect,
    /// Loads the good rows and reports the bad ones. After 1,000,000 bad rows it stops, and loads nothing.
    Skip,
}

/// Loads a table of facts into a graph in bulk, a fact a row.
///
/// The caller says what the columns mean, and how the cells name entities. Each row is checked as an assertion is. All
/// rows are loaded or none, unless [`bad_rows`](Self::bad_rows) says otherwise. A bad row is reported with line and
/// column, the value, and what was allowed.
///
/// ```
/// use chancery::KnowledgeGraph;
/// use chancery::diplomacy::{self, Visits};
/// use chancery::io::{Column, csv::{Entities, Loader}};
///
/// let visits = || Loader::new()
///     .header()
///     .relation("visits")
///     .column("who", Column::Subject)
///     .column("whom", Column::Object)
///     .column("on", Column::On)
///     .subjects(Entities::named().add_as("person"))
///     .objects(Entities::named().add_as("state"));
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let text = "who,whom,on\n\"Tokayev, Kassym-Jomart\",Pakistan,2026-02-04\n";
/// let loaded = visits().load(&mut kg, text.as_bytes())?;
/// assert_eq!((loaded.facts, loaded.entities), (1, 2));
/// let pakistan = kg.entity("pakistan")?;
/// let visit = kg.view().facts(Visits).to(pakistan).first()?.unwrap();
/// assert_eq!(visit.to_string(), "tokayev-kassym-jomart visits pakistan on 2026-02-04");
///
/// let wrong = "who,whom,on\nTokayev,Pakistan,2026-02-30\n";
/// let error = visits().load(&mut kg, wrong.as_bytes()).unwrap_err();
/// assert!(error.to_string().starts_with("line 2, column 18: on: `2026-02-30`"), "{error}");
/// # Ok::<(), chancery::Error>(())
/// ```
#[must_use = "a loader does nothing until `load` is called"]
pub struct Loader<'p> {
    pub(super) delimiter: Delimiter,
    pub(super) quoted: bool,
    pub(super) guarded: bool,
    pub(super) header: bool,
    /// In the order of the cells.
    pub(super) columns: Vec<Column>,
    /// By the names in the header.
    pub(super) named: Vec<(String, Column)>,
    pub(super) relation: Option<String>,
    pub(super) source: Option<String>,
    pub(super) subjects: Entities,
    pub(super) objects: Entities,
    pub(super) players: Entities,
    pub(super) bad_rows: BadRows,
    pub(super) shape: Shape,
    pub(super) values: Values,
    progress: Option<(usize, Report<'p>)>,
}

/// Is called with how far a load has come.
pub(super) type Report<'p> = Box<dyn FnMut(Progress) -> ControlFlow<()> + 'p>;

impl Default for Loader<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Loader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loader")
            .field("delimiter", &self.delimiter)
            .field("columns", &self.columns)
            .finish_non_exhaustive()
    }
}

impl<'p> Loader<'p> {
    /// A table of commas and quotes, without a header, whose cells name entities by key.
    pub fn new() -> Self {
        Self {
            delimiter: Delimiter::Comma,
            quoted: true,
            guarded: false,
            header: false,
            columns: Vec::new(),
            named: Vec::new(),
            relation: None,
            source: None,
            subjects: Entities::keyed(),
            objects: Entities::keyed(),
            players: Entities::keyed(),
            bad_rows: BadRows::Stop,
            shape: Shape::default(),
            values: Values::default(),
            progress: None,
        }
    }

    /// The character between the cells. The default is a comma.
    pub fn delimiter(mut self, delimiter: Delimiter) -> Self {
        self.delimiter = delimiter;
        self
    }

    /// Reads a quote as a character like any other. Without this a cell may stand in quotes, and then have delimiters
    /// and line breaks in it, and quotes doubled.
    pub fn unquoted(mut self) -> Self {
        self.quoted = false;
        self
    }

    /// Takes off the apostrophes that [`Csv::guarded`](super::Csv::guarded) wrote before cells.
    pub fn guarded(mut self) -> Self {
        self.guarded = true;
        self
    }

    /// The first row has the names of the columns.
    pub fn header(mut self) -> Self {
        self.header = true;
        self
    }

    /// The meaning of the columns, from the first on. Each row must have as many cells.
    pub fn columns(mut self, columns: impl IntoIterator<Item = Column>) -> Self {
        self.columns = columns.into_iter().collect();
        self
    }

    /// The meaning of the column with this name in the header. Columns without a meaning are not read;
    /// [`Loaded::unread`] has their names.
    pub fn column(mut self, name: impl Into<String>, column: Column) -> Self {
        self.named.push((name.into(), column));
        self
    }

    /// The relation of all rows, where no column has it.
    pub fn relation(mut self, name: impl Into<String>) -> Self {
        self.relation = Some(name.into());
        self
    }

    /// The key of the source of each row for which no column has one.
    pub fn source(mut self, key: impl Into<String>) -> Self {
        self.source = Some(key.into());
        self
    }

    shape_options!();

    /// How dates are read: [`Dates::cut_to_day`] cuts off a time of day. The default is strict, so that a time of day
    /// is an error. [`Loaded::cut`] counts what is cut.
    pub fn dates(mut self, dates: Dates) -> Self {
        self.values.dates = dates;
        self
    }

    /// How the cells name subjects, objects and role players.
    pub fn entities(mut self, entities: Entities) -> Self {
        self.subjects = entities.clone();
        self.objects = entities.clone();
        self.players = entities;
        self
    }

    /// How the cells name subjects.
    pub fn subjects(mut self, entities: Entities) -> Self {
        self.subjects = entities;
        self
    }

    /// How the cells name objects that are entities.
    pub fn objects(mut self, entities: Entities) -> Self {
        self.objects = entities;
        self
    }

    /// How the cells name role players that are entities.
    pub fn players(mut self, entities: Entities) -> Self {
        self.players = entities;
        self
    }

    /// What the load does with a bad row. The default is to stop.
    pub fn bad_rows(mut self, bad_rows: BadRows) -> Self {
        self.bad_rows = bad_rows;
        self
    }

    /// Calls a function each time this many rows have been read. If it returns [`ControlFlow::Break`], the load ends
    /// with [`ErrorKind::Interrupted`](crate::ErrorKind::Interrupted), and the graph is as before. It is as before,
    /// too, if the function panics. With 0 rows it is called for each row.
    ///
    /// ```
    /// # use std::ops::ControlFlow;
    /// # use chancery::{KnowledgeGraph, diplomacy, io::{Column, csv::{Entities, Loader}}};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let text = "Pakistan,borders,Iran\n".repeat(10);
    /// let mut seen = Vec::new();
    /// Loader::new()
    ///     .columns([Column::Subject, Column::Relation, Column::Object])
    ///     .entities(Entities::named().add_as("state"))
    ///     .progress(4, |progress| {
    ///         seen.push(progress.rows);
    ///         ControlFlow::Continue(())
    ///     })
    ///     .load(&mut kg, text.as_bytes())?;
    /// assert_eq!(seen, [4, 8]);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn progress(mut self, every: usize, call: impl FnMut(Progress) -> ControlFlow<()> + 'p) -> Self {
        self.progress = Some((every.max(1), Box::new(call)));
        self
    }

    /// Loads the table into a graph, in its open transaction.
    ///
    /// Reads the text as a stream through a buffer of its own. Takes time in the number of rows; a few rows cost no
    /// more than asserting them.
    ///
    /// # Errors
    /// The rows that are wrong, each with line and column; a column that the header lacks; an error of the reader. Then
    /// the graph is as before.
    pub fn load(&mut self, kg: &mut KnowledgeGraph, text: impl Read) -> Result<Loaded, LoadError> {
        let mut progress = self.progress.take();
        let done = load::load(self, kg, text, progress.as_mut());
        self.progress = progress;
        done
    }
}

/// How far a load has come.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Rows that were read, without the header.
    pub rows: usize,
    /// Bad rows among them.
    pub bad: usize,
}

/// What a load did.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loaded {
    /// Rows that were read, without the header and blank lines.
    pub rows: usize,
    /// Facts that were recorded, with those that give an entity a further name.
    pub facts: usize,
    /// Entities that were added.
    pub entities: usize,
    /// Times of day that were cut off.
    pub cut: usize,
    /// The columns that have no meaning, by the names in the header.
    pub unread: Vec<String>,
    /// The errors of the rows that were left out. Empty unless the option is [`BadRows::Skip`].
    pub skipped: Vec<Error>,
}

/// Why a table was not loaded: one error, or the errors of many rows. As an [`Error`] it is the first of them.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadError {
    pub(super) first: Error,
    pub(super) more: Vec<Error>,
}

impl LoadError {
    /// The errors that were found, in the order of rows.
    pub fn faults(&self) -> impl Iterator<Item = &Error> + Clone {
        std::iter::once(&self.first).chain(&self.more)
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.more.len() {
            0 => self.first.fmt(f),
            more => write!(f, "{}; and {more} more", self.first),
        }
    }
}
impl std::error::Error for LoadError {}

impl From<Error> for LoadError {
    fn from(error: Error) -> Self {
        Self { first: error, more: Vec::new() }
    }
}
impl From<LoadError> for Error {
    fn from(error: LoadError) -> Self {
        error.first
    }
}
