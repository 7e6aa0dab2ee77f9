//! The vocabulary of diplomatic records: states and their missions, people and their posts, visits, meetings, treaties.

use crate::schema::{Date, Text};

crate::vocabulary! {
    name: "diplomacy";
    kinds {
        /// Whoever can act.
        Agent "agent";
        /// Wherever something can be.
        Place "place";
        /// A human being.
        Person "person": Agent;
        Organization "organization": Agent;
        /// A state is an agent and a place.
        State "state": Agent + Place;
        Ministry "ministry": Organization;
        ResearchInstitute "research-institute": Organization;
        City "city": Place;
        /// A gathering.
        Event "event";
        /// Whoever may host.
        Host "host" = State | Organization | Person | City;
    }
    relations {
        /// Goes to a place in an official capacity.
        event Visits "visits": Person => Place { optional VisitKind: Text } [inverse = "visited-by", cameo = "042"];
        event Hosts "hosts": Host => Event [inverse = "hosted-by"];
        /// An ambassador of the sending state.
        state AmbassadorOf "ambassador-of": Person => State { required AccreditedTo: State };
        state PresidentOf "president-of": Person => Organization;
        state HeadOfState "head-of-state": Person => State [functional];
        event Recognized "recognized": State => State [dated, inverse = "recognized-by"];
        state LocatedIn "located-in": Place => Place [transitive];
        state Borders "borders": Place => Place [symmetric];
        event Born "born": Person => Date;
        state Motto "motto": Agent => Text;
    }
    roles {
        /// The receiving state.
        AccreditedTo "accredited-to";
        /// How a visit is called, such as `official`.
        VisitKind "visit-kind";
    }
}
