//! What a method takes for a span of days: a date in any form, or a span.

use super::{into_date::IntoDate, span::Span};
use crate::error::Error;

/// What a method takes for a span of days: a [`Span`], or a date in any form, which stands for all of its days.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a span of days",
    label = "expected a `Span`, or a date for all of its days, such as `\"2026-02\"`",
    note = "a `Span` has a first and a last day"
)]
pub trait IntoSpan {
    /// Converts to a span of days.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidDate`](crate::ErrorKind::InvalidDate) if it is a text that is not a valid date.
    fn into_span(self) -> Result<Span, Error>;
}

impl<D: IntoDate> IntoSpan for D {
    fn into_span(self) -> Result<Span, Error> {
        self.into_date().map(Span::from)
    }
}

impl IntoSpan for Span {
    fn into_span(self) -> Result<Span, Error> {
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::date;

    #[test]
    fn a_span_is_a_span_or_the_days_of_a_date() {
        let year = Span::from(date("1991"));
        assert_eq!("1991".into_span(), Ok(year));
        assert_eq!(date("1991").into_span(), Ok(year));
        assert_eq!(year.into_span(), Ok(year));
        assert!("1991-13".into_span().is_err());
    }
}
