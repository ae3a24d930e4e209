//! A case as the window shows it: what happened, the amounts, and what can be done.

use cobro_domain::{charge::ChargeState, ids::ChargeId, money::Money};
use cobro_ledger::{
    Connection, LedgerError,
    fact::{Matter, Settlement},
    views::{
        cases::{self, Case},
        charges::{self, Charge},
        invoices::Invoice,
        payments,
    },
};
use serde::{Deserialize, Serialize};

use super::{Amount, CommandError, Millis};
use crate::{
    cases::{settlements, surplus},
    till::Till,
};

/// What happened, in the word of the message `case-<word>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the catalogue says what each means")]
pub enum CaseWord {
    Late,
    TooMuch,
    TooLittle,
    Unreadable,
    DoublePayment,
    Overpaid,
    Contradiction,
    Disputed,
    Reversed,
    Restored,
    Unanswered,
}

/// What a person decides about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "Settlement", rename_all = "kebab-case")]
pub enum SettlementWord {
    /// It stands as it is.
    Accepted,
    /// What came too much stays for the customer to use.
    KeptAsCredit,
    /// What came too much was given back out of the drawer.
    PaidBackInCash,
    /// What came too much was given back from the bank account.
    PaidBackByTransfer,
}

impl From<Settlement> for SettlementWord {
    fn from(settlement: Settlement) -> Self {
        match settlement {
            Settlement::Accepted => Self::Accepted,
            Settlement::KeptAsCredit => Self::KeptAsCredit,
            Settlement::PaidBackInCash => Self::PaidBackInCash,
            Settlement::PaidBackByTransfer => Self::PaidBackByTransfer,
        }
    }
}

impl From<SettlementWord> for Settlement {
    fn from(word: SettlementWord) -> Self {
        match word {
            SettlementWord::Accepted => Self::Accepted,
            SettlementWord::KeptAsCredit => Self::KeptAsCredit,
            SettlementWord::PaidBackInCash => Self::PaidBackInCash,
            SettlementWord::PaidBackByTransfer => Self::PaidBackByTransfer,
        }
    }
}

/// An open case.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CaseView {
    /// Its id.
    pub id: String,
    /// What happened.
    pub what: CaseWord,
    /// When it was found.
    pub at: Millis,
    /// The method of the charge it is about.
    pub method: String,
    /// What that charge asked for.
    pub asked: Amount,
    /// What came by it.
    pub came: Amount,
    /// What came too much for the invoice, all in all; nothing when it was not too much.
    pub surplus: Option<Amount>,
    /// What the provider said, where its words could not be counted.
    pub said: Option<String>,
    /// What can be decided.
    pub settlements: Vec<SettlementWord>,
}

/// An open case, its charge, and what came by that.
pub(super) struct Open {
    case: Case,
    charge: Charge,
    came: Money,
}

impl Open {
    /// The open cases of an invoice, oldest first.
    pub(super) fn of(conn: &Connection, invoice: i64) -> Result<Vec<Self>, LedgerError> {
        let cases = cases::of_invoice(conn, invoice)?;
        let open = cases.into_iter().filter(Case::is_open);
        let found = open.map(|case| {
            let charge = charges::read(conn, case.charge)?;
            let charge = charge.ok_or_else(|| LedgerError::Malformed {
                what: "a case",
                detail: format!("its charge {} is not in the books", case.charge),
            })?;
            let came = came_by(conn, &charge)?;
            Ok(Self { case, charge, came })
        });
        found.collect()
    }

    fn what(&self) -> CaseWord {
        match self.case.matter {
            Matter::Late => CaseWord::Late,
            Matter::Mismatch => match self.came.minor().cmp(&self.charge.amount.minor()) {
                std::cmp::Ordering::Greater => CaseWord::TooMuch,
                std::cmp::Ordering::Less if self.came.is_positive() => CaseWord::TooLittle,
                std::cmp::Ordering::Less | std::cmp::Ordering::Equal => CaseWord::Unreadable,
            },
            Matter::DoublePayment => CaseWord::DoublePayment,
            Matter::Overpaid => CaseWord::Overpaid,
            Matter::Contradiction => CaseWord::Contradiction,
            Matter::Unanswered => CaseWord::Unanswered,
            Matter::Disputed => match self.charge.state {
                ChargeState::Reversed => CaseWord::Reversed,
                ChargeState::Paid => CaseWord::Restored,
                ChargeState::Requested
                | ChargeState::Pending
                | ChargeState::Authorized
                | ChargeState::Declined
                | ChargeState::Expired
                | ChargeState::Cancelled
                | ChargeState::Voided
                | ChargeState::Lapsed
                | ChargeState::Disputed => CaseWord::Disputed,
            },
        }
    }
}

/// What came by a charge, whatever was taken back later.
fn came_by(conn: &Connection, charge: &Charge) -> Result<Money, LedgerError> {
    let is_of = |id: Option<ChargeId>| id == Some(charge.id);
    let payments = payments::of_invoice(conn, charge.invoice)?;
    let came = payments.iter().filter(|one| is_of(one.charge) && one.amount.is_positive());
    Money::sum(charge.amount.currency(), came.map(|payment| payment.amount)).map_err(|error| {
        LedgerError::Malformed { what: "the payments of a charge", detail: error.to_string() }
    })
}

impl Till {
    pub(super) fn case_views(
        &self,
        invoice: &Invoice,
        open: Vec<Open>,
    ) -> Result<Vec<CaseView>, CommandError> {
        let too_much = surplus(invoice)?;
        let offered = settlements(too_much, open.len() > 1);
        let settlements: Vec<_> = offered.into_iter().map(SettlementWord::from).collect();
        let views = open.into_iter().map(|one| {
            let what = one.what();
            let said = match what {
                CaseWord::Unreadable | CaseWord::Contradiction => Some(one.case.detail),
                CaseWord::Late
                | CaseWord::TooMuch
                | CaseWord::TooLittle
                | CaseWord::DoublePayment
                | CaseWord::Overpaid
                | CaseWord::Disputed
                | CaseWord::Reversed
                | CaseWord::Restored
                | CaseWord::Unanswered => None,
            };
            CaseView {
                id: one.case.id.to_string(),
                what,
                at: one.case.opened_at.into(),
                method: one.charge.method.as_str().to_owned(),
                asked: self.amount(one.charge.amount),
                came: self.amount(one.came),
                surplus: too_much.is_positive().then(|| self.amount(too_much)),
                said,
                settlements: settlements.clone(),
            }
        });
        Ok(views.collect())
    }
}
