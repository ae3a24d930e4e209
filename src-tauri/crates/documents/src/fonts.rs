//! The paper's typeface: which characters it has, how wide a text is, which glyphs it takes.

use rustybuzz::ttf_parser::GlyphId;
use rustybuzz::{Direction, Face, Script, ShapePlan, UnicodeBuffer, script};
use unicode_normalization::UnicodeNormalization;

/// Drawn for a character the typeface does not have, so that a reader sees something is there.
const MISSING: char = '\u{25a1}';

/// Longer texts are cut before any work is done: no paper has room for them.
const TEXT_MAX: usize = 4096;

/// Only scripts that run from left to right are in the typeface, and it kerns all of them by
/// the same table: Latin stands for Cyrillic too.
const SCRIPT: Script = script::LATIN;

/// Glyph widths are counted in thousandths of the font size; the font files are made so.
const UNITS_PER_EM: f32 = 1000.0;

/// How heavy a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Weight {
    Regular,
    SemiBold,
}

impl Weight {
    pub(crate) const ALL: [Self; 2] = [Self::Regular, Self::SemiBold];

    /// The font file.
    pub(crate) const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../../../../assets/fonts/Inter-Regular.ttf"),
            Self::SemiBold => include_bytes!("../../../../assets/fonts/Inter-SemiBold.ttf"),
        }
    }

    /// Its PostScript name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Regular => "Inter-Regular",
            Self::SemiBold => "Inter-SemiBold",
        }
    }
}

/// One glyph of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) id: u16,
    /// What a reader copies from the page.
    pub(crate) text: String,
    /// Its own width, in thousandths of the font size.
    pub(crate) width: f32,
    /// How much nearer the next glyph stands than that width says.
    pub(crate) kern: f32,
}

/// A text as glyphs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shaped {
    pub(crate) glyphs: Vec<Glyph>,
    /// In thousandths of the font size.
    pub(crate) width: f32,
}

/// One weight, with what shaping needs to know of it worked out once.
struct Font {
    face: Face<'static>,
    plan: ShapePlan,
}

impl Font {
    fn load(weight: Weight) -> Option<Self> {
        let face = Face::from_slice(weight.bytes(), 0)?;
        let plan = ShapePlan::new(&face, Direction::LeftToRight, Some(SCRIPT), None, &[]);
        Some(Self { face, plan })
    }
}

/// The embedded typeface.
pub(crate) struct Fonts {
    regular: Font,
    semi_bold: Font,
}

impl Fonts {
    /// Reads the embedded files; `None` if one of them is no font.
    pub(crate) fn load() -> Option<Self> {
        Some(Self {
            regular: Font::load(Weight::Regular)?,
            semi_bold: Font::load(Weight::SemiBold)?,
        })
    }

    fn font(&self, weight: Weight) -> &Font {
        match weight {
            Weight::Regular => &self.regular,
            Weight::SemiBold => &self.semi_bold,
        }
    }

    /// `text` as one line that the typeface can show: accents joined to their letters, breaks
    /// and tabs as spaces, invisible marks left out, and a box for every missing character.
    pub(crate) fn printable(&self, text: &str) -> String {
        let mut line = String::new();
        for character in text.chars().take(TEXT_MAX).nfc() {
            if character.is_whitespace() && character != '\u{a0}' {
                line.push(' ');
            } else if is_invisible(character) {
                continue;
            } else if self.regular.face.glyph_index(character).is_some() {
                line.push(character);
            } else {
                line.push(MISSING);
            }
        }
        line
    }

    /// The glyphs of a printable line, kerned.
    pub(crate) fn shape(&self, text: &str, weight: Weight) -> Shaped {
        let Font { face, plan } = self.font(weight);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(SCRIPT);
        let output = rustybuzz::shape_with_plan(face, plan, buffer);

        let infos = output.glyph_infos();
        let starts: Vec<usize> = infos.iter().map(|info| byte_index(info.cluster)).collect();
        let mut shaped = Shaped { glyphs: Vec::with_capacity(infos.len()), width: 0.0 };
        for (place, (info, position)) in infos.iter().zip(output.glyph_positions()).enumerate() {
            let id = u16::try_from(info.glyph_id).unwrap_or_default();
            let end = starts.get(place + 1).copied().unwrap_or(text.len());
            let copied = starts.get(place).and_then(|start| text.get(*start..end));
            let width = f32::from(face.glyph_hor_advance(GlyphId(id)).unwrap_or_default());
            let advance = units(position.x_advance);
            shaped.glyphs.push(Glyph {
                id,
                text: copied.unwrap_or_default().to_owned(),
                width,
                kern: width - advance,
            });
            shaped.width += advance;
        }
        shaped
    }

    /// The width of a printable line, as a multiple of the font size.
    pub(crate) fn width(&self, text: &str, weight: Weight) -> f32 {
        self.shape(text, weight).width / UNITS_PER_EM
    }
}

/// `text` in one line without marks that nobody sees: what people or providers wrote may stand
/// in a sentence, a title or a header.
pub(crate) fn one_line(text: &str) -> String {
    let seen = |character: char| match character {
        _ if character.is_whitespace() => Some(' '),
        _ if is_invisible(character) => None,
        _ => Some(character),
    };
    text.chars().take(TEXT_MAX).filter_map(seen).collect::<String>().trim().to_owned()
}

/// Marks that have no shape of their own: they would be boxes.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// A place in a text of a few kilobytes.
fn byte_index(cluster: u32) -> usize {
    cluster as usize
}

/// An advance of a few thousand units: exact in an `f32`.
fn units(advance: i32) -> f32 {
    advance as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fonts() -> Fonts {
        Fonts::load().unwrap()
    }

    #[test]
    fn has_what_our_languages_need() {
        let text = "¡Año, pingüino, café! ¿Où? Žluťoučký Łódź Ґрунт, їжак, єнот, объём, пʼять \
                    $1,000.50 ₴ € № · … – — « » “ ” − %";
        assert_eq!(fonts().printable(text), text);
    }

    #[test]
    fn shows_a_box_for_what_it_has_not() {
        let cases = [
            ("Café 😀", "Café \u{25a1}"),
            ("咖啡", "\u{25a1}\u{25a1}"),
            ("שלום", "\u{25a1}\u{25a1}\u{25a1}\u{25a1}"),
            ("a\tb\r\nc", "a b  c"),
            ("Jose\u{301}", "José"),
            ("\u{202e}x\u{200b}y\u{fe0f}\u{0}", "xy"),
        ];
        for (text, shown) in cases {
            assert_eq!(fonts().printable(text), shown, "{text:?}");
        }
    }

    #[test]
    fn figures_are_of_one_width() {
        for weight in Weight::ALL {
            let widths: Vec<f32> =
                ('0'..='9').map(|digit| fonts().width(&digit.to_string(), weight)).collect();
            assert!(widths.windows(2).all(|pair| pair[0] == pair[1]), "{weight:?} {widths:?}");
        }
    }

    #[test]
    fn letters_are_kerned() {
        let fonts = fonts();
        let apart = fonts.width("A", Weight::Regular) + fonts.width("V", Weight::Regular);
        assert!(fonts.width("AV", Weight::Regular) < apart);
    }

    #[test]
    fn glyphs_carry_the_text_they_show() {
        let text = "Ґудзик Ñandú 12";
        let shaped = fonts().shape(text, Weight::SemiBold);
        let copied: String = shaped.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
        assert_eq!(copied, text);
    }
}
