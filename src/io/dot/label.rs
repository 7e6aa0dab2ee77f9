//! The label and the tooltip of a fact.

use super::{
    Dot,
    options::{Roles, Values},
    signs::Marks,
    text::{clip, lines, one_line, plural},
};
use crate::{
    io::{speakers::says, wrap::wrap},
    model::{Stance, Value},
    view::{ClaimRef, FactRef, NodeRef},
};

/// The width of a label, in columns.
const COLUMNS: usize = 28;
/// The most characters of a value's text that a label shows.
pub(super) const VALUE: usize = 120;
/// The most characters of a quote or notation that a tooltip shows.
pub(super) const QUOTE: usize = 400;
/// The most claims that a tooltip lists.
pub(super) const CLAIMS: usize = 8;

/// An entity's name, a value's text, or a short form of a fact.
pub(super) fn name(node: NodeRef<'_>) -> String {
    match (node.name(), node.value(), node.fact()) {
        (Some(name), ..) => one_line(name),
        (_, Some(value), _) => value_text(value),
        (_, _, Some(_)) => node.to_node().to_string(),
        _ => String::new(),
    }
}

/// The text of a value, without quotes unless it is empty.
fn value_text(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Url(text) if !text.trim().is_empty() => clip(&lines(text), VALUE),
        value => value.to_string(),
    }
}

/// The label of a node.
pub(super) fn node_label(node: NodeRef<'_>) -> String {
    wrap(&name(node), COLUMNS)
}

/// Relation, with the object if that is a value; date, role players in words, speakers and signs, a line each.
pub(super) fn fact_label(dot: &Dot<'_>, fact: &FactRef<'_>, marks: Marks) -> String {
    let relation = fact.dated_name();
    let date = Some(fact.when().label()).filter(|words| !words.is_empty() && relation == fact.relation_name());
    let object = fact.object_node();
    let relation = if object.value().is_some() { format!("{relation}: {}", name(object)) } else { relation };
    let mut label = vec![wrap(&relation, COLUMNS)];
    label.extend(date);
    for (role, player) in fact.players() {
        let in_words = match (dot.roles, player.value()) {
            (Roles::Labelled | Roles::Drawn, Some(_)) => dot.values == Values::Drawn,
            (Roles::Labelled, None) => true,
            (Roles::Hidden, _) | (Roles::Drawn, None) => false,
        };
        if in_words {
            label.push(wrap(&format!("{}: {}", dot.role_name(role), name(player)), COLUMNS));
        }
    }
    label.extend(says(fact, name).map(|says| wrap(&says, COLUMNS)));
    label.extend(marks.words().map(str::to_owned));
    label.join("\n")
}

/// The fact in the notation, without its claims.
pub(super) fn notation(fact: &FactRef<'_>) -> String {
    let mut plain = fact.to_fact();
    plain.claims.clear();
    clip(&one_line(&plain.to_string()), QUOTE)
}

/// The fact and its claims with quotes, sources and speakers, a line each.
pub(super) fn fact_tooltip(fact: &FactRef<'_>) -> String {
    let mut tooltip = vec![notation(fact)];
    tooltip.extend(fact.claims().take(CLAIMS).map(claim_line));
    if let Some(more @ 1..) = fact.claims().count().checked_sub(CLAIMS) {
        tooltip.push(format!("and {more} more claim{}", plural(more)));
    }
    tooltip.join("\n")
}

fn claim_line(claim: ClaimRef<'_>) -> String {
    let source = claim.source();
    let disputes = if claim.stance() == Stance::Disputes { "disputed: " } else { "" };
    let quote = claim.quote().map(|quote| format!("“{}” ", clip(&lines(&quote), QUOTE))).unwrap_or_default();
    let title = one_line(source.title().unwrap_or(source.key()));
    let published = source.published().map(|date| format!(", {date}")).unwrap_or_default();
    let mut line = vec![format!("{disputes}{quote}— {title}{published}")];
    line.extend(claim.said_by().map(|speaker| format!("says {}", name(speaker))));
    line.extend(claim.inferred().map(|reason| format!("inferred: {}", clip(&lines(reason), QUOTE))));
    line.extend(claim.confidence().map(|confidence| format!("confidence {confidence}")));
    line.join("; ")
}

/// The address of the first source whose address is safe to link.
pub(super) fn fact_link<'g>(fact: &FactRef<'g>) -> Option<&'g str> {
    fact.claims().filter_map(|claim| claim.source().url()).find(|url| super::link::link(url).is_some())
}
