//! Handing mails to the server, and what becomes of those that it does not take.

use cobro_domain::{
    ids::{Actor, MailId},
    time::{Span, Timestamp},
};
use cobro_ledger::{
    LedgerError,
    working::outbox::{self, MailKind, MailState, QueuedMail, Trouble},
};

use super::{
    error::{Fault, FaultKind, MailError},
    message::{Sender, message},
    outbox::{Held, Stop, message_id, stop, write, write_stop},
    server::Server,
    settings::{self, MailSettings, address},
};
use crate::{
    deliver::Turn,
    event::TillEvent,
    random::{self, with_jitter},
    till::{Till, lock},
};

/// As many mails as go over one connection.
const BATCH: u32 = 20;

/// How long after a mail was put off it is tried again, the first time; then twice as long.
const RETRY: Span = Span::minutes(1);

/// No mail waits longer for its next try.
const RETRY_MAX: Span = Span::hours(2);

/// A mail that did not go for so long fails: what it says may not be so any more.
const WAIT_MAX: Span = Span::days(3);

/// How often a mail is sent whose last word was lost: somebody may be getting it each time.
const UNANSWERED_MAX: u32 = 5;

/// How long a server that cannot be used is left alone, the first time; then twice as long.
const PAUSE: Span = Span::seconds(30);

/// No server is left alone for longer.
const PAUSE_MAX: Span = Span::minutes(10);

/// How long what was sent or failed is remembered.
const KEPT: Span = Span::days(90);

/// A wait that doubles each time, up to a bound.
fn doubled(first: Span, times: u32, most: Span) -> Span {
    let doublings = times.saturating_sub(1).min(20);
    let wait = first.as_millis().saturating_mul(1 << doublings).min(most.as_millis());
    with_jitter(Span::millis(wait))
}

impl Till {
    /// Writes and sends the mails that are due, as many as go over one connection.
    ///
    /// # Errors
    /// When the books cannot be read or written.
    pub fn mail_next(&self) -> Result<Turn, LedgerError> {
        let _alone = lock(&self.mailing.sending);
        self.recover_mails()?;
        let now = self.now();
        let found = self.read(|reader| {
            let conn = reader.conn();
            let Some(settings) = settings::read(conn)? else { return Ok::<_, LedgerError>(None) };
            if stop(conn, &settings)?.is_some() {
                return Ok(None);
            }
            let due = outbox::due(conn, MailState::Queued, now, BATCH)?;
            Ok(Some((settings, due, outbox::next_at(conn)?)))
        })?;
        let Some((settings, due, next)) = found else {
            return Ok(Turn::Idle(None));
        };
        if due.is_empty() {
            return Ok(Turn::Idle(next));
        }
        let held = lock(&self.mailing.trouble).clone().filter(|held| held.until > now);
        if let Some(held) = held {
            return Ok(Turn::Idle(Some(held.until)));
        }
        let ready = self.ready_mails(due)?;
        if ready.is_empty() {
            // Each of them was ended: there may be more.
            return Ok(Turn::Worked);
        }
        self.send_mails(&settings, &ready)
    }

    /// The mails that can be sent, written. Those that waited too long, or that nothing can be
    /// written for, fail.
    fn ready_mails(&self, due: Vec<QueuedMail>) -> Result<Vec<QueuedMail>, LedgerError> {
        let mut ready = Vec::new();
        for mail in due {
            if self.now().since(mail.queued_at) > WAIT_MAX {
                let last = mail.trouble.clone();
                let code = "mail-too-old".to_owned();
                self.fail(&mail, last.unwrap_or(Trouble { code, said: String::new() }))?;
                continue;
            }
            if !mail.subject.is_empty() {
                ready.push(mail);
                continue;
            }
            match self.letter_of(&mail) {
                Ok(letter) => {
                    let subject = letter.subject.clone();
                    self.book(Actor::till(), |booking| {
                        write(booking.conn(), mail.clone(), letter)
                    })?;
                    ready.push(QueuedMail { subject, ..mail });
                }
                Err(MailError::Ledger(error)) => return Err(error),
                Err(error) => {
                    tracing::warn!(%error, mail.id = %mail.id, "a mail cannot be written");
                    let (code, said) = ("mail-nothing".to_owned(), error.to_string());
                    self.fail(&mail, Trouble { code, said })?;
                }
            }
        }
        Ok(ready)
    }

    fn send_mails(&self, settings: &MailSettings, due: &[QueuedMail]) -> Result<Turn, LedgerError> {
        let Some(mut server) = self.enter_server(settings)? else {
            let until = lock(&self.mailing.trouble).as_ref().map(|held| held.until);
            return Ok(Turn::Idle(until));
        };
        for mail in due {
            if let Some(sending) = self.begin_mail(mail)? {
                let sent = self.hand_over(&mut server, settings, &sending);
                self.settle_mail(settings, &sending, sent)?;
            }
            if server.is_broken {
                break;
            }
        }
        server.leave();
        Ok(Turn::Worked)
    }

    /// A server that has let us in, unless there is none just now.
    fn enter_server(&self, settings: &MailSettings) -> Result<Option<Server>, LedgerError> {
        match self.try_server(settings) {
            Ok(server) => Ok(Some(server)),
            Err(MailError::Server(fault)) => {
                self.heed(settings, &fault)?;
                Ok(None)
            }
            Err(MailError::Ledger(error)) => Err(error),
            // A vault that is locked, or a password or file that is not there: the settings say
            // so, and nothing is lost by waiting.
            Err(error) => {
                tracing::warn!(%error, "mail waits");
                Ok(None)
            }
        }
    }

    pub(super) fn try_server(&self, settings: &MailSettings) -> Result<Server, MailError> {
        let password = self.mail_password(settings)?;
        if password.is_none() && !settings.user.is_empty() {
            return Err(MailError::PasswordNeeded);
        }
        Server::enter(settings, password.as_ref(), self.patience)
    }

    /// Connects, logs in and sends a mail that says that mail works; to the sender when `to` is
    /// empty. Whatever was stopped by the server goes on.
    ///
    /// # Errors
    /// [`MailError`] says how far it came.
    pub fn test_mail(&self, to: &str) -> Result<(), MailError> {
        let settings = self.mail_settings()?.ok_or(MailError::NotSetUp)?;
        let sender = self.mail_sender(&settings)?;
        let to = if to.trim().is_empty() { sender.address.clone() } else { address(to)? };
        let (letter, now) = (self.test_letter(&settings.host)?, self.now());
        let mail = QueuedMail {
            id: MailId::new(now, random::bytes()),
            kind: MailKind::Merchant,
            about: None,
            customer: None,
            fact: None,
            to: to.to_string(),
            subject: letter.subject.clone(),
            message_id: String::new(),
            state: MailState::Sending,
            queued_at: now,
            due_at: now,
            attempts: 1,
            trouble: None,
        };
        let mail = QueuedMail { message_id: message_id(mail.id, &settings), ..mail };
        let bytes = message(&sender, &to, &mail, &letter.into_parts())?;
        let mut server = self.try_server(&settings)?;
        let sent = server.send(&sender.address, &to, &bytes);
        server.leave();
        sent?;
        self.book(Actor::till(), |booking| write_stop(booking.conn(), None))?;
        self.mailing.forget_trouble();
        self.tell(&TillEvent::Mail);
        self.ring();
        Ok(())
    }

    /// Marks a mail as being sent, unless somebody has moved it meanwhile.
    fn begin_mail(&self, mail: &QueuedMail) -> Result<Option<QueuedMail>, LedgerError> {
        self.book(Actor::till(), |booking| {
            let found = outbox::read(booking.conn(), mail.id)?;
            let Some(found) = found.filter(|found| found.state == MailState::Queued) else {
                return Ok(None);
            };
            let attempts = found.attempts.saturating_add(1);
            let sending = QueuedMail { state: MailState::Sending, attempts, ..found };
            outbox::put(booking.conn(), &sending)?;
            Ok(Some(sending))
        })
    }

    fn hand_over(
        &self,
        server: &mut Server,
        settings: &MailSettings,
        mail: &QueuedMail,
    ) -> Result<(), MailError> {
        let parts = self.read(|reader| outbox::parts(reader.conn(), mail.id))?;
        let sender = self.mail_sender(settings)?;
        let to = address(&mail.to)?;
        let bytes = message(&sender, &to, mail, &parts)?;
        Ok(server.send(&sender.address, &to, &bytes)?)
    }

    /// Whose name mails are sent in.
    pub(super) fn mail_sender(&self, settings: &MailSettings) -> Result<Sender, MailError> {
        let name = match settings.name.as_str() {
            "" => self.company()?.map(|company| company.name).unwrap_or_default(),
            name => name.to_owned(),
        };
        let address = address(&settings.address)?;
        Ok(Sender { name, address, reply_to: settings.reply_address() })
    }

    /// Notes what became of a mail that was handed over.
    fn settle_mail(
        &self,
        settings: &MailSettings,
        mail: &QueuedMail,
        sent: Result<(), MailError>,
    ) -> Result<(), LedgerError> {
        let fault = match sent {
            Ok(()) => {
                self.mailing.forget_trouble();
                self.end_mail(mail, MailState::Sent, None)?;
                return Ok(());
            }
            Err(MailError::Server(fault)) => fault,
            Err(MailError::Ledger(error)) => return Err(error),
            Err(error) => {
                let (code, said) = ("mail-nothing".to_owned(), error.to_string());
                return self.fail(mail, Trouble { code, said });
            }
        };
        let trouble = Trouble { code: fault.kind.code().to_owned(), said: fault.said.clone() };
        let again = if fault.is_of_mail() {
            fault.passing
        } else if fault.kind == FaultKind::Unanswered {
            mail.attempts < UNANSWERED_MAX
        } else {
            return self.put_back(settings, mail, &fault);
        };
        if !again {
            return self.fail(mail, trouble);
        }
        let wait = doubled(RETRY, mail.attempts, RETRY_MAX);
        self.move_mail(mail, |mail, now| QueuedMail {
            state: MailState::Queued,
            due_at: now.plus(wait),
            trouble: Some(trouble),
            ..mail
        })
    }

    /// The mail is not to blame: it waits as if it had not been tried.
    fn put_back(
        &self,
        settings: &MailSettings,
        mail: &QueuedMail,
        fault: &Fault,
    ) -> Result<(), LedgerError> {
        self.move_mail(mail, |mail, _| QueuedMail {
            state: MailState::Queued,
            attempts: mail.attempts.saturating_sub(1),
            ..mail
        })?;
        self.heed(settings, fault)
    }

    fn fail(&self, mail: &QueuedMail, trouble: Trouble) -> Result<(), LedgerError> {
        self.end_mail(mail, MailState::Failed, Some(trouble))
    }

    /// What was sent is forgotten but for its envelope; what failed can be tried again.
    fn end_mail(
        &self,
        mail: &QueuedMail,
        state: MailState,
        trouble: Option<Trouble>,
    ) -> Result<(), LedgerError> {
        self.book(Actor::till(), |booking| {
            if state == MailState::Sent {
                outbox::forget_parts(booking.conn(), mail.id)?;
            }
            let due_at = booking.at();
            // One that was dropped meanwhile stays so.
            match outbox::read(booking.conn(), mail.id)? {
                Some(found) => {
                    outbox::put(booking.conn(), &QueuedMail { state, due_at, trouble, ..found })
                }
                None => Ok(()),
            }
        })?;
        self.tell(&TillEvent::Mail);
        Ok(())
    }

    fn move_mail(
        &self,
        mail: &QueuedMail,
        moved: impl FnOnce(QueuedMail, Timestamp) -> QueuedMail,
    ) -> Result<(), LedgerError> {
        self.book(Actor::till(), |booking| match outbox::read(booking.conn(), mail.id)? {
            Some(found) => outbox::put(booking.conn(), &moved(found, booking.at())),
            None => Ok(()),
        })?;
        self.tell(&TillEvent::Mail);
        Ok(())
    }

    /// Leaves the server alone: until the settings change when they are to blame, otherwise for
    /// longer each time.
    fn heed(&self, settings: &MailSettings, fault: &Fault) -> Result<(), LedgerError> {
        tracing::warn!(code = fault.kind.code(), "the mail server cannot be used");
        if fault.is_of_settings() {
            let stop = Stop::of(settings, fault);
            self.book(Actor::till(), |booking| write_stop(booking.conn(), Some(&stop)))?;
        } else {
            let now = self.now();
            let mut held = lock(&self.mailing.trouble);
            let times = held.as_ref().map_or(0, |held| held.times).saturating_add(1);
            let until = now.plus(doubled(PAUSE, times, PAUSE_MAX));
            *held = Some(Held { fault: fault.clone(), times, until });
        }
        self.tell(&TillEvent::Mail);
        Ok(())
    }

    /// A mail that was being sent when the till died, or when its books failed, is sent again
    /// under its number: nobody knows whether the server has it.
    fn recover_mails(&self) -> Result<(), LedgerError> {
        let far = Timestamp::MAX;
        let lost =
            self.read(|reader| outbox::due(reader.conn(), MailState::Sending, far, BATCH))?;
        for mail in lost {
            self.move_mail(&mail, |mail, now| {
                let (code, said) = (FaultKind::Unanswered.code().to_owned(), String::new());
                let trouble = Some(Trouble { code, said });
                QueuedMail { state: MailState::Queued, due_at: now, trouble, ..mail }
            })?;
        }
        Ok(())
    }

    /// Forgets some of the mails that were over long ago; whether there were any.
    pub(crate) fn prune_mails(&self) -> Result<bool, LedgerError> {
        let before = self.now().minus(KEPT);
        self.book(Actor::till(), |booking| outbox::prune(booking.conn(), before))
            .map(|forgotten| forgotten > 0)
    }
}
