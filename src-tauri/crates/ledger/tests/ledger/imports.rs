//! Imports: what they bring counts all at once, or never.

use cobro_domain::ids::{ImportId, ProductId};
use cobro_ledger::{
    Connection,
    fact::{Fact, ImportBegun, ImportEnded, ImportOutcome, ImportTidied, ProductChanged},
    views::{
        imports,
        products::{self, Shelf},
    },
};

use crate::{
    goods::{OPENED, bytes},
    shop::{Shop, product},
};

pub(crate) fn import() -> ImportId {
    ImportId::new(OPENED, bytes(600))
}

pub(crate) fn begun() -> Fact {
    Fact::ImportBegun(ImportBegun {
        import: import(),
        file: "lista.csv".to_owned(),
        digest: "5a".repeat(32),
        rows: 2,
        made: 1,
        changed: 1,
    })
}

/// A product as the import brings it.
pub(crate) fn brought(n: u64, name: &str) -> Fact {
    let Fact::ProductChanged(body) = product(n, name, true) else { unreachable!() };
    let (import, price) = (Some(import()), Some(9_900));
    Fact::ProductChanged(ProductChanged { import, price, ..body })
}

pub(crate) fn ended(outcome: ImportOutcome) -> Fact {
    Fact::ImportEnded(ImportEnded { import: import(), outcome })
}

pub(crate) fn tidied(rows: u32) -> Fact {
    Fact::ImportTidied(ImportTidied { import: import(), rows })
}

/// The facts of an import as they were first written; they stand in the golden files.
pub(crate) mod golden {
    use cobro_domain::{
        ids::PriceListId,
        money::Currency,
        tax::{Rate, TaxMode},
        unit::Unit,
    };
    use cobro_ledger::fact::PriceListChanged;

    use super::*;

    fn import() -> ImportId {
        ImportId::new(OPENED, bytes(511))
    }

    pub(crate) fn begun(digest: String) -> Fact {
        let file = "lista de precios.csv".to_owned();
        let (rows, made, changed) = (3, 1, 1);
        Fact::ImportBegun(ImportBegun { import: import(), file, digest, rows, made, changed })
    }

    pub(crate) fn ended(outcome: ImportOutcome) -> Fact {
        Fact::ImportEnded(ImportEnded { import: import(), outcome })
    }

    pub(crate) fn tidied() -> Fact {
        Fact::ImportTidied(ImportTidied { import: import(), rows: 500 })
    }

    /// A product as it was first written.
    pub(crate) fn product() -> ProductChanged {
        ProductChanged {
            product: ProductId::new(OPENED, bytes(40)),
            code: "CAFE-1".to_owned(),
            barcodes: vec!["7501055363057".to_owned(), "20".to_owned()],
            name: "Café".to_owned(),
            price: Some(4_500),
            currency: Currency::Mxn,
            mode: TaxMode::Included,
            taxes: vec![
                ("IVA".to_owned(), Rate::BasisPoints(1_600)),
                ("IEPS".to_owned(), Rate::Exempt),
            ],
            category: "Bebidas".to_owned(),
            favourite: true,
            active: true,
            cost: None,
            unit: Unit::Piece,
            prices: Vec::new(),
            picture: None,
            import: None,
        }
    }

    pub(crate) fn price_list() -> PriceListId {
        PriceListId::new(OPENED, bytes(513))
    }

    /// A list of prices.
    pub(crate) fn list() -> Fact {
        let name = "Mayoreo".to_owned();
        Fact::PriceListChanged(PriceListChanged { list: price_list(), name, active: true })
    }

    /// A product with a price on a list.
    pub(crate) fn priced() -> Fact {
        Fact::ProductChanged(ProductChanged { prices: vec![(price_list(), 3_900)], ..product() })
    }

    /// A product with a picture.
    pub(crate) fn pictured() -> Fact {
        Fact::ProductChanged(ProductChanged { picture: Some("5a".repeat(32)), ..product() })
    }

    /// A product with the values that came later.
    pub(crate) fn measured() -> Fact {
        let (cost, unit, import) = (Some(3_000), Unit::Kilogram, Some(import()));
        Fact::ProductChanged(ProductChanged { cost, unit, import, ..product() })
    }
}

/// Name and price of everything that each way to look finds.
fn seen(conn: &Connection) -> Vec<(String, i64)> {
    let looks = [
        products::search(conn, "te", 10).unwrap(),
        products::page(conn, &Shelf::Sold, None, 10).unwrap().products,
        products::search_page(conn, "te", false, None, 10).unwrap().products,
    ];
    let seen = looks.map(|found| {
        let pairs = found.into_iter().map(|product| (product.name, product.price.unwrap().minor()));
        let mut pairs: Vec<_> = pairs.collect();
        pairs.sort();
        pairs
    });
    let [search, page, found] = seen;
    assert_eq!((&search, &search), (&page, &found));
    for n in [1, 2] {
        let by_id = products::read(conn, ProductId::new(OPENED, bytes(n))).unwrap();
        let by_code = products::by_code(conn, &format!("750{n:010}")).unwrap();
        let expected = by_id.into_iter().collect::<Vec<_>>();
        assert_eq!(by_code, expected, "{n}");
    }
    search
}

fn in_the_middle() -> Shop {
    let mut shop = Shop::new();
    shop.product(1, "Té verde", true);
    for fact in [begun(), brought(1, "Té verde"), brought(2, "Té negro")] {
        shop.append(&fact);
    }
    shop
}

fn rows(shop: &mut Shop) -> i64 {
    let conn = shop.ledger().conn();
    conn.query_row("SELECT count(*) FROM products", [], |row| row.get(0)).unwrap()
}

#[test]
fn nothing_of_an_import_counts_before_its_end_and_all_of_it_from_then_on() {
    let mut shop = in_the_middle();
    assert_eq!(seen(shop.ledger().conn()), [("Té verde".to_owned(), 4_500)]);
    assert!(imports::newest(shop.ledger().conn()).unwrap().is_some_and(|import| !import.ended));
    let after = [("Té negro".to_owned(), 9_900), ("Té verde".to_owned(), 9_900)];
    shop.append(&ended(ImportOutcome::Merged));
    assert_eq!(seen(shop.ledger().conn()), after);
    assert!(imports::newest(shop.ledger().conn()).unwrap().is_some_and(|import| import.untidy));
    shop.append(&tidied(10));
    assert_eq!(seen(shop.ledger().conn()), after);
    assert!(imports::newest(shop.ledger().conn()).unwrap().is_some_and(|import| !import.untidy));
    assert_eq!(rows(&mut shop), 2);
    assert_eq!(shop.reader().check_views(|_| {}).unwrap(), Vec::new());
}

#[test]
fn nothing_of_an_import_that_was_dropped_ever_counts() {
    let mut shop = in_the_middle();
    let before = [("Té verde".to_owned(), 4_500)];
    shop.append(&ended(ImportOutcome::Dropped));
    assert_eq!(seen(shop.ledger().conn()), before);
    // Row by row, as slices may fall.
    while imports::newest(shop.ledger().conn()).unwrap().is_some_and(|import| import.untidy) {
        shop.append(&tidied(1));
        assert_eq!(seen(shop.ledger().conn()), before);
    }
    assert_eq!(rows(&mut shop), 1);
    assert_eq!(shop.reader().check_views(|_| {}).unwrap(), Vec::new());
    shop.product(1, "Té blanco", true);
    assert_eq!(seen(shop.ledger().conn()), [("Té blanco".to_owned(), 4_500)]);
}

#[test]
fn a_rebuild_in_the_middle_of_an_import_shows_nothing_of_it() {
    let mut shop = in_the_middle();
    shop.ledger().rebuild(|_| {}).unwrap();
    assert_eq!(seen(shop.ledger().conn()), [("Té verde".to_owned(), 4_500)]);
    shop.append(&ended(ImportOutcome::Merged));
    assert_eq!(seen(shop.ledger().conn()).len(), 2);
}
