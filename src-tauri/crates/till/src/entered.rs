//! Money as a person types it: payments that came to the bank, credit that is used, taxes that
//! are withheld.

mod allocate;
mod came;
mod refund;
mod withhold;

use crate::permit::{PermitError, permit};
use cobro_domain::people::{Document, Permission};
use cobro_domain::{
    account::{Account, Debtor, Entry, EntryError, Posting},
    ids::{CustomerId, PaymentId},
    invoice::Folio,
    method::Method,
    money::{Money, MoneyError},
    name::NameError,
    time::{Span, Timestamp},
};
use cobro_ledger::{
    LedgerError,
    fact::{CreditApplied, Fact, PaymentEntered},
    views::outstanding,
};

pub use self::{
    allocate::{Allocate, Allocation},
    refund::{HandRefund, RefundOf},
    withhold::{Declaration, Declared, Withholding},
};
pub(crate) use self::{
    came::{Came, came},
    refund::{available_of, give_back},
};
use crate::{
    customers::{CustomerError, known},
    event::TillEvent,
    issue::posted,
    mail::receipt,
    settings,
    shift::DrawerError,
    till::Till,
};

/// How far ahead of the till's clock a payment may have come: the bank may be in another zone.
const AHEAD: Span = Span::days(1);

/// How money came to the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// From another account.
    Transfer,
    /// Cash over the bank's counter.
    Deposit,
    /// On paper.
    Cheque,
}

impl Means {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Transfer, Self::Deposit, Self::Cheque];

    /// The method's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Transfer => "transfer",
            Self::Deposit => "deposit",
            Self::Cheque => "cheque",
        }
    }

    /// The way with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|means| means.word() == word)
    }
}

/// A payment as a person types it.
#[derive(Clone, Debug)]
pub struct TypedPayment {
    /// Who paid.
    pub customer: CustomerId,
    /// How it came.
    pub means: Means,
    /// When it came.
    pub received_at: Timestamp,
    /// What the bank or the paper calls it.
    pub reference: String,
    /// How much.
    pub amount: Money,
    /// What it settles.
    pub allocate: Allocate,
    /// Taxes that were withheld from it; they close their invoices together with the money.
    pub withheld: Vec<Declaration>,
}

/// What became of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The payment; none for credit.
    pub payment: Option<PaymentId>,
    /// What settled invoices.
    pub allocated: Money,
    /// What is kept as the customer's credit; of credit that was used, what is left of it.
    pub credit: Money,
}

/// Why nothing was booked.
#[derive(Debug, thiserror::Error)]
pub enum EnterError {
    /// The customer cannot be read.
    #[error(transparent)]
    Customer(#[from] CustomerError),
    /// The invoice or the payment is not there, or is somebody else's.
    #[error("it is not there")]
    NotFound,
    /// It is no amount of money that can come or go.
    #[error("{amount} is no amount to book")]
    NoAmount {
        /// What was typed.
        amount: Money,
    },
    /// Money that has not come yet.
    #[error("a payment cannot have come tomorrow")]
    Ahead,
    /// An invoice is to get more than is owed on it.
    #[error("only {owed} is owed on {folio}")]
    MoreThanOwed {
        /// The invoice.
        folio: Folio,
        /// What is owed on it.
        owed: Money,
    },
    /// The invoices are to get more than there is.
    #[error("only {available} is there")]
    MoreThanThere {
        /// What there is.
        available: Money,
    },
    /// Taxes were withheld from the invoice before.
    #[error("taxes were withheld from {folio} already")]
    WithheldBefore {
        /// The invoice.
        folio: Folio,
    },
    /// No active merchant account allows withholdings.
    #[error("the merchant account allows no withholdings")]
    WithholdingNotAllowed,
    /// The reference does not fit.
    #[error(transparent)]
    Reference(#[from] NameError),
    /// Amounts do not go together.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// Whoever works here may not do it alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// The drawer gives no cash now.
    #[error(transparent)]
    Drawer(#[from] DrawerError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<MoneyError> for EnterError {
    fn from(error: MoneyError) -> Self {
        Self::Entry(error.into())
    }
}

impl Till {
    /// Books a payment that came to the bank: it settles invoices, and the rest is the
    /// customer's credit.
    ///
    /// # Errors
    /// [`EnterError`]; nothing is booked.
    pub fn enter_payment(&self, typed: &TypedPayment) -> Result<Settled, EnterError> {
        let amount = positive(typed.amount)?;
        let reference = settings::line(&typed.reference)?;
        let settled = self.book(self.actor(), |booking| {
            permit(booking, Permission::MarkPaid, Document::Customer(typed.customer))?;
            if typed.received_at > booking.at().plus(AHEAD) {
                return Err(EnterError::Ahead);
            }
            let customer = known(booking.conn(), typed.customer)?.id;
            for declaration in &typed.withheld {
                withhold::declare(booking, declaration)?;
            }
            let parts = typed.allocate.among(booking.conn(), customer, amount)?;
            let allocated = Money::sum(amount.currency(), parts.iter().map(|(_, part)| *part))?;
            let credit = amount.checked_sub(allocated)?;
            let mut postings = vec![Posting { account: Account::Bank, amount }];
            postings.extend(settling(customer, &parts)?);
            let account = Account::StoreCredit(customer);
            postings.push(Posting { account, amount: credit.checked_neg()? });
            let payment = PaymentId::new(booking.at(), booking.random());
            let fact = booking.append(&Fact::PaymentEntered(PaymentEntered {
                payment,
                customer,
                method: Method::named(typed.means.word()),
                received_at: typed.received_at,
                reference,
                currency: amount.currency(),
                amount: amount.minor(),
                allocations: parts.iter().map(|(id, part)| (*id, part.minor())).collect(),
                credit: credit.minor(),
                postings: posted(&Entry::balanced(postings)?),
            }))?;
            if !parts.is_empty() {
                receipt(booking, payment, customer, fact)?;
            }
            Ok(Settled { payment: Some(payment), allocated, credit })
        })?;
        self.tell(&TillEvent::Status);
        Ok(settled)
    }

    /// Settles invoices with credit that the customer has.
    ///
    /// # Errors
    /// [`EnterError`]; nothing is booked.
    pub fn apply_credit(
        &self,
        customer: CustomerId,
        allocate: &Allocate,
    ) -> Result<Settled, EnterError> {
        let currency = self.currency();
        let settled = self.book(self.actor(), |booking| {
            let customer = known(booking.conn(), customer)?.id;
            let had = outstanding::credit(booking.conn(), customer, currency)?;
            let parts = allocate.among(booking.conn(), customer, had)?;
            let used = positive(Money::sum(currency, parts.iter().map(|(_, part)| *part))?)?;
            let account = Account::StoreCredit(customer);
            let mut postings = vec![Posting { account, amount: used }];
            postings.extend(settling(customer, &parts)?);
            booking.append(&Fact::CreditApplied(CreditApplied {
                customer,
                currency,
                amount: used.minor(),
                allocations: parts.iter().map(|(id, part)| (*id, part.minor())).collect(),
                postings: posted(&Entry::balanced(postings)?),
            }))?;
            Ok::<_, EnterError>(Settled {
                payment: None,
                allocated: used,
                credit: had.checked_sub(used)?,
            })
        })?;
        self.tell(&TillEvent::Status);
        Ok(settled)
    }
}

fn positive(amount: Money) -> Result<Money, EnterError> {
    if amount.is_positive() { Ok(amount) } else { Err(EnterError::NoAmount { amount }) }
}

/// One posting for each part, in their order.
fn settling(customer: CustomerId, parts: &[allocate::Part]) -> Result<Vec<Posting>, MoneyError> {
    let debtor = Debtor::Customer(customer);
    let posting = |(_, part): &allocate::Part| {
        Ok(Posting { account: Account::Receivable(debtor), amount: part.checked_neg()? })
    };
    parts.iter().map(posting).collect()
}
