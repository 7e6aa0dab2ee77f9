use chancery::diplomacy::{Born, Person, Visits};
use chancery::{Id, date, fact};

fn draft(tokayev: Id<Person>) {
    let _ = (Born, Visits);
    let _ = fact(tokayev, Visits, date("1953-05-17"));
}

fn main() {
    let _ = draft;
}
