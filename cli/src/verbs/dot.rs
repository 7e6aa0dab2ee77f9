//! `dot`: a picture for Graphviz.

use chancery::{
    io::dot::{Clusters, RankDirection, Roles, Values},
    model::Modality,
};
use clap::{Args, ValueEnum};

use super::convert::note_losses;
use crate::{
    arguments::{Inputs, Target, ViewOptions},
    failure::Failure,
    input,
    output::{Outcome, Output, keep_inputs, write_to},
};

/// Draw a record for Graphviz
///
/// Prints DOT, which `dot` of Graphviz draws.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  chancery dot report.facts | dot -Tsvg -o report.svg\n  chancery dot --kinds person,state --at 2026-02 report.facts"
)]
pub(crate) struct Dot {
    #[command(flatten)]
    inputs: Inputs,
    #[command(flatten)]
    view: ViewOptions,
    #[command(flatten)]
    target: Target,
    /// Only entities of these kinds, and facts between them
    #[arg(long, value_delimiter = ',', value_name = "KIND,…")]
    kinds: Vec<String>,
    /// Only what is at most so many facts away from this entity
    #[arg(long, value_name = "ENTITY")]
    around: Option<String>,
    /// How far from the entity of --around
    #[arg(long, default_value_t = 1, requires = "around", value_name = "FACTS")]
    radius: u32,
    /// At most so many facts; a node says how many are left out
    #[arg(long, value_name = "FACTS")]
    limit: Option<usize>,
    /// The title of the picture
    #[arg(long)]
    title: Option<String>,
    /// Where the ranks of nodes go
    #[arg(long, value_enum, default_value_t = Direction::Right, value_name = "WHERE")]
    direction: Direction,
    /// How players of roles are drawn
    #[arg(long, value_enum, default_value_t = RoleStyle::Labels, value_name = "HOW")]
    roles: RoleStyle,
    /// Put entities of one kind together
    #[arg(long)]
    clusters: bool,
    /// Draw no values, such as numbers and texts
    #[arg(long)]
    no_values: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Direction {
    Right,
    Down,
    Left,
    Up,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoleStyle {
    /// In the label of the fact
    Labels,
    /// As edges
    Drawn,
    /// Not at all
    Hidden,
}

impl Dot {
    pub(crate) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        keep_inputs(self.target.output.as_deref(), &self.inputs)?;
        let record = input::read(&self.inputs, output)?;
        let mut view = self.view.narrow(record.graph().view().with_modalities(Modality::ALL), output)?;
        if !self.kinds.is_empty() {
            let schema = record.graph().schema();
            let kinds = self.kinds.iter().map(|kind| schema.kind(kind)).collect::<Result<Vec<_>, _>>();
            view = view.of_kinds(kinds.map_err(|error| error.at("--kinds"))?)?.connected();
        }
        if let Some(entity) = &self.around {
            let entity = super::reports::named(record.graph(), entity)?;
            view = view.ego(entity, self.radius)?;
        }
        let direction = match self.direction {
            Direction::Right => RankDirection::LeftRight,
            Direction::Down => RankDirection::TopDown,
            Direction::Left => RankDirection::RightLeft,
            Direction::Up => RankDirection::BottomUp,
        };
        let roles = match self.roles {
            RoleStyle::Labels => Roles::Labelled,
            RoleStyle::Drawn => Roles::Drawn,
            RoleStyle::Hidden => Roles::Hidden,
        };
        let mut dot = view.dot().rank_direction(direction).roles(roles);
        dot = dot.clusters(if self.clusters { Clusters::ByKind } else { Clusters::Off });
        dot = dot.values(if self.no_values { Values::Hidden } else { Values::Drawn });
        if let Some(title) = &self.title {
            dot = dot.title(title);
        }
        if let Some(limit) = self.limit {
            dot = dot.limit(limit);
        }
        let losses = write_to(&self.target, |out| dot.write_to(out))?;
        note_losses(output, &losses);
        Ok(Outcome::Fine)
    }
}
