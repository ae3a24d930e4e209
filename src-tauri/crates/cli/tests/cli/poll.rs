//! poll --once.

use std::{fs, path::Path, sync::Arc};

use cobro_domain::{ids::MerchantAccountId, method::Method};
use cobro_till::{
    Secret, Till,
    books::Mode,
    clock::SystemClock,
    collect::Way,
    merchants::MerchantForm,
    open::open_real,
    secrets::{SecretStore, Vault},
    training::CustomerAct,
};
use serde_json::json;

use crate::{
    books::{make_real, opened, place, request, till},
    program::{Ran, real, training},
};

const PASSPHRASE: &str = "caballo batería grapa";

#[test]
fn sends_what_is_queued_and_asks_what_is_due() {
    let (folder, window) = opened();
    let charge = request(&window, "seven-eleven");
    drop(window);
    let sent = training(folder.path(), &["poll", "--once", "--json"]).json();
    let moved = |before: &str, after: &str| {
        json!([{
            "charge": charge.to_string(),
            "folio": "A-000001",
            "method": "seven-eleven",
            "before": before,
            "after": after,
        }])
    };
    assert_eq!(sent["charges"], moved("requested", "pending"));
    assert_eq!((&sent["line"], &sent["overdue"]), (&json!("online"), &json!(0)));
    assert!(sent["next_at"].is_string());

    let idle = training(folder.path(), &["poll", "--once"]);
    assert!(idle.out.starts_with("nothing was due"), "{idle:?}");

    let window = till(folder.path());
    window.act_as_customer(charge, CustomerAct::Pay).unwrap();
    window.advance_clock(2).unwrap();
    drop(window);
    let asked = training(folder.path(), &["poll", "--once", "--json"]).json();
    assert_eq!(asked["charges"], moved("pending", "paid"));
    let shown = training(folder.path(), &["invoice", "show", "A-1", "--json"]).json();
    assert_eq!(shown["state"], "paid");
}

#[test]
fn real_secrets_need_the_passphrase_of_their_vault() {
    let folder = tempfile::tempdir().unwrap();
    make_real(folder.path());
    let file = folder.path().join("passphrase");
    let poll = |more: &[&str]| real(folder.path(), &[&["poll", "--once"], more].concat());
    let with_file = || poll(&["--json", "--passphrase-file", file.to_str().unwrap()]);

    assert_eq!(poll(&[]).code, 0, "there is nothing to keep secret yet");
    fs::write(&file, format!("{PASSPHRASE}\n")).unwrap();
    with_file().fails(1, &["no vault", "nothing was sent"]);

    Vault::at(folder.path()).unlock(&Secret::new(PASSPHRASE.to_owned())).unwrap();
    poll(&[]).fails(1, &["locked", "--passphrase-file"]);
    assert_eq!(with_file().json()["charges"], json!([]));
    fs::write(&file, "wrong horse battery staple\n").unwrap();
    with_file().fails(1, &["passphrase is wrong", "nothing was sent"]);
    fs::write(&file, "\n").unwrap();
    with_file().fails(1, &["first line is empty"]);
    fs::remove_file(&file).unwrap();
    with_file().fails(1, &["cannot be read"]);
}

/// An account whose provider is a port of this machine that nobody listens on.
fn unreachable() -> MerchantForm {
    let nobody = "http://127.0.0.1:1/";
    let fields = [
        ("merchant-id", "508029"),
        ("account-id", "512324"),
        ("api-login", "login"),
        ("api-key", "key"),
        ("payments-url", nobody),
        ("reports-url", nobody),
    ];
    MerchantForm {
        provider: "payu".to_owned(),
        name: "PayU de prueba".to_owned(),
        active: true,
        test: true,
        fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        payer_name: "Público en general".to_owned(),
        payer_email: "mostrador@example.mx".to_owned(),
        ..MerchantForm::default()
    }
}

/// Real books with a voucher that waits to be sent, and the vault of its account's secrets.
fn with_queued_voucher(folder: &Path) -> (Arc<Vault>, MerchantAccountId) {
    let vault = Arc::new(Vault::at(folder));
    vault.unlock(&Secret::new(PASSPHRASE.to_owned())).unwrap();
    let place = place(folder, Mode::Real);
    let till: Arc<Till> = open_real(&place, vault.clone(), Arc::new(SystemClock)).unwrap();
    let account = till.save_merchant(&unreachable()).unwrap().account.account;
    till.add_amount("Café", "100").unwrap();
    let way = Way { account, method: Method::named("oxxo"), contact: None };
    till.request_voucher(&way).unwrap();
    (vault, account)
}

fn poll_with_passphrase(folder: &Path) -> Ran {
    let file = folder.join("passphrase");
    fs::write(&file, PASSPHRASE).unwrap();
    real(folder, &["poll", "--once", "--json", "--passphrase-file", file.to_str().unwrap()])
}

#[test]
fn a_provider_out_of_reach_loses_nothing_and_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    with_queued_voucher(folder.path());
    let ran = poll_with_passphrase(folder.path());
    assert_eq!(ran.code, 1, "{ran:?}");
    ran.complains(&["could not be reached", "nothing was lost"]);
    let polled = ran.any_json();
    assert_eq!((&polled["line"], &polled["unsent"]), (&json!("offline"), &json!(1)));
    assert_eq!(polled["charges"][0]["after"], "requested");
}

#[test]
fn an_account_without_its_secrets_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (vault, account) = with_queued_voucher(folder.path());
    vault.remove_account(account).unwrap();
    let ran = poll_with_passphrase(folder.path());
    assert_eq!(ran.code, 1, "{ran:?}");
    ran.complains(&["1 of what is due", "secrets of PayU de prueba"]);
    let polled = ran.any_json();
    assert_eq!((&polled["line"], &polled["overdue"]), (&json!("idle"), &json!(1)));
    assert_eq!(polled["without_secrets"], json!(["PayU de prueba"]));
}
