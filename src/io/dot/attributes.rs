//! A list of attributes in brackets, every value in quotes but for HTML.

use std::fmt::{self, Write};

use super::{
    link::link,
    text::{Place, Quoted},
};

#[derive(Clone, Debug, Default)]
pub(super) struct Attributes(String);

impl Attributes {
    fn put(mut self, name: &str, value: impl fmt::Display) -> Self {
        let comma = if self.0.is_empty() { "" } else { ", " };
        // Writing to a `String` does not fail.
        let _ = write!(self.0, "{comma}{name}={value}");
        self
    }

    /// A value of this crate's own, not of a graph.
    pub(super) fn fixed(self, name: &str, value: &str) -> Self {
        debug_assert!(!value.contains(['"', '\\', '&', '\n']), "`{value}` is put as it is");
        self.put(name, format_args!("\"{value}\""))
    }

    pub(super) fn label(self, text: &str) -> Self {
        self.put("label", Quoted(Place::Label, text))
    }

    /// A label whose lines begin at the left.
    pub(super) fn left_label(self, text: &str) -> Self {
        self.put("label", Quoted(Place::LeftLabel, text))
    }

    /// What is shown where a mouse rests.
    pub(super) fn tooltip(self, text: &str) -> Self {
        self.put("tooltip", Quoted(Place::Tooltip, text))
    }

    /// Where a click leads, if to anywhere that is allowed.
    pub(super) fn link(self, url: Option<&str>) -> Self {
        match url.and_then(link) {
            Some(url) => self.put("URL", Quoted(Place::Tooltip, &url)),
            None => self,
        }
    }

    /// A label in Graphviz's own kind of HTML: the one value in `<>` instead of quotes.
    pub(super) fn html(self, html: &impl fmt::Display) -> Self {
        self.put("label", format_args!("<{html}>"))
    }

    /// These, then those.
    pub(super) fn and(mut self, more: &Self) -> Self {
        if !self.0.is_empty() && !more.0.is_empty() {
            self.0.push_str(", ");
        }
        self.0.push_str(&more.0);
        self
    }
}

impl fmt::Display for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_stands_in_quotes() {
        let shown = Attributes::default().fixed("shape", "box").label("a\"b").tooltip("t").link(Some("https://a/?b&c"));
        assert_eq!(shown.to_string(), r#"[shape="box", label="a\"b", tooltip="t", URL="https://a/?b&amp;c"]"#);
        assert_eq!(Attributes::default().link(Some("javascript:x")).link(None).to_string(), "[]");
        let (left, none) = (Attributes::default().left_label("a"), Attributes::default());
        assert_eq!(left.clone().and(&none).and(&left).to_string(), r#"[label="a\l", label="a\l"]"#);
        assert_eq!(none.and(&left).to_string(), r#"[label="a\l"]"#);
    }
}
