//! Tables computed from facts. Every one of them can be thrown away and rebuilt.
//!
//! `apply` never refuses and uses only what the fact says: replaying old facts under new
//! rules gives the old books. What may happen is decided before a fact is written.

pub mod accounts;
pub mod allocations;
pub mod cards;
pub mod cases;
pub mod charges;
pub mod company;
pub mod counts;
pub mod entered;
pub mod holds;
pub mod imports;
pub mod invoices;
pub mod merchants;
pub mod merges;
pub mod movements;
pub mod outstanding;
pub mod payments;
pub mod price_lists;
pub mod products;
pub mod quotes;
pub mod refunds;
pub mod returns;
pub mod series;
pub mod shifts;
pub mod timeline;
pub mod trail;
pub mod users;

use cobro_domain::people::Document;
use rusqlite::Connection;

use crate::{
    chain::StoredFact,
    error::LedgerError,
    fact::{ApprovalGiven, Fact},
};

/// The version of what `apply` computes; another number rebuilds the views when the ledger
/// is opened.
pub(crate) const VERSION: i64 = 17;

/// A view.
pub(crate) struct View {
    /// Its table.
    pub(crate) name: &'static str,
    /// The table, with the indexes that `apply` needs.
    pub(crate) schema: &'static str,
    /// The indexes that only readers need; a rebuild makes them last.
    pub(crate) indexes: &'static str,
    /// Whether `apply` writes it; triggers on another view do otherwise.
    pub(crate) filled: bool,
}

/// Every view, in an order in which they can be filled.
pub(crate) const VIEWS: &[View] = &[
    company::VIEW,
    merchants::VIEW,
    users::VIEW,
    users::POLICIES,
    imports::VIEW,
    price_lists::VIEW,
    products::VIEW,
    products::CODES,
    series::VIEW,
    invoices::VIEW,
    quotes::VIEW,
    charges::VIEW,
    payments::VIEW,
    allocations::VIEW,
    entered::VIEW,
    merges::VIEW,
    cases::VIEW,
    cards::VIEW,
    cards::PAGES,
    holds::VIEW,
    refunds::VIEW,
    returns::VIEW,
    accounts::ACCOUNTS,
    accounts::POSTINGS,
    movements::VIEW,
    timeline::VIEW,
    counts::VIEW,
    shifts::VIEW,
    trail::VIEW,
    trail::ACTORS,
    trail::SUBJECTS,
];

/// Makes the empty views.
pub(crate) fn create(conn: &Connection) -> rusqlite::Result<()> {
    create_tables(conn)?;
    create_indexes(conn)
}

/// Makes the empty views with what `apply` needs.
pub(crate) fn create_tables(conn: &Connection) -> rusqlite::Result<()> {
    VIEWS.iter().try_for_each(|view| conn.execute_batch(view.schema))?;
    conn.execute_batch(products::SEARCH)
}

/// Makes what readers need besides.
pub(crate) fn create_indexes(conn: &Connection) -> rusqlite::Result<()> {
    VIEWS.iter().try_for_each(|view| conn.execute_batch(view.indexes))?;
    products::settle(conn)
}

/// Throws the views away, of whatever shape they are.
pub(crate) fn drop_all(conn: &Connection) -> rusqlite::Result<()> {
    let tables = VIEWS.iter().map(|view| view.name).chain(products::SEARCH_TABLES);
    let mut drops = tables.map(|name| format!("DROP TABLE IF EXISTS main.{name}"));
    drops.try_for_each(|drop| conn.execute_batch(&drop))
}

/// What follows from a fact.
pub(crate) fn apply(
    conn: &Connection,
    stored: &StoredFact,
    fact: &Fact,
) -> Result<(), LedgerError> {
    follow(conn, stored, fact)?;
    trail::note(conn, stored, fact)?;
    let Some((currency, postings)) = fact.entry() else {
        return Ok(());
    };
    accounts::post(conn, stored.arrival, currency, postings)?;
    movements::note(conn, stored, fact, currency, postings)
}

/// What follows from a fact besides its entry.
#[expect(clippy::too_many_lines, reason = "an arm for each kind of fact, in their order")]
fn follow(conn: &Connection, stored: &StoredFact, fact: &Fact) -> Result<(), LedgerError> {
    match fact {
        Fact::TillOpened(_)
        | Fact::CustomerChanged(_)
        | Fact::CustomerErased(_)
        | Fact::PinChanged(_)
        | Fact::UserSignedIn(_)
        | Fact::UserSignedOut(_)
        | Fact::UserLockedOut(_)
        | Fact::UserErased(_) => Ok(()),
        Fact::UserChanged(body) => users::apply(conn, stored, body),
        Fact::PolicyChanged(body) => users::decide(conn, body),
        Fact::ApprovalGiven(body) => approved(conn, stored, body),
        Fact::CustomersMerged(body) => merges::apply(conn, stored, body),
        Fact::CompanyChanged(body) => company::apply(conn, body),
        Fact::MerchantAccountChanged(body) => merchants::apply(conn, stored.arrival, body),
        Fact::ProductChanged(body) => products::apply(conn, stored.arrival, body),
        Fact::PriceListChanged(body) => price_lists::apply(conn, stored.arrival, body),
        Fact::ImportBegun(body) => imports::begin(conn, stored, body),
        Fact::ImportEnded(body) => imports::end(conn, body),
        Fact::ImportTidied(body) => imports::tidy(conn, body),
        Fact::InvoiceIssued(body) => {
            series::take(conn, &body.folio)?;
            invoices::issue(conn, stored, body)?;
            quotes::accept(conn, stored, body)?;
            timeline::note(conn, stored.arrival, stored.arrival)
        }
        Fact::QuoteIssued(body) => {
            series::take(conn, &body.folio)?;
            quotes::issue(conn, stored, body)
        }
        Fact::QuoteWithdrawn(body) => quotes::withdraw(conn, body),
        Fact::CashReceived(body) => {
            let invoice = payments::cash(conn, stored, body)?;
            invoices::refresh(conn, invoice)?;
            timeline::note(conn, invoice, stored.arrival)
        }
        Fact::TenderReceived(body) => {
            let invoice = payments::tender(conn, stored, body)?;
            invoices::refresh(conn, invoice)?;
            timeline::note(conn, invoice, stored.arrival)
        }
        Fact::TipReceived(body) => {
            let invoice = invoices::arrival_of(conn, body.invoice)?;
            timeline::note(conn, invoice, stored.arrival)
        }
        Fact::ChargeRequested(body) => {
            let invoice = charges::request(conn, stored, body)?;
            invoices::refresh(conn, invoice)?;
            timeline::note(conn, invoice, stored.arrival)
        }
        Fact::CardAsked(body) => changed(conn, stored, cards::ask(conn, body)?),
        Fact::PageOffered(body) => changed(conn, stored, cards::offer(conn, stored, body)?),
        Fact::VoucherIssued(body) => changed(conn, stored, charges::issue(conn, stored, body)?),
        Fact::ChargeReported(body) => changed(conn, stored, charges::report(conn, stored, body)?),
        Fact::ChargeRefused(body) => changed(conn, stored, charges::refuse(conn, stored, body)?),
        Fact::ChargeCancelled(body) => changed(conn, stored, charges::cancel(conn, stored, body)?),
        Fact::HoldAuthorized(body) => changed(conn, stored, holds::authorize(conn, stored, body)?),
        Fact::CaptureRequested(body) => changed(conn, stored, holds::capture(conn, body)?),
        Fact::VoidRequested(body) => changed(conn, stored, holds::void(conn, body)?),
        Fact::FollowUpFailed(body) => changed(conn, stored, holds::fail(conn, body)?),
        Fact::HoldEnded(body) => changed(conn, stored, holds::end(conn, stored, body)?),
        Fact::PaymentReceived(body) => {
            let invoice = payments::receive(conn, stored, body)?;
            charges::paid(conn, stored, body)?;
            holds::taken(conn, stored, body)?;
            changed(conn, stored, invoice)
        }
        Fact::PaymentCorrected(body) => {
            let invoice = payments::correct(conn, stored, body)?;
            charges::correct(conn, body)?;
            changed(conn, stored, invoice)
        }
        Fact::RefundRequested(body) => changed(conn, stored, refunds::request(conn, stored, body)?),
        Fact::RefundReported(body) => match refunds::report(conn, stored, body)? {
            Some(invoice) => changed(conn, stored, invoice),
            None => Ok(()),
        },
        Fact::RefundBooked(body) => changed(conn, stored, refunds::book(conn, stored, body)?),
        Fact::CaseOpened(body) => changed(conn, stored, cases::open(conn, stored, body)?),
        Fact::CaseClosed(body) => {
            let invoice = cases::close(conn, stored, body)?;
            payments::take_off(conn, stored, body)?;
            changed(conn, stored, invoice)
        }
        Fact::GoodsReturned(body) => {
            series::take(conn, &body.folio)?;
            let invoice = returns::apply(conn, stored, body)?;
            changed(conn, stored, invoice)
        }
        Fact::InvoiceVoided(body) => {
            let invoice = invoices::void(conn, stored, body)?;
            quotes::free(conn, invoice)?;
            series::take(conn, &body.folio)?;
            changed(conn, stored, invoice)
        }
        Fact::PaymentEntered(body) => {
            entered::apply(conn, stored, body)?;
            allocations::enter(conn, stored, body)
        }
        Fact::CreditApplied(body) => allocations::apply_credit(conn, stored, body),
        Fact::TaxWithheld(body) => allocations::withhold(conn, stored, body),
        Fact::RefundEntered(body) => {
            entered::refund(conn, body)?;
            allocations::refund(conn, stored, body)
        }
        Fact::DocumentPrinted(body) => {
            let invoice = invoices::arrival_of(conn, body.invoice)?;
            timeline::note(conn, invoice, stored.arrival)
        }
        Fact::ShiftOpened(body) => shifts::open(conn, stored, body),
        Fact::CashMoved(_) | Fact::DrawerOpened(_) => Ok(()),
        Fact::DrawerCounted(body) => shifts::count(conn, stored, body),
        Fact::ShiftClosed(body) => {
            series::take(conn, &body.folio)?;
            shifts::close(conn, stored, body)
        }
    }
}

/// An invoice's story names who approved what was done to it.
fn approved(
    conn: &Connection,
    stored: &StoredFact,
    body: &ApprovalGiven,
) -> Result<(), LedgerError> {
    let Some(Document::Invoice(id)) = Document::parse(&body.document) else {
        return Ok(());
    };
    match invoices::read(conn, id)? {
        Some(invoice) => timeline::note(conn, invoice.arrival, stored.arrival),
        None => Ok(()),
    }
}

/// An invoice whose charges, payments or flags changed.
fn changed(conn: &Connection, stored: &StoredFact, invoice: i64) -> Result<(), LedgerError> {
    invoices::refresh(conn, invoice)?;
    timeline::note(conn, invoice, stored.arrival)
}
