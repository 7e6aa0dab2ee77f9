//! Depth in Turtle, TriG, N3, N-Triples and N-Quads: brackets of all kinds, and triple terms.
//!
//! What the parser takes for a text, an IRI or a comment must be one here. Where the two differ the text is not valid,
//! and the parser stops there.

use super::{Breach, DEPTH};

pub(super) fn check(text: &[u8], most: usize, n3: bool) -> Result<(), Breach> {
    let (mut at, mut depth, mut triples) = (0, 0_usize, 0_usize);
    let byte = |at: usize| text.get(at).copied().unwrap_or_default();
    while at < text.len() {
        let (next, opens) = match byte(at) {
            b'#' => (past(text, at, b"\n"), false),
            quote @ (b'"' | b'\'') => (past_text(text, at, quote), false),
            b'\\' => (at + 2, false),
            b'<' if byte(at + 1) == b'<' => {
                triples += 1;
                (at + 2, true)
            }
            b'<' => (past_iri(text, at, n3), false),
            b'>' if byte(at + 1) == b'>' => {
                depth = depth.saturating_sub(1);
                triples = triples.saturating_sub(1);
                (at + 2, false)
            }
            b'[' | b'(' | b'{' => (at + 1, true),
            b']' | b')' | b'}' => {
                depth = depth.saturating_sub(1);
                (at + 1, false)
            }
            _ => (at + 1, false),
        };
        if opens {
            depth += 1;
            if depth > most {
                return Err(Breach::Depth { at });
            }
            // The parser and its terms call themselves for each triple within a triple.
            if 2 * triples > DEPTH {
                return Err(Breach::Fixed { at });
            }
        }
        at = next;
    }
    Ok(())
}

/// The place behind the next occurrence, or the end.
fn past(text: &[u8], from: usize, end: &[u8]) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    rest.windows(end.len()).position(|part| part == end).map_or(text.len(), |found| from + found + end.len())
}

/// The place behind a text that begins with one or three of the mark.
fn past_text(text: &[u8], from: usize, mark: u8) -> usize {
    let long = text.get(from..).is_some_and(|rest| rest.starts_with(&[mark; 3]));
    let end: &[u8] = if long { &[mark; 3] } else { &[mark] };
    let mut at = from + end.len();
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(b"\\") {
            at += 2;
        } else if rest.starts_with(end) {
            return at + end.len();
        } else {
            at += 1;
        }
    }
    text.len()
}

/// The place behind an IRI; behind the sign where it begins none.
fn past_iri(text: &[u8], from: usize, n3: bool) -> usize {
    let inside = |b: &u8| !matches!(b, 0..=b' ' | b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'^' | b'`');
    let rest = text.get(from + 1..).unwrap_or_default();
    let end = rest.iter().position(|b| !inside(b)).unwrap_or(rest.len());
    let operator = n3 && matches!(rest.first(), Some(b'=' | b'-'));
    if rest.get(end) == Some(&b'>') && !operator { from + end + 2 } else { from + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turtle(text: &str, most: usize) -> Result<(), Breach> {
        check(text.as_bytes(), most, false)
    }

    #[test]
    fn brackets_are_counted_where_they_are_brackets() {
        assert_eq!(turtle("<a> <b> [ <c> ( 1 2 ) ] .", 2), Ok(()));
        assert_eq!(turtle("<a> <b> [ <c> ( 1 [] ) ] .", 2), Err(Breach::Depth { at: 18 }));
        for flat in [
            r#"<a[[[> <b> "[[[", '[[[', """[" [[""", '''[' [[''', "\"[[[" ."#,
            "# [[[\n<a> <b> a:\\(\\(\\( .",
            "[] [] [] () () {} {}",
            "<a> <b> <<( <c> <d> <e> )>> .",
        ] {
            assert_eq!(turtle(flat, 2), Ok(()), "{flat}");
        }
        assert_eq!(turtle("a < [[[ > b", 2), Err(Breach::Depth { at: 6 }));
        assert_eq!(check(b"{} <=[[[]]]> {}", 2, true), Err(Breach::Depth { at: 7 }));
        assert_eq!(turtle("\"", 2), Ok(()));
    }

    #[test]
    fn triple_terms_have_a_limit_of_their_own() {
        let nested = "<< ".repeat(DEPTH / 2 + 1);
        assert_eq!(turtle(&nested, usize::MAX), Err(Breach::Fixed { at: 3 * (DEPTH / 2) }));
        assert_eq!(turtle(&"[".repeat(10 * DEPTH), usize::MAX), Ok(()));
        assert_eq!(turtle(&"<< >> ".repeat(DEPTH), DEPTH), Ok(()));
    }
}
