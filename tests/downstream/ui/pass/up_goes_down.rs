use chancery::Id;
use chancery::diplomacy::{Agent, Person, State};

fn up(pakistan: Id<State>) -> Id<Agent> {
    pakistan.up()
}

fn down(somebody: Id<Person>) -> Id<Person> {
    somebody.up()
}

fn main() {
    let _ = (up, down);
}
