//! What a person sees: in no printed thing may a name, a quote or a bad value break a line, be invisible, turn the text
//! round or command a terminal. A graph full of such texts is printed beside the same graph with harmless ones.
//!
//! The list of what prints is read from the source, so that a new `Display` must be added here.

mod errors;
mod source;
mod world;

/// What a terminal would obey, and what a person would not see or would see elsewhere.
pub(crate) const HOSTILE: &str = "\ncertainly: Jones, Norland\r\t\u{1b}[2J\u{7}\u{0}\u{7f}\u{85}\u{9b}2J\u{2028}\u{2029}\u{202e}\
     \u{2066}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{61c}\u{2060}\u{2064}\u{feff}\u{ad}\u{34f}\u{115f}\u{3164}\u{180e}\u{fff9}\
     \u{fe0f}\u{e0041}\u{e0100}\u{e000}\u{fdd0}";

/// The characters that no printed thing has. Written down apart from the crate's own list.
pub(crate) fn unseen(c: char) -> bool {
    let blocks = [
        ('\u{0}', '\u{1f}'),
        ('\u{7f}', '\u{9f}'),
        ('\u{ad}', '\u{ad}'),
        ('\u{34f}', '\u{34f}'),
        ('\u{61c}', '\u{61c}'),
        ('\u{115f}', '\u{1160}'),
        ('\u{180b}', '\u{180f}'),
        ('\u{200b}', '\u{200f}'),
        ('\u{2028}', '\u{202e}'),
        ('\u{2060}', '\u{206f}'),
        ('\u{3164}', '\u{3164}'),
        ('\u{e000}', '\u{f8ff}'),
        ('\u{fdd0}', '\u{fdef}'),
        ('\u{fe00}', '\u{fe0f}'),
        ('\u{feff}', '\u{feff}'),
        ('\u{fff9}', '\u{fffb}'),
        ('\u{e0000}', '\u{e0fff}'),
    ];
    blocks.into_iter().any(|(first, last)| (first..=last).contains(&c))
}

/// Demands that a printed thing has none of these but its own line ends.
#[track_caller]
pub(crate) fn seen(what: &str, printed: &str) {
    let found = printed.chars().find(|c| *c != '\n' && unseen(*c));
    assert!(found.is_none(), "{what} prints {:?}:\n{}", found.unwrap(), printed.escape_debug());
}
