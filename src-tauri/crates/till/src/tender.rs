//! A part of what is owed, or all of it, that a clerk takes at the counter: so an invoice is
//! split over several ways to pay.
//!
//! Each part is booked when it is handed over, for it is in the shop then. The first one of a
//! ticket issues the invoice; what is left is collected like any invoice that is still owed.

use cobro_domain::{
    account::{Account, Debtor, Entry, EntryError, Posting},
    ids::{CustomerId, InvoiceId, PaymentId},
    invoice::Folio,
    method::Method,
    money::{Money, MoneyError},
    name::NameError,
};
use cobro_ledger::{
    Booking, LedgerError,
    fact::{CashReceived, CreditApplied, Fact, TenderReceived},
    views::outstanding,
};

use crate::{
    collect::Overpaying,
    event::TillEvent,
    issue::posted,
    mail::payment_came,
    printing::receipt_of,
    sell::{Bill, DRAWER, Owed, Paper, SellError, owed_on},
    settings,
    shift::answer_for_drawer,
    till::Till,
    tips::receive_tip,
};

/// How many digits of a card a slip of a terminal shows.
const LAST_FOUR: usize = 4;

/// How a part came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Means {
    /// Into the drawer, and no change.
    Cash,
    /// By card, on a terminal that Cobro does not talk to.
    Terminal {
        /// What its slip calls the authorisation.
        authorization: String,
        /// The last four digits of the card, as on the slip; may be left empty.
        last_four: String,
    },
    /// To the shop's bank, and somebody has seen it come.
    Transfer {
        /// What the bank calls it.
        reference: String,
    },
    /// Out of what the shop owes the customer.
    Credit,
}

/// What came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tender {
    /// How.
    pub means: Means,
    /// How much: more than nothing, and at most what is owed.
    pub amount: Money,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub folio: Folio,
    /// What was owed before.
    pub owed: Money,
    /// What is owed still.
    pub rest: Money,
    /// What was given for whoever served.
    pub tip: Money,
    /// Whether its receipt waits for the printer.
    pub queued: bool,
}

/// Why nothing was taken; nothing was booked, and the ticket is still on the screen.
#[derive(Debug, thiserror::Error)]
pub enum TenderError {
    /// There is nothing to take it for.
    #[error(transparent)]
    Sell(#[from] SellError),
    /// Nothing, or less.
    #[error("{amount} is no amount to take")]
    NoAmount {
        /// What was typed.
        amount: Money,
    },
    /// More than is owed: only cash gives change.
    #[error("only {owed} is owed")]
    MoreThanOwed {
        /// What is owed.
        owed: Money,
    },
    /// The slip's authorisation was left out.
    #[error("the authorisation of the terminal is missing")]
    NoAuthorization,
    /// Something else than the last four digits of a card; it is not repeated, since it may be
    /// a whole number.
    #[error("these are not the last four digits of a card")]
    LastFour,
    /// A walk-in customer has no credit.
    #[error("credit is of a customer whom the shop knows")]
    NoCustomer,
    /// The customer has less.
    #[error("the customer has {credit} of credit")]
    MoreThanCredit {
        /// What they have.
        credit: Money,
    },
    /// The reference does not fit.
    #[error(transparent)]
    Reference(#[from] NameError),
    /// Amounts do not go together.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<MoneyError> for TenderError {
    fn from(error: MoneyError) -> Self {
        Self::Entry(error.into())
    }
}

impl Till {
    /// Takes a part of what is owed, or all of it.
    ///
    /// # Errors
    /// [`TenderError`]; nothing is booked.
    pub fn take_tender(
        &self,
        bill: Bill,
        tender: &Tender,
        overpaying: Overpaying,
    ) -> Result<Taken, TenderError> {
        self.finish_tender(bill, tender, overpaying, Paper::None)
    }

    /// As [`Till::take_tender`]; a receipt that is wanted is queued in the same transaction when
    /// nothing is left to pay, if there is a printer for it.
    ///
    /// # Errors
    /// [`TenderError`]; nothing is booked.
    pub fn finish_tender(
        &self,
        bill: Bill,
        tender: &Tender,
        overpaying: Overpaying,
        paper: Paper,
    ) -> Result<Taken, TenderError> {
        let none = Money::zero(self.currency());
        self.take_tender_and_tip(bill, tender, none, overpaying, paper)
    }

    /// As [`Till::finish_tender`], with a tip on the same slip of the terminal. Only what gives
    /// change has a tip in cash in it: see [`Till::take_cash_and_tip`].
    ///
    /// # Errors
    /// [`TenderError`]; nothing is booked.
    pub fn take_tender_and_tip(
        &self,
        bill: Bill,
        tender: &Tender,
        tip: Money,
        overpaying: Overpaying,
        paper: Paper,
    ) -> Result<Taken, TenderError> {
        let amount = tender.amount;
        if !amount.is_positive() {
            return Err(TenderError::NoAmount { amount });
        }
        if !tip.is_zero() && !matches!(tender.means, Means::Terminal { .. }) {
            return Err(SellError::NoTip.into());
        }
        let currency = self.currency();
        let taken = self.book(self.actor(), |booking| {
            if matches!(tender.means, Means::Cash) {
                // First: the invoice belongs to the shift that its cash opens.
                answer_for_drawer(booking, currency).map_err(SellError::from)?;
            }
            let owed = owed_on(booking, bill, currency, overpaying)?;
            let rest = owed.amount.checked_sub(amount)?;
            if rest.minor() < 0 {
                return Err(TenderError::MoreThanOwed { owed: owed.amount });
            }
            match &tender.means {
                Means::Cash => cash(booking, &owed, amount)?,
                Means::Terminal { authorization, last_four } => {
                    let slip = slip(authorization, last_four)?;
                    by_hand(booking, &owed, amount, slip)?;
                }
                Means::Transfer { reference } => {
                    let reference = settings::line(reference)?;
                    let method = Method::TRANSFER;
                    let slip = Slip { method, to: Account::Bank, reference, last_four: None };
                    by_hand(booking, &owed, amount, slip)?;
                }
                Means::Credit => credit(booking, &owed, amount)?,
            }
            receive_tip(booking, &owed, Method::TERMINAL, tip)?;
            let Owed { invoice, folio, amount: owed, .. } = owed;
            let wanted = paper == Paper::Receipt && rest.is_zero();
            let queued = wanted && receipt_of(booking, invoice, &folio)?;
            Ok::<_, TenderError>(Taken { invoice, folio, owed, rest, tip, queued })
        })?;
        if matches!(tender.means, Means::Cash) {
            self.kick_drawer();
        }
        self.tell(&TillEvent::Status);
        self.has_queued(taken.queued);
        Ok(taken)
    }
}

/// What a slip, or a bank, says.
struct Slip {
    method: Method,
    to: Account,
    reference: String,
    last_four: Option<String>,
}

/// Reads what was typed off the terminal's slip.
fn slip(authorization: &str, last_four: &str) -> Result<Slip, TenderError> {
    let reference = settings::line(authorization)?;
    if reference.is_empty() {
        return Err(TenderError::NoAuthorization);
    }
    let typed = last_four.trim();
    // A clerk who types a card's whole number here must not find it in the books.
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let whole = typed.len() == LAST_FOUR && digits(typed) == LAST_FOUR;
    if !(typed.is_empty() || whole) || digits(&reference) > AUTHORIZATION_DIGITS_MAX {
        return Err(TenderError::LastFour);
    }
    let last_four = whole.then(|| typed.to_owned());
    Ok(Slip { method: Method::TERMINAL, to: Account::Terminal, reference, last_four })
}

/// An authorisation has six characters (ISO 8583, field 38); terminals add a sequence. What has
/// the digits of a card's number is none.
const AUTHORIZATION_DIGITS_MAX: usize = 12;

/// What settles the debt of an invoice, out of an account.
fn settling(owed: &Owed, amount: Money, to: Account) -> Result<Entry, TenderError> {
    let debt = Account::Receivable(owed.debtor);
    Ok(Entry::balanced(vec![
        Posting { account: to, amount },
        Posting { account: debt, amount: amount.checked_neg()? },
    ])?)
}

fn cash(booking: &mut Booking<'_, '_>, owed: &Owed, amount: Money) -> Result<(), TenderError> {
    let entry = settling(owed, amount, Account::Cash(DRAWER))?;
    let payment = PaymentId::new(booking.at(), booking.random());
    let fact = booking.append(&Fact::CashReceived(CashReceived {
        payment,
        invoice: owed.invoice,
        drawer: DRAWER,
        currency: amount.currency(),
        tendered: amount.minor(),
        change: 0,
        amount: amount.minor(),
        rounding: 0,
        postings: posted(&entry),
    }))?;
    Ok(payment_came(booking, payment, owed.invoice, fact)?)
}

fn by_hand(
    booking: &mut Booking<'_, '_>,
    owed: &Owed,
    amount: Money,
    slip: Slip,
) -> Result<(), TenderError> {
    let entry = settling(owed, amount, slip.to)?;
    let payment = PaymentId::new(booking.at(), booking.random());
    let fact = booking.append(&Fact::TenderReceived(TenderReceived {
        payment,
        invoice: owed.invoice,
        method: slip.method,
        reference: slip.reference,
        last_four: slip.last_four,
        currency: amount.currency(),
        amount: amount.minor(),
        postings: posted(&entry),
    }))?;
    Ok(payment_came(booking, payment, owed.invoice, fact)?)
}

fn credit(booking: &mut Booking<'_, '_>, owed: &Owed, amount: Money) -> Result<(), TenderError> {
    let customer = customer(owed.debtor)?;
    let had = outstanding::credit(booking.conn(), customer, amount.currency())?;
    if amount.checked_sub(had)?.is_positive() {
        return Err(TenderError::MoreThanCredit { credit: had });
    }
    let entry = settling(owed, amount, Account::StoreCredit(customer))?;
    booking.append(&Fact::CreditApplied(CreditApplied {
        customer,
        currency: amount.currency(),
        amount: amount.minor(),
        allocations: vec![(owed.invoice, amount.minor())],
        postings: posted(&entry),
    }))?;
    Ok(())
}

const fn customer(debtor: Debtor) -> Result<CustomerId, TenderError> {
    match debtor {
        Debtor::WalkIn => Err(TenderError::NoCustomer),
        Debtor::Customer(id) => Ok(id),
    }
}
