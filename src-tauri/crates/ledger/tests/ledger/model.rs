//! What a shop's books must say, computed a second time and simply.

use cobro_domain::{
    charge::ChargeState,
    ids::{CaseId, ChargeId, CustomerId, InvoiceId},
};
use cobro_ledger::fact::Matter;

/// A charge as the model sees it.
#[derive(Clone, Debug)]
pub(crate) struct Charge {
    pub(crate) id: ChargeId,
    pub(crate) amount: i64,
    pub(crate) state: ChargeState,
    pub(crate) paid: i64,
    pub(crate) contested: i64,
}

impl Charge {
    pub(crate) const fn new(id: ChargeId, amount: i64) -> Self {
        Self { id, amount, state: ChargeState::Requested, paid: 0, contested: 0 }
    }
}

/// An invoice as the model sees it.
#[derive(Clone, Debug)]
pub(crate) struct Invoice {
    pub(crate) id: InvoiceId,
    pub(crate) customer: Option<CustomerId>,
    pub(crate) total: i64,
    /// Each line: its price, and how many thousandths of its one piece did not come back.
    pub(crate) left: Vec<(i64, i64)>,
    pub(crate) paid: i64,
    pub(crate) voided: bool,
    pub(crate) charges: Vec<Charge>,
    pub(crate) cases: Vec<(CaseId, Matter)>,
    pub(crate) facts: usize,
}

impl Invoice {
    pub(crate) fn new(id: InvoiceId, customer: Option<CustomerId>, prices: &[i64]) -> Self {
        Self {
            id,
            customer,
            total: prices.iter().sum(),
            left: prices.iter().map(|price| (*price, 1_000)).collect(),
            paid: 0,
            voided: false,
            charges: Vec::new(),
            cases: Vec::new(),
            facts: 1,
        }
    }

    pub(crate) fn owed(&self) -> i64 {
        if self.voided { 0 } else { self.total - self.returned() }
    }

    /// What came back: all of a line less what its rest is worth, rounded half up.
    pub(crate) fn returned(&self) -> i64 {
        let stays = self.left.iter().map(|(price, left)| (price * left + 500) / 1_000);
        self.total - stays.sum::<i64>()
    }

    pub(crate) fn due(&self) -> i64 {
        self.owed() - self.paid
    }

    /// Whether a matter is open that raises a flag.
    fn raised(&self, flag: &[Matter]) -> bool {
        self.cases.iter().any(|(_, matter)| flag.contains(matter))
    }

    /// The one word of the list.
    pub(crate) fn word(&self) -> &'static str {
        let any = |states: &[ChargeState]| self.charges.iter().any(|c| states.contains(&c.state));
        if self.raised(&[Matter::Disputed]) {
            "disputed"
        } else if self.raised(&[Matter::Mismatch, Matter::Contradiction, Matter::Unanswered]) {
            "mismatch"
        } else if self.raised(&[Matter::Late]) {
            "late"
        } else if self.raised(&[Matter::DoublePayment, Matter::Overpaid]) || self.due() < 0 {
            "over"
        } else if self.voided {
            "voided"
        } else if self.due() == 0 && self.total > 0 && self.returned() == self.total {
            "returned"
        } else if self.due() == 0 {
            "paid"
        } else if self.paid > 0 {
            "partial"
        } else if any(&[ChargeState::Requested]) {
            "unsent"
        } else if any(&[ChargeState::Pending, ChargeState::Authorized]) {
            "waiting"
        } else if self.charges.is_empty() {
            "open"
        } else {
            "failed"
        }
    }
}
