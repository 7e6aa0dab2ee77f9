//! A sound store whose file, and maybe log, were changed as the input says, or any bytes in its place: what opens has a
//! graph that is whole, and a file that `verify` finds sound shows the graph that was written.
#![no_main]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use chancery::{Error, Source, diplomacy, dossier::Archive, fact, store::Store};
use libfuzzer_sys::fuzz_target;

/// A folder of this process, in memory where there is such a place.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let shared = Path::new("/dev/shm");
    let base = if shared.is_dir() { shared.to_owned() } else { std::env::temp_dir() };
    let folder = base.join(format!("chancery-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    folder
});

/// A sound file, the log that holds its last transaction, and what its graph has.
static SOUND: LazyLock<(Vec<u8>, Vec<u8>, [Archive; 2])> = LazyLock::new(|| {
    let path = FOLDER.join("sound");
    remove(&path);
    let mut store = Store::create(&path, diplomacy::schema()).expect("a file");
    let written = store.write(|kg| {
        kg.at("2026-01-24")?.by("desk");
        kg.add_source(Source::new("report").text("Tokayev visits Pakistan in February 2026."))?;
        let (person, state) = (kg.add("person", "Tokayev")?, kg.add("state", "Pakistan")?);
        kg.assert(fact(person, "visits", state).on("2026-02").planned().cite("report", "visits Pakistan"))
    });
    written.expect("a transaction");
    store.empty_log().expect("all is in the file");
    let before = Archive::of(store.graph());
    let written = store.write(|kg| {
        kg.at("2026-02-05")?;
        let plan = kg.fact_named("#0")?;
        kg.confirm(plan, fact("tokayev", "visits", "pakistan").on("2026-02-03"))?;
        kg.add("person", "K. Tokayev")?;
        kg.merge("k-tokayev", "tokayev", "the same")?;
        Ok::<_, Error>(())
    });
    written.expect("a second transaction");
    // A copy of the log before the store is closed, which would empty it. SQLite has no lock on the log.
    let log = fs::read(beside(&path, "-wal")).expect("a log");
    let graphs = [before, Archive::of(store.graph())];
    std::mem::forget(store);
    (fs::read(&path).expect("the file"), log, graphs)
});

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn remove(path: &Path) {
    for ending in ["", "-wal", "-shm", "-writer"] {
        let _ = fs::remove_file(beside(path, ending));
    }
}

/// Changes some bytes as a script says, of which a step has six: the place in three, what to do, and with what.
fn change(bytes: &mut Vec<u8>, script: &[u8]) {
    for step in script.chunks_exact(6) {
        if bytes.is_empty() {
            return;
        }
        let at = u32::from_le_bytes([step[0], step[1], step[2], 0]) as usize % bytes.len();
        let end = (at + usize::from(step[5]).max(1)).min(bytes.len());
        match step[3] % 6 {
            0 => bytes[at] ^= 1 << (step[4] & 7),
            1 => bytes[at] = step[4],
            2 => bytes[at..end].fill(step[4]),
            3 => bytes.copy_within(at..end, usize::from(step[4]) * 16 % at.max(1)),
            // A page in the place of another.
            4 => {
                let page = |at: usize| at / 4096 * 4096;
                let (from, to) = (page(at), page(usize::from(step[4]) * 4096 % bytes.len()));
                if from + 4096 <= bytes.len() && to + 4096 <= bytes.len() {
                    bytes.copy_within(from..from + 4096, to);
                }
            }
            _ => bytes.truncate(at),
        }
    }
}

fn check(file: &[u8], log: &[u8], graphs: Option<&[Archive; 2]>) {
    let path = FOLDER.join("changed");
    remove(&path);
    fs::write(&path, file).expect("a file");
    if !log.is_empty() {
        fs::write(beside(&path, "-wal"), log).expect("a log");
    }
    let Ok(mut store) = Store::open(&path) else { return };
    store.graph().validate().expect("what was read is whole");
    let has = Archive::of(store.graph());
    if let Some(graphs) = graphs {
        // A log counts up to its last sound transaction, and a file without its log ends with the first.
        assert!(graphs.contains(&has), "what opens is what was written");
    }
    let is_sound = store.verify().is_ok();
    let written = store.write(|kg| kg.add("state", "Oman"));
    if is_sound {
        written.expect("a sound file can be written");
        store.verify().expect("and is sound then");
    }
    store.graph().validate().expect("a write leaves the graph whole");
}

fuzz_target!(|data: &[u8]| {
    let (file, log, graphs) = &*SOUND;
    let Some((mode, data)) = data.split_first() else { return };
    match mode % 4 {
        0 => check(data, &[], None),
        1 => {
            let mut changed = file.clone();
            change(&mut changed, data);
            check(&changed, &[], Some(graphs));
        }
        2 => {
            let mut changed = file.clone();
            change(&mut changed, data);
            check(&changed, log, Some(graphs));
        }
        _ => {
            let mut changed = log.clone();
            change(&mut changed, data);
            check(file, &changed, Some(graphs));
        }
    }
});
