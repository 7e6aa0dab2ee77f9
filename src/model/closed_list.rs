//! Texts that must be one of a few names.

use crate::error::{Error, ErrorKind, did_you_mean, shown::as_found};

/// The item of a closed list that has this name. The error says what the list is of, such as `modality`, and has all names.
pub(super) fn parse<T: Copy, const N: usize>(
    what: &str,
    text: &str,
    all: [T; N],
    name: fn(T) -> &'static str,
) -> Result<T, Error> {
    all.into_iter().find(|item| name(*item) == text).ok_or_else(|| {
        let names = all.map(name);
        let near = did_you_mean(text, names);
        let why = format!("`{}` is not a valid {what}; allowed: {}{near}", as_found(text), names.join(", "));
        Error::new(ErrorKind::InvalidValue, why)
    })
}

#[cfg(test)]
mod tests {
    use crate::model::{Modality, Resolution};

    #[test]
    fn what_is_refused_is_shown_without_control_characters() {
        let refused = [
            "a\n\u{1b}[2J".parse::<Modality>().unwrap_err().to_string(),
            "a\n\u{1b}[2J".parse::<Resolution>().unwrap_err().to_string(),
        ];
        for (error, what) in refused.iter().zip(["modality; allowed: actual, ", "resolution; allowed: confirmed, "]) {
            assert!(error.starts_with(&format!(r"`a\n\u{{1b}}[2J` is not a valid {what}")), "{error}");
        }
    }
}
