//! backup and restore.

use std::fs;

use cobro_till::{books::Mode, open::ledger_path};

use crate::{
    books::{opened, sell, tamper, till, with_sales},
    program::{real, run, training},
};

#[test]
fn a_backup_is_made_beside_the_app_and_goes_on_as_a_new_till() {
    let (folder, window) = opened();
    sell(&window);
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copia de la caja.db");
    let copy = copy.to_str().unwrap();
    let made = training(folder.path(), &["backup", copy, "--json"]).json();
    assert_eq!((&made["path"], &made["mode"]), (&copy.into(), &"training".into()));
    assert_eq!(made["invoices"], 1);

    let fresh = elsewhere.path().join("new");
    let restored = training(&fresh, &["restore", copy, "--json"]).json();
    assert_eq!(restored["path"], ledger_path(&fresh, Mode::Training).to_str().unwrap());
    assert_eq!(restored["previous"]["hash"], made["head"]);
    assert_ne!(restored["previous"]["till"], restored["till"]);
    assert_eq!(training(&fresh, &["verify", "--json"]).json()["sound"], true);

    sell(&till(&fresh));
    let listed = training(&fresh, &["invoice", "list", "--json"]).json();
    let folio = |row: usize| listed["invoices"][row]["folio"].as_str().unwrap().to_owned();
    let series = restored["series"].as_str().unwrap();
    assert_eq!((folio(0), folio(1)), (format!("{series}-000001"), "A-000001".to_owned()));
}

#[test]
fn nothing_is_written_over() {
    let folder = with_sales(1);
    let copy = folder.path().join("copy.db");
    let copy = copy.to_str().unwrap();
    training(folder.path(), &["backup", copy, "--json"]).json();
    training(folder.path(), &["backup", copy]).fails(1, &["already", "left as it is"]);
    training(folder.path(), &["restore", copy])
        .fails(1, &["already", "left as they are", "--data"]);
    let fresh = folder.path().join("new");
    training(&fresh, &["restore", copy, "--json"]).json();
    training(&fresh, &["restore", copy]).fails(1, &["already", "left as they are"]);
    assert_eq!(training(&fresh, &["verify", "--json"]).json()["sound"], true);
}

#[test]
fn a_backup_that_is_not_sound_is_not_taken_into_use() {
    let folder = with_sales(1);
    let copy = folder.path().join("copy.db");
    let fresh = folder.path().join("new");
    let text = copy.to_str().unwrap();
    training(&fresh, &["restore", text]).fails(1, &["no backup", "nothing was restored"]);
    fs::write(&copy, "not a ledger").unwrap();
    training(&fresh, &["restore", text]).fails(1, &["cannot be read"]);
    fs::remove_file(&copy).unwrap();
    tamper(folder.path());
    fs::copy(ledger_path(folder.path(), Mode::Training), &copy).unwrap();
    training(&fresh, &["restore", text]).fails(1, &["altered", "nothing was taken into use"]);
    let backup = folder.path().join("of-tampered.db");
    training(folder.path(), &["backup", backup.to_str().unwrap()]).fails(1, &["altered"]);
    assert!(!backup.exists());
    assert!(!ledger_path(&fresh, Mode::Training).exists());
}

#[test]
fn a_backup_of_training_never_becomes_real_books() {
    let folder = with_sales(1);
    let copy = folder.path().join("copy.db");
    let copy = copy.to_str().unwrap();
    training(folder.path(), &["backup", copy, "--json"]).json();
    let fresh = folder.path().join("new");
    real(&fresh, &["restore", copy]).fails(1, &["training", "nothing was restored"]);
    assert!(!fresh.exists());
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = with_sales(1);
    let ran = training(folder.path(), &["backup", "/dev/null/copy.db"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
    ran.complains(&[]);
    run(&["--training", "--data", "/dev/null/here", "verify"]).fails(1, &["/dev/null/here"]);
}
