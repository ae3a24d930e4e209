//! E-mail as the window shows it. The password goes in and never comes out.

use cobro_domain::ids::{ChargeId, CustomerId, MailId};
use cobro_ledger::working::outbox::{MailKind, MailState, QueuedMail};
use cobro_providers::settings::Secret;
use serde::{Deserialize, Serialize};

use super::{CommandError, Millis};
use crate::{
    mail::{MailForm, MailStanding, Security},
    secrets::StoreState,
    till::Till,
};

/// How the way to the mail server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "MailSecurity")]
#[serde(rename_all = "kebab-case")]
pub enum MailSecurityWord {
    /// After the greeting.
    Starttls,
    /// From the first byte on.
    Tls,
    /// Not at all.
    None,
}

impl From<MailSecurityWord> for Security {
    fn from(word: MailSecurityWord) -> Self {
        match word {
            MailSecurityWord::Starttls => Self::Starttls,
            MailSecurityWord::Tls => Self::Tls,
            MailSecurityWord::None => Self::None,
        }
    }
}

impl From<Security> for MailSecurityWord {
    fn from(security: Security) -> Self {
        match security {
            Security::Starttls => Self::Starttls,
            Security::Tls => Self::Tls,
            Security::None => Self::None,
        }
    }
}

/// The settings as the owner types them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "MailForm")]
pub struct MailFormView {
    /// The server; without it no mail is sent.
    pub host: String,
    /// Its port; the usual one when empty.
    pub port: String,
    /// How the way there is encrypted.
    pub security: MailSecurityWord,
    /// The owner knows that everybody on the way can read what is sent.
    pub plain_accepted: bool,
    /// A file with certificates to trust beside the system's.
    pub authority: String,
    /// The login; empty when the server wants none.
    pub user: String,
    /// Empty when it is read back; kept when it is saved empty.
    pub password: String,
    /// The sender's name; the shop's when empty.
    pub name: String,
    /// The sender's address.
    pub address: String,
    /// Where answers go.
    pub reply_to: String,
    /// What the till calls itself to the server.
    pub hello: String,
    /// Whether customers are sent a receipt when their payment comes.
    pub receipts: bool,
}

/// What went wrong with mail: the words are the message `error-<code>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct MailTrouble {
    /// The code.
    pub code: String,
    /// What the server said.
    pub said: String,
}

/// How mail stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct MailStandingView {
    /// Whether a server was set up.
    pub set_up: bool,
    /// How many mails wait, up to a hundred.
    pub waiting: u32,
    /// How many failed, up to a hundred.
    pub failed: u32,
    /// Why nothing goes until somebody acts.
    pub stopped: Option<MailTrouble>,
    /// Why nothing went last.
    pub trouble: Option<MailTrouble>,
    /// When it is tried again after that.
    pub again_at: Option<Millis>,
}

/// The settings of mail, ready to be edited.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct MailView {
    /// What was typed, without the password.
    pub form: MailFormView,
    /// Whether the password is stored.
    pub has_password: bool,
    /// How mail stands.
    pub standing: MailStandingView,
}

/// Where a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "MailState")]
#[serde(rename_all = "kebab-case")]
pub enum MailStateWord {
    /// It waits.
    Queued,
    /// It is being sent.
    Sending,
    /// The server took it.
    Sent,
    /// It is sent no more.
    Failed,
}

/// What a mail is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename = "MailKind")]
#[serde(rename_all = "kebab-case")]
pub enum MailKindWord {
    /// A customer's statement of account.
    Statement,
    /// A payment that came.
    Receipt,
    /// What a charge is paid with.
    Voucher,
    /// A merchant account that was connected.
    Merchant,
}

/// One mail of the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct MailRow {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub kind: MailKindWord,
    /// The address that it goes to.
    pub to: String,
    /// Its subject; empty until it is written.
    pub subject: String,
    /// Where it stands.
    pub state: MailStateWord,
    /// When it was queued.
    pub queued_at: Millis,
    /// When it is tried next, or when it ended.
    pub due_at: Millis,
    /// How often a server was given it.
    pub attempts: u32,
    /// What went wrong last.
    pub trouble: Option<MailTrouble>,
}

/// A page of the outbox, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
pub struct MailPage {
    /// The mails.
    pub mails: Vec<MailRow>,
    /// How mail stands.
    pub standing: MailStandingView,
}

impl From<QueuedMail> for MailRow {
    fn from(mail: QueuedMail) -> Self {
        let kind = match mail.kind {
            MailKind::Statement => MailKindWord::Statement,
            MailKind::Receipt => MailKindWord::Receipt,
            MailKind::Voucher => MailKindWord::Voucher,
            MailKind::Merchant => MailKindWord::Merchant,
        };
        let state = match mail.state {
            MailState::Queued => MailStateWord::Queued,
            MailState::Sending => MailStateWord::Sending,
            MailState::Sent => MailStateWord::Sent,
            MailState::Failed => MailStateWord::Failed,
        };
        Self {
            id: mail.id.to_string(),
            kind,
            to: mail.to,
            subject: mail.subject,
            state,
            queued_at: mail.queued_at.into(),
            due_at: mail.due_at.into(),
            attempts: mail.attempts,
            trouble: mail.trouble.map(|it| MailTrouble { code: it.code, said: it.said }),
        }
    }
}

impl From<MailFormView> for MailForm {
    fn from(form: MailFormView) -> Self {
        Self {
            host: form.host,
            port: form.port,
            security: form.security.into(),
            plain_accepted: form.plain_accepted,
            authority: form.authority,
            user: form.user,
            password: Secret::new(form.password),
            name: form.name,
            address: form.address,
            reply_to: form.reply_to,
            hello: form.hello,
            receipts: form.receipts,
        }
    }
}

impl Till {
    /// The settings of mail, ready to be edited.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn mail_view(&self) -> Result<MailView, CommandError> {
        let standing = self.mail_standing_view()?;
        let Some(settings) = self.mail_settings()? else {
            return Ok(MailView { form: self.new_mail_form()?, has_password: false, standing });
        };
        let has_password = !settings.user.is_empty() && self.has_mail_password(&settings);
        let form = MailFormView {
            host: settings.host,
            port: settings.port.to_string(),
            security: settings.security.into(),
            plain_accepted: settings.plain_accepted,
            authority: settings.authority,
            user: settings.user,
            password: String::new(),
            name: settings.name,
            address: settings.address,
            reply_to: settings.reply_to,
            hello: settings.hello,
            receipts: settings.receipts,
        };
        Ok(MailView { form, has_password, standing })
    }

    /// A form that waits to be filled in, with what the shop has said of itself.
    fn new_mail_form(&self) -> Result<MailFormView, CommandError> {
        let company = self.company()?;
        Ok(MailFormView {
            host: String::new(),
            port: String::new(),
            security: MailSecurityWord::Starttls,
            plain_accepted: false,
            authority: String::new(),
            user: String::new(),
            password: String::new(),
            name: String::new(),
            address: company.map(|company| company.email).unwrap_or_default(),
            reply_to: String::new(),
            hello: String::new(),
            receipts: true,
        })
    }

    /// Saves how mail is sent.
    ///
    /// # Errors
    /// [`CommandError`] says which line is wrong; nothing is then changed.
    pub fn save_mail_form(&self, form: MailFormView) -> Result<MailView, CommandError> {
        self.save_mail(&form.into())?;
        self.mail_view()
    }

    /// How mail stands. A vault that waits, and a password that is not there, stop it too.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn mail_standing_view(&self) -> Result<MailStandingView, CommandError> {
        let MailStanding { set_up, waiting, failed, stopped, trouble } = self.mail_standing()?;
        let told = |fault: crate::mail::Fault| MailTrouble {
            code: fault.kind.code().to_owned(),
            said: fault.said,
        };
        let again_at = trouble.as_ref().map(|(_, until)| (*until).into());
        let (stopped, trouble) = (stopped.map(told), trouble.map(|(fault, _)| told(fault)));
        let stopped = match stopped {
            Some(stopped) => Some(stopped),
            None => self.missing_password()?,
        };
        Ok(MailStandingView { set_up, waiting, failed, stopped, trouble, again_at })
    }

    fn missing_password(&self) -> Result<Option<MailTrouble>, CommandError> {
        let settings = self.mail_settings()?.filter(|settings| !settings.user.is_empty());
        let Some(settings) = settings else { return Ok(None) };
        let code = match self.secrets.state() {
            StoreState::VaultLocked => "vault-locked",
            // A keyring may ask for its own password: it is not opened for a look at the state.
            StoreState::Keyring => return Ok(None),
            StoreState::VaultNew | StoreState::VaultOpen | StoreState::Memory => {
                if self.has_mail_password(&settings) {
                    return Ok(None);
                }
                "mail-password-needed"
            }
        };
        Ok(Some(MailTrouble { code: code.to_owned(), said: String::new() }))
    }

    /// A page of the outbox, the newest first, before the mail `before`.
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn mail_page(&self, before: Option<&str>) -> Result<MailPage, CommandError> {
        let before = before.map(MailId::parse).transpose()?;
        let mails = self.outbox_page(before)?.into_iter().map(MailRow::from);
        Ok(MailPage { mails: mails.collect(), standing: self.mail_standing_view()? })
    }

    /// Queues a customer's statement to one address.
    ///
    /// # Errors
    /// [`CommandError`]; nothing is queued.
    pub fn send_statement_form(
        &self,
        customer: &str,
        first: &str,
        last: &str,
        to: &str,
    ) -> Result<(), CommandError> {
        let (customer, period) = (CustomerId::parse(customer)?, self.period(first, last)?);
        self.send_statement(customer, period, to)?;
        Ok(())
    }

    /// Queues the voucher of a charge to one address.
    ///
    /// # Errors
    /// [`CommandError`]; nothing is queued.
    pub fn send_voucher_form(&self, charge: &str, to: &str) -> Result<(), CommandError> {
        self.send_voucher(ChargeId::parse(charge)?, to)?;
        Ok(())
    }
}
