//! The vault: one file, encrypted as a whole with a key made from a passphrase.

use std::{
    collections::BTreeMap,
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use cobro_domain::ids::MerchantAccountId;
use cobro_providers::settings::Secret;
use zeroize::Zeroizing;

use super::{PASSPHRASE_MIN, SecretError, SecretStore, StoreState};

use self::sealed::{Cost, Header, Key};

mod replace;
mod sealed;

/// The vault's name in the folder of the till.
const FILE_NAME: &str = "secrets.vault";

/// Many times what the accounts of one shop need; a file beyond it is not ours.
const FILE_MAX: usize = 1 << 20;

type Fields<Text> = BTreeMap<MerchantAccountId, BTreeMap<String, Text>>;

/// Keeps secrets in a file that a passphrase opens.
///
/// Every call reads the file anew, so that of the secrets only the key stays in memory.
pub struct Vault {
    file: PathBuf,
    cost: Cost,
    open: Mutex<Option<Open>>,
}

/// The key that a passphrase made, and the header that it was made by.
struct Open {
    header: Header,
    key: Key,
}

impl Vault {
    /// The vault in `folder`, locked; or the place for one.
    #[must_use]
    pub fn at(folder: &Path) -> Self {
        Self::with_cost(folder, Cost::STANDARD)
    }

    fn with_cost(folder: &Path, cost: Cost) -> Self {
        Self { file: folder.join(FILE_NAME), cost, open: Mutex::new(None) }
    }

    fn open(&self) -> MutexGuard<'_, Option<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bytes of the file; none if there is no file.
    fn bytes(&self) -> Result<Option<Vec<u8>>, SecretError> {
        let length = match fs::metadata(&self.file) {
            Ok(about) => about.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if usize::try_from(length).map_or(true, |length| length > FILE_MAX) {
            return Err(SecretError::Damaged);
        }
        Ok(Some(fs::read(&self.file)?))
    }

    fn read(&self, open: &Open) -> Result<Fields<Secret>, SecretError> {
        let bytes = self.bytes()?.ok_or(io::ErrorKind::NotFound).map_err(io::Error::from)?;
        let (header, body) = sealed::split(&bytes)?;
        if header != open.header {
            // Made anew under us, by a passphrase that this program has not been told.
            return Err(SecretError::Locked);
        }
        let text = sealed::open(&header, &open.key, body)?;
        parse(&text)
    }

    fn write(&self, open: &Open, fields: &Fields<Secret>) -> Result<(), SecretError> {
        let bytes = sealed::seal(&open.header, &open.key, format(fields))?;
        if bytes.len() > FILE_MAX {
            return Err(SecretError::TooLong);
        }
        Ok(replace::replace(&self.file, &bytes, |_| Ok(()))?)
    }

    fn change(&self, change: impl FnOnce(&mut Fields<Secret>)) -> Result<(), SecretError> {
        let open = self.open();
        let open = open.as_ref().ok_or(SecretError::Locked)?;
        let mut fields = self.read(open)?;
        change(&mut fields);
        self.write(open, &fields)
    }

    fn create(&self, passphrase: &Secret) -> Result<Open, SecretError> {
        if passphrase.expose().chars().count() < PASSPHRASE_MIN {
            return Err(SecretError::PassphraseTooShort { least: PASSPHRASE_MIN });
        }
        let (header, key) = sealed::create(self.cost, passphrase)?;
        let open = Open { header, key };
        self.write(&open, &Fields::new())?;
        Ok(open)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("file", &self.file).finish_non_exhaustive()
    }
}

impl SecretStore for Vault {
    fn state(&self) -> StoreState {
        if self.open().is_some() {
            return StoreState::VaultOpen;
        }
        // A folder that cannot be looked into may hold a vault: never offer to make another.
        if self.file.try_exists().unwrap_or(true) {
            StoreState::VaultLocked
        } else {
            StoreState::VaultNew
        }
    }

    fn put(
        &self,
        account: MerchantAccountId,
        field: &str,
        secret: &Secret,
    ) -> Result<(), SecretError> {
        self.change(|fields| {
            fields.entry(account).or_default().insert(field.to_owned(), secret.clone());
        })
    }

    fn get(&self, account: MerchantAccountId, field: &str) -> Result<Option<Secret>, SecretError> {
        let open = self.open();
        let fields = self.read(open.as_ref().ok_or(SecretError::Locked)?)?;
        Ok(fields.get(&account).and_then(|fields| fields.get(field)).cloned())
    }

    fn remove(&self, account: MerchantAccountId, field: &str) -> Result<(), SecretError> {
        self.change(|fields| {
            if let Some(fields) = fields.get_mut(&account) {
                fields.remove(field);
            }
        })
    }

    fn remove_account(&self, account: MerchantAccountId) -> Result<(), SecretError> {
        self.change(|fields| {
            fields.remove(&account);
        })
    }

    fn unlock(&self, passphrase: &Secret) -> Result<(), SecretError> {
        let mut open = self.open();
        let found = match self.bytes()? {
            None => self.create(passphrase)?,
            Some(bytes) => {
                let (header, body) = sealed::split(&bytes)?;
                let key = sealed::key(&header, passphrase)?;
                parse(&sealed::open(&header, &key, body)?)?;
                Open { header, key }
            }
        };
        *open = Some(found);
        Ok(())
    }
}

/// The text that is sealed. It never moves while it grows, which would leave a copy in memory.
fn format(fields: &Fields<Secret>) -> Zeroizing<Vec<u8>> {
    /// What JSON adds around a name or a value.
    const AROUND: usize = 64;
    /// The longest escape that JSON makes of one byte.
    const ESCAPE: usize = 6;

    let view: BTreeMap<_, BTreeMap<_, _>> = fields
        .iter()
        .map(|(id, fields)| (id, fields.iter().map(|(name, s)| (name, s.expose())).collect()))
        .collect();
    let texts = view.values().flatten().map(|(name, text)| name.len() + text.len());
    let most = texts.map(|length| ESCAPE * length + AROUND).sum::<usize>();
    let mut text = Zeroizing::new(Vec::with_capacity(most + AROUND * (view.len() + 1)));
    match serde_json::to_writer(&mut *text, &view) {
        Ok(()) => text,
        Err(_) => unreachable!("names and texts always have a JSON form, and memory takes it"),
    }
}

fn parse(text: &[u8]) -> Result<Fields<Secret>, SecretError> {
    let plain: Fields<String> = serde_json::from_slice(text).map_err(|_| SecretError::Damaged)?;
    let hide = |fields: BTreeMap<String, String>| {
        fields.into_iter().map(|(name, text)| (name, Secret::new(text))).collect()
    };
    Ok(plain.into_iter().map(|(account, fields)| (account, hide(fields))).collect())
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) use self::tests::cheap;
