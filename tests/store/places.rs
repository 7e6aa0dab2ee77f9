//! Guards against a full disk that loses what was committed, and a name of a file that SQLite takes for something else.

use std::fs;

use chancery::{
    ErrorKind, Source,
    diplomacy::{self, State},
    store::Store,
};

use crate::folder::Folder;

/// Writes until the file may not grow any more. What was committed is there, and the store goes on.
pub(crate) fn fill(path: &std::path::Path) {
    let mut store = Store::open(path).unwrap();
    let error = (0..)
        .find_map(|number| {
            let before = store.graph().source_count();
            let text = "And so on. ".repeat(5_000);
            let done = store.write(|kg| kg.add_source(Source::new(format!("source-{number}")).text(text)));
            assert_eq!(store.graph().source_count(), before + usize::from(done.is_ok()));
            done.err()
        })
        .unwrap();
    assert_eq!(error.kind(), ErrorKind::Io, "{error}");
    assert!(error.to_string().contains("check the disk") || error.to_string().contains("full"), "{error}");
    assert_eq!(store.graph().validate(), Ok(()));
    let kept = store.graph().source_count();
    // A copy takes less room than the file with its log: it is there as a whole, or not at all.
    let copy = path.with_file_name("copy");
    match store.backup(&copy) {
        Ok(()) => {
            assert_eq!(Store::open_to_read(&copy).unwrap().graph().source_count(), kept);
            fs::remove_file(&copy).unwrap();
        }
        Err(error) => {
            assert!(error.kind() == ErrorKind::Io && error.to_string().contains("copy"), "{error}");
            let names = fs::read_dir(path.parent().unwrap()).unwrap().map(|file| file.unwrap().file_name());
            let names: Vec<_> = names.filter(|name| name.to_string_lossy().starts_with("copy")).collect();
            assert!(names.is_empty(), "{names:?}");
        }
    }
    // A purge takes more than there is.
    let error = store.purge(|kg| kg.source("source-0").and_then(|source| kg.purge(source, "a request"))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io, "{error}");
    assert_eq!((store.graph().source_count(), store.graph().validate()), (kept, Ok(())));
    println!("kept {kept} sources");
}

#[cfg(unix)]
#[test]
fn a_disk_without_room_loses_nothing_that_was_committed() {
    let folder = Folder::new();
    let path = folder.file("a");
    drop(Store::create(&path, diplomacy::schema()).unwrap());
    // Files of at most 1,000 blocks of 512 bytes or of 1 KiB, as the shell counts them.
    let output = crate::again::limited("fill", &path);
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
    let kept: usize = printed.split("kept ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.graph().source_count(), kept);
    assert!(kept > 1);
    store.verify().unwrap();
    store.write(|kg| kg.add(State, "Oman")).unwrap();
}

/// Files in the folder of the process whose names SQLite could take for more than a path.
#[cfg(unix)]
pub(crate) fn name(path: &std::path::Path) {
    let folder = path.parent().unwrap();
    std::env::set_current_dir(folder).unwrap();
    for name in
        ["file:a", "file:b?mode=memory&cache=shared", "file::memory:", ":memory:", "d?immutable=1", "100%25", "%41#e"]
    {
        for path in [std::path::PathBuf::from(name), folder.join(format!("whole {name}"))] {
            let mut store = Store::create(&path, diplomacy::schema()).unwrap();
            store.write(|kg| kg.add(State, "Oman")).unwrap();
            let copy = std::path::PathBuf::from(format!("{} copy", path.display()));
            store.backup(&copy).unwrap();
            drop(store);
            for path in [&path, &copy] {
                assert!(folder.join(path).is_file(), "{}", path.display());
                assert_eq!(Store::open_to_read(path).unwrap().graph().node_count(), 1);
                assert_eq!(Store::open(path).unwrap().graph().node_count(), 1);
                fs::remove_file(path).unwrap();
                assert_eq!(Store::open(path).unwrap_err().kind(), ErrorKind::Io, "{} is a file", path.display());
            }
        }
    }
    println!("named");
}

#[cfg(unix)]
#[test]
fn a_name_is_a_path_and_nothing_more() {
    let folder = Folder::new();
    let output = crate::again::start("name", &folder.file("a"), 0).wait_with_output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("named") && output.status.success());
    // None was made elsewhere, or is left.
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(left.is_empty(), "{left:?}");
}
