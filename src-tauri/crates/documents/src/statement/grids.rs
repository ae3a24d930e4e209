//! A statement as tables for spreadsheets.

use cobro_domain::statement::{Age, Movement, Outstanding};
use cobro_domain::time::Span;

use super::words::{Content, age_label, kind_name};
use crate::grid::{Cell, Grid, Line};
use crate::messages::{Catalogue, MessageError};
use crate::paper::PaperError;
use crate::voucher::method_name;

/// The movements between the opening and the closing balance.
pub(super) fn movements(content: &Content<'_>, words: Catalogue) -> Result<Grid, PaperError> {
    let statement = &content.paper.statement;
    let code = statement.currency.code();
    let blank = |count| std::iter::repeat_n(Cell::Empty, count);
    let mut lines = Vec::with_capacity(statement.movements.len() + 2);

    let first = content.days.date(statement.period.from)?;
    let mut opening = vec![Cell::Date(first), Cell::text(words.text("paper-statement-opening")?)];
    opening.extend(blank(7));
    opening.extend([Cell::Amount(statement.opening), Cell::text(code)]);
    lines.push(Line::sum(opening));
    for movement in &statement.movements {
        lines.push(Line::of(cells(movement, content, words)?));
    }
    let last = content.days.date(statement.period.until.minus(Span::millis(1)))?;
    let mut totals = vec![Cell::Date(last), Cell::text(words.text("paper-statement-totals")?)];
    totals.extend(blank(5));
    totals.extend([statement.charged, statement.credited, statement.closing].map(Cell::Amount));
    totals.push(Cell::text(code));
    lines.push(Line::sum(totals));

    let holder = &content.paper.holder;
    let tax_id = holder.tax_id.as_deref().unwrap_or_default();
    let preface = [&content.title, &content.paper.shop.name, &holder.name, tax_id, &content.period];
    let preface = preface.into_iter().filter(|text| !text.is_empty()).map(str::to_owned);
    Ok(Grid {
        name: content.title.clone(),
        preface: preface.collect(),
        headings: headings(
            &[
                "paper-statement-date",
                "paper-statement-movement",
                "paper-statement-document",
                "paper-statement-method",
                "paper-reference",
                "paper-statement-received-on",
                "paper-statement-notes",
                "paper-statement-charged",
                "paper-statement-credited",
                "paper-statement-balance",
                "paper-statement-currency",
            ],
            words,
        )?,
        lines,
    })
}

fn cells(
    movement: &Movement,
    content: &Content<'_>,
    words: Catalogue,
) -> Result<Vec<Cell>, PaperError> {
    let moved = &movement.moved;
    let method = moved.method.as_ref().map(|method| method_name(method.as_str(), words));
    let received = moved.received_at.map(|at| content.days.date(at));
    let folios: Vec<String> = moved.shares.iter().map(|share| share.folio.to_string()).collect();
    Ok(vec![
        Cell::Date(content.days.date(moved.at)?),
        Cell::text(kind_name(moved.kind, words)?),
        Cell::text(moved.document.as_deref().unwrap_or_default()),
        Cell::text(method.transpose()?.unwrap_or_default()),
        Cell::text(moved.reference.as_deref().unwrap_or_default()),
        Cell::date(received.transpose()?),
        Cell::text(folios.join(", ")),
        Cell::unless_zero(moved.charged),
        Cell::unless_zero(moved.credited),
        Cell::Amount(movement.balance),
        Cell::text(content.paper.statement.currency.code()),
    ])
}

/// The outstanding invoices, and how each can be paid.
pub(super) fn outstanding(content: &Content<'_>, words: Catalogue) -> Result<Grid, PaperError> {
    let outstanding = &content.paper.statement.outstanding;
    let lines = outstanding.iter().map(|one| owing(one, content).map(Line::of));
    Ok(Grid {
        name: words.text("paper-statement-outstanding")?,
        preface: Vec::new(),
        headings: headings(
            &[
                "paper-statement-note",
                "paper-statement-date",
                "paper-statement-due",
                "paper-statement-days",
                "paper-statement-total",
                "paper-statement-owed",
                "paper-statement-owed-now",
                "paper-statement-online",
                "paper-statement-currency",
            ],
            words,
        )?,
        lines: lines.collect::<Result<_, _>>()?,
    })
}

fn owing(outstanding: &Outstanding, content: &Content<'_>) -> Result<Vec<Cell>, PaperError> {
    let owing = &outstanding.owing;
    let due = owing.due_at.map(|at| content.days.date(at));
    let online = match content.paper.link(outstanding) {
        Some(link) => Cell::Link { text: content.button()?, address: link.to_string() },
        None => Cell::text(content.reason(outstanding)?.unwrap_or_default()),
    };
    Ok(vec![
        Cell::text(owing.folio.to_string()),
        Cell::Date(content.days.date(owing.at)?),
        Cell::date(due.transpose()?),
        Cell::Count(owing.days),
        Cell::Amount(owing.total),
        Cell::Amount(owing.owed),
        Cell::Amount(owing.owed_now),
        online,
        Cell::text(owing.total.currency().code()),
    ])
}

/// What is outstanding by age, and with the credit the closing balance.
pub(super) fn ageing(content: &Content<'_>, words: Catalogue) -> Result<Grid, PaperError> {
    let statement = &content.paper.statement;
    let row = |id: &str, money| -> Result<Vec<Cell>, MessageError> {
        Ok(vec![Cell::text(words.text(id)?), Cell::Amount(money)])
    };
    let mut lines = Vec::new();
    for age in Age::ALL {
        lines.push(Line::of(row(age_label(age), statement.ageing.at(age))?));
    }
    lines.push(Line::sum(row("paper-statement-age-total", statement.ageing.total())?));
    lines.push(Line::of(row("paper-statement-your-credit", statement.credit)?));
    lines.push(Line::sum(row("paper-statement-closing", statement.closing)?));
    Ok(Grid {
        name: words.text("paper-statement-ageing")?,
        preface: Vec::new(),
        headings: vec![words.text("paper-statement-age")?, statement.currency.code().to_owned()],
        lines,
    })
}

fn headings(ids: &[&str], words: Catalogue) -> Result<Vec<String>, MessageError> {
    ids.iter().map(|id| words.text(id)).collect()
}
