//! The providers that Cobro knows: one line each.

use crate::{
    advice::Advice,
    capabilities::Capabilities,
    payu,
    provider::Provider,
    settings::{Field, Settings, SettingsError},
};

/// A provider that merchant accounts can be made for.
#[derive(Clone, Copy, Debug)]
pub struct ProviderKind {
    /// Its word in the ledger.
    pub id: &'static str,
    /// Its own name, the same in every language.
    pub name: &'static str,
    /// What a merchant account has to be told.
    pub fields: &'static [Field],
    /// What it offers, whatever the account: known without any secret.
    pub capabilities: fn() -> Capabilities,
    /// Makes the provider of one merchant account.
    pub build: fn(&Settings) -> Result<Box<dyn Provider>, SettingsError>,
    /// The fields of the account that training mode uses, given the sandbox's address.
    pub training: fn(&str) -> Settings,
    /// What people are told about one of its result codes, known or not.
    pub advice: fn(&str) -> Advice,
    /// Hosts that take no real money; only an account marked as a test account may use them.
    pub test_hosts: &'static [&'static str],
}

/// Every provider.
pub const PROVIDERS: &[ProviderKind] = &[payu::KIND];

/// The provider with this word.
#[must_use]
pub fn provider_kind(id: &str) -> Option<&'static ProviderKind> {
    PROVIDERS.iter().find(|kind| kind.id == id)
}
