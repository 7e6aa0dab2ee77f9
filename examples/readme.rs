//! The program of the README.

use chancery::diplomacy::{
    self, AccreditedTo, AmbassadorOf, Event, Hosts, Organization, Person, Recognized, State, Visits,
};
use chancery::{KnowledgeGraph, Source, entity, fact};

const TEXT: &str = "IRS hosts a seminar ahead of President Tokayev's first official visit to Pakistan in \
    February 2026. Yerzhan Kistafin, Kazakhstan's ambassador to Pakistan, recalls that Pakistan was among \
    the first to recognize Kazakhstan, independent since 1991.";

fn main() -> Result<(), chancery::Error> {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let report = kg.add_source(Source::new("report").published("2026-01-24").text(TEXT))?;

    let tokayev = kg.add(Person, entity("Kassym-Jomart Tokayev").key("tokayev"))?;
    let kistafin = kg.add(Person, entity("Yerzhan Kistafin").key("kistafin"))?;
    let irs = kg.add(Organization, entity("Institute of Regional Studies").key("irs"))?;
    let (seminar, kazakhstan, pakistan) =
        (kg.add(Event, "Seminar")?, kg.add(State, "Kazakhstan")?, kg.add(State, "Pakistan")?);

    kg.assert(
        fact(tokayev, Visits, pakistan).on("2026-02").planned().cite(report, "first official visit to Pakistan"),
    )?;
    kg.assert(fact(irs, Hosts, seminar).cite(report, "IRS hosts a seminar"))?;
    kg.assert(
        fact(kistafin, AmbassadorOf, kazakhstan)
            .with(AccreditedTo, pakistan)
            .as_of("2026-01-24")
            .cite(report, "Kazakhstan's ambassador to Pakistan"),
    )?;
    kg.assert(
        fact(pakistan, Recognized, kazakhstan)
            .on("1991?")
            .cite(report, "among the first to recognize Kazakhstan")
            .said_by(kistafin)
            .inferred("the sentence dates the independence"),
    )?;
    // kg.assert(fact(pakistan, AmbassadorOf, kazakhstan)) does not compile: a State is not a Person.

    for name in ["visits", "hosts", "ambassador-of", "recognized-in-1991"] {
        for fact in kg.view().facts(name).iter()? {
            println!("{fact}");
        }
    }
    Ok(())
}
