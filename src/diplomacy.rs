//! The vocabulary of diplomatic records: states and their missions, people and their posts, visits, meetings, treaties.
//!
//! [`schema`] has it as a table. Codes elsewhere are given only where they mean the same in the same direction: `wikidata`
//! (items for kinds, properties for relations), `schema-org`, `ftm` (`FollowTheMoney`), `cameo` and `plover` (types of
//! events between political actors).
//!
//! ```
//! use chancery::diplomacy::{self, AccreditedTo, AmbassadorOf};
//! use chancery::fact;
//!
//! let schema = diplomacy::schema();
//! let visits = schema.relation("visited-by")?.id();
//! assert_eq!(schema.relation_def(visits).codes["cameo"], "042");
//! let draft = fact("kistafin", AmbassadorOf, "kazakhstan").with(AccreditedTo, "pakistan").as_of("2026-01-24");
//! # let _ = draft;
//! # Ok::<(), chancery::Error>(())
//! ```

use crate::{
    model::Any,
    schema::{Date, Statement, Text},
};

crate::vocabulary! {
    name: "diplomacy";
    kinds {
        /// Whoever can act.
        Agent "agent" [wikidata = "Q24229398", ftm = "LegalEntity"];
        /// Wherever something can be.
        Place "place" [wikidata = "Q2221906", schema_org = "Place"];
        /// A human being.
        Person "person": Agent [wikidata = "Q5", schema_org = "Person", ftm = "Person"];
        /// People who act together without being an organization: the diplomats at a table, a delegation.
        Group "group": Agent;
        /// People who act together under rules of their own.
        Organization "organization": Agent [wikidata = "Q43229", schema_org = "Organization", ftm = "Organization"];
        /// A sovereign state, which acts and is a place.
        State "state": Agent + Place [wikidata = "Q3624078", schema_org = "Country"];
        /// A land that is not, or not yet, or no longer a sovereign state: a dependency, a colony.
        Territory "territory": Agent + Place;
        /// The government of a state.
        Government "government": Organization [wikidata = "Q7188"];
        /// A part of a government with a field of its own.
        Ministry "ministry": Organization [wikidata = "Q192350", schema_org = "GovernmentOrganization", ftm = "PublicBody"];
        /// An organization whose members are states.
        InternationalOrganization "international-organization": Organization [wikidata = "Q484652"];
        /// An organization that does research.
        ResearchInstitute "research-institute": Organization [wikidata = "Q31855", schema_org = "ResearchOrganization"];
        /// A newspaper, agency, station or other publisher of news.
        Outlet "outlet": Organization [schema_org = "NewsMediaOrganization"];
        /// Those who represent a state or organization in a place: an embassy, a consulate, a delegation to an organization.
        Mission "mission": Organization;
        /// The mission of a state that an ambassador leads.
        Embassy "embassy": Mission [wikidata = "Q3917681"];
        City "city": Place [wikidata = "Q515", schema_org = "City"];
        /// A part of the world or of a state.
        Region "region": Place [wikidata = "Q82794"];
        /// A road, railway, pipeline or other way between places.
        Route "route": Place;
        /// Something written.
        Document "document" [wikidata = "Q49848", ftm = "Document"];
        /// A document that binds those who are party to it: an agreement, a convention, a memorandum.
        Treaty "treaty": Document [wikidata = "Q131569"];
        /// Something that people come together for.
        Event "event" [wikidata = "Q1656682", schema_org = "Event", ftm = "Event"];
        /// An event at which people talk to one another.
        Meeting "meeting": Event;
        /// A standing effort with an aim and a name, which an organization runs.
        Programme "programme";
        /// What a talk, text or effort is about.
        Topic "topic";
        /// A field of the economy or of public life, such as textiles or education.
        Sector "sector": Topic;
        /// An office that one person after another holds.
        Post "post" [wikidata = "Q4164871", ftm = "Position"];

        /// Whoever can host.
        Host "host" = State | Organization | Person | City;
        /// A land with a government, sovereign or not.
        Polity "polity" = State | Territory;
        /// What a person can lead.
        Undertaking "undertaking" = Organization | Programme | Event | Group;
        /// What is about something.
        Work "work" = Document | Event | Programme;
    }
    relations {
        /// Goes to a place in an official capacity.
        event Visits "visits": Person => Place {
            optional VisitKind: Text, optional Capacity: Text, optional OnBehalfOf: Agent, optional ReceivedBy: Host,
            optional Occasion: Event,
        } [inverse = "visited-by", cameo = "042", plover = "CONSULT"];
        /// Invites to an event and runs it.
        event Hosts "hosts": Host => Event { optional Through: Programme, optional Venue: Place } [inverse = "hosted-by"];
        /// Comes together with another person. Said once, it holds both ways.
        event Met "met": Person => Person {
            optional Occasion: Event, optional Venue: Place, optional Field: Topic,
        } [symmetric, plover = "CONSULT"];
        /// Speaks with another person by telephone.
        event Telephoned "telephoned": Person => Person { optional Field: Topic } [symmetric, cameo = "041", plover = "CONSULT"];
        /// Seeks an agreement with another party.
        event NegotiatedWith "negotiated-with": Agent => Agent {
            optional Field: Topic, optional Venue: Place,
        } [symmetric, cameo = "046"];
        /// Is at an event and has a part in it.
        event TookPartIn "took-part-in": Agent => Event { optional Capacity: Text } [wikidata = "P1344"];
        /// Gives a speech at an event.
        event SpokeAt "spoke-at": Person => Event { optional Capacity: Text, optional Field: Topic };
        /// Greets somebody as a guest.
        event Welcomed "welcomed": Agent => Agent { optional Occasion: Event } [inverse = "welcomed-by"];
        /// Says of something that it matters.
        event Highlighted "highlighted": Agent => Any { optional Occasion: Event };
        /// Speaks well of somebody in public.
        event Praised "praised": Agent => Agent { optional Occasion: Event, optional Reason: Text } [cameo = "051"];
        /// Speaks ill of somebody in public.
        event Criticized "criticized": Agent => Agent { optional Occasion: Event, optional Reason: Text } [cameo = "111"];
        /// Asks in public that something be done.
        event CalledFor "called-for": Agent => Any { optional Occasion: Event };
        /// Has something as an aim of its policy.
        state Pursues "pursues": Agent => Any;
        /// Says that it stands by something and will go on to.
        state CommittedTo "committed-to": Agent => Any { optional Through: Programme };
        /// Is of use to something.
        state Serves "serves": Any => Any;
        /// Is not to be had without something.
        state DependsOn "depends-on": Any => Any;
        /// Is said to be something that is not its name.
        state DescribedAs "described-as": Any => Text;
        /// Comes to have something, such as independence.
        event Gained "gained": Agent => Topic;
        /// Puts a document before the public.
        event Published "published": Agent => Document [inverse = "published-by"];
        /// Names a place as that from which it reports, which is not where all that it tells took place.
        state Datelined "datelined": Document => Place;
        /// Is over before another event begins.
        state Precedes "precedes": Event => Event [transitive, acyclic, inverse = "preceded-by"];
        /// Takes place ahead of what a fact tells, such as a visit to come.
        state AheadOf "ahead-of": Event => Statement;
        /// Takes place somewhere.
        event HeldAt "held-at": Event => Place [wikidata = "P276"];
        /// Has as its matter.
        state About "about": Work => Any [schema_org = "about"];

        /// Represents a state as its ambassador to another.
        state AmbassadorOf "ambassador-of": Person => State { required AccreditedTo: State } [inverse_functional, acts_for, inverse = "has-ambassador"];
        /// Represents somebody in another rank than ambassador, or to an organization.
        state EnvoyOf "envoy-of": Person => Agent {
            optional AccreditedTo: Agent, optional Rank: Text,
        } [acts_for, inverse = "has-envoy"];
        /// Is accepted as an envoy, whoever sent them.
        state AccreditedAt "accredited-at": Person => Agent { optional Rank: Text };
        /// Hands over the letters that make them an envoy.
        event PresentedCredentials "presented-credentials-to": Person => State {
            optional SentBy: Agent, optional ReceivedBy: Host,
        };
        /// Names somebody for a post.
        event Appointed "appointed": Agent => Person {
            optional InPost: Post, optional AccreditedTo: Agent,
        } [inverse = "appointed-by"];
        /// Calls its envoy home.
        event Recalled "recalled": State => Person { optional AccreditedTo: Agent, optional Reason: Text } [inverse = "recalled-by"];
        /// Orders the envoy of another to leave.
        event Expelled "expelled": State => Person { optional SentBy: Agent, optional Reason: Text } [inverse = "expelled-by"];
        /// Is at the head of an organization as its president.
        state PresidentOf "president-of": Person => Organization [inverse_functional, acts_for, inverse = "has-president"];
        /// Is the head of a state, whatever the title.
        state HeadOfState "head-of-state-of": Person => State [inverse_functional, acts_for, inverse = "has-head-of-state"];
        /// Is the head of the government of a state, whatever the title.
        state HeadOfGovernment "head-of-government-of": Person => State [functional, inverse_functional, acts_for, inverse = "has-head-of-government"];
        /// Is in charge of the foreign affairs of a state.
        state ForeignMinisterOf "foreign-minister-of": Person => State [inverse_functional, acts_for, inverse = "has-foreign-minister"];
        /// Is in charge of something, whatever the title.
        state Led "led": Person => Undertaking [acts_for, inverse = "led-by"];
        /// Holds an office.
        state HoldsPost "holds-post": Person => Post { optional OnBehalfOf: Agent } [inverse = "held-by", wikidata = "P39", ftm = "Occupancy"];
        /// Works for somebody.
        state WorksFor "works-for": Person => Agent { optional Capacity: Text } [acts_for, wikidata = "P108", schema_org = "worksFor", ftm = "Employment"];
        /// Is a member of an organization.
        state MemberOf "member-of": Agent => Organization [inverse = "has-member", wikidata = "P463", schema_org = "memberOf", ftm = "Membership"];
        /// Is called by a title. A title is not an office: a former ambassador may keep it.
        state Titled "titled": Agent => Text;
        /// Is a citizen of a state.
        state CitizenOf "citizen-of": Person => State [wikidata = "P27", schema_org = "nationality"];
        /// Was born on a date.
        state Born "born": Person => Date [functional, wikidata = "P569", schema_org = "birthDate", ftm = "birthDate"];
        /// Died on a date.
        state Died "died": Person => Date [functional, wikidata = "P570", schema_org = "deathDate", ftm = "deathDate"];

        /// Treats another as a sovereign state, from the date on.
        event Recognized "recognized": State => State { optional Rank: Text } [dated, inverse = "recognized-by", cameo = "054"];
        /// Has diplomatic relations with another state.
        state RelationsWith "relations-with": State => State { optional Rank: Text } [symmetric, wikidata = "P530"];
        /// Takes up diplomatic relations with another state.
        event EstablishedRelations "established-relations-with": State => State { optional Rank: Text } [symmetric];
        /// Breaks off diplomatic relations with another state.
        event SeveredRelations "severed-relations-with": State => State { optional Reason: Text } [cameo = "161"];
        /// Is joined to another by friendship, history or trade.
        state TiesWith "ties-with": Agent => Agent { optional Field: Topic } [symmetric];
        /// Works together with another.
        state CooperatesWith "cooperates-with": Agent => Agent { optional Field: Topic } [symmetric];
        /// Forbids or restricts dealings with another.
        event Sanctioned "sanctioned": Agent => Agent { optional Reason: Text } [inverse = "sanctioned-by", cameo = "163", plover = "SANCTION"];
        /// Represents a state or organization.
        state MissionOf "mission-of": Mission => Agent { required AccreditedTo: Agent } [acts_for, inverse = "has-mission"];
        /// Opens a mission.
        event OpenedMission "opened-mission": Agent => Mission { optional AccreditedTo: Agent, optional Venue: Place };
        /// Closes a mission.
        event ClosedMission "closed-mission": Agent => Mission { optional Reason: Text };
        /// Puts its name to a document.
        event Signed "signed": Agent => Document {
            optional OnBehalfOf: Agent, optional Occasion: Event, optional Venue: Place,
        } [inverse = "signed-by", cameo = "057"];
        /// Declares itself bound by a treaty.
        event Ratified "ratified": Agent => Treaty [inverse = "ratified-by"];
        /// Is bound by a treaty.
        state PartyTo "party-to": Agent => Treaty [inverse = "has-party"];
        /// Takes the place of a state or territory that was there before.
        event Succeeded "succeeded": Polity => Polity [inverse = "succeeded-by", wikidata = "P1365"];

        /// Lies within another place.
        state LocatedIn "located-in": Place => Place [transitive, acyclic, schema_org = "containedInPlace"];
        /// Has its seat in a place.
        state BasedIn "based-in": Organization => Place [wikidata = "P159"];
        /// Shares a border with another place.
        state Borders "borders": Place => Place [symmetric, wikidata = "P47"];
        /// Is the capital of a state.
        state CapitalOf "capital-of": City => State [inverse = "has-capital", wikidata = "P1376"];
        /// Leads to or through a place.
        state Connects "connects": Route => Place [inverse = "connected-by"];
        /// Is a part of something of any kind.
        state PartOf "part-of": Any => Any [transitive, acyclic, inverse = "has-part", wikidata = "P361"];
        /// Is a unit of a larger organization.
        state UnitOf "unit-of": Organization => Organization [transitive, acyclic, acts_for, inverse = "has-unit", schema_org = "parentOrganization"];
        /// Keeps a programme going.
        state Runs "runs": Agent => Programme [inverse = "run-by"];
        /// Has words that it lives by.
        state Motto "motto": Agent => Text [wikidata = "P1451", schema_org = "slogan"];
    }
    roles {
        /// Where an envoy or mission is accepted: the receiving state or organization.
        AccreditedTo "accredited-to";
        /// As what somebody takes part, such as `keynote speaker`.
        Capacity "capacity";
        /// What is talked or worked about.
        Field "field";
        /// The post that is filled.
        InPost "in-post";
        /// The event at which it happens.
        Occasion "occasion";
        /// Whom a person stands for.
        OnBehalfOf "on-behalf-of";
        /// The rank of an envoy or of relations, such as `chargé d'affaires` or `legation`.
        Rank "rank";
        /// Why it is done, in words.
        Reason "reason";
        /// Who receives a guest.
        ReceivedBy "received-by";
        /// Who sent an envoy.
        SentBy "sent-by";
        /// The programme through which it is done.
        Through "through";
        /// Where it happens.
        Venue "venue";
        /// What a visit is called, such as `official`, `state` or `working`.
        VisitKind "visit-kind";
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{
        model::Id,
        schema::{IsA, Kind, Range, Schema, Shape},
    };

    #[test]
    fn the_vocabulary_does_not_contradict_itself() {
        let schema = Schema::of(&VOCABULARY).unwrap();
        assert!(!schema.is_open());
        for (_, def) in schema.kinds() {
            assert!(def.parents.is_empty() || def.members.is_empty(), "{}", def.name);
        }
        for (id, def) in schema.relations() {
            assert!(!def.about.is_empty(), "{} says what it means", def.name);
            assert_ne!(def.shape, Shape::Either);
            assert_eq!(schema.relation(&def.name).unwrap().id(), id);
        }
        for (_, def) in schema.roles() {
            assert!(!def.about.is_empty(), "{} says what it means", def.name);
            let used = schema.relations().any(|(_, relation)| relation.roles.iter().any(|role| role.role == def.name));
            assert!(used, "{} is a role of some relation", def.name);
        }
    }

    #[test]
    fn the_four_names_of_the_founding_report_mean_what_it_says() {
        let schema = schema();
        let range = |name: &str| schema.range(name).unwrap();
        let ends = |name: &str| {
            let ends = schema.ends(schema.relation(name).unwrap().id());
            (ends.shape, ends.subject, ends.object)
        };
        assert_eq!(ends("visits"), (Shape::Happens, range("person"), range("place")));
        assert_eq!(ends("hosts"), (Shape::Happens, range("host"), range("event")));
        assert_eq!(ends("ambassador-of"), (Shape::Holds, range("person"), range("state")));
        assert_eq!(ends("recognized-in-1991"), (Shape::Happens, range("state"), range("state")));
        let role = schema.role("accredited-to").unwrap();
        let ambassador = schema.relation("ambassador-of").unwrap().id();
        assert_eq!(schema.ends(ambassador).role(role), Some((true, range("state"))));
        assert_eq!(schema.relation("recognized-in-1991?").unwrap().date(), Some(crate::time::date("1991?")));
    }

    #[test]
    fn whoever_is_a_member_of_a_union_brings_those_under_it() {
        fn up<K: IsA<S>, S: Kind>(schema: &Schema) {
            let kind = schema.kind(K::NAME).unwrap();
            assert_eq!(schema.bound_range::<K>(), Ok(Range::Kind(kind)));
            assert!(schema.check_kind(schema.bound_range::<S>().unwrap(), kind), "{} {}", K::NAME, S::NAME);
        }
        let schema = schema();
        up::<ResearchInstitute, Host>(&schema);
        up::<Embassy, Undertaking>(&schema);
        up::<Meeting, Work>(&schema);
        up::<Territory, Polity>(&schema);
        up::<Embassy, Any>(&schema);
        let institute: Id<ResearchInstitute> = Id::new(7);
        assert_eq!(institute.up::<Host>(), institute);
        assert!(!schema.check_kind(schema.range("host").unwrap(), schema.kind("region").unwrap()));
        assert!(schema.is_abstract(schema.kind("host").unwrap()) && !schema.is_abstract(schema.kind("state").unwrap()));
        assert_eq!(schema.range("text").unwrap(), Range::Value(crate::model::ValueType::Text));
    }
}
