//! Facts, sources and edits at random, with the texts that are hardest to write down.

use chancery::{
    Edit, Entity, Fact, Source,
    model::{Basis, Claim, Confidence, FactName, Modality, Node, Number, Quote, Resolution, Sha256, Stance, Value},
    time::{Bound, PartialDate, When},
};
use proptest::{prelude::*, sample::select};

/// A text that may hold whatever a file uses for itself.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z]{1,8}( [a-z]{1,8}){0,3}",
        1 => select(vec![
            "", " ", "\"", "\\", "say \"so\"", "# no comment", "a\nb", "\r\n", "\t", "\u{0}", "\u{202e}txet", "`", "<>", "@s \"x\"",
            "é\u{301}", "東京", "\u{feff}", "\u{2028}", "“quoted”", "nth 2", "[3..9]", "\\u{e9}", " leading", "trailing ",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

/// A key that a graph takes, words of the notation among them.
pub(crate) fn key() -> impl Strategy<Value = String> {
    let keys = [
        "a",
        "b",
        "on",
        "source",
        "entity",
        "key",
        "1991",
        "2026-02",
        "yes",
        "also",
        "a.b:c/d",
        "हिन्दी",
        "nth",
        "in",
        "_",
        "planned",
    ];
    select(keys.to_vec()).prop_map(str::to_owned)
}

pub(crate) fn date() -> impl Strategy<Value = PartialDate> {
    let dates = [
        "1991",
        "1991?",
        "2026-02",
        "2026-02-10",
        "199X",
        "2004-XX",
        "2001-21",
        "-0044~",
        "Y12000",
        "2004-02-XX%",
        "0000",
    ];
    select(dates.to_vec()).prop_map(|text| text.parse().unwrap())
}

pub(crate) fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        any::<i64>().prop_map(Number::from),
        any::<f64>().prop_filter_map("finite", |float| Number::new(float).ok()),
        select(vec![0.1, 1e300, -1e-300, 9.3e18, 5e-324]).prop_map(|float| Number::new(float).unwrap()),
    ]
}

pub(crate) fn value() -> impl Strategy<Value = Value> {
    let url = select(vec!["https://example.org/?a=b#c", "urn:x:>y", "a:\\b", "mailto:<a>", "x:\"`"]);
    prop_oneof![
        text().prop_map(Value::Text),
        number().prop_map(Value::Number),
        date().prop_map(Value::Date),
        url.prop_map(|url| Value::Url(url.to_owned())),
        any::<bool>().prop_map(Value::YesNo),
    ]
}

pub(crate) fn when() -> impl Strategy<Value = When> {
    let bound = || {
        prop_oneof![
            3 => date().prop_map(Bound::Date),
            1 => date().prop_map(Bound::OnOrBefore),
            1 => date().prop_map(Bound::OnOrAfter),
            1 => Just(Bound::Unknown),
            1 => Just(Bound::Open),
        ]
    };
    prop_oneof![
        2 => Just(When::UNSTATED),
        2 => date().prop_map(When::on),
        1 => date().prop_map(When::as_of),
        1 => date().prop_map(When::on_or_before),
        1 => date().prop_map(When::on_or_after),
        1 => (date(), date()).prop_filter_map("a range", |(first, last)| When::on_one_of(first, last).ok()),
        2 => (bound(), bound()).prop_filter_map("a span", |(start, end)| When::between(start, end).ok()),
    ]
}

pub(crate) fn modality() -> impl Strategy<Value = Modality> {
    select(Modality::ALL.to_vec())
}

pub(crate) fn place() -> impl Strategy<Value = String> {
    (0usize..12).prop_map(|place| format!("#{place}"))
}

/// Any words, ranges, hashes and ordinals, whether they go together or not.
pub(crate) fn quote() -> impl Strategy<Value = Quote> {
    let hash = prop::option::of(text().prop_map(|text| Sha256::of(&text)));
    let range = prop::option::of(any::<(u32, u32)>());
    (prop::option::of(text()), range, hash, prop::option::of(any::<u32>())).prop_map(|(words, range, sha256, nth)| {
        let mut quote = Quote::default();
        (quote.words, quote.range, quote.sha256, quote.nth) = (words, range, sha256, nth);
        quote
    })
}

pub(crate) fn claim(
    source: impl Strategy<Value = String>,
    speaker: impl Strategy<Value = String>,
    quote: impl Strategy<Value = Quote>,
) -> impl Strategy<Value = Claim> {
    let basis = prop_oneof![2 => Just(Basis::Stated), 1 => text().prop_map(Basis::Inferred)];
    let confidence = prop::option::of((0.0..1.0f64).prop_map(|number| Confidence::new(1.0 - number).unwrap()));
    let stance = select(vec![Stance::Supports, Stance::Supports, Stance::Disputes]);
    (source, prop::option::of(speaker), basis, confidence, stance, prop::option::of(quote)).prop_map(
        |(source, speaker, basis, confidence, stance, quote)| {
            let mut claim = Claim::new(source);
            claim.said_by = speaker;
            claim.basis = basis;
            claim.confidence = confidence;
            claim.stance = stance;
            claim.quote = quote;
            claim
        },
    )
}

/// Any key at all, also one that no graph takes.
fn wild_key() -> impl Strategy<Value = String> {
    prop_oneof![2 => key(), 1 => text()]
}

pub(crate) fn wild_node() -> impl Strategy<Value = Node> {
    let name = prop_oneof![wild_key(), place(), Just("#".to_owned()), Just("3".to_owned()), Just("#x".to_owned())];
    prop_oneof![
        2 => wild_key().prop_map(Node::Entity),
        1 => name.prop_map(|fact| Node::Fact(FactName { fact })),
        1 => value().prop_map(Node::Value),
    ]
}

/// Any fact that can be made, whether a graph would take it or not.
pub(crate) fn wild_fact() -> impl Strategy<Value = Fact> {
    let relation = prop_oneof![
        2 => select(vec!["visits", "recognized-in-1991?", "founded-in-2026-02", "took-part-in-in-199X", "-in-1991", "located-in", "on", "entity"])
            .prop_map(str::to_owned),
        1 => text(),
    ];
    let roles = prop::collection::vec((wild_key(), wild_node()), 0..3);
    let claims = prop::collection::vec(claim(wild_key(), wild_key(), quote()), 0..3);
    (wild_node(), relation, wild_node(), roles, when(), modality(), prop::option::of(wild_key()), claims).prop_map(
        |(subject, relation, object, roles, when, modality, key, claims)| {
            let mut fact = Fact::new("", relation, "");
            (fact.subject, fact.object, fact.when, fact.modality) = (subject, object, when, modality);
            (fact.key, fact.claims) = (key, claims);
            fact.roles.extend(roles);
            fact
        },
    )
}

pub(crate) const TEXT: &str = "one two two “two”\né # @two";

/// Something to do to a graph that has the sources `s`, with [`TEXT`], and `t`, without. Much of it is refused.
pub(crate) fn edit(relations: Vec<&'static str>, roles: Vec<&'static str>) -> impl Strategy<Value = Edit> {
    let node = || {
        prop_oneof![
            5 => key().prop_map(Node::Entity),
            2 => place().prop_map(|fact| Node::Fact(FactName { fact })),
            1 => key().prop_map(|fact| Node::Fact(FactName { fact })),
            3 => value().prop_map(Node::Value),
        ]
    };
    let near = select(vec![
        ("two", Some(1)),
        ("two", Some(2)),
        ("two", Some(3)),
        ("one", None),
        ("é # @", None),
        ("”\n", None),
    ])
    .prop_map(|(words, nth)| nth.map_or(Quote::new(words), |nth| Quote::new(words).nth(nth)));
    let far = prop_oneof![
        text().prop_map(Quote::new),
        text().prop_map(|words| {
            let length = u32::try_from(words.chars().count()).unwrap();
            Quote::new(words).at(7..7 + length)
        }),
        (0u32..9).prop_map(|start| Quote::hashed(start..9, Sha256::of("x"))),
    ];
    let claim = || {
        prop_oneof![
            claim(Just("s".to_owned()), key(), near.clone()),
            claim(select(vec!["t", "u"]).prop_map(str::to_owned), key(), far.clone())
        ]
    };
    // Where a role has one player, a fact with two is refused.
    let players = prop_oneof![2 => prop::collection::vec(node(), 1..2), 1 => prop::collection::vec(node(), 2..4)];
    let ends = (node(), select(relations), node(), prop::option::of((select(roles), players)));
    let rest = (when(), modality(), prop::option::weighted(0.3, key()), prop::collection::vec(claim(), 0..3));
    let fact = (ends, rest).prop_map(|((subject, relation, object, roles), (when, modality, key, claims))| {
        let mut fact = Fact::new("", relation, "");
        (fact.subject, fact.object, fact.when, fact.modality) = (subject, object, when, modality);
        (fact.key, fact.claims) = (key, claims);
        if let Some((role, players)) = roles {
            fact.roles.extend(players.into_iter().map(|player| (role.to_owned(), player)));
        }
        Edit::Assert(fact)
    });
    let alias = (key(), text(), prop::option::of(text())).prop_map(|(entity, name, language)| {
        let mut fact = Fact::new(entity, "also-known-as", "");
        fact.object = Node::Value(Value::Text(name));
        fact.roles.extend(language.map(|language| ("language".to_owned(), Node::Value(Value::Text(language)))));
        Edit::Assert(fact)
    });
    let kinds = select(vec!["person", "state", "event", "organization"]);
    let entity = (key(), kinds, text()).prop_map(|(key, kind, name)| Edit::AddEntity(Entity::new(key, kind, name)));
    let source = (key(), text(), prop::option::of(date()), prop::option::of(key()), prop::option::of(text())).prop_map(
        |(key, title, published, base, text)| {
            let mut source = Source::new(key).title(title);
            (source.published, source.derives_from, source.text) = (published, base, text);
            Edit::AddSource(source)
        },
    );
    let resolve = (place(), select(Resolution::ALL.to_vec()), place());
    prop_oneof![
        16 => fact,
        6 => entity,
        4 => alias,
        2 => source,
        2 => (place(), text()).prop_map(|(fact, why)| Edit::Retract { fact, why }),
        2 => resolve.prop_map(|(fact, resolution, by)| Edit::Resolve { fact, resolution, by }),
        2 => (place(), claim()).prop_map(|(fact, claim)| Edit::Claim { fact, claim }),
        1 => (key(), key(), text()).prop_map(|(entity, into, why)| Edit::Merge { entity, into, why }),
        1 => (key(), key(), text()).prop_map(|(entity, from, why)| Edit::KeepApart { entity, from, why }),
    ]
}

/// A fact whose object and player are of the type that their relation and role take.
pub(crate) fn typed_fact() -> impl Strategy<Value = Edit> {
    let typed =
        |name: &'static str, value: BoxedStrategy<Value>| value.prop_map(move |value| (name, Node::Value(value)));
    let numbers = || number().prop_map(Value::Number).boxed();
    let dates = || date().prop_map(Value::Date).boxed();
    let urls = || select(vec!["urn:x:>y", "a:\\b"]).prop_map(|url| Value::Url(url.to_owned())).boxed();
    let answers = || any::<bool>().prop_map(Value::YesNo).boxed();
    let object = prop_oneof![
        typed("counts", numbers()),
        typed("dates", dates()),
        typed("links", urls()),
        typed("is-so", answers()),
        typed("says", value().boxed()),
        Just(("recognized", Node::Entity("1991".to_owned()))),
    ];
    let player = prop_oneof![
        typed("amount", numbers()),
        typed("day", dates()),
        typed("link", urls()),
        typed("sure", answers()),
        typed("anything", value().boxed()),
        place().prop_map(|fact| ("statement", Node::Fact(FactName { fact }))),
    ];
    let subject = select(vec!["a", "on", "1991"]);
    (subject, object, prop::option::of(player), when(), modality()).prop_map(
        |(subject, (relation, object), player, when, modality)| {
            let mut fact = Fact::new(subject, relation, "");
            (fact.object, fact.when, fact.modality) = (object, when, modality);
            fact.roles.extend(player.map(|(role, node)| (role.to_owned(), node)));
            Edit::Assert(fact)
        },
    )
}
