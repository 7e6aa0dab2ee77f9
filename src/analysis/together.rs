//! What several facts of one state say together. Each answer is computed from its facts and names them; nothing is
//! recorded.

use std::{collections::HashMap, fmt, ops::Range, sync::Arc};

use crate::{
    error::{Error, ErrorKind},
    model::{Modality, RelationId, RoleId},
    schema::{FoundRelation, RelationTerm, Shape},
    time::{Agreed, Bound, Day, Limit, PartialDate, Span, Truth, When},
    view::{FactRef, Facts, TimeQuestion, View},
};

/// What several facts of one state say together of its time, with the facts that it rests on. Made by
/// [`Facts::together`].
///
/// One source says *director since 2018*, and another *director* on 24 January 2026. Each alone leaves 2022 possible.
/// If both mean the same term, 2022 is certain. **That they mean the same term is assumed:** that the facts of an
/// answer are of one unbroken span. A director who left in 2020 and came back in 2025 would fit both sources. No fact
/// says so, but none excludes it. Hence this is an answer with its reasons, which is computed for each question and
/// never recorded as a fact.
///
/// The time of each fact admits some spans. The answer has the spans that all of its facts admit: a day is certain if
/// it is in all of these spans, possible if it is in some. A qualified date (`?`, `~`, `%`) can rule days out, but
/// never makes one certain.
#[derive(Clone, Debug)]
pub struct Together<'g, R = FoundRelation> {
    /// The certain facts of the state, in the order of time.
    all: Arc<[FactRef<'g, R>]>,
    /// Those of this answer.
    own: Range<usize>,
    time: Agreed,
    /// For how many days around those on which it was seen to hold it is assumed to hold.
    assumed_days: u32,
    /// What the modality and the claims of its facts allow.
    bound: Truth,
    truth: Truth,
    denied: Vec<FactRef<'g, R>>,
}

/// What two facts of one state have in common: the ends, and the players of each role.
type State = ((u32, u32), Vec<(RoleId, u32)>);

impl<'g, R: RelationTerm> Facts<'g, R> {
    /// What these facts say together: an answer for each state, or several where no one span fits all of its facts.
    ///
    /// Facts are of one state if they have the same ends, and the same players in each role. Of these, the certain
    /// facts are combined: they are actual, and the view has no doubt of them but for their time. They are taken in the
    /// order of time, and combined as long as some span agrees with all of them. The first that does not fit begins the
    /// next answer. So a term that ended in 2015 and one that began in 2018 are two answers; see [`Together::apart`]. A
    /// fact without a date comes last. A fact that is only possible, such as a plan, is an answer of its own, which is
    /// at most possible; so is a fact that has the time of an event.
    ///
    /// The view's questions of time, and its [assumption](View::assume_holds_for), apply to the answers and not to the
    /// single facts: they determine [`Together::truth`], and leave out answers that do not hold then. All other
    /// conditions apply to the facts. Facts that were retracted or resolved are left out, even if the view shows them.
    /// The answers are in the order in which the first fact of each state was found, then in the order of time.
    ///
    /// Takes O(*n* log *n*) for *n* facts, and looks at the denied facts of a state once for each of its answers.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, Source, Truth, date, fact};
    /// use chancery::diplomacy::{self, Leads, Person, ResearchInstitute};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// kg.add_source(Source::new("register"))?;
    /// kg.add_source(Source::new("report"))?;
    /// let (saleem, institute) = (kg.add(Person, "Jauhar Saleem")?, kg.add(ResearchInstitute, "Institute")?);
    /// let since = kg.assert(fact(saleem, Leads, institute).since("2018").source("register"))?;
    /// let seen = kg.assert(fact(saleem, Leads, institute).as_of("2026-01-24").source("report"))?;
    ///
    /// // Each fact alone leaves 2022 possible.
    /// let leads = kg.view().facts(Leads).to(institute);
    /// assert!(leads.answer_on("2022")?.certain().is_empty());
    /// // Together they make it certain, if both mean the same term.
    /// let together = &leads.together()?[0];
    /// assert_eq!(together.holds_on(date("2022")), Truth::Yes);
    /// assert_eq!(together.holds_on(date("2026-01-25")), Truth::Possibly);
    /// assert_eq!(together.facts().iter().map(|fact| fact.id()).collect::<Vec<_>>(), [since, seen]);
    /// assert_eq!(
    ///     together.to_string(),
    ///     "jauhar-saleem leads institute: certainly from 2018-12-31 to 2026-01-24, possibly from 2018-01-01 on; \
    ///      by fact #0, fact #1"
    /// );
    /// // The same question on a day.
    /// assert_eq!(kg.view().on("2022")?.facts(Leads).to(institute).together()?[0].truth(), Truth::Yes);
    /// # Ok::<(), chancery::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`iter`](Self::iter), and [`InvalidQuery`](ErrorKind::InvalidQuery) if the relation is an event.
    pub fn together(&self) -> Result<Vec<Together<'g, R>>, Error> {
        let view = self.view();
        let untimed = view.change(|filter| {
            (filter.time, filter.more_times, filter.least) = (None, None, Truth::Possibly);
            (filter.retracted, filter.resolved) = (false, false);
        });
        let facts = self.asked_in(&untimed)?;
        check_state(view, self.relation())?;
        let mut places: HashMap<State, usize> = HashMap::new();
        let mut states: Vec<Found<'g, R>> = Vec::new();
        for fact in facts.filter(|fact| fact.truth().is_possible()) {
            let place = *places.entry(fact.joined()).or_insert(states.len());
            if place == states.len() {
                states.push(Found::default());
            }
            if let Some(found) = states.get_mut(place) {
                let combined = fact.truth().is_yes() && !fact.when().parts().is_event();
                if combined { found.certain.push(fact) } else { found.alone.push(fact) }
            }
        }
        let mut denied: HashMap<State, Vec<FactRef<'g, R>>> = HashMap::new();
        for fact in self.asked_in(&untimed.with_modalities([Modality::Denied]))? {
            denied.entry(fact.joined()).or_default().push(fact);
        }
        let mut answers = Vec::new();
        for found in states {
            let first = found.certain.first().or(found.alone.first());
            let denied = first.and_then(|fact| denied.get(&fact.joined())).map_or(&[][..], Vec::as_slice);
            found.answer(view, denied, &mut answers);
        }
        Ok(answers)
    }
}

fn check_state(view: &View<'_>, relation: Option<RelationId>) -> Result<(), Error> {
    let def = relation.map(|relation| view.graph().schema().relation_def(relation));
    match def.filter(|def| def.shape == Shape::Happens) {
        None => Ok(()),
        Some(def) => {
            let why = format!("{} is an event; only the facts of a state say together how long it held", def.name);
            Err(Error::new(ErrorKind::InvalidQuery, why))
        }
    }
}

/// The facts of one state.
struct Found<'g, R> {
    certain: Vec<FactRef<'g, R>>,
    alone: Vec<FactRef<'g, R>>,
}

impl<R> Default for Found<'_, R> {
    fn default() -> Self {
        Self { certain: Vec::new(), alone: Vec::new() }
    }
}

impl<'g, R> Found<'g, R> {
    fn answer(mut self, view: &View<'g>, denied: &[FactRef<'g, R>], answers: &mut Vec<Together<'g, R>>) {
        self.certain.sort_by_key(|fact| (sorting_day(fact.when()), fact.id()));
        let mut push = |all: &Arc<[FactRef<'g, R>]>, own: Range<usize>, time: Agreed, bound: Truth| {
            let facts = all.get(own.clone()).unwrap_or_default();
            let assumed_days = view.filter().assumed_days;
            let time = facts.iter().fold(time, |time, fact| time.assuming(fact.when(), assumed_days));
            let truth = view.filter().times().fold(bound, |truth, asked| truth.and(ask(time, asked)));
            if truth >= view.filter().least {
                let denied = denied.iter().copied().filter(|fact| time.may_meet(fact.when())).collect();
                answers.push(Together { all: Arc::clone(all), own, time, assumed_days, bound, truth, denied });
            }
        };
        let all: Arc<[FactRef<'g, R>]> = self.certain.into();
        let mut open: Option<(usize, Agreed)> = None;
        for (at, fact) in all.iter().enumerate() {
            let Some((start, time)) = open else {
                open = Some((at, Agreed::of(fact.when())));
                continue;
            };
            open = time.and(fact.when()).map(|time| (start, time)).or_else(|| {
                push(&all, start..at, time, Truth::Yes);
                Some((at, Agreed::of(fact.when())))
            });
        }
        if let Some((start, time)) = open {
            push(&all, start..all.len(), time, Truth::Yes);
        }
        for fact in self.alone {
            push(&[fact].into(), 0..1, Agreed::of(fact.when()), fact.truth());
        }
    }
}

fn ask(time: Agreed, question: TimeQuestion) -> Truth {
    match question {
        TimeQuestion::On(date) => time.holds_on(date),
        TimeQuestion::During(span) => time.holds_during(span),
        TimeQuestion::Within(date) => time.falls_within(date.into()),
    }
}

/// A day by which facts of one state are taken in order: the latest on which it can have begun, else the earliest on
/// which it was seen or can have ended. So the end of a term comes before the start of the next. Times without a date
/// come last.
fn sorting_day(when: When) -> (bool, Option<Day>) {
    let (start, end) = when.parts().dates();
    let day = match (when.start(), when.end()) {
        (Bound::Date(date) | Bound::OnOrBefore(date), _) | (Bound::Unknown | Bound::Open, Bound::OnOrBefore(date)) => {
            Some(date.last())
        }
        _ => start.or(end).map(PartialDate::first),
    };
    (day.is_none(), day)
}

impl<'g, R> Together<'g, R> {
    /// The facts that it rests on, in the order of time. There is at least one.
    #[must_use]
    pub fn facts(&self) -> &[FactRef<'g, R>] {
        self.all.get(self.own.clone()).unwrap_or_default()
    }

    /// How well it answers the view: as [`FactRef::truth`], by the combined time. Without a question of time it is
    /// certain, unless its one fact is only possible.
    #[must_use]
    pub fn truth(&self) -> Truth {
        self.truth
    }

    /// Whether the state held on a day, as [`When::holds_on`] answers it: a coarser date means one of its days, without
    /// saying which.
    #[must_use]
    pub fn holds_on(&self, date: impl Into<PartialDate>) -> Truth {
        self.bound.and(self.time.holds_on(date.into()))
    }

    /// Whether the state held on at least one day of a span, as [`When::holds_during`].
    #[must_use]
    pub fn holds_during(&self, span: impl Into<Span>) -> Truth {
        self.bound.and(self.time.holds_during(span.into()))
    }

    /// All days that are certain: from the latest possible start to the earliest possible end. `None` if no day is.
    #[must_use]
    pub fn certain_days(&self) -> Option<Span> {
        self.time.certain().filter(|_| self.bound.is_yes())
    }

    /// All days that are possible or certain: from the earliest possible start to the latest possible end.
    #[must_use]
    pub fn possible_days(&self) -> Span {
        self.time.possible()
    }

    /// The earliest and the latest possible start, by the dates as written. Without a known start, from
    /// [`Limit::Past`].
    #[must_use]
    pub fn start_within(&self) -> (Limit, Limit) {
        self.time.starts()
    }

    /// The earliest and the latest possible end, by the dates as written. Without a known end, up to
    /// [`Limit::Future`].
    #[must_use]
    pub fn end_within(&self) -> (Limit, Limit) {
        self.time.ends()
    }

    /// Of its facts, the one by which it had begun at the start of the [certain days](Self::certain_days), with what
    /// the view [assumes](View::assume_holds_for). `None` if no fact says a day by which it had begun.
    #[must_use]
    pub fn had_begun_by(&self) -> Option<FactRef<'g, R>> {
        // Of several that are assumed to have the same start, the one that says it best.
        let start = |fact: &&FactRef<'g, R>| self.time.begun_by(fact.when(), self.assumed_days);
        self.facts().iter().min_by_key(start).filter(|fact| start(fact).0 != Limit::Future).copied()
    }

    /// Of its facts, the one that says last that it still held, or when it ended: it bounds the end of the [certain
    /// days](Self::certain_days), with what the view [assumes](View::assume_holds_for). `None` if no fact says a day
    /// until which it lasted.
    #[must_use]
    pub fn lasted_by(&self) -> Option<FactRef<'g, R>> {
        let end = |fact: &&FactRef<'g, R>| self.time.lasted_until(fact.when(), self.assumed_days);
        self.facts().iter().rev().max_by_key(end).filter(|fact| end(fact).0 != Limit::Past).copied()
    }

    /// The certain facts of the same state that are in other answers, in the order of time: those of another term, or
    /// of a source that contradicts this one.
    pub fn apart(&self) -> impl Iterator<Item = FactRef<'g, R>> + '_ {
        let before = self.all.get(..self.own.start).unwrap_or_default();
        before.iter().chain(self.all.get(self.own.end..).unwrap_or_default()).copied()
    }

    /// The facts of [`apart`](Self::apart) that contradict this answer: they certainly hold on a day on which it
    /// certainly holds, but no single span agrees with both. So one of them is wrong, such as one of two ends of a
    /// term. A term that begins on the day on which another ends does not contradict it.
    ///
    /// ```
    /// # use chancery::{KnowledgeGraph, fact, diplomacy::{self, HeadOfState, Person, State}};
    /// # let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// # let (marsk, norvia) = (kg.add(Person, "Marsk")?, kg.add(State, "Norvia")?);
    /// for (start, end) in [("2010", "2015"), ("2018", "2022"), ("2018", "2023")] {
    ///     kg.assert(fact(marsk, HeadOfState, norvia).between(start, end))?;
    /// }
    /// let terms = kg.view().facts(HeadOfState).to(norvia).together()?;
    /// let counts: Vec<_> = terms.iter().map(|term| (term.apart().count(), term.contradicting().count())).collect();
    /// assert_eq!(counts, [(2, 0), (2, 1), (2, 1)]); // the second term ended in 2022 or in 2023
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn contradicting(&self) -> impl Iterator<Item = FactRef<'g, R>> + '_ {
        let at_odds = |when: When| self.time.and(when).is_none() && self.time.certainly_overlaps(when);
        self.apart().filter(move |fact| at_odds(fact.when()))
    }

    /// The facts that deny the state for a time that may share a day with this answer, in the order of the question.
    /// They change nothing of the answer. They are listed even if the view leaves denied facts out.
    #[must_use]
    pub fn denied(&self) -> &[FactRef<'g, R>] {
        &self.denied
    }

    /// Those of its facts that a claim disputes.
    pub fn disputed(&self) -> impl Iterator<Item = FactRef<'g, R>> + '_ {
        self.facts().iter().copied().filter(FactRef::is_disputed)
    }
}

/// A line: the state, the certain and the possible days, the facts that it rests on, and those that speak against it.
impl<R> fmt::Display for Together<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(first) = self.facts().first() else { return Ok(()) };
        let mut state = first.to_fact();
        (state.key, state.when) = (None, When::UNSTATED);
        state.claims.clear();
        write!(f, "{state}: ")?;
        let (certain, possible) = (self.certain_days(), self.possible_days());
        if let Some(days) = certain {
            write!(f, "certainly {}", Days(days))?;
        }
        if certain != Some(possible) {
            write!(f, "{}possibly {}", if certain.is_some() { ", " } else { "" }, Days(possible))?;
        }
        names(f, "; by ", self.facts().iter().copied())?;
        names(f, "; disputed: ", self.disputed())?;
        names(f, "; contradicted by ", self.contradicting())?;
        names(f, "; denied by ", self.denied.iter().copied())
    }
}

fn names<'g, R: 'g>(
    f: &mut fmt::Formatter<'_>,
    mut before: &str,
    facts: impl Iterator<Item = FactRef<'g, R>>,
) -> fmt::Result {
    for fact in facts {
        write!(f, "{before}fact {}", fact.graph().fact_name(fact.id()).fact)?;
        before = ", ";
    }
    Ok(())
}

/// Days in words.
struct Days(Span);

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.first(), self.0.last()) {
            (Some(first), Some(last)) if first == last => write!(f, "on {first}"),
            (Some(first), Some(last)) => write!(f, "from {first} to {last}"),
            (Some(first), None) => write!(f, "from {first} on"),
            (None, Some(last)) => write!(f, "until {last}"),
            (None, None) => f.write_str("at all times"),
        }
    }
}
