//! The entries of money that comes through a provider, and of what becomes of it later.

use std::error::Error;

use cobro_domain::{
    account::{Account, Debtor, Entry, EntryError, Posting},
    money::{Money, MoneyError},
};
use cobro_ledger::{
    LedgerError,
    fact::{Correction, Posted},
    views::{charges::Charge, invoices::Invoice},
};

use crate::issue::posted;

/// An amount that no books can hold.
pub(super) fn wrong(error: &dyn Error) -> LedgerError {
    LedgerError::Malformed { what: "a payment", detail: error.to_string() }
}

/// What of a payment settles the invoice, and the entry. The rest is the customer's credit,
/// or unapplied when nobody knows the customer.
pub(super) fn receipt(
    charge: &Charge,
    invoice: &Invoice,
    amount: Money,
) -> Result<(Money, Vec<Posted>), LedgerError> {
    let due = invoice.due()?.minor().clamp(0, amount.minor().max(0));
    let allocated = Money::new(due, amount.currency());
    let parts = || {
        let surplus = amount.checked_sub(allocated)?;
        Entry::balanced(vec![
            Posting { account: Account::Clearing(charge.account), amount },
            Posting { account: owed_by(invoice), amount: allocated.checked_neg()? },
            Posting { account: rest_of(invoice), amount: surplus.checked_neg()? },
        ])
    };
    let entry = parts().map_err(|error: EntryError| wrong(&error))?;
    Ok((allocated, posted(&entry)))
}

/// How much of what `came` by a charge is corrected, and the entry.
///
/// What was taken back is owed again as far as the invoice is not settled without it: what
/// another payment brought too much settles it now.
pub(super) fn correction(
    charge: &Charge,
    invoice: &Invoice,
    came: Money,
    what: Correction,
) -> Result<(Money, Vec<Posted>), LedgerError> {
    let due = invoice.due()?;
    let parts = || {
        let clearing = Account::Clearing(charge.account);
        let contested = Posting { account: Account::Disputed, amount: charge.contested };
        let (amount, postings) = match what {
            Correction::Contested => {
                let more = came.checked_sub(charge.contested)?;
                let from = Posting { account: clearing, amount: more.checked_neg()? };
                (more, vec![from, Posting { account: Account::Disputed, amount: more }])
            }
            Correction::Restored => {
                let back = Posting { account: clearing, amount: charge.contested };
                (charge.contested, vec![opposite(contested)?, back])
            }
            Correction::Reversed => {
                let ours = charge.contested.checked_sub(came)?;
                let again = positive(due.checked_add(came)?).checked_sub(positive(due))?;
                let rest = came.checked_sub(again)?;
                let postings = vec![
                    opposite(contested)?,
                    Posting { account: clearing, amount: ours },
                    Posting { account: owed_by(invoice), amount: again },
                    Posting { account: rest_of(invoice), amount: rest },
                ];
                (came, postings)
            }
        };
        Ok::<_, EntryError>((amount, Entry::balanced(postings)?))
    };
    let (amount, entry) = parts().map_err(|error| wrong(&error))?;
    Ok((amount, posted(&entry)))
}

fn opposite(posting: Posting) -> Result<Posting, MoneyError> {
    Ok(Posting { amount: posting.amount.checked_neg()?, ..posting })
}

fn positive(amount: Money) -> Money {
    Money::new(amount.minor().max(0), amount.currency())
}

fn owed_by(invoice: &Invoice) -> Account {
    Account::Receivable(invoice.customer.map_or(Debtor::WalkIn, Debtor::Customer))
}

/// Where money goes that settles nothing.
pub(crate) fn rest_of(invoice: &Invoice) -> Account {
    invoice.customer.map_or(Account::Unapplied, Account::StoreCredit)
}
