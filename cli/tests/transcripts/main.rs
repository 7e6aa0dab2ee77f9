//! The transcripts of the documents: each command is run, and must print what stands below it.
//!
//! A transcript is a block ` ```console `. A line that begins with `$ ` is a command, for a shell in a folder that has
//! the project's `data/` and the files that the document has shown: a block whose first line is `# NAME`, where NAME has
//! an ending, is a file that the commands after it find. A line `…` stands for any number of lines. `? 1` is an exit code
//! that is not 0. With `CHANCERY_BLESS=1` the documents are rewritten with what the commands print.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::format_push_string, reason = "a test may panic")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

/// A folder as a reader of the documents has it.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("transcripts").join(name);
    let _ = fs::remove_dir_all(&folder);
    copy(&root().join("data"), &folder.join("data"));
    folder
}

/// What a command prints, and its exit code if that is not 0.
fn run(command: &str, folder: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_chancery"));
    let mut path = vec![program.parent().unwrap().to_owned()];
    path.extend(env::split_paths(&env::var_os("PATH").unwrap()));
    let done = Command::new("bash")
        .args(["-c", &format!("exec 2>&1; {command}")])
        .current_dir(folder)
        .env("PATH", env::join_paths(path).unwrap())
        .env_remove("NO_COLOR")
        .env("TZ", "UTC")
        .output()
        .unwrap();
    let mut printed = String::from_utf8(done.stdout).unwrap();
    if !printed.is_empty() && !printed.ends_with('\n') {
        printed.push('\n');
    }
    match done.status.code() {
        Some(0) => {}
        code => printed.push_str(&format!("? {}\n", code.map_or("signal".to_owned(), |code| code.to_string()))),
    }
    printed
}

/// Whether the lines are those wanted, where `…` stands for any number.
fn fits(wanted: &[&str], found: &[&str]) -> bool {
    match wanted.split_first() {
        None => found.is_empty(),
        Some((&"…", rest)) => (0..=found.len()).any(|skipped| fits(rest, &found[skipped..])),
        Some((line, rest)) => found.split_first().is_some_and(|(one, more)| one == line && fits(rest, more)),
    }
}

/// Runs the transcripts of a document. Returns the document with what was printed, and where it differs.
fn play(text: &str, folder: &Path) -> (String, Vec<String>) {
    let (mut out, mut wrong) = (String::new(), Vec::new());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(language) = line.strip_prefix("```") else { continue };
        let mut block: Vec<&str> = Vec::new();
        for line in lines.by_ref().take_while(|line| *line != "```") {
            block.push(line);
        }
        if language == "console" {
            let mut commands = block.split(|line| line.starts_with("$ ")).skip(1);
            for command in block.iter().filter_map(|line| line.strip_prefix("$ ")) {
                let wanted: Vec<&str> = commands.next().unwrap_or_default().to_vec();
                let printed = run(command, folder);
                let found: Vec<&str> = printed.lines().collect();
                let is_right = fits(&wanted, &found);
                out.push_str(&format!("$ {command}\n"));
                if is_right {
                    out.extend(wanted.iter().map(|line| format!("{line}\n")));
                } else {
                    out.push_str(&printed);
                    wrong.push(format!("$ {command}\nprints:\n{printed}instead of:\n{}\n", wanted.join("\n")));
                }
            }
        } else {
            let name = block.first().and_then(|line| line.strip_prefix("# ")).filter(|name| name.contains('.'));
            if let Some(name) = name.filter(|name| !name.contains([' ', '/'])) {
                fs::write(folder.join(name), block.join("\n") + "\n").unwrap();
            }
            out.extend(block.iter().map(|line| format!("{line}\n")));
        }
        out.push_str("```\n");
    }
    (out, wrong)
}

fn check(path: &Path) {
    let text = fs::read_to_string(path).unwrap();
    let name = path.canonicalize().unwrap();
    let name = name.to_string_lossy().replace(['/', '\\', '.'], "_");
    let (printed, wrong) = play(&text, &folder(&name));
    if env::var_os("CHANCERY_BLESS").is_some() {
        fs::write(path, printed).unwrap();
    } else {
        assert!(wrong.is_empty(), "{}:\n{}", path.display(), wrong.join("\n"));
        assert_eq!(printed, text, "{} is not read whole", path.display());
    }
}

#[test]
fn the_documents_print_what_they_say() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    check(&here.join("../README.md"));
    check(&here.join("README.md"));
}

#[test]
fn each_verb_prints_what_its_transcript_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let mut found = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "md") {
            check(&path);
            found += 1;
        }
    }
    assert!(found > 0);
}

#[test]
fn a_transcript_can_fail() {
    let folder = folder("can-fail");
    let (printed, wrong) = play("```console\n$ echo a\nb\n$ false\n? 1\n$ seq 3\n1\n…\n```\n", &folder);
    assert_eq!(printed, "```console\n$ echo a\na\n$ false\n? 1\n$ seq 3\n1\n…\n```\n");
    assert_eq!(wrong.len(), 1);
}
