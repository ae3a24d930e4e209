//! Words that must not be in certain rooms, or anywhere.

use regex::Regex;

use crate::tree::{self, Source, none, pattern};

fn find(source: &Source, word: &Regex) -> Vec<String> {
    let hits = source.text.lines().enumerate().filter(|(_, line)| word.is_match(line));
    hits.map(|(at, line)| format!("{}:{}: {}", source.path, at + 1, line.trim())).collect()
}

#[test]
fn only_its_own_module_knows_a_provider() {
    let provider = pattern("(?i)payu|uapay|epagos|zoho");
    let rooms = [
        ("src-tauri/crates/domain/src", &[".rs"][..]),
        ("src-tauri/crates/ledger/src", &[".rs", ".sql"][..]),
        ("src-tauri/crates/documents/src", &[".rs"][..]),
        ("ui/src", &[".ts", ".svelte"][..]),
    ];
    let mut findings = Vec::new();
    for (room, endings) in rooms {
        let sources = tree::under(room, endings).into_iter();
        // The shop that the window's own tests sell in is invented, provider and all.
        let real = sources.filter(|source| !source.path.contains("/fake/"));
        findings.extend(real.flat_map(|source| find(source, &provider)));
    }
    none(&findings, "a provider is named outside its module, till and the messages");
}

#[test]
fn no_file_knows_the_computer_it_was_written_on() {
    // In pieces, or this file would find itself.
    let places = [
        concat!("/", "(?:home|root|work|Users)", r"/\w"),
        concat!("registry", r"\.npmjs\.|registry", r"\.yarnpkg"),
        concat!("static.", r"crates\.io|index.", r"crates\.io"),
        concat!("arti", "factory|verd", "accio|nexus-", "repo"),
    ];
    let place = pattern(&places.join("|"));
    let findings: Vec<_> = tree::sources().iter().flat_map(|s| find(s, &place)).collect();
    none(&findings, "a path or a host of one machine");
}

#[test]
fn the_locks_name_no_host() {
    let resolved = pattern(r#""resolved":|source = "(?:sparse|git)\+"#);
    let locks = tree::sources()
        .iter()
        .filter(|s| s.path.ends_with("package-lock.json") || s.path.ends_with("Cargo.lock"));
    let mut count = 0;
    let mut findings = Vec::new();
    for lock in locks {
        count += 1;
        findings.extend(find(lock, &resolved));
    }
    assert_eq!(count, 2, "both lock files are tracked");
    none(&findings, "packages are named by version and hash, not by host");
}
