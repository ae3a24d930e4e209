//! What follows a charge, as a provider reports it: holds, captures, voids and refunds.

use cobro_domain::{
    account::{Account, Debtor, Entry, Posting},
    act::{ActEvent, ActKind},
    charge::ChargeState,
    ids::{PaymentId, RefundId},
    money::Money,
    refund::RefundState,
    time::Span,
};
use cobro_ledger::{
    LedgerError,
    fact::{
        Fact, FollowUpFailed, HoldAuthorized, HoldEnd, HoldEnded, Matter, Posted, RefundBooked,
        RefundReported,
    },
    views::{
        accounts, cards,
        charges::Charge,
        holds::{self, Hold},
        invoices, payments,
        refunds::{self, Refund},
        timeline,
    },
};
use cobro_providers::{
    after::{FollowUp, FollowUpState},
    outcome::{Report, Status},
};

use super::{Folding, brief, words};
use crate::{after::move_acts, issue::posted};

/// How long money is held when nobody wrote down for how many days.
const HOLD_DAYS: u32 = 30;

impl Folding<'_, '_, '_> {
    /// Books that money is held, or is held no more.
    pub(super) fn hold(&mut self, report: &Report) -> Result<(), LedgerError> {
        let charge = self.known()?;
        let hold = holds::read(self.booking.conn(), self.id)?;
        match (&report.status, hold) {
            (Status::Known(ChargeState::Authorized), None) => self.authorize(&charge, report),
            (Status::Known(ChargeState::Authorized), Some(hold)) => {
                let idle = hold.stands() && hold.capturing.is_none() && !hold.voiding;
                if idle && self.booking.at() >= hold.lapses_at {
                    return self.end_hold(HoldEnd::Lapsed);
                }
                Ok(())
            }
            (Status::Known(ChargeState::Voided | ChargeState::Cancelled), Some(hold))
                if hold.stands() =>
            {
                // A provider may call it a void when it lets go what nobody took in time.
                let lapsed = !hold.voiding && self.booking.at() >= hold.lapses_at;
                self.end_hold(if lapsed { HoldEnd::Lapsed } else { HoldEnd::Voided })
            }
            (Status::Known(ChargeState::Lapsed | ChargeState::Expired), Some(hold))
                if hold.stands() =>
            {
                self.end_hold(HoldEnd::Lapsed)
            }
            (
                Status::Known(
                    ChargeState::Requested
                    | ChargeState::Pending
                    | ChargeState::Paid
                    | ChargeState::Declined
                    | ChargeState::Expired
                    | ChargeState::Cancelled
                    | ChargeState::Voided
                    | ChargeState::Lapsed
                    | ChargeState::Disputed
                    | ChargeState::Reversed,
                )
                | Status::Declined(_)
                | Status::Refunded
                | Status::Unrecognised { .. },
                _,
            ) => Ok(()),
        }
    }

    fn authorize(&mut self, charge: &Charge, report: &Report) -> Result<(), LedgerError> {
        let open = charge.state.is_live();
        let Some(held) = report.held.as_ref().filter(|_| open) else {
            return Ok(());
        };
        let amount = match &held.amount {
            Ok(amount) if amount.currency() == charge.amount.currency() => *amount,
            Ok(other) => {
                return self.open_case_once(charge, Matter::Mismatch, &other.to_string());
            }
            Err(text) => return self.open_case_once(charge, Matter::Mismatch, &brief(text)),
        };
        let days = cards::read(self.booking.conn(), self.id)?.and_then(|card| card.hold_days);
        let days = i64::from(days.unwrap_or(HOLD_DAYS));
        let message = self.digest.clone();
        self.append(&Fact::HoldAuthorized(HoldAuthorized {
            charge: self.id,
            order: report.order.0.clone(),
            attempt: held.attempt.0.clone(),
            currency: amount.currency(),
            held: amount.minor(),
            lapses_at: self.booking.at().plus(Span::days(days)),
            message,
        }))?;
        if amount != charge.amount {
            self.open_case(charge, Matter::Mismatch, &amount.to_string())?;
        }
        Ok(())
    }

    fn end_hold(&mut self, end: HoldEnd) -> Result<(), LedgerError> {
        let (charge, message) = (self.id, self.digest.clone());
        self.append(&Fact::HoldEnded(HoldEnded { charge, end, message }))
    }

    /// What a movement of money of this charge should come to: what was captured, where
    /// somebody captured a part, and what was asked otherwise.
    pub(super) fn expected(&self, charge: &Charge) -> Result<Money, LedgerError> {
        let hold = holds::read(self.booking.conn(), charge.id)?;
        let part = hold.as_ref().and_then(|hold| hold.capturing);
        Ok(part.or(hold.map(|hold| hold.held)).unwrap_or(charge.amount))
    }

    /// Books what followed the charge, each of it once.
    pub(super) fn follow_ups(&mut self, report: &Report) -> Result<(), LedgerError> {
        for follow in &report.after {
            match follow.kind {
                // It is the charge itself.
                ActKind::Submit => {}
                ActKind::Capture | ActKind::Void => self.of_hold(follow)?,
                ActKind::Refund => self.refund(follow)?,
            }
        }
        if report.status == Status::Refunded { self.refunded(report) } else { Ok(()) }
    }

    fn of_hold(&mut self, follow: &FollowUp) -> Result<(), LedgerError> {
        let hold = holds::read(self.booking.conn(), self.id)?;
        let Some(hold) = hold.filter(Hold::stands) else {
            return Ok(());
        };
        let wanted = match follow.kind {
            ActKind::Capture => hold.capturing.is_some(),
            ActKind::Void => hold.voiding,
            ActKind::Submit | ActKind::Refund => false,
        };
        match &follow.state {
            FollowUpState::Done if follow.kind == ActKind::Void => {
                let lapsed = !wanted && self.booking.at() >= hold.lapses_at;
                self.end_hold(if lapsed { HoldEnd::Lapsed } else { HoldEnd::Voided })
            }
            // What a capture has taken is money, and posted as such.
            FollowUpState::Done => Ok(()),
            FollowUpState::Undecided if wanted => {
                move_acts(self.booking, self.id, follow.kind, ActEvent::Accepted)
            }
            FollowUpState::Undecided => Ok(()),
            FollowUpState::Declined(decline) => {
                if !wanted || self.failed_before(follow)? {
                    return Ok(());
                }
                let (charge, what) = (self.id, follow.kind);
                let attempt = follow.attempt.as_ref().map(|attempt| attempt.0.clone());
                let (text, message) = (Some(words(decline)), Some(self.digest.clone()));
                let failed = FollowUpFailed { charge, what, text, attempt, message };
                self.append(&Fact::FollowUpFailed(failed))
            }
            FollowUpState::Unrecognised { raw } => self.unrecognised(raw),
        }
    }

    /// Whether this very attempt failed before: look-ups repeat what they find.
    fn failed_before(&self, follow: &FollowUp) -> Result<bool, LedgerError> {
        let Some(attempt) = follow.attempt.as_ref() else {
            return Ok(false);
        };
        for fact in timeline::of(self.booking.conn(), self.known()?.invoice)? {
            if let Fact::FollowUpFailed(failed) = fact.decode()?
                && failed.attempt.as_ref() == Some(&attempt.0)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn unrecognised(&mut self, raw: &str) -> Result<(), LedgerError> {
        let charge = self.known()?;
        self.open_case_once(&charge, Matter::Contradiction, &brief(raw))
    }

    fn refund(&mut self, follow: &FollowUp) -> Result<(), LedgerError> {
        let known = refunds::of_charge(self.booking.conn(), self.id)?;
        if let Some(attempt) = &follow.attempt {
            let own = |refund: &&Refund| refund.attempt.as_ref() == Some(&attempt.0);
            if let Some(found) = known.iter().find(own) {
                let late = follow.state == FollowUpState::Done && !found.state.is_given_back();
                return if late { self.give_back(follow, Some(found)) } else { Ok(()) };
            }
            if known.iter().any(|refund| refund.seen.contains(&attempt.0)) {
                return Ok(());
            }
        }
        let live = known.iter().find(|refund| refund.state.is_live());
        match &follow.state {
            FollowUpState::Undecided => match live {
                Some(live) if live.state == RefundState::Requested => {
                    self.report_refund(live, RefundState::Undecided, follow, None)
                }
                Some(_) | None => Ok(()),
            },
            FollowUpState::Done => {
                let ended = |refund: &&Refund| {
                    refund.attempt.is_none()
                        && matches!(refund.state, RefundState::Declined | RefundState::Dropped)
                };
                self.give_back(follow, live.or_else(|| known.iter().rev().find(ended)))
            }
            FollowUpState::Declined(decline) => match live {
                Some(live) => {
                    self.report_refund(live, RefundState::Declined, follow, Some(words(decline)))
                }
                None => Ok(()),
            },
            FollowUpState::Unrecognised { raw } => self.unrecognised(raw),
        }
    }

    fn report_refund(
        &mut self,
        refund: &Refund,
        state: RefundState,
        follow: &FollowUp,
        text: Option<String>,
    ) -> Result<(), LedgerError> {
        let attempt = follow.attempt.as_ref().map(|attempt| attempt.0.clone());
        let (refund, message) = (refund.id, Some(self.digest.clone()));
        let reported = RefundReported { refund, state, text, attempt, message };
        self.append(&Fact::RefundReported(reported))
    }

    /// Books money that the provider gave back: for a refund that was asked for, one that had
    /// ended here, or one that nobody here knows of.
    fn give_back(&mut self, follow: &FollowUp, refund: Option<&Refund>) -> Result<(), LedgerError> {
        let charge = self.known()?;
        let amount = match (&follow.amount, refund) {
            (Ok(amount), _) if amount.currency() == charge.amount.currency() => *amount,
            (Ok(_) | Err(_), Some(refund)) => refund.amount,
            (Ok(_) | Err(_), None) => return self.unrecognised("REFUND"),
        };
        let attempt = follow.attempt.as_ref().map(|attempt| attempt.0.clone());
        self.book_refund(&charge, refund, amount, attempt)?;
        let expected = refund.filter(|refund| refund.state.is_live()).map(|refund| refund.amount);
        match expected {
            Some(expected) if expected == amount => Ok(()),
            Some(_) => self.open_case(&charge, Matter::Mismatch, &amount.to_string()),
            None => self.open_case(&charge, Matter::Contradiction, &format!("REFUND {amount}")),
        }
    }

    fn book_refund(
        &mut self,
        charge: &Charge,
        refund: Option<&Refund>,
        amount: Money,
        attempt: Option<String>,
    ) -> Result<(), LedgerError> {
        let payment = match refund {
            Some(refund) => Some(refund.payment),
            None => self.returned_of(charge)?,
        };
        let Some(payment) = payment else {
            // Nothing came by this charge that could have gone back.
            return self.unrecognised("REFUND");
        };
        let (credit, postings) = self.refund_entry(charge, amount)?;
        let invoice = invoices::at(self.booking.conn(), charge.invoice)?.id;
        let made = RefundId::new(self.booking.at(), self.booking.random());
        let message = self.digest.clone();
        self.append(&Fact::RefundBooked(RefundBooked {
            refund: refund.map_or(made, |refund| refund.id),
            payment,
            charge: charge.id,
            invoice,
            account: charge.account,
            attempt,
            currency: amount.currency(),
            amount: amount.minor(),
            credit: credit.minor(),
            late: refund.is_none_or(|refund| !refund.state.is_live()),
            postings,
            message,
        }))
    }

    /// The payment that most is left of.
    fn returned_of(&self, charge: &Charge) -> Result<Option<PaymentId>, LedgerError> {
        let conn = self.booking.conn();
        let mut best = None;
        for payment in payments::of_invoice(conn, charge.invoice)? {
            if let Some(found) = refunds::returnable(conn, charge.id, payment.id)?
                && best.is_none_or(|(left, _)| found.left.minor() > left)
            {
                best = Some((found.left.minor(), payment.id));
            }
        }
        Ok(best.map(|(_, payment)| payment))
    }

    /// The mirror of what payments book: what was surplus on the invoice goes back first, as far
    /// as nobody used it; the rest is owed again.
    fn refund_entry(
        &self,
        charge: &Charge,
        amount: Money,
    ) -> Result<(Money, Vec<Posted>), LedgerError> {
        let conn = self.booking.conn();
        let invoice = invoices::at(conn, charge.invoice)?;
        let customer = invoice.customer;
        let rest = customer.map_or(Account::Unapplied, Account::StoreCredit);
        let kept = accounts::balance(conn, &rest.to_string(), amount.currency())?.minor();
        let surplus = invoice.due()?.minor().saturating_neg().min(kept.saturating_neg());
        let credit = Money::new(surplus.clamp(0, amount.minor().max(0)), amount.currency());
        let parts = || {
            let owed = amount.checked_sub(credit)?;
            let debtor = customer.map_or(Debtor::WalkIn, Debtor::Customer);
            Entry::balanced(vec![
                Posting {
                    account: Account::Clearing(charge.account),
                    amount: amount.checked_neg()?,
                },
                Posting { account: Account::Receivable(debtor), amount: owed },
                Posting { account: rest, amount: credit },
            ])
        };
        let entry = parts().map_err(|error| LedgerError::Malformed {
            what: "a refund",
            detail: error.to_string(),
        })?;
        Ok((credit, posted(&entry)))
    }

    /// The provider says that all of it went back. Where it does not say by which refund, the
    /// one that was asked for is meant; what the books cannot explain is for a person.
    fn refunded(&mut self, report: &Report) -> Result<(), LedgerError> {
        let charge = self.known()?;
        let named = report.after.iter().any(|follow| follow.kind == ActKind::Refund);
        let known = refunds::of_charge(self.booking.conn(), self.id)?;
        if let Some(live) = known.iter().find(|refund| refund.state.is_live() && !named) {
            self.book_refund(&charge, Some(live), live.amount, None)?;
        }
        let conn = self.booking.conn();
        for payment in payments::of_invoice(conn, charge.invoice)? {
            if let Some(found) = refunds::returnable(conn, self.id, payment.id)?
                && found.given.minor() < found.came.minor()
            {
                return self.open_case_once(&charge, Matter::Contradiction, "REFUNDED");
            }
        }
        Ok(())
    }
}
