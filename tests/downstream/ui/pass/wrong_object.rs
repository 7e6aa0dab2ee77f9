use chancery::diplomacy::{AmbassadorOf, City, Person, State};
use chancery::{Id, fact};

fn draft(kistafin: Id<Person>, astana: Id<City>, kazakhstan: Id<State>) {
    let _ = (astana, kazakhstan);
    let _ = fact(kistafin, AmbassadorOf, kazakhstan);
}

fn main() {
    let _ = draft;
}
