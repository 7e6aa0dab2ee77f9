use chancery::diplomacy::{Person, State, Visits};
use chancery::{Id, fact};

fn draft(tokayev: Id<Person>, pakistan: Id<State>) {
    let _ = (Person, Visits);
    let _ = fact(tokayev, Person, pakistan);
}

fn main() {
    let _ = draft;
}
