//! What the program does on a terminal, in a pipe, and when a person stops it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::format_push_string, reason = "a test may panic")]

mod files;
mod hostile;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_chancery");

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("terminal").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn run(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).output().unwrap()
}

/// Runs a command on a terminal of its own; `None` where there is no program `script` to make one.
fn on_a_terminal(command: &str, set: &[(&str, &str)]) -> Option<String> {
    let mut script = Command::new("script");
    script.args(["-qec", command, "/dev/null"]).envs(set.iter().copied()).stdin(Stdio::null());
    let done = script.output().ok();
    if done.is_none() {
        println!("skipped: there is no program `script`");
    }
    done.map(|done| String::from_utf8_lossy(&done.stdout).into_owned())
}

#[test]
fn colours_are_for_terminals_that_want_them() {
    let command = format!("{PROGRAM} check none.facts");
    let piped = run(&["check", "none.facts"]);
    assert!(!String::from_utf8(piped.stderr).unwrap().contains('\u{1b}'));
    let always = run(&["--color", "always", "check", "none.facts"]);
    assert!(String::from_utf8(always.stderr).unwrap().contains("\u{1b}["));
    let Some(coloured) = on_a_terminal(&command, &[("TERM", "xterm"), ("NO_COLOR", "")]) else { return };
    assert!(coloured.contains("\u{1b}["), "{coloured:?}");
    let plain = on_a_terminal(&command, &[("TERM", "xterm"), ("NO_COLOR", "1")]).unwrap();
    assert!(plain.contains("error: none.facts") && !plain.contains('\u{1b}'), "{plain:?}");
}

#[test]
fn short_work_shows_no_progress() {
    let folder = folder("short");
    fs::write(folder.join("a.json"), "{\"chancery\":\"dossier\",\"version\":1,\"vocabulary\":{}}").unwrap();
    let command = format!("{PROGRAM} check {}", folder.join("a.json").display());
    let Some(printed) = on_a_terminal(&command, &[("TERM", "xterm")]) else { return };
    assert!(printed.contains("no fault in 1 file") && !printed.contains("reading"), "{printed:?}");
}

/// A record that takes a while to write.
fn large(folder: &Path) -> PathBuf {
    let mut text = String::from("open\n");
    for n in 0..200_000 {
        text.push_str(&format!("entity thing e{n} \"Thing number {n}\"\n"));
    }
    let path = folder.join("large.facts");
    fs::write(&path, text).unwrap();
    path
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[cfg(unix)]
#[test]
fn a_conversion_that_is_stopped_leaves_nothing() {
    let folder = folder("stopped");
    let path = large(&folder);
    fs::write(folder.join("out.json"), "as it was").unwrap();
    let mut child = Command::new(PROGRAM)
        .args(["convert", path.to_str().unwrap(), "-o", folder.join("out.json").to_str().unwrap()])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while !files(&folder).iter().any(|name| name.contains("-new-")) {
        assert!(began.elapsed() < Duration::from_secs(120), "nothing is written");
        assert_eq!(child.try_wait().unwrap(), None, "it ended before it was stopped");
        thread::sleep(Duration::from_millis(1));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(files(&folder), ["large.facts", "out.json"]);
    assert_eq!(fs::read_to_string(folder.join("out.json")).unwrap(), "as it was");
}

#[cfg(unix)]
#[test]
fn whoever_reads_may_stop_reading() {
    let folder = folder("closed");
    let path = large(&folder);
    let command = format!("set -o pipefail; {PROGRAM} convert --to notation {} | head -1", path.display());
    let done = Command::new("bash").args(["-c", &command]).output().unwrap();
    assert!(done.status.success(), "{done:?}");
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    // Findings are findings, also if nobody reads the end of them.
    let bad = folder.join("bad.facts");
    fs::write(&bad, "ann visit land on 2031\n".repeat(5_000)).unwrap();
    for command in ["check", "check --json"] {
        let command = format!("{PROGRAM} {command} {} | head -1; exit ${{PIPESTATUS[0]}}", bad.display());
        let done = Command::new("bash").args(["-c", &command]).output().unwrap();
        assert_eq!(done.status.code(), Some(1), "{command}");
        assert_eq!(String::from_utf8_lossy(&done.stderr), "", "{command}");
    }
}
