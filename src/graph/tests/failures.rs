//! Every call is made to fail at each of its steps, and must leave the graph as it was: table by table, and in the bytes of
//! its archive.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::{
    Error, ErrorKind, KnowledgeGraph, Source, date,
    diplomacy::{self, AccreditedTo, AmbassadorOf, HeadOfState, Organization, Person, State, Visits},
    entity, fact,
    model::{Basis, Claim, Confidence, FactId, Id, Resolution, Stance, Transaction, Value},
    schema::base::{AlsoKnownAs, Language},
    tables::snapshot,
};

const TEXT: &str = "The first official visit takes place in February. Pakistan was among the first to recognize it.";

/// Makes a call fail at its first step, its second, and so on, in one and the same graph, until it succeeds.
fn at_every_step<T>(
    mut kg: KnowledgeGraph,
    least: u32,
    call: impl Fn(&mut KnowledgeGraph) -> Result<T, Error>,
) -> KnowledgeGraph {
    let (before, archived) = (snapshot(&kg), archive(&kg));
    let mut untouched = kg.clone();
    call(&mut untouched).unwrap_or_else(|e| panic!("the call is sound: {e}"));
    for fuse in 0.. {
        kg.tables.fail_after(Some(fuse));
        let done = call(&mut kg);
        kg.tables.fail_after(None);
        assert_eq!(kg.violations(), [], "after step {fuse}");
        let Err(error) = done else {
            assert!(fuse >= least, "only {fuse} steps");
            same(&snapshot(&kg), &snapshot(&untouched), fuse);
            return kg;
        };
        assert_eq!(error.message(), "failed on purpose");
        same(&snapshot(&kg), &before, fuse);
        same(&archive(&kg), &archived, fuse);
    }
    unreachable!()
}

/// The graph's whole history, as a user would keep it.
#[cfg(feature = "json")]
fn archive(kg: &KnowledgeGraph) -> String {
    crate::io::json::Json::of(&crate::dossier::Archive::of(kg)).to_string()
}
#[cfg(not(feature = "json"))]
fn archive(kg: &KnowledgeGraph) -> String {
    format!("{:?}", crate::dossier::Archive::of(kg))
}

/// Compares line by line, so that a failure shows the place.
fn same(found: &str, expected: &str, step: u32) {
    for (number, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "line {number} after step {step}");
    }
    assert_eq!(found.len(), expected.len(), "after step {step}");
}

struct World {
    kg: KnowledgeGraph,
    tokayev: Id<Person>,
    kistafin: Id<Person>,
    kazakhstan: Id<State>,
    pakistan: Id<State>,
    plan: FactId,
    alias: FactId,
}

fn world() -> World {
    let mut kg = KnowledgeGraph::new(diplomacy::schema().open());
    kg.at("2026-01-24").unwrap().by("desk");
    kg.add_source(Source::new("report").published("2026-01-24").text(TEXT)).unwrap();
    kg.add_source(Source::new("wire").derives_from("report")).unwrap();
    let tokayev =
        kg.add(Person, entity("Kassym-Jomart Tokayev").key("tokayev").alias_in("kk", "Қасым-Жомарт Тоқаев")).unwrap();
    let kistafin = kg.add(Person, "Yerzhan Kistafin").unwrap();
    let (kazakhstan, pakistan) = (kg.add(State, "Kazakhstan").unwrap(), kg.add(State, "Pakistan").unwrap());
    kg.add(Organization, entity("Institute").key("irs")).unwrap();
    let alias = kg.assert(fact(kazakhstan, AlsoKnownAs, "Qazaqstan")).unwrap();
    let plan = kg
        .assert(fact(tokayev, Visits, pakistan).on("2026-02").planned().cite("report", "first official visit"))
        .unwrap();
    kg.at("2026-01-25").unwrap();
    kg.assert(fact(tokayev, HeadOfState, kazakhstan).source("wire")).unwrap();
    World { kg, tokayev, kistafin, kazakhstan, pakistan, plan, alias }
}

fn claim(source: &str) -> Claim {
    let mut claim = Claim::new(source);
    claim.said_by = Some("tokayev".into());
    claim.stance = Stance::Disputes;
    claim.basis = Basis::Inferred("the sentence says so".into());
    claim.confidence = Confidence::new(0.5).ok();
    claim.quote = Some("among the first".into());
    claim
}

#[test]
fn adding_entities() {
    let kg = at_every_step(world().kg, 4, |kg| kg.add(State, "Uzbekistan"));
    let kg = at_every_step(kg, 20, |kg| {
        kg.add(
            Person,
            entity("Saleem").key("s").alias_in("ur", "سلیم").alias("Saleem, J.").identifier("wikidata", "Q1"),
        )
    });
    assert_eq!(kg.entities_named("SALEEM, j.").len(), 1);
    // What an open schema learns is forgotten too.
    let kg = at_every_step(kg, 4, |kg| kg.add("airport", "Islamabad Airport"));
    assert!(kg.schema().kind("airport").is_ok());
}

#[test]
fn a_name_is_kept_when_giving_it_again_fails() {
    let World { kg, kazakhstan, .. } = world();
    let kg = at_every_step(kg, 5, |kg| kg.assert(fact(kazakhstan, AlsoKnownAs, "Qazaqstan")));
    let kg = at_every_step(kg, 5, |kg| kg.assert(fact(kazakhstan, AlsoKnownAs, "Qazaqstan").with(Language, "kk")));
    assert_eq!(kg.entities_named("qazaqstan"), [kazakhstan]);
}

#[test]
fn upserting() {
    let kg = at_every_step(world().kg, 4, |kg| kg.upsert(State, entity("Iran").key("iran")));
    // Narrowed, and given a further name.
    let kg = at_every_step(kg, 6, |kg| {
        kg.upsert(diplomacy::ResearchInstitute, entity("Institute of Regional Studies").key("irs"))
    });
    let kg = at_every_step(kg, 0, |kg| kg.upsert(Organization, entity("institute").key("irs")));
    assert_eq!(kg.entities_named("institute of regional studies").len(), 1);
}

#[test]
fn narrowing() {
    let World { kg, .. } = world();
    let irs = kg.get_entity("irs").unwrap();
    let kg = at_every_step(kg, 1, |kg| kg.narrow(irs, diplomacy::Government));
    assert_eq!(kg.kind_of(irs), kg.schema().kind("government").ok());
}

#[test]
fn asserting_plain_facts_values_and_facts_of_facts() {
    let World { kg, tokayev, kistafin, kazakhstan, pakistan, plan, .. } = world();
    let kg = at_every_step(kg, 5, |kg| kg.assert(fact(kistafin, Visits, pakistan).on("2025")));
    let kg = at_every_step(kg, 6, |kg| kg.assert(fact(tokayev, diplomacy::Born, date("1953-05-17"))));
    // The value and the node of a fact, once there, are taken again.
    let kg = at_every_step(kg, 5, |kg| kg.assert(fact(kistafin, diplomacy::Born, date("1953-05-17"))));
    let kg = at_every_step(kg, 6, |kg| kg.assert(fact(pakistan, diplomacy::Highlighted, plan)));
    let kg = at_every_step(kg, 5, |kg| kg.assert(fact(kazakhstan, diplomacy::Highlighted, plan)));
    let kg = at_every_step(kg, 8, |kg| kg.assert(fact(tokayev, "met-on-the-way", tokayev).with("because-of", plan)));
    assert!(kg.relation("met-on-the-way").is_ok() && kg.schema().role("because-of").is_ok());
}

#[test]
fn asserting_with_everything() {
    let World { kg, kistafin, kazakhstan, pakistan, plan, .. } = world();
    let full = || {
        fact(kistafin, AmbassadorOf, kazakhstan)
            .with(AccreditedTo, pakistan)
            .as_of("2026-01-24")
            .key("post")
            .cite("report", "among the first")
            .said_by(kistafin)
            .inferred("it is so")
            .confidence(0.8)
            .source("wire")
            .claim(claim("report"))
    };
    let kg = at_every_step(kg, 18, |kg| kg.assert(full()));
    let seen = kg.fact("post").unwrap();
    let kg = at_every_step(kg, 12, |kg| {
        kg.assert(
            fact(pakistan, "noted", plan).with("through", Value::Text("a note".into())).with("after", seen).key("note"),
        )
    });
    assert_eq!(kg.fact_ref(seen).unwrap().claims().count(), 3);
}

#[test]
fn asserting_once() {
    let World { kg, tokayev, pakistan, plan, .. } = world();
    let same = || fact(tokayev, Visits, pakistan).on("2026-02").planned();
    let kg = at_every_step(kg, 5, |kg| kg.assert_once(same().source("wire").claim(claim("report"))));
    assert_eq!(kg.fact_ref(plan).unwrap().claims().count(), 3);
    let kg = at_every_step(kg, 0, |kg| kg.assert_once(same().source("wire")));
    let kg = at_every_step(kg, 6, |kg| kg.assert_once(same().with(diplomacy::VisitKind, "state").source("wire")));
    assert_eq!(kg.fact_ref(plan).unwrap().claims().count(), 3);
}

#[test]
fn claiming() {
    let World { kg, plan, alias, .. } = world();
    let kg = at_every_step(kg, 4, |kg| kg.claim(plan, claim("report")));
    let kg = at_every_step(kg, 4, |kg| kg.claim(alias, Claim::new("wire")));
    let kg = at_every_step(kg, 4, |kg| kg.claim(alias, claim("report")));
    assert_eq!(kg.fact_ref(alias).unwrap().claims().count(), 2);
}

#[test]
fn retracting_and_resolving() {
    let World { kg, tokayev, kazakhstan, pakistan, plan, alias, .. } = world();
    let kg = at_every_step(kg, 4, |kg| kg.retract(alias, "misspelt"));
    assert!(kg.entities_named("qazaqstan").is_empty());
    let mut kg = at_every_step(kg, 4, |kg| {
        // The name that was taken back is given again.
        kg.assert(fact(kazakhstan, AlsoKnownAs, "Qazaqstan"))
    });
    assert_eq!(kg.entities_named("qazaqstan"), [kazakhstan]);
    let visit = kg.assert(fact(tokayev, Visits, pakistan).on("2026-02-04")).unwrap();
    let kg = at_every_step(kg, 3, |kg| kg.resolve(plan, Resolution::Confirmed, visit));
    let kg = at_every_step(kg, 3, |kg| kg.retract(plan, ""));
    assert_eq!((kg.retraction(plan), kg.resolution(plan)), (Some(""), Some((Resolution::Confirmed, visit))));
}

#[test]
fn telling_what_came_of_it() {
    let World { kg, plan, .. } = world();
    let kg = at_every_step(kg, 8, |kg| kg.postpone(plan, kg.again(plan)?.on("2026-04").source("wire")));
    let later = kg.resolution(plan).unwrap().1;
    let kg = at_every_step(kg, 8, |kg| kg.confirm(later, kg.again(later)?.on("2026-04-12").key("held")));
    let held = kg.fact("held").unwrap();
    let mut kg = at_every_step(kg, 8, |kg| kg.refine(held, kg.again(held)?.on("2026-04-12")));
    kg.retract(kg.resolution(held).unwrap().1, "").unwrap();
    let kg = at_every_step(kg, 8, |kg| kg.deny(held, kg.again(held)?));
    assert_eq!(kg.resolution(held).map(|(resolution, _)| resolution), Some(Resolution::Denied));
}

#[test]
fn merging_and_parting() {
    let World { mut kg, tokayev, kistafin, kazakhstan, pakistan, .. } = world();
    kg.assert(fact(kistafin, AmbassadorOf, kazakhstan).with(AccreditedTo, pakistan).cite("report", "Pakistan"))
        .unwrap();
    kg.assert(fact(tokayev, diplomacy::Met, kistafin)).unwrap();
    let claimed = kg.assert(fact(pakistan, diplomacy::Borders, kazakhstan)).unwrap();
    kg.claim(claimed, claim("report")).unwrap();
    let kg = at_every_step(kg, 4, |kg| kg.merge(tokayev, kistafin, "one man"));
    assert_eq!(kg.view().facts(HeadOfState).from(tokayev).first().unwrap().map(|f| f.subject()), Some(kistafin));
    // Facts between what is one, and more that is one.
    let kg = at_every_step(kg, 3, |kg| kg.merge("pakistan", "kazakhstan", ""));
    let kg = at_every_step(kg, 5, |kg| kg.assert(fact(tokayev, AmbassadorOf, pakistan).with(AccreditedTo, kazakhstan)));
    let kg = at_every_step(kg, 4, |kg| kg.unmerge(kistafin, tokayev, "two men"));
    let kg = at_every_step(kg, 3, |kg| kg.keep_apart(kistafin, "tokayev", ""));
    let kg = at_every_step(kg, 4, |kg| kg.allow_merge(tokayev, kistafin, "after all"));
    let kg = at_every_step(kg, 20, |kg| {
        kg.atomically(|kg| {
            kg.merge("yerzhan-kistafin", tokayev, "")?;
            kg.assert(fact("yerzhan-kistafin", Visits, pakistan))?;
            kg.unmerge(pakistan, kazakhstan, "")?;
            kg.keep_apart(pakistan, kazakhstan, "")?;
            kg.unmerge(tokayev, kistafin, "")?;
            kg.merge("yerzhan-kistafin", tokayev, "")?;
            kg.allow_merge(pakistan, kazakhstan, "")?;
            kg.merge(kazakhstan, pakistan, "")
        })
    });
    assert_eq!((kg.merges().count(), kg.kept_apart().count()), (2, 0));
}

#[test]
fn adding_sources() {
    let kg = at_every_step(world().kg, 1, |kg| kg.add_source(Source::new("note").derives_from("wire").text("A note.")));
    assert_eq!(kg.source_count(), 3);
}

#[test]
fn many_calls_that_open_transactions_as_they_go() {
    let World { kg, tokayev, kazakhstan, pakistan, plan, alias, .. } = world();
    let kg = at_every_step(kg, 40, |kg| {
        kg.atomically(|tx| {
            tx.retract(alias, "")?;
            tx.at("2026-01-26")?.by("night desk").why("a second look");
            tx.add_source(Source::new("second").text("He came."))?;
            tx.begin(Transaction::default())?;
            tx.begin(Transaction::at("2026-01-27".parse()?))?.by("nobody yet");
            let tashkent = tx.add("city", entity("Tashkent").alias("Toshkent"))?;
            // An inner one that fails by itself leaves the outer one whole.
            let refused: Result<(), Error> = tx.atomically(|inner| {
                inner.at("2026-01-28")?.by("inner");
                let visit = inner.assert(fact(tokayev, Visits, pakistan).key("inner"))?;
                inner.claim(visit, Claim::new("second"))?;
                inner.resolve(plan, Resolution::Refined, visit)?;
                inner.retract(visit, "again")?;
                Err(Error::new(ErrorKind::NoChange, "given up"))
            });
            let refused = refused.unwrap_err();
            if refused.kind() != ErrorKind::NoChange {
                return Err(refused);
            }
            let visit = tx.assert(fact(tokayev, Visits, pakistan).on("2026-02-04").cite("second", "came"))?;
            tx.resolve(plan, Resolution::Confirmed, visit)?;
            tx.assert(fact(kazakhstan, AlsoKnownAs, "Qazaqstan"))?;
            tx.upsert(State, entity("Казахстан").key("kazakhstan"))?;
            tx.assert(fact(tashkent, "twinned-with", tashkent))?;
            tx.claim(plan, Claim::new("wire"))
        })
    });
    assert_eq!(kg.transactions().count(), 4);
    assert!(kg.fact("inner").is_err());
}

#[test]
fn loading_in_bulk() {
    let World { kg, tokayev, pakistan, kazakhstan, .. } = world();
    at_every_step(kg, 30, |kg| {
        kg.bulk(|bulk| {
            bulk.add(State, "Uzbekistan")?;
            bulk.add_source(Source::new("table"))?;
            for day in 1..=20 {
                bulk.assert(fact(tokayev, Visits, pakistan).on(format!("2026-03-{day:02}")).source("table"))?;
            }
            bulk.assert(fact("uzbekistan", "trades-with", kazakhstan).with("worth", pakistan))?;
            bulk.assert(fact(kazakhstan, AlsoKnownAs, "Kazakstan"))
        })
    });
}
