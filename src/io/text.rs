//! Files as text: written to a formatter, and read whole.

use std::fmt;

#[cfg(any(feature = "json", feature = "graphml"))]
pub(super) use self::whole::read;
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

/// Reading a file that must be UTF-8.
#[cfg(any(feature = "json", feature = "graphml"))]
mod whole {
    use std::io::Read;

    use crate::error::{Error, ErrorKind};

    /// All of a file.
    pub(in crate::io) fn read(mut reader: impl Read) -> Result<String, Error> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes)?;
        String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
            let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let found = bytes.get(at).copied().unwrap_or_default();
            Error::new(ErrorKind::Syntax, format!("the byte 0x{found:02X} is not valid UTF-8"))
                .at_position(narrow(line), narrow(column))
        })
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn what_is_not_utf8_is_reported_where_it_is() {
            let error = read(&b"ab\n\xC3\xA9\xFF"[..]).unwrap_err();
            assert_eq!(error.to_string(), "line 2, column 2: the byte 0xFF is not valid UTF-8");
            assert_eq!(read("é".as_bytes()).unwrap(), "é");
        }
    }
}
