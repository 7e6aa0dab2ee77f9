//! Guards against a conflict of a merge that hides among the faults that follow from it, or that is lost.

use chancery::{
    diplomacy,
    model::Sha256,
    notation::{self, Faults, Reader},
};
use proptest::prelude::*;

/// A text with every sort of statement, some on several lines.
fn record() -> String {
    let hash = Sha256::of("one two three");
    format!(
        "kind thing
kind dog under thing
role with-dog phrase \"with\"
relation chases event from dog to dog
  optional with-dog dog
  inverse chased-by
relation doubts event from dog to statement

# the sources
source s title \"T\"
  text \"one two three\"
source t sha256 {hash}
hashes t [0..3 {}]

entity dog rex \"Rex\"
  also \"R\" in kk
  @s \"one\"
entity dog fido \"Fido\"
rex chases fido on 2031 key chase
  said-by fido
  # why
  @s \"two\"
begin said-by rex @s \"one\"
fido chases rex
  with-dog rex
rex chases fido on 2032
  stated @t [0..3]
  @s
end
begin said-by fido
fido chased-by rex on 2033 key later @s
end

rex doubts ^1
rex doubts ^chase
claim ^chase @s \"three\"
retract ^2 \"wrong\"
resolve ^chase refined by ^later
keep-apart rex from fido
",
        Sha256::of("one")
    )
}

fn read(text: &str) -> Result<(), Faults> {
    Reader::with_default_schema(diplomacy::schema()).read(text).map(drop)
}

/// Line and message of each fault.
fn faults(text: &str) -> Vec<(u32, String)> {
    let faults = read(text).err().into_iter().flat_map(|faults| faults.as_slice().to_vec());
    faults.map(|fault| (fault.position().unwrap().line, fault.message())).collect()
}

fn unresolved(first: usize, last: usize) -> (u32, String) {
    let why = "keep one version, and remove the marks";
    (u32::try_from(first).unwrap(), format!("a conflict of a merge is not resolved: lines {first} to {last}; {why}"))
}

#[test]
fn a_conflict_is_one_fault() {
    let head = "source s\nentity person a \"A\"\nentity state n \"N\"\n";
    let text = format!(
        "{head}<<<<<<< ours\na visits n on 2031 key v @s\n||||||| base\n=======\n\
         a visits n on 2032 key v\n>>>>>>> theirs\nretract ^v\nretract ^5 \"x\"\na visits m\n"
    );
    let found = faults(&text);
    assert_eq!(found[0], unresolved(4, 9));
    assert_eq!((found.len(), found[1].0), (2, 12), "{found:?}");
    assert!(found[1].1.contains("no entity has the key `m`"));
    let shown = read(&text).unwrap_err().to_string();
    assert!(shown.contains("\n    4 | <<<<<<< ours\n      | ^^^^^^^\n"), "{shown}");

    let longer = text.replace("<<<<<<<", "<<<<<<<<<").replace(">>>>>>>", ">>>>>>>>>");
    assert_eq!(faults(&longer), found);
    assert_eq!(faults(&text.replace('\n', "\r\n")), found);
    let shorter = text.replace("<<<<<<<", "<<<<<<");
    assert!(!faults(&shorter).contains(&found[0]));
}

#[test]
fn each_mark_that_is_left_is_a_fault() {
    let left =
        |line| (line, "a mark of a conflict of a merge is left; keep one version, and remove the marks".to_owned());
    for mark in ["<<<<<<< ours", "||||||| base", "=======", ">>>>>>> theirs", "<<<<<<<", ">>>>>>>>>>"] {
        assert_eq!(faults(&format!("source s\n{mark}\nsource t\n")), [left(2)], "{mark}");
    }
    assert_eq!(faults("<<<<<<< a\nsource s\n=======\nsource t\n"), [left(1), left(3)]);
    // A mark within a statement is none.
    assert_eq!(faults("source s title \"<<<<<<< ours\"\n# <<<<<<< ours\n  # =======\n"), []);
}

#[test]
fn a_text_with_a_conflict_is_not_laid_out() {
    let text = "source   s\n<<<<<<< ours\nsource   a\n=======\nsource b\n>>>>>>> theirs\n";
    let found = notation::format(text).unwrap_err();
    let found: Vec<_> = found.iter().map(|fault| (fault.position().unwrap().line, fault.message())).collect();
    assert_eq!(found, [unresolved(2, 6)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn nothing_follows_from_a_conflict(
        cuts in prop::collection::vec(0usize..40, 1..4), other in any::<usize>(),
        with_base in any::<bool>(), crlf in any::<bool>(),
    ) {
        let record = record();
        prop_assert_eq!(faults(&record), []);
        let lines: Vec<&str> = record.lines().collect();
        let ends = |cut: usize| [cut, cut + 1 + (other ^ cut) % 6];
        let mut cuts: Vec<usize> = cuts.into_iter().flat_map(ends).collect();
        cuts.sort_unstable();
        let (mut text, mut expected): (Vec<&str>, Vec<_>) = (Vec::new(), Vec::new());
        let mut at = 0;
        for cut in cuts.chunks(2) {
            let (from, to) = (cut[0].max(at).min(lines.len()), cut[1].max(at).min(lines.len()));
            text.extend(&lines[at..from]);
            let (first, ours) = (text.len() + 1, &lines[from..to]);
            text.push("<<<<<<< ours");
            text.extend(ours);
            if with_base {
                text.push("||||||| base");
                text.extend(ours.iter().take(1));
            }
            text.push("=======");
            // Their version lacks some of the lines.
            text.extend(ours.iter().enumerate().filter(|(n, _)| other >> (n % 32) & 1 == 1).map(|(_, line)| line));
            text.push(">>>>>>> theirs");
            expected.push(unresolved(first, text.len()));
            at = to;
        }
        text.extend(&lines[at..]);
        let text = text.join(if crlf { "\r\n" } else { "\n" });
        prop_assert_eq!(faults(&text), expected, "{}", text);
    }
}
