//! What the compiler says where a fact joins what does not fit. Each program in `ui/fail` has a twin in `ui/pass` that
//! differs in one line and compiles, so that a program cannot fail for another reason unseen. Guards against messages that
//! name hidden traits, and against joins that slip through.

use std::{collections::BTreeSet, fs, path::Path};

use crate::twins::TWINS;

fn programs(folder: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui").join(folder);
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter_map(|name| Some(name.strip_suffix(".rs")?.to_owned())).collect()
}

/// The twins are modules of this program: if one does not compile, neither does this.
#[test]
fn the_compiler_says_what_does_not_fit() {
    trybuild::TestCases::new().compile_fail("ui/fail/*.rs");
}

#[test]
fn each_failing_program_has_a_twin_one_line_apart() {
    assert_eq!(programs("fail"), programs("pass"));
    let compiled: BTreeSet<_> = TWINS.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(programs("pass"), compiled, "a module in tests/face/twins.rs");
    for name in programs("fail") {
        let lines = |folder: &str| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui").join(folder).join(format!("{name}.rs"));
            let text = fs::read_to_string(path).unwrap();
            text.lines().map(str::to_owned).collect::<Vec<_>>()
        };
        let (fail, pass) = (lines("fail"), lines("pass"));
        assert_eq!(fail.len(), pass.len(), "{name}");
        assert_eq!(fail.iter().zip(&pass).filter(|(a, b)| a != b).count(), 1, "{name} differs in one line");
    }
}
