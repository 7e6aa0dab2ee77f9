//! Random queries: nothing panics, and a slow parser by levels agrees.

use proptest::{collection::vec, prelude::*, sample::select};

use super::{parse, show};

const WORDS: &[&str] = &[
    "MATCH",
    "OPTIONAL",
    "WHERE",
    "UNWIND",
    "WITH",
    "RETURN",
    "DISTINCT",
    "ORDER",
    "BY",
    "DESC",
    "SKIP",
    "LIMIT",
    "UNION",
    "ALL",
    "AS",
    "AND",
    "OR",
    "XOR",
    "NOT",
    "IN",
    "IS",
    "NULL",
    "STARTS",
    "CONTAINS",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "EXISTS",
    "COUNT",
    "all",
    "reduce",
    "count",
    "shortestPath",
    "CREATE",
    "a",
    "b",
    "x",
    "a-b",
    "`a b`",
    "$p",
    "1",
    "1.5",
    "0x",
    "9223372036854775808",
    "'t'",
    "'",
    "\"",
    "`",
    "\\",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ";",
    ":",
    "|",
    ".",
    "..",
    "+",
    "-",
    "*",
    "/",
    "%",
    "^",
    "=",
    "<>",
    "<",
    "<=",
    ">",
    ">=",
    "=~",
    "-->",
    "<--",
    "--",
    "-[",
    "]->",
    "]-",
    "(a)",
    "(a)-->(b)",
    "/*",
    "*/",
    "//",
    "\n",
    "é",
    "\u{301}",
    "\u{202e}",
    "&",
    "!",
    "?",
    "~",
];

const QUERIES: &[&str] = &[
    "MATCH p = shortestPath((a:A&B:C)-[r:x|:y*1..3 {k: 1}]->(b {n: 'x'})) WHERE (a)-->(b) AND a.x STARTS WITH 'b' RETURN p;",
    "UNWIND [1, 2] AS x WITH DISTINCT x ORDER BY x DESC SKIP 1 LIMIT 2 WHERE x > 0 RETURN *, [y IN x WHERE y | y] AS z",
    "RETURN CASE x WHEN 1 THEN -2 ^ .5 ELSE a.b[0..1] END, EXISTS { MATCH (a) RETURN a } UNION RETURN reduce(s = 0, x IN l | s)",
    "MATCH (a)-[:recognized-in-1991?]->(b) RETURN [(a)--(b) | b], all(x IN l WHERE x:A), count(*), '\\u00e9', $`p q`, NOT a IS NULL",
];

/// The tree of the words of an expression by one function for each level, as the grammar has them.
struct Levels<'a> {
    words: &'a [&'a str],
}

impl<'a> Levels<'a> {
    fn eat(&mut self, one_of: &[&str]) -> Option<&'a str> {
        let (first, rest) = self.words.split_first().filter(|(first, _)| one_of.contains(first))?;
        self.words = rest;
        Some(first)
    }

    fn chain(&mut self, signs: &[&str], part: fn(&mut Self) -> Option<String>) -> Option<String> {
        let mut text = part(self)?;
        let mut is_chain = false;
        while let Some(sign) = self.eat(signs) {
            text = format!("{text} {sign} {}", part(self)?);
            is_chain = true;
        }
        Some(if is_chain { format!("({text})") } else { text })
    }

    fn or(&mut self) -> Option<String> {
        self.chain(&["OR"], Self::xor)
    }

    fn xor(&mut self) -> Option<String> {
        self.chain(&["XOR"], Self::and)
    }

    fn and(&mut self) -> Option<String> {
        self.chain(&["AND"], Self::not)
    }

    fn not(&mut self) -> Option<String> {
        if self.eat(&["NOT"]).is_some() {
            return Some(format!("(NOT {})", self.not()?));
        }
        self.chain(&["=", "<", ">="], Self::predicate)
    }

    fn predicate(&mut self) -> Option<String> {
        let mut left = self.sum()?;
        while let Some(word) = self.eat(&["IN", "CONTAINS", "IS NULL"]) {
            left = if word == "IS NULL" {
                format!("({left} IS NULL)")
            } else {
                format!("({left} {word} {})", self.sum()?)
            };
        }
        Some(left)
    }

    fn sum(&mut self) -> Option<String> {
        self.chain(&["+", "-"], Self::product)
    }

    fn product(&mut self) -> Option<String> {
        self.chain(&["*", "/", "%"], Self::power)
    }

    fn power(&mut self) -> Option<String> {
        self.chain(&["^"], Self::unary)
    }

    fn unary(&mut self) -> Option<String> {
        if let Some(sign) = self.eat(&["-", "+"]) {
            return Some(format!("({sign} {})", self.unary()?));
        }
        if self.eat(&["("]).is_some() {
            let inner = self.or()?;
            return self.eat(&[")"]).map(|_| inner);
        }
        self.eat(&["a", "b.x", "1"]).map(str::to_owned)
    }
}

/// An operand with signs before it and a test behind it, and the operator before it.
fn step() -> impl Strategy<Value = Vec<&'static str>> {
    let operators = select(vec!["OR", "XOR", "AND", "=", "<", ">=", "IN", "CONTAINS", "+", "-", "*", "/", "%", "^"]);
    let before = vec(select(vec!["NOT", "-", "+"]), 0..2);
    let operand = prop_oneof![
        6 => select(vec![vec!["a"], vec!["b.x"], vec!["1"]]),
        1 => Just(vec!["(", "a", "AND", "1", ")"]),
        1 => Just(vec!["(", "a", "-", "1", "<", "b.x", ")"]),
    ];
    let behind = prop_oneof![5 => Just(None), 1 => Just(Some("IS NULL"))];
    (operators, before, operand, behind).prop_map(|(operator, before, operand, behind)| {
        [operator].into_iter().chain(before).chain(operand).chain(behind).collect()
    })
}

proptest! {
    #[test]
    fn no_words_make_it_panic(words in vec((select(WORDS), any::<bool>()), 0..40)) {
        let text: String = words.iter().flat_map(|(word, space)| [*word, if *space { " " } else { "" }]).collect();
        for text in [text.clone(), format!("RETURN {text}"), format!("MATCH {text}")] {
            check(&text)?;
        }
    }

    #[test]
    fn no_change_to_a_query_makes_it_panic(
        query in select(QUERIES),
        changes in vec((any::<prop::sample::Index>(), select(WORDS), 0_usize..4), 1..4),
    ) {
        let mut characters: Vec<char> = query.chars().collect();
        for (at, word, removed) in changes {
            let at = at.index(characters.len() + 1);
            let end = (at + removed).min(characters.len());
            characters.splice(at..end, word.chars());
        }
        check(&characters.into_iter().collect::<String>())?;
    }

    #[test]
    fn a_parser_by_levels_agrees(steps in vec(step(), 1..8)) {
        let words: Vec<_> = steps.concat().split_off(1);
        let mut levels = Levels { words: &words };
        let expected = levels.or().filter(|_| levels.words.is_empty());
        let read = parse(&format!("RETURN {} AS x", words.join(" ")));
        let read = read.map(|statement| show::statement(&statement));
        match expected {
            Some(expected) => prop_assert_eq!(read, Ok(format!("RETURN {expected} AS x"))),
            None => prop_assert!(read.is_err(), "{words:?} is read as {read:?}"),
        }
    }
}

/// An error has a place in the text, and a tree that is written with all parentheses is read as the same tree.
fn check(text: &str) -> Result<(), TestCaseError> {
    match parse(text) {
        Err(error) => {
            let position = error.position();
            prop_assert!(position.is_some_and(|at| at.line as usize <= text.matches('\n').count() + 1), "{error}");
        }
        Ok(statement) => {
            let shown = show::statement(&statement);
            let again = parse(&shown).map(|statement| show::statement(&statement));
            prop_assert_eq!(again, Ok(shown), "{}", text);
        }
    }
    Ok(())
}

#[test]
fn the_queries_are_read() {
    for query in QUERIES {
        assert_eq!(parse(query).map(drop), Ok(()), "{query}");
    }
}
