//! The time of a fact, from one column or from a start and an end.

use crate::{
    error::{Error, ErrorKind},
    io::{columns::Column, foreign::Values},
    time::{Bound, PartialDate, When},
};

/// What the columns of a fact have said of its time so far.
#[derive(Default)]
pub(in crate::io) struct Times {
    whole: Option<When>,
    start: Option<PartialDate>,
    end: Option<PartialDate>,
}

impl Times {
    /// Reads a column of time, and says whether a time of day was cut off.
    pub(in crate::io) fn read(&mut self, column: &Column, text: &str, values: Values) -> Result<bool, Error> {
        let twice = |given: bool| if given { Err(two_times()) } else { Ok(()) };
        match column {
            Column::Start => {
                let (date, cut) = values.date(text)?;
                twice(self.start.replace(date).is_some())?;
                return Ok(cut);
            }
            Column::End => {
                let (date, cut) = values.date(text)?;
                twice(self.end.replace(date).is_some())?;
                return Ok(cut);
            }
            _ => {}
        }
        let (whole, cut) = match column {
            Column::On => values.date(text).map(|(date, cut)| (When::on(date), cut))?,
            Column::AsOf => values.date(text).map(|(date, cut)| (When::as_of(date), cut))?,
            _ => values.when(text)?,
        };
        twice(self.whole.replace(whole).is_some())?;
        Ok(cut)
    }

    /// The time that they give.
    pub(in crate::io) fn when(self) -> Result<When, Error> {
        let bound = |date: Option<PartialDate>| date.map_or(Bound::Unknown, Bound::Date);
        match (self.whole, self.start, self.end) {
            (whole, None, None) => Ok(whole.unwrap_or(When::UNSTATED)),
            (None, start, end) => When::between(bound(start), bound(end)),
            (Some(_), ..) => Err(two_times()),
        }
    }
}

fn two_times() -> Error {
    Error::new(ErrorKind::InvalidDate, "two columns give the time of the fact; expected one, or a start and an end")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(columns: &[(Column, &str)]) -> Result<String, Error> {
        let mut times = Times::default();
        for (column, text) in columns {
            times.read(column, text, Values::default())?;
        }
        times.when().map(|when| when.to_string())
    }

    #[test]
    fn a_fact_has_one_time() {
        use Column::{AsOf, End, On, Start, When};
        assert_eq!(read(&[]).unwrap(), "unstated");
        assert_eq!(read(&[(Start, "1991 "), (End, "2004")]).unwrap(), "1991/2004");
        assert_eq!(read(&[(When, "as-of 2026")]).unwrap(), read(&[(AsOf, "2026")]).unwrap());
        for twice in [[(On, "1991"), (On, "1992")], [(Start, "1991"), (Start, "1991")], [(When, "1991"), (End, "1992")]]
        {
            assert!(read(&twice).unwrap_err().message().starts_with("two columns give the time"));
        }
        assert!(read(&[(Start, "2004"), (End, "1991")]).is_err());
    }
}
