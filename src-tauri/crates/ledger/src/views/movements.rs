//! What moved on each known customer's account, with the balance after it.
//!
//! The balance is what the customer owes less the credit they have, so it is what their
//! receivable and credit accounts sum to. The order is that of booking: a statement that was
//! sent is never changed by what is booked later. A clock that was set back does not change
//! the order either: nothing is older here than what stands before it.

use cobro_domain::{
    account::{Account, Debtor},
    ids::{CustomerId, InvoiceId},
    invoice::Folio,
    money::{Currency, Money},
    statement::{MovementKind, Period},
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{View, invoices};
use crate::{
    chain::StoredFact,
    error::LedgerError,
    fact::{Allocated, Fact, Posted},
    sql,
};

pub(super) const VIEW: View = View {
    name: "movements",
    schema: "
CREATE TABLE movements (
    customer BLOB NOT NULL,
    currency TEXT NOT NULL,
    at       INTEGER NOT NULL,
    fact     INTEGER NOT NULL,
    line     INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    invoice  INTEGER,
    owed     INTEGER NOT NULL,
    credit   INTEGER NOT NULL,
    balance  INTEGER NOT NULL,
    PRIMARY KEY (customer, currency, at, fact, line)
) STRICT, WITHOUT ROWID;",
    indexes: "",
    filled: true,
};

/// A movement of a customer's account, or the part of it that belongs to one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The place of its fact in the file.
    pub fact: i64,
    /// When it was booked.
    pub at: Timestamp,
    /// What it was.
    pub kind: MovementKind,
    /// The invoice it belongs to.
    pub invoice: Option<(InvoiceId, Folio)>,
    /// What it adds to what is owed; negative when it settles some.
    pub owed: Money,
    /// What it adds to the customer's credit; negative when some is used.
    pub credit: Money,
    /// The balance after it.
    pub balance: Money,
}

/// What a fact's movements are, and the invoices that its postings on what customers owe belong
/// to, in their order; one for all of them when there is one. Nothing for a fact that never
/// moves a customer's account.
fn told(fact: &Fact) -> Option<(MovementKind, Vec<InvoiceId>)> {
    use MovementKind as K;
    let allocated = |parts: &[Allocated]| parts.iter().map(|(invoice, _)| *invoice).collect();
    match fact {
        Fact::InvoiceIssued(body) => Some((K::Invoice, vec![body.invoice])),
        Fact::CashReceived(body) => Some((K::Payment, vec![body.invoice])),
        Fact::TenderReceived(body) => Some((K::Payment, vec![body.invoice])),
        Fact::PaymentReceived(body) => Some((K::Payment, vec![body.invoice])),
        Fact::PaymentEntered(body) => Some((K::Payment, allocated(&body.allocations))),
        Fact::TaxWithheld(body) => Some((K::Withholding, vec![body.invoice])),
        Fact::CreditApplied(body) => Some((K::CreditUsed, allocated(&body.allocations))),
        Fact::PaymentCorrected(body) => Some((K::Reversal, vec![body.invoice])),
        Fact::CaseClosed(body) => Some((K::Refund, vec![body.invoice])),
        Fact::RefundEntered(body) => Some((K::Refund, body.invoice.into_iter().collect())),
        Fact::RefundBooked(body) => Some((K::Refund, vec![body.invoice])),
        Fact::GoodsReturned(body) => Some((K::Return, vec![body.invoice])),
        Fact::InvoiceVoided(body) => Some((K::CreditNote, vec![body.invoice])),
        Fact::CustomersMerged(_) => Some((K::Merger, Vec::new())),
        Fact::TillOpened(_)
        | Fact::CompanyChanged(_)
        | Fact::MerchantAccountChanged(_)
        | Fact::ProductChanged(_)
        | Fact::PriceListChanged(_)
        | Fact::ImportBegun(_)
        | Fact::ImportEnded(_)
        | Fact::ImportTidied(_)
        | Fact::CustomerChanged(_)
        | Fact::CustomerErased(_)
        | Fact::UserChanged(_)
        | Fact::PinChanged(_)
        | Fact::UserSignedIn(_)
        | Fact::UserSignedOut(_)
        | Fact::UserLockedOut(_)
        | Fact::ApprovalGiven(_)
        | Fact::PolicyChanged(_)
        | Fact::UserErased(_)
        | Fact::ChargeRequested(_)
        | Fact::CardAsked(_)
        | Fact::PageOffered(_)
        | Fact::HoldAuthorized(_)
        | Fact::CaptureRequested(_)
        | Fact::VoidRequested(_)
        | Fact::FollowUpFailed(_)
        | Fact::HoldEnded(_)
        | Fact::RefundRequested(_)
        | Fact::RefundReported(_)
        | Fact::VoucherIssued(_)
        | Fact::ChargeReported(_)
        | Fact::ChargeRefused(_)
        | Fact::ChargeCancelled(_)
        | Fact::CaseOpened(_)
        | Fact::DocumentPrinted(_)
        | Fact::ShiftOpened(_)
        | Fact::CashMoved(_)
        | Fact::DrawerOpened(_)
        | Fact::QuoteIssued(_)
        | Fact::TipReceived(_)
        | Fact::QuoteWithdrawn(_)
        | Fact::DrawerCounted(_)
        | Fact::ShiftClosed(_) => None,
    }
}

/// Notes what the postings of a fact move on customers' accounts.
pub(super) fn note(
    conn: &Connection,
    stored: &StoredFact,
    fact: &Fact,
    currency: Currency,
    postings: &[Posted],
) -> Result<(), LedgerError> {
    let mut known = None;
    let mut owing = 0_usize;
    for (line, (name, minor)) in (1_i64..).zip(postings) {
        // Most sales are to nobody by name: only those to a customer cost anything here.
        let Some((customer, owes)) = of_customer(name) else {
            continue;
        };
        let Some((kind, invoices)) = known.get_or_insert_with(|| told(fact)) else {
            return Ok(());
        };
        let mut invoice = None;
        if owes {
            let own = invoices.get(owing).or(invoices.last());
            invoice = own.map(|id| invoices::arrival_of(conn, *id)).transpose()?;
            owing = owing.saturating_add(1);
        }
        let (owed, credit) = if owes { (*minor, 0) } else { (0, minor.saturating_neg()) };
        put(conn, stored, &Noted { customer, currency, line, kind: *kind, invoice, owed, credit })?;
    }
    Ok(())
}

/// Whose account it is, and whether it is what they owe; nothing for other accounts.
fn of_customer(name: &str) -> Option<(CustomerId, bool)> {
    match Account::parse(name)? {
        Account::Receivable(Debtor::Customer(id)) => Some((id, true)),
        Account::StoreCredit(id) => Some((id, false)),
        Account::Receivable(Debtor::WalkIn)
        | Account::Unapplied
        | Account::Sales
        | Account::TaxPayable(_)
        | Account::Clearing(_)
        | Account::Cash(_)
        | Account::Terminal
        | Account::Bank
        | Account::Withheld(_)
        | Account::Disputed
        | Account::Rounding
        | Account::Safe
        | Account::OverShort
        | Account::Expenses
        | Account::Sundry
        | Account::Tips => None,
    }
}

struct Noted {
    customer: CustomerId,
    currency: Currency,
    line: i64,
    kind: MovementKind,
    invoice: Option<i64>,
    owed: i64,
    credit: i64,
}

fn put(conn: &Connection, stored: &StoredFact, noted: &Noted) -> Result<(), LedgerError> {
    let customer = noted.customer.0.as_bytes();
    let last: Option<(i64, i64)> = conn
        .prepare_cached(
            "SELECT at, balance FROM movements WHERE customer = ?1 AND currency = ?2
             ORDER BY at DESC, fact DESC, line DESC LIMIT 1",
        )?
        .query_row(params![customer, noted.currency.code()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (since, balance) = last.unwrap_or((i64::MIN, 0));
    let after = balance
        .checked_add(noted.owed)
        .and_then(|sum| sum.checked_sub(noted.credit))
        .ok_or_else(|| LedgerError::Malformed {
            what: "a customer's balance",
            detail: format!("{balance} and {} do not fit", noted.owed),
        })?;
    conn.prepare_cached(
        "INSERT INTO movements (customer, currency, at, fact, line, kind, invoice, owed, credit,
                                balance)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        customer,
        noted.currency.code(),
        stored.at.millis().max(since),
        stored.arrival,
        noted.line,
        noted.kind.word(),
        noted.invoice,
        noted.owed,
        noted.credit,
        after,
    ])?;
    Ok(())
}

/// The balance before a moment.
///
/// # Errors
/// When the file cannot be read.
pub fn balance_before(
    conn: &Connection,
    customer: CustomerId,
    currency: Currency,
    at: Timestamp,
) -> Result<Money, LedgerError> {
    let minor: Option<i64> = conn
        .prepare_cached(
            "SELECT balance FROM movements WHERE customer = ?1 AND currency = ?2 AND at < ?3
             ORDER BY at DESC, fact DESC, line DESC LIMIT 1",
        )?
        .query_row(params![customer.0.as_bytes(), currency.code(), at.millis()], |row| row.get(0))
        .optional()?;
    Ok(Money::new(minor.unwrap_or(0), currency))
}

fn part(row: &Row<'_>) -> rusqlite::Result<Part> {
    let currency = sql::currency(row, 1)?;
    let word: String = row.get(3)?;
    let invoice = match sql::maybe_uuid(row, 4)? {
        Some(id) => Some((InvoiceId(id), Folio { series: row.get(5)?, number: row.get(6)? })),
        None => None,
    };
    Ok(Part {
        fact: row.get(0)?,
        at: Timestamp::from_millis(row.get(2)?),
        kind: sql::word_of(3, &word, MovementKind::from_word(&word))?,
        invoice,
        owed: sql::money(row, 7, currency)?,
        credit: sql::money(row, 8, currency)?,
        balance: sql::money(row, 9, currency)?,
    })
}

/// What moved in a period, in the order it was booked; the parts of one fact stand together.
///
/// # Errors
/// When the file cannot be read.
pub fn within(
    conn: &Connection,
    customer: CustomerId,
    currency: Currency,
    period: Period,
) -> Result<Vec<Part>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT m.fact, m.currency, m.at, m.kind, i.id, i.series, i.number, m.owed, m.credit,
                m.balance
         FROM movements AS m LEFT JOIN invoices AS i ON i.arrival = m.invoice
         WHERE m.customer = ?1 AND m.currency = ?2 AND m.at >= ?3 AND m.at < ?4
         ORDER BY m.at, m.fact, m.line",
    )?;
    let rows = statement.query_map(
        params![
            customer.0.as_bytes(),
            currency.code(),
            period.from.millis(),
            period.until.millis()
        ],
        part,
    )?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// The newest movements before the fact at `before`, newest first: a customer's history. All
/// parts of a fact are on one page, which holds more than `limit` for that, if need be.
///
/// # Errors
/// When the file cannot be read.
pub fn page(
    conn: &Connection,
    customer: CustomerId,
    currency: Currency,
    before: Option<(Timestamp, i64)>,
    limit: u32,
) -> Result<Vec<Part>, LedgerError> {
    let (at, fact) = before.map_or((i64::MAX, i64::MAX), |(at, fact)| (at.millis(), fact));
    let mut statement = conn.prepare_cached(
        "SELECT m.fact, m.currency, m.at, m.kind, i.id, i.series, i.number, m.owed, m.credit,
                m.balance
         FROM movements AS m LEFT JOIN invoices AS i ON i.arrival = m.invoice
         WHERE m.customer = ?1 AND m.currency = ?2 AND (m.at, m.fact) < (?3, ?4)
         ORDER BY m.at DESC, m.fact DESC, m.line DESC LIMIT ?5",
    )?;
    let rows = statement
        .query_map(params![customer.0.as_bytes(), currency.code(), at, fact, limit], part)?;
    let mut found = rows.collect::<Result<Vec<_>, _>>()?;
    let full = u32::try_from(found.len()).is_ok_and(|parts| parts >= limit);
    if let Some(last) = found.last().cloned().filter(|_| full) {
        found.retain(|part| part.fact != last.fact);
        let next = Timestamp::from_millis(last.at.millis().saturating_add(1));
        let moment = within(conn, customer, currency, Period { from: last.at, until: next })?;
        found.extend(moment.into_iter().rev().filter(|part| part.fact == last.fact));
    }
    Ok(found)
}

/// Customers whose last balance here is not what their accounts say; at most `most` of them.
/// Walks every account: never on the writer.
pub(crate) fn faults(conn: &Connection, most: usize) -> Result<Vec<String>, LedgerError> {
    let mut names = conn.prepare(
        "SELECT name, currency, balance FROM accounts
         WHERE name > 'receivable:' AND name < 'receivable;'
            OR name > 'store-credit:' AND name < 'store-credit;' ORDER BY name",
    )?;
    let rows = names.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, sql::currency(row, 1)?, row.get::<_, i64>(2)?))
    })?;
    let mut expected = std::collections::BTreeMap::<_, i64>::new();
    for row in rows {
        let (name, currency, minor) = row?;
        if let Some((customer, _)) = of_customer(&name) {
            let sum = expected.entry((customer, currency)).or_default();
            *sum = sum.saturating_add(minor);
        }
    }
    let mut faults = Vec::new();
    for ((customer, currency), expected) in expected {
        let found = balance_before(conn, customer, currency, Timestamp::MAX)?.minor();
        if found != expected {
            faults.push(format!(
                "the movements of customer {customer} end at {found}, their accounts at {expected}"
            ));
        }
        if faults.len() >= most {
            break;
        }
    }
    Ok(faults)
}
