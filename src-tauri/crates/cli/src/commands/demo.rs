//! The main job without a window: sell, issue, print, wait, see it paid.

use std::{
    error::Error,
    fmt, fs,
    path::{Path, PathBuf},
};

use cobro_domain::{
    charge::ChargeState,
    ids::{ChargeId, InvoiceId},
    invoice::InvoiceState,
    method::Method,
    money::Money,
};
use cobro_till::{
    Till,
    books::{Mode, Reader, charges, invoices},
    collect::Way,
    open::{Place, open},
    papers::PaperSize,
    sell::Sale,
    training::CustomerAct,
};
use serde::Serialize;

use crate::{
    commands::{
        check::{Head, head_of},
        invoices::{Story, story},
    },
    failure::{Failure, causes},
    output::Amount,
};

/// The note that the customer of the cash sale pays with, as often as needed: 500, in minor units.
const NOTE: i64 = 50_000;

/// Hours until the next day, when OXXO has told the provider.
const DAY: u32 = 24;

/// What the walk has shown.
#[derive(Debug, Serialize)]
pub(crate) struct Walk {
    cash: Cash,
    /// The invoice that was paid with a voucher, with its timeline.
    invoice: Story,
    files: Files,
    head: Head,
}

#[derive(Debug, Serialize)]
struct Cash {
    folio: String,
    total: Amount,
    tendered: Amount,
    change: Amount,
}

#[derive(Debug, Serialize)]
struct Files {
    voucher_letter: PathBuf,
    voucher_roll: PathBuf,
    receipt: PathBuf,
}

/// Walks the main job on training books of its own, which are thrown away.
pub(crate) fn demo(out: &Path) -> Result<Walk, Failure> {
    fs::create_dir_all(out).map_err(step("making the folder of the papers"))?;
    let folder = tempfile::tempdir().map_err(step("making a folder for the books"))?;
    let holder = "cobro-cli demo".to_owned();
    let place = Place { folder: folder.path().to_owned(), mode: Mode::Training, holder };
    let till = open(&place).map_err(step("opening training books"))?;
    let sale = cash_sale(&till)?;
    let charge = voucher(&till)?;
    let letter = till.print_voucher(charge, PaperSize::Letter);
    let letter = letter.map_err(step("printing the voucher on Letter"))?;
    let roll = till.print_voucher(charge, PaperSize::Roll);
    let roll = roll.map_err(step("printing the voucher on the roll"))?;
    let invoice = pay(&till, charge)?;
    let receipt = till.print_invoice(invoice, PaperSize::Letter);
    let receipt = receipt.map_err(step("printing the receipt"))?;
    let files = Files {
        voucher_letter: keep(&letter.path, out)?,
        voucher_roll: keep(&roll.path, out)?,
        receipt: keep(&receipt.path, out)?,
    };
    let (invoice, head) = read_back(&till, invoice)?;
    let (total, tendered, change) = (sale.total.into(), sale.tendered.into(), sale.change.into());
    let cash = Cash { folio: sale.folio.to_string(), total, tendered, change };
    Ok(Walk { cash, invoice, files, head })
}

/// Says which step failed.
fn step<E: Error>(what: &'static str) -> impl FnOnce(E) -> Failure {
    move |error| failed(what, &causes(&error))
}

fn failed(what: &str, why: &str) -> Failure {
    Failure::failed(format!("{what} failed: {why}; the demo's books are thrown away"))
}

fn type_sale(till: &Till) -> Result<(), Failure> {
    let what = "typing a sale";
    let products = till.search_products("", None).map_err(step(what))?;
    let priced = products.iter().filter(|product| product.price.is_some());
    for (product, quantity) in priced.zip(["2", "1"]) {
        till.add_product(product.id, quantity).map_err(step(what))?;
    }
    Ok(())
}

fn cash_sale(till: &Till) -> Result<Sale, Failure> {
    let what = "the cash sale";
    type_sale(till)?;
    let typed = till.typed().map_err(step(what))?;
    let total = typed.priced().map_err(step(what))?.total;
    let notes = total.minor() / NOTE + 1;
    let tendered = Money::new(notes * NOTE, total.currency());
    let sale = till.take_cash_amount(tendered).map_err(step(what))?;
    let change = sale.tendered.checked_sub(sale.total).map_err(step(what))?;
    if sale.change != change || !change.is_positive() {
        return Err(failed(what, &format!("the change is {}, not {change}", sale.change)));
    }
    Ok(sale)
}

/// Issues an invoice and waits for its OXXO voucher.
fn voucher(till: &Till) -> Result<ChargeId, Failure> {
    let what = "the OXXO voucher";
    type_sale(till)?;
    let merchants = till.merchants().map_err(step(what))?;
    let first = merchants.first().ok_or_else(|| failed(what, "there is no merchant account"))?;
    let way = Way { account: first.account.account, method: Method::named("oxxo"), contact: None };
    let charge = till.request_voucher(&way).map_err(step(what))?;
    till.work_through().map_err(step(what))?;
    let reader = Reader::open(till.path()).map_err(step(what))?;
    let issued = charges::read(reader.conn(), charge).map_err(step(what))?;
    let issued = issued.ok_or_else(|| failed(what, "the charge is gone"))?;
    let payable = issued.voucher.as_ref().is_some_and(|voucher| voucher.is_payable());
    if issued.state != ChargeState::Pending || !payable {
        let text = issued.text.unwrap_or_default();
        return Err(failed(what, &format!("the charge is {}: {text}", issued.state.word())));
    }
    Ok(charge)
}

/// The customer pays, a day passes, and the provider says so.
fn pay(till: &Till, charge: ChargeId) -> Result<InvoiceId, Failure> {
    let what = "the payment";
    till.act_as_customer(charge, CustomerAct::Pay).map_err(step(what))?;
    till.advance_clock(DAY).map_err(step(what))?;
    till.work_through().map_err(step(what))?;
    let reader = Reader::open(till.path()).map_err(step(what))?;
    let paid = charges::read(reader.conn(), charge).map_err(step(what))?;
    let paid = paid.ok_or_else(|| failed(what, "the charge is gone"))?;
    let invoice = invoices::at(reader.conn(), paid.invoice).map_err(step(what))?;
    if paid.state != ChargeState::Paid || invoice.state != InvoiceState::Paid {
        let (charge, invoice) = (paid.state.word(), invoice.state.word());
        return Err(failed(what, &format!("the charge is {charge}, the invoice {invoice}")));
    }
    Ok(invoice.id)
}

/// Copies a paper out of the books' folder before that is thrown away.
fn keep(paper: &Path, out: &Path) -> Result<PathBuf, Failure> {
    let to = out.join(paper.file_name().unwrap_or_default());
    fs::copy(paper, &to)
        .map_err(|error| failed("keeping a paper", &format!("{}: {error}", to.display())))?;
    Ok(to)
}

/// The invoice as the books tell it, after the books themselves were checked.
fn read_back(till: &Till, invoice: InvoiceId) -> Result<(Story, Head), Failure> {
    let what = "checking the books";
    let reader = Reader::open(till.path()).map_err(step(what))?;
    let verified = reader.verify(None).map_err(step(what))?;
    let differences = reader.check_views(|_| {}).map_err(step(what))?;
    if let Some(fault) = verified.faults.first() {
        return Err(failed(what, fault));
    }
    if let Some(difference) = differences.first() {
        return Err(failed(what, &format!("the view {} differs", difference.view)));
    }
    let found = invoices::read(reader.conn(), invoice).map_err(step(what))?;
    let found = found.ok_or_else(|| failed(what, "the invoice is gone"))?;
    Ok((story(&reader, &found)?, head_of(&reader)?))
}

impl fmt::Display for Walk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cash { folio, total, tendered, change } = &self.cash;
        writeln!(f, "cash sale {folio}: {total}, {tendered} given, {change} back\n")?;
        writeln!(f, "{}", self.invoice)?;
        for charge in self.invoice.charges() {
            if let Some(expiry) = &charge.expires_at {
                writeln!(f, "the voucher ran until {expiry}")?;
            }
        }
        let Files { voucher_letter, voucher_roll, receipt } = &self.files;
        for file in [voucher_letter, voucher_roll, receipt] {
            writeln!(f, "{}", file.display())?;
        }
        writeln!(f, "the books verify; head {}", self.head.hash())
    }
}
