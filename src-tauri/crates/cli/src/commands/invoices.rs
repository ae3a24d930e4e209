//! Lists of invoices, and one invoice whole.

use std::fmt;

use cobro_domain::{charge::Flags, ids::InvoiceId, invoice::Folio, unit::Unit};
use cobro_till::books::{
    Charge, Fact, Invoice, LedgerError, Reader, charges, company, customers, fact::InvoiceIssued,
    invoices, timeline,
};
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::{
    arguments::{Page, Shop},
    failure::Failure,
    output::{Amount, Moment},
    story::Entry,
};

/// An invoice in a list.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    id: String,
    folio: String,
    at: Moment,
    customer: Option<String>,
    method: Option<String>,
    state: &'static str,
    standing: &'static str,
    total: Amount,
    paid: Amount,
    due: Amount,
}

impl Row {
    pub(crate) fn of(
        reader: &Reader,
        invoice: &Invoice,
        zone: &TimeZone,
    ) -> Result<Self, LedgerError> {
        let customer = invoice.customer.map(|id| customers::name(reader.conn(), id)).transpose()?;
        Ok(Self {
            id: invoice.id.to_string(),
            folio: invoice.folio.to_string(),
            at: Moment::new(invoice.at, zone),
            customer: customer.flatten(),
            method: invoice.method.clone(),
            state: invoice.state.word(),
            standing: invoice.standing.word(),
            total: invoice.total.into(),
            paid: invoice.paid.into(),
            due: invoice.due()?.into(),
        })
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { folio, at, standing, total, due, .. } = self;
        let customer = self.customer.as_deref().unwrap_or("-");
        let method = self.method.as_deref().unwrap_or("-");
        write!(f, "{folio:<12} {at} {standing:<9} {total:>16} {due:>16} {method:<16} {customer}")
    }
}

/// A page of invoices, newest first.
#[derive(Debug, Serialize)]
pub(crate) struct List {
    invoices: Vec<Row>,
    /// What `--after` takes to show the next page; none on the last.
    next: Option<String>,
}

/// One page of invoices.
pub(crate) fn list(shop: &Shop, page: &Page) -> Result<List, Failure> {
    let reader = shop.read()?;
    let zone = zone(&reader)?;
    // One more than asked for tells whether there is another page.
    let most = page.limit.saturating_add(1);
    let mut found = invoices::page(reader.conn(), page.standings.as_deref(), page.after, most)?;
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|last| last.arrival.to_string());
    let rows = found.iter().map(|invoice| Row::of(&reader, invoice, &zone));
    Ok(List { invoices: rows.collect::<Result<_, _>>()?, next })
}

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.invoices.is_empty() {
            return f.write_str("no invoices");
        }
        for row in &self.invoices {
            writeln!(f, "{row}")?;
        }
        match &self.next {
            Some(next) => writeln!(f, "more: --after {next}"),
            None => Ok(()),
        }
    }
}

/// One invoice, whole.
#[derive(Debug, Serialize)]
pub(crate) struct Story {
    #[serde(flatten)]
    invoice: Row,
    flags: Vec<&'static str>,
    credit_note: Option<String>,
    net: Amount,
    discount: Amount,
    taxes: Vec<TaxRow>,
    lines: Vec<Line>,
    charges: Vec<ChargeRow>,
    /// Oldest first.
    timeline: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct TaxRow {
    code: String,
    base: Amount,
    amount: Amount,
}

#[derive(Debug, Serialize)]
struct Line {
    name: String,
    quantity: String,
    unit: &'static str,
    price: Amount,
    discount: Amount,
    total: Amount,
}

/// One attempt to collect.
#[derive(Debug, Serialize)]
pub(crate) struct ChargeRow {
    pub(crate) id: String,
    method: String,
    reference: String,
    state: &'static str,
    amount: Amount,
    provider_order: Option<String>,
    pub(crate) barcode: Option<String>,
    pub(crate) payment_reference: Option<String>,
    clabe: Option<String>,
    bank: Option<String>,
    pub(crate) expires_at: Option<Moment>,
    text: Option<String>,
}

impl ChargeRow {
    pub(crate) fn of(charge: &Charge, zone: &TimeZone) -> Self {
        let voucher = charge.voucher.clone().unwrap_or_default();
        Self {
            id: charge.id.to_string(),
            method: charge.method.to_string(),
            reference: charge.reference.to_string(),
            state: charge.state.word(),
            amount: charge.amount.into(),
            provider_order: charge.provider_id.clone(),
            barcode: voucher.barcode,
            payment_reference: voucher.reference,
            clabe: voucher.clabe,
            bank: voucher.bank,
            expires_at: voucher.expires_at.map(|at| Moment::new(at, zone)),
            text: charge.text.clone(),
        }
    }
}

/// One invoice by its folio or its id.
pub(crate) fn show(shop: &Shop, which: &str) -> Result<Story, Failure> {
    let reader = shop.read()?;
    let invoice = find(&reader, which)?.ok_or_else(|| {
        Failure::failed(format!(
            "there is no invoice {which:?} in these books; see `cobro-cli invoice list`"
        ))
    })?;
    story(&reader, &invoice)
}

fn find(reader: &Reader, which: &str) -> Result<Option<Invoice>, Failure> {
    if let Ok(id) = InvoiceId::parse(which) {
        return Ok(invoices::read(reader.conn(), id)?);
    }
    let folio = Folio::parse(which).ok_or_else(|| {
        Failure::usage(format!("{which:?} is neither a folio such as A-000128 nor an id"))
    })?;
    Ok(invoices::by_folio(reader.conn(), &folio)?)
}

/// Everything that the books say about an invoice.
pub(crate) fn story(reader: &Reader, invoice: &Invoice) -> Result<Story, Failure> {
    let zone = zone(reader)?;
    let conn = reader.conn();
    let issued = issued(reader, invoice)?;
    let amount = |minor| Amount::of(minor, issued.currency);
    let taxes = issued.taxes.iter().map(|(code, _, base, tax)| TaxRow {
        code: code.clone(),
        base: amount(*base),
        amount: amount(*tax),
    });
    let lines = issued.lines.iter().map(|line| Line {
        name: line.name.clone(),
        quantity: line.quantity.to_string(),
        unit: line.unit.word(),
        price: amount(line.price),
        discount: amount(line.discount),
        total: amount(line.total),
    });
    let charges = charges::of_invoice(conn, invoice.arrival)?;
    let facts = timeline::of(conn, invoice.arrival)?;
    let entries = facts.iter().rev().map(|fact| Entry::of(fact, &zone));
    Ok(Story {
        invoice: Row::of(reader, invoice, &zone)?,
        flags: flags(invoice.flags),
        credit_note: invoice.credit_note.clone(),
        net: amount(issued.net),
        discount: amount(issued.discount),
        taxes: taxes.collect(),
        lines: lines.collect(),
        charges: charges.iter().map(|charge| ChargeRow::of(charge, &zone)).collect(),
        timeline: entries.collect::<Result<_, _>>()?,
    })
}

fn issued(reader: &Reader, invoice: &Invoice) -> Result<InvoiceIssued, LedgerError> {
    let fact = timeline::fact(reader.conn(), invoice.arrival)?.decode()?;
    if let Fact::InvoiceIssued(body) = fact {
        return Ok(body);
    }
    let detail = format!("its first fact is {}", fact.kind());
    Err(LedgerError::Malformed { what: "an invoice", detail })
}

fn flags(flags: Flags) -> Vec<&'static str> {
    let Flags { partial, over, late, mismatch, marked, disputed } = flags;
    let all = [
        (partial, "partial"),
        (over, "over"),
        (late, "late"),
        (mismatch, "mismatch"),
        (marked, "marked"),
        (disputed, "disputed"),
    ];
    all.into_iter().filter(|(raised, _)| *raised).map(|(_, word)| word).collect()
}

/// The shop's time zone; UTC until the shop has said where it is.
pub(crate) fn zone(reader: &Reader) -> Result<TimeZone, LedgerError> {
    let company = company::read(reader.conn())?;
    let zone = company.and_then(|company| TimeZone::get(&company.zone).ok());
    Ok(zone.unwrap_or(TimeZone::UTC))
}

impl Story {
    pub(crate) fn charges(&self) -> &[ChargeRow] {
        &self.charges
    }
}

impl fmt::Display for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Row { id, folio, at, customer, standing, total, paid, due, .. } = &self.invoice;
        writeln!(f, "{folio}  {standing}  {at}")?;
        writeln!(f, "id {id}, customer {}", customer.as_deref().unwrap_or("-"))?;
        for Line { name, quantity, unit, total, .. } in &self.lines {
            let unit = if *unit == Unit::Piece.word() { "" } else { *unit };
            writeln!(f, "  {quantity:>8} {unit:<4} {name:<40} {total:>16}")?;
        }
        writeln!(f, "total {total}, paid {paid}, due {due}")?;
        if let Some(credit_note) = &self.credit_note {
            writeln!(f, "taken back by credit note {credit_note}")?;
        }
        for charge in &self.charges {
            writeln!(f, "{charge}")?;
        }
        for Entry { at, actor, text, .. } in &self.timeline {
            writeln!(f, "{at}  {actor:<6} {text}")?;
        }
        Ok(())
    }
}

impl fmt::Display for ChargeRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}, reference {}", self.method, self.state, self.amount, self.reference)?;
        let given = [
            ("barcode", &self.barcode),
            ("payment reference", &self.payment_reference),
            ("CLABE", &self.clabe),
        ];
        for (name, value) in given {
            if let Some(value) = value {
                write!(f, ", {name} {value}")?;
            }
        }
        Ok(())
    }
}
