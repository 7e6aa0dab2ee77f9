use chancery::{Error, View, diplomacy::Visits};

fn asked(view: &View<'_>) -> Result<usize, Error> {
    view.facts(Visits).to("pakistan").count()
}

fn main() {
    let _ = asked;
}
