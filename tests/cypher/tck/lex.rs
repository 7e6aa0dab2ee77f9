//! The words and signs of Cypher, as far as the harness reads it: setups, expected cells and the names in a query.

/// A word or sign.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// A name or keyword. Names in backticks come without them.
    Word(String),
    /// `$name`
    Parameter(String),
    /// A text in quotes, with escapes resolved.
    Text(String),
    Int(i128),
    Float(f64),
    Sign(char),
}

/// Splits a text. It refuses nothing: what is not Cypher becomes signs, as a query may be wrong on purpose.
pub fn lex(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        let rest = &chars[at..];
        if c.is_whitespace() {
            at += 1;
        } else if rest.starts_with(&['/', '/']) {
            at += rest.iter().position(|c| *c == '\n').unwrap_or(rest.len());
        } else if rest.starts_with(&['/', '*']) {
            at += rest.windows(2).skip(2).position(|two| two == ['*', '/']).map_or(rest.len(), |end| end + 4);
        } else if matches!(c, '\'' | '"' | '`') {
            let (body, length) = quoted(rest);
            tokens.push(if c == '`' { Token::Word(body) } else { Token::Text(body) });
            at += length;
        } else if c.is_ascii_digit() {
            let length = number_length(rest);
            tokens.push(number(&rest[..length].iter().collect::<String>()));
            at += length;
        } else if is_letter(c) || c == '$' && rest.get(1).is_some_and(|next| is_letter(*next)) {
            let length = 1 + rest[1..].iter().take_while(|c| is_letter(**c) || c.is_ascii_digit()).count();
            let word: String = rest[..length].iter().collect();
            tokens.push(match word.strip_prefix('$') {
                Some(name) => Token::Parameter(name.to_owned()),
                None => Token::Word(word),
            });
            at += length;
        } else {
            tokens.push(Token::Sign(c));
            at += 1;
        }
    }
    tokens
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

/// The text between quotes, and how many characters it has with them.
fn quoted(chars: &[char]) -> (String, usize) {
    let mut body = String::new();
    let mut at = 1;
    while let Some(&c) = chars.get(at) {
        at += 1;
        match c {
            '\\' if chars[0] != '`' => {
                body.push(match chars.get(at) {
                    Some('n') => '\n',
                    Some('t') => '\t',
                    Some('r') => '\r',
                    Some('b') => '\u{8}',
                    Some('f') => '\u{c}',
                    other => other.copied().unwrap_or('\\'),
                });
                at += 1;
            }
            _ if c == chars[0] => break,
            _ => body.push(c),
        }
    }
    (body, at.min(chars.len()))
}

fn number_length(chars: &[char]) -> usize {
    let digits = |from: usize| chars[from..].iter().take_while(|c| c.is_ascii_digit()).count();
    let mut length = digits(0);
    if chars.get(length) == Some(&'.') && chars.get(length + 1).is_some_and(char::is_ascii_digit) {
        length += 1 + digits(length + 1);
    }
    if matches!(chars.get(length), Some('e' | 'E')) {
        let sign = usize::from(matches!(chars.get(length + 1), Some('-' | '+')));
        let exponent = chars.get(length + 1 + sign..).map_or(0, |_| digits(length + 1 + sign));
        length += if exponent > 0 { 1 + sign + exponent } else { 0 };
    }
    length
}

fn number(text: &str) -> Token {
    text.parse().map_or_else(|_| Token::Float(text.parse().unwrap_or(f64::NAN)), Token::Int)
}

#[test]
fn words_and_signs_are_split() {
    let word = |text: &str| Token::Word(text.to_owned());
    assert_eq!(
        lex("MATCH (`a b`:A {p: -1.5e-3})--() // end\n/* * */ RETURN $x, 'it\\'s'[1..2]"),
        [
            word("MATCH"),
            Token::Sign('('),
            word("a b"),
            Token::Sign(':'),
            word("A"),
            Token::Sign('{'),
            word("p"),
            Token::Sign(':'),
            Token::Sign('-'),
            Token::Float(1.5e-3),
            Token::Sign('}'),
            Token::Sign(')'),
            Token::Sign('-'),
            Token::Sign('-'),
            Token::Sign('('),
            Token::Sign(')'),
            word("RETURN"),
            Token::Parameter("x".to_owned()),
            Token::Sign(','),
            Token::Text("it's".to_owned()),
            Token::Sign('['),
            Token::Int(1),
            Token::Sign('.'),
            Token::Sign('.'),
            Token::Int(2),
            Token::Sign(']'),
        ]
    );
    for text in ["'", "`a", "/*", "/* *", "'\\", "1e", "1.", "$", "—"] {
        lex(text);
    }
}
