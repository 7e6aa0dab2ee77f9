//! Runs an example as a user does.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

pub(crate) fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What an example prints, with `data` as the folder of the full sets.
pub(crate) fn printed(example: &str, arguments: &[&Path], data: &Path) -> String {
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--example", example, "--"]).args(arguments);
    let run = command.env("CHANCERY_DATA", data).current_dir(here(".")).output().unwrap();
    assert!(run.status.success(), "{example}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}
