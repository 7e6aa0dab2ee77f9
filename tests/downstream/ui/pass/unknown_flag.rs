use chancery::diplomacy::Place;

chancery::vocabulary! {
    name: "roads";
    extends: chancery::diplomacy;
    kinds {}
    relations { state JoinedTo "joined-to": Place => Place [symmetric]; }
}

fn main() {
    let _ = schema();
}
