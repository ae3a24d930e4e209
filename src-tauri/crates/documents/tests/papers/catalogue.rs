//! The papers' and mails' part of the catalogue: whole in every language, and nothing left over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use cobro_documents::Language;
use cobro_domain::statement::MovementKind;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, PatternElement};
use fluent_syntax::parser;

use crate::samples::METHODS;

/// These messages of one language, with the variables of each.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let resource = parser::parse(language.source())
        .unwrap_or_else(|(_, errors)| panic!("{language} does not parse: {errors:?}"));
    let mut messages = BTreeMap::new();
    for entry in resource.body {
        if let Entry::Message(message) = entry {
            let id = message.id.name.to_owned();
            if !["paper-", "method-", "mail-"].iter().any(|start| id.starts_with(start)) {
                continue;
            }
            let elements = message.value.map(|pattern| pattern.elements).unwrap_or_default();
            let variables = elements.into_iter().filter_map(|element| match element {
                PatternElement::Placeable {
                    expression: Expression::Inline(InlineExpression::VariableReference { id }),
                } => Some(id.name.to_owned()),
                PatternElement::TextElement { .. } => None,
                PatternElement::Placeable { expression } => {
                    panic!("{language}: {expression:?} is more than paper needs")
                }
            });
            let variables = variables.collect();
            assert!(messages.insert(id.clone(), variables).is_none(), "{language}: {id} twice");
        }
    }
    messages
}

/// Every identifier that our code spells out.
fn spelled_in(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            spelled_in(&path, found);
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let code = source.split("#[cfg(test)]").next().unwrap();
        for start in ["\"paper-", "\"method-", "\"mail-"] {
            for (at, _) in code.match_indices(start) {
                let literal = code[at + 1..].split('"').next().unwrap();
                if !literal.contains('{') {
                    found.insert(literal.to_owned());
                }
            }
        }
    }
}

/// Every identifier that our code puts together from parts.
fn assembled() -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for (method, _) in METHODS {
        ids.extend(
            ["method-", "paper-kind-", "paper-steps-"].map(|start| format!("{start}{method}")),
        );
    }
    ids.extend(["paper-kind-other", "paper-steps-other"].map(str::to_owned));
    ids.extend(MovementKind::ALL.map(|kind| format!("paper-statement-kind-{}", kind.word())));
    ids.extend((1..=7).map(|day| format!("paper-weekday-{day}")));
    for month in 1..=12 {
        ids.extend([format!("paper-month-{month}"), format!("paper-month-short-{month}")]);
    }
    ids
}

#[test]
fn every_language_has_the_same_messages_with_the_same_variables() {
    let spanish = messages(Language::EsMx);
    for language in Language::ALL {
        assert_eq!(messages(language), spanish, "{language}");
    }
}

#[test]
fn what_code_asks_for_is_in_the_catalogue_and_nothing_else() {
    let mut used = assembled();
    spelled_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut used);
    // Beginnings of identifiers that are put together.
    used.retain(|id| id != "paper-kind" && id != "paper-steps");
    let written: BTreeSet<String> = messages(Language::EsMx).into_keys().collect();
    let missing: Vec<_> = used.difference(&written).collect();
    assert!(missing.is_empty(), "not in the catalogue: {missing:?}");
    // The words of methods come from providers and from what a shop books by hand.
    let left_over = written.difference(&used).filter(|id| !id.starts_with("method-"));
    assert_eq!(left_over.collect::<Vec<_>>(), Vec::<&String>::new());
}
