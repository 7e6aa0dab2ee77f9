use chancery::diplomacy::{Person, State, Visits};
use chancery::{Any, Id, fact};

fn draft(somebody: Id<Person>, pakistan: Id<State>) {
    let _ = fact(somebody, Visits, pakistan);
}

fn main() {
    let _: (Option<Id<Any>>, Option<Id<Person>>) = (None, None);
    let _ = draft;
}
