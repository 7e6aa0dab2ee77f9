//! `STARTS WITH`, `ENDS WITH` and `CONTAINS`.

use crate::cypher::{ast::TextTest, value::Val};

/// Null unless both are texts.
pub(super) fn ask(question: TextTest, whole: &Val, part: &Val) -> Val {
    let (Val::Text(whole), Val::Text(part)) = (whole, part) else { return Val::Null };
    let met = match question {
        TextTest::StartsWith => whole.starts_with(&**part),
        TextTest::EndsWith => whole.ends_with(&**part),
        TextTest::Contains => whole.contains(&**part),
    };
    Val::Bool(met.into())
}
