//! The view that the options ask for.

use chancery::{KnowledgeGraph, View};

use crate::{arguments::ViewOptions, failure::Failure, output::Output};

impl ViewOptions {
    /// A view with the options' filters, and a note if one of them cannot leave out anything.
    pub(crate) fn narrow<'g>(&self, view: View<'g>, output: &Output) -> Result<View<'g>, Failure> {
        self.note(view.graph(), output);
        self.apply(view)
    }

    /// Says that a record has no stamps by which it could be known.
    pub(crate) fn note(&self, kg: &KnowledgeGraph, output: &Output) {
        if self.known_by.is_some() && kg.transactions().all(|(_, transaction)| transaction.at.is_none()) {
            output.note("note: the record has no stamps; --known-by leaves out nothing");
        }
    }

    /// A view with the options' filters.
    pub(crate) fn apply<'g>(&self, view: View<'g>) -> Result<View<'g>, Failure> {
        let mut view = view;
        if let Some(stamp) = &self.known_by {
            view = view.known_by(stamp.as_str()).map_err(|error| error.at("--known-by"))?;
        }
        if !self.without.is_empty() {
            view = view
                .without_sources(self.without.iter().map(String::as_str).collect::<Vec<_>>())
                .map_err(|error| error.at("--without"))?;
        }
        if let Some(date) = &self.at {
            view = view.on(date.as_str()).map_err(|error| error.at("--at"))?;
        }
        Ok(view)
    }
}
