//! Paths as texts. A byte that is not UTF-8 becomes the sign for such.

use std::path::Path;

use chancery::error::Shown;

/// A path for programs.
pub(crate) fn plain(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// A path for people.
pub(crate) fn shown(path: &Path) -> String {
    Shown(&plain(path)).to_string()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn a_path_is_shown_without_what_a_terminal_obeys() {
        let path = Path::new("a\u{1b}[2J.facts");
        assert_eq!(super::plain(path), "a\u{1b}[2J.facts");
        assert_eq!(super::shown(path), "a\\u{1b}[2J.facts");
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_not_utf_8_is_a_text_too() {
        use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
        let path = Path::new(OsStr::from_bytes(b"a\xff.facts"));
        assert_eq!(super::plain(path), "a\u{fffd}.facts");
    }
}
