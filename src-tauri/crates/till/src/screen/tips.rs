//! Tips, as the window offers and takes them.

use cobro_domain::{
    ids::InvoiceId,
    locale::parse_amount,
    money::{Money, MoneyError},
    rounding::scale,
    tax::BASIS,
};
use cobro_ledger::views::invoices;
use serde::{Deserialize, Serialize};

use super::{Amount, CashPreview, CommandError, sheet::quick_amounts};
use crate::{
    collect::Overpaying,
    sell::{Bill, Handed, Paper, Sale, SellError},
    till::Till,
};

/// A share of the total that is offered as a tip.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TipOffer {
    /// In per cent.
    pub percent: u32,
    /// What it comes to.
    pub amount: Amount,
}

/// A tip, and what is asked for with it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TipView {
    /// The tip in cash, rounded to the shop's coins.
    pub in_cash: Amount,
    /// The tip on a slip, to the cent.
    pub by_card: Amount,
    /// What is asked for in cash, the tip with it.
    pub all_in_cash: Amount,
    /// What the slip says, the tip with it.
    pub all_by_card: Amount,
    /// What customers hand over for that, exact first.
    pub quick: Vec<Amount>,
}

/// Cash that was handed over, and the tip in it.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct TippedCashForm {
    /// The invoice; none for the ticket on the screen.
    pub invoice: Option<String>,
    /// What the customer gave.
    pub tendered: String,
    /// What of it is a tip: `10%`, or an amount.
    pub tip: String,
    /// Whether charges that still live may overpay the invoice.
    pub even_if_it_overpays: bool,
}

impl Till {
    /// The shares that are offered as a tip of a total; none where the shop takes no tips.
    pub(super) fn tip_offers(&self, total: Money) -> Result<Vec<TipOffer>, CommandError> {
        if !self.takes_tips() {
            return Ok(Vec::new());
        }
        let offered = self.tips_offered(total)?.into_iter();
        let offered = offered.filter(|(_, tip)| tip.is_positive());
        Ok(offered.map(|(percent, tip)| TipOffer { percent, amount: self.amount(tip) }).collect())
    }

    /// A tip as it was typed, `10%` of what is owed or an amount, and what is asked for with it.
    ///
    /// # Errors
    /// When it is no amount.
    pub fn tip_view(&self, invoice: Option<&str>, tip: &str) -> Result<TipView, CommandError> {
        let owed = self.bill_owed(bill(invoice)?)?;
        let tip = self.tip_typed(owed, tip)?;
        let (in_cash, asked) = (self.in_cash(tip)?, self.in_cash(owed)?);
        let all = asked.checked_add(in_cash)?;
        Ok(TipView {
            in_cash: self.amount(in_cash),
            by_card: self.amount(tip),
            all_in_cash: self.amount(all),
            all_by_card: self.amount(owed.checked_add(tip)?),
            quick: quick_amounts(all).into_iter().map(|amount| self.amount(amount)).collect(),
        })
    }

    /// What handing over an amount would mean, the tip with it.
    ///
    /// # Errors
    /// When something that was typed does not fit.
    pub fn preview_tipped_cash(&self, form: &TippedCashForm) -> Result<CashPreview, CommandError> {
        let (bill, handed) = self.tipped(form)?;
        Ok(self.tendered_view(self.preview_cash_and_tip(bill, handed)?))
    }

    /// Takes cash and the tip in it, with a receipt as in [`Till::finish_cash`].
    ///
    /// # Errors
    /// When something that was typed does not fit; nothing is then booked.
    pub fn take_tipped_cash(
        &self,
        form: &TippedCashForm,
        paper: Paper,
    ) -> Result<Sale, CommandError> {
        let (bill, handed) = self.tipped(form)?;
        let asked = if form.even_if_it_overpays { Overpaying::Accepted } else { Overpaying::Ask };
        Ok(self.take_cash_and_tip(bill, handed, asked, paper)?)
    }

    fn tipped(&self, form: &TippedCashForm) -> Result<(Bill, Handed), CommandError> {
        let bill = bill(form.invoice.as_deref())?;
        let tendered = parse_amount(&form.tendered, self.currency(), self.locale())?;
        let tip = self.tip_typed(self.bill_owed(bill)?, &form.tip)?;
        Ok((bill, Handed { tendered, tip }))
    }

    /// A tip as it was typed.
    pub(super) fn tip_typed(&self, owed: Money, text: &str) -> Result<Money, MoneyError> {
        let (currency, locale, text) = (self.currency(), self.locale(), text.trim());
        if text.is_empty() {
            return Ok(Money::zero(currency));
        }
        match text.strip_suffix('%') {
            // A percentage has two decimals at most, as an amount does: read as one.
            Some(percent) => {
                let points = parse_amount(percent, currency, locale)?.minor();
                Ok(Money::new(scale(owed.minor(), points, BASIS)?, currency))
            }
            None => parse_amount(text, currency, locale),
        }
    }

    /// What is owed on a bill.
    pub(super) fn bill_owed(&self, bill: Bill) -> Result<Money, CommandError> {
        match bill {
            Bill::Ticket => Ok(self.typed()?.priced()?.total),
            Bill::Invoice(id) => {
                let invoice = self.read(|reader| invoices::read(reader.conn(), id))?;
                Ok(invoice.ok_or(SellError::NotFound)?.due()?)
            }
        }
    }
}

fn bill(invoice: Option<&str>) -> Result<Bill, CommandError> {
    Ok(match invoice {
        Some(id) => Bill::Invoice(InvoiceId::parse(id)?),
        None => Bill::Ticket,
    })
}
