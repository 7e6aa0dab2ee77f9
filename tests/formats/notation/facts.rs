//! One fact: `Display` and `FromStr`.

use chancery::{
    ErrorKind, Fact, date,
    model::{Claim, FactName, Node, Quote, Sha256, Value},
    time::When,
};
use proptest::prelude::*;

use crate::any;

fn read(text: &str) -> Fact {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn the_lines_of_the_design_say_what_they_say() {
    let mut visit = Fact::new("tokayev", "visits", "pakistan");
    visit.when = When::on(date("2026-02"));
    visit.modality = chancery::model::Modality::Planned;
    let mut claim = Claim::new("report");
    claim.quote = Some(Quote::new("first official visit"));
    visit.claims.push(claim);
    assert_eq!(read(r#"tokayev visits pakistan on 2026-02 planned @report "first official visit""#), visit);

    let recognized =
        read(r#"pakistan recognized-in-1991? kazakhstan said-by kistafin inferred "…" @report "among the first""#);
    assert_eq!(recognized.when, When::on(date("1991?")));
    assert_eq!(recognized.relation, "recognized-in-1991?");
    assert_eq!(recognized.claims[0].said_by.as_deref(), Some("kistafin"));
}

#[test]
fn each_end_is_told_by_its_marks() {
    for (text, node) in [
        ("pakistan", Node::Entity("pakistan".into())),
        ("1953", Node::Entity("1953".into())),
        ("`on`", Node::Entity("on".into())),
        ("\"on\"", Node::Value(Value::Text("on".into()))),
        ("<urn:x>", Node::Value(Value::Url("urn:x".into()))),
        ("(date 1953)", Node::Value(date("1953").into())),
        ("(number -2.5)", Node::Value(Value::Number("-2.5".parse().unwrap()))),
        ("(yes-no no)", Node::Value(false.into())),
        ("^visit", Node::Fact(FactName { fact: "visit".into() })),
        ("^3", Node::Fact(FactName { fact: "#3".into() })),
    ] {
        assert_eq!(text.parse::<Node>().unwrap(), node);
        assert_eq!(node.to_string(), text);
    }
    for bad in ["on", "a b", "", "(text \"a\")", "(date 1953", "a,", "^", "#visit", "#3", "@a"] {
        assert!(bad.parse::<Node>().is_err(), "{bad}");
    }
}

#[test]
fn the_parts_of_a_line_stand_in_any_order_and_print_in_one() {
    let fact =
        read("a r b key k planned since 2001\n  with c @s \"x\" nth 2\n  disputes confidence 0.5 said-by d @t [3..9]");
    assert_eq!(
        fact.to_string(),
        "a r b with c since 2001 planned key k @s \"x\" nth 2 said-by d confidence 0.5 disputes @t [3..9]"
    );
    assert_eq!(read("a r b actual stated supports @s"), read("a r b @s"));
}

#[test]
fn a_fault_of_a_line_has_its_column() {
    for (text, column, kind) in [
        ("a r b on 2026-13", 10, ErrorKind::InvalidDate),
        ("a r b between 2004/1991", 15, ErrorKind::InvalidSpan),
        ("a r b, on 2026", 5, ErrorKind::InvalidKey),
        ("é r b @s \"x", 10, ErrorKind::Syntax),
        ("a r b confidence 2 @s", 18, ErrorKind::InvalidClaim),
        ("source r b", 1, ErrorKind::Syntax),
        ("a r", 4, ErrorKind::Syntax),
        ("a r b with c with d", 14, ErrorKind::DuplicateRole),
    ] {
        let error = text.parse::<Fact>().unwrap_err();
        assert_eq!(
            (error.position().map(|p| (p.line, p.column)), error.kind()),
            (Some((1, column)), kind),
            "{text}: {error}"
        );
    }
    let error = "a r b\nc r d".parse::<Fact>().unwrap_err();
    assert_eq!(error.position().map(|p| p.line), Some(2));
    assert!("".parse::<Fact>().is_err() && "# a".parse::<Fact>().is_err());
}

#[test]
fn offsets_are_told_only_where_asked_for() {
    let quote = Quote::new("x").at(3..4);
    assert_eq!((quote.to_string(), format!("{quote:#}")), ("\"x\"".to_owned(), "\"x\" [3..4]".to_owned()));
    let hashed = Quote::hashed(3..4, Sha256::of("x"));
    assert_eq!(hashed.to_string(), format!("[3..4 {}]", Sha256::of("x")));
    assert_eq!(hashed.to_string(), format!("{hashed:#}"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_fact_is_read_back(fact in any::wild_fact()) {
        let told = format!("{fact:#}");
        prop_assert!(!told.contains('\n'));
        let again = told.parse::<Fact>();
        prop_assert_eq!(again.as_ref(), Ok(&fact), "{}", told);
        // Without the alternate form, only what can be computed is missing.
        let mut brief = fact;
        for quote in brief.claims.iter_mut().filter_map(|claim| claim.quote.as_mut()) {
            if quote.words.is_some() {
                (quote.range, quote.sha256) = (None, None);
            }
        }
        let told = brief.to_string();
        prop_assert_eq!(told.parse::<Fact>(), Ok(brief), "{}", told);
    }

    #[test]
    fn every_part_is_read_back(claim in any::claim(any::text(), any::text(), any::quote()), node in any::wild_node()) {
        prop_assert_eq!(format!("{claim:#}").parse::<Claim>(), Ok(claim.clone()));
        prop_assert_eq!(node.to_string().parse::<Node>(), Ok(node));
        if let Some(quote) = claim.quote {
            prop_assert_eq!(format!("{quote:#}").parse::<Quote>(), Ok(quote));
        }
    }
}
