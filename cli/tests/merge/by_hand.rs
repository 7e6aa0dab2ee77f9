//! Merges with their exact results.

use std::fs;

use super::{decided, dossier, folder, run, said, text};

pub(super) const HEAD: &str = "\
## The visit to Caldera
source press title \"Press\"

# people
entity person marsk \"Elin Marsk\"
entity state caldera \"Caldera\"

# what happened
";

/// Merges three texts; gives the exit code, the result, and what was said on standard error.
fn merged(name: &str, [base, ours, theirs]: [&str; 3], options: &[&str]) -> (Option<i32>, String, String) {
    let folder = folder(name);
    for (file, content) in [("base.facts", base), ("ours.facts", ours), ("theirs.facts", theirs)] {
        fs::write(folder.join(file), content).unwrap();
    }
    let arguments = [&["merge", "base.facts", "ours.facts", "theirs.facts"], options].concat();
    let done = run(&folder, &arguments);
    for (file, content) in [("base.facts", base), ("ours.facts", ours), ("theirs.facts", theirs)] {
        assert_eq!(fs::read_to_string(folder.join(file)).unwrap(), content, "{file} was changed");
    }
    (done.status.code(), text(&done.stdout), text(&done.stderr))
}

/// Merges three texts below one head, without a conflict.
fn joined(name: &str, versions: [&str; 3], wanted: &str) {
    let versions = versions.map(|facts| format!("{HEAD}{facts}"));
    let (code, result, told) = merged(name, versions.each_ref().map(String::as_str), &[]);
    assert_eq!(result, format!("{HEAD}{wanted}"), "{told}");
    assert_eq!((code, told.as_str()), (Some(0), ""));
}

/// Merges three texts below one head, with a conflict. The lines behind the head and what was told are given.
pub(super) fn at_odds(name: &str, versions: [&str; 3], wanted: &str, told: &str) {
    let versions = versions.map(|facts| format!("{HEAD}{facts}"));
    let (code, result, found) = merged(name, versions.each_ref().map(String::as_str), &[]);
    // A record that is written anew has its entities by kind.
    let anew = HEAD.replace("entity state", "\nentity state");
    let facts = result.strip_prefix(HEAD).or_else(|| result.strip_prefix(&anew));
    assert_eq!(facts, Some(wanted), "{result}");
    assert_eq!((code, found.as_str()), (Some(1), told));
    let ours = dossier(&decided(&result, false)).unwrap();
    let [base, own, other] = versions.each_ref().map(|text| dossier(text).unwrap());
    assert_eq!(said(&ours), said(&chancery::diff::merge_dossiers(&base, &own, &other).dossier));
    let path = folder(&format!("{name}-result")).join("result.facts");
    fs::write(&path, &result).unwrap();
    assert_eq!(run(path.parent().unwrap(), &["check", "result.facts"]).status.code(), Some(1), "{result}");
}

#[test]
fn lines_that_stand_apart_are_merged_as_they_are() {
    joined(
        "apart",
        [
            "marsk visits caldera on 2031-04 planned key visit @press # so far\n\n\n# more\nmarsk born 1970\n",
            "marsk visits caldera   on 2031-04-11 planned key visit @press # the day\n\n\n# more\nmarsk born 1970\n",
            "marsk visits caldera on 2031-04 planned key visit @press # so far\n\n\n# more\nmarsk born 1970 @press\n",
        ],
        "marsk visits caldera   on 2031-04-11 planned key visit @press # the day\n\n\n# more\nmarsk born 1970 @press\n",
    );
}

#[test]
fn what_both_added_at_the_end_stands_there_ours_first() {
    joined(
        "end",
        [
            "marsk born 1970\n",
            "marsk born 1970\n\n# ours\nmarsk visits caldera on 2031\n",
            "marsk born 1970\n# theirs\nmarsk visits caldera on 2032\n  @press\n",
        ],
        "marsk born 1970\n\n# ours\nmarsk visits caldera on 2031\n# theirs\nmarsk visits caldera on 2032\n  @press\n",
    );
}

#[test]
fn claims_that_both_added_to_one_fact_are_joined() {
    joined(
        "claims",
        [
            "marsk born 1970 @press\n",
            "marsk born 1970 @press said-by marsk @press\n",
            "marsk born 1970 @press # sure\n  inferred \"her age\" @press\n",
        ],
        "# sure\nmarsk born 1970 @press said-by marsk @press inferred \"her age\" @press\n",
    );
}

#[test]
fn what_both_added_alike_is_there_once() {
    joined(
        "alike",
        ["", "marsk visits caldera on 2031\nmarsk born 1970\n", "marsk born 1970\n# a comment\n"],
        "marsk visits caldera on 2031\nmarsk born 1970\n# a comment\n",
    );
}

#[test]
fn a_place_counts_the_facts_of_the_result() {
    // `^0` is the birth in their version, but not in the joined lines. So the record is written anew.
    let facts = [
        "marsk born 1970\n",
        "marsk visits caldera on 2031\nmarsk born 1970\n",
        "# wrong\nmarsk born 1970\nretract ^0 \"no date\"\n",
    ];
    let versions = facts.map(|facts| format!("{HEAD}{facts}"));
    let (code, result, told) = merged("places", versions.each_ref().map(String::as_str), &[]);
    let head = HEAD.replace("entity state", "\nentity state");
    let wanted = "marsk visits caldera on 2031\n# wrong\nmarsk born 1970\n\nretract ^1 \"no date\"\n";
    assert_eq!(result, format!("{head}{wanted}"), "{told}");
    assert_eq!(code, Some(0));
}

#[test]
fn a_fact_that_both_changed_is_marked() {
    at_odds(
        "changed",
        [
            "marsk visits caldera on 2031-04 planned key visit @press # so far\nmarsk born 1970\n",
            "marsk visits caldera on 2031-04-11 planned key visit @press\nmarsk born 1970\n",
            "marsk visits caldera on 2031-04 cancelled key visit @press # so sad\nmarsk born 1970\n# theirs\n",
        ],
        "# so sad\n<<<<<<< ours\nmarsk visits caldera on 2031-04-11 planned key visit @press\n\
         ||||||| base\nmarsk visits caldera on 2031-04 planned key visit @press # so far\n\
         =======\nmarsk visits caldera on 2031-04 cancelled key visit @press # so sad\n\
         >>>>>>> theirs\nmarsk born 1970\n# theirs\n",
        "standard output: 1 conflict\nfact visit\n  \
         base:   marsk visits caldera on 2031-04 planned key visit @press\n  \
         ours:   marsk visits caldera on 2031-04-11 planned key visit @press\n  \
         theirs: marsk visits caldera on 2031-04 cancelled key visit @press\n",
    );
}

#[test]
fn a_fact_that_one_removed_and_the_other_changed_is_marked() {
    at_odds(
        "removed",
        [
            "marsk visits caldera on 2031-04 planned key visit\n",
            "",
            "# theirs\nmarsk visits caldera on 2031-05 planned key visit\n",
        ],
        "\n# theirs\n\n<<<<<<< ours\n||||||| base\nmarsk visits caldera on 2031-04 planned key visit\n=======\n\
         marsk visits caldera on 2031-05 planned key visit\n>>>>>>> theirs\n",
        "standard output: 1 conflict\nfact visit\n  base:   marsk visits caldera on 2031-04 planned key visit\n  \
         ours:   it is not there\n  theirs: marsk visits caldera on 2031-05 planned key visit\n",
    );
}

#[test]
fn what_one_removed_and_the_other_needs_is_kept_and_marked_in_comments() {
    at_odds(
        "needed",
        [
            "marsk born 1970\nentity person lund \"Ada Lund\"\n",
            "marsk born 1970\n",
            "marsk born 1970\nentity person lund \"Ada Lund\"\nlund born 1980\n",
        ],
        "marsk born 1970\n<<<<<<< ours\n# removed: entity lund\n=======\n# needed: entity lund\n>>>>>>> theirs\n\
         entity person lund \"Ada Lund\"\nlund born 1980\n",
        "standard output: 1 conflict\none version removed entity lund, and the other needs it; it was kept\n",
    );
}

#[test]
fn a_key_that_went_to_another_fact_is_marked_with_that_fact() {
    at_odds(
        "keys",
        [
            "marsk visits caldera on 2031 key one\nmarsk visits caldera on 2032 key two\n",
            "marsk visits caldera on 2032 key two\nmarsk visits caldera on 2031 key one\n",
            "marsk visits caldera on 2030 key one\nmarsk visits caldera on 2031 key two\n",
        ],
        "\n<<<<<<< ours\nmarsk visits caldera on 2031 key one\n||||||| base\nmarsk visits caldera on 2031 key one\n\
         =======\nmarsk visits caldera on 2031 key two\n>>>>>>> theirs\n\n\
         <<<<<<< ours\n=======\nmarsk visits caldera on 2030 key one\n>>>>>>> theirs\n",
        "standard output: 2 conflicts\n\
         fact one\n  base:   marsk visits caldera on 2031 key one\n  ours:   marsk visits caldera on 2031 key one\n  \
         theirs: marsk visits caldera on 2031 key two\n\
         fact one\n  ours:   it is not there\n  theirs: marsk visits caldera on 2030 key one\n",
    );
}

#[test]
fn reasons_that_differ_are_marked() {
    let fact = "marsk born 1970 key birth\n";
    let [ours, theirs] = ["no date", "another Marsk"].map(|why| format!("{fact}retract ^birth \"{why}\"\n"));
    at_odds(
        "reasons",
        [fact, &ours, &theirs],
        "marsk born 1970 key birth\n<<<<<<< ours\nretract ^birth \"no date\"\n=======\n\
         retract ^birth \"another Marsk\"\n>>>>>>> theirs\n",
        "standard output: 1 conflict\nresolved birth\n  ours:   the fact is ended: no date\n  \
         theirs: the fact is ended: another Marsk\n",
    );
}

#[test]
fn entities_change_by_their_parts() {
    let people = [
        "marsk \"Elin Marsk\"",
        "marsk \"Elin K. Marsk\" also \"E. Marsk\"",
        "marsk \"Elin Marsk\" id wikidata \"Q1\"",
    ];
    let versions = people.map(|one| format!("# who\nentity person {one}\n"));
    let (code, result, told) = merged("parts", versions.each_ref().map(String::as_str), &[]);
    assert_eq!(result, "# who\nentity person marsk \"Elin K. Marsk\" also \"E. Marsk\" id wikidata \"Q1\"\n", "{told}");
    assert_eq!(code, Some(0));
}

#[test]
fn an_empty_file_is_an_empty_record() {
    let (one, other) = ("# a\nsource a\n", "# b\nsource b\n");
    assert_eq!(merged("no-base", ["", one, other], &[]).1, "# a\nsource a\n# b\nsource b\n");
    assert_eq!(merged("emptied", [one, "", one], &[]), (Some(0), String::new(), String::new()));
    assert_eq!(merged("all-empty", ["", "", ""], &[]), (Some(0), String::new(), String::new()));
    let own = "kind dog\nentity dog rex \"Rex\"\n";
    assert_eq!(merged("own", ["", "", own], &[]).1, own);
}

#[test]
fn a_vocabulary_is_merged_by_its_items() {
    let base =
        "kind dog\nkind cat # unused\nrelation likes state from dog to dog\n\nentity dog rex \"Rex\"\nrex likes rex\n";
    let ours = base
        .replace("kind dog", "kind dog about \"It barks.\"")
        .replace("rex likes rex\n", "rex likes rex since 2020\n");
    let theirs = base
        .replace("to dog\n", "to dog symmetric\n")
        .replace("rex likes rex\n", "rex likes rex\n# who?\nrex likes rex since 2021\n");
    let (code, result, told) = merged("vocabulary", [base, &ours, &theirs], &[]);
    assert_eq!(
        result,
        "kind dog about \"It barks.\"\nkind cat # unused\nrelation likes state from dog to dog symmetric\n\n\
         entity dog rex \"Rex\"\nrex likes rex since 2020\n# who?\nrex likes rex since 2021\n",
        "{told}"
    );
    assert_eq!(code, Some(0));
    let theirs = base.replace("kind dog", "kind dog about \"It bites.\"");
    let (code, result, told) = merged("vocabulary", [base, &ours, &theirs], &[]);
    assert!(
        result.starts_with(
            "<<<<<<< ours\nkind dog about \"It barks.\"\n||||||| base\nkind dog\n=======\n\
             kind dog about \"It bites.\"\n>>>>>>> theirs\nkind cat # unused\n"
        ),
        "{result}"
    );
    assert_eq!((code, told.as_str()), (Some(1), "standard output: 1 conflict\nboth declare dog, in different ways\n"));
}

#[test]
fn conflicts_are_values_for_programs() {
    let fact = |date: &str| format!("{HEAD}marsk visits caldera on {date} key visit\n");
    let versions = ["2031", "2032", "2033"].map(fact);
    let (code, _, told) = merged("json", versions.each_ref().map(String::as_str), &["--json", "--path", "a/b.facts"]);
    assert_eq!(code, Some(1));
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let fact = |date: &str| {
        serde_json::json!({
            "key": "visit", "subject": "marsk", "relation": "visits", "object": "caldera", "when": date
        })
    };
    let conflict = serde_json::json!({
        "kind": "fact", "what": "visit", "base": fact("2031"), "ours": fact("2032"), "theirs": fact("2033")
    });
    assert_eq!(told, serde_json::json!({ "file": "a/b.facts", "conflicts": [conflict] }));
}

#[test]
fn texts_of_sources_stay_where_they_are() {
    let folder = folder("text-files");
    fs::create_dir(folder.join("sub")).unwrap();
    fs::write(folder.join("sub/report.txt"), "She was born in 1970. She came.").unwrap();
    let head = "source report text-file \"report.txt\"\nentity person marsk \"Elin Marsk\"\n";
    let source = format!("source other sha256 {}\n", chancery::model::Sha256::of("He left."));
    let hashes = format!("hashes other [0..2 {}]\n", chancery::model::Sha256::of("He"));
    let quoted = "marsk also-known-as \"He\" @other [0..2]\n";
    // The places make it necessary to write the record anew.
    let base = format!("{head}{source}{hashes}{quoted}marsk born 1970\n");
    let ours = format!("{head}{source}{hashes}{quoted}marsk also-known-as \"M\"\nmarsk born 1970\n");
    let theirs = format!("{base}retract ^1\nmarsk born 1971 @report \"born in 1970\"\n");
    for (file, content) in [("O", &base), ("A", &ours), ("B", &theirs)] {
        fs::write(folder.join(file), content).unwrap();
    }
    let done = run(&folder, &["merge", "--in-place", "--path", "sub/record.facts", "O", "A", "B"]);
    assert_eq!((done.status.code(), text(&done.stderr).as_str()), (Some(0), ""));
    let result = fs::read_to_string(folder.join("A")).unwrap();
    let wanted = format!(
        "source report text-file \"report.txt\"\n{source}{hashes}\n\
         entity person marsk \"Elin Marsk\" also \"He\" @other [0..2] also \"M\"\n\n\
         marsk born 1970\nmarsk born 1971 @report \"born in 1970\"\n\nretract ^2\n"
    );
    assert_eq!(result, wanted);
}

#[test]
fn included_files_are_not_copied() {
    let folder = folder("includes");
    fs::write(folder.join("people.facts"), "entity person marsk \"Elin Marsk\"\n").unwrap();
    let head = "include \"people.facts\"\n# facts\n";
    let write = |file: &str, facts: &str| fs::write(folder.join(file), format!("{head}{facts}")).unwrap();
    write("O", "marsk born 1970\n");
    write("A", "marsk born 1970\nmarsk also-known-as \"M\"\n");
    write("B", "marsk born 1970\nmarsk also-known-as \"N\"\n");
    let done = run(&folder, &["merge", "O", "A", "B"]);
    let wanted = format!("{head}marsk born 1970\nmarsk also-known-as \"M\"\nmarsk also-known-as \"N\"\n");
    assert_eq!((text(&done.stdout), text(&done.stderr).as_str(), done.status.code()), (wanted, "", Some(0)));

    // The place of a fact is another in the joined lines, and the record cannot be written anew.
    write("A", "marsk also-known-as \"M\"\nmarsk born 1970\n");
    write("B", "marsk born 1970\nretract ^0\n");
    let done = run(&folder, &["merge", "O", "A", "B"]);
    assert_eq!((text(&done.stdout).as_str(), done.status.code()), ("", Some(2)));
    assert_eq!(
        text(&done.stderr),
        "error: A: it includes other files, so the merged record cannot be written anew without copying what they \
         have; merge the lines by hand, or with `git merge-file`\n"
    );
    let done = run(&folder, &["merge", "--in-place", "O", "A", "B"]);
    assert!(text(&done.stderr).starts_with("A: only the lines were merged, not the record: it includes"));
    let lines = format!("{head}marsk also-known-as \"M\"\nmarsk born 1970\nretract ^0\n");
    assert_eq!((fs::read_to_string(folder.join("A")).unwrap(), done.status.code()), (lines, Some(1)));
}

#[test]
fn an_open_vocabulary_stays_open() {
    let versions = ["open\n", "open\nentity dog rex \"Rex\"\n", "open\nentity cat tom \"Tom\"\ntom likes tom\n"];
    let (code, result, told) = merged("open", versions, &[]);
    assert_eq!(result, "open\nentity dog rex \"Rex\"\nentity cat tom \"Tom\"\ntom likes tom\n", "{told}");
    assert_eq!(code, Some(0));
}

#[test]
fn line_ends_are_those_of_ours() {
    let versions = ["source a\r\n", "source a\r\n# b\r\nsource b\r\n", "source a\r\nsource c # c\r\n"];
    assert_eq!(merged("windows", versions, &[]).1, "source a\r\n# b\r\nsource b\r\nsource c # c\r\n");
    let versions = ["source a\n", "source a\r\n# b\r\n", "source a\nsource c"];
    assert_eq!(merged("windows", versions, &[]).1, "source a\r\n# b\r\nsource c\r\n");
}

#[test]
fn facts_of_a_block_are_joined_within_it() {
    joined(
        "blocks",
        [
            "begin said-by marsk @press\nmarsk born 1970\nend\n",
            "begin said-by marsk @press\nmarsk born 1970\n# ours\nmarsk visits caldera on 2031\nend\n",
            "begin said-by marsk @press\nmarsk born 1970\nmarsk visits caldera on 2032 # theirs\nend\n",
        ],
        "begin said-by marsk @press\nmarsk born 1970\n# ours\nmarsk visits caldera on 2031\n\
         marsk visits caldera on 2032 # theirs\nend\n",
    );
}
