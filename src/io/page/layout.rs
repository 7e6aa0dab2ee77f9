//! Where the entities of a graph stand: those that facts join near each other, and no label on another.
//!
//! The method is that of Fruchterman and Reingold, "Graph Drawing by Force-directed Placement", 1991; then labels that
//! overlap are pushed apart. It uses only `+`, `-`, `*`, `/`, square roots, comparisons and rounding, which IEEE 754
//! defines to the bit: the same graph has the same places on every machine.

/// The distance at which the forces between two joined entities are equal.
const NEAR: f64 = 60.0;
/// How much wider than high the room of an entity is, as labels are wide.
const WIDE: f64 = 1.2;
/// How strongly all are held together.
const HELD: f64 = 2.0;
const STEPS: u32 = 300;
/// The least space between two labels.
const GAP: (f64, f64) = (10.0, 6.0);
/// Cosine and sine of the golden angle.
const TURN: (f64, f64) = (-0.737_368_878_078_319_7, 0.675_490_294_261_523_8);

/// A label, by its middle and its size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Place {
    fn of((width, height): (f64, f64)) -> Self {
        Self { x: 0.0, y: 0.0, width, height }
    }

    /// By how much two labels must move apart in each direction; positive in both if they overlap.
    fn overlap(self, other: Self) -> (f64, f64) {
        (
            f64::midpoint(self.width, other.width) + GAP.0 - (self.x - other.x).abs(),
            f64::midpoint(self.height, other.height) + GAP.1 - (self.y - other.y).abs(),
        )
    }
}

/// Places labels of these sizes, of which some are joined, from the upper left corner.
///
/// It takes time in the square of the number of labels.
pub(super) fn place(sizes: &[(f64, f64)], joined: &[(usize, usize)]) -> Vec<Place> {
    let mut places: Vec<Place> = sizes.iter().copied().map(Place::of).collect();
    begin(&mut places, joined);
    for step in 0..STEPS {
        pull(&mut places, joined, NEAR * f64::from(STEPS - step) / f64::from(STEPS));
    }
    for place in &mut places {
        place.x *= WIDE;
    }
    // To push is enough for few labels; where many are too close, there must be more room.
    while !push(&mut places) {
        for place in &mut places {
            (place.x, place.y) = (place.x * 1.05, place.y * 1.05);
        }
    }
    let left = places.iter().map(|place| place.x - place.width / 2.0).fold(f64::INFINITY, f64::min);
    let top = places.iter().map(|place| place.y - place.height / 2.0).fold(f64::INFINITY, f64::min);
    for place in &mut places {
        (place.x, place.y) = (place.x - left, place.y - top);
    }
    places
}

/// Places each on a spiral, those that are joined one after the other, beginning with that which joins the most.
fn begin(places: &mut [Place], joined: &[(usize, usize)]) {
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); places.len()];
    for (one, other) in joined {
        for (from, to) in [(*one, *other), (*other, *one)] {
            if let Some(near) = near.get_mut(from) {
                near.push(to);
            }
        }
    }
    let mut first: Vec<usize> = (0..places.len()).collect();
    first.sort_by_key(|one| std::cmp::Reverse(near.get(*one).map_or(0, Vec::len)));
    let mut order = Vec::with_capacity(places.len());
    let mut seen = vec![false; places.len()];
    let mut visit = |one: usize, order: &mut Vec<usize>| {
        if let Some(seen) = seen.get_mut(one).filter(|seen| !**seen) {
            *seen = true;
            order.push(one);
        }
    };
    for start in first {
        let mut next = order.len();
        visit(start, &mut order);
        while let Some(one) = order.get(next).copied() {
            next += 1;
            for other in near.get(one).into_iter().flatten() {
                visit(*other, &mut order);
            }
        }
    }
    let (mut cos, mut sin, mut turn) = (1.0, 0.0, 0.0_f64);
    for one in order {
        if let Some(place) = places.get_mut(one) {
            let radius = NEAR / 2.0 * turn.sqrt();
            (place.x, place.y) = (radius * cos, radius * sin);
        }
        (cos, sin) = (cos * TURN.0 - sin * TURN.1, sin * TURN.0 + cos * TURN.1);
        turn += 1.0;
    }
}

/// Moves each label as the others push it away, those that it is joined with pull it, and all are held together; no
/// further than `most`.
fn pull(places: &mut [Place], joined: &[(usize, usize)], most: f64) {
    // Towards the middle, which is at zero.
    let mut forces: Vec<(f64, f64)> = places.iter().map(|place| (-place.x * HELD, -place.y * HELD)).collect();
    let mut add = |one: usize, (x, y): (f64, f64)| {
        if let Some(force) = forces.get_mut(one) {
            *force = (force.0 + x, force.1 + y);
        }
    };
    for (n, one) in places.iter().enumerate() {
        for (other, two) in places.iter().enumerate().skip(n + 1) {
            let (x, y) = (one.x - two.x, one.y - two.y);
            let push = NEAR * NEAR / (x * x + y * y).max(1.0);
            add(n, (x * push, y * push));
            add(other, (-x * push, -y * push));
        }
    }
    for (one, other) in joined {
        if let (Some(from), Some(to)) = (places.get(*one), places.get(*other)) {
            let (x, y) = (to.x - from.x, to.y - from.y);
            let pull = (x * x + y * y).sqrt() / NEAR;
            add(*one, (x * pull, y * pull));
            add(*other, (-x * pull, -y * pull));
        }
    }
    for (place, (x, y)) in places.iter_mut().zip(forces) {
        let part = most / (x * x + y * y).sqrt().max(most);
        (place.x, place.y) = (place.x + x * part, place.y + y * part);
    }
}

/// Pushes labels that overlap apart, each pair in the direction in which it takes less; whether none overlap now.
fn push(places: &mut [Place]) -> bool {
    for _ in 0..60 {
        let mut moved = false;
        for other in 1..places.len() {
            let (before, after) = places.split_at_mut(other);
            let Some(two) = after.first_mut() else { continue };
            for one in before {
                let (wide, high) = one.overlap(*two);
                // What rounding leaves.
                if wide < 1e-6 || high < 1e-6 {
                    continue;
                }
                moved = true;
                let away = |from: f64, to: f64, by: f64| if from < to { -by / 2.0 } else { by / 2.0 };
                if wide < high * WIDE {
                    let by = away(one.x, two.x, wide);
                    (one.x, two.x) = (one.x + by, two.x - by);
                } else {
                    let by = away(one.y, two.y, high);
                    (one.y, two.y) = (one.y + by, two.y - by);
                }
            }
        }
        if !moved {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn apart(places: &[Place]) -> bool {
        let mut pairs =
            places.iter().enumerate().flat_map(|(n, one)| places.iter().skip(n + 1).map(move |two| (one, two)));
        pairs.all(|(one, two)| {
            let (wide, high) = one.overlap(*two);
            wide < 1e-3 || high < 1e-3
        })
    }

    fn distance(one: Place, other: Place) -> f64 {
        let (x, y) = (one.x - other.x, one.y - other.y);
        (x * x + y * y).sqrt()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_label_lies_on_another(
            sizes in prop::collection::vec((4.0..220.0_f64, 20.0..60.0_f64), 0..60),
            ends in prop::collection::vec((0_usize..60, 0_usize..60), 0..90),
        ) {
            let joined: Vec<_> = ends.into_iter().filter(|(a, b)| a != b && *a.max(b) < sizes.len()).collect();
            let places = place(&sizes, &joined);
            prop_assert!(apart(&places));
            let same = places.iter().zip(&sizes).all(|(place, size)| (place.width, place.height) == *size);
            prop_assert!(same && places.len() == sizes.len());
            let corners = places.iter().map(|place| (place.x - place.width / 2.0).min(place.y - place.height / 2.0));
            prop_assert!(places.is_empty() || corners.fold(f64::INFINITY, f64::min).abs() < 1e-9);
            prop_assert_eq!(place(&sizes, &joined), places);
        }
    }

    #[test]
    fn what_is_joined_stands_near() {
        // Two groups of six, and one line between them.
        let mut joined = vec![(0, 6)];
        for group in [0, 6] {
            joined.extend((0..6).flat_map(|a| (a + 1..6).map(move |b| (group + a, group + b))));
        }
        let places = place(&[(60.0, 24.0); 12], &joined);
        let between = |one: usize, other: usize| distance(places[one], places[other]);
        let within = (1..6).map(|n| between(0, n)).fold(0.0, f64::max);
        let across = (7..12).map(|n| between(1, n)).fold(f64::INFINITY, f64::min);
        assert!(within < across, "{within} {across}");
    }

    #[test]
    fn labels_at_one_place_are_set_apart() {
        let mut places = vec![Place::of((40.0, 20.0)); 5];
        while !push(&mut places) {}
        assert!(apart(&places));
    }
}
