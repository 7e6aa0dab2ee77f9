//! Pictures: a view in the language of Graphviz.
//!
//! [`View::dot`] gives a [`Dot`], which is written by `Display` or [`Dot::write_to`]. The picture tells:
//!
//! | drawn | means |
//! |---|---|
//! | node with a name | an entity; colour, shape and frame tell its kind |
//! | note | a value at the end of a fact |
//! | line with an arrow | a fact; the label has its relation, then its date, then who says so |
//! | small box in a line | a fact that has role players, or that another fact refers to |
//! | thin line with a circle | from a fact to who plays a role in it |
//! | thin, `? possible` | told as actual, and only possible of the day, or of whatever the view asks |
//! | dashed | planned |
//! | dashed and faint, `hypothetical` | hypothetical |
//! | dotted, `says …` | on the word of a speaker, as a source reports it |
//! | hollow arrow, `inferred` | every claim for it infers it, none states it |
//! | vermillion, `disputed` | a claim disputes it |
//! | faint, ending in a bar, `× denied` or `× cancelled` | denied or cancelled |
//! | faint, `resolved` or `× retracted` | what a later fact resolved, what was taken back; in views that show them |
//! | no arrow | the relation is symmetric |
//!
//! A line has one style, and a plan is dashed whoever speaks of it; the label names the speaker all the same. Quotes,
//! sources and reasons are shown where a mouse rests; a click on a fact leads to its source. No colour is the only sign
//! of anything. The colours are those of Okabe and Ito.
//!
//! # Which engine
//! `dot -Tsvg` draws up to about a hundred facts well, in ranks, with frames. Its time grows steeply: 400 facts between
//! 200 entities took it from 1 to 24 s, by how tangled they are. `sfdp -Tsvg` took less than 1 s for a thousand; it draws
//! no frames, so [`Clusters::Off`] suits it. The legend needs a Graphviz that draws tables, as all usual builds do.

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

/// The facts that a picture holds unless [`Dot::limit`] says otherwise.
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
    /// assert!(dot.contains(r#""e_kassym-jomart-tokayev" -> "e_pakistan" [label="visits\non 2026-02", style="dashed""#));
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

/// A view as a picture, in the language of Graphviz. The [module](self) tells how to read it.
///
/// What is written depends on nothing but the view and these choices, to the byte; nodes are named by keys, so that a
/// picture of a graph that has grown differs only where it has. All text of the graph is shown as text, whatever is in it.
/// Writing it takes time in the order of the facts in the view, however few of them are drawn.
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
    /// With a title above it.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Where facts lead; from left to right unless said otherwise.
    pub fn rank_direction(mut self, direction: RankDirection) -> Self {
        self.rank_direction = direction;
        self
    }

    /// How many facts are drawn at most: the first ones of the view, and as many entities that no fact joins to anything.
    /// A note in the picture tells how many more there are. The default is 120.
    pub fn limit(mut self, facts: usize) -> Self {
        self.limit = facts;
        self
    }

    /// Whether there is a legend.
    pub fn legend(mut self, legend: Legend) -> Self {
        self.legend = legend;
        self
    }

    /// What stands together in a frame.
    pub fn clusters(mut self, clusters: Clusters) -> Self {
        self.clusters = clusters;
        self
    }

    /// How role players are shown.
    pub fn roles(mut self, roles: Roles) -> Self {
        self.roles = roles;
        self
    }

    /// How values are shown.
    pub fn values(mut self, values: Values) -> Self {
        self.values = values;
        self
    }

    /// Writes it, piece by piece, and tells what the picture does not show: facts beyond the limit, what is hidden or cut,
    /// where quotes stand, what is known of sources.
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

/// Lets what writes text write bytes, and keeps what went wrong.
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
