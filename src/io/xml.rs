//! Text in XML: markup, and characters that would not come back unchanged, are written as references.

#[cfg(feature = "graphml")]
pub(super) use self::escape::{Escaped, held};

/// A text with `U+FFFD` for each character that XML 1.0 does not allow (section 2.2), or none where it has none such.
pub(crate) fn without_what_xml_forbids(text: &str) -> Option<String> {
    let forbidden = |c: char| !matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}');
    // Most texts have none, and their bytes show that quickly.
    if text.bytes().all(|b| (0x20..0xEF).contains(&b)) || !text.contains(forbidden) {
        return None;
    }
    Some(text.chars().map(|c| if forbidden(c) { '\u{FFFD}' } else { c }).collect())
}

/// Escaping for the formats that write XML by hand.
#[cfg(feature = "graphml")]
mod escape {
    use std::{borrow::Cow, fmt};

    use super::without_what_xml_forbids;
    use crate::{
        error::shown::{each, is_seen},
        io::loss::{Loss, Losses},
    };

    /// A text in an element or attribute. A reader makes blanks of the line ends and tabs in attributes, and line feeds
    /// of carriage returns everywhere (XML 1.0, sections 2.11 and 3.3.3), so these are references. So is each character
    /// that would be an escape in a text for people.
    pub(in crate::io) struct Escaped<'a>(pub(in crate::io) &'a str);

    impl fmt::Display for Escaped<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let text = self.0;
            if is_seen(text) && !text.contains(['<', '>', '&', '"']) {
                return f.write_str(text);
            }
            let (mut at, mut written) = (0, 0);
            for (c, seen) in each(text) {
                let from = at;
                at += c.len_utf8();
                if seen && !matches!(c, '<' | '>' | '&' | '"') {
                    continue;
                }
                f.write_str(text.get(written..from).unwrap_or_default())?;
                written = at;
                match c {
                    '<' => f.write_str("&lt;")?,
                    '>' => f.write_str("&gt;")?,
                    '&' => f.write_str("&amp;")?,
                    '"' => f.write_str("&quot;")?,
                    c => write!(f, "&#{};", u32::from(c))?,
                }
            }
            f.write_str(text.get(written..).unwrap_or_default())
        }
    }

    /// A text as XML can hold it; what it cannot is noted.
    pub(in crate::io) fn held<'a>(text: Cow<'a, str>, losses: &mut Losses) -> Cow<'a, str> {
        match without_what_xml_forbids(&text) {
            None => text,
            Some(held) => {
                losses.note(Loss::Characters, || text.into_owned());
                Cow::Owned(held)
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn markup_and_line_ends_become_references() {
            assert_eq!(
                Escaped("a]]><b c='d\"'>\t\r\n&amp;é").to_string(),
                "a]]&gt;&lt;b c='d&quot;'&gt;&#9;&#13;&#10;&amp;amp;é"
            );
            assert_eq!(Escaped("a\u{85}\u{202e}b").to_string(), "a&#133;&#8238;b");
            assert_eq!(Escaped("a\u{200d}b ❤\u{fe0f}\u{200d}🔥").to_string(), "a&#8205;b ❤\u{fe0f}\u{200d}🔥");
            assert_eq!(Escaped("").to_string(), "");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_holds_no_control_characters_but_three() {
        assert_eq!(without_what_xml_forbids("a\t\n\r “é” 🙂 \u{E000}"), None);
        assert_eq!(without_what_xml_forbids("\u{0}\u{1f}\u{fffe}\u{ffff}a\u{7f}").as_deref(), Some("����a\u{7f}"));
    }
}
