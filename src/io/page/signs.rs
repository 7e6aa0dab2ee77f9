//! What is said of a fact by a sign and a word: what it is, what is thought of it, and what became of it.

use std::fmt::{self, Write};

use super::{
    facts::{Link, all_support},
    html::Isolated,
    plan::Plan,
};
use crate::{
    model::{Modality, Resolution},
    time::Truth,
    view::FactRef,
};

/// Each sign with its word and what it means.
const LEGEND: [(&str, &str, &str); 12] = [
    ("◇", "planned", "it is to come, and may not"),
    ("◌", "hypothetical", "it may be so"),
    ("✕", "cancelled", "it was planned, and did not come"),
    ("¬", "denied", "it is said not to be so"),
    ("?", "possible", "its date leaves open whether it answers the view"),
    ("∴", "inferred", "no source states it; it follows from one"),
    ("❝", "according to", "sources report it as the words of a speaker"),
    ("≠", "disputed", "a source says that it is not so"),
    ("∅", "no source", "nobody is recorded as saying so"),
    ("→", "outcome", "a later fact says what became of it"),
    ("⌫", "retracted", "the record took it back"),
    ("⊕", "merged", "two entities of the record are one"),
];

/// Writes the signs of a fact.
pub(super) fn write(plan: &Plan<'_>, number: usize, fact: FactRef<'_>, out: &mut String) -> fmt::Result {
    let mut sign = |sign: &str, class: &str, words: &dyn fmt::Display| {
        write!(out, " <span class=\"sign {class}\">{sign} {words}</span>")
    };
    match fact.modality() {
        Modality::Actual => {}
        Modality::Planned => sign("◇", "may", &"planned")?,
        Modality::Hypothetical => sign("◌", "may", &"hypothetical")?,
        Modality::Cancelled => sign("✕", "not", &"cancelled")?,
        Modality::Denied => sign("¬", "not", &"denied")?,
    }
    if plan.truth(fact.id()) == Some(Truth::Possibly) && fact.modality() == Modality::Actual {
        sign("?", "may", &"possible")?;
    }
    if all_support(fact, |claim| claim.inferred().is_some()) {
        sign("∴", "inf", &"inferred")?;
    }
    if all_support(fact, |claim| claim.said_by().is_some()) {
        let mut speakers: Vec<_> = Vec::new();
        for speaker in fact.claims().filter_map(|claim| claim.said_by()) {
            if !speakers.iter().any(|(id, _)| *id == speaker.id()) {
                speakers.push((speaker.id(), Isolated(speaker.name().unwrap_or_default()).to_string()));
            }
        }
        let names: Vec<_> = speakers.into_iter().map(|(_, name)| name).collect();
        sign("❝", "said", &format_args!("according to {}", names.join(", ")))?;
    }
    if fact.is_disputed() {
        sign("≠", "dis", &"disputed")?;
    }
    if fact.claims().next().is_none() {
        sign("∅", "inf", &"no source")?;
    }
    if let Some(why) = plan.view.retraction(fact.id()) {
        match why {
            "" => sign("⌫", "not", &"retracted")?,
            why => sign("⌫", "not", &format_args!("retracted: {}", Isolated(why)))?,
        }
    }
    if let Some((resolution, by)) = plan.resolution(fact.id()) {
        sign("→", "out", &format_args!("{} by {}", became(resolution), Link(by)))?;
    }
    for (resolution, of) in plan.resolved_by(number) {
        sign("←", "out", &format_args!("{} {}", became(*resolution), Link(*of)))?;
    }
    if plan.truth(fact.id()).is_none() {
        sign("…", "inf", &"not in the view: another fact refers to it")?;
    }
    Ok(())
}

const fn became(resolution: Resolution) -> &'static str {
    match resolution {
        Resolution::Confirmed => "confirmed",
        Resolution::Postponed => "postponed",
        Resolution::Cancelled => "cancelled",
        Resolution::Denied => "denied",
        Resolution::Refined => "made more precise",
        Resolution::Corrected => "corrected",
    }
}

/// Writes what the signs mean.
pub(super) fn legend(out: &mut String) -> fmt::Result {
    out.push_str("<details class=\"legend\"><summary>What the signs mean</summary>\n<dl>\n");
    for (sign, word, meaning) in LEGEND {
        writeln!(out, "<dt><span class=\"sign\">{sign} {word}</span></dt><dd>{meaning}</dd>")?;
    }
    out.push_str("</dl></details>\n");
    Ok(())
}
