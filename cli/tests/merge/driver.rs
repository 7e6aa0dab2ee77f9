//! Git merges random records with the program as its driver. The results are those of `merge_dossiers`.

use std::{fmt::Write, fs, path::Path, process::Command};

use chancery::{
    diff::{Conflict, merge_dossiers},
    dossier::Dossier,
};

use super::{
    PROGRAM, decided, dossier, folder,
    random::{Random, Record},
    said, text,
};

/// Runs git without the settings of whoever runs the test.
fn git(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let done = Command::new("git")
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .args(["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "core.autocrlf=false"])
        .args(arguments)
        .output()
        .unwrap();
    (done.status.success(), text(&done.stdout) + &text(&done.stderr))
}

fn must(folder: &Path, arguments: &[&str]) -> String {
    let (ok, out) = git(folder, arguments);
    assert!(ok, "git {arguments:?}: {out}");
    out
}

/// A repository whose files with the ending `facts` are merged by the program.
pub(super) fn repository(name: &str) -> std::path::PathBuf {
    let folder = folder(name);
    must(&folder, &["init", "-q", "-b", "ours"]);
    let driver = format!("'{PROGRAM}' merge --in-place --marker-size %L --path %P %O %A %B");
    must(&folder, &["config", "merge.chancery.driver", &driver]);
    fs::write(folder.join(".gitattributes"), "*.facts merge=chancery\n").unwrap();
    folder
}

fn commit(folder: &Path, message: &str) {
    must(folder, &["add", "-A"]);
    must(folder, &["commit", "-q", "--allow-empty", "-m", message]);
}

/// Merges files, each given as its three versions; a base that is `None` is not there. Gives what git says, and the
/// files that it leaves unmerged.
pub(super) fn merge(folder: &Path, files: &[(String, Option<String>, String, String)]) -> (String, Vec<String>) {
    let write = |name: &str, text: &String| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    for (name, base, ..) in files {
        if let Some(base) = base {
            write(name, base);
        }
    }
    commit(folder, "base");
    must(folder, &["checkout", "-q", "-b", "theirs"]);
    for (name, _, _, theirs) in files {
        write(name, theirs);
    }
    commit(folder, "theirs");
    must(folder, &["checkout", "-q", "ours"]);
    for (name, _, ours, _) in files {
        write(name, ours);
    }
    commit(folder, "ours");
    let (_, out) = git(folder, &["merge", "-q", "--no-edit", "theirs"]);
    let unmerged = must(folder, &["diff", "--name-only", "--diff-filter=U"]);
    (out, unmerged.lines().map(str::to_owned).collect())
}

/// Some edits that leave a record without faults.
fn edited(record: &Record, random: &mut Random, who: &str) -> Record {
    let mut now = record.clone();
    for _ in 0..random.below(12) {
        let mut next = now.clone();
        next.edit(random, who);
        if dossier(&next.text()).is_ok() {
            now = next;
        }
    }
    now
}

fn comments(text: &str) -> Vec<String> {
    let comment = |line: &str| Some(line[line.find("# ")?..].trim_end().to_owned());
    text.lines().filter_map(comment).collect()
}

#[test]
fn git_merges_records_as_the_library_merges_dossiers() {
    let repeat: u64 = std::env::var("CHANCERY_REPEAT").map_or(1, |times| times.parse().unwrap());
    let (mut conflicts, mut kept, mut blocks, mut theirs_read) = (0, 0, 0, 0);
    for batch in 0..repeat {
        let folder = repository(&format!("random-{batch}"));
        let mut files = Vec::new();
        for n in 0..30 {
            let seed = batch * 30 + n;
            let random = &mut Random::new(seed + 1);
            let mut base = Record::random(random);
            while dossier(&base.text()).is_err() {
                base = Record::random(random);
            }
            let [ours, theirs] = ["o", "t"].map(|who| edited(&base, random, who).text());
            let base = (n % 10 != 9).then(|| base.text());
            files.push((format!("{seed}.facts"), base, ours, theirs));
        }
        let (out, unmerged) = merge(&folder, &files);
        for (name, base, ours, theirs) in &files {
            let result = fs::read_to_string(folder.join(name)).unwrap();
            let mut told = format!("{name}\n{out}\n");
            let versions =
                [("base", base.as_ref()), ("ours", Some(ours)), ("theirs", Some(theirs)), ("result", Some(&result))];
            for (which, text) in versions {
                writeln!(told, "--- {which}\n{}", text.map_or("", String::as_str)).unwrap();
            }
            let base_record = base.as_ref().map_or_else(Dossier::default, |base| dossier(base).unwrap());
            let expected = merge_dossiers(&base_record, &dossier(ours).unwrap(), &dossier(theirs).unwrap());
            let is_unmerged = unmerged.contains(name);
            assert_eq!(!expected.conflicts.is_empty(), is_unmerged, "{told}{:?}", expected.conflicts);
            // What was decided for ours is the merged record, also without a conflict.
            let found = dossier(&decided(&result, false)).unwrap_or_else(|faults| panic!("{told}{faults}"));
            assert_eq!(said(&found), said(&expected.dossier), "{told}{:?}", expected.conflicts);
            if is_unmerged {
                conflicts += 1;
                let marked = result.matches("<<<<<<< ours").count();
                assert!(marked >= expected.conflicts.len(), "{told}");
                // Each is a fault, and nothing follows from it.
                let faults = dossier(&result).unwrap_err();
                assert_eq!(
                    faults.matches("a conflict of a merge is not resolved: lines").count(),
                    marked,
                    "{told}{faults}"
                );
                assert!(
                    faults.ends_with(&format!("\n{marked} fault{}", if marked == 1 { "" } else { "s" })),
                    "{told}{faults}"
                );
                let other = decided(&result, true);
                for conflict in &expected.conflicts {
                    let Conflict::Fact { theirs: Some(fact), .. } = conflict else { continue };
                    let mut bare = fact.clone();
                    bare.claims.clear();
                    let is_there = match dossier(&other) {
                        Ok(found) => {
                            theirs_read += 1;
                            found.facts.iter().any(|found| found.key == fact.key && found.when == fact.when)
                        }
                        Err(_) => other.contains(&fact.when.to_string()),
                    };
                    assert!(is_there, "theirs is lost: {bare}\n{told}");
                }
            }
            let was = base.as_ref().map(|base| comments(base)).unwrap_or_default();
            let (own, other, now) = (comments(ours), comments(theirs), comments(&result));
            for comment in own.iter().chain(&other) {
                let stays = own.contains(comment) && other.contains(comment) || !was.contains(comment);
                assert!(!stays || now.contains(comment), "lost: {comment}\n{told}");
            }
            let begins = |text: &str| text.lines().filter(|line| line.starts_with("begin")).count();
            if begins(ours) > 0 {
                blocks += 1;
                kept += usize::from(begins(&result) >= begins(ours).min(begins(theirs)));
            }
        }
        fs::remove_dir_all(folder).unwrap();
    }
    println!("conflicts in {conflicts} of {}; theirs read {theirs_read} times", repeat * 30);
    println!("of {blocks} records with blocks, {kept} kept them");
    assert!(conflicts > 0, "no case has a conflict");
}
