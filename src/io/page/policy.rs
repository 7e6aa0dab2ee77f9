//! The policy that lets a browser run the style and the script of this crate, and load nothing.

/// The style of every page.
pub(super) const STYLE: &str = include_str!("page.css");

/// The script of every page.
pub(super) const SCRIPT: &str = include_str!("page.js");

/// The content of the `Content-Security-Policy`.
pub(super) fn policy() -> String {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        source(STYLE),
        source(SCRIPT)
    )
}

/// The hash by which a policy names an inline element.
fn source(text: &str) -> String {
    format!("sha256-{}", base64(crate::model::Sha256::of(text).bytes()))
}

/// Base64 (RFC 4648) with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |n: usize| u32::from(chunk.get(n).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = DIGITS.get((group >> (18 - 6 * place) & 63) as usize).copied().unwrap_or(b'=');
            out.push(char::from(if place <= chunk.len() { digit } else { b'=' }));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (text, encoded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
        // As `printf '' | openssl dgst -sha256 -binary | base64` prints it.
        assert_eq!(source(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    /// What the parser of HTML would change or end the element at would make the hash wrong.
    #[test]
    fn style_and_script_reach_the_browser_as_they_are() {
        for text in [STYLE, SCRIPT] {
            assert!(!text.contains("</") && !text.contains("<!--") && !text.contains('\r') && !text.contains('\0'));
        }
        assert!(STYLE.len() + SCRIPT.len() < 60_000);
    }
}
