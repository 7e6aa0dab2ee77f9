//! Tokens as one line of Rust, spaced as people write it. Stable, so that a list of signatures changes only when they do.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The tokens of a signature, type or list in one line. Attributes are left out.
pub(crate) fn spaced(stream: TokenStream) -> String {
    let mut line = String::new();
    let mut tokens = stream.into_iter().peekable();
    let mut joint = false;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(sign)
                if sign.as_char() == '#'
                    && matches!(tokens.peek(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket) =>
            {
                tokens.next();
            }
            TokenTree::Punct(sign) => {
                let sign_char = sign.as_char();
                let spaced_before = matches!(sign_char, '=' | '+' | '|' | '-') && !joint;
                let after_word = sign_char == '&' && line.ends_with(|c: char| c.is_alphanumeric());
                if (spaced_before || after_word) && !line.is_empty() && !line.ends_with([' ', '(', '<', '[']) {
                    line.push(' ');
                }
                line.push(sign_char);
                let ends = sign.spacing() == Spacing::Alone;
                let pair = line.ends_with("->") || line.ends_with("=>");
                if pair
                    || ends
                        && (matches!(sign_char, ',' | ';' | '=' | '+' | '|')
                            || sign_char == ':' && !line.ends_with("::"))
                {
                    line.push(' ');
                }
                joint = !ends && sign_char != '\'';
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => (" { ", " }"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                let inner = spaced(group.stream());
                if open == "[" && line.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '}')) {
                    line.push(' ');
                }
                line.push_str(open);
                line.push_str(inner.trim().trim_end_matches(','));
                line.push_str(close);
                joint = false;
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                let after_word =
                    line.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '>' | ')' | '}' | ']'));
                if after_word && !joint {
                    line.push(' ');
                }
                line.push_str(&token.to_string());
                joint = false;
            }
        }
    }
    line.trim_end().trim_end_matches(',').to_owned()
}
