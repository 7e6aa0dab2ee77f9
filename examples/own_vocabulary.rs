//! A vocabulary of one's own on top of `diplomacy`: its kinds go where the other's go, and the compiler checks them.
//!
//! `cargo run --example own_vocabulary`

chancery::vocabulary! {
    name: "airlines";
    extends: chancery::diplomacy;
    kinds {
        /// A company that flies.
        Airline "airline": Organization;
        /// A place that planes fly to.
        Airport "airport": Place;
    }
    relations {
        /// An airline flies to an airport.
        state FliesTo "flies-to": Airline => Airport { required BasedAt: City } [inverse = "served-by"];
    }
    roles {
        /// Where the airline is at home.
        BasedAt "based-at";
    }
}

use chancery::diplomacy::{City, Organization, Person, Place, Visits};
use chancery::{Error, KnowledgeGraph, fact};

fn main() -> Result<(), Error> {
    let mut kg = KnowledgeGraph::new(schema());
    let (air, karachi) = (kg.add(Airline, "Air Astana")?, kg.add(Airport, "Jinnah International Airport")?);
    let (almaty, guest) = (kg.add(City, "Almaty")?, kg.add(Person, "A Guest")?);
    kg.assert(fact(air, FliesTo, karachi).with(BasedAt, almaty).since("2024-05?"))?;
    kg.assert(fact(guest, Visits, karachi).on("2026-02"))?; // an airport is a place, so it can be visited
    // kg.assert(fact(karachi, FliesTo, air)) does not compile: an airport is not an airline.
    kg.view().all_facts().for_each(|fact| println!("{fact}"));
    if let Err(error) = kg.assert(fact("air-astana", "flies-to", "almaty")) {
        println!("{error}");
    }
    Ok(())
}
