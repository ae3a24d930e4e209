//! Papers go to a real printer, whatever becomes of it, and a sale never waits for them.

mod drawer;
mod lost;
mod queue;

use std::{process::Command, time::Instant};

use cobro_domain::time::Span;
use cobro_ledger::working::print_jobs::{self, PrintJob};
use cobro_tests::{IppPrinter, picture_of};
use cobro_till::{
    papers::PaperSize,
    printing::{PrintSettings, PrintState, PrintingError, Tray},
    sell::{Paper, Sale},
};

use crate::shop::Shop;

/// Only so that a broken test ends.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

/// A shop with this receipt printer.
fn shop(roll: &str) -> Shop {
    let shop = Shop::open();
    set_up(&shop, roll, "");
    shop
}

fn set_up(shop: &Shop, roll: &str, page: &str) {
    let settings =
        PrintSettings { roll: roll.to_owned(), page: page.to_owned(), ..PrintSettings::default() };
    shop.till().save_printers(&settings).unwrap();
}

/// Sells something and wants its receipt.
fn sell(shop: &Shop, amount: &str) -> Sale {
    shop.till().add_amount("Café de olla", amount).unwrap();
    shop.till().finish_cash(amount, Paper::Receipt).unwrap()
}

/// Every paper, the oldest first.
fn papers(shop: &Shop) -> Vec<PrintJob> {
    let mut all = print_jobs::page(shop.reader().conn(), None, 99).unwrap();
    all.reverse();
    all
}

fn states(shop: &Shop) -> Vec<PrintState> {
    papers(shop).iter().map(|job| job.state).collect()
}

/// What went wrong last with each paper.
fn troubles(shop: &Shop) -> Vec<String> {
    let code = |job: PrintJob| job.trouble.map(|trouble| trouble.code).unwrap_or_default();
    papers(shop).into_iter().map(code).collect()
}

/// Lets the threads of the printers do what is due, and time pass, until `enough`.
#[track_caller]
fn until(shop: &Shop, enough: impl Fn(&Shop) -> bool) {
    let end = Instant::now() + PATIENCE;
    while !enough(shop) {
        assert!(Instant::now() < end, "{:?} {:?}", papers(shop), shop.till().print_standing());
        shop.work();
        shop.advance(Span::seconds(1));
    }
}

/// Until nothing waits any more.
#[track_caller]
fn settle(shop: &Shop) {
    until(shop, |shop| {
        let over = |state: &PrintState| matches!(state, PrintState::Printed | PrintState::Failed);
        states(shop).iter().all(over)
    });
}

/// The words of a paper, by another program.
#[track_caller]
fn words_of(paper: &std::path::Path) -> String {
    let output = Command::new("pdftotext").args(["-layout"]).arg(paper).arg("-").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_receipt_comes_out_whole_and_once() {
    let printer = IppPrinter::start();
    let shop = shop(&printer.address());
    let sale = sell(&shop, "250");
    assert!(sale.queued);
    settle(&shop);
    let printed = printer.papers();
    assert_eq!(printed.len(), 1);
    let words = words_of(&printed[0]);
    for expected in ["Café de olla", &sale.folio.to_string(), "250.00"] {
        assert!(words.contains(expected), "{expected} in {words}");
    }
    assert_eq!(states(&shop), [PrintState::Printed]);
    // It is kept as a file too, and its pages wait for nobody any more.
    let [job] = papers(&shop).try_into().unwrap();
    assert_eq!(print_jobs::pdf(shop.reader().conn(), job.id).unwrap(), None);
    let file = shop.folder.path().join("papers").join(format!("{}-receipt-roll.pdf", sale.folio));
    assert_eq!(std::fs::read(file).unwrap(), std::fs::read(&printed[0]).unwrap());
    shop.assert_sound();
}

#[test]
fn a_bar_code_is_as_wide_on_paper_as_it_was_drawn() {
    let printer = IppPrinter::start();
    let shop = shop(&printer.address());
    set_up(&shop, &printer.address(), &printer.address());
    let voucher = shop.issued("250", "oxxo");
    let barcode = shop.charge(voucher).voucher.unwrap().barcode.unwrap();
    let till = shop.till();
    for (width, size) in
        [(Some(80), PaperSize::Roll), (Some(58), PaperSize::Roll), (None, PaperSize::Letter)]
    {
        if let Some(width) = width {
            till.choose_roll(width).unwrap();
        }
        assert!(till.print_voucher(voucher, size).unwrap().queued);
        settle(&shop);
    }
    let cases = [("x-dimension=8000", 640), ("x-dimension=5800", 464), ("na_letter", 1727)];
    let printed = printer.papers();
    assert_eq!(printed.len(), cases.len());
    for (place, (asked, pixels)) in cases.into_iter().enumerate() {
        let said = printer.asked(place + 1);
        assert!(said.contains(asked) && said.contains("PRINT_SCALING=none"), "{said}");
        let folder = tempfile::tempdir().unwrap();
        let picture = picture_of(&printed[place], folder.path());
        let size = Command::new("identify").args(["-format", "%w"]).arg(&picture).output().unwrap();
        let found: u32 = String::from_utf8(size.stdout).unwrap().parse().unwrap();
        assert!(found.abs_diff(pixels) <= 1, "{found} for {asked}");
        let read = Command::new("zbarimg")
            .args(["-q", "--nodbus", "--raw", "-Sdisable", "-Scode128.enable"])
            .arg(&picture)
            .output()
            .unwrap();
        assert_eq!(String::from_utf8(read.stdout).unwrap().trim(), barcode, "{asked}");
    }
}

#[test]
fn a_test_of_a_printer_reads_as_it_was_drawn() {
    let printer = IppPrinter::start();
    let shop = shop(&printer.address());
    assert!(matches!(shop.till().test_printer(Tray::Page), Err(PrintingError::NotSetUp)));
    shop.till().test_printer(Tray::Roll).unwrap();
    settle(&shop);
    let folder = tempfile::tempdir().unwrap();
    let picture = picture_of(&printer.papers()[0], folder.path());
    let read = Command::new("zbarimg")
        .args(["-q", "--nodbus", "--raw", "-Sdisable", "-Scode128.enable"])
        .arg(&picture)
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(read.stdout).unwrap().trim(), "COBRO 1234567890");
}
