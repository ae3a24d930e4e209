//! The report of a shift as a paper, and its files.

use cobro_documents::{
    CashMoveLine, Catalogue, DrawerLines, Language, MethodTally, Moment, Sheet, ShiftEnd,
    ShiftPaper, Tallied, shift_csv, shift_pdf, shift_roll, shift_xlsx,
};
use cobro_domain::{
    ids::Actor,
    money::{Currency, Money},
    time::Timestamp,
};
use cobro_ledger::{
    Mode,
    fact::{MethodSum, MoveLine, ShiftClosed, ShiftNumbers, Sum},
    working::staff,
};

use super::Report;
use crate::{
    papers::{Kept, PrintError, kept_at, shop, tax_label, till_label},
    printing::{self, Order, PaperKind, Tray},
    till::Till,
};

/// What a report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFile {
    /// Pages.
    Sheet(Sheet),
    /// For a receipt printer of 80 mm.
    Roll,
    /// Comma-separated values.
    Csv,
    /// A workbook.
    Xlsx,
}

impl ReportFile {
    const fn ending(self) -> &'static str {
        match self {
            Self::Sheet(Sheet::Letter) => "letter.pdf",
            Self::Sheet(Sheet::A4) => "a4.pdf",
            Self::Roll => "roll.pdf",
            Self::Csv => "numbers.csv",
            Self::Xlsx => "numbers.xlsx",
        }
    }
}

/// Whether what should be in the drawer may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// All of it.
    All,
    /// Nothing from which it follows.
    NoExpected,
}

impl Till {
    /// A report as a paper, not drawn yet.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn shift_paper(&self, report: &Report, sight: Sight) -> Result<ShiftPaper, PrintError> {
        let language = self.language();
        let (shop, zone) = shop(self.company()?);
        let numbers = &report.numbers;
        let currency = report.shift.float.currency();
        let money = |minor| Money::new(minor, currency);
        let moment = |at: Timestamp| Moment { at, zone: zone.clone() };
        let folios = numbers.first.as_ref().zip(numbers.last.as_ref());
        let taxes = numbers.taxes.iter();
        let all = sight == Sight::All;
        Ok(ShiftPaper {
            shop,
            till: till_label(language),
            opened: moment(report.shift.opened_at),
            opened_by: self.name_of(&report.shift.opened_by),
            at: moment(report.at),
            end: report.closed.as_ref().map(|closed| self.ending(report, closed)),
            sold: Tallied { count: numbers.invoices, amount: money(numbers.sold) },
            folios: folios.map(|(first, last)| (first.to_string(), last.to_string())),
            net: money(numbers.net),
            discount: money(numbers.discount),
            taxes: taxes.map(|tax| (tax_label(&tax.0, tax.1, language), money(tax.3))).collect(),
            paid: methods(&numbers.paid, currency, all),
            not_collected: money(if all { not_collected(numbers) } else { 0 }),
            earlier: methods(&numbers.earlier, currency, all),
            refunds: methods(&numbers.refunds, currency, all),
            tips: methods(&numbers.tips, currency, all),
            voids: tallied(numbers.voids, currency),
            returns: tallied(numbers.returns, currency),
            rounding: money(if all { numbers.rounding } else { 0 }),
            by_providers: tallied(numbers.by_providers, currency),
            moves: self.moves(numbers, currency, &zone),
            drawer: all.then(|| lines(numbers, currency)),
            held: numbers.held,
            counts: numbers.counts,
            hash: report.head.hex(),
            training: self.mode() == Mode::Training,
        })
    }

    /// The name of whoever did something.
    pub(crate) fn name_of(&self, actor: &Actor) -> String {
        if let Some(id) = actor.as_user() {
            // Who was forgotten, or cannot be read, has no name any more.
            let known = self.read(|reader| staff::read(reader.conn(), id)).ok().flatten();
            return known.map_or_else(String::new, |person| person.name.as_str().to_owned());
        }
        let words = Catalogue::of(self.language());
        let id = format!("user-{}", actor.as_str());
        let known = words.has(&id).then(|| words.text(&id).ok()).flatten();
        known.unwrap_or_else(|| actor.as_str().to_owned())
    }

    fn ending(&self, report: &Report, closed: &ShiftClosed) -> ShiftEnd {
        let money = |minor| Money::new(minor, closed.currency);
        let then = closed.counted.saturating_sub(closed.difference);
        ShiftEnd {
            folio: closed.folio.to_string(),
            by_another: report.closed_by_another().map(|actor| self.name_of(actor)),
            counted: money(closed.counted),
            since: money(closed.expected.saturating_sub(then)),
            difference: money(closed.difference),
            reason: closed.reason.clone(),
            kept: money(closed.kept),
            to_safe: money(closed.to_safe),
        }
    }

    fn moves(&self, numbers: &ShiftNumbers, currency: Currency, zone: &str) -> Vec<CashMoveLine> {
        let line = |line: &MoveLine| CashMoveLine {
            at: Moment { at: line.at, zone: zone.to_owned() },
            way: line.way.word().to_owned(),
            reason: line.reason.clone(),
            who: self.name_of(&line.actor),
            amount: Money::new(
                if line.way.is_in() { line.amount } else { line.amount.saturating_neg() },
                currency,
            ),
        };
        numbers.moves.iter().map(line).collect()
    }

    /// Writes a report among the papers, has its pages printed where there is a printer, and says
    /// where it is.
    ///
    /// # Errors
    /// [`PrintError`].
    pub fn write_report(
        &self,
        report: &Report,
        sight: Sight,
        file: ReportFile,
    ) -> Result<Kept, PrintError> {
        let paper = self.shift_paper(report, sight)?;
        let language: Language = self.language();
        let bytes = match file {
            ReportFile::Sheet(sheet) => shift_pdf(&paper, sheet, language)?,
            ReportFile::Roll => shift_roll(&paper, self.roll_width(), language)?,
            ReportFile::Csv => shift_csv(&paper, language)?,
            ReportFile::Xlsx => shift_xlsx(&paper, language)?,
        };
        let stem = match &paper.end {
            Some(end) => end.folio.clone(),
            None => format!("X-{}", report.head.seq),
        };
        let path = kept_at(&self.papers(), &format!("{stem}-{}", file.ending()), &bytes)?;
        let tray = match file {
            ReportFile::Sheet(_) => Tray::Page,
            ReportFile::Roll => Tray::Roll,
            ReportFile::Csv | ReportFile::Xlsx => return Ok(Kept { path, queued: false }),
        };
        let queued = self.book(self.actor(), |booking| {
            printing::queue(booking, Order::new(tray, PaperKind::Report, &stem), Some(&bytes))
        })?;
        self.has_queued(queued);
        Ok(Kept { path, queued })
    }
}

/// Without the sight of what should be in the drawer, cash is left out: the rest follows.
/// What of the shift's sales neither came in it nor is owed no more.
fn not_collected(numbers: &ShiftNumbers) -> i64 {
    let came: i64 = numbers.paid.iter().map(|one| one.sum.amount).sum();
    numbers.sold.saturating_sub(came).saturating_sub(numbers.forgiven)
}

fn methods(sums: &[MethodSum], currency: Currency, all: bool) -> Vec<MethodTally> {
    let seen = sums.iter().filter(|one| all || one.method.as_str() != "cash");
    seen.map(|one| MethodTally {
        method: one.method.as_str().to_owned(),
        tallied: tallied(one.sum, currency),
    })
    .collect()
}

const fn tallied(sum: Sum, currency: Currency) -> Tallied {
    Tallied { count: sum.count, amount: Money::new(sum.amount, currency) }
}

fn lines(numbers: &ShiftNumbers, currency: Currency) -> DrawerLines {
    let drawer = numbers.drawer;
    let money = |minor| Money::new(minor, currency);
    DrawerLines {
        float: money(drawer.float),
        sales: money(drawer.sales),
        refunds: money(drawer.refunds),
        tips: money(drawer.tips),
        other: money(drawer.other),
        // The lines were added up when they were taken: they fit.
        expected: money(drawer.expected().unwrap_or(i64::MAX)),
    }
}
