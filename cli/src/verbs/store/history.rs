//! What was recorded when.

use std::{fmt::Write, path::Path};

use chancery::{error::Shown, model::TransactionId};
use serde_json::json;

use super::open_to_read;
use crate::{
    arguments::{Inputs, Reading, Target},
    failure::Failure,
    input,
    output::{Outcome, Output, counted, keep_inputs, write_to},
    verbs::convert::write_notation,
};

/// The transactions, the newest first.
pub(super) fn log(output: &Output, store: &Path, most: Option<usize>, edits: bool) -> Result<Outcome, Failure> {
    let store = open_to_read(store)?;
    let kg = store.graph();
    let ids: Vec<TransactionId> = kg.transactions().map(|(id, _)| id).collect();
    let skipped = ids.len() - most.unwrap_or(ids.len()).min(ids.len());
    let (mut rows, mut texts) = (Vec::new(), Vec::new());
    if let Some(first) = ids.get(skipped) {
        for (transaction, list) in kg.history_from(*first) {
            let mut row = json!({
                "at": transaction.at.map(|stamp| stamp.to_string()),
                "by": transaction.by,
                "why": transaction.why,
                "edit_count": list.len(),
            });
            let text = |part: &Option<String>| part.as_deref().map(|part| Shown(part).to_string()).unwrap_or_default();
            let mut line = transaction.at.map_or_else(|| "no stamp".to_owned(), |stamp| stamp.to_string());
            for (word, part) in [("by", text(&transaction.by)), ("why:", text(&transaction.why))] {
                if !part.is_empty() {
                    write!(line, "  {word} {part}").unwrap_or_default();
                }
            }
            writeln!(line, "  ({})", counted(list.len() as u64, "edit")).unwrap_or_default();
            if edits {
                for edit in &list {
                    let edit_text = serde_json::to_string(edit).map_err(std::io::Error::from)?;
                    writeln!(line, "    {edit_text}").unwrap_or_default();
                }
                if let Some(row) = row.as_object_mut() {
                    row.insert("edits".to_owned(), json!(list));
                }
            }
            rows.push(row);
            texts.push(line);
        }
    }
    rows.reverse();
    texts.reverse();
    let mut text = texts.concat();
    if skipped > 0 {
        writeln!(text, "not listed: {}", counted(skipped as u64, "earlier transaction")).unwrap_or_default();
    }
    output.answer(text, &rows)?;
    Ok(Outcome::Fine)
}

/// The record as it was known then.
pub(super) fn as_known(store: &Path, stamp: &str, target: &Target) -> Result<Outcome, Failure> {
    let inputs = Inputs { files: vec![store.to_owned()], reading: Reading::default() };
    keep_inputs(target.output.as_deref(), &inputs)?;
    let store = open_to_read(store)?;
    let then = store.graph().as_known(stamp).map_err(|error| error.at("the stamp"))?;
    write_to(target, |out| write_notation(&input::everything(&then), out))?;
    Ok(Outcome::Fine)
}
