//! invoice list and invoice show.

use serde_json::Value;

use crate::{
    books::{opened, request, sell, with_sales},
    program::{program, training},
};

fn folios(page: &Value) -> Vec<&str> {
    let rows = page["invoices"].as_array().unwrap();
    rows.iter().map(|row| row["folio"].as_str().unwrap()).collect()
}

#[test]
fn pages_follow_each_other_newest_first() {
    let folder = with_sales(5);
    let list = |more: &[&str]| {
        let arguments = [&["invoice", "list", "--json", "--limit", "2"], more].concat();
        training(folder.path(), &arguments).json()
    };
    let first = list(&[]);
    assert_eq!(folios(&first), ["A-000005", "A-000004"]);
    let second = list(&["--after", first["next"].as_str().unwrap()]);
    assert_eq!(folios(&second), ["A-000003", "A-000002"]);
    let third = list(&["--after", second["next"].as_str().unwrap()]);
    assert_eq!((folios(&third), &third["next"]), (vec!["A-000001"], &Value::Null));
    let text = training(folder.path(), &["invoice", "list", "--limit", "2"]);
    assert!(text.out.contains("A-000005") && text.out.contains("more: --after "), "{text:?}");
}

#[test]
fn filters_by_where_an_invoice_stands() {
    let (folder, till) = opened();
    sell(&till);
    request(&till, "oxxo");
    let list = |filter: &str| {
        training(folder.path(), &["invoice", "list", "--json", "--filter", filter]).json()
    };
    assert_eq!(folios(&list("paid")), ["A-000001"]);
    assert_eq!(folios(&list("unsent")), ["A-000002"]);
    assert_eq!(folios(&list("paid,unsent")), ["A-000002", "A-000001"]);
    assert_eq!(folios(&list("all")), ["A-000002", "A-000001"]);
    assert_eq!(folios(&list("voided")), [""; 0]);
    let text = training(folder.path(), &["invoice", "list", "--filter", "voided"]);
    assert_eq!(text.out, "no invoices\n");
}

#[test]
fn shows_one_invoice_by_folio_or_id_with_its_timeline() {
    let folder = with_sales(1);
    let show = |which: &str| training(folder.path(), &["invoice", "show", which, "--json"]).json();
    let shown = show("a-1");
    assert_eq!(shown["folio"], "A-000001");
    assert_eq!(show(shown["id"].as_str().unwrap()), shown);
    let total = &shown["total"];
    assert_eq!((&shown["standing"], &shown["paid"]), (&"paid".into(), total));
    assert_eq!(shown["due"], serde_json::json!({ "minor": 0, "currency": "MXN", "text": "0.00" }));
    assert!(shown["at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(shown["lines"][0]["total"], *total);
    let kinds: Vec<_> = shown["timeline"].as_array().unwrap().iter().map(|e| &e["kind"]).collect();
    assert_eq!(kinds, ["invoice-issued", "cash-received"]);
    assert!(shown["timeline"][0]["body"].is_object());
    let text = training(folder.path(), &["invoice", "show", "A-000001"]);
    assert!(text.out.contains("issued A-000001 for MXN"), "{text:?}");
}

#[test]
fn an_invoice_that_is_not_there_is_a_failure() {
    let folder = with_sales(1);
    let show = |which: &str| training(folder.path(), &["invoice", "show", which]);
    show("A-2").fails(1, &["no invoice \"A-2\""]);
    show("0199d3e0-0000-7000-8000-000000000000").fails(1, &["no invoice"]);
    show("nonsense").fails(2, &["neither a folio", "nor an id"]);
}

#[test]
fn the_environment_names_the_folder_too() {
    let folder = with_sales(1);
    let mut command = program();
    command.env("COBRO_DATA_DIR", folder.path()).args(["invoice", "list", "--training"]);
    let output = command.output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("A-000001"), "{output:?}");
}
