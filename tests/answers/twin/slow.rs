//! The slow answers: what a view lets through, by going through all that was asked of it and all that was recorded.

use chancery::{
    FactRef, PartialDate, Span, Stamp, Truth, View, date,
    model::{Confidence, Modality, SourceId},
};

use super::{DATES, Node, PlainClaim, PlainFact, RELATIONS, Twin, pick, stamp};

/// A question of time.
#[derive(Clone, Copy, Debug)]
pub enum Question {
    On(PartialDate),
    During(PartialDate),
    /// Of a name such as `recognized-in-1991`.
    Within(PartialDate),
}

/// One way to narrow or change a view.
#[derive(Clone, Debug)]
pub enum Change {
    Ask(Question),
    Certain,
    CertainlyOn(PartialDate),
    Assume(u32),
    KnownBy(Stamp),
    ReportedBy(PartialDate),
    Sources(Vec<usize>),
    SaidBy(Vec<usize>),
    Confidence(f64),
    Modalities(Vec<Modality>),
    WithRetracted,
    WithResolved,
    Kinds(Vec<&'static str>),
    Relations(Vec<usize>),
    Connected,
}

impl Change {
    pub fn of(bytes: [u8; 4], twin: &Twin) -> Self {
        let [what, a, b, c] = bytes;
        let entity = |by: u8| usize::from(by) % twin.entities.len();
        match what % 18 {
            0 | 1 => Self::Ask(Question::On(date(pick(&DATES, a)))),
            2 | 3 => Self::Ask(Question::During(date(pick(&DATES, a)))),
            4 => Self::Certain,
            5 => Self::CertainlyOn(date(pick(&DATES, a))),
            6 => Self::Assume(pick(&[0, 5, 30], a)),
            7 | 8 => Self::KnownBy(stamp(a)),
            9 => Self::ReportedBy(date(pick(&DATES, a))),
            10 => Self::Sources((0..4).filter(|s| a >> s & 1 == 1).collect()),
            11 => Self::SaidBy([a, b, c].map(entity).to_vec()),
            12 => Self::Confidence(pick(&[0.25, 0.5, 0.75], a)),
            13 => Self::Modalities(Modality::ALL.into_iter().filter(|m| a >> *m as u8 & 1 == 1).collect()),
            14 => Self::WithRetracted,
            15 => Self::WithResolved,
            16 => match b % 3 {
                0 => Self::Connected,
                _ => Self::Kinds(vec![
                    pick(&["agent", "place", "person", "state", "seat"], a),
                    pick(&["city", "person"], c),
                ]),
            },
            _ => Self::Relations((0..RELATIONS.len()).filter(|r| a >> r & 1 == 1).collect()),
        }
    }

    pub fn apply<'g>(&self, view: &View<'g>) -> View<'g> {
        let kg = view.graph();
        match self {
            Self::Ask(Question::On(date)) => view.on(*date).unwrap(),
            Self::Ask(Question::During(date)) => view.during(*date).unwrap(),
            Self::Ask(Question::Within(_)) => unreachable!(),
            Self::Certain => view.certain(),
            Self::CertainlyOn(date) => view.certainly_on(*date).unwrap(),
            Self::Assume(days) => view.assume_holds_for(*days),
            Self::KnownBy(stamp) => view.known_by(*stamp).unwrap(),
            Self::ReportedBy(date) => view.reported_by(*date).unwrap(),
            Self::Sources(sources) => view
                .from_sources(sources.iter().map(|s| kg.source(&format!("s{s}")).unwrap()).collect::<Vec<SourceId>>())
                .unwrap(),
            Self::SaidBy(speakers) => {
                view.said_by(speakers.iter().map(|e| format!("e{e}")).collect::<Vec<_>>()).unwrap()
            }
            Self::Confidence(least) => view.with_confidence(Confidence::new(*least).unwrap()),
            Self::Modalities(modalities) => view.with_modalities(modalities.clone()),
            Self::WithRetracted => view.with_retracted(),
            Self::WithResolved => view.with_resolved(),
            Self::Kinds(kinds) => view.of_kinds(kinds.as_slice()).unwrap(),
            Self::Relations(relations) => {
                view.of_relations(relations.iter().map(|r| RELATIONS[*r].0).collect::<Vec<_>>()).unwrap()
            }
            Self::Connected => view.connected(),
        }
    }
}

/// What a view lets through, by going through all that was asked of it.
#[derive(Clone, Debug, Default)]
pub struct Slow(pub Vec<Change>);

impl Slow {
    pub fn known(&self, recorded: Option<Stamp>) -> bool {
        self.0.iter().all(|change| match change {
            Change::KnownBy(by) => recorded.is_none_or(|at| at <= *by),
            _ => true,
        })
    }

    pub fn questions(&self) -> Vec<Question> {
        let asked = |change: &Change| match change {
            Change::Ask(question) => Some(*question),
            Change::CertainlyOn(date) => Some(Question::On(*date)),
            _ => None,
        };
        self.0.iter().filter_map(asked).collect()
    }

    pub fn admits(&self, twin: &Twin, node: &Node) -> bool {
        let Node::Entity(entity) = node else { return true };
        self.0.iter().all(|change| match change {
            Change::Kinds(kinds) => kinds.iter().any(|kind| twin.kinds(*entity).contains(kind)),
            _ => true,
        })
    }

    /// How true a claim makes its fact.
    fn claimed(&self, twin: &Twin, claim: &PlainClaim) -> Truth {
        let mut truth = Truth::from(claim.supports);
        for change in &self.0 {
            truth = truth
                & match change {
                    Change::Sources(sources) => sources.contains(&claim.source).into(),
                    Change::SaidBy(speakers) => {
                        claim.speaker.is_some_and(|said| speakers.iter().any(|s| twin.stands(*s) == said)).into()
                    }
                    Change::Confidence(least) => claim.confidence.is_some_and(|c| c >= *least).into(),
                    // Published on some day of its date; asked of some day of the other.
                    Change::ReportedBy(by) => match twin.sources[claim.source] {
                        None => Truth::No,
                        Some(on) if on.first() > by.last() => Truth::No,
                        Some(on) if on.last() > by.first() || on.is_qualified() || by.is_qualified() => Truth::Possibly,
                        Some(_) => Truth::Yes,
                    },
                    _ => Truth::Yes,
                };
        }
        truth
    }

    /// How true a fact is of all that is asked, or nothing if it is not let through.
    pub fn ask(&self, twin: &Twin, fact: &PlainFact) -> Option<Truth> {
        let has = |wanted: fn(&Change) -> bool| self.0.iter().any(wanted);
        let undone = |done: Option<Option<Stamp>>| done.is_some_and(|stamp| self.known(stamp));
        let modalities = self.0.iter().rev().find_map(|change| match change {
            Change::Modalities(modalities) => Some(modalities.clone()),
            _ => None,
        });
        let shown = modalities.unwrap_or_else(|| vec![Modality::Actual, Modality::Planned]).contains(&fact.modality);
        let related = self.0.iter().all(|change| match change {
            Change::Relations(relations) => relations.contains(&fact.relation),
            _ => true,
        });
        if !shown
            || !related
            || !self.known(fact.stamp)
            || undone(fact.retracted) && !has(|c| matches!(c, Change::WithRetracted))
            || fact.resolved.iter().any(|(stamp, by)| self.known(*stamp) && !undone(twin.facts[*by].retracted))
                && !has(|c| matches!(c, Change::WithResolved))
            || !self.admits(twin, &fact.subject)
            || !self.admits(twin, &fact.object)
        {
            return None;
        }
        let days = self.0.iter().rev().find_map(|c| if let Change::Assume(days) = c { Some(*days) } else { None });
        let seen = fact.when.assume_holds_for(days.unwrap_or(0));
        let mut truth = fact.modality.bound();
        for question in self.questions() {
            truth = truth
                & match question {
                    Question::On(date) => {
                        fact.when.holds_on(date) | if days > Some(0) { seen.holds_on(date) } else { Truth::No }
                    }
                    Question::During(date) => {
                        fact.when.holds_during(date) | if days > Some(0) { seen.holds_during(date) } else { Truth::No }
                    }
                    Question::Within(date) if date.is_qualified() => fact.when.falls_within(date) & Truth::Possibly,
                    Question::Within(date) => fact.when.falls_within(date),
                };
        }
        let certain = has(|c| matches!(c, Change::Certain | Change::CertainlyOn(_)));
        let asked = !self.questions().is_empty();
        if certain && !truth.is_yes() || asked && truth.is_no() {
            return None;
        }
        if has(|c| matches!(c, Change::Sources(_) | Change::SaidBy(_) | Change::Confidence(_) | Change::ReportedBy(_)))
        {
            let known = fact.claims.iter().filter(|claim| self.known(claim.stamp));
            let said = known.map(|claim| self.claimed(twin, claim)).max().unwrap_or(Truth::No);
            if said.is_no() || certain && !said.is_yes() {
                return None;
            }
            truth = truth & said;
        }
        Some(truth)
    }

    /// All facts that are let through, with how true they are, in the order of recording.
    pub fn facts(&self, twin: &Twin) -> Vec<(usize, Truth)> {
        (0..twin.facts.len()).filter_map(|fact| Some((fact, self.ask(twin, &twin.facts[fact])?))).collect()
    }

    /// The same in the order of a day: certain first, then the nearest, then as recorded.
    pub fn in_order(&self, twin: &Twin, mut facts: Vec<(usize, Truth)>) -> Vec<(usize, Truth)> {
        if let Some(first) = self.questions().first() {
            let (Question::On(day) | Question::During(day) | Question::Within(day)) = *first;
            // The nearest day of the date, by trying its first and last, and nothing if they overlap.
            let distance = |fact: usize| twin.facts[fact].when.distance_days(Span::from(day));
            facts.sort_by_key(|(fact, truth)| (std::cmp::Reverse(*truth), distance(*fact), *fact));
        }
        facts
    }

    pub fn entities(&self, twin: &Twin) -> Vec<usize> {
        let connected = self.0.iter().any(|change| matches!(change, Change::Connected));
        let facts = self.facts(twin);
        let joined = |entity| facts.iter().any(|(fact, _)| twin.facts[*fact].has(&Node::Entity(entity)));
        (twin.standing().into_iter())
            // It is known from the first of those that are one with it.
            .filter(|e| {
                let all = 0..twin.entities.len();
                all.into_iter().any(|one| twin.stands(one) == *e && self.known(twin.entities[one].1))
            })
            .filter(|e| self.admits(twin, &Node::Entity(*e)))
            .filter(|e| !connected || joined(*e))
            .collect()
    }
}

/// The answer of the graph, in the form of the twin.
pub fn rows_of<'g, R: 'g>(facts: impl IntoIterator<Item = FactRef<'g, R>>) -> Vec<(usize, Truth)> {
    facts.into_iter().map(|fact| (fact.id().index() as usize, fact.truth())).collect()
}
