//! Nodes as text in a cell, and back.

use std::borrow::Cow;

use crate::{
    dossier::Selection,
    error::{Error, ErrorKind, shown::as_found},
    io::foreign::Values,
    model::{Claim, Fact, FactName, Modality, Node, Sha256, Value, ValueType},
    schema::Range,
    time::When,
    view::NodeRef,
};

/// The longest text that is its own id, in bytes.
const LONGEST_ID: usize = 200;

/// The `type` of a node of a graph of properties: `entity`, `fact`, or the type of a value.
pub(crate) fn type_name(node: NodeRef<'_>) -> &'static str {
    match node.value() {
        Some(value) => value.value_type().name(),
        None if node.fact().is_some() => "fact",
        None => "entity",
    }
}

/// The type of a value by its name.
pub(super) fn value_type(name: &str) -> Option<ValueType> {
    ValueType::ALL.into_iter().find(|of| of.name() == name)
}

/// The id of a node: an entity's key, `#` and a fact's name, or a value in the notation. A long text has one made of
/// its beginning and its hash.
pub(super) fn id<'g>(selection: &Selection<'g>, node: NodeRef<'g>) -> Cow<'g, str> {
    if let Some(key) = node.key() {
        return Cow::Borrowed(key);
    }
    let Some(fact) = node.fact() else {
        let mut text = Node::Value(node.value().cloned().unwrap_or(Value::YesNo(false))).to_string();
        // The notation escapes what else XML cannot hold, and two ids may not become one.
        if text.contains(['\u{fffe}', '\u{ffff}']) {
            text = text.replace('\u{fffe}', "\\u{fffe}").replace('\u{ffff}', "\\u{ffff}");
        }
        return Cow::Owned(short(&text, LONGEST_ID).unwrap_or(text));
    };
    Cow::Owned(hashed(selection.name(fact)))
}

/// The name of a fact with a `#` before it.
pub(super) fn hashed(name: String) -> String {
    if name.starts_with('#') { name } else { format!("#{name}") }
}

/// The text of a value alone, without a sign of its type.
pub(crate) fn bare(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Text(text) | Value::Url(text) => Cow::Borrowed(text),
        value => Cow::Owned(value.to_string()),
    }
}

/// A node where its range is known: bare if the range says what it is, else as the notation writes it.
pub(super) fn within<'g>(selection: &Selection<'g>, range: Range, node: NodeRef<'g>) -> Cow<'g, str> {
    match (range, node.value()) {
        (Range::Value(_), Some(value)) => bare(value),
        (_, Some(value)) => Cow::Owned(Node::Value(value.clone()).to_string()),
        _ => id(selection, node),
    }
}

/// Reads what [`within`] wrote, and what a person would write in its place. Also says whether a time of day was cut
/// off.
pub(super) fn read_within(range: Range, text: &str, values: Values) -> Result<(Node, bool), Error> {
    let node = match range {
        Range::Value(of) => return values.value(of, text).map(|(value, cut)| (Node::Value(value), cut)),
        Range::Statement => fact_named(text.trim()),
        Range::Any if text.starts_with('#') => fact_named(text.trim()),
        Range::Any if text.starts_with(['"', '<', '(', '^']) => written_end(text)?,
        Range::Any | Range::Kind(_) => Node::Entity(text.trim().to_owned()),
    };
    Ok((node, false))
}

/// Whether a cell has a list of role players, as the notation writes it: `[kazakhstan pakistan]`.
pub(super) fn is_list(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('[') && text.ends_with(']')
}

/// Reads a list of role players.
pub(super) fn read_list(text: &str) -> Result<Vec<Node>, Error> {
    let invalid =
        |why: &str| Error::new(ErrorKind::Syntax, format!("`{}` is not a list of role players: {why}", as_found(text)));
    // The only way to read a list is as that of a fact. As the text does not have the name of the role, it has one
    // list.
    let mut role = "players".to_owned();
    while text.contains(&role) {
        role.push('s');
    }
    let fact = written_fact(&format!("a r b {role} {}", text.trim())).map_err(|error| invalid(error.message()))?;
    if is_plain(&fact) && fact.claims.is_empty() && fact.roles.iter().all(|(of, _)| *of == role) {
        return Ok(fact.roles.into_iter().map(|(_, player)| player).collect());
    }
    Err(invalid("expected nothing but the list"))
}

/// Reads a fact in the notation, which is all of a text: a comment behind it is an error.
pub(super) fn written_fact(text: &str) -> Result<Fact, Error> {
    // A comment would hide the last claim.
    let mut fact: Fact = format!("{text} @last").parse()?;
    match fact.claims.pop() {
        Some(last) if last == Claim::new("last") => Ok(fact),
        _ => Err(Error::new(ErrorKind::Syntax, "what follows is not read; expected nothing behind it")),
    }
}

/// Whether a fact has nothing but its ends, its role players and its claims.
pub(super) fn is_plain(fact: &Fact) -> bool {
    fact.when == When::UNSTATED && fact.modality == Modality::Actual && fact.key.is_none()
}

/// `#3` as the place 3, `#visit` and `visit` as a key.
pub(super) fn fact_named(text: &str) -> Node {
    let name = text.strip_prefix('#').unwrap_or(text);
    let place = !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
    Node::Fact(FactName { fact: if place { format!("#{name}") } else { name.to_owned() } })
}

/// An end as the notation writes it.
fn written_end(text: &str) -> Result<Node, Error> {
    // The only way to read an end is as that of a fact.
    let fact = written_fact(&format!("a r {text}")).map_err(|_| {
        let why = format!(
            "`{}` is not a valid end of a fact; expected a key, `\"text\"`, `<url>`, `^fact` or `(type value)`",
            as_found(text)
        );
        Error::new(ErrorKind::Syntax, why)
    })?;
    if fact.roles.is_empty() && fact.claims.is_empty() && is_plain(&fact) {
        return Ok(fact.object);
    }
    Err(Error::new(ErrorKind::Syntax, format!("`{}` is more than one end of a fact", as_found(text))))
}

/// A text that stands for a long one, by its beginning and its hash, where a format wants a short name.
fn short(text: &str, longest: usize) -> Option<String> {
    (text.len() > longest).then(|| {
        let head: String = text.chars().take(longest / 2).collect();
        format!("{head}… {}", Sha256::of(text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ValueType;

    #[test]
    fn the_range_says_what_a_cell_is() {
        let read =
            |range, text: &str| read_within(range, text, Values::default()).map(|(node, _)| node.to_string()).unwrap();
        assert_eq!(read(Range::Value(ValueType::Text), "\"so\""), r#""\"so\"""#);
        assert_eq!(read(Range::Value(ValueType::Text), "042"), "\"042\"");
        assert_eq!(read(Range::Value(ValueType::Number), "042"), "(number 42)");
        assert_eq!(read(Range::Any, "pakistan"), "pakistan");
        assert_eq!(read(Range::Any, "\"pakistan\""), "\"pakistan\"");
        assert_eq!(read(Range::Any, "(date 1953)"), "(date 1953)");
        assert_eq!(read(Range::Any, "#3"), "^3");
        assert_eq!(read(Range::Statement, "visit"), "^visit");
        for bad in [
            "\"a",
            "(numbr 3)",
            "<x",
            "\"a\" role b",
            "\"a\" @s",
            "\"a\" planned",
            "\"a\" on 2026",
            "\"a\" # more",
            "\"a\"\n# more",
            "\"a\" key b",
        ] {
            assert_eq!(read_within(Range::Any, bad, Values::default()).unwrap_err().kind(), ErrorKind::Syntax, "{bad}");
        }
    }

    #[test]
    fn a_list_is_all_of_its_cell() {
        let read = |text| read_list(text).map(|players| players.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(read(" [a (number 3) players] ").unwrap(), ["a", "(number 3)", "players"]);
        for bad in ["[a] planned on 2026 role [b]", "[a] role [b]", "[a] @report [b]", "[a] # [b]", "[a", "[a] [b]"] {
            assert_eq!(read(bad).unwrap_err().kind(), ErrorKind::Syntax, "{bad}");
        }
    }

    #[test]
    fn a_short_name_is_that_of_one_text_only() {
        assert_eq!(short("brief", 8), None);
        let (a, b) = (short("long enough, one", 8), short("long enough, two", 8));
        assert!(a.is_some() && a != b);
    }
}
