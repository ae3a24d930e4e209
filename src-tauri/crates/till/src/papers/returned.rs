//! The credit note of goods that came back.

use std::collections::BTreeMap;

use cobro_documents::{Language, Moment, ReceiptKind, ReceiptLine, ReceiptPaper, TaxLine};
use cobro_domain::{money::Money, tax::Rate};
use cobro_ledger::{
    Connection, LedgerError,
    fact::{GoodsReturned, InvoiceIssued},
    views::{
        company,
        invoices::Invoice,
        returns::{self, Return},
    },
    working::customers,
};

use super::{PrintError, served_by, shop, tax_label, till_label};
use crate::void::issued;

/// Everything on it: what came back with the amounts that were booked, never computed anew.
pub(super) fn paper(
    conn: &Connection,
    invoice: &Invoice,
    found: &Return,
    training: bool,
    language: Language,
) -> Result<ReceiptPaper, PrintError> {
    let (shop, zone) = shop(company::read(conn)?);
    let body = returns::body(conn, found)?;
    let sold = issued(conn, invoice.arrival)?;
    let named = body.customer.or(invoice.customer);
    let customer = named.map(|id| customers::name(conn, id)).transpose()?.flatten();
    let money = |minor| Money::new(minor, body.currency);
    let taxes = taxes(&body).into_iter().map(|((code, rate), amount)| TaxLine {
        name: tax_label(&code, rate, language),
        amount: money(amount),
    });
    Ok(ReceiptPaper {
        kind: ReceiptKind::CreditNote {
            corrects: invoice.folio.to_string(),
            reason: Some(body.reason.clone()),
        },
        shop,
        customer,
        cashier: served_by(conn, found.fact)?,
        folio: found.folio.to_string(),
        issued: Moment { at: found.at, zone },
        lines: lines(&body, &sold)?,
        note: None,
        subtotal: money(body.net),
        discount: None,
        taxes: taxes.collect(),
        total: found.total,
        tenders: Vec::new(),
        rounding: None,
        tip: None,
        change: None,
        training,
        till: till_label(language),
    })
}

fn lines(body: &GoodsReturned, sold: &InvoiceIssued) -> Result<Vec<ReceiptLine>, LedgerError> {
    let money = |minor| Money::new(minor, body.currency);
    let line = |back: &cobro_ledger::fact::ReturnedLine| {
        let place = usize::try_from(back.line).unwrap_or(usize::MAX);
        let of = sold.lines.get(place).ok_or_else(|| LedgerError::Malformed {
            what: "a return",
            detail: format!("there is no line {place}"),
        })?;
        Ok(ReceiptLine {
            quantity: back.quantity,
            unit: of.unit,
            name: of.name.clone(),
            note: None,
            unit_price: money(of.price),
            discount: None,
            total: money(back.total),
        })
    };
    body.lines.iter().map(line).collect()
}

/// Each tax of all lines, in the order of their codes.
fn taxes(body: &GoodsReturned) -> BTreeMap<(String, Rate), i64> {
    let mut taxes = BTreeMap::new();
    for (code, rate, amount) in body.lines.iter().flat_map(|line| &line.taxes) {
        let sum: &mut i64 = taxes.entry((code.clone(), *rate)).or_default();
        *sum = sum.saturating_add(*amount);
    }
    taxes
}
