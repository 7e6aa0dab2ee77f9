//! The merged record written anew, with the comments of people.

use std::collections::BTreeMap;

use chancery::{dossier::Dossier, notation};

use super::{
    join::minus,
    statement::Statement,
    unit::{Unit, statements, units_of},
};

/// The units of a merged record, in the layout of the crate. `joined` has the vocabulary, and the comments with the
/// statements that they stand above.
pub(super) fn rewritten(merged: &Dossier, joined: &[Unit], with_vocabulary: bool) -> Vec<Unit> {
    let mut writer = notation::Writer::new();
    let of_sources = statements(joined).into_iter().filter(|statement| statement.opener() == "source");
    let mut text_files: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for statement in of_sources {
        let file = statement.attribute("text-file").map(|path| path.trim_matches('"'));
        if file.is_some() || statement.attribute("text").is_none() && statement.attribute("sha256").is_some() {
            text_files.insert(statement.name(1), file);
        }
    }
    for (source, file) in text_files {
        writer = match file {
            Some(file) => writer.text_file(source, file),
            None => writer.without_text(source),
        };
    }
    let mut units = Vec::new();
    if with_vocabulary {
        writer = writer.with_vocabulary();
    } else {
        let declares = |unit: &&Unit| unit.statement.as_ref().is_some_and(Statement::declares);
        for unit in joined.iter().filter(declares) {
            units.push(Unit { comments: Vec::new(), ..unit.clone() });
        }
    }
    let gap = !units.is_empty();
    for (n, mut unit) in units_of(&writer.write(merged)).into_iter().enumerate() {
        unit.gap |= gap && n == 0;
        units.push(unit);
    }
    with_comments(units, joined)
}

/// Puts comments above the statements to which they belong; those of which the statement is gone at the end, or at the
/// top if they began the file.
fn with_comments(mut units: Vec<Unit>, joined: &[Unit]) -> Vec<Unit> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate() {
        places.entry(unit.about()).or_insert(at);
    }
    let mut all = Vec::new();
    flatten(joined, &mut all);
    let (mut top, mut end) = (Vec::new(), Vec::new());
    // Comments between blank lines, which stand before the next statement that is still there.
    let mut alone: Vec<Unit> = Vec::new();
    let mut before: BTreeMap<usize, Vec<Unit>> = BTreeMap::new();
    let mut begun = false;
    for (comments, about) in all {
        let Some(about) = about else {
            let list = if begun { &mut alone } else { &mut top };
            list.extend(Unit::of_comments(comments));
            continue;
        };
        begun = true;
        match places.get(&about).copied() {
            Some(at) => {
                before.entry(at).or_default().append(&mut alone);
                if let Some(unit) = units.get_mut(at) {
                    // Comments that stay within a statement that was kept as it is are there already.
                    let within = unit.statement.as_ref().map(|s| s.comments.clone()).unwrap_or_default();
                    unit.comments.extend(minus(comments, within));
                }
            }
            None => end.extend(Unit::of_comments(comments)),
        }
    }
    let mut out = top;
    for (at, mut unit) in units.into_iter().enumerate() {
        if let Some(alone) = before.remove(&at).filter(|alone| !alone.is_empty()) {
            out.extend(alone);
            unit.gap = true;
        }
        unit.gap |= at == 0 && !out.is_empty();
        out.push(unit);
    }
    out.append(&mut alone);
    out.append(&mut end);
    out
}

/// Each unit's comments, and what its statement is about.
fn flatten(units: &[Unit], all: &mut Vec<(Vec<String>, Option<String>)>) {
    for unit in units {
        all.push((unit.all_comments(), unit.statement.as_ref().map(|statement| statement.about.clone())));
        if let Some(block) = &unit.block {
            flatten(&block.units, all);
            all.push((block.end.all_comments(), Some(String::new())));
        }
    }
}

#[cfg(test)]
mod tests {
    use chancery::{diplomacy, dossier::Dossier, notation};

    use super::super::unit::{text_of, units_of};
    use crate::input::everything;

    #[test]
    fn comments_stand_where_they_stood() {
        let text = "# top\n\n# the source\nsource s\n\n# people\n\nentity person a \"A\" # she\n\
                    # a block\nbegin @s\n# her birth\na born 1970\n# the end\nend\n\n# last\n";
        let kg = notation::read(text, diplomacy::schema()).unwrap();
        let joined = units_of(text);
        let units = super::rewritten(&Dossier::of(&everything(&kg)), &joined, false);
        assert_eq!(
            text_of(&units),
            "# top\n\n# the source\nsource s\n\n# people\n\n# she\nentity person a \"A\"\n\n# her birth\n\
             a born 1970 @s\n\n# last\n\n# a block\n\n# the end\n"
        );
    }
}
