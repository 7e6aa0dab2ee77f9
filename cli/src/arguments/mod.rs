//! The command line: verbs and their options.

mod inputs;
mod views;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use inputs::{InputFormat, Inputs, Reading};
pub(crate) use views::ViewOptions;

use crate::verbs::{
    audit::Audit,
    chain::Chain,
    check::Check,
    convert::Convert,
    diff::Diff,
    dot::Dot,
    fmt::Fmt,
    merge::Merge,
    page::Page,
    query::Query,
    reports::{About, Brief, On, Timeline},
    setup::{Completions, Man},
    store::Store,
    vocabulary::Vocabulary,
};

const ABOUT: &str = "Records in which every fact has its date, its source and its words.

Every verb reads files of the notation, dossiers and archives (JSON), stores (SQLite), and CSV, GraphML, RDF, \
FollowTheMoney, node-link JSON and JSON Lines. It recognizes each by its content; `-` is standard input.";

const CODES: &str = "Exit codes:
  0  all is well
  1  there are findings: faults, warnings of an audit, differences, conflicts, a damaged store, or nothing was found
  2  the request cannot be carried out, or is not understood";

/// The program.
#[derive(Debug, Parser)]
#[command(name = "chancery", version, about = ABOUT, after_help = CODES, max_term_width = 100)]
pub(crate) struct CommandLine {
    #[command(flatten)]
    pub(crate) output: OutputOptions,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// How answers and errors are printed.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputOptions {
    /// Print answers and errors as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Colours::Auto, value_name = "WHEN")]
    pub(crate) color: Colours,
    /// Show no progress
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Colours {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Check(Check),
    Fmt(Fmt),
    Brief(Brief),
    About(About),
    On(On),
    Timeline(Timeline),
    Chain(Chain),
    Query(Query),
    Audit(Audit),
    Diff(Diff),
    Merge(Merge),
    Convert(Convert),
    Dot(Dot),
    Page(Page),
    Store(Store),
    Vocabulary(Vocabulary),
    Completions(Completions),
    Man(Man),
}

/// Where an answer goes.
#[derive(Args, Clone, Debug)]
pub(crate) struct Target {
    /// Write to this file instead of standard output; it is replaced only when all was written
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        super::CommandLine::command().debug_assert();
    }

    #[test]
    fn each_verb_has_an_example() {
        for verb in super::CommandLine::command().get_subcommands() {
            let help = verb.get_after_help().map(ToString::to_string).unwrap_or_default();
            let example = format!("chancery {}", verb.get_name());
            assert!(help.contains("Example:") && help.contains(&example), "{}: {help}", verb.get_name());
        }
    }
}
