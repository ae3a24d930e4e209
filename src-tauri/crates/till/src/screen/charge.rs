//! The charge sheet, and a charge while it waits.

use cobro_documents::Symbol;
use cobro_domain::{
    act::ActState,
    charge::{ChargeState, Flags},
    ids::ChargeId,
    method::Method,
    money::{Currency, Money},
    voucher::Voucher,
};
use cobro_ledger::{
    Connection,
    views::{
        charges::{self, Charge},
        invoices::{self, Invoice},
        payments::{self, Payment},
    },
    working::{
        acts::{self, Act},
        contacts::Contact,
        polls,
    },
};
use cobro_providers::capabilities::MethodRule;
use serde::{Deserialize, Serialize};

use super::{Amount, CommandError, Millis};
use crate::{
    collect::{check_amount, rule_of},
    deliver::STALE,
    line::Line,
    papers::{PaperSize, transfer_text},
    sell::{Sale, Tendered},
    till::Till,
    training::CustomerAct,
};

/// A way to pay, now.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct MethodView {
    /// The method's word.
    pub id: String,
    /// The merchant account it goes through; none for cash.
    pub account: Option<String>,
    /// Whether it can be used now.
    pub available: bool,
    /// Why not.
    pub reason: Option<CommandError>,
    /// Whether the voucher could only be queued now.
    pub queued: bool,
    /// How many days the voucher lives.
    pub days: Option<u32>,
}

/// The charge sheet.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ChargeSheetView {
    /// What is to be collected.
    pub total: Amount,
    /// From whom.
    pub customer: Option<String>,
    /// How it can be paid.
    pub methods: Vec<MethodView>,
    /// What customers hand over for it, exact first.
    pub quick: Vec<Amount>,
}

/// What handing over an amount would mean.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CashPreview {
    /// What the customer gives.
    pub tendered: Amount,
    /// What the customer gets back.
    pub change: Amount,
    /// Whether it is enough.
    pub enough: bool,
}

/// A finished cash sale.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SaleView {
    /// The invoice.
    pub invoice: String,
    /// Its number.
    pub folio: String,
    /// What was owed.
    pub total: Amount,
    /// What the customer gave.
    pub tendered: Amount,
    /// What the customer gets back.
    pub change: Amount,
}

/// How the payer of a queued voucher can be reached.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "Contact")]
pub struct ContactForm {
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

impl From<ContactForm> for Contact {
    fn from(form: ContactForm) -> Self {
        let said = |text: Option<String>| {
            text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
        };
        Self { email: said(form.email), phone: said(form.phone) }
    }
}

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
    /// Queued for so long that somebody has to say whether it is still wanted.
    pub asks_before_sending: bool,
    /// The provider's own words.
    pub provider_text: Option<String>,
    /// What is remarkable about its invoice.
    pub flags: Vec<Flag>,
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

/// A paper that was made.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct PrintView {
    /// Its file.
    pub path: String,
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
    /// The charge sheet for the ticket on the screen.
    ///
    /// # Errors
    /// When the ticket is empty or the books cannot be read.
    pub fn charge_sheet(&self) -> Result<ChargeSheetView, CommandError> {
        let typed = self.typed()?;
        if typed.ticket.lines.is_empty() {
            return Err(CommandError::TicketEmpty);
        }
        let total = typed.priced()?.total;
        let mut methods = vec![cash()];
        methods.extend(self.methods_for(total)?);
        Ok(ChargeSheetView {
            total: self.amount(total),
            customer: typed.customer.map(|name| name.as_str().to_owned()),
            methods,
            quick: quick_amounts(total).into_iter().map(|amount| self.amount(amount)).collect(),
        })
    }

    /// The ways to collect an invoice that is still owed.
    ///
    /// # Errors
    /// When there is no such invoice or the books cannot be read.
    pub fn collect_sheet(
        &self,
        id: cobro_domain::ids::InvoiceId,
    ) -> Result<ChargeSheetView, CommandError> {
        let invoice = self.read(|reader| invoices::read(reader.conn(), id))?;
        let invoice = invoice.ok_or(CommandError::NotFound)?;
        let due = invoice.due()?;
        let mut methods = vec![cash()];
        methods.extend(self.methods_for(due)?);
        Ok(ChargeSheetView {
            total: self.amount(due),
            customer: self.customer_name(&invoice)?,
            methods,
            quick: quick_amounts(due).into_iter().map(|amount| self.amount(amount)).collect(),
        })
    }

    fn methods_for(&self, total: Money) -> Result<Vec<MethodView>, CommandError> {
        let mut methods = Vec::new();
        for merchant in self.merchants()?.into_iter().filter(|merchant| merchant.account.active) {
            let account = merchant.account.account;
            let ready = match self.ready(account) {
                Ok(ready) => ready,
                Err(error) => {
                    tracing::warn!(%error, account = %account, "an account cannot be used");
                    continue;
                }
            };
            for rule in &ready.provider.capabilities().methods {
                let usable = rule_of(&ready, &rule.method, self.currency())
                    .and_then(|rule| check_amount(&rule, total));
                methods.push(self.method_view(rule, &account.to_string(), usable.err()));
            }
        }
        Ok(methods)
    }

    fn method_view(
        &self,
        rule: &MethodRule,
        account: &str,
        refused: Option<crate::collect::CollectError>,
    ) -> MethodView {
        MethodView {
            id: rule.method.as_str().to_owned(),
            account: Some(account.to_owned()),
            available: refused.is_none(),
            reason: refused.map(CommandError::from),
            queued: self.line() == Line::Offline,
            days: Some(rule.days),
        }
    }

    /// What handing over an amount would mean, as the window shows it.
    #[must_use]
    pub fn tendered_view(&self, tendered: Tendered) -> CashPreview {
        CashPreview {
            tendered: self.amount(tendered.tendered),
            change: self.amount(tendered.change),
            enough: tendered.enough,
        }
    }

    /// A sale as the window shows it.
    #[must_use]
    pub fn sale_view(&self, sale: &Sale) -> SaleView {
        SaleView {
            invoice: sale.invoice.to_string(),
            folio: sale.folio.to_string(),
            total: self.amount(sale.total),
            tendered: self.amount(sale.tendered),
            change: self.amount(sale.change),
        }
    }

    /// A charge as the waiting view shows it.
    ///
    /// # Errors
    /// When there is no such charge or the books cannot be read.
    pub fn charge_view(&self, id: ChargeId) -> Result<ChargeView, CommandError> {
        let known = self.read(|reader| Known::of(reader.conn(), id))?;
        self.view_of(known.ok_or(CommandError::NotFound)?)
    }

    pub(super) fn view_of(&self, known: Known) -> Result<ChargeView, CommandError> {
        let Known { charge, invoice, act, poll, payments } = known;
        let voucher = charge.voucher.clone().unwrap_or_default();
        let allowed_at = match self.ready(charge.account) {
            Ok(ready) => self.check_allowed_at(&charge, &ready)?,
            Err(_) => charge.requested_at,
        };
        let stage = stage(&charge, act.as_ref());
        let unknown = act.as_ref().filter(|act| act.state == ActState::Unknown);
        let next = unknown.map(|act| act.not_before).or(poll.map(|poll| poll.next_at));
        let queued = act.as_ref().filter(|act| act.state == ActState::Queued);
        let paid = Money::sum(charge.amount.currency(), payments.iter().map(|p| p.amount))?;
        let symbols = Symbols::of(&voucher, charge.amount);
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
            expires_at: voucher.expires_at.map(Millis::from),
            paid_at: payments.last().map(|payment| payment.at.into()),
            paid: (!payments.is_empty()).then(|| self.amount(paid)),
            next_check_at: next.map(Millis::from),
            check_allowed_at: allowed_at.into(),
            asks_before_sending: queued.is_some_and(|act| self.now().since(act.queued_at) > STALE),
            provider_text: charge.text,
            flags: flags(invoice.flags),
        })
    }
}

/// What the books know about a charge.
pub(super) struct Known {
    charge: Charge,
    invoice: Invoice,
    act: Option<Act>,
    poll: Option<polls::Poll>,
    payments: Vec<Payment>,
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
            poll: polls::read(conn, id)?,
            payments,
            charge,
        }))
    }
}

fn stage(charge: &Charge, act: Option<&Act>) -> ChargeStage {
    let act = act.map(|act| act.state);
    let payable = charge.voucher.as_ref().is_some_and(Voucher::is_payable);
    match charge.state {
        ChargeState::Requested => match act {
            Some(ActState::Sending) => ChargeStage::Sending,
            Some(ActState::Queued) => ChargeStage::Queued,
            Some(ActState::Unknown | ActState::Accepted) | None => ChargeStage::Unknown,
            Some(ActState::Refused | ActState::Dropped) => ChargeStage::Refused,
        },
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

fn cash() -> MethodView {
    MethodView {
        id: Method::CASH.as_str().to_owned(),
        account: None,
        available: true,
        reason: None,
        queued: false,
        days: None,
    }
}

/// How many amounts a customer is likely to hand over are offered.
const QUICK: usize = 4;

/// The exact amount, then the next sums that the notes of a currency make.
fn quick_amounts(total: Money) -> Vec<Money> {
    let notes: [i64; 6] = match total.currency() {
        Currency::Mxn => [50, 100, 200, 500, 1_000, 2_000],
        Currency::Ars => [1_000, 2_000, 5_000, 10_000, 20_000, 50_000],
        Currency::Uah => [50, 100, 200, 500, 1_000, 2_000],
        Currency::Usd => [1, 5, 10, 20, 50, 100],
    };
    let mut minors = vec![total.minor()];
    for note in notes.into_iter().map(|note| note.saturating_mul(100)) {
        let over = total.minor().rem_euclid(note);
        let next = if over == 0 {
            total.minor()
        } else {
            total.minor().saturating_sub(over).saturating_add(note)
        };
        if !minors.contains(&next) {
            minors.push(next);
        }
    }
    minors.sort_unstable();
    minors.truncate(QUICK);
    minors.into_iter().map(|minor| Money::new(minor, total.currency())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_amounts_are_exact_first_and_then_what_notes_make() {
        let cases = [
            (63_110, vec![63_110, 65_000, 70_000, 80_000]),
            (5_200, vec![5_200, 10_000, 20_000, 50_000]),
            (100_000, vec![100_000, 200_000]),
        ];
        for (minor, expected) in cases {
            let quick = quick_amounts(Money::new(minor, Currency::Mxn));
            let quick: Vec<i64> = quick.into_iter().map(Money::minor).collect();
            assert_eq!(quick, expected, "{minor}");
        }
    }

    #[test]
    fn digits_are_read_in_fours() {
        assert_eq!(grouped("1234567890"), "1234 5678 90");
    }
}
