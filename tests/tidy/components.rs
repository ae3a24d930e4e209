//! Every word on the screen comes from the catalogue.

use std::sync::LazyLock;

use regex::Regex;

use crate::tree::{self, none, pattern};

/// The product's name, and keys as they are written on a keyboard.
static SAME_IN_EVERY_LANGUAGE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:Cobro|F\d{1,2}|Esc|Ctrl|Shift|Alt|Enter|Tab|Del)\b"));

/// The attributes whose values are read by people.
static SPOKEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"\s(title|alt|placeholder|aria-label|aria-description|label)="([^"{]*)""#)
});

/// What a reader of the screen would see that was written in the component itself.
fn literals(component: &str) -> Vec<String> {
    let markup = without_expressions(&without_blocks(component));
    let attributes = SPOKEN.captures_iter(&markup).map(|found| found[2].to_owned());
    let tag = pattern(r"(?s)<[^>]*>");
    let entity = pattern(r"&\w+;");
    let text = entity.replace_all(&tag.replace_all(&markup, "\n"), "").into_owned();
    let lines = text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
    let known = |line: &String| {
        let rest = SAME_IN_EVERY_LANGUAGE.replace_all(line, "");
        !rest.chars().any(char::is_alphabetic)
    };
    attributes.chain(lines).filter(|line| !known(line)).collect()
}

fn without_blocks(component: &str) -> String {
    let block = pattern(r"(?s)<script.*?</script>|<style.*?</style>|<!--.*?-->");
    block.replace_all(component, "").into_owned()
}

/// Leaves out `{...}`, with the braces inside; arrows in handlers would end a tag too early.
fn without_expressions(markup: &str) -> String {
    let mut depth = 0_usize;
    let mut rest = String::new();
    for letter in markup.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => rest.push(letter),
            _ => {}
        }
    }
    rest
}

#[test]
fn components_hold_no_words() {
    let mut findings = Vec::new();
    for source in tree::under("ui/src", &[".svelte"]) {
        let words = literals(&source.text);
        findings.extend(words.into_iter().map(|line| format!("{}: {line}", source.path)));
    }
    none(&findings, "text in a component: put it into assets/messages");
}

#[test]
fn finds_words_where_people_read_them() {
    let cases: &[(&str, &[&str])] = &[
        ("<p>{t('hello')}</p>", &[]),
        ("<p>Hello</p>", &["Hello"]),
        ("<p>{#if a > b}Привіт{/if}</p>", &["Привіт"]),
        ("<b title=\"Close\">×</b>", &["Close"]),
        ("<b title={t('close')} class=\"wide\">·</b>", &[]),
        ("<button onclick={() => { go({ a: 1 }); }}>&nbsp;</button>", &[]),
        ("<kbd>Ctrl</kbd> + <kbd>F9</kbd> Cobro", &[]),
        ("<script>let a = 'words';</script><style>p { color: red }</style>", &[]),
    ];
    for (component, expected) in cases {
        assert_eq!(literals(component), *expected, "{component}");
    }
}
