//! The map in the README, the licences of npm packages, and the window's permissions.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::tree::{self, none, pattern};

/// As in `deny.toml`, for what npm brings.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BlueOak-1.0.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Python-2.0",
];

fn text(path: &str) -> &'static str {
    let found = tree::sources().iter().find(|source| source.path == path);
    &found.unwrap_or_else(|| panic!("{path} is missing")).text
}

#[test]
fn the_readme_maps_every_folder() {
    let readme = text("README.md");
    let mut folders = tree::folders_in("");
    folders.retain(|name| !name.starts_with('.'));
    folders.extend(tree::folders_in("src-tauri/crates"));
    let unlisted = folders.iter().filter(|name| !readme.contains(&format!("{name}/")));
    let findings: Vec<_> = unlisted.cloned().collect();
    none(&findings, "folders that the README's map leaves out");
}

#[test]
fn npm_brings_only_licences_we_accept() {
    let lock: Value = serde_json::from_str(text("ui/package-lock.json")).expect("JSON");
    let packages = lock["packages"].as_object().expect("packages");
    let findings: Vec<_> = packages
        .iter()
        .filter(|(path, _)| !path.is_empty())
        .map(|(path, package)| (path, package["license"].as_str().unwrap_or("none")))
        .filter(|(_, licence)| !accepted(licence))
        .map(|(path, licence)| format!("{path}: {licence}"))
        .collect();
    none(&findings, "licences outside the list");
}

/// Any of several is enough; of joined ones, every one.
fn accepted(licence: &str) -> bool {
    let plain = licence.trim_matches(['(', ')']);
    plain.split(" OR ").any(|one| one.split(" AND ").all(|part| LICENCES.contains(&part)))
}

#[test]
fn the_windows_may_call_exactly_the_commands_there_are() {
    let call = pattern(r#"__TAURI_INVOKE(?:<[^(]*>)?\("(\w+)""#);
    let generated: BTreeSet<_> =
        call.captures_iter(text("ui/src/bindings.ts")).map(|found| found[1].to_owned()).collect();
    let windows = ["till", "card", "display"].map(granted);
    let granted: Vec<String> = windows.into_iter().flatten().collect();
    let allowed: BTreeSet<_> = granted.iter().cloned().collect();
    assert_eq!(granted.len(), allowed.len(), "two windows share a command: {granted:?}");
    assert_eq!(generated, allowed, "commands in bindings.ts, and those that permissions allow");
}

/// The commands that a file of permissions allows.
fn granted(name: &str) -> BTreeSet<String> {
    let path = format!("src-tauri/permissions/{name}.toml");
    let permissions: toml::Table = text(&path).parse().expect("valid TOML");
    let permissions = permissions["permission"].as_array().expect("a list of permissions");
    let commands = permissions
        .iter()
        .flat_map(|permission| permission["commands"]["allow"].as_array().expect("a list"));
    commands.map(|name| name.as_str().expect("a name").to_owned()).collect()
}
