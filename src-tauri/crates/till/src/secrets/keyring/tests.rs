use std::{env, process::Command};

use keyring_core::mock;

use super::{
    super::tests::{account, secret},
    *,
};

pub(in crate::secrets) fn mocked(store: Arc<mock::Store>) -> Keyring {
    Keyring::with(move || Some(store)).expect("a mock answers")
}

/// Makes the mock's entry fail once with `error`.
fn fail(store: &mock::Store, user: &str, error: Error) {
    let entries = store.inner.lock().expect("the mock");
    let entries = entries.borrow();
    entries.iter().find(|entry| entry.specifiers.1 == user).expect(user).set_error(error);
}

fn nobody() -> Box<dyn std::error::Error + Send + Sync> {
    "no one there".into()
}

#[test]
fn says_what_went_wrong_and_never_what_was_read() {
    let read = || b"4Vj8eK4r".to_vec();
    let cases = [
        (Error::PlatformFailure(nobody()), "the keyring is not available: no one there"),
        (Error::NoStorageAccess(nobody()), "the keyring is not available: no one there"),
        (Error::BadEncoding(read()), "the stored secrets are damaged"),
        (Error::BadDataFormat(read(), nobody()), "the stored secrets are damaged"),
        (Error::TooLong("secret".to_owned(), 2560), "the secret is too long for the store"),
    ];
    let store = mock::Store::new().expect("a mock");
    let keyring = mocked(store.clone());
    keyring.put(account(1), "api-key", &secret("4Vj8eK4r")).expect("kept");
    for (error, text) in cases {
        fail(&store, &format!("{}/api-key", account(1)), error);
        let error = keyring.get(account(1), "api-key").expect_err(text);
        assert_eq!(error.to_string(), text);
        let shown = format!("{error:?}");
        // As text, and as the numbers that bytes are printed as.
        assert!(!shown.contains("4Vj8") && !shown.contains("52, 86"), "{shown}");
    }
    let kept = keyring.get(account(1), "api-key").expect("readable again").expect("kept");
    assert_eq!(kept.expose(), "4Vj8eK4r");
}

#[test]
fn bytes_that_are_no_text_are_damage() {
    let store = mock::Store::new().expect("a mock");
    let keyring = mocked(store.clone());
    let raw = entry(&*store, account(1), "api-key").expect("an entry");
    raw.set_secret(&[0xff, 0xfe]).expect("kept");
    assert!(matches!(keyring.get(account(1), "api-key"), Err(SecretError::Damaged)));
}

#[test]
fn a_removal_that_failed_can_be_repeated() {
    let store = mock::Store::new().expect("a mock");
    let keyring = mocked(store.clone());
    keyring.put(account(1), "a", &secret("1")).expect("kept");
    keyring.put(account(1), "b", &secret("2")).expect("kept");
    fail(&store, &format!("{}/b", account(1)), Error::NoStorageAccess(nobody()));

    assert!(keyring.remove_account(account(1)).is_err());
    assert!(keyring.get(account(1), "b").expect("readable").is_some());
    keyring.remove_account(account(1)).expect("removed");
    assert!(keyring.get(account(1), "b").expect("readable").is_none());
}

/// Set for the copy of this test that does the asking.
#[cfg(target_os = "linux")]
const ASKING: &str = "COBRO_TEST_ASKS_FOR_KEYRING";

/// The address of the bus is read from the environment, so a copy of this program asks.
#[cfg(target_os = "linux")]
#[test]
fn a_bus_that_is_absent_or_silent_is_no_keyring() {
    use std::os::unix::net::UnixListener;

    if env::var_os(ASKING).is_some() {
        assert!(Keyring::connect().is_none());
        return;
    }
    let (_, module) = module_path!().split_once("::").expect("a module of this crate");
    let this = format!("{module}::a_bus_that_is_absent_or_silent_is_no_keyring");
    let folder = tempfile::TempDir::new().expect("a folder");
    let absent = folder.path().join("absent");
    let silent = folder.path().join("silent");
    // Takes connections into its queue and never says a word.
    let _listener = UnixListener::bind(&silent).expect("a socket");

    for bus in [absent, silent] {
        let asked = Command::new(env::current_exe().expect("this program"))
            .args(["--exact", &this])
            .env(ASKING, "1")
            .env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", bus.display()))
            .output()
            .expect("the copy runs");
        let said = String::from_utf8_lossy(&asked.stdout);
        assert!(asked.status.success() && said.contains("1 passed"), "{}: {said}", bus.display());
    }
}
