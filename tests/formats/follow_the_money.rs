//! FollowTheMoney JSON: what it cannot hold is counted, and where nothing is, the graph reads back equal.

use chancery::{
    KnowledgeGraph, Schema, date, diplomacy, entity, fact,
    io::{
        Import, Loss, Losses,
        follow_the_money::{self, Reader},
    },
};
use proptest::prelude::*;

use crate::{
    account::{Account, Change, How, each_field_is_accounted_for, of_json},
    graphs::{all, equal, hostile, random, report},
};

fn written(kg: &KnowledgeGraph) -> (String, Losses) {
    let mut file = Vec::new();
    let losses = follow_the_money::FollowTheMoney::of(&all(kg)).write_to(&mut file).unwrap();
    (String::from_utf8(file).unwrap(), losses)
}

fn read(text: &str) -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let edits = follow_the_money::Reader::new(kg.schema()).read(text.as_bytes()).unwrap();
    assert_eq!(edits.unread().collect::<Vec<_>>(), []);
    Import::new().apply_all(&mut kg, edits).unwrap();
    kg
}

#[test]
fn what_it_can_hold_reads_back_equal() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let person = entity("Jauhar Saleem").identifier("wikidata", "Q1").alias("J. Saleem");
    kg.add("person", person).unwrap();
    kg.add("organization", "Institute").unwrap();
    kg.add("post", "Director").unwrap();
    kg.add("event", "Seminar").unwrap();
    // Properties come before what joins entities.
    kg.assert(fact("jauhar-saleem", "born", date("1953-05-17"))).unwrap();
    for (relation, object, when) in [
        ("member-of", "institute", "2024-05/"),
        ("member-of", "institute", "1999/2001-02-03"),
        ("holds-post", "director", "/2004"),
        ("spoke-at", "seminar", "2026-02"),
    ] {
        kg.assert(fact("jauhar-saleem", relation, object).when(when.parse().unwrap())).unwrap();
    }
    let (text, losses) = written(&kg);
    // The names and identifiers stand with their entity there, before the birth here.
    assert!(losses.is_empty(), "{losses}");
    let again = read(&text);
    let facts_of = |kg: &KnowledgeGraph| {
        let mut facts: Vec<_> = kg.view().all_facts().map(|fact| fact.to_string()).collect();
        facts.sort();
        facts
    };
    assert_eq!(facts_of(&again), facts_of(&kg));
    equal(&read(&written(&again).0), &again);
    assert!(text.contains(r#""schema":"Occupancy""#) && text.contains(r#""role":["spoke-at"]"#), "{text}");
}

#[test]
fn what_it_cannot_hold_is_left_out_and_counted() {
    let (text, losses) = written(&report());
    assert!(!text.contains("visits"), "a planned visit is no visit: {text}");
    for loss in [Loss::Modality, Loss::Roles, Loss::Claims, Loss::Sources] {
        assert!(losses.count(loss) > 0, "{loss}: {losses}");
    }
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add("topic", "Trade").unwrap();
    let (text, losses) = written(&kg);
    assert_eq!((text.as_str(), losses.count(Loss::Entities)), ("", 1));
    let mut file = Vec::new();
    let losses = follow_the_money::FollowTheMoney::of(&kg.view()).fallback("LegalEntity").write_to(&mut file).unwrap();
    assert_eq!((losses.count(Loss::Kinds), file.is_empty()), (1, false));
}

fn import(text: &str, describe: impl Fn(Reader<'_>) -> Reader<'_>) -> Account {
    let schema = diplomacy::schema();
    Account::of(describe(Reader::new(&schema)).read(text.as_bytes()), KnowledgeGraph::new(schema.clone()))
}

/// The facts and the report of reading into a graph with a schema.
fn facts(text: &str, schema: Schema, describe: impl Fn(Reader<'_>) -> Reader<'_>) -> (Vec<String>, Vec<String>) {
    let mut kg = KnowledgeGraph::new(schema);
    kg.add_source(chancery::Source::new("opensanctions")).unwrap();
    let edits = describe(Reader::new(kg.schema())).read(text.as_bytes()).unwrap();
    let mut report: Vec<_> = edits.unread().map(|(name, count)| format!("{name} {count}")).collect();
    let done = Import::new().apply_each(&mut kg, edits);
    report.extend(done.rejected.iter().map(|rejected| rejected.reason().to_string()));
    (kg.view().all_facts().map(|fact| fact.to_string()).collect(), report)
}

const FOREIGN: &str = r#"{"id": "NK-1", "caption": "A. B.", "schema": "Person", "properties": {"name": ["А. Б.", "A. B."], "birthDate": ["1953-05-17T00:00:00"], "topics": ["role.pep"]}}
{"id": "link 1", "schema": "Membership", "properties": {"member": ["NK-1", {"id": "NK-2"}], "organization": ["NK-3"], "startDate": ["1999"], "date": ["2001"]}}

{"id": "NK-3", "schema": "PublicBody", "properties": {"name": ["C"]}}
{"id": "NK-2", "schema": "Person"}
{"id": "v", "schema": "Vessel", "properties": {"name": ["D"]}}
{"id": "u", "schema": "UnknownLink", "properties": {"subject": ["NK-1"], "object": ["NK-3"], "role": ["nephew of the chairman"]}}
nonsense"#;

#[test]
fn records_of_others_are_read_and_what_is_not_is_counted() {
    let (found, report) = facts(FOREIGN, diplomacy::schema(), |reader| reader.source("opensanctions"));
    let mut rest = report.iter();
    for unread in [
        "birthDate (time of day) 1",
        "date 1",
        "id of a link with several ends 1",
        "schema PublicBody (read as Organization) 1",
        "topics 1",
    ] {
        assert_eq!(rest.next().unwrap(), unread, "{report:?}");
    }
    assert!(rest.next().unwrap().starts_with("line 8, column "), "{report:?}");
    assert!(rest.next().unwrap().starts_with("line 6, column 1: schema: no kind has the code `Vessel`"), "{report:?}");
    assert!(
        rest.next().unwrap().starts_with("line 7, column 1: schema: no relation has the code `UnknownLink`"),
        "{report:?}"
    );
    assert_eq!(rest.next(), None);
    assert_eq!(
        found,
        [
            "NK-1 also-known-as \"А. Б.\" @opensanctions",
            "NK-1 born (date 1953-05-17) @opensanctions",
            "NK-1 member-of NK-3 since 1999 @opensanctions",
            "NK-2 member-of NK-3 since 1999 @opensanctions",
        ]
    );
}

#[test]
fn each_member_of_each_line_is_accounted_for() {
    // The types of diplomacy are enough for these.
    let lines: Vec<_> = FOREIGN.lines().filter(|line| line.starts_with('{') && !line.contains("Vessel")).collect();
    let text = lines.join("\n");
    let changes: Vec<_> = (0..lines.len())
        .flat_map(|n| {
            let lines = &lines;
            of_json(lines[n]).into_iter().map(move |change| {
                let mut file: Vec<_> = lines.iter().map(ToString::to_string).collect();
                file[n] = change.file;
                // An element of a list has the name of its property.
                let mut names = change.place.split('/').filter(|name| name.parse::<usize>().is_err());
                let field = names.next_back().unwrap_or_default().to_owned();
                Change { file: file.join("\n"), place: format!("line {n} {}", change.place), field, ..change }
            })
        })
        // An entity may have no properties.
        .filter(|change| change.how != How::Left || !change.place.ends_with("/properties"))
        .collect();
    // A caption repeats a name.
    each_field_is_accounted_for(&text, changes, &["/caption"], |file| import(file, |reader| reader.relation("about")));
}

#[test]
fn ids_with_one_slug_are_entities_of_their_own() {
    let text = r#"{"id": "C++", "schema": "Organization", "properties": {"name": ["C++"], "wikidataId": ["Q1"]}}
{"id": "C#", "schema": "Organization", "properties": {"name": ["C#"]}}
{"id": "3", "schema": "Membership", "properties": {"member": ["C#"], "organization": ["C++"]}}"#;
    let (found, report) = facts(text, diplomacy::schema(), |reader| reader);
    assert_eq!(report, [""; 0]);
    let ids = found.iter().filter(|fact| fact.contains("scheme \"id\"")).count();
    assert_eq!((ids, found.last().map(String::as_str)), (2, Some("c-2 member-of c key id-3")));
}

#[test]
fn a_bad_value_costs_that_value() {
    let text = r#"{"id": "p", "schema": "Person", "properties": {"name": ["P"], "birthDate": ["Unknown"], "deathDate": ["2001"]}}
{"id": "o", "schema": "Company", "properties": {"name": ["O"]}}
{"id": "m", "schema": "Membership", "properties": {"member": ["p"], "organization": ["o"], "startDate": ["soon", "1999", "1999-02", "2003"], "endDate": ["?"]}}
{"id": "n", "schema": "Membership", "properties": {"member": ["p"], "organization": ["o"], "startDate": ["2003"], "endDate": ["1999"]}}"#;
    let (found, report) = facts(text, diplomacy::schema(), |reader| reader);
    assert_eq!(found, ["p died (date 2001)", "p member-of o since 1999-02 key m", "p member-of o key n"]);
    for (line, part) in report.iter().zip([
        "schema Company (read as Organization) 1",
        "startDate (more than one) 2",
        "line 1, column 1: entity `p`.birthDate: `Unknown`",
        "line 3, column 1: entity `m`.startDate: `soon`",
        "line 3, column 1: entity `m`.endDate: `?`",
        "line 4, column 1: entity `n`.startDate: ",
    ]) {
        assert!(line.starts_with(part), "{line} begins with {part}");
    }
    assert_eq!(report.len(), 6, "{report:?}");
}

#[test]
fn nested_entities_and_links_are_read() {
    let text = r#"{"id": "p", "schema": "Person", "caption": "P", "properties": {"membershipMember": [{"id": "m", "schema": "Membership",
        "properties": {"member": ["p"], "organization": [{"id": "o", "schema": "Organization", "caption": "O", "properties": {}}]}}],
        "addressEntity": [{"id": "a", "schema": "Address", "properties": {"full": ["1 Road"]}}, {"full": "2 Road"}]}}"#
        .replace('\n', "");
    let (found, report) = facts(&text, diplomacy::schema(), |reader| reader);
    assert_eq!(found, ["p member-of o key m"]);
    assert_eq!(report[0], "addressEntity 2", "{report:?}");
    assert_eq!(report[1], "addressEntity.full 1", "{report:?}");
    assert!(report[2].contains("no kind has the code `Address`") && report.len() == 3, "{report:?}");
}

#[test]
fn each_link_of_the_model_is_read() {
    let ends = [
        ("Payment", "payer", "beneficiary"),
        ("Debt", "debtor", "creditor"),
        ("Documentation", "document", "entity"),
        ("ContractAward", "contract", "supplier"),
        ("ProjectParticipant", "participant", "project"),
        ("CourtCaseParty", "party", "case"),
    ];
    let lines = ends.map(|(schema, from, to)| {
        format!(r#"{{"id": "{schema}", "schema": "{schema}", "properties": {{"{from}": ["a"], "{to}": ["b"], "amount": ["3"]}}}}"#)
    });
    let people = "{\"id\": \"a\", \"schema\": \"Company\"}\n{\"id\": \"b\", \"schema\": \"CourtCase\"}\n";
    let text = people.to_owned() + &lines.join("\n");
    let (found, report) = facts(&text, diplomacy::schema().open(), |reader| reader.relation_as("Payment", "paid"));
    assert_eq!(
        found,
        [
            "a paid b key Payment",
            "a debt b key Debt",
            "a documentation b key Documentation",
            "a contract-award b key ContractAward",
            "a project-participant b key ProjectParticipant",
            "a court-case-party b key CourtCaseParty",
        ]
    );
    assert_eq!(report, ["amount 6", "schema Company (read as Organization) 1"]);
    let (found, report) =
        facts(&text, diplomacy::schema(), |reader| reader.kind_as("CourtCase", "organization").relation("member-of"));
    assert_eq!((found.len(), report.len()), (6, 2), "{report:?}");
}

#[test]
fn what_refers_to_an_entity_that_was_not_read_is_reported() {
    let text = r#"{"id": "v", "schema": "Vessel"}
{"id": "p", "schema": "Person"}
{"id": "l", "schema": "Ownership", "properties": {"owner": ["p"], "asset": ["v"]}}"#;
    let (found, report) = facts(text, diplomacy::schema(), |reader| reader.relation("about"));
    assert!(found.is_empty());
    assert!(
        report[1].starts_with("line 3, column 1: entity `l`: the entity `v` of the file could not be read"),
        "{report:?}"
    );
}

#[test]
fn files_of_another_shape_or_encoding_are_refused() {
    let schema = diplomacy::schema();
    let read = |bytes: &[u8]| Reader::new(&schema).read(bytes);
    assert!(read(b"[\n{}]").unwrap_err().to_string().contains("the file is a list; expected an entity a line"));
    let mark = "\u{feff}{\"id\": \"a\", \"schema\": \"Person\"}\r\n";
    assert!(read(mark.as_bytes()).unwrap().into_iter().all(|edit| edit.is_ok()));
    let wide: Vec<u8> = mark.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(read(&wide).unwrap_err().message().contains("UTF-16LE"));
    let latin = read(b"{\"id\": \"\xE9\"}").unwrap().into_iter().next().unwrap().unwrap_err();
    assert!(latin.to_string().starts_with("line 1, column 9: the byte 0xE9 is not valid UTF-8"), "{latin}");
}

/// The losses for which a fact is left out. Each is noted once for a fact.
const LEFT_OUT: [Loss; 4] = [Loss::Facts, Loss::References, Loss::Modality, Loss::Settled];

/// Each fact comes back, or is counted once as left out.
fn is_accounted_for(kg: &KnowledgeGraph) -> (usize, Losses) {
    let (text, losses) = written(kg);
    let edits = Reader::new(kg.schema()).read(text.as_bytes()).unwrap();
    let back =
        edits.into_iter().filter(|edit| matches!(&edit.as_ref().unwrap().edit, chancery::Edit::Assert(_))).count();
    let left_out: u64 = LEFT_OUT.into_iter().map(|loss| losses.count(loss)).sum();
    assert_eq!(back as u64 + left_out, all(kg).all_facts().count() as u64, "{losses}\n{text}");
    for loss in [Loss::Time, Loss::Roles, Loss::Claims, Loss::Values, Loss::Keys, Loss::Relations] {
        assert!(losses.count(loss) <= back as u64, "no fact is counted twice: {losses}");
    }
    (back, losses)
}

#[test]
fn each_fact_comes_back_or_is_counted_once() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add("person", entity("Ann").alias("Anna")).unwrap();
    kg.add("organization", "Bank").unwrap();
    kg.add("topic", "Trade").unwrap();
    let born = || fact("ann", "born", date("1950"));
    kg.assert(born()).unwrap();
    kg.assert(born()).unwrap();
    kg.assert(fact("trade", "also-known-as", "Commerce")).unwrap();
    kg.assert(fact("ann", "also-known-as", "Ann")).unwrap();
    kg.assert(fact("ann", "member-of", "bank").planned()).unwrap();
    kg.assert(fact("ann", "member-of", "bank").denied()).unwrap();
    kg.assert(fact("ann", "member-of", "bank").between("1991?", "1995~")).unwrap();
    let (back, losses) = is_accounted_for(&kg);
    assert_eq!((back, losses.count(Loss::Facts), losses.count(Loss::Modality), losses.count(Loss::Time)), (3, 3, 2, 1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn each_fact_of_any_graph_comes_back_or_is_counted_once(kg in random()) {
        let _ = is_accounted_for(&kg);
    }
}

#[test]
fn hostile_names_stay_names() {
    let (text, _) = written(&hostile());
    for line in text.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
    assert!(text.contains(r#""]]>""#));
}

#[test]
fn the_ids_of_links_are_those_of_nothing_else() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add("person", entity("Ann").key("ann")).unwrap();
    kg.add("organization", entity("Institute").key("v")).unwrap();
    for key in ["", "chancery-fact:0", "v-", "v", "v--", "w"] {
        let fact = fact("ann", "member-of", "v");
        kg.assert(if key.is_empty() { fact } else { fact.key(key) }).unwrap();
    }
    let (text, losses) = written(&kg);
    let ids: Vec<_> = text.lines().map(|line| line.split('"').nth(3).unwrap()).collect();
    assert_eq!(ids, ["ann", "v", "chancery-fact:0-", "chancery-fact:0", "v-", "v---", "v--", "w"]);
    assert_eq!(losses.count(Loss::Keys), 2, "{losses}");
    assert_eq!(read(&text).fact_count(), 6);
}

/// Only the ids that this crate makes of places are none of the file's.
#[test]
fn an_id_of_another_program_is_kept_whatever_it_looks_like() {
    let ids = ["fact:3", "fact:abc", "chancery-fact:x", "chancery-fact:3"];
    let links = ids.map(|id| {
        let ends = "{\"subject\":[\"a\"],\"object\":[\"b\"]}";
        format!("{{\"id\":\"{id}\",\"schema\":\"UnknownLink\",\"properties\":{ends}}}\n")
    });
    let text =
        "{\"id\":\"a\",\"schema\":\"Person\"}\n{\"id\":\"b\",\"schema\":\"Person\"}\n".to_owned() + &links.concat();
    let mut kg = KnowledgeGraph::new(diplomacy::schema().open());
    let edits = Reader::new(kg.schema()).relation("knows").read(text.as_bytes()).unwrap();
    Import::new().apply_all(&mut kg, edits).unwrap();
    let keys: Vec<_> = kg.view().all_facts().map(|fact| fact.key().map(str::to_owned)).collect();
    assert_eq!(
        keys,
        [Some("fact:3"), Some("fact:abc"), Some("chancery-fact:x"), None].map(|key| key.map(str::to_owned))
    );
}

#[test]
fn a_property_is_the_relation_that_the_caller_names() {
    let text = r#"{"id":"a","schema":"Person","properties":{"name":["A"],"alias":["B"],"weakAlias":["W"],"wikidataId":["Q1"]}}"#;
    let mut kg = KnowledgeGraph::new(diplomacy::schema().open());
    let reader = Reader::new(kg.schema()).relation_as("weakAlias", "nicknamed").relation_as("wikidataId", "item");
    let edits = reader.read(text.as_bytes()).unwrap();
    Import::new().apply_all(&mut kg, edits).unwrap();
    let facts: Vec<_> = kg.view().all_facts().map(|fact| fact.to_string()).collect();
    assert_eq!(facts, ["a also-known-as \"B\"", "a nicknamed \"W\"", "a item \"Q1\""]);
}

#[test]
fn a_number_with_too_many_digits_is_an_error_only_where_it_is_read() {
    let lines = r#"{"id": "a", "schema": "Person", "properties": {"name": ["A"], "height": [1e300, 180, 2e300], "birthDate": [18446744073709551616]}}
{"id": "b", "schema": "Organization", "properties": {"name": ["B", 1e300], "wikidataId": [1e300]}}
{"id": "l", "schema": "Membership", "properties": {"member": ["a"], "organization": ["b"], "amount": [1e300], "startDate": [1e300]}}
{"id": "m", "schema": "Membership", "properties": {"member": ["a"], "organization": [1e300], "role": [1e300]}}"#;
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let edits = Reader::new(kg.schema()).read(lines.as_bytes()).unwrap();
    // Those of one property are one value.
    assert_eq!(edits.unread().collect::<Vec<_>>(), [("amount", 1), ("height", 2), ("role", 1)]);
    let done = Import::new().apply_each(&mut kg, edits);
    let reasons: Vec<_> = done.rejected.iter().map(|rejected| rejected.reason().to_string()).collect();
    let places = [
        "line 1, column 1: entity `a`.birthDate",
        "line 2, column 1: entity `b`.name",
        "line 2, column 1: entity `b`.wikidataId",
        "line 3, column 1: entity `l`.startDate",
        "line 4, column 1: entity `m`",
    ];
    assert_eq!(reasons.len(), places.len(), "{reasons:?}");
    for (reason, place) in reasons.iter().zip(places) {
        assert!(reason.starts_with(&format!("{place}: the number has more digits than are kept")), "{reason}");
    }
    let facts: Vec<_> = kg.view().all_facts().map(|fact| fact.to_string()).collect();
    assert_eq!(facts, ["a member-of b key l"]);
}
