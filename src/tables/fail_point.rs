//! Places where tests make a call fail, to see that all it did is undone.

use super::Tables;
use crate::error::Error;

impl Tables {
    /// Fails where a test has asked for it. In all other builds it does nothing.
    #[cfg(test)]
    pub(crate) fn fail_point(&mut self) -> Result<(), Error> {
        match &mut self.fuse {
            Some(0) => Err(Error::new(crate::error::ErrorKind::Full, "failed on purpose")),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }
    #[cfg(not(test))]
    #[inline]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the twin of the function above")]
    pub(crate) fn fail_point(&mut self) -> Result<(), Error> {
        Ok(())
    }

    /// Lets so many fail points pass and fails at the next.
    #[cfg(test)]
    pub(crate) fn fail_after(&mut self, steps: Option<u32>) {
        self.fuse = steps;
    }
}
