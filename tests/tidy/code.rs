//! Rules about the code itself.

use std::sync::LazyLock;

use regex::Regex;

use crate::tree::{self, Source, none, pattern};

const CODE: &[&str] = &[".rs", ".ts", ".svelte", ".c"];
const LINES_MAX: usize = 400;

/// Files that are too long, with the length they may not grow beyond. Shorten one, and lower or
/// drop its entry; do not add to the list.
const TOO_LONG: &[(&str, usize)] = &[];

/// Nothing is left of comments and of the insides of literals but their line breaks.
static SKIPPED: LazyLock<Regex> = LazyLock::new(|| {
    let parts = [
        r"//[^\n]*",
        r"(?s:/\*.*?\*/)",
        r##"(?s:r#+".*?"#+)"##,
        r#"(?s:"(?:\\.|[^"\\])*")"#,
        r"'(?:\\[^']+|[^'\\])'",
    ];
    pattern(&parts.join("|"))
});

fn code(text: &str) -> String {
    let breaks = |found: &regex::Captures<'_>| "\n".repeat(found[0].matches('\n').count());
    SKIPPED.replace_all(text, breaks).into_owned()
}

/// The code that ships: without the tests at the end of the file.
fn shipped(source: &Source) -> String {
    let code = code(&source.text);
    code.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
}

fn tests_only(source: &Source) -> bool {
    ["/tests/", "/benches/"].iter().any(|folder| source.path.contains(folder))
        || source.path.ends_with("tests.rs")
}

fn find(source: &Source, code: &str, rule: &Regex) -> Vec<String> {
    let hits = code.lines().enumerate().filter(|(_, line)| rule.is_match(line));
    hits.map(|(at, line)| format!("{}:{}: {}", source.path, at + 1, line.trim())).collect()
}

#[test]
fn no_float_comes_near_money() {
    let float = pattern(r"\bf(32|64)\b|(?:^|[^\w.])\d[\d_]*\.\d");
    let mut findings = Vec::new();
    for room in ["domain", "ledger", "providers", "till"] {
        for source in tree::under(&format!("src-tauri/crates/{room}/src"), &[".rs"]) {
            findings.extend(find(source, &code(&source.text), &float));
        }
    }
    none(&findings, "floats near money");
}

#[test]
fn nothing_is_left_undone_in_what_ships() {
    let undone = pattern(r"\.unwrap\(\)|\b(todo|unimplemented|dbg)!|#\[ignore");
    let mut findings = Vec::new();
    for source in tree::under("src-tauri", &[".rs"]).into_iter().filter(|s| !tests_only(s)) {
        findings.extend(find(source, &shipped(source), &undone));
    }
    none(&findings, "unwrap and stubs outside tests");
}

#[test]
fn a_silenced_lint_says_why() {
    let silent = pattern(r"#!?\[allow\(");
    let rust = tree::sources().iter().filter(|source| source.path.ends_with(".rs"));
    let findings: Vec<_> =
        rust.flat_map(|source| find(source, &code(&source.text), &silent)).collect();
    none(&findings, "write #[expect(lint, reason = ..)] instead");
}

#[test]
fn no_file_is_too_long() {
    let mut findings = Vec::new();
    for source in tree::sources() {
        let generated = source.path.ends_with("/bindings.ts");
        if generated || !CODE.iter().any(|ending| source.path.ends_with(ending)) {
            continue;
        }
        let lines = source.text.lines().count();
        let listed = TOO_LONG.iter().find(|(path, _)| *path == source.path);
        let most = listed.map_or(LINES_MAX, |(_, most)| *most);
        if lines > most {
            findings.push(format!("{} has {lines} lines, more than {most}", source.path));
        }
        if listed.is_some() && lines < most {
            findings.push(format!("{} has {lines} lines now: lower its entry", source.path));
        }
    }
    none(&findings, "one file, one room");
}

#[test]
fn sees_code_and_not_what_is_written_about_it() {
    let text = "let a = \"f64 // no\"; // f64\n/* f64\n */ let b = '\"'; let c = r#\"f64\"#; f32\n";
    assert_eq!(code(text), "let a = ; \n\n let b = ; let c = ; f32\n");
}
