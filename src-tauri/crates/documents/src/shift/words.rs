//! The report in words, before anything has a place.

use cobro_domain::locale::format_amount;
use cobro_domain::money::Money;

use super::{DrawerLines, MethodTally, ShiftEnd, ShiftPaper, Tallied};
use crate::date::{DateWords, Moment};
use crate::messages::Catalogue;
use crate::paper::{PaperError, in_sentence};
use crate::voucher::{method_name, small_print};

/// A line of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRow {
    /// What it tells of.
    pub label: String,
    /// More about it: who, when, how many.
    pub note: String,
    /// What it says.
    pub value: String,
    /// How many, where that is counted.
    pub count: Option<u32>,
    /// The amount in `value`, where it is one.
    pub amount: Option<Money>,
    /// Whether it is one of the lines that are looked for first.
    pub strong: bool,
}

/// Lines that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportSection {
    /// Above them.
    pub title: String,
    /// The lines.
    pub rows: Vec<ReportRow>,
}

/// The report in words.
pub(super) struct Content<'a> {
    pub(super) paper: &'a ShiftPaper,
    pub(super) title: String,
    /// `1 nov 2026, 9:00 – 1 nov 2026, 21:04`.
    pub(super) under: String,
    pub(super) sections: Vec<ReportSection>,
    pub(super) small_print: String,
}

impl<'a> Content<'a> {
    pub(super) fn of(paper: &'a ShiftPaper, words: Catalogue) -> Result<Self, PaperError> {
        let title = match &paper.end {
            Some(end) => words.format("shift-z-title", &[("folio", &in_sentence(&end.folio))])?,
            None => words.text("shift-x-title")?,
        };
        let (from, to) = (moment(&paper.opened, words)?, moment(&paper.at, words)?);
        let mut writer = Writer { words, sections: Vec::new() };
        writer.people(paper)?;
        writer.sales(paper)?;
        writer.money(paper)?;
        writer.drawer(paper)?;
        writer.chain(paper)?;
        Ok(Self {
            paper,
            title,
            under: format!("{from} – {to}"),
            sections: writer.sections,
            small_print: small_print(&paper.till, words)?,
        })
    }
}

fn moment(moment: &Moment, words: Catalogue) -> Result<String, PaperError> {
    let date = DateWords::of(moment, words)?;
    Ok(words.format("paper-date-time", &[("date", &date.short), ("time", &date.time)])?)
}

/// Writes sections from top to bottom.
struct Writer {
    words: Catalogue,
    sections: Vec<ReportSection>,
}

impl Writer {
    fn begin(&mut self, title: &str) -> Result<(), PaperError> {
        let title = self.words.text(title)?;
        self.sections.push(ReportSection { title, rows: Vec::new() });
        Ok(())
    }

    fn push(&mut self, row: ReportRow) {
        if let Some(section) = self.sections.last_mut() {
            section.rows.push(row);
        }
    }

    fn text(&mut self, label: &str, value: &str) -> Result<(), PaperError> {
        let (label, value) = (self.words.text(label)?, value.to_owned());
        let note = String::new();
        self.push(ReportRow { label, note, value, count: None, amount: None, strong: false });
        Ok(())
    }

    fn named(&mut self, label: String, note: String, count: Option<u32>, amount: Money) {
        let value = format_amount(amount, self.words.language().locale()).replace('-', "\u{2212}");
        self.push(ReportRow { label, note, value, count, amount: Some(amount), strong: false });
    }

    fn amount(&mut self, label: &str, amount: Money) -> Result<(), PaperError> {
        self.named(self.words.text(label)?, String::new(), None, amount);
        Ok(())
    }

    fn unless_zero(&mut self, label: &str, amount: Money) -> Result<(), PaperError> {
        if amount.is_zero() { Ok(()) } else { self.amount(label, amount) }
    }

    fn strong(&mut self, label: &str, amount: Money) -> Result<(), PaperError> {
        self.amount(label, amount)?;
        if let Some(row) = self.sections.last_mut().and_then(|section| section.rows.last_mut()) {
            row.strong = true;
        }
        Ok(())
    }

    fn tallied(&mut self, label: &str, tallied: Tallied) -> Result<(), PaperError> {
        if tallied.count > 0 {
            let label = self.words.text(label)?;
            self.named(label, format!("× {}", tallied.count), Some(tallied.count), tallied.amount);
        }
        Ok(())
    }

    fn methods(&mut self, methods: &[MethodTally]) -> Result<(), PaperError> {
        for one in methods {
            let (label, count) = (method_name(&one.method, self.words)?, one.tallied.count);
            self.named(label, format!("× {count}"), Some(count), one.tallied.amount);
        }
        Ok(())
    }

    fn people(&mut self, paper: &ShiftPaper) -> Result<(), PaperError> {
        self.begin("shift-of")?;
        self.text("shift-opened-by", &paper.opened_by)?;
        self.text("shift-opened-at", &moment(&paper.opened, self.words)?)?;
        let Some(end) = &paper.end else {
            return self.text("shift-read-at", &moment(&paper.at, self.words)?);
        };
        self.text("shift-closed-at", &moment(&paper.at, self.words)?)?;
        match &end.by_another {
            Some(who) => self.text("shift-closed-by", who),
            None => Ok(()),
        }
    }

    fn sales(&mut self, paper: &ShiftPaper) -> Result<(), PaperError> {
        self.begin("shift-sales")?;
        self.text("shift-invoices", &paper.sold.count.to_string())?;
        if let Some((first, last)) = &paper.folios {
            self.text("shift-folios", &format!("{first} – {last}"))?;
        }
        self.unless_zero("shift-discounts", negative(paper.discount))?;
        self.amount("paper-subtotal", paper.net)?;
        for (name, amount) in &paper.taxes {
            self.named(name.clone(), String::new(), None, *amount);
        }
        self.strong("shift-sold", paper.sold.amount)?;
        self.tallied("shift-voids", paper.voids)?;
        self.tallied("shift-returns", paper.returns)
    }

    fn money(&mut self, paper: &ShiftPaper) -> Result<(), PaperError> {
        self.begin("shift-received")?;
        self.methods(&paper.paid)?;
        self.unless_zero("shift-not-collected", paper.not_collected)?;
        self.unless_zero("shift-rounding", paper.rounding)?;
        if !paper.earlier.is_empty() {
            self.begin("shift-earlier")?;
            self.methods(&paper.earlier)?;
        }
        if paper.by_providers.count > 0 {
            self.begin("shift-providers")?;
            self.tallied("shift-by-providers", paper.by_providers)?;
        }
        if !paper.refunds.is_empty() {
            self.begin("shift-refunds")?;
            self.methods(&paper.refunds)?;
        }
        if !paper.tips.is_empty() {
            self.begin("shift-tips")?;
            self.methods(&paper.tips)?;
        }
        Ok(())
    }

    fn drawer(&mut self, paper: &ShiftPaper) -> Result<(), PaperError> {
        self.begin("shift-drawer")?;
        if let Some(drawer) = &paper.drawer {
            self.amount("shift-float", drawer.float)?;
            self.amount("shift-cash-sales", drawer.sales)?;
            self.unless_zero("shift-cash-refunds", drawer.refunds)?;
            self.unless_zero("shift-cash-tips", drawer.tips)?;
        }
        for line in &paper.moves {
            let way = self.words.text(&format!("cash-move-{}", line.way))?;
            let time = DateWords::of(&line.at, self.words)?.time;
            let note = format!("{time} · {} · {}", in_sentence(&line.who), line.reason);
            self.named(way, note, None, line.amount);
        }
        if let Some(DrawerLines { other, expected, .. }) = paper.drawer {
            self.unless_zero("shift-cash-other", other)?;
            self.strong("shift-expected", expected)?;
        }
        if let Some(end) = &paper.end {
            self.end(end)?;
        }
        self.text("shift-held", &paper.held.to_string())?;
        self.text("shift-counts", &paper.counts.to_string())
    }

    fn end(&mut self, end: &ShiftEnd) -> Result<(), PaperError> {
        self.strong("shift-counted", end.counted)?;
        self.unless_zero("shift-since-count", end.since)?;
        self.strong("shift-difference", end.difference)?;
        if !end.reason.is_empty() {
            self.text("shift-reason", &end.reason)?;
        }
        self.amount("shift-kept", end.kept)?;
        self.amount("shift-to-safe", end.to_safe)
    }

    fn chain(&mut self, paper: &ShiftPaper) -> Result<(), PaperError> {
        self.begin("shift-chain")?;
        self.push(ReportRow {
            label: String::new(),
            note: paper.hash.clone(),
            value: String::new(),
            count: None,
            amount: None,
            strong: false,
        });
        Ok(())
    }
}

fn negative(money: Money) -> Money {
    Money::new(money.minor().saturating_neg(), money.currency())
}
