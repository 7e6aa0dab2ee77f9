//! `merge`: the changes that two people made to one record.

mod conflict;
mod join;
mod mark;
mod rewrite;
mod same;
mod statement;
mod text;
mod unit;
mod version;

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use chancery::{
    diff::{MergedDossier, merge_dossiers},
    dossier::Dossier,
    io::json::Json,
};
use clap::Args;
use serde_json::json;

use self::{
    conflict::Listed,
    version::{Content, Texts, Version},
};
use crate::{
    arguments::{Reading, Target},
    failure::Failure,
    input,
    output::{Outcome, Output, replace, write_to},
    progress::Progress,
};

const HELP: &str = "Example:
  chancery merge base.facts mine.facts yours.facts -o merged.facts

As a merge driver of git:
  git config merge.chancery.name \"records of facts\"
  git config merge.chancery.driver \\
    'chancery merge --in-place --marker-size %L --path %P %O %A %B'
  echo '*.facts merge=chancery' >> .gitattributes";

/// Join the changes that two people made to one record; also as a merge driver of git
///
/// All three are files of the notation, or dossiers; an empty file is an empty record. The result has the format of
/// OURS. A text keeps its lines, its layout and its comments where it can, and is written anew where it cannot. Its
/// includes stay: all three versions are read with the included files as they are now.
///
/// Conflicts are listed on standard error, and marked in a text as git marks them, so that `check` refuses it until a
/// person has decided. A dossier has ours where the versions conflict. Ends with 1 if there are conflicts.
#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub(crate) struct Merge {
    /// The common original
    base: PathBuf,
    /// Our version
    ours: PathBuf,
    /// Their version
    theirs: PathBuf,
    #[command(flatten)]
    target: Target,
    /// Write the result to OURS, as a merge driver does
    ///
    /// If a version has a fault, or the result cannot be written anew because the text includes others, the lines are
    /// merged as git merges them, and the verb ends with 1.
    #[arg(long, conflicts_with = "output")]
    in_place: bool,
    /// Where the result will stand: for messages, and for the files that the texts name
    #[arg(long, value_name = "PATH")]
    path: Option<PathBuf>,
    /// How many characters the marks of a conflict have
    #[arg(long, value_name = "COUNT", default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..=1000))]
    marker_size: u16,
    // Its heading would go on for the options behind it.
    #[command(flatten)]
    reading: Reading,
}

impl Merge {
    pub(crate) fn run(&self, output: &Output) -> Result<Outcome, Failure> {
        let open = |which, path| Version::open(which, path, &self.reading);
        let versions = [open("base", &self.base)?, open("ours", &self.ours)?, open("theirs", &self.theirs)?];
        let texts = Texts::new(&self.reading, self.path.as_deref())?;
        let [base, ours, theirs] = &versions;
        // An empty file has the format of the others.
        let format = [ours, theirs, base].into_iter().find(|version| !version.is_empty());
        let progress = Progress::working(output, "merging");
        let merged = merge(&versions, &texts);
        if let Some(Content::Dossier(_)) = format.map(|version| &version.content) {
            let merged = merged?;
            let conflicts = listed(&merged);
            drop(progress);
            self.write(|out| Json::of(&merged.dossier).write_to(out).map(|_| ()))?;
            return Ok(self.finish(output, &conflicts));
        }
        let [base, ours, theirs] = versions.each_ref().map(Version::text);
        let path = self.path.as_deref().unwrap_or(&self.ours);
        let all = text::Merge { base, ours, theirs, path, texts: &texts, size: self.marker_size.into() };
        let (text, why) = match &merged {
            Ok(merged) => (all.text(merged, &listed(merged)), None),
            Err(_) => (None, merged.as_ref().err()),
        };
        drop(progress);
        if let Some(text) = text {
            self.write(|out| Ok(out.write_all(text.as_bytes())?))?;
            return Ok(self.finish(output, &merged.as_ref().map(listed).unwrap_or_default()));
        }
        if !self.in_place {
            let _ = merged?;
            return Err(Failure::request(format_args!("{}: {INCLUDES}", self.name())));
        }
        let (text, _) = all.by_lines();
        self.write(|out| Ok(out.write_all(text.as_bytes())?))?;
        let why = why.map_or_else(|| INCLUDES.to_owned(), ToString::to_string);
        if output.json {
            output.note(json!({ "merged": "lines", "why": why }));
        } else {
            output.note(format_args!("{}: only the lines were merged, not the record: {why}", self.name()));
        }
        if let Ok(merged) = &merged
            && !merged.conflicts.is_empty()
        {
            self.finish(output, &listed(merged));
        }
        Ok(Outcome::Findings)
    }

    fn name(&self) -> String {
        input::shown(self.path.as_deref().unwrap_or(&self.ours))
    }

    /// Where the result stands, with its conflicts; `None` for standard output.
    fn place(&self) -> Option<&Path> {
        let written = if self.in_place { Some(&self.ours) } else { self.target.output.as_ref() };
        self.path.as_ref().or(written).map(PathBuf::as_path)
    }

    fn write(&self, content: impl FnOnce(&mut dyn Write) -> Result<(), chancery::Error>) -> Result<(), Failure> {
        if self.in_place { replace(&self.ours, content) } else { write_to(&self.target, content) }
    }

    /// Lists the conflicts.
    fn finish(&self, output: &Output, conflicts: &[Listed]) -> Outcome {
        if !conflicts.is_empty() {
            let place = self.place();
            if output.json {
                let conflicts: Vec<_> = conflicts.iter().map(Listed::to_json).collect();
                output.note(json!({ "file": place.map(input::plain), "conflicts": conflicts }));
            } else {
                let name = place.map_or_else(|| "standard output".to_owned(), input::plain);
                output.note(conflict::list(&name, conflicts));
            }
        }
        Outcome::findings(!conflicts.is_empty())
    }
}

const INCLUDES: &str = "it includes other files, so the merged record cannot be written anew without copying what they \
                        have; merge the lines by hand, or with `git merge-file`";

fn merge(versions: &[Version; 3], texts: &Texts<'_>) -> Result<MergedDossier, Failure> {
    let [base, ours, theirs] = versions;
    Ok(merge_dossiers(&base.dossier(texts)?, &ours.dossier(texts)?, &theirs.dossier(texts)?))
}

fn listed(merged: &MergedDossier) -> Vec<Listed> {
    let Dossier { vocabulary, .. } = &merged.dossier;
    merged.conflicts.iter().map(|conflict| Listed::of(conflict, vocabulary)).collect()
}
