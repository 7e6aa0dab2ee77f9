//! A record that outlives its programs: opened, added to, killed in the middle of a write, opened again, read by another
//! process, purged and verified.
//!
//! `cargo run --features sqlite --example durable`

use std::{
    env,
    error::Error,
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
};

use chancery::{
    Source,
    diplomacy::{self, Person, Recognized, State, Visits},
    fact,
    store::Store,
};

const REPORT: &str = "Pakistan was among the first to recognize Kazakhstan. Jane Doe, a guest, will visit in February.";

fn main() -> Result<(), Box<dyn Error>> {
    // The other processes are this program with the name of a task.
    let mut words = env::args().skip(1);
    match (words.next().as_deref(), words.next()) {
        (Some("write-and-wait"), Some(path)) => return write_and_wait(path.as_ref()),
        (Some("read"), Some(path)) => return read(path.as_ref()),
        _ => {}
    }
    let path = env::temp_dir().join(format!("chancery-durable-{}.chancery", std::process::id()));

    println!("== A desk records a report");
    let mut store = Store::create(&path, diplomacy::schema())?;
    store.write(|kg| {
        kg.at("2026-01-24")?.by("desk").why("first reading");
        kg.add_source(Source::new("report").text(REPORT))?;
        let (pakistan, kazakhstan) = (kg.add(State, "Pakistan")?, kg.add(State, "Kazakhstan")?);
        let recognized = fact(pakistan, Recognized, kazakhstan).on("1991?").inferred("the sentence gives no date");
        kg.assert(recognized.cite("report", "among the first to recognize Kazakhstan"))
    })?;
    print_facts(&store);
    drop(store);

    println!("\n== Another process is killed in the middle of a write");
    let mut writer = start("write-and-wait", &path)?;
    let mut said = BufReader::new(writer.stdout.take().ok_or("no output")?).lines();
    for _ in 0..2 {
        println!("it says: {}", said.next().ok_or("it ended")??);
    }
    writer.kill()?;
    writer.wait()?;
    let mut store = Store::open(&path)?;
    print_facts(&store);

    println!("\n== A third process reads while this one has the file open");
    let output = start("read", &path)?.wait_with_output()?;
    print!("{}", String::from_utf8(output.stdout)?);

    println!("\n== Jane Doe asks to be forgotten");
    let gone = store.purge(|kg| {
        kg.at("2026-03-01")?.by("data protection");
        let doe = kg.entity("jane-doe")?;
        kg.purge(doe, "request 17")
    })?;
    println!("{gone} edits are gone");
    print_facts(&store);
    store.verify()?;
    println!("verified: every row, every checksum, every index");

    println!("\n== The history");
    for (transaction, edits) in store.graph().history() {
        let stamp = transaction.at.map_or("no stamp".to_owned(), |stamp| stamp.to_string());
        println!("{stamp} by {}: {} edits", transaction.by.as_deref().unwrap_or("nobody"), edits.len());
    }
    // Read only once the store is closed: to open and close its file beside it would take away SQLite's locks.
    drop(store);
    let is_left = fs::read(&path)?.windows(8).any(|bytes| bytes == b"jane-doe");
    println!("\nThe file {} the bytes of `jane-doe`", if is_left { "still has" } else { "no longer has" });
    fs::remove_file(&path)?;
    Ok(())
}

fn print_facts(store: &Store) {
    for fact in store.view().all_facts() {
        println!("{fact}");
    }
}

fn start(task: &str, path: &Path) -> Result<std::process::Child, std::io::Error> {
    Command::new(env::current_exe()?).arg(task).arg(path).stdout(Stdio::piped()).spawn()
}

/// Commits a visit, begins to write another, and waits to be killed.
fn write_and_wait(path: &Path) -> Result<(), Box<dyn Error>> {
    let mut store = Store::open(path)?;
    store.write(|kg| {
        kg.at("2026-01-25")?.by("night desk");
        let doe = kg.add(Person, "Jane Doe")?;
        kg.assert(
            fact(doe.any(), "visits", "pakistan").on("2026-02").planned().cite("report", "will visit in February"),
        )
    })?;
    println!("the visit is committed");
    store.write(|kg| {
        let pakistan = kg.entity("pakistan")?;
        kg.assert(fact(kg.entity("jane-doe")?, "visits", pakistan).on("2027"))?;
        println!("a second visit is recorded, and not committed");
        std::io::stdout().flush().map_err(chancery::Error::from)?;
        // Whoever started this process kills it here; it also ends when nobody does.
        std::thread::sleep(std::time::Duration::from_secs(60));
        kg.entity("nobody").map(drop)
    })?;
    Ok(())
}

/// Reads the file as another program would.
fn read(path: &Path) -> Result<(), Box<dyn Error>> {
    let store = Store::open_to_read(path)?;
    println!("planned visits: {}", store.view().facts(Visits).count()?);
    Ok(())
}
