//! The rules that an audit has from the start, one a file.

mod dates;
mod modality;
mod orphans;
mod published;
mod speaker;
mod speakers_differ;
mod verbatim;

use super::Rule;

/// All of them, in the order in which their findings about one thing come.
pub(super) fn all() -> Vec<Box<dyn Rule>> {
    vec![
        Box::new(verbatim::Quotes),
        Box::new(dates::Dates),
        Box::new(published::AfterPublication),
        Box::new(modality::Told),
        Box::new(speaker::Speaker),
        Box::new(speakers_differ::SpeakersDiffer),
        Box::new(orphans::Unsourced),
        Box::new(orphans::Unmentioned),
    ]
}
