//! What follows from a provider's reports: vouchers, states, payments, cases. Reading the same
//! report again changes nothing.

mod after;
mod entries;
#[cfg(test)]
mod tests;

use cobro_domain::{
    charge::{ChargeState, Move},
    ids::{CaseId, ChargeId, PaymentId},
    money::Money,
    voucher::Voucher,
};
use cobro_ledger::{
    Booking, LedgerError,
    fact::{
        CaseClosed, CaseOpened, ChargeReported, Correction, Fact, Matter, PaymentCorrected,
        PaymentReceived, Settlement, VoucherIssued,
    },
    views::{
        cards,
        cases::{self, Case},
        charges::{self, Charge},
        invoices, payments, refunds,
    },
    working::messages,
};
use cobro_providers::outcome::{Decline, MoneyIn, Report, Status};

pub(crate) use self::entries::rest_of;
use self::entries::{correction, receipt};
use crate::{
    after::settle_known,
    mail::{payment_came, voucher_issued},
};

/// How much of a provider's words for people the books keep; its whole answer is kept beside
/// them.
const WORDS_MAX: usize = 300;

/// Books what a provider's reports about one charge add to what is known. `message` is the
/// provider's own answer: it is kept if anything of it was news.
pub(crate) fn fold(
    booking: &mut Booking<'_, '_>,
    charge: ChargeId,
    reports: &[Report],
    message: &[u8],
) -> Result<(), LedgerError> {
    let digest = messages::digest(message);
    let mut folding = Folding { booking, id: charge, digest, news: false };
    for report in reports {
        folding.voucher(report)?;
        folding.hold(report)?;
        folding.money(report)?;
        folding.follow_ups(report)?;
    }
    if let Some(report) = most_telling(reports) {
        folding.state(report)?;
    }
    if folding.news {
        messages::keep(booking.conn(), booking.at(), message)?;
    }
    settle_known(booking, charge)
}

/// Opens a case about a charge, unless the same one was opened before.
pub(crate) fn call_person(
    booking: &mut Booking<'_, '_>,
    charge: &Charge,
    matter: Matter,
    detail: &str,
) -> Result<(), LedgerError> {
    let mut folding = Folding { booking, id: charge.id, digest: String::new(), news: false };
    folding.open_case_once(charge, matter, &brief(detail))
}

/// What was in doubt about a charge is not any more: nobody has to decide about it.
pub(crate) fn end_doubt(booking: &mut Booking<'_, '_>, charge: &Charge) -> Result<(), LedgerError> {
    let cases = cases::of_invoice(booking.conn(), charge.invoice)?;
    let asked = |case: &Case| case.matter == Matter::Unanswered && case.charge == charge.id;
    for case in cases.into_iter().filter(|case| case.is_open() && asked(case)) {
        booking.append(&Fact::CaseClosed(CaseClosed {
            case: case.id,
            invoice: invoices::at(booking.conn(), charge.invoice)?.id,
            settled: Settlement::Accepted,
            note: String::new(),
            currency: charge.amount.currency(),
            surplus: 0,
            postings: Vec::new(),
        }))?;
    }
    Ok(())
}

/// The report that says where the charge stands. A provider may keep several orders under one
/// reference: money that is wanted back tells more than money that came, that more than an
/// order that waits, and that more than one that ended.
fn most_telling(reports: &[Report]) -> Option<&Report> {
    reports.iter().max_by_key(|report| match &report.status {
        Status::Refunded | Status::Known(ChargeState::Disputed | ChargeState::Reversed) => 5,
        Status::Known(ChargeState::Paid) => 4,
        Status::Known(ChargeState::Authorized) => 3,
        Status::Known(ChargeState::Pending | ChargeState::Requested)
        | Status::Unrecognised { .. } => 2,
        Status::Known(
            ChargeState::Declined
            | ChargeState::Expired
            | ChargeState::Cancelled
            | ChargeState::Voided
            | ChargeState::Lapsed,
        )
        | Status::Declined(_) => 1,
    })
}

/// One answer about one charge, being booked.
struct Folding<'b, 't, 's> {
    booking: &'b mut Booking<'t, 's>,
    id: ChargeId,
    /// Names the provider's answer in facts.
    digest: String,
    /// Whether a fact rests on it.
    news: bool,
}

impl Folding<'_, '_, '_> {
    fn known(&self) -> Result<Charge, LedgerError> {
        charges::read(self.booking.conn(), self.id)?.ok_or_else(|| LedgerError::Malformed {
            what: "a charge",
            detail: format!("{} is not in the books", self.id),
        })
    }

    fn append(&mut self, fact: &Fact) -> Result<(), LedgerError> {
        self.news = true;
        self.booking.append(fact).map(|_| ())
    }

    fn voucher(&mut self, report: &Report) -> Result<(), LedgerError> {
        let held = self.known()?.voucher.is_some_and(|voucher| voucher.is_payable());
        let given = report.voucher.clone().filter(Voucher::is_payable);
        let Some(voucher) = given.filter(|_| !held) else {
            return Ok(());
        };
        let (charge, order) = (self.id, report.order.0.clone());
        let message = self.digest.clone();
        self.append(&Fact::VoucherIssued(VoucherIssued { charge, order, voucher, message }))?;
        voucher_issued(self.booking, charge)
    }

    /// Posts each movement of money once.
    fn money(&mut self, report: &Report) -> Result<(), LedgerError> {
        for money_in in &report.money_in {
            let charge = self.known()?;
            let before = payments::of_invoice(self.booking.conn(), charge.invoice)?;
            let of_charge = || before.iter().filter(|payment| payment.charge == Some(self.id));
            if of_charge().any(|payment| payment.money_in.as_ref() == Some(&money_in.id.0)) {
                continue;
            }
            let again = of_charge().next().is_some();
            match &money_in.amount {
                Ok(amount) if amount.currency() == charge.amount.currency() => {
                    let too_much = self.receive(&charge, money_in, *amount)?;
                    if again {
                        self.open_case(&charge, Matter::DoublePayment, &money_in.id.0)?;
                    } else if too_much {
                        self.open_case(&charge, Matter::Overpaid, &amount.to_string())?;
                    }
                }
                // Another currency settles nothing here; the money is real, so a person looks
                // at it.
                Ok(other) => {
                    self.open_case_once(&charge, Matter::Mismatch, &other.to_string())?;
                }
                Err(text) => self.open_case_once(&charge, Matter::Mismatch, &brief(text))?,
            }
        }
        Ok(())
    }

    /// Posts a movement; whether it is too much and no case says so yet.
    fn receive(
        &mut self,
        charge: &Charge,
        money_in: &MoneyIn,
        amount: Money,
    ) -> Result<bool, LedgerError> {
        let invoice = invoices::at(self.booking.conn(), charge.invoice)?;
        let late = matches!(charge.state.moved(ChargeState::Paid), Ok(Move::MovedLate));
        let mismatch = amount != self.expected(charge)?;
        let (allocated, postings) = receipt(charge, &invoice, amount)?;
        let payment = PaymentId::new(self.booking.at(), self.booking.random());
        let message = self.digest.clone();
        self.news = true;
        let fact = self.booking.append(&Fact::PaymentReceived(PaymentReceived {
            payment,
            charge: charge.id,
            invoice: invoice.id,
            account: charge.account,
            money_in: money_in.id.0.clone(),
            currency: amount.currency(),
            amount: amount.minor(),
            allocated: allocated.minor(),
            late,
            mismatch,
            postings,
            message,
        }))?;
        payment_came(self.booking, payment, invoice.id, fact)?;
        if late {
            self.open_case(charge, Matter::Late, &amount.to_string())?;
        }
        if mismatch {
            self.open_case(charge, Matter::Mismatch, &amount.to_string())?;
        }
        Ok(allocated != amount && !late && !mismatch)
    }

    /// Moves the charge to what the provider says, once.
    fn state(&mut self, report: &Report) -> Result<(), LedgerError> {
        let charge = self.known()?;
        let (to, text) = match &report.status {
            Status::Known(state) => (Some(*state), None),
            Status::Declined(decline) => (Some(ChargeState::Declined), Some(words(decline))),
            // What followed the charge says what went back.
            Status::Refunded => (Some(ChargeState::Paid), None),
            Status::Unrecognised { raw } => (None, Some(brief(raw))),
        };
        // What failed on the provider's page is a note: the payer may try again there.
        let page = cards::page_until(self.booking.conn(), self.id)?.is_some();
        let failed = |to: &ChargeState| matches!(to, ChargeState::Declined | ChargeState::Expired);
        let to = to.filter(|to| !page || !failed(to));
        let same = charge.provider_id.is_some() && charge.text == text;
        let to = match (charge.state, to) {
            // Money alone makes a charge paid, and a payment has already moved it; but what
            // was contested is paid again when the provider says so.
            (ChargeState::Disputed, Some(ChargeState::Paid)) => Some(ChargeState::Paid),
            (ChargeState::Paid, Some(ChargeState::Paid)) if !same => None,
            (_, Some(ChargeState::Paid)) => return Ok(()),
            // What was paid is taken back by way of a dispute, however late this is heard.
            (ChargeState::Paid, Some(ChargeState::Reversed)) => {
                self.book_state(report, Some(ChargeState::Disputed), text.clone())?;
                Some(ChargeState::Reversed)
            }
            // The provider may be behind with what happened to a hold.
            (
                ChargeState::Voided | ChargeState::Lapsed,
                Some(
                    ChargeState::Authorized
                    | ChargeState::Cancelled
                    | ChargeState::Expired
                    | ChargeState::Voided
                    | ChargeState::Lapsed,
                ),
            ) => return Ok(()),
            (from, Some(to)) => match from.moved(to) {
                Ok(Move::Moved | Move::MovedLate) => Some(to),
                Ok(Move::Unchanged) if same => return Ok(()),
                // It keeps its word; the provider's number for it, or other words, are news.
                Ok(Move::Unchanged) => None,
                Err(error) => {
                    let detail = error.to_string();
                    return self.open_case_once(&charge, Matter::Contradiction, &detail);
                }
            },
            (_, None) if same => return Ok(()),
            (_, None) => None,
        };
        self.book_state(report, to, text)
    }

    /// Books what was reported of a charge, and what that does to the money that came by it.
    fn book_state(
        &mut self,
        report: &Report,
        to: Option<ChargeState>,
        text: Option<String>,
    ) -> Result<(), LedgerError> {
        let (order, message) = (Some(report.order.0.clone()), self.digest.clone());
        let reported = ChargeReported { charge: self.id, state: to, order, text, message };
        self.append(&Fact::ChargeReported(reported))?;
        match to {
            Some(ChargeState::Disputed) => self.correct(Correction::Contested)?,
            Some(ChargeState::Paid) => return self.correct(Correction::Restored),
            Some(ChargeState::Reversed) => self.correct(Correction::Reversed)?,
            Some(
                ChargeState::Requested
                | ChargeState::Pending
                | ChargeState::Authorized
                | ChargeState::Declined
                | ChargeState::Expired
                | ChargeState::Cancelled
                | ChargeState::Voided
                | ChargeState::Lapsed,
            )
            | None => return Ok(()),
        }
        let charge = self.known()?;
        let told = |case: &Case| case.matter == Matter::Disputed && case.is_open();
        self.open_case_unless(&charge, Matter::Disputed, &report.order.0, told)
    }

    /// Books what becomes of the money that came by the charge, if any did.
    fn correct(&mut self, what: Correction) -> Result<(), LedgerError> {
        let charge = self.known()?;
        let invoice = invoices::at(self.booking.conn(), charge.invoice)?;
        let came = payments::of_invoice(self.booking.conn(), charge.invoice)?;
        let came = came.iter().filter(|payment| payment.charge == Some(charge.id));
        let came = Money::sum(charge.amount.currency(), came.map(|payment| payment.amount));
        // What was given back cannot be contested any more.
        let back = refunds::of_charge(self.booking.conn(), charge.id)?;
        let back = back.iter().filter(|refund| refund.state.is_given_back());
        let back = Money::sum(charge.amount.currency(), back.map(|refund| refund.amount));
        let left = came.and_then(|came| came.checked_sub(back?));
        let came = left.map_err(|error| entries::wrong(&error))?;
        let (amount, postings) = correction(&charge, &invoice, came, what)?;
        if amount.is_zero() {
            return Ok(());
        }
        let message = self.digest.clone();
        self.append(&Fact::PaymentCorrected(PaymentCorrected {
            charge: charge.id,
            invoice: invoice.id,
            account: charge.account,
            correction: what,
            currency: amount.currency(),
            amount: amount.minor(),
            postings,
            message,
        }))
    }

    fn open_case(
        &mut self,
        charge: &Charge,
        matter: Matter,
        detail: &str,
    ) -> Result<(), LedgerError> {
        let invoice = invoices::at(self.booking.conn(), charge.invoice)?.id;
        let case = CaseId::new(self.booking.at(), self.booking.random());
        let (charge, detail) = (charge.id, detail.to_owned());
        self.append(&Fact::CaseOpened(CaseOpened { case, matter, invoice, charge, detail }))
    }

    /// Opens a case unless the same was opened before: polls repeat what they find.
    fn open_case_once(
        &mut self,
        charge: &Charge,
        matter: Matter,
        detail: &str,
    ) -> Result<(), LedgerError> {
        let same = |case: &Case| (case.matter, case.detail.as_str()) == (matter, detail);
        self.open_case_unless(charge, matter, detail, same)
    }

    fn open_case_unless(
        &mut self,
        charge: &Charge,
        matter: Matter,
        detail: &str,
        told: impl Fn(&Case) -> bool,
    ) -> Result<(), LedgerError> {
        let mut cases = cases::of_invoice(self.booking.conn(), charge.invoice)?.into_iter();
        if cases.any(|case| case.charge == charge.id && told(&case)) {
            return Ok(());
        }
        self.open_case(charge, matter, detail)
    }
}

/// What stands between a provider's code and its words.
const BETWEEN: &str = " · ";

fn words(decline: &Decline) -> String {
    brief(&match &decline.text {
        Some(text) => format!("{}{BETWEEN}{text}", decline.code),
        None => decline.code.clone(),
    })
}

/// The provider's code in what the books keep of its words.
pub(crate) fn code_of(words: &str) -> &str {
    words.split_once(BETWEEN).map_or(words, |(code, _)| code)
}

/// A provider's words, cut to what a person reads.
pub(crate) fn brief(words: &str) -> String {
    words.chars().take(WORDS_MAX).collect()
}
