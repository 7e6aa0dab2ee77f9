//! Ten questions asked of real records of diplomacy, with their answers.
//!
//! `cargo run --example ten_questions` reads the visits of foreign leaders to the United States and the American recognition
//! of states (Office of the Historian), and the events of a year between political actors (ICEWS14), where they lie beside
//! the project (`../shared/data`, or the folder that `CHANCERY_DATA` names). Without them it says so and ends.

#![allow(unreachable_pub, reason = "a test reads the questions too")]

mod questions;
mod records;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = records::folder();
    let (Some(historian), Some(icews)) = (records::historian(&folder)?, records::icews(&folder)?) else {
        println!("no records in {}; set CHANCERY_DATA to where they lie", folder.display());
        return Ok(());
    };
    for (number, (question, answer)) in (1..).zip(questions::all(&historian, &icews)?) {
        println!("{number}. {question}");
        for line in answer.lines() {
            println!("   {line}");
        }
    }
    Ok(())
}
