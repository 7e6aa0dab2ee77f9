//! Checks files of the notation against the vocabulary of diplomacy: `cargo run --example check -- FILES`.
//!
//! Prints every fault with its line and ends with code 1 if there is one. `--text SOURCE=PATH` gives the text of a source
//! of which a file has only the hash.

use std::{env, fs, process::ExitCode};

use chancery::{diplomacy, io::notation::Reader};

const USAGE: &str = "usage: check [--text SOURCE=PATH]... FILES";

fn main() -> ExitCode {
    let mut reader = Reader::new(diplomacy::schema());
    let mut files = Vec::new();
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--text" {
            let Some((source, path)) = arguments
                .next()
                .and_then(|given| given.split_once('=').map(|(source, path)| (source.to_owned(), path.to_owned())))
            else {
                eprintln!("{USAGE}");
                return ExitCode::from(2);
            };
            match fs::read_to_string(&path) {
                Ok(text) => reader = reader.text_of(source, text),
                Err(error) => {
                    eprintln!("{path}: {error}");
                    return ExitCode::from(2);
                }
            }
        } else {
            files.push(argument);
        }
    }
    if files.is_empty() {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    }
    let report = reader.check(&files);
    println!("{report}");
    ExitCode::from(u8::from(!report.is_clean()))
}
