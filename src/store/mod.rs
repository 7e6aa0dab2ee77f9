//! A graph in one file that outlives the program: a SQLite database, written in transactions that survive a crash.
//!
//! The graph in memory answers; the file keeps. Each [`Store::write`] is one transaction: when it returns, all that its calls
//! recorded is on the disk, or nothing is, in memory and on the disk. Needs the feature `sqlite`.
//!
//! ```
//! use chancery::{fact, store::Store, diplomacy::{self, Recognized, State}};
//!
//! # let folder = std::env::temp_dir().join(format!("chancery-doc-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder)?;
//! # let path = folder.join("record.chancery");
//! # let _ = std::fs::remove_file(&path);
//! let mut store = Store::create(&path, diplomacy::schema())?;
//! store.write(|kg| {
//!     kg.at("2026-01-24")?.by("desk");
//!     let (pakistan, kazakhstan) = (kg.add(State, "Pakistan")?, kg.add(State, "Kazakhstan")?);
//!     kg.assert(fact(pakistan, Recognized, kazakhstan).on("1991?"))
//! })?;
//! drop(store);
//!
//! let store = Store::open(&path)?;
//! assert_eq!(store.view().facts(Recognized).count()?, 1);
//! # drop(store);
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # When to use it
//! - **A dossier in version control**: a record that people write and review together, up to some hundred thousand facts. It is
//!   a text; git shows who changed what, and merges it.
//! - **An archive**: to hand over a graph with its whole history as one document.
//! - **A store**: a record that programs add to, that must be there after a crash, that several processes share, or from which
//!   something must be removed for good.
//!
//! Each can be made from the others: [`Dossier::add_to`](crate::dossier::Dossier::add_to) within a [`write`](Store::write),
//! [`Archive::of`](crate::dossier::Archive::of) of [`graph`](Store::graph), and [`Store::import`] of any graph.
//!
//! # The file
//! It is a database of SQLite in WAL mode. Beside it stand, while it is open, `-wal`, `-shm` and `-writer`; only the first
//! holds content. Its tables and views are for any program to read: `sqlite3 record.chancery "select * from facts_current"`,
//! `pandas.read_sql("select * from facts_current", sqlite3.connect("record.chancery"))` in Python, or in DuckDB
//! `ATTACH 'record.chancery' AS record (TYPE sqlite); FROM record.facts_current;`, where the columns of most views are texts,
//! numbers too.
//! `schema.sql` in the source describes each column, and so does `.schema` of the program `sqlite3`. Other programs must not
//! write to them. Each transaction has a checksum of its rows; rows that do not fit it are refused where they are read, and
//! [`Store::verify`] reads them all. What the image covers is read from there, also against the checksums. A crash while a file
//! or a backup is made may leave a file whose name ends in `-new-` and two numbers; it can be removed.
//!
//! # Several programs
//! Any number of processes can have the file open. One writes at a time; the others wait, by default for five seconds, and
//! then get [`ErrorKind::Locked`](crate::ErrorKind::Locked), with the number of the process that writes if it is known. A process sees what
//! others wrote when it calls [`Store::refresh`] or [`Store::write`]. The file must be on a local disk.
//!
//! A process that has a file open as a store must not open and close it in another way, such as by `std::fs::read`: on Unix that
//! takes SQLite's locks away. [`Store::backup`] makes a copy to read.

mod codec;
mod current;
mod failure;
mod file;
mod image;
mod load;
mod names;
mod open;
mod purge;
mod reader;
mod rows;
mod verify;
mod words;
mod write;

pub use self::{
    current::{Changes, Store},
    file::Durability,
    open::OpenOptions,
    reader::Reader,
};
