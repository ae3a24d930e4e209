//! Values that the shop's facts are made of.

use cobro_domain::{
    ids::{
        CustomerId, InvoiceId, MerchantAccountId, PaymentId, PriceListId, ProductId, TillId,
        uuid_v7,
    },
    invoice::Folio,
    money::Currency,
    quantity::Quantity,
    tax::{Rate, TaxMode},
    time::Timestamp,
    unit::Unit,
};
use cobro_ledger::{
    Booking, LedgerError, Mode, Opening,
    fact::{CashReceived, Fact, InvoiceIssued, IssuedLine},
    views::{invoices, series},
};

/// When the shop opened.
pub(crate) const OPENED: Timestamp = Timestamp::from_millis(1_800_000_000_000);

/// Bytes that look random and are the same in every run.
pub(crate) fn bytes(n: u64) -> [u8; 10] {
    let mixed = (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29) ^ n;
    let mut bytes = [0; 10];
    bytes[..8].copy_from_slice(&mixed.wrapping_mul(0xbf58_476d_1ce4_e5b9).to_be_bytes());
    bytes[8..].copy_from_slice(&n.to_be_bytes()[6..]);
    bytes
}

/// The till that writes, by its number.
pub(crate) fn till(n: u64) -> TillId {
    TillId(uuid_v7(OPENED, bytes(n)))
}

/// What the shop's books begin with.
pub(crate) fn opening() -> Opening {
    Opening {
        mode: Mode::Training,
        till: till(1),
        series: "A".to_owned(),
        currency: Currency::Mxn,
        at: OPENED,
        random: bytes(2),
    }
}

/// The merchant account of the shop's vouchers.
pub(crate) fn merchant() -> MerchantAccountId {
    MerchantAccountId::new(OPENED, bytes(3))
}

/// Lines of some pieces each, at a price that contains 16 % IVA.
pub(crate) fn lines(prices: &[i64]) -> Vec<IssuedLine> {
    let rate = Rate::BasisPoints(1_600);
    let priced = prices.iter().enumerate().map(|(place, &price)| {
        let tax = (price * 16 + 58) / 116;
        IssuedLine {
            product: Some(ProductId::new(OPENED, bytes(place as u64 + 40))),
            name: format!("Café de olla con piloncillo, {place} l"),
            quantity: Quantity::ONE,
            unit: Unit::Piece,
            price,
            instead_of: None,
            list: None,
            note: String::new(),
            mode: TaxMode::Included,
            discount: 0,
            net: price - tax,
            taxes: vec![("IVA".to_owned(), rate, tax)],
            total: price,
        }
    });
    priced.collect()
}

/// The account of whoever owes.
pub(crate) fn receivable(customer: Option<CustomerId>) -> String {
    customer.map_or("receivable:walk-in".to_owned(), |id| format!("receivable:{id}"))
}

/// A finished cash sale of three lines.
pub(crate) fn sell(booking: &mut Booking<'_, '_>) -> Result<InvoiceId, LedgerError> {
    let invoice = issue(booking, None, &[4_500, 1_250, 12_900])?;
    cash(booking, invoice, 18_650)?;
    Ok(invoice)
}

/// Issues an invoice with a line for each price.
pub(crate) fn issue(
    booking: &mut Booking<'_, '_>,
    customer: Option<CustomerId>,
    prices: &[i64],
) -> Result<InvoiceId, LedgerError> {
    let invoice = InvoiceId::new(booking.at(), booking.random());
    let folio = series::next(booking.conn(), &series::current(booking.conn())?)?;
    booking.append(&Fact::InvoiceIssued(issued(invoice, folio, customer, prices)))?;
    Ok(invoice)
}

/// What an invoice says.
pub(crate) fn issued(
    invoice: InvoiceId,
    folio: Folio,
    customer: Option<CustomerId>,
    prices: &[i64],
) -> InvoiceIssued {
    let lines = lines(prices);
    let net: i64 = lines.iter().map(|line| line.net).sum();
    let total: i64 = lines.iter().map(|line| line.total).sum();
    let mut postings = vec![
        (receivable(customer), total),
        ("sales".to_owned(), -net),
        ("tax:IVA".to_owned(), net - total),
    ];
    postings.retain(|(_, minor)| *minor != 0);
    let taxes = vec![("IVA".to_owned(), Rate::BasisPoints(1_600), net, total - net)];
    let currency = Currency::Mxn;
    let discount = 0;
    InvoiceIssued {
        invoice,
        folio,
        customer,
        due_at: None,
        quote: None,
        currency,
        lines,
        note: String::new(),
        discount,
        net,
        taxes,
        total,
        postings,
    }
}

/// Nothing is owed on it, so that what follows from the other facts stays as it was.
pub(crate) fn sold_by_weight(folio: Folio) -> Fact {
    let id = InvoiceId::new(OPENED, bytes(512));
    let mut invoiced = issued(id, folio, None, &[0]);
    invoiced.lines[0].quantity = Quantity::from_thousandths(1_250).unwrap();
    invoiced.lines[0].unit = Unit::Kilogram;
    invoiced.lines[0].price = 8_000;
    invoiced.lines[0].discount = 10_000;
    Fact::InvoiceIssued(invoiced)
}

/// As [`sold_by_weight`], at the price of a list.
pub(crate) fn sold_from_a_list(folio: Folio, list: PriceListId) -> Fact {
    let id = InvoiceId::new(OPENED, bytes(514));
    let mut invoiced = issued(id, folio, None, &[0]);
    invoiced.lines[0].price = 3_900;
    invoiced.lines[0].discount = 3_900;
    invoiced.lines[0].list = Some(list);
    Fact::InvoiceIssued(invoiced)
}

/// Takes cash for an invoice.
pub(crate) fn cash(
    booking: &mut Booking<'_, '_>,
    invoice: InvoiceId,
    amount: i64,
) -> Result<i64, LedgerError> {
    let customer = invoices::read(booking.conn(), invoice)?.and_then(|found| found.customer);
    let payment = PaymentId::new(booking.at(), booking.random());
    booking.append(&Fact::CashReceived(CashReceived {
        payment,
        invoice,
        drawer: 1,
        currency: Currency::Mxn,
        tendered: amount + 350,
        change: 350,
        amount,
        rounding: 0,
        postings: vec![("cash:1".to_owned(), amount), (receivable(customer), -amount)],
    }))
}
