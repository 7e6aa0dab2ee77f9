//! Guards texts that are broken: whatever is done to a query, it is answered, or refused at its place.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use chancery::{
    ErrorKind, KnowledgeGraph, View,
    diplomacy::{self, AccreditedTo, AmbassadorOf, LocatedIn, Met, OnBehalfOf, Person, Recognized, Region},
    diplomacy::{State, Titled, Visits},
    fact,
};

use crate::{outside::outside, tck};

/// So many texts are tried.
const TEXTS: usize = 10_000;

/// What tokens are replaced with.
const WORDS: &str = "MATCH OPTIONAL WHERE RETURN WITH UNWIND AS DISTINCT ORDER BY LIMIT SKIP UNION ALL EXISTS COUNT AND OR \
                     XOR NOT IN IS NULL CASE WHEN THEN ELSE END null true shortestPath all any reduce collect count sum \
                     avg min size range holds_on date begins_after share_a_day nodes labels keys properties toInteger \
                     substring split coalesce Person State VISITS MET LOCATED_IN TITLED RECOGNIZED_IN_1991 n a f $p * \
                     *0.. *1..2 .. -> <- - [ ] ( ) { } : | , . = <> <= + / % ^ 0 1 -1 9223372036854775807 \
                     9223372036854775808 1e308 0.5 '' '2026-02' \"a '\\u00e9' '\\ud800' ` // /* */ \u{202e} é \0 \
                     \u{1f600} ; $ 0x1f CREATE CALL";

const LABELS: [&str; 6] = ["Person", "State", "Agent", "Place", "text", "statement"];
const TYPES: [&str; 7] = ["VISITS", "MET", "LOCATED_IN", "AMBASSADOR_OF", "RECOGNIZED", "TITLED", "VISITED_BY"];
/// Words of one sort, each of which can stand in the place of another.
const ALIKE: &[&[&str]] = &[
    &LABELS,
    &TYPES,
    &PROPERTIES,
    &["0", "1", "2", "3", "4", "365", "1991", "2.5"],
    &["<", ">", "="],
    &["AND", "OR", "XOR"],
    &["collect", "count", "min", "max", "sum", "avg", "size", "labels", "keys", "properties", "toString", "toInteger"],
    &["all", "any", "none", "single"],
    &["*", "+", "-", "/", "%"],
    &["p", "s", "v", "a", "b", "n", "x", "e", "h", "us", "r"],
    &["'1991'", "'oman'", "'asia'", "'Ann'", "'a'", "'b'", "'2026-02'", "null", "true", "[1, 'a']", "{a: 1}"],
    &["before", "share_a_day", "overlaps", "during", "holds_on", "begins_after", "coalesce", "range", "substring"],
];
const PROPERTIES: [&str; 6] = ["name", "key", "titled", "on", "accredited_to", "when"];

/// Queries of the vocabulary of the graph.
const OWN: &[&str] = &[
    "MATCH (p:Person)-[v:VISITS]->(s:State) WHERE holds_during(v, '1991') RETURN p.name, v.on ORDER BY p.name DESC SKIP 1",
    "MATCH (:Person)-[v:VISITS]->(s) RETURN v.on_behalf_of AS state, count(*) AS n, collect(DISTINCT s.name)[0..2] AS all",
    "MATCH (us {key: 'oman'})-[r:RECOGNIZED]->(s:State), (:Person)-[v:VISITS]->(us) WHERE begins_after(v, r, 0, 365) RETURN s",
    "MATCH (h:State) OPTIONAL MATCH (e)-[a:AMBASSADOR_OF]->(:State) WHERE a.accredited_to = h RETURN h, e, labels(e), type(a)",
    "MATCH p = shortestPath((a:Person)-[:MET*1..4]-(b:Person)) WHERE a.key < b.key RETURN length(p), [n IN nodes(p) | n.name]",
    "MATCH (p:Place)-[:LOCATED_IN*0..]->({key: 'asia'}) RETURN p UNION MATCH (p {name: 'Ann'}) RETURN p",
    "MATCH (p:Person) WHERE NOT EXISTS { (p)-[:MET]->(q) WHERE q.key STARTS WITH 'b' } AND (p)-->() RETURN p, COUNT { (p)--() }",
    "UNWIND [1, 2.5, 'x', null, date('2026-02')] AS x WITH x, CASE WHEN x > 1 THEN 'more' ELSE toString(x) END AS y RETURN *",
    "MATCH (a)-[f]-(b) WITH a, reduce(s = 0, x IN collect(b) | s + size(x.name)) AS n WHERE n > $p RETURN a, n, a:Person",
    "MATCH (a)-[f:TITLED]->(t) RETURN properties(a), keys(f), t, f.source, all(x IN [t] WHERE x CONTAINS 'a'), a['name']",
];

fn graph() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let [ann, ben, cat] = ["Ann", "Ben", "Cat"].map(|name| kg.add(Person, name).unwrap());
    let [oman, qatar] = ["Oman", "Qatar"].map(|name| kg.add(State, name).unwrap());
    let asia = kg.add(Region, "Asia").unwrap();
    kg.assert(fact(ann, Visits, oman).on("1991-03-19").with(OnBehalfOf, qatar)).unwrap();
    kg.assert(fact(ben, Visits, qatar).on("2026-02").planned()).unwrap();
    kg.assert(fact(ann, Met, ben).on("2026-02-03")).unwrap();
    kg.assert(fact(ben, Met, cat).between("2026-01", "2026-03")).unwrap();
    kg.assert(fact(oman, Recognized, qatar).on("1991")).unwrap();
    kg.assert(fact(oman, LocatedIn, asia)).unwrap();
    kg.assert(fact(cat, AmbassadorOf, oman).with(AccreditedTo, qatar).as_of("2026-01-24")).unwrap();
    kg.assert(fact(ann, Titled, "Anna")).unwrap();
    kg.assert(fact(ann, Titled, "Annie").planned()).unwrap();
    kg
}

/// The next of a row of numbers that look like chance.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below.max(1)
    }

    fn pick<'p, T: ?Sized>(&mut self, from: &[&'p T]) -> &'p T {
        from[self.next(from.len())]
    }
}

/// Words, numbers, texts in quotes, and single signs.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let mut token = String::from(sign);
        if sign.is_alphanumeric() || sign == '_' {
            while let Some(more) = signs.next_if(|next| next.is_alphanumeric() || *next == '_') {
                token.push(more);
            }
        } else if ['\'', '"', '`'].contains(&sign) {
            for more in signs.by_ref() {
                token.push(more);
                if more == sign {
                    break;
                }
            }
        }
        tokens.push(token);
    }
    tokens
}

/// Puts names of the graph in the place of names that it does not have.
fn translated(tokens: &mut [String], dice: &mut Dice) {
    let mut in_brackets = false;
    for at in 0..tokens.len() {
        match tokens[at].as_str() {
            "[" => in_brackets = true,
            "(" | ")" | "]" => in_brackets = false,
            _ => {}
        }
        let is_name = tokens[at].chars().all(|sign| sign.is_alphanumeric() || sign == '_');
        match at.checked_sub(1).map(|before| tokens[before].as_str()) {
            Some(":" | "|") if is_name => {
                let name = if in_brackets { dice.pick(&TYPES) } else { dice.pick(&LABELS) };
                name.clone_into(&mut tokens[at]);
            }
            Some(".") if is_name && tokens[at].starts_with(|sign: char| sign.is_alphabetic()) => {
                dice.pick(&PROPERTIES).clone_into(&mut tokens[at]);
            }
            _ => {}
        }
    }
}

/// A change of a text.
fn mutated(text: &str, others: &[String], words: &[&str], dice: &mut Dice) -> String {
    let mut tokens = tokens(text);
    if dice.next(3) > 0 {
        translated(&mut tokens, dice);
    }
    for _ in 0..=dice.next(2) {
        let (at, other) = (dice.next(tokens.len()), dice.next(tokens.len()));
        if tokens.is_empty() {
            break;
        }
        match dice.next(24) {
            0 => drop(tokens.remove(at)),
            1 => tokens.insert(other, tokens[at].clone()),
            2 => tokens.swap(at, other),
            3 => dice.pick(words).clone_into(&mut tokens[at]),
            4 | 9.. => {
                // The first token from there on that has others of its sort.
                let sort = |token: &String| ALIKE.iter().find(|sort| sort.contains(&token.as_str()));
                if let Some((at, sort)) = (at..tokens.len()).find_map(|at| Some((at, sort(&tokens[at])?))) {
                    dice.pick(sort).clone_into(&mut tokens[at]);
                }
            }
            5 => tokens.insert(at, format!(" {} ", dice.pick(words))),
            6 => {
                let token = tokens[other].clone();
                tokens[at] = token;
            }
            7 => {
                let more = self::tokens(&others[dice.next(others.len())]);
                let from = dice.next(more.len());
                tokens.truncate(at);
                tokens.extend_from_slice(&more[from.min(more.len())..]);
            }
            8 => {
                let mut bytes = tokens.concat().into_bytes();
                let (at, most) = (dice.next(bytes.len()), dice.next(6));
                match dice.next(3) {
                    0 => drop(bytes.drain(at..(at + most).min(bytes.len()))),
                    1 => bytes[at] ^= 1 << dice.next(8),
                    _ => bytes.truncate(at),
                }
                tokens = self::tokens(&String::from_utf8_lossy(&bytes));
            }
        }
    }
    tokens.concat()
}

/// The queries of the kit, of the benchmark, and those above.
fn queries() -> Vec<String> {
    let mut queries: Vec<String> = OWN.iter().map(|text| (*text).to_owned()).collect();
    if let Some(folder) = outside("lsqb/cypher") {
        queries.extend((1..=9).map(|query| std::fs::read_to_string(folder.join(format!("q{query}.cypher"))).unwrap()));
    }
    if let Some(folder) = outside("opencypher-tck") {
        // Those that write are refused at their first word.
        let reads =
            |text: &String| !["CREATE", "MERGE", "SET", "DELETE", "REMOVE"].iter().any(|word| text.contains(word));
        queries.extend(
            tck::queries(&folder)
                .into_iter()
                .enumerate()
                .filter(|(n, text)| n % 20 == 0 || reads(text))
                .map(|(_, text)| text),
        );
    }
    queries
}

/// Whether a run could take long for a reason: a long list, or a product of many nodes.
fn is_large(text: &str) -> bool {
    let digits = text.split(|sign: char| !sign.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    let lists = text.to_lowercase().contains("range") && digits > 3;
    lists || text.matches("MATCH").count() + text.matches("),").count() > 6
}

/// What became of the texts.
#[derive(Debug, Default)]
struct Tally {
    refused: usize,
    failed: usize,
    answered: usize,
    with_rows: usize,
    not_run: usize,
}

/// Checks that an error is at a place within the text.
fn check_place(error: &chancery::Error, text: &str) {
    let Some(place) = error.position() else { panic!("no place: {error}") };
    let (line, column) = (place.line as usize, place.column as usize);
    let lines: Vec<&str> = text.split('\n').collect();
    assert!((1..=lines.len()).contains(&line), "{error}");
    assert!((1..=lines[line - 1].chars().count() + 1).contains(&column), "{error}");
}

fn try_text(view: &View<'_>, text: &str, tally: &mut Tally) {
    let statement = match view.cypher(text) {
        Ok(statement) => statement.with("p", 1).with("props", "a"),
        Err(error) => {
            check_place(&error, text);
            tally.refused += 1;
            return;
        }
    };
    if is_large(text) {
        tally.not_run += 1;
        return;
    }
    match statement.rows() {
        Ok(rows) => {
            tally.answered += 1;
            tally.with_rows += usize::from(!rows.is_empty());
            assert_eq!(rows.to_string().is_empty(), rows.is_empty());
            let again = statement.rows().unwrap();
            assert_eq!(again.to_string(), rows.to_string(), "the same rows each time");
            assert!(statement.explain().is_ok());
        }
        // The number of rows has no place.
        Err(error) if error.kind() == ErrorKind::Full => tally.failed += 1,
        Err(error) => {
            check_place(&error, text);
            tally.failed += 1;
        }
    }
}

#[test]
fn broken_queries_are_answered_or_refused_at_their_place() {
    let kg = graph();
    let (view, queries) = (kg.view(), queries());
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut dice = Dice(1991);
    let (mut tally, mut faults) = (Tally::default(), Vec::new());
    let mut slowest = (Duration::ZERO, String::new());
    for number in 0..TEXTS {
        // A text of the kit, or one of this vocabulary.
        let of = if number % 2 == 0 { dice.next(OWN.len()) } else { dice.next(queries.len()) };
        let text = mutated(&queries[of], &queries, &words, &mut dice);
        let began = Instant::now();
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| try_text(&view, &text, &mut tally))) {
            let why = panic.downcast_ref::<String>().cloned();
            faults.push(format!("{}\n  {text:?}", why.unwrap_or_else(|| "it panics".to_owned())));
        }
        slowest = slowest.max((began.elapsed(), text));
    }
    println!("{tally:?} of {}; {:?} for {:?}", queries.len(), slowest.0, slowest.1);
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.iter().take(40).cloned().collect::<Vec<_>>().join("\n")
    );
    assert!(tally.with_rows > TEXTS / 12 && tally.failed > TEXTS / 100, "{tally:?}");
    assert!(tally.not_run < TEXTS / 20, "{tally:?}");
}
