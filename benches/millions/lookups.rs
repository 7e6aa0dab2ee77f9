//! W2 and W3: whom a relation joins an entity to, asked by name; then within some days.
//!
//! Entities and relations are asked for as often as they occur, so most questions are of hubs with thousands of facts. Each
//! neighbour is visited: the sum of their numbers is compared. A tenth of the facts was asserted one by one after the rest.

use crate::{
    by_hand::{InColumns, InPetgraph},
    clock::{Contestant, race},
    generated::{DAYS, Dice, Generated},
    ours::Ours,
};

const QUESTIONS: usize = 2_000;
/// Questions that petgraph's lists are asked, which take it long.
const FEW: usize = 50;
const SPAN: u16 = 7;

pub(crate) fn run(set: &Generated, rounds: usize) {
    let (ours, columns, petgraph) = (Ours::new(set), InColumns::new(set), InPetgraph::new(set));
    let mut dice = Dice::new(7);
    let asked: Vec<_> = (0..QUESTIONS)
        .map(|_| {
            let row = set.rows[dice.below(set.rows.len())];
            let name = set.names[row.subject as usize].as_str();
            let first = u16::try_from(dice.below((DAYS - SPAN).into())).unwrap();
            (name, chancery::model::slug(name).unwrap(), row.relation, first..first + SPAN)
        })
        .collect();
    let few = asked.len().min(FEW);
    let ask = |questions: usize| &asked[..questions];

    let contestants = |questions: usize, by_petgraph: bool| {
        let ask = ask(questions);
        let mut all: Vec<Contestant<'_>> = vec![(
            "columns, sorted once",
            Box::new(|| ask.iter().map(|(name, _, relation, _)| columns.neighbors(name, *relation)).sum()),
        )];
        if by_petgraph {
            let run = || ask.iter().map(|(name, _, relation, _)| petgraph.neighbors(name, *relation, 0..DAYS)).sum();
            all.push(("petgraph and a map of names", Box::new(run)));
        }
        all.push((
            "chancery",
            Box::new(|| ask.iter().map(|(_, key, relation, _)| ours.neighbors(key, *relation)).sum()),
        ));
        all
    };
    race("W2 neighbours by relation", rounds, QUESTIONS, &mut contestants(QUESTIONS, false));
    race("W2 neighbours by relation, some", rounds.min(5), few, &mut contestants(few, true));

    let contestants = |questions: usize, by_petgraph: bool| {
        let ask = ask(questions);
        let run = |(name, _, relation, days): &(&str, String, u16, std::ops::Range<u16>)| {
            columns.neighbors_within(name, *relation, days.clone())
        };
        let mut all: Vec<Contestant<'_>> =
            vec![("columns, sorted by day", Box::new(move || ask.iter().map(run).sum()))];
        if by_petgraph {
            let run = |(name, _, relation, days): &(&str, String, u16, std::ops::Range<u16>)| {
                petgraph.neighbors(name, *relation, days.clone())
            };
            all.push(("petgraph and a map of names", Box::new(move || ask.iter().map(run).sum())));
        }
        let run = |(_, key, relation, days): &(&str, String, u16, std::ops::Range<u16>)| {
            ours.neighbors_within(key, *relation, days.clone())
        };
        all.push(("chancery", Box::new(move || ask.iter().map(run).sum())));
        all
    };
    race("W3 the same within a week", rounds, QUESTIONS, &mut contestants(QUESTIONS, false));
    race("W3 the same within a week, some", rounds.min(5), few, &mut contestants(few, true));
}
