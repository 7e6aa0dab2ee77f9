//! Texts from users and files, printed safely: on one line, with an escape for each character that cannot be seen.
//!
//! A name, a key or a quote may contain a line break, a terminal control code, or a character that reverses the direction
//! of the text after it. Printed raw, it could pass for a row, a sentence or an error of this crate. So all output for people
//! prints such texts through this module, and no other code decides what is escaped.

mod drawn;

use std::{
    borrow::Cow,
    fmt::{self, Write},
};

pub(crate) use drawn::{columns, sign};
use unicode_normalization::char::is_combining_mark;

/// How many combining marks are shown on one character. The highest stacks of a living script have eight, in Tibetan; more
/// would be drawn over the lines above and below.
const MARKS: u8 = 8;
/// How much of a text an error repeats, in characters.
const LONGEST: usize = 80;
/// How long the message of an error may be, whatever lists it has, in characters.
pub(super) const MESSAGE: usize = 4000;
/// How long the message of another parser may be within that, and the place of an error.
pub(crate) const PART: usize = 400;

/// Whether a character has no width: it shows nothing, or says only how its neighbours are shown.
///
/// These are Unicode's characters that fonts may leave out (`Default_Ignorable_Code_Point`), the marks that annotate
/// texts, and the controls of shorthand and of music.
pub(crate) const fn is_invisible(c: char) -> bool {
    is_shaping(c)
        || matches!(
            c,
            '\u{AD}'
                | '\u{34F}'
                | '\u{61C}'
                | '\u{115F}'
                | '\u{1160}'
                | '\u{17B4}'
                | '\u{17B5}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{3164}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFFB}'
                | '\u{1BCA0}'..='\u{1BCA3}'
                | '\u{1D173}'..='\u{1D17A}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// Whether a character is always shown as an escape: it is invisible, breaks the line, changes the direction of the text
/// around it, or controls a terminal. So are private-use characters, which look different in each font, and code points that
/// are not characters.
pub(crate) fn is_hidden(c: char) -> bool {
    let number = u32::from(c);
    c.is_control()
        || !c.is_ascii()
            && (matches!(
                c,
                '\u{2028}' | '\u{2029}' | '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{F0000}'..
            ) || number & 0xFFFE == 0xFFFE
                || is_invisible(c) && !is_shaping(c))
}

/// Whether an invisible character has a use beside some neighbours: joiners and selectors.
const fn is_shaping(c: char) -> bool {
    matches!(c, '\u{180B}'..='\u{180F}' | '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether a joiner or selector does something where it stands.
///
/// Persian, Hindi and Mongolian are misspelt without joiners, some Japanese names are written with selectors, and emoji
/// consist of both. Anywhere else they would only make two texts look equal.
fn shapes(before: char, c: char, next: Option<char>) -> bool {
    let next_is = |is: fn(char) -> bool| next.is_some_and(is);
    match c {
        // In India they may also end a word.
        '\u{200C}' | '\u{200D}' if matches!(before, '\u{900}'..='\u{DFF}') => true,
        '\u{200C}' => joins(before) && next_is(joins),
        '\u{200D}' => joins(before) && next_is(joins) || is_picture(before) && next_is(is_picture),
        '\u{FE00}'..='\u{FE0F}' => match before {
            // A key of a telephone.
            '0'..='9' | '#' | '*' => next == Some('\u{20E3}'),
            _ => before != '\u{FE0F}' && is_picture(before) || is_ideograph(before),
        },
        '\u{E0100}'..='\u{E01EF}' => is_ideograph(before),
        _ => matches!(before, '\u{1820}'..='\u{18AA}'),
    }
}

/// Whether letters of the script of this character join, so that a joiner or its contrary changes them: from Arabic to
/// Mandaic, from Devanagari to Myanmar, Khmer, Mongolian, and forms of Arabic.
const fn joins(c: char) -> bool {
    matches!(
        c,
        '\u{620}'..='\u{6FF}'
            | '\u{70F}'..='\u{8FF}'
            | '\u{900}'..='\u{109F}'
            | '\u{1780}'..='\u{17FF}'
            | '\u{1820}'..='\u{18AA}'
            | '\u{FB50}'..='\u{FDCF}'
            | '\u{FDF0}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFC}'
    ) && !is_invisible(c)
}

/// Whether a character may be part of an emoji.
const fn is_picture(c: char) -> bool {
    matches!(
        c,
        '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2100}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}' | '\u{3297}'
            | '\u{3299}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}'
    )
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

/// A scan of a text that says of each character whether it is shown as it is.
#[derive(Default)]
struct Scan {
    /// The character before, unless it was hidden.
    before: Option<char>,
    marks: u8,
}

impl Scan {
    fn is_shown(&mut self, c: char, next: Option<char>) -> bool {
        let seen = if is_shaping(c) {
            self.before.is_some_and(|before| shapes(before, c, next))
        } else if !c.is_ascii() && is_combining_mark(c) && !is_hidden(c) {
            self.marks = self.marks.saturating_add(1);
            // At the beginning it would stand on the quotation mark before the text.
            self.before.is_some() && self.marks <= MARKS
        } else {
            self.marks = 0;
            !is_hidden(c)
        };
        self.before = seen.then_some(c);
        seen
    }
}

/// Each character of a text, and whether it is shown as it is.
pub(crate) fn each(text: &str) -> impl Iterator<Item = (char, bool)> {
    let (mut scan, mut characters) = (Scan::default(), text.chars().peekable());
    std::iter::from_fn(move || {
        let c = characters.next()?;
        Some((c, scan.is_shown(c, characters.peek().copied())))
    })
}

/// Whether a text is shown as it is.
pub(crate) fn is_seen(text: &str) -> bool {
    text.bytes().all(|b| (b' '..0x7F).contains(&b)) || { each(text).all(|(_, seen)| seen) }
}

/// A text without the characters that would be shown as escapes.
pub(crate) fn seen(text: &str) -> Cow<'_, str> {
    if is_seen(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(each(text).filter_map(|(c, seen)| seen.then_some(c)).collect())
    }
}

/// The escape of a character: `\n`, `\t`, `\r`, or its number, as in `\u{202e}`.
pub(crate) fn escape(c: char, out: &mut impl Write) -> fmt::Result {
    match c {
        '\n' => out.write_str("\\n"),
        '\t' => out.write_str("\\t"),
        '\r' => out.write_str("\\r"),
        c => write!(out, "\\u{{{:x}}}", u32::from(c)),
    }
}

/// Writes a text with escapes, and with a backslash before each of the marks.
fn write(text: &str, marks: &[char], out: &mut impl Write) -> fmt::Result {
    each(text).try_for_each(|(c, seen)| {
        if !seen {
            return escape(c, out);
        }
        if marks.contains(&c) {
            out.write_char('\\')?;
        }
        out.write_char(c)
    })
}

/// A text of others within a line that a person reads. Its `Display` is the text, with an escape, such as `\n` or
/// `\u{202e}`, for each character that is invisible, breaks the line, changes its direction or controls a terminal. The
/// types of this crate print so already.
///
/// ```
/// use chancery::error::Shown;
///
/// assert_eq!(Shown("Ann\u{1b}[2J\nBob").to_string(), r"Ann\u{1b}[2J\nBob");
/// assert_eq!(Shown("Қазақстан").to_string(), "Қазақстан");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a>(pub &'a str);

impl Shown<'_> {
    /// About how many columns the printed text takes on a terminal.
    ///
    /// ```
    /// use chancery::error::Shown;
    ///
    /// assert_eq!((Shown("Ann").columns(), Shown("한국").columns(), Shown("\t").columns()), (3, 4, 2));
    /// ```
    #[must_use]
    pub fn columns(&self) -> usize {
        self.to_string().chars().map(columns).sum()
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_seen(self.0) { f.write_str(self.0) } else { write(self.0, &[], f) }
    }
}

/// A text of this crate in which texts of others may stand, as [`Shown`].
pub(crate) fn shown(text: impl fmt::Display) -> String {
    let text = text.to_string();
    if is_seen(&text) { text } else { Shown(&text).to_string() }
}

/// A text with a blank for each run of white space that has a line break, for a sentence or a paragraph.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    let breaks = |c: char| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if !text.contains(breaks) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(char::is_whitespace) {
        let (before, from_space) = rest.split_at(at);
        let after = from_space.trim_start();
        let (space, _) = from_space.split_at(from_space.len() - after.len());
        line.push_str(before);
        line.push_str(if space.contains(breaks) { " " } else { space });
        rest = after;
    }
    Cow::Owned(line + rest)
}

/// A text of others that an error repeats between backticks: with escapes, also for backticks, and shortened where it is
/// long.
pub(crate) const fn as_found(text: &str) -> Found<'_> {
    Found(text)
}

pub(crate) struct Found<'a>(&'a str);

impl fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (head, more) = head(self.0);
        write(head, &['\\', '`'], f)?;
        more.map_or(Ok(()), |more| write!(f, "{more}"))
    }
}

/// A message in which texts of others may stand, also whole: with escapes, and without its middle where it has more
/// characters than this.
pub(crate) fn message(text: impl fmt::Display, most: usize) -> String {
    let text = text.to_string();
    let count = if text.len() <= most { 0 } else { text.chars().count() };
    if count <= most {
        return shown(text);
    }
    let head: String = text.chars().take(most / 2).collect();
    let tail: String = text.chars().skip(count - most / 2).collect();
    format!("{}… ({} more characters) …{}", Shown(&head), count - most / 2 * 2, Shown(&tail))
}

/// As much of a text as an error repeats, and how much more there is.
fn head(text: &str) -> (&str, Option<String>) {
    match text.char_indices().nth(LONGEST).and_then(|(at, _)| text.split_at_checked(at)) {
        None => (text, None),
        Some((head, rest)) => {
            let count = rest.chars().count();
            (head, Some(format!("… ({count} more character{})", if count == 1 { "" } else { "s" })))
        }
    }
}

/// A text between two marks, as the notation writes and reads it. Besides the escapes of what is not seen, a backslash
/// stands before a backslash and before the closing mark.
pub(crate) struct Escaped<'a> {
    text: &'a str,
    open: char,
    close: char,
}

impl<'a> Escaped<'a> {
    /// A text in straight quotes.
    pub(crate) const fn quoted(text: &'a str) -> Self {
        Self { text, open: '"', close: '"' }
    }

    /// A key in backticks.
    pub(crate) const fn key(text: &'a str) -> Self {
        Self { text, open: '`', close: '`' }
    }

    /// An address in angle brackets.
    pub(crate) const fn address(text: &'a str) -> Self {
        Self { text, open: '<', close: '>' }
    }
}

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char(self.open)?;
        write(self.text, &['\\', self.close], f)?;
        f.write_char(self.close)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_between_marks_breaks_the_line_or_turns_it_round() {
        assert_eq!(
            Escaped::quoted("a \"b\" \\ \n\t\r\u{0}\u{202e}“é”").to_string(),
            r#""a \"b\" \\ \n\t\r\u{0}\u{202e}“é”""#
        );
        assert_eq!(Escaped::key("a`\"").to_string(), r#"`a\`"`"#);
        assert_eq!(Escaped::address("https://a/>\\").to_string(), r"<https://a/\>\\>");
    }

    #[test]
    fn what_is_not_seen_is_an_escape() {
        // All controls; what Unicode 17 calls `Default_Ignorable_Code_Point` or `Bidi_Control`; line ends; annotations;
        // private use; noncharacters.
        let blocks = [
            ('\0', '\u{1f}'),
            ('\u{7f}', '\u{9f}'),
            ('\u{ad}', '\u{ad}'),
            ('\u{34f}', '\u{34f}'),
            ('\u{61c}', '\u{61c}'),
            ('\u{115f}', '\u{1160}'),
            ('\u{17b4}', '\u{17b5}'),
            ('\u{180b}', '\u{180f}'),
            ('\u{200b}', '\u{200f}'),
            ('\u{2028}', '\u{202e}'),
            ('\u{2060}', '\u{206f}'),
            ('\u{3164}', '\u{3164}'),
            ('\u{e000}', '\u{e000}'),
            ('\u{f8ff}', '\u{f8ff}'),
            ('\u{fdd0}', '\u{fdef}'),
            ('\u{fe00}', '\u{fe0f}'),
            ('\u{feff}', '\u{feff}'),
            ('\u{ffa0}', '\u{ffa0}'),
            ('\u{fff0}', '\u{fffb}'),
            ('\u{fffe}', '\u{ffff}'),
            ('\u{1bca0}', '\u{1bca3}'),
            ('\u{1d173}', '\u{1d17a}'),
            ('\u{1fffe}', '\u{1ffff}'),
            ('\u{e0000}', '\u{e0fff}'),
            ('\u{f0000}', '\u{f0000}'),
            ('\u{10ffff}', '\u{10ffff}'),
        ];
        for c in blocks.into_iter().flat_map(|(first, last)| first..=last) {
            let text = format!("a{c}b");
            let shown = Shown(&text).to_string();
            assert!(shown.starts_with("a\\") && shown.ends_with('b') && is_seen(&shown), "{c:?}: {shown}");
            assert!(!is_seen(&text));
            assert_eq!(seen(&text), "ab");
        }
        assert_eq!(Shown("Smith\ncertainly: \u{1b}[2J\u{85}").to_string(), r"Smith\ncertainly: \u{1b}[2J\u{85}");
    }

    #[test]
    fn what_scripts_and_emoji_need_stays() {
        for text in [
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "അവന\u{d4d}\u{200d}",
            "ᠪᠠᠭᠠᠷᠢᠨ\u{180e}ᠠ",
            "葛\u{e0100}城",
            "❤\u{fe0f}\u{200d}🔥 👩🏽\u{200d}⚕\u{fe0f} 1\u{fe0f}\u{20e3} ©\u{fe0f}",
            "O’Brien «é e\u{301}» \u{a0}\u{3000}\u{fffd}",
            "ཧ\u{f90}\u{fb5}\u{fa8}\u{fb3}\u{fba}\u{fbc}\u{fbb}\u{f82}",
        ] {
            assert_eq!(Shown(text).to_string(), text);
            assert!(is_seen(text));
        }
    }

    #[test]
    fn joiners_and_selectors_elsewhere_are_escapes() {
        for text in
            ["a\u{200d}b", "a\u{200c}", "\u{200d}🔥", "م\u{200c}\u{200c}ی", "2\u{fe0f}026", "é\u{fe0f}", "a\u{e0100}"]
        {
            assert!(!is_seen(text), "{text:?}");
        }
    }

    #[test]
    fn a_heap_of_marks_is_cut_into_escapes_and_no_mark_stands_on_what_is_before() {
        let shown = Shown(&format!("a{}b", "\u{301}".repeat(10))).to_string();
        assert_eq!(shown, format!("a{}\\u{{301}}\\u{{301}}b", "\u{301}".repeat(8)));
        assert_eq!(Escaped::quoted("\u{338}a").to_string(), r#""\u{338}a""#);
        assert_eq!(Shown("\n\u{338}").to_string(), r"\n\u{338}");
        // A joiner between marks does not begin a new character.
        let joined = "क".to_owned() + &"\u{93e}\u{200d}".repeat(20);
        assert!(!is_seen(&joined));
    }

    #[test]
    fn an_error_repeats_the_head_of_a_long_text() {
        assert_eq!(as_found("a`\\\u{202e}").to_string(), r"a\`\\\u{202e}");
        assert_eq!(as_found(&"é".repeat(81)).to_string(), format!("{}… (1 more character)", "é".repeat(80)));
        let half = "\\n".repeat(300);
        assert_eq!(message("\n".repeat(610), 600), format!("{half}… (10 more characters) …{half}"));
        assert_eq!(message("é".repeat(600), 600), "é".repeat(600));
    }
}
