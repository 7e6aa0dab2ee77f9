//! Guards against a README that tells what the crate does not: its program is the example, and prints what it says.

use std::{fs, path::Path, process::Command};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The first block of a language in the README.
fn block(language: &str) -> String {
    let readme = read("README.md");
    let (_, rest) = readme.split_once(&format!("```{language}\n")).expect("the README has the block");
    rest.split_once("```").expect("the block ends").0.to_owned()
}

#[test]
fn the_program_is_the_example() {
    let example = read("examples/readme.rs");
    let (_, program) = example.split_once("\n\n").unwrap();
    assert_eq!(block("rust"), program, "copy examples/readme.rs into README.md");
}

#[test]
fn the_program_prints_what_the_readme_says() {
    let run = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--example", "readme"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(String::from_utf8(run.stdout).unwrap(), block("text"));
}

#[test]
fn the_four_relations_stand_in_program_and_output() {
    for name in ["visits", "hosts", "ambassador-of", "recognized-in-1991"] {
        assert!(block("rust").contains(&format!("\"{name}\"")), "{name} in the program");
        assert!(block("text").contains(name), "{name} in the output");
    }
}
