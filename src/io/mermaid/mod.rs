//! Mermaid: a picture of a small view as text that GitHub and many editors draw.
//!
//! ```
//! use chancery::{KnowledgeGraph, diplomacy, fact};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add("person", "Tokayev")?;
//! kg.add("state", "Pakistan")?;
//! kg.assert(fact("tokayev", "visits", "pakistan").on("2026-02").planned())?;
//!
//! let mut picture = Vec::new();
//! let losses = kg.view().mermaid().write_to(&mut picture)?;
//! let text = String::from_utf8(picture).unwrap();
//! assert!(text.contains(r#"n0 -.->|"visits<br/>on 2026-02<br/>planned"| n1"#));
//! assert!(losses.is_empty());
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! Entities stand in frames by kind; a fact is an arrow with its relation, its role players, its time and how it is told,
//! dotted unless it is told as so. A value is a note, a fact that another is about a box with its line. Mermaid draws 500 arrows
//! and 50,000 characters unless it is told otherwise, and few people read a hundred; [`Mermaid::limit`] is 100 facts
//! unless said otherwise. All text of the graph is shown as text, whatever is in it.
//!
//! What a picture does not tell is in the loss report: facts beyond the limit, claims and sources, keys that the names do not
//! suggest, the types of values, what became of a fact, and the ends of texts that are too long to read.

mod text;
mod write;

use std::io;

use crate::{error::Error, io::loss::Losses, view::View};

/// The facts that a picture holds unless [`Mermaid::limit`] says otherwise.
const LIMIT: usize = 100;

impl<'g> View<'g> {
    /// This view as a picture in Mermaid.
    pub fn mermaid(&self) -> Mermaid<'g> {
        Mermaid { view: self.clone(), limit: LIMIT }
    }
}

/// A view as a picture in Mermaid. The [module](self) tells how to read it.
#[derive(Clone, Debug)]
#[must_use = "a picture is nothing until it is written"]
pub struct Mermaid<'g> {
    view: View<'g>,
    limit: usize,
}

impl Mermaid<'_> {
    /// How many facts are drawn at most: the first ones, and as many entities that none of them joins. A note in the picture
    /// tells how many more there are.
    pub fn limit(mut self, facts: usize) -> Self {
        self.limit = facts;
        self
    }

    /// Writes it.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails; what was written until then stays written.
    pub fn write_to(&self, writer: impl io::Write) -> Result<Losses, Error> {
        let mut writer = io::BufWriter::new(writer);
        let losses = write::write(&self.view, self.limit, &mut writer)?;
        io::Write::flush(&mut writer)?;
        Ok(losses)
    }
}
