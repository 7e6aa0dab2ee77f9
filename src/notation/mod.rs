//! The notation: the text form of facts, and of files that people write, with one statement on each line.
//!
//! ```
//! use chancery::{diplomacy, notation};
//!
//! let file = r#"
//! ## The speaker and the source that reports the speech are written separately.
//! source report published 2026-01-24 text "Pakistan, said Kistafin, was among the first. A visit is planned."
//! entity person tokayev "Kassym-Jomart Tokayev" also "Қасым-Жомарт Тоқаев" in kk
//! entity person kistafin "Yerzhan Kistafin"
//! entity state kazakhstan "Kazakhstan" id wikidata "Q232"
//! entity state pakistan "Pakistan"
//!
//! tokayev visits pakistan visit-kind "official" on 2026-02 planned key visit
//!   @report "A visit is planned"
//! pakistan recognized-in-1991? kazakhstan said-by kistafin inferred "he gave no year" @report "among the first"
//! tokayev born 1953-05-17
//! "#;
//! let kg = notation::read(file, diplomacy::schema())?;
//! assert_eq!(kg.fact_count(), 5); // the alias and the identifier are facts too
//!
//! let faults = notation::read("entity stat pakistan \"Pakistan\"", diplomacy::schema()).unwrap_err();
//! assert_eq!(
//!     faults.as_slice()[0].to_string(),
//!     "line 1, column 8: no kind `stat` is declared; did you mean `state`?\n    1 | entity stat pakistan \"Pakistan\"\n      |        ^^^^"
//! );
//! # Ok::<(), notation::Faults>(())
//! ```
//!
//! A [`Fact`](crate::Fact) prints as a line of the notation and is parsed from one. [`read`] and [`Reader`] build a graph
//! from a text or from files, [`check`] lists every fault of files, [`write`](write()) and [`Writer`] turn a dossier into a text,
//! and [`format`](format()) lays a text out in the standard way. A file may declare its own [vocabulary](#vocabularies).
//!
//! # Lines
//! The text is UTF-8. A statement starts at the beginning of a line; a line that starts with a blank continues the statement
//! before it. A comment runs from `#` to the end of the line. The `#` must be the first character of the line or follow a
//! blank, and a blank or the end of the line must follow it; any other `#` outside of marks and words is an error.
//!
//! # Grammar
//! `[x]` is an optional *x*, `{x}` is zero or more of them, and `|` separates alternatives. Blanks separate tokens.
//! ```text
//! file      = { include | open | kind | role-def | relation-def
//!             | source | hashes | entity | fact | claim | block | retract | resolve | merge | apart } ;
//! include   = "include" TEXT ;                         a file beside this one; each file is read once
//! open      = "open" ;                                 unknown kinds, relations and roles are declared on first use
//! kind      = "kind" key { "under" key { key }         the kinds above it
//!             | "union" key { key }                    its members: it has no entities of its own
//!             | "about" TEXT | code } ;                a description
//! code      = "code" tag TEXT ;                        its code in another vocabulary, as `code wikidata "Q5"`
//! role-def  = "role" key { "phrase" TEXT | "about" TEXT } ;   the words before its player in a sentence
//! relation-def = "relation" key ( "event" | "state" | "either" ) "from" range "to" range { role-use
//!             | "inverse" key                          the name from the side of the object
//!             | ( "phrase" | "inverse-phrase" ) TEXT   as `is director of`, `founds/found/founded`, `has {} as director`
//!             | "symmetric" | "transitive" | "functional" | "inverse-functional" | "acyclic" | "acts-for" | "dated"
//!             | "about" TEXT | code } ;
//! role-use  = ( "required" | "optional" | "required-many" | "optional-many" ) key range ;   a role, and what plays it
//! range     = key ;                                    a kind, `text`, `number`, `date`, `url`, `yes-no`, `statement`, `any`
//! source    = "source" key { attribute } ;             each attribute at most once
//! attribute = ( "title" | "publisher" | "licence" | "text" | "text-file" ) TEXT
//!           | "published" DATE | "url" URL | "derives-from" key | "sha256" HASH ;
//! hashes    = "hashes" key place { place } ;           a source, and the hashes of ranges that claims quote
//! entity    = "entity" key key TEXT { more } ;         its kind, its key, its name
//! more      = ( "also" TEXT [ "in" tag ]               an alias and its language, as `kk`
//!             | "id" tag TEXT ) { claimed } ;          an identifier, by its scheme, as `wikidata`
//! fact      = end relation end { role | when | modality | "key" key | claimed } ;
//! claim     = "claim" name claimed { claimed } ;       more claims for an earlier fact
//! block     = "begin" common { fact | claim } "end" ;  `begin` and `end` begin lines of their own
//! common    = { "said-by" key | "inferred" TEXT } [ source-key { quote } ] ;   at least one of them
//! retract   = "retract" name [ TEXT ] ;                why
//! resolve   = "resolve" name outcome "by" name ;       the earlier fact, and the later
//! merge     = "merge" key "into" key [ TEXT ] ;        the duplicate, the entity that stays, and why they are one
//! apart     = "keep-apart" key "from" key [ TEXT ] ;   two entities that are not one, and why
//!
//! relation  = key ;                                    its name, its inverse, or either with a date: `recognized-in-1991?`
//! role      = key ( end | "[" end { end } "]" ) ;      its player, or several where the relation takes them
//! when      = "on" ( DATE | SET ) | ( "on-or-before" | "on-or-after" | "as-of" | "until" ) DATE
//!           | "since" DATE [ "as-of" DATE ]            its start, and a day on which it still held
//!           | "between" SPAN | "unstated" ;
//! modality  = "actual" | "planned" | "cancelled" | "denied" | "hypothetical" ;
//! outcome   = "confirmed" | "postponed" | "cancelled" | "denied" | "refined" | "corrected" ;
//! claimed   = { "said-by" key | "stated" | "inferred" TEXT | "confidence" NUMBER | "supports" | "disputes" }
//!             source-key { quote } ;                   the words for a claim come before its source
//! quote     = ( TEXT [ place ] | place ) [ "nth" NUMBER ] ;   a passage; several if the words do not stand together
//! place     = "[" [ NUMBER ".." NUMBER ] [ HASH ] "]" ;
//! end       = key | NUMBER | DATE | "yes" | "no"       by the range of the relation
//!           | TEXT | URL | name
//!           | "(" ( "number" NUMBER | "date" DATE | "yes-no" ( "yes" | "no" ) ) ")" ;
//! tag       = key | TEXT ;
//!
//! key       = WORD | "`" { character } "`" ;           in backticks if it is a word of the notation
//! name      = "^" key ;                                a fact by its key; `^3` by its place in the file, which counts from 0
//! source-key = "@" key ;
//! TEXT      = '"' { character } '"' ;   URL = "<" { character } ">" ;
//! DATE      = EDTF, levels 0 and 1 ;    SPAN = [ DATE | ".." | SET ] "/" [ DATE | ".." | SET ] ;
//! SET       = "[" DATE ".." DATE "]" | "[.." DATE "]" | "[" DATE "..]" ;
//! HASH      = 64 hexadecimal digits ;   character = any, or \n \t \r \u{e9} \\ and the closing mark behind a backslash ;
//! ```
//! In the line of a kind, a role or a relation, a name that is also a word of such a line is in backticks, except behind the
//! word `code`, and except `event`, `state` and `either`. What the fields of a declaration mean is said at
//! [`KindDef`](crate::schema::KindDef), [`RoleDef`](crate::schema::RoleDef) and [`RelationDef`](crate::schema::RelationDef).
//!
//! The words of the notation are those that begin a statement, those for time and modality, and those that describe a claim.
//! An end without quotes or brackets is a key, unless the range of the relation is a type of value. If a relation takes any
//! node, a number or a date is written with its type.
//!
//! # Vocabularies
//! A file may declare the kinds, roles and relations that its facts use, or include a file that does. So a vocabulary needs no
//! program. It adds to the schema that the reader was given; what that has already may be declared again if it is the same.
//! [`Reader::with_default_schema`] makes a reader whose schema is only for files that declare none.
//! ```
//! use chancery::{Schema, notation};
//!
//! let file = r#"
//! kind party about "Whoever can own something."
//! kind person under party code wikidata "Q5"
//! kind company under party
//! role share phrase "with a share of"
//! relation director-of state from person to company acts-for
//!   inverse has-director phrase "is director of" inverse-phrase "has {} as director"
//! relation founded event from person to company inverse founded-by phrase "founds/found/founded"
//! relation owns state from party to company optional share number phrase "owns/own/owned"
//!
//! entity person ada "Ada Stone"
//! entity company acme "Acme"
//! entity company bolt "Bolt"
//! ada founded acme on 2019
//! ada director-of acme since 2020
//! acme owns bolt share 60 as-of 2026-01-24
//! "#;
//! let kg = notation::read(file, Schema::new())?;
//! let sentence = |relation| kg.view().facts(relation).first().unwrap().unwrap().sentence().to_string();
//! assert_eq!(sentence("has-director"), "Ada Stone is director of Acme (since 2020)");
//! assert!(sentence("owns").contains("with a share of 60"));
//!
//! let faults = notation::read(&file.replace("from person", "from persn"), Schema::new()).unwrap_err();
//! assert_eq!(faults.as_slice().len(), 2); // one for each relation, and none for the facts
//! assert_eq!(faults.as_slice()[0].message(), "no kind `persn` is declared; did you mean `person`?");
//! # Ok::<(), notation::Faults>(())
//! ```
//! The line `open` lets everything that is read together declare what it uses: a kind with none above it, a relation from
//! anything to anything, a role. [`CheckReport::declared`] lists these names, so that a misspelt one is seen. A text that is
//! added to a closed graph does not open it.
//!
//! [`write_vocabulary`] turns a vocabulary into lines, and [`Writer::with_vocabulary`] puts that of a dossier before its facts.
//!
//! # Order
//! Kinds, roles and relations are declared first, each sort in the order of its lines. Sources and entities may be
//! anywhere. Facts are recorded in the order of the lines; an included file takes the place of its `include`. A fact
//! can refer only to facts before it. `^3` counts the facts of its own file from 0, including the aliases and
//! identifiers on lines of entities. Further claims, retractions, resolutions, decisions to keep entities apart, and
//! merges are recorded after all facts. Everything is one transaction: if a file has a fault, nothing is recorded.
//!
//! # Blocks
//! A fact or claim within a block takes from the first line of the block what it does not give itself: the speaker, the
//! reason, and the source with its quote. The first claim of a line may leave out its source; `stated` leaves out the reason of
//! the block. A claim with a source of its own does not take the quote. No other statement may be within a block, and no
//! block.
//! ```
//! use chancery::{diplomacy, dossier::Dossier, notation};
//!
//! let head = r#"
//! source report text "Pakistan was among the first. Oman followed in 1992."
//! entity person kistafin "Yerzhan Kistafin"
//! entity state kazakhstan "Kazakhstan"
//! entity state oman "Oman"
//! entity state pakistan "Pakistan"
//! "#;
//! let block = r#"
//! begin said-by kistafin @report
//! pakistan recognized kazakhstan "among the first"
//! oman recognized kazakhstan on 1992 "followed in 1992"
//! end
//! "#;
//! let spelled = r#"
//! pakistan recognized kazakhstan said-by kistafin @report "among the first"
//! oman recognized kazakhstan on 1992 said-by kistafin @report "followed in 1992"
//! "#;
//! let read = |facts: &str| notation::read(&format!("{head}{facts}"), diplomacy::schema());
//! assert_eq!(Dossier::of(&read(block)?.view()), Dossier::of(&read(spelled)?.view()));
//! # Ok::<(), notation::Faults>(())
//! ```
//!
//! # Quotes
//! A quote is found by its words in the text of the source, so its position need not be written. White space between the words
//! is like any other, so a quote may go on over the line ends of a wrapped text. If the words occur twice, add
//! `nth` or quote more words. If the text must not be in the file, `text-file` names a file with the text, or `sha256` gives its
//! hash. Claims then quote ranges, `hashes` gives the hash of the words at each range, and [`Reader::text_of`] supplies the text
//! to check them. A hash that no claim uses is an error. A place with a hash of its own needs no `hashes`: so the line of a single
//! fact is complete.
//! ```
//! use chancery::{diplomacy, model::Sha256, notation::Reader};
//!
//! let text = "Tokayev, Тоқаев in Kazakh, came.";
//! let file = format!(
//!     "source report sha256 {}\n\
//!      hashes report [9..15 {}]\n\
//!      entity person tokayev \"Kassym-Jomart Tokayev\" also \"Тоқаев\" in kk @report [9..15]\n",
//!     Sha256::of(text),
//!     Sha256::of("Тоқаев"),
//! );
//! let kg = Reader::new(diplomacy::schema()).text_of("report", text).read(&file)?;
//! assert_eq!(kg.claims().next().and_then(|claim| claim.quote()).as_deref(), Some("Тоқаев"));
//! # Ok::<(), chancery::notation::Faults>(())
//! ```
//!
//! # Faults
//! All faults are reported together, each with file, line and column, and with the nearest known word where there is one. If
//! a part of a statement has a fault, its other parts are checked too. What only depends on a faulty part or line, or on a file
//! that could not be read, is not reported. Of kinds that are under themselves, the first 16 circles are reported.
//!
//! Lines between the marks of a conflict of a merge, `<<<<<<<` to `>>>>>>>`, are one fault. They are not read, and what
//! depends on them is not reported until one version is kept. A mark has seven signs or more, and stands at the start of
//! its line, before a blank or the end of the line. [`format`](format()) refuses such a text.
//! ```
//! use chancery::{diplomacy, notation};
//!
//! let file = "entity person tokayev \"Tokayev\"\nentity state pakistan \"Pakistan\"\n\
//!             tokayew visits pakistan on 2026-13 planed said-by kistafin @report";
//! let faults = notation::read(file, diplomacy::schema()).unwrap_err();
//! let words: Vec<String> = faults.iter().map(|fault| fault.message()).collect();
//! assert_eq!(words.len(), 5);
//! assert_eq!(words[0], "no entity has the key `tokayew`; did you mean `tokayev`?");
//! assert!(words[1].contains("`2026-13` is not a valid"));
//! assert!(words[2].contains("did you mean `planned`?"));
//! assert_eq!(words[3], "said-by: no entity has the key `kistafin`");
//! assert_eq!(words[4], "no source has the key `report`");
//! ```
//!
//! # Limits
//! A text is flat: nothing in it can be nested. A file is in memory with the graph that is made of it: 21 times the size of a
//! file that this crate wrote. Each fault takes about a kilobyte, so a file in which each word is one takes 550 times its size.
//!
//! Only this module reads files, and only files that are named. The path of an included file is relative to the file that
//! includes it.

mod file;
pub(crate) mod line;

pub use file::{CheckReport, Fault, Faults, FirstUse, Reader, Writer, check, format, read, write, write_vocabulary};
