//! Tables as comma-separated text (RFC 4180): entities, facts, sources and claims, for DuckDB, pandas, spreadsheets and
//! Neo4j's importer.
//!
//! ```
//! use chancery::{KnowledgeGraph, diplomacy, fact};
//! use chancery::io::{Import, csv};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add("person", "Tokayev")?;
//! kg.add("state", "Pakistan")?;
//! kg.assert(fact("tokayev", "visits", "pakistan").on("2026-02").planned())?;
//!
//! let (mut entities, mut facts) = (Vec::new(), Vec::new());
//! let tables = kg.view().csv();
//! assert!(tables.write_entities(&mut entities)?.is_empty() && tables.write_facts(&mut facts)?.is_empty());
//! assert_eq!(String::from_utf8_lossy(&entities), "key,kind,name\ntokayev,person,Tokayev\npakistan,state,Pakistan\n");
//! let row = "#0,tokayev,entity,visits,pakistan,entity,2026-02,2026-02-01,2026-02-28,2026-02-01,2026-02-28,planned";
//! assert_eq!(String::from_utf8_lossy(&facts).lines().nth(1), Some(row));
//!
//! let schema = diplomacy::schema();
//! let mut reader = csv::Reader::new(&schema);
//! reader.entities(entities.as_slice())?;
//! reader.facts(facts.as_slice())?;
//! let mut again = KnowledgeGraph::new(schema.clone());
//! Import::new().apply_all(&mut again, reader.finish())?;
//! assert_eq!(again.fact_count(), 1);
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! # Tables
//! | table | a row is | columns |
//! |---|---|---|
//! | entities | an entity | `key`, `kind`, `name` |
//! | facts | a fact | `id` (`#` and its key or place), `subject`, `subject_type`, `relation`, `object`, `object_type`, `when`, the first and last day of start and end, `modality`; and where any fact has them `fact_key`, `claim_count`, `claims` in the notation, `retracted`, `retracted_why`, `resolved`, `resolved_by`, and `role.…` for each role |
//! | sources | a source | `key`, `title`, `publisher`, `url`, `published`, `licence`, `derives_from`, `sha256`, `text` |
//! | claims | a claim | `fact` (its id), `source`, `stance`, `said_by`, `inferred`, `confidence`, `quote`, `start`, `end`, `sha256` |
//!
//! Entities, facts and sources hold a whole view; claims are told again in a table of their own for whoever counts them. A
//! type is `entity`, `fact`, or that of a value. Days are those of the years 1 to 9999, and empty where there is no limit. The
//! text of an entity in a role column is its key; that of a value stands bare where the role takes only values.
//!
//! # Whoever reads them
//! A reader that guesses types makes 42 of the code `042` and nothing of the name `NA`. [`Csv::duckdb`] gives the statements
//! that load the tables into DuckDB with their types; pandas wants `dtype=str, keep_default_na=False`. With
//! [`Csv::for_neo4j`] headers are those that `neo4j-admin database import` asks for, and values and facts that are ends of facts are
//! nodes too; it wants `--multiline-fields=true`. A text that begins with `=` is written as it is: a spreadsheet that opens the file
//! may run it as a formula.

mod read;
mod write;

pub use read::Reader;
pub use write::Csv;

/// What parts the columns of a table.
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
}

impl Delimiter {
    const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Tab => b'\t',
            Self::Semicolon => b';',
            Self::Bar => b'|',
        }
    }
}
