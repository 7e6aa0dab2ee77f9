//! Claims that rest on several passages of one text.

use std::borrow::Cow;

use chancery::{
    Error, ErrorKind, KnowledgeGraph, Schema, Source,
    diff::diff,
    diplomacy::{self, Person, State, Visits},
    dossier::Archive,
    fact,
    io::json,
    model::{Claim, Quote, Sha256},
};

const TEXT: &str = "The visit would serve peace, trade and cultural exchanges. The visit of peace.";

fn graph(source: Source) -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    kg.add_source(source).unwrap();
    kg.add(Person, "A").unwrap();
    kg.add(State, "B").unwrap();
    kg
}

fn with_quote(source: Source, quote: Quote) -> Result<KnowledgeGraph, Error> {
    let mut kg = graph(source);
    kg.assert(fact("a", Visits, "b").cite("r", quote))?;
    assert_eq!(kg.validate(), Ok(()));
    Ok(kg)
}

fn quoted(kg: &KnowledgeGraph) -> (Option<String>, Vec<(u32, u32)>) {
    let claim = kg.claims().next().unwrap();
    (claim.quote().map(Cow::into_owned), claim.ranges().collect())
}

#[test]
fn passages_are_checked_and_sorted_in_the_order_of_the_text() {
    let quote = Quote::new("cultural exchanges").and("would serve");
    let kg = with_quote(Source::new("r").text(TEXT), quote).unwrap();
    assert_eq!(quoted(&kg), (Some("would serve … cultural exchanges".into()), vec![(10, 21), (39, 57)]));
    let shown = kg.view().facts(Visits).first().unwrap().unwrap().to_string();
    assert_eq!(shown, r#"a visits b @r "would serve" "cultural exchanges""#);
}

#[test]
fn each_passage_is_checked_on_its_own() {
    let error = |quote: Quote| with_quote(Source::new("r").text(TEXT), quote).unwrap_err();
    let absent = error(Quote::new("would serve").and("sports"));
    assert_eq!(absent.kind(), ErrorKind::QuoteAbsent);
    assert!(absent.to_string().contains("passages[1]"), "{absent}");
    assert_eq!(error(Quote::new("would serve").and("visit")).kind(), ErrorKind::QuoteAmbiguous);
    let overlap = error(Quote::new("would serve").and("serve peace"));
    assert!(overlap.to_string().contains("10 to 21 and 16 to 27 overlap"), "{overlap}");
    assert!(with_quote(Source::new("r").text(TEXT), Quote::new("would").and(Quote::new("visit").nth(2))).is_ok());
}

#[test]
fn passages_without_the_text_are_kept_as_given() {
    let hashed = Quote::hashed(3..8, Sha256::of("visit")).and(Quote::new("serve").at(16..21));
    let kg = with_quote(Source::new("r"), hashed).unwrap();
    assert_eq!(quoted(&kg), (None, vec![(3, 8), (16, 21)]));
    let kg = with_quote(Source::new("r"), Quote::new("b").and("a")).unwrap();
    assert_eq!(quoted(&kg), (Some("b … a".into()), vec![]));
    let bad = Quote::new("b").and(Quote::new("a").nth(1));
    assert_eq!(with_quote(Source::new("r"), bad).unwrap_err().kind(), ErrorKind::InvalidClaim);
}

#[test]
fn equal_claims_are_found_whatever_the_order_of_their_passages() {
    let mut kg = with_quote(Source::new("r").text(TEXT), Quote::new("would serve").and("cultural exchanges")).unwrap();
    let fact = kg.claims().next().unwrap().fact();
    let mut claim = Claim::new("r");
    claim.quote = Some(Quote::new("cultural exchanges").and("would serve"));
    assert!(!kg.claim_once(fact, &claim).unwrap());
    claim.quote = Some(Quote::new("cultural exchanges").and("would"));
    assert!(kg.claim_once(fact, &claim).unwrap());
    assert_eq!(kg.validate(), Ok(()));
}

#[test]
fn passages_pass_through_json_history_and_edits() {
    let kg = with_quote(Source::new("r").text(TEXT), Quote::new("would serve").and("cultural exchanges")).unwrap();
    let text = json::Json::of(&Archive::of(&kg)).to_string();
    let again = json::Reader::new(&Schema::new()).read_graph(text.as_bytes()).unwrap();
    assert_eq!(json::Json::of(&Archive::of(&again)).to_string(), text);
    assert_eq!(quoted(&again), quoted(&kg));
    let mut replayed = KnowledgeGraph::new(diplomacy::schema());
    for edit in kg.history().flat_map(|(_, edits)| edits) {
        replayed.apply(&edit).unwrap();
    }
    assert_eq!(quoted(&replayed), quoted(&kg));
    assert!(diff(&kg.view(), &replayed.view()).is_empty());
    let other = with_quote(Source::new("r").text(TEXT), Quote::new("would serve").and("trade")).unwrap();
    assert!(!diff(&kg.view(), &other.view()).is_empty());
}

#[test]
fn a_claim_reads_back_from_its_line_in_the_notation() {
    let quote = Quote::new("would serve").and(Quote::new("visit").nth(2)).and(Quote::hashed(3..8, Sha256::of("visit")));
    assert_eq!(format!("{quote:#}").parse::<Quote>().unwrap(), quote);
    let mut claim = Claim::new("r");
    claim.quote = Some(quote);
    assert_eq!(claim.to_string().parse::<Claim>().unwrap(), claim);
}

#[test]
fn undo_removes_the_passages_of_a_claim() {
    let mut kg = graph(Source::new("r").text(TEXT));
    let undone: Result<(), ()> = kg.atomically(|kg| {
        kg.assert(fact("a", Visits, "b").cite("r", Quote::new("would serve").and("trade"))).unwrap();
        Err(())
    });
    assert!(undone.is_err() && kg.claims().len() == 0);
    kg.assert(fact("a", Visits, "b").cite("r", "would serve")).unwrap();
    assert_eq!((quoted(&kg).1, kg.validate()), (vec![(10, 21)], Ok(())));
}

#[test]
fn each_form_of_a_claim_has_the_range_of_its_words() {
    let words = "cultural exchanges";
    let kg = with_quote(Source::new("r").text(TEXT), Quote::new(words)).unwrap();
    let start = TEXT.find(words).unwrap();
    let (start, end) = (u32::try_from(start).unwrap(), u32::try_from(start + words.len()).unwrap());
    let claim = kg.claims().next().unwrap();
    assert_eq!(claim.ranges().collect::<Vec<_>>(), [(start, end)]);
    let plain = claim.to_claim();
    assert_eq!(plain.quote.as_ref().and_then(|quote| quote.range), Some((start, end)));
    let shown = format!("{plain:#}");
    assert!(shown.contains(&format!("[{start}..{end}]")), "{shown}");
    assert_eq!(serde_json::to_value(&plain).unwrap()["quote"]["range"], serde_json::json!([start, end]));
    #[cfg(feature = "rdf")]
    {
        let mut file = Vec::new();
        let rdf = chancery::io::rdf::Rdf::of(&kg.view()).syntax(chancery::io::rdf::RdfFormat::NTriples);
        assert!(rdf.write_to(&mut file).unwrap().is_empty());
        let file = String::from_utf8(file).unwrap();
        let has = |name: &str, number: u32| {
            let mut lines = file.lines().filter(|line| line.contains(name));
            lines.all(|line| line.contains(&format!("\"{number}\""))) && file.contains(name)
        };
        assert!(has("quoteStart", start) && has("quoteEnd", end), "{file}");
    }
}
