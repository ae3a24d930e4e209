//! What a shop's books must say, computed a second time and simply.

use cobro_domain::{
    charge::ChargeState,
    ids::{ChargeId, CustomerId, InvoiceId},
};
use cobro_ledger::fact::Matter;

/// A charge as the model sees it.
#[derive(Clone, Debug)]
pub(crate) struct Charge {
    pub(crate) id: ChargeId,
    pub(crate) amount: i64,
    pub(crate) state: ChargeState,
}

/// An invoice as the model sees it.
#[derive(Clone, Debug)]
pub(crate) struct Invoice {
    pub(crate) id: InvoiceId,
    pub(crate) customer: Option<CustomerId>,
    pub(crate) total: i64,
    pub(crate) paid: i64,
    pub(crate) voided: bool,
    pub(crate) charges: Vec<Charge>,
    pub(crate) late: bool,
    pub(crate) mismatch: bool,
    pub(crate) over: bool,
    pub(crate) disputed: bool,
    pub(crate) facts: usize,
}

impl Invoice {
    pub(crate) fn new(id: InvoiceId, customer: Option<CustomerId>, total: i64) -> Self {
        Self {
            id,
            customer,
            total,
            paid: 0,
            voided: false,
            charges: Vec::new(),
            late: false,
            mismatch: false,
            over: false,
            disputed: false,
            facts: 1,
        }
    }

    pub(crate) fn owed(&self) -> i64 {
        if self.voided { 0 } else { self.total }
    }

    pub(crate) fn due(&self) -> i64 {
        self.owed() - self.paid
    }

    /// A matter for a person raises its flag.
    pub(crate) fn raise(&mut self, matter: Matter) {
        match matter {
            Matter::Late => self.late = true,
            Matter::Mismatch | Matter::Contradiction => self.mismatch = true,
            Matter::DoublePayment => self.over = true,
            Matter::Disputed => self.disputed = true,
        }
    }

    /// The one word of the list.
    pub(crate) fn word(&self) -> &'static str {
        let any = |states: &[ChargeState]| self.charges.iter().any(|c| states.contains(&c.state));
        if self.disputed {
            "disputed"
        } else if self.mismatch {
            "mismatch"
        } else if self.late {
            "late"
        } else if self.over || self.due() < 0 {
            "over"
        } else if self.voided {
            "voided"
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
