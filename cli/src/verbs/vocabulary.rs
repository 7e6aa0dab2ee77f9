//! `vocabulary`: the kinds, relations and roles that a record may use.

use std::path::PathBuf;

use chancery::{diplomacy, notation, schema::SchemaDef};
use clap::Args;

use crate::{
    arguments::{Inputs, Reading, Target},
    failure::Failure,
    input,
    output::{Outcome, Output, keep_inputs, write_to},
};

/// Print the kinds, relations and roles that a record may use
///
/// Without a file, those of diplomacy. The output is a file of the notation, which another may include.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  chancery vocabulary | less\n  chancery vocabulary --named visit --named office\n  chancery vocabulary report.facts -o words.facts"
)]
pub(crate) struct Vocabulary {
    /// Files whose vocabulary is printed
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Only what has this in its name or in what is said about it; may be given several times
    #[arg(long, value_name = "TEXT")]
    named: Vec<String>,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    reading: Reading,
}

impl Vocabulary {
    pub(crate) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        let inputs = Inputs { files: self.files.clone(), reading: self.reading.clone() };
        keep_inputs(self.target.output.as_deref(), &inputs)?;
        let mut vocabulary = if self.files.is_empty() {
            diplomacy::schema().to_def()
        } else {
            input::read(&inputs, output)?.graph().schema().to_def()
        };
        if !self.named.is_empty() {
            self.keep_named(&mut vocabulary);
        }
        let is_empty = vocabulary.kinds.is_empty() && vocabulary.relations.is_empty() && vocabulary.roles.is_empty();
        if output.json {
            output.answer("", &vocabulary)?;
        } else {
            let text = notation::write_vocabulary(&vocabulary);
            write_to(&self.target, |out| Ok(out.write_all(text.as_bytes())?))?;
        }
        Ok(Outcome::findings(is_empty))
    }

    fn keep_named(&self, vocabulary: &mut SchemaDef) {
        let named: Vec<String> = self.named.iter().map(|text| text.to_lowercase()).collect();
        let has = |texts: &[&str]| {
            let mut texts = texts.iter().map(|text| text.to_lowercase());
            texts.any(|text| named.iter().any(|name| text.contains(name)))
        };
        vocabulary.kinds.retain(|def| has(&[&def.name, &def.about]));
        vocabulary.roles.retain(|def| has(&[&def.name, &def.about]));
        vocabulary.relations.retain(|def| has(&[&def.name, &def.about, def.inverse.as_deref().unwrap_or_default()]));
    }
}
