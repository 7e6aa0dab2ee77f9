//! The text of a time: how it is printed and parsed.

use std::fmt;

use super::{
    bound::{Bound, WhenParts},
    dates::{DateRead, Dates},
    edtf,
    partial_date::PartialDate,
    set::{self, Gaps},
    text::{Fault, show, text_serde},
    when::When,
};
use crate::error::{Error, ErrorKind, shown::as_found};

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, |f| match self.parts() {
            WhenParts::Unstated => f.write_str("unstated"),
            WhenParts::On(date) => write!(f, "{date}"),
            WhenParts::OnOrBefore(date) => write!(f, "[..{date}]"),
            WhenParts::OnOrAfter(date) => write!(f, "[{date}..]"),
            WhenParts::OnOneOf(first, last) => write!(f, "[{first}..{last}]"),
            WhenParts::AsOf(date) => write!(f, "as-of {date}"),
            WhenParts::Between(start, end) => write!(f, "{start}/{end}"),
        })
    }
}

impl fmt::Debug for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "When({self})")
    }
}

impl When {
    /// Parses a time, the dates of which are parsed by the function. It is respelled or widened if a set in it was.
    pub(super) fn read(
        text: &str,
        mut date: impl FnMut(&str) -> Result<PartialDate, Fault>,
        gaps: &Gaps,
    ) -> Result<DateRead<Self>, Error> {
        let fault = |fault: Fault| fault.error(ErrorKind::InvalidDate, text, "time");
        if text == "unstated" {
            return Ok(DateRead::of(Self::UNSTATED));
        }
        if let Some(seen) = text.strip_prefix("as-of ") {
            let date = date(seen).map_err(|at| fault(at.behind("as-of ".len())))?;
            return Ok(DateRead::of(Self::as_of(date)));
        }
        let Some((start, end)) = text.split_once('/') else {
            if is_set(text) {
                let set = set::read(text, &mut date, gaps).map_err(fault)?;
                return Ok(set.map(|set| Self::of(set.parts())));
            }
            return date(text).map(|date| DateRead::of(Self::on(date))).map_err(fault);
        };
        let (mut respelled, mut widened) = (false, false);
        let mut bound = |text: &str, behind: usize| match text {
            "" => Ok(Bound::Unknown),
            ".." => Ok(Bound::Open),
            _ if is_set(text) => {
                let set = set::read(text, &mut date, gaps).map_err(|at| fault(at.behind(behind)))?;
                respelled |= set.respelled;
                widened |= set.widened;
                set.value.bound().ok_or_else(|| fault(Fault { at: 1 + behind, says: ONE_OF.into() }))
            }
            _ => date(text).map(Bound::Date).map_err(|at| fault(at.behind(behind))),
        };
        let start_length = start.chars().count();
        let (start, end) = (bound(start, 0)?, bound(end, start_length + 1)?);
        let when = Self::between(start, end)?;
        Ok(DateRead { respelled, widened, ..DateRead::of(when) })
    }
}

impl When {
    /// Parses the time of an event: a date or a set.
    pub(crate) fn parse_event(text: &str) -> Result<Self, Error> {
        let when: Self = text.parse()?;
        if when.parts().is_event() {
            return Ok(when);
        }
        let why = format!(
            "`{}` is not the time of an event; expected a date, or a set such as `[..2026-01-24]`",
            as_found(text)
        );
        Err(Error::new(ErrorKind::InvalidDate, why))
    }
}

impl std::str::FromStr for Bound {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let fault = |fault: Fault| fault.error(ErrorKind::InvalidDate, text, "bound");
        match text {
            "" => Ok(Self::Unknown),
            ".." => Ok(Self::Open),
            _ if is_set(text) => {
                let set = set::read(text, &mut edtf::read, &Gaps::Refused).map_err(fault)?;
                set.value.bound().ok_or_else(|| fault(Fault { at: 1, says: ONE_OF.into() }))
            }
            _ => edtf::read(text).map(Self::Date).map_err(fault),
        }
    }
}

const ONE_OF: &str =
    "begins one of several dates, which cannot bound a span; expected a date, `[..1991]` or `[1991..]`";

fn is_set(text: &str) -> bool {
    text.starts_with(['[', '{'])
}

impl std::str::FromStr for When {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Dates::strict().when(text).map(|read| read.value)
    }
}

text_serde!(When, "a time such as `2026-02`, `as-of 2026-01-24`, `1991/2004` or `unstated`");

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;
    use crate::date;

    #[test]
    fn the_text_comes_back_and_gives_the_parts() {
        let d = |text| Bound::Date(date(text));
        for (text, parts) in [
            ("unstated", WhenParts::Unstated),
            ("2026-02", WhenParts::On(date("2026-02"))),
            ("1991?", WhenParts::On(date("1991?"))),
            ("[..2026-01-24]", WhenParts::OnOrBefore(date("2026-01-24"))),
            ("[2026-01..]", WhenParts::OnOrAfter(date("2026-01"))),
            ("[1667..1668?]", WhenParts::OnOneOf(date("1667"), date("1668?"))),
            ("as-of 2026-01-24", WhenParts::AsOf(date("2026-01-24"))),
            ("2018/[2026-11-01..]", WhenParts::Between(d("2018"), Bound::OnOrAfter(date("2026-11-01")))),
            ("[..2010]/2015", WhenParts::Between(Bound::OnOrBefore(date("2010")), d("2015"))),
            ("[..2010]/", WhenParts::Between(Bound::OnOrBefore(date("2010")), Bound::Unknown)),
            ("/[2015..]", WhenParts::Between(Bound::Unknown, Bound::OnOrAfter(date("2015")))),
            ("2010/[..2015]", WhenParts::Between(d("2010"), Bound::OnOrBefore(date("2015")))),
            ("[2010..]/[..2015]", WhenParts::Between(Bound::OnOrAfter(date("2010")), Bound::OnOrBefore(date("2015")))),
            ("1991/2004", WhenParts::Between(d("1991"), d("2004"))),
            ("1991/", WhenParts::Between(d("1991"), Bound::Unknown)),
            ("/2004~", WhenParts::Between(Bound::Unknown, d("2004~"))),
            ("1991/..", WhenParts::Between(d("1991"), Bound::Open)),
            ("../2004", WhenParts::Between(Bound::Open, d("2004"))),
            ("../..", WhenParts::Between(Bound::Open, Bound::Open)),
            ("/", WhenParts::Between(Bound::Unknown, Bound::Unknown)),
            ("../", WhenParts::Between(Bound::Open, Bound::Unknown)),
            ("/..", WhenParts::Between(Bound::Unknown, Bound::Open)),
        ] {
            let when: When = text.parse().unwrap();
            assert_eq!(when.parts(), parts);
            assert_eq!(when.to_string(), text);
            let json = serde_json::to_string(&when).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<When>(&json).unwrap(), when);
            let made = match parts {
                WhenParts::Unstated => When::default(),
                WhenParts::On(date) => When::on(date),
                WhenParts::OnOrBefore(date) => When::on_or_before(date),
                WhenParts::OnOrAfter(date) => When::on_or_after(date),
                WhenParts::OnOneOf(first, last) => When::on_one_of(first, last).unwrap(),
                WhenParts::Between(Bound::Date(start), Bound::OnOrAfter(date)) => {
                    When::since(start).still_on(date).unwrap()
                }
                WhenParts::AsOf(date) => When::as_of(date),
                WhenParts::Between(Bound::Date(date), Bound::Unknown) => When::since(date),
                WhenParts::Between(Bound::Unknown, Bound::Date(date)) => When::until(date),
                WhenParts::Between(start, end) => When::between(start, end).unwrap(),
            };
            assert_eq!(made, when);
            assert_eq!(when.is_unstated(), text == "unstated");
        }
        assert_eq!(format!("{:?} [{:>6}]", When::on(date("1991")), When::on(date("1991"))), "When(1991) [  1991]");
    }

    #[test]
    fn times_without_a_possible_span_are_refused() {
        let error = "2004/1991".parse::<When>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidSpan);
        assert_eq!(
            error.to_string(),
            "`2004/1991` is not a valid span: its earliest start `2004-01-01` is after its latest end `1991-12-31`"
        );
        assert!("1991-12-31/1991-01-01".parse::<When>().is_err());
        assert!("1991-12-31/1991".parse::<When>().is_ok());
        for (text, why) in [
            ("2004/[..1991]", "its earliest start `2004-01-01` is after its latest end `1991-12-31`"),
            ("[2004..]/1991", "its earliest start `2004-01-01` is after its latest end `1991-12-31`"),
            ("[2004..]/[..1991]", "its earliest start `2004-01-01` is after its latest end `1991-12-31`"),
            ("2004/[1991..]", "its earliest start `2004-01-01` is after `1991-12-31`, when it still held"),
        ] {
            let error = text.parse::<When>().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidSpan);
            assert_eq!(error.to_string(), format!("`{text}` is not a valid span: {why}"));
        }
        assert!("[2004..]/[1991..]".parse::<When>().is_ok() && "[..2004]/[..1991]".parse::<When>().is_ok());
        let error = When::on_one_of(date("1992"), date("1991")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidSpan);
        for when in ["unstated", "1991", "as-of 1991", "1991/1992", "1991/..", "/", "../", "[1991..]/"] {
            assert_eq!(when.parse::<When>().unwrap().still_on(date("1993")).unwrap_err().kind(), ErrorKind::WrongTime);
        }
        assert_eq!(When::since(date("1994")).still_on(date("1993")).unwrap_err().kind(), ErrorKind::InvalidSpan);
        assert_eq!(
            "[..1990]/".parse::<When>().unwrap().still_on(date("1993")).unwrap().to_string(),
            "[..1990]/[1993..]"
        );
    }
}
