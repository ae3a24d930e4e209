//! Making and changing products.

use cobro_documents::Language;
use cobro_domain::{quantity::QuantityError, tax::TaxMode, unit::Unit};
use cobro_till::{
    catalogue::{ProductError, ProductForm},
    typed::TypedError,
};

use super::{Shop, form};

#[test]
fn a_product_is_kept_as_it_was_typed() {
    let shop = Shop::new();
    let typed = ProductForm {
        barcodes: vec![" 7501055363057\r\n".to_owned(), "20".to_owned(), "20".to_owned()],
        added: true,
        tax: "iva-8".to_owned(),
        cost: "12,5".to_owned(),
        unit: "kg".to_owned(),
        category: "  Quesos ".to_owned(),
        favourite: true,
        ..form("Queso  Oaxaca", "Q-1", "189.90")
    };
    let id = shop.till.save_product(&typed).unwrap();
    let product = shop.product(id);
    assert_eq!((product.name.as_str(), product.category.as_str()), ("Queso Oaxaca", "Quesos"));
    assert_eq!(product.barcodes, ["7501055363057", "20"]);
    assert_eq!(product.price.unwrap().minor(), 18_990);
    assert_eq!(product.cost.unwrap().minor(), 1_250);
    assert_eq!((product.mode, product.unit), (TaxMode::Added, Unit::Kilogram));
    assert!(product.favourite && product.active);
}

#[test]
fn a_decimal_comma_in_a_price_never_multiplies_it_by_a_hundred() {
    for language in [Language::EsMx, Language::EnUs, Language::UkUa] {
        let shop = Shop::new();
        shop.till.set_language(language).unwrap();
        for text in ["58,99", "58.99"] {
            let id = shop.save("Pan", "", text);
            assert_eq!(shop.product(id).price.unwrap().minor(), 5_899, "{text} {language:?}");
        }
        let refused = shop.till.save_product(&form("Pan", "", "58,999.5.1"));
        assert!(matches!(refused, Err(ProductError::Price(_))));
    }
}

#[test]
fn two_products_that_are_sold_never_share_a_code() {
    let shop = Shop::new();
    let first = ProductForm { barcodes: vec!["750100".to_owned()], ..form("Agua", "A-1", "10") };
    let first = shop.till.save_product(&first).unwrap();
    let other = |code: &str, barcode: &str| {
        let barcodes = vec![barcode.to_owned()];
        shop.till.save_product(&ProductForm { barcodes, ..form("Vino", code, "90") })
    };
    for (code, barcode, shared) in
        [("A-1", "1", "A-1"), ("V-1", "A-1", "A-1"), ("750100", "2", "750100")]
    {
        match other(code, barcode) {
            Err(ProductError::Taken { code, name }) => {
                assert_eq!((code.as_str(), name.as_str()), (shared, "Agua"));
            }
            outcome => unreachable!("{code} {barcode}: {outcome:?}"),
        }
    }
    // What is not sold any more holds no code, and gets its own back only while it is free.
    shop.till.set_product_active(first, false).unwrap();
    other("V-1", "750100").unwrap();
    let back = shop.till.set_product_active(first, true);
    assert!(matches!(back, Err(ProductError::Taken { .. })), "{back:?}");
    assert!(!shop.product(first).active);
}

#[test]
fn a_product_without_a_code_gets_one_that_nobody_has() {
    let shop = Shop::new();
    let ids: Vec<_> = (0..3).map(|_| shop.save("Pan", "", "5")).collect();
    let mut codes: Vec<_> = ids.iter().map(|id| shop.product(*id).code).collect();
    assert!(codes.iter().all(|code| !code.is_empty()), "{codes:?}");
    codes.dedup();
    assert_eq!(codes.len(), 3, "{codes:?}");
}

#[test]
fn what_does_not_fit_is_refused_and_nothing_is_changed() {
    let shop = Shop::new();
    let id = shop.save("Pan", "P-1", "5");
    let before = shop.product(id);
    let known = ProductForm { id: Some(id), ..form("Pan", "P-1", "5") };
    let many = (0..21).map(|n| n.to_string()).collect();
    let cases = [
        ProductForm { name: "  ".to_owned(), ..known.clone() },
        ProductForm { code: "x".repeat(65), ..known.clone() },
        ProductForm { barcodes: many, ..known.clone() },
        ProductForm { price: "5x".to_owned(), ..known.clone() },
        ProductForm { cost: "-1".to_owned(), ..known.clone() },
        ProductForm { tax: "iva-17".to_owned(), ..known.clone() },
        ProductForm { tax: "own".to_owned(), ..known.clone() },
        ProductForm { unit: "bushel".to_owned(), ..known.clone() },
    ];
    for form in cases {
        assert!(shop.till.save_product(&form).is_err(), "{form:?}");
        assert_eq!(shop.product(id), before, "{form:?}");
    }
}

#[test]
fn half_a_piece_is_not_sold_and_half_a_kilo_is() {
    let shop = Shop::new();
    let piece = shop.save("Pan", "P-1", "5");
    let refused = shop.till.add_product(piece, "0,5");
    assert!(
        matches!(refused, Err(TypedError::Quantity(QuantityError::WholeOnly { .. }))),
        "{refused:?}"
    );
    shop.till.add_product(piece, "2").unwrap();
    assert!(shop.till.set_quantity(0, "1.5").is_err());
    let kilo = ProductForm { unit: "kg".to_owned(), ..form("Queso", "Q-1", "200") };
    let kilo = shop.till.save_product(&kilo).unwrap();
    let typed = shop.till.add_product(kilo, "0,250").unwrap();
    assert_eq!(typed.priced().unwrap().total.minor(), 6_000);
    shop.till.set_quantity(1, "0.5").unwrap();
}

#[test]
fn a_price_change_never_reprices_a_held_ticket() {
    let mut shop = Shop::new();
    let id = shop.save("Pan", "P-1", "5");
    shop.till.add_product(id, "3").unwrap();
    shop.till.hold_ticket("María").unwrap();
    let dearer = ProductForm { id: Some(id), ..form("Pan dulce", "P-1", "9") };
    shop.till.save_product(&dearer).unwrap();
    shop.till.set_product_active(id, false).unwrap();
    shop.reopen();
    let held = shop.till.held_tickets().unwrap();
    let recalled = shop.till.recall_ticket(held[0].id).unwrap();
    let line = &recalled.ticket.lines[0];
    assert_eq!((line.name.as_str(), line.price.minor()), ("Pan", 500));
    assert_eq!(recalled.priced().unwrap().total.minor(), 1_500);
}

#[test]
fn saving_what_is_there_already_writes_no_fact() {
    let shop = Shop::new();
    let id = shop.save("Pan", "P-1", "5");
    let facts = || {
        let reader = cobro_ledger::Reader::open(shop.till.path()).unwrap();
        reader
            .conn()
            .query_row("SELECT count(*) FROM facts", [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    let before = facts();
    shop.till.save_product(&ProductForm { id: Some(id), ..form("Pan", "P-1", "5.00") }).unwrap();
    shop.till.set_product_active(id, true).unwrap();
    assert_eq!(facts(), before);
}
