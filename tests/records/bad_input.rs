//! What a graph is given and cannot take: each is refused with its kind, its place, the value, and what was allowed; and
//! the graph answers afterwards as before.

use crate::observe::refused;
use chancery::{
    Any, ErrorKind, Id, KnowledgeGraph, Schema, Source,
    base::AlsoKnownAs,
    diplomacy::{self, AccreditedTo, Agent, AmbassadorOf, Born, HeadOfState, Host, Person, Recognized, State, Visits},
    entity, fact,
    model::{Claim, FactId, Quote, Resolution, Sha256, SourceId, Transaction, Value},
    schema::KindDef,
};

const TEXT: &str = "He comes in February. He was in Islamabad; in Islamabad he speaks.";

struct World {
    kg: KnowledgeGraph,
    tokayev: Id<Person>,
    kazakhstan: Id<State>,
    pakistan: Id<State>,
    report: SourceId,
    visit: FactId,
}

fn world() -> World {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.at("2026-01-24").unwrap();
    let report = kg.add_source(Source::new("report").text(TEXT)).unwrap();
    kg.add_source(Source::new("hashed").sha256(Sha256::of(TEXT))).unwrap();
    let tokayev = kg.add(Person, entity("Kassym-Jomart Tokayev").key("tokayev")).unwrap();
    let (kazakhstan, pakistan) = (kg.add(State, "Kazakhstan").unwrap(), kg.add(State, "Pakistan").unwrap());
    kg.add("organization", entity("Institute").key("irs")).unwrap();
    kg.add("event", "Talk").unwrap();
    let visit = kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned().key("the-visit")).unwrap();
    World { kg, tokayev, kazakhstan, pakistan, report, visit }
}

#[test]
fn duplicate_keys() {
    let World { mut kg, tokayev, pakistan, visit, .. } = world();
    refused(
        &mut kg,
        ErrorKind::DuplicateKey,
        &["`pakistan`", "state `pakistan`", "`add_another` takes `pakistan-2`"],
        |kg| kg.add(State, "Pakistan"),
    );
    refused(&mut kg, ErrorKind::DuplicateKey, &["`tokayev`"], |kg| {
        kg.add(State, entity("T").key("tokayev").alias_in("en", "X"))
    });
    refused(&mut kg, ErrorKind::DuplicateKey, &["key of a source", "`report`"], |kg| {
        kg.add_source(Source::new("report"))
    });
    refused(&mut kg, ErrorKind::DuplicateKey, &["key of a fact", "`the-visit`"], |kg| {
        kg.assert(fact(tokayev, Visits, pakistan).key("the-visit"))
    });
    // The standing fact has the key `the-visit`, and gets no other.
    refused(&mut kg, ErrorKind::DuplicateKey, &["`the-visit`", "`other`"], |kg| {
        kg.assert_once(fact(tokayev, Visits, pakistan).on("2026-02").planned().key("other").source("report"))
    });
    assert_eq!(kg.fact("the-visit").unwrap(), visit);
}

#[test]
fn keys_that_are_none() {
    let World { mut kg, tokayev, pakistan, .. } = world();
    let long = "k".repeat(1025);
    for (key, message) in [
        ("", "empty"),
        ("two words", "character 4"),
        ("#1", "character 1"),
        (&long, "1025 bytes"),
        ("a\u{0}", "character 2"),
    ] {
        refused(&mut kg, ErrorKind::InvalidKey, &[message], |kg| kg.add(State, entity("S").key(key)));
        refused(&mut kg, ErrorKind::InvalidKey, &[message, "key of a source"], |kg| kg.add_source(Source::new(key)));
        refused(&mut kg, ErrorKind::InvalidKey, &[message, "key"], |kg| {
            kg.assert(fact(tokayev, Visits, pakistan).key(key))
        });
    }
    refused(&mut kg, ErrorKind::InvalidKey, &["`?!` suggests no key", "give one"], |kg| kg.add(State, "?!"));
    refused(&mut kg, ErrorKind::InvalidKey, &["`12`", "not a digit"], |kg| {
        kg.assert(fact(tokayev, Visits, pakistan).key("12"))
    });
}

#[test]
fn names_empty_and_overlong() {
    let World { mut kg, pakistan, visit, .. } = world();
    let long = "é".repeat(1001);
    for (name, message) in [("", "empty"), (" \t", "empty"), (&long, "1001 characters; at most 1000")] {
        refused(&mut kg, ErrorKind::InvalidName, &[message], |kg| kg.add(State, entity(name).key("new")));
        refused(&mut kg, ErrorKind::InvalidName, &[message], |kg| kg.upsert(State, entity(name).key("new")));
        refused(&mut kg, ErrorKind::InvalidName, &[message], |kg| kg.upsert(State, entity(name).key("pakistan")));
        refused(&mut kg, ErrorKind::InvalidName, &[message, "object of also-known-as"], |kg| {
            kg.add(State, entity("New").alias(name))
        });
        refused(&mut kg, ErrorKind::InvalidName, &[message, "object of also-known-as"], |kg| {
            kg.assert(fact(pakistan, AlsoKnownAs, name))
        });
        if !name.is_empty() {
            refused(&mut kg, ErrorKind::InvalidName, &[message, "why"], |kg| kg.retract(visit, name));
        }
    }
    refused(&mut kg, ErrorKind::InvalidValue, &["1048577 bytes", "at most 1048576", "object of titled"], |kg| {
        kg.assert(fact(pakistan, diplomacy::Titled, "x".repeat((1 << 20) + 1)))
    });
}

#[test]
fn what_is_unknown() {
    let World { mut kg, tokayev, pakistan, visit, .. } = world();
    refused(&mut kg, ErrorKind::UnknownEntity, &["object of visits", "`pakistn`", "did you mean `pakistan`?"], |kg| {
        kg.assert(fact(tokayev, Visits, "pakistn"))
    });
    refused(&mut kg, ErrorKind::UnknownEntity, &["`Kazakhstan`", "entities of that name: `kazakhstan`"], |kg| {
        kg.entity("Kazakhstan").map(drop)
    });
    refused(&mut kg, ErrorKind::UnknownEntity, &["said-by", "`nobody`"], |kg| {
        kg.assert(fact(tokayev, Visits, pakistan).source("report").said_by("nobody"))
    });
    refused(
        &mut kg,
        ErrorKind::UnknownFact,
        &["object of ahead-of", "`the-visi`", "did you mean `the-visit`?"],
        |kg| kg.assert(fact("talk", diplomacy::AheadOf, "the-visi")),
    );
    refused(&mut kg, ErrorKind::UnknownSource, &["`repor`", "did you mean `report`?"], |kg| {
        kg.assert(fact(tokayev, Visits, pakistan).source("repor"))
    });
    refused(&mut kg, ErrorKind::UnknownSource, &["source `new`.derives-from", "`wire`"], |kg| {
        kg.add_source(Source::new("new").derives_from("wire"))
    });
    refused(&mut kg, ErrorKind::UnknownSource, &["source `new`.derives-from", "`new`"], |kg| {
        kg.add_source(Source::new("new").derives_from("new"))
    });
    refused(&mut kg, ErrorKind::UnknownSource, &["`wire`"], |kg| kg.claim(visit, Claim::new("wire")));
    refused(&mut kg, ErrorKind::UnknownKind, &["`persn`", "did you mean `person`?"], |kg| kg.add("persn", "N. N."));
    refused(&mut kg, ErrorKind::UnknownKind, &["`text`", "range"], |kg| kg.add("text", "N. N."));
    refused(&mut kg, ErrorKind::UnknownRelation, &["`vists`", "did you mean `visits`?"], |kg| {
        kg.assert(fact(tokayev, "vists", pakistan))
    });
    refused(&mut kg, ErrorKind::UnknownRelation, &["`recognized-in-1991-13`", "1991-13"], |kg| {
        kg.assert(fact(pakistan, "recognized-in-1991-13", pakistan))
    });
    refused(&mut kg, ErrorKind::UnknownRole, &["visits has no role `visit-knd`", "visit-kind", "did you mean"], |kg| {
        kg.assert(fact("tokayev", "visits", "pakistan").with("visit-knd", "official"))
    });
    refused(&mut kg, ErrorKind::UnknownRole, &["born has no role", "it has none"], |kg| {
        kg.assert(fact("tokayev", "born", "1953").with("venue", "x"))
    });
}

#[test]
fn wrong_kinds() {
    let World { mut kg, tokayev, kazakhstan, pakistan, visit, .. } = world();
    let irs = kg.entity("irs").unwrap();
    for (what, subject, object) in
        [("subject of visits", "pakistan", "kazakhstan"), ("object of visits", "tokayev", "irs")]
    {
        refused(&mut kg, ErrorKind::WrongKind, &[what, "expected p", "found "], |kg| {
            kg.assert(fact(subject, "visits", object))
        });
    }
    // By the inverse name the ends are message by the relation's own.
    refused(&mut kg, ErrorKind::WrongKind, &["subject of visits", "expected person, found state `pakistan`"], |kg| {
        kg.assert(fact("kazakhstan", "visited-by", "pakistan"))
    });
    refused(
        &mut kg,
        ErrorKind::WrongKind,
        &["accredited-to of ambassador-of", "expected state, found person `tokayev`"],
        |kg| kg.assert(fact(tokayev, AmbassadorOf, kazakhstan).with(AccreditedTo, "tokayev")),
    );
    refused(&mut kg, ErrorKind::WrongKind, &["object of visits", "expected place, found yes-no yes"], |kg| {
        kg.assert(fact("tokayev", "visits", Value::YesNo(true)))
    });
    refused(&mut kg, ErrorKind::WrongKind, &["object of born", "expected date, found state `pakistan`"], |kg| {
        kg.assert(fact(tokayev.any(), "born", pakistan.any()))
    });
    refused(&mut kg, ErrorKind::WrongKind, &["object of visits", "expected place, found the fact #0"], |kg| {
        kg.assert(fact(tokayev.any(), "visits", visit))
    });
    refused(&mut kg, ErrorKind::WrongKind, &["one of ", "state", "not as the union `host`"], |kg| {
        kg.add(Host, "Somebody")
    });
    refused(&mut kg, ErrorKind::WrongKind, &["`pakistan` is of kind state, and person is not under it"], |kg| {
        kg.upsert(Person, entity("Pakistan").key("pakistan"))
    });
    refused(&mut kg, ErrorKind::WrongKind, &["a kind only narrows"], |kg| kg.narrow(tokayev, Agent));
    refused(&mut kg, ErrorKind::NoChange, &["`tokayev` is of kind person already"], |kg| kg.narrow(tokayev, Person));
    refused(&mut kg, ErrorKind::WrongKind, &["expected person, found organization `irs`"], |kg| {
        kg.cast::<Person>(irs).map(drop)
    });
    refused(&mut kg, ErrorKind::InvalidDate, &["object of born", "`NaN`"], |kg| {
        kg.assert(fact("tokayev", "born", "NaN"))
    });
    refused(&mut kg, ErrorKind::InvalidClaim, &["a fact cannot speak"], |kg| {
        kg.assert(fact(tokayev, Visits, pakistan).source("report").said_by(visit))
    });
}

#[test]
fn roles_missing_and_twice() {
    let World { mut kg, tokayev, kazakhstan, pakistan, .. } = world();
    refused(&mut kg, ErrorKind::MissingRole, &["ambassador-of needs the role `accredited-to`"], |kg| {
        kg.assert(fact(tokayev, AmbassadorOf, kazakhstan))
    });
    refused(&mut kg, ErrorKind::MissingRole, &["`accredited-to`"], |kg| {
        kg.assert_once(fact("tokayev", "ambassador-of", "kazakhstan"))
    });
    refused(&mut kg, ErrorKind::DuplicateRole, &["accredited-to", "twice"], |kg| {
        kg.assert(fact(tokayev, AmbassadorOf, kazakhstan).with(AccreditedTo, pakistan).with(AccreditedTo, kazakhstan))
    });
}

#[test]
fn times() {
    let World { mut kg, tokayev, kazakhstan, pakistan, .. } = world();
    refused(&mut kg, ErrorKind::InvalidSpan, &["between", "`2004/1991`"], |kg| {
        kg.assert(fact(tokayev, HeadOfState, kazakhstan).between("2004", "1991"))
    });
    for (bad, message) in [
        ("2026-13", "2026-13"),
        ("24 January", "24 January"),
        ("", "``"),
        ("600000", "600000"),
        ("2026-02-30", "2026-02-30"),
    ] {
        refused(&mut kg, ErrorKind::InvalidDate, &[message, "on"], |kg| {
            kg.assert(fact(tokayev, Visits, pakistan).on(bad))
        });
        refused(&mut kg, ErrorKind::InvalidDate, &["object of born"], |kg| kg.assert(fact(tokayev, Born, bad)));
        refused(&mut kg, ErrorKind::InvalidDate, &["source `new`.published"], |kg| {
            kg.add_source(Source::new("new").published(bad))
        });
    }
    refused(&mut kg, ErrorKind::WrongTime, &["head-of-state-of", "holds over a span", "as-of 2019", "since"], |kg| {
        kg.assert(fact(tokayev, HeadOfState, kazakhstan).on("2019"))
    });
    for when in ["[..2019]", "[2019..]", "[2018..2019]"] {
        let says = ["head-of-state-of", "holds over a span", when, "as-of"];
        refused(&mut kg, ErrorKind::WrongTime, &says, |kg| {
            kg.assert(fact(tokayev, HeadOfState, kazakhstan).when(when.parse().unwrap()))
        });
    }
    for when in ["2019/", "2019/..", "2018/[2019..]", "/2019", "../2019", "../..", "/", "[..2018]/[2019..]"] {
        let says = ["visits", "it is an event", when, "`on` a date"];
        refused(&mut kg, ErrorKind::WrongTime, &says, |kg| {
            kg.assert(fact(tokayev, Visits, pakistan).when(when.parse().unwrap()))
        });
    }
    refused(&mut kg, ErrorKind::WrongTime, &["still-on", "no start"], |kg| {
        kg.assert(fact(tokayev, HeadOfState, kazakhstan).as_of("2019").still_on("2020"))
    });
    refused(&mut kg, ErrorKind::WrongTime, &["still-on", "no start"], |kg| {
        kg.assert(fact(tokayev, HeadOfState, kazakhstan).still_on("2020"))
    });
    refused(&mut kg, ErrorKind::InvalidSpan, &["still-on", "after"], |kg| {
        kg.assert(fact(tokayev, HeadOfState, kazakhstan).since("2021").still_on("2020"))
    });
    refused(&mut kg, ErrorKind::WrongTime, &["head-of-state-of"], |kg| {
        kg.assert(fact("tokayev", "head-of-state-of-in-2019", "kazakhstan"))
    });
    refused(&mut kg, ErrorKind::WrongTime, &["recognized", "1991", "1992", "one of them"], |kg| {
        kg.assert(fact("pakistan", "recognized-in-1991", "kazakhstan").on("1992"))
    });
    refused(&mut kg, ErrorKind::SetTwice, &["twice"], |kg| {
        kg.assert(fact(pakistan, Recognized, kazakhstan).on("1991").since("1991"))
    });
    refused(
        &mut kg,
        ErrorKind::InvalidStamp,
        &["`2026-01-23T00:00:00Z`", "`2026-01-24T00:00:00Z`", "that or a later one"],
        |kg| kg.at("2026-01-23").map(drop),
    );
    refused(&mut kg, ErrorKind::InvalidStamp, &["noon"], |kg| kg.at("noon").map(drop));
    refused(&mut kg, ErrorKind::InvalidStamp, &["2026-01-23"], |kg| {
        kg.begin(Transaction::at("2026-01-23".parse().unwrap())).map(drop)
    });
}

#[test]
fn an_unstamped_transaction_belongs_to_the_stamp_before_it_though_nothing_was_recorded_then() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.at("2026-01-24").unwrap();
    kg.begin(Transaction::default()).unwrap().by("desk");
    assert_eq!(kg.transactions().count(), 1, "one that recorded nothing is replaced");
    let state = kg.add(State, "Kazakhstan").unwrap();
    assert_eq!(kg.stamp_of(kg.open_transaction()), "2026-01-24".parse().ok());
    assert_eq!(kg.view().known_by("2026-01-23").unwrap().entities().count(), 0);
    assert_eq!(kg.view().known_by("2026-01-24").unwrap().entities().map(|e| e.id()).collect::<Vec<_>>(), [state]);
    refused(&mut kg, ErrorKind::InvalidStamp, &["`2026-01-23T00:00:00Z`"], |kg| kg.at("2026-01-23").map(drop));
}

#[test]
fn quotes() {
    let World { mut kg, tokayev, pakistan, report, visit, .. } = world();
    let draft = || fact(tokayev, Visits, pakistan);
    let place = "quote from `report`";
    refused(&mut kg, ErrorKind::QuoteAbsent, &[place, "`He goes in February`", "not in the text"], |kg| {
        kg.assert(draft().cite(report, "He goes in February"))
    });
    refused(&mut kg, ErrorKind::QuoteAmbiguous, &[place, "2 times, at characters 32, 46", "ordinal"], |kg| {
        kg.assert(draft().cite(report, "Islamabad"))
    });
    refused(&mut kg, ErrorKind::QuoteAbsent, &[place, "ordinal 3", "1 to 2"], |kg| {
        kg.assert(draft().cite(report, Quote::new("Islamabad").nth(3)))
    });
    refused(&mut kg, ErrorKind::QuoteAbsent, &[place, "0 to 9"], |kg| {
        kg.assert(draft().cite(report, Quote::new("Islamabad").at(0..9)))
    });
    refused(&mut kg, ErrorKind::QuoteAbsent, &[place, "of 66 characters"], |kg| {
        kg.assert(draft().cite(report, Quote::hashed(60..67, Sha256::of("x"))))
    });
    refused(&mut kg, ErrorKind::InvalidClaim, &[place, "empty"], |kg| kg.assert(draft().cite(report, "")));
    refused(&mut kg, ErrorKind::InvalidClaim, &["quote from `hashed`", "text", "range"], |kg| {
        kg.assert(draft().cite("hashed", Quote::new("x").nth(1)))
    });
    let hashed = |mut quote: Quote, words: &str| {
        quote.sha256 = Some(Sha256::of(words));
        quote
    };
    #[expect(clippy::reversed_empty_ranges, reason = "the point of it")]
    let reversed = 9..3;
    for quote in [
        Quote::default(),
        Quote::new(""),
        Quote::new("abc").at(3..9),
        Quote::new("abc").at(reversed.clone()),
        Quote::hashed(reversed, Sha256::of("")),
        Quote::hashed(3..3, Sha256::of("")),
        Quote::default().at(3..9),
        hashed(Quote::default(), "abcdef"),
        hashed(Quote::new("abc"), "abd"),
    ] {
        refused(&mut kg, ErrorKind::InvalidClaim, &["quote from `hashed`"], |kg| {
            kg.assert(draft().cite("hashed", quote.clone()))
        });
        let mut claim = Claim::new("hashed");
        claim.quote = Some(quote);
        refused(&mut kg, ErrorKind::InvalidClaim, &["quote from `hashed`"], |kg| kg.claim(visit, claim));
    }
    // Words and hash that agree are taken, and the words are kept.
    let agreed = kg.assert(draft().cite("hashed", hashed(Quote::new("abc"), "abc"))).unwrap();
    assert_eq!(kg.fact_ref(agreed).unwrap().claims().next().and_then(|claim| claim.quote()).as_deref(), Some("abc"));
    // What comes after a good claim is refused with it.
    refused(&mut kg, ErrorKind::QuoteAbsent, &[place], |kg| {
        kg.assert_once(draft().on("2026-02").planned().source("hashed").cite(report, "no"))
    });
}

#[test]
fn numbers_reasons_and_sources() {
    let World { mut kg, tokayev, pakistan, .. } = world();
    for bad in [0.0, -1.0, 1.5, f64::NAN, f64::INFINITY] {
        refused(&mut kg, ErrorKind::InvalidClaim, &["confidence", "above 0, at most 1"], |kg| {
            kg.assert(fact(tokayev, Visits, pakistan).source("report").confidence(bad))
        });
    }
    refused(&mut kg, ErrorKind::InvalidClaim, &["inferred", "empty"], |kg| {
        kg.assert(fact(tokayev, Visits, pakistan).source("report").inferred(""))
    });
    refused(&mut kg, ErrorKind::InvalidClaim, &["inferred", "1001 characters"], |kg| {
        kg.assert(fact(tokayev, Visits, pakistan).source("report").inferred("x".repeat(1001)))
    });
    refused(&mut kg, ErrorKind::InvalidClaim, &["no claim was begun"], |kg| {
        kg.assert(fact(tokayev, Visits, pakistan).said_by(pakistan))
    });
    refused(&mut kg, ErrorKind::InvalidSource, &["source `new`.url", "`example`"], |kg| {
        kg.add_source(Source::new("new").url("example"))
    });
    refused(&mut kg, ErrorKind::InvalidSource, &["source `new`.sha256"], |kg| {
        kg.add_source(Source::new("new").text("a").sha256(Sha256::of("b")))
    });
}

#[test]
fn what_is_so_already() {
    let World { mut kg, tokayev, pakistan, visit, .. } = world();
    let later = kg.assert(fact(tokayev, Visits, pakistan).on("2026-02-04")).unwrap();
    refused(&mut kg, ErrorKind::WrongResolution, &["#0", "only a later fact"], |kg| {
        kg.resolve(later, Resolution::Confirmed, visit)
    });
    refused(&mut kg, ErrorKind::WrongResolution, &["#0", "only a later fact"], |kg| {
        kg.resolve(visit, Resolution::Confirmed, visit)
    });
    kg.resolve(visit, Resolution::Confirmed, later).unwrap();
    kg.retract(visit, "").unwrap();
    refused(&mut kg, ErrorKind::NoChange, &["#0 is resolved already"], |kg| {
        kg.resolve(visit, Resolution::Denied, later)
    });
    refused(&mut kg, ErrorKind::NoChange, &["#0 is retracted already"], |kg| kg.retract(visit, "again"));
}

#[test]
fn a_typed_kind_that_promises_more_than_the_schema_keeps_is_refused() {
    // Here a person is no agent, so an `Id<Person>` would go up to an `Id<Agent>` that is none.
    let mut schema = Schema::new();
    schema.add_kind(KindDef::new("agent")).unwrap();
    schema.add_kind(KindDef::new("person")).unwrap();
    let mut kg = KnowledgeGraph::new(schema.clone());
    refused(&mut kg, ErrorKind::InvalidSchema, &["`person` is not under `agent`"], |kg| kg.add(Person, "N. N."));
    refused(&mut kg, ErrorKind::InvalidSchema, &["`person` is not under `agent`"], |kg| {
        kg.upsert(Person, entity("N. N.").key("nn"))
    });
    let nn: Id<Any> = kg.add("person", "N. N.").unwrap();
    refused(&mut kg, ErrorKind::InvalidSchema, &["`person` is not under `agent`"], |kg| {
        kg.cast::<Person>(nn).map(drop)
    });
    refused(&mut kg, ErrorKind::InvalidSchema, &["`person`"], |kg| kg.narrow(nn, Person));
    refused(&mut kg, ErrorKind::InvalidSchema, &["`person`"], |kg| kg.upsert(Person, entity("N. N.").key("n-n")));
    // An open schema does not learn half of what a type says.
    let mut kg = KnowledgeGraph::new(Schema::new().open());
    refused(&mut kg, ErrorKind::UnknownKind, &["`agent`"], |kg| kg.add(Person, "N. N."));
    assert!(kg.add("person", "N. N.").is_ok());
}

#[test]
fn names_that_an_open_schema_cannot_take() {
    let mut kg = KnowledgeGraph::new(Schema::new().open());
    let (a, b) = (kg.add("thing", "A").unwrap(), kg.add("thing", "B").unwrap());
    refused(&mut kg, ErrorKind::InvalidKey, &["`two words`"], |kg| kg.add("two words", "C"));
    refused(&mut kg, ErrorKind::UnknownKind, &["`any`", "range"], |kg| kg.add("any", "C"));
    refused(&mut kg, ErrorKind::InvalidKey, &["`two words`"], |kg| kg.assert(fact(a, "two words", b)));
    refused(&mut kg, ErrorKind::InvalidSchema, &["`planned`", "word of the notation"], |kg| {
        kg.assert(fact(a, "planned", b))
    });
    refused(&mut kg, ErrorKind::InvalidSchema, &["`on`"], |kg| kg.assert(fact(a, "new", b).with("on", "a")));
    refused(&mut kg, ErrorKind::UnknownEntity, &["object of new", "`c`"], |kg| kg.assert(fact(a, "new", "c")));
    assert!(kg.relation("new").is_err());
}

#[test]
fn what_is_set_twice_in_a_draft() {
    let World { mut kg, tokayev, pakistan, .. } = world();
    let draft = || fact(tokayev, Visits, pakistan);
    for (said, message) in [
        (draft().on("2026-02").on("2026-02"), "on: the time is set twice"),
        (draft().on_or_before("2026").since("2026"), "since: the time is set twice"),
        (draft().key("a").key("a"), "key: the key is set twice"),
        (draft().planned().planned(), "modality: the modality is set twice"),
        (draft().source("report").said_by(tokayev).said_by(tokayev), "said-by: the speaker of the claim is set twice"),
    ] {
        refused(&mut kg, ErrorKind::SetTwice, &[message], |kg| kg.assert(said));
    }
    // The places are the words of the notation.
    for (said, place) in [
        (draft().on_or_before("x"), "on-or-before"),
        (draft().on_or_after("x"), "on-or-after"),
        (draft().on_one_of("x", "y"), "on-one-of"),
        (draft().as_of("x"), "as-of"),
        (draft().since("2020").still_on("x"), "still-on"),
    ] {
        let error = kg.assert(said).unwrap_err();
        assert_eq!((error.kind(), error.place()), (ErrorKind::InvalidDate, Some(place)));
    }
    let visit = kg.assert(draft()).unwrap();
    let fact_speaks = kg.assert(fact("tokayev", "visits", "pakistan").source("report").said_by(visit)).unwrap_err();
    assert_eq!(fact_speaks.place(), Some("said-by"));
}

#[test]
fn an_open_schema_adds_no_role_to_a_relation_that_lists_its_own() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema().open());
    let (a, b) = (kg.add(Person, "A").unwrap(), kg.add(State, "B").unwrap());
    refused(&mut kg, ErrorKind::UnknownRole, &["nonsense", "visits", "allowed:"], |kg| {
        kg.assert(fact(a, Visits, b).with("nonsense", b))
    });
    kg.assert(fact(a, "befriends", b).with("nonsense", b)).unwrap();
}
