//! Views as plain values: what each lets through, by going through all that was asked of it.

use chancery::{
    Day, Span, Truth, View, date,
    model::{Confidence, Modality},
};

use super::world::{Claimed, DATES, KINDS, Node, RELATIONS, Record, Recorded, Tape, World};

/// One way to narrow or change a view.
#[derive(Clone, Debug)]
pub enum Change {
    On(usize),
    During(Option<&'static str>, Option<&'static str>),
    Certain,
    Modalities(&'static [Modality]),
    Retracted,
    Resolved,
    Source(&'static str),
    ReportedBy(usize),
    Confidence(f64),
    SaidBy(usize),
    Kind(usize),
    Among(Vec<usize>),
    Only(Vec<usize>),
    KnownBy(usize),
    Relations(Vec<usize>),
    Assume(u32),
}

/// What is asked of a view.
#[derive(Clone, Debug, Default)]
pub struct Seen(pub Vec<Change>);

const DAYS: [Option<&str>; 4] = [None, Some("2020-02-10"), Some("2020-02-14"), Some("2020-03-01")];

impl Seen {
    pub fn of(tape: &mut Tape<'_>) -> Self {
        let mut changes = Vec::new();
        for _ in 0..tape.next(5).saturating_sub(2) {
            let some = |tape: &mut Tape<'_>, of: usize| (0..of).filter(|_| !tape.one_in(3)).collect();
            changes.push(match tape.next(17) {
                0 | 1 => Change::On(tape.next(DATES.len())),
                2 | 3 => {
                    let (first, last) = (tape.next(4), tape.next(4));
                    Change::During(DAYS[first.min(last)], if last == 0 { None } else { DAYS[first.max(last)] })
                }
                4 | 5 => Change::Certain,
                6 => Change::Modalities(tape.pick(&[&Modality::ALL[..], &[Modality::Actual], &[Modality::Denied]])),
                7 => Change::Retracted,
                8 => Change::Resolved,
                9 => Change::Source(tape.pick(&["s0", "s1"])),
                10 => match tape.next(3) {
                    0 => Change::ReportedBy(tape.next(DATES.len())),
                    1 => Change::Confidence(0.5),
                    _ => Change::SaidBy(tape.next(6)),
                },
                11 => Change::Kind(tape.next(KINDS.len())),
                12 => Change::KnownBy(tape.next(24)),
                13 => Change::Relations(some(tape, RELATIONS)),
                14 => Change::Among(some(tape, 6)),
                15 => Change::Only(some(tape, 60)),
                _ => Change::Assume(tape.pick(&[0, 7])),
            });
        }
        Self(changes)
    }

    pub fn view<'g>(&self, world: &'g World) -> View<'g> {
        let kg = &world.kg;
        let being = |entity: &usize| world.record.entities[*entity].id;
        self.0.iter().fold(kg.view(), |view, change| match change {
            Change::On(on) => view.on(date(DATES[*on])).unwrap(),
            Change::During(first, last) => view.during(span(*first, *last)).unwrap(),
            Change::Certain => view.certain(),
            Change::Modalities(all) => view.with_modalities(all.iter().copied()),
            Change::Retracted => view.with_retracted(),
            Change::Resolved => view.with_resolved(),
            Change::Source(source) => view.from_sources([kg.source(source).unwrap()]).unwrap(),
            Change::ReportedBy(on) => view.reported_by(date(DATES[*on])).unwrap(),
            Change::Confidence(least) => view.with_confidence(Confidence::new(*least).unwrap()),
            Change::SaidBy(speaker) => view.said_by([being(speaker)]).unwrap(),
            Change::Kind(kind) => view.of_kinds([kg.schema().kind(KINDS[*kind]).unwrap()]).unwrap(),
            Change::Among(all) => view.among(all.iter().map(being).collect::<Vec<_>>()).unwrap(),
            Change::Only(facts) => {
                let all = kg.view().with_modalities(Modality::ALL).with_retracted().with_resolved();
                view.only(all.all_facts().map(|fact| fact.id()).filter(|id| facts.contains(&(id.index() as usize))))
            }
            Change::KnownBy(hour) => view.known_by(format!("2026-01-24T{hour:02}:00:00Z")).unwrap(),
            Change::Relations(all) => {
                view.of_relations(all.iter().map(|r| format!("r{r}")).collect::<Vec<_>>()).unwrap()
            }
            Change::Assume(days) => view.assume_holds_for(*days),
        })
    }

    /// The least truth that is let through.
    pub fn least(&self) -> Truth {
        if self.0.iter().any(|change| matches!(change, Change::Certain)) { Truth::Yes } else { Truth::Possibly }
    }

    fn days(&self) -> u32 {
        let assumed = |change: &Change| if let Change::Assume(days) = change { Some(*days) } else { None };
        self.0.iter().rev().find_map(assumed).unwrap_or(0)
    }

    /// A question of a time; a view that takes sightings to hold for some days asks so too.
    pub fn asked(&self, when: chancery::When, ask: impl Fn(chancery::When) -> Truth) -> Truth {
        let days = self.days();
        if days > 0 { ask(when) | ask(when.assume_holds_for(days)) } else { ask(when) }
    }

    fn known(&self, stamp: Option<chancery::Stamp>) -> bool {
        self.0.iter().all(|change| match change {
            Change::KnownBy(hour) => {
                stamp.is_none_or(|at| at <= format!("2026-01-24T{hour:02}:00:00Z").parse().unwrap())
            }
            _ => true,
        })
    }

    fn admits(&self, world: &World, node: &Node) -> bool {
        let Node::Entity(entity) = world.record.canonical(node) else { return true };
        let schema = world.kg.schema();
        let kind = |number: usize| schema.kind(KINDS[number]).unwrap();
        self.0.iter().all(|change| match change {
            Change::Kind(above) => schema.is_a(kind(world.record.entities[entity].kind), kind(*above)),
            Change::Among(all) => all.iter().any(|one| world.record.stands(*one) == entity),
            _ => true,
        })
    }

    pub fn entities(&self, world: &World) -> Vec<usize> {
        let all = 0..world.record.entities.len();
        let stands = |entity: &usize| world.record.stands(*entity) == *entity;
        all.filter(stands)
            .filter(|entity| {
                self.known(world.record.entities[*entity].stamp) && self.admits(world, &Node::Entity(*entity))
            })
            .collect()
    }

    fn claimed(&self, record: &Record, claim: &Claimed) -> Truth {
        self.0.iter().fold(Truth::Yes, |truth, change| {
            truth
                & match change {
                    Change::Source(source) => (claim.source == *source).into(),
                    Change::Confidence(least) => claim.confidence.is_some_and(|found| found >= *least).into(),
                    Change::SaidBy(wanted) => {
                        claim.speaker.is_some_and(|found| record.stands(found) == record.stands(*wanted)).into()
                    }
                    Change::ReportedBy(by) => {
                        let (by, on) = (date(DATES[*by]), date(if claim.source == "s0" { "2020-01" } else { "2021" }));
                        match (on.first() > by.last(), on.last() <= by.first() && !by.is_qualified()) {
                            (true, _) => Truth::No,
                            (_, true) => Truth::Yes,
                            _ => Truth::Possibly,
                        }
                    }
                    _ => Truth::Yes,
                }
        })
    }

    /// How true a fact is of all that is asked, or nothing if it is not let through.
    pub fn ask(&self, world: &World, number: usize) -> Option<Truth> {
        let record = &world.record;
        let recorded = &record.facts[number];
        let has = |wanted: fn(&Change) -> bool| self.0.iter().any(wanted);
        let undone = |fact: &Recorded| fact.retracted.is_some_and(|stamp| self.known(stamp));
        let modalities = self.0.iter().rev().find_map(|change| match change {
            Change::Modalities(all) => Some(*all),
            _ => None,
        });
        let resolved = recorded.resolved.iter().any(|(stamp, by)| self.known(*stamp) && !undone(&record.facts[*by]));
        let picked = self.0.iter().all(|change| match change {
            Change::Relations(all) => all.contains(&recorded.relation),
            Change::Only(all) => all.contains(&number),
            _ => true,
        });
        if !modalities.unwrap_or(&[Modality::Actual, Modality::Planned]).contains(&recorded.modality)
            || !picked
            || !self.known(recorded.stamp)
            || undone(recorded) && !has(|change| matches!(change, Change::Retracted))
            || resolved && !has(|change| matches!(change, Change::Resolved))
            || !self.admits(world, &recorded.subject)
            || !self.admits(world, &recorded.object)
        {
            return None;
        }
        let mut truth = recorded.modality.bound();
        let mut timed = self.least().is_yes();
        for change in &self.0 {
            let asked = match change {
                Change::On(on) => self.asked(recorded.when, |when| when.holds_on(date(DATES[*on]))),
                Change::During(first, last) => self.asked(recorded.when, |when| when.holds_during(span(*first, *last))),
                _ => continue,
            };
            truth = truth & asked;
            timed = true;
        }
        if timed && truth < self.least() {
            return None;
        }
        let of_claims = |change: &Change| {
            matches!(change, Change::Source(_) | Change::ReportedBy(_) | Change::Confidence(_) | Change::SaidBy(_))
        };
        if self.0.iter().any(of_claims) {
            let known = recorded.claims.iter().filter(|claim| self.known(claim.stamp));
            let said = known.map(|claim| self.claimed(record, claim)).max().unwrap_or(Truth::No);
            if said < self.least() {
                return None;
            }
            truth = truth & said;
        }
        Some(truth)
    }
}

fn span(first: Option<&str>, last: Option<&str>) -> Span {
    let day = |text: &str| -> Day { date(text).first() };
    Span::new(first.map(day), last.map(day)).unwrap()
}
