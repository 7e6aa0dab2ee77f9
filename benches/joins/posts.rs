//! Made-up posts, and who was in the same one on the same day.

use std::collections::HashMap;

use chancery::{
    Any, Day, Id, KnowledgeGraph, PartialDate, entity, fact,
    query::Query,
    schema::{FoundRelation, KindDef, RelationDef, Schema, Shape},
    view::View,
};

use super::generated::Dice;

/// Someone was in a post from one day to another.
#[derive(Clone, Copy, Debug)]
pub struct Post {
    person: u32,
    held: u32,
    first: i64,
    last: i64,
}

pub struct Posts {
    pub kg: KnowledgeGraph,
    holds: FoundRelation,
    all: Vec<Post>,
}

/// The days of sixty years.
const DAYS: usize = 60 * 365;

impl Posts {
    /// As many as asked for; in each post a hundred people, for up to four years.
    pub fn new(count: usize) -> Self {
        let mut dice = Dice::new();
        let (people, posts) = (count / 3 + 1, count / 100 + 1);
        let all: Vec<Post> = (0..count)
            .map(|_| {
                let (person, held) = (dice.below(people) as u32, dice.below(posts) as u32);
                let first = dice.below(DAYS);
                let last = first + dice.below(4 * 365);
                Post { person, held, first: i64::try_from(first).unwrap(), last: i64::try_from(last).unwrap() }
            })
            .collect();
        let mut schema = Schema::new();
        schema.add_kind(KindDef::new("person")).unwrap();
        schema.add_kind(KindDef::new("post")).unwrap();
        schema.add_relation(RelationDef::new("holds", Shape::Holds, "person", "post")).unwrap();
        let mut kg = KnowledgeGraph::new(schema);
        let mut ids = |kind: &str, count: usize| -> Vec<Id<Any>> {
            (0..count).map(|n| kg.add(kind, entity(format!("{kind} {n}"))).unwrap()).collect()
        };
        let (people, posts) = (ids("person", people), ids("post", posts));
        let holds = kg.relation("holds").unwrap();
        let date = |day: i64| PartialDate::from(Day::from_epoch_days(day).unwrap());
        kg.bulk(|bulk| {
            for held in &all {
                let (person, post) = (people[held.person as usize], posts[held.held as usize]);
                bulk.assert(fact(person, holds, post).between(date(held.first), date(held.last)))?;
            }
            Ok::<(), chancery::Error>(())
        })
        .unwrap();
        Self { kg, holds, all }
    }

    pub fn query<'g>(&self, view: &View<'g>) -> Query<'g> {
        let mut q = view.query();
        let (one, other, post) = (q.var("person"), q.var("person"), q.var("post"));
        let (first, second) = (q.fact(one, self.holds, post), q.fact(other, self.holds, post));
        q.share_a_day(first, second);
        q.each_pair_once(one, other);
        q
    }

    /// By a map from post to those in it.
    pub fn shared_by_map(&self) -> u64 {
        let mut posts: HashMap<u32, Vec<Post>> = HashMap::new();
        self.all.iter().for_each(|held| posts.entry(held.held).or_default().push(*held));
        let share = |a: &Post, b: &Post| a.person < b.person && a.first <= b.last && b.first <= a.last;
        posts.values().flat_map(|all| all.iter().map(|a| all.iter().filter(|b| share(a, b)).count() as u64)).sum()
    }

    /// By post and first day.
    pub fn columns(&self) -> Vec<Post> {
        let mut all = self.all.clone();
        all.sort_unstable_by_key(|held| (held.held, held.first));
        all
    }

    pub fn shared(columns: &[Post]) -> u64 {
        let later = |(at, a): (usize, &Post)| {
            let rest = columns[at + 1..].iter().take_while(|b| b.held == a.held && b.first <= a.last);
            rest.filter(|b| a.person != b.person).count() as u64
        };
        columns.iter().enumerate().map(later).sum()
    }
}
