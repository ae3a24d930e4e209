//! The day: the open shift, the shifts that ended, and what was sold on the last days.

mod forms;

use cobro_documents::{ReportSection, shift_words};
use cobro_domain::{
    cash::{Count, denominations},
    ids::ShiftId,
    locale::parse_amount,
    money::Money,
    people::Permission,
};
use cobro_ledger::{LedgerError, views::shifts::Shift};
use serde::Serialize;

pub use self::forms::{CashMoveForm, CashMoveWord, CountForm, PiecesForm, ReportFileWord};
use super::{Amount, CommandError, Millis, PrintView};
use crate::{
    papers::PrintError,
    shift::{Report, ShiftError, Sight},
    till::Till,
};

/// How many days the trend shows.
const DAYS: i64 = 14;
/// How many shifts one page lists.
const PAGE: u32 = 30;

/// The day as the window shows it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct DayView {
    /// The shift that is open.
    pub shift: Option<OpenShiftView>,
    /// Whether cash is taken only while a shift is open.
    pub required: bool,
    /// The largest difference that needs no reason.
    pub allowed: Amount,
    /// The notes and coins of the till's currency, largest first.
    pub denominations: Vec<Amount>,
    /// The tips that the shop owes its staff; none where it takes none and owes none.
    pub tips: Option<Amount>,
    /// What was sold on the last days, today last.
    pub days: Vec<DayBar>,
}

/// A shift that is open.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct OpenShiftView {
    /// When it was opened.
    pub opened_at: Millis,
    /// By whom.
    pub opened_by: String,
    /// Whether the first cash opened it.
    pub by_itself: bool,
    /// Whether the numbers say what should be in the drawer.
    pub sees_expected: bool,
    /// The numbers so far.
    pub report: ReportView,
}

/// One day of the trend.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct DayBar {
    /// `YYYY-MM-DD`.
    pub day: String,
    /// How many invoices.
    pub invoices: u32,
    /// What they sum to.
    pub total: Amount,
    /// How high its bar is, in thousandths of the highest.
    pub height: u32,
}

/// A report, ready to be shown.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ReportView {
    /// The shift.
    pub shift: String,
    /// The number of the report; none while the shift goes on.
    pub folio: Option<String>,
    /// What it says.
    pub sections: Vec<SectionView>,
}

/// Lines of a report that belong together.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct SectionView {
    /// Above them.
    pub title: String,
    /// The lines.
    pub rows: Vec<RowView>,
}

/// A line of a report.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct RowView {
    /// What it tells of.
    pub label: String,
    /// More about it.
    pub note: String,
    /// What it says.
    pub value: String,
    /// Whether it is one of the lines that are looked for first.
    pub strong: bool,
}

/// Shifts that ended.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ShiftPage {
    /// The newest first.
    pub rows: Vec<ShiftRow>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// A shift that ended.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct ShiftRow {
    /// The shift.
    pub id: String,
    /// The number of its report.
    pub folio: String,
    /// When it was opened.
    pub opened_at: Millis,
    /// When it ended.
    pub closed_at: Millis,
    /// Whose it was.
    pub opened_by: String,
    /// What was sold.
    pub sold: Amount,
    /// What was too much, or too little, in the drawer.
    pub difference: Amount,
    /// `exact`, `over` or `short`.
    pub outcome: CountWord,
}

/// What a count came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the catalogue says what each means")]
pub enum CountWord {
    Exact,
    Over,
    Short,
}

impl CountWord {
    const fn of(difference: Money) -> Self {
        match difference.minor() {
            0 => Self::Exact,
            1.. => Self::Over,
            _ => Self::Short,
        }
    }
}

/// What a count showed.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct CountedView {
    /// What was counted.
    pub counted: Amount,
    /// What the books said.
    pub expected: Amount,
    /// The first less the second.
    pub difference: Amount,
    /// What it came to.
    pub outcome: CountWord,
    /// Whether a reason has to be typed.
    pub reason_needed: bool,
    /// What usually stays in the drawer: as much as the shift began with, if it is there.
    pub kept: Amount,
}

impl Till {
    /// The day as it is now.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn day_view(&self) -> Result<DayView, CommandError> {
        let shift = match self.running_report() {
            Ok(report) => Some(self.open_shift_view(&report)?),
            Err(ShiftError::NotOpen) => None,
            Err(error) => return Err(error.into()),
        };
        let tips = self.tips_owed()?;
        let known = denominations(self.currency()).iter();
        Ok(DayView {
            shift,
            required: self.shifts_required()?,
            allowed: self.amount(self.allowed_difference()?),
            denominations: known.map(|minor| self.amount(self.money(*minor))).collect(),
            tips: (self.takes_tips() || !tips.is_zero()).then(|| self.amount(tips)),
            days: self.day_bars()?,
        })
    }

    fn open_shift_view(&self, report: &Report) -> Result<OpenShiftView, CommandError> {
        let sight = self.sight(report)?;
        Ok(OpenShiftView {
            opened_at: report.shift.opened_at.into(),
            opened_by: self.name_of(&report.shift.opened_by),
            by_itself: report.shift.by_itself,
            sees_expected: sight == Sight::All,
            report: self.report_view(report, sight)?,
        })
    }

    fn day_bars(&self) -> Result<Vec<DayBar>, CommandError> {
        let days = self.daily_sales(DAYS)?;
        let most = days.iter().map(|day| day.total.minor()).max().unwrap_or(0).max(1);
        let bar = |day: crate::shift::DaySales| DayBar {
            height: u32::try_from(day.total.minor().max(0).saturating_mul(1_000) / most)
                .unwrap_or(0),
            day: day.day,
            invoices: u32::try_from(day.invoices).unwrap_or(u32::MAX),
            total: self.amount(day.total),
        };
        Ok(days.into_iter().map(bar).collect())
    }

    fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency())
    }

    /// A shift that is still open shows neither what should be in the drawer nor the lines of
    /// cash that it follows from, unless to somebody who may see it: the drawer is counted first.
    fn sight(&self, report: &Report) -> Result<Sight, LedgerError> {
        let all = report.closed.is_some() || self.may(Permission::SeeExpectedCash)?;
        Ok(if all { Sight::All } else { Sight::NoExpected })
    }

    fn report_view(&self, report: &Report, sight: Sight) -> Result<ReportView, CommandError> {
        let paper = self.shift_paper(report, sight)?;
        let sections = shift_words(&paper, self.language()).map_err(PrintError::from)?;
        Ok(ReportView {
            shift: report.shift.id.to_string(),
            folio: report.closed.as_ref().map(|closed| closed.folio.to_string()),
            sections: sections.into_iter().map(section).collect(),
        })
    }

    /// The report of a shift that ended.
    ///
    /// # Errors
    /// When there is none, or the books cannot be read.
    pub fn shift_report_view(&self, shift: &str) -> Result<ReportView, CommandError> {
        let report = self.closed_report(ShiftId::parse(shift)?)?;
        self.report_view(&report, Sight::All)
    }

    /// Shifts that ended, the newest first; a page of them.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn shift_page(&self, before: Option<&str>) -> Result<ShiftPage, CommandError> {
        let before = before.map(|text| text.parse().map_err(|_| CommandError::NotFound));
        let found = self.ended_shifts(before.transpose()?, PAGE)?;
        let full = u32::try_from(found.len()).is_ok_and(|rows| rows == PAGE);
        let last = found.last().and_then(|shift| shift.ended.as_ref()).map(|ended| ended.fact);
        let rows = found.iter().filter_map(|shift| self.shift_row(shift)).collect();
        Ok(ShiftPage { rows, next: last.filter(|_| full).map(|fact| fact.to_string()) })
    }

    fn shift_row(&self, shift: &Shift) -> Option<ShiftRow> {
        let ended = shift.ended.as_ref()?;
        Some(ShiftRow {
            id: shift.id.to_string(),
            folio: ended.folio.to_string(),
            opened_at: shift.opened_at.into(),
            closed_at: ended.at.into(),
            opened_by: self.name_of(&shift.opened_by),
            sold: self.amount(ended.sold),
            difference: self.amount(ended.difference),
            outcome: CountWord::of(ended.difference),
        })
    }

    fn counted(&self, form: &CountForm) -> Result<Count, CommandError> {
        let mut count = Count::default();
        for one in &form.pieces {
            let text = one.pieces.trim();
            if text.is_empty() {
                continue;
            }
            let malformed = || CommandError::QuantityMalformed { text: text.to_owned() };
            let pieces = text.parse().map_err(|_| malformed())?;
            count.pieces.push((one.minor.parse().map_err(|_| malformed())?, pieces));
        }
        if !form.loose.trim().is_empty() {
            count.loose = parse_amount(&form.loose, self.currency(), self.locale())?.minor();
        }
        Ok(count)
    }

    /// What a count that is being typed comes to.
    ///
    /// # Errors
    /// When something that was typed does not fit.
    pub fn count_preview(&self, form: &CountForm) -> Result<Amount, CommandError> {
        Ok(self.amount(self.counted(form)?.total(self.currency())?))
    }

    /// Opens a shift with what was counted.
    ///
    /// # Errors
    /// When something that was typed does not fit; nothing is then booked.
    pub fn begin_shift_form(&self, form: &CountForm) -> Result<(), CommandError> {
        self.begin_shift(&self.counted(form)?)?;
        Ok(())
    }

    /// Books the count of the drawer and then says what should be there.
    ///
    /// # Errors
    /// As [`Till::begin_shift_form`].
    pub fn count_drawer_form(&self, form: &CountForm) -> Result<CountedView, CommandError> {
        let taken = self.count_drawer(&self.counted(form)?)?;
        let float = self.open_shift()?.map_or(taken.counted, |shift| shift.float);
        let minor = float.minor().clamp(0, taken.counted.minor());
        Ok(CountedView {
            counted: self.amount(taken.counted),
            expected: self.amount(taken.expected),
            difference: self.amount(taken.difference),
            outcome: CountWord::of(taken.difference),
            reason_needed: taken.reason_needed,
            kept: self.amount(Money::new(minor, float.currency())),
        })
    }

    /// Ends the shift with what stays in the drawer, and returns its report.
    ///
    /// # Errors
    /// As [`Till::begin_shift_form`].
    pub fn end_shift_form(&self, kept: &str, reason: &str) -> Result<ReportView, CommandError> {
        let kept = parse_amount(kept, self.currency(), self.locale())?;
        let id = self.end_shift(kept, reason)?;
        self.report_view(&self.closed_report(id)?, Sight::All)
    }

    /// Books cash that is put in or taken out.
    ///
    /// # Errors
    /// As [`Till::begin_shift_form`].
    pub fn move_cash_form(&self, form: &CashMoveForm) -> Result<(), CommandError> {
        let amount = parse_amount(&form.amount, self.currency(), self.locale())?;
        self.move_cash(form.way.into(), amount, &form.reason)?;
        Ok(())
    }

    /// Saves when cash is taken, and which difference needs no reason.
    ///
    /// # Errors
    /// As [`Till::begin_shift_form`].
    pub fn save_shift_rules(&self, required: bool, allowed: &str) -> Result<(), CommandError> {
        self.allow_difference(parse_amount(allowed, self.currency(), self.locale())?)?;
        self.require_shifts(required)?;
        Ok(())
    }

    /// Writes the report of a shift that ended, or the numbers so far when none is named.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write_report_view(
        &self,
        shift: Option<&str>,
        file: ReportFileWord,
    ) -> Result<PrintView, CommandError> {
        let report = match shift {
            Some(shift) => self.closed_report(ShiftId::parse(shift)?)?,
            None => self.running_report()?,
        };
        Ok(self.write_report(&report, self.sight(&report)?, file.into())?.into())
    }
}

fn section(section: ReportSection) -> SectionView {
    let rows = section.rows.into_iter();
    let rows = rows.map(|row| RowView {
        label: row.label,
        note: row.note,
        value: row.value,
        strong: row.strong,
    });
    SectionView { title: section.title, rows: rows.collect() }
}
