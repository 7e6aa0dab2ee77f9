//! A fact on a page: its sentence, its signs, its claims, and links to its bar and its line.

use std::{
    collections::BTreeSet,
    fmt::{self, Write},
};

use super::{
    claims,
    html::{Escaped, Isolated, Listed},
    plan::Plan,
    signs,
};
use crate::{
    model::{Any, Id, Stance},
    time::{Limit, Truth},
    view::{FactRef, MARKS},
};

/// A link to a fact, by its number.
pub(super) struct Link(pub(super) usize);

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<a class=\"num\" href=\"#f{0}\">{0}</a>", self.0)
    }
}

/// Writes a fact as an item of a list.
pub(super) fn card(plan: &Plan<'_>, number: usize, fact: FactRef<'_>, out: &mut String) -> fmt::Result {
    write!(out, "<li class=\"f\" id=\"f{number}\"")?;
    attributes(plan, fact, out)?;
    write!(out, ">\n<p class=\"s\">{} ", Link(number))?;
    sentence(plan, fact, out)?;
    signs::write(plan, number, fact, out)?;
    out.push_str("</p>\n");
    claims::write(plan, number, fact, out)?;
    out.push_str("<p class=\"go\">");
    if let Some(key) = fact.key() {
        write!(out, "<code>{}</code> ", Escaped(key))?;
    }
    if !fact.when().is_unstated() {
        write!(out, "<a href=\"#b{number}\">on the timeline</a> ")?;
    }
    if plan.graph.has_line(number) {
        write!(out, "<a href=\"#g{number}\">in the graph</a>")?;
    }
    out.push_str("</p>\n</li>\n");
    Ok(())
}

/// What the script filters by: numbers of kinds, relation, sources and speakers, and the four bounds of the time in
/// days.
fn attributes(plan: &Plan<'_>, fact: FactRef<'_>, out: &mut String) -> fmt::Result {
    let kinds: BTreeSet<_> = fact.participants().filter_map(|node| node.kind()).map(|kind| plan.kind(kind)).collect();
    let about: BTreeSet<_> =
        fact.participants().filter_map(|node| node.fact()).filter_map(|about| plan.number(about)).collect();
    let certainty = match plan.truth(fact.id()) {
        Some(Truth::Yes) => "y",
        Some(Truth::Possibly) => "p",
        Some(Truth::No) => "n",
        None => "o",
    };
    write!(out, " data-r=\"{}\" data-t=\"{certainty}\"", plan.relation(fact.relation()))?;
    for (name, numbers) in [("k", kinds), ("a", about)] {
        if !numbers.is_empty() {
            write!(out, " data-{name}=\"{}\"", Listed(numbers.into_iter().collect()))?;
        }
    }
    if fact.modality().bound() != Truth::Yes {
        write!(out, " data-m=\"{}\"", fact.modality().name())?;
    }
    if !fact.when().is_unstated() {
        let (first, last) = fact.when().possible_bounds();
        let (from, to) = fact.when().certain_bounds();
        write!(out, " data-d=\"{} {} {} {}\"", Day(first), Day(last), Day(from), Day(to))?;
    }
    Ok(())
}

/// A bound as the number of its day from 1 January 1970; `-` before every day, `+` after every day.
struct Day(Limit);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Limit::Past => f.write_str("-"),
            Limit::Day(day) => day.to_epoch_days().fmt(f),
            Limit::Future => f.write_str("+"),
        }
    }
}

/// The sentence of a fact, in which each entity and each fact is a link.
fn sentence(plan: &Plan<'_>, fact: FactRef<'_>, out: &mut String) -> fmt::Result {
    let [open, between, close] = MARKS;
    let marked = fact.sentence().marked().to_string();
    let mut rest = marked.as_str();
    while let Some((before, after)) = rest.split_once(open) {
        write!(out, "{}", Escaped(before))?;
        let node = after.split_once(between).and_then(|(node, after)| Some((node, after.split_once(close)?)));
        let Some((node, (words, after))) = node else {
            rest = after;
            break;
        };
        let node = node.parse().ok().and_then(|node| fact.graph().node_ref(Id::<Any>::new(node)));
        let target = node.and_then(|node| {
            let about = || Some(format!("f{}", plan.number(node.fact()?)?));
            plan.entity(node).map(|n| format!("e{n}")).or_else(about)
        });
        match target {
            Some(target) => write!(out, "<a href=\"#{target}\">{}</a>", Isolated(words))?,
            None => write!(out, "{}", Isolated(words))?,
        }
        rest = after;
    }
    write!(out, "{}", Escaped(rest))
}

/// Whether the supporting claims of a fact, of which there are some, are all so.
pub(super) fn all_support(fact: FactRef<'_>, is: impl Fn(&crate::view::ClaimRef<'_>) -> bool) -> bool {
    let mut supporting = fact.claims().filter(|claim| claim.stance() == Stance::Supports).peekable();
    supporting.peek().is_some() && supporting.all(|claim| is(&claim))
}
