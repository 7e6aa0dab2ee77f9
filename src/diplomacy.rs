//! The vocabulary of diplomatic records: states and their missions, people and their posts, visits, meetings, treaties.
//!
//! [`schema`] lists it as a table. Codes of other vocabularies are given only where they mean the same in the same
//! direction: `wikidata` (items for kinds, properties for relations), `schema-org`, `ftm` (`FollowTheMoney`), `cameo`
//! and `plover` (types of events between political actors).
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
        /// A person, group, organization or land: anything that can act.
        Agent "agent" [wikidata = "Q24229398", ftm = "LegalEntity"];
        /// A place where something can be.
        Place "place" [wikidata = "Q2221906", schema_org = "Place"];
        /// A human being.
        Person "person": Agent [wikidata = "Q5", schema_org = "Person", ftm = "Person"];
        /// People who act together without being an organization: the diplomats at a table, a delegation.
        Group "group": Agent;
        /// People who act together under rules of their own.
        Organization "organization": Agent [wikidata = "Q43229", schema_org = "Organization", ftm = "Organization"];
        /// A sovereign state, which acts and is a place.
        State "state": Agent + Place [wikidata = "Q3624078", schema_org = "Country"];
        /// A land that is not a sovereign state, or not yet or no longer one: a dependency, a colony.
        Territory "territory": Agent + Place;
        /// The government of a state.
        Government "government": Organization [wikidata = "Q7188"];
        /// A part of a government that is responsible for one field.
        Ministry "ministry": Organization [wikidata = "Q192350", schema_org = "GovernmentOrganization"];
        /// An organization whose members are states.
        InternationalOrganization "international-organization": Organization [wikidata = "Q484652"];
        /// An organization that does research.
        ResearchInstitute "research-institute": Organization [wikidata = "Q31855", schema_org = "ResearchOrganization"];
        /// A newspaper, agency, station or other publisher of news.
        Outlet "outlet": Organization [schema_org = "NewsMediaOrganization"];
        /// A representation of a state or organization: an embassy, a consulate, a delegation to an organization.
        Mission "mission": Organization;
        /// The mission of a state that an ambassador leads.
        Embassy "embassy": Mission [wikidata = "Q3917681"];
        City "city": Place [wikidata = "Q515", schema_org = "City"];
        /// A part of the world or of a state.
        Region "region": Place [wikidata = "Q82794"];
        /// A road, railway, pipeline or other way between places.
        Route "route": Place;
        /// A text: a report, a letter, an agreement.
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

        /// An agent or city that can host an event.
        Host "host" = State | Organization | Person | City;
        /// A land with a government, sovereign or not.
        Polity "polity" = State | Territory;
        /// An organization, programme, event or group that a person can lead.
        Undertaking "undertaking" = Organization | Programme | Event | Group;
        /// A document, event or programme that has a subject.
        Work "work" = Document | Event | Programme;
    }
    relations {
        /// Goes to a place in an official capacity.
        event Visits "visits": Person => Place {
            optional VisitKind: Text, optional Capacity: Text, optional OnBehalfOf: Agent, optional ReceivedBy: Host,
            optional Occasion: Event, optional Venue: Place, optional Field: Topic, optional Remark: Text,
        } [
            inverse = "visited-by", phrase = "visits/visit/visited", inverse_phrase = "is visited by",
            cameo = "042", plover = "CONSULT",
        ];
        /// Invites to an event and runs it.
        event Hosts "hosts": Host => Event { optional Through: Programme, optional Venue: Place, optional Remark: Text } [
            inverse = "hosted-by", phrase = "hosts/host/hosted", inverse_phrase = "is hosted by",
        ];
        /// Meets another person. Recorded once, it holds in both directions.
        event Met "met": Person => Person {
            optional Occasion: Event, optional Venue: Place, optional Field: Topic, optional Remark: Text,
        } [symmetric, phrase = "meets/meet/met", plover = "CONSULT"];
        /// Speaks with another person by telephone.
        event Telephoned "telephoned": Person => Person { optional Field: Topic, optional Remark: Text } [
            symmetric, phrase = "telephones/telephone/telephoned", cameo = "041", plover = "CONSULT",
        ];
        /// Seeks an agreement with another party.
        event NegotiatedWith "negotiated-with": Agent => Agent {
            optional Field: Topic, optional Occasion: Event, optional Venue: Place, optional Remark: Text,
        } [symmetric, phrase = "negotiates/negotiate/negotiated with", cameo = "046"];
        /// Takes part in an event.
        event TookPartIn "took-part-in": Agent => Event { optional Capacity: Text, optional OnBehalfOf: Agent } [
            phrase = "takes/take/took part in", inverse_phrase = "has {} as a participant", wikidata = "P1344",
        ];
        /// Gives a speech at an event.
        event SpokeAt "spoke-at": Person => Event { optional Capacity: Text, optional Field: Topic } [
            phrase = "speaks/speak/spoke at", inverse_phrase = "has {} as a speaker",
        ];
        /// Greets a guest, or approves of a development in public. The object says which.
        event Welcomed "welcomed": Agent => Any { optional Occasion: Event } [
            inverse = "welcomed-by", phrase = "welcomes/welcome/welcomed", inverse_phrase = "is welcomed by",
        ];
        /// Says that something is important.
        event Highlighted "highlighted": Agent => Any { optional Occasion: Event } [
            phrase = "highlights/highlight/highlighted", inverse_phrase = "is highlighted by",
        ];
        /// Says in public that it expects something to turn out well.
        event ExpressedOptimism "expressed-optimism-about": Agent => Any { optional Occasion: Event } [
            phrase = "expresses/express/expressed optimism about",
            inverse_phrase = "is regarded with optimism by", cameo = "013",
        ];
        /// Names something as possible or promising, without a promise or a request.
        event Identified "identified": Agent => Any {
            optional Occasion: Event, optional Field: Topic, optional Remark: Text,
        } [
            phrase = "identifies/identify/identified", inverse_phrase = "is identified by",
        ];
        /// Says again in public what it holds or intends.
        event Reaffirmed "reaffirmed": Agent => Any { optional Occasion: Event, optional Remark: Text } [
            phrase = "reaffirms/reaffirm/reaffirmed", inverse_phrase = "is reaffirmed by",
        ];
        /// Praises somebody in public.
        event Praised "praised": Agent => Agent { optional Occasion: Event, optional Reason: Text } [
            phrase = "praises/praise/praised", inverse_phrase = "is praised by", cameo = "051",
        ];
        /// Criticizes somebody in public.
        event Criticized "criticized": Agent => Agent { optional Occasion: Event, optional Reason: Text } [
            phrase = "criticizes/criticize/criticized", inverse_phrase = "is criticized by", cameo = "111",
        ];
        /// Asks in public that something be done.
        event CalledFor "called-for": Agent => Any {
            optional Occasion: Event, optional Through: Any, optional Field: Topic,
        } [
            phrase = "calls/call/called for", inverse_phrase = "is called for by",
        ];
        /// Has something as an aim of its policy.
        state Pursues "pursues": Agent => Any { optional Through: Any } [
            phrase = "pursues/pursue/pursued", inverse_phrase = "is pursued by",
        ];
        /// Declares its lasting support for something.
        state CommittedTo "committed-to": Agent => Any { optional Through: Any } [
            phrase = "is committed to", inverse_phrase = "has the commitment of",
        ];
        /// Makes possible what comes later.
        event LaidFoundationFor "laid-foundation-for": Any => Any [
            phrase = "lays/lay/laid the foundation for", inverse_phrase = "has {} as foundation",
        ];
        /// Is a part on which something rests.
        state CornerstoneOf "cornerstone-of": Any => Any [
            phrase = "is a cornerstone of", inverse_phrase = "has {} as a cornerstone",
        ];
        /// Is meant to bring something about. Whether it does is not said.
        state AimsAt "aims-at": Any => Any [phrase = "aims/aim/aimed at", inverse_phrase = "is an aim of"];
        /// Makes something stronger.
        state Strengthens "strengthens": Any => Any [
            phrase = "strengthens/strengthen/strengthened", inverse_phrase = "is strengthened by",
        ];
        /// Is among the causes that bring something forward.
        state DriverOf "driver-of": Any => Any [phrase = "is a driver of", inverse_phrase = "has {} as a driver"];
        /// Is a problem that somebody or something has to deal with.
        state ChallengeFor "challenge-for": Any => Any [
            phrase = "is a challenge for", inverse_phrase = "has {} as a challenge",
        ];
        /// Is useful for something, where the source does not say more than that.
        state Serves "serves": Any => Any [phrase = "serves/serve/served", inverse_phrase = "is served by"];
        /// Is not possible without something.
        state DependsOn "depends-on": Any => Any [
            phrase = "depends/depend/depended on", inverse_phrase = "is a condition for",
        ];
        /// Is in a condition, in the words of the source, such as `potential`, `signed` or `under construction`.
        state HasStatus "has-status": Any => Text [phrase = "has the status", inverse_phrase = "is the status of"];
        /// Is named in place of something else, as a capital is named for the government that sits in it.
        state StandsFor "stands-for": Any => Any [phrase = "stands/stand/stood for", inverse_phrase = "is meant by"];
        /// Is described in words that are not its name.
        state DescribedAs "described-as": Any => Text [phrase = "is described as", inverse_phrase = "is a description of"];
        /// Comes to have something, such as independence.
        event Gained "gained": Agent => Topic [phrase = "gains/gain/gained", inverse_phrase = "is gained by"];
        /// Makes a document public.
        event Published "published": Agent => Document [
            inverse = "published-by", phrase = "publishes/publish/published", inverse_phrase = "is published by",
        ];
        /// Names the place from which it reports. What it reports may have happened elsewhere.
        state Datelined "datelined": Document => Place [phrase = "has the dateline", inverse_phrase = "is the dateline of"];
        /// Is over before another event begins.
        state Precedes "precedes": Event => Event [
            transitive, acyclic, inverse = "preceded-by", phrase = "precedes/precede/preceded",
            inverse_phrase = "is preceded by",
        ];
        /// Takes place before what a fact states, such as a planned visit.
        state AheadOf "ahead-of": Event => Statement [
            phrase = "takes/take/took place ahead of", inverse_phrase = "is preceded by",
        ];
        /// Takes place in a place.
        event HeldAt "held-at": Event => Place [phrase = "is held in", inverse_phrase = "is the venue of", wikidata = "P276"];
        /// Has something as its subject.
        state About "about": Work => Any [phrase = "is about", inverse_phrase = "is the subject of", schema_org = "about"];

        /// Represents a state as its ambassador to another.
        state AmbassadorOf "ambassador-of": Person => State {
            required AccreditedTo: State, optional ResidentIn: Place, optional Remark: Text,
        } [
            inverse_functional, acts_for, inverse = "has-ambassador", phrase = "is ambassador of",
            inverse_phrase = "has {} as ambassador",
        ];
        /// Represents an agent in another rank than ambassador, or to an organization.
        state EnvoyOf "envoy-of": Person => Agent {
            optional AccreditedTo: Agent, optional Rank: Text, optional ResidentIn: Place, optional Remark: Text,
        } [acts_for, inverse = "has-envoy", phrase = "is envoy of", inverse_phrase = "has {} as envoy"];
        /// Is accepted as an envoy; the fact does not say by whom the envoy was sent.
        state AccreditedAt "accredited-at": Person => Agent {
            optional Rank: Text, optional ResidentIn: Place, optional Remark: Text,
        } [
            phrase = "is accredited at", inverse_phrase = "has {} as an accredited envoy",
        ];
        /// Presents the letters of credence that make a person an envoy.
        event PresentedCredentials "presented-credentials-to": Person => State {
            optional SentBy: Agent, optional ReceivedBy: Host, optional Rank: Text, optional Venue: Place,
            optional Remark: Text,
        } [
            phrase = "presents/present/presented credentials to",
            inverse_phrase = "receives/receive/received the credentials of",
        ];
        /// Appoints a person to a post.
        event Appointed "appointed": Agent => Person {
            optional InPost: Post, optional AccreditedTo: Agent, optional Rank: Text, optional Remark: Text,
        } [inverse = "appointed-by", phrase = "appoints/appoint/appointed", inverse_phrase = "is appointed by"];
        /// Recalls its envoy.
        event Recalled "recalled": State => Person {
            optional AccreditedTo: Agent, optional Reason: Text, optional Remark: Text,
        } [
            inverse = "recalled-by", phrase = "recalls/recall/recalled", inverse_phrase = "is recalled by",
        ];
        /// Orders the envoy of another to leave.
        event Expelled "expelled": State => Person {
            optional SentBy: Agent, optional Reason: Text, optional Remark: Text,
        } [
            inverse = "expelled-by", phrase = "expels/expel/expelled", inverse_phrase = "is expelled by",
        ];
        /// Is at the head of an organization as its president.
        state PresidentOf "president-of": Person => Organization [
            inverse_functional, acts_for, inverse = "has-president", phrase = "is president of",
            inverse_phrase = "has {} as president",
        ];
        /// Is the head of a state, whatever the title.
        state HeadOfState "head-of-state-of": Person => State [
            inverse_functional, acts_for, inverse = "has-head-of-state", phrase = "is head of state of",
            inverse_phrase = "has {} as head of state",
        ];
        /// Is the head of the government of a state, whatever the title.
        state HeadOfGovernment "head-of-government-of": Person => State [
            functional, inverse_functional, acts_for, inverse = "has-head-of-government",
            phrase = "is head of government of", inverse_phrase = "has {} as head of government",
        ];
        /// Is in charge of the foreign affairs of a state.
        state ForeignMinisterOf "foreign-minister-of": Person => State [
            inverse_functional, acts_for, inverse = "has-foreign-minister", phrase = "is foreign minister of",
            inverse_phrase = "has {} as foreign minister",
        ];
        /// Is in charge of something, whatever the title.
        state Leads "leads": Person => Undertaking [
            acts_for, inverse = "led-by", phrase = "leads/lead/led", inverse_phrase = "is led by",
        ];
        /// Holds an office.
        state HoldsPost "holds-post": Person => Post { optional OnBehalfOf: Agent, optional Remark: Text } [
            inverse = "held-by", phrase = "holds/hold/held the post of", inverse_phrase = "is held by",
            wikidata = "P39", ftm = "Occupancy",
        ];
        /// Works for somebody.
        state WorksFor "works-for": Person => Agent { optional Capacity: Text } [
            acts_for, phrase = "is employed by", inverse_phrase = "employs/employ/employed",
            wikidata = "P108", schema_org = "worksFor", ftm = "Employment",
        ];
        /// Governs a state or territory.
        state GovernmentOf "government-of": Government => Polity [
            acts_for, inverse = "has-government", phrase = "is the government of",
            inverse_phrase = "has {} as government",
        ];
        /// Becomes a member or part of something, such as an organization, a treaty or a common framework.
        event Joined "joined": Agent => Any { optional Capacity: Text, optional Remark: Text } [
            inverse = "joined-by", phrase = "joins/join/joined", inverse_phrase = "is joined by",
        ];
        /// Stops being a member or part of something.
        event Left "left": Agent => Any { optional Reason: Text, optional Remark: Text } [
            inverse = "left-by", phrase = "leaves/leave/left", inverse_phrase = "is left by",
        ];
        /// Is a member of an organization.
        state MemberOf "member-of": Agent => Organization [
            inverse = "has-member", phrase = "is a member of", inverse_phrase = "has {} as a member",
            wikidata = "P463", schema_org = "memberOf", ftm = "Membership",
        ];
        /// Has a title. A title is not an office: a former ambassador may keep it.
        state Titled "titled": Agent => Text [phrase = "has the title", inverse_phrase = "is the title of"];
        /// Is a citizen of a state.
        state CitizenOf "citizen-of": Person => State [
            phrase = "is a citizen of", inverse_phrase = "has {} as a citizen", wikidata = "P27",
            schema_org = "nationality",
        ];
        /// Was born on a date.
        state Born "born": Person => Date [
            functional, phrase = "was/be/was born", inverse_phrase = "is the date of birth of", wikidata = "P569",
            schema_org = "birthDate", ftm = "birthDate",
        ];
        /// Died on a date.
        state Died "died": Person => Date [
            functional, phrase = "died/die/died", inverse_phrase = "is the date of death of", wikidata = "P570",
            schema_org = "deathDate", ftm = "deathDate",
        ];

        /// Treats another as a sovereign state, from the date on.
        event Recognized "recognized": State => State {
            optional Rank: Text, optional Order: Text, optional Through: Any, optional Remark: Text,
        } [
            dated, inverse = "recognized-by", phrase = "recognizes/recognize/recognized",
            inverse_phrase = "is recognized by", cameo = "054",
        ];
        /// Has diplomatic relations with another state.
        state RelationsWith "relations-with": State => State { optional Rank: Text, optional Remark: Text } [
            symmetric, phrase = "has diplomatic relations with", wikidata = "P530",
        ];
        /// Takes up diplomatic relations with another state.
        event EstablishedRelations "established-relations-with": State => State {
            optional Rank: Text, optional Through: Any, optional Remark: Text,
        } [
            symmetric, phrase = "establishes/establish/established diplomatic relations with",
        ];
        /// Breaks off diplomatic relations with another state.
        event SeveredRelations "severed-relations-with": State => State {
            optional Reason: Text, optional Remark: Text,
        } [
            phrase = "severs/sever/severed diplomatic relations with",
            inverse_phrase = "sees/see/saw {} sever diplomatic relations", cameo = "161",
        ];
        /// Is joined to another by friendship, history or trade.
        state TiesWith "ties-with": Agent => Agent { optional Field: Topic } [symmetric, phrase = "has ties with"];
        /// Works together with another.
        state CooperatesWith "cooperates-with": Agent => Agent { optional Field: Topic } [
            symmetric, phrase = "cooperates/cooperate/cooperated with",
        ];
        /// Forbids or restricts dealings with another.
        event Sanctioned "sanctioned": Agent => Agent { optional Reason: Text } [
            inverse = "sanctioned-by", phrase = "sanctions/sanction/sanctioned",
            inverse_phrase = "is sanctioned by", cameo = "163", plover = "SANCTION",
        ];
        /// Represents a state or organization.
        state MissionOf "mission-of": Mission => Agent {
            required AccreditedTo: Agent, optional Rank: Text, optional Venue: Place, optional Remark: Text,
        } [
            acts_for, inverse = "has-mission", phrase = "is a mission of", inverse_phrase = "has {} as a mission",
        ];
        /// Opens a mission.
        event OpenedMission "opened-mission": Agent => Mission {
            optional AccreditedTo: Agent, optional Rank: Text, optional Venue: Place, optional Remark: Text,
        } [
            phrase = "opens/open/opened", inverse_phrase = "is opened by",
        ];
        /// Closes a mission.
        event ClosedMission "closed-mission": Agent => Mission {
            optional AccreditedTo: Agent, optional Reason: Text, optional Remark: Text,
        } [
            phrase = "closes/close/closed", inverse_phrase = "is closed by",
        ];
        /// Puts its name to a document.
        event Signed "signed": Agent => Document {
            optional OnBehalfOf: Agent, optional Occasion: Event, optional Venue: Place, optional Remark: Text,
        } [inverse = "signed-by", phrase = "signs/sign/signed", inverse_phrase = "is signed by", cameo = "057"];
        /// Declares itself bound by a treaty.
        event Ratified "ratified": Agent => Treaty { optional Remark: Text } [
            inverse = "ratified-by", phrase = "ratifies/ratify/ratified", inverse_phrase = "is ratified by",
        ];
        /// Is one of those between whom a treaty or another document is agreed, such as a plan of cooperation.
        state PartyTo "party-to": Agent => Document { optional Through: Agent, optional Remark: Text } [
            inverse = "has-party", phrase = "is a party to", inverse_phrase = "has {} as a party",
        ];
        /// Takes the place of a state or territory that was there before.
        event Succeeded "succeeded": Polity => Polity [
            inverse = "succeeded-by", phrase = "succeeds/succeed/succeeded", inverse_phrase = "is succeeded by",
            wikidata = "P1365",
        ];

        /// Is within another place.
        state LocatedIn "located-in": Place => Place [
            transitive, acyclic, phrase = "is located in", inverse_phrase = "contains/contain/contained",
            schema_org = "containedInPlace",
        ];
        /// Has its seat in a place.
        state BasedIn "based-in": Organization => Place [
            phrase = "is based in", inverse_phrase = "is the seat of", wikidata = "P159",
        ];
        /// Shares a border with another place.
        state Borders "borders": Place => Place [symmetric, phrase = "borders/border/bordered", wikidata = "P47"];
        /// Is the capital of a state.
        state CapitalOf "capital-of": City => State [
            inverse = "has-capital", phrase = "is the capital of", inverse_phrase = "has {} as capital",
            wikidata = "P1376",
        ];
        /// Leads to or through a place.
        state Connects "connects": Route => Place { optional_many ToPlace: Place } [
            inverse = "connected-by", phrase = "connects/connect/connected", inverse_phrase = "is connected by",
        ];
        /// Is a part of something of any kind.
        state PartOf "part-of": Any => Any [
            transitive, acyclic, inverse = "has-part", phrase = "is part of", inverse_phrase = "has {} as a part",
            wikidata = "P361",
        ];
        /// Is a unit of a larger organization.
        state UnitOf "unit-of": Organization => Organization [
            transitive, acyclic, acts_for, inverse = "has-unit", phrase = "is a unit of",
            inverse_phrase = "has {} as a unit", schema_org = "parentOrganization",
        ];
        /// Is in charge of a programme.
        state Runs "runs": Agent => Programme [inverse = "run-by", phrase = "runs/run/ran", inverse_phrase = "is run by"];
        /// Has a motto.
        state Motto "motto": Agent => Text [
            phrase = "has the motto", inverse_phrase = "is the motto of", wikidata = "P1451",
            schema_org = "slogan",
        ];
    }
    roles {
        /// Where an envoy or mission is accepted: the receiving state or organization.
        AccreditedTo "accredited-to" [phrase = "accredited to"];
        /// The capacity in which somebody takes part, such as `keynote speaker`.
        Capacity "capacity" [phrase = "as"];
        /// The subject that is discussed or worked on.
        Field "field" [phrase = "regarding"];
        /// The post that somebody is appointed to.
        InPost "in-post" [phrase = "to the post"];
        /// The event at which it happens.
        Occasion "occasion" [phrase = "on the occasion of"];
        /// The agent that a person represents.
        OnBehalfOf "on-behalf-of" [phrase = "on behalf of"];
        /// Where it stands in a series, such as `first` or `among the first states`.
        Order "order" [phrase = "being"];
        /// The rank of an envoy, a mission, relations or a recognition, such as `chargé d'affaires`, `legation` or `de facto`.
        Rank "rank" [phrase = "with the rank"];
        /// The reason, in words.
        Reason "reason" [phrase = "for the reason"];
        /// The host who receives a guest.
        ReceivedBy "received-by" [phrase = "received by"];
        /// A remark that a register adds, in its words.
        Remark "remark" [phrase = "with the remark"];
        /// The place where an envoy lives, if it is not the capital of the receiving state.
        ResidentIn "resident-in" [phrase = "resident in"];
        /// The agent that sent an envoy.
        SentBy "sent-by" [phrase = "sent by"];
        /// The programme, means or agent through which it is done.
        Through "through" [phrase = "through"];
        /// The place to which a route connects another place.
        ToPlace "to-place" [phrase = "to"];
        /// The place where it happens: the city of a visit, the seat of a mission.
        Venue "venue" [phrase = "in"];
        /// The kind of a visit, such as `official`, `state` or `working`.
        VisitKind "visit-kind" [phrase = "described as"];
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
