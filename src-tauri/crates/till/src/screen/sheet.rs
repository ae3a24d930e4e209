//! The charge sheet: what is to be collected, how it can be, and cash.

use cobro_domain::{
    ids::{InvoiceId, MerchantAccountId},
    method::Method,
    money::{Currency, Money},
};
use cobro_ledger::{
    views::{invoices, merchants},
    working::contacts::Contact,
};
use cobro_providers::capabilities::MethodRule;
use serde::{Deserialize, Serialize};

use super::{Amount, CommandError, KeptCards, PartView, TipOffer, tender::at_the_counter};
use crate::{
    collect::{CollectError, check_amount},
    line::Line,
    merchants::MerchantError,
    secrets::{SecretError, StoreState},
    sell::{Sale, Tendered},
    till::Till,
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
    /// What is asked for in cash: rounded to the shop's coins.
    pub in_cash: Amount,
    /// From whom.
    pub customer: Option<String>,
    /// The invoice's number, once there is one.
    pub folio: Option<String>,
    /// How it can be paid.
    pub methods: Vec<MethodView>,
    /// What customers hand over for it, exact first.
    pub quick: Vec<Amount>,
    /// The cards that an account may charge for the customer.
    pub kept: Vec<KeptCards>,
    /// What came before, for an invoice that is split over several ways to pay.
    pub parts: Vec<PartView>,
    /// The customer's credit.
    pub credit: Option<Amount>,
    /// The tips that are offered; none where the shop takes none.
    pub tips: Vec<TipOffer>,
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
    /// What rounding to the shop's coins added to it; nothing when it did not.
    pub rounding: Option<Amount>,
    /// What was given for whoever served; nothing when none was.
    pub tip: Option<Amount>,
    /// What is owed still.
    pub rest: Amount,
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
        let customer = self.typed_customer(&typed)?;
        let mut methods = vec![at_the_counter(&Method::CASH)];
        methods.extend(self.on_account_method(&typed, total)?);
        methods.extend(self.methods_for(total)?);
        methods.extend(self.counter_methods(customer)?);
        Ok(ChargeSheetView {
            tips: self.tip_offers(total)?,
            kept: self.kept_by_account(customer)?,
            parts: Vec::new(),
            folio: None,
            credit: self.credit_of(customer)?.map(|credit| self.amount(credit)),
            total: self.amount(total),
            customer: typed.customer.map(|name| name.as_str().to_owned()),
            methods,
            in_cash: self.amount(self.in_cash(total)?),
            quick: quick_amounts(self.in_cash(total)?)
                .into_iter()
                .map(|amount| self.amount(amount))
                .collect(),
        })
    }

    /// The ways to collect an invoice that is still owed.
    ///
    /// # Errors
    /// When there is no such invoice or the books cannot be read.
    pub fn collect_sheet(&self, id: InvoiceId) -> Result<ChargeSheetView, CommandError> {
        let invoice = self.read(|reader| invoices::read(reader.conn(), id))?;
        let invoice = invoice.ok_or(CommandError::NotFound)?;
        let due = invoice.due()?;
        let mut methods = vec![at_the_counter(&Method::CASH)];
        methods.extend(self.methods_for(due)?);
        methods.extend(self.counter_methods(invoice.customer)?);
        Ok(ChargeSheetView {
            tips: self.tip_offers(due)?,
            kept: self.kept_by_account(invoice.customer)?,
            parts: self.parts_of(&invoice)?,
            folio: Some(invoice.folio.to_string()),
            credit: self.credit_of(invoice.customer)?.map(|credit| self.amount(credit)),
            total: self.amount(due),
            customer: self.customer_name(&invoice)?,
            methods,
            in_cash: self.amount(self.in_cash(due)?),
            quick: quick_amounts(self.in_cash(due)?)
                .into_iter()
                .map(|amount| self.amount(amount))
                .collect(),
        })
    }

    fn methods_for(&self, total: Money) -> Result<Vec<MethodView>, CommandError> {
        let mut methods = Vec::new();
        let locked = matches!(self.secrets.state(), StoreState::VaultLocked);
        let accounts = self.read(|reader| merchants::all(reader.conn()))?;
        for account in accounts.into_iter().filter(|account| account.active) {
            let (account, offered) = self.offer(account.account)?;
            if let Some(rule) = &offered.cards {
                methods.push(self.card_tile(rule, account.account, total, locked)?);
            }
            for rule in offered.methods.iter().chain(&offered.page) {
                let usable = if offered.currency == self.currency() {
                    check_amount(rule, total)
                } else {
                    Err(CollectError::NotOffered)
                };
                let refused = match usable {
                    Ok(()) if self.is_paused(account.account) => Some(CollectError::Paused),
                    Ok(()) if locked => Some(MerchantError::Secret(SecretError::Locked).into()),
                    Ok(()) => None,
                    Err(error) => Some(error),
                };
                // Nothing is sent for a page: the payer's own phone takes it there.
                let queued = self.line_of(account.account) == Line::Offline
                    && offered.page.as_ref() != Some(rule);
                methods.push(method_view(rule, account.account, queued, refused));
            }
        }
        Ok(methods)
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
            rounding: (!sale.rounding.is_zero()).then(|| self.amount(sale.rounding)),
            tip: (!sale.tip.is_zero()).then(|| self.amount(sale.tip)),
            rest: self.amount(Money::zero(sale.total.currency())),
        }
    }
}

fn method_view(
    rule: &MethodRule,
    account: MerchantAccountId,
    queued: bool,
    refused: Option<CollectError>,
) -> MethodView {
    MethodView {
        id: rule.method.as_str().to_owned(),
        account: Some(account.to_string()),
        available: refused.is_none(),
        reason: refused.map(CommandError::from),
        queued,
        days: Some(rule.days),
    }
}

/// How many amounts a customer is likely to hand over are offered.
const QUICK: usize = 4;

/// The exact amount, then the next sums that the notes of a currency make.
pub(super) fn quick_amounts(total: Money) -> Vec<Money> {
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
}
