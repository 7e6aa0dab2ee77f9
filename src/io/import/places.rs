//! The places of the facts of a file, some of which could not be read: `#3` keeps the meaning that it has in the file.

use crate::{
    error::{Error, ErrorKind, shown::as_found},
    graph::Edit,
    model::Fact,
};

/// For each fact of a file its place among those that could be read.
#[derive(Clone, Debug, Default)]
pub(in crate::io) struct Places {
    list: Vec<Option<u32>>,
    read: u32,
    /// Whether the two may differ.
    shifted: bool,
}

impl Places {
    /// How many facts of the file have a place so far.
    pub(in crate::io) fn len(&self) -> usize {
        self.list.len()
    }

    /// The next fact of the file was read.
    fn read(&mut self) {
        self.list.push(Some(self.read));
        self.read += 1;
    }

    /// The next fact of the file could not be read.
    pub(in crate::io) fn missed(&mut self) {
        self.list.push(None);
        self.shifted = true;
    }

    /// A fact was read that has no place in the file. Returns its place among those that were read.
    pub(in crate::io) fn added(&mut self) -> u32 {
        self.shifted = true;
        let place = self.read;
        self.read += 1;
        place
    }

    /// The retraction or resolution of a fact that has no place in the file.
    pub(in crate::io) fn about_unplaced(&self, read: u32, mut edit: Edit) -> Result<Edit, Error> {
        match &mut edit {
            Edit::Resolve { fact, by, .. } => {
                self.name(by).map_err(|error| error.at("by"))?;
                *fact = format!("#{read}");
            }
            Edit::Retract { fact, .. } => *fact = format!("#{read}"),
            _ => {}
        }
        Ok(edit)
    }

    /// An edit that refers to facts as the file does, with the names by which an import finds them. A fact takes the
    /// next place, even on an error.
    pub(in crate::io) fn edit(&mut self, mut edit: Edit) -> Result<Edit, Error> {
        match &mut edit {
            Edit::Assert(fact) => {
                let named = self.fact(fact);
                match &named {
                    Ok(()) => self.read(),
                    Err(_) => self.missed(),
                }
                named?;
            }
            Edit::Claim { fact, .. } | Edit::Retract { fact, .. } => self.name(fact).map_err(|e| e.at("fact"))?,
            Edit::Resolve { fact, by, .. } => {
                self.name(fact).map_err(|e| e.at("fact"))?;
                self.name(by).map_err(|e| e.at("by"))?;
            }
            _ => {}
        }
        Ok(edit)
    }

    /// The name by which an import finds a fact that the file names.
    fn name(&self, name: &mut String) -> Result<(), Error> {
        let Some(place) = name.strip_prefix('#').filter(|_| self.shifted) else { return Ok(()) };
        match place.parse::<usize>().ok().and_then(|place| self.list.get(place)) {
            Some(Some(read)) => *name = format!("#{read}"),
            Some(None) => {
                let why = format!("the fact `{name}` of the file could not be read");
                return Err(Error::new(ErrorKind::UnknownFact, why));
            }
            None => {
                let why = format!(
                    "`{}` is not a fact before this one; expected a key, or `#` and a place below {}",
                    as_found(name),
                    self.list.len()
                );
                return Err(Error::new(ErrorKind::UnknownFact, why));
            }
        }
        Ok(())
    }

    /// Renames the facts that a fact refers to.
    pub(in crate::io) fn fact(&self, fact: &mut Fact) -> Result<(), Error> {
        fact.rename_facts(|name| self.name(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_means_what_it_means_in_the_file() {
        let mut places = Places::default();
        places.read();
        places.missed();
        places.added();
        places.read();
        let name = |place: &str| {
            let mut name = place.to_owned();
            places.name(&mut name).map(|()| name)
        };
        assert_eq!(name("#0").unwrap(), "#0");
        assert!(name("#1").unwrap_err().to_string().contains("could not be read"));
        assert_eq!(name("#2").unwrap(), "#2");
        assert!(name("#3").is_err() && name("#x").is_err());
        assert_eq!(name("visit").unwrap(), "visit");
        assert_eq!(places.len(), 3);
    }
}
