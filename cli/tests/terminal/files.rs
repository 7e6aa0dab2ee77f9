//! Files that take the place of others.

use std::{fs, path::Path};

#[cfg(unix)]
use super::{PROGRAM, large};
use super::{files, folder, run};

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

#[test]
fn an_output_is_none_of_the_inputs() {
    let folder = folder("same-file");
    let text = "entity person ann \"Ann\"\n";
    fs::create_dir_all(folder.join("sub")).unwrap();
    for name in ["a.facts", "entities.csv", "words.facts", "text.txt"] {
        fs::write(folder.join(name), text).unwrap();
    }
    let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (file, other) = (at("a.facts"), at("sub/../a.facts"));
    let words = at("words.facts");
    for arguments in [
        vec!["convert", &file, "-o", &other],
        vec!["convert", &file, "--vocabulary", &words, "-o", &words],
        vec!["convert", &file, "--text", &format!("press={}", at("text.txt")), "--to", "dot", "-o", &at("text.txt")],
        vec!["convert", &at("entities.csv"), "--from", "notation", "--to", "csv", "-o", folder.to_str().unwrap()],
        vec!["dot", &file, "-o", &other],
        vec!["vocabulary", &file, "-o", &other],
        vec!["page", &file, "-o", &other],
    ] {
        let done = run(&arguments);
        assert_eq!(done.status.code(), Some(2), "{arguments:?}");
        let notes = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(notes.contains("one of the files that are read"), "{arguments:?}: {notes}");
    }
    for name in ["a.facts", "entities.csv", "words.facts", "text.txt"] {
        assert_eq!(fs::read_to_string(folder.join(name)).unwrap(), text, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_new_file_is_never_more_open_than_the_old_one() {
    use std::os::unix::fs::PermissionsExt;
    use std::process::{Command, Stdio};

    let folder = folder("rights");
    let (from, out) = (large(&folder), folder.join("out.json"));
    fs::write(&out, "old").unwrap();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o600)).unwrap();
    let command = format!("umask 0; exec {PROGRAM} convert {} -o {}", from.display(), out.display());
    let mut child = Command::new("bash").args(["-c", &command]).stderr(Stdio::null()).spawn().unwrap();
    let mut seen = 0;
    while child.try_wait().unwrap().is_none() {
        for name in files(&folder).into_iter().filter(|name| name.contains("-new-")) {
            // It may have taken the place of the old one by now.
            let Ok(found) = fs::metadata(folder.join(name)) else { continue };
            assert_eq!(found.permissions().mode() & 0o777, 0o600);
            seen += 1;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    assert!(seen > 0, "the new file was not seen");
    assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(fs::read_to_string(&out).unwrap().starts_with('{'));
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_file_that_may_only_be_read_stays_as_it_is() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = folder("links");
    let at = |name: &str| folder.join(name);
    fs::write(at("a.facts"), "entity   person ann \"Ann\"\n").unwrap();
    fs::create_dir_all(at("sub")).unwrap();
    symlink("sub/target.json", at("link.json")).unwrap();
    let done = run(&["convert", at("a.facts").to_str().unwrap(), "-o", at("link.json").to_str().unwrap()]);
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    assert!(fs::symlink_metadata(at("link.json")).unwrap().is_symlink());
    assert!(fs::symlink_metadata(at("sub/target.json")).unwrap().is_file());
    symlink("circle.json", at("circle.json")).unwrap();
    let done = run(&["convert", at("a.facts").to_str().unwrap(), "-o", at("circle.json").to_str().unwrap()]);
    assert_eq!(done.status.code(), Some(2), "{done:?}");
    assert!(fs::symlink_metadata(at("circle.json")).unwrap().is_symlink());

    fs::set_permissions(at("a.facts"), fs::Permissions::from_mode(0o444)).unwrap();
    let done = run(&["fmt", at("a.facts").to_str().unwrap()]);
    assert_eq!(done.status.code(), Some(2), "{done:?}");
    assert!(String::from_utf8_lossy(&done.stderr).contains("may only be read"), "{done:?}");
    assert_eq!(fs::read_to_string(at("a.facts")).unwrap(), "entity   person ann \"Ann\"\n");
    assert_eq!(files(&folder), ["a.facts", "circle.json", "link.json", "sub"]);
}
