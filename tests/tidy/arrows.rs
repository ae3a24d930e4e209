//! Dependencies point one way, and a crate never reaches around its neighbour.

use std::process::Command;

use cobro_tests::top;
use serde_json::Value;

use crate::tree::{self, none};

/// For each package, the packages of the house it may depend on, in its code and in its tests.
/// A package that is not named here does not belong to the house yet.
const ARROWS: &[(&str, &[&str])] = &[
    ("cobro-domain", &[]),
    ("cobro-ledger", &["cobro-domain"]),
    ("cobro-providers", &["cobro-domain"]),
    ("cobro-documents", &["cobro-domain"]),
    ("cobro-sandbox", &[]),
    (
        "cobro-till",
        &["cobro-domain", "cobro-ledger", "cobro-providers", "cobro-documents", "cobro-sandbox"],
    ),
    ("cobro-cli", &["cobro-domain", "cobro-till"]),
    ("cobro", &["cobro-domain", "cobro-till"]),
    (
        "cobro-tests",
        &[
            "cobro-domain",
            "cobro-ledger",
            "cobro-providers",
            "cobro-documents",
            "cobro-sandbox",
            "cobro-till",
        ],
    ),
];

/// What makes a crate unfit for any other room: a window, the network, a database, a clock.
const ALIEN: &[(&str, &[&str])] = &[
    ("cobro-domain", &["rusqlite", "reqwest", "hyper", "tokio", "rand", "fastrand", "jiff"]),
    ("cobro-ledger", &["reqwest", "hyper", "tokio"]),
    ("cobro-providers", &["rusqlite", "reqwest", "hyper", "tokio", "rand", "fastrand"]),
    ("cobro-documents", &["rusqlite", "reqwest", "hyper", "tokio", "rand", "fastrand"]),
];

struct Package {
    name: String,
    folder: String,
    /// Name, and whether only its tests need it.
    dependencies: Vec<(String, bool)>,
}

fn packages() -> Vec<Package> {
    let output = Command::new(env!("CARGO"))
        .current_dir(top())
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .output()
        .expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON from cargo");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    list(&metadata["packages"])
        .iter()
        .map(|package| Package {
            name: text(&package["name"]),
            folder: text(&package["manifest_path"]),
            dependencies: list(&package["dependencies"])
                .iter()
                .map(|dependency| (text(&dependency["name"]), dependency["kind"] == "dev"))
                .collect(),
        })
        .collect()
}

#[test]
fn the_arrows_point_one_way() {
    let mut findings = Vec::new();
    for package in packages() {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == package.name) else {
            findings.push(format!("{} is not in the table of arrows", package.name));
            continue;
        };
        let ours = package.dependencies.iter().filter(|(name, _)| name.starts_with("cobro"));
        let strays = ours.filter(|(name, _)| !allowed.contains(&name.as_str()));
        findings.extend(strays.map(|(name, _)| format!("{} depends on {name}", package.name)));
    }
    none(&findings, "DESIGN: dependencies point one way");
}

#[test]
fn a_pure_crate_reaches_no_device() {
    let mut findings = Vec::new();
    for package in packages() {
        let alien =
            ALIEN.iter().find(|(name, _)| *name == package.name).map_or(&[][..], |(_, a)| a);
        let code = package.dependencies.iter().filter(|(_, only_tests)| !only_tests);
        let strays = code.filter(|(name, _)| alien.contains(&name.as_str()));
        findings.extend(strays.map(|(name, _)| format!("{} depends on {name}", package.name)));
    }
    none(&findings, "no I/O in the pure crates");
}

#[test]
fn only_the_shell_knows_tauri() {
    let crates = packages().into_iter().filter(|p| p.folder.contains("/src-tauri/crates/"));
    let mut findings = Vec::new();
    for package in crates {
        let strays = package.dependencies.iter().filter(|(name, _)| name.starts_with("tauri"));
        findings.extend(strays.map(|(name, _)| format!("{} depends on {name}", package.name)));
    }
    let named = |line: &str| line.to_lowercase().replace("src-tauri", "").contains("tauri");
    for source in tree::under("src-tauri/crates", &[".rs", ".toml"]) {
        let lines = source.text.lines().enumerate().filter(|(_, line)| named(line));
        findings.extend(lines.map(|(at, line)| format!("{}:{}: {line}", source.path, at + 1)));
    }
    none(&findings, "nothing under src-tauri/crates names Tauri");
}
