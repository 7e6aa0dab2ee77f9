//! Places of facts in a file, some of which cannot be read: `#3` goes on to mean what it means there.

use crate::{
    error::{Error, ErrorKind},
    model::{Fact, FactName, Node},
};

/// For each fact of a file its place among those that could be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    list: Vec<Option<u32>>,
    read: u32,
    /// Whether the two may differ.
    shifted: bool,
}

impl Places {
    /// The next fact of the file was read.
    pub(crate) fn read(&mut self) {
        self.list.push(Some(self.read));
        self.read += 1;
    }

    /// The next fact of the file could not be read.
    pub(crate) fn missed(&mut self) {
        self.list.push(None);
        self.shifted = true;
    }

    /// A fact was read that has no place in the file.
    #[cfg_attr(not(any(feature = "json", feature = "csv", feature = "graphml")), allow(dead_code))]
    pub(crate) fn added(&mut self) {
        self.read += 1;
        self.shifted = true;
    }

    /// The name by which an import finds the next fact.
    pub(crate) fn next(&self) -> String {
        format!("#{}", self.read)
    }

    /// The name by which an import finds a fact that the file names.
    pub(crate) fn name(&self, name: &mut String) -> Result<(), Error> {
        let Some(place) = name.strip_prefix('#').filter(|_| self.shifted) else { return Ok(()) };
        match place.parse::<usize>().ok().and_then(|place| self.list.get(place)) {
            Some(Some(read)) => *name = format!("#{read}"),
            Some(None) => {
                let why = format!("the fact `{name}` of the file could not be read");
                return Err(Error::new(ErrorKind::UnknownFact, why));
            }
            None => {
                let why = format!("`{}` is not a fact before this one", name.escape_debug());
                return Err(Error::new(ErrorKind::UnknownFact, why));
            }
        }
        Ok(())
    }

    pub(crate) fn node(&self, node: &mut Node) -> Result<(), Error> {
        match node {
            Node::Fact(FactName { fact }) => self.name(fact),
            _ => Ok(()),
        }
    }

    pub(crate) fn fact(&self, fact: &mut Fact) -> Result<(), Error> {
        self.node(&mut fact.subject).map_err(|error| error.at("subject"))?;
        self.node(&mut fact.object).map_err(|error| error.at("object"))?;
        fact.roles.iter_mut().try_for_each(|(role, node)| self.node(node).map_err(|e| e.at(format!("roles.{role}"))))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
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
        assert_eq!(places.next(), "#3");
    }
}
