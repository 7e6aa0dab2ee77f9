//! `page`: the evidence page.

use chancery::{
    io::page::{Page as Evidence, Texts},
    model::Modality,
};
use clap::Args;

use super::convert::note_losses;
use crate::{
    arguments::{Inputs, Target, ViewOptions},
    failure::Failure,
    input,
    output::{Outcome, Output, keep_inputs, write_to},
};

/// Write the evidence page: one HTML file in which every fact shows its words
///
/// Any browser shows the page, without a network. It has the texts of the sources with every quoted passage marked, the
/// facts, a timeline and a graph. The record is in the page: every verb reads it.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  chancery page report.facts -o report.html\n  chancery page report.facts --without-text wire -o report.html"
)]
pub(crate) struct Page {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    view: ViewOptions,
    #[command(flatten)]
    target: Target,
    /// The title of the page
    #[arg(long)]
    title: Option<String>,
    /// At most so many facts; a line on the page says how many are left out
    #[arg(long, value_name = "FACTS")]
    most: Option<usize>,
    /// Leave out the text of this source and the words of quotes from it; may be given several times
    #[arg(long, value_name = "SOURCE")]
    without_text: Vec<String>,
    /// Also show texts whose licence forbids it
    #[arg(long)]
    all_texts: bool,
    /// No switches on the page that leave out a source
    #[arg(long)]
    no_switches: bool,
    /// Also show facts that were retracted
    #[arg(long)]
    retracted: bool,
}

impl Page {
    pub(crate) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        keep_inputs(self.target.output.as_deref(), &self.inputs)?;
        let record = input::read(&self.inputs, output)?;
        let view = record.graph().view().with_modalities(Modality::ALL).with_resolved();
        let view = self.view.narrow(if self.retracted { view.with_retracted() } else { view }, output)?;
        let mut page = Evidence::of(&view).switches(!self.no_switches);
        if let Some(title) = &self.title {
            page = page.title(title);
        }
        if let Some(most) = self.most {
            page = page.most(most);
        }
        if self.all_texts {
            page = page.texts(Texts::All);
        }
        for source in &self.without_text {
            page = page.without_text(source).map_err(|error| error.at("--without-text"))?;
        }
        let losses = write_to(&self.target, |out| page.write_to(out))?;
        note_losses(output, &losses);
        Ok(Outcome::Fine)
    }
}
