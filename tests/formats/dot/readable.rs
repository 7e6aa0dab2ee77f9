//! Pictures that people can read: no line lies over a label of another, no two labels overlap, and the whole fits on a
//! screen in letters of a readable size. Graphviz says where it puts what.
//!
//! The first two hold for every graph under `dot`. The last cannot: a screen of 1600 by 1000 points has room for the
//! text of about sixty facts.

use std::collections::HashMap;

use chancery::{
    KnowledgeGraph, View, diplomacy,
    io::dot::{Clusters, RankDirection, Roles},
    notation::Reader,
};
use proptest::prelude::*;
use serde_json::Value;

use super::{core, graphviz::output};
use crate::{by_hand, graphs};

/// The screen that a picture must fit, in its points.
const SCREEN: (f64, f64) = (1600.0, 1000.0);

/// A box from its lower left to its upper right corner, in points.
type Corners = [f64; 4];

/// Where Graphviz put what.
struct Layout {
    size: (f64, f64),
    /// In points.
    smallest_font: f64,
    /// Each with its text, by its number.
    nodes: HashMap<u64, (String, Corners)>,
    lines: Vec<Line>,
}

/// From a node to a node, by way of points.
struct Line {
    from: u64,
    to: u64,
    points: Vec<(f64, f64)>,
}

impl Layout {
    /// How the engine `dot` lays a picture out; nothing where Graphviz is not installed.
    fn of(document: &str) -> Option<Self> {
        let json: Value = serde_json::from_str(&output("dot", "json", document)?).unwrap();
        let bounds = numbers(json["bb"].as_str().unwrap());
        let pad = 2.0 * 72.0 * number(&json["pad"]);
        let size = (bounds[2] - bounds[0] + pad, bounds[3] - bounds[1] + pad);
        let nothing = Vec::new();
        let objects = json["objects"].as_array().unwrap_or(&nothing);
        let smallest_font = objects.iter().map(|object| number(&object["fontsize"])).fold(f64::INFINITY, f64::min);
        let mut nodes = HashMap::new();
        for node in objects.iter().filter(|object| object.get("pos").is_some()) {
            let at = numbers(node["pos"].as_str().unwrap());
            let (wide, high) = (36.0 * number(&node["width"]), 36.0 * number(&node["height"]));
            let corners = [at[0] - wide, at[1] - high, at[0] + wide, at[1] + high];
            nodes.insert(node["_gvid"].as_u64().unwrap(), (node["name"].as_str().unwrap().to_owned(), corners));
        }
        let edges = json["edges"].as_array().unwrap_or(&nothing);
        let line = |edge: &Value| {
            let end = |name: &str| edge[name].as_u64().unwrap();
            Line { from: end("tail"), to: end("head"), points: points(edge["pos"].as_str().unwrap()) }
        };
        Some(Self { size, smallest_font, nodes, lines: edges.iter().map(line).collect() })
    }

    /// Every node that a line passes through which neither begins nor ends there, and every two nodes that overlap.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (number, (name, corners)) in &self.nodes {
            // A line may touch.
            let [left, low, right, high] = *corners;
            let inside = |(x, y): &(f64, f64)| left + 1.0 < *x && *x < right - 1.0 && low + 1.0 < *y && *y < high - 1.0;
            for Line { from, to, .. } in self.lines.iter().filter(|line| line.points.iter().any(inside)) {
                if from != number && to != number {
                    let (from, to) = (&self.nodes[from].0, &self.nodes[to].0);
                    faults.push(format!("the line from {from} to {to} lies over {name}"));
                }
            }
            for (other, (second, at)) in &self.nodes {
                let apart = right <= at[0] + 1.0 || at[2] <= left + 1.0 || high <= at[1] + 1.0 || at[3] <= low + 1.0;
                if number < other && !apart {
                    faults.push(format!("{name} and {second} overlap"));
                }
            }
        }
        faults
    }

    fn aspect(&self) -> f64 {
        self.size.0 / self.size.1
    }

    /// The height of the smallest letters when the picture is scaled to the screen, in points of the screen.
    fn letters(&self) -> f64 {
        self.smallest_font * (SCREEN.0 / self.size.0).min(SCREEN.1 / self.size.1)
    }
}

fn number(value: &Value) -> f64 {
    value.as_str().unwrap().parse().unwrap()
}

fn numbers(list: &str) -> Vec<f64> {
    list.split(',').map(|number| number.parse().unwrap()).collect()
}

/// Points on the curves of an edge. The points of its arrows are left out: they touch its nodes.
fn points(curves: &str) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    for curve in curves.split(';') {
        let knots: Vec<_> = curve.split(' ').filter(|knot| !knot.starts_with(['s', 'e'])).map(numbers).collect();
        for first in (0..knots.len().saturating_sub(3)).step_by(3) {
            let knot = &knots[first..first + 4];
            for step in 0..=40 {
                let (ahead, behind) = (f64::from(step) / 40.0, f64::from(40 - step) / 40.0);
                let weights = [
                    behind * behind * behind,
                    3.0 * behind * behind * ahead,
                    3.0 * behind * ahead * ahead,
                    ahead * ahead * ahead,
                ];
                let at = |axis: usize| knot.iter().zip(weights).map(|(knot, weight)| knot[axis] * weight).sum();
                points.push((at(0), at(1)));
            }
        }
    }
    points
}

fn report() -> KnowledgeGraph {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/press-report/report.facts");
    Reader::new(diplomacy::schema()).read_files([path]).unwrap()
}

/// What the example `press_report` draws.
fn picture(kg: &KnowledgeGraph) -> View<'_> {
    let kinds = ["person", "state", "organization", "event", "document", "programme", "city"];
    kg.view().of_kinds(kinds.map(|kind| kg.schema().kind(kind).unwrap())).unwrap().connected()
}

/// Whether Graphviz has a font as wide as Helvetica. `DejaVu Sans`, which it takes where there is no other, is a seventh
/// wider. `.ci/run` installs one.
fn has_helvetica() -> bool {
    let font = "fontname=\"Helvetica,Arial,sans-serif\"";
    let words = format!(
        "digraph {{ graph [pad=0] x [shape=plain, fontsize=72, {font}, label=\"Visits recognized in 1991\"] }}"
    );
    // 796 points with the widths of Helvetica, 907 with those of DejaVu Sans.
    Layout::of(&words).is_some_and(|layout| layout.size.0 < 820.0)
}

#[test]
fn the_report_is_read_on_one_screen() {
    let kg = report();
    let view = picture(&kg);
    assert!(view.fact_count() >= 50, "{}", view.fact_count());
    let Some(layout) = Layout::of(&view.dot().title("Before the visit").to_string()) else { return };
    assert_eq!(layout.faults(), [""; 0]);
    // Between 4:3 and 16:9.
    assert!((1.33..=1.78).contains(&layout.aspect()), "{:?}", layout.size);
    let least = if has_helvetica() { 9.0 } else { 8.5 };
    assert!(layout.letters() >= least, "{} in {:?}", layout.letters(), layout.size);
}

#[test]
fn the_picture_of_the_readme_is_read_on_one_screen() {
    let kg = by_hand::record().unwrap();
    let dot = kg.view().dot().rank_direction(RankDirection::TopDown).title("Before the visit: 24 January 2026");
    let Some(layout) = Layout::of(&dot.to_string()) else { return };
    assert_eq!(layout.faults(), [""; 0]);
    // It stands in a column of text, so it may be as high as wide.
    assert!((0.75..=1.78).contains(&layout.aspect()), "{:?}", layout.size);
    assert!(layout.letters() >= 12.0, "{} in {:?}", layout.letters(), layout.size);
}

/// Also with all facts of the report, which no screen shows in readable letters.
#[test]
fn no_line_lies_over_a_label_whatever_the_options() {
    let (report, core) = (report(), core());
    for view in [report.view(), picture(&report), core.view()] {
        for direction in [RankDirection::LeftRight, RankDirection::TopDown] {
            for (clusters, roles) in [(Clusters::ByKind, Roles::Labelled), (Clusters::Off, Roles::Drawn)] {
                let document = view.dot().rank_direction(direction).clusters(clusters).roles(roles).to_string();
                let Some(layout) = Layout::of(&document) else { return };
                assert_eq!(layout.faults(), [""; 0], "{direction:?} {clusters:?} {roles:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 32, ..ProptestConfig::default() })]

    #[test]
    fn no_line_lies_over_a_label_of_any_graph(kg in graphs::random()) {
        if let Some(layout) = Layout::of(&graphs::all(&kg).dot().limit(60).to_string()) {
            prop_assert_eq!(layout.faults(), Vec::<String>::new());
        }
    }
}
