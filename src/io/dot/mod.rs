//! Pictures: a view in the language of Graphviz.
//!
//! [`View::dot`] gives a [`Dot`], which `Display` or [`Dot::write_to`] writes. This is how to read the picture:
//!
//! | drawn | means |
//! |---|---|
//! | node with a name | an entity; colour, shape and frame show its kind |
//! | line with words and an arrow | a fact: the relation, the date and the speakers |
//! | note, `relation: value` | a fact whose object is a value |
//! | small box in a line | a fact with role players, or one that another fact refers to |
//! | thin line with a circle | from a fact to a role player |
//! | thin, `? possible` | actual, but only possibly an answer to what the view asks |
//! | dashed | planned |
//! | dashed and faint, `hypothetical` | hypothetical |
//! | dotted, `says …` | said by a speaker whom a source reports |
//! | hollow arrow, `inferred` | inferred by every supporting claim, stated by none |
//! | vermillion, `disputed` | a claim disputes it |
//! | faint, ending in a bar, `× denied` or `× cancelled` | denied or cancelled |
//! | faint, `resolved` or `× retracted` | resolved by a later fact, or retracted; in views that show such facts |
//! | no arrow | the relation is symmetric |
//!
//! A line has one style: a plan is dashed even if a speaker reports it, and its label names the speaker. Tooltips show
//! quotes, sources and reasons. A click on a fact opens its source, or the address that is its object. Nothing is shown
//! by colour alone. The palette is that of Okabe and Ito.
//!
//! A kind has its colour and shape by its name alone, so it looks the same in all pictures of all graphs. There are 56
//! looks, and the kinds of [`diplomacy`](crate::diplomacy) all look different. Two other kinds may look the same: then
//! frames name them, and without frames their nodes do.
//!
//! # Which engine, and how much
//! `dot -Tsvg` draws in ranks, with frames. No line lies over the words of a fact, an entity or a role, as each is a
//! node of the picture; a line may cross the heading of a frame. All text but the title has 12 points. If the picture
//! of fifty facts of the press report is scaled to a screen of 1600 by 1000 points, its letters have 9 points; in that
//! of all 120 facts they have 4, too small to read. So draw at most about sixty facts for a screen: of chosen kinds
//! ([`View::of_kinds`]), or around an entity ([`View::ego`]).
//!
//! The time of `dot` grows steeply with the number of facts. `sfdp -Tsvg` is fast also for a thousand facts. It draws
//! no frames, so use [`Clusters::Off`] with it; and it draws lines across words, which stay readable on their white
//! ground. The legend needs a Graphviz with HTML labels, which all usual builds have.

mod attributes;
mod draw;
mod label;
mod legend;
mod link;
mod losses;
mod options;
mod palette;
mod plan;
mod signs;
mod stroke;
mod text;

use std::{fmt, io};

pub use self::options::{Clusters, Legend, RankDirection, Roles, Values};
use self::{draw::Sheet, plan::Plan};
use crate::{error::Error, io::loss::Losses, view::View};

/// How many facts a picture shows unless [`Dot::limit`] sets another number.
const LIMIT: usize = 120;

impl<'g> View<'g> {
    /// This view as a picture, in the language of Graphviz.
    ///
    /// ```
    /// use chancery::{KnowledgeGraph, fact};
    /// use chancery::diplomacy::{self, Person, State, Visits};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let (tokayev, pakistan) = (kg.add(Person, "Kassym-Jomart Tokayev")?, kg.add(State, "Pakistan")?);
    /// kg.assert(fact(tokayev, Visits, pakistan).on("2026-02").planned())?;
    ///
    /// let dot = kg.view().dot().title("A visit to come").to_string();
    /// assert!(dot.contains(r##""f_#0" [label="visits\nin February 2026""##));
    /// assert!(dot.contains(r##""f_#0" -> "e_pakistan" [style="dashed""##));
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn dot(&self) -> Dot<'g> {
        Dot {
            view: self.clone(),
            title: None,
            rank_direction: RankDirection::default(),
            limit: LIMIT,
            legend: Legend::default(),
            clusters: Clusters::default(),
            roles: Roles::default(),
            values: Values::default(),
        }
    }
}

/// A view as a picture, in the language of Graphviz. The [module](self) explains how to read it.
///
/// Equal views and options give equal bytes. Nodes are named by keys, so after a graph has grown, its picture changes
/// only where the graph did. Text of the graph is escaped and always shown as text. Writing takes time proportional to
/// the facts and entities of the view, even if few of them are drawn; [`write_to`](Self::write_to) also reads the
/// claims and sources of the graph, to report what is not shown.
///
/// ```
/// use chancery::{KnowledgeGraph, fact};
/// use chancery::diplomacy::{self, AccreditedTo, AmbassadorOf, Person, State};
/// use chancery::io::dot::{Clusters, RankDirection, Roles};
///
/// let mut kg = KnowledgeGraph::new(diplomacy::schema());
/// let kistafin = kg.add(Person, "Yerzhan Kistafin")?;
/// let (kazakhstan, pakistan) = (kg.add(State, "Kazakhstan")?, kg.add(State, "Pakistan")?);
/// kg.assert(fact(kistafin, AmbassadorOf, kazakhstan).with(AccreditedTo, pakistan).as_of("2026-01-24"))?;
///
/// let dot = kg.view().dot().rank_direction(RankDirection::TopDown).clusters(Clusters::Off).roles(Roles::Labelled);
/// let mut file = Vec::new();
/// let losses = dot.write_to(&mut file)?;
/// assert!(losses.is_empty()); // nothing was cut or left out
/// assert_eq!(file, dot.to_string().into_bytes());
/// assert!(dot.to_string().contains("accredited-to: Pakistan"));
/// # Ok::<(), chancery::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a picture is nothing until it is written"]
pub struct Dot<'g> {
    view: View<'g>,
    title: Option<String>,
    rank_direction: RankDirection,
    limit: usize,
    legend: Legend,
    clusters: Clusters,
    roles: Roles,
    values: Values,
}

impl Dot<'_> {
    /// Sets the title.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Sets the direction from subjects to objects. The default is from left to right.
    pub fn rank_direction(mut self, direction: RankDirection) -> Self {
        self.rank_direction = direction;
        self
    }

    /// Sets how many facts are drawn at most, and how many entities without facts. The first ones of the view are
    /// drawn, and a note in the picture gives the number of the others. The default is 120.
    pub fn limit(mut self, facts: usize) -> Self {
        self.limit = facts;
        self
    }

    /// Shows or hides the legend.
    pub fn legend(mut self, legend: Legend) -> Self {
        self.legend = legend;
        self
    }

    /// Sets which nodes are framed together.
    pub fn clusters(mut self, clusters: Clusters) -> Self {
        self.clusters = clusters;
        self
    }

    /// Sets how role players are shown.
    pub fn roles(mut self, roles: Roles) -> Self {
        self.roles = roles;
        self
    }

    /// Sets how values are shown.
    pub fn values(mut self, values: Values) -> Self {
        self.values = values;
        self
    }

    /// Writes the picture in pieces, and returns what it does not show: facts beyond the limit, what is hidden or
    /// shortened, the places of quotes, and details of sources.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if writing fails; what was written until then stays written.
    pub fn write_to(&self, writer: impl io::Write) -> Result<Losses, Error> {
        let mut stream = Stream { writer: io::BufWriter::new(writer), fault: None };
        let plan = Plan::new(self);
        let drawn = Sheet::new(self, &plan, &mut stream).draw();
        match (stream.fault, drawn) {
            (Some(fault), _) => Err(fault.into()),
            (None, Err(fault)) => Err(io::Error::other(fault).into()),
            (None, Ok(())) => {
                io::Write::flush(&mut stream.writer)?;
                Ok(plan.losses(self))
            }
        }
    }
}

/// The document.
impl fmt::Display for Dot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Sheet::new(self, &Plan::new(self), f).draw()
    }
}

/// Writes text to a byte stream, and keeps the error of the stream.
struct Stream<W: io::Write> {
    writer: io::BufWriter<W>,
    fault: Option<io::Error>,
}

impl<W: io::Write> fmt::Write for Stream<W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        io::Write::write_all(&mut self.writer, text.as_bytes()).map_err(|fault| {
            self.fault = Some(fault);
            fmt::Error
        })
    }
}
