//! Secrets of merchant accounts: in the keyring of the operating system, or in a vault file.
//!
//! The keyring is used where one answers. Where none does, a passphrase opens a vault file, and
//! until somebody types it only what needs a provider waits. A vault that exists is always used:
//! what it holds must not seem to vanish on the day a keyring appears. Where no vault exists, a
//! keyring that was silent once is simply tried again at the next start.

use std::{fmt, io, path::Path};

use cobro_domain::ids::MerchantAccountId;
use cobro_providers::settings::Secret;

mod bounded;
mod keyring;
mod memory;
mod vault;

pub use self::{keyring::Keyring, memory::Memory, vault::Vault};

/// Fewest characters of a passphrase: three short words.
pub const PASSPHRASE_MIN: usize = 12;

/// Where the secrets are, and whether they can be read now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
pub enum StoreState {
    /// In the keyring of the operating system; it asks for its own password when it wants one.
    Keyring,
    /// There is no keyring and no vault yet: the first passphrase makes the vault.
    VaultNew,
    /// The vault waits for its passphrase.
    VaultLocked,
    /// The vault is open until the program ends.
    VaultOpen,
    /// Nowhere but in memory: training mode and tests.
    Memory,
}

/// Why a secret could not be kept, read or removed. No variant holds any part of a secret.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The vault has to be opened first.
    #[error("the vault is locked")]
    Locked,
    /// The vault is sound, but this is not its passphrase.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// A new vault needs a longer passphrase.
    #[error("the passphrase has fewer than {least} characters")]
    PassphraseTooShort {
        /// How many it must have.
        least: usize,
    },
    /// What was stored is not what was written. Nothing of it is used, and nothing written over it.
    #[error("the stored secrets are damaged")]
    Damaged,
    /// A later version of the program wrote the vault.
    #[error("the vault has format {version}, which this version does not read")]
    Newer {
        /// The format of the file.
        version: u16,
    },
    /// The store does not take a secret of this length.
    #[error("the secret is too long for the store")]
    TooLong,
    /// The keyring refused, or nobody answered in time.
    #[error("the keyring is not available: {reason}")]
    Unavailable {
        /// What the keyring said, for the log.
        reason: String,
    },
    /// The vault file could not be read or written.
    #[error("the vault file could not be read or written")]
    File(#[from] io::Error),
}

/// Keeps the secret fields of merchant accounts.
///
/// Invariant: what `put` accepted, `get` returns after a restart too (but for [`Memory`]), and a
/// `put` that failed left the earlier value readable. Calls may take as long as a person needs to
/// type a password: never make one on the thread of the window.
pub trait SecretStore: fmt::Debug + Send + Sync {
    /// Where the secrets are, and whether they can be read now.
    fn state(&self) -> StoreState;

    /// Keeps a secret in place of the earlier one.
    ///
    /// # Errors
    /// Every variant but those about passphrases.
    fn put(
        &self,
        account: MerchantAccountId,
        field: &str,
        secret: &Secret,
    ) -> Result<(), SecretError>;

    /// The secret of a field, if one was kept.
    ///
    /// # Errors
    /// Every variant but those about passphrases and lengths.
    fn get(&self, account: MerchantAccountId, field: &str) -> Result<Option<Secret>, SecretError>;

    /// Forgets the secret of a field; there need not be one.
    ///
    /// # Errors
    /// Every variant but those about passphrases and lengths.
    fn remove(&self, account: MerchantAccountId, field: &str) -> Result<(), SecretError>;

    /// Forgets every secret of an account; it need not have any.
    ///
    /// # Errors
    /// Every variant but those about passphrases and lengths.
    fn remove_account(&self, account: MerchantAccountId) -> Result<(), SecretError>;

    /// Opens the vault, or makes it when it is new. Where there is no vault nothing happens.
    ///
    /// # Errors
    /// [`SecretError::WrongPassphrase`], [`SecretError::PassphraseTooShort`] (new vaults only),
    /// [`SecretError::Damaged`], [`SecretError::Newer`] or [`SecretError::File`].
    fn unlock(&self, passphrase: &Secret) -> Result<(), SecretError>;
}

/// The store of the till whose files are in `folder`.
///
/// Takes a few seconds at most, also where a keyring is present but does not answer.
#[must_use]
pub fn open_store(folder: &Path) -> Box<dyn SecretStore> {
    choose(folder, Keyring::connect)
}

fn choose(folder: &Path, connect: impl FnOnce() -> Option<Keyring>) -> Box<dyn SecretStore> {
    let vault = Vault::at(folder);
    if vault.state() != StoreState::VaultNew {
        return Box::new(vault);
    }
    match connect() {
        Some(keyring) => Box::new(keyring),
        None => Box::new(vault),
    }
}

#[cfg(test)]
mod tests;
