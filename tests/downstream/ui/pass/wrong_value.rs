use chancery::diplomacy::{Motto, Organization};
use chancery::{Id, fact, model::Value};

fn draft(institute: Id<Organization>) {
    let _ = fact(institute, Motto, "5");
}

fn main() {
    let _ = Value::from(5);
    let _ = draft;
}
