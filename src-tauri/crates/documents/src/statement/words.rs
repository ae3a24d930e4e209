//! A statement in words, before anything has a place.

use cobro_domain::locale::format_amount;
use cobro_domain::money::Money;
use cobro_domain::statement::{Age, Movement, MovementKind, Outstanding, PayState, Share};
use cobro_domain::time::{Span, Timestamp};

use super::StatementPaper;
use crate::date::{DateWords, Days};
use crate::messages::{Catalogue, MessageError};
use crate::paper::{PaperError, amount, amount_before_code, in_sentence};
use crate::voucher::{method_name, small_print};

/// More invoices of one payment than these are counted, not named.
const NOTES_NAMED: usize = 3;

/// A name and what it is: `Saldo final`, `1,500.00`.
pub(crate) type Pair = (String, String);

/// The statement in words.
pub(crate) struct Content<'a> {
    pub(crate) paper: &'a StatementPaper,
    pub(crate) title: String,
    /// `1 nov 2026 – 30 nov 2026`.
    pub(crate) period: String,
    pub(crate) issued: String,
    pub(crate) customer_label: String,
    /// What is owed, or the customer's credit, at the end of the period.
    pub(crate) closing: Pair,
    /// Opening, charged, credited, closing.
    pub(crate) figures: [Pair; 4],
    pub(crate) contact: String,
    pub(crate) small_print: String,
    pub(crate) days: Days,
    words: Catalogue,
}

/// A movement in words.
pub(crate) struct LineWords {
    pub(crate) date: String,
    pub(crate) what: String,
    /// The reference and the invoices; when the money came.
    pub(crate) details: Vec<String>,
    pub(crate) charged: String,
    pub(crate) credited: String,
    pub(crate) balance: String,
}

/// An outstanding invoice in words.
pub(crate) struct OwingWords {
    pub(crate) folio: String,
    pub(crate) issued: String,
    pub(crate) due: Option<String>,
    pub(crate) overdue: Option<String>,
    pub(crate) days: String,
    pub(crate) owed: String,
    /// What of it is left today, or what it was issued for, where that is another amount.
    pub(crate) beside: Option<String>,
    /// Why there is no button, or why it does nothing.
    pub(crate) reason: Option<String>,
}

impl<'a> Content<'a> {
    pub(crate) fn of(paper: &'a StatementPaper, words: Catalogue) -> Result<Self, PaperError> {
        let statement = &paper.statement;
        let days = Days::of(&paper.issued.zone, words)?;
        let last = days.short(statement.period.until.minus(Span::millis(1)))?;
        let first = days.short(statement.period.from)?;
        let issued = DateWords::of(&paper.issued, words)?;
        let issued = [("date", &*issued.short), ("time", &*issued.time)];
        let issued = words.format("paper-date-time", &issued)?;
        let figure = |id: &str, money: Money| -> Result<Pair, MessageError> {
            Ok((words.text(id)?, figure(money, words)))
        };
        let contact = paper.shop.contact();
        Ok(Self {
            paper,
            title: words.text("paper-statement")?,
            period: words.format("paper-statement-period", &[("from", &first), ("to", &last)])?,
            issued: words.format("paper-statement-issued", &[("moment", &issued)])?,
            customer_label: words.text("paper-customer")?,
            closing: closing(statement.closing, &last, words)?,
            figures: [
                figure("paper-statement-opening", statement.opening)?,
                figure("paper-statement-charged", statement.charged)?,
                figure("paper-statement-credited", statement.credited)?,
                figure("paper-statement-closing", statement.closing)?,
            ],
            contact: match contact.as_str() {
                "" => String::new(),
                contact => words.format("paper-contact", &[("contact", contact)])?,
            },
            small_print: small_print(&paper.till, words)?,
            days,
            words,
        })
    }

    /// `Estado de cuenta · Lucía Fernández · 1 nov 2026 – 30 nov 2026`.
    pub(crate) fn file_title(&self) -> String {
        format!("{} · {} · {}", self.title, in_sentence(&self.paper.holder.name), self.period)
    }

    pub(crate) fn figure(&self, money: Money) -> String {
        figure(money, self.words)
    }

    /// With the sign of its currency, for sentences and mails.
    pub(crate) fn money(&self, money: Money) -> String {
        amount(money, self.words)
    }

    pub(crate) fn line(&self, movement: &Movement) -> Result<LineWords, PaperError> {
        let moved = &movement.moved;
        let unless_none = |money: Money| match money.is_zero() {
            true => String::new(),
            false => self.figure(money),
        };
        Ok(LineWords {
            date: self.days.short(moved.at)?,
            what: what(movement, self.words)?,
            details: self.details(movement)?,
            charged: unless_none(moved.charged),
            credited: unless_none(moved.credited),
            balance: self.figure(movement.balance),
        })
    }

    /// `Ref. 39869020 · A-000128, A-000130`, `Recibido el 19 nov 2026`.
    fn details(&self, movement: &Movement) -> Result<Vec<String>, PaperError> {
        let moved = &movement.moved;
        let mut parts = Vec::new();
        if let Some(reference) = moved.reference.as_deref().filter(|text| !text.is_empty()) {
            let reference = in_sentence(reference);
            parts.push(self.words.format("paper-statement-ref", &[("reference", &reference)])?);
        }
        if moved.kind != MovementKind::Invoice && !moved.shares.is_empty() {
            parts.push(notes(&moved.shares, self.words)?);
        }
        let mut details = Vec::new();
        if !parts.is_empty() {
            details.push(parts.join(" · "));
        }
        if let Some(received) = moved.received_at {
            let date = self.days.short(received)?;
            details.push(self.words.format("paper-statement-received", &[("date", &date)])?);
        }
        Ok(details)
    }

    /// The sums of every age, and all of it.
    pub(crate) fn ageing(&self) -> Result<Vec<Pair>, MessageError> {
        let ageing = &self.paper.statement.ageing;
        let mut pairs = Vec::new();
        for age in Age::ALL {
            pairs.push((self.words.text(age_label(age))?, self.figure(ageing.at(age))));
        }
        let total = self.words.text("paper-statement-age-total")?;
        pairs.push((total, self.figure(ageing.total())));
        Ok(pairs)
    }

    /// How what is outstanding and the credit make the closing balance; nothing without credit.
    pub(crate) fn credit(&self) -> Result<Option<String>, MessageError> {
        let statement = &self.paper.statement;
        if !statement.credit.is_positive() {
            return Ok(None);
        }
        let text = |money| self.money(money);
        let variables = [
            ("total", &*text(statement.ageing.total())),
            ("credit", &*text(statement.credit)),
            ("closing", &*text(statement.closing)),
        ];
        self.words.format("paper-statement-credit", &variables).map(Some)
    }

    pub(crate) fn owing(&self, outstanding: &Outstanding) -> Result<OwingWords, PaperError> {
        let (owing, words) = (&outstanding.owing, self.words);
        let date = self.days.short(owing.at)?;
        let until = self.paper.statement.period.until;
        // What is due on the last day may still be paid on it.
        let last = self.days.date(until.minus(Span::millis(1)))?;
        let late = match owing.due_at {
            Some(due) => due < until && self.days.date(due)? != last,
            None => false,
        };
        let day = |id: &str, due: Option<Timestamp>| -> Result<Option<String>, PaperError> {
            let Some(due) = due else { return Ok(None) };
            Ok(Some(words.format(id, &[("date", &self.days.short(due)?)])?))
        };
        let beside = if owing.owed_now != owing.owed && owing.owed_now.is_positive() {
            let left = self.figure(owing.owed_now);
            Some(words.format("paper-statement-left-now", &[("amount", &left)])?)
        } else if owing.total != owing.owed {
            let total = self.figure(owing.total);
            Some(words.format("paper-statement-of-total", &[("total", &total)])?)
        } else {
            None
        };
        Ok(OwingWords {
            folio: owing.folio.to_string(),
            issued: words.format("paper-statement-issued-on", &[("date", &date)])?,
            due: day("paper-statement-due-on", owing.due_at.filter(|_| !late))?,
            overdue: day("paper-statement-overdue", owing.due_at.filter(|_| late))?,
            days: owing.days.to_string(),
            owed: self.figure(owing.owed),
            beside,
            reason: self.reason(outstanding)?,
        })
    }

    pub(crate) fn reason(&self, outstanding: &Outstanding) -> Result<Option<String>, MessageError> {
        let text = |money| self.money(money);
        let owed = ("owed", &*text(outstanding.owing.owed_now));
        let reason = match outstanding.pay {
            PayState::Payable if self.paper.link(outstanding).is_none() => {
                self.words.text("paper-statement-no-link")?
            }
            PayState::Payable | PayState::NoAccount | PayState::AccountInactive => return Ok(None),
            PayState::BelowMinimum { minimum } => {
                let variables = [owed, ("minimum", &*text(minimum))];
                self.words.format("paper-statement-below", &variables)?
            }
            PayState::AboveMaximum { maximum } => {
                let variables = [owed, ("maximum", &*text(maximum))];
                self.words.format("paper-statement-above", &variables)?
            }
            PayState::Settled => self.words.text("paper-statement-settled")?,
        };
        Ok(Some(reason))
    }

    /// `Paga con …`.
    pub(crate) fn button(&self) -> Result<String, MessageError> {
        match self.paper.payment.provider.as_deref().filter(|name| !name.is_empty()) {
            Some(name) => {
                self.words.format("paper-statement-pay", &[("provider", &in_sentence(name))])
            }
            None => self.words.text("paper-statement-pay-online"),
        }
    }
}

/// The name of a kind of movement.
pub(crate) fn kind_name(kind: MovementKind, words: Catalogue) -> Result<String, MessageError> {
    words.text(&format!("paper-statement-kind-{}", kind.word()))
}

/// The name of an age.
pub(crate) fn age_label(age: Age) -> &'static str {
    match age {
        Age::To30 => "paper-statement-age-30",
        Age::To60 => "paper-statement-age-60",
        Age::To90 => "paper-statement-age-90",
        Age::To120 => "paper-statement-age-120",
        Age::Older => "paper-statement-age-older",
    }
}

/// An amount in a column.
fn figure(money: Money, words: Catalogue) -> String {
    format_amount(money, words.language().locale())
}

/// What is owed, or without a sign what is in the customer's favour.
fn closing(closing: Money, date: &str, words: Catalogue) -> Result<Pair, MessageError> {
    let date = [("date", date)];
    let (id, amount) = if closing.minor() < 0 {
        (
            "paper-statement-credit-at",
            Money::new(closing.minor().saturating_neg(), closing.currency()),
        )
    } else {
        ("paper-statement-due-at", closing)
    };
    Ok((words.format(id, &date)?, amount_before_code(amount, words)))
}

/// `Nota de venta A-000128`, `Pago · OXXO`.
fn what(movement: &Movement, words: Catalogue) -> Result<String, MessageError> {
    let mut what = kind_name(movement.moved.kind, words)?;
    if let Some(document) = movement.moved.document.as_deref().filter(|text| !text.is_empty()) {
        what.push(' ');
        what.push_str(document);
    }
    if let Some(method) = &movement.moved.method {
        what.push_str(" · ");
        what.push_str(&method_name(method.as_str(), words)?);
    }
    Ok(what)
}

/// `A-000128, A-000130`, and how many more.
fn notes(shares: &[Share], words: Catalogue) -> Result<String, MessageError> {
    let mut folios: Vec<String> = shares.iter().map(|share| share.folio.to_string()).collect();
    folios.dedup();
    let more = folios.len().saturating_sub(NOTES_NAMED).to_string();
    let named = folios.get(..NOTES_NAMED.min(folios.len())).unwrap_or_default().join(", ");
    match more.as_str() {
        "0" => Ok(named),
        more => words.format("paper-statement-more", &[("notes", &named), ("count", more)]),
    }
}
