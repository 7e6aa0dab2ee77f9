use chancery::diplomacy::{Person, Visits};
use chancery::schema::KindTerm;

fn add(kind: impl KindTerm) -> String {
    kind.kind_name().to_owned()
}

fn main() {
    let _ = (Person, Visits);
    add(Visits);
}
