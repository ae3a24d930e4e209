//! The paper that shows whether a printer prints, and as wide as it should.

use crate::canvas::{Area, Canvas, Ink, Turn, count};
use crate::messages::{Catalogue, Language};
use crate::paper::roll::{BODY, DOT, Roll, SMALL, STRONG, TITLE, on_a_dot};
use crate::paper::{Kit, PaperError, RollWidth, Sheet, Shop};
use crate::pdf;
use crate::symbol::Symbol;

/// The accents and letters that the shop's papers may need, whatever their language.
const LETTERS: &str = "Ñandú · Übergröße · Єґїі · ₴ € $ №";

/// What the bar code of the test says.
pub const TEST_CODE: &str = "COBRO 1234567890";

const BAR_HEIGHT: f32 = 14.0;

/// Across the narrowest roll.
const MODULE: f32 = 2.0 * DOT;

/// What a test is printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestSize {
    /// A roll.
    Roll(RollWidth),
    /// A page.
    Sheet(Sheet),
}

/// Draws the test of a printer.
///
/// # Errors
/// [`PaperError`].
pub fn test_paper(
    shop: &Shop,
    printer: &str,
    training: bool,
    size: TestSize,
    language: Language,
) -> Result<Vec<u8>, PaperError> {
    let kit = Kit::new(Catalogue::of(language))?;
    let width = match size {
        TestSize::Roll(width) => width,
        TestSize::Sheet(_) => RollWidth::Mm80,
    };
    let title = kit.words.text("paper-test-title")?;
    let mut roll = Roll::new(Canvas::new(&kit.fonts), width);
    if training {
        roll.training(kit.words)?;
        roll.gap();
    }
    roll.head(shop);
    roll.centred(&title, TITLE, 2);
    roll.centred(printer, SMALL, 3);
    roll.gap();
    roll.centred(LETTERS, BODY, 2);
    roll.gap();
    let symbol = Symbol::code128(TEST_CODE)?;
    let bars = count(symbol.columns()) * MODULE;
    let x = on_a_dot(roll.centre() - bars / 2.0);
    roll.canvas.symbol(&symbol, Area::new(x, on_a_dot(roll.y), bars, BAR_HEIGHT), Turn::Upright);
    roll.y += BAR_HEIGHT;
    roll.gap();
    let line = Area::new(roll.left(), roll.y, roll.inner(), 0.5);
    roll.canvas.surface(vec![crate::canvas::outline(line)], Ink::Black);
    roll.y += 1.5;
    let length = format!("{:.0}", roll.inner());
    roll.centred(&kit.words.format("paper-test-line", &[("mm", &length)])?, STRONG, 3);
    let page = match size {
        TestSize::Roll(_) => roll.page(),
        TestSize::Sheet(sheet) => roll.canvas.page(sheet.width(), sheet.height()),
    };
    Ok(pdf::file(&title, vec![page])?)
}
