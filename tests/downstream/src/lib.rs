//! A vocabulary on top of another crate's: kinds two levels under a foreign one, a diamond, unions of foreign kinds, an own
//! kind where a foreign relation leads, and relations between foreign and own kinds; and a format of its own.
#![deny(missing_docs)]

pub mod semi;

/// What a newsroom records.
pub mod press {
    use chancery::diplomacy::{AccreditedTo, Agent, City, Organization, Person, Place, State};
    use chancery::schema::{Number, Statement, Text};

    chancery::vocabulary! {
        name: "press";
        extends: chancery::diplomacy;
        kinds {
            /// A paper, station or agency.
            Newsroom "newsroom": Organization [schema_org = "NewsMediaOrganization"];
            /// Two levels under `organization`.
            Daily "daily": Newsroom;
            /// A diamond: an agent both as a state and as a newsroom.
            Microstate "microstate": State + Newsroom;
            /// Where a foreign relation leads: `visits` takes a place.
            Capital "capital": City;
            /// A union of two foreign kinds and an own one.
            Speaker "speaker" = Person | State | Newsroom;
        }
        relations {
            /// From an own kind to a foreign one, with a foreign role and another player than elsewhere.
            state OwnedBy "owned-by": Newsroom => Agent { required AccreditedTo: Place } [inverse = "owns"];
            /// From a union to a foreign kind.
            event Told "told": Speaker => Person { optional Witness: Agent, optional Words: Text };
            /// From a foreign kind to an own one.
            event MovedTo "moved-to": Place => Capital;
            /// A value.
            state Circulation "circulation": Newsroom => Number [functional];
            /// A fact about a fact.
            event Reported "reported": Newsroom => Statement;
        }
        roles {
            /// Who was there.
            Witness "witness";
            /// What was said.
            Words "words";
        }
    }
}

/// A third level: a vocabulary on top of `press`.
pub mod monitor {
    use crate::press::{Daily, Newsroom};
    use chancery::diplomacy::Place;

    chancery::vocabulary! {
        name: "monitor";
        extends: crate::press, chancery::diplomacy;
        kinds {
            /// Three levels under a kind of the first vocabulary.
            Tabloid "tabloid": Daily;
        }
        relations {
            /// A foreign kind of the middle vocabulary and one of the first.
            state CirculatesIn "circulates-in": Newsroom => Place;
        }
    }
}
