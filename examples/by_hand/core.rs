//! The core of the report, by hand: each fact with its time, its modality, and the words that say so.

use chancery::{
    Error, KnowledgeGraph, Source,
    diplomacy::{
        self, AccreditedTo, AheadOf, AmbassadorOf, Event, HeadOfState, Hosts, Order, Person, PresidentOf, Recognized,
        ResearchInstitute, State, VisitKind, Visits,
    },
    entity, fact,
    model::Sha256,
};

/// The project's own words for what the report says; quotes are checked against them.
pub(crate) const ABSTRACT: &str = include_str!("../../data/press-report/abstract.txt");

/// The hash of the report itself, which is not ours to print.
const REPORT_SHA256: &str = "90ec3e98ac160f0599545768c8e100578d8609133040494a2e445a6c6ced151a";

/// Records the core of the report in a new graph.
pub(crate) fn record() -> Result<KnowledgeGraph, Error> {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.at("2026-01-24")?.by("desk").why("first reading of the report");

    let report =
        Source::new("dna").title("Report from Islamabad, 24 January 2026").publisher("DNA").published("2026-01-24");
    kg.add_source(report.sha256(REPORT_SHA256.parse::<Sha256>()?))?;
    let words = Source::new("abstract").title("The report, in the project's own words").derives_from("dna");
    let words = kg.add_source(words.licence("MIT OR Apache-2.0").text(ABSTRACT))?;

    let tokayev = kg.add(Person, entity("Kassym-Jomart Tokayev").key("tokayev"))?;
    let kistafin = kg.add(Person, entity("Yerzhan Kistafin").key("kistafin"))?;
    let saleem = kg.add(Person, entity("Jauhar Saleem").key("saleem"))?;
    let irs = kg.add(ResearchInstitute, entity("Institute of Regional Studies").key("irs").alias_in("en", "IRS"))?;
    let kazakhstan = kg.add(State, "Kazakhstan")?;
    let pakistan = kg.add(State, "Pakistan")?;
    let event = kg
        .add(Event, entity("Understanding the Action Plan of Cooperation Between Astana and Islamabad").key("event"))?;

    // It is planned, in a month, and "official" is the report's word.
    let visit = kg.assert(
        fact(tokayev, Visits, pakistan)
            .key("visit")
            .with(VisitKind, "official")
            .on("2026-02")
            .planned()
            .cite(words, "The first official visit to Pakistan by Kassym-Jomart Tokayev, President of Kazakhstan, is set for February 2026"),
    )?;
    // The report does not say on which day, nor where; only that it was over when the report came.
    kg.assert(
        fact(irs, Hosts, event)
            .on_or_before("2026-01-24")
            .cite(words, "the Institute of Regional Studies (IRS), Islamabad, hosted an event"),
    )?;
    let ahead = "Ahead of it the Institute of Regional Studies (IRS), Islamabad, hosted an event";
    kg.assert(fact(event, AheadOf, visit).as_of("2026-01-24").cite(words, ahead))?;
    kg.assert(
        fact(kistafin, AmbassadorOf, kazakhstan)
            .with(AccreditedTo, pakistan)
            .as_of("2026-01-24")
            .cite(words, "Yerzhan Kistafin, Kazakhstan's Ambassador to Pakistan"),
    )?;
    kg.assert(
        fact(saleem, PresidentOf, irs)
            .as_of("2026-01-24")
            .cite(words, "Ambassador Jauhar Saleem, President of the institute"),
    )?;
    kg.assert(
        fact(tokayev, HeadOfState, kazakhstan)
            .as_of("2026-01-24")
            .cite(words, "Kassym-Jomart Tokayev, President of Kazakhstan")
            .inferred("the President of Kazakhstan is its head of state"),
    )?;
    // The sentence dates the independence, not the recognition; and it is the ambassador who says so.
    kg.assert(
        fact(pakistan, Recognized, kazakhstan)
            .with(Order, "among the first states")
            .on_or_after("1991")
            .cite(
                words,
                "Pakistan was among the first states that recognized Kazakhstan, after its independence of 1991",
            )
            .said_by(kistafin)
            .inferred("the sentence dates the independence, and a recognition does not come before it"),
    )?;
    Ok(kg)
}
