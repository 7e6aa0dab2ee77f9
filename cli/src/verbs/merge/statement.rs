//! Statements of the notation as they stand in a text: their parts, and what they are about.

use chancery::notation;

/// The words of which each begins what is said for a fact by a source.
const SAID: [&str; 6] = ["said-by", "stated", "inferred", "confidence", "supports", "disputes"];

/// A statement as it stands in a text.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    /// Its lines, each with its end.
    pub(super) text: String,
    /// Its parts in the order of the standard layout.
    pub(super) tokens: Vec<String>,
    /// The comments within and behind it.
    pub(super) comments: Vec<String>,
    /// What it is about: statements of two versions with the same are versions of one statement.
    pub(super) about: String,
}

impl Statement {
    /// Lines that are no statement.
    pub(super) const fn raw(text: String) -> Self {
        Self { text, tokens: Vec::new(), comments: Vec::new(), about: String::new() }
    }

    pub(super) fn of(text: String) -> Self {
        let (mut tokens, mut comments) = (Vec::new(), Vec::new());
        for line in text.lines() {
            comments.extend(split(line, &mut tokens));
        }
        // Only a whole text is checked, so a line of a block may have a fault here. Its order then is that of the line.
        if let Ok(text) = notation::format(&tokens.join(" ")) {
            tokens.clear();
            for line in text.lines() {
                split(line, &mut tokens);
            }
        }
        let mut statement = Self { text, tokens, comments, about: String::new() };
        statement.about = statement.find_about();
        statement
    }

    /// A statement of these parts in the standard layout.
    pub(super) fn of_tokens(tokens: &[String]) -> Self {
        let line = tokens.join(" ");
        let text = notation::format(&line).unwrap_or_else(|_| format!("{line}\n"));
        Self::of(text)
    }

    pub(super) fn opener(&self) -> &str {
        self.tokens.first().map_or("", String::as_str)
    }

    /// The name after the opener, without its marks.
    pub(super) fn name(&self, place: usize) -> &str {
        self.tokens.get(place).map_or("", |token| bare(token))
    }

    /// Whether it declares a part of the vocabulary.
    pub(super) fn declares(&self) -> bool {
        matches!(self.opener(), "open" | "kind" | "role" | "relation")
    }

    /// The value of an attribute of a source.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let at = self.tokens.iter().position(|token| token == name)?;
        self.tokens.get(at + 1).map(String::as_str)
    }

    fn find_about(&self) -> String {
        match self.opener() {
            word @ ("include" | "kind" | "role" | "relation" | "source" | "hashes" | "claim" | "retract"
            | "resolve" | "merge") => format!("{word} {}", self.name(1)),
            "entity" => format!("entity {}", self.name(2)),
            "keep-apart" => {
                let (one, other) = (self.name(1), self.name(3));
                let (one, other) = if one < other { (one, other) } else { (other, one) };
                format!("keep-apart {one} {other}")
            }
            "open" | "begin" | "end" => self.tokens.join(" "),
            _ => {
                let (head, _) = self.parts();
                let at = head.iter().skip(3).position(|token| token == "key");
                match at.and_then(|at| head.get(at + 4)) {
                    Some(key) => format!("fact {}", bare(key)),
                    None => format!("fact: {}", head.join(" ")),
                }
            }
        }
    }

    /// What is merged as a whole, and the parts that are added and removed one by one: claims, further names and
    /// identifiers, hashes.
    pub(super) fn parts(&self) -> (Vec<String>, Vec<String>) {
        let (whole, begins): (usize, fn(&str, bool) -> bool) = match self.opener() {
            "entity" => (4, |token, _| matches!(token, "also" | "id")),
            "hashes" => (2, |token, _| token.starts_with('[')),
            "claim" => (2, begins_claim),
            "include" | "kind" | "role" | "relation" | "source" | "retract" | "resolve" | "merge" | "keep-apart"
            | "open" | "begin" | "end" => (usize::MAX, |_, _| false),
            _ => (3, begins_claim),
        };
        let (mut head, mut parts) = (Vec::new(), Vec::<Vec<&str>>::new());
        let mut has_source = true;
        for (n, token) in self.tokens.iter().enumerate() {
            if n >= whole && begins(token, has_source) {
                parts.push(Vec::new());
                has_source = false;
            }
            has_source |= token.starts_with('@');
            match parts.last_mut() {
                Some(part) => part.push(token),
                None => head.push(token.clone()),
            }
        }
        (head, parts.into_iter().map(|part| part.join(" ")).collect())
    }
}

/// Whether a claim begins here, if the claim before has its source.
fn begins_claim(token: &str, has_source: bool) -> bool {
    has_source && (token.starts_with('@') || SAID.contains(&token))
}

/// A name without the marks around it.
fn bare(token: &str) -> &str {
    let name = token.strip_prefix(['^', '@']).unwrap_or(token);
    let quoted = ['`', '"'].into_iter().find_map(|mark| name.strip_prefix(mark)?.strip_suffix(mark));
    quoted.unwrap_or(name)
}

/// Splits a line at its blanks, except those within marks; gives the comment that it ends in.
fn split(line: &str, tokens: &mut Vec<String>) -> Option<String> {
    let mut rest = line.trim_start_matches(is_blank).trim_end();
    while !rest.is_empty() {
        if is_comment(rest) {
            return Some(rest.to_owned());
        }
        let end = token_end(rest);
        let (token, behind) = rest.split_at(end);
        tokens.push(token.to_owned());
        rest = behind.trim_start_matches(is_blank);
    }
    None
}

/// Where the token ends that a text begins with.
fn token_end(text: &str) -> usize {
    let mut close = None;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match close {
            Some(_) if c == '\\' => {
                chars.next();
            }
            Some(mark) if c == mark => close = None,
            Some(_) => {}
            None if is_blank(c) => return at,
            None => {
                close = match c {
                    '"' | '`' => Some(c),
                    '<' => Some('>'),
                    _ => None,
                };
            }
        }
    }
    text.len()
}

pub(super) const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

/// Whether a comment begins here.
pub(super) fn is_comment(text: &str) -> bool {
    let behind = text.trim_start_matches('#');
    behind.len() < text.len() && (behind.is_empty() || behind.starts_with(is_blank))
}

#[cfg(test)]
mod tests {
    use super::Statement;

    fn about(text: &str) -> String {
        Statement::of(text.to_owned()).about
    }

    #[test]
    fn a_statement_is_about_what_it_names() {
        assert_eq!(about("source `a b` title \"T\""), "source a b");
        assert_eq!(about("entity person marsk \"Elin # Marsk\" # who"), "entity marsk");
        assert_eq!(about("a visits b key visit on 2031 @s"), "fact visit");
        assert_eq!(about("a visits b @s \"key x\""), "fact: a visits b");
        assert_eq!(about("a visits b planned on 2031"), about("a visits b on 2031 planned @s # so"));
        assert_eq!(about("keep-apart b from a \"why\""), about("keep-apart a from b"));
        assert_eq!(about("retract ^visit \"why\""), "retract visit");
    }

    #[test]
    fn parts_are_claims_and_further_names() {
        let parts = |text: &str| Statement::of(text.to_owned()).parts();
        let (head, claims) =
            parts("a visits b on 2031\n  @s \"x y\" # one\n  said-by c inferred \"z\" @t [1..2]\n  @u");
        assert_eq!(head.join(" "), "a visits b on 2031");
        assert_eq!(claims, ["@s \"x y\"", "said-by c inferred \"z\" @t [1..2]", "@u"]);
        let (head, more) = parts("entity person a \"A\" also \"B\" in kk @s id wikidata \"Q1\"");
        assert_eq!(head.join(" "), "entity person a \"A\"");
        assert_eq!(more, ["also \"B\" in kk @s", "id wikidata \"Q1\""]);
        assert_eq!(parts("source s title \"T\"").1, [""; 0]);
    }

    #[test]
    fn comments_are_no_parts() {
        let statement = Statement::of("a visits b # one\n  # two\n  @s \"# no comment\" # three".to_owned());
        assert_eq!(statement.comments, ["# one", "# two", "# three"]);
        assert_eq!(statement.tokens, ["a", "visits", "b", "@s", "\"# no comment\""]);
    }
}
