//! Pages as marks: text, rules, surfaces and symbols at places, in millimetres from the top
//! left corner. Knows the typeface and nothing of any file format.

mod table;
mod wrap;

pub(crate) use table::{Cell, Place, Row, Table};

use crate::fonts::{Fonts, Shaped, Weight};
use crate::symbol::Symbol;

/// One typographic point in millimetres.
pub(crate) const POINT: f32 = 25.4 / 72.0;

/// From the top of a line to its baseline, as a multiple of the font size.
const BASELINE: f32 = 1.064;

/// The height of a line of running text, as a multiple of the font size.
const LEADING: f32 = 1.4;

/// What is taken off both sides of a bar, in millimetres. A printer blackens every dot that a
/// shape touches: a bar that ended exactly between two dots would come out one dot too wide.
const BAR_EDGE: f32 = 0.01;

/// A colour by what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Black,
    /// Labels and small print.
    Soft,
    /// Hairlines.
    Line,
    /// Hairlines between the rows of a table.
    Faint,
    /// The shop's one accent.
    Accent,
    White,
    /// The quiet surface under a figure that matters.
    Tint,
    /// The surface under words that warn.
    Warning,
    /// The stripes on that surface.
    WarningStripe,
}

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Style {
    pub(crate) weight: Weight,
    /// In points.
    pub(crate) size: f32,
    pub(crate) ink: Ink,
    /// Extra space after every glyph, in thousandths of the size; negative for large text.
    pub(crate) tracking: f32,
}

impl Style {
    pub(crate) const fn new(weight: Weight, size: f32, ink: Ink) -> Self {
        Self { weight, size, ink, tracking: 0.0 }
    }

    pub(crate) const fn tracked(self, tracking: f32) -> Self {
        Self { tracking, ..self }
    }

    /// The height of one line, in millimetres.
    pub(crate) fn leading(self) -> f32 {
        self.size * POINT * LEADING
    }

    /// From the top of the line to its baseline, in millimetres.
    pub(crate) fn baseline(self) -> f32 {
        self.size * POINT * BASELINE
    }
}

/// Which side of a text stands at the place given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Centre,
    Right,
}

/// A rectangle, in millimetres from the top left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
}

impl Area {
    pub(crate) const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height }
    }

    pub(crate) fn right(self) -> f32 {
        self.x + self.width
    }

    pub(crate) fn bottom(self) -> f32 {
        self.y + self.height
    }
}

/// How bars and modules are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Turn {
    Upright,
    /// The first bar at the top, the last at the bottom.
    Along,
}

/// Something drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mark {
    Text {
        x: f32,
        baseline: f32,
        shaped: Shaped,
        style: Style,
    },
    /// Surfaces painted as one, so that neighbours leave no hairline between them.
    Surface {
        outlines: Vec<Vec<(f32, f32)>>,
        ink: Ink,
    },
    /// A surface with round corners.
    Plate {
        area: Area,
        radius: f32,
        ink: Ink,
    },
    Frame {
        area: Area,
        radius: f32,
        ink: Ink,
    },
    Rule {
        x: f32,
        y: f32,
        width: f32,
        dashed: bool,
        ink: Ink,
    },
    /// A place that opens an address when a reader clicks it.
    Link {
        area: Area,
        address: String,
    },
}

/// A finished page.
pub(crate) struct Page {
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) marks: Vec<Mark>,
}

/// A page being drawn.
pub(crate) struct Canvas<'a> {
    fonts: &'a Fonts,
    marks: Vec<Mark>,
}

impl<'a> Canvas<'a> {
    pub(crate) fn new(fonts: &'a Fonts) -> Self {
        Self { fonts, marks: Vec::new() }
    }

    pub(crate) fn page(self, width: f32, height: f32) -> Page {
        Page { width, height, marks: self.marks }
    }

    /// One line whose line box starts at `y`.
    pub(crate) fn text(&mut self, text: &str, style: Style, (x, y): (f32, f32), align: Align) {
        let mut shaped = self.fonts.shape(&self.fonts.printable(text), style.weight);
        for glyph in &mut shaped.glyphs {
            glyph.kern -= style.tracking;
        }
        let glyphs = shaped.glyphs.len();
        // The space after the last glyph is not part of what is aligned.
        shaped.width += style.tracking * count(glyphs.saturating_sub(1));
        let width = shaped.width / 1000.0 * style.size * POINT;
        let x = match align {
            Align::Left => x,
            Align::Centre => x - width / 2.0,
            Align::Right => x - width,
        };
        let baseline = y + style.baseline();
        self.marks.push(Mark::Text { x, baseline, shaped, style });
    }

    /// At most `lines` lines in a column that starts, centres or ends at `at.0`, and the `y`
    /// after them.
    pub(crate) fn paragraph(
        &mut self,
        text: &str,
        style: Style,
        at: (f32, f32),
        column: Column,
    ) -> f32 {
        let (x, mut y) = at;
        for line in self.wrap(text, style, column.width, column.lines) {
            self.text(&line, style, (x, y), column.align);
            y += style.leading();
        }
        y
    }

    /// The width of a line, in millimetres.
    pub(crate) fn width(&self, text: &str, style: Style) -> f32 {
        let printable = self.fonts.printable(text);
        let tracking = style.tracking / 1000.0 * count(printable.chars().count());
        (self.fonts.width(&printable, style.weight) + tracking) * style.size * POINT
    }

    pub(crate) fn rule(&mut self, x: f32, y: f32, width: f32, ink: Ink) {
        self.marks.push(Mark::Rule { x, y, width, dashed: false, ink });
    }

    pub(crate) fn dashed_rule(&mut self, x: f32, y: f32, width: f32, ink: Ink) {
        self.marks.push(Mark::Rule { x, y, width, dashed: true, ink });
    }

    pub(crate) fn frame(&mut self, area: Area, radius: f32, ink: Ink) {
        self.marks.push(Mark::Frame { area, radius, ink });
    }

    pub(crate) fn plate(&mut self, area: Area, radius: f32, ink: Ink) {
        self.marks.push(Mark::Plate { area, radius, ink });
    }

    pub(crate) fn disc(&mut self, x: f32, y: f32, radius: f32, ink: Ink) {
        let side = 2.0 * radius;
        self.plate(Area::new(x - radius, y - radius, side, side), radius, ink);
    }

    pub(crate) fn link(&mut self, area: Area, address: &str) {
        self.marks.push(Mark::Link { area, address: address.to_owned() });
    }

    pub(crate) fn surface(&mut self, outlines: Vec<Vec<(f32, f32)>>, ink: Ink) {
        self.marks.push(Mark::Surface { outlines, ink });
    }

    /// The dark modules of a symbol, its first one in the top left corner of `area`; quiet
    /// zones are the caller's. `area` is measured as the symbol stands on the page.
    pub(crate) fn symbol(&mut self, symbol: &Symbol, area: Area, turn: Turn) {
        let (along, across) = match turn {
            Turn::Upright => (area.width, area.height),
            Turn::Along => (area.height, area.width),
        };
        let module = along / count(symbol.columns());
        let row = across / count(symbol.rows());
        let outlines = symbol.runs().into_iter().map(|run| {
            let from = module * count(run.start) + BAR_EDGE;
            let to = module * count(run.start + run.length) - BAR_EDGE;
            let (top, bottom) = (row * count(run.row), row * count(run.row + 1));
            let bar = match turn {
                Turn::Upright => Area::new(from, top, to - from, bottom - top),
                Turn::Along => Area::new(top, from, bottom - top, to - from),
            };
            outline(Area { x: area.x + bar.x, y: area.y + bar.y, ..bar })
        });
        self.marks.push(Mark::Surface { outlines: outlines.collect(), ink: Ink::Black });
    }
}

/// How a paragraph is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Column {
    pub(crate) width: f32,
    pub(crate) lines: usize,
    pub(crate) align: Align,
}

impl Column {
    pub(crate) const fn new(width: f32, lines: usize, align: Align) -> Self {
        Self { width, lines, align }
    }
}

/// The corners of a rectangle.
pub(crate) fn outline(area: Area) -> Vec<(f32, f32)> {
    let (right, bottom) = (area.right(), area.bottom());
    vec![(area.x, area.y), (right, area.y), (right, bottom), (area.x, bottom)]
}

/// A small count as a number to multiply lengths with.
pub(crate) fn count(things: usize) -> f32 {
    things as f32
}
