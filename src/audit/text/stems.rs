//! Forms of one word brought together, so that `visits` finds *visited* and `led` finds *leads*.

/// Irregular past forms, and their base word.
const PAST: &[(&str, &str)] = &[
    ("met", "meet"),
    ("led", "lead"),
    ("held", "hold"),
    ("sent", "send"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("took", "take"),
    ("taken", "take"),
    ("said", "say"),
    ("told", "tell"),
    ("gave", "give"),
    ("given", "give"),
    ("began", "begin"),
    ("begun", "begin"),
    ("went", "go"),
    ("gone", "go"),
    ("made", "make"),
    ("ran", "run"),
    ("wrote", "write"),
    ("written", "write"),
    ("won", "win"),
    ("paid", "pay"),
    ("came", "come"),
    ("became", "become"),
    ("left", "leave"),
    ("born", "bear"),
    ("opened", "open"),
    ("happened", "happen"),
];

/// Words of relation names that do not say what the relation is about.
const SMALL: &[&str] = &[
    "of", "with", "at", "to", "by", "in", "for", "has", "is", "the", "on", "as", "from", "a", "an", "and", "about",
    "ahead", "also", "known", "part",
];

/// The stem of a folded English word. Crude: words that are not of one family may share it.
pub(crate) fn stem(word: &str) -> String {
    if let Some((_, of)) = PAST.iter().find(|(past, _)| *past == word) {
        return stem(of);
    }
    let mut stem = word.to_owned();
    let cut = |stem: &mut String, endings: &[&str], least: usize| {
        if let Some(ending) =
            endings.iter().find(|ending| stem.len() >= ending.len() + least && stem.ends_with(**ending))
        {
            stem.truncate(stem.len() - ending.len());
            return true;
        }
        false
    };
    if cut(&mut stem, &["ization", "isation", "izing", "ising", "ized", "ised", "izes", "ises", "ize", "ise"], 4) {
        return stem;
    }
    if !stem.ends_with("ss") && cut(&mut stem, &["ies", "ied"], 2) {
        stem.push('y');
        return stem;
    }
    if cut(&mut stem, &["ing", "ed"], 3) || !stem.ends_with("ss") && cut(&mut stem, &["es", "s"], 3) {
        let bytes = stem.as_bytes();
        if let [.., a, b] = bytes
            && a == b
            && !matches!(b, b's' | b'l' | b'e' | b'o' | b'd')
        {
            stem.pop();
        }
    }
    cut(&mut stem, &["e"], 3);
    stem
}

/// Whether a folded word is a verb in the past, or may be.
pub(crate) fn is_past(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ed") || PAST.iter().any(|(past, _)| *past == word)
}

/// The stems of a relation's name that say what it is about.
pub(crate) fn relation_stems(name: &str) -> Vec<String> {
    name.split('-').filter(|word| !SMALL.contains(word)).map(stem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for family in [
            &["visits", "visit", "visited", "visiting"][..],
            &["hosts", "hosted", "host"],
            &["led", "leads", "leading", "lead"],
            &["met", "meets", "meeting"],
            &["recognized", "recognise", "recognizing", "recognises"],
            &["planned", "plan", "plans", "planning"],
            &["signed", "signs", "signing"],
            &["spoke", "speaks", "speaking"],
            &["took", "take", "takes", "taking"],
            &["ratified", "ratifies", "ratify"],
            &["added", "adds", "adding"],
            &["emphasized", "emphasises"],
            &["stresses", "stressed", "stress", "stressing"],
        ] {
            let stems: Vec<_> = family.iter().map(|word| stem(word)).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{stems:?}");
        }
        assert_ne!(stem("host"), stem("hostile"));
        assert_eq!(stem(""), "");
    }

    #[test]
    fn small_words_of_a_relation_tell_nothing() {
        assert_eq!(relation_stems("head-of-state-of"), ["head", "state"].map(stem));
        assert!(relation_stems("ahead-of").is_empty());
        assert!(is_past("hosted") && is_past("met") && !is_past("red") && !is_past("host"));
    }
}
