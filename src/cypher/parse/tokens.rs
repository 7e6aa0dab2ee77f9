//! The tokens of a query: where each begins and ends. What it says is read from the text there.

/// A piece of the text that the grammar does not divide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// The offset of its first byte.
    pub(super) at: u32,
    /// The offset of the byte behind it.
    pub(super) end: u32,
    /// The number of the bracket that closes this one; 0 if none does, or this is no opening bracket.
    pub(super) close: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A keyword or a name.
    Word,
    /// A name in backticks.
    Quoted,
    /// Digits, and the letters, points and signs that belong to the number.
    Number,
    /// A text in quotes.
    Text,
    /// `$` and a name or number.
    Parameter,
    /// A bracket, an operator or another sign.
    Mark,
    /// The end of the text.
    End,
    /// What is no token: the lexer says why.
    Broken,
}

/// The words that begin a clause which is read.
pub(super) const CLAUSES: &[&str] = &["MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN"];

/// The words that continue a clause or an expression, for suggestions.
pub(super) const CONTINUATIONS: &[&str] = &[
    "WHERE", "ORDER", "SKIP", "OFFSET", "LIMIT", "UNION", "AND", "OR", "XOR", "NOT", "IN", "IS", "AS", "STARTS",
    "ENDS", "CONTAINS", "DISTINCT", "EXPLAIN", "DESC", "ASC", "WHEN", "THEN", "ELSE", "END",
];

/// The words that begin a clause which writes.
pub(super) const WRITES: &[(&str, &str)] = &[
    ("CREATE", "CREATE"),
    ("MERGE", "MERGE"),
    ("DELETE", "DELETE"),
    ("DETACH", "DETACH DELETE"),
    ("NODETACH", "NODETACH DELETE"),
    ("SET", "SET"),
    ("REMOVE", "REMOVE"),
    ("FOREACH", "FOREACH"),
    ("LOAD", "LOAD CSV"),
    ("INSERT", "INSERT"),
    ("DROP", "DROP"),
    ("ALTER", "ALTER"),
];

/// The words that begin a clause which openCypher or its successors have, and this crate has not.
pub(super) const UNSUPPORTED: &[&str] =
    &["CALL", "USE", "LET", "FILTER", "FOR", "FINISH", "NEXT", "PROFILE", "SHOW", "USING", "YIELD", "START"];

/// The words that are no names of variables without backticks.
pub(super) const RESERVED: &[&str] = &[
    "MATCH", "OPTIONAL", "WHERE", "UNWIND", "WITH", "RETURN", "UNION", "ORDER", "BY", "SKIP", "LIMIT", "DISTINCT",
    "AS", "AND", "OR", "XOR", "NOT", "IN", "IS", "STARTS", "ENDS", "CONTAINS", "CASE", "WHEN", "THEN", "ELSE", "END",
    "TRUE", "FALSE", "NULL", "CREATE", "MERGE", "DELETE", "DETACH", "SET", "REMOVE",
];

/// Whether a word is one of these words, in any case.
pub(super) fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|one| one.eq_ignore_ascii_case(word))
}
