//! What people type, scan and are called; what providers send.

use cobro_domain::{
    charge::ChargeState,
    customer::Person,
    ids::{CustomerId, PaymentId, ProductId},
    money::Currency,
    name::Name,
    time::Timestamp,
};
use cobro_ledger::{
    fact::{Fact, Matter, PaymentReceived, ProductChanged},
    views::{charges, invoices, products},
    working::{
        customers::{self, Customer},
        messages,
    },
};

use crate::{
    goods::{OPENED, bytes, merchant},
    shop::{Shop, product},
};

/// Texts that have broken programs.
fn texts() -> Vec<String> {
    let mut texts: Vec<_> =
        ["", " ", "'", "\"", "\\", "*", "AND", "NEAR(a b)", "a:b", "-", "\u{0}"]
            .map(str::to_owned)
            .to_vec();
    texts.push("Ж".repeat(10_000));
    texts.push("palabra ".repeat(2_000));
    texts.push("\"*".repeat(5_000));
    texts.push("🫓👩‍👩‍👧 e\u{301} \u{202e}evil\u{202c}".to_owned());
    texts
}

#[test]
fn any_name_is_kept_found_and_rebuilt() {
    let mut shop = Shop::new();
    for (n, text) in (50_u64..).zip(texts()) {
        let Fact::ProductChanged(body) = product(n, &text, true) else { unreachable!() };
        let (code, category) = (text.clone(), text.clone());
        let barcodes = vec![text.clone(), text.clone()];
        shop.append(&Fact::ProductChanged(ProductChanged { code, category, barcodes, ..body }));
        let conn = shop.ledger().conn();
        let id = ProductId::new(OPENED, bytes(n));
        assert_eq!(products::read(conn, id).unwrap().unwrap().name, text);
        assert_eq!(products::by_code(conn, &text).unwrap()[0].id, id);
        products::search(conn, &text, 10).unwrap();
        let shelf = products::in_category(conn, &text, 10).unwrap();
        assert_eq!(shelf.len(), 1, "{:?}", text.get(..20));
        let Ok(name) = Name::parse(&text) else { continue };
        let id = CustomerId::new(OPENED, bytes(n));
        let row = Customer { id, person: Person::named(name.clone()), salt: bytes(n) };
        customers::put(conn, &row).unwrap();
        assert_eq!(customers::by_name(conn, name.as_str()).unwrap(), Some(id));
        assert!(customers::search(conn, &text, 100).unwrap().contains(&row), "{text:?}");
    }
    let categories = products::categories(shop.ledger().conn()).unwrap();
    assert_eq!(categories.len(), texts().len() - 1, "nothing is no category");
    assert_eq!(shop.reader().verify(None).unwrap().faults, Vec::<String>::new());
    assert_eq!(shop.reader().check_views(|_| {}).unwrap(), Vec::new());
}

#[test]
fn words_are_found_by_their_beginnings_without_their_accents() {
    let mut shop = Shop::new();
    let names = ["Café de olla", "Cafetera", "Té de jazmín", "Молоко 2,5 %", "Ñandú"];
    (1_u64..).zip(names).for_each(|(n, name)| shop.product(n, name, true));
    let cases: [(&str, &[&str]); 8] = [
        ("cafe", &["Café de olla", "Cafetera"]),
        ("CAFÉ", &["Café de olla", "Cafetera"]),
        ("de", &["Café de olla", "Té de jazmín"]),
        ("jaz té", &["Té de jazmín"]),
        ("моло", &["Молоко 2,5 %"]),
        ("nan", &["Ñandú"]),
        ("olla-café", &["Café de olla"]),
        ("afé", &[]),
    ];
    for (typed, expected) in cases {
        let found = products::search(shop.ledger().conn(), typed, 10).unwrap();
        let found: Vec<_> = found.iter().map(|product| product.name.as_str()).collect();
        assert_eq!(found, expected, "{typed}");
    }
    // A product that is renamed, taken out and brought back is found as it is called now.
    shop.product(2, "Tetera", true);
    shop.product(1, "Café de olla", false);
    shop.product(1, "Café de olla", false);
    let found = |shop: &mut Shop, typed| products::search(shop.ledger().conn(), typed, 10).unwrap();
    assert!(found(&mut shop, "cafe").is_empty());
    shop.product(1, "Café", true);
    assert_eq!(found(&mut shop, "cafe").len(), 1);
    assert_eq!(found(&mut shop, "tet").len(), 1);
    assert_eq!(shop.reader().check_views(|_| {}).unwrap(), Vec::new());
}

#[test]
fn favourites_come_by_name() {
    let mut shop = Shop::new();
    for (n, name) in [(3, "Té"), (6, "Agua"), (9, "Café"), (4, "not a favourite")] {
        shop.product(n, name, true);
    }
    let found = products::favourites(shop.ledger().conn(), 10).unwrap();
    let names: Vec<_> = found.iter().map(|product| product.name.as_str()).collect();
    assert_eq!(names, ["Agua", "Café", "Té"]);
}

#[test]
fn money_of_another_currency_settles_nothing_and_is_not_hidden() {
    let mut shop = Shop::new();
    let invoice = shop.issue(None, &[10_000]);
    let charge = shop.request(invoice, 10_000);
    let entry = vec![(format!("clearing:{}", merchant()), 10_000), ("unapplied".into(), -10_000)];
    shop.append(&Fact::PaymentReceived(PaymentReceived {
        payment: PaymentId::new(OPENED, bytes(9)),
        charge,
        invoice,
        account: merchant(),
        money_in: "1".to_owned(),
        currency: Currency::Usd,
        amount: 10_000,
        allocated: 0,
        late: false,
        mismatch: true,
        postings: entry,
        message: "00".repeat(32),
    }));
    shop.case(charge, invoice, Matter::Mismatch);
    let found = invoices::read(shop.ledger().conn(), invoice).unwrap().unwrap();
    assert_eq!((found.paid.minor(), found.due().unwrap().minor()), (0, 10_000));
    assert_eq!((found.standing.word(), found.flags.mismatch), ("mismatch", true));
    assert_eq!(shop.reader().verify(None).unwrap().faults, Vec::<String>::new());
}

#[test]
fn a_charge_that_is_reported_to_live_again_is_watched_again() {
    let mut shop = Shop::new();
    let invoice = shop.issue(None, &[10_000]);
    let charge = shop.request(invoice, 10_000);
    let live = |shop: &mut Shop| charges::live(shop.ledger().conn()).unwrap().len();
    shop.cancel(charge);
    assert_eq!(live(&mut shop), 0);
    shop.report(charge, None);
    assert_eq!(live(&mut shop), 0, "an unknown word changes nothing");
    shop.report(charge, Some(ChargeState::Pending));
    assert_eq!(live(&mut shop), 1);
    shop.report(charge, Some(ChargeState::Expired));
    assert_eq!(live(&mut shop), 0);
}

#[test]
fn a_payment_is_posted_once_however_often_it_is_reported() {
    let mut shop = Shop::new();
    let invoice = shop.issue(None, &[10_000]);
    let charge = shop.request(invoice, 10_000);
    let payment = |n: u64, money_in: &str| {
        Fact::PaymentReceived(PaymentReceived {
            payment: PaymentId::new(OPENED, bytes(n)),
            charge,
            invoice,
            account: merchant(),
            money_in: money_in.to_owned(),
            currency: Currency::Mxn,
            amount: 10_000,
            allocated: 10_000,
            late: false,
            mismatch: false,
            postings: vec![
                (format!("clearing:{}", merchant()), 10_000),
                ("receivable:walk-in".to_owned(), -10_000),
            ],
            message: "00".repeat(32),
        })
    };
    shop.append(&payment(1, "movement 1"));
    let head = shop.ledger().head().unwrap();
    let again = shop.book(|booking| booking.append(&payment(2, "movement 1")));
    assert!(again.is_err());
    assert_eq!(shop.ledger().head().unwrap(), head);
    shop.append(&payment(3, "movement 2"));
    let found = invoices::read(shop.ledger().conn(), invoice).unwrap().unwrap();
    assert_eq!((found.paid.minor(), found.standing.word()), (20_000, "over"));
}

#[test]
fn old_messages_are_forgotten_a_few_at_a_time() {
    let mut shop = Shop::new();
    let at = |n: i64| Timestamp::from_millis(OPENED.millis() + n);
    shop.book(|booking| {
        let keep = |n: i64| messages::keep(booking.conn(), at(n), n.to_string().as_bytes());
        (0..450).try_for_each(|n| keep(n).map(drop))
    })
    .unwrap();
    let mut forgotten = Vec::new();
    loop {
        let part = shop.book(|booking| messages::prune(booking.conn(), at(400))).unwrap();
        forgotten.push(part);
        if part == 0 {
            break;
        }
    }
    assert_eq!(forgotten, [200, 200, 0]);
    let kept = messages::digest(b"400");
    assert_eq!(messages::read(shop.ledger().conn(), &kept).unwrap().unwrap(), b"400");
}
