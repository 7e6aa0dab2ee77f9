//! What a word at an end of a fact is, by the range that the schema has for it.

use crate::{
    error::{Error, ErrorKind, shown::as_found},
    model::{Node, Value, ValueType},
    notation::line::End,
    schema::Range,
};

/// Reads an end as its range asks.
pub(super) fn node(end: &End, range: Range) -> Result<Node, Error> {
    let End::Bare(word) = end else { return end.to_node() };
    let fail = |why: String| Err(Error::new(ErrorKind::WrongKind, why));
    let shown = as_found(word);
    match range {
        Range::Value(ValueType::Text) => fail(format!("expected a text in quotes, found `{shown}`")),
        Range::Value(ValueType::Url) => fail(format!("expected an address in angle brackets, found `{shown}`")),
        Range::Value(of) => Value::parse(of, word).map(Node::Value),
        Range::Statement => fail(format!("expected a fact, such as `^visit`, found `{shown}`")),
        Range::Any | Range::Kind(_) => end.to_node(),
    }
}

/// Writes an end so that it is read back where the range is known.
pub(super) fn end(node: &Node, range: Range) -> End {
    match node {
        Node::Value(value @ (Value::Number(_) | Value::Date(_) | Value::YesNo(_)))
            if range == Range::Value(value.value_type()) =>
        {
            End::Bare(value.to_string())
        }
        node => End::from(node),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::time::date;

    #[test]
    fn the_range_tells_what_a_bare_word_is() {
        let bare = |word: &str| End::Bare(word.to_owned());
        let value = |of| Range::Value(of);
        assert_eq!(node(&bare("1953"), value(ValueType::Date)).unwrap(), Node::Value(date("1953").into()));
        assert_eq!(node(&bare("1953"), value(ValueType::Number)).unwrap(), Node::Value(1953.into()));
        assert_eq!(node(&bare("yes"), value(ValueType::YesNo)).unwrap(), Node::Value(true.into()));
        assert_eq!(node(&bare("1953"), Range::Any).unwrap(), Node::Entity("1953".into()));
        for (word, range) in [
            ("x", value(ValueType::Text)),
            ("x", value(ValueType::Url)),
            ("x", Range::Statement),
            ("x", value(ValueType::Date)),
            ("a,", Range::Any),
        ] {
            assert!(node(&bare(word), range).is_err(), "{word} {range:?}");
        }
    }

    #[test]
    fn what_is_written_for_a_range_is_read_back_for_it() {
        let values =
            [Value::from(3), date("1991?").into(), true.into(), Value::Text("x".into()), Value::Url("a:b".into())];
        for value in values {
            let node_of_value = Node::Value(value.clone());
            for range in [Range::Any, Range::Value(value.value_type())] {
                assert_eq!(node(&end(&node_of_value, range), range).unwrap(), node_of_value);
            }
        }
    }
}
