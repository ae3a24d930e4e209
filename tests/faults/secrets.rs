//! Keys and logins stand nowhere but in their store: not in books, papers or logs, in any
//! spelling.

use std::{fs, path::Path, process::Command};

use cobro_domain::charge::ChargeState;
use cobro_sandbox::{Sandbox, SandboxConfig, TimeSource};
use cobro_till::merchants::MerchantError;

use crate::{
    account::{KEY, LOGIN},
    echo::echo,
    shop::{START, Shop},
};

/// A secret as it could be written down.
fn spellings(secret: &str) -> Vec<(String, Vec<u8>)> {
    let hex = |upper: bool| {
        let digits = secret.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
        if upper { digits.to_uppercase() } else { digits }
    };
    let wide = |bytes: fn(u16) -> [u8; 2]| secret.encode_utf16().flat_map(bytes).collect();
    let mut spellings: Vec<(String, Vec<u8>)> = vec![
        ("plain".to_owned(), secret.into()),
        ("backwards".to_owned(), secret.bytes().rev().collect()),
        ("hex".to_owned(), hex(false).into()),
        ("HEX".to_owned(), hex(true).into()),
        ("UTF-16 LE".to_owned(), wide(u16::to_le_bytes)),
        ("UTF-16 BE".to_owned(), wide(u16::to_be_bytes)),
        ("bytes".to_owned(), format!("{:?}", secret.as_bytes()).trim_matches(['[', ']']).into()),
    ];
    for shift in 0..3 {
        spellings.push((format!("base64 at {shift}"), base64_inside(secret, shift).into()));
    }
    spellings
}

/// What of a secret's base64 is the same whatever stands before and after it, when `shift` bytes
/// stand before it.
fn base64_inside(secret: &str, shift: usize) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes: Vec<u8> = vec![0; shift].into_iter().chain(secret.bytes()).collect();
    let bits: Vec<u8> =
        bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let sixes = bits.chunks_exact(6).enumerate().filter(|(at, _)| at * 6 >= shift * 8);
    let value = |six: &[u8]| six.iter().fold(0_usize, |value, bit| value * 2 + usize::from(*bit));
    sixes.map(|(_, six)| char::from(LETTERS[value(six)])).collect()
}

/// Where a key or a login stands in the files of a folder, and how it is spelt.
fn found(folder: &Path) -> Vec<String> {
    found_of(folder, &[KEY, LOGIN])
}

/// Where secrets stand in the files of a folder, and how they are spelt.
pub(crate) fn found_of(folder: &Path, secrets: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files(folder) {
        let bytes = fs::read(&file).unwrap();
        for secret in secrets {
            for (spelling, needle) in spellings(secret) {
                if bytes.windows(needle.len()).any(|window| window == needle) {
                    found.push(format!("{} {spelling}", file.display()));
                }
            }
        }
    }
    found
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn no_file_and_no_log_holds_a_secret_in_any_spelling() {
    let config = SandboxConfig { time: TimeSource::Fixed(START), ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let mut program = Command::new(env!("CARGO_BIN_EXE_cobro-test-till"));
    program.arg("trace").arg(&log).arg(folder.path()).arg(sandbox.base_url());
    let output = program.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    fs::write(folder.path().join("said"), &said).unwrap();
    // The log is one, of everybody, and the files are the till's.
    let logged = fs::read_to_string(&log).unwrap();
    for word in ["the log has begun", "TRACE", "hyper", "reqwest", "refused"] {
        assert!(logged.contains(word), "{word:?} is not in a log of {} bytes", logged.len());
    }
    let names: Vec<_> = files(folder.path());
    assert!(names.iter().any(|name| name.ends_with("ledger.db")), "{names:?}");
    assert!(names.iter().any(|name| name.extension().is_some_and(|it| it == "pdf")), "{names:?}");
    assert_eq!(found(folder.path()), Vec::<String>::new());
}

#[test]
fn the_search_finds_every_spelling() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("deep")).unwrap();
    for (number, (spelling, needle)) in (0..).zip(spellings(KEY)) {
        let file = folder.path().join("deep").join("file");
        fs::write(&file, [b"xx".as_slice(), &needle, b"yy"].concat()).unwrap();
        assert_eq!(found(folder.path()).len(), 1, "{number} {spelling}");
    }
    // By another hand: `printf a4Vj8eK4rloUd272L48hsrarnUA | base64`, and with no letter before.
    for text in ["YTRWajhlSzRybG9VZDI3Mkw0OGhzcmFyblVB", "NFZqOGVLNHJsb1VkMjcyTDQ4aHNyYXJuVUE="] {
        fs::write(folder.path().join("deep").join("file"), text).unwrap();
        assert_eq!(found(folder.path()).len(), 1, "{text}");
    }
}

#[test]
fn a_provider_that_repeats_the_secrets_does_not_spread_them() {
    let answers: [fn(&str) -> String; 3] = [
        |_| format!(r#"{{"code": "ERROR", "error": "{LOGIN} with {KEY} may not do that"}}"#),
        |request| request.to_owned(),
        |_| format!("<html>{KEY} {LOGIN}</html>"),
    ];
    for answer in answers {
        let shop = Shop::open();
        let form = crate::account::form(&echo(answer), Some(shop.account), "PayU");
        shop.till().save_merchant(&form).unwrap();
        let tested = shop.till().test_merchant(shop.account);
        let Err(MerchantError::Refused(_) | MerchantError::Unreadable { .. }) = &tested else {
            panic!("{tested:?}");
        };
        let shown = format!("{tested:?} {}", tested.as_ref().unwrap_err());
        assert!(!shown.contains(KEY) && !shown.contains(LOGIN), "{shown}");
        let id = shop.ask("250", &shop.way("seven-eleven")).unwrap();
        shop.work();
        assert!(matches!(shop.charge(id).state, ChargeState::Declined | ChargeState::Requested));
        assert_eq!(found(shop.folder.path()), Vec::<String>::new());
    }
}
