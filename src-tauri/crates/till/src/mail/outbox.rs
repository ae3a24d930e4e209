//! What waits to be sent, and what people do with it.

use std::sync::Mutex;

use cobro_domain::{
    ids::{CustomerId, MailId},
    people::{Document, Permission},
    time::Timestamp,
};
use cobro_ledger::{
    Booking, Connection, LedgerError,
    working::{
        outbox::{self, MailKind, MailState, QueuedMail},
        preferences,
    },
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    error::{Fault, FaultKind, MailError},
    letters::Letter,
    settings::{self, MailSettings},
};
use crate::{
    event::TillEvent,
    permit::permit,
    till::{Till, lock},
};

/// Where it is noted that nothing goes until the settings change.
const STOPPED: &str = "mail-stopped";

/// More than most servers take, once it is written for the way there.
const SIZE_MAX: usize = 18 << 20;

/// As many mails as are shown at once.
const SHOWN: u32 = 50;

/// Mails are counted no further: "99+" says enough.
const COUNTED: u32 = 100;

/// A mail to be.
#[derive(Clone, Debug)]
pub struct Posting {
    /// What it is about.
    pub kind: MailKind,
    /// Which one.
    pub about: Option<Uuid>,
    /// The customer that it tells something of.
    pub customer: Option<CustomerId>,
    /// The address that it goes to.
    pub to: String,
    /// What it says.
    pub letter: Letter,
}

/// How mail stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailStanding {
    /// Whether a server was set up.
    pub set_up: bool,
    /// How many wait, up to a hundred.
    pub waiting: u32,
    /// How many failed, up to a hundred.
    pub failed: u32,
    /// Why nothing goes until the settings change.
    pub stopped: Option<Fault>,
    /// Why nothing went last, and when it is tried again.
    pub trouble: Option<(Fault, Timestamp)>,
}

/// What the till remembers of its mail server until it is closed.
#[derive(Debug, Default)]
pub(crate) struct Mailing {
    pub(super) trouble: Mutex<Option<Held>>,
    /// Held while mails are handed over: nothing is sent by two at once.
    pub(super) sending: Mutex<()>,
}

/// The server could not be used, and is left alone for a while.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) fault: Fault,
    /// How often in a row.
    pub(super) times: u32,
    pub(super) until: Timestamp,
}

impl Mailing {
    pub(super) fn forget_trouble(&self) -> bool {
        lock(&self.trouble).take().is_some()
    }
}

/// Why nothing goes until the settings change.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Stop {
    pub(super) secrets: u32,
    code: String,
    said: String,
}

impl Stop {
    pub(super) fn of(settings: &MailSettings, fault: &Fault) -> Self {
        let code = fault.kind.code().to_owned();
        Self { secrets: settings.set(), code, said: fault.said.clone() }
    }

    fn fault(&self) -> Option<Fault> {
        let kind = FaultKind::from_code(&self.code)?;
        Some(Fault { kind, said: self.said.clone(), passing: false })
    }
}

/// Why nothing goes with these settings.
pub(super) fn stop(
    conn: &Connection,
    settings: &MailSettings,
) -> Result<Option<Fault>, LedgerError> {
    let text = preferences::read(conn, STOPPED)?.unwrap_or_default();
    // What cannot be read stops nothing.
    let stop = serde_json::from_str::<Stop>(&text).ok().filter(|stop| settings.is_set(stop));
    Ok(stop.and_then(|stop| stop.fault()))
}

/// Notes that nothing goes, or that it goes again.
pub(super) fn write_stop(conn: &Connection, stop: Option<&Stop>) -> Result<(), LedgerError> {
    let text = stop.and_then(|stop| serde_json::to_string(stop).ok()).unwrap_or_default();
    preferences::put(conn, STOPPED, &text)
}

/// A mail that is about to be queued.
pub(super) struct Order<'a> {
    pub(super) kind: MailKind,
    pub(super) about: Option<Uuid>,
    pub(super) customer: Option<CustomerId>,
    /// The fact that it will be written from.
    pub(super) fact: Option<i64>,
    pub(super) to: &'a str,
}

/// Queues a mail. Its number is made now, and is the same however often it is sent.
pub(super) fn queue(
    booking: &mut Booking<'_, '_>,
    settings: &MailSettings,
    order: &Order<'_>,
) -> Result<QueuedMail, LedgerError> {
    let (at, id) = (booking.at(), MailId::new(booking.at(), booking.random()));
    let mail = QueuedMail {
        id,
        kind: order.kind,
        about: order.about,
        customer: order.customer,
        fact: order.fact,
        to: order.to.to_owned(),
        subject: String::new(),
        message_id: message_id(id, settings),
        state: MailState::Queued,
        queued_at: at,
        due_at: at,
        attempts: 0,
        trouble: None,
    };
    outbox::put(booking.conn(), &mail)?;
    Ok(mail)
}

/// The number of a mail, as RFC 5322 wants it.
pub(super) fn message_id(id: MailId, settings: &MailSettings) -> String {
    let host = settings.address.rsplit_once('@').map_or("localhost", |(_, host)| host);
    format!("<{}@{host}>", id.0.simple())
}

/// Keeps what a mail says.
pub(super) fn write(
    conn: &Connection,
    mail: QueuedMail,
    letter: Letter,
) -> Result<(), LedgerError> {
    let subject = letter.subject.clone();
    outbox::put_parts(conn, mail.id, &letter.into_parts())?;
    outbox::put(conn, &QueuedMail { subject, ..mail })
}

impl Till {
    /// Queues a mail; it goes as soon as the server takes it.
    ///
    /// # Errors
    /// [`MailError`]; nothing is queued.
    pub fn post(&self, posting: Posting) -> Result<MailId, MailError> {
        let Posting { kind, about, customer, to, letter } = posting;
        let to = settings::address(&to)?.to_string();
        if letter.size() > SIZE_MAX {
            return Err(MailError::TooLarge);
        }
        let id = self.book(self.actor(), |booking| {
            let settings = settings::read(booking.conn())?.ok_or(MailError::NotSetUp)?;
            let order = Order { kind, about, customer, fact: None, to: &to };
            let mail = queue(booking, &settings, &order)?;
            let id = mail.id;
            write(booking.conn(), mail, letter)?;
            Ok::<_, MailError>(id)
        })?;
        self.tell(&TillEvent::Mail);
        self.ring();
        Ok(id)
    }

    /// One page of all mails, the newest first, before `before`.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn outbox_page(&self, before: Option<MailId>) -> Result<Vec<QueuedMail>, LedgerError> {
        self.read(|reader| outbox::page(reader.conn(), before, SHOWN))
    }

    /// The newest mail about a matter: a charge, a customer.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn newest_mail_about(&self, about: Uuid) -> Result<Option<QueuedMail>, LedgerError> {
        self.read(|reader| outbox::newest_about(reader.conn(), about))
    }

    /// Tries a mail again now: one that failed, or one that waits for its next try.
    ///
    /// # Errors
    /// [`MailError::NotFound`], also for one that was sent; [`MailError::UnderWay`].
    pub fn retry_mail(&self, id: MailId) -> Result<(), MailError> {
        self.book(self.actor(), |booking| {
            let mail = outbox::read(booking.conn(), id)?.ok_or(MailError::NotFound)?;
            match mail.state {
                MailState::Sent => return Err(MailError::NotFound),
                MailState::Sending => return Err(MailError::UnderWay),
                MailState::Queued | MailState::Failed => {}
            }
            let (state, at) = (MailState::Queued, booking.at());
            let mail = QueuedMail { state, queued_at: at, due_at: at, attempts: 0, ..mail };
            Ok(outbox::put(booking.conn(), &mail)?)
        })?;
        self.mailing.forget_trouble();
        self.tell(&TillEvent::Mail);
        self.ring();
        Ok(())
    }

    /// Forgets a mail, sent or not.
    ///
    /// # Errors
    /// [`MailError::NotFound`]; [`MailError::UnderWay`].
    pub fn drop_mail(&self, id: MailId) -> Result<(), MailError> {
        self.book(self.actor(), |booking| {
            let mail = outbox::read(booking.conn(), id)?.ok_or(MailError::NotFound)?;
            if mail.state == MailState::Sending {
                return Err(MailError::UnderWay);
            }
            permit(booking, Permission::Settings, Document::Shop)?;
            Ok(outbox::remove(booking.conn(), id)?)
        })?;
        self.tell(&TillEvent::Mail);
        Ok(())
    }

    /// How mail stands.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn mail_standing(&self) -> Result<MailStanding, LedgerError> {
        let trouble = lock(&self.mailing.trouble).clone();
        self.read(|reader| {
            let conn = reader.conn();
            let settings = settings::read(conn)?;
            let stopped = settings.as_ref().map(|settings| stop(conn, settings)).transpose()?;
            Ok(MailStanding {
                set_up: settings.is_some(),
                waiting: outbox::count(conn, MailState::Queued, COUNTED)?,
                failed: outbox::count(conn, MailState::Failed, COUNTED)?,
                stopped: stopped.flatten(),
                trouble: trouble.map(|held| (held.fault, held.until)),
            })
        })
    }
}
