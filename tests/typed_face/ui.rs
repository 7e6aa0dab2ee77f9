//! What the compiler says to whoever joins what does not fit. Each program in `ui/fail` has a twin in `ui/pass` that is one
//! token apart and compiles, so that a program that fails for another reason is found out. Guards against messages that
//! name hidden traits, and against joins that slip through.

use std::{collections::BTreeSet, fs, path::Path};

fn programs(folder: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui").join(folder);
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| Path::new(name).extension().is_some_and(|end| end == "rs")).collect()
}

#[test]
fn the_compiler_says_what_does_not_fit() {
    let tests = trybuild::TestCases::new();
    tests.compile_fail("tests/ui/fail/*.rs");
    tests.pass("tests/ui/pass/*.rs");
}

#[test]
fn each_failing_program_has_a_twin_one_token_apart() {
    assert_eq!(programs("fail"), programs("pass"));
    for name in programs("fail") {
        let words = |folder: &str| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui").join(folder).join(&name);
            let text = fs::read_to_string(path).unwrap();
            text.lines().map(str::to_owned).collect::<Vec<_>>()
        };
        let (fail, pass) = (words("fail"), words("pass"));
        assert_eq!(fail.len(), pass.len(), "{name}");
        assert_eq!(fail.iter().zip(&pass).filter(|(a, b)| a != b).count(), 1, "{name} differs in one line");
    }
}
