//! How two times that are not known exactly can lie to each other.

use super::{
    allen::{Allen, FAR, point},
    allen_set::AllenSet,
    span::Limit,
    when::When,
};

impl When {
    /// All relations in which a span that this admits can stand to one that the other admits. Exact; by the dates as
    /// written, qualifiers left aside. Takes some hundred nanoseconds.
    #[must_use]
    pub fn allen(self, other: Self) -> AllenSet {
        let ends = [self.variables(), other.variables()];
        Allen::ALL.into_iter().filter(|relation| possible(*relation, ends)).collect()
    }

    /// The least and the greatest point of its start and of its end, as half-open intervals.
    fn variables(self) -> [(i64, i64); 2] {
        let bounds = self.written();
        let points = |(low, high): (u32, u32)| (point(Limit::from_bits(low)), point(Limit::from_bits(high)));
        let (start, end) = (points(bounds.starts), points(bounds.ends));
        // An end is never before all days. Nor is a start after them all: the least solution does not put it there.
        [start, (end.0.max(1 - FAR) + 1, end.1 + 1)]
    }
}

/// Whether two intervals whose ends lie within bounds can stand in a relation.
///
/// A relation is a set of constraints `x + gap <= y` between the four ends. Raising the least value of each end until all
/// constraints are met gives the least solution; if it passes a greatest value, there is none.
fn possible(relation: Allen, [a, b]: [[(i64, i64); 2]; 2]) -> bool {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let [mut a_start, mut a_end, mut b_start, mut b_end] = [a[0].0, a[1].0, b[0].0, b[1].0];
    let order = |low: &mut i64, high: &mut i64, order| match order {
        Less => *high = (*high).max(*low + 1),
        Equal => (*low, *high) = ((*low).max(*high), (*low).max(*high)),
        Greater => *low = (*low).max(*high + 1),
    };
    // How start lies to start, end to end, end of a to start of b, start of a to end of b.
    let (starts, ends, end_start, start_end) = match relation {
        Allen::Before => (Less, Less, Less, Less),
        Allen::Meets => (Less, Less, Equal, Less),
        Allen::Overlaps => (Less, Less, Greater, Less),
        Allen::FinishedBy => (Less, Equal, Greater, Less),
        Allen::Contains => (Less, Greater, Greater, Less),
        Allen::Starts => (Equal, Less, Greater, Less),
        Allen::Equals => (Equal, Equal, Greater, Less),
        Allen::StartedBy => (Equal, Greater, Greater, Less),
        Allen::During => (Greater, Less, Greater, Less),
        Allen::Finishes => (Greater, Equal, Greater, Less),
        Allen::OverlappedBy => (Greater, Greater, Greater, Less),
        Allen::MetBy => (Greater, Greater, Greater, Equal),
        Allen::After => (Greater, Greater, Greater, Greater),
    };
    // A value is raised along a path of at most three steps.
    for _ in 0..4 {
        order(&mut a_start, &mut a_end, Less);
        order(&mut b_start, &mut b_end, Less);
        order(&mut a_start, &mut b_start, starts);
        order(&mut a_end, &mut b_end, ends);
        order(&mut a_end, &mut b_start, end_start);
        order(&mut a_start, &mut b_end, start_end);
    }
    a_start <= a[0].1 && a_end <= a[1].1 && b_start <= b[0].1 && b_end <= b[1].1
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

    use super::*;

    #[test]
    fn wide_dates_relate_by_their_ends() {
        let relations = |a: &str, b: &str| a.parse::<When>().unwrap().allen(b.parse().unwrap()).to_string();
        assert_eq!(relations("1991", "1992"), "{before, meets}");
        assert_eq!(relations("1991", "1993"), "{before}");
        assert_eq!(relations("1991/..", "../1990"), "{met-by, after}");
        assert_eq!(relations("../..", "../.."), "{equals}");
        assert_eq!(relations("1991/..", "../.."), "{finishes}");
        assert_eq!(relations("1991/", "../.."), "{during, finishes}");
        assert_eq!(relations("/1990", "1991/1995"), "{before, meets}");
        assert_eq!(relations("/1890", "1891/1895"), "{before, meets}");
        assert_eq!(relations("1890/", "1891-01-05/1891-01-06"), "{before, meets, overlaps, finished-by, contains}");
        assert_eq!(relations("1890/", "../1892"), "{during, finishes, overlapped-by}");
        assert_eq!(relations("unstated", "1066"), AllenSet::ALL.to_string());
        assert_eq!(
            relations("unstated", "../1066"),
            "{starts, equals, started-by, during, finishes, overlapped-by, met-by, after}"
        );
        assert_eq!("1991".parse::<When>().unwrap().allen("1991".parse().unwrap()), AllenSet::ALL);
        assert_eq!(When::UNSTATED.allen(When::UNSTATED), AllenSet::ALL);
    }
}
