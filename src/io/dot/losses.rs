//! Reports what a picture does not show.

use std::collections::BTreeSet;

use super::{
    Dot,
    label::{CLAIMS, QUOTE, VALUE},
    options::{Roles, Values},
    plan::Plan,
};
use crate::{
    dossier::Selection,
    io::loss::{Loss, Losses},
    model::{FactId, Value},
    view::{ClaimRef, FactRef, SourceRef},
};

impl<'g> Plan<'g> {
    /// Everything that is left out or shortened, so that it cannot be recovered from the picture.
    pub(super) fn losses(&self, dot: &Dot<'g>) -> Losses {
        let selection = Selection::of(&dot.view);
        let mut losses = Losses::of_sameness(&selection);
        let drawn: BTreeSet<FactId> = self.facts.iter().map(FactRef::id).collect();
        for fact in selection.facts().filter(|fact| !drawn.contains(&fact.id())) {
            losses.note(Loss::Facts, || fact.to_string());
        }
        losses.note_many(Loss::Entities, self.more_entities as u64, || format!("beyond the limit of {}", dot.limit));
        for fact in &self.facts {
            told_of(dot, fact, self.hubs.contains(&fact.id()), &mut losses);
        }
        for source in selection.sources().filter(says_more) {
            losses.note(Loss::Sources, || source.key().to_owned());
        }
        losses
    }
}

fn told_of(dot: &Dot<'_>, fact: &FactRef<'_>, hub: bool, losses: &mut Losses) {
    let kg = dot.view.graph();
    let shown = |value: bool| match dot.roles {
        Roles::Hidden => false,
        Roles::Labelled | Roles::Drawn => !value || dot.values == Values::Drawn,
    };
    if fact.players().any(|(_, player)| !shown(player.value().is_some())) {
        losses.note(Loss::Roles, || fact.to_string());
    }
    if !hub && let Some(key) = kg.fact_key(fact.id()) {
        losses.note(Loss::Keys, || key.to_owned());
    }
    let cut = |value: &Value| matches!(value, Value::Text(text) | Value::Url(text) if text.chars().count() > VALUE);
    if fact.participants().any(|node| node.value().is_some_and(cut)) {
        losses.note(Loss::Text, || fact.to_string());
    }
    if dot.view.recorded_resolution(fact.id()).is_some()
        || dot.view.retraction(fact.id()).is_some_and(|why| !why.is_empty())
    {
        losses.note(Loss::Settled, || fact.to_string());
    }
    for claim in fact.claims().skip(CLAIMS) {
        losses.note(Loss::Claims, || format!("of {} by {}", kg.fact_name(fact.id()).fact, claim.source().key()));
    }
    for claim in fact.claims().take(CLAIMS).filter(is_cut) {
        losses.note(Loss::Claims, || format!("of {} by {}", kg.fact_name(fact.id()).fact, claim.source().key()));
    }
}

/// A picture shows the words of a quote up to a limit, but neither their place nor a hash.
fn is_cut(claim: &ClaimRef<'_>) -> bool {
    let long = |text: &str| text.chars().count() > QUOTE;
    claim.ranges().next().is_some() || claim.quote().as_deref().is_some_and(long) || claim.inferred().is_some_and(long)
}

/// A picture shows the title of a source, or its key, its date of publication, and one address for each fact.
fn says_more(source: &SourceRef<'_>) -> bool {
    let plain = source.without_text();
    source.text().is_some()
        || plain.sha256.is_some()
        || plain.title.is_some()
        || plain.publisher.is_some()
        || plain.url.is_some()
        || plain.licence.is_some()
        || plain.derives_from.is_some()
}
