//! Checks files of the notation: `cargo run --example check -- FILES`. Files that declare no vocabulary of their own are
//! checked against that of diplomacy.
//!
//! Prints every fault with its line and ends with code 1 if there is one. `--text SOURCE=PATH` gives the text of a source
//! of which a file has only the hash; `--format` prints the files as they should be laid out, and writes nothing.

use std::{env, fs, process::ExitCode};

use chancery::{
    diplomacy,
    notation::{self, Reader},
};

const USAGE: &str = "usage: check [--format] [--text SOURCE=PATH]... FILES";

fn main() -> ExitCode {
    let (mut texts, mut files, mut format) = (Vec::new(), Vec::new(), false);
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
                Ok(text) => texts.push((source, text)),
                Err(error) => {
                    eprintln!("{path}: {error}");
                    return ExitCode::from(2);
                }
            }
        } else if argument == "--format" {
            format = true;
        } else {
            files.push(argument);
        }
    }
    if files.is_empty() {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    }
    if format {
        return print_formatted(&files);
    }
    let reader = Reader::with_default_schema(diplomacy::schema());
    let reader = texts.into_iter().fold(reader, |reader, (source, text)| reader.text_of(source, text));
    let report = reader.check(&files);
    println!("{report}");
    ExitCode::from(u8::from(!report.is_clean()))
}

fn print_formatted(files: &[String]) -> ExitCode {
    for file in files {
        let formatted = fs::read_to_string(file)
            .map_err(|error| error.to_string())
            .and_then(|text| notation::format(&text).map_err(|faults| faults.to_string()));
        match formatted {
            Ok(text) => print!("{text}"),
            Err(error) => {
                eprintln!("{file}: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
