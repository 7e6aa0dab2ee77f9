use chancery::{Error, View};

fn asked<'g>(view: &View<'g>) -> Result<View<'g>, Error> {
    view.on("2026")
}

fn main() {
    let _ = asked;
}
