//! The files of the source tree, as git sees them: tracked, or new and not ignored.

use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use cobro_tests::top;
use regex::Regex;

/// A text file of the tree.
pub(crate) struct Source {
    /// Relative to the top, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let listed = Command::new("git")
        .current_dir(top())
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .expect("git");
    assert!(listed.status.success(), "the tests run in a git checkout");
    let listed = String::from_utf8(listed.stdout).expect("paths in UTF-8");
    let paths = listed.split_terminator('\0');
    // Pictures and fonts are not text, and a file may be deleted but still tracked.
    let read =
        |path: &str| Some((path.to_owned(), std::fs::read_to_string(top().join(path)).ok()?));
    let sources: Vec<_> =
        paths.filter_map(read).map(|(path, text)| Source { path, text }).collect();
    assert!(sources.len() > 50, "only {} files were found", sources.len());
    sources
});

/// Every text file.
pub(crate) fn sources() -> &'static [Source] {
    &SOURCES
}

/// The files in `folder` whose names end in one of `endings`.
pub(crate) fn under(folder: &str, endings: &[&str]) -> Vec<&'static Source> {
    let inside =
        |source: &&Source| source.path.strip_prefix(folder).is_some_and(|r| r.starts_with('/'));
    let named = |source: &&Source| endings.iter().any(|ending| source.path.ends_with(ending));
    sources().iter().filter(inside).filter(named).collect()
}

/// The folders directly in `folder` (the top is "").
pub(crate) fn folders_in(folder: &str) -> Vec<String> {
    let folder = Path::new(folder);
    let mut names: Vec<_> = sources()
        .iter()
        .filter_map(|source| Path::new(&source.path).strip_prefix(folder).ok())
        .filter(|rest| rest.components().count() > 1)
        .filter_map(|rest| Some(rest.components().next()?.as_os_str().to_str()?.to_owned()))
        .collect();
    names.sort();
    names.dedup();
    names
}

/// Fails with every finding at once.
#[track_caller]
pub(crate) fn none(findings: &[String], rule: &str) {
    assert!(findings.is_empty(), "{rule}:\n  {}", findings.join("\n  "));
}

/// A pattern that is known to be right.
pub(crate) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}
