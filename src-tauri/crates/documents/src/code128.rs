//! Code 128: which code sets to use, so that the symbol is as short as it can be.

use barcoders::sym::code128::Code128;

use crate::symbol::SymbolError;

/// Longer texts make symbols that no hand-held scanner takes in at once.
const TEXT_MAX: usize = 80;

/// The two code sets that printable text needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Set {
    /// One printable ASCII character a symbol.
    #[default]
    B,
    /// Two digits a symbol.
    C,
}

impl Set {
    const ALL: [Self; 2] = [Self::B, Self::C];

    /// The character that tells `barcoders` to go on in this set.
    fn mark(self) -> char {
        match self {
            Self::B => '\u{181}',
            Self::C => '\u{106}',
        }
    }

    /// How many characters of `rest` one symbol of this set holds, if it can start here.
    fn takes(self, rest: &[u8]) -> Option<usize> {
        match (self, rest) {
            (Self::B, [_, ..]) => Some(1),
            (Self::C, [a, b, ..]) if a.is_ascii_digit() && b.is_ascii_digit() => Some(2),
            (Self::B | Self::C, _) => None,
        }
    }

    fn index(self) -> usize {
        match self {
            Self::B => 0,
            Self::C => 1,
        }
    }
}

/// The modules of `text` as Code 128, without quiet zones: dark is `true`.
pub(crate) fn modules(text: &str) -> Result<Vec<bool>, SymbolError> {
    if text.is_empty() {
        return Err(SymbolError::Empty);
    }
    if text.len() > TEXT_MAX {
        return Err(SymbolError::TooLong { length: text.len(), max: TEXT_MAX });
    }
    if let Some(found) = text.chars().find(|c| !matches!(c, ' '..='~')) {
        return Err(SymbolError::Character { found });
    }
    let code = Code128::new(with_sets(text)).map_err(|_| SymbolError::Refused)?;
    Ok(code.encode().into_iter().map(|bit| bit == 1).collect())
}

/// `text` with the marks for its code sets, using the fewest symbols.
///
/// Walks from the end: `best[i][set]` is the least number of symbols for `text[i..]`
/// when the symbol before it was in `set`. Greedy rules ("C for four digits or more")
/// are right for pure digits only; counting is right for every text.
fn with_sets(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut best = vec![[(0_usize, Set::B); 2]; bytes.len() + 1];
    for at in (0..bytes.len()).rev() {
        for from in Set::ALL {
            let choice = Set::ALL.into_iter().filter_map(|set| {
                let taken = set.takes(&bytes[at..])?;
                let switch = usize::from(set != from);
                Some((best[at + taken][set.index()].0 + 1 + switch, set))
            });
            best[at][from.index()] = choice.min_by_key(|(symbols, _)| *symbols).unwrap_or_default();
        }
    }

    let start = Set::ALL.into_iter().min_by_key(|set| best[0][set.index()].0);
    let mut set = start.unwrap_or_default();
    let mut marked = String::from(set.mark());
    let mut at = 0;
    while at < bytes.len() {
        let (_, next) = best[at][set.index()];
        if next != set {
            marked.push(next.mark());
            set = next;
        }
        let taken = set.takes(&bytes[at..]).unwrap_or(1);
        marked.push_str(&text[at..at + taken]);
        at += taken;
    }
    marked
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Start, check and stop (13 modules) surround the symbols that carry text.
    fn data_symbols(text: &str) -> usize {
        (modules(text).unwrap().len() - 11 - 11 - 13) / 11
    }

    #[test]
    fn uses_as_few_symbols_as_the_text_allows() {
        let cases = [
            ("27000039869020201411090000100004", 16), // OXXO: pairs all the way.
            ("00012345678900008578066580000000100000202106238", 25), // One in B, a switch, 23 pairs.
            ("85780711227811246", 10),
            ("7", 1),
            ("12", 1),
            ("123", 3),
            ("A-000128", 6),
            ("AB12CD", 6),     // Two digits between letters are not worth two switches.
            ("AB123456CD", 9), // Six are.
        ];
        for (text, symbols) in cases {
            assert_eq!(data_symbols(text), symbols, "{text:?}");
        }
    }

    #[test]
    fn refuses_what_a_scanner_could_not_read_back() {
        let cases = [
            ("", SymbolError::Empty),
            ("caf\u{e9}", SymbolError::Character { found: 'é' }),
            ("12\n34", SymbolError::Character { found: '\n' }),
        ];
        for (text, error) in cases {
            assert_eq!(modules(text), Err(error), "{text:?}");
        }
        assert!(matches!(modules(&"1".repeat(81)), Err(SymbolError::TooLong { .. })));
    }

    proptest! {
        #[test]
        fn the_marks_are_all_that_is_added(text in "[ -~]{1,80}") {
            let marks = [Set::B.mark(), Set::C.mark()];
            let bare: String = with_sets(&text).chars().filter(|c| !marks.contains(c)).collect();
            prop_assert_eq!(bare, text.clone());
            prop_assert!(modules(&text).is_ok());
        }

        #[test]
        fn never_longer_than_one_symbol_a_character(text in "[0-9A-Z]{1,80}") {
            prop_assert!(data_symbols(&text) <= text.len());
        }
    }
}
