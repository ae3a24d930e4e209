//! Text that is longer than its line: broken, or cut with an ellipsis.

use super::{Canvas, POINT, Style};

/// What text is cut with where there is no room for the rest.
const ELLIPSIS: &str = "…";

/// More characters than the narrowest letters need to fill the widest line.
const LINE_CHARACTERS_MAX: usize = 300;

impl Canvas<'_> {
    /// `text` in one line of at most `width`, cut with an ellipsis where it must be.
    pub(crate) fn fit(&self, text: &str, style: Style, width: f32) -> String {
        self.wrap(text, style, width, 1).pop().unwrap_or_default()
    }

    /// `text` in lines of at most `width`: broken between words, inside a word that is wider
    /// than a line, and cut with an ellipsis after `lines` lines.
    pub(crate) fn wrap(&self, text: &str, style: Style, width: f32, lines: usize) -> Vec<String> {
        let text = self.fonts.printable(text);
        let space = self.width(" ", style);
        let mut words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        words.reverse();
        let mut wrapped: Vec<String> = Vec::new();
        let mut line = String::new();
        let mut taken = 0.0;
        while let Some(word) = words.pop() {
            let needed = self.width_up_to(word, style, width);
            let before = if line.is_empty() { 0.0 } else { taken + space };
            if before + needed <= width {
                push_word(&mut line, word);
                taken = before + needed;
                continue;
            }
            if wrapped.len() + 1 >= lines {
                push_word(&mut line, word);
                wrapped.push(self.cut(&line, style, width));
                return wrapped;
            }
            if line.is_empty() {
                let (head, rest) = self.split(word, style, width);
                wrapped.push(head.to_owned());
                words.push(rest);
            } else {
                wrapped.push(std::mem::take(&mut line));
                words.push(word);
            }
        }
        if !line.is_empty() {
            wrapped.push(line);
        }
        wrapped
    }

    /// The width of a word; of a word that no line holds, only that it is too wide.
    fn width_up_to(&self, word: &str, style: Style, room: f32) -> f32 {
        let beginning = beginning(word);
        let width = self.width(beginning, style);
        if beginning.len() < word.len() { width.max(room + 1.0) } else { width }
    }

    /// The longest beginning of a word that fits, at least one character, and the rest.
    fn split<'t>(&self, word: &'t str, style: Style, width: f32) -> (&'t str, &'t str) {
        let room = width / (style.size * POINT) * 1000.0;
        let mut taken = 0.0;
        let mut end = 0;
        for glyph in self.fonts.shape(beginning(word), style.weight).glyphs {
            if end > 0 && taken + glyph.width + style.tracking > room {
                break;
            }
            taken += glyph.width - glyph.kern + style.tracking;
            end += glyph.text.len();
        }
        word.split_at(end)
    }

    /// The longest beginning of a text that fits with an ellipsis after it.
    fn cut(&self, text: &str, style: Style, width: f32) -> String {
        let room = width - self.width(ELLIPSIS, style);
        let (head, _) = self.split(text, style, room);
        let mut cut = head.trim_end().to_owned();
        cut.push_str(ELLIPSIS);
        cut
    }
}

/// As much of a word as any line could hold.
fn beginning(word: &str) -> &str {
    let end = word.char_indices().nth(LINE_CHARACTERS_MAX).map_or(word.len(), |(at, _)| at);
    &word[..end]
}

fn push_word(line: &mut String, word: &str) {
    if !line.is_empty() {
        line.push(' ');
    }
    line.push_str(word);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::canvas::Ink;
    use crate::fonts::{Fonts, Weight};

    const BODY: Style = Style::new(Weight::Regular, 10.0, Ink::Black);

    #[test]
    fn breaks_between_words_then_inside_them_then_cuts() {
        let fonts = Fonts::load().unwrap();
        let canvas = Canvas::new(&fonts);
        let cases: [(&str, usize, &[&str]); 5] = [
            ("", 3, &[]),
            ("uno dos", 3, &["uno dos"]),
            ("uno dos tres cuatro", 3, &["uno dos", "tres", "cuatro"]),
            ("uno dos tres cuatro", 2, &["uno dos", "tres c…"]),
            ("aaaaaaaaaaaaaa", 3, &["aaaaaaa", "aaaaaaa"]),
        ];
        for (text, lines, wrapped) in cases {
            assert_eq!(canvas.wrap(text, BODY, 14.1, lines), wrapped, "{text:?} in {lines}");
        }
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_its_column(text in ".{0,200}", width in 10.0_f32..80.0) {
            let fonts = Fonts::load().unwrap();
            let canvas = Canvas::new(&fonts);
            let lines = canvas.wrap(&text, BODY, width, 4);
            prop_assert!(lines.len() <= 4);
            for line in lines {
                prop_assert!(canvas.width(&line, BODY) <= width, "{line:?}");
            }
        }
    }
}
