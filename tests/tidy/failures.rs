//! Each failure that must not happen names tests, and they exist.

use std::collections::BTreeSet;

use crate::tree::{none, pattern, sources};

/// The failures of others that selling at a counter touches, as `docs/failures.md` numbers them.
const OURS: [&str; 16] =
    ["1", "2", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19"];

#[test]
fn every_failure_has_the_tests_it_names() {
    let in_rust = pattern(r"(?m)^\s*(?:pub(?:\(crate\))? )?fn (\w+)\(");
    let in_pages = pattern(r"(?s)\b(?:test|it)(?:\.each\(.{0,900}?\))?\(\s*'([^']+)'");
    let mut tests = BTreeSet::new();
    for source in sources() {
        let found = match source.path.rsplit('.').next() {
            Some("rs") => &in_rust,
            Some("ts") if source.path.ends_with(".test.ts") => &in_pages,
            _ => continue,
        };
        tests.extend(found.captures_iter(&source.text).map(|found| found[1].to_owned()));
    }
    let rows = pattern(r"(?m)^\| (\d+) \| [^|]+ \| ([^|]+) \|$");
    let mut numbers = BTreeSet::new();
    let mut missing = Vec::new();
    let list = sources().iter().find(|source| source.path == "docs/failures.md");
    for row in rows.captures_iter(&list.expect("docs/failures.md").text) {
        numbers.insert(row[1].to_owned());
        let named: Vec<_> = row[2].split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "failure {} names no test", &row[1]);
        missing.extend(named.into_iter().filter(|name| !tests.contains(*name)).map(str::to_owned));
    }
    none(&missing, "tests that docs/failures.md names and nobody wrote");
    let unnamed: Vec<_> =
        OURS.iter().filter(|number| !numbers.contains(**number)).map(ToString::to_string).collect();
    none(&unnamed, "failures without a row");
}
