//! Code of a caller that panics within a call: a kind of the caller's, a stamp, a function. The call leaves the graph as it
//! was, wherever the panic comes. Guards against a kind or a name that stays of a call that did not end.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
};

use chancery::{
    EntityTerm, Error, ErrorKind, Fact, Id, KnowledgeGraph, Schema, Source, When, date,
    diplomacy::{self, Person},
    dossier::Archive,
    entity, fact,
    model::{Any, Term},
    schema::{KindDef, KindTerm, Range},
    time::{IntoStamp, Stamp},
};

use crate::observe::{observed, refused};

thread_local! {
    /// After how many steps the code of the caller panics.
    static FUSE: Cell<u32> = const { Cell::new(u32::MAX) };
}

/// A step of the code of the caller.
fn step() {
    let left = FUSE.get();
    assert!(left > 0, "a panic of the caller's");
    FUSE.set(left - 1);
}

/// Makes a call whose code panics at its first step, at its second, and so on, until the call comes to its end.
#[track_caller]
fn at_every_step<T>(kg: &mut KnowledgeGraph, least: u32, call: impl Fn(&mut KnowledgeGraph) -> Result<T, Error>) {
    // The history has what the graph does not show, such as entities that are kept apart.
    let all = |kg: &KnowledgeGraph| (observed(kg), Archive::of(kg));
    let before = all(kg);
    for fuse in 0.. {
        FUSE.set(fuse);
        let done = catch_unwind(AssertUnwindSafe(|| call(kg)));
        FUSE.set(u32::MAX);
        if let Ok(done) = done {
            assert!(fuse >= least, "only {fuse} steps");
            assert!(done.is_err() || all(kg) != before, "a call that is taken changes something");
            return;
        }
        assert_eq!(all(kg), before, "a panic at step {fuse}");
    }
}

#[derive(Clone, Copy)]
struct Fragile<T>(T);

impl KindTerm for Fragile<&str> {
    type Kind = Any;
    fn kind_name(&self) -> &str {
        step();
        self.0
    }
    fn range_in(&self, schema: &Schema) -> Result<Range, Error> {
        step();
        self.0.range_in(schema)
    }
}

impl EntityTerm for Fragile<&str> {
    fn entity_term(self) -> Term {
        step();
        Term::Key(self.0.to_owned())
    }
}

impl IntoStamp for Fragile<&str> {
    fn into_stamp(self) -> Result<Stamp, Error> {
        step();
        self.0.into_stamp()
    }
}

impl From<Fragile<&str>> for String {
    fn from(text: Fragile<&str>) -> Self {
        step();
        text.0.to_owned()
    }
}

fn graph() -> KnowledgeGraph {
    let mut kg = KnowledgeGraph::new(diplomacy::schema().open());
    kg.at("2026-01-24").unwrap().by("desk");
    kg.add(Person, "Ann").unwrap();
    kg.add("agent", entity("Bo").key("bo")).unwrap();
    kg.add("agent", entity("Bo").key("bo-3")).unwrap();
    kg.add_source(Source::new("s")).unwrap();
    kg.assert(fact("ann", "knows-of", "bo").on("2026")).unwrap();
    kg
}

#[test]
fn a_kind_of_the_caller_that_panics_leaves_no_kind_and_no_entity() {
    let named = || entity("Ship").alias("The Ship").identifier("imo", "1");
    at_every_step(&mut graph(), 3, |kg| kg.add(Fragile("vessel"), "Ship"));
    at_every_step(&mut graph(), 3, |kg| kg.add(Fragile("vessel"), named()));
    at_every_step(&mut graph(), 3, |kg| kg.add_another(Fragile("vessel"), entity("Ann")));
    at_every_step(&mut graph(), 3, |kg| kg.upsert(Fragile("vessel"), named()));
    at_every_step(&mut graph(), 2, |kg| kg.upsert(Fragile("person"), entity("Bob").key("bo").alias("Bobby")));
    at_every_step(&mut graph(), 2, |kg| kg.bulk(|bulk| bulk.add(Fragile("person"), named())));
    at_every_step(&mut graph(), 2, |kg| kg.narrow(kg.entity("bo")?, Fragile("person")));
    // Of what is refused nothing stays either.
    at_every_step(&mut graph(), 3, |kg| kg.narrow(kg.entity("ann")?, Fragile("vessel")));
    at_every_step(&mut graph(), 3, |kg| kg.upsert(Fragile("vessel"), entity("Ann")));
    at_every_step(&mut graph(), 2, |kg| kg.add(Fragile("number"), "Ship"));
}

#[test]
fn other_code_of_the_caller_that_panics_leaves_nothing() {
    let mut known = Fact::new("ann", "knows-of", "bo");
    known.when = When::on(date("2026"));
    at_every_step(&mut graph(), 1, |kg| {
        kg.add_fact_once(&known, |_| {
            step();
            false
        })
    });
    at_every_step(&mut graph(), 2, |kg| kg.merge(Fragile("bo"), Fragile("bo-3"), "one and the same"));
    at_every_step(&mut graph(), 2, |kg| kg.keep_apart(Fragile("bo"), Fragile("bo-3"), "brothers"));
    at_every_step(&mut graph(), 1, |kg| kg.at(Fragile("2026-01-25")).map(drop));
    at_every_step(&mut graph(), 1, |kg| kg.assert(fact("ann", "knows-of", "bo").key(Fragile("k"))));
    at_every_step(&mut graph(), 1, |kg| kg.add(Person, entity("Cy").alias(Fragile("C"))));
    at_every_step(&mut graph(), 3, |kg| {
        kg.assert_all(["one-of", "two-of", "three-of"].map(Fragile).into_iter().map(|relation| {
            step();
            fact("ann", relation.0, "bo").with("role", "bo")
        }))
    });
}

/// A kind that names the number of another schema.
#[derive(Clone, Copy)]
struct Foreign;

impl KindTerm for Foreign {
    type Kind = Any;
    fn kind_name(&self) -> &'static str {
        "foreign"
    }
    fn range_in(&self, _: &Schema) -> Result<Range, Error> {
        let mut other = Schema::new();
        let kinds = (0..500).map(|n| other.add_kind(KindDef::new(format!("kind-{n}"))));
        Ok(Range::Kind(kinds.last().unwrap()?))
    }
}

#[test]
fn a_kind_of_another_schema_is_refused() {
    let mut kg = graph();
    let ann: Id = kg.entity("ann").unwrap();
    let messages = ["no kind has the number"];
    refused(&mut kg, ErrorKind::UnknownKind, &messages, |kg| kg.add(Foreign, "Ship"));
    refused(&mut kg, ErrorKind::UnknownKind, &messages, |kg| kg.upsert(Foreign, "Ann"));
    refused(&mut kg, ErrorKind::UnknownKind, &messages, |kg| kg.narrow(ann, Foreign));
}
