//! The records that several examples ask: where they are, and how they are read.
//!
//! The full sets are not in the repository. An example reads them from the folder that `CHANCERY_DATA` names, else from
//! `../shared/data`. If a set is not there, the example reads the small one in `data/`, which is always there.

#![allow(dead_code, reason = "each example uses a part of it")]

pub(crate) mod events;
pub(crate) mod historian;

use std::{
    env,
    path::{Path, PathBuf},
};

/// A set of records.
pub(crate) struct Set {
    /// What it has, for people.
    pub(crate) title: &'static str,
    /// Its file or folder.
    pub(crate) path: PathBuf,
}

/// The tables of the Office of the Historian.
pub(crate) fn historian() -> Set {
    full("historian", "all tables of the Office of the Historian").unwrap_or_else(|| {
        own(
            "historian",
            "the years 1990 to 1994 of the tables of the Office of the Historian (the sample in data/historian)",
        )
    })
}

/// Events between political actors.
pub(crate) fn events() -> Set {
    full("icews14/events.tsv", "the events of ICEWS14 (the year 2014)")
        .unwrap_or_else(|| own("events/made-up.tsv", "made-up events of the year 2031 (data/events)"))
}

/// A full set, if it is there.
fn full(path: &str, title: &'static str) -> Option<Set> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let path = env::var_os("CHANCERY_DATA").map_or_else(beside, PathBuf::from).join(path);
    path.exists().then_some(Set { title, path })
}

/// A set of the repository.
fn own(path: &str, title: &'static str) -> Set {
    Set { title, path: Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(path) }
}
