//! demo --out: the main job, from the sale to the paper and the payment.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

use crate::program::run;

/// Dots per inch of an office printer.
const DPI: &str = "300";

fn tool(name: &str, package: &str, arguments: &[&str]) -> Output {
    let output = Command::new(name).args(arguments).output();
    output.unwrap_or_else(|error| panic!("{name} did not start ({error}): install {package}"))
}

/// What a store's scanner reads on a paper.
fn scan(paper: &Path) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page");
    let (paper, page) = (paper.to_str().unwrap(), page.to_str().unwrap());
    let arguments = ["-r", DPI, "-gray", "-png", "-singlefile", paper, page];
    let printed = tool("pdftoppm", "poppler-utils", &arguments);
    assert!(printed.status.success(), "{printed:?}");
    let page = format!("{page}.png");
    let arguments = ["-q", "--nodbus", "--raw", "-Sdisable", "-Scode128.enable", &page];
    let read = tool("zbarimg", "zbar-tools", &arguments);
    String::from_utf8(read.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn walks_the_main_job_and_leaves_papers_that_scanners_read() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("papers");
    let walk = run(&["demo", "--json", "--out", out.to_str().unwrap()]).json();
    let minor = |amount: &Value| amount["minor"].as_i64().unwrap();
    let cash = &walk["cash"];
    assert!(minor(&cash["change"]) > 0);
    assert_eq!(minor(&cash["change"]), minor(&cash["tendered"]) - minor(&cash["total"]));

    let invoice = &walk["invoice"];
    assert_eq!((&invoice["folio"], &invoice["state"]), (&"A-000002".into(), &"paid".into()));
    let charge = &invoice["charges"][0];
    assert_eq!((&charge["method"], &charge["state"]), (&"oxxo".into(), &"paid".into()));
    let digits = charge["barcode"].as_str().unwrap();
    assert!(digits.len() > 20 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{digits}");
    for paper in ["voucher_letter", "voucher_roll"] {
        let path = Path::new(walk["files"][paper].as_str().unwrap());
        assert_eq!(scan(path), [digits], "{paper}");
    }
    let receipt = fs::read(walk["files"]["receipt"].as_str().unwrap()).unwrap();
    assert!(receipt.starts_with(b"%PDF"));

    let kinds: Vec<_> = invoice["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["kind"].as_str().unwrap())
        .filter(|kind| !matches!(*kind, "document-printed" | "charge-reported"))
        .collect();
    let story = ["invoice-issued", "charge-requested", "voucher-issued", "payment-received"];
    assert_eq!(kinds, story);
    assert_eq!(fs::read_dir(&out).unwrap().count(), 3);
}

#[test]
fn tells_the_walk_to_people() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(&["demo", "--out", folder.path().to_str().unwrap()]);
    assert_eq!((ran.code, ran.error.as_str()), (0, ""), "{ran:?}");
    for text in ["cash sale A-000001", "A-000002  paid", "voucher issued", "paid MXN", "verify"] {
        assert!(ran.out.contains(text), "{text:?} is not in {}", ran.out);
    }
}

#[test]
fn a_step_that_fails_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "in the way").unwrap();
    run(&["demo", "--out", file.to_str().unwrap()]).fails(1, &["folder of the papers failed"]);
}
