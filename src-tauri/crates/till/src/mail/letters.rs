//! What mails say: drawn from the books when a mail is posted, or by the thread that sends it.

use cobro_documents::{
    Language, Mail, MerchantNotice, Moment, PaymentNotice, ReceiptKind, Sheet, merchant_mail,
    payment_mail, receipt_letter, statement_mail, statement_pdf, test_mail, voucher_letter,
    voucher_mail,
};
use cobro_domain::{
    ids::{ChargeId, CustomerId, InvoiceId, MailId, MerchantAccountId},
    money::Money,
    statement::Period,
    time::Timestamp,
};
use cobro_ledger::{
    Connection, LedgerError, Mode,
    fact::Fact,
    views::{charges, company, invoices, merchants, timeline},
    working::{
        customers,
        outbox::{MailKind, Part, QueuedMail},
    },
};
use cobro_providers::registry::provider_kind;

use super::{error::MailError, outbox::Posting};
use crate::{
    papers::{receipt_paper, shop, till_label, voucher_paper},
    statement::stem,
    till::Till,
};

/// As many receipts as are attached to one mail.
const RECEIPTS_MAX: usize = 10;

/// The media type of a paper.
const PDF: &str = "application/pdf";

/// What a mail says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// One line.
    pub subject: String,
    /// For readers that show no HTML.
    pub text: String,
    /// A whole page.
    pub html: String,
    /// What is attached.
    pub files: Vec<Part>,
}

impl Letter {
    /// A mail with its attachments.
    #[must_use]
    pub fn of(mail: Mail, files: Vec<Part>) -> Self {
        let Mail { subject, text, html } = mail;
        Self { subject, text, html, files }
    }

    /// Its bodies and attachments in their order.
    pub(super) fn into_parts(self) -> Vec<Part> {
        let body = |media: &str, text: String| Part {
            name: String::new(),
            media: media.to_owned(),
            bytes: text.into_bytes(),
        };
        let bodies = [body("text/plain", self.text), body("text/html", self.html)];
        bodies.into_iter().chain(self.files).collect()
    }

    pub(super) fn size(&self) -> usize {
        let files = self.files.iter().map(|file| file.bytes.len());
        files.fold(self.text.len().saturating_add(self.html.len()), usize::saturating_add)
    }
}

fn pdf(name: &str, bytes: Vec<u8>) -> Part {
    Part { name: format!("{name}.pdf"), media: PDF.to_owned(), bytes }
}

/// Money that came, from whichever fact tells of it.
struct Came {
    amount: Money,
    method: String,
    reference: Option<String>,
    invoices: Vec<InvoiceId>,
    at: Timestamp,
}

impl Till {
    /// Queues a customer's statement over a period to one address: attached, with a link for
    /// each invoice that can be paid in the body, or with a file that leads there.
    ///
    /// # Errors
    /// [`MailError`]; nothing is queued.
    pub fn send_statement(
        &self,
        customer: CustomerId,
        period: Period,
        to: &str,
    ) -> Result<MailId, MailError> {
        if self.mail_settings()?.is_none() {
            // Before links are booked that nobody would be sent.
            return Err(MailError::NotSetUp);
        }
        let to = super::settings::address(to)?.to_string();
        let language = self.language();
        let mut paper = self.statement_paper(customer, period)?;
        let pages = self.pay_file(&paper.statement);
        paper.payment.file = pages.as_ref().map(|(name, _)| name.clone());
        let mut files = vec![pdf(&stem(&paper), statement_pdf(&paper, Sheet::Letter, language)?)];
        files.extend(pages.map(|(name, page)| Part {
            name,
            media: "text/html".to_owned(),
            bytes: page.into_bytes(),
        }));
        let customer = paper.statement.customer;
        self.post(Posting {
            kind: MailKind::Statement,
            about: Some(customer.0),
            customer: Some(customer),
            to,
            letter: Letter::of(statement_mail(&paper, language)?, files),
        })
    }

    /// Queues the voucher of a charge to one address.
    ///
    /// # Errors
    /// [`MailError::NotFound`] while it is not issued; nothing is then queued.
    pub fn send_voucher(&self, charge: ChargeId, to: &str) -> Result<MailId, MailError> {
        let (letter, customer) = self.voucher_letter(charge)?;
        let (kind, about) = (MailKind::Voucher, Some(charge.0));
        self.post(Posting { kind, about, customer, to: to.to_owned(), letter })
    }

    /// Writes a mail that was queued without words.
    pub(super) fn letter_of(&self, mail: &QueuedMail) -> Result<Letter, MailError> {
        match mail.kind {
            MailKind::Receipt => self.receipt_letter(mail.fact.ok_or(MailError::NotFound)?),
            MailKind::Voucher => {
                let charge = ChargeId(mail.about.ok_or(MailError::NotFound)?);
                Ok(self.voucher_letter(charge)?.0)
            }
            MailKind::Merchant => {
                let account = MerchantAccountId(mail.about.ok_or(MailError::NotFound)?);
                self.merchant_letter(account, mail.queued_at)
            }
            // A statement is written when it is queued: it says what somebody has looked at.
            MailKind::Statement => Err(MailError::NotFound),
        }
    }

    pub(super) fn test_letter(&self, server: &str) -> Result<Letter, MailError> {
        let (language, (shop, _)) = (self.language(), shop(self.company()?));
        let mail = test_mail(&shop, server, &till_label(language), language)?;
        Ok(Letter::of(mail, Vec::new()))
    }

    fn is_training(&self) -> bool {
        self.mode() == Mode::Training
    }

    fn voucher_letter(&self, id: ChargeId) -> Result<(Letter, Option<CustomerId>), MailError> {
        let (language, training) = (self.language(), self.is_training());
        let (paper, customer) = self.read(|reader| {
            let conn = reader.conn();
            let charge = charges::read(conn, id)?.ok_or(MailError::NotFound)?;
            let voucher = charge.voucher.clone().filter(|voucher| voucher.is_payable());
            let voucher = voucher.ok_or(MailError::NotFound)?;
            let invoice = invoices::at(conn, charge.invoice)?;
            let paper = voucher_paper(conn, &charge, &voucher, &invoice, training, language);
            Ok::<_, MailError>((paper.map_err(|_| MailError::NotFound)?, invoice.customer))
        })?;
        let file = pdf(&paper.folio, voucher_letter(&paper, language)?);
        Ok((Letter::of(voucher_mail(&paper, language)?, vec![file]), customer))
    }

    fn receipt_letter(&self, fact: i64) -> Result<Letter, MailError> {
        let (language, training) = (self.language(), self.is_training());
        let (notice, files) = self.read(|reader| {
            let conn = reader.conn();
            let came = came(conn, fact)?;
            let found = came.invoices.iter().map(|id| invoices::read(conn, *id));
            let found = found.collect::<Result<Vec<_>, _>>()?;
            let found: Vec<_> = found.into_iter().flatten().collect();
            let first = found.first().ok_or(MailError::NotFound)?;
            let mut left = Money::zero(came.amount.currency());
            let mut files = Vec::new();
            for invoice in &found {
                // What is owed on one invoice and what on another do add up.
                left = left.checked_add(invoice.due()?).unwrap_or(left);
                if files.len() < RECEIPTS_MAX {
                    files.extend(receipt(conn, invoice, training, language)?);
                }
            }
            let (shop, zone) = shop(company::read(conn)?);
            let name = first.customer.map(|id| customers::name(conn, id)).transpose()?.flatten();
            let folios: Vec<_> = found.iter().map(|invoice| invoice.folio.to_string()).collect();
            let notice = PaymentNotice {
                shop,
                customer: name,
                folio: folios.join(", "),
                paid: came.amount,
                method: came.method,
                received: Moment { at: came.at, zone },
                reference: came.reference,
                left,
                training,
                till: till_label(language),
            };
            Ok::<_, MailError>((notice, files))
        })?;
        Ok(Letter::of(payment_mail(&notice, language)?, files))
    }

    fn merchant_letter(&self, id: MerchantAccountId, at: Timestamp) -> Result<Letter, MailError> {
        let (language, training) = (self.language(), self.is_training());
        let notice = self.read(|reader| {
            let account = merchants::read(reader.conn(), id)?.ok_or(MailError::NotFound)?;
            let (shop, zone) = shop(company::read(reader.conn())?);
            let kind = provider_kind(&account.provider);
            let methods = kind.map(|kind| (kind.capabilities)().methods).unwrap_or_default();
            let methods = methods.iter().map(|rule| rule.method.as_str().to_owned());
            Ok::<_, MailError>(MerchantNotice {
                shop,
                account: account.name,
                provider: kind.map_or(account.provider, |kind| kind.name.to_owned()),
                methods: methods.collect(),
                test: account.test || training,
                connected: Moment { at, zone },
                training,
                till: till_label(language),
            })
        })?;
        Ok(Letter::of(merchant_mail(&notice, language)?, Vec::new()))
    }
}

fn receipt(
    conn: &Connection,
    invoice: &invoices::Invoice,
    training: bool,
    language: Language,
) -> Result<Option<Part>, MailError> {
    let paper = receipt_paper(conn, invoice, training, language);
    let paper = paper.map_err(|_| MailError::NotFound)?;
    // One that was taken back meanwhile is no receipt any more.
    if !matches!(paper.kind, ReceiptKind::Sale) {
        return Ok(None);
    }
    Ok(Some(pdf(&paper.folio, receipt_letter(&paper, language)?)))
}

/// The money that a fact tells of.
fn came(conn: &Connection, fact: i64) -> Result<Came, MailError> {
    let stored = timeline::fact(conn, fact)?;
    let at = stored.at;
    let fact = stored.decode()?;
    if let Fact::PaymentReceived(paid) = fact {
        let (amount, method) = (Money::new(paid.amount, paid.currency), method(conn, paid.charge)?);
        let (reference, invoices) = (Some(paid.money_in), vec![paid.invoice]);
        return Ok(Came { amount, method, reference, invoices, at });
    }
    if let Fact::CashReceived(cash) = fact {
        let (amount, method) = (Money::new(cash.amount, cash.currency), "cash".to_owned());
        return Ok(Came { amount, method, reference: None, invoices: vec![cash.invoice], at });
    }
    if let Fact::TenderReceived(tender) = fact {
        return Ok(Came {
            amount: Money::new(tender.amount, tender.currency),
            method: tender.method.as_str().to_owned(),
            reference: Some(tender.reference).filter(|text| !text.is_empty()),
            invoices: vec![tender.invoice],
            at,
        });
    }
    if let Fact::PaymentEntered(entered) = fact {
        return Ok(Came {
            amount: Money::new(entered.amount, entered.currency),
            method: entered.method.as_str().to_owned(),
            reference: Some(entered.reference).filter(|text| !text.is_empty()),
            invoices: entered.allocations.iter().map(|(invoice, _)| *invoice).collect(),
            at: entered.received_at,
        });
    }
    Err(MailError::NotFound)
}

fn method(conn: &Connection, charge: ChargeId) -> Result<String, LedgerError> {
    let charge = charges::read(conn, charge)?;
    Ok(charge.map_or_else(String::new, |charge| charge.method.as_str().to_owned()))
}
