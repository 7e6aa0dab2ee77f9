//! The standard layout of a file.

use super::{
    fault::{Faults, Lines, Placer},
    parse::{Entry, parse},
    print::with_comments,
};

/// Lays a file out in the standard way. A statement is one line if it fits in 100 characters; otherwise its claims, names or
/// attributes go on indented lines of their own. Parts are in the order of the grammar, and blank lines are at most one in a row.
///
/// Comments are kept; a comment within a statement moves before it. A file in the standard layout is returned unchanged. No
/// schema is needed, as only the syntax is read.
///
/// # Errors
/// Every fault of the syntax.
///
/// ```
/// use chancery::notation::format;
///
/// let text = "tokayev   visits pakistan planned on 2026-02 # so far\n\n\n  \nentity  state pakistan \"Pakistan\"";
/// let laid_out = "tokayev visits pakistan on 2026-02 planned # so far\n\nentity state pakistan \"Pakistan\"\n";
/// assert_eq!(format(text)?, laid_out);
/// assert_eq!(format(laid_out)?, laid_out);
/// # Ok::<(), chancery::notation::Faults>(())
/// ```
pub fn format(text: &str) -> Result<String, Faults> {
    let mut flaws = Vec::new();
    let entries = parse(text, &mut flaws);
    if !flaws.is_empty() {
        flaws.sort_by_key(|flaw| (flaw.span.start, flaw.span.end));
        let lines = Lines::of(text);
        let mut placer = Placer::new(None, text, &lines);
        return Err(Faults(flaws.into_iter().map(|flaw| placer.fault(flaw)).collect()));
    }
    let (mut out, mut gap) = (String::with_capacity(text.len()), false);
    for entry in entries {
        if matches!(entry, Entry::Blank) {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) && !out.is_empty() {
            out.push('\n');
        }
        match entry {
            Entry::Blank => {}
            Entry::Comment(span) => {
                out.push_str(text.get(span).unwrap_or_default().trim_end());
                out.push('\n');
            }
            Entry::Statement(statement) => {
                let behind = statement.comments.last().is_some_and(|last| last.end == statement.lines.end);
                let comments = statement.comments.iter().filter_map(|span| text.get(span.clone()));
                let comments: Vec<&str> = comments.map(str::trim_end).collect();
                with_comments(&mut out, &statement.content, &comments, behind);
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn laid_out(text: &str, wanted: &str) {
        assert_eq!(format(text).unwrap(), wanted);
        assert_eq!(format(wanted).unwrap(), wanted, "it is stable");
    }

    #[test]
    fn claims_stand_on_lines_of_their_own_where_one_line_is_too_short() {
        let words = "w".repeat(60);
        laid_out(
            &format!("a visits b @s \"{words}\"\n   said-by c @t"),
            &format!("a visits b @s \"{words}\" said-by c @t\n"),
        );
        laid_out(
            &format!("a visits b on 2026-02-01 @s \"{words}\" said-by c @t disputes @u"),
            &format!("a visits b on 2026-02-01\n  @s \"{words}\"\n  said-by c @t\n  disputes @u\n"),
        );
    }

    #[test]
    fn comments_and_gaps_stay() {
        laid_out("\n\n# one\n\n\n## two\n", "# one\n\n## two\n");
        laid_out("a r b\n  # why\n  @s # because\n# next\nc r d", "# why\n# because\na r b @s\n# next\nc r d\n");
        laid_out("a r b\n  @s # because", "a r b @s # because\n");
        let long = "x".repeat(95);
        laid_out(&format!("a r b # {long}"), &format!("# {long}\na r b\n"));
        laid_out("", "");
        laid_out("#", "#\n");
    }

    #[test]
    fn every_line_is_laid_out() {
        laid_out(
            "source s text \"T\" title \"U\"\nentity k e \"N\" id \"a b\" \"1\" also \"M\" in kk\nretract  ^x\nresolve ^x confirmed  by ^`a b`\ninclude  \"f\"",
            "source s title \"U\" text \"T\"\nentity k e \"N\" id \"a b\" \"1\" also \"M\" in kk\nretract ^x\nresolve ^x confirmed by ^`a b`\ninclude \"f\"\n",
        );
    }

    #[test]
    fn what_cannot_be_read_is_not_laid_out() {
        assert_eq!(format("a r\nb \"").unwrap_err().as_slice().len(), 2);
    }
}
