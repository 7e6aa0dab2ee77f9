#![deny(unused_must_use)]
use chancery::fact;

fn main() {
    fact("tokayev", "visits", "pakistan");
}
