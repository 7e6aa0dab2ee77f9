//! Ten questions. Each is a query; the answer is its text, shortened.

use chancery::{
    Error, KnowledgeGraph, date,
    diplomacy::{OnBehalfOf, Person, Recognized, State, Visits},
    query::{Order, maybe},
};

/// Each question with its answer.
///
/// # Errors
/// What a query refuses.
pub(crate) fn all(diplomacy: &KnowledgeGraph, events: &KnowledgeGraph) -> Result<Vec<(&'static str, String)>, Error> {
    Ok(vec![
        ("How many visits of foreign leaders to the United States began in 1991?", visits_in_1991(diplomacy)?),
        ("Which states have sent the most visits?", most_visits(diplomacy)?),
        ("Which states did the United States recognize in 1991?", recognized_in_1991(diplomacy)?),
        ("Whose leader came within a year of the recognition?", visited_within_a_year(diplomacy)?),
        ("Which recognized states never sent a leader?", never_visited(diplomacy)?),
        ("Who were the first leaders of states recognized in 1991 to come, if any came?", first_visits(diplomacy)?),
        ("Which leaders of two states were in the country on the same days in 1991?", together_in_1991(diplomacy)?),
        ("What has come of the Ottoman Empire, step by step?", came_of_the_ottomans(diplomacy)?),
        ("How many visits were answered by a hosting within 7 days?", answered_in_7_days(events)?),
        (
            "Who praised whom, was criticized back later, and consulted with both sides' partner?",
            praise_and_blame(events)?,
        ),
    ])
}

/// The first lines of an answer, and how many more there are.
fn some(text: &str, lines: usize) -> String {
    let all: Vec<_> = text.lines().collect();
    let shown = all.iter().take(lines).copied().collect::<Vec<_>>().join("\n");
    if all.len() > lines { format!("{shown}\n… {} more", all.len() - lines) } else { shown }
}

/// A fact and a question of its time: the visit holds on some day of 1991 and does not on any day before.
pub(crate) fn visits_in_1991(kg: &KnowledgeGraph) -> Result<String, Error> {
    let view = kg.view();
    let mut q = view.query();
    let leader = q.var(Person);
    let visit = q.fact(leader, Visits, "united-states");
    q.holds_during(visit, date("1991"));
    let mut before = view.query();
    let leader = before.var(Person);
    let visit = before.fact(leader, Visits, "united-states");
    before.holds_during(visit, date("1990-12-31"));
    before.holds_during(visit, date("1991-01-01"));
    let began = q.count()?.certain - before.count()?.certain;
    Ok(began.to_string())
}

/// Matches counted for each state, which is a role player of the visit.
pub(crate) fn most_visits(kg: &KnowledgeGraph) -> Result<String, Error> {
    let view = kg.view();
    let mut q = view.query();
    let (leader, state) = (q.var(Person), q.var(State));
    let visit = q.fact(leader, Visits, "united-states");
    q.role(visit, OnBehalfOf, state);
    Ok(some(&q.select(state).groups()?.largest_first().to_string(), 5))
}

/// The date stands in the name of the relation.
pub(crate) fn recognized_in_1991(kg: &KnowledgeGraph) -> Result<String, Error> {
    let view = kg.view();
    let mut q = view.query();
    let state = q.var(State);
    q.fact("united-states", "recognized-in-1991", state);
    Ok(q.select(state).distinct().order_by(state, Order::Ascending).rows()?.to_string())
}

/// The time between two facts. A recognition of which only the year is known makes an answer possible, not certain.
pub(crate) fn visited_within_a_year(kg: &KnowledgeGraph) -> Result<String, Error> {
    let view = kg.view();
    let mut q = view.query();
    let (leader, state) = (q.var(Person), q.var(State));
    let recognition = q.fact("united-states", Recognized, state);
    let visit = q.fact(leader, Visits, "united-states");
    q.role(visit, OnBehalfOf, state);
    q.begins_after(visit, recognition, 0..=365);
    let rows = q.select((state, leader)).distinct().rows()?;
    Ok(format!("{}\n{}", rows.count(), some(&rows.to_string(), 5)))
}

/// What must not be.
pub(crate) fn never_visited(kg: &KnowledgeGraph) -> Result<String, Error> {
    let view = kg.view();
    let mut q = view.query();
    let state = q.var(State);
    q.fact("united-states", Recognized, state);
    q.not(|q| {
        let leader = q.var(Person);
        let visit = q.fact(leader, Visits, "united-states");
        q.role(visit, OnBehalfOf, state);
    });
    let rows = q.select(state).distinct().order_by(state, Order::Ascending).rows()?;
    Ok(format!("{}\n{}", rows.count(), some(&rows.to_string(), 5)))
}

/// An optional part with a negation in it: the first visit from each state, before which none began. A state without a visitor
/// has a row too.
pub(crate) fn first_visits(kg: &KnowledgeGraph) -> Result<String, Error> {
    let view = kg.view();
    let mut q = view.query();
    let (leader, state) = (q.var(Person), q.var(State));
    q.fact("united-states", "recognized-in-1991", state);
    q.optional(|q| {
        let first = q.fact(leader, Visits, "united-states");
        q.role(first, OnBehalfOf, state);
        q.not(|q| {
            let other = q.var(Person);
            let earlier = q.fact(other, Visits, "united-states");
            q.role(earlier, OnBehalfOf, state);
            q.begins_after(first, earlier, 1..=i64::MAX);
        });
    });
    Ok(q.select((state, maybe(leader))).distinct().order_by(state, Order::Ascending).rows()?.to_string())
}

/// Two facts that share a day, and each pair of states once.
pub(crate) fn together_in_1991(kg: &KnowledgeGraph) -> Result<String, Error> {
    let view = kg.view().during("1991")?;
    let mut q = view.query();
    let [(one, here), (other, there)] = [(); 2].map(|()| (q.var(Person), q.var(State)));
    let visit = q.fact(one, Visits, "united-states");
    let another = q.fact(other, Visits, "united-states");
    q.role(visit, OnBehalfOf, here);
    q.role(another, OnBehalfOf, there);
    q.each_pair_once(here, there);
    q.share_a_day(visit, another);
    let rows = q.select((here, there)).distinct().rows()?;
    Ok(format!("{}\n{}", rows.count(), some(&rows.to_string(), 4)))
}

/// A chain of a transitive relation.
pub(crate) fn came_of_the_ottomans(kg: &KnowledgeGraph) -> Result<String, Error> {
    let view = kg.view();
    let mut q = view.query();
    let territory = q.var("territory");
    q.reach("territory:ottoman-empire-1922", "gave-way-to", 1.., territory);
    let rows = q.select(territory).order_by(territory, Order::Ascending).rows()?;
    Ok(format!("{}\n{}", rows.count(), some(&rows.to_string(), 5)))
}

/// Relations that are known only at run time, joined both ways and in time.
pub(crate) fn answered_in_7_days(kg: &KnowledgeGraph) -> Result<String, Error> {
    let view = kg.view();
    let mut q = view.query();
    let (guest, host) = (q.named("guest", "actor"), q.named("host", "actor"));
    let visit = q.fact(guest, "make-a-visit", host);
    let hosting = q.fact(host, "host-a-visit", guest);
    q.begins_after(hosting, visit, 0..=7);
    Ok(format!("{} visits, {}", q.select(visit).distinct().count()?.certain, q.count()?))
}

/// A circle of three with times in it.
pub(crate) fn praise_and_blame(kg: &KnowledgeGraph) -> Result<String, Error> {
    let view = kg.view();
    let mut q = view.query();
    let (one, other, partner) = (q.named("one", "actor"), q.named("other", "actor"), q.named("partner", "actor"));
    let praise = q.fact(one, "praise-or-endorse", other);
    let blame = q.fact(other, "criticize-or-denounce", one);
    q.begins_after(blame, praise, 1..=30);
    q.fact(one, "consult", partner);
    q.fact(other, "consult", partner);
    q.differ(one, other);
    let groups = q.select((one, other)).groups_counting(partner)?.largest_first();
    Ok(format!("{} pairs\n{}", groups.len(), some(&groups.to_string(), 5)))
}
