//! The explanation of a plan.

use std::fmt::{self, Write};

use super::{
    Query,
    edges::{Edges, FactEnd},
    pattern::{Apart, Arg, Compare, Condition, Side, Slot, Thing},
    plan::{Access, FactStep, Plan, Step, Target},
};
use crate::{
    error::Error,
    model::{FactId, RelationId},
    view::{NodeRef, TimeQuestion},
};

impl Query<'_> {
    /// How the query is answered: one line for each step, in order, with the number of rows that are expected after it.
    ///
    /// A step ends in *if the view has it* if the filter of the view is applied to each fact, because the relation has
    /// facts that the view may hide or that may be only possible.
    ///
    /// # Errors
    /// As [`Selection::rows`](super::Selection::rows).
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, fact};
    /// use chancery::diplomacy::{self, Person, State, Visits};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let (ann, oman) = (kg.add(Person, "Ann")?, kg.add(State, "Oman")?);
    /// kg.assert(fact(ann, Visits, oman).on("2026-02-10"))?;
    /// let view = kg.view();
    /// let mut q = view.query();
    /// let (guest, state) = (q.var(Person), q.var(State));
    /// q.fact(guest, Visits, state);
    /// assert_eq!(
    ///     q.explain()?,
    ///     "1. every fact of visits gives person and state; about 2 rows\n\
    ///      2. state is tested to be state; about 2 rows\n\
    ///      matches are counted without being listed\n"
    /// );
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn explain(&self) -> Result<String, Error> {
        let (mut text, plan) = self.explain_steps()?;
        text += if self.is_counted(&plan)? {
            "matches are counted without being listed\n"
        } else {
            "matches are listed to be counted\n"
        };
        Ok(text)
    }

    /// The steps of the plan, one line for each, and the plan.
    fn explain_steps(&self) -> Result<(String, Plan), Error> {
        let (_, plan) = self.planned()?;
        let mut text = String::new();
        // Writing into a text does not fail.
        let _ = self.explain_plan(&plan, 0, &mut text);
        Ok((text, plan))
    }

    /// As [`explain`](Self::explain) for a query whose rows are wanted, and not their number.
    #[cfg(feature = "cypher")]
    pub(crate) fn explain_rows(&self) -> Result<String, Error> {
        self.explain_steps().map(|(text, _)| text)
    }

    fn explain_plan(&self, plan: &Plan, depth: usize, text: &mut String) -> fmt::Result {
        for (number, (step, rows)) in (1..).zip(&plan.steps) {
            write!(text, "{:1$}{number}. ", "", depth * 3)?;
            self.explain_step(step, text)?;
            writeln!(text, "; about {} {}", rows.ceil(), if rows.ceil() > 1.0 { "rows" } else { "row" })?;
            let inner: Vec<&Plan> = match step {
                Step::Not(plan) | Step::Exists(plan) | Step::Optional(plan, _) => vec![plan],
                Step::Either(branches) => branches.iter().map(|(plan, _)| plan).collect(),
                _ => Vec::new(),
            };
            for (branch, plan) in inner.iter().enumerate() {
                if branch > 0 {
                    writeln!(text, "{:1$}or", "", depth * 3 + 3)?;
                }
                self.explain_plan(plan, depth + 1, text)?;
            }
        }
        Ok(())
    }

    fn explain_step(&self, step: &Step, text: &mut String) -> fmt::Result {
        let name = |slot: &Slot| self.name(*slot);
        match step {
            Step::Fact(step) => self.explain_fact(step, text),
            Step::Player { fact, role, player } => {
                let (role, player) = (&self.schema().role_def(*role).name, self.target(*player));
                write!(text, "the {role} of {} {}", name(fact), player.met())
            }
            Step::Played { fact, role, player } => {
                let role = &self.schema().role_def(*role).name;
                write!(text, "what has {} as {role} gives {}", self.end_name(*player), name(fact))
            }
            Step::NodeOf { fact, node } => write!(text, "{} is a fact and gives {}", name(node), name(fact)),
            Step::Node { fact, node } => write!(text, "{} as a node {}", name(fact), self.target(*node).met()),
            Step::Reach { reach, access, from, to } => {
                let relation = self.relation(Some(reach.relation));
                let (from, to) = (self.target(*from), self.target(*to));
                match access {
                    Access::From(FactEnd::Object) => {
                        write!(text, "what leads to {} by a chain of {relation} {}", to.name, from.met())?;
                    }
                    Access::All(_) => write!(text, "every chain of {relation} gives {} and {}", from.name, to.name)?,
                    _ => write!(text, "what {} leads to by a chain of {relation} {}", from.name, to.met())?,
                }
                match reach.depth.most {
                    u32::MAX => write!(text, " (at least {})", reach.depth.least),
                    most => write!(text, " ({} to {most})", reach.depth.least),
                }
            }
            Step::Entities(slot) => write!(text, "every entity gives {}", name(slot)),
            Step::Entity(slot) => write!(text, "{} is an entity of the view", name(slot)),
            Step::OneOf { nodes, node } => {
                let some: Vec<_> = nodes.iter().take(3).map(|node| self.end_name(Arg::Node(*node))).collect();
                let more = if nodes.len() > some.len() { " and others" } else { "" };
                let target = self.target(*node);
                let verb = if target.new { "each of" } else { "one of" };
                match some.as_slice() {
                    [] => write!(text, "nothing {}", target.met()),
                    [one] => write!(text, "{one} {}", target.met()),
                    _ => write!(text, "{verb} {}{more} {}", some.join(", "), target.met()),
                }
            }
            Step::Test(slot, range) => {
                write!(text, "{} is tested to be {}", name(slot), self.schema().range_name(*range))
            }
            Step::Unlike(slot, others) => {
                let others: Vec<_> = others.iter().map(name).collect();
                write!(text, "{} is none of {}", name(slot), others.join(", "))
            }
            Step::Filter(condition) => self.explain_condition(condition, text),
            Step::Not(_) => text.write_str("unless"),
            Step::Exists(_) => text.write_str("if there is"),
            Step::Optional(..) => text.write_str("with, if there is"),
            Step::Either(_) => text.write_str("either"),
        }
    }

    fn explain_fact(&self, step: &FactStep, text: &mut String) -> fmt::Result {
        let FactStep { atom, access, subject, object, time } = *step;
        let edges = Edges::of(&self.view, &atom);
        let relation = self.relation(atom.relation);
        let (subject, object) = (self.target(subject), self.target(object));
        match access {
            Access::All(_) => write!(text, "every fact of {relation} gives {} and {}", subject.name, object.name)?,
            Access::From(FactEnd::Subject) => {
                write!(text, "every fact of {relation} from {} gives {}", subject.name, object.name)?;
            }
            Access::From(FactEnd::Object) => {
                write!(text, "every fact of {relation} to {} gives {}", object.name, subject.name)?;
            }
            Access::Between(_) => write!(text, "every fact of {relation} from {} to {}", subject.name, object.name)?,
            Access::Fact => write!(
                text,
                "{} is a fact of {relation} from {} to {}",
                self.name(atom.fact),
                subject.name,
                object.name
            )?,
        }
        if let Some(join) = time {
            write!(text, ", by its time and that of {}", self.name(join.known))?;
        }
        if edges.plain { Ok(()) } else { text.write_str(", if the view has it") }
    }

    fn explain_condition(&self, condition: &Condition, text: &mut String) -> fmt::Result {
        match condition {
            Condition::Differ(a, b) => write!(text, "{} is not {}", self.thing_name(*a), self.thing_name(*b)),
            Condition::Precede(a, b) => {
                write!(text, "{} was recorded before {}", self.name(*a), self.name(*b))
            }
            Condition::Compare(a, how, b) => {
                let side = |side: &Side| match side {
                    Side::Var(slot) => self.name(*slot).to_owned(),
                    Side::Value(value) => value.to_string(),
                };
                let how = match how {
                    Compare::Less => "less than",
                    Compare::AtMost => "at most",
                    Compare::Greater => "greater than",
                    Compare::AtLeast => "at least",
                };
                write!(text, "{} is {how} {}", side(a), side(b))
            }
            Condition::When { fact, question } => {
                let fact = self.name(*fact);
                match question {
                    TimeQuestion::On(date) => write!(text, "{fact} holds on {date}"),
                    TimeQuestion::During(span) => write!(text, "{fact} holds during {span}"),
                    TimeQuestion::Within(date) => write!(text, "{fact} is within {date}"),
                }
            }
            Condition::Time { fact, apart, other } => {
                let (fact, other) = (self.name(*fact), self.name(*other));
                match apart {
                    Apart::Allen(wanted) => write!(text, "{fact} is one of {wanted} to {other}"),
                    Apart::Days(least, most) => write!(text, "{fact} begins {least} to {most} days after {other}"),
                }
            }
            Condition::Test(slots, _) => {
                let names: Vec<_> = slots.iter().map(|slot| self.name(*slot)).collect();
                write!(text, "a test of {}", names.join(", "))
            }
            _ => Ok(()),
        }
    }

    fn schema(&self) -> &crate::schema::Schema {
        self.view.graph().schema()
    }

    fn relation(&self, relation: Option<RelationId>) -> &str {
        relation.map_or("any relation", |relation| &self.schema().relation_def(relation).name)
    }

    fn thing_name(&self, thing: Thing) -> String {
        match thing {
            Thing::Node(end) => self.end_name(end),
            Thing::FactVar(slot) => self.name(slot).to_owned(),
            Thing::Fact(fact) => format!("fact {}", self.view.graph().fact_name(FactId::new(fact)).fact),
        }
    }

    fn end_name(&self, end: Arg) -> String {
        match end {
            Arg::Var(slot) => self.name(slot).to_owned(),
            Arg::Node(node) => NodeRef::new(self.view.graph(), node).to_string(),
            Arg::Absent => "something that the graph does not have".to_owned(),
        }
    }

    fn target(&self, target: Target) -> NamedTarget {
        match target {
            Target::Bind(slot) => NamedTarget { name: self.name(slot).to_owned(), new: true },
            Target::Equal(end) => NamedTarget { name: self.end_name(end), new: false },
        }
    }
}

/// The name of a target, and whether it is a variable that gets its value there.
struct NamedTarget {
    name: String,
    new: bool,
}

impl NamedTarget {
    fn met(&self) -> String {
        format!("{} {}", if self.new { "gives" } else { "is" }, self.name)
    }
}
