//! Tables: facts from delimited text, a row each. Tabs, commas or bars between the cells; with a header or without; quoted
//! as RFC 4180 has it, or not at all.
//!
//! The caller says what the columns are, and how the cells name entities. Rows are read as a stream and taken in by one
//! [bulk load](crate::KnowledgeGraph::bulk): each is checked as an assertion is, and all are taken or none, unless the good
//! ones shall be kept. A row that is wrong is told with line and column, the value, and what was allowed.
//!
//! ```
//! use chancery::KnowledgeGraph;
//! use chancery::diplomacy::{self, Visits};
//! use chancery::io::table::{Column, Entities, Table};
//!
//! let text = "who,whom,on\n\"Tokayev, Kassym-Jomart\",Pakistan,2026-02-04\n";
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! let loaded = Table::commas()
//!     .header()
//!     .relation("visits")
//!     .column("who", Column::Subject)
//!     .column("whom", Column::Object)
//!     .column("on", Column::On)
//!     .subjects(Entities::named().add_as("person"))
//!     .objects(Entities::named().add_as("state"))
//!     .load(&mut kg, text.as_bytes())?;
//! assert_eq!((loaded.facts, loaded.entities), (1, 2));
//! let pakistan = kg.entity("pakistan")?;
//! let visit = kg.view().facts(Visits).to(pakistan).next().unwrap();
//! assert_eq!(visit.to_string(), "tokayev-kassym-jomart visits pakistan on 2026-02-04");
//!
//! let wrong = "who,whom,on\nTokayev,Pakistan,2026-02-30\n";
//! # let table = Table::commas().header().relation("visits").column("who", Column::Subject).column("whom", Column::Object)
//! #     .column("on", Column::On).subjects(Entities::named().add_as("person")).objects(Entities::named().add_as("state"));
//! let rejected = table.load(&mut kg, wrong.as_bytes()).unwrap_err();
//! assert!(rejected.to_string().starts_with("line 2, column 18: on: `2026-02-30`"), "{rejected}");
//! # Ok::<(), chancery::Error>(())
//! ```

mod entities;
mod load;
mod rows;

use std::{fmt, io::Read, ops::ControlFlow};

pub use self::entities::Entities;
use crate::{error::Error, graph::KnowledgeGraph};

/// What the cells of a column say. An empty cell says nothing, where that is allowed.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// The subject. Never empty.
    Subject,
    /// The relation, by name or inverse name, with or without a date in it. Never empty.
    Relation,
    /// The object: an entity, or a value where the relation takes one. Never empty.
    Object,
    /// The time in the form in which it prints: `2026-02`, `as-of 2026-01-24`, `1991/2004`.
    When,
    /// The date on which it happened.
    On,
    /// A date on which it was seen to hold.
    AsOf,
    /// The date on which it began. With nothing in the column of the end, it may still go on.
    Start,
    /// The date on which it ended.
    End,
    /// How it is told: `actual`, `planned` and so on.
    Modality,
    /// The fact's own key.
    Key,
    /// Who or what plays a role, by the name of the role.
    Role(String),
    /// The key of the source that says so.
    Source,
    /// The words of the source. Needs a source.
    Quote,
    /// Nothing that is read.
    Ignored,
}

/// What becomes of the load where a row is wrong.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BadRows {
    /// It stops at the first, and nothing is loaded.
    #[default]
    Stop,
    /// It reads on to tell them all, and nothing is loaded. After 1,000 it stops.
    Collect,
    /// The good rows are loaded, and the bad ones told. After 1,000,000 it stops, and nothing is loaded.
    Skip,
}

/// How to read a table of facts. Made by [`tabs`](Self::tabs), [`commas`](Self::commas) or [`bars`](Self::bars); then says
/// what the columns are; then [`load`](Self::load)s.
#[derive(Clone, Debug)]
#[must_use = "a table is nothing until it is loaded"]
pub struct Table {
    delimiter: u8,
    quoted: bool,
    header: bool,
    /// In the order of the cells.
    columns: Vec<Column>,
    /// By the names in the header.
    named: Vec<(String, Column)>,
    relation: Option<String>,
    source: Option<String>,
    subjects: Entities,
    objects: Entities,
    players: Entities,
    bad_rows: BadRows,
}

impl Table {
    fn new(delimiter: u8, quoted: bool) -> Self {
        Self {
            delimiter,
            quoted,
            header: false,
            columns: Vec::new(),
            named: Vec::new(),
            relation: None,
            source: None,
            subjects: Entities::keyed(),
            objects: Entities::keyed(),
            players: Entities::keyed(),
            bad_rows: BadRows::Stop,
        }
    }

    /// Cells with tabs between, in which a quote is a character like others.
    pub fn tabs() -> Self {
        Self::new(b'\t', false)
    }

    /// Cells with commas between. A cell may stand in quotes, and then have commas, line breaks, and quotes doubled.
    pub fn commas() -> Self {
        Self::new(b',', true)
    }

    /// Cells with bars (`|`) between, in which a quote is a character like others.
    pub fn bars() -> Self {
        Self::new(b'|', false)
    }

    /// Cells may stand in quotes.
    pub fn quoted(mut self) -> Self {
        self.quoted = true;
        self
    }

    /// A quote is a character like others.
    pub fn unquoted(mut self) -> Self {
        self.quoted = false;
        self
    }

    /// The first row has the names of the columns.
    pub fn header(mut self) -> Self {
        self.header = true;
        self
    }

    /// What the columns are, from the first on. Each row must have as many cells.
    pub fn columns(mut self, columns: impl IntoIterator<Item = Column>) -> Self {
        self.columns = columns.into_iter().collect();
        self
    }

    /// What the column of a name in the header is. Columns that are not named are not read.
    pub fn column(mut self, name: impl Into<String>, column: Column) -> Self {
        self.named.push((name.into(), column));
        self
    }

    /// The relation of all rows, where no column tells it.
    pub fn relation(mut self, name: impl Into<String>) -> Self {
        self.relation = Some(name.into());
        self
    }

    /// The key of the source that says all of it, where no column tells it.
    pub fn source(mut self, key: impl Into<String>) -> Self {
        self.source = Some(key.into());
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

    /// What becomes of the load where a row is wrong. At first, it stops.
    pub fn bad_rows(mut self, bad_rows: BadRows) -> Self {
        self.bad_rows = bad_rows;
        self
    }

    /// Loads the table into a graph, in its open transaction.
    ///
    /// Reads the text as a stream through a buffer of its own. Takes time in the number of rows; if they are few beside what
    /// the graph holds, no more than asserting them.
    ///
    /// # Errors
    /// The rows that are wrong, each with line and column; a column that the header lacks; what the reader fails with. Then
    /// the graph is as it was.
    pub fn load(&self, kg: &mut KnowledgeGraph, text: impl Read) -> Result<Loaded, Rejected> {
        self.load_with(kg, text, usize::MAX, |_| ControlFlow::Continue(()))
    }

    /// The same, and tells each time that so many rows more have been read how far it is. Told to break off, it stops, and
    /// the graph is as it was.
    ///
    /// # Errors
    /// As [`load`](Self::load); [`Interrupted`](crate::ErrorKind::Interrupted) if it was told to break off.
    ///
    /// ```
    /// # use std::ops::ControlFlow;
    /// # use chancery::{KnowledgeGraph, Schema, diplomacy, io::table::{Column, Entities, Table}};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let table = Table::tabs().columns([Column::Subject, Column::Relation, Column::Object]);
    /// let table = table.entities(Entities::named().add_as("state"));
    /// let text = "Pakistan\tborders\tIran\n".repeat(10);
    /// let mut told = Vec::new();
    /// table.load_with(&mut kg, text.as_bytes(), 4, |progress| {
    ///     told.push(progress.rows);
    ///     ControlFlow::Continue(())
    /// })?;
    /// assert_eq!(told, [4, 8]);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn load_with(
        &self,
        kg: &mut KnowledgeGraph,
        text: impl Read,
        every: usize,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Loaded, Rejected> {
        load::load(self, kg, text, every, progress)
    }
}

/// How far a load is.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Rows read, the header not counted.
    pub rows: usize,
    /// Bad ones among them.
    pub bad: usize,
}

/// What a load brought.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loaded {
    /// Rows read, the header and blank ones not counted.
    pub rows: usize,
    /// Facts recorded.
    pub facts: usize,
    /// Entities added.
    pub entities: usize,
    /// Rows that were left out, each with what was wrong. Empty unless [`BadRows::Skip`] is asked for.
    pub skipped: Vec<Error>,
}

/// Why nothing of a table was loaded. As an [`Error`] it is the first of its faults.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejected {
    first: Error,
    more: Vec<Error>,
}

impl Rejected {
    /// All that is wrong, as far as it was looked for, in the order of rows.
    pub fn faults(&self) -> impl Iterator<Item = &Error> + Clone {
        std::iter::once(&self.first).chain(&self.more)
    }
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.more.len() {
            0 => self.first.fmt(f),
            more => write!(f, "{}; and {more} more", self.first),
        }
    }
}
impl std::error::Error for Rejected {}

impl From<Error> for Rejected {
    fn from(error: Error) -> Self {
        Self { first: error, more: Vec::new() }
    }
}
impl From<Rejected> for Error {
    fn from(rejected: Rejected) -> Self {
        rejected.first
    }
}
