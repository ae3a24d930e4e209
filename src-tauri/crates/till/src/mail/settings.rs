//! The server that mail goes through, and whose name it is sent in.

use std::{fs, net::IpAddr};

use cobro_domain::ids::MerchantAccountId;
use cobro_ledger::{Connection, LedgerError, working::preferences};
use cobro_providers::settings::Secret;
use lettre::{Address, transport::smtp::client::Certificate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    error::MailError,
    outbox::{Stop, write_stop},
};
use crate::permit::permit;
use crate::{
    event::TillEvent,
    settings::line,
    till::{Till, lock},
};
use cobro_domain::people::{Document, Permission};

/// Where the settings are kept. They hold no secret.
const SETTINGS: &str = "mail";

/// The secrets are filed by merchant account; the mail's are no account's.
const OWNER: MerchantAccountId = MerchantAccountId(Uuid::nil());

/// The longest name of a server.
const HOST_MAX: usize = 253;

/// No file of certificates is larger, in bytes.
const AUTHORITY_MAX: u64 = 1 << 20;

/// How the way to the server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Security {
    /// From the first greeting on; without it nothing is said.
    Starttls,
    /// From the first byte on.
    Tls,
    /// Not at all.
    None,
}

impl Security {
    const fn port(self) -> u16 {
        match self {
            Self::Starttls => 587,
            Self::Tls => 465,
            Self::None => 25,
        }
    }
}

/// How mail is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailSettings {
    /// The server's name or number.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is encrypted.
    pub security: Security,
    /// The owner knows that everybody on the way can read what is sent.
    pub plain_accepted: bool,
    /// A file with certificates of authorities to trust beside the system's; empty for none.
    pub authority: String,
    /// The login; empty when the server wants none.
    pub user: String,
    /// The sender's name; the shop's when empty.
    pub name: String,
    /// The sender's address.
    pub address: String,
    /// Where answers go; the sender's address when empty.
    pub reply_to: String,
    /// What this till calls itself to the server; its number when empty.
    pub hello: String,
    /// Whether customers are sent a receipt when their payment comes.
    pub receipts: bool,
    /// Which of its sets of secrets is in use.
    secrets: u32,
}

/// The settings as the owner types them.
#[derive(Clone, Debug)]
pub struct MailForm {
    /// As in [`MailSettings`]; without it no mail is sent at all.
    pub host: String,
    /// The usual port of the encryption when empty.
    pub port: String,
    /// As in [`MailSettings`].
    pub security: Security,
    /// As in [`MailSettings`].
    pub plain_accepted: bool,
    /// As in [`MailSettings`].
    pub authority: String,
    /// As in [`MailSettings`].
    pub user: String,
    /// Stays as it was when empty.
    pub password: Secret,
    /// As in [`MailSettings`].
    pub name: String,
    /// As in [`MailSettings`].
    pub address: String,
    /// As in [`MailSettings`].
    pub reply_to: String,
    /// As in [`MailSettings`].
    pub hello: String,
    /// As in [`MailSettings`].
    pub receipts: bool,
}

impl Till {
    /// How mail is sent; nothing until it is set up.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn mail_settings(&self) -> Result<Option<MailSettings>, LedgerError> {
        self.read(|reader| read(reader.conn()))
    }

    /// Whether the password of the mail server is there to be read.
    #[must_use]
    pub fn has_mail_password(&self, settings: &MailSettings) -> bool {
        matches!(self.secrets.get(OWNER, &slot(settings.secrets)), Ok(Some(_)))
    }

    /// Sets mail up, changes how it is sent, or, without a server, ends it. What was paused by
    /// wrong settings goes on.
    ///
    /// # Errors
    /// [`MailError`]; the settings are then as they were.
    pub fn save_mail(&self, form: &MailForm) -> Result<(), MailError> {
        // Two who save at once would write their secrets to the same place.
        let _alone = lock(&self.saving);
        let before = self.mail_settings()?;
        if form.host.trim().is_empty() {
            self.book(self.actor(), |booking| {
                permit(booking, Permission::Settings, Document::Shop)?;
                preferences::put(booking.conn(), SETTINGS, "")?;
                Ok::<_, MailError>(write_stop(booking.conn(), None)?)
            })?;
            if let Some(before) = before {
                self.forget_password(before.secrets);
            }
            self.has_changed_mail();
            return Ok(());
        }
        let set = before.as_ref().map_or(0, |before| before.secrets.wrapping_add(1));
        let settings = typed(form, set)?;
        self.write_password(form, before.as_ref(), &settings)?;
        let booked = self.book(self.actor(), |booking| {
            permit(booking, Permission::Settings, Document::Shop)?;
            preferences::put(booking.conn(), SETTINGS, &written(&settings)?)?;
            Ok::<_, MailError>(write_stop(booking.conn(), None)?)
        });
        if let Err(error) = booked {
            self.forget_password(set);
            return Err(error);
        }
        if let Some(before) = before {
            self.forget_password(before.secrets);
        }
        self.has_changed_mail();
        Ok(())
    }

    fn has_changed_mail(&self) {
        self.mailing.forget_trouble();
        self.tell(&TillEvent::Mail);
        self.ring();
    }

    /// Writes the password beside the one in use. One that was typed for a server is not sent
    /// to another one.
    fn write_password(
        &self,
        form: &MailForm,
        before: Option<&MailSettings>,
        settings: &MailSettings,
    ) -> Result<(), MailError> {
        if settings.user.is_empty() {
            return Ok(());
        }
        let slot = slot(settings.secrets);
        if !form.password.expose().is_empty() {
            return Ok(self.secrets.put(OWNER, &slot, &form.password)?);
        }
        let same = before.filter(|before| is_same_way(before, settings));
        let kept = same.map(|before| self.mail_password(before)).transpose()?.flatten();
        let kept = kept.ok_or(MailError::PasswordNeeded)?;
        Ok(self.secrets.put(OWNER, &slot, &kept)?)
    }

    pub(super) fn mail_password(
        &self,
        settings: &MailSettings,
    ) -> Result<Option<Secret>, MailError> {
        if settings.user.is_empty() {
            return Ok(None);
        }
        Ok(self.secrets.get(OWNER, &slot(settings.secrets))?)
    }

    /// One that cannot be removed does no harm but to stay.
    fn forget_password(&self, set: u32) {
        if let Err(error) = self.secrets.remove(OWNER, &slot(set)) {
            tracing::warn!(%error, "an old password of the mail server stays behind");
        }
    }
}

/// How mail is sent; nothing until it is set up.
pub(super) fn read(conn: &Connection) -> Result<Option<MailSettings>, LedgerError> {
    let text = preferences::read(conn, SETTINGS)?.unwrap_or_default();
    if text.is_empty() {
        return Ok(None);
    }
    let read = serde_json::from_str(&text);
    read.map(Some).map_err(|error| unreadable(&error))
}

fn written(settings: &MailSettings) -> Result<String, LedgerError> {
    serde_json::to_string(settings).map_err(|error| unreadable(&error))
}

fn unreadable(error: &serde_json::Error) -> LedgerError {
    LedgerError::Malformed { what: "the settings of mail", detail: error.to_string() }
}

fn slot(set: u32) -> String {
    format!("smtp-password.{set}")
}

/// Whether a password goes to the same server as before, and as safely.
fn is_same_way(before: &MailSettings, now: &MailSettings) -> bool {
    let way = |it: &MailSettings| (it.host.clone(), it.port, it.security, it.authority.clone());
    way(before) == way(now)
}

fn typed(form: &MailForm, secrets: u32) -> Result<MailSettings, MailError> {
    let host = host(&form.host)?;
    if form.security == Security::None && !form.plain_accepted && !is_here(&host) {
        return Err(MailError::Plain);
    }
    let reply_to = match form.reply_to.trim() {
        "" => String::new(),
        typed => address(typed)?.to_string(),
    };
    let settings = MailSettings {
        host,
        port: port(&form.port, form.security)?,
        security: form.security,
        plain_accepted: form.plain_accepted,
        authority: form.authority.trim().to_owned(),
        user: line(&form.user)?,
        name: line(&form.name)?,
        address: address(&form.address)?.to_string(),
        reply_to,
        hello: match form.hello.trim() {
            "" => String::new(),
            typed => self::host(typed)?,
        },
        receipts: form.receipts,
        secrets,
    };
    authorities(&settings)?;
    Ok(settings)
}

/// A name or number of a computer. Whether there is one, only a call can tell.
fn host(text: &str) -> Result<String, MailError> {
    let text = text.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let named = text.len() <= HOST_MAX
        && text.split('.').all(|label| !label.is_empty() && label.chars().all(plain));
    if named || text.parse::<IpAddr>().is_ok() {
        return Ok(text.to_owned());
    }
    Err(MailError::Host { text: text.to_owned() })
}

fn port(text: &str, security: Security) -> Result<u16, MailError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(security.port());
    }
    let port = text.parse().ok().filter(|port| *port != 0);
    port.ok_or_else(|| MailError::Port { text: text.to_owned() })
}

/// Reads an address as servers do.
pub(super) fn address(text: &str) -> Result<Address, MailError> {
    let text = text.trim();
    text.parse().map_err(|_| MailError::Address { text: text.to_owned() })
}

/// Whether a server is on this computer: nobody is on the way there.
fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|number| number.is_loopback())
}

/// The certificates of authorities that are trusted beside the system's.
pub(super) fn authorities(settings: &MailSettings) -> Result<Vec<Certificate>, MailError> {
    if settings.authority.is_empty() {
        return Ok(Vec::new());
    }
    let path = &settings.authority;
    let none = || MailError::Authority { path: path.clone() };
    let size = fs::metadata(path).map_err(|_| none())?.len();
    if size > AUTHORITY_MAX {
        return Err(none());
    }
    let pem = fs::read(path).map_err(|_| none())?;
    // A file without any certificate parses too, as none.
    if !pem.windows(BEGIN.len()).any(|window| window == BEGIN) {
        return Err(none());
    }
    Ok(vec![Certificate::from_pem(&pem).map_err(|_| none())?])
}

/// How a certificate begins in a file.
const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

impl MailSettings {
    /// Where a mail's replies go, if not to its sender.
    pub(super) fn reply_address(&self) -> Option<Address> {
        self.reply_to.parse().ok()
    }

    /// What stopped with other settings says nothing about these.
    pub(super) fn is_set(&self, stop: &Stop) -> bool {
        self.secrets == stop.secrets
    }

    /// Which settings these are, to tell them from later ones.
    pub(super) const fn set(&self) -> u32 {
        self.secrets
    }
}
