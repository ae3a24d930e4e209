//! The secret that PINs are checked with. It is never in the books or their backups, so a copy
//! of those is no use to somebody who would try every PIN.
//!
//! It is in the keyring of the operating system; where there is none, in a file of its own that
//! only this account can read, and not in the vault: people have to be able to sell while that
//! is locked.

use std::{
    fs,
    io::{self, Write},
    path::PathBuf,
};

use cobro_domain::ids::MerchantAccountId;
use cobro_providers::settings::Secret;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    secrets::{SecretError, StoreState},
    till::Till,
};

/// The secrets are filed by merchant account; this one is no account's.
const OWNER: MerchantAccountId = MerchantAccountId(Uuid::nil());

const FIELD: &str = "pin-key";

/// Bytes of the key.
const LENGTH: usize = 32;

/// The key, wiped when dropped.
pub(super) struct PinKey(Zeroizing<[u8; LENGTH]>);

impl PinKey {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0[..]
    }

    /// Tells keys apart; nothing of the key can be found from it.
    pub(super) fn id(&self) -> [u8; 8] {
        let mut digest = Sha256::new();
        digest.update(b"cobro pin key");
        digest.update(&self.0[..]);
        let whole: [u8; 32] = digest.finalize().into();
        std::array::from_fn(|at| whole[at])
    }

    fn text(&self) -> Secret {
        Secret::new(self.0.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    fn parse(text: &str) -> Result<Self, SecretError> {
        let mut key = Zeroizing::new([0; LENGTH]);
        let text = text.trim();
        if text.len() != LENGTH * 2 {
            return Err(SecretError::Damaged);
        }
        for (at, byte) in key.iter_mut().enumerate() {
            let digits = text.get(at * 2..at * 2 + 2).ok_or(SecretError::Damaged)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| SecretError::Damaged)?;
        }
        Ok(Self(key))
    }
}

impl Till {
    /// The key, if there is one on this computer.
    pub(super) fn pin_key(&self) -> Result<Option<PinKey>, SecretError> {
        if self.secrets.state() == StoreState::Keyring {
            let kept = self.secrets.get(OWNER, FIELD)?;
            return kept.map(|secret| PinKey::parse(secret.expose())).transpose();
        }
        match fs::read_to_string(self.pin_key_file()) {
            Ok(text) => PinKey::parse(&Zeroizing::new(text)).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The key, made when there is none.
    pub(super) fn pin_key_or_new(&self) -> Result<PinKey, SecretError> {
        if let Some(key) = self.pin_key()? {
            return Ok(key);
        }
        let mut bytes = Zeroizing::new([0; LENGTH]);
        getrandom::fill(&mut bytes[..]).map_err(io::Error::other)?;
        let key = PinKey(bytes);
        if self.secrets.state() == StoreState::Keyring {
            self.secrets.put(OWNER, FIELD, &key.text())?;
        } else {
            // A temporary file is readable by its account alone, and takes its place whole.
            let path = self.pin_key_file();
            let folder = path.parent().unwrap_or(&path);
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            file.write_all(key.text().expose().as_bytes())?;
            file.as_file().sync_all()?;
            file.persist(&path).map_err(|error| error.error)?;
        }
        Ok(key)
    }

    fn pin_key_file(&self) -> PathBuf {
        self.path().with_extension("pin-key")
    }
}
