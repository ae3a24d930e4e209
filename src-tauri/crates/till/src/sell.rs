//! Taking cash: for the ticket on the screen, or for an invoice that is still owed.

use cobro_domain::{
    account::{Account, Debtor, Entry, EntryError, Posting},
    ids::{InvoiceId, PaymentId},
    invoice::{Folio, InvoiceState},
    locale::parse_amount,
    method::Method,
    money::{Currency, Money, MoneyError},
};
use cobro_ledger::{
    Booking, LedgerError,
    fact::{CashReceived, Fact},
    views::{charges, invoices},
};

use crate::{
    collect::Overpaying,
    event::TillEvent,
    issue::{IssueError, Issued, issue_typed, posted},
    mail::payment_came,
    printing::receipt_of,
    shift::{DrawerError, answer_for_drawer},
    till::Till,
    tips::receive_tip,
    typed::TypedError,
};

/// The one drawer of this till.
pub(crate) const DRAWER: u32 = 1;

/// What is being paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bill {
    /// The ticket on the screen, which becomes an invoice by it.
    Ticket,
    /// An invoice that is still owed.
    Invoice(InvoiceId),
}

/// What the customer is handed with a finished sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// Its receipt.
    Receipt,
    /// Nothing.
    None,
}

/// A finished cash sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sale {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub folio: Folio,
    /// What was owed.
    pub total: Money,
    /// What was given for whoever served.
    pub tip: Money,
    /// What rounding to the next coin added to it; negative when it took some off.
    pub rounding: Money,
    /// What the customer gave.
    pub tendered: Money,
    /// What the customer gets back.
    pub change: Money,
    /// Whether its receipt waits for the printer.
    pub queued: bool,
}

impl Sale {
    /// Whether cash was put into the drawer, or change taken out of it.
    const fn has_cash(&self) -> bool {
        self.tendered.is_positive() || self.change.is_positive()
    }
}

/// What a customer hands over in cash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handed {
    /// All of it.
    pub tendered: Money,
    /// What of it is for whoever served.
    pub tip: Money,
}

/// What handing over an amount would mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tendered {
    /// What the customer gives.
    pub tendered: Money,
    /// What the customer gets back; nothing while it is not enough.
    pub change: Money,
    /// Whether it is enough.
    pub enough: bool,
}

/// Why no cash was taken; nothing was booked.
#[derive(Debug, thiserror::Error)]
pub enum SellError {
    /// The ticket did not become an invoice.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// The customer gave less than is owed.
    #[error("{missing} is missing")]
    TooLittle {
        /// How much is missing.
        missing: Money,
    },
    /// The shop takes no tips, or none in this way, or this is none.
    #[error("no tip is taken")]
    NoTip,
    /// There is no such invoice.
    #[error("there is no such invoice")]
    NotFound,
    /// Nothing is owed on the invoice.
    #[error("nothing is owed on it")]
    NotOwed {
        /// Where it stands.
        state: InvoiceState,
    },
    /// Charges that still live could overpay the invoice.
    #[error("other charges of {live} are still under way")]
    Overpays {
        /// What they collect.
        live: Money,
    },
    /// The amount is none.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The ticket on the screen cannot be read.
    #[error(transparent)]
    Typed(#[from] TypedError),
    /// The drawer takes no cash now.
    #[error(transparent)]
    Drawer(#[from] DrawerError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<EntryError> for SellError {
    fn from(error: EntryError) -> Self {
        Self::Issue(IssueError::Entry(error))
    }
}

impl Till {
    /// What handing over an amount for the ticket on the screen would mean.
    ///
    /// # Errors
    /// When the text is no amount, or the ticket has no price.
    pub fn preview_cash(&self, tendered: &str) -> Result<Tendered, SellError> {
        let typed = self.typed()?;
        let total = typed.priced().map_err(IssueError::from)?.total;
        let tendered = parse_amount(tendered, self.currency(), self.locale())?;
        tender(self.in_cash(total)?, tendered)
    }

    /// What handing over an amount for an invoice that is still owed would mean.
    ///
    /// # Errors
    /// When the text is no amount, or nothing is owed on the invoice.
    pub fn preview_cash_for(&self, id: InvoiceId, tendered: &str) -> Result<Tendered, SellError> {
        let invoice = self.read(|reader| invoices::read(reader.conn(), id))?;
        let invoice = invoice.ok_or(SellError::NotFound)?;
        if !matches!(invoice.state, InvoiceState::Open) {
            return Err(SellError::NotOwed { state: invoice.state });
        }
        let asked = self.in_cash(invoice.due()?)?;
        tender(asked, parse_amount(tendered, self.currency(), self.locale())?)
    }

    /// Sells the ticket on the screen for cash: invoice and payment in one transaction.
    ///
    /// # Errors
    /// [`SellError`]; the ticket is then still on the screen.
    pub fn take_cash(&self, tendered: &str) -> Result<Sale, SellError> {
        self.finish_cash(tendered, Paper::None)
    }

    /// As [`Till::take_cash`]; a receipt that is wanted is queued in the same transaction, if
    /// there is a printer for it.
    ///
    /// # Errors
    /// [`SellError`]; the ticket is then still on the screen.
    pub fn finish_cash(&self, tendered: &str, paper: Paper) -> Result<Sale, SellError> {
        let tendered = parse_amount(tendered, self.currency(), self.locale())?;
        self.take_cash_and_tip(Bill::Ticket, self.untipped(tendered), Overpaying::Ask, paper)
    }

    /// As [`Till::take_cash`], with an amount that was read already.
    ///
    /// # Errors
    /// [`SellError`]; the ticket is then still on the screen.
    pub fn take_cash_amount(&self, tendered: Money) -> Result<Sale, SellError> {
        self.take_cash_and_tip(Bill::Ticket, self.untipped(tendered), Overpaying::Ask, Paper::None)
    }

    /// Takes cash for an invoice that is still owed.
    ///
    /// # Errors
    /// [`SellError`]; nothing is booked.
    pub fn take_cash_for(
        &self,
        id: InvoiceId,
        tendered: &str,
        overpaying: Overpaying,
    ) -> Result<Sale, SellError> {
        self.finish_cash_for(id, tendered, overpaying, Paper::None)
    }

    /// As [`Till::take_cash_for`], with a receipt as in [`Till::finish_cash`].
    ///
    /// # Errors
    /// [`SellError`]; nothing is booked.
    pub fn finish_cash_for(
        &self,
        id: InvoiceId,
        tendered: &str,
        overpaying: Overpaying,
        paper: Paper,
    ) -> Result<Sale, SellError> {
        let tendered = parse_amount(tendered, self.currency(), self.locale())?;
        self.take_cash_and_tip(Bill::Invoice(id), self.untipped(tendered), overpaying, paper)
    }

    /// What handing over an amount would mean when some of it is a tip.
    ///
    /// # Errors
    /// When the ticket has no price, or nothing is owed on the invoice.
    pub fn preview_cash_and_tip(&self, bill: Bill, handed: Handed) -> Result<Tendered, SellError> {
        let owed = match bill {
            Bill::Ticket => self.typed()?.priced().map_err(IssueError::from)?.total,
            Bill::Invoice(id) => {
                let invoice = self.read(|reader| invoices::read(reader.conn(), id))?;
                invoice.ok_or(SellError::NotFound)?.due()?
            }
        };
        let asked = self.in_cash(owed)?.checked_add(self.in_cash(handed.tip)?)?;
        tender(asked, handed.tendered)
    }

    /// What is asked for in cash.
    pub(crate) fn in_cash(&self, owed: Money) -> Result<Money, MoneyError> {
        self.cash_rounding().round(owed)
    }

    /// Cash without a tip in it.
    const fn untipped(&self, tendered: Money) -> Handed {
        Handed { tendered, tip: Money::zero(self.currency()) }
    }

    /// Takes cash for a bill and a tip in it, with a receipt as in [`Till::finish_cash`]. The tip
    /// is rounded to the shop's coins, as the sum is.
    ///
    /// # Errors
    /// [`SellError`]; nothing is booked.
    pub fn take_cash_and_tip(
        &self,
        bill: Bill,
        handed: Handed,
        asked: Overpaying,
        paper: Paper,
    ) -> Result<Sale, SellError> {
        let (currency, coins) = (self.currency(), self.cash_rounding());
        let (tendered, tip) = (handed.tendered, coins.round(handed.tip)?);
        let sale = self.book(self.actor(), |booking| {
            // First: the invoice belongs to the shift that its cash opens.
            answer_for_drawer(booking, currency)?;
            let owed = owed_on(booking, bill, currency, asked)?;
            let asked = coins.round(owed.amount)?;
            let change = receive(booking, &owed, (asked, tip), tendered)?;
            receive_tip(booking, &owed, Method::CASH, tip)?;
            let Owed { invoice, folio, amount: total, .. } = owed;
            let rounding = asked.checked_sub(total)?;
            let queued = paper == Paper::Receipt && receipt_of(booking, invoice, &folio)?;
            let sale = Sale { invoice, folio, total, tip, rounding, tendered, change, queued };
            Ok::<_, SellError>(sale)
        })?;
        if sale.has_cash() {
            self.kick_drawer();
        }
        self.tell(&TillEvent::Status);
        self.has_queued(sale.queued);
        Ok(sale)
    }
}

/// What is owed on an invoice, inside the transaction that collects some of it.
pub(crate) struct Owed {
    pub(crate) invoice: InvoiceId,
    pub(crate) folio: Folio,
    pub(crate) debtor: Debtor,
    pub(crate) amount: Money,
}

/// What is owed on a bill; the ticket on the screen is issued for it.
pub(crate) fn owed_on(
    booking: &mut Booking<'_, '_>,
    bill: Bill,
    currency: Currency,
    overpaying: Overpaying,
) -> Result<Owed, SellError> {
    let id = match bill {
        Bill::Ticket => {
            let Issued { invoice, folio, debtor, total } = issue_typed(booking, currency)?;
            return Ok(Owed { invoice, folio, debtor, amount: total });
        }
        Bill::Invoice(id) => id,
    };
    let invoice = invoices::read(booking.conn(), id)?.ok_or(SellError::NotFound)?;
    let amount = invoice.due()?;
    if !matches!(invoice.state, InvoiceState::Open) {
        return Err(SellError::NotOwed { state: invoice.state });
    }
    let live = live_charges(booking, invoice.arrival, amount)?;
    if live.is_positive() && matches!(overpaying, Overpaying::Ask) {
        return Err(SellError::Overpays { live });
    }
    let debtor = invoice.customer.map_or(Debtor::WalkIn, Debtor::Customer);
    Ok(Owed { invoice: id, folio: invoice.folio, debtor, amount })
}

/// What the charges of an invoice that still live could bring.
pub(crate) fn live_charges(
    booking: &Booking<'_, '_>,
    invoice: i64,
    like: Money,
) -> Result<Money, SellError> {
    let charges = charges::of_invoice(booking.conn(), invoice)?;
    let live = charges.iter().filter(|charge| charge.state.is_live());
    Ok(Money::sum(like.currency(), live.map(|charge| charge.amount))?)
}

fn tender(owed: Money, tendered: Money) -> Result<Tendered, SellError> {
    let over = tendered.checked_sub(owed)?;
    let enough = over.minor() >= 0;
    let change = if enough { over } else { Money::zero(owed.currency()) };
    Ok(Tendered { tendered, change, enough })
}

/// Books the cash and returns the change. Only what stays in the drawer is posted: change
/// was never income.
fn receive(
    booking: &mut Booking<'_, '_>,
    owed: &Owed,
    (asked, tip): (Money, Money),
    tendered: Money,
) -> Result<Money, SellError> {
    let whole = asked.checked_add(tip)?;
    let change = match tender(whole, tendered)? {
        Tendered { enough: true, change, .. } => change,
        Tendered { .. } => {
            return Err(SellError::TooLittle { missing: whole.checked_sub(tendered)? });
        }
    };
    if owed.amount.is_zero() {
        return Ok(change);
    }
    let rounding = asked.checked_sub(owed.amount)?;
    let entry = Entry::balanced(vec![
        Posting { account: Account::Cash(DRAWER), amount: asked },
        Posting { account: Account::Receivable(owed.debtor), amount: owed.amount.checked_neg()? },
        Posting { account: Account::Rounding, amount: rounding.checked_neg()? },
    ])?;
    let payment = PaymentId::new(booking.at(), booking.random());
    let fact = booking.append(&Fact::CashReceived(CashReceived {
        payment,
        invoice: owed.invoice,
        drawer: DRAWER,
        currency: owed.amount.currency(),
        tendered: tendered.minor(),
        change: change.minor(),
        amount: owed.amount.minor(),
        rounding: rounding.minor(),
        postings: posted(&entry),
    }))?;
    payment_came(booking, payment, owed.invoice, fact)?;
    Ok(change)
}
