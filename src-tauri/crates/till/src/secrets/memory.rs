//! Secrets that end with the program: for training mode and tests.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use cobro_domain::ids::MerchantAccountId;
use cobro_providers::settings::Secret;

use super::{SecretError, SecretStore, StoreState};

type Held = BTreeMap<MerchantAccountId, BTreeMap<String, Secret>>;

/// Keeps secrets in memory and nowhere else.
#[derive(Default)]
pub struct Memory {
    held: Mutex<Held>,
}

impl Memory {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memory")
    }
}

impl SecretStore for Memory {
    fn state(&self) -> StoreState {
        StoreState::Memory
    }

    fn put(
        &self,
        account: MerchantAccountId,
        field: &str,
        secret: &Secret,
    ) -> Result<(), SecretError> {
        self.held().entry(account).or_default().insert(field.to_owned(), secret.clone());
        Ok(())
    }

    fn get(&self, account: MerchantAccountId, field: &str) -> Result<Option<Secret>, SecretError> {
        Ok(self.held().get(&account).and_then(|fields| fields.get(field)).cloned())
    }

    fn remove(&self, account: MerchantAccountId, field: &str) -> Result<(), SecretError> {
        if let Some(fields) = self.held().get_mut(&account) {
            fields.remove(field);
        }
        Ok(())
    }

    fn remove_account(&self, account: MerchantAccountId) -> Result<(), SecretError> {
        self.held().remove(&account);
        Ok(())
    }

    fn unlock(&self, _passphrase: &Secret) -> Result<(), SecretError> {
        Ok(())
    }
}
