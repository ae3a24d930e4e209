//! The merchant account that outstanding invoices are paid through.

use cobro_domain::statement::effective_minimum;
use cobro_domain::{ids::MerchantAccountId, money::MoneyError, statement::Collector};
use cobro_ledger::{fact::MerchantAccountChanged, views::merchants};
use cobro_providers::{capabilities::Capabilities, registry::provider_kind};

use super::StatementError;
use crate::{
    conditions::{Conditions, check_rfc},
    till::Till,
};

/// The merchant account that outstanding invoices are paid through, and what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collecting {
    /// What it takes.
    pub takes: Collector,
    /// Which it is; none when there is no active one.
    pub through: Option<Through>,
}

/// An active merchant account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Through {
    /// The account.
    pub account: MerchantAccountId,
    /// Its provider's name, the same in every language.
    pub provider: &'static str,
    /// Whether payers may withhold taxes.
    pub withholdings: bool,
}

impl Till {
    /// The merchant account that outstanding invoices are paid through: the first that is
    /// active.
    ///
    /// # Errors
    /// When the books cannot be read, or hold limits of another currency.
    pub fn collecting(&self) -> Result<Collecting, StatementError> {
        let accounts = self.read(|reader| merchants::all(reader.conn()))?;
        let company = self.company()?;
        let mut known = Collector::Missing;
        for account in accounts {
            let Some(kind) = provider_kind(&account.provider) else { continue };
            let offered = (kind.capabilities)();
            if offered.currency != self.currency() {
                continue;
            }
            // The shop's own number may have changed since the account was activated.
            let is_ours = check_rfc(&account, company.as_ref()).is_ok();
            if account.active && is_ours && !self.is_paused(account.account) {
                let through = Through {
                    account: account.account,
                    provider: kind.name,
                    withholdings: Conditions::of(&account).withholdings,
                };
                return Ok(Collecting {
                    takes: active(&account, &offered)?,
                    through: Some(through),
                });
            }
            known = Collector::Inactive;
        }
        Ok(Collecting { takes: known, through: None })
    }

    /// What the merchant account takes that outstanding invoices are paid through.
    ///
    /// # Errors
    /// As [`Till::collecting`].
    pub fn collector(&self) -> Result<Collector, StatementError> {
        self.collecting().map(|collecting| collecting.takes)
    }
}

/// What an active account takes: by the provider's own page where it has one, otherwise by
/// whichever of its methods takes the least, and by whichever takes the most.
fn active(
    account: &MerchantAccountChanged,
    offered: &Capabilities,
) -> Result<Collector, MoneyError> {
    let rules = match &offered.page {
        Some(page) => std::slice::from_ref(page),
        None => offered.methods.as_slice(),
    };
    let least = rules.iter().map(|rule| rule.minimum);
    // Without a word of one method, it takes any amount.
    let least = least.reduce(|one, other| {
        one.zip(other).map(|(one, other)| if one.minor() < other.minor() { one } else { other })
    });
    let most = rules.iter().map(|rule| rule.maximum).reduce(|one, other| {
        one.zip(other).map(|(one, other)| if one.minor() > other.minor() { one } else { other })
    });
    let own = Conditions::of(account).minimum(offered.currency);
    let minimum = effective_minimum(own, least.flatten())?;
    Ok(Collector::Active { minimum, maximum: most.flatten() })
}
