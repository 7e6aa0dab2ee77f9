//! Sources: added in any order of the files, each after the one that it derives from; and all faults of each.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    load::{Load, Place, is_faulty},
    statement::SourceLine,
};
use crate::{
    error::{Error, ErrorKind, shown::as_found},
    model::Source,
    notation::line::{Flaw, Span},
};

impl<'a> Load<'a, '_> {
    /// Adds sources in any order of the files, each after the one that it derives from.
    pub(super) fn add_sources(&mut self, lines: &[(Place, &'a SourceLine)]) {
        let mut by_key: BTreeMap<&str, usize> = BTreeMap::new();
        // These are not added, and are checked when the others are there.
        let mut without_key = Vec::new();
        for (number, (at, line)) in lines.iter().enumerate() {
            let key = line.source.key.as_str();
            if key.is_empty() && is_faulty(self.files, *at) {
                without_key.push((*at, *line));
                continue;
            }
            match by_key.get(key).and_then(|first| lines.get(*first)) {
                Some((first, _)) => {
                    let error = self.duplicate(at.0, "source", key, *first);
                    self.flaws.push((at.0, Flaw { span: line.key.clone(), error }));
                    without_key.push((*at, *line));
                }
                None => drop(by_key.insert(key, number)),
            }
        }
        let mut done = vec![false; lines.len()];
        for number in by_key.values().copied().collect::<BTreeSet<_>>() {
            let mut chain = Vec::new();
            let mut next = Some(number);
            while let Some(number) = next.filter(|number| done.get(*number) == Some(&false)) {
                if let Some(mark) = done.get_mut(number) {
                    *mark = true;
                }
                chain.push(number);
                let base = lines.get(number).and_then(|(_, line)| line.source.derives_from.as_deref());
                next = base.and_then(|base| by_key.get(base)).copied();
            }
            for (at, line) in chain.iter().rev().filter_map(|number| lines.get(*number)) {
                self.source(*at, line);
            }
        }
        for (at, line) in without_key {
            self.faults_of_source(at, line, &line.source, false);
        }
    }

    fn source(&mut self, at: Place, line: &SourceLine) {
        let supplied = self.texts.get(&line.source.key);
        let source = || {
            let mut source = line.source.clone();
            if let Some(text) = supplied {
                source.text.get_or_insert_with(|| text.clone());
            }
            source
        };
        self.sources += 1;
        let has_base = line.source.derives_from.as_ref().is_none_or(|base| self.bulk.get_source(base).is_some());
        if has_base && !is_faulty(self.files, at) && self.bulk.add_source(source()).is_ok() {
            return;
        }
        self.faults_of_source(at, line, &source(), true);
        self.unread.sources.insert(line.source.key.clone());
    }

    /// Reports every fault of a source: each is found by a check of what has none of those before it.
    fn faults_of_source(&mut self, at: Place, line: &SourceLine, source: &Source, with_key: bool) {
        let mut rest = source.clone();
        let flaw = |span: Span, error| (at.0, Flaw { span, error });
        if !with_key {
            // Its fault is recorded.
            "x".clone_into(&mut rest.key);
        }
        while let Err(error) = rest.check() {
            let field = error.place().and_then(|place| place.rsplit_once("`.")).map(|(_, field)| field.to_owned());
            let error = if rest.key == source.key { error } else { Error::new(error.kind(), error.message()) };
            let span = match field.as_deref() {
                Some("text") if line.text_file.is_some() => line.place("text-file"),
                Some(field) => line.place(field),
                None => line.key.clone(),
            };
            self.flaws.push(flaw(span, error));
            match field.as_deref() {
                Some("url") => rest.url = None,
                Some("text") => rest.text = None,
                Some("sha256") => rest.sha256 = None,
                None if rest.key == source.key => "x".clone_into(&mut rest.key),
                _ => break,
            }
        }
        if let Some(base) = &source.derives_from
            && let Err(Some(error)) = self.source_of(base)
        {
            let error = error.at(format!("source `{}`.derives-from", as_found(&source.key)));
            self.flaws.push(flaw(line.place("derives-from"), error));
        }
        if with_key && self.bulk.get_source(&source.key).is_some() {
            let why = format!("the key `{}` is that of another source", as_found(&source.key));
            self.flaws.push(flaw(line.key.clone(), Error::new(ErrorKind::DuplicateKey, why)));
        }
    }
}
