//! Secrets that can be locked away, as a vault's are until somebody types the passphrase.

use std::sync::{
    Mutex,
    atomic::{AtomicBool, Ordering},
};

use cobro_domain::ids::MerchantAccountId;
use cobro_providers::settings::Secret;
use cobro_till::secrets::{Memory, SecretError, SecretStore, StoreState};

#[derive(Debug, Default)]
pub(crate) struct Keys {
    memory: Memory,
    locked: AtomicBool,
    forged: AtomicBool,
    /// How many secrets are written until the store fails; none is no failure.
    full_after: Mutex<Option<u32>>,
}

impl Keys {
    pub(crate) fn lock(&self, locked: bool) {
        self.locked.store(locked, Ordering::Relaxed);
    }

    /// Gives other keys than were kept, as after somebody has changed them elsewhere.
    pub(crate) fn forge(&self, forged: bool) {
        self.forged.store(forged, Ordering::Relaxed);
    }

    /// Takes so many secrets more and then none.
    pub(crate) fn fail_after(&self, writes: Option<u32>) {
        *self.full_after.lock().unwrap() = writes;
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
        if let Some(left) = self.full_after.lock().unwrap().as_mut() {
            *left = left.checked_sub(1).ok_or(SecretError::TooLong)?;
        }
        self.open()?.put(account, field, secret)
    }

    fn get(&self, account: MerchantAccountId, field: &str) -> Result<Option<Secret>, SecretError> {
        let kept = self.open()?.get(account, field)?;
        let forged = self.forged.load(Ordering::Relaxed) && field.starts_with("api-key");
        Ok(kept.map(|kept| if forged { Secret::new("wrong".to_owned()) } else { kept }))
    }

    fn remove(&self, account: MerchantAccountId, field: &str) -> Result<(), SecretError> {
        self.open()?.remove(account, field)
    }

    fn remove_account(&self, account: MerchantAccountId) -> Result<(), SecretError> {
        self.open()?.remove_account(account)
    }

    fn unlock(&self, _passphrase: &Secret) -> Result<(), SecretError> {
        self.lock(false);
        Ok(())
    }
}
