//! A till without a window, for tests that kill it: it says what it has done once it is done,
//! a line for each, and nothing before.
//!
//! `cobro-test-seller sell LEDGER COUNT | rebuild LEDGER | backup LEDGER TO | restore FROM TO |
//! read LEDGER`. `COBRO_TEST_PRAGMAS` is run on the writer's connection: it can make the
//! ledger less durable than it is, so that the tests are seen to notice.

use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use cobro_domain::{
    ids::{Actor, InvoiceId, PaymentId, ProductId, TillId, uuid_v7},
    invoice::Folio,
    money::Currency,
    quantity::Quantity,
    tax::{Rate, TaxMode},
    time::Timestamp,
    unit::Unit,
};
use cobro_ledger::{
    Booking, Ledger, LedgerError, Mode, Opening, Reader, Stamp, backup,
    fact::{CashReceived, Fact, InvoiceIssued, IssuedLine, ProductChanged},
    restore, sync_log,
    views::series,
    working::tickets::{self, KeptTicket},
};

/// As many refusals in a row as it takes to give up.
const REFUSALS: u32 = 3;

/// What every sale comes to.
const TOTAL: i64 = 11_600;

/// What went wrong, in words for the test.
type Refusal = LedgerError;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["sell", ledger, count] => sell_all(Path::new(ledger), count.parse().unwrap_or(u32::MAX)),
        ["rebuild", ledger] => rebuild(Path::new(ledger)),
        ["backup", ledger, to] => backup(Path::new(ledger), Path::new(to), at(0)).map(drop),
        ["restore", from, to] => restored(Path::new(from), Path::new(to)),
        ["read", ledger] => read(Path::new(ledger)),
        _ => return ExitCode::FAILURE,
    };
    match outcome {
        Ok(()) => say("done"),
        Err(error) => say(&format!("refused {error:?}")),
    }
    ExitCode::SUCCESS
}

/// One line, which has left the process when this returns.
fn say(line: &str) {
    let mut out = io::stdout().lock();
    // Whoever listened is gone: there is nobody left to tell.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

fn sell_all(path: &Path, count: u32) -> Result<(), Refusal> {
    let mut ledger = open(path)?;
    say("opened");
    let mut refusals = 0;
    for n in 0..count {
        match beside(&mut ledger, n).and_then(|()| sell(&mut ledger, n)) {
            Ok((folio, invoice)) => {
                refusals = 0;
                say(&format!("sold {folio} {invoice}"));
            }
            Err(error) if refusals < REFUSALS => {
                refusals += 1;
                say(&format!("refused {error:?}"));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn open(path: &Path) -> Result<Ledger, Refusal> {
    let ledger = if path.exists() {
        Ledger::open(path, "the seller", at(0))?
    } else {
        Ledger::create(path, "the seller", &opening(1, "A"))?
    };
    if let Ok(pragmas) = std::env::var("COBRO_TEST_PRAGMAS") {
        ledger.conn().execute_batch(&pragmas).map_err(LedgerError::from)?;
    }
    Ok(ledger)
}

/// What goes on between sales and waits for no disk: a ticket that is typed, and a step of an
/// import. Nobody is promised either, but the sale after them stands on both.
fn beside(ledger: &mut Ledger, n: u32) -> Result<(), Refusal> {
    let begun = ledger.head()?.seq;
    let mut random = numbers(u64::try_from(begun).unwrap_or(0) << 32 | u64::from(n));
    let ticket = KeptTicket {
        id: uuid_v7(at(0), [1; 10]),
        held_at: None,
        label: String::new(),
        body: format!("{{\"lines\": {n}}}"),
    };
    ledger.draft(|conn| tickets::put(conn, &ticket))?;
    let stamp = Stamp { at: at(begun), actor: Actor::owner(), ids: &mut random };
    ledger.book_step(stamp, |booking| {
        let product = ProductId::new(booking.at(), booking.random());
        booking.append(&Fact::ProductChanged(ProductChanged {
            product,
            code: format!("R-{begun}"),
            barcodes: Vec::new(),
            name: "Rosca de reyes".to_owned(),
            price: Some(TOTAL),
            currency: Currency::Mxn,
            mode: TaxMode::Included,
            taxes: Vec::new(),
            category: String::new(),
            favourite: false,
            active: true,
            cost: None,
            picture: None,
            unit: Unit::Piece,
            prices: Vec::new(),
            import: None,
        }))
    })?;
    if n.is_multiple_of(3) {
        sync_log(ledger.path())?;
    }
    Ok(())
}

/// One finished cash sale; what it returns is in the books.
fn sell(ledger: &mut Ledger, n: u32) -> Result<(Folio, InvoiceId), Refusal> {
    let begun = ledger.head()?.seq;
    let mut random = numbers(u64::try_from(begun).unwrap_or(0) << 32 | u64::from(n));
    let stamp = Stamp { at: at(begun), actor: Actor::owner(), ids: &mut random };
    ledger.book(stamp, |booking| {
        let (folio, invoice) = issue(booking)?;
        let payment = PaymentId::new(booking.at(), booking.random());
        booking.append(&Fact::CashReceived(CashReceived {
            payment,
            invoice,
            drawer: 1,
            currency: Currency::Mxn,
            tendered: 20_000,
            change: 20_000 - TOTAL,
            amount: TOTAL,
            rounding: 0,
            postings: vec![("cash:1".to_owned(), TOTAL), ("receivable:walk-in".to_owned(), -TOTAL)],
        }))?;
        Ok((folio, invoice))
    })
}

fn issue(booking: &mut Booking<'_, '_>) -> Result<(Folio, InvoiceId), Refusal> {
    let invoice = InvoiceId::new(booking.at(), booking.random());
    let folio = series::next(booking.conn(), &series::current(booking.conn())?)?;
    let (net, tax, rate) = (10_000, 1_600, Rate::BasisPoints(1_600));
    booking.append(&Fact::InvoiceIssued(InvoiceIssued {
        invoice,
        folio: folio.clone(),
        customer: None,
        due_at: None,
        quote: None,
        currency: Currency::Mxn,
        lines: vec![IssuedLine {
            product: None,
            name: "Rosca de reyes".to_owned(),
            quantity: Quantity::ONE,
            unit: Unit::Piece,
            price: TOTAL,
            instead_of: None,
            list: None,
            note: String::new(),
            mode: TaxMode::Included,
            discount: 0,
            net,
            taxes: vec![("IVA".to_owned(), rate, tax)],
            total: TOTAL,
        }],
        note: String::new(),
        discount: 0,
        net,
        taxes: vec![("IVA".to_owned(), rate, net, tax)],
        total: TOTAL,
        postings: vec![
            ("receivable:walk-in".to_owned(), TOTAL),
            ("sales".to_owned(), -net),
            ("tax:IVA".to_owned(), -tax),
        ],
    }))?;
    Ok((folio, invoice))
}

fn rebuild(path: &Path) -> Result<(), Refusal> {
    open(path)?.rebuild(|_| {})
}

fn restored(from: &Path, to: &Path) -> Result<(), Refusal> {
    restore(from, to, "the seller", &opening(2, "B")).map(drop)
}

fn read(path: &Path) -> Result<(), Refusal> {
    let verified = Reader::open(path)?.verify(None)?;
    say(&format!("facts {}", verified.facts));
    Ok(())
}

fn opening(till: u64, series: &str) -> Opening {
    Opening {
        mode: Mode::Training,
        till: TillId(uuid_v7(at(0), numbers(till)())),
        series: series.to_owned(),
        currency: Currency::Mxn,
        at: at(0),
        random: numbers(till)(),
    }
}

fn at(step: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000 + step)
}

/// Numbers that are the same whenever they start from the same one.
fn numbers(mut state: u64) -> impl FnMut() -> [u8; 10] {
    move || {
        state = state.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0xbf58_476d_1ce4_e5b9);
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&(state ^ state >> 31).to_be_bytes());
        bytes
    }
}
