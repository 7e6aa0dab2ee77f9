//! How the [look](Look) of a kind is drawn.
//!
//! The colours are those of Okabe and Ito, which people with any of the common forms of colour blindness tell apart.
//! Their vermillion is kept for what is disputed.

use super::attributes::Attributes;
use crate::io::looks::{COLORS, Look, SHAPES};

/// What is disputed, and nothing else.
pub(super) const VERMILLION: &str = "#D55E00";

/// Line and fill; a fill is its line's colour mixed with white, so that text on it is read easily.
const PALETTE: [(&str, &str); COLORS] = [
    ("#0072B2", "#CCE3F0"),
    ("#E69F00", "#FAECCC"),
    ("#009E73", "#CCECE3"),
    ("#CC79A7", "#F5E4ED"),
    ("#56B4E9", "#DDF0FB"),
    ("#F0E442", "#F9F4B3"),
    ("#000000", "#E6E6E6"),
];

/// A shape of Graphviz.
struct Form {
    /// In the legend.
    name: &'static str,
    shape: &'static str,
    style: &'static str,
    /// In inches: what has corners needs less of it.
    margin: &'static str,
    peripheries: &'static str,
}

const fn form(
    name: &'static str,
    shape: &'static str,
    style: &'static str,
    margin: &'static str,
    peripheries: &'static str,
) -> Form {
    Form { name, shape, style, margin, peripheries }
}

const FORMS: [Form; SHAPES] = [
    form("rounded box", "box", "rounded,filled", "0.12,0.07", "1"),
    form("box", "box", "filled", "0.12,0.07", "1"),
    form("octagon", "octagon", "filled", "0.04,0.05", "1"),
    form("component", "component", "filled", "0.16,0.07", "1"),
    form("hexagon", "hexagon", "filled", "0.02,0.05", "1"),
    form("tab", "tab", "filled", "0.12,0.07", "1"),
    form("double box", "box", "filled", "0.10,0.06", "2"),
    form("ellipse", "ellipse", "filled", "0.04,0.04", "1"),
];

fn form_of(look: Look) -> &'static Form {
    let [first, ..] = &FORMS;
    FORMS.get(look.shape).unwrap_or(first)
}

/// Line and fill.
pub(super) fn colors(look: Look) -> (&'static str, &'static str) {
    PALETTE.get(look.color).copied().unwrap_or_default()
}

/// The shape in words.
pub(super) fn shape_name(look: Look) -> &'static str {
    form_of(look).name
}

/// The attributes of a node.
pub(super) fn attributes(look: Look) -> Attributes {
    let ((color, fill), form) = (colors(look), form_of(look));
    Attributes::default()
        .fixed("shape", form.shape)
        .fixed("style", form.style)
        .fixed("margin", form.margin)
        .fixed("peripheries", form.peripheries)
        .fixed("color", color)
        .fixed("fillcolor", fill)
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
        let lines: HashSet<_> = PALETTE.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines.len(), COLORS);
        assert!(lines.iter().all(|line| OKABE_ITO.contains(line)));
        assert!(OKABE_ITO.contains(&VERMILLION) && !lines.contains(VERMILLION));
    }

    #[test]
    fn dark_text_is_read_on_every_fill() {
        for (_, fill) in PALETTE {
            let contrast = (luminance(fill) + 0.05) / (luminance("#1A1A1A") + 0.05);
            assert!(contrast > 7.0, "{fill}: {contrast}");
        }
    }

    #[test]
    fn every_look_is_drawn_in_its_own_way() {
        let all = (0..COLORS).flat_map(|color| (0..SHAPES).map(move |shape| Look { color, shape }));
        let drawn: HashSet<_> = all.map(|look| attributes(look).to_string()).collect();
        assert_eq!(drawn.len(), COLORS * SHAPES);
        let names: HashSet<_> = FORMS.iter().map(|form| form.name).collect();
        assert_eq!(names.len(), SHAPES);
    }
}
