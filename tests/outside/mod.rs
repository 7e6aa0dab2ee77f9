//! Data that is not in the repository: in the folder that `CHANCERY_DATA` names, else in `../shared/data`. A test that does
//! not find it prints so and passes; with `CHANCERY_REQUIRE_DATA=1` it fails.

use std::{env, path::PathBuf};

/// The file or folder at a path inside of the data, if it is there.
///
/// # Panics
/// If it is not there and `CHANCERY_REQUIRE_DATA` is 1.
pub(crate) fn outside(path: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
    let found = env::var_os("CHANCERY_DATA").map_or_else(beside, PathBuf::from).join(path);
    if found.exists() {
        return Some(found);
    }
    let required = env::var_os("CHANCERY_REQUIRE_DATA").is_some_and(|value| value == "1");
    assert!(!required, "CHANCERY_REQUIRE_DATA is 1, and there is no {}", found.display());
    eprintln!("skipped: there is no {}", found.display());
    None
}
