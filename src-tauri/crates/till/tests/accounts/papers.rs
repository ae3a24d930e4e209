//! Statements as files.

use std::{
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use cobro_documents::Sheet;
use cobro_till::{
    customers::CustomerForm,
    papers::PrintError,
    statement::{Collecting, StatementFormat},
};

use super::{Shop, merchant, named};

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn a_statement_is_a_paper_with_its_holder_and_who_collects() {
    let shop = Shop::new();
    let form = CustomerForm {
        rfc: "VACE460910SX6".to_owned(),
        address: "Calle 5".to_owned(),
        ..named("Eva")
    };
    let eva = shop.till.save_customer(&form).unwrap();
    shop.sell(eva, "100");
    let november = shop.till.period("2026-11-01", "2026-11-30").unwrap();
    let paper = || shop.till.statement_paper(eva, november).unwrap();
    assert_eq!(paper().holder.name, "Eva");
    assert_eq!(paper().holder.tax_id.as_deref(), Some("RFC VACE460910SX6"));
    assert_eq!(paper().shop.name, "Estrella");
    assert_eq!(paper().statement, shop.till.statement(eva, november).unwrap());
    assert_eq!(paper().payment.provider, None);
    shop.till.save_merchant(&merchant(true, &[])).unwrap();
    assert_eq!(paper().payment.provider.as_deref(), Some("PayU"));
    let Collecting { through, .. } = shop.till.collecting().unwrap();
    assert!(!through.unwrap().withholdings);
}

#[test]
fn a_statement_is_written_in_every_format_under_a_name_of_its_own() {
    let shop = Shop::new();
    let (ana, other) = (shop.customer("Ana / Peña"), shop.customer("Ana / Peña"));
    shop.sell(ana, "100");
    let november = shop.till.period("2026-11-01", "2026-11-30").unwrap();
    let write =
        |customer, format| shop.till.write_statement(customer, november, format).unwrap().path;
    let formats = [
        (StatementFormat::Pdf(Sheet::Letter), "letter.pdf", &b"%PDF"[..]),
        (StatementFormat::Pdf(Sheet::A4), "a4.pdf", b"%PDF"),
        (StatementFormat::Csv, "movements.csv", b"\xef\xbb\xbf"),
        (StatementFormat::Xlsx, "statement.xlsx", b"PK"),
    ];
    for (format, ending, begins) in formats {
        let path = write(ana, format);
        let name = name(&path);
        assert!(name.starts_with("statement-ana-peña-"), "{name}");
        assert!(name.ends_with(&format!("-2026-11-01-2026-11-30-{ending}")), "{name}");
        assert!(fs::read(&path).unwrap().starts_with(begins), "{name}");
        assert_ne!(path, write(other, format), "two of one name stay apart");
        assert_eq!(path, write(ana, format), "the same statement is the same file");
    }
    let folder = shop.folder.path().join("papers");
    assert_eq!(names(&folder).len(), 10, "{:?}", names(&folder));
}

#[test]
fn the_statements_of_everybody_are_written_until_somebody_breaks_off() {
    let shop = Shop::new();
    for name in ["Ana", "Luis", "Rosa"] {
        let customer = shop.customer(name);
        shop.sell(customer, "100");
    }
    shop.customer("Zoé");
    let november = shop.till.period("2026-11-01", "2026-11-30").unwrap();
    let format = StatementFormat::Pdf(Sheet::Letter);
    let mut heard = Vec::new();
    let made = shop.till.write_statements(november, format, |progress| {
        heard.push((progress.done, progress.of));
        if progress.done == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let made = made.unwrap();
    assert_eq!((made.done, made.of, heard), (2, 3, vec![(1, 3), (2, 3)]));
    assert_eq!(names(&made.folder).len(), 2);
    assert!(made.folder.ends_with("statements-2026-11-01-2026-11-30"));
    let all = shop.till.write_statements(november, format, |_| ControlFlow::Continue(())).unwrap();
    assert_eq!((all.done, names(&all.folder).len()), (3, 3));
    // A folder that cannot be made: a file is in its place.
    let december = shop.till.period("2026-12-01", "2026-12-31").unwrap();
    let place: PathBuf = shop.folder.path().join("papers/statements-2026-12-01-2026-12-31");
    fs::write(&place, "").unwrap();
    let failed = shop.till.write_statements(december, format, |_| ControlFlow::Continue(()));
    assert!(matches!(failed, Err(PrintError::File { .. })), "{failed:?}");
}
