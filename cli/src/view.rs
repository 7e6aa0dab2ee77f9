//! The view that the options ask for.

use chancery::View;

use crate::{arguments::ViewOptions, failure::Failure};

impl ViewOptions {
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
