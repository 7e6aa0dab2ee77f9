//! The program `chancery`: the library for people who write no Rust.

mod arguments;
mod failure;
mod input;
mod output;
mod progress;
mod stop;
mod usage;
mod verbs;
mod view;

use std::process::ExitCode;

use crate::{
    arguments::{CommandLine, Verb},
    output::{Outcome, Output},
};

fn main() -> ExitCode {
    let CommandLine { output, verb } = match usage::read() {
        Ok(read) => read,
        Err(code) => return code,
    };
    let output = Output::new(output);
    stop::listen();
    let done = match verb {
        Verb::Check(check) => check.run(&output),
        Verb::Fmt(fmt) => fmt.run(&output),
        Verb::Brief(brief) => brief.run(&output),
        Verb::About(about) => about.run(&output),
        Verb::On(on) => on.run(&output),
        Verb::Timeline(timeline) => timeline.run(&output),
        Verb::Chain(chain) => chain.run(&output),
        Verb::Query(query) => query.run(&output),
        Verb::Audit(audit) => audit.run(&output),
        Verb::Diff(diff) => diff.run(&output),
        Verb::Merge(merge) => merge.run(&output),
        Verb::Convert(convert) => convert.run(&output),
        Verb::Dot(dot) => dot.run(&output),
        Verb::Page(page) => page.run(&output),
        Verb::Store(store) => store.run(&output),
        Verb::Vocabulary(vocabulary) => vocabulary.run(&output),
        Verb::Completions(completions) => completions.run(),
        Verb::Man(man) => man.run(),
    };
    match done {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) => {
            output.failure(&failure);
            ExitCode::from(2)
        }
    }
}
