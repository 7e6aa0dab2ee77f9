//! The header of a table: its cells, what parts them, and which table it is of.

use chancery::io::csv::Delimiter;

use super::content::{HEAD, Table, text};

/// The header of a table.
#[derive(Debug, PartialEq)]
pub(crate) struct Header {
    pub(crate) names: Vec<String>,
    pub(crate) delimiter: Delimiter,
    /// Whether it goes on behind the first bytes of the file, so that names are missing.
    pub(crate) is_cut: bool,
}

/// The header of a file that begins with these bytes, if its first row is one of cells.
pub(crate) fn header(head: &[u8]) -> Option<Header> {
    let text = text(head);
    let (row, sep) = first_row(&text)?;
    let all = [('|', Delimiter::Bar), (';', Delimiter::Semicolon), ('\t', Delimiter::Tab), (',', Delimiter::Comma)];
    let possible = all.into_iter().filter(|(sign, _)| sep.is_none_or(|sep| sep == *sign));
    let read = possible.filter_map(|(sign, delimiter)| Some((cells(row, sign)?, delimiter)));
    let ((names, is_whole), delimiter) = read.max_by_key(|((names, _), _)| names.len())?;
    Some(Header { names, delimiter, is_cut: !is_whole && head.len() >= HEAD })
}

/// The text from the first row that is not blank, and the delimiter that the first line names, as in `sep=;`.
fn first_row(text: &str) -> Option<(&str, Option<char>)> {
    let mut rest = text.trim_start_matches('\u{feff}');
    let mut named = None;
    if let Some(after) = rest.strip_prefix("sep=") {
        let line = after.lines().next().unwrap_or_default();
        let mut signs = line.chars();
        if let (Some(sign @ ('|' | ';' | '\t' | ',')), None) = (signs.next(), signs.next()) {
            named = Some(sign);
            rest = after.split_once('\n')?.1;
        }
    }
    let row = rest.trim_start_matches(['\r', '\n']);
    (!row.is_empty()).then_some((row, named))
}

/// The cells of the first row, and whether its end is there. Cells in quotes may have delimiters and ends of lines.
/// `None` if it is not a row, as where a quote stands within a cell.
fn cells(row: &str, delimiter: char) -> Option<(Vec<String>, bool)> {
    let blank = |c: char| c == ' ' || (c == '\t' && delimiter != '\t');
    let mut cells = Vec::new();
    let mut rest = row;
    loop {
        let begun = rest.trim_start_matches(blank);
        if let Some(quoted) = begun.strip_prefix('"') {
            let Some((cell, after)) = in_quotes(quoted) else { return Some((cells, false)) };
            cells.push(cell);
            rest = after.trim_start_matches(blank);
        } else {
            let end = rest.find([delimiter, '\n']).unwrap_or(rest.len());
            let (cell, after) = rest.split_at(end);
            if cell.contains('"') {
                return None;
            }
            cells.push(cell.trim().to_owned());
            rest = after;
        }
        match rest.strip_prefix(delimiter) {
            Some(next) => rest = next,
            None if rest.is_empty() => return Some((cells, false)),
            None => return rest.strip_prefix('\r').unwrap_or(rest).starts_with('\n').then_some((cells, true)),
        }
    }
}

/// The cell behind a quote, with its own quotes undoubled, and the text behind it.
fn in_quotes(text: &str) -> Option<(String, &str)> {
    let mut cell = String::new();
    let mut rest = text;
    loop {
        let (part, after) = rest.split_once('"')?;
        cell.push_str(part);
        let Some(next) = after.strip_prefix('"') else { return Some((cell, after)) };
        cell.push('"');
        rest = next;
    }
}

/// Which table begins with these bytes.
pub(super) fn table(head: &[u8]) -> Option<Table> {
    let text = text(head);
    let (row, _) = first_row(&text)?;
    if is_notation(row.lines().next().unwrap_or_default()) {
        return None;
    }
    let Header { names, .. } = header(head)?;
    let has = |name: &str| names.iter().any(|cell| cell.eq_ignore_ascii_case(name));
    if names.len() < 2 {
        None
    } else if has("subject") && has("object") {
        Some(Table::Facts)
    } else if has("fact") && has("source") && has("stance") {
        Some(Table::Claims)
    } else if has("key") && has("kind") && has("name") {
        Some(Table::Entities)
    } else if has("key") && (has("title") || has("publisher") || has("sha256")) {
        Some(Table::Sources)
    } else {
        None
    }
}

/// Whether a line has a comment of the notation, or begins as a statement does that can be the first of a file. A key
/// has no delimiter in it, as `source name,subject` has.
fn is_notation(line: &str) -> bool {
    let is_statement = STATEMENTS.iter().any(|word| {
        let next = line.strip_prefix(word).and_then(|rest| rest.strip_prefix(' ')).map(str::trim_start);
        next.and_then(|next| next.split_whitespace().next()).is_some_and(|key| !key.contains([',', ';', '|']))
    });
    line.starts_with('#') || line.contains(" # ") || is_statement
}

/// The words that begin a statement and that another word follows.
const STATEMENTS: &[&str] = &[
    "include",
    "kind",
    "role",
    "relation",
    "source",
    "entity",
    "hashes",
    "claim",
    "retract",
    "resolve",
    "merge",
    "keep-apart",
];

#[cfg(test)]
mod tests {
    use super::{Delimiter, HEAD, Header, Table, header, table};

    fn is(text: &str, names: &[&str], delimiter: Delimiter) {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(header(text.as_bytes()), Some(Header { names, delimiter, is_cut: false }), "{text:?}");
    }

    #[test]
    fn a_header_is_read_as_a_row_is() {
        is("a,b\nc,d\n", &["a", "b"], Delimiter::Comma);
        is("a ; b\r\nc,d,e\n", &["a", "b"], Delimiter::Semicolon);
        is("a\t\"b, c, d\"\n", &["a", "b, c, d"], Delimiter::Tab);
        is("\"a;b;c;d\",e\n", &["a;b;c;d", "e"], Delimiter::Comma);
        is("\"say \"\"so\"\"\", \"two\nlines\" ,c", &["say \"so\"", "two\nlines", "c"], Delimiter::Comma);
        is("\u{feff}\n\r\n\na|b\n", &["a", "b"], Delimiter::Bar);
        is("sep=;\r\n\r\na,b;c\n", &["a,b", "c"], Delimiter::Semicolon);
        is("sep=?\na\n", &["sep=?"], Delimiter::Comma);
        is(",\n", &["", ""], Delimiter::Comma);
        for none in ["", "\n\n", "sep=,", "a \"b\",c\n", "\"a\"b,c\n"] {
            assert_eq!(header(none.as_bytes()), None, "{none:?}");
        }
    }

    #[test]
    fn a_header_that_is_longer_than_the_head_is_said_to_be() {
        let long = format!("subject,object,{}", "x,".repeat(HEAD));
        let head = &long.as_bytes()[..HEAD];
        assert!(header(head).is_some_and(|header| header.is_cut));
        assert_eq!(table(head), Some(Table::Facts));
        let open = format!("subject,object,\"{}", "x,".repeat(HEAD));
        assert!(header(&open.as_bytes()[..HEAD]).is_some_and(|header| header.is_cut));
    }

    #[test]
    fn a_text_of_the_notation_is_no_table_whatever_its_words_are() {
        for text in [
            "# legend, fact, source, stance\n",
            "#,subject,object\n",
            "source s title \"x\" text \"a, subject, object, b\"\n",
            "entity person ann \"Ann\" also \"x, subject, object, y\"\n",
            "kind a # x, subject, object, y\n",
            "open # x, subject, object, y\n",
            "ann visits land # x, subject, object, y\n",
            "ann born \"a, subject, object, b\"\n",
            "include \"a, subject, object\"\n",
            "merge a into b, subject, object\n",
        ] {
            assert_eq!(table(text.as_bytes()), None, "{text}");
        }
        for text in [
            "source,subject,object\n",
            "source\tsubject\tobject\n",
            "source name,subject,object\n",
            "end date;subject;object\n",
        ] {
            assert_eq!(table(text.as_bytes()), Some(Table::Facts), "{text}");
        }
    }
}
