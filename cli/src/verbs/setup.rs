//! `completions` and `man`: what a package of the program installs.

use std::{fs, io::Write, path::PathBuf};

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::{
    arguments::{CommandLine, Target},
    failure::Failure,
    output::{Outcome, replace, write_to},
};

/// Print the completions for a shell
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  chancery completions bash > ~/.local/share/bash-completion/completions/chancery")]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Print the manual, or write a page for each verb
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  chancery man | man -l -\n  chancery man --folder ~/.local/share/man/man1")]
pub(crate) struct Man {
    /// Write a page for the program and one for each verb into this folder
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

impl Completions {
    pub(crate) fn run(&self) -> Result<Outcome, Failure> {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut CommandLine::command(), "chancery", &mut text);
        write_to(&Target { output: None }, |out| Ok(out.write_all(&text)?))?;
        Ok(Outcome::Fine)
    }
}

impl Man {
    pub(crate) fn run(&self) -> Result<Outcome, Failure> {
        let command = CommandLine::command();
        let Some(folder) = &self.folder else {
            let mut page = Vec::new();
            clap_mangen::Man::new(command).render(&mut page)?;
            write_to(&Target { output: None }, |out| Ok(out.write_all(&page)?))?;
            return Ok(Outcome::Fine);
        };
        fs::create_dir_all(folder).map_err(|error| Failure::file(folder, error))?;
        let mut pages = vec![command.clone()];
        for verb in command.get_subcommands() {
            pages.push(verb.clone().name(format!("chancery-{}", verb.get_name())));
        }
        for page in pages {
            let path = folder.join(format!("{}.1", page.get_name()));
            let page = clap_mangen::Man::new(page);
            replace(&path, |out: &mut dyn Write| {
                let mut text = Vec::new();
                page.render(&mut text)?;
                Ok(out.write_all(&text)?)
            })?;
        }
        Ok(Outcome::Fine)
    }
}
