//! Taking a list of products over: all of it or nothing.

use std::{
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use cobro_documents::Language;
use cobro_ledger::{Reader, views::products::Shelf};
use cobro_till::catalogue::{
    ExportFile, ProductError, ProductForm,
    import::{Column, ImportError, Plan, RowProblem, SourceError, Stage},
};

use super::{Shop, form};

const HEADINGS: &str = "code,name,price,barcodes\n";

impl Shop {
    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn columns(&self, path: &Path) -> Vec<Option<Column>> {
        self.till.preview_import(path).unwrap().columns
    }

    fn import(&self, path: &Path) -> Result<Plan, ImportError> {
        let columns = self.columns(path);
        self.till.import_products(path, &columns, &mut |_| ControlFlow::Continue(()))
    }

    fn import_text(&self, text: &str) -> Result<Plan, ImportError> {
        self.import(&self.file("list.csv", text))
    }

    /// Name, price and code of everything that is sold.
    fn sold(&self) -> Vec<(String, i64, String)> {
        let page = self.till.product_page(&Shelf::Sold, "", None).unwrap();
        let tell = |product: cobro_ledger::views::products::Product| {
            (product.name, product.price.map_or(-1, |price| price.minor()), product.code)
        };
        page.products.into_iter().map(tell).collect()
    }

    fn count(&self, what: &str) -> i64 {
        let reader = Reader::open(self.till.path()).unwrap();
        let text = format!("SELECT count(*) FROM {what}");
        reader.conn().query_row(&text, [], |row| row.get(0)).unwrap()
    }

    fn is_tidy(&self) {
        assert_eq!(self.count("staged_products"), 0);
        assert_eq!(self.count("products WHERE until <> 0"), 0);
        let reader = Reader::open(self.till.path()).unwrap();
        assert_eq!(reader.check_views(|_| {}).unwrap(), Vec::new());
    }
}

fn many(count: u32, price: u32) -> String {
    let rows = (0..count).map(|n| format!("C{n:04},Producto {n:04},{price}.50,75{n:08}\n"));
    HEADINGS.to_owned() + &rows.collect::<String>()
}

#[test]
fn an_import_makes_what_is_new_changes_what_is_not_and_leaves_the_rest() {
    let shop = Shop::new();
    shop.save("Pan", "P-1", "5");
    shop.save("Agua", "A-1", "10");
    let text = "code,name,price\nP-1,Pan dulce,6\nA-1,Agua,10\n,Vino,\"1,250.50\"\n";
    let plan = shop.import_text(text).unwrap();
    assert_eq!((plan.rows, plan.made, plan.changed, plan.wrong), (3, 1, 1, 0));
    let sold = shop.sold();
    let named: Vec<_> = sold.iter().map(|(name, price, _)| (name.as_str(), *price)).collect();
    assert_eq!(named, [("Agua", 1_000), ("Pan dulce", 600), ("Vino", 125_050)]);
    shop.is_tidy();
    // One fact for each row that changes, and none when nothing does.
    let facts = "facts WHERE kind = 'product-changed'";
    assert_eq!(shop.count(facts), 4);
    let all = shop.count("facts");
    let code = &sold[2].2;
    shop.import_text(&text.replace(",Vino", &format!("{code},Vino"))).unwrap();
    assert_eq!(shop.count("facts"), all);
}

#[test]
fn one_row_that_does_not_fit_refuses_the_whole_file() {
    let shop = Shop::new();
    let other = ProductForm { barcodes: vec!["750".to_owned()], ..form("Sal", "S-1", "3") };
    shop.till.save_product(&other).unwrap();
    let cases: [(&str, u32, Option<Column>); 10] = [
        ("A,Agua,5x,", 4, Some(Column::Price)),
        ("A,,5,", 4, Some(Column::Name)),
        ("A,Agua,5,750", 4, Some(Column::Code)),
        ("P,Otra vez,5,", 4, Some(Column::Code)),
        ("S-1,Sal,4,\nS-1,Sal,5,", 5, None),
        ("A,Agua,5,1", 4, Some(Column::Code)),
        ("A,Agua,10.005,", 4, Some(Column::Price)),
        ("A,Agua,-5,", 4, Some(Column::Price)),
        ("A,Agua,5,\"a;b;c;d;e;f;g;h;i;j;k;l;m;n;o;p;q;r;s;t;u\"", 4, Some(Column::Barcodes)),
        (&format!("{},Agua,5,", "x".repeat(65)), 4, Some(Column::Code)),
    ];
    for (line, row, column) in cases {
        let text = format!("{HEADINGS}P,Pan,5,1\nV,Vino,90,2\n{line}\n");
        match shop.import_text(&text) {
            Err(ImportError::Rows { plan }) => {
                let found = &plan.troubles[0];
                assert_eq!((found.row, found.problem.column()), (row, column), "{line}");
                assert_eq!(plan.wrong, 1, "{line}");
            }
            outcome => unreachable!("{line}: {outcome:?}"),
        }
        assert_eq!(shop.sold().len(), 1, "{line}");
        assert_eq!(shop.count("facts WHERE kind LIKE 'import%'"), 0, "{line}");
    }
    shop.import_text(&format!("{HEADINGS}P,Pan,5,1\nV,Vino,90,2\n")).unwrap();
    assert_eq!(shop.sold().len(), 3);
}

#[test]
fn two_products_may_swap_their_codes_in_one_file() {
    let shop = Shop::new();
    let ids = [shop.save("Pan", "A", "5"), shop.save("Vino", "B", "90")];
    let text = format!("id,name,code\n{},Pan,B\n{},Vino,A\n", ids[0], ids[1]);
    shop.import_text(&text).unwrap();
    assert_eq!(ids.map(|id| shop.product(id).code), ["B", "A"]);
    let taken = shop.import_text(&format!("id,name,code\n{},Pan,A\n", ids[0]));
    let Err(ImportError::Rows { plan }) = taken else { unreachable!() };
    let problem = &plan.troubles[0].problem;
    assert!(matches!(problem, RowProblem::Product(ProductError::Taken { .. })), "{problem:?}");
}

#[test]
fn a_decimal_comma_in_a_file_never_multiplies_a_price_by_a_hundred() {
    for language in Language::ALL {
        let shop = Shop::new();
        shop.till.set_language(language).unwrap();
        shop.import_text("name;price\nPan;58,99\nVino;$1234,5\n").unwrap();
        let prices: Vec<_> = shop.sold().into_iter().map(|(_, price, _)| price).collect();
        assert_eq!(prices, [5_899, 123_450], "{language:?}");
    }
}

#[test]
fn files_are_read_however_spreadsheets_write_them() {
    let utf16: Vec<u8> =
        "\u{feff}name\tprice\nПиво Ñu\t5\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [(&[u8], Language, &str); 5] = [
        (b"\xef\xbb\xbfname,price\r\nCaf\xc3\xa9,5\r\n", Language::EsMx, "Café"),
        (b"name;price\r\nCaf\xe9 \x80;5\r\n", Language::EsMx, "Café €"),
        (b"name\tprice\n\xcf\xe8\xe2\xee\t5\n", Language::UkUa, "Пиво"),
        (&utf16, Language::EsMx, "Пиво Ñu"),
        (b"name,price\n\"Pan, \"\"dulce\"\"\",5\n\n", Language::EnUs, "Pan, \"dulce\""),
    ];
    for (bytes, language, name) in cases {
        let shop = Shop::new();
        shop.till.set_language(language).unwrap();
        shop.import(&shop.file("list.csv", bytes)).unwrap();
        assert_eq!(shop.sold()[0].0, name);
    }
}

#[test]
fn an_export_that_is_imported_again_changes_nothing() {
    let shop = Shop::new();
    let retired = ProductForm { retired: true, ..form("=1+1", "P-1", "") };
    shop.till.save_product(&retired).unwrap();
    let measured = ProductForm {
        barcodes: vec!["00123".to_owned(), "7501055363057".to_owned()],
        added: true,
        tax: "iva-exempt".to_owned(),
        cost: "1234567.89".to_owned(),
        unit: "m2".to_owned(),
        category: "Telas".to_owned(),
        favourite: true,
        ..form("Lona «ñ», azul", "P-1", "0.10")
    };
    shop.till.save_product(&measured).unwrap();
    let before = shop.count("facts");
    for file in [ExportFile::Csv, ExportFile::Xlsx] {
        let path = shop.till.export_products(file).unwrap();
        let plan = shop.import(&path).unwrap();
        assert_eq!((plan.rows, plan.made, plan.changed), (2, 0, 0), "{file:?}");
    }
    assert_eq!(shop.count("facts"), before);
}

#[test]
fn an_import_that_is_cancelled_leaves_everything_as_it_was() {
    let shop = Shop::new();
    shop.import_text(&many(60, 5)).unwrap();
    let before = shop.sold();
    for (stage, text) in [
        (Stage::Reading, many(90, 7)),
        (Stage::Staging, many(90, 7)),
        (Stage::Booking, many(90, 7)),
    ] {
        let path = shop.file("list.csv", &text);
        let columns = shop.columns(&path);
        let cancelled = shop.till.import_products(&path, &columns, &mut |progress| {
            if progress.stage == stage { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(matches!(cancelled, Err(ImportError::Cancelled)), "{stage:?}");
        assert_eq!(shop.sold(), before, "{stage:?}");
        shop.is_tidy();
    }
    shop.import_text(&many(90, 7)).unwrap();
    assert_eq!(shop.sold()[0].1, 750);
}

#[test]
fn an_import_that_a_kill_broke_off_is_whole_after_the_next_start_or_never_was() {
    for (stage, price) in [(Stage::Staging, 550), (Stage::Booking, 750), (Stage::Tidying, 750)] {
        let mut shop = Shop::new();
        shop.import_text(&many(60, 5)).unwrap();
        let path = shop.file("list.csv", many(60, 7));
        let columns = shop.columns(&path);
        let killed = catch_unwind(AssertUnwindSafe(|| {
            shop.till.import_products(&path, &columns, &mut |progress| {
                assert!(progress.stage != stage, "killed");
                ControlFlow::Continue(())
            })
        }));
        assert!(killed.is_err(), "{stage:?}");
        if stage != Stage::Tidying {
            // Nobody sees half of it meanwhile.
            assert!(shop.sold().iter().all(|(_, price, _)| *price == 550), "{stage:?}");
        }
        shop.reopen();
        shop.till.finish_import().unwrap();
        let sold = shop.sold();
        assert!(sold.iter().all(|(_, found, _)| *found == price), "{stage:?}: {:?}", sold[0]);
        shop.is_tidy();
    }
}

#[test]
fn what_is_no_list_of_products_is_refused() {
    let shop = Shop::new();
    let import = |bytes: &[u8]| shop.till.preview_import(&shop.file("list.csv", bytes));
    assert!(matches!(import(b""), Err(ImportError::Source(SourceError::Empty))));
    assert!(matches!(import(b"name,price\n"), Err(ImportError::Source(SourceError::Empty))));
    for bytes in [&b"PK\x03\x04 no workbook"[..], b"name,price\nPan\0,5\n"] {
        let refused = import(bytes);
        assert!(matches!(refused, Err(ImportError::Source(SourceError::Unreadable { .. }))));
    }
    let long = format!("name\n{}\n", "x".repeat(2_001));
    let refused = import(long.as_bytes());
    assert!(matches!(refused, Err(ImportError::Source(SourceError::CellTooLong { row: 2 }))));
    let rows = "name\n".to_owned() + &"x\n".repeat(200_001);
    let refused = shop.import_text(&rows);
    assert!(matches!(refused, Err(ImportError::Source(SourceError::TooManyRows))));
    assert!(matches!(shop.import_text("code,price\n1,5\n"), Err(ImportError::NoName)));
}

#[test]
fn columns_that_were_chosen_once_are_known_the_next_time() {
    let shop = Shop::new();
    let path = shop.file("list.csv", "Qué,Cuánto,Extra\nPan,5,x\n");
    assert_eq!(shop.columns(&path), [None, None, None]);
    let chosen = [Some(Column::Name), Some(Column::Price), None];
    shop.till.plan_import(&path, &chosen, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(shop.columns(&path), chosen);
    let twice = [Some(Column::Name), Some(Column::Name), None];
    let planned = shop.till.plan_import(&path, &twice, &mut |_| ControlFlow::Continue(()));
    assert!(matches!(planned, Err(ImportError::Twice { .. })));
}

#[test]
fn an_import_leaves_the_search_index_in_order() {
    let shop = Shop::new();
    // Each slice adds a piece to the index.
    for price in 1..=12 {
        shop.import_text(&many(300, price)).unwrap();
        // The number of a piece stands above the other 37 bits of its pages' numbers.
        let pieces = "(SELECT DISTINCT id >> 37 FROM product_search_data WHERE id > 10)";
        let pieces = shop.count(pieces);
        assert!(pieces < 16, "{pieces} pieces");
    }
    assert_eq!(shop.till.search_products("producto 01", None).unwrap().len(), 60);
    assert_eq!(shop.till.search_products("7500000299", None).unwrap().len(), 1);
}
