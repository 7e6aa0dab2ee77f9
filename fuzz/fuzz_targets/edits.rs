//! Any bytes as calls that record, change, undo and forget: nothing panics, every call is made whole or not at all, and
//! the history makes an equal graph.
#![no_main]

use std::sync::LazyLock;

use chancery::{
    Edit, Error, KnowledgeGraph, Schema, Source, diplomacy,
    dossier::Archive,
    model::{Claim, Entity, Fact, Resolution},
};
use libfuzzer_sys::fuzz_target;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| diplomacy::schema().open());

/// Bytes as small numbers.
struct Dice<'d>(std::slice::Iter<'d, u8>);

impl Dice<'_> {
    fn pick(&mut self, below: u8) -> Option<u8> {
        self.0.next().map(|byte| byte % below)
    }

    fn entity(&mut self) -> Option<String> {
        self.pick(6).map(|n| format!("e{n}"))
    }

    /// A fact by its key or by its number, whether or not it is there.
    fn fact(&mut self) -> Option<String> {
        let n = self.pick(12)?;
        Some(if n < 6 { format!("f{n}") } else { format!("#{}", n - 6) })
    }
}

fn edit(dice: &mut Dice<'_>) -> Option<Edit> {
    const RESOLUTIONS: [Resolution; 5] =
        [Resolution::Confirmed, Resolution::Denied, Resolution::Refined, Resolution::Corrected, Resolution::Cancelled];
    let why = String::new();
    Some(match dice.pick(12)? {
        0 | 1 => {
            let kind = ["person", "agent", "state", "thing"][usize::from(dice.pick(4)?)];
            Edit::AddEntity(Entity::new(kind, dice.entity()?, ["Ada", "Bo", "ada"][usize::from(dice.pick(3)?)]))
        }
        2..=5 => {
            let relation = ["met", "visits", "knows", "also-known-as", "part-of"][usize::from(dice.pick(5)?)];
            let when = ["", "on 2026-02", "since 2018", "as-of 2026-01-24"][usize::from(dice.pick(4)?)];
            let (subject, object) = (dice.entity()?, dice.entity()?);
            let object = if relation == "also-known-as" { format!("\"{object}\"") } else { object };
            let planned = if dice.pick(4)? == 0 { " planned" } else { "" };
            let mut fact: Fact = format!("{subject} {relation} {object} {when}{planned} @s").parse().ok()?;
            fact.key = (dice.pick(2)? == 0).then(|| format!("f{}", dice.pick(6).unwrap_or_default()));
            Edit::Assert(fact)
        }
        6 => Edit::Retract { fact: dice.fact()?, why },
        7 => {
            let resolution = RESOLUTIONS[usize::from(dice.pick(5)?)];
            Edit::Resolve { fact: dice.fact()?, resolution, by: dice.fact()? }
        }
        8 => Edit::Merge { entity: dice.entity()?, into: dice.entity()?, why },
        9 => Edit::Unmerge { entity: dice.entity()?, from: dice.entity()?, why },
        10 => {
            let (entity, other) = (dice.entity()?, dice.entity()?);
            if dice.pick(2)? == 0 {
                Edit::KeepApart { entity, from: other, why }
            } else {
                Edit::AllowMerge { entity, with: other, why }
            }
        }
        _ => Edit::Claim { fact: dice.fact()?, claim: Claim::new("s") },
    })
}

fn archived(kg: &KnowledgeGraph) -> Archive {
    Archive::of(kg)
}

fuzz_target!(|data: &[u8]| {
    let mut dice = Dice(data.iter());
    let mut kg = KnowledgeGraph::new(SCHEMA.clone());
    kg.add_source(Source::new("s")).expect("a source with a new key is added");
    while let Some(edit) = edit(&mut dice) {
        let before = archived(&kg);
        match dice.pick(8) {
            // Undone together.
            Some(0) => {
                let undone = kg.atomically(|kg| {
                    let _ = kg.apply(&edit);
                    kg.apply(&Edit::Retract { fact: "nowhere".into(), why: String::new() })
                });
                assert!(undone.is_err());
                assert_eq!(archived(&kg), before, "an error leaves the graph as it was");
            }
            Some(1) => {
                if let Some(fact) = dice.fact().and_then(|fact| kg.fact_named(&fact).ok()) {
                    let _: Result<usize, Error> = kg.purge(fact, "");
                }
            }
            _ => {
                if kg.apply(&edit).is_err() {
                    assert_eq!(archived(&kg), before, "an error leaves the graph as it was");
                }
            }
        }
    }
    kg.validate().expect("the graph is whole");
    let again = archived(&kg).to_graph(SCHEMA.clone()).expect("an archive can be read");
    assert_eq!(archived(&again), archived(&kg));
});
