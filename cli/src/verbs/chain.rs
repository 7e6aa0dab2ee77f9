//! `chain`: how two are connected.

use clap::Args;

use crate::{
    arguments::{Inputs, ViewOptions},
    failure::Failure,
    input,
    output::{Outcome, Output, counted},
    progress::Progress,
    verbs::reports::named,
};

/// Print how two are connected, as a chain of facts
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  chancery chain Tokayev \"Institute of Regional Studies\" report.facts")]
pub(crate) struct Chain {
    /// A key or a name
    one: String,
    /// A key or a name
    other: String,
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    view: ViewOptions,
    /// At most so many chains, the shortest first
    #[arg(long, default_value_t = 3, value_name = "CHAINS")]
    most: usize,
    /// At most so many facts in a chain
    #[arg(long, value_name = "FACTS")]
    within: Option<u32>,
}

impl Chain {
    pub(crate) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        let record = input::read(&self.inputs, output)?;
        let kg = record.graph();
        let view = self.view.narrow(kg.view(), output)?;
        let (from, to) = (named(kg, &self.one)?, named(kg, &self.other)?);
        let progress = Progress::working(output, "searching");
        let mut chains = view.chains(from, to);
        if let Some(within) = self.within {
            chains = chains.within(within);
        }
        let is_connected = from == to || chains.shortest()?.is_some();
        let mut briefing = view.briefing();
        if let (Some(within), true) = (self.within, from != to) {
            let name = |id| kg.node_ref(id).map(|node| node.to_string()).unwrap_or_default();
            briefing.section(format!("How {} and {} are connected", name(from), name(to)));
            for chain in &chains.k_shortest(self.most)? {
                briefing.chain(chain);
            }
            if !is_connected {
                briefing.line(format!("No chain of at most {} connects them.", counted(within, "fact")));
            }
        } else {
            briefing.between(from, to, self.most)?;
        }
        let briefing = briefing.finish();
        drop(progress);
        output.answer(&briefing, &briefing)?;
        Ok(Outcome::findings(!is_connected))
    }
}
