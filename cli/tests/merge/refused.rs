//! Dossiers, and what is not merged.

use std::{fs, path::Path};

use chancery::diff::merge_dossiers;

use super::{dossier, folder, run, text};

const BASE: &str = "source s\nentity person marsk \"Elin Marsk\"\nmarsk born 1970 key birth @s\n";

/// The three versions of a record as files of a format.
fn write(folder: &Path, format: &str, ending: &str) -> [String; 3] {
    let ours = BASE.replace("1970", "1971") + "marsk also-known-as \"M\"\n";
    let theirs = BASE.replace("1970", "1972") + "source t\n";
    [("base", BASE), ("ours", &ours), ("theirs", &theirs)].map(|(name, content)| {
        let facts = format!("{name}.facts");
        fs::write(folder.join(&facts), content).unwrap();
        let file = format!("{name}.{ending}");
        let done = run(folder, &["convert", &facts, "--to", format, "-o", &file]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        file
    })
}

#[test]
fn dossiers_are_merged_as_dossiers() {
    let folder = folder("dossiers");
    let [base, ours, theirs] = write(&folder, "dossier", "json");
    let read = |file: &str| dossier(&fs::read_to_string(folder.join(file)).unwrap()).unwrap();
    let merged = merge_dossiers(&read("base.facts"), &read("ours.facts"), &read("theirs.facts"));
    let done = run(&folder, &["merge", &base, &ours, &theirs]);
    assert_eq!(done.status.code(), Some(1));
    assert!(text(&done.stderr).starts_with("standard output: 1 conflict\nfact birth\n"));
    let found: chancery::dossier::Dossier = chancery::io::json::read(&*done.stdout).unwrap();
    assert_eq!(found, merged.dossier);

    // A base that git gives as an empty file.
    fs::write(folder.join("empty"), "").unwrap();
    let done = run(&folder, &["merge", "empty", &ours, &ours]);
    assert_eq!((done.status.code(), text(&done.stderr).as_str()), (Some(0), ""));
    assert_eq!(text(&done.stdout), fs::read_to_string(folder.join(&ours)).unwrap());
}

#[test]
fn the_result_has_the_format_of_ours() {
    let folder = folder("mixed");
    let [base, ours, theirs] = write(&folder, "dossier", "json");
    let done = run(&folder, &["merge", &base, "base.facts", &theirs]);
    assert_eq!((done.status.code(), text(&done.stderr).as_str()), (Some(0), ""));
    let wanted = "source s\nsource t\nentity person marsk \"Elin Marsk\"\nmarsk born 1972 key birth @s\n";
    assert_eq!(text(&done.stdout), wanted);
    let done = run(&folder, &["merge", "base.facts", &ours, "base.facts"]);
    assert_eq!(text(&done.stdout), fs::read_to_string(folder.join(&ours)).unwrap());
}

#[test]
fn what_has_a_history_is_refused() {
    let folder = folder("histories");
    for (format, ending, what) in [("archive", "archive.json", "an archive"), ("store", "chancery", "a store")] {
        let [base, ours, theirs] = write(&folder, format, ending);
        let before = fs::read(folder.join(&ours)).unwrap();
        let done = run(&folder, &["merge", "--in-place", &base, &ours, &theirs]);
        assert_eq!((done.status.code(), text(&done.stdout).as_str()), (Some(2), ""));
        assert_eq!(
            text(&done.stderr),
            format!(
                "error: {base}: it is {what}, whose history cannot be joined with another; merge takes files of the \
                 notation and dossiers. Write each of the three as a dossier, `chancery convert {base} -o base.json`, \
                 and merge these\n"
            )
        );
        assert_eq!(fs::read(folder.join(&ours)).unwrap(), before);
    }
    fs::write(folder.join("a.csv"), "subject,relation,object\n").unwrap();
    let done = run(&folder, &["merge", "a.csv", "a.csv", "a.csv"]);
    assert!(text(&done.stderr).starts_with("error: a.csv: it is a file of another program; merge takes"));
}

#[test]
fn a_version_with_a_fault_is_refused_and_a_driver_merges_its_lines() {
    let folder = folder("faults");
    let write = |file: &str, content: String| fs::write(folder.join(file), content).unwrap();
    write("O", BASE.to_owned());
    write("A", format!("{BASE}marsk visits nowhere\n"));
    write("B", format!("# theirs\n{BASE}"));
    let done = run(&folder, &["merge", "O", "A", "B"]);
    assert_eq!((done.status.code(), text(&done.stdout).as_str()), (Some(2), ""));
    let told = text(&done.stderr);
    assert!(told.starts_with("error: A (ours):\nline 4, column 14: no entity has the key `nowhere`"), "{told}");
    let done = run(&folder, &["merge", "O", "A", "B", "--in-place", "--path", "record.facts"]);
    assert_eq!(done.status.code(), Some(1));
    let told = text(&done.stderr);
    assert!(told.starts_with("record.facts: only the lines were merged, not the record: A (ours):\nline 4"), "{told}");
    assert_eq!(fs::read_to_string(folder.join("A")).unwrap(), format!("# theirs\n{BASE}marsk visits nowhere\n"));
    // Lines in which both differ are marked.
    write("A", format!("{BASE}marsk visits nowhere\n"));
    write("B", format!("{BASE}marsk born 1975\n"));
    let done = run(&folder, &["merge", "O", "A", "B", "--in-place", "--marker-size", "9"]);
    assert_eq!(done.status.code(), Some(1));
    let result = fs::read_to_string(folder.join("A")).unwrap();
    assert!(result.contains("\n<<<<<<<<< ours\nmarsk visits nowhere\n"), "{result}");
}
