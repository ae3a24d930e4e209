//! Which part of a statement stands where on which page. Knows heights and no words.

/// A part of a statement that is never divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// The names of the movements' columns.
    Columns,
    /// The balance at the beginning of the period.
    Opening,
    /// The balance of the page before, above the movement with this place.
    Brought(usize),
    /// The movement with this place.
    Line(usize),
    /// The balance so far, before the movement with this place.
    Carried(usize),
    /// The sums of the movements.
    Totals,
    Ageing,
    /// The names of the outstanding invoices' columns.
    Owed,
    /// The outstanding invoice with this place.
    Owing(usize),
}

/// A part and the `y` of its top.
pub(super) type Placed = (f32, Piece);

/// How high everything is, in millimetres.
#[derive(Clone, Debug, Default)]
pub(super) struct Heights {
    /// Where the first page begins, below the customer.
    pub(super) first: f32,
    /// Where the other pages begin.
    pub(super) next: f32,
    /// Where every page ends.
    pub(super) foot: f32,
    /// Between the parts.
    pub(super) gap: f32,
    pub(super) columns: f32,
    /// A row with a balance: opening, brought and carried forward, totals.
    pub(super) balance: f32,
    pub(super) lines: Vec<f32>,
    pub(super) ageing: f32,
    pub(super) owed: f32,
    pub(super) owing: Vec<f32>,
}

/// The parts of each page.
///
/// A page that the movements leave begins the next with the same balance. The last two
/// movements stay with the totals, and the last two invoices with each other.
pub(super) fn pages(heights: &Heights) -> Vec<Vec<Placed>> {
    let mut sheets = Sheets { heights, full: Vec::new(), page: Vec::new(), y: heights.first };
    sheets.movements();
    sheets.y += heights.gap;
    if !sheets.fits(heights.ageing) {
        sheets.turn();
    }
    sheets.put(Piece::Ageing, heights.ageing);
    sheets.outstanding();
    sheets.full.push(sheets.page);
    sheets.full
}

struct Sheets<'h> {
    heights: &'h Heights,
    full: Vec<Vec<Placed>>,
    page: Vec<Placed>,
    y: f32,
}

impl Sheets<'_> {
    fn put(&mut self, piece: Piece, height: f32) {
        self.page.push((self.y, piece));
        self.y += height;
    }

    fn turn(&mut self) {
        self.full.push(std::mem::take(&mut self.page));
        self.y = self.heights.next;
    }

    fn fits(&self, height: f32) -> bool {
        self.y + height <= self.heights.foot
    }

    fn movements(&mut self) {
        let Heights { columns, balance, lines, .. } = self.heights;
        self.put(Piece::Columns, *columns);
        self.put(Piece::Opening, *balance);
        for place in 0..lines.len() {
            // Below every movement there is a balance: the totals or what is carried forward.
            if !self.fits(kept_together(lines, place) + balance) {
                self.put(Piece::Carried(place), *balance);
                self.turn();
                self.put(Piece::Columns, *columns);
                self.put(Piece::Brought(place), *balance);
            }
            self.put(Piece::Line(place), lines[place]);
        }
        self.put(Piece::Totals, *balance);
    }

    fn outstanding(&mut self) {
        let Heights { gap, owed, owing, .. } = self.heights;
        if owing.is_empty() {
            return;
        }
        self.y += gap;
        for place in 0..owing.len() {
            let head = if place == 0 { *owed } else { 0.0 };
            let begins = place == 0;
            let turns = !self.fits(head + kept_together(owing, place));
            if turns {
                self.turn();
            }
            if begins || turns {
                self.put(Piece::Owed, *owed);
            }
            self.put(Piece::Owing(place), owing[place]);
        }
    }
}

/// The height of a row, and of the last one with the last but one.
fn kept_together(rows: &[f32], place: usize) -> f32 {
    let last_two = place + 2 == rows.len();
    rows[place] + if last_two { rows[place + 1] } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn heights(lines: Vec<f32>, owing: Vec<f32>) -> Heights {
        Heights {
            first: 90.0,
            next: 40.0,
            foot: 255.0,
            gap: 8.0,
            columns: 8.0,
            balance: 7.0,
            lines,
            ageing: 30.0,
            owed: 16.0,
            owing,
        }
    }

    fn height(heights: &Heights, piece: Piece) -> f32 {
        match piece {
            Piece::Columns => heights.columns,
            Piece::Opening | Piece::Brought(_) | Piece::Carried(_) | Piece::Totals => {
                heights.balance
            }
            Piece::Line(place) => heights.lines[place],
            Piece::Ageing => heights.ageing,
            Piece::Owed => heights.owed,
            Piece::Owing(place) => heights.owing[place],
        }
    }

    #[test]
    fn thirty_rows_that_just_fit_take_one_page_and_one_more_takes_two_with_it() {
        // From 105 to 248, above the totals: 26 rows of 5.5.
        for (rows, pages_expected, on_last) in [(1, 1, 1), (26, 1, 26), (27, 2, 2), (28, 2, 2)] {
            let pages = pages(&heights(vec![5.5; rows], Vec::new()));
            let with_lines: Vec<_> = pages
                .iter()
                .map(|page| page.iter().filter(|(_, p)| matches!(p, Piece::Line(_))).count())
                .filter(|lines| *lines > 0)
                .collect();
            assert_eq!(with_lines.len(), pages_expected, "{rows}");
            assert_eq!(with_lines.last(), Some(&on_last), "{rows}");
        }
    }

    proptest! {
        #[test]
        fn everything_is_on_a_page_once_in_order_and_nothing_alone(
            lines in proptest::collection::vec(5.0_f32..18.0, 0..300),
            owing in proptest::collection::vec(8.0_f32..50.0, 0..60),
        ) {
            let heights = heights(lines, owing);
            let pages = pages(&heights);
            let all = || pages.iter().flatten().map(|(_, piece)| *piece);
            let lines: Vec<_> = all().filter(|p| matches!(p, Piece::Line(_))).collect();
            prop_assert_eq!(lines, (0..heights.lines.len()).map(Piece::Line).collect::<Vec<_>>());
            let owing: Vec<_> = all().filter(|p| matches!(p, Piece::Owing(_))).collect();
            prop_assert_eq!(owing, (0..heights.owing.len()).map(Piece::Owing).collect::<Vec<_>>());
            for page in &pages {
                let mut under = 0.0;
                for (y, piece) in page {
                    prop_assert!(*y >= under - 0.001, "{piece:?} lies on the one above");
                    under = y + height(&heights, *piece);
                    prop_assert!(under <= heights.foot + 0.001, "{piece:?} lies on the foot");
                }
                let last = page.last().map(|(_, piece)| *piece);
                prop_assert!(!matches!(last, None | Some(Piece::Columns | Piece::Owed)));
                let count = |of: fn(&Piece) -> bool| page.iter().filter(|(_, p)| of(p)).count();
                let lines = count(|piece| matches!(piece, Piece::Line(_)));
                let few = heights.lines.len().min(2);
                prop_assert!(count(|p| *p == Piece::Columns) == 0 || lines >= few);
            }
            for pair in pages.windows(2) {
                let carried = pair[0].last().map(|(_, piece)| *piece);
                let brought = pair[1].get(1).map(|(_, piece)| *piece);
                if let Some(Piece::Carried(place)) = carried {
                    prop_assert_eq!(brought, Some(Piece::Brought(place)));
                } else {
                    prop_assert!(!matches!(brought, Some(Piece::Brought(_))));
                }
            }
        }
    }
}
