//! One catalogue in three languages, for screen, paper and mail.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Resource};
use fluent_syntax::parser;
use fluent_syntax::serializer::serialize;

use crate::tree::{self, none, pattern};

const LANGUAGES: [&str; 3] = ["es-MX", "en-US", "uk-UA"];

/// The messages of one language, each with what must be alike in all of them: whether it has a
/// value, its attributes, and the arguments it takes.
fn catalogue(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = format!("assets/messages/{language}.ftl");
    let source = tree::sources().iter().find(|source| source.path == path);
    let text = source.unwrap_or_else(|| panic!("{path} is missing")).text.as_str();
    let resource = parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{path}: {errors:?}"));
    let argument = pattern(r"\$[\w-]+");
    let mut messages = BTreeMap::new();
    for entry in resource.body {
        let Entry::Message(message) = &entry else { continue };
        let id = message.id.name.to_owned();
        let attributes = message.attributes.iter().map(|one| format!(".{}", one.id.name));
        let value = message.value.iter().map(|_| "a value".to_owned());
        let mut parts: BTreeSet<_> = attributes.chain(value).collect();
        let written = serialize(&Resource { body: vec![entry.clone()] });
        parts.extend(argument.find_iter(&written).map(|found| found.as_str().to_owned()));
        assert!(messages.insert(id.clone(), parts).is_none(), "{path}: {id} is there twice");
    }
    messages
}

#[test]
fn every_message_exists_in_every_language() {
    let catalogues = LANGUAGES.map(|language| (language, catalogue(language)));
    let mut findings = Vec::new();
    let all: BTreeSet<_> = catalogues.iter().flat_map(|(_, messages)| messages.keys()).collect();
    assert!(!all.is_empty(), "the catalogue is empty");
    for id in all {
        let (_, first) = &catalogues[0];
        for (language, messages) in &catalogues {
            match (first.get(id), messages.get(id)) {
                (_, None) => findings.push(format!("{language} lacks {id}")),
                (Some(a), Some(b)) if a != b => {
                    findings.push(format!("{language} {id} has {b:?}, not {a:?}"));
                }
                (_, Some(_)) => {}
            }
        }
    }
    none(&findings, "the languages differ");
}

#[test]
fn the_window_asks_only_for_messages_that_exist() {
    let messages = catalogue(LANGUAGES[0]);
    let asked = pattern(r"\bt\('([^']+)'");
    let mut findings = Vec::new();
    for source in tree::under("ui/src", &[".svelte", ".ts"]) {
        let unknown = asked
            .captures_iter(&source.text)
            .filter(|found| !messages.contains_key(&found[1]))
            .map(|found| format!("{}: {}", source.path, &found[1]));
        findings.extend(unknown);
    }
    none(&findings, "messages that are not in the catalogue");
}
