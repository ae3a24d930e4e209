//! What a shift came to, from its own facts: those after the one that opened it, and no others.

use cobro_domain::{
    account::Account,
    ids::{ChargeId, InvoiceId},
    method::Method,
    money::Currency,
    shift::{CashFlow, Drawer},
};
use cobro_ledger::{
    Connection, LedgerError, StoredFact,
    fact::{
        CaseClosed, Correction, Fact, InvoiceIssued, MethodSum, MoveLine, PaymentCorrected,
        PaymentEntered, Posted, Settlement, ShiftNumbers, Sum,
    },
    views::{charges, invoices, shifts::Shift, timeline},
};

const TRANSFER: Method = Method::TRANSFER;
const CREDIT: Method = Method::CREDIT;

/// The numbers of a shift so far. It goes on where it stopped: however long a shift is, each of
/// its facts is read once.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    /// The fact that opened the shift.
    opened: i64,
    /// The last fact that is counted.
    reached: i64,
    drawer: String,
    currency: Currency,
    pub(crate) numbers: ShiftNumbers,
}

impl Tally {
    pub(crate) fn of(shift: &Shift) -> Self {
        let drawer = Drawer::with(shift.float.minor());
        Self {
            opened: shift.arrival,
            reached: shift.arrival,
            drawer: Account::Cash(shift.drawer).to_string(),
            currency: shift.float.currency(),
            numbers: ShiftNumbers { drawer, ..ShiftNumbers::default() },
        }
    }

    pub(crate) const fn is_of(&self, shift: &Shift) -> bool {
        self.opened == shift.arrival
    }

    /// Counts what was booked since.
    pub(crate) fn go_on(&mut self, conn: &Connection) -> Result<(), LedgerError> {
        let mut counted = self.clone();
        counted.reached = timeline::walk(conn, self.reached, |stored| {
            let fact = stored.decode()?;
            counted.drawer(&fact)?;
            counted.take(conn, &stored, &fact)
        })?;
        *self = counted;
        Ok(())
    }

    /// What the postings of this drawer do to it.
    fn drawer(&mut self, fact: &Fact) -> Result<(), LedgerError> {
        let Some((currency, postings)) = fact.entry() else {
            return Ok(());
        };
        if currency != self.currency {
            return Ok(());
        }
        let own = postings.iter().filter(|(name, _)| *name == self.drawer);
        for (_, minor) in own {
            let taken = self.numbers.drawer.take(flow(fact), *minor);
            taken.map_err(|error| too_large(&error))?;
        }
        Ok(())
    }

    #[expect(clippy::too_many_lines, reason = "an arm for each kind of fact, in their order")]
    fn take(
        &mut self,
        conn: &Connection,
        stored: &StoredFact,
        fact: &Fact,
    ) -> Result<(), LedgerError> {
        match fact {
            Fact::InvoiceIssued(body) if body.currency == self.currency => self.sold(body),
            Fact::CashReceived(body) => {
                self.numbers.rounding = self.numbers.rounding.saturating_add(body.rounding);
                self.paid(conn, body.invoice, Method::CASH, body.amount)
            }
            Fact::TenderReceived(body) => {
                self.paid(conn, body.invoice, body.method.clone(), body.amount)
            }
            Fact::TipReceived(body) => {
                add_by(&mut self.numbers.tips, body.method.clone(), body.amount);
                Ok(())
            }
            Fact::PaymentReceived(body) => {
                add(&mut self.numbers.by_providers, body.amount);
                self.paid(conn, body.invoice, by(conn, body.charge)?, body.amount)
            }
            Fact::PaymentEntered(body) => self.entered(conn, body),
            Fact::CreditApplied(body) => body
                .allocations
                .iter()
                .try_for_each(|(invoice, minor)| self.paid(conn, *invoice, CREDIT, *minor)),
            Fact::RefundEntered(body) => {
                self.refunded(body.method.clone(), body.amount);
                Ok(())
            }
            Fact::RefundBooked(body) => {
                self.refunded(by(conn, body.charge)?, body.amount);
                Ok(())
            }
            Fact::PaymentCorrected(body) => self.corrected(conn, body),
            Fact::CaseClosed(body) => {
                self.settled(body);
                Ok(())
            }
            Fact::InvoiceVoided(body) => {
                let total = invoices::read(conn, body.invoice)?;
                let total = total.map_or(0, |found| found.total.minor());
                add(&mut self.numbers.voids, total);
                self.forgiven(conn, body.invoice, &body.postings)
            }
            Fact::GoodsReturned(body) => {
                add(&mut self.numbers.returns, body.total);
                self.forgiven(conn, body.invoice, &body.postings)
            }
            Fact::CashMoved(body) => {
                self.numbers.moves.push(MoveLine {
                    at: stored.at,
                    actor: stored.actor.clone(),
                    way: body.way,
                    reason: body.reason.clone(),
                    amount: body.amount,
                });
                Ok(())
            }
            Fact::DrawerCounted(_) => {
                self.numbers.counts = self.numbers.counts.saturating_add(1);
                Ok(())
            }
            Fact::InvoiceIssued(_)
            | Fact::DrawerOpened(_)
            | Fact::QuoteIssued(_)
            | Fact::QuoteWithdrawn(_)
            | Fact::TillOpened(_)
            | Fact::CompanyChanged(_)
            | Fact::MerchantAccountChanged(_)
            | Fact::ProductChanged(_)
            | Fact::PriceListChanged(_)
            | Fact::CustomerChanged(_)
            | Fact::CustomersMerged(_)
            | Fact::CustomerErased(_)
            | Fact::ChargeRequested(_)
            | Fact::CardAsked(_)
            | Fact::PageOffered(_)
            | Fact::VoucherIssued(_)
            | Fact::ChargeReported(_)
            | Fact::ChargeRefused(_)
            | Fact::ChargeCancelled(_)
            | Fact::HoldAuthorized(_)
            | Fact::CaptureRequested(_)
            | Fact::VoidRequested(_)
            | Fact::FollowUpFailed(_)
            | Fact::HoldEnded(_)
            | Fact::RefundRequested(_)
            | Fact::RefundReported(_)
            | Fact::CaseOpened(_)
            | Fact::TaxWithheld(_)
            | Fact::DocumentPrinted(_)
            | Fact::UserChanged(_)
            | Fact::PinChanged(_)
            | Fact::UserSignedIn(_)
            | Fact::UserSignedOut(_)
            | Fact::UserLockedOut(_)
            | Fact::ApprovalGiven(_)
            | Fact::PolicyChanged(_)
            | Fact::UserErased(_)
            | Fact::ImportBegun(_)
            | Fact::ImportEnded(_)
            | Fact::ImportTidied(_)
            | Fact::ShiftOpened(_)
            | Fact::ShiftClosed(_) => Ok(()),
        }
    }

    fn sold(&mut self, body: &InvoiceIssued) -> Result<(), LedgerError> {
        let numbers = &mut self.numbers;
        numbers.invoices = numbers.invoices.saturating_add(1);
        numbers.first.get_or_insert_with(|| body.folio.clone());
        numbers.last = Some(body.folio.clone());
        numbers.sold = numbers.sold.saturating_add(body.total);
        numbers.net = numbers.net.saturating_add(body.net);
        numbers.discount = numbers.discount.saturating_add(body.discount);
        for (code, rate, base, amount) in &body.taxes {
            let known = numbers.taxes.iter_mut().find(|tax| tax.0 == *code && tax.1 == *rate);
            match known {
                Some(tax) => {
                    tax.2 = tax.2.saturating_add(*base);
                    tax.3 = tax.3.saturating_add(*amount);
                }
                None => numbers.taxes.push((code.clone(), *rate, *base, *amount)),
            }
        }
        Ok(())
    }

    /// Money for an invoice: of this shift, or from before.
    fn paid(
        &mut self,
        conn: &Connection,
        invoice: InvoiceId,
        method: Method,
        minor: i64,
    ) -> Result<(), LedgerError> {
        let own = self.is_own(conn, invoice)?;
        let numbers = &mut self.numbers;
        add_by(if own { &mut numbers.paid } else { &mut numbers.earlier }, method, minor);
        Ok(())
    }

    fn entered(&mut self, conn: &Connection, body: &PaymentEntered) -> Result<(), LedgerError> {
        for (invoice, minor) in &body.allocations {
            self.paid(conn, *invoice, body.method.clone(), *minor)?;
        }
        if body.credit != 0 {
            add_by(&mut self.numbers.earlier, body.method.clone(), body.credit);
        }
        Ok(())
    }

    fn refunded(&mut self, method: Method, minor: i64) {
        add_by(&mut self.numbers.refunds, method, minor);
    }

    fn corrected(&mut self, conn: &Connection, body: &PaymentCorrected) -> Result<(), LedgerError> {
        match body.correction {
            Correction::Contested | Correction::Restored => {}
            Correction::Reversed => self.refunded(by(conn, body.charge)?, body.amount),
        }
        Ok(())
    }

    fn settled(&mut self, body: &CaseClosed) {
        match body.settled {
            Settlement::Accepted | Settlement::KeptAsCredit => {}
            Settlement::PaidBackInCash => self.refunded(Method::CASH, body.surplus),
            Settlement::PaidBackByTransfer => self.refunded(TRANSFER, body.surplus),
        }
    }

    /// What a credit note took off what was owed for an invoice of this shift.
    fn forgiven(
        &mut self,
        conn: &Connection,
        invoice: InvoiceId,
        postings: &[Posted],
    ) -> Result<(), LedgerError> {
        if self.is_own(conn, invoice)? {
            for (account, minor) in postings {
                if let Some(Account::Receivable(_)) = Account::parse(account) {
                    self.numbers.forgiven = self.numbers.forgiven.saturating_sub(*minor);
                }
            }
        }
        Ok(())
    }

    /// Whether an invoice was issued in this shift.
    fn is_own(&self, conn: &Connection, invoice: InvoiceId) -> Result<bool, LedgerError> {
        Ok(invoices::read(conn, invoice)?.is_some_and(|found| found.arrival > self.opened))
    }
}

/// Why a fact moved the drawer.
const fn flow(fact: &Fact) -> CashFlow {
    if matches!(fact, Fact::CashReceived(_)) {
        CashFlow::Sale
    } else if matches!(fact, Fact::TipReceived(_)) {
        CashFlow::Tip
    } else if matches!(fact, Fact::RefundEntered(_) | Fact::RefundBooked(_) | Fact::CaseClosed(_)) {
        CashFlow::Refund
    } else if matches!(fact, Fact::CashMoved(_)) {
        CashFlow::Moved
    } else {
        CashFlow::Other
    }
}

fn by(conn: &Connection, charge: ChargeId) -> Result<Method, LedgerError> {
    // A charge that is gone from the view would be damage; the money counts all the same.
    let found = charges::read(conn, charge)?;
    Ok(found.map_or(Method::named("provider"), |charge| charge.method))
}

const fn add(sum: &mut Sum, minor: i64) {
    sum.count = sum.count.saturating_add(1);
    sum.amount = sum.amount.saturating_add(minor);
}

fn add_by(sums: &mut Vec<MethodSum>, method: Method, minor: i64) {
    match sums.iter_mut().find(|one| one.method == method) {
        Some(known) => add(&mut known.sum, minor),
        None => sums.push(MethodSum { method, sum: Sum { count: 1, amount: minor } }),
    }
}

fn too_large(error: &cobro_domain::money::MoneyError) -> LedgerError {
    LedgerError::Malformed { what: "the drawer of a shift", detail: error.to_string() }
}
