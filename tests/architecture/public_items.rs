//! The list of public items. Guards against a change of what users see that nobody sees: `public_items.txt` is compared with
//! the source, so that a difference is in every review. `CHANCERY_BLESS=1 cargo test -p architecture` writes it anew.

use std::{env, fs, path::Path};

use crate::{items::public_items, layers::sources, source::File};

const HEADER: &str = "\
# Every public item of chancery, with its signature, and in brackets the features that it needs.
# `CHANCERY_BLESS=1 cargo test -p architecture` writes this file. Items that a macro declares are listed as its input names
# them; their methods are not listed.
";

#[test]
fn the_list_is_that_of_the_source() {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/public_items.txt"));
    let items = public_items(&sources());
    assert!(items.len() > 500, "only {} items are found", items.len());
    let list = format!("{HEADER}{}\n", items.join("\n"));
    if env::var_os("CHANCERY_BLESS").is_some_and(|value| value == "1") {
        fs::write(path, &list).unwrap();
    }
    let listed = fs::read_to_string(path).unwrap_or_default();
    let (listed, list): (Vec<_>, Vec<_>) = (listed.lines().collect(), list.lines().collect());
    let gone = listed.iter().filter(|line| !list.contains(line)).map(|line| format!("- {line}"));
    let new = list.iter().filter(|line| !listed.contains(line)).map(|line| format!("+ {line}"));
    let changes: Vec<_> = gone.chain(new).collect();
    assert!(
        changes.is_empty() && listed == list,
        "\n{}\nif this is meant, CHANCERY_BLESS=1 writes {} anew",
        changes.join("\n"),
        path.display()
    );
}

#[test]
fn items_are_found_where_they_are_public() {
    let file = |name: &str, text: &str| File::new(name.to_owned(), text.to_owned());
    let files = [
        file("lib.rs", "pub mod a; mod b; pub use b::{Shown, inner::deep as renamed, made}; pub use elsewhere;"),
        file(
            "a.rs",
            "pub use crate::b::Shown; pub(crate) struct Private; pub fn f<'x, T: Into<u8>>(x: &'x mut T, y: [u8; 2]) -> Result<(), E> {}
             impl Private { pub fn lost(&self) {} } #[doc(hidden)] pub fn hidden() {}
             #[cfg(feature = \"csv\")] pub fn table() {} pub struct Odd; struct_maker! {}",
        ),
        file(
            "b.rs",
            "pub mod inner { pub fn deep() {} pub fn unreachable() {} }
             #[derive(Clone, Debug)] #[non_exhaustive] pub struct Shown<T> { pub field: T, lost: u8 }
             impl<T> Shown<T> { pub fn method(&self) -> Option<&T> { None } fn lost(&self) {} }
             impl Shown<u8> { pub fn narrow(self) {} }
             impl<T> From<T> for Shown<T> { fn from(t: T) -> Self { loop {} } }
             #[cfg(test)] impl Shown<u8> { pub fn tested(self) {} }",
        ),
    ];
    assert_eq!(
        public_items(&files),
        [
            "struct chancery::Shown<T>  (non-exhaustive)",
            "field chancery::Shown::field: T",
            "fn chancery::Shown::method(&self) -> Option<&T>",
            "fn chancery::Shown::narrow(self) in impl Shown<u8>",
            "chancery::Shown: derive(Clone, Debug)",
            "chancery::Shown: impl<T> From<T> for Shown<T>",
            "mod chancery::a",
            "struct chancery::a::Odd",
            "use chancery::Shown as chancery::a::Shown",
            "fn chancery::a::f<'x, T: Into<u8>>(x: &'x mut T, y: [u8; 2]) -> Result<(), E>",
            "fn chancery::a::table()  [feature = \"csv\"]",
            "use elsewhere as chancery::elsewhere",
            "(declared by a macro) chancery::made",
            "fn chancery::renamed()",
        ]
    );
}
