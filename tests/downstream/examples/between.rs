//! Who stands between others in the press report, by a centrality of rustworkx-core that runs on the view itself.

use std::error::Error;

use chancery::{View, diplomacy, notation::Reader, petgraph::visit::NodeIndexable};
use rustworkx_core::centrality::betweenness_centrality;

fn main() -> Result<(), Box<dyn Error>> {
    let report = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/press-report/report.facts");
    let kg = Reader::new(diplomacy::schema()).read_files([report])?;
    for (between, name) in between_others(&kg.view().connected().with_roles(), 3) {
        println!("{between:.3}  {name}");
    }
    Ok(())
}

/// On how many of the shortest ways between two others each node is, in whichever direction the facts point.
fn between_others(view: &View<'_>, count: usize) -> Vec<(f64, String)> {
    let scores = betweenness_centrality(view.undirected(), false, true, 50);
    let named = |(number, score): (usize, Option<f64>)| {
        Some((score?, view.graph().node_ref(NodeIndexable::from_index(&view, number))?.to_string()))
    };
    let mut named: Vec<_> = scores.into_iter().enumerate().filter_map(named).collect();
    named.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    named.truncate(count);
    named
}
