//! Tables as delimited text (RFC 4180): entities, facts, sources and claims, for DuckDB, pandas, spreadsheets and
//! Neo4j's importer; and tables of facts of other programs, read as edits or loaded in bulk.
//!
//! ```
//! use chancery::{KnowledgeGraph, diplomacy, fact};
//! use chancery::io::{Import, csv::{self, Csv}};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add("person", "Tokayev")?;
//! kg.add("state", "Pakistan")?;
//! kg.assert(fact("tokayev", "visits", "pakistan").on("2026-02").planned())?;
//!
//! let view = kg.view();
//! let tables = Csv::of(&view);
//! let (entities, facts) = (tables.entities().to_string(), tables.facts().to_string());
//! assert_eq!(entities, "key,kind,name\ntokayev,person,Tokayev\npakistan,state,Pakistan\n");
//! let row = "#0,tokayev,entity,visits,pakistan,entity,2026-02,2026-02-01,2026-02-28,2026-02-01,2026-02-28,planned";
//! assert_eq!(facts.lines().nth(1), Some(row));
//! assert!(tables.facts().losses().is_empty());
//!
//! let mut again = KnowledgeGraph::new(diplomacy::schema());
//! let mut reader = csv::Reader::new(again.schema());
//! reader.read_entities(entities.as_bytes())?;
//! reader.read_facts(facts.as_bytes())?;
//! let edits = reader.finish();
//! Import::new().apply_all(&mut again, edits)?;
//! assert_eq!(again.fact_count(), 1);
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # Tables that are written
//! | table | a row is | columns |
//! |---|---|---|
//! | [entities](Csv::entities) | an entity | `key`, `kind`, `name` |
//! | [facts](Csv::facts) | a fact | `id` (`#` and its key or place), `subject`, `subject_type`, `relation`, `object`, `object_type`, `when`, the first and last day of start and end, `modality`; and where any fact has them `fact_key`, `claim_count`, `claims` in the notation, `retracted`, `retracted_why`, `resolved`, `resolved_by`, and `role.…` for each role |
//! | [sources](Csv::sources) | a source | `key`, `title`, `publisher`, `url`, `published`, `licence`, `derives_from`, `sha256`, `text` |
//! | [claims](Csv::claims) | a claim | `fact` (its id), `source`, `stance`, `said_by`, `inferred`, `confidence`, `quote`, `start`, `end`, `sha256` |
//!
//! Entities, facts and sources hold a whole view. The table of claims repeats the claims of the facts, one row for
//! each, for programs that count claims. A type is `entity`, `fact`, or the type of a value. Days are those of the
//! years 1 to 9999; a cell is empty where there is no limit. A role column holds the key of an entity. A value has no
//! quotes and no type if the role takes only values.
//!
//! # Programs that read them
//! A program that guesses types reads the code `042` as the number 42, and the name `NA` as missing. [`Csv::duckdb`]
//! gives the statements that load the tables into DuckDB with their types; pandas needs `dtype=str,
//! keep_default_na=False`. With [`Csv::for_neo4j`] the headers are those of `neo4j-admin database import`, and values
//! and facts that are ends of facts are nodes too; it needs `--multiline-fields=true`.
//!
//! **Spreadsheets** may run a cell as a formula if it begins with `=`, `+`, `-` or `@`, also behind blanks, or with a
//! tab or the end of a line. Texts come from sources that nobody may have checked, and the cells of `claims` begin with
//! `@` themselves. The tables have each text as it is; for a spreadsheet, write them with [`Csv::guarded`], which puts
//! an apostrophe before such cells. The readers take it off again if they have the option of the same name.
//!
//! # Two ways to read
//! A [`Reader`] reads all tables that are written here. For other tables, describe their [columns](crate::io::Column).
//! It gives edits, which an [`Import`](crate::io::Import) matches against what the graph has. A [`Loader`] takes a
//! table of facts straight into a graph in bulk: for millions of rows, each of them new.
//!
//! Both read all tables of RFC 4180, also with a byte order mark, or with a first line such as `sep=;`, which names the
//! delimiter. Blank lines are skipped. A row that is not valid is reported with line and column, and passed over to its
//! end, also where a cell in quotes has several lines. White space at the ends of a cell is left out, unless it is
//! within quotes. A cell that has a quote must begin with one, unless the table is read without quotes.
//!
//! # Limits
//! One row at a time is in memory. The facts of rows with several objects may take 16 MiB, and 64 bytes for each byte
//! of such rows; a row beyond that is an error. The edits of a [`Reader`] take about 400 bytes for a fact and 1,200 for
//! an entity: 6 times the size of tables that this crate wrote, 40 times that of a table of keys alone, at most 160
//! times that of a table in which each row is bad. A [`Loader`] keeps the entities that cells name, and the errors of
//! bad rows if it skips these.

mod entities;
mod guard;
mod layout;
mod load;
mod loader;
mod read;
mod rows;
mod shape;
mod write;

pub use entities::Entities;
pub use loader::{BadRows, LoadError, Loaded, Loader, Progress};
pub use read::Reader;
pub use write::{Csv, Table};

/// What stands between the cells of a row.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Delimiter {
    /// `,`
    #[default]
    Comma,
    /// A tab.
    Tab,
    /// `;`
    Semicolon,
    /// `|`
    Bar,
    /// Any number of blanks and tabs. A table is written with one blank.
    Blanks,
}

impl Delimiter {
    const ALL: [Self; 5] = [Self::Comma, Self::Tab, Self::Semicolon, Self::Bar, Self::Blanks];

    const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Tab => b'\t',
            Self::Semicolon => b';',
            Self::Bar => b'|',
            Self::Blanks => b' ',
        }
    }

    const fn is(self, byte: u8) -> bool {
        byte == self.byte() || (matches!(self, Self::Blanks) && byte == b'\t')
    }
}

/// What a table whose only column has another delimiter in its name probably needs.
pub(super) fn other_delimiter(names: &[&str]) -> &'static str {
    match names {
        [name] if name.contains(';') => "; call `delimiter` if a semicolon is between the cells",
        [name] if name.contains('\t') => "; call `delimiter` if a tab is between the cells",
        [name] if name.contains('|') => "; call `delimiter` if `|` is between the cells",
        [name] if name.contains(',') => "; call `delimiter` if a comma is between the cells",
        _ => "",
    }
}
