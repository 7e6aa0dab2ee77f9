//! Reading words, as far as the rules need it: sentences, dates, what is still to come, names, and who says it.
//!
//! All of it is by lists of English words and the order in which they stand. Nothing here knows grammar; where the lists do
//! not decide, nothing is found.

mod date_words;
mod names;
mod reading;
mod speech;
mod stems;
mod to_come;

pub(crate) use self::{
    date_words::{DateWords, dates_in},
    names::Names,
    reading::Reading,
    speech::{Attribution, attributions, says},
    stems::{is_past, relation_stems, stem},
    to_come::{Ahead, ahead_of, will_be},
};
