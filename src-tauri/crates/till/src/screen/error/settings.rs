//! Errors of what the owner sets: the shop, merchant accounts and their secrets.

use cobro_domain::rfc::RfcError;
use cobro_providers::{outcome::RefusalKind, settings::SettingsError};

use super::{CommandError, small};
use crate::{merchants::MerchantError, secrets::SecretError, settings::CompanyError};

impl From<SecretError> for CommandError {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::Locked => Self::VaultLocked,
            SecretError::WrongPassphrase => Self::VaultPassphraseWrong,
            SecretError::PassphraseTooShort { least } => {
                Self::VaultPassphraseTooShort { least: small(least) }
            }
            SecretError::Damaged => Self::SecretsDamaged,
            SecretError::Unavailable { reason } => Self::SecretsUnavailable { reason },
            other @ (SecretError::Newer { .. } | SecretError::TooLong | SecretError::File(_)) => {
                Self::SecretsUnavailable { reason: other.to_string() }
            }
        }
    }
}

impl From<MerchantError> for CommandError {
    fn from(error: MerchantError) -> Self {
        match error {
            MerchantError::NotFound => Self::AccountMissing,
            MerchantError::Fixed => Self::AccountFixed,
            MerchantError::HasCharges => Self::AccountHasCharges,
            MerchantError::InDoubt => Self::AccountInDoubt,
            MerchantError::Name(error) => error.into(),
            MerchantError::RfcDiffers { company, account } => Self::RfcDiffers { company, account },
            MerchantError::Rfc(RfcError::Shape) => Self::RfcMalformed,
            MerchantError::Rfc(RfcError::Date { digits }) => Self::RfcDate { digits },
            MerchantError::Minimum(error) => error.into(),
            MerchantError::Email { text } => Self::EmailMalformed { text },
            // A word that the field does not take has to be chosen anew.
            MerchantError::Settings(
                SettingsError::Missing { field } | SettingsError::Choice { field },
            ) => Self::FieldMissing { field: field.to_owned() },
            MerchantError::Settings(SettingsError::Url { field }) => {
                Self::FieldNoAddress { field: field.to_owned() }
            }
            MerchantError::AddressNotAllowed { address } => Self::AddressNotAllowed { address },
            MerchantError::Secret(error) => error.into(),
            MerchantError::Unreachable => Self::ProviderUnreachable,
            MerchantError::Refused(refusal) => match refusal.kind {
                RefusalKind::Credentials => Self::CredentialsRefused { text: refusal.text },
                RefusalKind::Request => Self::ProviderRefused { text: refusal.text },
            },
            MerchantError::Unreadable { excerpt } => Self::ProviderAnswerUnreadable { excerpt },
            MerchantError::Clock { minutes } => {
                let minutes = i32::try_from(minutes).unwrap_or(i32::MAX);
                Self::ProviderClock { minutes }
            }
            MerchantError::Permit(error) => error.into(),
            MerchantError::Ledger(error) => error.into(),
        }
    }
}

impl From<CompanyError> for CommandError {
    fn from(error: CompanyError) -> Self {
        match error {
            CompanyError::Name(error) => error.into(),
            CompanyError::Rfc(RfcError::Shape) => Self::RfcMalformed,
            CompanyError::Rfc(RfcError::Date { digits }) => Self::RfcDate { digits },
            CompanyError::Email { text } => Self::EmailMalformed { text },
            CompanyError::Zone { zone } => Self::ZoneUnknown { zone },
            CompanyError::Permit(error) => error.into(),
            CompanyError::Ledger(error) => error.into(),
        }
    }
}
