use tempfile::TempDir;

use super::{
    super::tests::{account, secret},
    *,
};

const PASSPHRASE: &str = "caballo batería grapa";
const API_KEY: &str = "4Vj8eK4rloUd272L48hsrarnUA";

/// A vault whose key costs next to nothing.
pub(in crate::secrets) fn cheap(folder: &Path) -> Vault {
    Vault::with_cost(folder, Cost { memory_kib: 8, passes: 1, lanes: 1 })
}

struct Shop {
    folder: TempDir,
}

impl Shop {
    /// A folder with a vault that holds one key.
    fn with_vault() -> Self {
        let shop = Self { folder: TempDir::new().expect("a folder") };
        let vault = shop.vault();
        vault.unlock(&secret(PASSPHRASE)).expect("a new vault");
        vault.put(account(1), "api-key", &secret(API_KEY)).expect("kept");
        shop
    }

    fn vault(&self) -> Vault {
        cheap(self.folder.path())
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join(FILE_NAME)
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(self.file()).expect("the vault")
    }
}

#[test]
fn the_first_passphrase_makes_it_and_the_same_one_opens_it() {
    let folder = TempDir::new().expect("a folder");
    let vault = cheap(folder.path());
    assert_eq!(vault.state(), StoreState::VaultNew);
    vault.unlock(&secret(PASSPHRASE)).expect("a new vault");
    assert_eq!(vault.state(), StoreState::VaultOpen);
    vault.put(account(1), "api-key", &secret(API_KEY)).expect("kept");

    let later = cheap(folder.path());
    assert_eq!(later.state(), StoreState::VaultLocked);
    later.unlock(&secret(PASSPHRASE)).expect("the right passphrase");
    assert_eq!(later.state(), StoreState::VaultOpen);
    let kept = later.get(account(1), "api-key").expect("readable").expect("kept");
    assert_eq!(kept.expose(), API_KEY);
}

#[test]
fn does_nothing_while_it_is_locked() {
    let shop = Shop::with_vault();
    let before = shop.bytes();
    let new = TempDir::new().expect("a folder");
    for vault in [shop.vault(), cheap(new.path())] {
        let results = [
            vault.get(account(1), "api-key").map(drop),
            vault.put(account(1), "api-key", &secret("other")),
            vault.remove_account(account(1)),
        ];
        for result in results {
            assert!(matches!(result, Err(SecretError::Locked)), "{result:?}");
        }
    }
    assert_eq!(shop.bytes(), before);
}

#[test]
fn refuses_a_short_passphrase_only_for_a_new_vault() {
    let folder = TempDir::new().expect("a folder");
    let cases =
        [("", false), ("once letras", false), ("одинадцять!", false), ("doce letras!", true)];
    for (passphrase, long_enough) in cases {
        let result = cheap(folder.path()).unlock(&secret(passphrase));
        let refused = matches!(result, Err(SecretError::PassphraseTooShort { least: 12 }));
        assert_eq!(result.is_ok(), long_enough, "{passphrase:?}: {result:?}");
        assert_eq!(refused, !long_enough, "{passphrase:?}: {result:?}");
        assert_eq!(cheap(folder.path()).file.exists(), long_enough, "{passphrase:?}");
    }
    let short = cheap(folder.path()).unlock(&secret("short"));
    assert!(matches!(short, Err(SecretError::WrongPassphrase)), "{short:?}");
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_closes_nothing() {
    let shop = Shop::with_vault();
    let vault = shop.vault();
    for wrong in ["caballo bateria grapa", "Caballo batería grapa", "caballo batería grapa ", ""]
    {
        let result = vault.unlock(&secret(wrong));
        assert!(matches!(result, Err(SecretError::WrongPassphrase)), "{wrong:?}: {result:?}");
        assert_eq!(vault.state(), StoreState::VaultLocked);
    }
    vault.unlock(&secret(PASSPHRASE)).expect("the right passphrase");
    assert!(matches!(vault.unlock(&secret("wrong")), Err(SecretError::WrongPassphrase)));
    assert_eq!(vault.state(), StoreState::VaultOpen, "an open vault stays open");
}

#[test]
fn every_cut_and_every_changed_bit_is_damage_and_not_a_wrong_passphrase() {
    let shop = Shop::with_vault();
    let whole = shop.bytes();
    let cuts = (0..whole.len()).map(|length| (format!("{length} bytes"), whole[..length].to_vec()));
    let longer = std::iter::once(("longer".to_owned(), [&whole[..], &[0]].concat()));
    let flips = (0..whole.len() * 8).map(|bit| {
        let mut bytes = whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        (format!("bit {bit}"), bytes)
    });
    let open = shop.vault();
    open.unlock(&secret(PASSPHRASE)).expect("the right passphrase");

    for (what, bytes) in cuts.chain(longer).chain(flips) {
        fs::write(shop.file(), &bytes).expect("written");
        let results = [
            shop.vault().unlock(&secret(PASSPHRASE)),
            open.get(account(1), "api-key").map(drop),
            open.put(account(1), "api-key", &secret("other")),
        ];
        for result in results {
            assert!(matches!(result, Err(SecretError::Damaged)), "{what}: {result:?}");
        }
        assert_eq!(shop.bytes(), bytes, "{what}: a damaged vault is left as it is");
    }
    fs::write(shop.file(), &whole).expect("written");
    shop.vault().unlock(&secret(PASSPHRASE)).expect("whole again");
}

#[cfg(unix)]
#[test]
fn a_huge_file_is_damage_before_it_is_read() {
    let shop = Shop::with_vault();
    let file = fs::File::options().write(true).open(shop.file()).expect("the vault");
    file.set_len(1 << 40).expect("a hole of a terabyte");
    assert!(matches!(shop.vault().unlock(&secret(PASSPHRASE)), Err(SecretError::Damaged)));
}

#[test]
fn refuses_what_it_could_not_read_back() {
    let shop = Shop::with_vault();
    let vault = shop.vault();
    vault.unlock(&secret(PASSPHRASE)).expect("the right passphrase");
    let result = vault.put(account(1), "certificate", &secret(&"x".repeat(FILE_MAX)));
    assert!(matches!(result, Err(SecretError::TooLong)), "{result:?}");
    assert!(vault.get(account(1), "api-key").expect("readable").is_some());
}

#[test]
fn a_vault_made_anew_under_an_open_one_locks_it() {
    let shop = Shop::with_vault();
    let vault = shop.vault();
    vault.unlock(&secret(PASSPHRASE)).expect("the right passphrase");
    let other = Shop::with_vault();
    fs::copy(other.file(), shop.file()).expect("copied");
    assert!(matches!(vault.get(account(1), "api-key"), Err(SecretError::Locked)));
    vault.unlock(&secret(PASSPHRASE)).expect("the new one's passphrase");
    assert!(vault.get(account(1), "api-key").expect("readable").is_some());
}

#[test]
fn a_vault_that_went_away_is_not_made_anew_behind_ones_back() {
    let shop = Shop::with_vault();
    let vault = shop.vault();
    vault.unlock(&secret(PASSPHRASE)).expect("the right passphrase");
    fs::remove_file(shop.file()).expect("removed");
    let result = vault.put(account(1), "api-key", &secret("other"));
    assert!(matches!(result, Err(SecretError::File(_))), "{result:?}");
    assert!(!shop.file().exists());
}

#[cfg(unix)]
#[test]
fn only_this_user_can_read_the_file() {
    use std::os::unix::fs::PermissionsExt;

    let shop = Shop::with_vault();
    let mode = fs::metadata(shop.file()).expect("the vault").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

/// The ways in which a text could stand in a file for anyone to find.
fn forms(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = text.as_bytes();
    let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    let utf16 = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect();
    let mut forms = vec![
        ("plain", bytes.to_vec()),
        ("reversed", bytes.iter().rev().copied().collect()),
        ("hex", hex(bytes).into_bytes()),
        ("HEX", hex(bytes).to_uppercase().into_bytes()),
        ("UTF-16LE", utf16(u16::to_le_bytes)),
        ("UTF-16BE", utf16(u16::to_be_bytes)),
    ];
    // Base64 of a text inside another depends on where in a group of three it starts.
    for start in 0..3 {
        let from = (3 - start) % 3;
        let groups = (bytes.len() - from) / 3 * 3;
        forms.push(("base64", base64(&bytes[from..from + groups])));
    }
    forms
}

/// Of whole groups of three bytes.
fn base64(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let sextets = |group: &[u8]| {
        let number = group.iter().fold(0_usize, |number, byte| number << 8 | usize::from(*byte));
        [18, 12, 6, 0].map(|shift| LETTERS[number >> shift & 63])
    };
    bytes.chunks_exact(3).flat_map(sextets).collect()
}

fn finds(file: &[u8], text: &str) -> Vec<&'static str> {
    let there = |form: &Vec<u8>| file.windows(form.len()).any(|window| window == form);
    forms(text).into_iter().filter(|(_, form)| there(form)).map(|(name, _)| name).collect()
}

#[test]
fn the_file_shows_nothing_of_what_it_holds() {
    let shop = Shop::with_vault();
    let file = shop.bytes();
    let id = account(1).to_string();
    for text in [API_KEY, PASSPHRASE, "api-key", &id] {
        assert_eq!(finds(&file, text), Vec::<&str>::new(), "{text:?}");
    }
    for entry in fs::read_dir(shop.folder.path()).expect("the folder") {
        assert_eq!(entry.expect("an entry").path(), shop.file(), "nothing lies beside the vault");
    }
}

#[test]
fn the_search_for_plain_text_would_find_it() {
    for (name, form) in forms(API_KEY) {
        let file = [&b"some bytes before"[..], &form, b"and after"].concat();
        assert!(finds(&file, API_KEY).contains(&name), "{name}");
    }
    assert_eq!(base64(b"any carnal pleas"), b"YW55IGNhcm5hbCBwbGVh");
    // The usual encoder, of the text behind 0, 1 and 2 other bytes.
    for encoded in ["NFZqOGVLNHJsb1Vk", "eDRWajhlSzRybG9V", "eHg0Vmo4ZUs0cmxv"] {
        assert!(finds(encoded.as_bytes(), "4Vj8eK4rlo").contains(&"base64"), "{encoded}");
    }
}

#[test]
fn equal_contents_never_give_equal_files() {
    let shop = Shop::with_vault();
    let vault = shop.vault();
    vault.unlock(&secret(PASSPHRASE)).expect("the right passphrase");
    let first = shop.bytes();
    vault.put(account(1), "api-key", &secret(API_KEY)).expect("kept");
    let second = shop.bytes();
    assert_eq!(first[..62], second[..62], "the header stays");
    assert_ne!(first[62..86], second[62..86], "the nonce is new");
    assert_ne!(first[86..], second[86..]);
    assert_ne!(first[22..38], Shop::with_vault().bytes()[22..38], "another vault, another salt");
}
