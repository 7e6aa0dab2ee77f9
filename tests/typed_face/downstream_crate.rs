//! Runs the tests of `tests/downstream`, a crate of its own. Guards against a macro that works only at home.

use std::{path::Path, process::Command};

#[test]
fn a_crate_on_top_of_this_one_compiles_and_passes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = root.join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or("target".into())).join("downstream");
    let output = Command::new(env!("CARGO"))
        .args(["test", "--offline", "--manifest-path"])
        .arg(root.join("tests/downstream/Cargo.toml"))
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.contains("test the_schema_grants_what_the_compiler_grants ... ok"), "{told}");
}
