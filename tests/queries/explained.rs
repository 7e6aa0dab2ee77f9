//! Guards what a query says of itself: each kind of step in words, and answers as text. Somebody reads these to see why
//! a query is slow, or what an answer rests on; a step that is described wrongly misleads them.

use chancery::{
    Allen, Any, KnowledgeGraph, Query, Span, Truth, date,
    diplomacy::{
        self, AccreditedTo, AmbassadorOf, Born, Highlighted, Hosts, LocatedIn, Meeting, Met, OnBehalfOf, Person, Place,
        State, TookPartIn, Visits,
    },
    fact,
    model::Modality,
    query::{Cell, Compare, maybe},
    schema::Date,
};

fn graph() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    for name in ["Ann", "Ben", "Cid"] {
        kg.add(Person, name).unwrap();
    }
    for name in ["Oman", "Mali", "Peru"] {
        kg.add(State, name).unwrap();
    }
    kg.add(Meeting, "Talks").unwrap();
    let visit = kg.assert(fact("ann", Visits, "oman").on("2026-02-10")).unwrap();
    kg.assert(fact("ann", AmbassadorOf, "mali").with(AccreditedTo, "oman")).unwrap();
    kg.assert(fact("ann", Highlighted, visit)).unwrap();
    kg.assert(fact("ben", Visits, "mali").planned()).unwrap();
    // So many that a role is the shorter way to one of them.
    for _ in 0..20 {
        kg.assert(fact("cid", AmbassadorOf, "peru").with(AccreditedTo, "peru")).unwrap();
    }
    kg
}

/// The lines that explain a query, without what is expected of rows.
fn lines_of(build: impl FnOnce(&mut Query<'_>)) -> Vec<String> {
    let kg = graph();
    let view = kg.view();
    let mut q = view.query();
    q.allow_product();
    build(&mut q);
    let text = q.explain().unwrap();
    text.lines().map(|line| line.split("; about").next().unwrap().to_owned()).collect()
}

/// Whether these lines are among those that explain a query, each once.
#[track_caller]
fn explains(build: impl FnOnce(&mut Query<'_>), wanted: &[&str]) {
    let lines = lines_of(build);
    for wanted in wanted {
        // Steps are numbered, and which comes first is the plan's to say.
        let found = lines.iter().filter(|line| {
            line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim_start() == *wanted
        });
        assert_eq!(found.count(), 1, "{wanted}\n{lines:#?}");
    }
}

#[test]
fn each_access_to_facts_is_explained() {
    explains(
        |q| {
            let (who, home) = (q.named("envoy", Person), q.named("home", State));
            let post = q.fact(who, AmbassadorOf, home);
            q.role(post, AccreditedTo, home);
        },
        &["every fact of ambassador-of gives envoy and home", "the accredited-to of ambassador-of is home"],
    );
    explains(
        |q| {
            let (who, host) = (q.var(Person), q.named("host", State));
            let post = q.fact(who, AmbassadorOf, "mali");
            q.role(post, AccreditedTo, host);
        },
        &["every fact of ambassador-of to Mali gives person", "the accredited-to of ambassador-of gives host"],
    );
    explains(
        |q| {
            let host = q.var(State);
            q.fact("ann", Visits, host);
        },
        &["every fact of visits from Ann gives state, if the view has it", "state is tested to be state"],
    );
    explains(
        |q| {
            q.fact("ann", AmbassadorOf, "mali");
            q.any_fact("ann", "oman");
        },
        &[
            "every fact of ambassador-of from Ann to Mali",
            "every fact of any relation from Ann to Oman, if the view has it",
        ],
    );
    // What is named, and no fact is about.
    explains(
        |q| {
            let who = q.var(Any);
            q.fact(who, Born, date("1970"));
        },
        &["every fact of born to something that the graph does not have gives any"],
    );
    // A fact of a pattern as the end of another; and what a node plays.
    explains(
        |q| {
            let (who, host) = (q.var(Person), q.var(State));
            let visit = q.fact(who, Visits, host);
            q.fact("ann", Highlighted, visit);
        },
        &[
            "the fact visits is a fact and gives visits",
            "visits is a fact of visits from person to state, if the view has it",
        ],
    );
    explains(
        |q| {
            q.fact("ben", Met, "ann");
            let (visit, who) = (q.fact("ann", Visits, "oman"), q.var(Any));
            q.differ(who, "mali");
            q.any_fact(who, visit);
        },
        &["visits as a node gives the fact visits", "any is not Mali", "every fact of met from Ben to Ann"],
    );
    explains(
        |q| {
            let (who, home) = (q.named("envoy", Person), q.named("home", State));
            let post = q.fact(who, AmbassadorOf, home);
            q.role(post, AccreditedTo, "oman");
        },
        &[
            "what has Oman as accredited-to gives ambassador-of",
            "ambassador-of is a fact of ambassador-of from envoy to home",
        ],
    );
}

#[test]
fn chains_and_entities_are_explained() {
    explains(
        |q| {
            let (place, region) = (q.var(Place), q.named("region", Place));
            q.reach(place, LocatedIn, 1.., "oman");
            q.entity(region);
        },
        &[
            "what leads to Oman by a chain of located-in gives place (at least 1)",
            "every entity gives region",
            "region is tested to be place",
        ],
    );
    explains(
        |q| {
            let envoy = q.named("envoy", Person);
            q.fact(envoy, AmbassadorOf, "mali");
            q.entity(envoy);
        },
        &["envoy is an entity of the view"],
    );
    explains(
        |q| {
            let place = q.var(Place);
            q.reach("oman", LocatedIn, 0..=2, place);
            q.reach("oman", LocatedIn, 2..=4, place);
        },
        &[
            "what Oman leads to by a chain of located-in gives place (0 to 2)",
            "what Oman leads to by a chain of located-in is place (2 to 4)",
        ],
    );
    explains(
        |q| {
            let (a, b) = (q.named("a", Place), q.named("b", Place));
            q.reach(a, LocatedIn, 1.., b);
        },
        &["every chain of located-in gives a and b (at least 1)"],
    );
}

#[test]
fn conditions_are_explained() {
    explains(
        |q| {
            let (one, other) = (q.named("one", Date), q.named("other", Date));
            let (first, second) = (q.fact("ann", Born, one), q.fact("ben", Born, other));
            q.distinct_facts();
            q.compare(one, Compare::Less, other);
            q.compare(one, Compare::AtMost, date("1970"));
            q.compare(one, Compare::Greater, date("1971"));
            q.compare(one, Compare::AtLeast, "1972");
            q.holds_on(first, date("2020-02"));
            q.holds_during(first, Span::from(date("2021")));
            q.stands(first, Allen::Before, second);
            q.begins_after(second, first, -1..=7);
        },
        &[
            "one is less than other",
            "one is at most 1970",
            "one is greater than 1971",
            "one is at least 1972",
            "born holds on 2020-02",
            "born holds during 2021-01-01/2021-12-31",
            "born is one of {before} to born 2",
            "born 2 begins -1 to 7 days after born",
            "born 2 is none of born",
        ],
    );
    explains(
        |q| {
            q.fact("oman", "recognized-in-1991", "mali");
        },
        &["recognized is within 1991"],
    );
}

#[test]
fn joins_by_time_are_explained() {
    explains(
        |q| {
            let (guest, host) = (q.named("guest", Person), q.named("host", State));
            let (first, second) = (q.fact(guest, Visits, host), q.fact("ben", Visits, host));
            q.begins_after(first, second, 0..=7);
        },
        &[
            "every fact of visits to host gives guest, by its time and that of visits 2, if the view has it",
            "visits begins 0 to 7 days after visits 2",
        ],
    );
}

#[test]
fn inner_parts_are_explained() {
    let lines = lines_of(|q| {
        let (guest, host, talks) = (q.named("guest", Person), q.named("host", State), q.var(Meeting));
        q.entity(guest);
        q.not(|q| {
            q.fact(guest, Met, "ben");
        });
        q.optional(|q| {
            q.fact(host, Hosts, talks);
            q.fact(guest, TookPartIn, talks);
        });
        q.either(|q| {
            q.fact(guest, Visits, "oman");
        })
        .or(|q| {
            q.fact(guest, Visits, "mali");
        });
    });
    let within: Vec<_> = lines.iter().filter(|line| line.starts_with("   ")).map(String::as_str).collect();
    for line in ["   1. every fact of met from guest to Ben", "   or"] {
        assert!(within.contains(&line), "{lines:#?}");
    }
    let either = lines.iter().position(|line| line.ends_with(". either")).unwrap();
    let between: Vec<_> =
        lines[either..].iter().enumerate().filter(|(_, line)| *line == "   or").map(|(n, _)| n).collect();
    assert!(between.len() == 1 && between[0] > 1, "{lines:#?}");
    for line in ["unless", "with, if there is", "either"] {
        assert_eq!(lines.iter().filter(|found| found.ends_with(&format!(". {line}"))).count(), 1, "{lines:#?}");
    }
    assert!(within.iter().any(|line| line.starts_with("   2. ")), "{lines:#?}");
}

#[test]
fn rows_that_are_expected_are_counted_in_words() {
    let mut kg = graph();
    let count = |kg: &KnowledgeGraph| {
        let view = kg.view();
        let mut q = view.query();
        let talks = q.var(Meeting);
        q.fact("oman", Hosts, talks);
        q.explain().unwrap().lines().next().unwrap().rsplit("; ").next().unwrap().to_owned()
    };
    kg.assert(fact("oman", Hosts, "talks")).unwrap();
    assert_eq!(count(&kg), "about 1 row");
    kg.assert(fact("oman", Hosts, "talks")).unwrap();
    assert_eq!(count(&kg), "about 2 rows");
}

#[test]
fn answers_print_as_text() {
    let kg = graph();
    let view = kg.view().with_modalities(Modality::ALL);
    let mut q = view.query();
    let (guest, host, post) = (q.var(Person), q.var(State), q.var(State));
    let visit = q.fact(guest, Visits, host);
    q.optional(|q| {
        q.fact(guest, AmbassadorOf, post);
    });
    let rows = q.select((guest, visit, maybe(post))).rows().unwrap();
    assert_eq!(
        rows.to_string(),
        "certainly: Ann, ann visits oman on 2026-02-10, Mali\npossibly: Ben, ben visits mali planned, -\n"
    );
    assert_eq!(rows.possible().map(|row| row.values().0.any()).collect::<Vec<_>>(), [kg.entity("ben").unwrap()]);
    let cells: Vec<_> = rows.iter().next().unwrap().cells().collect();
    assert!(matches!(cells[..], [Cell::Node(_), Cell::Fact(_), Cell::Node(_)]), "{cells:?}");
    assert_eq!(rows.count().to_string(), "1 certain, 1 possible");
    let groups = q.select(host).groups().unwrap();
    assert_eq!(groups.to_string(), "Oman: 1 certain, 0 possible\nMali: 0 certain, 1 possible\n");
    assert!(!rows.is_empty() && !groups.is_empty() && rows.len() == 2 && groups.len() == 2);
}

#[test]
fn what_is_denied_is_counted_apart() {
    let mut kg = graph();
    kg.assert(fact("ben", Met, "ann").denied()).unwrap();
    let view = kg.view().with_modalities(Modality::ALL);
    let mut q = view.query();
    let (one, other) = (q.var(Person), q.var(Person));
    q.fact(one, Met, other);
    let rows = q.select((one, other)).rows().unwrap();
    assert_eq!(rows.to_string(), "denied: Ann, Ben\ndenied: Ben, Ann\n");
    assert_eq!(rows.count().to_string(), "0 certain, 0 possible, 2 denied");
    assert_eq!(q.ask().unwrap(), Truth::No);
    let view = kg.view();
    let mut q = view.query();
    let (one, other) = (q.var(Person), q.var(Person));
    q.fact(one, Met, other);
    let rows = q.select((one, other)).rows().unwrap();
    assert!(rows.is_empty() && q.select(one).groups().unwrap().is_empty() && rows.to_string().is_empty());
}

/// A role that one player has in very many facts is not a way to find few of them.
#[test]
fn a_popular_player_is_not_where_a_search_begins() {
    let mut kg = KnowledgeGraph::new(diplomacy::schema());
    let states: Vec<_> = (0..50).map(|n| kg.add(State, format!("State {n}")).unwrap()).collect();
    for (n, state) in states.iter().cycle().take(500).enumerate() {
        for (post, of) in [("a", states[0]), ("b", states[1])] {
            let guest = kg.add(Person, format!("{post} {n}")).unwrap();
            kg.assert(fact(guest, Visits, *state).with(OnBehalfOf, of)).unwrap();
        }
    }
    let view = kg.view();
    let mut q = view.query();
    let (one, other, place) = (q.named("one", Person), q.named("other", Person), q.named("place", State));
    let visit = q.fact(one, Visits, place);
    let another = q.fact(other, Visits, place);
    q.role(visit, OnBehalfOf, states[0]);
    q.role(another, OnBehalfOf, states[1]);
    assert_eq!(q.count().unwrap().total(), 50 * 10 * 10);
    let plan = q.explain().unwrap();
    // The second visit is found among the twenty at the place of the first, not among the five hundred for the other
    // state.
    assert!(plan.contains("every fact of visits to place gives"), "{plan}");
}
