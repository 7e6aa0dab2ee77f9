//! What texts of the notation declare, before any of them is read.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The vocabulary and the sources of texts, and of what they include. A fault is left for the reader to find.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The statements that declare a vocabulary, as a text.
    pub(super) vocabulary: String,
    pub(super) is_open: bool,
    /// The keys of sources.
    pub(super) sources: BTreeSet<String>,
    included: BTreeSet<PathBuf>,
}

impl Outline {
    /// Takes a text, and the folder to which its includes are relative.
    pub(super) fn add(&mut self, text: &str, folder: &Path) {
        let mut declares = false;
        for line in text.trim_start_matches('\u{feff}').lines() {
            if line.starts_with([' ', '\t']) {
                if declares {
                    self.take(line);
                }
                continue;
            }
            let mut words = line.split_whitespace();
            let opener = words.next().unwrap_or_default();
            declares = matches!(opener, "open" | "kind" | "role" | "relation");
            if declares {
                self.take(line);
            }
            match opener {
                "open" => self.is_open = true,
                "source" => self.sources.extend(words.next().map(|key| key.trim_matches('`').to_owned())),
                "include" => self.include(line, folder),
                _ => {}
            }
        }
    }

    fn take(&mut self, line: &str) {
        self.vocabulary.push_str(line);
        self.vocabulary.push('\n');
    }

    fn include(&mut self, line: &str, folder: &Path) {
        let Some((_, named)) = line.split_once('"') else { return };
        let path = folder.join(named.split('"').next().unwrap_or_default());
        let Ok(one) = fs::canonicalize(&path) else { return };
        if one.is_file()
            && self.included.insert(one)
            && let Ok(text) = fs::read_to_string(&path)
        {
            self.add(&text, path.parent().unwrap_or(folder));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Outline, Path};

    #[test]
    fn declarations_are_taken_with_the_lines_that_continue_them() {
        let mut outline = Outline::default();
        let text = "\u{feff}kind firm\n  about \"x\"\n# kind no\nentity firm a \"A\"\n  also \"B\"\nsource `open`\n\
                    source s title \"kind\"\nrole part\n";
        outline.add(text, Path::new("."));
        assert_eq!(outline.vocabulary, "kind firm\n  about \"x\"\nrole part\n");
        assert_eq!(outline.sources.iter().map(String::as_str).collect::<Vec<_>>(), ["open", "s"]);
        assert!(!outline.is_open);
    }
}
