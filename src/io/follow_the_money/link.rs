//! The id of a link, and its time from the dates that it has.

use crate::{
    error::Error,
    schema::Shape,
    time::{Bound, PartialDate, When},
};

/// What stands before the place of a fact in the id of its link, if the fact has no key.
pub(super) const PLACE: &str = "chancery-fact:";

/// Whether this crate made an id of the place of a fact: it is not the key of a fact then.
pub(super) fn is_place(id: &str) -> bool {
    let place = id.strip_prefix(PLACE).map(|place| place.trim_end_matches('-'));
    place.is_some_and(|place| !place.is_empty() && place.bytes().all(|byte| byte.is_ascii_digit()))
}

pub(super) struct Times {
    pub(super) date: Option<PartialDate>,
    pub(super) start: Option<PartialDate>,
    pub(super) end: Option<PartialDate>,
}

impl Times {
    /// Whether there is a date beside those of a start or end.
    pub(super) const fn has_other_date(&self) -> bool {
        self.date.is_some() && (self.start.is_some() || self.end.is_some())
    }

    /// The time of a fact of a relation of this shape, if it is known.
    pub(super) fn when(&self, shape: Option<Shape>) -> Result<When, Error> {
        let bound = |date: Option<PartialDate>| date.map_or(Bound::Unknown, Bound::Date);
        Ok(match (self.date, self.start, self.end) {
            (None, None, None) => When::UNSTATED,
            (Some(date), None, None) if shape == Some(Shape::Holds) => When::as_of(date),
            (Some(date), None, None) => When::on(date),
            // An event has both ends, one of which is not known.
            (None, Some(start), None) if shape == Some(Shape::Happens) => When::on_or_after(start),
            (None, None, Some(end)) if shape == Some(Shape::Happens) => When::on_or_before(end),
            (_, start, end) => When::between(bound(start), bound(end))?,
        })
    }
}

/// The first of several dates, or a more exact one within it.
pub(super) fn narrowest(dates: &[PartialDate]) -> Option<PartialDate> {
    dates.iter().copied().reduce(|best, date| {
        let within = best.first() <= date.first() && date.last() <= best.last() && !best.is_qualified();
        if within { date } else { best }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_dates_the_first_is_taken_or_one_within_it() {
        let narrowest = |texts: &[&str]| {
            let dates: Vec<_> = texts.iter().map(|text| text.parse().unwrap()).collect();
            narrowest(&dates).map(|date| date.to_string())
        };
        assert_eq!(narrowest(&[]), None);
        assert_eq!(narrowest(&["2004", "2004-05-01", "2004-05"]).as_deref(), Some("2004-05-01"));
        assert_eq!(narrowest(&["2004-05", "2003", "2004"]).as_deref(), Some("2004-05"));
    }
}
