//! `store`: a record in one file that survives crashes, with its history.

mod history;
mod keep;
mod purge;

use std::path::{Path, PathBuf};

use chancery::{Error, KnowledgeGraph, Stamp, store};
use clap::{Args, Subcommand};

use crate::{
    arguments::{Reading, Target},
    failure::Failure,
    output::{Outcome, Output},
};

/// Keep a record in one SQLite file, with its history
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  chancery store create record.chancery report.facts --by desk\n  chancery store import record.chancery friday.facts --by desk --why \"the daily report\"\n  chancery store log record.chancery\n  chancery on 2026-02-10 record.chancery"
)]
pub(crate) struct Store {
    #[command(subcommand)]
    work: Work,
}

#[derive(Debug, Subcommand)]
enum Work {
    /// Make a store, empty or from files
    ///
    /// A single archive or store keeps its history; other files become one transaction.
    #[command(after_help = "Example:\n  chancery store create record.chancery report.facts --by desk")]
    Create {
        /// The file to make
        store: PathBuf,
        /// Files to begin with; `-` is standard input
        files: Vec<PathBuf>,
        #[command(flatten)]
        reading: Reading,
        #[command(flatten)]
        signed: Signed,
    },
    /// Add files in one transaction
    ///
    /// What the store has already is not added again, so the same file may be imported twice.
    #[command(after_help = "Example:\n  chancery store import record.chancery friday.facts --why \"the daily report\"")]
    Import {
        /// The store
        store: PathBuf,
        /// Files to add; `-` is standard input
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        reading: Reading,
        #[command(flatten)]
        signed: Signed,
    },
    /// Apply edits in one transaction, all or none
    ///
    /// Edits are JSON Lines, such as `diff --edits` prints: they correct, resolve, retract and merge what is there.
    #[command(
        after_help = "Example:\n  chancery diff --edits record.chancery friday.facts | chancery store apply record.chancery -"
    )]
    Apply {
        /// The store
        store: PathBuf,
        /// Files of edits; `-` is standard input
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        signed: Signed,
    },
    /// List the transactions, the newest first
    #[command(after_help = "Example:\n  chancery store log record.chancery --most 10 --edits")]
    Log {
        /// The store
        store: PathBuf,
        /// At most so many transactions
        #[arg(long, value_name = "COUNT")]
        most: Option<usize>,
        /// Also print the edits of each, as JSON
        #[arg(long)]
        edits: bool,
    },
    /// Print the record as it was known then, in the notation
    #[command(after_help = "Example:\n  chancery store as-known record.chancery 2026-01-24 -o then.facts")]
    AsKnown {
        /// The store
        store: PathBuf,
        /// The last moment that counts: `2026-01-24` is the end of that day in UTC
        stamp: String,
        #[command(flatten)]
        target: Target,
    },
    /// Read and compute all of it again, and compare
    #[command(after_help = "Example:\n  chancery store verify record.chancery")]
    Verify {
        /// The store
        store: PathBuf,
    },
    /// Copy it into a new file, also while others write
    #[command(after_help = "Example:\n  chancery store backup record.chancery sunday.chancery")]
    Backup {
        /// The store
        store: PathBuf,
        /// The file to make
        copy: PathBuf,
    },
    /// Remove something for good, from the record and its history
    ///
    /// This is for cases in which the law demands it, and cannot be undone. Backups and files written earlier keep it.
    #[command(after_help = "Example:\n  chancery store purge record.chancery --entity jane-doe --why \"request 17\"")]
    Purge(purge::Purge),
}

/// Who adds something, and why.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Transaction")]
struct Signed {
    /// Who adds it
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Why it is added
    #[arg(long, value_name = "REASON")]
    why: Option<String>,
    /// When it is recorded; now, if it is not given
    #[arg(long, value_name = "STAMP")]
    stamp: Option<String>,
}

impl Signed {
    fn says_something(&self) -> bool {
        self.by.is_some() || self.why.is_some() || self.stamp.is_some()
    }

    /// Opens a transaction.
    fn begin(&self, kg: &mut KnowledgeGraph) -> Result<(), Error> {
        let mut open = match &self.stamp {
            Some(stamp) => kg.at(stamp.as_str()).map_err(|error| error.at("--stamp"))?,
            None => kg.at(now()?)?,
        };
        if let Some(by) = &self.by {
            open = open.by(by);
        }
        if let Some(why) = &self.why {
            open.why(why);
        }
        Ok(())
    }
}

/// The stamp of now. The library has no clock.
fn now() -> Result<Stamp, Error> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Stamp::from_microseconds(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

fn open(path: &Path) -> Result<store::Store, Failure> {
    Ok(store::Store::open(path)?)
}

fn open_to_read(path: &Path) -> Result<store::Store, Failure> {
    Ok(store::Store::open_to_read(path)?)
}

impl Store {
    pub(crate) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        match &self.work {
            Work::Create { store, files, reading, signed } => keep::create(output, store, files, reading, signed),
            Work::Import { store, files, reading, signed } => keep::import(output, store, files, reading, signed),
            Work::Apply { store, files, signed } => keep::apply(output, store, files, signed),
            Work::Log { store, most, edits } => history::log(output, store, *most, *edits),
            Work::AsKnown { store, stamp, target } => history::as_known(store, stamp, target),
            Work::Verify { store } => keep::verify(output, store),
            Work::Backup { store, copy } => keep::backup(output, store, copy),
            Work::Purge(purge) => purge.run(output),
        }
    }
}
