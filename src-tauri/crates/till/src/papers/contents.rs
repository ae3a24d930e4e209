//! What stands on vouchers and receipts.

use cobro_documents::{
    Catalogue, Language, Moment, ReceiptKind, ReceiptLine, ReceiptPaper, TaxLine, VoucherPaper,
};
use cobro_domain::{
    charge::ChargeState,
    money::Money,
    tax::{BASIS, Rate},
    time::Timestamp,
    voucher::Voucher,
};
use cobro_ledger::{
    Connection, LedgerError,
    fact::InvoiceIssued,
    views::{charges, company, invoices, timeline},
    working::{customers, staff},
};

use super::{PrintError, shop, story::Story, till_label};
use crate::void::issued;

/// Most of an invoice's lines, in a few words.
fn concept(issued: &InvoiceIssued) -> String {
    let names: Vec<&str> = issued.lines.iter().take(3).map(|line| line.name.as_str()).collect();
    let more = if issued.lines.len() > names.len() { "…" } else { "" };
    format!("{}{more}", names.join(", "))
}

pub(crate) fn voucher_paper(
    conn: &Connection,
    charge: &charges::Charge,
    voucher: &Voucher,
    invoice: &invoices::Invoice,
    training: bool,
    language: Language,
) -> Result<VoucherPaper, PrintError> {
    let (shop, zone) = shop(company::read(conn)?);
    let customer = invoice.customer.map(|id| customers::name(conn, id)).transpose()?.flatten();
    let moment = |at: Timestamp| Moment { at, zone: zone.clone() };
    Ok(VoucherPaper {
        concept: Some(concept(&issued(conn, invoice.arrival)?)),
        customer,
        folio: invoice.folio.to_string(),
        issued: moment(invoice.at),
        amount: charge.amount,
        method: charge.method.as_str().to_owned(),
        barcode: voucher.barcode.clone(),
        reference: voucher.reference.clone(),
        bank: voucher.bank.clone(),
        clabe: voucher.clabe.clone(),
        qr: transfer_text(voucher, charge.amount),
        expires: moment(voucher.expires_at.unwrap_or(charge.requested_at)),
        cancelled: charge.state == ChargeState::Cancelled,
        training,
        till: till_label(language),
        shop,
    })
}

/// What a transfer's QR says: the account, the reference and the exact amount as text to copy
/// on the payer's own telephone. It is no CoDi request; no bank acts on it by itself.
pub(crate) fn transfer_text(voucher: &Voucher, amount: Money) -> Option<String> {
    let clabe = voucher.clabe.as_deref()?;
    let bank = voucher.bank.as_deref().unwrap_or_default();
    let reference = voucher.reference.as_deref().unwrap_or_default();
    Some(format!(
        "SPEI\nCLABE {clabe}\nBanco {bank}\nReferencia {reference}\nImporte {} {}",
        amount.decimal_text(),
        amount.currency()
    ))
}

/// A tax as people read it: `IVA 16 %`, `IVA exento`.
pub(crate) fn tax_label(code: &str, rate: Rate, language: Language) -> String {
    let words = Catalogue::of(language);
    let text = match rate {
        Rate::Exempt => words.format("tax-exempt", &[("code", code)]),
        Rate::BasisPoints(points) => {
            let hundred = BASIS / 100;
            let (whole, rest) = (i64::from(points) / hundred, i64::from(points) % hundred);
            let percent = match rest {
                0 => whole.to_string(),
                _ => format!("{whole}.{rest:02}").trim_end_matches('0').to_owned(),
            };
            words.format("tax-rate", &[("code", code), ("percent", &percent)])
        }
    };
    text.unwrap_or_else(|_| code.to_owned())
}

/// Who served the customer, in the words of a paper: whoever booked it, where people sign in.
pub(crate) fn served_by(conn: &Connection, arrival: i64) -> Result<Option<String>, LedgerError> {
    let actor = timeline::fact(conn, arrival)?.actor;
    let person = actor.as_user().map(|id| staff::read(conn, id)).transpose()?.flatten();
    Ok(person.map(|person| person.name.as_str().to_owned()))
}

pub(crate) fn receipt_paper(
    conn: &Connection,
    invoice: &invoices::Invoice,
    training: bool,
    language: Language,
) -> Result<ReceiptPaper, PrintError> {
    let (shop, zone) = shop(company::read(conn)?);
    let customer = invoice.customer.map(|id| customers::name(conn, id)).transpose()?.flatten();
    let body = issued(conn, invoice.arrival)?;
    let money = |minor| Money::new(minor, body.currency);
    let lines = body.lines.iter().map(|line| ReceiptLine {
        quantity: line.quantity,
        unit: line.unit,
        name: line.name.clone(),
        note: Some(line.note.clone()),
        unit_price: money(line.price),
        discount: (line.discount != 0).then(|| money(line.discount)),
        total: money(line.total),
    });
    let taxes = body.taxes.iter().map(|(code, rate, _, amount)| TaxLine {
        name: tax_label(code, *rate, language),
        amount: money(*amount),
    });
    let story = Story::of(conn, invoice)?;
    let (kind, folio, at) = match story.voided {
        Some((voided, at)) => {
            let corrects = invoice.folio.to_string();
            let kind = ReceiptKind::CreditNote { corrects, reason: Some(voided.reason) };
            (kind, voided.folio.to_string(), at)
        }
        None => (ReceiptKind::Sale, invoice.folio.to_string(), invoice.at),
    };
    Ok(ReceiptPaper {
        kind,
        shop,
        customer,
        cashier: served_by(conn, invoice.arrival)?,
        folio,
        issued: Moment { at, zone },
        lines: lines.collect(),
        note: Some(body.note.clone()),
        subtotal: money(body.net),
        discount: (body.discount != 0).then(|| money(body.discount)),
        taxes: taxes.collect(),
        total: money(body.total),
        rounding: story.rounding,
        tip: story.tip,
        tenders: story.tenders,
        change: story.change,
        training,
        till: till_label(language),
    })
}
