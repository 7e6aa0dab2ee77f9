#![deny(unused_must_use)]
use chancery::fact;

fn main() {
    let _ = fact("tokayev", "visits", "pakistan");
}
