//! Texts of others that would command a terminal, or mislead a person.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::{PROGRAM, folder, on_a_terminal, run};

/// What a terminal would obey, and what a person would not see or would see elsewhere.
const HOSTILE: &str = "Ann\u{1b}[2J\u{7}\u{202e}\u{2066}\u{200b}\u{85}\u{9b}2J\u{feff} Lee";

/// A query whose rows and columns have hostile names, quotes and facts.
const QUERY: &str = "MATCH p = (a:Person)-[f]->(b) RETURN a, a.name AS `x\u{1b}[2J\u{202e}\u{9b}`, f, f.quote, p, [b.name], \
                     {k: b.name}, '\u{7}\u{200b}' AS text";

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
        vec!["query", file, QUERY],
        vec!["query", file, QUERY, "--explain"],
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
fn json_is_visible_and_valid() {
    let folder = folder("hostile-json");
    let path = hostile(&folder);
    let (file, plain) = (path.to_str().unwrap(), folder.join("plain.facts"));
    for verb in [
        vec!["check", file],
        vec!["brief", file],
        vec!["about", "ann", file],
        vec!["query", file, QUERY],
        vec!["query", file, QUERY, "--explain"],
        vec!["query", file, "MATCH (p:Person) RETURN q"],
        vec!["audit", file],
        vec!["diff", file, plain.to_str().unwrap()],
        vec!["vocabulary", file],
        vec!["check", file, HOSTILE],
    ] {
        let verb: Vec<&str> = verb.into_iter().chain(["--json"]).collect();
        let done = run(&verb);
        let (out, notes) = (String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap());
        seen(&format!("{verb:?}"), &out);
        seen(&format!("{verb:?}, notes"), &notes);
        let json = if out.is_empty() { notes } else { out };
        assert!(serde_json::from_str::<Value>(&json).is_ok(), "{verb:?} prints {json}");
    }
    let about = run(&["about", "ann", file, "--json"]);
    let value: Value = serde_json::from_slice(&about.stdout).unwrap();
    assert!(value.to_string().contains("\u{9b}2J"), "the value has the name as it is");
    let edits = run(&["diff", "--edits", plain.to_str().unwrap(), file]);
    let edits = String::from_utf8(edits.stdout).unwrap();
    seen("diff --edits", &edits);
    assert!(edits.lines().count() > 2);
    for line in edits.lines() {
        assert!(serde_json::from_str::<Value>(line).is_ok(), "{line}");
    }
}

#[test]
fn no_query_commands_the_terminal() {
    let folder = folder("hostile-query");
    let path = hostile(&folder);
    let file = path.to_str().unwrap();
    for text in ["MATCH (p:Person) RETURN p.\u{1b}[2J\u{202e}", "MATCH (p:`\u{1b}[2J\u{202e}`) RETURN p", "\u{1b}[31m"]
    {
        for json in [&[][..], &["--json"]] {
            let done = run(&[&["query", file, text], json].concat());
            assert_eq!(done.status.code(), Some(2), "{text:?}");
            let notes = String::from_utf8(done.stderr).unwrap();
            seen(&format!("query {text:?}"), &notes);
            assert!(notes.contains("\\u{1b}") || notes.contains("\\u001b"), "{notes}");
        }
    }
}

#[test]
fn no_content_commands_the_terminal() {
    let folder = folder("hostile-content");
    let files = [
        ("a.json", "{\"chancery\":\"x\u{1b}]0;pwned\u{7}\u{202e}\"}"),
        ("b.xml", "<r\u{1b}]0;pwned\u{7}\u{9b}></r>"),
        ("\u{9b}2J.json", "{}"),
    ];
    for (name, content) in files {
        let path = folder.join(name);
        fs::write(&path, content).unwrap();
        for verb in [vec!["check", path.to_str().unwrap()], vec!["check", "--json", path.to_str().unwrap()]] {
            let done = run(&verb);
            assert_eq!(done.status.code(), Some(2), "{name:?}");
            let notes = String::from_utf8(done.stderr).unwrap();
            seen(name, &notes);
            assert!(notes.contains("expected"), "{notes}");
        }
    }
}

#[test]
fn no_argument_commands_the_terminal() {
    let wrong = [
        vec!["check", "--from", HOSTILE, "a.facts"],
        vec![HOSTILE],
        vec!["check", "--\u{1b}[2J"],
        vec!["audit", "--fail-on", "\u{1b}]0;pwned\u{7}\u{202e}\u{9b}", "a.facts"],
        vec!["dot", "--limit", "\n\n\u{1b}[31m", "a.facts"],
        vec!["query", "a\u{1b}[31m.facts", "RETURN 1"],
        vec!["query", "a.facts", "RETURN 1", "--param", "\u{1b}]0;pwned\u{7}"],
        vec!["query", "a.facts", "RETURN 1", "--param", "\u{1b}[2J=1", "--param", "\u{1b}[2J=1"],
    ];
    for arguments in wrong {
        let done = run(&arguments);
        assert_eq!(done.status.code(), Some(2), "{arguments:?}");
        let text = String::from_utf8(done.stderr).unwrap();
        seen(&format!("{arguments:?}"), &text);
        assert!(text.contains("error: ") && text.contains("\\u{1b}"), "{text}");
        let done = run(&["--json"].into_iter().chain(arguments.iter().copied()).collect::<Vec<_>>());
        assert_eq!(done.status.code(), Some(2), "{arguments:?}");
        let text = String::from_utf8(done.stderr).unwrap();
        seen(&format!("--json {arguments:?}"), &text);
        let value: Value = serde_json::from_str(&text).unwrap();
        let message = value["errors"][0]["message"].as_str().unwrap();
        assert!(!message.contains("Usage:") && !message.is_empty(), "{message}");
    }
    assert_eq!(run(&["--help"]).status.code(), Some(0));
    assert_eq!(run(&["check", "--help"]).status.code(), Some(0));
    assert!(run(&["--version"]).stdout.starts_with(b"chancery "));
}
