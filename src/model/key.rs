//! Keys: the stable names by which files and calls refer to entities, sources and facts; and the key made from a name.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::fold::is_apostrophe;
use crate::error::{
    Error, ErrorKind,
    shown::{as_found, each, is_invisible, is_seen, seen},
};

/// The greatest length of a key, in bytes.
pub const MAX_KEY: usize = 1024;
/// The greatest length of a name, in characters.
pub const MAX_NAME: usize = 1000;

/// Checks that a text is a valid key: a letter, a digit or `_`, then any number of these, of `- . : /` and of combining
/// marks.
///
/// Letters are those of any script, and some scripts write their vowels as combining marks. A character has at most eight
/// of these. A key has no invisible character, not even one that Unicode calls a letter, and at most [`MAX_KEY`] bytes.
///
/// # Errors
/// [`ErrorKind::InvalidKey`], naming the character and its position.
///
/// ```
/// use chancery::model::check_key;
///
/// assert!(check_key("kazakhstan").is_ok());
/// assert!(check_key("wikidata:Q232").is_ok());
/// assert!(check_key("Қазақстан").is_ok());
/// assert!(check_key("two words").unwrap_err().to_string().contains("character 4"));
/// ```
pub fn check_key(key: &str) -> Result<(), Error> {
    let fail = |why: String| Err(Error::new(ErrorKind::InvalidKey, why));
    if key.is_empty() {
        return fail("a key is empty; expected a letter, a digit or `_` first".into());
    }
    if key.len() > MAX_KEY {
        return fail(format!("the key `{}` has {} bytes; at most {MAX_KEY} are allowed", as_found(key), key.len()));
    }
    for (at, c) in key.chars().enumerate() {
        let letter = c.is_alphanumeric() || c == '_';
        if !letter && (at == 0 || !(matches!(c, '-' | '.' | ':' | '/') || is_combining_mark(c))) {
            let allowed =
                if at == 0 { "a letter, a digit or `_`" } else { "letters, digits, combining marks and `_ - . : /`" };
            return fail(format!(
                "`{}` is not a valid key: {c:?} at character {}; allowed: {allowed}",
                as_found(key),
                at + 1
            ));
        }
    }
    if !is_seen(key) {
        let at = each(key).take_while(|(_, seen)| *seen).count();
        let c = key.chars().nth(at).unwrap_or_default();
        return fail(format!(
            "`{}` is not a valid key: {c:?} at character {} is invisible or one combining mark too many",
            as_found(key),
            at + 1
        ));
    }
    Ok(())
}

/// Makes a key from a name: NFKC, lower case; letters and digits of all scripts stay, anything else becomes one `-`.
///
/// What is invisible, such as a zero-width space or a mark of direction, is left out. The signs that are typed for an
/// apostrophe count as one, also those that Unicode calls letters, such as `ʼ`.
///
/// `None` if the name has no letter or digit, or the key would be longer than [`MAX_KEY`] bytes.
///
/// ```
/// use chancery::model::slug;
///
/// assert_eq!(slug("Kassym-Jomart Tokayev").as_deref(), Some("kassym-jomart-tokayev"));
/// assert_eq!(slug("Қазақстан Республикасы").as_deref(), Some("қазақстан-республикасы"));
/// assert_eq!(slug("O’Brien").as_deref(), Some("o-brien"));
/// assert_eq!(slug("?!"), None);
/// ```
#[must_use]
pub fn slug(name: &str) -> Option<String> {
    let mut key = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars().filter(|c| !is_invisible(*c)).nfkc().flat_map(char::to_lowercase) {
        let letter = c.is_alphanumeric() && !is_apostrophe(c);
        if letter || (is_combining_mark(c) && !gap && !key.is_empty()) {
            if gap && !key.is_empty() {
                key.push('-');
            }
            gap = false;
            key.push(c);
        } else {
            gap = true;
        }
    }
    let key = seen(&key).into_owned();
    (!key.is_empty() && key.len() <= MAX_KEY).then_some(key)
}

/// Checks that a text is a valid name: not empty, not only white space, at most [`MAX_NAME`] characters.
///
/// # Errors
/// [`ErrorKind::InvalidName`] if it is not.
pub fn check_name(name: &str) -> Result<(), Error> {
    if name.trim().is_empty() {
        return Err(Error::new(ErrorKind::InvalidName, "a name is empty; expected at least one character"));
    }
    if name.len() > MAX_NAME {
        let characters = name.chars().count();
        if characters > MAX_NAME {
            let why =
                format!("the name `{}` has {characters} characters; at most {MAX_NAME} are allowed", as_found(name));
            return Err(Error::new(ErrorKind::InvalidName, why));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_no_blank_no_quote_and_no_sign_that_files_use() {
        for good in ["a", "9", "_", "a-b", "x.y", "wikidata:Q1", "a/b", "हिन्दी"] {
            assert!(check_key(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "-a",
            ".a",
            "a b",
            "a\"",
            "#1",
            "@x",
            "a+",
            "a\n",
            "a\u{0}",
            "\u{301}a",
            "a(b)",
            "a,b",
            "a\u{3164}",
            "a\u{34f}",
            "a\u{fe0f}",
        ] {
            assert_eq!(check_key(bad).unwrap_err().kind(), ErrorKind::InvalidKey, "{bad:?}");
        }
        let heap = |marks| format!("a{}", "\u{301}".repeat(marks));
        assert!(check_key(&heap(8)).is_ok());
        assert!(check_key(&heap(9)).unwrap_err().to_string().contains("at character 10 is invisible or one"));
        assert_eq!(slug(&heap(20)).map(|key| check_key(&key)), Some(Ok(())));
        let error = check_key("a b").unwrap_err().to_string();
        assert!(error.ends_with("allowed: letters, digits, combining marks and `_ - . : /`"), "{error}");
        assert!(check_key(&"k".repeat(MAX_KEY)).is_ok());
        assert!(check_key(&"k".repeat(MAX_KEY + 1)).unwrap_err().to_string().contains("1025 bytes"));
    }

    #[test]
    fn a_slug_is_a_key_and_its_own_slug() {
        for name in
            ["Criminal (Somalia)", "H.E. Yerzhan Kistafin", "हिन्दी भाषा", "ﬁn", "Ünïcode — dash", "東京 2020", "İzmir"]
        {
            let key = slug(name).unwrap();
            assert!(check_key(&key).is_ok(), "{key}");
            assert_eq!(slug(&key).as_deref(), Some(key.as_str()));
        }
        assert_eq!(slug("Criminal (Somalia)").as_deref(), Some("criminal-somalia"));
        assert_eq!(slug(&"k".repeat(MAX_KEY)).map(|k| k.len()), Some(MAX_KEY));
        assert_eq!(slug(&"k".repeat(MAX_KEY + 1)), None);
    }

    #[test]
    fn a_name_has_a_character_and_an_end() {
        assert!(check_name("\t ").is_err());
        assert!(check_name(&"é".repeat(MAX_NAME)).is_ok());
        assert!(check_name(&"é".repeat(MAX_NAME + 1)).unwrap_err().to_string().contains("1001 characters"));
    }
}
