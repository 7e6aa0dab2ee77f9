//! How a line is drawn, as an edge, as a border, and in the legend.

use super::attributes::Attributes;

/// Lines of facts that nothing more is said of.
pub(super) const LINE: &str = "#555555";
/// Text beside them.
pub(super) const TEXT: &str = "#333333";
/// Lines of what does not stand, or is only supposed, and of what is less than a fact.
pub(super) const FAINT: &str = "#999999";
/// Text beside faint lines, which is still read easily.
pub(super) const FAINT_TEXT: &str = "#6B6B6B";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stroke {
    /// `solid`, `dashed` or `dotted`.
    pub(super) style: &'static str,
    pub(super) color: &'static str,
    /// In points.
    pub(super) width: &'static str,
    /// The colour of the text beside the line.
    pub(super) text: &'static str,
}

impl Stroke {
    /// What edges have unless they say otherwise.
    pub(super) const PLAIN: Self = Self { style: "solid", color: LINE, width: "1.2", text: TEXT };
    /// From a fact to a role player.
    pub(super) const ROLE: Self = Self { style: "solid", color: FAINT, width: "0.8", text: FAINT_TEXT };

    /// As an edge: what is not plain.
    pub(super) fn edge(self) -> Attributes {
        let pairs = [
            ("style", self.style, Self::PLAIN.style),
            ("color", self.color, Self::PLAIN.color),
            ("penwidth", self.width, Self::PLAIN.width),
        ];
        let other = pairs.into_iter().filter(|(_, value, plain)| value != plain);
        other.fold(Attributes::default(), |edge, (name, value, _)| edge.fixed(name, value))
    }

    /// As words in the line: what is not plain.
    pub(super) fn words(self) -> Attributes {
        let words = Attributes::default();
        if self.text == Self::PLAIN.text { words } else { words.fixed("fontcolor", self.text) }
    }

    /// As the border of a node.
    pub(super) fn border(self, style: &str) -> Attributes {
        let style = if self.style == "solid" { style.to_owned() } else { format!("{style},{}", self.style) };
        Attributes::default()
            .fixed("style", &style)
            .fixed("color", self.color)
            .fixed("penwidth", self.width)
            .fixed("fontcolor", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_says_only_what_is_not_plain() {
        assert_eq!(Stroke::PLAIN.edge().to_string(), "[]");
        let faint = Stroke { color: FAINT, style: "dashed", ..Stroke::PLAIN };
        assert_eq!(faint.edge().to_string(), r##"[style="dashed", color="#999999"]"##);
        assert_eq!(Stroke::ROLE.words().to_string(), r##"[fontcolor="#6B6B6B"]"##);
        assert!(faint.border("rounded,filled").to_string().starts_with(r#"[style="rounded,filled,dashed""#));
    }
}
