//! The table of movements with its running balance, and the balances between pages.

use cobro_domain::money::Money;

use super::super::words::Content;
use super::{HEADING, Piece, Placed};
use crate::canvas::{Area, Canvas, Cell, Ink, Place, Row, Style, Table};
use crate::fonts::Weight;
use crate::messages::Catalogue;
use crate::paper::sheet::LEFT;
use crate::paper::{Kit, PaperError, Sheet};

const TEXT: Style = Style::new(Weight::Regular, 9.5, Ink::Black);
const BOLD: Style = Style::new(Weight::SemiBold, 9.5, Ink::Black);
const DETAIL: Style = Style::new(Weight::Regular, 8.0, Ink::Soft);
/// Sizes of the figures; small ones for amounts that leave no room for words.
const SIZES: [f32; 6] = [9.5, 8.8, 8.0, 7.2, 6.4, 5.5];

const DATE_WIDTH: f32 = 24.0;
const FIGURE_WIDTH_MIN: f32 = 22.0;
const WORDS_WIDTH_MIN: f32 = 42.0;
/// Between two columns.
const BETWEEN: f32 = 4.0;
/// Above and below the words of a row.
const ROW_PAD: f32 = 1.1;
/// From the edge of a tinted row to its words.
const INDENT: f32 = 2.4;
const RADIUS: f32 = 1.4;

/// The movements, laid in rows.
pub(super) struct Movements<'c> {
    content: &'c Content<'c>,
    words: Catalogue,
    sheet: Sheet,
    table: Table<5>,
    figure: Style,
    pub(super) lines: Vec<Row>,
    names: [String; 5],
}

impl<'c> Movements<'c> {
    pub(super) fn lay(
        content: &'c Content<'c>,
        sheet: Sheet,
        kit: &Kit,
        canvas: &Canvas<'_>,
    ) -> Result<Self, PaperError> {
        let names = [
            "paper-statement-date",
            "paper-statement-movement",
            "paper-statement-charged",
            "paper-statement-credited",
            "paper-statement-balance",
        ];
        let names = names.map(|id| kit.words.text(id));
        let [date, what, charged, credited, balance] = names;
        let names = [date?, what?, charged?, credited?, balance?];
        let (table, figure) = columns(content, sheet, canvas, &names);
        let mut movements =
            Self { content, words: kit.words, sheet, table, figure, lines: Vec::new(), names };
        for movement in &content.paper.statement.movements {
            let words = content.line(movement)?;
            let mut what = vec![Cell::new(&words.what, TEXT, 2)];
            what.extend(words.details.iter().map(|detail| Cell::new(detail, DETAIL, 1)));
            let figure = |text| [Cell::figure(text, figure)];
            let cells: [&[_]; 5] = [
                &[Cell::new(&words.date, TEXT, 1)],
                &what,
                &figure(&words.charged),
                &figure(&words.credited),
                &figure(&words.balance),
            ];
            let mut row = table.lay(canvas, cells);
            row.height += 2.0 * ROW_PAD;
            movements.lines.push(row);
        }
        Ok(movements)
    }

    pub(super) fn columns_height(&self) -> f32 {
        HEADING.leading() + 1.4
    }

    pub(super) fn balance_height(&self) -> f32 {
        BOLD.leading() + 2.0 * ROW_PAD + 1.0
    }

    /// Draws one of the table's parts on page `page`.
    pub(super) fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        (y, piece): Placed,
        page: usize,
    ) -> Result<(), PaperError> {
        let statement = &self.content.paper.statement;
        let before = |place: usize| match place.checked_sub(1) {
            Some(last) => statement.movements[last].balance,
            None => statement.opening,
        };
        let on_page = |id: &str, page: usize| self.words.format(id, &[("page", &page.to_string())]);
        match piece {
            Piece::Columns => self.columns(canvas, y),
            Piece::Opening => {
                let date = self.content.days.short(statement.period.from)?;
                let label = self.words.text("paper-statement-opening")?;
                self.balance(canvas, y, [&date, &label, "", ""], statement.opening);
            }
            Piece::Brought(place) => {
                let label = on_page("paper-statement-brought", page - 1)?;
                self.balance(canvas, y, ["", &label, "", ""], before(place));
            }
            Piece::Carried(place) => {
                let label = on_page("paper-statement-carried", page + 1)?;
                self.balance(canvas, y, ["", &label, "", ""], before(place));
            }
            Piece::Totals => {
                let label = self.words.text("paper-statement-totals")?;
                let charged = self.content.figure(statement.charged);
                let credited = self.content.figure(statement.credited);
                let words = ["", &label, &charged, &credited];
                self.balance(canvas, y, words, statement.closing);
            }
            Piece::Line(place) => {
                self.lines[place].draw(canvas, y + ROW_PAD);
                let under = y + self.lines[place].height;
                canvas.rule(LEFT, under, self.sheet.inner(), Ink::Faint);
            }
            Piece::Ageing | Piece::Owed | Piece::Owing(_) => {}
        }
        Ok(())
    }

    fn columns(&self, canvas: &mut Canvas<'_>, y: f32) {
        let cells = self.names.each_ref().map(|name| [Cell::new(name, HEADING, 1)]);
        self.table.row(canvas, y, cells.each_ref().map(<[_; 1]>::as_slice));
    }

    /// A tinted row with a balance.
    fn balance(&self, canvas: &mut Canvas<'_>, y: f32, words: [&str; 4], balance: Money) {
        let height = self.balance_height() - 1.0;
        let area = Area::new(LEFT, y + 0.5, self.sheet.inner(), height);
        canvas.plate(area, RADIUS, Ink::Tint);
        let [date, what, charged, credited] = words;
        let figure = Style { weight: Weight::SemiBold, ..self.figure };
        let balance = self.content.figure(balance);
        let cells: [&[_]; 5] = [
            &[Cell::new(date, TEXT, 1)],
            &[Cell::new(what, BOLD, 1)],
            &[Cell::figure(charged, figure)],
            &[Cell::figure(credited, figure)],
            &[Cell::figure(&balance, figure)],
        ];
        self.table.row(canvas, y + 0.5 + ROW_PAD, cells);
    }
}

/// The places of the columns, and figures of a size that leaves room for words.
fn columns(
    content: &Content<'_>,
    sheet: Sheet,
    canvas: &Canvas<'_>,
    names: &[String; 5],
) -> (Table<5>, Style) {
    let widest = widest(content);
    let layouts = SIZES.map(|size| {
        let bold = Style { size, ..BOLD };
        let widths: [f32; 3] = std::array::from_fn(|place| {
            let name = canvas.width(&names[place + 2], HEADING);
            canvas.width(&widest[place], bold).max(name).max(FIGURE_WIDTH_MIN)
        });
        (size, widths)
    });
    let inner = sheet.inner() - 2.0 * INDENT;
    let words_left = LEFT + INDENT + DATE_WIDTH + BETWEEN;
    let words_width = |widths: &[f32; 3]| {
        inner - DATE_WIDTH - BETWEEN - widths.iter().map(|width| width + BETWEEN).sum::<f32>()
    };
    let roomy = layouts.iter().find(|(_, widths)| words_width(widths) >= WORDS_WIDTH_MIN);
    let (size, widths) = roomy.unwrap_or(&layouts[SIZES.len() - 1]);
    let balance = sheet.right() - INDENT;
    let credited = balance - widths[2] - BETWEEN;
    let charged = credited - widths[1] - BETWEEN;
    let columns = [
        Place::left(LEFT + INDENT, DATE_WIDTH),
        Place::left(words_left, words_width(widths).max(WORDS_WIDTH_MIN / 2.0)),
        Place::right(charged, widths[0]),
        Place::right(credited, widths[1]),
        Place::right(balance, widths[2]),
    ];
    (Table { columns }, Style { size: *size, ..TEXT })
}

/// The longest amount of each column: figures are of one width, so the longest is the widest.
fn widest(content: &Content<'_>) -> [String; 3] {
    let statement = &content.paper.statement;
    let balances = statement.movements.iter().map(|movement| movement.balance);
    let all = balances.chain([statement.opening, statement.closing]);
    let longest = |one: Money, other: Money| {
        if content.figure(other).len() > content.figure(one).len() { other } else { one }
    };
    let balance = all.fold(statement.closing, longest);
    [statement.charged, statement.credited, balance].map(|money| content.figure(money))
}
