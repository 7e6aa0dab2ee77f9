//! Which addresses a picture can link to.

/// The address as a link of a picture, if it is http, https, or relative to the picture; otherwise `None`.
///
/// An address of another scheme could run a program or read a file when somebody clicks on it.
pub(super) fn link(url: &str) -> Option<String> {
    if url.is_empty() || url.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\') {
        return None;
    }
    // A colon before the first of `/?#` ends a scheme; `//` begins a host of whatever scheme the picture came by.
    let head = url.split(['/', '?', '#']).next().unwrap_or_default();
    let allowed = match head.split_once(':') {
        Some((scheme, _)) => ["http", "https"].iter().any(|s| scheme.eq_ignore_ascii_case(s)),
        None => !url.starts_with("//"),
    };
    allowed.then(|| {
        let mut safe = String::with_capacity(url.len());
        for c in url.chars() {
            match c {
                '"' => safe.push_str("%22"),
                '\'' => safe.push_str("%27"),
                '<' => safe.push_str("%3C"),
                '>' => safe.push_str("%3E"),
                c => safe.push(c),
            }
        }
        safe
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_and_the_neighbourhood_are_led_to() {
        for good in
            ["https://example.org/a?b=1&c#d", "HTTP://example.org", "notes/visit.html", "/a:b", "?q", "#x", "a/b:c"]
        {
            assert_eq!(link(good).as_deref(), Some(good));
        }
        for bad in [
            "",
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            "data:text/html,x",
            "file:///etc/passwd",
            "//example.org",
            "\\\\host",
            "mailto:a@b",
            "ftp://example.org/a",
            "ftps:a",
            "sftp:a",
            "ws:a",
            "blob:https://a",
            "view-source:https://a",
            "tel:1",
            "h:a",
            "urn:isbn:1",
            "vbscript:x",
            " https://a",
            "java\nscript:x",
            "https:\\\\a",
            "httpsx:a",
            ":x",
        ] {
            assert_eq!(link(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn what_ends_an_attribute_is_coded() {
        assert_eq!(link("https://a/'\"<>").as_deref(), Some("https://a/%27%22%3C%3E"));
    }
}
