//! Facts without a key that both changed, and what is said of a text with conflicts.

use std::fs;

use super::{
    by_hand::{HEAD, at_odds},
    folder, run, text,
};

#[test]
fn a_fact_without_a_key_that_both_changed_is_marked() {
    let visit = |date: &str, comment: &str| format!("marsk visits caldera on {date} planned @press{comment}\n");
    let born = "marsk born 1970\n";
    at_odds(
        "without-key",
        [
            &format!("{}\n# more\n{born}", visit("2031-04", " # so far")),
            &format!("{}\n# more\n{born}", visit("2031-04-11", " # the day")),
            &format!("# theirs\n{}\n# more\n{born}", visit("2031-04-12", "")),
        ],
        "<<<<<<< ours\nmarsk visits caldera on 2031-04-11 planned @press # the day\n\
         ||||||| base\nmarsk visits caldera on 2031-04 planned @press # so far\n\
         =======\nmarsk visits caldera on 2031-04-12 planned @press\n>>>>>>> theirs\n\n\
         # theirs\n\n# more\nmarsk born 1970\n",
        "standard output: 1 conflict\nfact marsk visits caldera on 2031-04-11 planned\n  \
         base:   marsk visits caldera on 2031-04 planned @press\n  \
         ours:   marsk visits caldera on 2031-04-11 planned @press\n  \
         theirs: marsk visits caldera on 2031-04-12 planned @press\n",
    );
}

#[test]
fn a_fact_without_a_key_that_one_removed_and_the_other_changed_is_marked() {
    let (base, changed) = ("marsk visits caldera on 2031-04 planned\n", "marsk visits caldera on 2031-05 planned\n");
    let marked =
        |ours: &str, theirs: &str| format!("<<<<<<< ours\n{ours}||||||| base\n{base}=======\n{theirs}>>>>>>> theirs\n");
    let told = |ours: &str, theirs: &str| {
        format!(
            "standard output: 1 conflict\nfact marsk visits caldera on 2031-05 planned\n  base:   {base}  \
             ours:   {ours}  theirs: {theirs}"
        )
    };
    let gone = "it is not there\n";
    at_odds("keyless-ours", [base, "", changed], &format!("\n{}", marked("", changed)), &told(gone, changed));
    at_odds("keyless-theirs", [base, changed, ""], &marked(changed, ""), &told(changed, gone));
}

#[test]
fn a_list_of_conflicts_names_the_file_in_which_they_are_marked() {
    let folder = folder("named");
    for (file, date) in [("base", "2031"), ("mine", "2032"), ("yours", "2033")] {
        fs::write(folder.join(file), format!("{HEAD}marsk visits caldera on {date}\n")).unwrap();
    }
    for (options, name) in [
        (&["-o", "merged"][..], "merged"),
        (&["-o", "merged", "--path", "sub/record"], "sub/record"),
        (&[], "standard output"),
        (&["--in-place", "--path", "record"], "record"),
        (&["--in-place"], "mine"),
    ] {
        fs::write(folder.join("mine"), format!("{HEAD}marsk visits caldera on 2032\n")).unwrap();
        let done = run(&folder, &[&["merge", "base", "mine", "yours"], options].concat());
        let told = text(&done.stderr);
        assert!(told.starts_with(&format!("{name}: 1 conflict\nfact marsk visits caldera on 2032\n")), "{told}");
    }
    // `check` names the lines of the conflict, and nothing that follows from it.
    let done = run(&folder, &["check", "mine"]);
    let first = HEAD.lines().count() + 1;
    let (last, why) = (first + 6, "a conflict of a merge is not resolved");
    let wanted = format!("mine:{first}:1: {why}: lines {first} to {last}; keep one version, and remove the marks\n");
    assert!(text(&done.stdout).starts_with(&wanted), "{}", text(&done.stdout));
    assert!(text(&done.stdout).contains("\n1 fault in 1 file"), "{}", text(&done.stdout));
    let before = fs::read(folder.join("mine")).unwrap();
    assert_ne!(run(&folder, &["fmt", "mine"]).status.code(), Some(0));
    assert_eq!(fs::read(folder.join("mine")).unwrap(), before);
    // Also where the file begins with it.
    let marked = text(&before).replace(HEAD, "");
    fs::write(folder.join("begins"), marked).unwrap();
    let done = run(&folder, &["check", "begins"]);
    assert!(text(&done.stdout).starts_with("begins:1:1: a conflict of a merge"), "{}", text(&done.stdout));
}
