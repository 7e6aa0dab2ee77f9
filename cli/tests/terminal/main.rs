//! What the program does on a terminal, in a pipe, and when a person stops it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::format_push_string, reason = "a test may panic")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_chancery");

/// What a terminal would obey, and what a person would not see or would see elsewhere.
const HOSTILE: &str = "Ann\u{1b}[2J\u{7}\u{202e}\u{2066}\u{200b}\u{85}\u{feff} Lee";

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("terminal").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A record with hostile names, quotes, titles and reasons.
fn hostile(folder: &Path) -> PathBuf {
    let facts = format!(
        "source press title {HOSTILE:?} text {HOSTILE:?}\nentity person ann {HOSTILE:?}\nentity state land {HOSTILE:?}\n\
         ann visits land on 2031-04 planned key visit @press {HOSTILE:?}\n\
         ann head-of-state-of land as-of 2031 inferred {HOSTILE:?} @press\n"
    );
    let path = folder.join("hostile.facts");
    fs::write(&path, facts).unwrap();
    fs::write(folder.join("plain.facts"), "entity person ann \"Ann\"\n").unwrap();
    path
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

fn seen(what: &str, printed: &str) {
    let unseen = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let found = printed.chars().find(|c| unseen(*c));
    assert!(found.is_none(), "{what} prints {found:?}:\n{}", printed.escape_debug());
}

#[test]
fn no_name_commands_the_terminal() {
    let folder = folder("hostile");
    let path = hostile(&folder);
    let file = path.to_str().unwrap();
    for verb in [
        vec!["check", file],
        vec!["brief", file],
        vec!["about", "ann", file],
        vec!["on", "2031-04-10", file],
        vec!["timeline", file],
        vec!["chain", "ann", "land", file],
        vec!["audit", file],
        vec!["audit", "--summary", file],
        vec!["diff", file, folder.join("plain.facts").to_str().unwrap()],
        vec!["check", "--vocabulary", "open", file],
    ] {
        let done = run(&verb);
        assert_ne!(done.status.code(), Some(2), "{verb:?}: {}", String::from_utf8_lossy(&done.stderr));
        seen(&format!("{verb:?}"), &String::from_utf8(done.stdout).unwrap());
        seen(&format!("{verb:?}, notes"), &String::from_utf8(done.stderr).unwrap());
    }
    // A file of a format has each text as it is, for programs; on a terminal it is read by a person.
    for to in ["notation", "dossier", "json-lines", "turtle", "csv"] {
        let piped = String::from_utf8(run(&["convert", "--to", to, file]).stdout).unwrap();
        assert!(piped.contains("Ann"), "{to}");
        let command = format!("{PROGRAM} convert --to {to} {file} 2>/dev/null");
        if let Some(printed) = on_a_terminal(&command, &[]) {
            seen(to, &printed.replace('\r', ""));
            assert!(printed.contains("Ann"), "{to}: {printed}");
        }
    }
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
}

#[test]
fn a_file_takes_the_place_of_another_only_when_it_is_whole() {
    let folder = folder("replaced");
    let good = folder.join("good.facts");
    fs::write(&good, "entity person ann \"Ann\"\n").unwrap();
    let bad = folder.join("bad.facts");
    fs::write(&bad, "entity person ann Ann\n").unwrap();
    let out = folder.join("out.json");
    let convert = |from: &Path| run(&["convert", from.to_str().unwrap(), "-o", out.to_str().unwrap()]);
    assert_eq!(convert(&good).status.code(), Some(0));
    let first = fs::read_to_string(&out).unwrap();
    assert_eq!(convert(&bad).status.code(), Some(2));
    assert_eq!(fs::read_to_string(&out).unwrap(), first);
    assert_eq!(files(&folder), ["bad.facts", "good.facts", "out.json"]);
}
