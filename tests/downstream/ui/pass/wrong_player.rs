use chancery::diplomacy::{AccreditedTo, AmbassadorOf, Person, State};
use chancery::{Id, fact};

fn draft(kistafin: Id<Person>, pakistan: Id<State>, kazakhstan: Id<State>) {
    let _ = pakistan;
    let _ = fact(kistafin, AmbassadorOf, kazakhstan).with(AccreditedTo, pakistan);
}

fn main() {
    let _ = draft;
}
