//! Files: the core of a press report as a dossier in JSON, read into a graph and written.

use chancery::{
    KnowledgeGraph, Source,
    diplomacy::{
        self, AccreditedTo, AmbassadorOf, Event, HeadOfState, Hosts, Person, PresidentOf, Recognized,
        ResearchInstitute, State, VisitKind, Visits,
    },
    dossier::Dossier,
    entity, fact,
    io::json,
};
use divan::{Bencher, black_box, counter::BytesCount};

const TEXT: &str = "The institute hosted an evening on two states. The ambassador said that the President comes in February \
    on a first official visit, and that Pakistan was among the first to recognize Kazakhstan. The institute's president \
    thanked him.";

/// Seven entities and six facts, each with its quote.
fn core() -> String {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let report = kg.add_source(Source::new("report").title("An evening").published("2026-01-24").text(TEXT)).unwrap();
    let tokayev =
        kg.add(Person, entity("Kassym-Jomart Tokayev").key("tokayev").alias_in("kk", "Қасым-Жомарт Тоқаев")).unwrap();
    let kistafin = kg.add(Person, entity("Yerzhan Kistafin").key("kistafin")).unwrap();
    let saleem = kg.add(Person, "Saleem").unwrap();
    let irs = kg.add(ResearchInstitute, entity("Institute of Regional Studies").key("irs")).unwrap();
    let kazakhstan = kg.add(State, entity("Kazakhstan").identifier("wikidata", "Q232")).unwrap();
    let pakistan = kg.add(State, entity("Pakistan").identifier("wikidata", "Q843")).unwrap();
    let evening = kg.add(Event, "An evening on two states").unwrap();
    kg.assert(
        fact(tokayev, Visits, pakistan)
            .with(VisitKind, "official")
            .on("2026-02")
            .planned()
            .cite(report, "first official visit"),
    )
    .unwrap();
    kg.assert(fact(irs, Hosts, evening).on("2026-01").cite(report, "The institute hosted an evening")).unwrap();
    let post = fact(kistafin, AmbassadorOf, kazakhstan).with(AccreditedTo, pakistan);
    kg.assert(post.as_of("2026-01-24").cite(report, "The ambassador said")).unwrap();
    kg.assert(fact(saleem, PresidentOf, irs).as_of("2026-01-24").cite(report, "The institute's president")).unwrap();
    kg.assert(fact(tokayev, HeadOfState, kazakhstan).as_of("2026-01-24").cite(report, "the President comes")).unwrap();
    let recognized = fact(pakistan, Recognized, kazakhstan).on("1991?").cite(report, "among the first to recognize");
    kg.assert(recognized.said_by(kistafin).inferred("the sentence dates the independence")).unwrap();
    json::Json::of(&Dossier::of(&kg.view())).to_string()
}

/// JSON to a graph, with every check. Target: under 2 ms. Baseline: [`load_values_only`].
#[divan::bench]
fn load_dossier(bencher: Bencher<'_, '_>) {
    let text = core();
    let schema = diplomacy::schema();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| json::Reader::new(&schema).read_graph(black_box(text.as_bytes())).unwrap());
}

/// The same text to `serde_json`'s own values, which know nothing of facts.
#[divan::bench]
fn load_values_only(bencher: Bencher<'_, '_>) {
    let text = core();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| serde_json::from_str::<serde_json::Value>(black_box(&text)).unwrap());
}

/// A graph to JSON. Baseline: [`write_values_only`].
#[divan::bench]
fn write_dossier(bencher: Bencher<'_, '_>) {
    let text = core();
    let kg = json::Reader::new(&diplomacy::schema()).read_graph(text.as_bytes()).unwrap();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| json::Json::of(&Dossier::of(&black_box(&kg).view())).to_string());
}

/// The same text from `serde_json`'s own values.
#[divan::bench]
fn write_values_only(bencher: Bencher<'_, '_>) {
    let text = core();
    let values: serde_json::Value = serde_json::from_str(&text).unwrap();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| serde_json::to_string_pretty(black_box(&values)).unwrap());
}

/// The vocabulary of diplomatic records as a schema, which every program makes once. Baseline: nothing at all.
#[divan::bench]
fn schema() -> chancery::Schema {
    diplomacy::schema()
}
