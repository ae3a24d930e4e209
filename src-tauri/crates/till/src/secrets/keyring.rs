//! The keyring of the operating system.
//!
//! Each secret is an entry of its own, since keyrings limit the length of one. Beside them each
//! account has an entry that lists its fields: not every keyring can be searched.

use std::{collections::BTreeSet, fmt, sync::Arc, time::Duration};

use cobro_domain::ids::MerchantAccountId;
use cobro_providers::settings::Secret;
use keyring_core::{CredentialStore, Entry, Error};
use zeroize::Zeroizing;

use super::{SecretError, SecretStore, StoreState, bounded::Bounded};

/// How entries are named to the keyring, and to people who look into it.
const SERVICE: &str = "cobro";

/// A keyring that is there at all says so sooner.
const CONNECT_WAIT: Duration = Duration::from_secs(3);

/// A locked keyring asks a person for its password before it answers.
const ANSWER_WAIT: Duration = Duration::from_secs(60);

/// Keeps secrets in the keyring of the operating system.
pub struct Keyring {
    store: Bounded<Arc<CredentialStore>>,
}

impl Keyring {
    /// The keyring of this user, if one answers within a few seconds.
    #[must_use]
    pub fn connect() -> Option<Self> {
        Self::with(native_store)
    }

    fn with(make: impl FnOnce() -> Option<Arc<CredentialStore>> + Send + 'static) -> Option<Self> {
        Bounded::start(CONNECT_WAIT, make).map(|store| Self { store })
    }

    fn ask<A: Send + 'static>(
        &self,
        job: impl FnOnce(&CredentialStore) -> Result<A, SecretError> + Send + 'static,
    ) -> Result<A, SecretError> {
        let answer = self.store.ask(ANSWER_WAIT, move |store| job(store.as_ref()));
        answer.unwrap_or_else(|| Err(unavailable("it does not answer")))
    }
}

/// A Secret Service that has somewhere to put things: one without a default collection would
/// refuse every secret. Asks for no password.
#[cfg(target_os = "linux")]
fn native_store() -> Option<Arc<CredentialStore>> {
    use secret_service::{EncryptionType, blocking::SecretService};

    let service = SecretService::connect(EncryptionType::Plain).ok()?;
    service.get_default_collection().ok()?;
    Some(zbus_secret_service_keyring_store::Store::new().ok()?)
}

#[cfg(target_os = "macos")]
fn native_store() -> Option<Arc<CredentialStore>> {
    Some(apple_native_keyring_store::keychain::Store::new().ok()?)
}

#[cfg(windows)]
fn native_store() -> Option<Arc<CredentialStore>> {
    Some(windows_native_keyring_store::Store::new().ok()?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn native_store() -> Option<Arc<CredentialStore>> {
    None
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring")
    }
}

impl SecretStore for Keyring {
    fn state(&self) -> StoreState {
        StoreState::Keyring
    }

    fn put(
        &self,
        account: MerchantAccountId,
        field: &str,
        secret: &Secret,
    ) -> Result<(), SecretError> {
        let (field, secret) = (field.to_owned(), secret.clone());
        self.ask(move |store| {
            let mut fields = listed(store, account)?;
            // The list first: a field on it that is nowhere does no harm, one that is not stays
            // behind when the account goes.
            if fields.insert(field.clone()) {
                list(store, account, &fields)?;
            }
            Ok(entry(store, account, &field)?.set_secret(secret.expose().as_bytes())?)
        })
    }

    fn get(&self, account: MerchantAccountId, field: &str) -> Result<Option<Secret>, SecretError> {
        let field = field.to_owned();
        self.ask(move |store| {
            let Some(bytes) = read(&entry(store, account, &field)?)? else { return Ok(None) };
            let text = str::from_utf8(&bytes).map_err(|_| SecretError::Damaged)?;
            Ok(Some(Secret::new(text.to_owned())))
        })
    }

    fn remove(&self, account: MerchantAccountId, field: &str) -> Result<(), SecretError> {
        let field = field.to_owned();
        self.ask(move |store| {
            remove(&entry(store, account, &field)?)?;
            let mut fields = listed(store, account)?;
            if fields.remove(&field) {
                list(store, account, &fields)?;
            }
            Ok(())
        })
    }

    fn remove_account(&self, account: MerchantAccountId) -> Result<(), SecretError> {
        self.ask(move |store| {
            for field in listed(store, account)? {
                remove(&entry(store, account, &field)?)?;
            }
            remove(&list_entry(store, account)?)
        })
    }

    fn unlock(&self, _passphrase: &Secret) -> Result<(), SecretError> {
        Ok(())
    }
}

fn entry(
    store: &CredentialStore,
    account: MerchantAccountId,
    field: &str,
) -> Result<Entry, SecretError> {
    Ok(store.build(SERVICE, &format!("{account}/{field}"), None)?)
}

fn list_entry(store: &CredentialStore, account: MerchantAccountId) -> Result<Entry, SecretError> {
    Ok(store.build(SERVICE, &account.to_string(), None)?)
}

fn listed(
    store: &CredentialStore,
    account: MerchantAccountId,
) -> Result<BTreeSet<String>, SecretError> {
    let Some(bytes) = read(&list_entry(store, account)?)? else { return Ok(BTreeSet::new()) };
    serde_json::from_slice(&bytes).map_err(|_| SecretError::Damaged)
}

fn list(
    store: &CredentialStore,
    account: MerchantAccountId,
    fields: &BTreeSet<String>,
) -> Result<(), SecretError> {
    let text = serde_json::json!(fields).to_string();
    Ok(list_entry(store, account)?.set_secret(text.as_bytes())?)
}

fn read(entry: &Entry) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
    match entry.get_secret() {
        Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn remove(entry: &Entry) -> Result<(), SecretError> {
    match entry.delete_credential() {
        Ok(()) | Err(Error::NoEntry) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn unavailable(reason: impl fmt::Display) -> SecretError {
    SecretError::Unavailable { reason: reason.to_string() }
}

impl From<Error> for SecretError {
    /// Keeps only what cannot hold a secret: some of these carry the bytes that were read.
    fn from(error: Error) -> Self {
        match error {
            Error::PlatformFailure(cause) | Error::NoStorageAccess(cause) => unavailable(cause),
            Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::BadStoreFormat(_) => {
                Self::Damaged
            }
            Error::TooLong(..) => Self::TooLong,
            Error::NoEntry => unavailable("the entry is gone"),
            Error::Ambiguous(_) => unavailable("several entries have one name"),
            Error::Invalid(..) => unavailable("it does not take the name of the entry"),
            Error::NoDefaultStore => unavailable("there is none"),
            Error::NotSupportedByStore(_) => unavailable("it cannot do this"),
            _ => unavailable("it failed in a new way"),
        }
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) use self::tests::mocked;
