//! Many facts at once: a bulk load, and tables of delimited text.
//!
//! What is loaded must be what the same calls give one after the other, to the byte of the archive, whatever was there
//! before; a load that fails must leave nothing; and the place of a wrong cell must be reported.
#![expect(clippy::format_push_string, clippy::single_match_else, reason = "as a slow twin is written")]

use std::ops::ControlFlow;

use chancery::{
    Error, ErrorKind, KnowledgeGraph, Source,
    dossier::Archive,
    fact,
    io::{
        Column,
        csv::{BadRows, Delimiter, Entities, Loader},
    },
    model::Modality,
};
use proptest::prelude::*;

mod words {
    use chancery::schema::Number;
    chancery::vocabulary! {
        name: "load";
        kinds {
            Actor "actor";
            State "state": Actor;
        }
        relations {
            event Visits "visits": Actor => State { optional With: Actor } [inverse = "visited-by"];
            event Met "met": Actor => Actor [symmetric];
            state Governs "governs": Actor => State;
            event Counted "counted": Actor => Number;
        }
        roles { With "with"; }
    }
}

/// One row as numbers; what they become is said by `apply`.
type Row = (u8, u8, u8, u16, u8);

fn graph() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(words::schema());
    kg.add_source(Source::new("wire")).unwrap();
    for n in 0..6 {
        kg.add("state", format!("State {n}")).unwrap();
    }
    kg
}

fn record(kg: &mut KnowledgeGraph, rows: &[Row]) -> Result<(), Error> {
    rows.iter().try_for_each(|row| kg.assert(draft(*row)?).map(drop))
}

fn draft((what, from, to, day, more): Row) -> Result<chancery::Draft<&'static str>, Error> {
    let (from, to) = (format!("state-{}", from % 6), format!("state-{}", to % 6));
    let date = chancery::Day::from_epoch_days(16_000 + i64::from(day % 400))?;
    let mut draft = match what % 5 {
        0 | 1 => fact(from, "visits", to).on(date),
        2 => fact(from, "met", to).on(date),
        3 => fact(from, "governs", to).since(date),
        _ => fact(from, "counted", day.to_string()).on(date),
    };
    if more % 7 == 0 {
        draft = draft.planned();
    }
    if more % 5 == 0 && what % 5 < 2 {
        draft = draft.with("with", format!("state-{}", more % 6));
    }
    if more % 11 == 0 {
        draft = draft.source("wire");
    }
    if more == 255 {
        draft = draft.key(format!("key-{what}-{day}"));
    }
    Ok(draft)
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(any::<Row>(), 0..400)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_load_equals_one_call_after_the_other(before in rows(), loaded in rows(), after in rows()) {
        let mut one_by_one = graph();
        let mut bulk = graph();
        // A key that comes twice is an error, in both.
        let keys_are_once = |rows: &[&Vec<Row>]| {
            let mut keys: Vec<_> = rows.iter().flat_map(|r| r.iter()).filter(|r| r.4 == 255).map(|r| (r.0, r.3)).collect();
            keys.sort_unstable();
            keys.windows(2).all(|two| two[0] != two[1])
        };
        prop_assume!(keys_are_once(&[&before, &loaded, &after]));
        record(&mut one_by_one, &before).unwrap();
        record(&mut bulk, &before).unwrap();
        let merged = |kg: &mut KnowledgeGraph| kg.merge("state-5", "state-4", "one and the same").map(drop);
        merged(&mut one_by_one).unwrap();
        merged(&mut bulk).unwrap();

        record(&mut one_by_one, &loaded).unwrap();
        bulk.bulk(|bulk| loaded.iter().try_for_each(|row| bulk.assert(draft(*row)?).map(drop))).unwrap();
        prop_assert_eq!(bulk.validate(), Ok(()));
        prop_assert_eq!(Archive::of(&bulk), Archive::of(&one_by_one));
        record(&mut one_by_one, &after).unwrap();
        record(&mut bulk, &after).unwrap();
        prop_assert_eq!(bulk.validate(), Ok(()));
        prop_assert_eq!(Archive::of(&bulk), Archive::of(&one_by_one));
    }

    #[test]
    fn a_load_that_fails_leaves_nothing(before in rows(), loaded in rows(), at in 0usize..400) {
        let mut kg = graph();
        let mut once = before;
        for row in &mut once {
            row.4 %= 250;
        }
        record(&mut kg, &once).unwrap();
        let archive = Archive::of(&kg);
        let done = kg.bulk(|bulk| {
            for (n, row) in loaded.iter().enumerate() {
                if n == at {
                    bulk.add("state", "One more")?;
                    bulk.assert(fact("one-more", "met", "nobody"))?;
                }
                bulk.assert(draft((row.0, row.1, row.2, row.3, row.4 % 250))?)?;
            }
            Err::<(), _>(Error::new(ErrorKind::NoChange, "enough"))
        });
        prop_assert!(done.is_err());
        prop_assert_eq!(kg.validate(), Ok(()));
        prop_assert_eq!(Archive::of(&kg), archive);
    }

    #[test]
    fn a_table_equals_its_rows(rows in prop::collection::vec((0u8..9, 0u8..3, 0u8..9, 0u16..365, any::<bool>()), 0..120)) {
        let name = |n: u8| ["Côte d'Ivoire", "COTE D'IVOIRE", "Iran", "iran", "A \"B\"", "Ё", "x, y", "Z", "Z  "][usize::from(n)];
        let relation = |n: u8| ["visits", "met", "visited-by"][usize::from(n)];
        let date = |n: u16| chancery::Day::from_epoch_days(16_071 + i64::from(n)).unwrap();
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let mut text = String::from("day,from,what,to,how\r\n");
        let mut expected = KnowledgeGraph::new(words::schema());
        for (from, what, to, day, planned) in &rows {
            let how = if *planned { "planned" } else { "" };
            text += &format!("{},{},{},{},{how}\r\n", date(*day), quoted(name(*from)), relation(*what), quoted(name(*to)));
            let mut state = |name: &str| match expected.entities_named_exactly(name)[..] {
                [known] => known,
                _ => {
                    let own = chancery::model::slug(name).unwrap();
                    let free = |n: &usize| expected.get_entity(&if *n < 2 { own.clone() } else { format!("{own}-{n}") }).is_none();
                    let n = (1..100).find(free).unwrap();
                    let key = if n < 2 { own.clone() } else { format!("{own}-{n}") };
                    expected.add("state", chancery::entity(name).key(key)).unwrap()
                }
            };
            let (from, to) = (state(name(*from)), state(name(*to)));
            let modality = if *planned { Modality::Planned } else { Modality::Actual };
            let draft = fact(from, relation(*what), to).on(date(*day));
            let draft = if *planned { draft.modality(modality) } else { draft };
            expected.assert(draft).unwrap();
        }
        let mut kg = KnowledgeGraph::new(words::schema());
        let columns = [("from", Column::Subject), ("what", Column::Relation), ("to", Column::Object), ("day", Column::On), ("how", Column::Modality)];
        let table = columns.into_iter().fold(Loader::new().header(), |table, (name, column)| table.column(name, column));
        let loaded = table.entities(Entities::named().add_as("state")).load(&mut kg, text.as_bytes()).unwrap();
        prop_assert_eq!((loaded.rows, loaded.facts), (rows.len(), rows.len()));
        prop_assert_eq!(kg.validate(), Ok(()));
        prop_assert_eq!(Archive::of(&kg), Archive::of(&expected));
    }
}

/// Few facts onto many are put into the lists one by one, also into the order of days of a relation that has many.
#[test]
fn few_facts_are_loaded_onto_many() {
    // No group of one state is long, so that only the relation has its facts in the order of days.
    let rows = |from: u16, until: u16| -> Vec<Row> {
        (from..until).map(|n| (0, u8::try_from(n % 6).unwrap(), u8::try_from(n / 6 % 6).unwrap(), n % 400, 0)).collect()
    };
    // With the first load, the relation becomes large; before the second, it is.
    for before in [250, 390] {
        let (mut kg, mut single) = (graph(), graph());
        record(&mut kg, &rows(0, before)).unwrap();
        kg.bulk(|bulk| rows(before, before + 10).into_iter().try_for_each(|row| bulk.assert(draft(row)?).map(drop)))
            .unwrap();
        assert_eq!(kg.violations(), []);
        record(&mut single, &rows(0, before + 10)).unwrap();
        for day in 0..i64::from(before) + 10 {
            let date = chancery::Day::from_epoch_days(16_000 + day).unwrap();
            let found = |kg: &KnowledgeGraph| -> Vec<u32> {
                kg.view().on(date).unwrap().facts("visits").iter().unwrap().map(|fact| fact.id().index()).collect()
            };
            assert_eq!((found(&kg), found(&kg).len()), (found(&single), 1), "on {date}");
        }
    }
}

#[test]
fn a_panic_in_the_calls_leaves_each_done_whole() {
    let mut kg = graph();
    let rows: Vec<Row> = (0..300).map(|n| (0, 1, 2, n, 1)).collect();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        kg.bulk(|bulk| {
            rows.iter().try_for_each(|row| bulk.assert(draft(*row)?).map(drop))?;
            assert_eq!(bulk.fact_count(), 0, "a panic of the caller's");
            Ok::<(), Error>(())
        })
    }));
    assert!(panicked.is_err());
    assert_eq!((kg.fact_count(), kg.validate()), (300, Ok(())));
}

#[test]
fn a_panic_in_the_drafts_leaves_none_recorded() {
    let mut kg = graph();
    kg.assert(draft((0, 1, 2, 0, 1)).unwrap()).unwrap();
    let before = Archive::of(&kg);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let drafts = (0..300).map(|n| {
            assert!(n < 299, "a panic of the caller's");
            draft((0, 1, 2, n, 1)).unwrap()
        });
        kg.assert_all(drafts)
    }));
    assert!(panicked.is_err());
    assert_eq!((kg.fact_count(), kg.validate()), (1, Ok(())));
    assert_eq!(Archive::of(&kg), before);
}

fn people<'p>() -> Loader<'p> {
    let columns = [Column::Subject, Column::Relation, Column::Object, Column::On];
    Loader::new().delimiter(Delimiter::Tab).unquoted().columns(columns).entities(Entities::named().add_as("state"))
}

#[test]
fn a_wrong_cell_is_reported_with_its_place_and_nothing_is_loaded() {
    let cases = [
        ("A\tmet\tB\t2014-13-01\n", "line 1, column 9: on: ", ErrorKind::InvalidDate),
        ("A\tmet\tB\t2014\n\nÄ\tmett\tB\t2014\n", "line 3, column 3: relation: ", ErrorKind::UnknownRelation),
        ("A\tmet\tB\n", "line 1, column 8: the row has 3 cells; expected 4", ErrorKind::Syntax),
        ("A\tmet\tB\t2014\t\n", "line 1, column 14: the row has 5 cells; expected 4", ErrorKind::Syntax),
        ("A\tmet\t\t2014\n", "line 1, column 7: object: the cell is empty", ErrorKind::Syntax),
        ("?!\tmet\tB\t2014\n", "line 1, column 1: subject: the name `?!` suggests no key", ErrorKind::InvalidKey),
        ("A\tgoverns\tB\t2014\n", "line 1, column 13: governs: it holds over a span", ErrorKind::WrongTime),
        ("A\tcounted\tmany\t2014\n", "line 1, column 11: object of counted: ", ErrorKind::InvalidValue),
    ];
    for (text, words, kind) in cases {
        let mut kg = KnowledgeGraph::new(words::schema());
        let rejected = people().load(&mut kg, text.as_bytes()).unwrap_err();
        assert!(rejected.to_string().starts_with(words), "{rejected}");
        assert_eq!(Error::from(rejected).kind(), kind);
        assert_eq!((kg.fact_count(), kg.node_count(), kg.validate()), (0, 0, Ok(())));
    }
}

#[test]
fn bad_rows_stop_are_collected_or_are_left_out() {
    let text = "A\tmet\tB\t2014\nC\tmet\tD\tx\nE\tmett\tF\t2014\nA\tvisits\tE\t2014-05-01\n";
    let mut kg = KnowledgeGraph::new(words::schema());
    assert_eq!(people().load(&mut kg, text.as_bytes()).unwrap_err().faults().count(), 1);
    let all = people().bad_rows(BadRows::Collect).load(&mut kg, text.as_bytes()).unwrap_err();
    let lines: Vec<_> = all.faults().map(|fault| fault.position().unwrap().line).collect();
    assert_eq!(lines, [2, 3]);
    assert!(all.to_string().ends_with("; and 1 more"));
    assert_eq!(kg.node_count(), 0);
    let loaded = people().bad_rows(BadRows::Skip).load(&mut kg, text.as_bytes()).unwrap();
    // Of a bad row nothing stays: C and D came with one.
    assert_eq!((loaded.rows, loaded.facts, loaded.entities, loaded.skipped.len()), (4, 2, 3, 2));
    assert!(kg.get_entity("c").is_none() && kg.get_entity("e").is_some());
    assert_eq!(kg.validate(), Ok(()));
}

#[test]
fn a_load_tells_how_far_it_is_and_can_be_broken_off() {
    let mut kg = KnowledgeGraph::new(words::schema());
    let text = "A\tmet\tB\t2014\n".repeat(25);
    let mut found = Vec::new();
    let stopped = people()
        .progress(10, |progress| {
            found.push(progress.rows);
            if progress.rows < 20 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })
        .load(&mut kg, text.as_bytes());
    assert_eq!(Error::from(stopped.unwrap_err()).kind(), ErrorKind::Interrupted);
    assert_eq!((found, kg.fact_count()), (vec![10, 20], 0));
}

#[test]
fn the_columns_must_say_what_a_fact_needs() {
    let mut kg = KnowledgeGraph::new(words::schema());
    let wrong = [
        (Loader::new().columns([Column::Subject, Column::Object]), "expected the relation"),
        (Loader::new().columns([Column::Subject, Column::Relation]), "no column is the object"),
        (Loader::new().columns([Column::Subject, Column::Subject]), "two columns are the subject"),
        (Loader::new().column("a", Column::Subject), "has no header; call `header`"),
        (Loader::new().header().relation("met").column("c", Column::Subject), "the header has no column `c`"),
        (Loader::new().header().relation("met").columns([Column::Subject]), "the header has 2 cells; expected 1"),
        (Loader::new().columns([Column::Subject, Column::Claims]), "is the claims of a fact or entity"),
    ];
    for (mut table, words) in wrong {
        let rejected = table.load(&mut kg, &b"a,b\n1,2\n"[..]).unwrap_err();
        assert!(rejected.to_string().contains(words), "{rejected}");
    }
}

#[test]
fn spans_roles_sources_values_and_keys_are_columns_too() {
    let mut kg = graph();
    let text = "id|who|what|whom|from|to|with|said\n\
                v1|state-0|visits|state-1||||wire\n\
                |state-0|governs|state-2|1991|2004||\n\
                |state-0|governs|state-3|1991|||\n\
                |state-2|visits|state-1|||state-3|\n\
                |state-2|counted|12|||||\n";
    let columns = [
        ("id", Column::Key),
        ("who", Column::Subject),
        ("what", Column::Relation),
        ("whom", Column::Object),
        ("from", Column::Start),
        ("to", Column::End),
        ("with", Column::Role("with".into())),
        ("said", Column::Source),
    ];
    let mut table = columns
        .into_iter()
        .fold(Loader::new().delimiter(Delimiter::Bar).unquoted().header(), |table, (name, column)| {
            table.column(name, column)
        });
    let rejected = table.load(&mut kg, text.as_bytes()).unwrap_err();
    assert!(rejected.to_string().contains("line 6"), "a cell too many: {rejected}");
    let text = text.replace("12|||||", "12||||");
    table.load(&mut kg, text.as_bytes()).unwrap();
    let found: Vec<_> = kg.view().all_facts().map(|fact| fact.to_string()).collect();
    assert_eq!(
        found,
        [
            "state-0 visits state-1 key v1 @wire",
            "state-0 governs state-2 between 1991/2004",
            "state-0 governs state-3 since 1991",
            "state-2 visits state-1 with state-3",
            "state-2 counted (number 12)",
        ]
    );
}
