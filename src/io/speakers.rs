//! Who supports a fact by their word, for pictures.

use crate::{
    model::Stance,
    view::{FactRef, NodeRef},
};

/// The most speakers that a picture names for one fact.
const MOST: usize = 3;

/// The speakers who support the fact, each once, in the order of recording, as `says Kistafin`. None if nobody does.
pub(super) fn says(fact: &FactRef<'_>, name: impl FnMut(NodeRef<'_>) -> String) -> Option<String> {
    let mut nodes: Vec<NodeRef<'_>> = Vec::new();
    let supporting = fact.claims().filter(|claim| claim.stance() == Stance::Supports);
    for speaker in supporting.filter_map(|claim| claim.said_by()) {
        if !nodes.iter().any(|node| node.id() == speaker.id()) {
            nodes.push(speaker);
        }
    }
    let says = if nodes.len() == 1 { "says" } else { "say" };
    let more = nodes.len().saturating_sub(MOST);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let named: Vec<_> = nodes.iter().copied().take(MOST).map(name).collect();
    (!named.is_empty()).then(|| format!("{says} {}{more}", named.join(", ")))
}
