//! Which facts are looked at.

use clap::Args;

/// The filter of a view.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Which facts")]
pub(crate) struct ViewOptions {
    /// Only what holds on this date, certainly or possibly: `2026-02-10`, `2026-02`, `1991`
    #[arg(long, value_name = "DATE")]
    pub(crate) at: Option<String>,
    /// Only what was recorded by then: `2026-01-24` or `2026-01-24T12:00:00Z`
    #[arg(long, value_name = "STAMP")]
    pub(crate) known_by: Option<String>,
    /// Without what only this source says; may be given several times
    #[arg(long, value_name = "SOURCE")]
    pub(crate) without: Vec<String>,
}
