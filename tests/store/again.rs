//! This test program as another process: it runs itself with the name of a task.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
};

/// Starts another process with a task and the file of a store. What it prints is read by the caller.
pub(crate) fn start(task: &str, path: &Path, argument: usize) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["again::task", "--exact", "--ignored", "--nocapture", "--test-threads=1"])
        .env("CHANCERY_TASK", task)
        .env("CHANCERY_PATH", path)
        .env("CHANCERY_ARGUMENT", argument.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Runs a task to its end, with files of at most a thousand blocks.
#[cfg(unix)]
pub(crate) fn limited(task: &str, path: &Path) -> std::process::Output {
    // The signal that a file is too large is ignored, so that the write fails instead.
    Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 1000; exec \"$@\"", "sh"])
        .arg(std::env::current_exe().unwrap())
        .args(["again::task", "--exact", "--ignored", "--nocapture", "--test-threads=1"])
        .env("CHANCERY_TASK", task)
        .env("CHANCERY_PATH", path)
        .env("CHANCERY_ARGUMENT", "0")
        .output()
        .unwrap()
}

/// How often a long test repeats: `CHANCERY_REPEAT` times as often as by default.
pub(crate) fn times(default: usize) -> usize {
    default * std::env::var("CHANCERY_REPEAT").map_or(1, |times| times.parse().unwrap())
}

#[test]
#[ignore = "not a test: what another process does"]
fn task() {
    let Ok(task) = std::env::var("CHANCERY_TASK") else { return };
    let path = std::path::PathBuf::from(std::env::var_os("CHANCERY_PATH").unwrap());
    let argument = std::env::var("CHANCERY_ARGUMENT").unwrap().parse().unwrap();
    match task.as_str() {
        "write" => crate::processes::write(&path, argument),
        "hold" => crate::processes::hold(&path),
        "fill" => crate::places::fill(&path),
        #[cfg(unix)]
        "name" => crate::places::name(&path),
        "endless" => crate::crashes::endless(&path),
        other => panic!("no task is called {other}"),
    }
}
