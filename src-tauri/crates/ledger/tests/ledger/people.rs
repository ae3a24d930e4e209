//! Customers are found as one types, listed in order, and forgotten.

use cobro_domain::{
    customer::{BirthDate, Payer, Person, PostalCode},
    ids::CustomerId,
    money::{Currency, Money},
    name::Name,
    rfc::Rfc,
};
use cobro_ledger::{
    Connection, Place,
    working::customers::{self, Customer},
};

use crate::{
    goods::{OPENED, bytes},
    shop::Shop,
};

fn somebody(n: u64, name: &str) -> Customer {
    let person = Person::named(Name::parse(name).unwrap());
    Customer { id: CustomerId::new(OPENED, bytes(n)), person, salt: bytes(n) }
}

/// Somebody of whom everything is known.
fn known() -> Customer {
    let plain = somebody(1, "Ángela Muñoz Íñiguez");
    let person = Person {
        rfc: Some(Rfc::parse("MUIA800101AB1").unwrap()),
        address: "Av. Juárez 5, Puebla".to_owned(),
        emails: vec!["angela.munoz@correo.example".to_owned(), "pagos@nube.example".to_owned()],
        phone: "+52 (222) 123-4567".to_owned(),
        payer: Payer {
            birth_date: BirthDate::parse("1980-01-01").ok(),
            state: Name::parse("Puebla").ok(),
            postal_code: PostalCode::parse("72000").ok(),
        },
        credit_limit: Some(Money::new(1_000_000, Currency::Mxn)),
        terms_days: 30,
        notes: "Entregas por la puerta de atrás".to_owned(),
        ..plain.person
    };
    Customer { person, ..plain }
}

fn found(conn: &Connection, typed: &str) -> Vec<String> {
    let found = customers::search(conn, typed, 10).unwrap();
    found.into_iter().map(|customer| customer.person.name.as_str().to_owned()).collect()
}

#[test]
fn every_value_is_read_back_and_changes_the_digest() {
    let mut shop = Shop::new();
    let (plain, known) = (somebody(1, "Ángela Muñoz Íñiguez"), known());
    let conn = shop.ledger().conn();
    customers::put(conn, &plain).unwrap();
    assert_eq!(customers::read(conn, plain.id).unwrap(), Some(plain.clone()));
    customers::put(conn, &known).unwrap();
    assert_eq!(customers::read(conn, known.id).unwrap(), Some(known.clone()));
    assert_ne!(plain.digest(), known.digest());
    let swapped = Person {
        address: known.person.phone.clone(),
        phone: known.person.address.clone(),
        ..known.person.clone()
    };
    assert_ne!(Customer { person: swapped, ..known.clone() }.digest(), known.digest());
}

#[test]
fn customers_are_found_by_name_number_address_and_telephone() {
    let mut shop = Shop::new();
    let conn = shop.ledger().conn();
    customers::put(conn, &known()).unwrap();
    customers::put(conn, &somebody(2, "Ana Ángeles")).unwrap();
    customers::put(conn, &somebody(3, "Zoé")).unwrap();
    let (angela, ana) = ("Ángela Muñoz Íñiguez", "Ana Ángeles");
    let cases: [(&str, &[&str]); 15] = [
        ("angel", &[ana, angela]),
        ("ÁNGELA", &[angela]),
        ("mun ang", &[angela]),
        ("muia80", &[angela]),
        ("pagos@nube", &[angela]),
        ("222 123", &[angela]),
        ("2221234567", &[angela]),
        ("+52 222", &[angela]),
        ("(222) 123-45", &[angela]),
        ("123", &[]),
        ("zoe", &["Zoé"]),
        ("a", &[ana, angela]),
        ("Puebla", &[]),
        ("nadie", &[]),
        ("' OR 1", &[]),
    ];
    for (typed, expected) in cases {
        assert_eq!(found(conn, typed), expected, "{typed:?}");
    }
    // What changed is found by what it is now.
    let plain = somebody(1, "Rosa");
    customers::put(conn, &plain).unwrap();
    assert_eq!(found(conn, "rosa"), ["Rosa"]);
    assert!(found(conn, "angela").is_empty() && found(conn, "222").is_empty());
}

#[test]
fn pages_are_in_order_of_names_without_their_accents() {
    let mut shop = Shop::new();
    let conn = shop.ledger().conn();
    let names = ["Zoé", "álvarez", "Ñandú", "Ana", "Ana", "Oscar", "Élmer", "Ганна"];
    for (n, name) in (1..).zip(names) {
        customers::put(conn, &somebody(n, name)).unwrap();
    }
    let (mut listed, mut after) = (Vec::new(), None);
    loop {
        let (page, next) = customers::page(conn, after.as_ref(), 3).unwrap();
        listed.extend(page.into_iter().map(|c| c.person.name.as_str().to_owned()));
        let Some(place) = next else { break };
        after = Place::parse(&place.text());
    }
    assert_eq!(listed, ["álvarez", "Ana", "Ana", "Élmer", "Ñandú", "Oscar", "Zoé", "Ганна"]);
}

#[test]
fn nothing_of_who_was_forgotten_is_left_in_the_file() {
    let mut shop = Shop::new();
    let known = known();
    let others: Vec<_> = (2..200).map(|n| somebody(n, "Somebody Else")).collect();
    let conn = shop.ledger().conn();
    others.iter().take(100).for_each(|other| customers::put(conn, other).unwrap());
    customers::put(conn, &known).unwrap();
    others.iter().skip(100).for_each(|other| customers::put(conn, other).unwrap());
    let traces = ["Muñoz", "munoz", "MUIA800101AB1", "muia800101ab1", "2221234567", "1980-01-01"];
    let left = |shop: &mut Shop| {
        shop.ledger().conn().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        let bytes = std::fs::read(shop.path()).unwrap();
        let holds =
            |trace: &&str| bytes.windows(trace.len()).any(|window| window == trace.as_bytes());
        traces.into_iter().filter(holds).collect::<Vec<_>>()
    };
    assert!(left(&mut shop).len() > 3, "otherwise nothing is looked for");
    customers::forget(shop.ledger().conn(), known.id).unwrap();
    assert_eq!(left(&mut shop), Vec::<&str>::new());
    let conn = shop.ledger().conn();
    assert_eq!(customers::read(conn, known.id).unwrap(), None);
    assert!(found(conn, "angela").is_empty());
    assert_eq!(shop.reader().verify(None).unwrap().faults, Vec::<String>::new());
}
