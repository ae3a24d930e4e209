//! verify, rebuild and rebuild --check.

use std::fs;

use cobro_till::{books::Mode, open::ledger_path};

use crate::{
    books::{intrude, opened, sell, tamper, with_sales},
    program::{real, training},
};

#[test]
fn sound_books_verify_beside_the_app_that_writes_them() {
    let (folder, till) = opened();
    sell(&till);
    let verified = training(folder.path(), &["verify", "--json"]).json();
    assert_eq!(verified["sound"], true);
    assert_eq!(verified["faults"], serde_json::json!([]));
    assert!(verified["facts"].as_u64().unwrap() > 2);
    let head = &verified["heads"][0];
    assert_eq!(head["hash"].as_str().unwrap().len(), 64);
    assert_eq!(head["seq"], verified["facts"]);
    let checked = training(folder.path(), &["rebuild", "--check", "--json"]).json();
    assert_eq!(checked, serde_json::json!({ "sound": true, "differences": [] }));
    let text = training(folder.path(), &["verify"]);
    assert!(text.out.ends_with("sound\n"), "{text:?}");
}

#[test]
fn an_altered_fact_is_found() {
    let folder = with_sales(2);
    tamper(folder.path());
    let ran = training(folder.path(), &["verify", "--json"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    ran.complains(&["fault", "nothing was changed", "backup"]);
    let verified = ran.any_json();
    assert_eq!(verified["sound"], false);
    assert!(verified["faults"].to_string().contains("altered"), "{verified}");
}

#[test]
fn a_cut_off_tail_shows_against_an_anchor() {
    let (folder, till) = opened();
    sell(&till);
    drop(till);
    let head = |verified: serde_json::Value| verified["heads"][0]["hash"].clone();
    let verify = |anchor: &str| training(folder.path(), &["verify", "--json", "--anchor", anchor]);
    let early = head(training(folder.path(), &["verify", "--json"]).json());
    let cut = tempfile::tempdir().unwrap();
    let copy = ledger_path(cut.path(), Mode::Training);
    training(folder.path(), &["backup", copy.to_str().unwrap(), "--json"]).json();
    sell(&crate::books::till(folder.path()));
    let late = head(training(folder.path(), &["verify", "--json"]).json());
    assert_ne!(early, late);
    assert_eq!(verify(early.as_str().unwrap()).json()["sound"], true);
    assert_eq!(verify(late.as_str().unwrap()).json()["sound"], true);
    let ran = training(cut.path(), &["verify", "--json", "--anchor", late.as_str().unwrap()]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.any_json()["faults"].to_string().contains("cut off"), "{ran:?}");
}

#[test]
fn a_view_that_differs_is_found_and_rebuilt() {
    let folder = with_sales(2);
    intrude(folder.path()).execute_batch("UPDATE invoices SET total = total + 1").unwrap();
    let ran = training(folder.path(), &["rebuild", "--check", "--json"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    ran.complains(&["1 view is", "nothing was changed", "cobro-cli rebuild"]);
    let expected = serde_json::json!([{ "view": "invoices", "surplus": 2, "missing": 2 }]);
    assert_eq!(ran.any_json()["differences"], expected);
    let rebuilt = training(folder.path(), &["rebuild", "--json"]).json();
    assert_eq!(rebuilt["rebuilt"], true);
    assert_eq!(training(folder.path(), &["rebuild", "--check", "--json"]).json()["sound"], true);
}

#[test]
fn a_second_writer_is_told_who_has_the_books() {
    let (folder, window) = opened();
    for command in [&["rebuild"][..], &["rebuild", "--json"], &["poll", "--once"]] {
        let ran = training(folder.path(), command);
        ran.fails(4, &["in use by the shop's window", "nothing was changed"]);
    }
    drop(window);
    assert_eq!(training(folder.path(), &["rebuild"]).code, 0);
}

#[test]
fn missing_books_are_named_and_never_made() {
    let folder = tempfile::tempdir().unwrap();
    let commands: [&[&str]; 7] = [
        &["verify"],
        &["rebuild"],
        &["rebuild", "--check"],
        &["backup", "copy.db"],
        &["invoice", "list"],
        &["invoice", "show", "A-1"],
        &["poll", "--once"],
    ];
    for command in commands {
        training(folder.path(), command).fails(1, &["no books", "training.db", "--data"]);
        real(folder.path(), command).fails(1, &["no books", "ledger.db", "--training"]);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn damaged_and_newer_books_are_left_untouched() {
    let damaged = with_sales(1);
    let path = ledger_path(damaged.path(), Mode::Training);
    fs::write(&path, "no ledger at all, but long enough to be looked at".repeat(100)).unwrap();
    let newer = with_sales(1);
    intrude(newer.path()).execute_batch("PRAGMA user_version = 9999").unwrap();
    let commands: [&[&str]; 4] =
        [&["verify"], &["rebuild"], &["invoice", "list"], &["poll", "--once"]];
    for command in commands {
        let before = fs::read(&path).unwrap();
        training(damaged.path(), command).fails(1, &["cannot be read", "untouched", "restore"]);
        assert_eq!(fs::read(&path).unwrap(), before, "{command:?}");
        training(newer.path(), command).fails(1, &["9999", "update Cobro", "untouched"]);
    }
}

#[test]
fn training_books_are_not_taken_for_real_ones() {
    let folder = with_sales(1);
    let (training, real_path) =
        (ledger_path(folder.path(), Mode::Training), ledger_path(folder.path(), Mode::Real));
    fs::copy(training, real_path).unwrap();
    for command in [&["verify"][..], &["rebuild"]] {
        real(folder.path(), command).fails(1, &["training, not real", "untouched"]);
    }
}
