//! Rows of cells under each other: each cell has its column's place, and the highest decides
//! how high the row is.

use super::{Align, Canvas, Style};

/// Where a column's texts stand, and how wide they may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    /// The edge or the middle that texts are aligned to.
    pub(crate) x: f32,
    pub(crate) width: f32,
    pub(crate) align: Align,
}

impl Place {
    pub(crate) const fn left(x: f32, width: f32) -> Self {
        Self { x, width, align: Align::Left }
    }

    /// A column that ends at `x`.
    pub(crate) const fn right(x: f32, width: f32) -> Self {
        Self { x, width, align: Align::Right }
    }
}

/// A text in a cell; further texts stand under it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell<'t> {
    text: &'t str,
    style: Style,
    /// After how many lines it is cut; a text without a limit is one line.
    lines: Option<usize>,
}

impl<'t> Cell<'t> {
    /// Words, cut after `lines` lines.
    pub(crate) const fn new(text: &'t str, style: Style, lines: usize) -> Self {
        Self { text, style, lines: Some(lines) }
    }

    /// A figure: one without its end would be another figure, so it is never cut.
    pub(crate) const fn figure(text: &'t str, style: Style) -> Self {
        Self { text, style, lines: None }
    }
}

/// The columns of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Table<const N: usize> {
    pub(crate) columns: [Place; N],
}

/// A row whose texts are broken into lines, before it stands anywhere.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Each line with the place of its column and how far under the row's top it stands.
    lines: Vec<(String, Style, Place, f32)>,
    pub(crate) height: f32,
}

impl<const N: usize> Table<N> {
    /// Breaks the texts of a row into the lines of their columns.
    pub(crate) fn lay(&self, canvas: &Canvas<'_>, cells: [&[Cell<'_>]; N]) -> Row {
        let mut row = Row { lines: Vec::new(), height: 0.0 };
        let baselines = cells.iter().filter_map(|texts| texts.first());
        let baseline = baselines.map(|cell| cell.style.baseline()).fold(0.0, f32::max);
        for (place, texts) in self.columns.iter().zip(cells) {
            // The first lines of all cells stand on one baseline.
            let mut under = texts.first().map_or(0.0, |cell| baseline - cell.style.baseline());
            for cell in texts {
                let lines = match cell.lines {
                    Some(lines) => canvas.wrap(cell.text, cell.style, place.width, lines),
                    None => vec![cell.text.to_owned()],
                };
                for line in lines {
                    row.lines.push((line, cell.style, *place, under));
                    under += cell.style.leading();
                }
            }
            row.height = row.height.max(under);
        }
        row
    }

    /// Draws a row whose top is at `y`, and gives the `y` after it.
    pub(crate) fn row(&self, canvas: &mut Canvas<'_>, y: f32, cells: [&[Cell<'_>]; N]) -> f32 {
        let row = self.lay(canvas, cells);
        row.draw(canvas, y);
        y + row.height
    }
}

impl Row {
    /// Draws the row with its top at `y`.
    pub(crate) fn draw(&self, canvas: &mut Canvas<'_>, y: f32) {
        for (line, style, place, under) in &self.lines {
            canvas.text(line, *style, (place.x, y + under), place.align);
        }
    }
}
