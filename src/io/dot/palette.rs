//! The look of a kind: a colour and a shape, so that neither alone carries the meaning.
//!
//! The colours are those of Okabe and Ito, which people with any of the common forms of colour blindness tell apart.
//! Their vermillion is kept for what is disputed.

use super::attributes::Attributes;

/// What is disputed, and nothing else.
pub(super) const VERMILLION: &str = "#D55E00";

/// Line and fill; a fill is its line's colour mixed with white, so that text on it is read easily.
const COLORS: [(&str, &str); 7] = [
    ("#56B4E9", "#DDF0FB"),
    ("#E69F00", "#FAECCC"),
    ("#009E73", "#CCECE3"),
    ("#CC79A7", "#F5E4ED"),
    ("#0072B2", "#CCE3F0"),
    ("#F0E442", "#F9F4B3"),
    ("#000000", "#E6E6E6"),
];

/// Shape, style, and margin in inches: what has corners needs less of it.
const SHAPES: [(&str, &str, &str); 6] = [
    ("box", "rounded,filled", "0.16,0.09"),
    ("ellipse", "filled", "0.06,0.05"),
    ("octagon", "filled", "0.08,0.06"),
    ("hexagon", "filled", "0.04,0.1"),
    ("box", "filled", "0.16,0.09"),
    ("tab", "filled", "0.16,0.09"),
];

/// The look of the `n`-th kind of a schema. Seven colours and six shapes take turns, so forty-two kinds look different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look(pub(super) usize);

impl Look {
    pub(super) fn color(self) -> (&'static str, &'static str) {
        COLORS.get(self.0 % COLORS.len()).copied().unwrap_or_default()
    }

    pub(super) fn shape(self) -> (&'static str, &'static str, &'static str) {
        SHAPES.get(self.0 % SHAPES.len()).copied().unwrap_or_default()
    }

    /// The shape in words.
    pub(super) fn shape_name(self) -> &'static str {
        match self.shape() {
            ("box", style, _) if style.contains("rounded") => "rounded box",
            (shape, ..) => shape,
        }
    }

    pub(super) fn attributes(self) -> Attributes {
        let ((color, fill), (shape, style, margin)) = (self.color(), self.shape());
        Attributes::default()
            .fixed("shape", shape)
            .fixed("style", style)
            .fixed("margin", margin)
            .fixed("color", color)
            .fixed("fillcolor", fill)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// Okabe and Ito, "Color Universal Design", 2008.
    const OKABE_ITO: [&str; 8] =
        ["#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7"];

    fn channels(color: &str) -> [f64; 3] {
        [1, 3, 5].map(|at| f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0)
    }

    /// WCAG 2.1, relative luminance.
    fn luminance(color: &str) -> f64 {
        let [r, g, b] = channels(color).map(|c| if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    #[test]
    fn the_colours_are_those_of_the_palette_and_one_is_kept() {
        let lines: HashSet<_> = COLORS.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines.len(), COLORS.len());
        assert!(lines.iter().all(|line| OKABE_ITO.contains(line)));
        assert!(OKABE_ITO.contains(&VERMILLION) && !lines.contains(VERMILLION));
    }

    #[test]
    fn dark_text_is_read_on_every_fill() {
        for (_, fill) in COLORS {
            let contrast = (luminance(fill) + 0.05) / (luminance("#1A1A1A") + 0.05);
            assert!(contrast > 7.0, "{fill}: {contrast}");
        }
    }

    #[test]
    fn forty_two_kinds_look_different() {
        let looks: HashSet<_> = (0..42).map(|n| (Look(n).color(), Look(n).shape())).collect();
        assert_eq!(looks.len(), 42);
        assert_eq!(Look(42).attributes().to_string(), Look(0).attributes().to_string());
    }
}
