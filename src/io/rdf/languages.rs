//! Which of several texts in different languages comes first.

/// The rank of a text in a language: first the languages that the caller wants, in order; then texts without a
/// language; then any other. A language stands also for its regions.
pub(super) fn preferred(wanted: &[String], language: Option<&str>) -> usize {
    let Some(tag) = language else { return 2 * wanted.len() };
    let exact = wanted.iter().position(|want| want.eq_ignore_ascii_case(tag)).map(|place| 2 * place);
    let wider = wanted.iter().position(|want| {
        let region = tag.get(want.len()..).is_some_and(|rest| rest.starts_with('-'));
        region && tag.get(..want.len()).is_some_and(|start| start.eq_ignore_ascii_case(want))
    });
    exact.or(wider.map(|place| 2 * place + 1)).unwrap_or(2 * wanted.len() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_stands_for_its_regions_and_none_comes_before_others() {
        let wanted = ["de".to_owned(), "en-US".to_owned()];
        let rank = |tag| preferred(&wanted, tag);
        let tags = [Some("de"), Some("de-at"), Some("en-us"), None, Some("den")];
        assert!(tags.windows(2).all(|pair| rank(pair[0]) < rank(pair[1])), "{:?}", tags.map(rank));
        assert_eq!(rank(Some("en")), rank(Some("fr")));
        assert_eq!((preferred(&[], None), preferred(&[], Some("en"))), (0, 1));
    }
}
