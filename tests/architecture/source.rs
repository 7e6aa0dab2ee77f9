//! A Rust source file as far as paths go: words and signs without comments, texts, and what only tests compile.

use std::{fs, path::Path, str::Chars};

/// A path that a file names.
pub(crate) struct Named {
    /// Its parts; of the crate's own paths without `crate`, with `super` and `self` worked out.
    pub(crate) names: Vec<String>,
    /// Whether it is a path of this crate.
    pub(crate) of_crate: bool,
    /// What it is called in the file, where it says `as`.
    pub(crate) renamed: Option<String>,
    pub(crate) line: usize,
}

/// The paths of a file, or the place of one that leads out of the crate.
pub(crate) type Paths = Result<Vec<Named>, String>;

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Sign(char),
}

/// A source file.
pub(crate) struct File {
    /// Its path under `src/`.
    pub(crate) name: String,
    pub(crate) text: String,
    /// The paths under `src/`, without `.rs`, of modules that it declares for tests only.
    pub(crate) test_modules: Vec<String>,
    tokens: Vec<(usize, Token)>,
}

impl File {
    pub(crate) fn read(root: &Path, path: &Path) -> Self {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        Self::new(name, fs::read_to_string(path).unwrap())
    }

    pub(crate) fn new(name: String, text: String) -> Self {
        let (tokens, test_modules) = without_tests(&tokens(&text));
        let mut file = Self { name, text, test_modules: Vec::new(), tokens };
        file.test_modules =
            test_modules.iter().map(|name| [file.module(), vec![name.clone()]].concat().join("/")).collect();
        file
    }

    /// The module at the top that it belongs to.
    pub(crate) fn layer(&self) -> &str {
        self.name.split('/').next().unwrap().trim_end_matches(".rs")
    }

    /// Every word of its code, with its line.
    pub(crate) fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        self.tokens.iter().filter_map(|(line, token)| match token {
            Token::Word(word) => Some((*line, word.as_str())),
            Token::Sign(_) => None,
        })
    }

    /// Every macro that its code calls, with its line.
    pub(crate) fn calls(&self) -> impl Iterator<Item = (usize, &str)> {
        self.tokens.windows(2).filter_map(|pair| match pair {
            [(line, Token::Word(word)), (_, Token::Sign('!'))] => Some((*line, word.as_str())),
            _ => None,
        })
    }

    /// The macros that it puts at the crate's root.
    pub(crate) fn exported_macros(&self) -> Vec<String> {
        let words: Vec<_> = self.words().map(|(_, word)| word).collect();
        let after_export = |at: usize| words.get(..at).is_some_and(|before| before.ends_with(&["macro_export"]));
        (0..words.len())
            .filter(|at| words[*at] == "macro_rules" && after_export(*at))
            .map(|at| words[at + 1].to_owned())
            .collect()
    }

    /// The module that the file is, such as `["graph", "names"]`.
    fn module(&self) -> Vec<String> {
        let mut parts: Vec<_> = self.name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if matches!(parts.last().map(String::as_str), Some("mod" | "lib")) {
            parts.pop();
        }
        parts
    }

    /// All paths of two parts or more, and all that are imported.
    pub(crate) fn paths(&self) -> Paths {
        let mut reader = Reader { file: self, at: 0, found: Vec::new(), inner: Vec::new(), depth: 0 };
        reader.read()?;
        Ok(reader.found)
    }
}

/// Goes through the tokens of a file once.
struct Reader<'a> {
    file: &'a File,
    at: usize,
    found: Vec<Named>,
    /// The modules that are open here, with the depth of their braces.
    inner: Vec<(String, usize)>,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self, ahead: usize) -> Option<&'a Token> {
        self.file.tokens.get(self.at + ahead).map(|(_, token)| token)
    }

    fn sign(&self, ahead: usize, sign: char) -> bool {
        self.peek(ahead) == Some(&Token::Sign(sign))
    }

    fn word(&self, ahead: usize) -> Option<&'a str> {
        match self.peek(ahead)? {
            Token::Word(word) => Some(word),
            Token::Sign(_) => None,
        }
    }

    fn colons(&self, ahead: usize) -> bool {
        self.sign(ahead, ':') && self.sign(ahead + 1, ':')
    }

    fn read(&mut self) -> Result<(), String> {
        while let Some(token) = self.peek(0) {
            match token {
                Token::Sign('{') => self.depth += 1,
                Token::Sign('}') => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.inner.last().is_some_and(|(_, depth)| *depth == self.depth) {
                        self.inner.pop();
                    }
                }
                Token::Word(word) if word == "macro_rules" => {
                    self.macro_body();
                    continue;
                }
                Token::Word(word) if word == "mod" && self.sign(2, '{') => {
                    self.inner.extend(self.word(1).map(|name| (name.to_owned(), self.depth)));
                }
                Token::Word(word) if word == "use" && self.at_item() => {
                    self.at += 1;
                    self.tree(&[])?;
                    continue;
                }
                Token::Word(_) if self.colons(1) => {
                    let line = self.file.tokens[self.at].0;
                    let names = self.chain();
                    self.push(names, None, line)?;
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
        Ok(())
    }

    /// `use` as the word that begins an item, and not the one in `impl Trait + use<'a>`.
    fn at_item(&self) -> bool {
        !self.sign(1, '<')
    }

    /// Of the body of a macro only `$crate` is known: its other paths belong to where it is used.
    fn macro_body(&mut self) {
        while self.peek(0).is_some() && !self.sign(0, '{') {
            self.at += 1;
        }
        let mut depth = 0;
        while let Some(token) = self.peek(0) {
            match token {
                Token::Sign('{') => depth += 1,
                Token::Sign('}') => depth -= 1,
                Token::Word(word) if word == "crate" && self.colons(1) => {
                    let line = self.file.tokens[self.at].0;
                    let names = self.chain();
                    self.found.push(Named { names: names[1..].to_vec(), of_crate: true, renamed: None, line });
                    continue;
                }
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    /// `a::b::c`, as far as it goes on with words.
    fn chain(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        while let Some(word) = self.word(0) {
            names.push(word.to_owned());
            self.at += 1;
            if !(self.colons(0) && self.word(2).is_some()) {
                break;
            }
            self.at += 2;
        }
        names
    }

    /// A tree of imports: `a::{b, c::*, d as e}`.
    fn tree(&mut self, before: &[String]) -> Result<(), String> {
        let line = self.file.tokens.get(self.at).map_or(0, |(line, _)| *line);
        if self.colons(0) {
            self.at += 2;
        }
        let mut names = before.to_vec();
        names.extend(self.chain());
        if self.colons(0) {
            self.at += 2;
        }
        if self.sign(0, '{') {
            self.at += 1;
            while self.peek(0).is_some() && !self.sign(0, '}') {
                self.tree(&names)?;
                if self.sign(0, ',') {
                    self.at += 1;
                }
            }
            self.at += 1;
            return Ok(());
        }
        if self.sign(0, '*') {
            self.at += 1;
            names.push("*".to_owned());
        }
        if names.len() > 1 && names.last().is_some_and(|name| name == "self") {
            names.pop();
        }
        let renamed = (self.word(0) == Some("as")).then(|| self.word(1).map(str::to_owned)).flatten();
        if renamed.is_some() {
            self.at += 2;
        }
        // A sign that no tree has must not hold the reader up.
        if names == before && renamed.is_none() {
            self.at += 1;
            return Ok(());
        }
        self.push(names, renamed, line)
    }

    fn push(&mut self, names: Vec<String>, renamed: Option<String>, line: usize) -> Result<(), String> {
        let mut module = self.file.module();
        module.extend(self.inner.iter().map(|(name, _)| name.clone()));
        let root = module.is_empty();
        let (names, of_crate) = match names.first().map(String::as_str) {
            Some("crate") => (names[1..].to_vec(), true),
            Some("self" | "super") => {
                let supers = names.iter().take_while(|name| matches!(name.as_str(), "self" | "super")).count();
                for name in &names[..supers] {
                    if name == "super" && module.pop().is_none() {
                        return Err(format!(
                            "{}:{line}: `{}` leads out of the crate",
                            self.file.name,
                            names.join("::")
                        ));
                    }
                }
                module.extend_from_slice(&names[supers..]);
                (module, true)
            }
            // At the root a module of the crate needs no `crate`.
            _ => (names, root),
        };
        self.found.push(Named { names, of_crate, renamed, line });
        Ok(())
    }
}

/// The tokens that matter: words, and signs one by one. Comments, texts, characters and lifetimes are left out.
fn tokens(text: &str) -> Vec<(usize, Token)> {
    let mut found = Vec::new();
    let mut rest = text.chars();
    let mut line = 1;
    while let Some(c) = rest.clone().next() {
        let begun = rest.clone();
        let after = rest.as_str();
        let start = line;
        if after.starts_with("//") {
            rest = after[after.find('\n').unwrap_or(after.len())..].chars();
        } else if after.starts_with("/*") {
            skip_block(&mut rest);
        } else if let Some(hashes) = raw_text(after) {
            let end = format!("\"{}", "#".repeat(hashes));
            let open = after.find('"').unwrap() + 1;
            let close = after[open..].find(&end).map_or(after.len(), |at| open + at + end.len());
            rest = after[close..].chars();
        } else if c == '"' || after.starts_with("b\"") {
            rest.by_ref().take_while(|c| *c != '"').for_each(drop);
            skip_quoted(&mut rest, '"');
        } else if c == '\'' {
            rest.next();
            let mut ahead = rest.clone();
            match (ahead.next(), ahead.next()) {
                (Some('\\'), _) | (Some(_), Some('\'')) => skip_quoted(&mut rest, '\''),
                _ => rest = rest.as_str().trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').chars(),
            }
        } else if c.is_alphanumeric() || c == '_' {
            let word: String = rest.clone().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            rest = after[word.len()..].chars();
            found.push((start, Token::Word(word)));
        } else {
            rest.next();
            if !c.is_whitespace() {
                found.push((start, Token::Sign(c)));
            }
        }
        let taken = begun.as_str().len() - rest.as_str().len();
        line += begun.as_str()[..taken].matches('\n').count();
    }
    found
}

/// How many `#` a raw text that begins here has.
fn raw_text(after: &str) -> Option<usize> {
    let open = after.strip_prefix("br").or_else(|| after.strip_prefix('r'))?;
    let hashes = open.len() - open.trim_start_matches('#').len();
    open[hashes..].starts_with('"').then_some(hashes)
}

fn skip_block(rest: &mut Chars<'_>) {
    let mut depth = 0;
    loop {
        let after = rest.as_str();
        let signs = if after.starts_with("/*") {
            depth += 1;
            2
        } else if after.starts_with("*/") {
            depth -= 1;
            2
        } else {
            1
        };
        if rest.nth(signs - 1).is_none() || depth == 0 {
            return;
        }
    }
}

fn skip_quoted(rest: &mut Chars<'_>, quote: char) {
    while let Some(c) = rest.next() {
        if c == quote {
            return;
        }
        if c == '\\' {
            rest.next();
        }
    }
}

/// The tokens without the items, fields and statements that stand under `#[cfg(test)]` or `#[cfg(doctest)]`, and the names of the modules among
/// these that lie in files of their own.
fn without_tests(tokens: &[(usize, Token)]) -> (Vec<(usize, Token)>, Vec<String>) {
    let (mut kept, mut modules) = (Vec::with_capacity(tokens.len()), Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        if let Some(end) = attribute(tokens, at)
            && tests_only(&tokens[at..end])
        {
            at = end_of_item(tokens, end);
            if let [.., (_, Token::Word(module)), (_, Token::Word(name)), (_, Token::Sign(';'))] = &tokens[end..at]
                && module == "mod"
            {
                modules.push(name.clone());
            }
            continue;
        }
        kept.push(tokens[at].clone());
        at += 1;
    }
    (kept, modules)
}

/// Where the attribute that begins here ends.
fn attribute(tokens: &[(usize, Token)], at: usize) -> Option<usize> {
    let sign = |at: usize, sign| tokens.get(at).is_some_and(|(_, token)| *token == Token::Sign(sign));
    if !sign(at, '#') || !sign(at + 1, '[') {
        return None;
    }
    let mut depth = 0;
    (at + 1..tokens.len())
        .find(|at| {
            depth += i32::from(sign(*at, '[')) - i32::from(sign(*at, ']'));
            depth == 0
        })
        .map(|last| last + 1)
}

fn tests_only(attribute: &[(usize, Token)]) -> bool {
    let words: Vec<_> = attribute
        .iter()
        .filter_map(|(_, token)| match token {
            Token::Word(word) => Some(word.as_str()),
            Token::Sign(_) => None,
        })
        .collect();
    words.first() == Some(&"cfg")
        && (words.contains(&"test") || words.contains(&"doctest"))
        && !words.contains(&"not")
        && !words.contains(&"any")
}

/// Where the item, field or statement that begins here ends, its further attributes included.
fn end_of_item(tokens: &[(usize, Token)], mut at: usize) -> usize {
    while let Some(end) = attribute(tokens, at) {
        at = end;
    }
    let (mut depth, mut angles) = (0i32, 0i32);
    while let Some((_, token)) = tokens.get(at) {
        let arrow = at > 0 && matches!(tokens[at - 1].1, Token::Sign('-' | '='));
        at += 1;
        match token {
            Token::Sign('(' | '[' | '{') => depth += 1,
            Token::Sign(')' | ']') => depth -= 1,
            Token::Sign('}') => {
                depth -= 1;
                if depth <= 0 {
                    return at;
                }
            }
            Token::Sign('<') if depth == 0 => angles += 1,
            Token::Sign('>') if depth == 0 && !arrow => angles -= 1,
            Token::Sign(';') if depth == 0 => return at,
            Token::Sign(',') if depth == 0 && angles == 0 => return at,
            _ => {}
        }
    }
    at
}
