//! Papers that are to be printed, and what became of those that were. Which printer there is, is
//! a matter of this machine, so never of a fact; the pages are forgotten once they are printed.

use cobro_domain::{
    ids::{CustomerId, InvoiceId, PrintJobId},
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::outbox::Trouble;
use crate::{error::LedgerError, sql};

pub(crate) const SCHEMA: &str = "
CREATE TABLE print_jobs (
    place     INTEGER PRIMARY KEY,
    id        BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    tray      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    name      TEXT NOT NULL,
    customer  BLOB,
    invoice   BLOB,
    state     TEXT NOT NULL,
    queued_at INTEGER NOT NULL,
    due_at    INTEGER NOT NULL,
    attempts  INTEGER NOT NULL,
    printer   TEXT NOT NULL,
    job       INTEGER,
    error     TEXT,
    said      TEXT,
    pdf       BLOB
) STRICT;
CREATE INDEX print_jobs_by_state ON print_jobs (tray, state, place);
CREATE INDEX print_jobs_by_customer ON print_jobs (customer) WHERE customer IS NOT NULL;";

/// As many jobs as are forgotten at a time: the counter never waits for it.
const PRUNED: u32 = 200;

/// Which of the shop's printers a paper is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tray {
    /// The receipt printer at the counter.
    Roll,
    /// The printer of whole pages.
    Page,
}

impl Tray {
    /// Every tray.
    pub const ALL: [Self; 2] = [Self::Roll, Self::Page];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Roll => "roll",
            Self::Page => "page",
        }
    }
}

/// What a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperKind {
    /// What a sale was.
    Receipt,
    /// What a charge is paid with.
    Voucher,
    /// What came back.
    CreditNote,
    /// An X or a Z.
    Report,
    /// A customer's statement of account.
    Statement,
    /// Prices that are promised.
    Quote,
    /// Whether a printer works.
    Test,
}

impl PaperKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Receipt,
        Self::Voucher,
        Self::CreditNote,
        Self::Report,
        Self::Statement,
        Self::Quote,
        Self::Test,
    ];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Voucher => "voucher",
            Self::CreditNote => "credit-note",
            Self::Report => "report",
            Self::Statement => "statement",
            Self::Quote => "quote",
            Self::Test => "test",
        }
    }
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintState {
    /// Its pages have certainly not been handed over.
    Queued,
    /// The printer may have its pages.
    Sending,
    /// The printer has its pages.
    Printing,
    /// It is on paper, as far as the printer says.
    Printed,
    /// It is not printed, unless a person says so.
    Failed,
}

impl PrintState {
    /// Every state.
    pub const ALL: [Self; 5] =
        [Self::Queued, Self::Sending, Self::Printing, Self::Printed, Self::Failed];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Printing => "printing",
            Self::Printed => "printed",
            Self::Failed => "failed",
        }
    }
}

/// One paper on its way to a printer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintJob {
    /// Where it stands in the queue: nothing overtakes what was queued before it.
    pub place: i64,
    /// Its id, by which a printer is asked for it too.
    pub id: PrintJobId,
    /// Which printer it is for.
    pub tray: Tray,
    /// What it is.
    pub kind: PaperKind,
    /// What it is called: a folio, the name of a file.
    pub name: String,
    /// Whom it tells something of.
    pub customer: Option<CustomerId>,
    /// The invoice that it is drawn from, when its pages are not drawn yet.
    pub invoice: Option<InvoiceId>,
    /// Where it stands.
    pub state: PrintState,
    /// Since when it waits; a person who tries again begins anew.
    pub queued_at: Timestamp,
    /// When it is looked after next; for one that is over, when it ended.
    pub due_at: Timestamp,
    /// How often a printer was asked to take it.
    pub attempts: u32,
    /// The printer that was asked last; empty before.
    pub printer: String,
    /// What that printer calls it.
    pub job: Option<i32>,
    /// What went wrong last.
    pub trouble: Option<Trouble>,
}

/// Queues a job behind all others. Its place is given by the table.
///
/// # Errors
/// When the file cannot be written.
pub fn insert(conn: &Connection, job: &PrintJob, pdf: Option<&[u8]>) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "INSERT INTO print_jobs (id, tray, kind, name, customer, invoice, state, queued_at,
                                 due_at, attempts, printer, pdf)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        job.id.0.as_bytes(),
        job.tray.word(),
        job.kind.word(),
        job.name,
        job.customer.as_ref().map(|customer| customer.0.as_bytes()),
        job.invoice.as_ref().map(|invoice| invoice.0.as_bytes()),
        job.state.word(),
        job.queued_at.millis(),
        job.due_at.millis(),
        job.attempts,
        job.printer,
        pdf,
    ])?;
    Ok(())
}

/// Writes what changed of a job.
///
/// # Errors
/// When the file cannot be written.
pub fn update(conn: &Connection, job: &PrintJob) -> Result<(), LedgerError> {
    conn.prepare_cached(
        "UPDATE print_jobs SET name = ?2, state = ?3, queued_at = ?4, due_at = ?5, attempts = ?6,
                               printer = ?7, job = ?8, error = ?9, said = ?10
         WHERE id = ?1",
    )?
    .execute(params![
        job.id.0.as_bytes(),
        job.name,
        job.state.word(),
        job.queued_at.millis(),
        job.due_at.millis(),
        job.attempts,
        job.printer,
        job.job,
        job.trouble.as_ref().map(|trouble| trouble.code.as_str()),
        job.trouble.as_ref().map(|trouble| trouble.said.as_str()),
    ])?;
    Ok(())
}

/// Keeps the pages of a job, or forgets them: what was printed is not printed again.
///
/// # Errors
/// When the file cannot be written.
pub fn put_pdf(conn: &Connection, id: PrintJobId, pdf: Option<&[u8]>) -> Result<(), LedgerError> {
    conn.prepare_cached("UPDATE print_jobs SET pdf = ?2 WHERE id = ?1")?
        .execute(params![id.0.as_bytes(), pdf])?;
    Ok(())
}

/// The pages of a job; nothing until they are drawn.
///
/// # Errors
/// When the file cannot be read.
pub fn pdf(conn: &Connection, id: PrintJobId) -> Result<Option<Vec<u8>>, LedgerError> {
    let row = conn
        .prepare_cached("SELECT pdf FROM print_jobs WHERE id = ?1")?
        .query_row([id.0.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(row.flatten())
}

/// Forgets a job.
///
/// # Errors
/// When the file cannot be written.
pub fn remove(conn: &Connection, id: PrintJobId) -> Result<(), LedgerError> {
    conn.prepare_cached("DELETE FROM print_jobs WHERE id = ?1")?.execute([id.0.as_bytes()])?;
    Ok(())
}

/// Forgets every job that tells something of a customer.
///
/// # Errors
/// When the file cannot be written.
pub fn forget_of(conn: &Connection, customer: CustomerId) -> Result<(), LedgerError> {
    conn.prepare_cached("DELETE FROM print_jobs WHERE customer = ?1")?
        .execute([customer.0.as_bytes()])?;
    Ok(())
}

/// Forgets jobs that were over before a moment, the oldest first and a bounded number at a
/// time; returns how many. When it is not zero, there may be more.
///
/// # Errors
/// When the file cannot be written.
pub fn prune(conn: &Connection, before: Timestamp) -> Result<usize, LedgerError> {
    let mut forgotten = 0_usize;
    for tray in Tray::ALL {
        for state in [PrintState::Printed, PrintState::Failed] {
            let mut over = conn.prepare_cached(
                "SELECT id FROM print_jobs WHERE tray = ?1 AND state = ?2 AND due_at < ?3
                 ORDER BY place LIMIT ?4",
            )?;
            let found = params![tray.word(), state.word(), before.millis(), PRUNED];
            let ids = over.query_map(found, |row| Ok(PrintJobId(sql::uuid(row, 0)?)))?;
            for id in ids.collect::<Result<Vec<_>, _>>()? {
                remove(conn, id)?;
                forgotten = forgotten.saturating_add(1);
            }
        }
    }
    Ok(forgotten)
}

const COLUMNS: &str = "place, id, tray, kind, name, customer, invoice, state, queued_at, due_at,
                       attempts, printer, job, error, said";

fn job(row: &Row<'_>) -> rusqlite::Result<PrintJob> {
    let (tray, kind, state): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(7)?);
    let code: Option<String> = row.get(13)?;
    let said: Option<String> = row.get(14)?;
    let known_tray = Tray::ALL.into_iter().find(|known| known.word() == tray);
    let known_kind = PaperKind::ALL.into_iter().find(|known| known.word() == kind);
    let known_state = PrintState::ALL.into_iter().find(|known| known.word() == state);
    Ok(PrintJob {
        place: row.get(0)?,
        id: PrintJobId(sql::uuid(row, 1)?),
        tray: sql::word_of(2, &tray, known_tray)?,
        kind: sql::word_of(3, &kind, known_kind)?,
        name: row.get(4)?,
        customer: sql::maybe_uuid(row, 5)?.map(CustomerId),
        invoice: sql::maybe_uuid(row, 6)?.map(InvoiceId),
        state: sql::word_of(7, &state, known_state)?,
        queued_at: Timestamp::from_millis(row.get(8)?),
        due_at: Timestamp::from_millis(row.get(9)?),
        attempts: row.get(10)?,
        printer: row.get(11)?,
        job: row.get(12)?,
        trouble: code.map(|code| Trouble { code, said: said.unwrap_or_default() }),
    })
}

/// One job.
///
/// # Errors
/// When the file cannot be read.
pub fn read(conn: &Connection, id: PrintJobId) -> Result<Option<PrintJob>, LedgerError> {
    let text = format!("SELECT {COLUMNS} FROM print_jobs WHERE id = ?1");
    Ok(conn.prepare_cached(&text)?.query_row([id.0.as_bytes()], job).optional()?)
}

/// The job of a tray that is next: one that a printer may have, else the one that waited longest.
///
/// # Errors
/// When the file cannot be read.
pub fn head(conn: &Connection, tray: Tray) -> Result<Option<PrintJob>, LedgerError> {
    let text = format!(
        "SELECT {COLUMNS} FROM print_jobs WHERE tray = ?1 AND state = ?2 ORDER BY place LIMIT 1"
    );
    let mut statement = conn.prepare_cached(&text)?;
    for state in [PrintState::Sending, PrintState::Printing, PrintState::Queued] {
        let found = statement.query_row([tray.word(), state.word()], job).optional()?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// How many jobs of a tray are in a state, counted no further than `most`.
///
/// # Errors
/// When the file cannot be read.
pub fn count(
    conn: &Connection,
    tray: Tray,
    state: PrintState,
    most: u32,
) -> Result<u32, LedgerError> {
    let text = "SELECT count(*) FROM
                (SELECT 1 FROM print_jobs WHERE tray = ?1 AND state = ?2 LIMIT ?3)";
    let found = params![tray.word(), state.word(), most];
    Ok(conn.prepare_cached(text)?.query_row(found, |row| row.get(0))?)
}

/// One page of all jobs, the newest first, those before `before`.
///
/// # Errors
/// When the file cannot be read.
pub fn page(
    conn: &Connection,
    before: Option<PrintJobId>,
    limit: u32,
) -> Result<Vec<PrintJob>, LedgerError> {
    let place = conn
        .prepare_cached("SELECT place FROM print_jobs WHERE id = ?1")?
        .query_row([before.map_or(Uuid::nil(), |id| id.0).as_bytes()], |row| row.get(0))
        .optional()?;
    let place = match (before, place) {
        (None, _) => i64::MAX,
        (Some(_), Some(place)) => place,
        // It was forgotten meanwhile, and with it what was older.
        (Some(_), None) => return Ok(Vec::new()),
    };
    let text =
        format!("SELECT {COLUMNS} FROM print_jobs WHERE place < ?1 ORDER BY place DESC LIMIT ?2");
    let mut statement = conn.prepare_cached(&text)?;
    let rows = statement.query_map(params![place, limit], job)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?)
}
