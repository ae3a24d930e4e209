//! Accounts ready to be asked, with what their secrets make of them.

use cobro_domain::ids::MerchantAccountId;
use cobro_ledger::{fact::MerchantAccountChanged, views::merchants};
use cobro_providers::{
    capabilities::Capabilities,
    provider::Provider,
    registry::{ProviderKind, provider_kind},
    settings::{Field, Secret, Settings},
};

use super::{Merchant, MerchantError};
use crate::till::Till;

/// A provider ready to be asked, with the settings that made it.
pub(crate) struct Ready {
    pub(crate) account: MerchantAccountChanged,
    pub(crate) provider: Box<dyn Provider>,
    pub(crate) secrets: Vec<Secret>,
}

impl Till {
    /// Every merchant account.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn merchants(&self) -> Result<Vec<Merchant>, MerchantError> {
        let accounts = self.read(|reader| merchants::all(reader.conn()))?;
        let merchants = accounts.into_iter().map(|account| {
            let has_secrets = self.has_secrets(&account);
            Merchant { account, has_secrets }
        });
        Ok(merchants.collect())
    }

    pub(super) fn has_secrets(&self, account: &MerchantAccountChanged) -> bool {
        let Some(kind) = provider_kind(&account.provider) else {
            return false;
        };
        let mut secret = kind.fields.iter().filter(|field| field.secret && field.required);
        self.training.is_some()
            || secret.all(|field| {
                matches!(
                    self.secrets.get(account.account, &slot(field, account.secrets)),
                    Ok(Some(_))
                )
            })
    }

    /// An account and what its provider offers, without touching a secret: a slow keyring must
    /// not hold the counter up.
    pub(crate) fn offer(
        &self,
        id: MerchantAccountId,
    ) -> Result<(MerchantAccountChanged, Capabilities), MerchantError> {
        let account = self.read(|reader| merchants::read(reader.conn(), id))?;
        let account = account.ok_or(MerchantError::NotFound)?;
        let kind = provider_kind(&account.provider).ok_or(MerchantError::NotFound)?;
        Ok((account, (kind.capabilities)()))
    }

    /// The provider of an account, with its secrets.
    pub(crate) fn ready(&self, id: MerchantAccountId) -> Result<Ready, MerchantError> {
        let account = self.read(|reader| merchants::read(reader.conn(), id))?;
        let account = account.ok_or(MerchantError::NotFound)?;
        let kind = provider_kind(&account.provider).ok_or(MerchantError::NotFound)?;
        let settings = match &self.training {
            Some(training) => (kind.training)(&training.base_url()),
            None => self.settings(kind, &account)?,
        };
        let secrets = settings.secret.values().cloned().collect();
        Ok(Ready { provider: (kind.build)(&settings)?, account, secrets })
    }

    fn settings(
        &self,
        kind: &ProviderKind,
        account: &MerchantAccountChanged,
    ) -> Result<Settings, MerchantError> {
        self.check_addresses(kind, account)?;
        let mut settings = Settings { open: account.fields.clone(), ..Settings::default() };
        for field in kind.fields.iter().filter(|field| field.secret) {
            if let Some(secret) =
                self.secrets.get(account.account, &slot(field, account.secrets))?
            {
                settings.secret.insert(field.id.to_owned(), secret);
            }
        }
        Ok(settings)
    }
}

/// Where the store keeps a secret field: each set of secrets has places of its own, so that a
/// new one can be written beside the one in use.
pub(super) fn slot(field: &Field, set: u32) -> String {
    if set == 0 { field.id.to_owned() } else { format!("{}.{set}", field.id) }
}
