//! Words as lists sort them and searches ask for them.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// As many words as a search looks at.
const WORDS_MAX: usize = 12;

/// A name as lists sort it: small letters without accents.
pub(crate) fn folded(name: &str) -> String {
    name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// What was typed as a search index is asked for it: every word begins a word there. Nothing
/// when there is no letter and no digit in it.
pub(crate) fn asked(typed: &str) -> Option<String> {
    let words: Vec<String> = typed
        // A mark that is no part of a letter ends a word in the index too.
        .split(|c: char| !c.is_alphanumeric() || is_combining_mark(c))
        .filter(|word| !word.is_empty())
        .take(WORDS_MAX)
        .map(|word| format!("\"{word}\"*"))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart_as_the_index_tells_them() {
        let cases = [
            ("Café 500", Some("\"Café\"* \"500\"*")),
            ("P-0123", Some("\"P\"* \"0123\"*")),
            // A vowel sign is alphabetic, and ends a word of the index nevertheless.
            ("क\u{93f}त", Some("\"क\"* \"त\"*")),
            ("\" OR *", Some("\"OR\"*")),
            ("-", None),
        ];
        for (typed, wanted) in cases {
            assert_eq!(asked(typed).as_deref(), wanted, "{typed:?}");
        }
    }
}
