//! What follows from a provider's reports: vouchers, states, payments, cases. Reading the same
//! report again changes nothing.

use cobro_domain::{
    account::{Account, Debtor, Entry, Posting},
    charge::{ChargeState, Move},
    ids::{CaseId, ChargeId, PaymentId},
    money::Money,
};
use cobro_ledger::{
    Booking, LedgerError,
    fact::{CaseOpened, ChargeReported, Fact, Matter, PaymentReceived, VoucherIssued},
    views::{
        charges::{self, Charge},
        invoices::{self, Invoice},
        payments,
    },
    working::polls,
};
use cobro_providers::outcome::{Decline, MoneyIn, Report, Status};

use crate::issue::posted;

/// Books what a provider's reports about one charge add to what is known. `message` is the
/// digest of the provider's own words.
pub(crate) fn fold(
    booking: &mut Booking<'_, '_>,
    charge: ChargeId,
    reports: &[Report],
    message: &str,
) -> Result<(), LedgerError> {
    for report in reports {
        voucher(booking, charge, report, message)?;
        money(booking, charge, report, message)?;
    }
    if let Some(report) = most_telling(reports) {
        state(booking, charge, report, message)?;
    }
    let after = known(booking, charge)?;
    if matches!(after.state, ChargeState::Paid | ChargeState::Reversed) {
        polls::stop(booking.conn(), charge)?;
    }
    Ok(())
}

fn known(booking: &Booking<'_, '_>, id: ChargeId) -> Result<Charge, LedgerError> {
    charges::read(booking.conn(), id)?.ok_or_else(|| LedgerError::Malformed {
        what: "a charge",
        detail: format!("{id} is not in the books"),
    })
}

/// The report that says where the charge stands. A provider may keep several orders under one
/// reference: one that was paid tells more than one that waits, and that more than one that
/// ended.
fn most_telling(reports: &[Report]) -> Option<&Report> {
    reports.iter().max_by_key(|report| match &report.status {
        Status::Known(ChargeState::Paid | ChargeState::Disputed | ChargeState::Reversed) => 4,
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

fn voucher(
    booking: &mut Booking<'_, '_>,
    id: ChargeId,
    report: &Report,
    message: &str,
) -> Result<(), LedgerError> {
    let charge = known(booking, id)?;
    let held = charge.voucher.as_ref().is_some_and(cobro_domain::voucher::Voucher::is_payable);
    let given = report.voucher.clone().filter(cobro_domain::voucher::Voucher::is_payable);
    let Some(voucher) = given.filter(|_| !held) else {
        return Ok(());
    };
    let order = report.order.0.clone();
    let message = message.to_owned();
    booking.append(&Fact::VoucherIssued(VoucherIssued { charge: id, order, voucher, message }))?;
    Ok(())
}

/// Posts each movement of money once.
fn money(
    booking: &mut Booking<'_, '_>,
    id: ChargeId,
    report: &Report,
    message: &str,
) -> Result<(), LedgerError> {
    for money_in in &report.money_in {
        let charge = known(booking, id)?;
        let before = payments::of_invoice(booking.conn(), charge.invoice)?;
        let of_charge = || before.iter().filter(|payment| payment.charge == Some(id));
        if of_charge().any(|payment| payment.money_in.as_ref() == Some(&money_in.id.0)) {
            continue;
        }
        let again = of_charge().next().is_some();
        receive(booking, &charge, money_in, message)?;
        if again {
            open_case(booking, &charge, Matter::DoublePayment, &money_in.id.0)?;
        }
    }
    Ok(())
}

fn receive(
    booking: &mut Booking<'_, '_>,
    charge: &Charge,
    money_in: &MoneyIn,
    message: &str,
) -> Result<(), LedgerError> {
    let amount = match &money_in.amount {
        Ok(amount) if amount.currency() == charge.amount.currency() => *amount,
        // Another currency settles nothing here; the money is real, so a person looks at it.
        Ok(other) => return open_case_once(booking, charge, Matter::Mismatch, &other.to_string()),
        Err(text) => return open_case_once(booking, charge, Matter::Mismatch, text),
    };
    let invoice = invoices::at(booking.conn(), charge.invoice)?;
    let late = matches!(charge.state.moved(ChargeState::Paid), Ok(Move::MovedLate));
    let mismatch = amount != charge.amount;
    let (allocated, postings) = entry(charge, &invoice, amount)?;
    let payment = PaymentId::new(booking.at(), booking.random());
    booking.append(&Fact::PaymentReceived(PaymentReceived {
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
        message: message.to_owned(),
    }))?;
    if late {
        open_case(booking, charge, Matter::Late, &amount.to_string())?;
    }
    if mismatch {
        open_case(booking, charge, Matter::Mismatch, &amount.to_string())?;
    }
    Ok(())
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

/// Moves the charge to what the provider says, once.
fn state(
    booking: &mut Booking<'_, '_>,
    id: ChargeId,
    report: &Report,
    message: &str,
) -> Result<(), LedgerError> {
    let charge = known(booking, id)?;
    let (to, text) = match &report.status {
        Status::Known(state) => (Some(*state), None),
        Status::Declined(decline) => (Some(ChargeState::Declined), Some(words(decline))),
        Status::Unrecognised { raw } => (None, Some(raw.clone())),
    };
    let moved = match to {
        // Money alone makes a charge paid; a payment has already moved it.
        Some(ChargeState::Paid) => return Ok(()),
        // What was paid is taken back by way of a dispute: a person decides what follows.
        Some(ChargeState::Reversed) if charge.state == ChargeState::Paid => {
            return report_dispute(booking, &charge, report, message);
        }
        Some(to) => match charge.state.moved(to) {
            Ok(Move::Unchanged) => charge.provider_id.is_none(),
            Ok(Move::Moved | Move::MovedLate) => true,
            Err(error) => {
                let detail = error.to_string();
                return open_case_once(booking, &charge, Matter::Contradiction, &detail);
            }
        },
        None => charge.text != text,
    };
    if !moved {
        return Ok(());
    }
    // A charge given up here keeps that word; only the provider's number for it is news.
    let to = to.filter(|to| !matches!(charge.state.moved(*to), Ok(Move::Unchanged)));
    booking.append(&Fact::ChargeReported(ChargeReported {
        charge: id,
        state: to,
        order: Some(report.order.0.clone()),
        text,
        message: message.to_owned(),
    }))?;
    if matches!(to, Some(ChargeState::Disputed | ChargeState::Reversed)) {
        open_case(booking, &charge, Matter::Disputed, &report.order.0)?;
    }
    Ok(())
}

fn report_dispute(
    booking: &mut Booking<'_, '_>,
    charge: &Charge,
    report: &Report,
    message: &str,
) -> Result<(), LedgerError> {
    booking.append(&Fact::ChargeReported(ChargeReported {
        charge: charge.id,
        state: Some(ChargeState::Disputed),
        order: Some(report.order.0.clone()),
        text: None,
        message: message.to_owned(),
    }))?;
    open_case(booking, charge, Matter::Disputed, &report.order.0)
}

fn words(decline: &Decline) -> String {
    match &decline.text {
        Some(text) => format!("{} · {text}", decline.code),
        None => decline.code.clone(),
    }
}

fn open_case(
    booking: &mut Booking<'_, '_>,
    charge: &Charge,
    matter: Matter,
    detail: &str,
) -> Result<(), LedgerError> {
    let invoice = invoices::at(booking.conn(), charge.invoice)?.id;
    let case = CaseId::new(booking.at(), booking.random());
    let (charge, detail) = (charge.id, detail.to_owned());
    booking.append(&Fact::CaseOpened(CaseOpened { case, matter, invoice, charge, detail }))?;
    Ok(())
}

/// Opens a case unless the same was opened before: polls repeat what they find.
fn open_case_once(
    booking: &mut Booking<'_, '_>,
    charge: &Charge,
    matter: Matter,
    detail: &str,
) -> Result<(), LedgerError> {
    for fact in cobro_ledger::views::timeline::of(booking.conn(), charge.invoice)? {
        if let Fact::CaseOpened(case) = fact.decode()?
            && (case.charge, case.matter, case.detail.as_str()) == (charge.id, matter, detail)
        {
            return Ok(());
        }
    }
    open_case(booking, charge, matter, detail)
}
