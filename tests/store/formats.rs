//! Guards against a release that cannot open what an earlier one wrote. `tests/data/store` has a file of each format.

use std::{fs, path::Path};

use chancery::{
    Error, KnowledgeGraph, Schema, Source,
    diplomacy::{self, Person, State},
    dossier::Archive,
    entity, fact,
    io::json::Json,
    model::{Claim, Quote, Resolution, Sha256},
    store::Store,
};

use crate::folder::Folder;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/store");

/// Adds something of every sort that a row can be.
fn record(store: &mut Store) -> Result<(), Error> {
    store.write(|kg| {
        kg.at("2026-01-24T10:00:00.5Z")?.by("desk").why("first reading");
        let text = "Pakistan was among the first to recognize Kazakhstan. A guest will come in February 2026.";
        kg.add_source(Source::new("wire").title("A wire").sha256(Sha256::of("not stored")))?;
        kg.add_source(
            Source::new("report").text(text).published("2026-01-24").derives_from("wire").licence("CC0-1.0"),
        )?;
        let pakistan = kg.add(State, entity("Pakistan").alias_in("ur", "پاکستان").identifier("iso", "PK"))?;
        let kazakhstan = kg.add(State, "Kazakhstan")?;
        let guest = kg.add(Person, "A guest")?;
        let recognized = fact(pakistan, diplomacy::Recognized, kazakhstan).on("1991?").key("recognition");
        let recognized =
            recognized.inferred("the sentence gives no date").cite("report", "among the first to recognize");
        let recognized = kg.assert(recognized.said_by(guest).confidence(0.5))?;
        kg.assert(fact(guest, diplomacy::Highlighted, recognized))?;
        kg.assert(fact(guest, diplomacy::Visits, pakistan).on("2026-02").planned().cite("report", "in February 2026"))?;
        kg.assert(
            fact(guest, diplomacy::AmbassadorOf, kazakhstan)
                .with(diplomacy::AccreditedTo, pakistan)
                .as_of("2026-01-24"),
        )?;
        let passages = Quote::new("Pakistan was").and("A guest will come");
        let mut claim = Claim::new("report");
        claim.quote = Some(passages);
        kg.claim(recognized, claim)?;
        let mut hashed = Claim::new("wire");
        hashed.quote = Some(Quote::hashed(3..7, Sha256::of("stor")));
        hashed.stance = chancery::model::Stance::Disputes;
        kg.claim(recognized, hashed).map(drop)
    })?;
    store.write(|kg| {
        kg.at("2026-02-05")?.by("night desk");
        kg.add("comet", "Halley")?;
        let open = kg.add("agent", "An agent")?;
        kg.narrow(open, "person")?;
        kg.assert(fact("halley", "passes-by", "kazakhstan").on("2061-07").hypothetical())?;
        let came = kg.assert(fact("a-guest", "visits", "pakistan").on("2026-02-04"))?;
        let planned = kg.fact_named("#5")?;
        kg.resolve(planned, Resolution::Confirmed, came)?;
        kg.merge("an-agent", "a-guest", "the same")?;
        kg.unmerge("an-agent", "a-guest", "not the same")?;
        kg.keep_apart("an-agent", "a-guest", "")?;
        kg.allow_merge("an-agent", "a-guest", "")?;
        kg.merge("an-agent", "a-guest", "the same after all")?;
        let wrong = kg.assert(fact("kazakhstan", "recognized", "pakistan"))?;
        kg.retract(wrong, "the other way round")
    })?;
    store.purge(|kg| {
        kg.at("2026-03-01")?.by("data protection");
        let halley = kg.entity("halley")?;
        kg.purge(halley, "a request")
    })?;
    Ok(())
}

fn archive(kg: &KnowledgeGraph) -> String {
    Json::of(&Archive::of(kg)).to_string() + "\n"
}

#[test]
fn files_of_every_format_are_opened() {
    let folder = Folder::new();
    let mut count = 0;
    for file in fs::read_dir(FOLDER).unwrap() {
        let file = file.unwrap().path();
        if file.extension().is_none_or(|ending| ending != "chancery") {
            continue;
        }
        let path = folder.path().join(file.file_name().unwrap());
        fs::copy(&file, &path).unwrap();
        let mut store = Store::open(&path).unwrap();
        assert_eq!(
            archive(store.graph()),
            fs::read_to_string(file.with_extension("json")).unwrap(),
            "{}",
            file.display()
        );
        store.verify().unwrap();
        store.write(|kg| kg.add(State, "Oman")).unwrap();
        store.verify().unwrap();
        count += 1;
    }
    assert_eq!(count, 1, "a file of each format");
}

#[test]
fn every_sort_of_row_is_written_and_read() {
    let folder = Folder::new();
    let mut store = Store::create(folder.file("a"), diplomacy::schema().open()).unwrap();
    record(&mut store).unwrap();
    store.verify().unwrap();
    let again = Store::open(folder.file("a")).unwrap();
    assert_eq!(archive(again.graph()), archive(store.graph()));
    let read = Archive::of(again.graph()).to_graph(Schema::new()).unwrap();
    assert_eq!(archive(&read), archive(store.graph()));
}

#[test]
#[ignore = "not a test: makes the file of a new format, with `CHANCERY_MAKE=1`"]
fn make() {
    if std::env::var_os("CHANCERY_MAKE").is_none() {
        return;
    }
    let path = Path::new(FOLDER).join("format-1.chancery");
    let _ = fs::remove_file(&path);
    let mut store = Store::create(&path, diplomacy::schema().open()).unwrap();
    record(&mut store).unwrap();
    store.empty_log().unwrap();
    fs::write(path.with_extension("json"), archive(store.graph())).unwrap();
}
