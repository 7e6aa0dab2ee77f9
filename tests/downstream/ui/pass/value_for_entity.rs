use chancery::diplomacy::{Born, Person, Visits};
use chancery::{Id, date, fact};

fn draft(tokayev: Id<Person>) {
    let _ = (Born, Visits);
    let _ = fact(tokayev, Born, date("1953-05-17"));
}

fn main() {
    let _ = draft;
}
