//! Mails that tell of one thing: a voucher, a merchant account, the mail server itself.

use super::{Letter, Mail, foot, greeting, mail, training};
use crate::date::{DateWords, Moment};
use crate::messages::{Catalogue, Language};
use crate::paper::{PaperError, Shop, amount_before_code, in_sentence};
use crate::voucher::{VoucherPaper, method_name};

/// A merchant account that was connected, as its owner is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MerchantNotice {
    /// Whose it is.
    pub shop: Shop,
    /// What the shop calls it.
    pub account: String,
    /// The provider's name.
    pub provider: String,
    /// The methods it takes, as in the catalogue's `method-*`.
    pub methods: Vec<String>,
    /// It takes no real money.
    pub test: bool,
    /// When it answered.
    pub connected: Moment,
    /// Made in training mode: the mail says so.
    pub training: bool,
    /// The till, as it signs its papers: `Caja 1`.
    pub till: String,
}

/// The mail that a voucher is attached to, with what it is paid with.
///
/// # Errors
/// [`PaperError`], for an impossible date.
pub fn voucher_mail(paper: &VoucherPaper, language: Language) -> Result<Mail, PaperError> {
    let words = Catalogue::of(language);
    let due = DateWords::of(&paper.expires, words)?;
    let due = [("date", &*due.short), ("time", &*due.time)];
    let (shop, folio) = (in_sentence(&paper.shop.name), in_sentence(&paper.folio));
    let method = method_name(&paper.method, words)?;
    let mut facts = vec![
        (words.text("paper-sale-note")?, folio.clone()),
        (words.text("paper-statement-method")?, method.clone()),
    ];
    let labels = [
        ("paper-bank", &paper.bank),
        ("paper-clabe", &paper.clabe),
        ("paper-reference", &paper.reference),
    ];
    for (label, value) in labels {
        if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
            facts.push((words.text(label)?, in_sentence(value)));
        }
    }
    facts.push((words.text("mail-voucher-until")?, words.format("paper-date-time", &due)?));
    let code = paper.amount.currency().code();
    let amount = format!("{} {code}", amount_before_code(paper.amount, words));
    Ok(mail(&Letter {
        language,
        subject: words.format("mail-voucher-subject", &[("shop", &shop), ("folio", &folio)])?,
        training: training(paper.training, words)?,
        title: words.text("mail-voucher-title")?,
        greeting: greeting(paper.customer.as_deref(), words)?,
        lead: words.format("mail-voucher-lead", &[("shop", &shop), ("method", &method)])?,
        figure: (words.text("mail-voucher-amount")?, amount),
        facts,
        invoices: Vec::new(),
        note: Some(words.text("mail-voucher-note")?),
        foot: foot(&paper.shop, &paper.till, words)?,
    }))
}

/// The mail to the shop once a merchant account is connected.
///
/// # Errors
/// [`PaperError`], for an impossible date.
pub fn merchant_mail(notice: &MerchantNotice, language: Language) -> Result<Mail, PaperError> {
    let words = Catalogue::of(language);
    let at = DateWords::of(&notice.connected, words)?;
    let at = [("date", &*at.short), ("time", &*at.time)];
    let (account, provider) = (in_sentence(&notice.account), in_sentence(&notice.provider));
    let methods = notice.methods.iter().map(|method| method_name(method, words));
    let methods = methods.collect::<Result<Vec<_>, _>>()?.join(", ");
    let shop = in_sentence(&notice.shop.name);
    let mut facts = vec![
        (words.text("mail-merchant-account")?, account.clone()),
        (words.text("paper-statement-date")?, words.format("paper-date-time", &at)?),
    ];
    if !methods.is_empty() {
        facts.push((words.text("mail-merchant-methods")?, methods));
    }
    let note = if notice.test { "mail-merchant-test" } else { "mail-merchant-real" };
    Ok(mail(&Letter {
        language,
        subject: words
            .format("mail-merchant-subject", &[("provider", &provider), ("shop", &shop)])?,
        training: training(notice.training, words)?,
        title: words.text("mail-merchant-title")?,
        greeting: None,
        lead: words.format("mail-merchant-lead", &[("shop", &shop), ("provider", &provider)])?,
        figure: (words.text("mail-merchant-provider")?, provider),
        facts,
        invoices: Vec::new(),
        note: Some(words.text(note)?),
        foot: foot(&notice.shop, &notice.till, words)?,
    }))
}

/// The mail that shows that mail works.
///
/// # Errors
/// [`PaperError`].
pub fn test_mail(
    shop: &Shop,
    server: &str,
    till: &str,
    language: Language,
) -> Result<Mail, PaperError> {
    let words = Catalogue::of(language);
    let name = in_sentence(&shop.name);
    Ok(mail(&Letter {
        language,
        subject: words.format("mail-test-subject", &[("shop", &name)])?,
        training: None,
        title: words.text("mail-test-title")?,
        greeting: None,
        lead: words.text("mail-test-lead")?,
        figure: (words.text("mail-test-server")?, in_sentence(server)),
        facts: Vec::new(),
        invoices: Vec::new(),
        note: None,
        foot: foot(shop, till, words)?,
    }))
}
