//! The builder of a fact. It collects the parts of the fact. If a part is invalid, the graph returns the first error when
//! it asserts the draft.

use std::marker::PhantomData;

use super::{ClaimParts, DraftParts, DraftRelation, DraftRole, IntoBound, ObjectOf, PlayerOf, SubjectOf};
use crate::{
    error::{Error, ErrorKind},
    model::{Modality, check_key},
    schema::{FoundRelation, HasRole, RelationRef, RelationTerm, RoleRef, RoleTerm},
    time::{IntoDate, When},
};

/// Begins a draft of a fact with its subject, relation and object.
///
/// Each may be given as a typed item or as text. The compiler checks ends that are ids of a kind;
/// [`KnowledgeGraph::assert`](crate::KnowledgeGraph::assert) checks everything else.
///
/// ```
/// use chancery::fact;
/// use chancery::model::Quote;
///
/// let visit = fact("tokayev", "visits", "pakistan").on("2026-02").planned().cite("report", "first official visit");
/// let word = fact("pakistan", "recognized", "kazakhstan")
///     .on("1991?")
///     .cite("report", Quote::new("among the first").nth(1))
///     .said_by("kistafin")
///     .inferred("the sentence dates the independence");
/// # let _ = (visit, word);
/// ```
#[expect(clippy::needless_pass_by_value, reason = "a relation is given as it is written: a type, a text, a handle")]
pub fn fact<S, R, O>(subject: S, relation: R, object: O) -> Draft<R>
where
    R: RelationTerm,
    S: SubjectOf<R, R::Subject>,
    O: ObjectOf<R, R::Object>,
{
    let relation = match relation.term() {
        RelationRef::Typed(item) => DraftRelation::Typed(item),
        RelationRef::Named(name) => DraftRelation::Named(name.to_owned()),
        RelationRef::Found(name) => DraftRelation::Found(name),
    };
    let parts = DraftParts {
        key: None,
        subject: subject.term(),
        relation,
        object: object.term(),
        roles: Vec::new(),
        when: When::UNSTATED,
        modality: Modality::Actual,
        claims: Vec::new(),
    };
    Draft { parts, said: Said::default(), pending: None, error: None, relation: PhantomData }
}

/// A fact that is not recorded yet, begun by [`fact`].
///
/// Calls can be chained: the draft keeps its first error, and `assert` returns it. It is an error to set one of these twice
/// ([`ErrorKind::SetTwice`]): the key, the time, the modality, or the speaker, reason, confidence or stance of one claim.
///
/// [`cite`](Self::cite) and [`source`](Self::source) each begin a claim. [`said_by`](Self::said_by),
/// [`inferred`](Self::inferred), [`confidence`](Self::confidence) and [`disputes`](Self::disputes) belong to the claim that
/// was begun last, or to the first claim if none was begun yet.
#[must_use = "a draft is nothing until `kg.assert(draft)?`"]
pub struct Draft<R = FoundRelation> {
    pub(super) parts: DraftParts,
    said: Said,
    /// The parts of a claim that were set before the first claim began.
    pub(super) pending: Option<ClaimParts>,
    error: Option<Error>,
    relation: PhantomData<fn() -> R>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Said {
    when: bool,
    modality: bool,
}

impl<R> Draft<R> {
    /// Adds a role and its player. A role that the relation lets have several players is given once for each of them.
    pub fn with<P, E>(mut self, role: P, player: E) -> Self
    where
        P: RoleTerm,
        R: HasRole<P>,
        E: PlayerOf<R, R::Kind>,
    {
        let role = match role.term() {
            RoleRef::Typed(item) => DraftRole::Typed(item),
            RoleRef::Named(name) => DraftRole::Named(name.into()),
        };
        self.parts.roles.push((role, player.term()));
        self
    }

    /// Sets the key of the fact, which must be unique among the facts of the graph.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        let key = key.into();
        if let Err(error) = check_key(&key) {
            return self.fail(error.at("key"));
        }
        if self.parts.key.is_some() {
            return self.twice("key", "the key is set twice");
        }
        self.parts.key = Some(key);
        self
    }

    /// The fact happened within a date: on that day, or on some day or days of that month or year.
    pub fn on(self, date: impl IntoDate) -> Self {
        let when = date.into_date().map(When::on);
        self.time("on", when)
    }

    /// The fact happened on or before the last day of a date.
    pub fn on_or_before(self, date: impl IntoDate) -> Self {
        let when = date.into_date().map(When::on_or_before);
        self.time("on-or-before", when)
    }

    /// The fact happened on or after the first day of a date.
    pub fn on_or_after(self, date: impl IntoDate) -> Self {
        let when = date.into_date().map(When::on_or_after);
        self.time("on-or-after", when)
    }

    /// The fact happened within the days from the first of one date to the last of another. This is not
    /// [`between`](Self::between): a span begins within the first date and ends within the second.
    pub fn on_one_of(self, first: impl IntoDate, last: impl IntoDate) -> Self {
        let when = first.into_date().and_then(|first| When::on_one_of(first, last.into_date()?));
        self.time("on-one-of", when)
    }

    /// The fact was observed to hold on some day of a date. Its start and end are unknown.
    pub fn as_of(self, date: impl IntoDate) -> Self {
        let when = date.into_date().map(When::as_of);
        self.time("as-of", when)
    }

    /// The fact began to hold on a date. Whether and when it ended is unknown.
    pub fn since(self, date: impl IntoDate) -> Self {
        let when = date.into_date().map(When::since);
        self.time("since", when)
    }

    /// The fact, which began on a date set by [`since`](Self::since), still held on some day of this date: it is certain from
    /// the one to the other, and possible after.
    ///
    /// ```
    /// use chancery::{Truth, date, diplomacy::{self, HeadOfState, Person, State}, fact, KnowledgeGraph};
    ///
    /// let mut kg = KnowledgeGraph::new(diplomacy::schema());
    /// let (marsk, norvia) = (kg.add(Person, "Marsk")?, kg.add(State, "Norvia")?);
    /// let term = kg.assert(fact(marsk, HeadOfState, norvia).since("2018-05-07").still_on("2026-11-01"))?;
    /// let term = kg.fact_ref(term).unwrap();
    /// assert_eq!(term.when().holds_on(date("2020")), Truth::Yes);
    /// assert_eq!(term.to_string(), "marsk head-of-state-of norvia since 2018-05-07 as-of 2026-11-01");
    /// # Ok::<(), chancery::Error>(())
    /// ```
    pub fn still_on(mut self, date: impl IntoDate) -> Self {
        match date.into_date().and_then(|date| self.parts.when.still_on(date)) {
            Ok(when) => {
                self.parts.when = when;
                self
            }
            Err(error) => self.fail(error.at("still-on")),
        }
    }

    /// The fact held until a date. When it began is unknown.
    pub fn until(self, date: impl IntoDate) -> Self {
        let when = date.into_date().map(When::until);
        self.time("until", when)
    }

    /// The fact held from one bound to the other. A bound is a date, [`Bound::Unknown`](crate::time::Bound::Unknown), or
    /// [`Bound::Open`](crate::time::Bound::Open) if there is none.
    pub fn between(self, start: impl IntoBound, end: impl IntoBound) -> Self {
        let when = start.into_bound().and_then(|start| When::between(start, end.into_bound()?));
        self.time("between", when)
    }

    /// Sets the valid time as a [`When`].
    pub fn when(self, when: When) -> Self {
        self.time("when", Ok(when))
    }

    /// The fact is planned.
    pub fn planned(self) -> Self {
        self.modality(Modality::Planned)
    }

    /// The fact was planned and then cancelled.
    pub fn cancelled(self) -> Self {
        self.modality(Modality::Cancelled)
    }

    /// The fact is reported not to be true.
    pub fn denied(self) -> Self {
        self.modality(Modality::Denied)
    }

    /// The fact is hypothetical: it may be true, or would be under some condition.
    pub fn hypothetical(self) -> Self {
        self.modality(Modality::Hypothetical)
    }

    /// Sets the modality; without it the fact is actual.
    pub fn modality(mut self, modality: Modality) -> Self {
        if std::mem::replace(&mut self.said.modality, true) {
            return self.twice("modality", "the modality is set twice");
        }
        self.parts.modality = modality;
        self
    }

    /// A draft of given parts.
    pub(crate) fn of(parts: DraftParts) -> Self {
        Self { parts, said: Said::default(), pending: None, error: None, relation: PhantomData }
    }

    /// The modality, if it was set.
    pub(crate) fn said_modality(&self) -> Option<Modality> {
        self.said.modality.then_some(self.parts.modality)
    }

    /// The parts that were set, or the first error.
    pub(crate) fn into_parts(self) -> Result<DraftParts, Error> {
        if let Some(error) = self.error {
            return Err(error);
        }
        if self.pending.is_some() {
            let why = "part of a claim is set, but no claim was begun; expected `cite` or `source`";
            return Err(Error::new(ErrorKind::InvalidClaim, why));
        }
        Ok(self.parts)
    }

    fn time(mut self, place: &str, when: Result<When, Error>) -> Self {
        match when {
            Err(error) => self.fail(error.at(place)),
            Ok(_) if std::mem::replace(&mut self.said.when, true) => {
                self.twice(place, "the time is set twice; expected one time, or `between` for a start and an end")
            }
            Ok(when) => {
                self.parts.when = when;
                self
            }
        }
    }

    pub(super) fn twice(self, place: &str, why: &str) -> Self {
        self.fail(Error::new(ErrorKind::SetTwice, why).at(place))
    }

    pub(super) fn fail(mut self, error: Error) -> Self {
        self.error.get_or_insert(error);
        self
    }
}

impl<R> Clone for Draft<R> {
    fn clone(&self) -> Self {
        let Self { parts, said, pending, error, .. } = self;
        let (parts, pending, error) = (parts.clone(), pending.clone(), error.clone());
        Self { parts, said: *said, pending, error, relation: PhantomData }
    }
}

impl<R> std::fmt::Debug for Draft<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").field("parts", &self.parts).field("error", &self.error).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::{
        diplomacy::{AccreditedTo, AmbassadorOf},
        model::{Basis, Claim, Confidence, Stance, Term},
        schema::SourceTerm,
        time::{Bound, date},
    };

    fn error(draft: Draft<&str>) -> Error {
        draft.into_parts().unwrap_err()
    }
    fn visit() -> Draft<&'static str> {
        fact("a", "visits", "b")
    }

    #[test]
    fn all_that_is_said_is_there() {
        let draft = fact("k", AmbassadorOf, "kz")
            .with(AccreditedTo, "pk")
            .key("k1")
            .as_of("2026-01-24")
            .planned()
            .said_by("x")
            .cite("r", "words")
            .source("s")
            .inferred("so")
            .confidence(0.5)
            .disputes();
        let parts = draft.into_parts().unwrap();
        assert_eq!((parts.subject, parts.object), (Term::Text("k".into()), Term::Text("kz".into())));
        assert!(matches!(parts.relation, DraftRelation::Typed(item) if item.name == "ambassador-of"));
        assert_eq!((parts.roles[0].0.name(), &parts.roles[0].1), ("accredited-to", &Term::Text("pk".into())));
        assert_eq!((parts.key.as_deref(), parts.modality), (Some("k1"), Modality::Planned));
        assert_eq!(parts.when, When::as_of(date("2026-01-24")));
        let [first, second] = parts.claims.try_into().unwrap();
        assert_eq!((first.source, first.said_by), (SourceTerm::Key("r".into()), Some(Term::Text("x".into()))));
        assert_eq!((first.quote, first.basis, first.stance), (Some("words".into()), Basis::Stated, Stance::Supports));
        assert_eq!((second.said_by, second.quote, second.stance), (None, None, Stance::Disputes));
        assert_eq!((second.basis, second.confidence), (Basis::Inferred("so".into()), Confidence::new(0.5).ok()));
    }

    #[test]
    fn each_form_of_time_is_distinct() {
        let when = |draft: Draft<&str>| draft.into_parts().unwrap().when;
        let (d, e) = (date("1991"), date("2004"));
        assert_eq!(when(visit()), When::UNSTATED);
        assert_eq!(when(visit().on("1991")), When::on(d));
        assert_eq!(when(visit().as_of(d)), When::as_of(d));
        assert_eq!(when(visit().since("1991")), When::since(d));
        assert_eq!(when(visit().until("1991")), When::until(d));
        assert_eq!(when(visit().between("1991", e)), When::between(Bound::Date(d), Bound::Date(e)).unwrap());
        assert_eq!(when(visit().between("1991", Bound::Open)), When::between(Bound::Date(d), Bound::Open).unwrap());
        assert_eq!(when(visit().when(When::on(e))), When::on(e));
    }

    #[test]
    fn a_copy_and_its_text_hold_what_was_said() {
        let draft = visit().on("1991-13").planned();
        let text = format!("{:?}", draft.clone());
        assert_eq!(text, format!("{draft:?}"));
        assert!(text.contains("Planned") && text.contains("1991-13"), "{text}");
    }

    #[test]
    fn each_modality_is_distinct() {
        let modality = |draft: Draft<&str>| draft.into_parts().unwrap().modality;
        let drafts = [visit(), visit().planned(), visit().cancelled(), visit().denied(), visit().hypothetical()];
        assert_eq!(drafts.map(modality), Modality::ALL);
    }

    #[test]
    fn what_is_said_twice_is_an_error() {
        let said = || visit().cite("r", "q");
        for draft in [
            visit().on("1991").on("1991"),
            visit().since("1991").until("1992"),
            visit().when(When::UNSTATED).on("1991"),
            visit().planned().planned(),
            visit().key("a").key("b"),
            said().said_by("x").said_by("y"),
            visit().said_by("x").said_by("y").cite("r", "q"),
            visit().said_by("x").cite("r", "q").said_by("y"),
            said().inferred("x").inferred("y"),
            said().confidence(0.5).confidence(0.5),
            said().disputes().disputes(),
        ] {
            let error = error(draft);
            assert_eq!(error.kind(), ErrorKind::SetTwice, "{error}");
            assert!(error.message().contains("is set twice") && error.place().is_some(), "{error}");
        }
        assert!(said().said_by("x").cite("s", "q").said_by("y").into_parts().is_ok());
    }

    #[test]
    fn the_first_error_stays_and_says_where() {
        let draft = visit().on("1991-13").planned().planned().confidence(7.0);
        assert_eq!((error(draft.clone()).kind(), error(draft).place()), (ErrorKind::InvalidDate, Some("on")));
        for (draft, kind) in [
            (visit().as_of("x"), ErrorKind::InvalidDate),
            (visit().between("2004", "1991"), ErrorKind::InvalidSpan),
            (visit().between("2004", "x"), ErrorKind::InvalidDate),
            (visit().key("two words"), ErrorKind::InvalidKey),
            (visit().cite("r", "q").confidence(0.0), ErrorKind::InvalidClaim),
            (visit().cite("r", "q").inferred(" "), ErrorKind::InvalidClaim),
            (visit().said_by("x"), ErrorKind::InvalidClaim),
            (visit().disputes(), ErrorKind::InvalidClaim),
            (visit().said_by("x").claim(Claim::new("r")), ErrorKind::InvalidClaim),
        ] {
            assert_eq!(error(draft).kind(), kind);
        }
    }
}
