//! What a writer writes, as text.

use std::fmt;

use super::loss::Losses;
use crate::error::Error;

/// Shows what a writer writes.
pub(super) fn show(
    f: &mut fmt::Formatter<'_>,
    write: impl FnOnce(&mut Vec<u8>) -> Result<Losses, Error>,
) -> fmt::Result {
    let mut bytes = Vec::new();
    let _losses = write(&mut bytes).map_err(|_| fmt::Error)?;
    f.write_str(std::str::from_utf8(&bytes).map_err(|_| fmt::Error)?)
}

/// `Display` and `losses` for a format that is text and whose `write_to` fails only as its writer does.
macro_rules! text_output {
    (losses) => {
        /// What the format cannot hold, without writing it: as [`write_to`](Self::write_to) returns it.
        pub fn losses(&self) -> $crate::io::Losses {
            // A sink takes everything.
            self.write_to(std::io::sink()).unwrap_or_default()
        }
    };
    ($type:ty) => {
        /// What [`write_to`](Self::write_to) writes, as text.
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::io::text::show(f, |bytes| self.write_to(bytes))
            }
        }
    };
}
pub(super) use text_output;
