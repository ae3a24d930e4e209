//! The words of an e-mail to a customer: subject, plain text and HTML. Nothing is sent here.

mod html;
mod notices;
mod plain;

pub use notices::{MerchantNotice, merchant_mail, test_mail, voucher_mail};

use cobro_domain::money::Money;
use cobro_domain::statement::{Button, Outstanding};

use crate::date::{DateWords, Moment};
use crate::fonts::one_line;
use crate::messages::{Catalogue, Language, MessageError};
use crate::paper::{PaperError, Shop, amount, amount_before_code, in_sentence};
use crate::statement::{Content, StatementPaper};
use crate::voucher::{method_name, small_print};

/// More invoices than these are counted: a mail of more than a hundred kilobytes is cut by its
/// readers, and the statement is attached.
const INVOICES_MAX: usize = 50;

/// Longer texts of people are cut.
const TEXT_MAX: usize = 160;

/// An e-mail to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// One line.
    pub subject: String,
    /// For readers that show no HTML.
    pub text: String,
    /// A whole page that loads nothing from anywhere.
    pub html: String,
}

/// Money that came for an invoice, as its payer is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentNotice {
    /// Who was paid.
    pub shop: Shop,
    /// Who paid; nobody for a walk-in customer.
    pub customer: Option<String>,
    /// The number of the invoice.
    pub folio: String,
    /// How much came.
    pub paid: Money,
    /// How, as in the catalogue's `method-*`.
    pub method: String,
    /// When.
    pub received: Moment,
    /// What the payer's bank or the provider calls it.
    pub reference: Option<String>,
    /// What of the invoice is still owed.
    pub left: Money,
    /// Made in training mode: the mail says so.
    pub training: bool,
    /// The till, as it signs its papers: `Caja 1`.
    pub till: String,
}

/// What a mail says, before it has a form. Every text is one line without hidden marks.
struct Letter {
    language: Language,
    subject: String,
    training: Option<String>,
    title: String,
    greeting: Option<String>,
    lead: String,
    /// The figure that matters, under its name.
    figure: (String, String),
    facts: Vec<(String, String)>,
    invoices: Vec<Invoice>,
    /// After the facts and the invoices.
    note: Option<String>,
    foot: Vec<String>,
}

/// An invoice that can be paid, or the reason why not.
struct Invoice {
    folio: String,
    detail: String,
    owed: String,
    action: Action,
}

enum Action {
    Pay { label: String, address: String },
    Off { label: String, reason: String },
    None { reason: Option<String> },
}

/// The mail that a statement is attached to, with a link for each invoice that can be paid.
///
/// # Errors
/// [`PaperError`], for an impossible date.
pub fn statement_mail(paper: &StatementPaper, language: Language) -> Result<Mail, PaperError> {
    let words = Catalogue::of(language);
    let content = Content::of(paper, words)?;
    let all = &paper.statement.outstanding;
    let invoices = all.iter().take(INVOICES_MAX).map(|one| invoice(one, &content));
    let note = match all.len().saturating_sub(INVOICES_MAX) {
        0 if all.is_empty() => Some(words.text("mail-statement-nothing")?),
        0 => None,
        more => Some(words.format("mail-statement-more", &[("count", &more.to_string())])?),
    };
    let opened = paper
        .payment
        .file
        .as_deref()
        .map(|file| words.format("mail-statement-file", &[("file", &in_sentence(file))]));
    let note = match (note, opened.transpose()?) {
        (Some(note), Some(opened)) => Some(format!("{note} {opened}")),
        (note, opened) => note.or(opened),
    };
    let shop = in_sentence(&paper.shop.name);
    let period = content.period.as_str();
    let (label, closing) = &content.closing;
    Ok(mail(&Letter {
        language,
        subject: words.format("mail-statement-subject", &[("shop", &shop), ("period", period)])?,
        training: training(paper.training, words)?,
        title: content.title.clone(),
        greeting: greeting(Some(&paper.holder.name), words)?,
        lead: words.format("mail-statement-lead", &[("shop", &shop), ("period", period)])?,
        figure: (label.clone(), format!("{closing} {}", paper.statement.currency.code())),
        facts: Vec::new(),
        invoices: invoices.collect::<Result<_, _>>()?,
        note,
        foot: foot(&paper.shop, &paper.till, words)?,
    }))
}

fn invoice(outstanding: &Outstanding, content: &Content<'_>) -> Result<Invoice, PaperError> {
    let words = content.owing(outstanding)?;
    let due = words.due.or(words.overdue);
    let detail: Vec<String> = [words.issued].into_iter().chain(due).collect();
    let action = match (content.paper.link(outstanding), outstanding.pay.button()) {
        (Some(link), _) => Action::Pay { label: content.button()?, address: link.to_string() },
        (None, Button::Disabled) => {
            Action::Off { label: content.button()?, reason: words.reason.unwrap_or_default() }
        }
        (None, Button::Enabled | Button::Hidden) => Action::None { reason: words.reason },
    };
    Ok(Invoice {
        folio: words.folio,
        detail: detail.join(" · "),
        owed: content.money(outstanding.owing.owed_now),
        action,
    })
}

/// The mail to a customer whose payment came.
///
/// # Errors
/// [`PaperError`], for an impossible date.
pub fn payment_mail(notice: &PaymentNotice, language: Language) -> Result<Mail, PaperError> {
    let words = Catalogue::of(language);
    let received = DateWords::of(&notice.received, words)?;
    let received = [("date", &*received.short), ("time", &*received.time)];
    let (shop, folio) = (in_sentence(&notice.shop.name), in_sentence(&notice.folio));
    let mut facts = vec![
        (words.text("paper-sale-note")?, folio.clone()),
        (words.text("paper-statement-method")?, method_name(&notice.method, words)?),
        (words.text("paper-statement-date")?, words.format("paper-date-time", &received)?),
    ];
    if let Some(reference) = notice.reference.as_deref().filter(|text| !text.is_empty()) {
        facts.push((words.text("paper-reference")?, in_sentence(reference)));
    }
    let note = if notice.left.is_positive() {
        words.format("mail-payment-left", &[("amount", &amount(notice.left, words))])?
    } else {
        words.text("mail-payment-settled")?
    };
    let code = notice.paid.currency().code();
    let paid = format!("{} {code}", amount_before_code(notice.paid, words));
    Ok(mail(&Letter {
        language,
        subject: words.format("mail-payment-subject", &[("folio", &folio), ("shop", &shop)])?,
        training: training(notice.training, words)?,
        title: words.text("mail-payment-title")?,
        greeting: greeting(notice.customer.as_deref(), words)?,
        lead: words.format("mail-payment-lead", &[("shop", &shop)])?,
        figure: (words.text("mail-payment-amount")?, paid),
        facts,
        invoices: Vec::new(),
        note: Some(note),
        foot: foot(&notice.shop, &notice.till, words)?,
    }))
}

fn mail(letter: &Letter) -> Mail {
    let subject = match &letter.training {
        Some(training) => format!("[{training}] {}", letter.subject),
        None => letter.subject.clone(),
    };
    // A line break in a subject would be another header.
    Mail { subject: one_line(&subject), text: plain::page(letter), html: html::page(letter) }
}

fn training(training: bool, words: Catalogue) -> Result<Option<String>, MessageError> {
    training.then(|| words.text("paper-training")).transpose()
}

fn greeting(name: Option<&str>, words: Catalogue) -> Result<Option<String>, MessageError> {
    let name = name.map(in_sentence).filter(|name| !name.is_empty());
    name.map(|name| words.format("mail-greeting", &[("name", &name)])).transpose()
}

/// Whom to ask, and what the mail is not.
fn foot(shop: &Shop, till: &str, words: Catalogue) -> Result<Vec<String>, MessageError> {
    let mut lines = vec![in_sentence(&shop.name), shop.identity()];
    let contact = shop.contact();
    if !contact.is_empty() {
        lines.push(words.format("paper-contact", &[("contact", &contact)])?);
    }
    lines.push(small_print(till, words)?);
    let lines = lines.iter().map(|line| one_line(line).chars().take(TEXT_MAX).collect::<String>());
    Ok(lines.filter(|line| !line.is_empty()).collect())
}
