//! A text of the notation as units: a statement with the comments above it.

use super::statement::{Statement, is_blank, is_comment};

/// A statement with the comments directly above it, or comments alone.
#[derive(Clone, Debug, Default)]
pub(super) struct Unit {
    /// Whether a blank line stands before it.
    pub(super) gap: bool,
    pub(super) comments: Vec<String>,
    pub(super) statement: Option<Statement>,
    /// What is between the statement, which is `begin`, and the `end` of the block.
    pub(super) block: Option<Block>,
}

/// The statements of a block, and its last line with the comments above that.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) units: Vec<Unit>,
    pub(super) end: Box<Unit>,
}

impl Unit {
    /// Comments alone.
    pub(super) fn of_comments(comments: Vec<String>) -> Option<Self> {
        (!comments.is_empty()).then(|| Self { gap: true, comments, ..Self::default() })
    }

    /// Units with the same are versions of one.
    pub(super) fn about(&self) -> String {
        self.statement.as_ref().map_or_else(|| self.comments.join("\n"), |statement| statement.about.clone())
    }

    /// Its comments, and those within and behind its statement, but not those of its block.
    pub(super) fn all_comments(&self) -> Vec<String> {
        let within = self.statement.iter().flat_map(|statement| &statement.comments);
        self.comments.iter().chain(within).cloned().collect()
    }

    /// The same with those of its block.
    pub(super) fn deep_comments(&self) -> Vec<String> {
        let mut comments = self.all_comments();
        for unit in self.block.iter().flat_map(|block| block.units.iter().chain([&*block.end])) {
            comments.extend(unit.deep_comments());
        }
        comments
    }

    /// Whether two units say the same. Their comments do not count.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        let tokens = |unit: &Self| unit.statement.as_ref().map(|statement| statement.tokens.clone());
        let blocks = match (&self.block, &other.block) {
            (None, None) => true,
            (Some(one), Some(other)) => {
                let others = other.units.iter().filter(|unit| unit.statement.is_some());
                let ones = one.units.iter().filter(|unit| unit.statement.is_some());
                one.units.len() == other.units.len() && ones.zip(others).all(|(one, other)| one.says_the_same(other))
            }
            _ => false,
        };
        blocks && tokens(self) == tokens(other)
    }

    fn render(&self, out: &mut String) {
        if self.gap && !out.is_empty() && !out.ends_with("\n\n") {
            out.push('\n');
        }
        for comment in &self.comments {
            out.push_str(comment);
            out.push('\n');
        }
        out.push_str(self.statement.as_ref().map_or("", |statement| &statement.text));
        for unit in self.block.iter().flat_map(|block| block.units.iter().chain([&*block.end])) {
            unit.render(out);
        }
    }
}

/// The text of units.
pub(super) fn text_of(units: &[Unit]) -> String {
    let mut out = String::new();
    for unit in units {
        unit.render(&mut out);
    }
    out
}

/// All statements, also those in blocks.
pub(super) fn statements(units: &[Unit]) -> Vec<&Statement> {
    let mut found = Vec::new();
    for unit in units {
        found.extend(&unit.statement);
        found.extend(unit.block.iter().flat_map(|block| statements(&block.units)));
    }
    found
}

enum Line {
    Blank,
    Comment(String),
    Statement(String),
}

/// The units of a text that has no fault.
pub(super) fn units_of(text: &str) -> Vec<Unit> {
    // A block that is not closed goes on to the end, so the outermost list is always there.
    let mut open: Vec<(Unit, Vec<Unit>)> = Vec::new();
    let mut units = Vec::new();
    let mut next = Unit::default();
    for line in lines_of(text) {
        match line {
            Line::Blank => {
                if !next.comments.is_empty() {
                    units.push(std::mem::take(&mut next));
                }
                next.gap = true;
            }
            Line::Comment(comment) => next.comments.push(comment),
            Line::Statement(text) => {
                let mut unit = std::mem::take(&mut next);
                let statement = Statement::of(text);
                let opener = statement.opener().to_owned();
                unit.statement = Some(statement);
                match opener.as_str() {
                    "begin" => open.push((unit, std::mem::take(&mut units))),
                    "end" if !open.is_empty() => {
                        if let Some((mut begin, before)) = open.pop() {
                            let inner = std::mem::replace(&mut units, before);
                            begin.block = Some(Block { units: inner, end: Box::new(unit) });
                            units.push(begin);
                        }
                    }
                    _ => units.push(unit),
                }
            }
        }
    }
    if !next.comments.is_empty() {
        units.push(next);
    }
    while let Some((begin, before)) = open.pop() {
        let inner = std::mem::replace(&mut units, before);
        units.push(begin);
        units.extend(inner);
    }
    units
}

/// Statements with the lines that go on with them.
fn lines_of(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    // Comments belong to a statement if a line that goes on with it follows.
    let mut waiting: Vec<String> = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        let content = line.trim_start_matches(is_blank);
        if content.is_empty() {
            lines.extend(waiting.drain(..).map(Line::Comment));
            lines.push(Line::Blank);
        } else if is_comment(content) {
            waiting.push(content.trim_end().to_owned());
        } else if let (true, Some(Line::Statement(statement))) = (line.starts_with(is_blank), lines.last_mut()) {
            for comment in waiting.drain(..) {
                statement.push_str("  ");
                statement.push_str(&comment);
                statement.push('\n');
            }
            statement.push_str(line);
            statement.push('\n');
        } else {
            lines.extend(waiting.drain(..).map(Line::Comment));
            lines.push(Line::Statement(format!("{line}\n")));
        }
    }
    lines.extend(waiting.drain(..).map(Line::Comment));
    lines
}

#[cfg(test)]
mod tests {
    use super::{text_of, units_of};

    #[test]
    fn a_text_is_its_units() {
        let text = "# head\n\n# one\nsource s\nentity person a \"A\"\n  # why\n  also \"B\" # so\n\n\
                    begin @s\n# in\na born 1970\n\n# last\nend\n\n# tail\n";
        let units = units_of(text);
        assert_eq!(text_of(&units), text);
        let about: Vec<String> = units.iter().map(super::Unit::about).collect();
        assert_eq!(about, ["# head", "source s", "entity a", "begin @s", "# tail"]);
        assert_eq!(units[2].all_comments(), ["# why", "# so"]);
        assert_eq!(units[3].deep_comments(), ["# in", "# last"]);
    }
}
