//! How many matches there are.

use super::{
    Query,
    join::{Flow, Run, State},
    rows::Count,
};
use crate::{error::Error, time::Truth};

impl Query<'_> {
    /// How many matches the whole pattern has: certain, possible and denied ones.
    ///
    /// # Errors
    /// As [`Selection::rows`](super::Selection::rows).
    pub fn count(&self) -> Result<Count, Error> {
        let (_, plan) = self.planned()?;
        let mut count = Count::default();
        let mut each = |_: &mut State, truth: Truth| {
            if let Some(truth) = self.least(truth) {
                count.add(truth);
            }
            Flow::Continue(())
        };
        let _ = Run { query: self }.run(&plan, &mut State::new(self), Truth::Yes, &mut each);
        Ok(count)
    }
}
