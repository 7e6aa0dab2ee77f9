//! The legend: words underlined as the facts' lines are drawn, and kinds on their colours.
//!
//! It is one node with a table, so that it takes little room under every engine. A table is written in Graphviz's own
//! kind of HTML, which stands in `<>` and not in quotes: the only such place in the document, with no text of a graph
//! but the names of kinds, which have no character that HTML reads.

use std::fmt::{self, Write};

use super::{
    palette::{colors, shape_name},
    signs::Sign,
    stroke::{FAINT_TEXT, TEXT},
};
use crate::io::looks::Look;

/// The label of the legend's node, in HTML.
pub(super) struct Table<'a> {
    /// Kinds by name, with how they look.
    pub(super) kinds: Vec<(&'a str, Look)>,
    pub(super) signs: Vec<Sign>,
}

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<TABLE BORDER=\"1\" COLOR=\"#D9D9D9\" STYLE=\"ROUNDED\" BGCOLOR=\"#FAFAFA\" CELLBORDER=\"0\" CELLSPACING=\"5\">")?;
        write!(f, "<TR><TD ALIGN=\"LEFT\" CELLPADDING=\"0\"><FONT COLOR=\"{FAINT_TEXT}\">legend</FONT></TD></TR>")?;
        for (name, look) in &self.kinds {
            let ((color, fill), shape) = (colors(*look), shape_name(*look));
            write!(
                f,
                "<TR><TD ALIGN=\"LEFT\" CELLPADDING=\"2\" BORDER=\"1\" STYLE=\"ROUNDED\" COLOR=\"{color}\" BGCOLOR=\"{fill}\">"
            )?;
            write!(f, "{} <FONT COLOR=\"{FAINT_TEXT}\">{shape}</FONT></TD></TR>", Html(name))?;
        }
        for sign in &self.signs {
            let stroke = sign.stroke();
            // Borders have whole points.
            let width = if stroke.width > "1.5" { 2 } else { 1 };
            write!(f, "<TR><TD ALIGN=\"LEFT\" CELLPADDING=\"1\" SIDES=\"B\" BORDER=\"{width}\" ")?;
            write!(f, "STYLE=\"{}\" COLOR=\"{}\">", stroke.style.to_uppercase(), stroke.color)?;
            let text = if stroke.text == TEXT { TEXT } else { FAINT_TEXT };
            write!(f, "<FONT COLOR=\"{text}\">{}</FONT></TD></TR>", Html(sign.meaning()))?;
        }
        f.write_str("</TABLE>")
    }
}

struct Html<'a>(&'a str);

impl fmt::Display for Html<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            c => f.write_char(c),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_well_formed_whatever_a_kind_is_called() {
        let table =
            Table { kinds: vec![("a<b>&\"", Look::of("a"))], signs: vec![Sign::Planned, Sign::Disputed] }.to_string();
        let parsed = roxmltree::Document::parse(&table).unwrap();
        assert_eq!(parsed.descendants().filter(|node| node.has_tag_name("TR")).count(), 4);
        let text: Vec<_> = parsed.descendants().filter_map(|node| node.text()).collect();
        assert!(text.contains(&"planned") && text.contains(&"a<b>&\" "), "{text:?}");
    }
}
