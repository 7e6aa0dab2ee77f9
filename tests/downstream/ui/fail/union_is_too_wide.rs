use chancery::diplomacy::{Host, Person, State};
use chancery::{Id, fact};

fn draft(somebody: Id<Host>, pakistan: Id<State>) {
    let _ = fact(somebody, chancery::diplomacy::Visits, pakistan);
}

fn main() {
    let _: (Option<Id<Host>>, Option<Id<Person>>) = (None, None);
    let _ = draft;
}
