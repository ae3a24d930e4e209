//! Taxes that a customer withholds, as the window shows and takes them.

use cobro_domain::{
    ids::InvoiceId,
    locale::parse_amount,
    withholding::{
        ISR_OF_FEES, ISR_OF_RESICO, IVA_OF_FEES, IVA_OF_FREIGHT, WithheldTax, WithholdingRate,
    },
};
use serde::{Deserialize, Serialize};

use super::{Amount, CommandError};
use crate::{
    entered::{Declaration, Declared, Withholding},
    till::Till,
};

/// The rates that are offered, each under the word of its message `withholding-<word>`.
const RATES: [(&str, WithholdingRate); 4] = [
    ("isr-fees", ISR_OF_FEES),
    ("isr-resico", ISR_OF_RESICO),
    ("iva-fees", IVA_OF_FEES),
    ("iva-freight", IVA_OF_FREIGHT),
];

/// A tax that can be withheld.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the catalogue says what each means")]
pub enum TaxWord {
    Isr,
    Iva,
}

impl From<TaxWord> for WithheldTax {
    fn from(word: TaxWord) -> Self {
        match word {
            TaxWord::Isr => Self::Isr,
            TaxWord::Iva => Self::Iva,
        }
    }
}

/// A rate, and what it makes of an invoice.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct WithholdingRateView {
    /// The words are the message `withholding-<id>`.
    pub id: String,
    /// The tax.
    pub tax: TaxWord,
    /// What it makes of the invoice.
    pub amount: Amount,
}

/// What a customer may withhold from an invoice.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct WithholdingView {
    /// The invoice's number.
    pub folio: String,
    /// What is owed on it.
    pub owed: Amount,
    /// The rates, each with what it makes of it.
    pub rates: Vec<WithholdingRateView>,
    /// Why nothing can be withheld.
    pub refused: Option<CommandError>,
}

/// A tax as it is declared.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct WithheldForm {
    /// The tax.
    pub tax: TaxWord,
    /// The rate; none when the amount was typed.
    pub rate: Option<String>,
    /// The amount; not read when there is a rate.
    pub amount: String,
}

impl Till {
    /// What a customer may withhold from an invoice, and what each rate would make of it.
    ///
    /// # Errors
    /// When there is no such invoice or the books cannot be read.
    pub fn withholding_view(&self, invoice: &str) -> Result<WithholdingView, CommandError> {
        let id = InvoiceId::parse(invoice)?;
        let Withholding { folio, owed, is_declared } = self.withholding_of(id)?;
        let allowed = self.collecting()?.through.is_some_and(|through| through.withholdings);
        let refused = if is_declared {
            Some(CommandError::WithheldBefore { folio: folio.to_string() })
        } else {
            (!allowed).then_some(CommandError::WithholdingNotAllowed)
        };
        let rates = RATES.into_iter().map(|(word, rate)| {
            let tax = match rate.tax {
                WithheldTax::Isr => TaxWord::Isr,
                WithheldTax::Iva => TaxWord::Iva,
            };
            let amount = self.amount(self.preview_withholding(id, rate)?);
            Ok(WithholdingRateView { id: word.to_owned(), tax, amount })
        });
        Ok(WithholdingView {
            folio: folio.to_string(),
            owed: self.amount(owed),
            rates: rates.collect::<Result<_, CommandError>>()?,
            refused,
        })
    }

    /// Books the taxes that a customer withholds from an invoice.
    ///
    /// # Errors
    /// When something that was typed does not fit; nothing is then booked.
    pub fn declare_withholding_form(
        &self,
        invoice: &str,
        taxes: &[WithheldForm],
    ) -> Result<Amount, CommandError> {
        let through = self.collecting()?.through.filter(|through| through.withholdings);
        let through = through.ok_or(CommandError::WithholdingNotAllowed)?;
        let taxes = taxes.iter().map(|form| self.declared(form));
        let withheld = self.declare_withholding(&Declaration {
            invoice: InvoiceId::parse(invoice)?,
            account: through.account,
            taxes: taxes.collect::<Result<_, CommandError>>()?,
        })?;
        Ok(self.amount(withheld))
    }

    fn declared(&self, form: &WithheldForm) -> Result<Declared, CommandError> {
        let Some(word) = &form.rate else {
            let amount = parse_amount(&form.amount, self.currency(), self.locale())?;
            return Ok(Declared::Amount { tax: form.tax.into(), amount });
        };
        let rate = RATES
            .into_iter()
            .find(|(known, rate)| known == word && rate.tax == WithheldTax::from(form.tax));
        rate.map(|(_, rate)| Declared::Rate(rate)).ok_or(CommandError::NotFound)
    }
}
