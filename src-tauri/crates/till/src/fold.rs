//! What follows from a provider's reports: vouchers, states, payments, cases. Reading the same
//! report again changes nothing.

use cobro_domain::{
    account::{Account, Debtor, Entry, Posting},
    charge::{ChargeState, Move},
    ids::{CaseId, ChargeId, PaymentId},
    money::Money,
    voucher::Voucher,
};
use cobro_ledger::{
    Booking, LedgerError,
    fact::{CaseOpened, ChargeReported, Fact, Matter, PaymentReceived, VoucherIssued},
    views::{
        charges::{self, Charge},
        invoices::{self, Invoice},
        payments, timeline,
    },
    working::messages,
};
use cobro_providers::outcome::{Decline, MoneyIn, Report, Status};

use crate::issue::posted;

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
        folding.money(report)?;
    }
    if let Some(report) = most_telling(reports) {
        folding.state(report)?;
    }
    if folding.news {
        messages::keep(booking.conn(), booking.at(), message)?;
    }
    Ok(())
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
        self.append(&Fact::VoucherIssued(VoucherIssued { charge, order, voucher, message }))
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
                    self.receive(&charge, money_in, *amount)?;
                    if again {
                        self.open_case(&charge, Matter::DoublePayment, &money_in.id.0)?;
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

    fn receive(
        &mut self,
        charge: &Charge,
        money_in: &MoneyIn,
        amount: Money,
    ) -> Result<(), LedgerError> {
        let invoice = invoices::at(self.booking.conn(), charge.invoice)?;
        let late = matches!(charge.state.moved(ChargeState::Paid), Ok(Move::MovedLate));
        let mismatch = amount != charge.amount;
        let (allocated, postings) = entry(charge, &invoice, amount)?;
        let payment = PaymentId::new(self.booking.at(), self.booking.random());
        let message = self.digest.clone();
        self.append(&Fact::PaymentReceived(PaymentReceived {
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
        if late {
            self.open_case(charge, Matter::Late, &amount.to_string())?;
        }
        if mismatch {
            self.open_case(charge, Matter::Mismatch, &amount.to_string())?;
        }
        Ok(())
    }

    /// Moves the charge to what the provider says, once.
    fn state(&mut self, report: &Report) -> Result<(), LedgerError> {
        let charge = self.known()?;
        let (to, text) = match &report.status {
            Status::Known(state) => (Some(*state), None),
            Status::Declined(decline) => (Some(ChargeState::Declined), Some(words(decline))),
            Status::Refunded => (Some(ChargeState::Reversed), None),
            Status::Unrecognised { raw } => (None, Some(brief(raw))),
        };
        let same = charge.provider_id.is_some() && charge.text == text;
        let to = match (charge.state, to) {
            // Money alone makes a charge paid, and a payment has already moved it; but what
            // was contested is paid again when the provider says so.
            (ChargeState::Disputed, Some(ChargeState::Paid)) => Some(ChargeState::Paid),
            (ChargeState::Paid, Some(ChargeState::Paid)) if !same => None,
            (_, Some(ChargeState::Paid)) => return Ok(()),
            // What was paid is taken back by way of a dispute: a person decides what follows.
            (ChargeState::Paid, Some(ChargeState::Reversed)) => Some(ChargeState::Disputed),
            (ChargeState::Disputed, Some(ChargeState::Reversed)) => return Ok(()),
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
        let (order, message) = (Some(report.order.0.clone()), self.digest.clone());
        let reported = ChargeReported { charge: self.id, state: to, order, text, message };
        self.append(&Fact::ChargeReported(reported))?;
        if matches!(to, Some(ChargeState::Disputed | ChargeState::Reversed)) {
            self.open_case(&charge, Matter::Disputed, &report.order.0)?;
        }
        Ok(())
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
        for fact in timeline::of(self.booking.conn(), charge.invoice)? {
            if let Fact::CaseOpened(case) = fact.decode()?
                && (case.charge, case.matter, case.detail.as_str()) == (charge.id, matter, detail)
            {
                return Ok(());
            }
        }
        self.open_case(charge, matter, detail)
    }
}

/// What of a payment settles the invoice, and the entry. The rest is the customer's credit,
/// or unapplied when nobody knows the customer.
fn entry(
    charge: &Charge,
    invoice: &Invoice,
    amount: Money,
) -> Result<(Money, Vec<cobro_ledger::fact::Posted>), LedgerError> {
    let wrong = |detail: String| LedgerError::Malformed { what: "a payment", detail };
    let due = invoice.due()?.minor().clamp(0, amount.minor().max(0));
    let allocated = Money::new(due, amount.currency());
    let parts = || {
        let surplus = amount.checked_sub(allocated)?;
        let debtor = invoice.customer.map_or(Debtor::WalkIn, Debtor::Customer);
        let rest = invoice.customer.map_or(Account::Unapplied, Account::StoreCredit);
        Entry::balanced(vec![
            Posting { account: Account::Clearing(charge.account), amount },
            Posting { account: Account::Receivable(debtor), amount: allocated.checked_neg()? },
            Posting { account: rest, amount: surplus.checked_neg()? },
        ])
    };
    let entry = parts().map_err(|error| wrong(error.to_string()))?;
    Ok((allocated, posted(&entry)))
}

fn words(decline: &Decline) -> String {
    brief(&match &decline.text {
        Some(text) => format!("{} · {text}", decline.code),
        None => decline.code.clone(),
    })
}

/// A provider's words, cut to what a person reads.
pub(crate) fn brief(words: &str) -> String {
    words.chars().take(WORDS_MAX).collect()
}
