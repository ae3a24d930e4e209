//! The Letter page around what a paper says: head, small print, training bands.

use super::{Shop, stripes};
use crate::canvas::{Align, Area, Canvas, Column, Ink, Style, outline};
use crate::fonts::Weight;
use crate::messages::{Catalogue, MessageError};

pub(crate) const WIDTH: f32 = 215.9;
pub(crate) const HEIGHT: f32 = 279.4;
pub(crate) const LEFT: f32 = 17.0;
pub(crate) const RIGHT: f32 = WIDTH - LEFT;
pub(crate) const INNER: f32 = RIGHT - LEFT;
pub(crate) const TOP: f32 = 16.0;
/// Where the small print begins.
pub(crate) const FOOT: f32 = HEIGHT - 24.0;

pub(crate) const TITLE: Style = Style::new(Weight::SemiBold, 15.0, Ink::Black).tracked(-12.0);
pub(crate) const BODY: Style = Style::new(Weight::Regular, 10.5, Ink::Black);
pub(crate) const STRONG: Style = Style::new(Weight::SemiBold, 10.5, Ink::Black);
pub(crate) const LABEL: Style = Style::new(Weight::Regular, 10.5, Ink::Soft);
pub(crate) const SMALL: Style = Style::new(Weight::Regular, 9.0, Ink::Soft);

const BAND_HEIGHT: f32 = 6.6;
const BAND_FROM_EDGE: f32 = 5.0;
const STRIPE: f32 = 4.0;

/// The shop on the left, what the paper is on the right, and the `y` of the rule under both.
pub(crate) fn head(canvas: &mut Canvas<'_>, shop: &Shop, title: &str, under: &str) -> f32 {
    let title = canvas.fit(title, TITLE, INNER / 2.0);
    canvas.text(&title, TITLE, (RIGHT, TOP), Align::Right);
    let beside = INNER - canvas.width(&title, TITLE) - 6.0;
    let name = canvas.fit(&shop.name, TITLE, beside);
    canvas.text(&name, TITLE, (LEFT, TOP), Align::Left);

    let left_column = INNER * 0.62;
    let right_column = INNER - left_column - 4.0;

    let y = TOP + TITLE.leading() + 0.6;
    let column = Column::new(left_column, 2, Align::Left);
    let left = canvas.paragraph(&shop.identity(), LABEL, (LEFT, y), column);
    let column = Column::new(right_column, 2, Align::Right);
    let right = canvas.paragraph(under, LABEL, (RIGHT, y), column);
    let y = left.max(right) + 4.6;
    canvas.dashed_rule(LEFT, y, INNER, Ink::Line);
    y
}

/// The small print at the bottom.
pub(crate) fn foot(canvas: &mut Canvas<'_>, left: &str, right: &str) {
    canvas.dashed_rule(LEFT, FOOT, INNER, Ink::Line);
    let y = FOOT + 3.4;
    let left = canvas.fit(left, SMALL, INNER * 0.55);
    canvas.text(&left, SMALL, (LEFT, y), Align::Left);
    let right = canvas.fit(right, SMALL, INNER * 0.43);
    canvas.text(&right, SMALL, (RIGHT, y), Align::Right);
}

/// The hatched bands of training mode, at the head and at the foot.
pub(crate) fn training(canvas: &mut Canvas<'_>, words: Catalogue) -> Result<(), MessageError> {
    let text = words.text("paper-training")?;
    let style = Style::new(Weight::SemiBold, 9.0, Ink::Black).tracked(80.0);
    for y in [BAND_FROM_EDGE, HEIGHT - BAND_FROM_EDGE - BAND_HEIGHT] {
        let band = Area::new(LEFT, y, INNER, BAND_HEIGHT);
        canvas.surface(vec![outline(band)], Ink::Warning);
        canvas.surface(stripes(band, STRIPE), Ink::WarningStripe);
        let top = y + (BAND_HEIGHT - style.leading()) / 2.0;
        canvas.text(&text, style, (WIDTH / 2.0, top), Align::Centre);
    }
    Ok(())
}
