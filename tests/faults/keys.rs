//! Secrets that can be locked away, as a vault's are until somebody types the passphrase.

use std::sync::atomic::{AtomicBool, Ordering};

use cobro_domain::ids::MerchantAccountId;
use cobro_providers::settings::Secret;
use cobro_till::secrets::{Memory, SecretError, SecretStore, StoreState};

#[derive(Debug, Default)]
pub(crate) struct Keys {
    memory: Memory,
    locked: AtomicBool,
}

impl Keys {
    pub(crate) fn lock(&self, locked: bool) {
        self.locked.store(locked, Ordering::Relaxed);
    }

    fn open(&self) -> Result<&Memory, SecretError> {
        let locked = self.locked.load(Ordering::Relaxed);
        if locked { Err(SecretError::Locked) } else { Ok(&self.memory) }
    }
}

impl SecretStore for Keys {
    fn state(&self) -> StoreState {
        let locked = self.locked.load(Ordering::Relaxed);
        if locked { StoreState::VaultLocked } else { StoreState::VaultOpen }
    }

    fn put(
        &self,
        account: MerchantAccountId,
        field: &str,
        secret: &Secret,
    ) -> Result<(), SecretError> {
        self.open()?.put(account, field, secret)
    }

    fn get(&self, account: MerchantAccountId, field: &str) -> Result<Option<Secret>, SecretError> {
        self.open()?.get(account, field)
    }

    fn remove_account(&self, account: MerchantAccountId) -> Result<(), SecretError> {
        self.open()?.remove_account(account)
    }

    fn unlock(&self, _passphrase: &Secret) -> Result<(), SecretError> {
        self.lock(false);
        Ok(())
    }
}
