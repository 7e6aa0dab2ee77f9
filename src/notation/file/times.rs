//! Times in words that the notation does not have, such as `from 2019 to 2026`: what to write instead.

use crate::{
    notation::line::{End, FactLine, RoleLine, Span},
    schema::Shape,
    time::{Bound, PartialDate, WhenParts},
};

/// A time that was meant by something else.
pub(super) struct MeantTime {
    /// Where it is.
    pub(super) span: Span,
    /// As the notation has it.
    pub(super) written: String,
    /// Whether it includes the role that follows.
    pub(super) takes_next: bool,
}

/// The time that is meant by a role that the relation does not have, if its player is a date.
pub(super) fn meant_time(line: &FactLine, place: usize, shape: Shape) -> Option<MeantTime> {
    let role = line.roles.get(place)?;
    let (name, first) = (&*role.name.value, date(role)?);
    let ends = |name: &str| matches!(name, "to" | "till" | "til" | "through" | "thru" | "and");
    let span = role.name.span.start..role.player.span.end;
    let when = line.when.as_ref().map(|when| (when.value.parts(), &when.span));
    if matches!(name, "from" | "after" | "starting") {
        if let Some(next) = line.roles.get(place + 1).filter(|next| ends(&next.name.value))
            && let Some(last) = date(next)
        {
            let span = span.start..next.player.span.end;
            return Some(MeantTime { span, written: format!("between {first}/{last}"), takes_next: true });
        }
        if let Some((WhenParts::Between(Bound::Unknown, Bound::Date(last)), at)) = when {
            let span = span.start.min(at.start)..span.end.max(at.end);
            return Some(MeantTime { span, written: format!("between {first}/{last}"), takes_next: false });
        }
    }
    if ends(name)
        && let Some((WhenParts::On(start) | WhenParts::Between(Bound::Date(start), Bound::Unknown), at)) = when
    {
        let span = span.start.min(at.start)..span.end.max(at.end);
        return Some(MeantTime { span, written: format!("between {start}/{first}"), takes_next: false });
    }
    let is_event = shape == Shape::Happens;
    let word = match name {
        "from" | "after" | "starting" if is_event => "on-or-after",
        "from" | "after" | "starting" => "since",
        "before" | "by" if is_event => "on-or-before",
        "before" | "by" => "until",
        _ if ends(name) => "until",
        "in" | "at" | "during" | "around" | "about" | "dated" | "date" | "year" if is_event => "on",
        "in" | "at" | "during" | "around" | "about" | "dated" | "date" | "year" => "as-of",
        _ => return None,
    };
    Some(MeantTime { span, written: format!("{word} {first}"), takes_next: false })
}

fn date(role: &RoleLine) -> Option<PartialDate> {
    match &role.player.value {
        End::Bare(word) => word.parse().ok(),
        _ => None,
    }
}
