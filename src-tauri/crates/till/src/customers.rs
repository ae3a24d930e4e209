//! Customers: making and changing them, finding them, joining doubles, forgetting people.

mod form;

use crate::permit::{PermitError, permit};
use cobro_domain::people::{Document, Permission};
use cobro_domain::{
    account::{Account, Debtor},
    customer::{CustomerError as Unfit, EMAILS_MAX, NOTES_MAX, Payer, Person, TERMS_MAX},
    ids::CustomerId,
    money::{Money, MoneyError},
    name::NameError,
    statement::Movement,
    time::Timestamp,
};
use cobro_ledger::{
    Booking, Connection, LedgerError, Place,
    fact::{CustomerChanged, CustomerErased, CustomersMerged, Fact},
    views::{accounts, merges, movements, outstanding},
    working::{
        contacts,
        customers::{self, Customer},
        outbox, print_jobs,
    },
};

pub use self::form::CustomerForm;
use crate::{
    statement::{StatementError, newest_first},
    till::Till,
};

/// How many customers one look shows.
const SHOWN: u32 = 50;

/// What a customer owes, and what the shop owes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CustomerBalance {
    /// What they owe on invoices.
    pub owed: Money,
    /// The credit they have.
    pub credit: Money,
    /// What they owe less the credit.
    pub balance: Money,
}

/// A page of what moved on a customer's account.
#[derive(Clone, Debug)]
pub struct History {
    /// Newest first.
    pub movements: Vec<Movement>,
    /// Where the next page begins; none on the last.
    pub next: Option<(Timestamp, i64)>,
}

/// Why a customer was left as they were.
#[derive(Debug, thiserror::Error)]
pub enum CustomerError {
    /// There is no such customer, or they were forgotten.
    #[error("there is no such customer")]
    NotFound,
    /// Something that was typed does not fit.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// An e-mail address is none.
    #[error("{text:?} is no e-mail address")]
    Email {
        /// What was typed.
        text: String,
    },
    /// There are too many e-mail addresses.
    #[error("a customer has at most {EMAILS_MAX} e-mail addresses")]
    TooManyEmails,
    /// The days to pay are none.
    #[error("{text:?} is no number of days up to {TERMS_MAX}")]
    Terms {
        /// What was typed.
        text: String,
    },
    /// The note is too long.
    #[error("a note has at most {NOTES_MAX} characters")]
    NoteTooLong,
    /// The credit limit is no amount.
    #[error(transparent)]
    Limit(#[from] MoneyError),
    /// Both are the same customer.
    #[error("both are the same customer")]
    Same,
    /// Something is owed, by them or to them.
    #[error("{owed} is owed, {credit} is their credit: nobody is forgotten with open accounts")]
    OpenAccount {
        /// What they owe.
        owed: Money,
        /// What they are owed.
        credit: Money,
    },
    /// Whoever works here may not do it alone.
    #[error(transparent)]
    Permit(#[from] PermitError),
    /// The books could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<NameError> for CustomerError {
    fn from(error: NameError) -> Self {
        Self::Unfit(error.into())
    }
}

impl Till {
    /// Makes or changes a customer.
    ///
    /// # Errors
    /// [`CustomerError`]; the customer is then as they were.
    pub fn save_customer(&self, form: &CustomerForm) -> Result<CustomerId, CustomerError> {
        let person = self.person(form)?;
        self.book(self.actor(), |booking| {
            let before = form.id.map(|id| known(booking.conn(), id)).transpose()?;
            if let Some(same) = before.as_ref().filter(|before| before.person == person) {
                return Ok(same.id);
            }
            let id = before.as_ref().map(|before| before.id);
            let id = id.unwrap_or_else(|| CustomerId::new(booking.at(), booking.random()));
            let document = form.id.map_or(Document::Shop, Document::Customer);
            permit(booking, Permission::EditCustomers, document)?;
            let list = before.and_then(|before| before.person.price_list);
            if person.price_list != list {
                permit(booking, Permission::ChoosePriceList, document)?;
            }
            write(booking, id, person)?;
            Ok(id)
        })
    }

    /// Keeps what a card payment asked of a customer, so that it is asked once.
    ///
    /// # Errors
    /// [`CustomerError`]; the customer is then as they were.
    pub fn keep_payer(&self, id: CustomerId, payer: Payer) -> Result<(), CustomerError> {
        self.book(self.actor(), |booking| {
            let Customer { id, person, .. } = known(booking.conn(), id)?;
            if person.payer != payer {
                write(booking, id, Person { payer, ..person })?;
            }
            Ok(())
        })
    }

    /// A customer; whoever became another is that one.
    ///
    /// # Errors
    /// [`CustomerError::NotFound`], or when the books cannot be read.
    pub fn customer(&self, id: CustomerId) -> Result<Customer, CustomerError> {
        self.read(|reader| known(reader.conn(), id))
    }

    /// The customers that what was typed fits.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn search_customers(&self, typed: &str) -> Result<Vec<Customer>, LedgerError> {
        self.read(|reader| customers::search(reader.conn(), typed, SHOWN))
    }

    /// One page of all customers, by name.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn customer_page(
        &self,
        after: Option<&Place>,
    ) -> Result<(Vec<Customer>, Option<Place>), LedgerError> {
        self.read(|reader| customers::page(reader.conn(), after, SHOWN))
    }

    /// What a customer owes now, and what they are owed.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn customer_balance(&self, id: CustomerId) -> Result<CustomerBalance, LedgerError> {
        self.read(|reader| balance(reader.conn(), id, self.currency()))
    }

    /// What moved on a customer's account, newest first, before a place in it.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn customer_history(
        &self,
        id: CustomerId,
        before: Option<(Timestamp, i64)>,
    ) -> Result<History, StatementError> {
        self.read(|reader| {
            let conn = reader.conn();
            let id = merges::resolve(conn, id)?;
            let parts = movements::page(conn, id, self.currency(), before, SHOWN)?;
            let full = u32::try_from(parts.len()).is_ok_and(|parts| parts >= SHOWN);
            let next = parts.last().filter(|_| full).map(|last| (last.at, last.fact));
            let lines = parts.chunk_by(|one, next| one.fact == next.fact);
            let movements = lines.map(|parts| newest_first(conn, parts));
            Ok(History { movements: movements.collect::<Result<_, _>>()?, next })
        })
    }

    /// Joins two rows of one customer: everything open moves to the one that is kept, which
    /// also takes over what only the other one said.
    ///
    /// # Errors
    /// [`CustomerError`]; both are then as they were.
    pub fn merge_customers(&self, gone: CustomerId, kept: CustomerId) -> Result<(), CustomerError> {
        let currency = self.currency();
        self.book(self.actor(), |booking| {
            let conn = booking.conn();
            let (gone, kept) = (known(conn, gone)?, known(conn, kept)?);
            if gone.id == kept.id {
                return Err(CustomerError::Same);
            }
            permit(booking, Permission::MergeCustomers, Document::Customer(gone.id))?;
            let CustomerBalance { owed, credit, .. } = balance(conn, gone.id, currency)?;
            let mut postings = Vec::new();
            for (from, to, minor) in [
                (receivable(gone.id), receivable(kept.id), owed.minor()),
                (
                    Account::StoreCredit(gone.id).to_string(),
                    Account::StoreCredit(kept.id).to_string(),
                    credit.minor().saturating_neg(),
                ),
            ] {
                if minor != 0 {
                    postings.push((from, minor.saturating_neg()));
                    postings.push((to, minor));
                }
            }
            booking.append(&Fact::CustomersMerged(CustomersMerged {
                gone: gone.id,
                kept: kept.id,
                currency,
                postings,
            }))?;
            let joined = joined(&kept.person, gone.person);
            if joined != kept.person {
                write(booking, kept.id, joined)?;
            }
            Ok(customers::forget(booking.conn(), gone.id)?)
        })
    }

    /// Forgets a person. What the law keeps stays: invoices, papers, movements without a name.
    ///
    /// # Errors
    /// [`CustomerError::OpenAccount`] while anything is owed.
    pub fn erase_customer(&self, id: CustomerId) -> Result<(), CustomerError> {
        self.book(self.actor(), |booking| {
            let conn = booking.conn();
            let customer = known(conn, id)?.id;
            let CustomerBalance { owed, credit, .. } = balance(conn, customer, self.currency())?;
            if !owed.is_zero() || !credit.is_zero() {
                return Err(CustomerError::OpenAccount { owed, credit });
            }
            permit(booking, Permission::ErasePerson, Document::Customer(customer))?;
            for id in merges::family(conn, customer, Timestamp::MAX)? {
                contacts::forget_of(conn, id)?;
                outbox::forget_of(conn, id)?;
                print_jobs::forget_of(conn, id)?;
            }
            customers::forget(conn, customer)?;
            booking.append(&Fact::CustomerErased(CustomerErased { customer }))?;
            Ok(())
        })
    }
}

/// The row behind an id, whoever that is now.
pub(crate) fn known(conn: &Connection, id: CustomerId) -> Result<Customer, CustomerError> {
    let id = merges::resolve(conn, id)?;
    customers::read(conn, id)?.ok_or(CustomerError::NotFound)
}

/// Writes a row and its fact.
pub(crate) fn write(
    booking: &mut Booking<'_, '_>,
    id: CustomerId,
    person: Person,
) -> Result<(), LedgerError> {
    let customer = Customer { id, person, salt: booking.random() };
    customers::put(booking.conn(), &customer)?;
    let digest = customer.digest();
    booking.append(&Fact::CustomerChanged(CustomerChanged { customer: id, digest })).map(|_| ())
}

pub(crate) fn receivable(id: CustomerId) -> String {
    Account::Receivable(Debtor::Customer(id)).to_string()
}

pub(crate) fn balance(
    conn: &Connection,
    id: CustomerId,
    currency: cobro_domain::money::Currency,
) -> Result<CustomerBalance, LedgerError> {
    let id = merges::resolve(conn, id)?;
    let owed = accounts::balance(conn, &receivable(id), currency)?;
    let credit = outstanding::credit(conn, id, currency)?;
    let balance = Money::new(owed.minor().saturating_sub(credit.minor()), currency);
    Ok(CustomerBalance { owed, credit, balance })
}

/// What one row says, completed by what only the other one said.
fn joined(kept: &Person, gone: Person) -> Person {
    let text = |own: &String, other: String| if own.is_empty() { other } else { own.clone() };
    let mut emails = kept.emails.clone();
    for email in gone.emails {
        if !emails.contains(&email) && emails.len() < EMAILS_MAX {
            emails.push(email);
        }
    }
    let payer = kept.payer.clone();
    Person {
        name: kept.name.clone(),
        rfc: kept.rfc.clone().or(gone.rfc),
        address: text(&kept.address, gone.address),
        emails,
        phone: text(&kept.phone, gone.phone),
        payer: Payer {
            birth_date: payer.birth_date.or(gone.payer.birth_date),
            state: payer.state.or(gone.payer.state),
            postal_code: payer.postal_code.or(gone.payer.postal_code),
        },
        credit_limit: kept.credit_limit.or(gone.credit_limit),
        terms_days: if kept.terms_days == 0 { gone.terms_days } else { kept.terms_days },
        price_list: kept.price_list.or(gone.price_list),
        notes: text(&kept.notes, gone.notes),
    }
}
