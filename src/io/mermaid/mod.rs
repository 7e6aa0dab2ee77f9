//! Mermaid: a picture of a small view, as text that GitHub and many editors draw.
//!
//! ```
//! use chancery::{KnowledgeGraph, diplomacy, fact};
//! use chancery::io::mermaid::Mermaid;
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add("person", "Tokayev")?;
//! kg.add("state", "Pakistan")?;
//! kg.assert(fact("tokayev", "visits", "pakistan").on("2026-02").planned())?;
//!
//! let picture = Mermaid::of(&kg.view());
//! assert!(picture.to_string().contains(r#"n0 -.->|"visits<br/>in February 2026<br/>planned"| n1"#));
//! assert!(picture.losses().is_empty());
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! Entities are grouped in frames by kind. A fact is an arrow with its relation, role players, time, modality and
//! speakers; it is dotted unless the fact is actual. An inferred or disputed fact says so. A value is a note; a fact
//! that another is about is a box with its line. Mermaid draws at most 500 arrows and 50,000 characters with its own
//! defaults, and few people read a hundred arrows; [`Mermaid::limit`] sets the number of facts. All text of the graph
//! is shown as text, whatever is in it.
//!
//! The loss report counts what the picture does not show: facts beyond the limit, claims and sources, keys that the
//! names do not suggest, the types of values, what became of a fact, and the ends of long texts.

mod text;
mod write;

use std::io;

use crate::{
    error::Error,
    io::{loss::Losses, text::text_output},
    view::View,
};

/// The facts that a picture holds unless [`Mermaid::limit`] says otherwise.
const LIMIT: usize = 100;

/// A view as a picture in Mermaid. The [module](self) describes how to read it.
#[derive(Clone, Debug)]
#[must_use = "a format writes nothing until `write_to` is called"]
pub struct Mermaid<'g> {
    view: View<'g>,
    limit: usize,
}

impl<'g> Mermaid<'g> {
    /// The picture of a view.
    pub fn of(view: &View<'g>) -> Self {
        Self { view: view.clone(), limit: LIMIT }
    }

    /// The largest number of facts that are drawn, the first ones, and of entities that none of them joins. A note in
    /// the picture has the number of those left out. The default is 100.
    pub fn limit(mut self, facts: usize) -> Self {
        self.limit = facts;
        self
    }

    /// Writes the picture.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails; what was written until then stays written.
    pub fn write_to(&self, writer: impl io::Write) -> Result<Losses, Error> {
        let mut writer = io::BufWriter::new(writer);
        let losses = write::write(&self.view, self.limit, &mut writer)?;
        io::Write::flush(&mut writer)?;
        Ok(losses)
    }

    text_output!(losses);
}

text_output!(Mermaid<'_>);
