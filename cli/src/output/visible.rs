//! Texts of others, without what a person would not see and what a terminal would obey.

use std::fmt::Write;

use chancery::error::Shown;

/// Lines with an escape for each character that is not visible, as `Shown` has them.
pub(crate) fn shown_lines(text: &str) -> String {
    text.split('\n').map(|line| Shown(line).to_string()).collect::<Vec<_>>().join("\n")
}

/// JSON with an escape, such as `\u202e`, for each character that is not visible. It has the same value: outside of its
/// texts, JSON has no such character but line breaks.
pub(crate) fn visible_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for line in json.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        escape(line, &mut out);
        out.push_str(end);
    }
    out
}

fn escape(line: &str, out: &mut String) {
    let shown = Shown(line).to_string();
    if shown == line {
        return out.push_str(line);
    }
    // What is shown has each character of the line, or an escape of it.
    let mut shown = shown.as_str();
    for c in line.chars() {
        if let Some(rest) = shown.strip_prefix(c) {
            shown = rest;
            out.push(c);
            continue;
        }
        let long = format!("\\u{{{:x}}}", u32::from(c));
        let short = c.escape_default().to_string();
        shown = shown.strip_prefix(&long).or_else(|| shown.strip_prefix(&short)).unwrap_or(shown);
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a text does not fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{shown_lines, visible_json};

    #[test]
    fn json_is_visible_and_keeps_its_value() {
        let hostile = "a\u{9b}2J\u{202e}b\u{7f}\u{feff}\u{e0041}\u{f0000}\u{301}\u{200d}c\\u{9b}\u{2028}\"\u{1b}\t Қаз 👩\u{200d}🔬";
        let value = json!({ hostile: [hostile, "plain"], "\u{301}": 1 });
        for json in [value.to_string(), serde_json::to_string_pretty(&value).unwrap_or_default()] {
            let visible = visible_json(&json);
            assert_eq!(serde_json::from_str::<Value>(&visible).ok().as_ref(), Some(&value), "{visible}");
            assert_eq!(shown_lines(&visible), visible);
            assert!(visible.contains("Қаз 👩\u{200d}🔬") && visible.contains(r"\u009b2J\u202eb\u007f"), "{visible}");
            assert!(visible.contains(r"\udb40\udc41"), "{visible}");
        }
    }

    #[test]
    fn lines_stay_lines() {
        assert_eq!(shown_lines("a\u{1b}[2J\nb\n"), "a\\u{1b}[2J\nb\n");
        assert_eq!(visible_json("{}\n{}\n"), "{}\n{}\n");
    }
}
