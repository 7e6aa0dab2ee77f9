use chancery::diplomacy::Visits;
use chancery::{Error, View};

fn asked<'g>(view: &View<'g>) -> Result<View<'g>, Error> {
    let _ = Visits;
    view.of_relations(Some(Visits))
}

fn main() {
    let _ = asked;
}
