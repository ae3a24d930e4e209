//! A charge while it waits, and what can be done about it.

use cobro_documents::Symbol;
use cobro_domain::{
    act::ActState,
    charge::{ChargeState, Flags},
    ids::ChargeId,
    money::Money,
    time::Timestamp,
    voucher::Voucher,
};
use cobro_ledger::{
    Connection,
    views::{
        cards,
        charges::{self, Charge},
        invoices::{self, Invoice},
        payments::{self, Payment},
    },
    working::{
        acts::{self, Act},
        contacts::{self, Contact},
        outbox, polls,
    },
};
use serde::{Deserialize, Serialize};

use super::{
    AdviceView, Amount, CardView, CommandError, FollowUpView, GiveUpView, HoldView, MailRow,
    Millis, card::ByCard,
};
use crate::{
    deliver::STALE,
    papers::{PaperSize, transfer_text},
    till::Till,
    training::CustomerAct,
};

/// Where a charge stands, its act included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum ChargeStage {
    /// Not sent yet.
    Queued,
    /// On its way.
    Sending,
    /// The answer, or the voucher in it, was lost: neither paid nor failed.
    Unknown,
    /// The payer holds a voucher.
    Issued,
    /// The payer can pay on the provider's page.
    Page,
    /// The money is held.
    Authorized,
    /// The money came.
    Paid,
    /// The payer was refused.
    Declined,
    /// The voucher ran out.
    Expired,
    /// Given up here.
    Cancelled,
    /// The provider refused to issue it.
    Refused,
    /// A hold that was let go.
    Voided,
    /// A hold that ran out.
    Lapsed,
    /// Contested.
    Disputed,
    /// Taken back.
    Reversed,
}

/// What is remarkable about an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// Something was paid, and not all.
    Partial,
    /// More was paid than was owed.
    Over,
    /// Money came after the charge had ended.
    Late,
    /// Another amount than was asked.
    Mismatch,
    /// A person marked it paid.
    Marked,
    /// Contested.
    Disputed,
}

/// A charge as the waiting view shows it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ChargeView {
    /// Its id.
    pub id: String,
    /// Its invoice.
    pub invoice: String,
    /// The invoice's number.
    pub folio: String,
    /// How it is paid.
    pub method: String,
    /// What it collects.
    pub amount: Amount,
    /// Where it stands.
    pub stage: ChargeStage,
    /// The bar code.
    pub barcode_svg: Option<String>,
    /// Its digits in groups of four.
    pub barcode_digits: Option<String>,
    /// The number to say or type.
    pub reference: Option<String>,
    /// The account to transfer to.
    pub clabe: Option<String>,
    /// Its bank.
    pub bank: Option<String>,
    /// The QR code.
    pub qr_svg: Option<String>,
    /// When it was decided.
    pub requested_at: Millis,
    /// When the provider confirmed it.
    pub issued_at: Option<Millis>,
    /// When it runs out.
    pub expires_at: Option<Millis>,
    /// When money came.
    pub paid_at: Option<Millis>,
    /// How much.
    pub paid: Option<Amount>,
    /// When the provider is asked next.
    pub next_check_at: Option<Millis>,
    /// When a person may have it asked.
    pub check_allowed_at: Millis,
    /// How to tell the payer once a queued voucher is issued.
    pub contact: Option<String>,
    /// The newest mail with its voucher.
    pub mail: Option<MailRow>,
    /// Queued for so long that somebody has to say whether it is still wanted.
    pub asks_before_sending: bool,
    /// The provider's own words.
    pub provider_text: Option<String>,
    /// What is remarkable about its invoice.
    pub flags: Vec<Flag>,
    /// The card, when it is by card.
    pub card: Option<CardView>,
    /// What is held, or was.
    pub hold: Option<HoldView>,
    /// What follows it and is not decided.
    pub follow_ups: Vec<FollowUpView>,
    /// What the provider's result code means.
    pub advice: Option<AdviceView>,
    /// When a person may decide that a card was not charged; nothing unless that is in doubt.
    pub give_up: Option<GiveUpView>,
}

/// What a paper is printed on.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// A Letter page.
    Letter,
    /// An 80 mm roll.
    Roll,
}

impl From<Paper> for PaperSize {
    fn from(paper: Paper) -> Self {
        match paper {
            Paper::Letter => Self::Letter,
            Paper::Roll => Self::Roll,
        }
    }
}

/// What the customer of a training charge does.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum CustomerAction {
    /// Pays what is asked.
    Pay,
    /// Pays half.
    Underpay,
    /// Pays half as much again.
    Overpay,
    /// Is turned down.
    Decline,
}

impl From<CustomerAction> for CustomerAct {
    fn from(action: CustomerAction) -> Self {
        match action {
            CustomerAction::Pay => Self::Pay,
            CustomerAction::Underpay => Self::Underpay,
            CustomerAction::Overpay => Self::Overpay,
            CustomerAction::Decline => Self::Decline,
        }
    }
}

impl Till {
    /// A charge as the waiting view shows it.
    ///
    /// # Errors
    /// When there is no such charge or the books cannot be read.
    pub fn charge_view(&self, id: ChargeId) -> Result<ChargeView, CommandError> {
        let known = self.read(|reader| Known::of(reader.conn(), id))?;
        self.view_of(known.ok_or(CommandError::NotFound)?)
    }

    pub(super) fn view_of(&self, known: Known) -> Result<ChargeView, CommandError> {
        let Known { charge, invoice, act, page_until, by_card, poll, payments, contact, mail } =
            known;
        let voucher = charge.voucher.clone().unwrap_or_default();
        let allowed_at = self.check_allowed_at(&charge)?;
        let stage = stage(&charge, act.as_ref(), page_until);
        let unknown = act.as_ref().filter(|act| act.state == ActState::Unknown);
        let next = unknown.map(|act| act.not_before).or(poll.map(|poll| poll.next_at));
        let queued = act.as_ref().filter(|act| act.state == ActState::Queued);
        let paid = Money::sum(charge.amount.currency(), payments.iter().map(|p| p.amount))?;
        // What was taken back again came all the same.
        let came: Vec<_> = payments.iter().filter(|one| one.amount.is_positive()).collect();
        let symbols = Symbols::of(&voucher, charge.amount);
        let doubted = unknown.filter(|_| by_card.is_card());
        let give_up = doubted.map(|act| self.give_up_view(&charge, act)).transpose()?;
        Ok(ChargeView {
            id: charge.id.to_string(),
            invoice: invoice.id.to_string(),
            folio: invoice.folio.to_string(),
            method: charge.method.as_str().to_owned(),
            amount: self.amount(charge.amount),
            stage,
            barcode_svg: symbols.barcode,
            barcode_digits: voucher.barcode.as_deref().map(grouped),
            qr_svg: symbols.qr,
            clabe: voucher.clabe.as_deref().map(grouped),
            reference: voucher.reference,
            bank: voucher.bank,
            requested_at: charge.requested_at.into(),
            issued_at: charge.issued_at.map(Millis::from),
            expires_at: voucher.expires_at.or(page_until).map(Millis::from),
            paid_at: came.last().map(|payment| payment.at.into()),
            paid: (!came.is_empty()).then(|| self.amount(paid)),
            next_check_at: next.map(Millis::from),
            check_allowed_at: allowed_at.into(),
            contact,
            mail: mail.map(MailRow::from),
            asks_before_sending: queued.is_some_and(|act| self.now().since(act.queued_at) > STALE),
            flags: flags(invoice.flags),
            card: self.card_view(&charge, &by_card),
            hold: self.hold_view(&charge, &by_card)?,
            follow_ups: self.follow_up_views(&charge, &by_card)?,
            advice: by_card.advice(&charge),
            give_up,
            provider_text: charge.text,
        })
    }
}

/// What the books know about a charge.
pub(super) struct Known {
    charge: Charge,
    invoice: Invoice,
    act: Option<Act>,
    page_until: Option<Timestamp>,
    by_card: ByCard,
    poll: Option<polls::Poll>,
    payments: Vec<Payment>,
    contact: Option<String>,
    mail: Option<outbox::QueuedMail>,
}

impl Known {
    pub(super) fn of(
        conn: &Connection,
        id: ChargeId,
    ) -> Result<Option<Self>, cobro_ledger::LedgerError> {
        let Some(charge) = charges::read(conn, id)? else {
            return Ok(None);
        };
        let mut payments = payments::of_invoice(conn, charge.invoice)?;
        payments.retain(|payment| payment.charge == Some(id));
        Ok(Some(Self {
            invoice: invoices::at(conn, charge.invoice)?,
            act: acts::of_charge(conn, id)?,
            page_until: cards::page_until(conn, id)?,
            by_card: ByCard::of(conn, &charge)?,
            poll: polls::read(conn, id)?,
            payments,
            contact: contacts::read(conn, id)?.and_then(|contact| said(&contact)),
            mail: outbox::newest_about(conn, id.0)?,
            charge,
        }))
    }
}

/// E-mail and telephone on one line.
fn said(contact: &Contact) -> Option<String> {
    let parts: Vec<&str> =
        [&contact.email, &contact.phone].into_iter().flatten().map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn stage(charge: &Charge, act: Option<&Act>, page_until: Option<Timestamp>) -> ChargeStage {
    let act = act.map(|act| act.state);
    let payable = charge.voucher.as_ref().is_some_and(Voucher::is_payable);
    match charge.state {
        ChargeState::Requested => match act {
            Some(ActState::Sending) => ChargeStage::Sending,
            Some(ActState::Queued) => ChargeStage::Queued,
            Some(ActState::Unknown | ActState::Accepted) | None => ChargeStage::Unknown,
            Some(ActState::Refused | ActState::Dropped) => ChargeStage::Refused,
        },
        ChargeState::Pending if page_until.is_some() => ChargeStage::Page,
        // The provider has it, but what the payer should pay with was lost on the way.
        ChargeState::Pending if !payable => ChargeStage::Unknown,
        ChargeState::Pending => ChargeStage::Issued,
        ChargeState::Authorized => ChargeStage::Authorized,
        ChargeState::Paid => ChargeStage::Paid,
        ChargeState::Declined if act == Some(ActState::Refused) => ChargeStage::Refused,
        ChargeState::Declined => ChargeStage::Declined,
        ChargeState::Expired => ChargeStage::Expired,
        ChargeState::Cancelled => ChargeStage::Cancelled,
        ChargeState::Voided => ChargeStage::Voided,
        ChargeState::Lapsed => ChargeStage::Lapsed,
        ChargeState::Disputed => ChargeStage::Disputed,
        ChargeState::Reversed => ChargeStage::Reversed,
    }
}

pub(super) fn flags(flags: Flags) -> Vec<Flag> {
    let all = [
        (flags.partial, Flag::Partial),
        (flags.over, Flag::Over),
        (flags.late, Flag::Late),
        (flags.mismatch, Flag::Mismatch),
        (flags.marked, Flag::Marked),
        (flags.disputed, Flag::Disputed),
    ];
    all.into_iter().filter(|(raised, _)| *raised).map(|(_, flag)| flag).collect()
}

/// The codes of a voucher as pictures. One that cannot be drawn is left out: the digits stand
/// beside it.
struct Symbols {
    barcode: Option<String>,
    qr: Option<String>,
}

impl Symbols {
    fn of(voucher: &Voucher, amount: Money) -> Self {
        let barcode = voucher.barcode.as_deref().and_then(|digits| Symbol::code128(digits).ok());
        let qr = transfer_text(voucher, amount).and_then(|text| Symbol::qr(&text).ok());
        Self { barcode: barcode.map(|s| s.svg()), qr: qr.map(|s| s.svg()) }
    }
}

/// Digits in groups of four, as people read them aloud.
fn grouped(digits: &str) -> String {
    let characters: Vec<char> = digits.chars().collect();
    let groups: Vec<String> = characters.chunks(4).map(|four| four.iter().collect()).collect();
    groups.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_in_fours() {
        assert_eq!(grouped("1234567890"), "1234 5678 90");
    }
}
