use chancery::diplomacy::{AmbassadorOf, Person, State};
use chancery::{Id, fact};

fn draft(kistafin: Id<Person>, pakistan: Id<State>, kazakhstan: Id<State>) {
    let _ = (kistafin, pakistan);
    let _ = fact(pakistan, AmbassadorOf, kazakhstan);
}

fn main() {
    let _ = draft;
}
