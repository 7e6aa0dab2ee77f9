use chancery::diplomacy::{AccreditedTo, AmbassadorOf, Person, State, Visits};
use chancery::{Id, fact};

fn draft(kistafin: Id<Person>, pakistan: Id<State>) {
    let _ = (AmbassadorOf, Visits);
    let _ = fact(kistafin, Visits, pakistan).with(AccreditedTo, pakistan);
}

fn main() {
    let _ = draft;
}
