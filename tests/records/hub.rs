//! Many facts at few nodes, of many dates, against a plain scan.
//!
//! Long lists lie in several pieces and are found by their time as well. That must not show: no answer may miss a fact,
//! give one twice, or come in another order than short lists give it; not between insertions, nor after an undo.

use chancery::{
    Any, Day, Id, KnowledgeGraph, PartialDate, Span, Truth, View, When, fact,
    model::{FactId, Modality},
};
use proptest::prelude::*;
use words::State;

mod words {
    chancery::vocabulary! {
        name: "hub";
        kinds { State "state"; }
        relations {
            event CalledOn "called-on": State => State [inverse = "called-on-by"];
            event Met "met": State => State [symmetric];
        }
    }
}

const RELATIONS: [&str; 2] = ["called-on", "met"];
const NODES: usize = 40;

/// A fact as it was recorded.
#[derive(Clone, Copy, Debug)]
struct Recorded {
    relation: &'static str,
    subject: usize,
    object: usize,
    when: When,
    modality: Modality,
    retracted: bool,
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn when(&mut self) -> When {
        let date = PartialDate::from(Day::from_epoch_days(16_000 + i64::try_from(self.below(300)).unwrap()).unwrap());
        let months = ["2013-11", "2014", "2014-03?", "2014-05"];
        match self.below(14) {
            0 => When::on(months[self.below(4)].parse().unwrap()),
            1 => When::on_or_after(date),
            2 => format!("{date}/2014-12").parse().unwrap(),
            3 => When::as_of(date),
            4 => When::UNSTATED,
            5 => When::on_or_before(date),
            6 => When::on_one_of(date, "2014-08".parse().unwrap()).unwrap_or_default(),
            _ => When::on(date),
        }
    }
}

/// Most facts begin at node 0, and most of these end there or at a few others.
struct World {
    kg: KnowledgeGraph,
    ids: Vec<Id<Any>>,
    recorded: Vec<Recorded>,
    dice: Dice,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut kg = KnowledgeGraph::new(words::schema());
        let ids = (0..NODES).map(|n| kg.add(State, format!("State {n}")).unwrap().any()).collect();
        Self { kg, ids, recorded: Vec::new(), dice: Dice(seed) }
    }

    /// Asserts some facts, a few of them planned or denied, and retracts a few.
    fn record(&mut self, count: usize, plain: bool) {
        for _ in 0..count {
            let dice = &mut self.dice;
            let (subject, object) = (dice.below(2) * dice.below(40), dice.below(3) / 2 * dice.below(40));
            let relation = RELATIONS[dice.below(2)];
            let when = dice.when();
            let modality = match dice.below(20) {
                0 if !plain => Modality::Planned,
                1 if !plain => Modality::Denied,
                _ => Modality::Actual,
            };
            let mut draft = fact(self.ids[subject], relation, self.ids[object]).when(when);
            draft = match modality {
                Modality::Planned => draft.planned(),
                Modality::Denied => draft.denied(),
                _ => draft,
            };
            let id = self.kg.assert(draft).unwrap();
            let retracted = !plain && dice.below(25) == 0;
            if retracted {
                self.kg.retract(id, "").unwrap();
            }
            self.recorded.push(Recorded { relation, subject, object, when, modality, retracted });
        }
    }
}

/// What a view asks of time.
#[derive(Clone, Copy, Debug)]
enum Question {
    Always,
    On(PartialDate),
    During(Span),
    Certainly(PartialDate),
}

impl Question {
    fn view<'g>(&self, view: &View<'g>) -> View<'g> {
        match *self {
            Self::Always => view.clone(),
            Self::On(date) => view.on(date).unwrap(),
            Self::During(span) => view.during(span).unwrap(),
            Self::Certainly(date) => view.certainly_on(date).unwrap(),
        }
    }

    fn ask(&self, recorded: &Recorded) -> Truth {
        let truth = recorded.modality.bound();
        match *self {
            Self::Always => truth,
            Self::On(date) => truth.and(recorded.when.holds_on(date)),
            Self::During(span) => truth.and(recorded.when.holds_during(span)),
            Self::Certainly(date) => match truth.and(recorded.when.holds_on(date)) {
                Truth::Yes => Truth::Yes,
                _ => Truth::No,
            },
        }
    }

    fn distance(&self, when: When) -> u64 {
        match *self {
            Self::Always => 0,
            Self::On(date) | Self::Certainly(date) => when.distance_days(date),
            Self::During(span) => when.distance_days(span),
        }
    }
}

/// The facts of a relation that begin, end, or both at some nodes, in the order in which they are answered.
fn scan(
    world: &World,
    question: Question,
    relation: usize,
    from: Option<usize>,
    to: Option<usize>,
) -> Vec<(usize, Truth)> {
    let symmetric = relation == 1;
    let fits = |wanted: Option<usize>, found| wanted.is_none_or(|wanted| wanted == found);
    let mut found: Vec<_> = (0..world.recorded.len())
        .filter_map(|n| {
            let recorded = &world.recorded[n];
            let joined = |a, b| fits(from, a) && fits(to, b);
            let there = recorded.relation == RELATIONS[relation]
                && (joined(recorded.subject, recorded.object)
                    || symmetric && joined(recorded.object, recorded.subject))
                && !recorded.retracted
                && recorded.modality != Modality::Denied;
            let truth = question.ask(recorded);
            (there && truth != Truth::No).then_some((n, truth))
        })
        .collect();
    if !matches!(question, Question::Always) {
        found.sort_by_key(|(n, truth)| (std::cmp::Reverse(*truth), question.distance(world.recorded[*n].when), *n));
    } else if let Some(node) = from.or(to) {
        let other = |n: usize| match &world.recorded[n] {
            recorded if symmetric => {
                if recorded.subject == node {
                    recorded.object
                } else {
                    recorded.subject
                }
            }
            recorded if from.is_some() => recorded.object,
            recorded => recorded.subject,
        };
        found.sort_by_key(|(n, _)| (other(*n), *n));
    }
    found
}

fn check(world: &World, question: Question) {
    let view = question.view(&world.kg.view());
    let number = |id: FactId| usize::try_from(id.index()).unwrap();
    for (relation, name) in RELATIONS.into_iter().enumerate() {
        let name = world.kg.relation(name).unwrap();
        let facts = || view.facts(name);
        for (from, to) in
            [(None, None), (Some(0), None), (None, Some(0)), (Some(0), Some(0)), (Some(3), None), (Some(0), Some(7))]
        {
            let expected = scan(world, question, relation, from, to);
            let mut asked = facts();
            if let Some(from) = from {
                asked = asked.from(world.ids[from]);
            }
            if let Some(to) = to {
                asked = asked.to(world.ids[to]);
            }
            let found: Vec<_> = asked.iter().unwrap().map(|fact| (number(fact.id()), fact.truth())).collect();
            assert_eq!(found, expected, "{} from {from:?} to {to:?}, {question:?}", RELATIONS[relation]);
        }
        for node in [0, 3] {
            let id = world.ids[node];
            let out: Vec<_> =
                view.neighbors(id).outgoing().by(name).iter().unwrap().map(|n| number(n.fact.id())).collect();
            let ids: Vec<_> = view.neighbors(id).outgoing().by(name).ids().unwrap().collect();
            let found: Vec<_> = view.neighbors(id).outgoing().by(name).iter().unwrap().map(|n| n.node.id()).collect();
            assert_eq!(ids, found);
            let mut folded = Vec::new();
            view.neighbors(id).outgoing().by(name).ids().unwrap().for_each(|id| folded.push(id));
            assert_eq!(folded, found);
            let mut sorted = out.clone();
            sorted.sort_unstable();
            let mut expected: Vec<_> =
                scan(world, question, relation, Some(node), None).iter().map(|(n, _)| *n).collect();
            expected.sort_unstable();
            assert_eq!(sorted, expected, "neighbours of {node} by {}, {question:?}", RELATIONS[relation]);
        }
    }
}

fn questions(dice: &mut Dice) -> Vec<Question> {
    let day = |n: usize| Day::from_epoch_days(15_990 + i64::try_from(n).unwrap()).unwrap();
    let (at, length) = (dice.below(320), dice.below(20));
    let date = PartialDate::from(day(at));
    vec![
        Question::Always,
        Question::On(date),
        Question::On("2014-02".parse().unwrap()),
        Question::Certainly(date),
        Question::During(Span::new(Some(day(at)), Some(day(at + length))).unwrap()),
        Question::During(Span::new(None, Some(day(at))).unwrap()),
        Question::During(Span::new(Some(day(at)), None).unwrap()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn long_lists_answer_as_a_scan_does(
        seed: u64, counts in prop::collection::vec((1usize..900, any::<bool>(), any::<bool>()), 1..4),
    ) {
        let mut world = World::new(seed);
        for (count, plain, undone) in counts {
            world.record(count, plain);
            if undone {
                // What is recorded and undone leaves no trace.
                let (kept, ids) = (world.recorded.clone(), world.ids.clone());
                let mut dice = Dice(seed);
                let done = world.kg.atomically(|kg| {
                    for _ in 0..count {
                        let when = dice.when();
                        kg.assert(fact(ids[0], RELATIONS[dice.below(2)], ids[dice.below(40)]).when(when))?;
                    }
                    kg.assert(fact(ids[0], "called-on", "nobody"))
                });
                prop_assert!(done.is_err());
                world.recorded = kept;
            }
            prop_assert_eq!(world.kg.validate(), Ok(()));
            let asked = questions(&mut world.dice);
            for question in asked {
                check(&world, question);
            }
        }
    }
}
