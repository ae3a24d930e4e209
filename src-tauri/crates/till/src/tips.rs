//! Tips: what a customer gives beside what is owed, for whoever served.
//!
//! A shop takes none unless its owner says so. A tip is no part of the invoice and no income: it is
//! posted to an account of its own, which the shop owes to its staff, and is paid out of the drawer
//! against that account. It comes by what gives change or prints a slip of its own amount: cash, and
//! the shop's own terminal. What a provider collects has to equal the invoice, so no tip goes with
//! it; and goods that come back bring no tip back, for it was never the price of anything.

use cobro_domain::{
    account::{Account, Entry, Posting},
    method::Method,
    money::{Money, MoneyError},
    people::{Document, Permission},
    rounding::scale,
    tax::BASIS,
};
use cobro_ledger::{
    Booking, Connection, LedgerError,
    fact::{Fact, TipReceived},
    views::{accounts, invoices::Invoice, timeline},
    working::preferences,
};

use crate::{
    event::TillEvent,
    issue::posted,
    permit::{PermitError, permit},
    sell::{DRAWER, Owed, SellError},
    till::Till,
};

/// The preference that says whether tips are taken.
const TIPS: &str = "tips";

const YES: &str = "yes";

/// The shares of the total that are offered, in per cent: what is usual in the shops' country.
pub const SHARES: [u32; 3] = [10, 15, 20];

impl Till {
    /// Whether the shop takes tips.
    #[must_use]
    pub fn takes_tips(&self) -> bool {
        self.preference(TIPS).as_deref() == Some(YES)
    }

    /// Decides whether the shop takes tips.
    ///
    /// # Errors
    /// [`PermitError`]; it is then as it was.
    pub fn take_tips(&self, taken: bool) -> Result<(), PermitError> {
        let word = if taken { YES } else { "no" };
        self.book(self.actor(), |booking| {
            permit(booking, Permission::Settings, Document::Shop)?;
            Ok::<_, PermitError>(preferences::put(booking.conn(), TIPS, word)?)
        })?;
        self.tell(&TillEvent::Status);
        Ok(())
    }

    /// What the shop owes its staff of the tips it took.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn tips_owed(&self) -> Result<Money, LedgerError> {
        self.read(|reader| owed(reader.conn(), self.currency()))
    }

    /// The shares of a total that are offered as a tip.
    ///
    /// # Errors
    /// When the total is too large.
    pub fn tips_offered(&self, total: Money) -> Result<Vec<(u32, Money)>, MoneyError> {
        let share = |percent: u32| {
            let points = i64::from(percent).saturating_mul(BASIS / 100);
            let tip = Money::new(scale(total.minor(), points, BASIS)?, total.currency());
            Ok((percent, self.in_cash(tip)?))
        };
        SHARES.into_iter().map(share).collect()
    }
}

/// What the books hold of tips that were not paid out: it is owed, so it stands below zero.
pub(crate) fn owed(
    conn: &Connection,
    currency: cobro_domain::money::Currency,
) -> Result<Money, LedgerError> {
    let balance = accounts::balance(conn, &Account::Tips.to_string(), currency)?;
    Ok(Money::new(balance.minor().saturating_neg(), currency))
}

/// Books a tip that came with a payment; nothing when there is none.
pub(crate) fn receive_tip(
    booking: &mut Booking<'_, '_>,
    owed: &Owed,
    method: Method,
    tip: Money,
) -> Result<(), SellError> {
    if tip.is_zero() {
        return Ok(());
    }
    let taken = preferences::read(booking.conn(), TIPS)?.as_deref() == Some(YES);
    if !taken || tip.minor() < 0 {
        return Err(SellError::NoTip);
    }
    let account = if method == Method::CASH {
        Account::Cash(DRAWER)
    } else if method == Method::TERMINAL {
        Account::Terminal
    } else {
        return Err(SellError::NoTip);
    };
    let entry = Entry::balanced(vec![
        Posting { account, amount: tip },
        Posting { account: Account::Tips, amount: tip.checked_neg()? },
    ])?;
    booking.append(&Fact::TipReceived(TipReceived {
        invoice: owed.invoice,
        method,
        currency: tip.currency(),
        amount: tip.minor(),
        postings: posted(&entry),
    }))?;
    Ok(())
}

/// What was given as a tip with an invoice.
pub(crate) fn tip_of(conn: &Connection, invoice: &Invoice) -> Result<Option<Money>, LedgerError> {
    let mut given: Option<Money> = None;
    for stored in timeline::of(conn, invoice.arrival)? {
        if let Fact::TipReceived(tip) = stored.decode()? {
            let before = given.map_or(0, Money::minor);
            given = Some(Money::new(before.saturating_add(tip.amount), tip.currency));
        }
    }
    Ok(given)
}
