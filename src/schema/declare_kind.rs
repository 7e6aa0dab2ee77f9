//! Declaring kinds: each is checked against what is declared, and a batch is declared as a whole or not at all.

use super::{
    KindDef, Range, Schema,
    names::{check_name, invalid, narrow, room},
};
use crate::{
    error::{Error, shown::as_found},
    model::KindId,
};

impl Schema {
    /// Declares a kind. Its parents and members must be declared already.
    ///
    /// If a kind of this name is declared already, it must have the same parents and members, and each code of the new
    /// one. Its description may differ, and stays as it was.
    ///
    /// # Errors
    /// [`InvalidKey`](crate::ErrorKind::InvalidKey) for the name, [`UnknownKind`](crate::ErrorKind::UnknownKind),
    /// [`InvalidSchema`](crate::ErrorKind::InvalidSchema) if the kind is above itself, has the name of a range, or
    /// differs from the declared one, [`Full`](crate::ErrorKind::Full) beyond 65,535 kinds.
    ///
    /// A union takes time in the number of all kinds, as the kinds under its members come under it. Any other kind takes
    /// time in the number of kinds above it.
    pub fn add_kind(&mut self, def: KindDef) -> Result<KindId, Error> {
        let ids = self.add_kinds(vec![def]).map_err(|(_, error)| error)?;
        Ok(ids.first().copied().unwrap_or(KindId::new(0)))
    }

    /// Declares kinds that may name one another in any order. An error comes with the number of the kind at fault.
    pub(crate) fn add_kinds(&mut self, defs: Vec<KindDef>) -> Result<Vec<KindId>, (usize, Error)> {
        let marks = self.marks();
        self.try_kinds(defs).map_err(|(at, name, error)| {
            self.rewind(marks);
            (at, error.at(format!("kind `{}`", as_found(&name))))
        })
    }

    fn try_kinds(&mut self, defs: Vec<KindDef>) -> Result<Vec<KindId>, (usize, String, Error)> {
        let first = self.kinds.len();
        let mut ids = Vec::with_capacity(defs.len());
        let mut places = Vec::new();
        for (at, def) in defs.into_iter().enumerate() {
            let name = def.name.clone();
            let id = self.place_kind(def).map_err(|error| (at, name, error))?;
            ids.push(id);
            if places.len() + first < self.kinds.len() {
                places.push(at);
            }
        }
        // A kind without members, whose parents all precede it, changes nothing above other kinds.
        let mut closed = true;
        for (&at, number) in places.iter().zip(first..) {
            let Some((name, def)) = self.kinds.get_index(number) else { continue };
            let below = KindId::new(narrow(number));
            let resolve = |names: &[String], place: &str| {
                let each = |(n, name): (usize, &String)| self.kind(name).map_err(|e| e.at(format!("{place}[{n}]")));
                names.iter().enumerate().map(each).collect::<Result<Vec<_>, _>>()
            };
            let both = resolve(&def.parents, "parents").and_then(|p| Ok((p, resolve(&def.members, "members")?)));
            let (parents, members) = both.map_err(|error| (at, name.clone(), error))?;
            closed &= members.is_empty() && parents.iter().all(|parent| *parent < below);
            for above in parents {
                self.closure.link(below, above);
                if closed {
                    self.closure.put_under(below, above);
                }
            }
            for member in members {
                self.closure.link(member, below);
            }
        }
        if closed {
            return Ok(ids);
        }
        self.closure.close().map_err(|circle| {
            let names: Vec<&str> = circle.iter().map(|id| self.kind_def(*id).name.as_str()).collect();
            let (of, why) = match names.as_slice() {
                [alone] => (*alone, format!("`{alone}` is under itself")),
                [of, rest @ ..] => (*of, format!("`{of}` is under `{}`, and so under itself", rest.join("` under `"))),
                [] => ("", String::new()),
            };
            let at = circle.iter().find_map(|id| id.at().checked_sub(first).and_then(|n| places.get(n))).copied();
            (at.unwrap_or(0), of.to_owned(), invalid(why))
        })?;
        Ok(ids)
    }

    /// The number of a kind, new or declared already. What it names is not checked yet.
    fn place_kind(&mut self, def: KindDef) -> Result<KindId, Error> {
        if let Some((number, _, known)) = self.kinds.get_full(&def.name) {
            return match kinds_differ(known, &def) {
                Some(what) => Err(invalid(format!("is declared already, and differs in its {what}"))),
                None => Ok(KindId::new(narrow(number))),
            };
        }
        check_name(&def.name, &[])?;
        if Range::named(&def.name).is_some() {
            return Err(invalid("is the name of a range that every schema has"));
        }
        let id = KindId::new(room(self.kinds.len(), "kinds")?);
        self.kinds.insert(def.name.clone(), def);
        self.closure.push();
        Ok(id)
    }
}

fn kinds_differ(known: &KindDef, new: &KindDef) -> Option<&'static str> {
    let same = |a: &[String], b: &[String]| a.iter().all(|x| b.contains(x)) && b.iter().all(|x| a.contains(x));
    [
        ("parents", !same(&known.parents, &new.parents)),
        ("members", !same(&known.members, &new.members)),
        ("codes", !new.codes.iter().all(|(scheme, code)| known.codes.get(scheme) == Some(code))),
    ]
    .into_iter()
    .find_map(|(what, differs)| differs.then_some(what))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn schema() -> Schema {
        let mut schema = Schema::new();
        for def in [
            KindDef::new("agent"),
            KindDef::new("place"),
            KindDef::new("state").under("agent").under("place").code("x", "01"),
            KindDef::new("person").under("agent"),
            KindDef::new("host").member("state").member("person"),
            KindDef::new("monarch").under("person"),
        ] {
            schema.add_kind(def).unwrap();
        }
        schema
    }

    fn refused(def: KindDef) -> Error {
        let mut schema = schema();
        let before = format!("{schema:?}");
        let error = schema.add_kind(def).unwrap_err();
        assert_eq!(format!("{schema:?}"), before, "a refused kind leaves nothing behind");
        error
    }

    #[test]
    fn what_comes_under_a_member_later_is_in_the_union() {
        let schema = schema();
        let is_a = |kind, above| schema.is_a(schema.kind(kind).unwrap(), schema.kind(above).unwrap());
        assert!(is_a("monarch", "host") && is_a("state", "host") && is_a("state", "place"));
        assert!(!is_a("agent", "host") && !is_a("host", "agent") && !is_a("monarch", "place"));
        assert!(schema.is_abstract(schema.kind("host").unwrap()) && !schema.is_abstract(schema.kind("state").unwrap()));
    }

    #[test]
    fn an_equal_declaration_is_accepted_and_a_different_one_refused() {
        let mut same = schema();
        let state = same.kind("state").unwrap();
        let def = KindDef::new("state").under("place").under("agent").about("in other words");
        assert_eq!(same.add_kind(def).unwrap(), state);
        assert_eq!(same.kind_def(state).about, "");
        for (def, what) in [
            (KindDef::new("state").under("agent"), "parents"),
            (KindDef::new("person").under("agent").under("place"), "parents"),
            (KindDef::new("host").member("state"), "members"),
            (KindDef::new("agent").member("state"), "members"),
            (KindDef::new("state").under("agent").under("place").code("x", "1"), "codes"),
            (KindDef::new("agent").code("x", "01"), "codes"),
        ] {
            let error = refused(def);
            assert_eq!(error.kind(), ErrorKind::InvalidSchema);
            assert!(error.to_string().contains(&format!("differs in its {what}")), "{error}");
        }
    }

    #[test]
    fn a_kind_at_fault_is_named_with_the_place() {
        for (def, kind, message) in [
            (
                KindDef::new("x").under("agnet"),
                ErrorKind::UnknownKind,
                "kind `x`.parents[0]: no kind `agnet` is declared; did you mean `agent`?",
            ),
            (KindDef::new("x").member("agent").member("y"), ErrorKind::UnknownKind, "kind `x`.members[1]: no kind `y`"),
            (KindDef::new("x").under("text"), ErrorKind::UnknownKind, "`text` is a range"),
            (KindDef::new("x").under("x"), ErrorKind::InvalidSchema, "kind `x`: `x` is under itself"),
            (KindDef::new("x").under("state").member("agent"), ErrorKind::InvalidSchema, "under itself"),
            (KindDef::new("any"), ErrorKind::InvalidSchema, "name of a range"),
            (KindDef::new("yes-no"), ErrorKind::InvalidSchema, "name of a range"),
            (KindDef::new("two words"), ErrorKind::InvalidKey, "kind `two words`"),
            (KindDef::new(""), ErrorKind::InvalidKey, "kind ``"),
        ] {
            let error = refused(def);
            assert_eq!(error.kind(), kind, "{error}");
            assert!(error.to_string().contains(message), "{error}");
        }
    }

    #[test]
    fn a_batch_may_stand_in_any_order_and_fails_at_the_one_at_fault() {
        let mut batch = Schema::new();
        let defs = vec![
            KindDef::new("c").under("b"),
            KindDef::new("u").member("b"),
            KindDef::new("b").under("a"),
            KindDef::new("a"),
        ];
        let ids = batch.add_kinds(defs.clone()).unwrap();
        assert!(batch.is_a(ids[0], ids[3]) && batch.is_a(ids[0], ids[1]) && !batch.is_a(ids[3], ids[1]));
        assert_eq!(batch.add_kinds(defs).unwrap(), ids);
        let (at, error) = batch
            .add_kinds(vec![KindDef::new("a"), KindDef::new("d").under("e"), KindDef::new("e").under("d")])
            .unwrap_err();
        assert_eq!((at, error.to_string().as_str()), (1, "kind `d`: `d` is under `e`, and so under itself"));
        let (at, _) = batch.add_kinds(vec![KindDef::new("a"), KindDef::new("a").under("b")]).unwrap_err();
        assert_eq!(at, 1);
        assert_eq!(batch.kind_count(), 4);
    }
}
