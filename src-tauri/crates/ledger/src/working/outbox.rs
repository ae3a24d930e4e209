//! E-mails that are to be sent, and what became of those that were. Personal data, so never in
//! a fact; what was sent is forgotten after a while, and its text at once.

use cobro_domain::{
    ids::{CustomerId, MailId},
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use crate::{error::LedgerError, sql};

pub(crate) const SCHEMA: &str = "
CREATE TABLE outbox (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    kind       TEXT NOT NULL,
    about      BLOB,
    customer   BLOB,
    fact       INTEGER,
    recipient  TEXT NOT NULL,
    subject    TEXT NOT NULL,
    message_id TEXT NOT NULL,
    state      TEXT NOT NULL,
    queued_at  INTEGER NOT NULL,
    due_at     INTEGER NOT NULL,
    attempts   INTEGER NOT NULL,
    error      TEXT,
    said       TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_by_state ON outbox (state, due_at);
CREATE INDEX outbox_by_matter ON outbox (about) WHERE about IS NOT NULL;
CREATE INDEX outbox_by_customer ON outbox (customer) WHERE customer IS NOT NULL;

CREATE TABLE outbox_parts (
    mail  BLOB NOT NULL CHECK (length(mail) = 16),
    place INTEGER NOT NULL,
    name  TEXT NOT NULL,
    media TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (mail, place)
) STRICT;";

/// As many mails as are forgotten at a time: the counter never waits for it.
const PRUNED: u32 = 200;

/// What a mail is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailKind {
    /// A customer's statement of account.
    Statement,
    /// A payment that came.
    Receipt,
    /// What a charge is paid with.
    Voucher,
    /// A merchant account that was connected.
    Merchant,
}

impl MailKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Statement, Self::Receipt, Self::Voucher, Self::Merchant];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Receipt => "receipt",
            Self::Voucher => "voucher",
            Self::Merchant => "merchant",
        }
    }
}

/// Where a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailState {
    /// It waits to be sent, or to be sent again.
    Queued,
    /// The server may have it.
    Sending,
    /// The server took it.
    Sent,
    /// It is sent no more, unless a person says so.
    Failed,
}

impl MailState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Queued, Self::Sending, Self::Sent, Self::Failed];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }
}

/// What went wrong last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The code that the catalogue has words for.
    pub code: String,
    /// What the server said.
    pub said: String,
}

/// One e-mail to one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedMail {
    /// Its id.
    pub id: MailId,
    /// What it is about.
    pub kind: MailKind,
    /// Which one: a payment, a charge, a merchant account.
    pub about: Option<Uuid>,
    /// The customer that it tells something of.
    pub customer: Option<CustomerId>,
    /// The fact that it tells of, by its place.
    pub fact: Option<i64>,
    /// The address that it goes to.
    pub to: String,
    /// Its subject; empty until it is written.
    pub subject: String,
    /// Its number for servers and readers: whoever meets it twice may drop the second.
    pub message_id: String,
    /// Where it stands.
    pub state: MailState,
    /// Since when it waits; a person who tries again begins anew.
    pub queued_at: Timestamp,
    /// When its next step is due; for one that is over, when it ended.
    pub due_at: Timestamp,
    /// How often a server was given it.
    pub attempts: u32,
    /// What went wrong last.
    pub trouble: Option<Trouble>,
}

/// A body or an attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The name of the file; empty for a body.
    pub name: String,
    /// Its media type.
    pub media: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Writes a mail, new or changed.
///
/// # Errors
/// When the file cannot be written.
pub fn put(conn: &Connection, mail: &QueuedMail) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO outbox (id, kind, about, customer, recipient, subject, message_id, state,
                             queued_at, due_at, attempts, error, said, fact)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
         ON CONFLICT (id) DO UPDATE SET
             subject = excluded.subject, state = excluded.state, queued_at = excluded.queued_at,
             due_at = excluded.due_at, attempts = excluded.attempts, error = excluded.error,
             said = excluded.said",
    )?
    .execute(params![
        mail.id.0.as_bytes(),
        mail.kind.word(),
        mail.about.as_ref().map(Uuid::as_bytes),
        mail.customer.as_ref().map(|customer| customer.0.as_bytes()),
        mail.to,
        mail.subject,
        mail.message_id,
        mail.state.word(),
        mail.queued_at.millis(),
        mail.due_at.millis(),
        mail.attempts,
        mail.trouble.as_ref().map(|trouble| trouble.code.as_str()),
        mail.trouble.as_ref().map(|trouble| trouble.said.as_str()),
        mail.fact,
    ])?;
    Ok(())
}

/// Keeps what a mail says, in place of what it said before.
///
/// # Errors
/// When the file cannot be written.
pub fn put_parts(conn: &Connection, id: MailId, parts: &[Part]) -> Result<(), LedgerError> {
    forget_parts(conn, id)?;
    let mut insert = conn.prepare_cached(
        "INSERT INTO outbox_parts (mail, place, name, media, bytes) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (place, part) in (0_i64..).zip(parts) {
        insert.execute(params![id.0.as_bytes(), place, part.name, part.media, part.bytes])?;
    }
    Ok(())
}

/// What a mail says: its bodies and attachments in their order; nothing until it is written.
///
/// # Errors
/// When the file cannot be read.
pub fn parts(conn: &Connection, id: MailId) -> Result<Vec<Part>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT name, media, bytes FROM outbox_parts WHERE mail = ?1 ORDER BY place",
    )?;
    let part =
        |row: &Row<'_>| Ok(Part { name: row.get(0)?, media: row.get(1)?, bytes: row.get(2)? });
    let rows = statement.query_map([id.0.as_bytes()], part)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// Forgets what a mail says: it is not sent again.
///
/// # Errors
/// When the file cannot be written.
pub fn forget_parts(conn: &Connection, id: MailId) -> Result<(), LedgerError> {
    conn.prepare_cached("DELETE FROM outbox_parts WHERE mail = ?1")?.execute([id.0.as_bytes()])?;
    Ok(())
}

/// Forgets a mail.
///
/// # Errors
/// When the file cannot be written.
pub fn remove(conn: &Connection, id: MailId) -> Result<(), LedgerError> {
    forget_parts(conn, id)?;
    conn.prepare_cached("DELETE FROM outbox WHERE id = ?1")?.execute([id.0.as_bytes()])?;
    Ok(())
}

/// Forgets every mail that tells something of a customer.
///
/// # Errors
/// When the file cannot be written.
pub fn forget_of(conn: &Connection, customer: CustomerId) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "DELETE FROM outbox_parts WHERE mail IN (SELECT id FROM outbox WHERE customer = ?1)",
    )?
    .execute([customer.0.as_bytes()])?;
    conn.prepare_cached("DELETE FROM outbox WHERE customer = ?1")?
        .execute([customer.0.as_bytes()])?;
    Ok(())
}

/// Forgets mails that were over before a moment, the oldest first and a bounded number at a
/// time; returns how many. When it is not zero, there may be more.
///
/// # Errors
/// When the file cannot be written.
pub fn prune(conn: &Connection, before: Timestamp) -> Result<usize, LedgerError> {
    let mut forgotten = 0_usize;
    for state in [MailState::Sent, MailState::Failed] {
        let mut over = conn.prepare_cached(
            "SELECT id FROM outbox WHERE state = ?1 AND due_at < ?2 ORDER BY due_at LIMIT ?3",
        )?;
        let ids = over.query_map(params![state.word(), before.millis(), PRUNED], |row| {
            Ok(MailId(sql::uuid(row, 0)?))
        })?;
        for id in ids.collect::<Result<Vec<_>, _>>()? {
            remove(conn, id)?;
            forgotten = forgotten.saturating_add(1);
        }
    }
    Ok(forgotten)
}

const COLUMNS: &str = "id, kind, about, customer, recipient, subject, message_id, state,
                       queued_at, due_at, attempts, error, said, fact";

fn mail(row: &Row<'_>) -> rusqlite::Result<QueuedMail> {
    let kind: String = row.get(1)?;
    let state: String = row.get(7)?;
    let code: Option<String> = row.get(11)?;
    let said: Option<String> = row.get(12)?;
    let known_kind = MailKind::ALL.into_iter().find(|known| known.word() == kind);
    let known_state = MailState::ALL.into_iter().find(|known| known.word() == state);
    Ok(QueuedMail {
        id: MailId(sql::uuid(row, 0)?),
        kind: sql::word_of(1, &kind, known_kind)?,
        about: sql::maybe_uuid(row, 2)?,
        customer: sql::maybe_uuid(row, 3)?.map(CustomerId),
        fact: row.get(13)?,
        to: row.get(4)?,
        subject: row.get(5)?,
        message_id: row.get(6)?,
        state: sql::word_of(7, &state, known_state)?,
        queued_at: Timestamp::from_millis(row.get(8)?),
        due_at: Timestamp::from_millis(row.get(9)?),
        attempts: row.get(10)?,
        trouble: code.map(|code| Trouble { code, said: said.unwrap_or_default() }),
    })
}

/// One mail.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, id: MailId) -> Result<Option<QueuedMail>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM outbox WHERE id = ?1");
    Ok(conn.prepare_cached(&text)?.query_row([id.0.as_bytes()], mail).optional()?)
}

/// Mails of a state whose moment has come, those that waited longest first.
///
/// # Errors
/// When the file cannot be read.
pub fn due(
    conn: &Connection,
    state: MailState,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<QueuedMail>, LedgerError> {
    let text = format!(
        "SELECT {COLUMNS} FROM outbox WHERE state = ?1 AND due_at <= ?2 ORDER BY due_at LIMIT ?3"
    );
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement.query_map(params![state.word(), now.millis(), limit], mail)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// When the next mail is due.
///
/// # Errors
/// When the file cannot be read.
pub fn next_at(conn: &Connection) -> Result<Option<Timestamp>, LedgerError> {
    let next: Option<i64> = conn
        .prepare_cached("SELECT min(due_at) FROM outbox WHERE state = 'queued'")?
        .query_row([], |row| row.get(0))?;
    Ok(next.map(Timestamp::from_millis))
}

/// How many mails are in a state, counted no further than `most`.
///
/// # Errors
/// When the file cannot be read.
pub fn count(conn: &Connection, state: MailState, most: u32) -> Result<u32, LedgerError> {
    let text = "SELECT count(*) FROM (SELECT 1 FROM outbox WHERE state = ?1 LIMIT ?2)";
    Ok(conn.prepare_cached(text)?.query_row(params![state.word(), most], |row| row.get(0))?)
}

/// One page of all mails, the newest first, those before `before`.
///
/// # Errors
/// When the file cannot be read.
pub fn page(
    conn: &Connection,
    before: Option<MailId>,
    limit: u32,
) -> Result<Vec<QueuedMail>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM outbox WHERE id < ?1 ORDER BY id DESC LIMIT ?2");
    let before = before.map_or(Uuid::max(), |before| before.0);
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement.query_map(params![before.as_bytes(), limit], mail)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}

/// The newest mail about a matter.
///
/// # Errors
/// When the file cannot be read.
pub fn newest_about(conn: &Connection, about: Uuid) -> Result<Option<QueuedMail>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM outbox WHERE about = ?1 ORDER BY id DESC LIMIT 1");
    Ok(conn.prepare_cached(&text)?.query_row([about.as_bytes()], mail).optional()?)
}
