//! Figures beside each other in a frame, each under its name.

use super::words::Pair;
use crate::canvas::{Align, Area, Canvas, Column, Ink, Style, count};
use crate::fonts::Weight;

const LABEL: Style = Style::new(Weight::Regular, 8.5, Ink::Soft);
const FIGURE: Style = Style::new(Weight::SemiBold, 11.0, Ink::Black).tracked(-6.0);
/// Smaller sizes for figures that would not fit beside each other.
const SIZES: [f32; 7] = [11.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0];
const PAD: f32 = 3.2;
const RADIUS: f32 = 2.1;

/// How high the frame is.
pub(super) fn height() -> f32 {
    2.0 * PAD + LABEL.leading() + FIGURE.leading() + 0.6
}

/// Draws the frame from `area.x` to `area.right()`; the last figure is on a tinted ground.
pub(super) fn draw(canvas: &mut Canvas<'_>, pairs: &[Pair], (x, y): (f32, f32), width: f32) {
    let cell = width / count(pairs.len().max(1));
    let room = cell - 2.0 * PAD;
    let fits = |style: &Style| pairs.iter().all(|(_, text)| canvas.width(text, *style) <= room);
    let mut styles = SIZES.into_iter().map(|size| Style { size, ..FIGURE });
    let style = styles.find(fits).unwrap_or(Style { size: 5.0, ..FIGURE });

    let last = x + width - cell;
    canvas.plate(Area::new(last, y, cell, height()), RADIUS, Ink::Tint);
    canvas.frame(Area::new(x, y, width, height()), RADIUS, Ink::Line);
    let baseline = y + PAD + LABEL.leading() + 0.6 + FIGURE.baseline();
    for (place, (label, figure)) in pairs.iter().enumerate() {
        let right = x + cell * count(place + 1) - PAD;
        let column = Column::new(room, 1, Align::Right);
        canvas.paragraph(label, LABEL, (right, y + PAD), column);
        canvas.text(figure, style, (right, baseline - style.baseline()), Align::Right);
    }
}
