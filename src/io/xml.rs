//! Text in XML: what markup would be, and what would not come back as it was, is written as a reference.

use std::{borrow::Cow, fmt};

use super::loss::{Loss, Losses, without_what_xml_forbids};

/// A text in an element or attribute. A reader makes blanks of the line ends and tabs in attributes, and line feeds of
/// carriage returns everywhere (XML 1.0, sections 2.11 and 3.3.3), so that these are references too.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(['<', '>', '&', '"', '\t', '\n', '\r']) {
            let (before, after) = rest.split_at(at);
            f.write_str(before)?;
            let mut characters = after.chars();
            f.write_str(match characters.next() {
                Some('<') => "&lt;",
                Some('>') => "&gt;",
                Some('&') => "&amp;",
                Some('"') => "&quot;",
                Some('\t') => "&#9;",
                Some('\n') => "&#10;",
                _ => "&#13;",
            })?;
            rest = characters.as_str();
        }
        f.write_str(rest)
    }
}

/// A text as XML can hold it; what it cannot is noted.
pub(super) fn held<'a>(text: Cow<'a, str>, losses: &mut Losses) -> Cow<'a, str> {
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
        assert_eq!(Escaped("").to_string(), "");
    }
}
