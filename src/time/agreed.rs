//! The spans that several times admit in common.

use super::{
    ask::{Bounds, fall_within, hold_during, hold_on},
    partial_date::PartialDate,
    span::{Limit, Span},
    truth::Truth,
    when::When,
};

/// The spans that each of several times admits, and the same without qualified dates, by which an answer is certain.
///
/// Each time admits the spans with a start within two bounds and an end within two bounds. So do several times: of the
/// earliest bounds the latest counts, and of the latest the earliest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Agreed {
    written: Bounds,
    sure: Bounds,
    /// The sure bounds, with what is assumed of days around those on which it was seen to hold.
    assumed: Bounds,
}

impl Agreed {
    pub(crate) fn of(when: When) -> Self {
        let sure = when.sure();
        Self { written: when.written(), sure, assumed: sure }
    }

    /// What another time admits of these spans; `None` if it admits none of them.
    pub(crate) fn and(self, when: When) -> Option<Self> {
        let written = both(self.written, when.written());
        let (Bounds { starts, ends }, sure) = (written, both(self.sure, when.sure()));
        let admits = starts.0 <= starts.1 && ends.0 <= ends.1 && starts.0 <= ends.1;
        admits.then_some(Self { written, sure, assumed: sure })
    }

    /// The same, if what one of the times saw is assumed to hold for so many days around it. What the times rule out stays
    /// ruled out.
    pub(crate) fn assuming(mut self, when: When, days: u32) -> Self {
        if let Some((start, end)) = self.assumed_of(when, days) {
            self.assumed.starts.1 = self.assumed.starts.1.min(start);
            self.assumed.ends.0 = self.assumed.ends.0.max(end);
        }
        self
    }

    /// What is assumed if one of the times is assumed to hold for so many days around what it saw: the latest start and the
    /// earliest end. `None` if it saw no day.
    fn assumed_of(self, when: When, days: u32) -> Option<(u32, u32)> {
        let assumed = when.assume_holds_for(days);
        let (start, end) = assumed.sure().inner();
        let is_assumed = days > 0 && assumed != when && start <= end;
        is_assumed.then(|| (start.max(self.written.starts.0), end.min(self.written.ends.1)))
    }

    /// By when one of the times says that it had begun: first with what is assumed, then without.
    pub(crate) fn begun_by(self, when: When, days: u32) -> (Limit, Limit) {
        let (sure, _) = when.sure().inner();
        let assumed = self.assumed_of(when, days).map_or(sure, |(start, _)| start.min(sure));
        (Limit::from_bits(assumed), Limit::from_bits(sure))
    }

    /// Until when one of the times says that it lasted: first with what is assumed, then without.
    pub(crate) fn lasted_until(self, when: When, days: u32) -> (Limit, Limit) {
        let (_, sure) = when.sure().inner();
        let assumed = self.assumed_of(when, days).map_or(sure, |(_, end)| end.max(sure));
        (Limit::from_bits(assumed), Limit::from_bits(sure))
    }

    pub(crate) fn holds_on(self, date: PartialDate) -> Truth {
        hold_on(self.written, || self.assumed, date)
    }

    pub(crate) fn holds_during(self, span: Span) -> Truth {
        hold_during(self.written, || self.assumed, span)
    }

    pub(crate) fn falls_within(self, span: Span) -> Truth {
        fall_within(self.written, || self.sure, span)
    }

    /// Whether it certainly holds at once with another time, on more than a day on which one ends as the other begins.
    pub(crate) fn certainly_overlaps(self, when: When) -> bool {
        // No start comes before one that is absent, and no end after.
        let before = |start, end| start < end || start == Limit::Past.bits() || end == Limit::Future.bits();
        let ((start, end), (other_start, other_end)) = (self.sure.inner(), when.sure().inner());
        before(start, other_end) && before(other_start, end)
    }

    /// Whether it may share a day with another time.
    pub(crate) fn may_meet(self, when: When) -> bool {
        let (mine, other) = (self.written, when.written());
        mine.starts.0 <= other.ends.1 && other.starts.0 <= mine.ends.1
    }

    /// The earliest and the latest start, by the dates as written.
    pub(crate) fn starts(self) -> (Limit, Limit) {
        (Limit::from_bits(self.written.starts.0), Limit::from_bits(self.written.inner().0))
    }

    /// The earliest and the latest end, by the dates as written.
    pub(crate) fn ends(self) -> (Limit, Limit) {
        (Limit::from_bits(self.written.inner().1), Limit::from_bits(self.written.ends.1))
    }

    /// The days of every span.
    pub(crate) fn certain(self) -> Option<Span> {
        let (start, end) = self.assumed.inner();
        let (start, end) = (Limit::from_bits(start), Limit::from_bits(end));
        let some = start <= end && start != Limit::Future && end != Limit::Past;
        some.then(|| Span::new(start.day(), end.day()).ok()).flatten()
    }

    /// The days of some span.
    pub(crate) fn possible(self) -> Span {
        let (start, end) = (Limit::from_bits(self.written.starts.0), Limit::from_bits(self.written.ends.1));
        // The start of an admitted span is not after its end.
        Span::new(start.day(), end.day()).unwrap_or(Span::ALL)
    }
}

fn both(one: Bounds, other: Bounds) -> Bounds {
    let both = |(a, b): (u32, u32), (c, d): (u32, u32)| (a.max(c), b.min(d));
    Bounds { starts: both(one.starts, other.starts), ends: both(one.ends, other.ends) }
}
