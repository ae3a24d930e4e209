//! Issuing: from the ticket being typed to an invoice in the books.

use cobro_domain::{
    account::{Account, Debtor, Entry, EntryError, Posting},
    customer::Person,
    ids::{CustomerId, InvoiceId},
    invoice::Folio,
    money::{Money, MoneyError},
    name::Name,
    people::{Document, Permission},
    pricing::{Priced, PricingError},
    tax::Rate,
    ticket::Line,
    time::Timestamp,
};
use cobro_ledger::{
    Booking, LedgerError,
    fact::{Fact, InvoiceIssued, IssuedLine, Posted},
    views::{merges, series},
    working::{customers, tickets},
};

use crate::{
    customers::write,
    permit::{PermitError, permit, policy_of},
    quotes::{QuoteRefusal, still_counts},
    typed::{Kept, TypedTicket},
};

/// Why a ticket did not become an invoice.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// There is nothing on the ticket.
    #[error("the ticket is empty")]
    Empty,
    /// The ticket has no price.
    #[error(transparent)]
    Pricing(#[from] PricingError),
    /// Amounts of the entry do not go together.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// What became of the quote that it sells stands in the way.
    #[error(transparent)]
    Quote(#[from] QuoteRefusal),
    /// Whoever sells may not give these prices or discounts alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<MoneyError> for IssueError {
    fn from(error: MoneyError) -> Self {
        Self::Entry(EntryError::Money(error))
    }
}

/// An invoice just issued, inside the transaction that issues it.
#[derive(Clone, Debug)]
pub(crate) struct Issued {
    pub(crate) invoice: InvoiceId,
    pub(crate) folio: Folio,
    pub(crate) debtor: Debtor,
    pub(crate) total: Money,
}

/// Issues the ticket being typed and begins an empty one.
pub(crate) fn issue_typed(
    booking: &mut Booking<'_, '_>,
    currency: cobro_domain::money::Currency,
) -> Result<Issued, IssueError> {
    let typed = take_typed(booking, currency)?;
    let customer = buyer(booking, &typed)?;
    issue_to(booking, &typed, customer, None)
}

/// The ticket being typed, taken off the screen: its prices and discounts are what whoever sells
/// may give, or somebody approved them.
pub(crate) fn take_typed(
    booking: &mut Booking<'_, '_>,
    currency: cobro_domain::money::Currency,
) -> Result<TypedTicket, IssueError> {
    let kept = Kept::read(booking.conn(), currency)?;
    let kept = kept.filter(|kept| !kept.typed.ticket.lines.is_empty()).ok_or(IssueError::Empty)?;
    if let Some(taken) = kept.typed.ticket.accepts() {
        still_counts(booking.conn(), taken, booking.at())?;
    }
    let document = Document::Ticket(kept.id);
    if kept.typed.has_other_prices() {
        permit(booking, Permission::ChangePrice, document)?;
    }
    if kept.typed.has_other_list() {
        permit(booking, Permission::ChoosePriceList, document)?;
    }
    let policy = policy_of(booking.conn(), booking.actor())?;
    if kept.typed.takes_off_more(policy.map_or(0, |policy| policy.discount()))? {
        permit(booking, Permission::Discount, document)?;
    }
    tickets::remove(booking.conn(), kept.id)?;
    Ok(kept.typed)
}

/// Issues a ticket to a customer, to be paid at a time.
pub(crate) fn issue_to(
    booking: &mut Booking<'_, '_>,
    typed: &TypedTicket,
    customer: Option<CustomerId>,
    due_at: Option<Timestamp>,
) -> Result<Issued, IssueError> {
    let priced = typed.priced()?;
    let debtor = customer.map_or(Debtor::WalkIn, Debtor::Customer);
    let invoice = InvoiceId::new(booking.at(), booking.random());
    let conn = booking.conn();
    let folio = series::next(conn, &series::current(conn)?)?;
    booking.append(&Fact::InvoiceIssued(InvoiceIssued {
        invoice,
        folio: folio.clone(),
        customer,
        due_at,
        quote: typed.ticket.accepts().map(|taken| taken.id),
        currency: typed.ticket.currency,
        lines: frozen_lines(typed, &priced)?,
        note: said(typed.ticket.note.as_ref()),
        discount: priced.discount.minor(),
        net: priced.net.minor(),
        taxes: frozen_taxes(&priced),
        total: priced.total.minor(),
        postings: posted(&sale_entry(debtor, &priced)?),
    }))?;
    Ok(Issued { invoice, folio, debtor, total: priced.total })
}

/// The lines of a ticket with their amounts, as a fact keeps them.
pub(crate) fn frozen_lines(
    typed: &TypedTicket,
    priced: &Priced,
) -> Result<Vec<IssuedLine>, MoneyError> {
    let lines = typed.ticket.lines.iter().zip(&priced.lines);
    let lines = lines.map(|(line, part)| {
        let discount = part.discount.checked_add(part.ticket_discount)?.minor();
        let taxes = part.taxes.iter();
        let taxes = taxes.map(|t| (t.tax.code.clone(), t.tax.rate, t.amount.minor()));
        Ok(IssuedLine {
            discount,
            net: part.net.minor(),
            taxes: taxes.collect(),
            total: part.total.minor(),
            ..frozen(line)
        })
    });
    lines.collect()
}

/// The sum of each tax, as a fact keeps it: code, rate, base, amount.
pub(crate) fn frozen_taxes(priced: &Priced) -> Vec<(String, Rate, i64, i64)> {
    let taxes = priced.taxes.iter();
    let taxes = taxes.map(|t| (t.tax.code.clone(), t.tax.rate, t.base.minor(), t.amount.minor()));
    taxes.collect()
}

/// A note as facts keep it.
pub(crate) fn said(note: Option<&Name>) -> String {
    note.map_or_else(String::new, |note| note.as_str().to_owned())
}

/// A line with what was typed, before its amounts.
fn frozen(line: &Line) -> IssuedLine {
    IssuedLine {
        product: line.product,
        name: line.name.as_str().to_owned(),
        quantity: line.quantity,
        unit: line.unit,
        price: line.price.minor(),
        mode: line.mode,
        instead_of: line.instead_of.map(Money::minor),
        list: line.listed.map(|listed| listed.list),
        note: said(line.note.as_ref()),
        discount: 0,
        net: 0,
        taxes: Vec::new(),
        total: 0,
    }
}

/// Who owes it owes the total; the shop has sold the net and owes the taxes.
fn sale_entry(debtor: Debtor, priced: &Priced) -> Result<Entry, EntryError> {
    let mut postings = vec![
        Posting { account: Account::Receivable(debtor), amount: priced.total },
        Posting { account: Account::Sales, amount: priced.net.checked_neg()? },
    ];
    for tax in &priced.taxes {
        let account = Account::TaxPayable(tax.tax.code.clone());
        postings.push(Posting { account, amount: tax.amount.checked_neg()? });
    }
    Entry::balanced(postings)
}

/// An entry as facts carry it.
pub(crate) fn posted(entry: &Entry) -> Vec<Posted> {
    let postings = entry.postings().iter();
    postings.map(|posting| (posting.account.to_string(), posting.amount.minor())).collect()
}

/// Who buys: whoever was picked, or the customer with the name that was typed, made known if
/// need be. Nobody by name for a walk-in.
pub(crate) fn buyer(
    booking: &mut Booking<'_, '_>,
    typed: &TypedTicket,
) -> Result<Option<CustomerId>, LedgerError> {
    let Some(name) = &typed.customer else {
        return Ok(None);
    };
    if let Some(picked) = typed.picked() {
        let id = merges::resolve(booking.conn(), picked)?;
        if customers::name(booking.conn(), id)?.is_some() {
            return Ok(Some(id));
        }
    }
    with_name(booking, name).map(Some)
}

/// The customer with a name, made known if need be.
pub(crate) fn with_name(
    booking: &mut Booking<'_, '_>,
    name: &Name,
) -> Result<CustomerId, LedgerError> {
    if let Some(id) = customers::by_name(booking.conn(), name.as_str())? {
        return Ok(id);
    }
    let id = CustomerId::new(booking.at(), booking.random());
    write(booking, id, Person::named(name.clone()))?;
    Ok(id)
}
