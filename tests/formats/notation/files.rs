//! Several files: what they share is read once, and each fault names its own.

use std::{fs, path::PathBuf};

use chancery::{
    diplomacy,
    notation::{Reader, check},
};

/// A folder for one test, with files.
fn folder(test: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("notation").join(test);
    let _ = fs::remove_dir_all(&folder);
    for (name, content) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

const PEOPLE: &[u8] = b"entity person a \"A\" also \"AA\"\nentity state b \"B\"\n";

#[test]
fn what_is_shared_is_read_once() {
    let folder = folder(
        "shared",
        &[
            ("people.facts", PEOPLE),
            ("one/one.facts", b"include \"../people.facts\"\nsource s text-file \"words.txt\"\na visits b key one @s \"Words\"\n"),
            ("one/words.txt", "Words, “quoted”.\r\n".as_bytes()),
            ("two.facts", b"include \"people.facts\"\ninclude \"./one/../one/one.facts\"\na visits b key two\nretract ^one\nretract ^0\n"),
        ],
    );
    let reader = Reader::new(diplomacy::schema());
    let paths = [folder.join("two.facts"), folder.join("one/one.facts"), folder.join("people.facts")];
    let kg = reader.read_files(&paths).unwrap();
    assert_eq!(kg.fact_count(), 3);
    assert_eq!(kg.sources().next().and_then(|source| source.text()), Some("Words, “quoted”.\r\n"));
    let facts =
        kg.view().with_retracted().all_facts().map(|fact| fact.key().unwrap_or("-").to_owned()).collect::<Vec<_>>();
    assert_eq!(facts, ["-", "one", "two"], "what is included comes at the place of the include");
    let report = reader.check(&paths);
    assert_eq!((report.files, report.sources, report.entities, report.facts), (3, 1, 2, 3));
    assert_eq!(report.to_string(), "no fault in 3 files: 1 source, 2 entities, 3 facts");
}

/// `^0` is the first fact of the file in which it stands, whatever was included.
#[test]
fn places_count_within_their_file() {
    let folder = folder(
        "places",
        &[("people.facts", PEOPLE), ("one.facts", b"include \"people.facts\"\na visits b\nretract ^0\n")],
    );
    let kg = Reader::new(diplomacy::schema()).read_files([folder.join("one.facts")]).unwrap();
    let retracted: Vec<_> = kg.view().with_retracted().all_facts().map(|fact| fact.is_retracted()).collect();
    assert_eq!(retracted, [false, true]);
}

#[test]
fn a_circle_of_includes_ends() {
    let folder = folder(
        "circle",
        &[
            ("a.facts", b"include \"b.facts\"\nentity person a \"A\"\nb knows a\n"),
            ("b.facts", b"include \"a.facts\"\ninclude \"b.facts\"\nentity person b \"B\"\n"),
        ],
    );
    let kg = Reader::new(diplomacy::schema().open()).read_files([folder.join("a.facts")]).unwrap();
    assert_eq!((kg.fact_count(), kg.entity("b").is_ok()), (1, true));
}

#[test]
fn each_fault_names_its_file() {
    let folder = folder(
        "faults",
        &[
            ("people.facts", b"entity person a \"A\"\nentity state b \" \"\n"),
            ("one.facts", b"include \"people.facts\"\na visits b\nentity person a \"A\"\ninclude \"none.facts\"\ninclude \"latin.facts\"\ninclude \"sub\"\n"),
            ("latin.facts", b"# one\n# \xe9\n"),
            ("sub/x", b""),
        ],
    );
    let report = check([folder.join("one.facts"), folder.join("nowhere.facts")], diplomacy::schema());
    assert!(!report.is_clean());
    let told: Vec<String> = report
        .faults
        .iter()
        .map(|fault| {
            let file = fault.file().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
            let place = fault.position().map(|p| format!("{}:{}", p.line, p.column)).unwrap_or_default();
            format!("{file} {place} {}", fault.message().rsplit('/').next().unwrap())
        })
        .collect();
    let wanted = [
        "nowhere.facts  nowhere.facts` cannot be read: No such file or directory (os error 2)",
        "one.facts 3:15 people.facts`, line 1",
        "one.facts 4:9 none.facts` cannot be read: No such file or directory (os error 2)",
        "one.facts 5:9 latin.facts` is not valid UTF-8, in line 2 at byte 8",
        "one.facts 6:9 sub` is not a file",
        "people.facts 2:16 a name is empty; expected at least one character",
    ];
    if cfg!(unix) {
        assert_eq!(told, wanted);
    }
    assert!(report.to_string().ends_with("6 faults in 2 files: 0 sources, 2 entities, 1 fact"), "{report}");
}

#[test]
fn a_path_leads_on_from_its_file() {
    let folder =
        folder("paths", &[("a.facts", b"include \"/etc/passwd\"\ninclude \"\"\nsource s text-file \"/etc/passwd\"\n")]);
    let report = check([folder.join("a.facts")], diplomacy::schema());
    assert_eq!(report.faults.len(), 3, "{report}");
    assert!(report.faults.iter().all(|fault| fault.message().contains("is not a relative path")), "{report}");
}

#[test]
fn a_text_may_be_in_a_folder() {
    let folder = folder("base", &[("people.facts", PEOPLE)]);
    let reader = Reader::new(diplomacy::schema());
    let text = "include \"people.facts\"\na visits b";
    assert!(reader.read(text).is_err());
    assert_eq!(reader.base(folder).read(text).unwrap().fact_count(), 2);
}

/// The project's own files have no fault, and are laid out in a form that says the same.
#[test]
fn the_files_in_the_repository_have_no_fault() {
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut found = 0;
    for file in ["press-report/report.facts", "communique/plan.facts", "communique/outcome.facts"] {
        let path = data.join(file);
        let report = check([&path], diplomacy::schema());
        assert!(report.is_clean(), "{report}");
        found += report.facts;
        let text = fs::read_to_string(&path).unwrap();
        let laid_out = chancery::notation::format(&text).unwrap();
        let reader = Reader::new(diplomacy::schema()).base(path.parent().unwrap());
        let dossier = |text: &str| chancery::dossier::Dossier::of(&reader.read(text).unwrap().view());
        assert_eq!(dossier(&laid_out), dossier(&text), "{file}");
    }
    assert!(found > 100);
}
