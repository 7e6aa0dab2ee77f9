//! The evidence page: one HTML file in which every fact shows its words.
//!
//! ```
//! use chancery::{KnowledgeGraph, Source, diplomacy, fact};
//! use chancery::io::page::{self, Page};
//!
//! let mut kg = KnowledgeGraph::new(diplomacy::schema());
//! kg.add_source(Source::new("report").text("The President will visit Pakistan in February."))?;
//! kg.add("person", "Tokayev")?;
//! kg.add("state", "Pakistan")?;
//! kg.assert(fact("tokayev", "visits", "pakistan").on("2026-02").planned().cite("report", "will visit Pakistan"))?;
//!
//! let page = Page::of(&kg.view()).title("The visit").to_string();
//! assert!(page.contains("<mark id=\"t0-0\" data-c=\"1.0.0\">will visit Pakistan</mark>"));
//!
//! // The page has the dossier of what it shows.
//! let dossier = page::read(page.as_bytes())?;
//! assert_eq!(dossier.facts.len(), 1);
//! # Ok::<(), chancery::Error>(())
//! ```
//!
//! On the left the page has the texts of the sources. Every quoted passage is marked, and at its end stands the
//! number of each fact that cites it, as a link. On the right it has the facts by subject, a timeline, and a graph. A
//! fact links to its words, its bar in the timeline and its line in the graph; each of these links back to the fact.
//!
//! - **Time.** A bar is solid on the days on which a fact certainly holds, and hatched where it only may. An end that
//!   is not known or does not exist has no end line.
//! - **Signs.** Plans, denials, disputes, inferences, speakers, retractions, outcomes and merged entities have a sign
//!   and a word, never a colour alone.
//! - **Script.** Without scripts the page is a document with links. A script adds a day, which dims what does not hold
//!   on it, filters, a search, and switches that leave out a source as
//!   [`View::without_sources`](crate::View::without_sources) does. The day uses the times as recorded, without
//!   [`View::assume_holds_for`](crate::View::assume_holds_for).
//! - **Isolation.** The page loads nothing: its `Content-Security-Policy` allows only its own style and script, by
//!   their hashes. Names, quotes and addresses are escaped, and their invisible characters are shown as escapes, so no
//!   text of others can become an element, an attribute or a script. Only `http` and `https` addresses are links.
//!
//! # Texts that may not be shown
//! [`Page::without_text`] leaves out the text of a source. [`Texts`] says what happens to the others: by default a
//! licence that forbids it keeps a text out. Of such a source the page and its dossier have only the hash of the text,
//! and of each quote its range and hash.
//!
//! # Limits
//! A page has at most 2,000 facts unless [`Page::most`] says otherwise: the first of the view. A line says how many are
//! left out. Facts that these are about, and those that resolve them, are on the page too. The graph draws the 120
//! entities with the most facts, no name on another, and a line says what it leaves out. The page beside the data is
//! less than 80 kB; the text is written as a whole, in memory. Passages that overlap are cut into segments that each
//! name all their facts, so the size can grow with the square of the number of passages on the same words.

mod claims;
mod drawing;
mod embedded;
mod entities;
mod facts;
mod graph;
mod html;
mod layout;
mod plan;
mod policy;
mod read;
mod scale;
mod segments;
mod signs;
mod texts;
mod timeline;
mod tools;
mod write;

use std::{collections::BTreeSet, io};

pub use read::read;

use crate::{
    error::Error,
    io::{loss::Losses, text::text_output},
    model::SourceId,
    view::View,
};

/// The facts on a page unless [`Page::most`] says otherwise.
const MOST: usize = 2000;

/// Which texts of sources a page has.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Texts {
    /// All but those whose [licence](crate::Source::licence) forbids it: it contains, in any case, one of the phrases
    /// `all rights reserved`, `confidential`, `no redistribution`, `not for publication`, `not for redistribution` or
    /// `proprietary`.
    #[default]
    AsLicensed,
    /// All, whatever their licences say.
    All,
    /// None.
    Hidden,
}

/// A view as a page of HTML. The [module](self) describes it.
#[derive(Clone, Debug)]
#[must_use = "a format writes nothing until `write_to` is called"]
pub struct Page<'g> {
    view: View<'g>,
    title: String,
    most: usize,
    texts: Texts,
    hidden: BTreeSet<SourceId>,
    switches: bool,
}

impl<'g> Page<'g> {
    /// The page of a view.
    pub fn of(view: &View<'g>) -> Self {
        Self {
            view: view.clone(),
            title: "Facts and their evidence".to_owned(),
            most: MOST,
            texts: Texts::default(),
            hidden: BTreeSet::new(),
            switches: true,
        }
    }

    /// Sets the title. The default is `Facts and their evidence`.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Sets the largest number of facts, and of entities that no fact joins. The first of the view stay; a line on the
    /// page says how many are left out. The default is 2,000.
    pub fn most(mut self, facts: usize) -> Self {
        self.most = facts;
        self
    }

    /// Sets which texts of sources the page has.
    pub fn texts(mut self, texts: Texts) -> Self {
        self.texts = texts;
        self
    }

    /// Leaves out the text of a source, and the words of all quotes from it, whatever [`Texts`] says.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, Source, diplomacy, fact, io::page::Page};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// kg.add_source(Source::new("wire").text("He arrived on Monday, says our correspondent."))?;
    /// let page = Page::of(&kg.view()).without_text("wire")?.to_string();
    /// assert!(!page.contains("our correspondent"));
    /// # Ok::<(), chancery::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`UnknownSource`](crate::ErrorKind::UnknownSource) if the graph does not have it.
    pub fn without_text(mut self, source: &str) -> Result<Self, Error> {
        self.hidden.insert(self.view.graph().source(source)?);
        Ok(self)
    }

    /// Sets whether the page has switches that leave out a source. The default is yes.
    pub fn switches(mut self, switches: bool) -> Self {
        self.switches = switches;
        self
    }

    /// Writes the page, and returns what it does not have: facts and entities beyond the limit, texts that may not be
    /// shown, and the words of quotes from these.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails; what was written until then stays written.
    pub fn write_to(&self, mut writer: impl io::Write) -> Result<Losses, Error> {
        let (html, losses) = write::page(self)?;
        writer.write_all(html.as_bytes())?;
        writer.flush()?;
        Ok(losses)
    }

    text_output!(losses);
}

text_output!(Page<'_>);
