//! poll --once.

use std::fs;

use cobro_till::{
    Secret,
    secrets::{SecretStore, Vault},
    training::CustomerAct,
};
use serde_json::json;

use crate::{
    books::{make_real, opened, request, till},
    program::{real, training},
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
