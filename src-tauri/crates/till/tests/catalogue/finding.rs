//! Finding products, at the counter and in the list.

use cobro_ledger::{Place, views::products::Shelf};
use cobro_till::{catalogue::ProductForm, typed::Scanned};

use super::{Shop, form};

#[test]
fn a_scan_never_picks_a_product_whose_code_only_contains_it() {
    let shop = Shop::new();
    let whole = ProductForm { barcodes: vec!["17501".to_owned()], ..form("Vino", "V-75", "90") };
    shop.till.save_product(&whole).unwrap();
    for code in ["7501", "1750", "175011", "V-7", "v-75"] {
        let (typed, scanned) = shop.till.scan(code).unwrap();
        assert_eq!((scanned, typed.ticket.lines.len()), (Scanned::Unknown, 0), "{code}");
    }
    let exact = ProductForm { barcodes: vec!["7501".to_owned()], ..form("Agua", "A-1", "10") };
    shop.till.save_product(&exact).unwrap();
    let (typed, scanned) = shop.till.scan("7501").unwrap();
    assert_eq!((scanned, typed.ticket.lines[0].name.as_str()), (Scanned::Added, "Agua"));
    assert_eq!(shop.till.scan("V-75").unwrap().1, Scanned::Added);
}

#[test]
fn a_code_that_was_typed_whole_comes_before_what_only_begins_with_it() {
    let shop = Shop::new();
    shop.save("A pan 75", "100", "5");
    shop.save("Zumo", "75", "5");
    shop.save("Agua", "750", "5");
    assert_eq!(shop.found("75"), ["Zumo", "A pan 75", "Agua"]);
}

#[test]
fn products_are_found_by_name_code_bar_code_and_category_without_accents() {
    let shop = Shop::new();
    let tea = ProductForm {
        barcodes: vec!["7501055363057".to_owned()],
        category: "Infusión".to_owned(),
        ..form("Té de jazmín", "TE-9", "45")
    };
    let id = shop.till.save_product(&tea).unwrap();
    for typed in ["jaz", "TÉ", "te-9", "7501055363057", "750105", "infusion", "te 7501"] {
        assert_eq!(shop.found(typed), ["Té de jazmín"], "{typed}");
    }
    for typed in ["azmin", "501055", "Infusiones", ""] {
        assert!(shop.found(typed).is_empty(), "{typed}");
    }
    shop.till.set_product_active(id, false).unwrap();
    assert!(shop.found("jaz").is_empty());
}

#[test]
fn a_list_shows_every_product_once_page_by_page() {
    let shop = Shop::new();
    for n in 0..150 {
        let category = if n % 2 == 0 { "Pan" } else { "" }.to_owned();
        let retired = n % 5 == 0;
        let form = ProductForm { category, retired, ..form(&format!("Ñ {n:03}"), "", "5") };
        shop.till.save_product(&form).unwrap();
    }
    let cases = [
        (Shelf::Sold, "", 120),
        (Shelf::Retired, "", 30),
        (Shelf::Category("Pan".to_owned()), "", 60),
        (Shelf::Sold, "n", 120),
        (Shelf::Retired, "n", 30),
        (Shelf::Sold, "n 14", 8),
    ];
    for (shelf, typed, expected) in cases {
        let mut names = Vec::new();
        let mut after: Option<Place> = None;
        loop {
            let page = shop.till.product_page(&shelf, typed, after.as_ref()).unwrap();
            names.extend(page.products.into_iter().map(|product| product.name));
            after = page.next.and_then(|place| Place::parse(&place.text()));
            if after.is_none() {
                break;
            }
        }
        assert_eq!(names.len(), expected, "{shelf:?} {typed}");
        assert!(names.is_sorted() || !typed.is_empty(), "{shelf:?} {typed}");
        names.sort();
        names.dedup();
        assert_eq!(names.len(), expected, "{shelf:?} {typed}");
    }
}
