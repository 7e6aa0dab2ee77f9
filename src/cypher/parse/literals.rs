//! Numbers and texts.

use super::{
    cursor::Cursor,
    tokens::{Token, TokenKind},
};
use crate::{
    cypher::ast::ExprKind,
    error::{Error, shown::as_found},
};

impl Cursor<'_> {
    /// The value of a number.
    pub(super) fn number(&self, token: Token) -> Result<ExprKind, Error> {
        let text = self.text_of(token);
        let fault = |why: &str| self.error(token.at, format_args!("`{}` {why}", as_found(text)));
        let (radix, digits) = radix(text);
        if radix == 10 && !text.bytes().all(|b| b.is_ascii_digit()) {
            let written = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'));
            let float = text.parse::<f64>().ok().filter(|_| written);
            return match float {
                Some(float) if float.is_finite() => Ok(ExprKind::Float(float)),
                Some(_) => Err(fault("is beyond the range of a float; expected at most 1.7976931348623157e308")),
                None => Err(fault("is no number; expected one such as `12`, `1.5`, `1e6`, `0x1f` or `0o17`")),
            };
        }
        if radix == 10 && text.len() > 1 && text.starts_with('0') {
            return Err(fault("begins with 0; an octal number is written with `0o`, a decimal number without the 0"));
        }
        if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
            let which = if radix == 16 { "hexadecimal" } else { "octal" };
            return Err(fault(&format!("is no {which} number")));
        }
        i64::from_str_radix(digits, radix)
            .map(ExprKind::Int)
            .map_err(|_| fault(&format!("is beyond the range of an integer; expected {} to {}", i64::MIN, i64::MAX)))
    }

    /// Whether a minus sign and a number here are the least integer, which has no positive counterpart.
    pub(super) fn is_least_integer(&self) -> bool {
        let number = self.peek_nth(1);
        if number.kind != TokenKind::Number || !self.is("-") {
            return false;
        }
        let (radix, digits) = radix(self.text_of(number));
        u64::from_str_radix(digits, radix) == Ok(i64::MIN.unsigned_abs())
    }

    /// The text between quotes, with its escapes replaced.
    pub(super) fn text(&self, token: Token) -> Result<String, Error> {
        let quoted = self.text_of(token);
        let inner = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
        let mut text = String::with_capacity(inner.len());
        let mut rest = inner;
        while let Some((before, after)) = rest.split_once('\\') {
            text.push_str(before);
            let Some((c, length)) = escape(after) else {
                let place = token.at as usize + 1 + (inner.len() - after.len()) - 1;
                let found: String = after.chars().take(if after.starts_with('U') { 9 } else { 5 }).collect();
                let found =
                    if after.starts_with(['u', 'U']) { &found } else { after.get(..first_length(after)).unwrap_or("") };
                let why = format!(
                    "`\\{}` is no escape; expected `\\\\`, `\\'`, `\\\"`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t`, \
                     `\\u` and four hexadecimal digits, or `\\U` and eight",
                    as_found(found)
                );
                return Err(self.error(super::lexer::number(place), why));
            };
            text.push(c);
            rest = after.get(length..).unwrap_or_default();
        }
        text.push_str(rest);
        Ok(text)
    }
}

/// The base of an integer, and its digits.
fn radix(text: &str) -> (u32, &str) {
    match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, text.get(2..).unwrap_or_default()),
        [b'0', b'o' | b'O', ..] => (8, text.get(2..).unwrap_or_default()),
        _ => (10, text),
    }
}

fn first_length(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// The character of an escape, and how many bytes it has behind its backslash.
fn escape(text: &str) -> Option<(char, usize)> {
    let c = match text.chars().next()? {
        c @ ('\\' | '\'' | '"' | '`') => c,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'U' => return Some((char::from_u32(hexadecimal(text.get(1..9)?)?)?, 9)),
        'u' => {
            let first = hexadecimal(text.get(1..5)?)?;
            if let Some(c) = char::from_u32(first) {
                return Some((c, 5));
            }
            // A character beyond the first 65,536 as two escapes.
            let second = hexadecimal(text.get(5..)?.strip_prefix("\\u")?.get(..4)?)?;
            let pair = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
            let c = char::decode_utf16(pair).next()?.ok()?;
            return Some((c, 11));
        }
        _ => return None,
    };
    Some((c, 1))
}

fn hexadecimal(digits: &str) -> Option<u32> {
    let is_written = digits.bytes().all(|b| b.is_ascii_hexdigit());
    u32::from_str_radix(digits, 16).ok().filter(|_| is_written)
}
