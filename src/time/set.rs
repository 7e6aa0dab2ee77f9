//! The sets of EDTF level 2: a time that is one of several dates, as `[..2010]`, `[2015..]` or `[1667..1668]`.

use super::{
    bound::{Bound, WhenParts},
    dates::DateRead,
    partial_date::PartialDate,
    text::Fault,
};

/// Dates one of which is meant: all from the first to the last of them, without a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Set {
    OnOrBefore(PartialDate),
    OnOrAfter(PartialDate),
    OneOf(PartialDate, PartialDate),
}

impl Set {
    pub(super) const fn parts(self) -> WhenParts {
        match self {
            Self::OnOrBefore(date) => WhenParts::OnOrBefore(date),
            Self::OnOrAfter(date) => WhenParts::OnOrAfter(date),
            Self::OneOf(first, last) => WhenParts::OnOneOf(first, last),
        }
    }

    /// As the end of a span; `None` for one of several dates, for which a span has no room.
    pub(super) const fn bound(self) -> Option<Bound> {
        match self {
            Self::OnOrBefore(date) => Some(Bound::OnOrBefore(date)),
            Self::OnOrAfter(date) => Some(Bound::OnOrAfter(date)),
            Self::OneOf(..) => None,
        }
    }
}

/// A member of a set: the dates from one to the other, or without first or last.
#[derive(Clone, Copy)]
struct Member {
    first: Option<PartialDate>,
    last: Option<PartialDate>,
    /// The character at which it begins.
    at: usize,
}

/// What a set that is read has between its members.
pub(super) enum Gaps {
    /// A fault.
    Refused,
    /// Filled: all days between are admitted.
    Filled,
}

/// Parses a text that begins with `[` or `{`. It is respelled if it has several members, or blanks; widened if gaps were filled.
pub(super) fn read(
    text: &str,
    date: &mut impl FnMut(&str) -> Result<PartialDate, Fault>,
    gaps: &Gaps,
) -> Result<DateRead<Set>, Fault> {
    let fault = |at: usize, says: String| Fault { at, says: says.into() };
    if text.starts_with('{') {
        return Err(fault(1, "begins a list, all dates of which are meant: record a fact for each of them".into()));
    }
    let inside = text.strip_prefix('[').unwrap_or(text);
    let Some(inside) = inside.strip_suffix(']') else {
        return Err(fault(text.chars().count() + 1, "must be `]`, which ends a set".into()));
    };
    let mut members: Vec<Member> = Vec::new();
    let (mut at, mut has_blanks) = (2, false);
    for member in inside.split(',') {
        let blanks = member.len() - member.trim_start_matches(' ').len();
        has_blanks |= blanks > 0;
        members.push(read_member(member.trim_start_matches(' '), at + blanks, date)?);
        at += member.chars().count() + 1;
    }
    let Some((whole, more)) = members.split_first() else {
        return Err(fault(2, "must begin a date".into()));
    };
    let (mut whole, mut filled) = (*whole, false);
    for member in more {
        filled |= whole.join(*member, gaps)?;
    }
    let set = match (whole.first, whole.last) {
        (None, Some(last)) => Set::OnOrBefore(last),
        (Some(first), None) => Set::OnOrAfter(first),
        (Some(only), Some(last)) if members.len() == 1 && !inside.contains("..") && only == last => {
            return Err(fault(1, format!("begins a set of one date; expected `{only}` without brackets")));
        }
        (Some(first), Some(last)) => Set::OneOf(first, last),
        (None, None) => return Err(fault(1, "begins a set of all dates; expected `unstated`".into())),
    };
    let respelled = has_blanks || (members.len() > 1 && !filled);
    Ok(DateRead { respelled, widened: filled, ..DateRead::of(set) })
}

fn read_member(
    text: &str,
    at: usize,
    date: &mut impl FnMut(&str) -> Result<PartialDate, Fault>,
) -> Result<Member, Fault> {
    let mut end = |text: &str, behind: usize| match text {
        "" => Ok(None),
        _ => date(text).map(Some).map_err(|fault| fault.behind(at - 1 + behind)),
    };
    let Some((first, last)) = text.split_once("..") else {
        let only = date(text).map_err(|fault| fault.behind(at - 1))?;
        return Ok(Member { first: Some(only), last: Some(only), at });
    };
    let behind = first.chars().count() + 2;
    let member = Member { first: end(first, 0)?, last: end(last, behind)?, at };
    match (member.first, member.last) {
        (Some(from), Some(to)) if from.first() > to.last() => {
            Err(Fault { at: at + behind, says: format!("must begin a date that is not before `{from}`").into() })
        }
        _ => Ok(member),
    }
}

impl Member {
    /// Adds a later member. Returns whether there was a gap between them.
    fn join(&mut self, next: Self, gaps: &Gaps) -> Result<bool, Fault> {
        let fault = |says: String| Err(Fault { at: next.at, says: says.into() });
        let (Some(before), Some(after)) = (self.last, next.first) else {
            return fault(
                "must not be there: the first member alone may be without first date, and the last without last".into(),
            );
        };
        if let Some(first) = self.first
            && after.first() < first.first()
        {
            return fault(format!("must begin a date that is not before `{first}`: the members of a set ascend"));
        }
        let gap = before.last().checked_add_days(1).is_some_and(|next| next < after.first());
        if gap && matches!(gaps, Gaps::Refused) {
            let end = |date: Option<PartialDate>| date.map_or_else(String::new, |date| date.to_string());
            return fault(match (self.first, next.last) {
                (None, None) => "begins behind a gap; expected `unstated`, which also admits the days between".into(),
                (first, last) => format!(
                    "begins behind a gap; expected one range such as `[{}..{}]`, which also admits the days between",
                    end(first),
                    end(last)
                ),
            });
        }
        self.last = match next.last {
            Some(last) if last.last() < before.last() => Some(before),
            last => last,
        };
        Ok(gap)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::{ErrorKind, When};

    #[test]
    fn a_set_without_gaps_is_read_as_one_range() {
        for (text, printed) in [
            ("[..2026-01-24]", "[..2026-01-24]"),
            ("[2026-01-24..]", "[2026-01-24..]"),
            ("[1667..1668]", "[1667..1668]"),
            ("[1667..1667]", "[1667..1667]"),
            ("[1667,1668]", "[1667..1668]"),
            ("[1667, 1668, 1669..1672]", "[1667..1672]"),
            ("[..1667,1668]", "[..1668]"),
            ("[1667-12,1668..]", "[1667-12..]"),
            ("[1667-12-31,1668-01..1668-02]", "[1667-12-31..1668-02]"),
            ("[1667,1667-05]", "[1667..1667]"),
            ("[1667?,1668~]", "[1667?..1668~]"),
            ("[-0044,-0043..0001]", "[-0044..0001]"),
        ] {
            assert_eq!(text.parse::<When>().unwrap().to_string(), printed, "{text}");
        }
    }

    #[test]
    fn what_is_not_one_range_of_dates_is_refused() {
        for (text, at, says) in [
            ("[1667,1760-12]", 7, "begins behind a gap; expected one range such as `[1667..1760-12]`"),
            ("[..1667,1669..]", 9, "begins behind a gap; expected `unstated`"),
            ("[1668,1667]", 7, "must begin a date that is not before `1668`"),
            ("[1668..1672,1660]", 13, "must begin a date that is not before `1668`: the members of a set ascend"),
            ("[1668..1667]", 8, "must begin a date that is not before `1668`"),
            ("[1667..,1668]", 9, "must not be there: the first member alone"),
            ("[1667,..1668]", 7, "must not be there: the first member alone"),
            ("[1667]", 1, "begins a set of one date; expected `1667` without brackets"),
            ("[..]", 1, "begins a set of all dates"),
            ("[]", 2, "must be a digit"),
            ("[1667,]", 7, "must be a digit"),
            ("[1667, 166]", 11, "must be a digit"),
            ("[1667..166]", 11, "must be a digit"),
            ("[1667..1668..1669]", 12, "must not be there"),
            ("[1667,1668", 11, "must be `]`"),
            ("[1667..1668]x", 14, "must be `]`"),
            ("{1667,1668}", 1, "begins a list"),
            ("1991/[1992,1993]", 6, "begins one of several dates, which cannot bound a span"),
            ("[1991..1992]/1993", 1, "begins one of several dates, which cannot bound a span"),
            ("1991/[..199]", 12, "must be a digit"),
            ("1991/{1992}", 6, "begins a list"),
        ] {
            let error = text.parse::<When>().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidDate);
            let expected = format!("`{text}` is not a valid time: character {at} {says}");
            assert!(error.to_string().starts_with(&expected), "{error} is not {expected}");
        }
    }
}
