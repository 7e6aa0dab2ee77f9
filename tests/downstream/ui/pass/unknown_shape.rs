use chancery::diplomacy::Place;

chancery::vocabulary! {
    name: "roads";
    extends: chancery::diplomacy;
    kinds {}
    relations { state JoinedTo "joined-to": Place => Place; }
}

fn main() {
    let _ = schema();
}
