//! The typed face from outside the crate's own modules: what is under what, across vocabularies, for the compiler and for
//! the schema alike. Guards against the two faces drifting apart.

use chancery::{
    Any, IsA, Kind, Relation, Schema,
    diplomacy::{
        self, Agent, City, Host, Ministry, Organization, Person, Place, Region, ResearchInstitute, State, Venue,
    },
    schema::HasRole,
};

pub(crate) mod press {
    use chancery::diplomacy::{AccreditedTo, Agent, City, Organization, Person, Place, State};

    chancery::vocabulary! {
        name: "press";
        extends: chancery::diplomacy;
        kinds {
            Outlet "outlet": Organization;
            Daily "daily": Outlet;
            Microstate "microstate": State + Outlet;
            Capital "capital": City;
            Speaker "speaker" = Person | State | Outlet;
            Nothing "nothing" = Speaker | Person | State | City;
        }
        relations {
            state OwnedBy "owned-by": Outlet => Agent { required AccreditedTo: Place };
            event Told "told": Speaker => Person;
            event MovedTo "moved-to": Place => Capital;
            event PrintedIn "printed-in": Daily => chancery::diplomacy::Region {
                optional Witness: chancery::Any, optional chancery::diplomacy::Venue: chancery::diplomacy::City,
            };
        }
        roles { Witness "witness"; }
    }
}
use press::{Capital, Daily, Microstate, Nothing, Outlet, Speaker};

fn both<K: IsA<S>, S: Kind>(schema: &Schema) {
    let above = schema.range(S::NAME).unwrap();
    let kind = schema.kind(K::NAME).unwrap();
    match above {
        chancery::schema::Range::Kind(above) => assert!(schema.is_a(kind, above), "{} {}", K::NAME, S::NAME),
        other => assert_eq!(other, chancery::schema::Range::Any),
    }
}

#[test]
fn what_the_compiler_takes_for_granted_the_schema_grants() {
    let schema = diplomacy::schema();
    both::<State, Agent>(&schema);
    both::<State, Place>(&schema);
    both::<State, State>(&schema);
    both::<State, Any>(&schema);
    both::<State, Host>(&schema);
    both::<Ministry, Host>(&schema);
    both::<ResearchInstitute, Host>(&schema);
    both::<City, Host>(&schema);
    let schema = press::schema();
    both::<Daily, Agent>(&schema);
    both::<Daily, Host>(&schema);
    both::<Microstate, Agent>(&schema);
    both::<Microstate, Place>(&schema);
    both::<Microstate, Organization>(&schema);
    both::<Microstate, Host>(&schema);
    both::<Capital, Host>(&schema);
    both::<Person, Speaker>(&schema);
    both::<State, Speaker>(&schema);
    both::<Microstate, Speaker>(&schema);
    both::<Daily, Speaker>(&schema);
    both::<Outlet, Nothing>(&schema);
    both::<City, Nothing>(&schema);
    let is_a = |kind, above| schema.is_a(schema.kind(kind).unwrap(), schema.kind(above).unwrap());
    assert!(!is_a("person", "place") && !is_a("agent", "host") && !is_a("speaker", "person"));
    assert!(!is_a("ministry", "speaker") && is_a("capital", "nothing"));
}

#[test]
fn a_range_or_a_role_is_named_by_its_path() {
    let schema = press::schema();
    let def = schema.relation_def(schema.relation("printed-in").unwrap().id());
    assert_eq!((def.subject.as_str(), def.object.as_str()), ("daily", "region"));
    let roles: Vec<_> = def.roles.iter().map(|role| (role.role.as_str(), role.player.as_str())).collect();
    assert_eq!(roles, [("witness", "any"), ("venue", "city")]);
    fn object_is<R: Relation<Object = Region> + HasRole<Venue, Kind = City>>(_: R) {}
    object_is(press::PrintedIn);
}
