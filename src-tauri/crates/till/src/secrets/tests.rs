//! What every store does alike, and which one is chosen.

use std::{fs, path::Path};

use keyring_core::mock;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;

const PASSPHRASE: &str = "caballo batería grapa";

pub(super) fn account(number: u128) -> MerchantAccountId {
    MerchantAccountId(Uuid::from_u128(number))
}

pub(super) fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

/// Every kind of store, ready for use.
fn stores(folder: &Path) -> Vec<Box<dyn SecretStore>> {
    let vault = vault::cheap(folder);
    vault.unlock(&secret(PASSPHRASE)).expect("a new vault");
    let keyring = keyring::mocked(mock::Store::new().expect("a mock"));
    vec![Box::<Memory>::default(), Box::new(vault), Box::new(keyring)]
}

fn each_store(check: impl Fn(&dyn SecretStore)) {
    let folder = TempDir::new().expect("a folder");
    for store in stores(folder.path()) {
        check(&*store);
    }
}

#[track_caller]
fn holds(store: &dyn SecretStore, account: MerchantAccountId, field: &str, text: Option<&str>) {
    let found = store.get(account, field).expect("readable");
    assert_eq!(found.as_ref().map(Secret::expose), text, "{store:?}: {field}");
}

#[test]
fn returns_what_was_put() {
    let long = "x".repeat(5000);
    let texts =
        ["4Vj8eK4rloUd272L48hsrarnUA", "", "clave \"ñ\" \\ ключ\n-----BEGIN-----\r\n\0", &long];
    each_store(|store| {
        holds(store, account(1), "api-key", None);
        for text in texts {
            store.put(account(1), "api-key", &secret(text)).expect("kept");
            holds(store, account(1), "api-key", Some(text));
        }
        holds(store, account(1), "api-login", None);
    });
}

#[test]
fn keeps_accounts_and_fields_apart() {
    each_store(|store| {
        for (number, field, text) in
            [(1, "api-key", "one"), (1, "api-login", "two"), (2, "api-key", "three")]
        {
            store.put(account(number), field, &secret(text)).expect("kept");
        }
        holds(store, account(1), "api-key", Some("one"));
        holds(store, account(1), "api-login", Some("two"));
        holds(store, account(2), "api-key", Some("three"));
        holds(store, account(2), "api-login", None);
    });
}

#[test]
fn removes_one_field_and_nothing_else() {
    each_store(|store| {
        for field in ["api-key", "api-login"] {
            store.put(account(1), field, &secret("kept")).expect("kept");
        }
        store.remove(account(1), "api-key").expect("removed");
        store.remove(account(1), "api-key").expect("nothing left to remove");
        store.remove(account(2), "api-key").expect("no such account");
        holds(store, account(1), "api-key", None);
        holds(store, account(1), "api-login", Some("kept"));
    });
}

#[test]
fn removes_all_of_one_account_and_nothing_else() {
    each_store(|store| {
        for (number, field) in [(1, "api-key"), (1, "api-login"), (2, "api-key")] {
            store.put(account(number), field, &secret("kept")).expect("kept");
        }
        store.remove_account(account(1)).expect("removed");
        store.remove_account(account(1)).expect("nothing left to remove");
        holds(store, account(1), "api-key", None);
        holds(store, account(1), "api-login", None);
        holds(store, account(2), "api-key", Some("kept"));
        store.put(account(1), "api-key", &secret("again")).expect("kept");
        holds(store, account(1), "api-key", Some("again"));
        holds(store, account(1), "api-login", None);
    });
}

#[test]
fn shows_no_secret_when_printed() {
    each_store(|store| {
        store.put(account(1), "api-key", &secret("4Vj8eK4r")).expect("kept");
        let shown = format!("{store:?} {:?} {:?}", store.get(account(1), "api-key"), store.state());
        assert!(!shown.contains("4Vj8"), "{shown}");
        assert!(!shown.contains("caballo"), "{shown}");
    });
}

#[test]
fn uses_the_keyring_that_answers_unless_there_is_a_vault() {
    let folder = TempDir::new().expect("a folder");
    let mocked = || Some(keyring::mocked(mock::Store::new().expect("a mock")));

    assert_eq!(choose(folder.path(), mocked).state(), StoreState::Keyring);
    assert_eq!(choose(folder.path(), || None).state(), StoreState::VaultNew);
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 0, "nothing is made yet");

    vault::cheap(folder.path()).unlock(&secret(PASSPHRASE)).expect("a new vault");
    assert_eq!(choose(folder.path(), mocked).state(), StoreState::VaultLocked);
    assert_eq!(choose(folder.path(), || None).state(), StoreState::VaultLocked);
}
