//! The main job without a window: sell, issue, wait, see it paid.
#![expect(clippy::unwrap_used, reason = "a test stops here")]

use std::sync::Arc;

use cobro_domain::{charge::ChargeState, ids::ChargeId, invoice::InvoiceState, method::Method};
use cobro_ledger::{
    Mode, Reader,
    views::{accounts, charges, invoices},
};
use cobro_till::{
    Till,
    collect::{Overpaying, Way},
    open::{Place, open},
    papers::PaperSize,
    sell::SellError,
    training::CustomerAct,
};
use tempfile::TempDir;

fn training() -> (TempDir, Arc<Till>) {
    let folder = tempfile::tempdir().unwrap();
    let till = reopen(&folder);
    (folder, till)
}

fn reopen(folder: &TempDir) -> Arc<Till> {
    let place =
        Place { folder: folder.path().to_owned(), mode: Mode::Training, holder: "test".to_owned() };
    open(&place).unwrap()
}

fn type_sale(till: &Till) {
    let products = till.search_products("", None).unwrap();
    till.add_product(products[0].id, "2").unwrap();
    till.add_product(products[1].id, "1").unwrap();
}

fn way(till: &Till, method: &str) -> Way {
    let account = till.merchants().unwrap()[0].account.account;
    Way { account, method: Method::stored(method), contact: None }
}

fn charge(till: &Till, id: ChargeId) -> charges::Charge {
    charges::read(Reader::open(till.path()).unwrap().conn(), id).unwrap().unwrap()
}

fn invoice_of(till: &Till, id: ChargeId) -> invoices::Invoice {
    let invoice = charge(till, id).invoice;
    invoices::at(Reader::open(till.path()).unwrap().conn(), invoice).unwrap()
}

#[test]
fn cash_for_an_invoice_that_is_owed_is_reckoned_before_it_is_taken() {
    let (_folder, till) = training();
    type_sale(&till);
    let id = till.request_voucher(&way(&till, "oxxo")).unwrap();
    let invoice = invoice_of(&till, id);
    let preview = |text: &str| till.preview_cash_for(invoice.id, text).unwrap();
    let (little, much) = (preview("1"), preview("100000"));
    assert_eq!((little.enough, little.change.minor()), (false, 0));
    let change = much.tendered.checked_sub(invoice.total).unwrap();
    assert_eq!((much.enough, much.change), (true, change));
    assert_eq!(invoice_of(&till, id).paid.minor(), 0, "nothing was taken");
    till.take_cash_for(invoice.id, "100000", Overpaying::Accepted).unwrap();
    let settled = till.preview_cash_for(invoice.id, "1");
    assert!(matches!(settled, Err(SellError::NotOwed { .. })));
}

#[test]
fn cash_gives_change_and_only_what_stays_is_posted() {
    let (_folder, till) = training();
    type_sale(&till);
    let total = till.typed().unwrap().priced().unwrap().total;
    let sale = till.take_cash("1000").unwrap();
    assert_eq!(sale.folio.to_string(), "A-000001");
    assert_eq!(sale.change, sale.tendered.checked_sub(total).unwrap());
    assert!(till.typed().unwrap().ticket.lines.is_empty());
    let reader = Reader::open(till.path()).unwrap();
    let cash = accounts::balance(reader.conn(), "cash:1", till.currency()).unwrap();
    assert_eq!(cash, total);
    let paper = till.print_invoice(sale.invoice, PaperSize::Roll).unwrap().path;
    assert!(std::fs::read(paper).unwrap().starts_with(b"%PDF"));
}

#[test]
fn every_voucher_turns_paid_when_the_provider_says_so() {
    for method in ["oxxo", "seven-eleven", "others-cash-mx", "bank-referenced", "spei"] {
        let (_folder, till) = training();
        type_sale(&till);
        let id = till.request_voucher(&way(&till, method)).unwrap();
        assert_eq!(charge(&till, id).state, ChargeState::Requested, "{method}");
        till.work_through().unwrap();
        let issued = charge(&till, id);
        assert_eq!(issued.state, ChargeState::Pending, "{method}: {:?}", issued.text);
        assert!(issued.voucher.unwrap().is_payable(), "{method}");
        till.print_voucher(id, PaperSize::Letter).unwrap();
        till.act_as_customer(id, CustomerAct::Pay).unwrap();
        till.advance_clock(26).unwrap();
        till.work_through().unwrap();
        assert_eq!(charge(&till, id).state, ChargeState::Paid, "{method}");
        assert_eq!(invoice_of(&till, id).state, InvoiceState::Paid, "{method}");
        let reader = Reader::open(till.path()).unwrap();
        assert_eq!(reader.check_views(|_| {}).unwrap(), []);
        assert_eq!(reader.verify(None).unwrap().faults, Vec::<String>::new());
    }
}

#[test]
fn each_voucher_of_an_invoice_keeps_its_own_paper() {
    let (_folder, till) = training();
    type_sale(&till);
    let first = till.request_voucher(&way(&till, "seven-eleven")).unwrap();
    till.work_through().unwrap();
    let invoice = invoice_of(&till, first).id;
    let spei = way(&till, "spei");
    let second = till.charge_again(invoice, &spei, Overpaying::Accepted).unwrap();
    till.work_through().unwrap();
    let one = till.print_voucher(first, PaperSize::Letter).unwrap().path;
    let bytes = std::fs::read(&one).unwrap();
    let two = till.print_voucher(second, PaperSize::Letter).unwrap().path;
    assert!(one.ends_with("A-000001-voucher-letter.pdf"), "{}", one.display());
    assert!(two.ends_with("A-000001-voucher-2-letter.pdf"), "{}", two.display());
    assert_eq!(std::fs::read(&one).unwrap(), bytes);
    assert_eq!(till.print_voucher(second, PaperSize::Letter).unwrap().path, two);
    let left = std::fs::read_dir(two.parent().unwrap()).unwrap().count();
    assert_eq!(left, 2, "nothing half written stays behind");
}

#[test]
fn a_voucher_is_still_there_and_still_payable_after_a_restart() {
    let (folder, till) = training();
    type_sale(&till);
    let id = till.request_voucher(&way(&till, "seven-eleven")).unwrap();
    till.work_through().unwrap();
    drop(till);
    let till = reopen(&folder);
    till.act_as_customer(id, CustomerAct::Pay).unwrap();
    till.advance_clock(1).unwrap();
    till.work_through().unwrap();
    assert_eq!(charge(&till, id).state, ChargeState::Paid);
}

#[test]
fn too_little_and_too_much_money_is_never_hidden() {
    let cases = [
        (CustomerAct::Underpay, InvoiceState::Open, "mismatch"),
        (CustomerAct::Overpay, InvoiceState::Paid, "mismatch"),
        (CustomerAct::Decline, InvoiceState::Open, "failed"),
    ];
    for (act, state, standing) in cases {
        let (_folder, till) = training();
        type_sale(&till);
        let id = till.request_voucher(&way(&till, "seven-eleven")).unwrap();
        till.work_through().unwrap();
        till.act_as_customer(id, act).unwrap();
        till.advance_clock(2).unwrap();
        till.work_through().unwrap();
        let invoice = invoice_of(&till, id);
        assert_eq!((invoice.state, invoice.standing.word()), (state, standing), "{act:?}");
    }
}

#[test]
fn a_voided_invoice_whose_voucher_is_paid_after_all_calls_a_person() {
    let (_folder, till) = training();
    type_sale(&till);
    let id = till.request_voucher(&way(&till, "seven-eleven")).unwrap();
    till.work_through().unwrap();
    let invoice = invoice_of(&till, id);
    till.void_invoice(invoice.id, "error de captura").unwrap();
    assert_eq!(invoice_of(&till, id).standing.word(), "voided");
    till.act_as_customer(id, CustomerAct::Pay).unwrap();
    till.advance_clock(2).unwrap();
    till.work_through().unwrap();
    let invoice = invoice_of(&till, id);
    assert_eq!(invoice.standing.word(), "late");
    let reader = Reader::open(till.path()).unwrap();
    let unapplied = accounts::balance(reader.conn(), "unapplied", till.currency()).unwrap();
    assert_eq!(unapplied.minor(), -invoice.paid.minor());
    till.print_invoice(invoice.id, PaperSize::Letter).unwrap();
}
