//! The labels, types and property keys that a query names. The schema of the scenario must declare them, as chancery
//! refuses names that no one declared.

use super::lex::{Token, lex};

/// The names of a query, in the order of the text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Names {
    pub labels: Vec<String>,
    pub types: Vec<String>,
    pub keys: Vec<String>,
}

/// What a bracket is that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// The `[` of a relationship.
    Relationship,
    /// `{`, of a map or of a subquery.
    Brace,
    Other,
}

impl Names {
    /// Finds the names by the signs before them. What is none of them may be found, too: the key of a map is taken for that
    /// of a property.
    pub fn of(text: &str) -> Self {
        let tokens = lex(text);
        let mut names = Self::default();
        let mut open: Vec<Open> = Vec::new();
        let sign = |at: usize, sign: char| tokens.get(at) == Some(&Token::Sign(sign));
        let word = |at: usize| match tokens.get(at) {
            Some(Token::Word(word)) => Some(word.clone()),
            _ => None,
        };
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let before = |sign_before: char| at > 0 && sign(at - 1, sign_before);
            match token {
                Token::Sign('[') if before('-') => open.push(Open::Relationship),
                Token::Sign('{') => open.push(Open::Brace),
                Token::Sign('(' | '[') => open.push(Open::Other),
                Token::Sign(')' | ']' | '}') => drop(open.pop()),
                // `.key`, but not `date.truncate(…)` and not `1..x`.
                Token::Sign('.') if !before('.') && !sign(at + 2, '(') => names.keys.extend(word(at + 1)),
                // `:T|U|:V`
                Token::Sign(':') if open.last() == Some(&Open::Relationship) => {
                    names.types.extend(word(at + 1));
                    while sign(at + 2, '|') {
                        at += if sign(at + 3, ':') { 3 } else { 2 };
                        names.types.extend(word(at + 1));
                    }
                }
                Token::Sign(':') => {
                    let key = at > 1 && open.last() == Some(&Open::Brace) && (sign(at - 2, '{') || sign(at - 2, ','));
                    match word(at - usize::from(at > 0)) {
                        Some(name) if key => names.keys.push(name),
                        _ => names.labels.extend(word(at + 1)),
                    }
                }
                _ => {}
            }
            at += 1;
        }
        names
    }
}

#[test]
fn names_are_found_by_their_signs() {
    let text = "MATCH (a:A:B {x: 1, y: {z: a.w}})-[r:T|:U|V* {p: 1}]->() WHERE a:C AND exists { (b:D) WHERE b:E } \
                RETURN date.truncate('x'), [x IN l WHERE x:F], r.q, l[1..2], l[..n]";
    let names = Names::of(text);
    assert_eq!(names.labels, ["A", "B", "C", "D", "E", "F"]);
    assert_eq!(names.types, ["T", "U", "V"]);
    assert_eq!(names.keys, ["x", "y", "z", "w", "p", "q"]);
    for text in ["", ":", "::", ".", "[-[:", "-[:A|", "{:", "{a:", "))"] {
        Names::of(text);
    }
}
